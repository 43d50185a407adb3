"""From clauses to rules to tests: nothing of the documents is lost, and nothing made up."""

from __future__ import annotations

import ast
import re

import pytest

from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.rule import Rule
from leadflow.sources import CLAUSES, clause
from leadflow.tasks import TASK_RULES, TaskRule
from leadflow.vocabulary import TaskKind
from traced import CARRIED, OUT_OF_SCOPE, SPECIFIED, cited, classes, rule_of

ALL_CITED = frozenset().union(*cited().values())
every_clause = pytest.mark.parametrize("reference", [each.reference for each in CLAUSES])


class TestClauses:
    """Every clause of the documents is cited, or stands in a table that says why it is not."""

    @every_clause
    def test_it_is_cited_or_said_to_be_out_of_scope(self, reference: str) -> None:
        assert reference in ALL_CITED | OUT_OF_SCOPE.keys() | CARRIED.keys()

    @pytest.mark.parametrize("table", [OUT_OF_SCOPE, CARRIED], ids=["out of scope", "carried"])
    def test_nothing_stands_in_a_table_that_is_cited(self, table: dict[str, object]) -> None:
        assert sorted(table.keys() & ALL_CITED) == []

    def test_nothing_stands_in_both_tables(self) -> None:
        assert OUT_OF_SCOPE.keys() & CARRIED.keys() == set()

    @pytest.mark.parametrize("reference", sorted({*OUT_OF_SCOPE, *CARRIED}))
    def test_the_tables_name_clauses(self, reference: str) -> None:
        assert clause(reference).reference == reference

    @pytest.mark.parametrize("by", cited())
    def test_nothing_is_cited_that_is_no_clause(self, by: str) -> None:
        assert cited()[by]
        assert cited()[by] <= {each.reference for each in CLAUSES}


class TestRules:
    """Every rule of the specification has a test class that bears its id and says what it is."""

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_it_has_a_class(self, rule: str) -> None:
        bearing = [node for _, node in classes() if rule_of(node.name) == rule]
        assert bearing
        assert any(
            isinstance(item, ast.FunctionDef) and item.name.startswith("test_")
            for node in bearing
            for item in node.body
        )

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_each_class_says_the_rule(self, rule: str) -> None:
        for file, node in classes():
            if rule_of(node.name) == rule:
                said = ast.get_docstring(node) or ""
                assert re.search(rf"\b{rule}\b", said), f"{file}: {node.name}"

    def test_no_class_bears_an_id_that_is_none(self) -> None:
        borne = {rule_of(node.name) for _, node in classes()} - {None}
        assert borne <= set(SPECIFIED)

    @pytest.mark.parametrize("rule", RULEBOOK, ids=lambda rule: rule.name)
    def test_a_rule_of_the_rulebook_is_one_of_the_specification(self, rule: Rule) -> None:
        assert rule.id in SPECIFIED


class TestTasks:
    """Every kind of task has one rule, and a test class that bears its name and says its kind."""

    def test_each_kind_has_one_rule_in_their_order(self) -> None:
        assert [each.kind for each in TASK_RULES] == [*TaskKind]

    @pytest.mark.parametrize("kind", TaskKind)
    def test_it_has_a_class(self, kind: TaskKind) -> None:
        name = "TestTSK" + "".join(word.title() for word in kind.split("_"))
        (found,) = (node for _, node in classes() if node.name == name)
        said = ast.get_docstring(found) or ""
        assert "TSK" in said
        assert f"`{kind}`" in said

    @pytest.mark.parametrize("rule", TASK_RULES, ids=lambda rule: rule.kind.value)
    def test_it_says_where_it_comes_from(self, rule: TaskRule) -> None:
        assert rule.id in {*SPECIFIED, "TSK"}
        assert rule.cites or rule.id in {"ATT-11", "APT-8", "RTE-6"}
        assert rule.sentence.endswith(".")

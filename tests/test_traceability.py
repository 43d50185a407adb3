"""From clauses to rules to tests: nothing of the documents is lost, and nothing made up."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from leadflow import History, should_interrupt
from leadflow.routing import CLAUSES as ROUTING_CLAUSES
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.rule import Rule
from leadflow.sources import CLAUSES, clause
from random_histories import PRESETS

TASKS = "asks for a task, and tasks are a chapter that is still to come"
WORDING = "says how something is worded, not what is to be done next"
CHECKLIST = "lists what a conversation or a form covers, not what is to be done next"
AUDIT = "is looked into afterwards, by whoever checks the clinic's work"
CONDUCT = "tells the staff how to behave"
BRANCH = "says only which of the other clauses comes next"
RECORDS = "asks for a note; a history knows whether there is one, not what it says"

OUT_OF_SCOPE = {
    "INC.purpose": BRANCH,
    "INC.choose_branch": BRANCH,
    "INC.lead_reminder": TASKS,
    "INC.assignment_notice": TASKS,
    "INC.send_confirmation": TASKS,
    "INC.send_pre_visit_information": TASKS,
    "INC.notify_medical_team": TASKS,
    "INC.personal_plan": TASKS,
    "INC.follow_up_reminders": TASKS,
    "INC.complete_basic_information": TASKS,
    "INC.complete_medical_information": TASKS,
    "INC.prepare_forms": TASKS,
    "INC.confirmation_email": TASKS,
    "INC.understand_needs": CHECKLIST,
    "INC.treatment_introduction": CHECKLIST,
    "INC.information_collection": CHECKLIST,
    "INC.needs_collection": CHECKLIST,
    "INC.basics_collection": CHECKLIST,
    "INC.considerations_collection": CHECKLIST,
    "INC.reminder_content": CHECKLIST,
    "INC.no_show_reason": CHECKLIST,
    "INC.no_show_help": CHECKLIST,
    "INC.opening_script": WORDING,
    "INC.confirmation_content": WORDING,
    "INC.confirmation_bring": WORDING,
    "INC.confirmation_arrival": WORDING,
    "INC.route_script": WORDING,
    "INC.no_show_script": WORDING,
    "INC.missed_appointment_content": WORDING,
    "INC.reschedule_tone": WORDING,
    "INC.record_details": RECORDS,
    "INC.record_concerns": RECORDS,
    "INC.record_attempts": RECORDS,
    "INC.no_show_record": RECORDS,
    "INC.reschedule_record": RECORDS,
    "INC.detailed_records": RECORDS,
    "INC.daily_new_leads": AUDIT,
    "INC.daily_follow_up_times": AUDIT,
    "INC.daily_statuses": AUDIT,
    "INC.daily_records": AUDIT,
    "INC.weekly_conversion": AUDIT,
    "INC.weekly_unconverted": AUDIT,
    "INC.weekly_show": AUDIT,
    "INC.weekly_team": AUDIT,
    "INC.timely_follow_up": AUDIT,
    "INC.local_care": CONDUCT,
    "INC.professional_service": CONDUCT,
}
"""Clauses that no decision can rest on, and why."""

CARRIED: dict[str, object] = {
    "RSI.more_attempts": PRESETS["RSI"].attempts.rungs,
    "RSI.inbound_interrupts": should_interrupt,
    "INC.data_security": History,
}
"""Clauses that the library keeps without a rule that cites them, and the part that does it."""


def cited() -> dict[str, set[str]]:
    """Every reference that is cited, by who cites it."""
    return {
        "rules": {each.reference for rule in RULEBOOK for each in rule.cites},
        "routing": {each.reference for clauses in ROUTING_CLAUSES.values() for each in clauses},
        "presets": {
            source
            for preset in PRESETS.values()
            for source in preset.sources.values()
            if source not in ("reading", "own")
        },
    }


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


# The rules of the specification, and how many each heading has.
HEADINGS = {
    "ATT": 15, "COM": 8, "APT": 10, "NSH": 5, "UNR": 5, "CLS": 5, "RTE": 10, "PRI": 7,
}  # fmt: skip
SPECIFIED = [f"{heading}-{n}" for heading, most in HEADINGS.items() for n in range(1, most + 1)]
RULE_TESTS = Path(__file__).parent / "rules"


@cache
def classes() -> tuple[tuple[str, ast.ClassDef], ...]:
    """Every test class beside the rules, with the file it stands in."""
    return tuple(
        (path.name, node)
        for path in sorted(RULE_TESTS.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )


def rule_of(name: str) -> str | None:
    """The rule that a class name bears: `TestATT5ExactFollowUp` bears ATT-5."""
    found = re.match(r"Test([A-Z]{3})(\d+)", name)
    return f"{found[1]}-{found[2]}" if found else None


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

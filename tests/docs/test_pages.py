"""Generated pages say what the code says: `pytest tests/docs --record` writes them anew."""

from __future__ import annotations

import re

import pytest

from corpus.entries import variants
from leadflow.engine.compile import SWITCHES
from leadflow.paths import holds, steps_of
from leadflow.rulebook.fields import GUARDS
from leadflow.sources import CLAUSES, Clause
from leadflow.vocabulary import WarningCode
from pages.every import MAKERS, pages_of
from pages.examples import changes, story_of
from pages.headings import CHAPTERS, CITES, READS, TITLES
from pages.markdown import COMMAND
from pages.matrix import in_matrix
from pages.menu import CONFIG, with_menu
from pages.readings import READINGS, Reading
from pages.rules import cites, reads, sentence
from pages.rules import tests as bearing
from pages.terms import GIVEN, NEEDED, WARNINGS
from pages.values import paths
from pages.where import DOCS, IDS, MATRIX
from traced import SPECIFIED

SHOWN = ("name", "version", "source", "effective_on", "labels", "wording", "checklists")
"""Fields that say how a decision is shown and worded: no rule reads them."""
READ_BY_RULES = [path for path in paths() if steps_of(path)[0] not in SHOWN]

every_maker = pytest.mark.parametrize("maker", MAKERS)


@every_maker
class TestGeneratedPages:
    """A page on disk is what its maker gives, byte for byte."""

    def test_they_say_what_the_code_says(self, maker: str, record: bool) -> None:
        for name, text in pages_of(maker).items():
            path = DOCS / name
            if record:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            else:
                assert path.is_file(), f"docs/{name} is missing: `{COMMAND}` writes it"
                assert path.read_bytes() == text.encode(), (
                    f"docs/{name} is not what the code says: `{COMMAND}` writes it anew"
                )
        if record:
            pytest.skip(f"recorded {maker}: review the difference before you keep it")

    def test_they_say_how_they_were_made(self, maker: str) -> None:
        for name, text in pages_of(maker).items():
            if not name.endswith(".svg"):
                assert COMMAND in text.partition("\n# ")[0][:400], name


class TestMenu:
    """The site's menu has every generated page, rule and decision."""

    def test_it_lists_them_all(self, record: bool) -> None:
        text = CONFIG.read_text(encoding="utf-8")
        if record:
            CONFIG.write_text(with_menu(text), encoding="utf-8", newline="\n")
            pytest.skip("recorded the menu: review the difference before you keep it")
        assert with_menu(text) == text, f"the menu of .mkdocs.yml: `{COMMAND}` writes it anew"

    def test_no_page_of_the_docs_is_missing(self) -> None:
        listed = set(re.findall(r"[\w/-]+\.md", CONFIG.read_text(encoding="utf-8")))
        assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} == listed

    def test_no_stale_page_of_a_rule_is_left(self) -> None:
        made = {name for maker in MAKERS for name in pages_of(maker)}
        there = {path.relative_to(DOCS).as_posix() for path in (DOCS / "rulebook").iterdir()}
        assert there <= made


class TestPagesOfRules:
    """A rule's page begins with what a clinic manager would say, and goes on in such words."""

    @pytest.mark.parametrize("rule", IDS)
    def test_it_begins_with_one_short_sentence_without_code(self, rule: str) -> None:
        said = sentence(rule)
        assert re.fullmatch(r"[A-Z][^`.]*\.", re.sub(r"\b(\d+)\.(?=\d)", r"\1", said)), said
        assert len(said.split()) <= 25

    def test_no_two_begin_alike(self) -> None:
        assert len({sentence(rule) for rule in IDS}) == len(IDS)

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_nothing_is_said_twice(self, rule: str) -> None:
        said = [re.sub(r"\s*\([^()]*\)", "", docstring) for _, _, docstring in bearing(rule)]
        first = [each.partition("\n\n")[0].rstrip(".") for each in said]
        for n, each in enumerate(first):
            assert not any(each in other for other in (*first[:n], *first[n + 1 :])), each

    def test_what_a_draft_holds_is_told_in_words(self) -> None:
        assert list(GIVEN) == list(GUARDS)

    def test_what_a_policy_needs_is_told_in_words(self) -> None:
        assert tuple(NEEDED) == SWITCHES

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_no_field_of_a_draft_is_shown(self, rule: str) -> None:
        happens = pages_of("rules")[f"rulebook/{rule}.md"].partition("## What happens")[2]
        shown = set(re.findall(r"`([^`]+)`", happens.partition("\n## ")[0]))
        assert not shown & GUARDS.keys()

    @pytest.mark.parametrize("name", variants())
    def test_a_policy_of_an_example_is_told_by_what_it_changes(self, name: str) -> None:
        changed, rows = variants()[name]["changes"], changes(name).splitlines()[4:]
        assert rows
        assert {row.partition("`")[2].partition("`")[0].split(".")[0] for row in rows} == {*changed}

    def test_a_preset_is_not(self) -> None:
        assert changes("RSI") == ""

    def test_the_policy_of_two_attempts_is_told(self) -> None:
        told = changes("INCINTA-two-attempts")
        assert "| 2 months (`P2M`) | 7 days (`P7D`) |" in told
        assert "| 5 | 2 |" in told
        assert len(told.splitlines()) == 6

    @pytest.mark.parametrize("rule", ["UNR-2", "UNR-3"])
    def test_the_example_of_a_final_attempt_shows_one(self, rule: str) -> None:
        story = story_of(rule)
        assert story is not None
        assert story.policy == "INCINTA"


class TestMatrix:
    """No clause and no rule is missing from the matrix, and no clause stands there alone."""

    @pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.reference)
    def test_a_clause_leads_somewhere(self, clause: Clause) -> None:
        assert in_matrix(clause)

    @pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.reference)
    def test_a_clause_has_its_row(self, clause: Clause) -> None:
        rows = pages_of("traceability")[MATRIX].splitlines()
        assert len([row for row in rows if f"</a>{clause.citation} |" in row]) == 1

    @pytest.mark.parametrize("rule", IDS)
    def test_a_rule_has_its_row(self, rule: str) -> None:
        rows = pages_of("traceability")[MATRIX].splitlines()
        assert len([row for row in rows if row.startswith(f"| [{rule}](")]) == 1


class TestWrittenByHand:
    """What the pages know beside the heads speaks of rules and values that there are."""

    def test_every_rule_has_a_title(self) -> None:
        assert list(TITLES) == list(IDS)
        assert list(dict.fromkeys(rule.partition("-")[0] for rule in IDS)) == list(CHAPTERS)

    @pytest.mark.parametrize("rule", READS)
    def test_what_a_rule_reads_is_in_a_preset(self, rule: str) -> None:
        assert rule in IDS
        for read in READS[rule]:
            assert any(holds(read, path) for path in paths()), read

    @pytest.mark.parametrize("rule", CITES)
    def test_what_has_no_head_is_a_rule(self, rule: str) -> None:
        assert rule in IDS
        assert cites(rule)

    @pytest.mark.parametrize("path", READ_BY_RULES)
    def test_every_policy_value_is_read_by_a_rule(self, path: str) -> None:
        assert any(holds(read, path) for rule in IDS for read in reads(rule))

    @pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.rule)
    def test_a_reading_is_of_a_rule_and_switched_by_fields(self, reading: Reading) -> None:
        assert reading.rule in IDS
        for switch in reading.switches:
            assert any(holds(switch, path) for path in paths()), switch

    @pytest.mark.parametrize("rule", SPECIFIED)
    def test_what_no_clause_asks_for_is_listed_as_a_reading(self, rule: str) -> None:
        listed = f"| [{rule}](" in pages_of("readings")["readings.md"]
        assert listed or cites(rule)

    def test_every_warning_is_in_the_glossary(self) -> None:
        assert list(WARNINGS) == [each.value for each in WarningCode]

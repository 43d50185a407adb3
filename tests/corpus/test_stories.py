"""Stories are read as their format says, and refused where they are not written so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.entries import found_at, told
from corpus.stories import rules_of, story

DOCS = Path(__file__).resolve().parents[2] / "docs" / "corpus.md"


def shown(marker: str) -> str:
    """The block of the documentation behind a marker."""
    text = DOCS.read_text(encoding="utf-8")
    found = re.search(
        rf"^<!-- tests/corpus: {marker} -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return found[1]


def event(line: str) -> Any:
    """The event of a line, in a story of nothing else."""
    (only,) = story(["ATT-1", "RSI", line, "= 23:59 new -"]).history["events"]
    return only


class TestDocumentation:
    """The story of the documentation is one of the corpus, and becomes what is shown."""

    def test_it_is_one_of_the_corpus(self) -> None:
        assert story(shown("story").splitlines()) in told("att")

    def test_it_becomes_the_entry(self) -> None:
        assert story(shown("story").splitlines()).as_json() == json.loads(shown("entry"))

    def test_in_that_order(self) -> None:
        assert list(story(shown("story").splitlines()).as_json()) == list(
            json.loads(shown("entry"))
        )


class TestTimes:
    """A time is the clinic's; what is left out of its date is as in the line before."""

    @pytest.mark.parametrize(
        ("written", "utc"),
        [
            ("09:10", "2026-11-03T17:10:00Z"),
            ("23:10", "2026-11-04T07:10:00Z"),
            ("11-04T09:10", "2026-11-04T17:10:00Z"),
            ("2027-07-01T09:10", "2027-07-01T16:10:00Z"),
            ("09:59:59.999999", "2026-11-03T17:59:59.999999Z"),
        ],
    )
    def test_when(self, written: str, utc: str) -> None:
        assert event(f"{written} contacted")["at"] == utc

    def test_the_day_goes_on_from_line_to_line(self) -> None:
        lines = ["ATT-1", "RSI", "2027-01-05T10:00 contacted", "11:00 text", "= 12:00 new 13:00"]
        told_so = story(lines)
        assert told_so.history["events"][1]["at"] == "2027-01-05T19:00:00Z"
        assert told_so.now == "2027-01-05T20:00:00Z"
        assert told_so.expect["next_contact_at"] == "2027-01-05T21:00:00Z"

    def test_a_day_within_a_line_does_not(self) -> None:
        lines = ["ATT-1", "RSI", "10:00 follow_up 11-05T10:00", "= 12:00 new -"]
        assert story(lines).now == "2026-11-03T20:00:00Z"


class TestValues:
    """Fields come by their order or by their names, and are written as JSON has them."""

    @pytest.mark.parametrize(
        ("line", "fields"),
        [
            ("10:00 ring", {"via": "voip"}),
            ("10:00 ring yes via=other", {"via": "other", "answered": True}),
            ("10:00 important no", {"important": False}),
            ("10:00 known calling_code=1", {"changes": {"calling_code": "1"}}),
            ("10:00 known chinese=unknown", {"changes": {"chinese": None}}),
            ("10:00 known special_needs=-", {"changes": {"special_needs": []}}),
            ("10:00 known channels=email,text", {"changes": {"channels": ["email", "text"]}}),
        ],
    )
    def test_they_are_read(self, line: str, fields: dict[str, Any]) -> None:
        told_so = event(line)
        assert {key: told_so[key] for key in told_so if key not in ("type", "at")} == fields

    @pytest.mark.parametrize(
        ("path", "found"),
        [("a", 1), ("b.c", None), ("d", [{"e": 2}, {"e": 3}]), ("d.e", [2, 3]), ("f.e", [])],
    )
    def test_paths_into_a_decision(self, path: str, found: Any) -> None:
        told_so = {"a": 1, "b": None, "d": [{"e": 2}, {"e": 3}], "f": []}
        assert found_at(told_so, path) == found


class TestRefusals:
    """What is not written as a story is an error."""

    @pytest.mark.parametrize(
        "lines",
        [
            ["ATT-1", "RSI", "10:00 sang", "= 11:00 new -"],
            ["ATT-1", "RSI", "10:00 text hello", "= 11:00 new -"],
            ["ATT-1", "RSI language", "= 11:00 new -"],
            ["ATT-1", "RSI", "10:00 text", "11:00 new - -"],
            ["ATT-1", "RSI", "= 11:00 new - - mood=good"],
            ["ATT-1", "RSI", "= soon new -"],
            ["ATT-1", "RSI", "= 11:00 new"],
            ["ATT-1", "RSI"],
        ],
    )
    def test_it_is_refused(self, lines: list[str]) -> None:
        with pytest.raises((KeyError, ValueError)):
            story(lines)

    def test_a_name_without_rule(self) -> None:
        with pytest.raises(ValueError, match="begins with the rule"):
            rules_of("a call of no rule")

    def test_a_name_with_two(self) -> None:
        assert rules_of("ATT-1 COM-2 and then RTE-3") == ["ATT-1", "COM-2"]

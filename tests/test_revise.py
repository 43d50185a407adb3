"""A policy revised: what is merged, what is refused, and what is marked as the clinic's own."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from leadflow.delays import Elapsed
from random_histories import PRESETS

every_preset = pytest.mark.parametrize("name", PRESETS)
SECTIONS = ("mail", "reminder", "no_show", "unreachable", "routing")


class TestRevise:
    """`revise` merges deeply, validates, and marks what it changed as the clinic's own."""

    def test_without_changes_it_is_the_same(self) -> None:
        assert RSI.revise() == RSI

    def test_the_policy_itself_stays(self) -> None:
        before = RSI.model_dump_json()
        RSI.revise(name="x", attempts={"one_per_day": True})
        assert RSI.model_dump_json() == before

    def test_a_field_of_a_section(self) -> None:
        revised = RSI.revise(attempts={"open_attempt_grace": "PT2H"}, name="ours")
        assert revised.name == "ours"
        assert revised.attempts.open_attempt_grace == Elapsed(timedelta(hours=2))
        assert revised.attempts.rungs == RSI.attempts.rungs
        assert revised.calendar == RSI.calendar

    def test_a_field_of_a_part_of_a_section(self) -> None:
        revised = RSI.revise(calendar={"week": {"saturday": [["10:00", "12:00"]]}})
        assert revised.calendar.week.monday == RSI.calendar.week.monday
        assert len(revised.calendar.week.saturday) == 1
        assert revised.calendar.closed == RSI.calendar.closed

    def test_a_label(self) -> None:
        revised = RSI.revise(labels={"new": "Fresh"})
        assert dict(revised.labels) == {**RSI.labels, "new": "Fresh"}

    def test_lists_are_replaced(self) -> None:
        revised = RSI.revise(priority={"order": ["follow_up"]})
        assert revised.priority.order == ("follow_up",)

    def test_a_whole_section(self) -> None:
        assert RSI.revise(attempts=INCINTA.attempts).attempts == INCINTA.attempts
        assert RSI.revise(mail=INCINTA.mail).mail == INCINTA.mail

    def test_a_section_that_was_off(self) -> None:
        assert RSI.revise(reminder={"before": {"business_days": 1}}).reminder == INCINTA.reminder

    @pytest.mark.parametrize("section", SECTIONS)
    def test_a_section_switched_off(self, section: str) -> None:
        revised = INCINTA.revise(**{section: None})
        assert getattr(revised, section) is None
        assert revised.source_of(section) == "own"
        assert not [path for path in revised.sources if path.startswith(f"{section}.")]

    def test_a_date(self) -> None:
        for value in (date(2026, 1, 31), "2026-01-31"):
            assert RSI.revise(effective_on=value).effective_on == date(2026, 1, 31)

    def test_what_it_changed_is_marked_own(self) -> None:
        revised = RSI.revise(attempts={"open_attempt_grace": "PT2H", "one_per_day": False})
        assert revised.source_of("attempts.open_attempt_grace") == "own"
        assert revised.source_of("attempts.one_per_day") == "reading"
        changed = {
            path for path in revised.sources if revised.sources[path] != RSI.sources.get(path)
        }
        assert changed == {"attempts.open_attempt_grace"}

    def test_of_a_list_only_what_differs(self) -> None:
        rungs = RSI.model_dump(mode="json")["attempts"]["rungs"]
        rungs[1]["no_response"] = "PT48H"
        revised = RSI.revise(attempts={"rungs": rungs})
        assert revised.source_of("attempts.rungs[1].no_response") == "own"
        assert revised.source_of("attempts.rungs[1].unscheduled") == "RSI.attempt_2_follow_up"
        assert revised.source_of("attempts.rungs[0].no_response") == "RSI.attempt_1_no_response"

    def test_a_rung_more_is_own(self) -> None:
        rungs = RSI.model_dump(mode="json")["attempts"]["rungs"]
        revised = RSI.revise(attempts={"rungs": [*rungs, rungs[2]]})
        assert revised.source_of("attempts.rungs[3].unscheduled") == "own"
        assert revised.source_of("attempts.rungs[2].unscheduled") == "RSI.attempt_3_exhausted"

    def test_a_rung_less_leaves_no_source_behind(self) -> None:
        rungs = RSI.model_dump(mode="json")["attempts"]["rungs"]
        revised = RSI.revise(attempts={"rungs": rungs[:2]})
        assert not [path for path in revised.sources if "rungs[2]" in path]

    def test_a_source_that_is_given_stands(self) -> None:
        revised = RSI.revise(calls={"ring_limit": "PT6M"}, sources={"calls.ring_limit": "reading"})
        assert revised.source_of("calls.ring_limit") == "reading"

    def test_one_given_for_another_value_does_not_hide_what_changed(self) -> None:
        revised = RSI.revise(calls={"ring_limit": "PT6M"}, sources={"name": "reading"})
        assert revised.source_of("name") == "reading"
        assert revised.source_of("calls.ring_limit") == "own"

    def test_twice_in_a_row(self) -> None:
        once = RSI.revise(calls={"ring_limit": "PT6M"})
        twice = once.revise(name="ours")
        assert (twice.source_of("calls.ring_limit"), twice.source_of("name")) == ("own", "own")

    def test_an_unknown_section_or_field(self) -> None:
        for changes in ({"no_such": 1}, {"attempts": {"no_such": 1}}, {"attempts": 1}):
            with pytest.raises(ValidationError):
                RSI.revise(**changes)


class TestSourceOf:
    """The source of a value is its own, or that of the part of the policy that holds it."""

    @pytest.mark.parametrize(
        ("policy", "path", "source"),
        [
            (RSI, "attempts.rungs[1].no_response", "RSI.attempt_2_no_response"),
            (RSI, "calendar", "reading"),
            (RSI, "calendar.week.monday", "reading"),
            (RSI, "calendar.closed[3]", "reading"),
            (RSI, "mail", "reading"),
            (RSI, "mail.interval", "reading"),
            (INCINTA, "mail.interval", "INC.next_contact_in_7_days"),
            (INCINTA, "labels.visited", "reading"),
            (INCINTA, "unreachable.attempts", "INC.unreachable_five_attempts"),
            (CLINIC, "name", "own"),
            (RSI, "attempts", None),
            (RSI, "attempts.rungs", None),
            (RSI, "no.such.path", None),
            (RSI, "", None),
        ],
    )
    def test_it(self, policy: Policy, path: str, source: str | None) -> None:
        assert policy.source_of(path) == source

    @every_preset
    def test_paths_are_written_as_the_interface_writes_them(self, name: str) -> None:
        form = re.compile(r"[a-z_]+(\.[a-z_]+|\[\d+\])*")
        assert all(form.fullmatch(path) for path in PRESETS[name].sources)

    def test_a_policy_labels_statuses_only(self) -> None:
        assert set(CLINIC.labels) <= {status.value for status in Status}

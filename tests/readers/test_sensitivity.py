"""`sensitivity`: how many leads another reading of a source would change."""

from __future__ import annotations

import gzip
import pickle
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from clinic import at, booked, call, history, important, lead
from leadflow import CLINIC, INCINTA, RSI, AnyEvent, History, Policy, read_history
from leadflow.calendars import Calendar
from leadflow.errors import InvalidInstant
from leadflow.paths import leaves, value_at
from leadflow.policy import Texts
from leadflow.readers.whatif import NotTried, Sensitivity, Switch, compare, sensitivity
from leadflow.readers.whatif.alternatives import (
    ALTERNATIVES,
    NO_PART,
    NOT_TRIED,
    OFF,
    TOO_MANY,
    other_readings,
    readings_of,
    why_not_tried,
)
from leadflow.readers.whatif.sensitivity import NO_OTHER
from leadflow.vocabulary import Status
from leadflow.wording import Checklists, Wordings

LATER = "2026-11-30 12:00"
EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
THIRD_OPEN = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "no_answer"),
    call("2026-11-04 13:30"),
)


def told(lead_id: str, *events: AnyEvent) -> History:
    """The history of a lead of that id, who came in on the usual Tuesday at nine."""
    return history(*events, of=lead(lead_id=lead_id))


def asked(*of: History, policy: Policy = RSI, now: str = LATER) -> Sensitivity:
    """What hangs on the readings of a policy, for these leads."""
    return sensitivity(of, now=at(now), policy=policy)


def switch(found: Sensitivity, path: str) -> Switch:
    """The switch at a path."""
    (one,) = (each for each in found.switches if each.path == path)
    return one


def numbers(found: Sensitivity, path: str) -> dict[str, int]:
    """Of each other reading of a switch, how many leads it changes."""
    return {each.reading: each.leads for each in switch(found, path).readings}


def others(path: str, policy: Policy) -> dict[str, Any]:
    """The other readings of a switch, by their words, as the policy's JSON writes them."""
    value = value_at(policy.model_dump(mode="json"), path)
    return {
        reading: value_at(variant.model_dump(mode="json"), path)
        for reading, variant in other_readings(policy, path, value)
    }


def readings(policy: Policy, *paths: str) -> Policy:
    """The policy with these values marked as readings, and no others; without paths, all."""
    every = [path for path, _value in leaves(policy.model_dump(mode="json"))]
    return policy.model_copy(update={"sources": Texts(dict.fromkeys(paths or every, "reading"))})


SMALL = CLINIC.revise(appointments={"assume_no_show_after": "PT2H"}).model_copy(
    update={
        "wording": Wordings(),
        "checklists": Checklists(),
        "calendar": Calendar(zone="UTC", week=CLINIC.calendar.week),
    }
)
"""A policy of every section, without what no other reading is tried of."""


class TestHowManyLeads:
    """For each other reading the leads that it changes, and the first of them."""

    GRACE = "attempts.open_attempt_grace"
    FOUND = asked(told("never"), told("open", *THIRD_OPEN), told("open-too", *THIRD_OPEN))

    def test_those_whose_decision_differs_at_some_instant(self) -> None:
        expected = {"none (PT0S)": 2, "half (PT2H)": 2, "double (PT8H)": 2}
        assert numbers(self.FOUND, self.GRACE) == expected

    def test_the_example_is_the_first_lead_and_where_it_parts(self) -> None:
        half = switch(self.FOUND, self.GRACE).readings[1].example
        assert half is not None
        assert (half.lead_id, half.at, half.event) == ("open", at("2026-11-04 15:30"), None)
        status = half.differences[0]
        assert (status.before, status.after) == (Status.FOLLOW_UP, Status.DEAD)

    def test_what_changes_nothing_has_no_example(self) -> None:
        ring_limit = switch(self.FOUND, "calls.ring_limit")
        assert ring_limit.leads == 0
        assert all(each.example is None for each in ring_limit.readings)

    def test_a_switch_counts_a_lead_once_however_many_readings_change_it(self) -> None:
        assert switch(self.FOUND, self.GRACE).leads == 2

    def test_a_switch_counts_those_that_any_of_its_readings_changes(self) -> None:
        early = told("early", *THIRD_OPEN[:2], call("2026-11-04 10:00"))
        late = told("late", *THIRD_OPEN, call("2026-11-04 16:00", "connected"))
        found = asked(early, late, now="2026-11-04 14:00")
        assert numbers(found, self.GRACE) == {
            "none (PT0S)": 2, "half (PT2H)": 1, "double (PT8H)": 1
        }  # fmt: skip
        assert switch(found, self.GRACE).leads == 2

    def test_two_attempts_of_a_day_are_one_by_the_other_reading(self) -> None:
        assert numbers(self.FOUND, "attempts.one_per_day") == {"on": 2}

    def test_a_lead_that_comes_in_later_is_left_out(self) -> None:
        future = history(of=lead(lead_id="x", created="2026-12-24 09:00"))
        assert asked(told("new"), future).leads == 1

    def test_it_is_as_many_as_comparing_the_other_reading_tells(self) -> None:
        of = [told("open", *THIRD_OPEN), told("booked", booked(LATER, "2026-12-24 10:00"))]
        policy = readings(INCINTA, "attempts.counted", "mail", "routing.otherwise")
        found = asked(*of, policy=policy, now="2026-12-30 09:00")
        assert len(found.switches) == 3
        for each in found.switches:
            value = value_at(policy.model_dump(mode="json"), each.path)
            variants = dict(other_readings(policy, each.path, value))
            whole = compare(of, baseline=policy, variants=variants, now=at("2026-12-30 09:00"))
            parted = {variant.name: variant.parted for variant in whole.variants}
            assert parted == numbers(found, each.path)
            examples = {each.reading: each.example for each in each.readings}
            for name in variants:
                assert examples[name] == next(whole.partings(name), None)


class TestSwitches:
    """Every value that is marked as a reading is tried otherwise, or it is said why not."""

    def test_none_is_passed_over(self) -> None:
        found = asked(policy=RSI)
        told_of = [*(each.path for each in found.switches), *(e.path for e in found.not_tried)]
        document = RSI.model_dump(mode="json")
        marked = [path for path, _value in leaves(document) if RSI.source_of(path) == "reading"]
        assert sorted(told_of) == sorted(marked)

    def test_what_a_source_settles_is_none(self) -> None:
        assert "mail.interval" in INCINTA.sources
        assert not readings_of(INCINTA).keys() & {"unreachable.attempts", "mail.interval"}

    def test_what_the_user_settles_is_none(self) -> None:
        own = RSI.revise(calls={"ring_limit": "PT10M"})
        assert "calls.ring_limit" in readings_of(RSI)
        assert "calls.ring_limit" not in readings_of(own)

    def test_switches_stand_in_the_order_of_the_policy(self) -> None:
        assert [each.path for each in asked().switches] == [
            "attempts.follow_up_done_by",
            "attempts.one_per_day",
            "attempts.open_attempt_grace",
            "attempts.exhausts_after_contact",
            "attempts.restart_on_communication",
            "attempts.within_opening_hours",
            "calls.ring_limit",
            "appointments.attendance_within",
        ]

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("mail", OFF),
            ("no_show", OFF),
            ("unreachable", OFF),
            ("first_contact.within", OFF),
            ("appointments.assume_no_show_after", OFF),
            ("version", NO_PART),
            ("wording", NO_PART),
            ("indicators.show", NO_PART),
            ("calendar.zone", TOO_MANY),
        ],
    )
    def test_what_is_not_tried_says_why(self, path: str, reason: str) -> None:
        assert NotTried(path, reason) in asked().not_tried

    def test_what_has_no_other_value_says_so(self) -> None:
        bare = readings(RSI.revise(priority={"order": ["follow_up"]}), "priority.order")
        assert asked(policy=bare).not_tried == (NotTried("priority.order", NO_OTHER),)

    @pytest.mark.parametrize("policy", EVERY)
    def test_every_value_that_a_policy_can_have_stands_in_the_table(self, policy: Policy) -> None:
        for path, value in readings_of(readings(policy)).items():
            known = path.split("[")[0] + "[]" + path.split("]")[1] if "[" in path else path
            assert (known in ALTERNATIVES) or why_not_tried(path, value) is not None

    def test_the_table_names_no_value_that_no_policy_has(self) -> None:
        assumed = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        paths = {path for path, _value in leaves(assumed.model_dump(mode="json"))}
        tried = {path.replace("[]", "[0]") for path in ALTERNATIVES}
        assert tried <= paths
        assert all(any(path.startswith(each) for path in paths) for each in NOT_TRIED)

    def test_another_reading_differs_in_its_switch_and_nowhere_else(self) -> None:
        before = dict(leaves(SMALL.model_dump(mode="json")))
        of_each_kind = {alternatives: path for path, alternatives in ALTERNATIVES.items()}
        for known in of_each_kind.values():
            path = known.replace("[]", "[0]")
            for reading, variant in other_readings(SMALL, path, before[path]):
                after = dict(leaves(variant.model_dump(mode="json")))
                assert reading
                assert {each for each in after if after[each] != before.get(each)} == {path}


class TestOtherReadings:
    """What else a switch can be, by its kind."""

    def test_a_flag_is_turned(self) -> None:
        assert others("attempts.one_per_day", RSI) == {"on": True}
        assert others("attempts.one_per_day", INCINTA) == {"off": False}

    def test_a_delay_is_none_half_or_double(self) -> None:
        assert others("calls.ring_limit", RSI) == {
            "none (PT0S)": "PT0S", "half (PT2M30S)": "PT2M30S", "double (PT10M)": "PT10M"
        }  # fmt: skip

    def test_half_a_calendar_delay_is_of_whole_days(self) -> None:
        assert others("mail.interval", INCINTA)["half (P3D)"] == "P3D"

    def test_half_a_month_is_not_tried_beside_none(self) -> None:
        assert list(others("unreachable.pool_interval", INCINTA)) == [
            "never", "none (P0D)", "double (P2M)"
        ]  # fmt: skip

    def test_a_reminder_keeps_its_business_day(self) -> None:
        assert others("reminder.before", INCINTA) == {
            "double (business days 2)": {"business_days": 2}
        }

    def test_what_no_delay_can_be_is_left_out(self) -> None:
        longest = RSI.revise(calls={"ring_limit": "PT876600H"})
        assert list(others("calls.ring_limit", longest)) == ["none (PT0S)", "half (PT438300H)"]

    def test_a_number_is_none_half_or_double_as_far_as_it_may_be(self) -> None:
        assert others("routing.visit_within_days", INCINTA) == {
            "none (0)": 0, "half (7)": 7, "double (28)": 28
        }  # fmt: skip
        assert others("unreachable.attempts", INCINTA) == {"half (2)": 2, "double (10)": 10}

    def test_of_a_set_each_member_is_added_or_left_out(self) -> None:
        assert others("attempts.follow_up_done_by", INCINTA) == {
            "without phone": [],
            "with email": ["email", "phone"],
            "with text": ["phone", "text"],
        }

    def test_of_a_set_of_any_words_each_is_left_out(self) -> None:
        found = others("routing.chinese_languages", INCINTA)
        assert len(found) == 6
        assert found["without zh"] == ["cmn", "hak", "nan", "wuu", "yue"]

    def test_a_choice_is_any_other(self) -> None:
        assert set(others("routing.otherwise", INCINTA)) == {"local", "local chinese", "china"}

    def test_a_step_is_another_word_or_delay(self) -> None:
        assert others("attempts.rungs[1].no_response", RSI) == {
            "none (PT0S)": "PT0S",
            "half (PT12H)": "PT12H",
            "double (PT48H)": "PT48H",
            "exhausted": "exhausted",
            "by person": "by_person",
            "mail round": "mail_round",
        }

    def test_a_step_that_is_a_word_is_another_word(self) -> None:
        assert others("attempts.rungs[2].unscheduled", RSI) == {"by person": "by_person"}

    def test_of_an_order_neighbours_change_places(self) -> None:
        found = others("priority.order", RSI)
        assert found == {
            "voicemail before inbound call": ["voicemail", "inbound_call", "new_lead", "follow_up"],
            "new lead before voicemail": ["inbound_call", "new_lead", "voicemail", "follow_up"],
            "follow up before new lead": ["inbound_call", "voicemail", "follow_up", "new_lead"],
        }

    def test_a_highlight_can_be_left_out(self) -> None:
        assert others("priority.highlight", RSI) == {"none": None}
        policy = readings(RSI, "priority.highlight")
        found = asked(history(important("2026-11-03 10:00")), policy=policy)
        assert numbers(found, "priority.highlight") == {"none": 1}


class TestReading:
    """Histories are read once; progress is told; an instant that is none is refused."""

    def test_an_iterator_will_do(self) -> None:
        of = [told("open", *THIRD_OPEN)]
        assert sensitivity(iter(of), now=at(LATER), policy=RSI) == asked(*of)

    def test_progress_is_told(self) -> None:
        heard: list[tuple[int, int | None]] = []
        sensitivity(
            [told("new")] * 3,
            now=at(LATER),
            policy=RSI,
            progress=lambda done, of: heard.append((done, of)),
        )
        assert heard == [(3, 3)]

    def test_an_instant_that_is_none_is_refused(self) -> None:
        with pytest.raises(InvalidInstant):
            sensitivity([], now=datetime(2026, 11, 3), policy=RSI)


class TestShowing:
    """It shows itself, as rows, text, Markdown and HTML with a picture."""

    FOUND = asked(told("open", *THIRD_OPEN))

    def test_a_row_for_each_other_reading(self) -> None:
        row = next(each for each in self.FOUND.rows() if each["reading"] == "half (PT2H)")
        assert row == {
            "path": "attempts.open_attempt_grace",
            "reading": "half (PT2H)",
            "leads": 1,
            "lead_id": "open",
            "at": at("2026-11-04 15:30"),
            "event": None,
            "differs": "status, reason_for_loss",
        }

    def test_a_row_without_example_says_nothing_of_one(self) -> None:
        row = next(each for each in self.FOUND.rows() if each["path"] == "calls.ring_limit")
        assert (row["leads"], row["lead_id"], row["differs"]) == (0, None, None)

    def test_it_tells_the_example_in_words(self) -> None:
        assert "status: Follow-up / Dead" in self.FOUND.to_html()

    def test_it_counts_what_was_not_tried_by_reason(self) -> None:
        assert f"| {OFF} | 7 |" in self.FOUND.to_markdown()

    def test_it_draws_the_switches(self) -> None:
        html = self.FOUND.to_html()
        assert html.count("<svg") == 1
        assert "attempts.one_per_day, leads: 1" in html

    def test_without_leads_it_shows_itself_too(self) -> None:
        assert "Leads: 0" in str(asked())

    def test_it_can_be_pickled(self) -> None:
        assert pickle.loads(pickle.dumps(self.FOUND)) == self.FOUND


class TestRecordedLeads:
    """Over leads that were recorded."""

    def test_no_switch_changes_more_leads_than_there_are(self, data_folder: Path) -> None:
        with gzip.open(data_folder / "histories" / "bpi2012.jsonl.gz") as lines:
            of = [read_history(line) for line in islice(lines, 30)]
        found = sensitivity(of, now=at("2012-03-15 00:00"), policy=RSI)
        for each in found.switches:
            most = max(other.leads for other in each.readings)
            assert most <= each.leads <= sum(other.leads for other in each.readings)
            assert each.leads <= found.leads == 30
        assert switch(found, "attempts.restart_on_communication").leads > 0

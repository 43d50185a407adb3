"""`timeline`: every change of a lead's decision, by event or by time alone, with its cause."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    MICROSECOND,
    at,
    booked,
    call,
    email,
    follow_up,
    history,
    no_show,
    shown,
    text,
    voicemail,
)
from lawfulness import generated_policies
from leadflow import CLINIC, INCINTA, RSI, AnyEvent, Engine, History, Policy
from leadflow.errors import InvalidInstant
from leadflow.readers.changes import SEVERAL, changed
from leadflow.readers.differences import OUTPUTS, Difference, differences
from leadflow.readers.timeline import Timeline, timeline
from leadflow.readers.timeline_steps import Step
from leadflow.testing.strategies import histories
from walked import PRESETS, drawn, end_of, real, said

YEAR = "2027-11-30 12:00"
FIRST_CALL = call("2026-11-03 09:10", "left_message")
BARE_FOLLOW_UP = (FIRST_CALL, call("2026-11-03 13:15"), follow_up("2026-11-03 13:20"))
THIRD_CALL = call("2026-11-04 13:30", "left_message")
CALLBACK = follow_up("2026-11-04 13:40", "2026-11-06 15:00")
WRITTEN = (
    booked("2026-11-03 09:30", "2026-11-16 10:00"),
    no_show("2026-11-16 10:20"),
    call("2026-11-16 10:25", "no_answer"),
    email("2026-11-17 09:05"),
)


def setup_module() -> None:
    """Draw the policies once, before the tests that draw histories for them."""
    generated_policies()


def line(*events: AnyEvent, policy: Policy = RSI, until: str = YEAR, of: Any = None) -> Timeline:
    """The time line of the usual lead, or of the one given."""
    return timeline(history(*events, of=of), until=at(until), policy=policy)


def told(step: Step) -> tuple[str | None, str, str, str | None, str | None]:
    """When, what happened, status then, and purpose and time of the next contact."""
    contact = step.next_contact
    return (
        shown(step.at),
        "; ".join(step.happened),
        step.status.value,
        None if contact is None else contact.purpose.value,
        None if contact is None else shown(contact.at),
    )


def changes_of(step: Step) -> list[str]:
    return [each.output for each in step.changes]


def rules_of(step: Step, output: str) -> list[str]:
    return [each.rule for each in step.because if each.output == output]


CREATION = "Tue 2026-11-03 09:00"


class TestWhatHappened:
    """A step says what its events amounted to."""

    def test_a_call_told_again_is_called_so(self) -> None:
        placed = call("2026-11-03 09:10", call_id="c1")
        others = call("2026-11-03 09:11", "no_answer"), call("2026-11-03 09:12", call_id="c2")
        told_again = call("2026-11-03 09:15", "left_message", call_id="c1")
        steps = line(placed, *others, told_again, until="2026-11-03 09:15").steps
        assert [each.occasion for step in steps for each in step.events] == [
            "call placed, outcome not recorded",
            "call placed, no response",
            "call placed, outcome not recorded",
            "call told again, no response",
        ]


class TestWorkedExamples:
    """The worked examples of the specification, from the lead's creation to their last row."""

    def test_three_attempts_and_a_callback(self) -> None:
        steps = line(*BARE_FOLLOW_UP, THIRD_CALL, CALLBACK, until="2026-11-04 13:41").steps
        assert [told(each) for each in steps] == [
            (CREATION, "lead created", "new", "first_call", CREATION),
            (
                "Tue 2026-11-03 09:10",
                "call placed, no response",
                "follow_up",
                "follow_up",
                "Tue 2026-11-03 13:10",
            ),
            (
                "Tue 2026-11-03 13:10",
                "contact falls due",
                "follow_up",
                "follow_up",
                "Tue 2026-11-03 13:10",
            ),
            (
                "Tue 2026-11-03 13:15",
                "call placed, outcome not recorded",
                "follow_up",
                "follow_up",
                "Tue 2026-11-03 17:15",
            ),
            (
                "Tue 2026-11-03 13:20",
                "follow-up set without an instant",
                "follow_up",
                "follow_up",
                "Tue 2026-11-03 17:20",
            ),
            (
                "Tue 2026-11-03 17:20",
                "contact falls due",
                "follow_up",
                "follow_up",
                "Tue 2026-11-03 17:20",
            ),
            ("Wed 2026-11-04 13:30", "call placed, no response", "dead", None, None),
            (
                "Wed 2026-11-04 13:40",
                "follow-up set with an instant",
                "follow_up",
                "follow_up",
                "Fri 2026-11-06 15:00",
            ),
        ]

    def test_the_third_attempt_ends_the_lead_by_att_9(self) -> None:
        (end,) = (each for each in line(*BARE_FOLLOW_UP, THIRD_CALL).steps if each.reason_for_loss)
        assert (end.reason_for_loss, rules_of(end, "status")) == ("best_practices", ["ATT-9"])

    def test_a_text_and_a_purple_chat_email_change_nothing(self) -> None:
        steps = line(text("2026-11-03 09:10"), email("2026-11-03 09:20", "purple_chat")).steps
        assert [(each.happened, each.changes, each.because) for each in steps[1:]] == [
            (("text sent",), (), ()),
            (("e-mail sent",), (), ()),
        ]

    def test_a_voicemail_on_friday_evening(self) -> None:
        steps = line(voicemail("2026-11-06 18:30")).steps
        assert [told(each) for each in steps[1:]] == [
            (
                "Fri 2026-11-06 18:30",
                "voicemail received",
                "follow_up",
                "return_voicemail",
                "Mon 2026-11-09 09:00",
            ),
            (
                "Mon 2026-11-09 09:00",
                "contact falls due",
                "follow_up",
                "return_voicemail",
                "Mon 2026-11-09 09:00",
            ),
        ]

    def test_an_appointment_that_is_missed_and_months_of_silence(self) -> None:
        steps = line(*WRITTEN, policy=INCINTA).steps
        assert [told(each)[:4] for each in steps] == [
            (CREATION, "lead created", "new", "first_call"),
            ("Tue 2026-11-03 09:30", "appointment booked", "scheduled", "reminder"),
            ("Fri 2026-11-13 09:00", "contact falls due", "scheduled", "reminder"),
            ("Fri 2026-11-13 17:00", "deadline passes", "scheduled", "reminder"),
            ("Mon 2026-11-16 10:00", "appointment begins", "scheduled", None),
            ("Mon 2026-11-16 10:20", "no-show recorded", "no_show", "no_show_call"),
            ("Mon 2026-11-16 10:25", "call placed, no response", "no_show", "missed_appointment"),
            ("Tue 2026-11-17 09:00", "contact falls due", "no_show", "missed_appointment"),
            ("Tue 2026-11-17 09:05", "e-mail sent", "no_show", "reschedule"),
            ("Tue 2026-11-24 09:05", "contact falls due", "no_show", "reschedule"),
            ("Tue 2027-02-16 10:00", "timer: silence complete", "dead", None),
        ]

    def test_silence_ends_the_lead_by_nsh_4_and_what_the_policy_says(self) -> None:
        end = line(*WRITTEN, policy=INCINTA).steps[-1]
        assert end.passed is not None
        assert (end.passed.because.rule, end.reason_for_loss) == ("NSH-4", "no_response")
        (status,) = (each for each in end.because if each.output == "status")
        assert (status.rule, status.policy, status.value) == ("NSH-4", "no_show.silence", "P3M")


class TestSteps:
    """One step for each instant at which something happened or changed, and for no other."""

    def test_the_first_has_nothing_to_differ_from_and_tells_why_all_is_as_it_is(self) -> None:
        first = line().steps[0]
        assert (first.created, first.events, first.changes) == (True, (), ())
        assert {each.output for each in first.because} == {*OUTPUTS} - {"upcoming", "warnings"}

    def test_an_event_before_creation_comes_first(self) -> None:
        steps = line(call("2026-11-03 08:00", "left_message")).steps
        assert [(shown(each.at), each.created, each.passed) for each in steps[:2]] == [
            ("Tue 2026-11-03 08:00", False, None),
            (CREATION, True, None),
        ]

    def test_an_event_at_creation_is_of_one_step_with_it(self) -> None:
        steps = line(call("2026-11-03 09:00", "no_answer")).steps
        assert steps[0].happened == ("lead created", "call placed, no response")

    def test_events_of_one_instant_are_one_step(self) -> None:
        steps = line(FIRST_CALL, text("2026-11-03 09:10"), until="2026-11-03 09:10").steps
        assert [[(each.event, each.type) for each in step.events] for step in steps] == [
            [],
            [(0, "call_placed"), (1, "text_sent")],
        ]

    def test_until_is_the_last_instant_that_counts(self) -> None:
        assert line(FIRST_CALL, until="2026-11-03 13:10").steps[-1].passed is not None
        assert line(FIRST_CALL, until="2026-11-03 13:09").steps[-1].passed is None

    def test_there_are_none_before_the_lead_came_in(self) -> None:
        found = line(until="2026-11-03 08:59")
        assert (found.steps, found.valid_until, found.rows()) == ((), None, [])

    def test_it_says_when_the_last_decision_ends_by_itself(self) -> None:
        assert line(FIRST_CALL, until="2026-11-03 09:11").valid_until == at("2026-11-03 13:10")

    def test_or_that_it_never_does(self) -> None:
        assert line(FIRST_CALL).valid_until is None

    def test_an_instant_is_exact(self) -> None:
        with pytest.raises(InvalidInstant):
            timeline(history(), until=datetime(2026, 11, 3), policy=RSI)

    def test_of_several_tasks_the_reasons_are_those_of_the_new_ones(self) -> None:
        (step,) = line(*WRITTEN[:2], policy=INCINTA, until="2026-11-16 10:20").steps[-1:]
        (tasks,) = (each for each in step.changes if each.output == "tasks")
        new = [each.rule for each in tasks.after if each not in tasks.before]
        assert new == rules_of(step, "tasks")
        assert len(new) < len(tasks.after)

    def test_where_no_task_is_left_there_is_a_reason_for_that(self) -> None:
        step = line(FIRST_CALL, until="2026-11-03 09:10").steps[-1]
        assert "tasks" in changes_of(step)
        assert rules_of(step, "tasks") == ["TSK"]

    def test_what_stays_the_same_is_kept_once(self) -> None:
        steps = line(*WRITTEN, policy=INCINTA).steps
        seen: dict[str, Any] = {}
        for step in steps:
            for each in step.changes:
                if each.output == "tasks":
                    for task in (*each.before, *each.after):
                        assert seen.setdefault(task.id, task) is task
        assert seen


class TestLaws:
    """At each step the decision is that of a fresh `decide`, and it holds until the next step."""

    @settings(max_examples=13)
    @given(data=st.data())
    def test_a_step_says_what_a_fresh_decision_says(self, data: st.DataObject) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        for step in timeline(whose, until=until, policy=policy).steps:
            fresh = engine.decide(whose, now=step.at)
            assert (step.status, step.next_contact, step.reason_for_loss, step.attempts) == (
                fresh.status,
                fresh.next_contact,
                fresh.reason_for_loss,
                fresh.attempts,
            )

    @settings(max_examples=10)
    @given(data=st.data())
    def test_before_the_next_step_nothing_has_changed_but_the_clock(
        self, data: st.DataObject
    ) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        steps = timeline(whose, until=until, policy=policy).steps
        for one, two in pairwise([*(each.at for each in steps), until + MICROSECOND]):
            before = said(engine.decide(whose, now=one))
            assert said(engine.decide(whose, now=two - MICROSECOND)) == before

    @settings(max_examples=10)
    @given(data=st.data())
    def test_where_nothing_happened_something_changed(self, data: st.DataObject) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        steps = timeline(whose, until=until, policy=policy).steps
        for one, two in pairwise(steps):
            alone = not two.events and not two.created
            assert (two.passed is not None) == alone
            if alone:
                before = said(engine.decide(whose, now=one.at))
                assert said(engine.decide(whose, now=two.at)) != before

    @settings(max_examples=13)
    @given(data=st.data())
    def test_no_event_is_left_out_or_told_twice(self, data: st.DataObject) -> None:
        policy, whose, until = drawn(data)
        steps = timeline(whose, until=until, policy=policy).steps
        places = [(each.event, step.at, each.type) for step in steps for each in step.events]
        assert places == [
            (place, each.at, each.type) for place, each in enumerate(whose.until(until).events)
        ]

    @settings(max_examples=10)
    @given(data=st.data())
    def test_changes_are_the_differences_from_the_step_before(self, data: st.DataObject) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        steps = timeline(whose, until=until, policy=policy).steps
        for one, two in pairwise(steps):
            before, after = (engine.decide(whose, now=each.at) for each in (one, two))
            assert two.changes == differences(before, after)

    @settings(max_examples=10)
    @given(data=st.data())
    def test_each_change_has_the_reasons_of_the_decision(self, data: st.DataObject) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        for step in timeline(whose, until=until, policy=policy).steps[1:]:
            because = engine.decide(whose, now=step.at).because
            for change in step.changes:
                reasons = [each for each in because if each.output == change.output]
                if change.output in SEVERAL and change.after:
                    pairs = zip(change.after, reasons, strict=True)
                    reasons = [why for value, why in pairs if value not in change.before]
                assert [each for each in step.because if each.output == change.output] == reasons
            assert {each.output for each in step.because} <= {*changes_of(step)}

    @settings(max_examples=10)
    @given(data=st.data())
    def test_time_alone_has_the_reason_for_the_end_of_the_step_before(
        self, data: st.DataObject
    ) -> None:
        policy, whose, until = drawn(data)
        engine = Engine(policy)
        steps = timeline(whose, until=until, policy=policy).steps
        for one, two in pairwise(steps):
            if two.passed is not None:
                before = engine.decide(whose, now=one.at)
                assert (before.valid_until, before.because[-1]) == (two.at, two.passed.because)

    @settings(max_examples=10)
    @given(whose=histories(CLINIC))
    def test_every_time_line_can_be_shown(self, whose: History) -> None:
        found = timeline(whose, until=end_of(whose), policy=CLINIC)
        assert len(found.rows()) == len(found.steps)
        assert found.to_html().count("<svg") == bool(found.steps)

    @pytest.mark.parametrize("policy", PRESETS, ids=lambda policy: policy.name)
    def test_they_hold_on_real_leads(self, policy: Policy, data_folder: Path) -> None:
        engine = Engine(policy)
        for whose in real(data_folder):
            until = end_of(whose)
            steps = timeline(whose, until=until, policy=policy).steps
            for one, two in pairwise([*(each.at for each in steps), until + MICROSECOND]):
                before = said(engine.decide(whose, now=one))
                assert said(engine.decide(whose, now=two - MICROSECOND)) == before


class TestDisplay:
    """A table of steps and a picture; times are those of the clinic."""

    FOUND = line(*BARE_FOLLOW_UP, THIRD_CALL, CALLBACK, until="2026-11-04 13:41")

    def test_a_step_as_a_row(self) -> None:
        assert self.FOUND.rows()[1] == {
            "at": at("2026-11-03 09:10"),
            "happened": "call placed, no response",
            "by_time": False,
            "event": 0,
            "events": 1,
            "status": "follow_up",
            "next_contact_at": at("2026-11-03 13:10"),
            "next_contact_by": None,
            "purpose": "follow_up",
            "channel": "phone",
            "reason_for_loss": None,
            "attempts": 1,
            "changed": "status, next_contact, priority, tasks, attempts",
            "rules": "ATT-13, ATT-7, PRI-1, TSK, ATT-1",
        }

    def test_a_step_of_time_alone_as_a_row_begins_with_its_rule(self) -> None:
        row = self.FOUND.rows()[2]
        assert (row["by_time"], row["event"], row["rules"]) == (True, None, "ATT-7, PRI-1")

    def test_a_reason_for_loss_is_text(self) -> None:
        assert type(self.FOUND.rows()[6]["reason_for_loss"]) is str

    def test_a_step_without_a_next_contact_has_none_in_its_row(self) -> None:
        row = self.FOUND.rows()[6]
        names = ("next_contact_at", "next_contact_by", "purpose", "channel")
        assert [row[each] for each in names] == [None] * 4

    @pytest.mark.parametrize(
        "words",
        [
            "Time line of lead-1",
            "Until 2026-11-04 13:41 (America/Los_Angeles), by RSI 1",
            "nothing changes before 2026-11-06 15:00 unless something happens",
            "follow-up set without an instant",
            "RSI 1.12, Dead after attempt 3",
            "reason for loss: best practices",
        ],
    )
    def test_it_says(self, words: str) -> None:
        text_of = " ".join(self.FOUND.to_markdown().replace("\\", "").split())
        assert words in text_of

    def test_what_goes_and_what_comes_is_told_apart(self) -> None:
        cells = self.FOUND.steps[3].cells(RSI, first=False)
        assert "tasks: + record outcome" in cells[3]
        assert "tasks: - record outcome" in self.FOUND.steps[4].cells(RSI, first=False)[3]

    def test_values_that_read_alike_are_counted(self) -> None:
        cells = line(*WRITTEN, policy=INCINTA).steps[-1].cells(INCINTA, first=False)
        assert "ask (" in cells[3]

    def test_another_order_of_what_is_to_come_is_said(self) -> None:
        one, two = (each.next_contact for each in self.FOUND.steps[:2])
        turned = Difference("upcoming", (one, two), (two, one))
        assert changed(turned, RSI) == "upcoming: in another order"

    def test_an_event_that_changes_nothing_says_so(self) -> None:
        steps = line(text("2026-11-03 09:10")).steps
        assert steps[-1].cells(RSI, first=False)[3:] == ("nothing", "")

    def test_where_nothing_is_to_come_it_says_that(self) -> None:
        assert "nothing more changes by itself" in str(line(FIRST_CALL))

    @pytest.mark.parametrize(
        "words",
        [
            "Created: 2026-11-03 09:00 to 2026-11-03 09:10",
            "Dead: 2026-11-04 13:30 to 2026-11-04 13:40",
            "Follow-up: 2026-11-04 13:40 to 2026-11-04 13:41",
            "follow up: planned 2026-11-04 13:40, due 2026-11-06 15:00",
            "lead created: 2026-11-03 09:00",
            "call placed, outcome not recorded: 2026-11-03 13:15",
        ],
    )
    def test_the_picture_has_statuses_plans_and_events(self, words: str) -> None:
        assert f"<title>{words}</title>" in self.FOUND.to_html()

    def test_that_a_planned_contact_falls_due_its_arrow_says(self) -> None:
        assert "falls due: " not in self.FOUND.to_html()

    def test_a_contact_that_stays_planned_has_one_arrow(self) -> None:
        found = line(FIRST_CALL, text("2026-11-03 10:00"), until="2026-11-03 12:00")
        assert found.to_html().count("planned 2026-11-03") == 1

    def test_before_the_lead_came_in_there_is_no_picture(self) -> None:
        assert "<svg" not in line(until="2026-11-03 08:59").to_html()

    def test_a_lead_seen_at_its_creation_alone_has_one(self) -> None:
        assert "<svg" in line(until="2026-11-03 09:00").to_html()

    def test_labels_are_those_of_the_policy(self) -> None:
        found = line(*WRITTEN[:1], policy=INCINTA, until="2026-11-03 10:00")
        assert "Patient Scheduled" in str(found)

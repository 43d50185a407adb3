"""What the audit says of appointments kept, missed and marked (QC: TSK, APT-3, NSH, APT-2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audited import DAY, HOUR, MICROSECOND, MINUTE, NOUGHT, found, gist
from clinic import (
    at,
    attended,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    decided,
    declined,
    done,
    email,
    follow_up,
    invalid,
    lead,
    marked,
    marked_scheduled,
    moved,
    no_show,
    office_transfer,
    permitted,
    reminder,
    reply,
    ring,
    stop,
    team_transfer,
    text,
    unreachable,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

BOTH = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]
EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
START = at("2026-11-16 10:00")
STARTS = "Mon 2026-11-16 10:00"
AFTER = "2026-11-16 12:00"
EXCUSES = [
    pytest.param(event, id=event.type)
    for event in (
        cancelled("2026-11-12 10:00"),
        moved("2026-11-12 10:00", "2026-12-16 10:00"),
        dead("2026-11-12 10:00"),
        invalid("2026-11-12 10:00"),
        office_transfer("2026-11-12 10:00"),
        declined("2026-11-12 10:00"),
        stop("2026-11-12 10:00"),
    )
]
"""What ends a booking, or puts it off, before anything was due for it."""
TOLD = {
    "confirmation_missing": email("2026-11-03 10:05", template="confirmation"),
    "medical_team_not_notified": done("2026-11-03 10:05", "notify_medical_team"),
    "pre_visit_information_missing": email("2026-11-03 10:05", template="pre_visit_information"),
}
"""What shows that it was done, by kind."""
TASKS = {
    "confirmation_missing": "send_confirmation",
    "medical_team_not_notified": "notify_medical_team",
    "pre_visit_information_missing": "send_pre_visit_information",
}
MAILS = ("confirmation_missing", "pre_visit_information_missing")


class BeforeTheVisit:
    """What was to be done by the start of an appointment, and was not."""

    KIND: str

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_none_until_the_start(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, BOOKED, now=START)

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_one_once_the_start_has_passed(self, policy: Policy) -> None:
        told = found(policy, self.KIND, BOOKED, now=START + MICROSECOND)
        assert gist(told) == [(STARTS, MICROSECOND, None)]

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_none_where_it_was_done(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, BOOKED, TOLD[self.KIND], now=AFTER)

    def test_is_none_where_the_task_was_told_to_be_done(self) -> None:
        assert not found(
            INCINTA, self.KIND, BOOKED, done("2026-11-16 09:59", TASKS[self.KIND]), now=AFTER
        )

    def test_or_that_very_task_by_its_id(self) -> None:
        second = booked("2026-11-03 10:30", "2026-11-17 10:00", "a2")
        ids = {
            each.appointment_id: each.id
            for each in decided(INCINTA, BOOKED, second, now="2026-11-03 11:00").tasks
            if each.kind == TASKS[self.KIND]
        }
        events = BOOKED, second, done("2026-11-03 12:00", ids["a2"])
        told = found(INCINTA, self.KIND, *events, now="2026-11-18 10:00")
        assert [each.due for each in told] == [START]

    def test_done_before_the_booking_is_done_for_another(self) -> None:
        before = replace(TOLD[self.KIND], at=at("2026-11-03 09:59"))
        assert found(INCINTA, self.KIND, before, BOOKED, now=AFTER)

    def test_done_after_the_start_is_done_too_late(self) -> None:
        after = replace(TOLD[self.KIND], at=START + MICROSECOND)
        assert found(INCINTA, self.KIND, BOOKED, after, now=AFTER)

    @pytest.mark.parametrize(
        "end", [attended("2026-11-16 10:30"), no_show("2026-11-16 10:30")], ids=repr
    )
    def test_counts_until_it_is_known_what_came_of_the_visit(self, end: Any) -> None:
        told = found(INCINTA, self.KIND, BOOKED, end, now="2026-11-20 10:00")
        assert gist(told) == [(STARTS, 30 * MINUTE, None)]

    @pytest.mark.parametrize("end", [attended, no_show])
    @pytest.mark.parametrize("when", ["2026-11-16 10:00", "2026-11-16 09:50"])
    def test_is_one_where_the_visit_was_over_before_the_start_had_passed(
        self, end: Any, when: str
    ) -> None:
        told = found(INCINTA, self.KIND, BOOKED, end(when), now="2026-11-20 10:00")
        assert gist(told) == [(f"Mon {when}", NOUGHT, None)]

    @pytest.mark.parametrize("event", EXCUSES)
    def test_is_excused(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, BOOKED, event, now="2026-11-20 09:00")

    def test_cancelled_at_its_very_start_is_excused(self) -> None:
        events = BOOKED, cancelled("2026-11-16 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_is_none_of_an_appointment_that_had_begun_when_it_was_booked(self) -> None:
        late = booked("2026-11-16 10:00", "2026-11-16 10:00")
        assert not found(INCINTA, self.KIND, late, now="2026-11-20 09:00")

    def test_a_moved_appointment_needs_its_own(self) -> None:
        events = BOOKED, TOLD[self.KIND], moved("2026-11-12 10:00", "2026-11-18 10:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-18 11:00")
        assert gist(told) == [("Wed 2026-11-18 10:00", HOUR, None)]

    def test_is_one_for_each_appointment(self) -> None:
        second = booked("2026-11-03 10:30", "2026-11-17 10:00", "a2")
        told = found(INCINTA, self.KIND, BOOKED, second, now="2026-11-18 10:00")
        assert [each.late for each in told] == [2 * DAY, DAY]

    def test_told_again_by_sync_it_is_still_one(self) -> None:
        again = booked("2026-11-03 10:10", "2026-11-16 10:00", "s1", origin="sync")
        assert len(found(INCINTA, self.KIND, BOOKED, again, now=AFTER)) == 1

    def test_the_team_that_has_the_lead_sees_to_it(self) -> None:
        events = BOOKED, team_transfer("2026-11-12 10:00")
        assert not found(INCINTA, self.KIND, *events, now=AFTER)

    def test_is_none_where_the_office_does_not_ask_for_it(self) -> None:
        unasked = INCINTA.revise(tasks={"asked": ["assign"]})
        for policy in (RSI, unasked):
            assert not found(policy, self.KIND, BOOKED, now=AFTER)

    def test_a_no_show_that_is_assumed_ends_it(self) -> None:
        assuming = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        told = found(assuming, self.KIND, BOOKED, now="2026-11-20 10:00")
        assert gist(told) == [(STARTS, 2 * HOUR, None)]


class TestConfirmationMissing(BeforeTheVisit):
    """`confirmation_missing`, TSK: no confirmation was sent between booking and start."""

    KIND = "confirmation_missing"

    def test_any_email_may_be_the_confirmation(self) -> None:
        assert not found(INCINTA, self.KIND, BOOKED, email("2026-11-03 10:05"), now=AFTER)

    def test_but_not_one_of_which_it_is_known_that_it_was_another(self) -> None:
        other = email("2026-11-03 10:05", template="reschedule")
        assert found(INCINTA, self.KIND, BOOKED, other, now=AFTER)

    def test_is_none_where_the_customer_asked_to_stop_and_booked_later(self) -> None:
        events = stop("2026-11-03 09:30"), BOOKED
        assert not found(INCINTA, self.KIND, *events, now=AFTER)

    def test_is_none_where_the_lead_cannot_be_reached(self) -> None:
        of = lead(channels=[])
        assert not found(INCINTA, self.KIND, BOOKED, now=AFTER, of=of)
        assert found(INCINTA, "medical_team_not_notified", BOOKED, now=AFTER, of=of)


class TestMedicalTeamNotNotified(BeforeTheVisit):
    """`medical_team_not_notified`, TSK: the medical team was not told between booking and start."""

    KIND = "medical_team_not_notified"

    def test_is_one_even_where_the_customer_asked_to_stop(self) -> None:
        events = stop("2026-11-03 09:30"), BOOKED
        assert found(INCINTA, self.KIND, *events, now=AFTER)


class TestPreVisitInformationMissing(BeforeTheVisit):
    """`pre_visit_information_missing`, TSK: the patient was not told how to prepare."""

    KIND = "pre_visit_information_missing"

    def test_one_email_does_not_do_for_both(self) -> None:
        assert found(INCINTA, self.KIND, BOOKED, email("2026-11-03 10:05"), now=AFTER)

    def test_a_second_one_does(self) -> None:
        events = BOOKED, email("2026-11-03 10:05"), email("2026-11-03 10:06")
        assert not found(INCINTA, self.KIND, *events, now=AFTER)


GIVEN = reminder("2026-11-13 17:00")
REMINDER_DUE = "Fri 2026-11-13 17:00"


class TestReminderLate:
    """`reminder_late`, APT-3: the reminder was given after the closing of the last business day
    before the appointment.
    """

    KIND = "reminder_late"
    WAYS = (
        reminder("2026-11-13 17:00"),
        reminder("2026-11-13 17:00", method="text"),
        call("2026-11-13 17:00", "connected"),
        call("2026-11-13 17:00", "left_message"),
        ring("2026-11-13 17:00", answered=True),
        contacted("2026-11-13 17:00"),
        marked("2026-11-13 17:00"),
    )

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("given", WAYS, ids=repr)
    def test_is_none_at_the_closing(self, policy: Policy, given: Any) -> None:
        assert not found(policy, self.KIND, BOOKED, given, now=AFTER)

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("given", WAYS, ids=repr)
    def test_is_one_a_microsecond_later(self, policy: Policy, given: Any) -> None:
        late = replace(given, at=given.at + MICROSECOND)
        told = found(policy, self.KIND, BOOKED, late, now=AFTER)
        assert gist(told) == [(REMINDER_DUE, MICROSECOND, 1)]
        assert not found(policy, "reminder_missing", BOOKED, late, now=AFTER)

    def test_over_the_weekend_no_open_time_passes(self) -> None:
        (breach,) = found(INCINTA, self.KIND, BOOKED, reminder("2026-11-16 08:00"), now=AFTER)
        assert (breach.late, breach.late_business) == (2 * DAY + 15 * HOUR, NOUGHT)

    def test_may_be_given_once_the_visit_has_begun(self) -> None:
        late = reminder("2026-11-16 10:05")
        assert gist(found(INCINTA, self.KIND, BOOKED, late, now=AFTER))[0][2] == 1

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, BOOKED, reminder("2026-11-16 09:00"), now=AFTER)


class TestReminderMissing:
    """`reminder_missing`, APT-3: the reminder has not been given by that closing."""

    KIND = "reminder_missing"

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_none_at_the_closing(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, BOOKED, now="2026-11-13 17:00")

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_one_a_microsecond_later(self, policy: Policy) -> None:
        told = found(policy, self.KIND, BOOKED, now=at("2026-11-13 17:00") + MICROSECOND)
        assert gist(told) == [(REMINDER_DUE, MICROSECOND, None)]

    def test_a_call_that_nobody_answered_gives_none(self) -> None:
        events = BOOKED, call("2026-11-13 10:00", "no_answer")
        assert found(INCINTA, self.KIND, *events, now=AFTER)

    def test_counts_until_it_is_known_what_came_of_the_visit(self) -> None:
        events = BOOKED, attended("2026-11-16 10:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-20 10:00")
        assert gist(told) == [(REMINDER_DUE, 2 * DAY + 17 * HOUR, None)]

    @pytest.mark.parametrize("event", EXCUSES)
    def test_is_excused(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, BOOKED, event, now="2026-11-20 09:00")

    def test_stays_what_it_was_where_the_visit_was_moved_too_late(self) -> None:
        events = BOOKED, moved("2026-11-13 18:00", "2026-12-16 10:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-20 10:00")
        assert gist(told) == [(REMINDER_DUE, HOUR, None)]

    def test_booked_too_late_for_it_the_visit_is_to_be_reminded_of_until_it_starts(self) -> None:
        late = booked("2026-11-14 10:00", "2026-11-16 10:00")
        assert not found(INCINTA, self.KIND, late, now=START)
        told = found(INCINTA, self.KIND, late, now=START + HOUR)
        assert gist(told) == [(STARTS, HOUR, None)]

    def test_such_a_visit_kept_at_its_start_was_not_reminded_of(self) -> None:
        late = booked("2026-11-14 10:00", "2026-11-16 10:00")
        told = found(INCINTA, self.KIND, late, attended("2026-11-16 10:00"), now=AFTER)
        assert gist(told) == [(STARTS, NOUGHT, None)]

    def test_kept_before_the_reminder_was_due_it_needed_none(self) -> None:
        events = BOOKED, attended("2026-11-12 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 10:00")

    def test_booked_for_the_same_day_it_needs_none(self) -> None:
        today = booked("2026-11-16 09:00", "2026-11-16 15:00")
        assert not found(INCINTA, self.KIND, today, now="2026-11-20 10:00")

    def test_of_several_visits_the_first_ahead_counts(self) -> None:
        second = booked("2026-11-03 10:30", "2026-11-16 15:00", "a2")
        told = found(INCINTA, self.KIND, BOOKED, second, now="2026-11-16 09:00")
        assert [each.due for each in told] == [at("2026-11-13 17:00")]

    def test_the_second_is_to_be_reminded_of_once_the_first_has_begun(self) -> None:
        second = booked("2026-11-03 10:30", "2026-11-16 15:00", "a2")
        told = found(INCINTA, self.KIND, BOOKED, GIVEN, second, now="2026-11-16 16:00")
        assert gist(told) == [("Mon 2026-11-16 15:00", HOUR, None)]

    def test_a_third_too_when_all_of_them_pass_without_an_event(self) -> None:
        more = [booked("2026-11-03 10:30", f"2026-11-16 1{n}:00", f"a{n}") for n in (2, 4)]
        told = found(INCINTA, self.KIND, BOOKED, *more, now="2026-11-16 16:00")
        assert [(each.due, each.late) for each in told] == [
            (at("2026-11-13 17:00"), 2 * DAY + 23 * HOUR),
            (at("2026-11-16 12:00"), 4 * HOUR),
            (at("2026-11-16 14:00"), 2 * HOUR),
        ]

    def test_an_earlier_visit_booked_later_goes_first(self) -> None:
        earlier = booked("2026-11-12 10:30", "2026-11-13 16:00", "a2")
        events = BOOKED, earlier, reminder("2026-11-12 11:00", "a2")
        told = found(INCINTA, self.KIND, *events, now="2026-11-13 15:00")
        assert not told
        assert gist(found(INCINTA, self.KIND, *events, now="2026-11-13 18:00")) == [
            (REMINDER_DUE, HOUR, None)
        ]

    def test_reminded_of_in_advance_it_needs_no_other(self) -> None:
        second = booked("2026-11-03 10:30", "2026-11-16 15:00", "a2")
        events = BOOKED, second, reminder("2026-11-12 10:00", "a2"), GIVEN
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_nobody_is_reminded_who_asked_to_stop(self) -> None:
        assert not found(INCINTA, self.KIND, stop("2026-11-03 09:30"), BOOKED, now=AFTER)

    def test_permitted_again_the_visit_is_to_be_reminded_of(self) -> None:
        events = stop("2026-11-03 09:30"), BOOKED, permitted("2026-11-12 10:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-13 18:00")
        assert gist(told) == [(REMINDER_DUE, HOUR, None)]

    def test_permitted_too_late_until_it_starts(self) -> None:
        events = stop("2026-11-03 09:30"), BOOKED, permitted("2026-11-14 10:00")
        assert not found(INCINTA, self.KIND, *events, now=START)
        assert gist(found(INCINTA, self.KIND, *events, now=START + HOUR)) == [(STARTS, HOUR, None)]

    def test_handed_over_the_other_team_reminds(self) -> None:
        events = BOOKED, team_transfer("2026-11-12 10:00")
        assert not found(INCINTA, self.KIND, *events, now=AFTER)

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, BOOKED, now=AFTER)


MISSED = (BOOKED, GIVEN, no_show("2026-11-16 10:20"))
CALL_DUE = "Mon 2026-11-16 10:30"
BACK = team_transfer("2026-11-16 11:00", "local")


class TestNoShowCallLate:
    """`no_show_call_late`, NSH-1: whoever missed an appointment was called more than 30 minutes
    after its start, or not on that day.
    """

    KIND = "no_show_call_late"
    CALLS = (
        call("2026-11-16 10:30", "no_answer"),
        call("2026-11-16 10:30"),
        ring("2026-11-16 10:30", answered=True),
        contacted("2026-11-16 10:30"),
    )

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("made", CALLS, ids=repr)
    def test_is_none_at_half_an_hour(self, policy: Policy, made: Any) -> None:
        assert not found(policy, self.KIND, *MISSED, made, now="2026-11-20 09:00")

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("made", CALLS, ids=repr)
    def test_is_one_a_microsecond_later(self, policy: Policy, made: Any) -> None:
        late = replace(made, at=made.at + MICROSECOND)
        told = found(policy, self.KIND, *MISSED, late, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, MICROSECOND, 3)]

    def test_a_call_of_the_next_day_does_not_make_it(self) -> None:
        visit = booked("2026-11-03 09:20", "2026-11-16 10:00")
        next_day = call("2026-11-17 09:00", "no_answer")
        recorded = no_show("2026-11-17 10:00")
        told = found(INCINTA, self.KIND, visit, next_day, recorded, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 13.5 * HOUR, None)]

    def test_nor_is_there_one_where_the_half_hour_goes_over_midnight(self) -> None:
        visit = booked("2026-11-03 09:20", "2026-11-16 23:45")
        told = (visit, call("2026-11-17 00:20", "no_answer"), no_show("2026-11-17 10:00"))
        assert not found(INCINTA, self.KIND, *told, now="2026-11-20 09:00")

    def test_counts_to_the_clock_while_it_is_missing(self) -> None:
        assert not found(INCINTA, self.KIND, *MISSED, now="2026-11-16 10:30")
        told = found(INCINTA, self.KIND, *MISSED, now="2026-11-16 11:30")
        assert gist(told) == [(CALL_DUE, HOUR, None)]

    @pytest.mark.parametrize(
        "events", [(), (call("2026-11-17 09:00", "no_answer"),)], ids=["never", "the next day"]
    )
    def test_once_the_day_is_over_it_was_never_made(self, events: Any) -> None:
        told = found(INCINTA, self.KIND, *MISSED, *events, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 13 * HOUR + 30 * MINUTE, None)]

    @pytest.mark.parametrize("recorded", ["2026-11-16 11:00", "2026-11-17 09:00"])
    def test_recorded_late_it_was_due_all_the_same(self, recorded: str) -> None:
        told = found(INCINTA, self.KIND, BOOKED, no_show(recorded), now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 13 * HOUR + 30 * MINUTE, None)]

    @pytest.mark.parametrize(
        ("called", "expected"),
        [
            ("2026-11-16 10:30", []),
            ("2026-11-16 10:45", [(CALL_DUE, 15 * MINUTE, 1)]),
        ],
    )
    def test_a_call_before_it_was_recorded_counts(self, called: str, expected: Any) -> None:
        events = BOOKED, call(called, "no_answer"), no_show("2026-11-16 11:00")
        assert gist(found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")) == expected

    def test_the_outcome_of_a_call_placed_before_the_visit_is_no_call(self) -> None:
        before = call("2026-11-16 09:58", call_id="c1")
        outcome = call("2026-11-16 10:20", "no_answer", call_id="c1")
        late = call("2026-11-16 10:45", "no_answer")
        events = BOOKED, before, outcome, late, no_show("2026-11-16 11:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 15 * MINUTE, 3)]

    def test_a_conversation_told_after_the_start_is(self) -> None:
        before = call("2026-11-16 09:58", call_id="c1")
        talk = call("2026-11-16 10:20", "connected", call_id="c1")
        events = BOOKED, before, talk, no_show("2026-11-16 11:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_the_first_of_several_calls_counts(self) -> None:
        calls = [call(f"2026-11-16 10:{minute}", "no_answer") for minute in (25, 45)]
        events = BOOKED, *calls, no_show("2026-11-16 11:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_a_lead_without_phone_is_written_to(self) -> None:
        of = lead(channels=["email"])
        events = BOOKED, no_show("2026-11-16 10:20"), email("2026-11-16 10:45")
        told = found(INCINTA, self.KIND, *events, now="2026-11-20 09:00", of=of)
        assert gist(told) == [(CALL_DUE, 15 * MINUTE, 2)]

    @pytest.mark.parametrize(
        "event",
        [
            booked("2026-11-16 10:25", "2026-11-20 10:00", "a2"),
            dead("2026-11-16 10:25"),
            stop("2026-11-16 10:25"),
            follow_up("2026-11-16 10:25", "2026-11-18 10:00"),
            team_transfer("2026-11-16 10:25"),
        ],
        ids=repr,
    )
    def test_is_excused(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, *MISSED, event, now="2026-11-20 09:00")

    @pytest.mark.parametrize(
        "events",
        [
            (no_show("2026-11-16 10:20"), BACK, call("2026-11-16 12:00", "no_answer")),
            (BACK, no_show("2026-11-16 11:20"), call("2026-11-16 12:00", "no_answer")),
            (BACK, call("2026-11-16 11:10", "no_answer"), no_show("2026-11-16 11:20")),
        ],
        ids=["missed while away", "recorded once back", "called before it was recorded"],
    )
    def test_what_fell_due_while_another_team_had_the_lead_is_for_that_day(
        self, events: Any
    ) -> None:
        told = (BOOKED, team_transfer("2026-11-16 09:00"), *events)
        assert not found(INCINTA, self.KIND, *told, now="2026-11-20 09:00")

    def test_back_before_the_half_hour_is_over_it_is_due_at_its_end(self) -> None:
        away = team_transfer("2026-11-16 10:22"), team_transfer("2026-11-16 10:25", "local")
        late = call("2026-11-16 12:00", "no_answer")
        told = found(INCINTA, self.KIND, *MISSED, *away, late, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 90 * MINUTE, 5)]

    def test_late_already_when_handed_over_it_is_late_until_then(self) -> None:
        away = team_transfer("2026-11-16 11:00"), team_transfer("2026-11-16 12:00", "local")
        told = found(INCINTA, self.KIND, *MISSED, *away, now="2026-11-20 09:00")
        assert gist(told) == [(CALL_DUE, 30 * MINUTE, None)]

    @pytest.mark.parametrize(
        ("called", "expected"),
        [((), [(CALL_DUE, 13.5 * HOUR, None)]), (("10:45",), [(CALL_DUE, 15 * MINUTE, 1)])],
        ids=["never called", "called late"],
    )
    def test_handed_over_after_the_half_hour_it_was_late_before(
        self, called: Any, expected: Any
    ) -> None:
        calls = [call(f"2026-11-16 {each}", "no_answer") for each in called]
        away = team_transfer("2026-11-16 11:00"), team_transfer("2026-11-17 09:00", "local")
        events = BOOKED, *calls, *away, no_show("2026-11-17 12:00")
        assert gist(found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")) == expected

    def test_a_no_show_that_is_assumed_is_due_as_any(self) -> None:
        assuming = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        told = found(assuming, self.KIND, BOOKED, now="2026-11-16 12:30")
        assert gist(told) == [(CALL_DUE, 2 * HOUR, None)]

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, *MISSED, now="2026-11-20 09:00")


CALLED = (*MISSED, call("2026-11-16 10:25", "no_answer"))
TUESDAY_OVER = at("2026-11-18 00:00")


class TestMissedAppointmentEmailLate:
    """`missed_appointment_email_late`, NSH-2: the e-mail of the next day was not sent on the
    clinic-local day on which it fell due.
    """

    KIND = "missed_appointment_email_late"

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize(("by", "late"), [(NOUGHT, []), (MICROSECOND, [MICROSECOND])])
    def test_is_late_once_that_day_is_over(self, policy: Policy, by: Any, late: Any) -> None:
        sent = replace(email("2026-11-18 00:00"), at=TUESDAY_OVER + by)
        told = found(policy, self.KIND, *CALLED, sent, now="2026-11-20 09:00")
        assert [(each.late, each.event) for each in told] == [(each, 4) for each in late]

    @pytest.mark.parametrize(("by", "late"), [(NOUGHT, []), (MICROSECOND, [MICROSECOND])])
    def test_counts_to_the_clock_while_it_is_missing(self, by: Any, late: Any) -> None:
        told = found(INCINTA, self.KIND, *CALLED, now=TUESDAY_OVER + by)
        assert [each.late for each in told] == late

    def test_after_a_friday_it_is_for_monday(self) -> None:
        events = booked("2026-11-03 10:00", "2026-11-13 10:00"), no_show("2026-11-13 10:20")
        told = found(INCINTA, self.KIND, *events, now="2026-11-17 01:00")
        assert gist(told) == [("Tue 2026-11-17 00:00", HOUR, None)]

    def test_an_email_of_the_same_day_is_another(self) -> None:
        events = *CALLED, email("2026-11-16 11:00")
        assert found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_one_sent_before_the_no_show_was_recorded_counts(self) -> None:
        events = BOOKED, email("2026-11-17 09:00"), no_show("2026-11-19 10:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    @pytest.mark.parametrize(
        "event",
        [
            booked("2026-11-17 08:00", "2026-11-20 10:00", "a2"),
            dead("2026-11-17 08:00"),
            declined("2026-11-17 08:00"),
            stop("2026-11-17 08:00"),
            follow_up("2026-11-17 08:00", "2026-11-18 10:00"),
            team_transfer("2026-11-17 08:00"),
            unreachable("2026-11-17 08:00"),
        ],
        ids=repr,
    )
    def test_is_excused(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, *CALLED, event, now="2026-11-18 09:00")

    def test_put_off_by_a_follow_up_it_is_due_once_that_is_used_up(self) -> None:
        events = (
            *CALLED, follow_up("2026-11-17 08:00", "2026-11-19 10:00"),
            call("2026-11-19 10:00", "no_answer"),
        )  # fmt: skip
        told = found(INCINTA, self.KIND, *events, now="2026-11-20 01:00")
        assert gist(told) == [("Fri 2026-11-20 00:00", HOUR, None)]

    def test_a_reply_does_not_stand_in_for_it(self) -> None:
        events = *CALLED, reply("2026-11-17 08:00")
        assert found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_a_lead_without_email_is_called(self) -> None:
        of = lead(channels=["phone"])
        events = *CALLED, call("2026-11-17 10:00", "no_answer")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00", of=of)

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, *CALLED, now="2026-11-20 09:00")


WROTE = (*CALLED, email("2026-11-17 09:05"))
WEEK_OVER = at("2026-11-25 00:00")


class TestRescheduleEmailLate:
    """`reschedule_email_late`, NSH-3: the weekly e-mail was not sent on the day on which the week
    since the last one was over.
    """

    KIND = "reschedule_email_late"

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize(("by", "late"), [(NOUGHT, []), (MICROSECOND, [MICROSECOND])])
    def test_is_late_once_that_day_is_over(self, policy: Policy, by: Any, late: Any) -> None:
        sent = replace(email("2026-11-25 00:00"), at=WEEK_OVER + by)
        told = found(policy, self.KIND, *WROTE, sent, now="2026-11-26 09:00")
        assert [(each.late, each.event) for each in told] == [(each, 5) for each in late]

    def test_is_none_while_every_week_has_its_email(self) -> None:
        weekly = [email(f"2026-{day} 16:00") for day in ("11-24", "12-01", "12-08")]
        assert not found(INCINTA, self.KIND, *WROTE, *weekly, now="2026-12-15 23:59")

    def test_counts_to_the_clock_while_it_is_missing(self) -> None:
        assert not found(INCINTA, self.KIND, *WROTE, now=WEEK_OVER)
        told = found(INCINTA, self.KIND, *WROTE, now="2026-11-25 10:00")
        assert gist(told) == [("Wed 2026-11-25 00:00", 10 * HOUR, None)]

    def test_silence_ends_it_and_it_was_never_sent(self) -> None:
        told = found(INCINTA, self.KIND, *WROTE, now="2027-05-03 10:00")
        assert gist(told) == [("Wed 2026-11-25 00:00", at("2027-02-16 10:00") - WEEK_OVER, None)]

    @pytest.mark.parametrize(
        "wrote", [text("2026-11-24 09:10"), call("2026-11-24 09:10")], ids=repr
    )
    def test_neither_text_nor_call_stands_in_for_it(self, wrote: Any) -> None:
        assert found(INCINTA, self.KIND, *WROTE, wrote, now="2026-11-26 09:00")

    def test_is_excused_by_a_new_booking(self) -> None:
        events = *WROTE, booked("2026-11-20 10:00", "2026-12-20 10:00", "a2")
        assert not found(INCINTA, self.KIND, *events, now="2026-12-01 09:00")


class TestSyncLate:
    """`sync_late`, APT-2: no booking came within 15 minutes of the mark by hand."""

    KIND = "sync_late"
    MARK = marked_scheduled("2026-11-03 10:00")
    SYNCED = booked("2026-11-03 10:15", "2026-11-16 10:00", origin="sync")
    SYNC_DUE = "Tue 2026-11-03 10:15"

    @pytest.mark.parametrize("policy", EVERY)
    def test_is_none_at_fifteen_minutes(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, self.MARK, now="2026-11-03 10:15")
        assert not found(policy, self.KIND, self.MARK, self.SYNCED, now="2026-11-04 10:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_is_one_a_microsecond_later(self, policy: Policy) -> None:
        late = replace(self.SYNCED, at=self.SYNCED.at + MICROSECOND)
        told = found(policy, self.KIND, self.MARK, late, now="2026-11-04 10:00")
        assert gist(told) == [(self.SYNC_DUE, MICROSECOND, 1)]

    def test_counts_to_the_clock_while_nothing_has_come(self) -> None:
        told = found(RSI, self.KIND, self.MARK, now="2026-11-03 11:15")
        assert gist(told) == [(self.SYNC_DUE, HOUR, None)]
        assert told[0].source == "RSI 5.3, Appointment data by sync"

    def test_is_a_reading_for_a_clinic_that_does_not_follow_rsi(self) -> None:
        (told,) = found(INCINTA, self.KIND, self.MARK, now="2026-11-03 11:15")
        assert (told.rule, told.source) == ("APT-2", "reading")

    @pytest.mark.parametrize(
        "event", [dead("2026-11-03 10:10"), cancelled("2026-11-03 10:10")], ids=repr
    )
    def test_is_excused(self, event: Any) -> None:
        assert not found(RSI, self.KIND, self.MARK, event, now="2026-11-04 10:00")

    def test_a_booking_by_hand_brings_the_data_too(self) -> None:
        by_hand = booked("2026-11-03 10:10", "2026-11-16 10:00")
        assert not found(RSI, self.KIND, self.MARK, by_hand, now="2026-11-04 10:00")

    def test_a_mark_on_a_scheduled_lead_waits_for_nothing(self) -> None:
        events = BOOKED, marked_scheduled("2026-11-03 11:00")
        assert not found(RSI, self.KIND, *events, now="2026-11-04 10:00")

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    attended,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    email,
    follow_up,
    lead,
    marked,
    moved,
    next_of,
    no_show,
    reminder,
    reply,
    ring,
    shown,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
REMINDING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
OTHER = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
DUE = ("reminder", "Fri 2026-11-13 09:00")
OTHER_DUE = ("reminder", "Tue 2026-11-17 09:00")


class TestAPT5ReminderGiven:
    """A reminder is given by telling the patient or leaving a message; an unanswered call leaves it
    due.

    Once it is due, any conversation or message left gives it: for the appointment it names, else
    for the next one (APT-5).
    """

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize("method", ["call", "voice_message", "email", "text"])
    def test_a_reminder_by_any_method_does_it(self, method: str, policy: Policy) -> None:
        given = reminder("2026-11-13 10:00", method=method)
        decision = decided(policy, BOOKED, given, now="2026-11-13 10:01")
        assert (next_of(decision), upcoming_of(decision), codes(decision)) == (None, [], [])

    @pytest.mark.parametrize("when", ["2026-11-05 10:00", "2026-11-13 09:00", "2026-11-15 12:00"])
    def test_a_recorded_reminder_does_it_at_any_time_before_the_start(self, when: str) -> None:
        assert next_of(decided(INCINTA, BOOKED, reminder(when), now="2026-11-15 12:01")) is None

    def test_the_reminder_is_planned_until_the_very_instant_it_is_given(self) -> None:
        given = reminder("2026-11-13 10:00")
        before = decided(INCINTA, BOOKED, given, now=at("2026-11-13 10:00") - MICROSECOND)
        assert next_of(before) == DUE

    @pytest.mark.parametrize("now", ["2026-11-13 10:01", "2026-11-16 09:59", "2026-11-16 10:00"])
    def test_then_there_is_no_next_contact_until_the_appointment(self, now: str) -> None:
        decision = decided(INCINTA, BOOKED, reminder("2026-11-13 10:00"), now=now)
        assert (decision.status, next_of(decision)) == ("scheduled", None)

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(call("2026-11-13 10:00", "connected"), id="call connected"),
            pytest.param(ring("2026-11-13 10:00", answered=True), id="call answered"),
            pytest.param(contacted("2026-11-13 10:00"), id="contacted"),
            pytest.param(call("2026-11-13 10:00", "left_message"), id="message left"),
            pytest.param(marked("2026-11-13 10:00", "left_message"), id="message marked"),
            pytest.param(call("2026-11-13 10:00", "left_message", via="other"), id="other phone"),
        ],
    )
    def test_a_conversation_or_a_message_left_once_it_is_due_does_it(
        self, event: Any, policy: Policy
    ) -> None:
        assert next_of(decided(policy, BOOKED, event, now="2026-11-13 10:01")) is None

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(call("2026-11-13 10:00", "no_answer"), id="no answer"),
            pytest.param(marked("2026-11-13 10:00", "no_answer"), id="no answer marked"),
            pytest.param(call("2026-11-13 10:00"), id="outcome not recorded"),
            pytest.param(ring("2026-11-13 10:00", answered=False), id="missed call"),
            pytest.param(voicemail("2026-11-13 10:00"), id="voicemail"),
            pytest.param(reply("2026-11-13 10:00"), id="reply"),
            pytest.param(email("2026-11-13 10:00"), id="e-mail"),
            pytest.param(text("2026-11-13 10:00"), id="text"),
        ],
    )
    def test_anything_else_leaves_it_due(self, event: Any, policy: Policy) -> None:
        decision = decided(policy, BOOKED, event, now="2026-11-13 10:01")
        assert DUE in [next_of(decision), *upcoming_of(decision)]

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-11-13 08:59:59.999999", DUE),
            ("2026-11-13 09:00", None),
            ("2026-11-13 09:00:00.000001", None),
        ],
    )
    @pytest.mark.parametrize("outcome", ["connected", "left_message"])
    def test_a_call_does_it_from_the_instant_it_is_due(
        self, outcome: str, when: str, expected: tuple[str, str] | None
    ) -> None:
        assert (
            next_of(decided(INCINTA, BOOKED, call(when, outcome), now="2026-11-13 10:00"))
            == expected
        )

    def test_a_message_marked_after_a_call_without_outcome_does_it(self) -> None:
        tried = [call("2026-11-13 10:00"), marked("2026-11-13 10:01", "left_message")]
        assert next_of(decided(INCINTA, BOOKED, *tried, now="2026-11-13 10:02")) is None

    def test_after_an_unanswered_call_a_second_one_may_leave_the_message(self) -> None:
        tried = [call("2026-11-13 10:00", "no_answer"), call("2026-11-13 10:02", "left_message")]
        assert next_of(decided(INCINTA, BOOKED, *tried, now="2026-11-13 10:03")) is None

    def test_after_an_unanswered_call_it_stays_due_with_its_times(self) -> None:
        tried = call("2026-11-13 10:00", "no_answer")
        contact = decided(INCINTA, BOOKED, tried, now="2026-11-13 10:01").next_contact
        assert contact is not None
        assert shown(contact.at) == "Fri 2026-11-13 09:00"
        assert shown(contact.by) == "Fri 2026-11-13 17:00"

    @pytest.mark.parametrize(
        "event", [call("2026-11-03 09:59", "connected"), call("2026-11-13 11:00", "connected")]
    )
    def test_due_at_once_only_what_follows_the_booking_does_it(self, event: Any) -> None:
        made = booked("2026-11-13 10:00", "2026-11-16 10:00")
        decision = decided(INCINTA, made, event, now="2026-11-13 11:01")
        expected = None if event.at > made.at else ("reminder", "Fri 2026-11-13 10:00")
        assert next_of(decision) == expected

    def test_a_reminder_that_names_no_open_appointment_is_of_the_next(self) -> None:
        given = reminder("2026-11-13 10:00", "unknown")
        decision = decided(INCINTA, BOOKED, given, now="2026-11-13 10:01")
        assert (next_of(decision), codes(decision)) == (None, [])

    def test_a_reminder_that_names_a_cancelled_appointment_is_of_the_next(self) -> None:
        end = cancelled("2026-11-04 10:00", "a2")
        given = reminder("2026-11-13 10:00", "a2")
        assert next_of(decided(INCINTA, BOOKED, OTHER, end, given, now="2026-11-13 10:01")) is None

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_reminder_without_any_appointment_is_a_warning(self, policy: Policy) -> None:
        decision = decided(policy, reminder("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert (decision.status, codes(decision)) == ("new", ["reminder_without_appointment"])

    def test_under_a_policy_without_reminders_it_changes_nothing(self) -> None:
        decision = decided(RSI, BOOKED, reminder("2026-11-13 10:00"), now="2026-11-13 10:01")
        assert (decision.status, next_of(decision), codes(decision)) == ("scheduled", None, [])

    def test_a_lead_without_phone_is_reminded_by_email(self) -> None:
        of = lead(channels={"email"})
        contact = decided(INCINTA, BOOKED, now="2026-11-13 10:00", of=of).next_contact
        written = decided(INCINTA, BOOKED, email("2026-11-13 10:00"), now="2026-11-13 10:01", of=of)
        assert contact is not None
        assert (contact.purpose, contact.channel) == ("reminder", "email")
        assert next_of(written) is None

    def test_a_promised_callback_that_has_come_goes_with_the_reminder_in_one_call(self) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-13 08:00")
        spoke = call("2026-11-13 10:00", "connected")
        decision = decided(INCINTA, BOOKED, later, spoke, now="2026-11-13 10:01")
        assert (next_of(decision), upcoming_of(decision)) == (None, [])


class TestAPT9SeveralAppointments:
    """Of several open appointments the next one is reminded of, and the lead stays scheduled while
    one is open.

    The next one is the earliest that lies ahead; one missed or attended leaves the lead scheduled
    while another is open (APT-9).
    """

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize(
        "events",
        [
            [BOOKED, OTHER],
            [
                booked("2026-11-03 10:00", "2026-11-18 10:00", "a2"),
                booked("2026-11-03 10:05", "2026-11-16 10:00"),
            ],
        ],
        ids=["in order", "later one first"],
    )
    def test_only_the_earliest_is_reminded_of(self, events: list[Any], policy: Policy) -> None:
        decision = decided(policy, *events, now="2026-11-03 10:06")
        assert (next_of(decision), upcoming_of(decision)) == (DUE, [])

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2026-11-16 10:00") - MICROSECOND, DUE),
            (at("2026-11-16 10:00"), OTHER_DUE),
            (at("2026-11-16 10:00") + MICROSECOND, OTHER_DUE),
        ],
    )
    def test_at_its_start_the_next_one_counts(self, now: Any, expected: tuple[str, str]) -> None:
        assert next_of(decided(INCINTA, BOOKED, OTHER, now=now)) == expected

    def test_a_decision_before_the_start_is_valid_until_the_start(self) -> None:
        given = reminder("2026-11-13 10:00")
        decision = decided(INCINTA, BOOKED, OTHER, given, now="2026-11-13 10:01")
        assert decision.valid_until == at("2026-11-16 10:00")

    def test_reminded_of_the_first_the_second_waits_until_the_first_has_started(self) -> None:
        given = reminder("2026-11-13 10:00")
        before = decided(INCINTA, BOOKED, OTHER, given, now="2026-11-13 10:01")
        after = decided(INCINTA, BOOKED, OTHER, given, now="2026-11-16 10:00")
        assert (next_of(before), next_of(after)) == (None, OTHER_DUE)

    def test_a_reminder_that_names_the_second_leaves_the_first_due(self) -> None:
        given = reminder("2026-11-13 10:00", "a2")
        before = decided(INCINTA, BOOKED, OTHER, given, now="2026-11-13 10:01")
        after = decided(INCINTA, BOOKED, OTHER, given, now="2026-11-16 10:00")
        assert (next_of(before), next_of(after)) == (DUE, None)

    def test_a_conversation_reminds_of_the_first_only(self) -> None:
        spoke = contacted("2026-11-13 10:00")
        decision = decided(INCINTA, BOOKED, OTHER, spoke, now="2026-11-16 10:00")
        assert next_of(decision) == OTHER_DUE

    def test_moved_behind_the_second_the_first_comes_second(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-20 10:00")
        before = decided(INCINTA, BOOKED, OTHER, change, now="2026-11-04 10:01")
        after = decided(INCINTA, BOOKED, OTHER, change, now="2026-11-18 10:00")
        assert next_of(before) == OTHER_DUE
        assert next_of(after) == ("reminder", "Thu 2026-11-19 09:00")

    def test_the_first_cancelled_the_second_is_reminded_of(self) -> None:
        end = cancelled("2026-11-04 10:00")
        decision = decided(INCINTA, BOOKED, OTHER, end, now="2026-11-04 10:01")
        assert (decision.status, next_of(decision)) == ("scheduled", OTHER_DUE)

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("event", [no_show("2026-11-16 10:20"), attended("2026-11-16 10:20")])
    def test_one_missed_or_attended_leaves_the_lead_scheduled(
        self, event: Any, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, OTHER, event, now="2026-11-16 10:21")
        assert (decision.status, codes(decision)) == ("scheduled", [])

    @pytest.mark.parametrize("policy", REMINDING)
    def test_one_missed_brings_no_steps_while_another_is_open(self, policy: Policy) -> None:
        decision = decided(
            policy, BOOKED, OTHER, no_show("2026-11-16 10:20"), now="2026-11-16 10:21"
        )
        assert (next_of(decision), upcoming_of(decision)) == (OTHER_DUE, [])

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (no_show("2026-11-18 10:20", "a2"), "no_show"),
            (attended("2026-11-18 10:20", "a2"), "visited"),
            (cancelled("2026-11-18 10:20", "a2"), "contacted"),
        ],
    )
    @pytest.mark.parametrize("first", [no_show("2026-11-16 10:20"), attended("2026-11-16 10:20")])
    def test_the_last_of_them_decides_the_status(
        self, first: Any, event: Any, status: str, policy: Policy
    ) -> None:
        assert decided(policy, BOOKED, OTHER, first, event, now="2026-11-18 10:21").status == status

    def test_the_earlier_one_missed_after_the_later_brings_its_own_steps(self) -> None:
        missed = [no_show("2026-11-18 10:20", "a2"), no_show("2026-11-18 10:25")]
        decision = decided(INCINTA, BOOKED, OTHER, *missed, now="2026-11-18 10:26")
        assert decision.status == "no_show"

    @pytest.mark.parametrize("policy", EVERY)
    def test_two_at_one_start_told_by_one_origin_are_two(self, policy: Policy) -> None:
        twin = booked("2026-11-03 10:05", "2026-11-16 10:00", "a2")
        came = attended("2026-11-16 10:05")
        assert decided(policy, BOOKED, twin, came, now="2026-11-16 10:06").status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_closing_ends_them_all(self, policy: Policy) -> None:
        closing = dead("2026-11-04 10:00")
        late = [attended("2026-11-16 10:05")]
        decision = decided(policy, BOOKED, OTHER, closing, *late, now="2026-11-16 10:06")
        assert decision.status == "visited"

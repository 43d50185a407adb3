"""Closed leads that open again, and patients who have visited."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    attended,
    booked,
    call,
    codes,
    contacted,
    dead,
    decided,
    declined,
    email,
    follow_up,
    invalid,
    marked_scheduled,
    next_of,
    no_show,
    office_transfer,
    reason_set,
    reopened,
    reply,
    ring,
    rule_for,
    stop,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy
from leadflow.vocabulary import Status, WarningCode, WorkKind

PRESETS = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
NOW = "2026-11-04 10:00"
CLOSED = {
    Status.DEAD: dead("2026-11-03 09:10", "insurance"),
    Status.OFFICE_TRANSFER: office_transfer("2026-11-03 09:10"),
    Status.INVALID: invalid("2026-11-03 09:10"),
}
REOPENABLE = pytest.mark.parametrize("closed", [Status.DEAD, Status.OFFICE_TRANSFER])
CONVERSATIONS = [
    call(NOW, "connected"),
    call(NOW, "connected", via="other"),
    ring(NOW, True),
    contacted(NOW),
]
MESSAGES = [
    voicemail(NOW),
    *(reply(NOW, channel) for channel in ("email", "text", "chat", "other")),
]
BOOKINGS = [
    booked(NOW, "2026-11-20 10:00", "a9"),
    booked(NOW, "2026-11-20 10:00", "a9", origin="sync"),
    marked_scheduled(NOW),
]
EXACT = follow_up(NOW, "2026-11-06 15:00")


class TestCLS4OpenedAgain:
    """A closed lead that gets in touch, or that a person takes up again, is open again.

    Communication, a booking, a follow-up with date and time or a user opens it, an invalid one only
    a booking or a user; the reason for its loss is gone then (CLS-4).
    """

    @PRESETS
    @REOPENABLE
    @pytest.mark.parametrize("event", CONVERSATIONS, ids=lambda each: each.type)
    def test_a_conversation_makes_it_contacted(
        self, policy: Policy, closed: Status, event: Any
    ) -> None:
        decision = decided(policy, CLOSED[closed], event, now=NOW)
        assert decision.status is Status.CONTACTED
        assert (decision.next_contact, decision.reason_for_loss) == (None, None)
        assert codes(decision) == []

    @PRESETS
    @REOPENABLE
    @pytest.mark.parametrize("event", MESSAGES, ids=lambda each: getattr(each, "channel", "voice"))
    def test_a_message_makes_it_follow_up(self, policy: Policy, closed: Status, event: Any) -> None:
        decision = decided(policy, CLOSED[closed], event, now=NOW)
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)
        purpose = "answer_reply" if hasattr(event, "channel") else "return_voicemail"
        assert next_of(decision) == (purpose, "Wed 2026-11-04 10:00")
        assert codes(decision) == []

    @PRESETS
    @pytest.mark.parametrize("closed", CLOSED)
    @pytest.mark.parametrize("event", BOOKINGS, ids=["by hand", "by sync", "without data"])
    def test_a_booking_makes_any_of_them_scheduled(
        self, policy: Policy, closed: Status, event: Any
    ) -> None:
        decision = decided(policy, CLOSED[closed], event, now=NOW)
        assert (decision.status, decision.reason_for_loss) == (Status.SCHEDULED, None)

    @PRESETS
    @REOPENABLE
    def test_a_follow_up_with_an_instant_makes_it_follow_up(
        self, policy: Policy, closed: Status
    ) -> None:
        decision = decided(policy, CLOSED[closed], EXACT, now=NOW)
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")
        assert codes(decision) == []

    @pytest.mark.parametrize("closed", CLOSED)
    @pytest.mark.parametrize("appointment_id", ["a1", "a2"])
    def test_the_booking_that_ended_with_it_told_again_by_sync_does_not_open_it(
        self, closed: Status, appointment_id: str
    ) -> None:
        starts_at = "2026-11-20 10:00"
        events = [
            booked("2026-11-03 09:05", starts_at),
            CLOSED[closed],
            booked("2026-11-03 09:15", starts_at, appointment_id, origin="sync"),
        ]
        assert decided(INCINTA, *events, now=NOW).status is closed

    @REOPENABLE
    def test_a_follow_up_already_past_opens_it_with_a_warning(self, closed: Status) -> None:
        late = follow_up(NOW, "2026-11-04 09:59:59.999999")
        decision = decided(RSI, CLOSED[closed], late, now=NOW)
        assert decision.status is Status.FOLLOW_UP
        assert codes(decision) == [WarningCode.FOLLOW_UP_IN_THE_PAST]

    @PRESETS
    @pytest.mark.parametrize("closed", CLOSED)
    def test_a_user_makes_any_of_them_follow_up_due_at_once(
        self, policy: Policy, closed: Status
    ) -> None:
        decision = decided(policy, CLOSED[closed], reopened(NOW), now=NOW)
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 10:00")
        assert decision.priority is not None
        assert (decision.priority.kind, decision.priority.due) == (WorkKind.FOLLOW_UP, True)
        assert upcoming_of(decision) == []
        assert codes(decision) == []

    @PRESETS
    @pytest.mark.parametrize(
        "event", [*CONVERSATIONS, *MESSAGES, EXACT], ids=lambda each: each.type
    )
    def test_nothing_else_opens_an_invalid_lead(self, policy: Policy, event: Any) -> None:
        decision = decided(policy, CLOSED[Status.INVALID], event, now=NOW)
        assert decision.status is Status.INVALID
        assert (decision.next_contact, decision.upcoming) == (None, ())

    @PRESETS
    @pytest.mark.parametrize("closed", CLOSED)
    @pytest.mark.parametrize(
        "event",
        [follow_up(NOW), ring(NOW, False), call(NOW, "left_message"), email(NOW), text(NOW)],
        ids=["bare follow-up", "missed call", "message left", "e-mail", "text"],
    )
    def test_what_is_none_of_these_leaves_it_closed(
        self, policy: Policy, closed: Status, event: Any
    ) -> None:
        decision = decided(policy, CLOSED[closed], event, now=NOW)
        assert decision.status is closed
        assert (decision.next_contact, decision.upcoming) == (None, ())

    def test_a_bare_follow_up_on_a_closed_lead_is_a_warning(self) -> None:
        decision = decided(RSI, CLOSED[Status.DEAD], follow_up(NOW), now=NOW)
        assert codes(decision) == [WarningCode.FOLLOW_UP_WITHOUT_LADDER]

    @pytest.mark.parametrize("closed", CLOSED)
    def test_a_ringing_call_opens_nothing_but_is_answered(self, closed: Status) -> None:
        decision = decided(RSI, CLOSED[closed], ring(NOW), now=NOW)
        assert decision.status is closed
        assert next_of(decision) == ("answer_call", "Wed 2026-11-04 10:00")

    @pytest.mark.parametrize("closed", CLOSED)
    def test_a_call_that_rang_out_is_owed_no_answer(self, closed: Status) -> None:
        decision = decided(RSI, CLOSED[closed], ring(NOW), now="2026-11-04 10:05")
        assert (decision.status, decision.next_contact) == (closed, None)

    def test_the_reason_a_person_gave_is_gone_for_a_later_loss(self) -> None:
        events = [CLOSED[Status.DEAD], reply(NOW), declined("2026-11-05 10:00")]
        decision = decided(RSI, *events, now="2026-11-05 10:00")
        assert decision.reason_for_loss == "no_longer_interested"

    def test_a_reason_that_waited_is_gone_too(self) -> None:
        events = [
            reason_set("2026-11-03 09:05", "availability"),
            declined("2026-11-03 09:10"),
            contacted(NOW),
            declined("2026-11-05 10:00"),
        ]
        assert decided(RSI, *events, now=NOW).reason_for_loss is None
        again = decided(RSI, *events, now="2026-11-05 10:00")
        assert again.reason_for_loss == "no_longer_interested"

    def test_the_reason_the_rules_gave_is_gone_for_a_later_loss(self) -> None:
        calls = [call(f"2026-11-04 {hour}:00", "no_answer") for hour in (11, 12, 13)]
        events = [declined("2026-11-03 09:10"), reply(NOW), *calls]
        decision = decided(RSI, *events, now="2026-11-04 13:00")
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "best_practices")

    def test_the_ladder_begins_at_its_first_rung(self) -> None:
        calls = [call(f"2026-11-03 {hour}:00", "no_answer") for hour in (10, 11)]
        events = [*calls, dead("2026-11-03 12:00"), reopened(NOW), call(NOW, "no_answer")]
        decision = decided(RSI, *events, now=NOW)
        assert decision.attempts == 1
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 14:00")

    @pytest.mark.parametrize(
        "event", [*MESSAGES, *BOOKINGS, contacted(NOW), EXACT, reopened(NOW)], ids=lambda e: e.type
    )
    def test_the_attempts_start_at_0(self, event: Any) -> None:
        calls = [call(f"2026-11-03 {hour}:00", "no_answer") for hour in (10, 11)]
        closed = [*calls, dead("2026-11-03 12:00")]
        assert decided(RSI, *closed, now="2026-11-03 12:00").attempts == 2
        assert decided(RSI, *closed, event, now=NOW).attempts == 0

    def test_but_not_by_a_follow_up_to_a_lead_lost_by_exhaustion(self) -> None:
        calls = [call(f"2026-11-03 {hour}:00", "no_answer") for hour in (10, 11, 12)]
        decision = decided(RSI, *calls, EXACT, now=NOW)
        assert (decision.status, decision.attempts) == (Status.FOLLOW_UP, 3)

    def test_a_lead_lost_by_exhaustion_opens_too(self) -> None:
        calls = [call(f"2026-11-03 {hour}:00", "no_answer") for hour in (10, 11, 12)]
        decision = decided(RSI, *calls, reply(NOW), now=NOW)
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)

    def test_a_patient_lost_in_silence_opens_too(self) -> None:
        events = [booked("2026-11-03 09:10", "2026-11-04 10:00"), no_show("2026-11-04 10:20")]
        silent = decided(INCINTA, *events, now="2027-02-04 10:00")
        assert (silent.status, silent.reason_for_loss) == (Status.DEAD, "no_response")
        again = decided(INCINTA, *events, voicemail("2027-02-05 10:00"), now="2027-02-05 10:00")
        assert (again.status, again.reason_for_loss) == (Status.FOLLOW_UP, None)

    @pytest.mark.parametrize(
        ("event", "rule"),
        [(contacted(NOW), "CLS-4"), (voicemail(NOW), "CLS-4"), (reopened(NOW), "CLS-4")],
        ids=["conversation", "message", "user"],
    )
    def test_it_names_its_rule(self, event: Any, rule: str) -> None:
        assert rule_for(decided(RSI, CLOSED[Status.DEAD], event, now=NOW), "status") == rule


class TestCLS4ReopenedByAUser:
    """A user may reopen a closed, an unreachable or a visited lead; done to another it changes
    nothing and is a warning (CLS-4)."""

    @PRESETS
    @pytest.mark.parametrize(
        "events",
        [
            [unreachable("2026-11-03 09:10")],
            [booked("2026-11-03 09:10", "2026-11-03 10:00"), attended("2026-11-03 10:20")],
        ],
        ids=["unreachable", "visited"],
    )
    def test_it_makes_these_follow_up_due_at_once(self, policy: Policy, events: list[Any]) -> None:
        decision = decided(policy, *events, reopened(NOW), now=NOW)
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 10:00")
        assert upcoming_of(decision) == []
        assert WarningCode.REOPENED_NOT_CLOSED not in codes(decision)

    @pytest.mark.parametrize(
        "events",
        [
            [],
            [call("2026-11-03 09:10", "no_answer")],
            [contacted("2026-11-03 09:10")],
            [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")],
            [booked("2026-11-03 09:10", "2026-11-20 10:00")],
            [booked("2026-11-03 09:10", "2026-11-04 09:50"), no_show("2026-11-04 09:55")],
        ],
        ids=["new", "follow_up", "contacted", "mail_contacted", "scheduled", "no_show"],
    )
    def test_it_changes_no_other_lead_and_is_a_warning(self, events: list[Any]) -> None:
        before = decided(INCINTA, *events, now=NOW)
        decision = decided(INCINTA, *events, reopened(NOW), now=NOW)
        assert decision.status is before.status
        assert decision.next_contact == before.next_contact
        assert decision.upcoming == before.upcoming
        assert decision.attempts == before.attempts
        assert codes(decision) == [WarningCode.REOPENED_NOT_CLOSED, *codes(before)]
        assert decision.warnings[0].event == len(events)

    def test_an_exact_follow_up_afterwards_takes_the_place_of_the_contact_at_once(self) -> None:
        events = [
            CLOSED[Status.DEAD],
            reopened(NOW),
            follow_up("2026-11-04 10:01", "2026-11-09 10:00"),
        ]
        decision = decided(INCINTA, *events, now="2026-11-04 10:01")
        assert next_of(decision) == ("follow_up", "Mon 2026-11-09 10:00")
        assert decision.upcoming == ()


VISITED = [booked("2026-11-03 09:10", "2026-11-03 10:00"), attended("2026-11-03 10:20")]


class TestCLS4Visited:
    """A patient who has visited stays visited but for a booking, a reopening and a closing; what
    such a patient is owed is a next contact all the same (CLS-4)."""

    @PRESETS
    @pytest.mark.parametrize(
        "event",
        [
            *CONVERSATIONS,
            *MESSAGES,
            ring(NOW),
            ring(NOW, False),
            EXACT,
            follow_up(NOW),
            call(NOW, "no_answer"),
            email(NOW),
            unreachable(NOW),
        ],
        ids=lambda each: each.type,
    )
    def test_nothing_else_changes_the_status(self, policy: Policy, event: Any) -> None:
        assert decided(policy, *VISITED, event, now=NOW).status is Status.VISITED

    @PRESETS
    @pytest.mark.parametrize(
        ("event", "status"),
        [
            *((event, Status.SCHEDULED) for event in BOOKINGS),
            (reopened(NOW), Status.FOLLOW_UP),
            (dead(NOW), Status.DEAD),
            (invalid(NOW), Status.INVALID),
            (office_transfer(NOW), Status.OFFICE_TRANSFER),
            (declined(NOW), Status.DEAD),
            (stop(NOW), Status.DEAD),
        ],
        ids=lambda each: getattr(each, "type", None),
    )
    def test_a_booking_a_reopening_and_a_closing_do(
        self, policy: Policy, event: Any, status: Status
    ) -> None:
        assert decided(policy, *VISITED, event, now=NOW).status is status

    @PRESETS
    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (ring(NOW), ("answer_call", "Wed 2026-11-04 10:00")),
            (ring(NOW, False), ("answer_reply", "Wed 2026-11-04 10:00")),
            (voicemail(NOW), ("return_voicemail", "Wed 2026-11-04 10:00")),
            (reply(NOW), ("answer_reply", "Wed 2026-11-04 10:00")),
            (EXACT, ("follow_up", "Fri 2026-11-06 15:00")),
        ],
        ids=["ringing call", "missed call", "voicemail", "reply", "exact follow-up"],
    )
    def test_what_the_patient_is_owed_is_the_next_contact(
        self, policy: Policy, event: Any, expected: tuple[str, str]
    ) -> None:
        assert next_of(decided(policy, *VISITED, event, now=NOW)) == expected

    @PRESETS
    @pytest.mark.parametrize(
        "event", [voicemail(NOW), reply(NOW), EXACT], ids=["voicemail", "reply", "follow-up"]
    )
    def test_once_given_there_is_nothing_more(self, policy: Policy, event: Any) -> None:
        done = call("2026-11-06 15:01", "no_answer")
        decision = decided(policy, *VISITED, event, done, now="2026-11-06 15:01")
        assert (decision.next_contact, decision.upcoming) == (None, ())

    @PRESETS
    def test_without_more_nothing_is_planned(self, policy: Policy) -> None:
        decision = decided(policy, *VISITED, now="2026-11-03 10:20")
        assert (decision.next_contact, decision.priority) == (None, None)
        assert decision.valid_until is None

    @PRESETS
    def test_the_ladder_does_not_run(self, policy: Policy) -> None:
        decision = decided(policy, *VISITED, call(NOW, "left_message"), now=NOW)
        assert decision.next_contact is None

    @PRESETS
    def test_a_bare_follow_up_is_a_warning(self, policy: Policy) -> None:
        decision = decided(policy, *VISITED, follow_up(NOW), now=NOW)
        assert decision.next_contact is None
        assert codes(decision) == [WarningCode.FOLLOW_UP_WITHOUT_LADDER]

    def test_the_reminder_of_a_new_booking_is_planned(self) -> None:
        again = booked(NOW, "2026-11-20 10:00", "a2")
        decision = decided(INCINTA, *VISITED, again, now=NOW)
        assert next_of(decision) == ("reminder", "Thu 2026-11-19 09:00")
        assert decision.valid_until == at("2026-11-19 09:00")

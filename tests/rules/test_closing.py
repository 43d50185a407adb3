"""Closing a lead: by a person, by the customer, and what a closed lead no longer gets."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    attended,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    declined,
    email,
    follow_up,
    invalid,
    marked,
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
from leadflow.vocabulary import ReasonForLoss, Status, WarningCode

PRESETS = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
TO_STATUS: dict[Status, list[Any]] = {
    Status.NEW: [],
    Status.FOLLOW_UP: [call("2026-11-03 09:10", "no_answer")],
    Status.CONTACTED: [contacted("2026-11-03 09:10")],
    Status.MAIL_CONTACTED: [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")],
    Status.SCHEDULED: [booked("2026-11-03 09:10", "2026-11-20 10:00")],
    Status.NO_SHOW: [booked("2026-11-03 09:10", "2026-11-03 10:00"), no_show("2026-11-03 10:20")],
    Status.VISITED: [booked("2026-11-03 09:10", "2026-11-03 10:00"), attended("2026-11-03 10:20")],
    Status.UNREACHABLE: [unreachable("2026-11-03 09:10")],
    Status.DEAD: [dead("2026-11-03 09:10", "availability")],
    Status.INVALID: [invalid("2026-11-03 09:10")],
    Status.OFFICE_TRANSFER: [office_transfer("2026-11-03 09:10")],
}
"""Events that bring a lead of INCINTA to each status."""
IN_EVERY_STATUS = pytest.mark.parametrize("status", TO_STATUS)
CLOSINGS = [
    (dead("2026-11-04 10:00", "price_shopping"), Status.DEAD, "price_shopping"),
    (invalid("2026-11-04 10:00", "duplicate"), Status.INVALID, None),
    (office_transfer("2026-11-04 10:00"), Status.OFFICE_TRANSFER, None),
]
BY_CLOSING = pytest.mark.parametrize(
    ("closing", "closed", "reason"), CLOSINGS, ids=[each[1].value for each in CLOSINGS]
)
CLOSED_AT = "2026-11-04 10:00"
STOPPED = stop("2026-11-04 10:00")


class TestCLS1ClosedByHand:
    """A person may close a lead: as dead, as invalid, or by handing it to the front desk.

    Marked as dead it is dead with that reason, marked as invalid it is invalid, handed over it is
    an office transfer; all that was planned, owed or booked ends (CLS-1).
    """

    @pytest.mark.parametrize("status", TO_STATUS)
    @BY_CLOSING
    def test_it_closes_a_lead_in_every_status(
        self, status: Status, closing: Any, closed: Status, reason: str | None
    ) -> None:
        assert decided(INCINTA, *TO_STATUS[status], now="2026-11-04 09:59").status is status
        decision = decided(INCINTA, *TO_STATUS[status], closing, now=CLOSED_AT)
        assert (decision.status, decision.reason_for_loss) == (closed, reason)

    @PRESETS
    @BY_CLOSING
    def test_it_does_so_under_every_policy_without_warning(
        self, policy: Policy, closing: Any, closed: Status, reason: str | None
    ) -> None:
        decision = decided(policy, closing, now=CLOSED_AT)
        assert (decision.status, decision.reason_for_loss) == (closed, reason)
        assert codes(decision) == []
        assert rule_for(decision, "status") == "CLS-1"

    @IN_EVERY_STATUS
    @BY_CLOSING
    def test_nothing_that_was_planned_is_left(
        self, status: Status, closing: Any, closed: Status, reason: str | None
    ) -> None:
        decision = decided(INCINTA, *TO_STATUS[status], closing, now=CLOSED_AT)
        assert (decision.next_contact, decision.upcoming) == (None, ())
        assert decision.priority is None

    @PRESETS
    @BY_CLOSING
    @pytest.mark.parametrize(
        "event",
        [
            voicemail("2026-11-03 09:10"),
            reply("2026-11-03 09:10"),
            ring("2026-11-03 09:10", False),
            follow_up("2026-11-03 09:10", "2026-11-10 09:00"),
            follow_up("2026-11-03 09:10"),
        ],
        ids=["voicemail", "reply", "missed call", "exact follow-up", "bare follow-up"],
    )
    def test_nothing_that_was_owed_or_set_is_left_or_comes_back(
        self, policy: Policy, event: Any, closing: Any, closed: Status, reason: str | None
    ) -> None:
        assert decided(policy, event, closing, now=CLOSED_AT).next_contact is None
        again = decided(
            policy, event, closing, reopened("2026-11-05 09:00"), now="2026-11-05 09:00"
        )
        assert next_of(again) == ("follow_up", "Thu 2026-11-05 09:00")
        assert upcoming_of(again) == []

    @BY_CLOSING
    def test_a_call_that_is_ringing_goes_on(
        self, closing: Any, closed: Status, reason: str | None
    ) -> None:
        ringing = ring("2026-11-04 09:58")
        expected = ("answer_call", "Wed 2026-11-04 09:58")
        decision = decided(INCINTA, ringing, closing, now="2026-11-04 10:02:59.999999")
        assert decision.status is closed
        assert next_of(decision) == expected
        assert decided(INCINTA, ringing, closing, now="2026-11-04 10:03").next_contact is None

    @BY_CLOSING
    def test_open_appointments_end(self, closing: Any, closed: Status, reason: str | None) -> None:
        events = [*TO_STATUS[Status.SCHEDULED], closing, reopened("2026-11-05 09:00")]
        decision = decided(INCINTA, *events, now="2026-11-05 09:00")
        assert decision.status is Status.FOLLOW_UP
        assert "reminder" not in [purpose for purpose, _at in upcoming_of(decision)]

    @BY_CLOSING
    def test_an_appointment_that_ended_cannot_be_cancelled(
        self, closing: Any, closed: Status, reason: str | None
    ) -> None:
        events = [*TO_STATUS[Status.SCHEDULED], closing, cancelled("2026-11-05 09:00")]
        decision = decided(INCINTA, *events, now="2026-11-05 09:00")
        assert decision.status is closed
        assert codes(decision) == [WarningCode.CANCELLED_WITHOUT_BOOKING]

    @BY_CLOSING
    def test_an_open_attempt_no_longer_ends_in_exhaustion(
        self, closing: Any, closed: Status, reason: str | None
    ) -> None:
        calls = [
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 13:10", "no_answer"),
            call("2026-11-04 09:30"),
        ]
        decision = decided(RSI, *calls, closing, now="2026-11-06 10:00")
        assert (decision.status, decision.reason_for_loss) == (closed, reason)

    @BY_CLOSING
    def test_silence_no_longer_ends_in_no_response(
        self, closing: Any, closed: Status, reason: str | None
    ) -> None:
        decision = decided(INCINTA, *TO_STATUS[Status.NO_SHOW], closing, now="2027-06-01 10:00")
        assert (decision.status, decision.reason_for_loss) == (closed, reason)
        assert decision.valid_until is None

    @BY_CLOSING
    def test_no_no_show_is_assumed_any_more(
        self, closing: Any, closed: Status, reason: str | None
    ) -> None:
        policy = INCINTA.revise(appointments={"assume_no_show_after": "PT1H"})
        decision = decided(policy, *TO_STATUS[Status.SCHEDULED], closing, now="2026-11-25 10:00")
        assert decision.status is closed

    def test_a_code_of_the_clinics_own_is_kept_as_reason(self) -> None:
        decision = decided(RSI, dead("2026-11-04 10:00", "moved_to_mars"), now=CLOSED_AT)
        assert decision.reason_for_loss == "moved_to_mars"

    def test_the_latest_reason_given_by_hand_holds(self) -> None:
        events = [dead("2026-11-04 09:00", "insurance"), dead("2026-11-04 10:00", "availability")]
        assert decided(RSI, *events, now=CLOSED_AT).reason_for_loss == "availability"


class TestCLS2ClosedByTheCustomer:
    """A customer who declines, or asks not to be contacted, is lost.

    The one is lost as no longer interested; the other for that request, and is not contacted from
    then on (CLS-2).
    """

    @IN_EVERY_STATUS
    @pytest.mark.parametrize(
        ("closing", "reason", "silent"),
        [
            (declined("2026-11-04 10:00"), ReasonForLoss.NO_LONGER_INTERESTED, False),
            (STOPPED, ReasonForLoss.STOP_CONTACT, True),
        ],
        ids=["declined", "stop"],
    )
    def test_it_closes_a_lead_in_every_status(
        self, status: Status, closing: Any, reason: ReasonForLoss, silent: bool
    ) -> None:
        before = [] if status is Status.DEAD else TO_STATUS[status]
        decision = decided(INCINTA, *before, closing, now=CLOSED_AT)
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, reason)
        assert decision.do_not_contact is silent
        assert (decision.next_contact, decision.upcoming) == (None, ())

    @PRESETS
    @pytest.mark.parametrize("closing", [declined(CLOSED_AT), STOPPED], ids=["declined", "stop"])
    def test_it_does_so_under_every_policy(self, policy: Policy, closing: Any) -> None:
        decision = decided(policy, closing, now=CLOSED_AT)
        assert decision.status is Status.DEAD
        assert rule_for(decision, "status") == "CLS-2"
        assert rule_for(decision, "reason_for_loss") == "CLS-2"
        assert codes(decision) == []

    def test_the_request_to_stop_names_its_rule(self) -> None:
        assert rule_for(decided(RSI, STOPPED, now=CLOSED_AT), "do_not_contact") == "CLS-2"

    @pytest.mark.parametrize(
        "given",
        [dead("2026-11-04 09:00", "insurance"), reason_set("2026-11-04 09:00", "insurance")],
        ids=["marked dead", "reason set"],
    )
    @pytest.mark.parametrize("closing", [declined(CLOSED_AT), STOPPED], ids=["declined", "stop"])
    def test_a_reason_that_a_person_gave_wins(self, given: Any, closing: Any) -> None:
        assert decided(RSI, given, closing, now=CLOSED_AT).reason_for_loss == "insurance"

    def test_open_appointments_end(self) -> None:
        events = [*TO_STATUS[Status.SCHEDULED], declined(CLOSED_AT), reopened("2026-11-05 09:00")]
        assert decided(INCINTA, *events, now="2026-11-05 09:00").status is Status.FOLLOW_UP


CLOSED = {
    status: TO_STATUS[status] for status in (Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER)
}


class TestCLS5OutreachOnClosedLeads:
    """Trying a closed lead without reaching it changes nothing and is warned of (CLS-5)."""

    @PRESETS
    @pytest.mark.parametrize("status", CLOSED)
    @pytest.mark.parametrize(
        "outreach",
        [
            call("2026-11-04 10:00", "no_answer"),
            call("2026-11-04 10:00", "left_message"),
            call("2026-11-04 10:00"),
            email("2026-11-04 10:00"),
            text("2026-11-04 10:00"),
            marked("2026-11-04 10:00", "left_message"),
            marked("2026-11-04 10:00", "no_answer"),
        ],
        ids=["unreached", "message", "no outcome", "e-mail", "text", "marked", "marked none"],
    )
    def test_it_changes_nothing_and_is_a_warning(
        self, policy: Policy, status: Status, outreach: Any
    ) -> None:
        before = decided(policy, *CLOSED[status], now="2026-11-04 10:00")
        decision = decided(policy, *CLOSED[status], outreach, now="2026-11-04 10:00")
        assert codes(decision) == [WarningCode.OUTREACH_ON_CLOSED_LEAD]
        assert decision.status is status
        assert decision.reason_for_loss == before.reason_for_loss
        assert decision.attempts == before.attempts
        assert (decision.next_contact, decision.upcoming) == (None, ())

    def test_the_warning_names_the_outreach(self) -> None:
        events = [dead("2026-11-03 09:10"), email("2026-11-04 10:00")]
        decision = decided(RSI, *events, now="2026-11-05 10:00")
        assert [(each.event, each.at) for each in decision.warnings] == [
            (1, at("2026-11-04 10:00"))
        ]

    def test_on_an_exhausted_lead_it_adds_no_attempt(self) -> None:
        calls = [call(f"2026-11-03 {hour:02}:00", "no_answer") for hour in (10, 11, 12, 13)]
        decision = decided(RSI, *calls, now="2026-11-03 13:00")
        assert (decision.status, decision.attempts) == (Status.DEAD, 3)
        assert codes(decision) == [WarningCode.OUTREACH_ON_CLOSED_LEAD]

    @pytest.mark.parametrize("status", [Status.DEAD, Status.OFFICE_TRANSFER])
    def test_a_call_that_connects_is_no_such_outreach(self, status: Status) -> None:
        connected = call("2026-11-04 10:00", "connected")
        assert codes(decided(RSI, *CLOSED[status], connected, now="2026-11-04 10:00")) == []

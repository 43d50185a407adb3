"""Customers who asked not to be contacted."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    next_of,
    no_show,
    permitted,
    reopened,
    reply,
    ring,
    rule_for,
    stop,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, queue
from leadflow.vocabulary import Status, WarningCode, WorkKind

PRESETS = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
STOPPED_AT = "2026-11-04 10:00"
STOPPED = stop(STOPPED_AT)


class TestCLS3DoNotContact:
    """Whoever asks not to be contacted is left alone until they allow it again.

    There is no next contact and no place in the queue, but for a call that is ringing; outreach is
    a warning (CLS-3).
    """

    AFTERWARDS: tuple[tuple[Any, Status], ...] = (
        (voicemail("2026-11-05 10:00"), Status.FOLLOW_UP),
        (reply("2026-11-05 10:00"), Status.FOLLOW_UP),
        (ring("2026-11-05 10:00", False), Status.DEAD),
        (ring("2026-11-05 10:00", True), Status.CONTACTED),
        (contacted("2026-11-05 10:00"), Status.CONTACTED),
        (call("2026-11-05 10:00", "no_answer"), Status.DEAD),
        (call("2026-11-05 10:00", "connected"), Status.CONTACTED),
        (follow_up("2026-11-05 10:00", "2026-11-06 10:00"), Status.FOLLOW_UP),
        (follow_up("2026-11-05 10:00", "2026-11-05 09:00"), Status.FOLLOW_UP),
        (reopened("2026-11-05 10:00"), Status.FOLLOW_UP),
        (booked("2026-11-05 10:00", "2026-11-20 10:00"), Status.SCHEDULED),
        (booked("2026-11-05 10:00", "2026-11-06 10:00"), Status.SCHEDULED),
        (no_show("2026-11-05 10:00"), Status.DEAD),
    )

    @PRESETS
    @pytest.mark.parametrize(("event", "status"), AFTERWARDS)
    @pytest.mark.parametrize("now", ["2026-11-05 10:00", "2026-11-06 12:00", "2026-12-06 12:00"])
    def test_nothing_that_happens_later_brings_a_contact(
        self, policy: Policy, event: Any, status: Status, now: str
    ) -> None:
        decision = decided(policy, STOPPED, event, now=now)
        assert decision.status is status
        assert (decision.next_contact, decision.upcoming) == (None, ())
        assert decision.priority is None
        assert queue([decision], now=at(now)) == ()
        assert decision.do_not_contact

    def test_a_lead_that_was_opened_again_stays_uncontacted_in_all_that_follows(self) -> None:
        events = [
            reopened("2026-11-05 10:00"),
            call("2026-11-05 11:00", "left_message"),
            follow_up("2026-11-05 12:00"),
            unreachable("2026-11-05 13:00"),
        ]
        decision = decided(CLINIC, STOPPED, *events, now="2027-01-05 12:00")
        assert decision.status is Status.UNREACHABLE
        assert decision.next_contact is None

    def test_a_missed_appointment_brings_no_steps(self) -> None:
        events = [booked("2026-11-05 10:00", "2026-11-06 10:00"), no_show("2026-11-06 10:10")]
        decision = decided(INCINTA, STOPPED, *events, now="2026-11-06 10:11")
        assert decision.status is Status.NO_SHOW
        assert decision.next_contact is None

    def test_the_decision_names_the_request_as_the_cause(self) -> None:
        decision = decided(INCINTA, STOPPED, reopened("2026-11-05 10:00"), now="2026-11-05 10:00")
        reason = next(each for each in decision.because if each.output == "next_contact")
        assert (reason.event, reason.at) == (0, at(STOPPED_AT))

    @PRESETS
    @pytest.mark.parametrize(
        "before",
        [[], [reopened("2026-11-05 09:00")], [booked("2026-11-05 09:00", "2026-11-20 10:00")]],
        ids=["dead", "reopened", "scheduled"],
    )
    def test_a_call_that_is_ringing_is_answered(self, policy: Policy, before: list[Any]) -> None:
        events = [STOPPED, *before, ring("2026-11-05 10:00")]
        decision = decided(policy, *events, now="2026-11-05 10:04:59.999999")
        assert next_of(decision) == ("answer_call", "Thu 2026-11-05 10:00")
        assert decision.priority is not None
        assert decision.priority.kind is WorkKind.INBOUND_CALL
        assert decision.upcoming == ()
        assert decided(policy, *events, now="2026-11-05 10:05").next_contact is None

    @PRESETS
    @pytest.mark.parametrize(
        "outreach",
        [
            call("2026-11-04 10:00", "no_answer"),
            call("2026-11-04 10:00", "left_message"),
            call("2026-11-04 10:00", "connected"),
            call("2026-11-04 10:00"),
            call("2026-11-04 10:00", via="other"),
            email("2026-11-04 10:00"),
            email("2026-11-04 10:00", "purple_chat"),
            text("2026-11-04 10:00"),
        ],
        ids=lambda each: f"{each.type}-{getattr(each, 'outcome', getattr(each, 'via', ''))}",
    )
    def test_outreach_is_a_warning_after_the_request_only(
        self, policy: Policy, outreach: Any
    ) -> None:
        warning = WarningCode.OUTREACH_AFTER_STOP_REQUEST
        assert warning in codes(decided(policy, STOPPED, outreach, now=STOPPED_AT))
        assert warning not in codes(decided(policy, outreach, STOPPED, now=STOPPED_AT))
        allowed = decided(policy, STOPPED, permitted(STOPPED_AT), outreach, now=STOPPED_AT)
        assert warning not in codes(allowed)

    @PRESETS
    @pytest.mark.parametrize("outcome", ["no_answer", "left_message", "connected"])
    def test_what_came_of_a_call_placed_before_may_be_told_after_it(
        self, policy: Policy, outcome: str
    ) -> None:
        placed = call("2026-11-03 10:00", call_id="c1")
        told = call("2026-11-04 10:00", outcome, call_id="c1")
        warning = WarningCode.OUTREACH_AFTER_STOP_REQUEST
        assert warning not in codes(decided(policy, placed, STOPPED, told, now=STOPPED_AT))

    @PRESETS
    def test_another_call_is_outreach_and_warned_of_once(self, policy: Policy) -> None:
        placed = call("2026-11-03 10:00", call_id="c1")
        after = [
            call("2026-11-04 10:00", call_id="c2"),
            call("2026-11-04 10:05", "no_answer", call_id="c2"),
        ]
        decision = decided(policy, placed, STOPPED, *after, now="2026-11-06")
        warning = WarningCode.OUTREACH_AFTER_STOP_REQUEST
        assert [each.event for each in decision.warnings if each.code is warning] == [2]

    def test_the_warning_names_the_outreach(self) -> None:
        decision = decided(RSI, STOPPED, call("2026-11-05 10:00", "connected"), now="2026-11-06")
        assert [(each.code, each.event, each.at) for each in decision.warnings] == [
            (WarningCode.OUTREACH_AFTER_STOP_REQUEST, 1, at("2026-11-05 10:00"))
        ]

    @pytest.mark.parametrize(
        "event", [event for event, _status in AFTERWARDS], ids=lambda each: each.type
    )
    def test_only_permission_lifts_it(self, event: Any) -> None:
        assert decided(INCINTA, STOPPED, event, now="2027-01-01 10:00").do_not_contact
        lifted = decided(
            INCINTA, STOPPED, event, permitted("2026-11-05 10:01"), now="2026-11-05 10:01"
        )
        assert not lifted.do_not_contact

    def test_permission_names_its_rule(self) -> None:
        decision = decided(RSI, STOPPED, permitted("2026-11-05 10:00"), now="2026-11-05 10:00")
        assert rule_for(decision, "do_not_contact") == "CLS-3"

    def test_permission_alone_does_not_open_the_lead(self) -> None:
        decision = decided(INCINTA, STOPPED, permitted("2026-11-05 10:00"), now="2026-11-05 10:00")
        assert (decision.status, decision.next_contact) == (Status.DEAD, None)

    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (voicemail("2026-11-05 10:00"), ("return_voicemail", "Thu 2026-11-05 10:00")),
            (reply("2026-11-05 10:00"), ("answer_reply", "Thu 2026-11-05 10:00")),
            (
                follow_up("2026-11-05 10:00", "2026-11-09 10:00"),
                ("follow_up", "Mon 2026-11-09 10:00"),
            ),
            (booked("2026-11-05 10:00", "2026-11-20 10:00"), ("reminder", "Thu 2026-11-19 09:00")),
        ],
        ids=["voicemail", "reply", "follow-up", "booking"],
    )
    def test_with_permission_what_came_meanwhile_is_to_be_done(
        self, event: Any, expected: tuple[str, str]
    ) -> None:
        events = [STOPPED, event, permitted("2026-11-06 10:00")]
        assert next_of(decided(INCINTA, *events, now="2026-11-06 10:00")) == expected

    def test_permission_that_was_never_withdrawn_changes_nothing(self) -> None:
        events = [call("2026-11-03 09:10", "no_answer"), permitted("2026-11-03 09:20")]
        decision = decided(RSI, *events, now="2026-11-03 09:20")
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:10")
        assert codes(decision) == []

    def test_a_second_request_holds_again(self) -> None:
        events = [STOPPED, permitted("2026-11-05 10:00"), stop("2026-11-06 10:00")]
        decision = decided(RSI, *events, reopened("2026-11-07 10:00"), now="2026-11-07 10:00")
        assert decision.do_not_contact
        assert decision.next_contact is None

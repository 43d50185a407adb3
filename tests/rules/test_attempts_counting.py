"""What counts as a contact attempt, and from when: rules ATT-1 and ATT-2."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    call,
    cancelled,
    contacted,
    decided,
    declined,
    email,
    follow_up,
    invalid,
    marked,
    marked_scheduled,
    moved,
    next_of,
    no_show,
    office_transfer,
    reopened,
    reply,
    ring,
    rule_for,
    stop,
    text,
    unreachable,
    voicemail,
)
from clinic import dead as marked_dead
from leadflow import CLINIC, INCINTA, RSI, Policy

NINE_TEN = "2026-11-03 09:10"
LATE = "2026-11-30 12:00"


def attempts(policy: Policy, *events: Any, now: str = LATE, of: Any = None) -> int:
    """The number of attempts that a policy counts."""
    return decided(policy, *events, now=now, of=of).attempts


def counting(*kinds: str) -> Policy:
    """RSI's policy, counting these kinds of outreach only."""
    return RSI.revise(attempts={"counted": list(kinds)})


every_outcome = pytest.mark.parametrize("outcome", [None, "connected", "left_message", "no_answer"])
as_rsi_counts = pytest.mark.parametrize("policy", [RSI, CLINIC], ids=lambda policy: policy.name)
every_policy = pytest.mark.parametrize(
    "policy", [RSI, INCINTA, CLINIC], ids=lambda policy: policy.name
)


class TestATT1WhatCounts:
    """An attempt is a call or an e-mail of a kind that the clinic's policy counts.

    RSI and CLINIC count a call noted by the phone button whatever came of it, a VoIP call on which
    somebody answered, and an e-mail by the e-mail button; no e-mail from purple chat and never a
    text. Incinta counts every call placed and every e-mail (ATT-1).
    """

    NOW = "2026-11-03 09:12"

    @as_rsi_counts
    @every_outcome
    def test_a_call_by_the_phone_button_counts(self, policy: Policy, outcome: str | None) -> None:
        assert attempts(policy, call(NINE_TEN, outcome), now=self.NOW) == 1

    @as_rsi_counts
    @pytest.mark.parametrize(
        ("outcome", "counted"),
        [(None, 0), ("connected", 1), ("left_message", 0), ("no_answer", 0)],
    )
    def test_a_placed_voip_call_counts_when_it_connected(
        self, policy: Policy, outcome: str | None, counted: int
    ) -> None:
        assert attempts(policy, call(NINE_TEN, outcome, "voip"), now=self.NOW) == counted

    @as_rsi_counts
    @pytest.mark.parametrize(("answered", "counted"), [(None, 0), (True, 1), (False, 0)])
    def test_a_received_voip_call_counts_when_it_was_answered(
        self, policy: Policy, answered: bool | None, counted: int
    ) -> None:
        assert attempts(policy, ring(NINE_TEN, answered), now=self.NOW) == counted

    @as_rsi_counts
    @every_outcome
    def test_a_call_placed_another_way_does_not_count(
        self, policy: Policy, outcome: str | None
    ) -> None:
        assert attempts(policy, call(NINE_TEN, outcome, "other"), now=self.NOW) == 0

    @as_rsi_counts
    def test_a_call_answered_another_way_does_not_count(self, policy: Policy) -> None:
        assert attempts(policy, ring(NINE_TEN, True, "other"), now=self.NOW) == 0

    @as_rsi_counts
    @pytest.mark.parametrize(
        ("via", "counted"), [("email_button", 1), ("purple_chat", 0), ("other", 0)]
    )
    def test_an_email_counts_by_the_email_button_only(
        self, policy: Policy, via: str, counted: int
    ) -> None:
        assert attempts(policy, email(NINE_TEN, via), now=self.NOW) == counted

    @every_policy
    @pytest.mark.parametrize(
        "event",
        [
            text(NINE_TEN),
            marked(NINE_TEN),
            contacted(NINE_TEN),
            follow_up(NINE_TEN),
            follow_up(NINE_TEN, "2026-11-06 15:00"),
            voicemail(NINE_TEN),
            reply(NINE_TEN),
            reply(NINE_TEN, "text"),
        ],
        ids=lambda event: str(event.type),
    )
    def test_what_is_neither_a_call_nor_an_email_never_counts(
        self, policy: Policy, event: Any
    ) -> None:
        assert attempts(policy, event, now=self.NOW) == 0

    @pytest.mark.parametrize("via", ["phone_button", "voip", "other"])
    @every_outcome
    def test_incinta_counts_every_call_placed(self, via: str, outcome: str | None) -> None:
        assert attempts(INCINTA, call(NINE_TEN, outcome, via), now=self.NOW) == 1

    @pytest.mark.parametrize("via", ["email_button", "purple_chat", "other"])
    def test_incinta_counts_every_email_sent(self, via: str) -> None:
        assert attempts(INCINTA, email(NINE_TEN, via), now=self.NOW) == 1

    @pytest.mark.parametrize("answered", [None, True, False])
    def test_incinta_does_not_count_calls_from_the_lead(self, answered: bool | None) -> None:
        assert attempts(INCINTA, ring(NINE_TEN, answered), now=self.NOW) == 0

    @pytest.mark.parametrize(
        ("kind", "event", "counted"),
        [
            ("call:any", call(NINE_TEN, None, "other"), 1),
            ("call:any", email(NINE_TEN), 0),
            ("call:phone_button", call(NINE_TEN, None, "voip"), 0),
            ("call:phone_button", call(NINE_TEN), 1),
            ("answered:voip", call(NINE_TEN, "connected", "voip"), 1),
            ("answered:voip", ring(NINE_TEN, True), 1),
            ("answered:voip", call(NINE_TEN, "connected"), 0),
            ("email:any", email(NINE_TEN, "purple_chat"), 1),
            ("email:any", call(NINE_TEN), 0),
            ("email:email_button", email(NINE_TEN, "purple_chat"), 0),
            ("email:email_button", email(NINE_TEN), 1),
        ],
    )
    def test_a_policy_may_count_any_one_kind(self, kind: str, event: Any, counted: int) -> None:
        assert attempts(counting(kind), event, now=self.NOW) == counted

    def test_a_policy_may_count_nothing(self) -> None:
        assert attempts(counting(), call(NINE_TEN), email(NINE_TEN), now=self.NOW) == 0

    def test_a_call_that_two_kinds_count_is_one_attempt(self) -> None:
        policy = counting("call:any", "call:phone_button", "answered:voip")
        assert attempts(policy, call(NINE_TEN, "connected", "voip"), now=self.NOW) == 1

    def test_the_attempt_is_the_reason_for_the_number(self) -> None:
        decision = decided(RSI, text("2026-11-03 09:05"), call(NINE_TEN), now=self.NOW)
        reason = next(each for each in decision.because if each.output == "attempts")
        assert (reason.rule, reason.event) == ("ATT-1", 1)


class TestATT2WhenItCounts:
    """A call that is noted more than once, under one call id, is one attempt.

    Attempts are counted while the lead is open or unreachable, and from 0 again after a booking, a
    reopening, or when a closed lead opens; a follow-up to a lead that was lost at the end of the
    ladder goes on counting (ATT-2).
    """

    CALL = call(NINE_TEN, "left_message")
    AGAIN = call("2026-11-03 11:00", "left_message")
    AT_TEN = "2026-11-03 10:00"
    EXHAUSTED = (
        call(NINE_TEN, "left_message"),
        call("2026-11-03 13:15", "left_message"),
        call("2026-11-04 13:30", "left_message"),
    )

    @every_policy
    def test_an_outcome_told_later_for_the_same_call_is_no_second_attempt(
        self, policy: Policy
    ) -> None:
        later = call("2026-11-03 09:12", "left_message", call_id="c1")
        assert attempts(policy, call(NINE_TEN, call_id="c1"), later) == 1

    def test_the_same_call_stays_on_its_rung(self) -> None:
        later = call("2026-11-03 09:12", "no_answer", call_id="c1")
        decision = decided(RSI, call(NINE_TEN, call_id="c1"), later, now="2026-11-03 09:13")
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:12")

    def test_a_voip_call_counts_once_it_is_known_to_have_connected(self) -> None:
        first = call(NINE_TEN, None, "voip", call_id="c1")
        assert (
            attempts(RSI, first, call("2026-11-03 09:12", "connected", "voip", call_id="c1")) == 1
        )

    def test_a_received_call_that_rang_and_was_answered_is_one(self) -> None:
        first = ring(NINE_TEN, call_id="c1")
        answered = ring("2026-11-03 09:11", True, call_id="c1")
        assert attempts(RSI, first, answered, answered) == 1

    def test_the_same_call_told_three_times_is_one_even_with_another_between(self) -> None:
        told = [call(f"2026-11-03 09:1{n}", call_id=name) for n, name in enumerate("aba")]
        assert attempts(RSI, *told) == 2

    def test_two_call_ids_are_two_attempts(self) -> None:
        second = call("2026-11-03 09:12", call_id="c2")
        assert attempts(RSI, call(NINE_TEN, call_id="c1"), second) == 2

    def test_calls_without_id_are_apart_even_at_one_instant(self) -> None:
        assert attempts(RSI, call(NINE_TEN), call(NINE_TEN)) == 2

    def test_a_history_without_outreach_has_none(self) -> None:
        assert attempts(RSI) == 0

    @pytest.mark.parametrize(
        "closing",
        [marked_dead(AT_TEN), office_transfer(AT_TEN), invalid(AT_TEN), declined(AT_TEN)],
        ids=lambda event: str(event.type),
    )
    @every_policy
    def test_outreach_to_a_closed_lead_is_not_counted(self, policy: Policy, closing: Any) -> None:
        late = call("2026-11-04 11:00", "left_message")
        assert attempts(policy, self.CALL, closing, late) == 1

    @pytest.mark.parametrize(
        "away",
        [
            (booked(AT_TEN, "2026-11-16 10:00"),),
            (marked_scheduled(AT_TEN),),
            (booked(AT_TEN, "2026-11-03 10:10"), no_show("2026-11-03 10:20")),
            (booked(AT_TEN, "2026-11-03 10:10"), attended("2026-11-03 10:10")),
        ],
        ids=["scheduled", "marked as scheduled", "no-show", "visited"],
    )
    @every_policy
    def test_outreach_around_an_appointment_is_not_counted(
        self, policy: Policy, away: tuple[Any, ...]
    ) -> None:
        assert attempts(policy, self.CALL, *away, self.AGAIN, now="2026-11-03 12:00") == 0

    @as_rsi_counts
    def test_outreach_to_an_unreachable_lead_is_counted(self, policy: Policy) -> None:
        assert attempts(policy, self.CALL, unreachable(self.AT_TEN), self.AGAIN) == 2

    @pytest.mark.parametrize(
        "booking", [booked(AT_TEN, "2026-11-16 10:00"), marked_scheduled(AT_TEN)]
    )
    def test_a_booking_starts_at_0(self, booking: Any) -> None:
        assert attempts(RSI, self.CALL, booking, now=self.AT_TEN) == 0

    def test_a_microsecond_before_the_booking_the_attempts_stand(self) -> None:
        booking = booked(self.AT_TEN, "2026-11-16 10:00")
        assert attempts(RSI, self.CALL, booking, now="2026-11-03 09:59:59.999999") == 1

    def test_after_a_cancelled_booking_the_next_attempt_is_the_first(self) -> None:
        events = (
            *self.EXHAUSTED[:2],
            booked("2026-11-03 14:00", "2026-11-16 10:00"),
            cancelled("2026-11-04 09:00"),
            call("2026-11-04 10:00", "left_message"),
        )
        decision = decided(RSI, *events, now="2026-11-04 10:01")
        assert (decision.attempts, next_of(decision)) == (1, ("follow_up", "Wed 2026-11-04 14:00"))

    def test_a_move_taken_as_a_booking_starts_at_0(self) -> None:
        assert attempts(RSI, self.CALL, moved(self.AT_TEN, "2026-11-16 10:00", "a9")) == 0

    @pytest.mark.parametrize(
        "away",
        [
            (marked_dead(AT_TEN),),
            (invalid(AT_TEN),),
            (office_transfer(AT_TEN),),
            (unreachable(AT_TEN),),
            (attended(AT_TEN, "a9"),),
        ],
        ids=["dead", "invalid", "office_transfer", "unreachable", "visited"],
    )
    def test_a_reopening_starts_at_0(self, away: tuple[Any, ...]) -> None:
        assert attempts(RSI, self.CALL, *away, reopened("2026-11-03 11:00")) == 0

    def test_after_a_reopening_outreach_counts_again(self) -> None:
        late = call("2026-11-03 12:00", "left_message")
        back = reopened("2026-11-03 11:00")
        assert attempts(RSI, *self.EXHAUSTED[:1], marked_dead(self.AT_TEN), back, late) == 1

    def test_a_reopening_of_an_open_lead_changes_nothing(self) -> None:
        assert attempts(RSI, self.CALL, reopened("2026-11-03 11:00")) == 1

    @pytest.mark.parametrize(
        "opening",
        [
            contacted("2026-11-04 14:00"),
            ring("2026-11-04 14:00", True, "other"),
            call("2026-11-04 14:00", "connected", "other"),
            voicemail("2026-11-04 14:00"),
            reply("2026-11-04 14:00"),
        ],
        ids=lambda event: str(event.type),
    )
    @pytest.mark.parametrize(
        "closing", [(), (marked_dead("2026-11-04 13:45"),)], ids=["", "by hand"]
    )
    def test_communication_that_opens_a_closed_lead_starts_at_0(
        self, opening: Any, closing: tuple[Any, ...]
    ) -> None:
        assert attempts(RSI, *self.EXHAUSTED, *closing, opening, now="2026-11-04 14:00") == 0

    def test_a_follow_up_that_opens_a_lead_closed_by_hand_starts_at_0(self) -> None:
        back = follow_up("2026-11-03 11:00", "2026-11-06 15:00")
        assert attempts(RSI, self.CALL, marked_dead(self.AT_TEN), back) == 0

    def test_a_follow_up_to_a_lead_handed_to_the_office_starts_at_0(self) -> None:
        back = follow_up("2026-11-03 11:00", "2026-11-06 15:00")
        assert attempts(RSI, self.CALL, office_transfer(self.AT_TEN), back) == 0

    def test_a_follow_up_to_an_exhausted_lead_goes_on_counting(self) -> None:
        back = follow_up("2026-11-04 13:40", "2026-11-06 15:00")
        assert attempts(RSI, *self.EXHAUSTED, back, now="2026-11-04 13:40") == 3

    def test_a_follow_up_to_a_lead_that_the_grace_closed_goes_on_counting(self) -> None:
        open_call = call("2026-11-04 13:30")
        back = follow_up("2026-11-04 18:00", "2026-11-06 15:00")
        assert attempts(RSI, *self.EXHAUSTED[:2], open_call, back) == 3

    def test_an_attempt_after_an_exhausted_lead_came_back_is_the_fourth(self) -> None:
        back = follow_up("2026-11-04 13:40", "2026-11-06 15:00")
        assert attempts(RSI, *self.EXHAUSTED, back, call("2026-11-06 15:05")) == 4

    def test_talk_with_an_open_lead_does_not_start_at_0(self) -> None:
        assert attempts(RSI, self.CALL, contacted(self.AT_TEN)) == 1

    def test_the_stop_request_of_an_open_lead_keeps_the_number(self) -> None:
        assert attempts(RSI, self.CALL, stop(self.AT_TEN)) == 1

    def test_without_attempts_the_reason_is_att_2(self) -> None:
        assert rule_for(decided(RSI, now=NINE_TEN), "attempts") == "ATT-2"

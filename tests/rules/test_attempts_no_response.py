"""What follows when nobody answers, and a lead that is no longer new: rules ATT-7 and ATT-13."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    call,
    contacted,
    decided,
    email,
    follow_up,
    important,
    lead,
    marked,
    marked_scheduled,
    next_of,
    reason_set,
    ring,
    rule_for,
    shown,
    text,
)
from leadflow import CLINIC, INCINTA, RSI, Policy
from leadflow import events as e


def planned(policy: Policy, *events: Any, of: Any = None) -> str | None:
    """The next contact right after the last event, as the clinic's clocks show it."""
    return shown(decided(policy, *events, now=events[-1].at, of=of).next_contact_at)


def calls(count: int) -> list[Any]:
    """Unanswered calls at ten o'clock of the days from the 4th on."""
    return [call(f"2026-11-{3 + n:02} 10:00", "no_answer") for n in range(1, count + 1)]


every_response = pytest.mark.parametrize("response", ["left_message", "no_answer"])


class TestATT7NoResponse:
    """After a call that reached nobody the ladder says when the lead is tried again, if at all.

    The outcome of the call tells it (a message left, no answer), or a mark afterwards, and
    the call need not be an attempt. A mark on the day of a call that is already known to have
    reached nobody says nothing new (ATT-7).
    """

    FIRST = call("2026-11-04 09:10", "left_message")
    UNTOLD = call("2026-11-04 09:10")

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    @every_response
    def test_after_the_first_attempt_4_hours(self, policy: Policy, response: str) -> None:
        assert planned(policy, call("2026-11-04 09:10", response)) == "Wed 2026-11-04 13:10"

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    @every_response
    def test_after_the_second_attempt_24_hours(self, policy: Policy, response: str) -> None:
        second = call("2026-11-04 13:15", response)
        assert planned(policy, self.FIRST, second) == "Thu 2026-11-05 13:15"

    @every_response
    def test_after_the_third_attempt_the_end(self, response: str) -> None:
        third = call("2026-11-05 13:30", response)
        decision = decided(RSI, self.FIRST, call("2026-11-04 13:15", response), third, now=third.at)
        assert decision.status == "dead"

    @every_response
    def test_a_mark_tells_it_too_from_its_own_instant(self, response: str) -> None:
        told = marked("2026-11-04 09:25", response)
        assert planned(RSI, self.UNTOLD, told) == "Wed 2026-11-04 13:25"

    def test_a_mark_is_no_attempt_of_its_own(self) -> None:
        told = marked("2026-11-04 09:25")
        assert decided(RSI, self.UNTOLD, told, now="2026-11-04 09:25").attempts == 1

    @pytest.mark.parametrize("via", ["voip", "other"])
    @every_response
    def test_an_uncounted_call_without_response_comes_back_too(
        self, via: str, response: str
    ) -> None:
        tried = call("2026-11-04 09:10", response, via)
        decision = decided(RSI, tried, now="2026-11-04 09:10")
        assert (decision.attempts, next_of(decision)) == (0, ("follow_up", "Wed 2026-11-04 13:10"))

    def test_an_uncounted_call_stays_on_the_rung_of_the_last_attempt(self) -> None:
        again = call("2026-11-04 13:15", "no_answer", "voip")
        assert planned(RSI, self.FIRST, again) == "Wed 2026-11-04 17:15"

    def test_an_uncounted_call_marked_afterwards_comes_back_too(self) -> None:
        tried = call("2026-11-04 09:10", None, "voip")
        assert planned(RSI, tried, marked("2026-11-04 09:12")) == "Wed 2026-11-04 13:12"

    def test_a_mark_without_any_call_comes_back_too(self) -> None:
        decision = decided(RSI, marked("2026-11-04 09:12"), now="2026-11-04 09:12")
        assert (decision.status, next_of(decision)) == (
            "follow_up",
            ("follow_up", "Wed 2026-11-04 13:12"),
        )

    @every_response
    def test_a_mark_that_tells_a_known_silence_again_changes_nothing(self, response: str) -> None:
        again = marked("2026-11-04 09:20", response)
        assert planned(RSI, self.FIRST, again) == "Wed 2026-11-04 13:10"

    def test_a_second_mark_for_the_same_call_changes_nothing(self) -> None:
        told, again = marked("2026-11-04 09:12"), marked("2026-11-04 09:30")
        assert planned(RSI, self.UNTOLD, told, again) == "Wed 2026-11-04 13:12"

    @pytest.mark.parametrize(
        ("again", "then"),
        [
            ("2026-11-04 23:59:59.999999", "Wed 2026-11-04 13:10"),
            ("2026-11-05 00:00", "Thu 2026-11-05 04:00"),
            ("2026-11-05 00:00:00.000001", "Thu 2026-11-05 04:00"),
        ],
    )
    def test_a_mark_belongs_to_a_call_of_its_own_day_only(self, again: str, then: str) -> None:
        assert planned(RSI, self.FIRST, marked(again)) == then

    def test_a_mark_belongs_to_the_call_that_is_still_untold(self) -> None:
        second, told = call("2026-11-04 13:15"), marked("2026-11-04 13:20")
        assert planned(RSI, self.FIRST, second, told) == "Thu 2026-11-05 13:20"

    @pytest.mark.parametrize(
        "events",
        [
            (call("2026-11-04 09:10", "left_message", call_id="c1"),),
            (call("2026-11-04 09:10", call_id="c1"), marked("2026-11-04 09:10")),
            (
                call("2026-11-04 09:05", call_id="c1"),
                call("2026-11-04 09:10", "left_message", call_id="c1"),
            ),
        ],
        ids=["told at once", "marked", "told later"],
    )
    @pytest.mark.parametrize("outcome", [None, "no_answer", "left_message"])
    def test_a_call_whose_silence_is_known_says_nothing_new_when_told_again(
        self, events: tuple[Any, ...], outcome: str | None
    ) -> None:
        again = call("2026-11-04 10:00", outcome, call_id="c1")
        assert planned(RSI, *events, again) == "Wed 2026-11-04 13:10"

    @pytest.mark.parametrize("outcome", [None, "no_answer"])
    def test_nor_does_it_after_another_call(self, outcome: str | None) -> None:
        events = (
            call("2026-11-04 09:10", "left_message", call_id="c1"),
            call("2026-11-04 13:15", "no_answer", call_id="c2"),
            call("2026-11-04 14:00", outcome, call_id="c1"),
        )
        assert planned(RSI, *events) == "Thu 2026-11-05 13:15"

    def test_a_mark_after_a_call_told_again_changes_nothing_either(self) -> None:
        events = [
            call(f"2026-11-04 09:1{n}", told, call_id="c1")
            for n, told in enumerate(("left_message", None))
        ]
        assert planned(RSI, *events, marked("2026-11-04 09:30")) == "Wed 2026-11-04 13:10"

    def test_the_mark_of_a_third_call_ends_the_lead_when_it_is_made(self) -> None:
        tried = (*calls(2), call("2026-11-06 10:00"), marked("2026-11-06 10:20"))
        clocks = ("2026-11-06 10:19:59.999999", "2026-11-06 10:20")
        assert [decided(RSI, *tried, now=clock).status for clock in clocks] == ["follow_up", "dead"]

    def test_a_mark_that_repeats_does_not_climb_the_ladder(self) -> None:
        again = [marked(f"2026-11-04 1{hour}:00") for hour in range(4)]
        decision = decided(RSI, self.FIRST, *again, now="2026-11-04 13:09")
        assert (decision.status, decision.attempts) == ("follow_up", 1)

    def test_a_contacted_lead_comes_back_and_stays_contacted(self) -> None:
        spoken = call("2026-11-04 09:10", "connected")
        decision = decided(
            RSI, spoken, call("2026-11-05 10:00", "no_answer"), now="2026-11-05 10:00"
        )
        assert (decision.status, next_of(decision)) == (
            "contacted",
            ("follow_up", "Fri 2026-11-06 10:00"),
        )

    @pytest.mark.parametrize("policy", [INCINTA], ids=["incinta"])
    @every_response
    def test_at_incinta_a_mail_round_begins(self, policy: Policy, response: str) -> None:
        decision = decided(
            policy, self.UNTOLD, marked("2026-11-04 09:12", response), now="2026-11-04 09:12"
        )
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 09:12")

    def test_the_third_attempt_of_the_joined_policy_begins_a_mail_round(self) -> None:
        decision = decided(CLINIC, *calls(3), now="2026-11-06 10:00")
        assert (decision.status, next_of(decision)) == (
            "follow_up",
            ("follow_up_email", "Fri 2026-11-06 10:00"),
        )

    def test_the_delay_is_elapsed_time(self) -> None:
        early = lead(created="2026-10-30 09:00")
        tried = [call(f"2026-10-31 {hour}:15", "no_answer") for hour in ("09", "13")]
        assert planned(RSI, *tried, of=early) == "Sun 2026-11-01 12:15"

    def test_the_rule_and_the_rung_are_the_reason(self) -> None:
        second = call("2026-11-04 13:15", "no_answer")
        decision = decided(RSI, self.FIRST, second, now=second.at)
        reason = next(each for each in decision.because if each.output == "next_contact")
        assert (reason.rule, reason.policy, reason.value, reason.event) == (
            "ATT-7",
            "attempts.rungs[1].no_response",
            "PT24H",
            1,
        )

    @pytest.mark.parametrize(
        "before",
        [booked("2026-11-04 09:00", "2026-11-16 10:00"), attended("2026-11-04 09:00", "a9")],
        ids=["scheduled", "visited"],
    )
    def test_off_the_ladder_it_plans_nothing(self, before: Any) -> None:
        assert planned(RSI, before, self.FIRST) is None


class TestATT13NoLongerNew:
    """The first attempt, outcome or follow-up makes a new lead one in follow-up (ATT-13)."""

    WHEN = "2026-11-03 09:10"

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (call(WHEN), "follow_up"),
            (call(WHEN, "no_answer"), "follow_up"),
            (call(WHEN, "left_message", "voip"), "follow_up"),
            (call(WHEN, "no_answer", "other"), "follow_up"),
            (call(WHEN, None, "voip"), "new"),
            (call(WHEN, None, "other"), "new"),
            (call(WHEN, "connected"), "contacted"),
            (ring(WHEN), "new"),
            (ring(WHEN, False), "new"),
            (ring(WHEN, True), "contacted"),
            (email(WHEN), "follow_up"),
            (email(WHEN, "purple_chat"), "new"),
            (email(WHEN, "other"), "new"),
            (text(WHEN), "new"),
            (marked(WHEN), "follow_up"),
            (marked(WHEN, "no_answer"), "follow_up"),
            (follow_up(WHEN), "follow_up"),
            (follow_up(WHEN, "2026-11-06 15:00"), "follow_up"),
            (follow_up(WHEN, "2026-11-02 15:00"), "follow_up"),
            (important(WHEN), "new"),
            (reason_set(WHEN), "new"),
            (e.LeadAssigned(at=call(WHEN).at), "new"),
            (marked_scheduled(WHEN), "scheduled"),
        ],
    )
    def test_at_rsi(self, event: Any, status: str) -> None:
        assert decided(RSI, event, now=self.WHEN).status == status

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (call(WHEN, None, "other"), "follow_up"),
            (email(WHEN, "purple_chat"), "follow_up"),
            (email(WHEN, "other"), "follow_up"),
            (follow_up(WHEN), "follow_up"),
            (text(WHEN), "new"),
            (ring(WHEN, False), "new"),
        ],
    )
    def test_at_incinta(self, event: Any, status: str) -> None:
        assert decided(INCINTA, event, now=self.WHEN).status == status

    def test_a_microsecond_before_it_the_lead_is_new(self) -> None:
        assert decided(RSI, call(self.WHEN), now="2026-11-03 09:09:59.999999").status == "new"

    def test_the_rule_is_the_reason(self) -> None:
        assert rule_for(decided(RSI, call(self.WHEN), now=self.WHEN), "status") == "ATT-13"

    def test_of_a_new_lead_the_rule_of_new_leads_is_the_reason(self) -> None:
        assert rule_for(decided(RSI, text(self.WHEN), now=self.WHEN), "status") == "PRI-7"

    def test_a_contacted_lead_does_not_go_back_to_follow_up(self) -> None:
        later = follow_up("2026-11-03 10:00", "2026-11-06 15:00")
        decision = decided(RSI, contacted(self.WHEN), later, now="2026-11-03 10:00")
        assert decision.status == "contacted"

    def test_no_first_call_is_left_at_rsi(self) -> None:
        decision = decided(RSI, email(self.WHEN), now=self.WHEN)
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Tue 2026-11-03 13:10"), ())

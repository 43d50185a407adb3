"""The end of the ladder: rule ATT-9."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    call,
    codes,
    decided,
    email,
    follow_up,
    marked,
    next_of,
    reply,
    ring,
    rule_for,
    text,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

FIRST = call("2026-11-03 09:10", "left_message")
SECOND = call("2026-11-03 13:15", "no_answer")
THIRD = call("2026-11-04 13:30", "left_message")
BACK = follow_up("2026-11-04 13:40", "2026-11-06 15:00")
FRIDAY = ("follow_up", "Fri 2026-11-06 15:00")


def after(policy: Policy, *events: Any) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at)


def fate(decision: Decision) -> tuple[str, str | None]:
    """Status and reason for loss."""
    return decision.status.value, decision.reason_for_loss


LOST = ("dead", "best_practices")
OPEN = ("follow_up", None)


class TestATT9Exhausted:
    """A lead that was tried to the end of the ladder in vain is lost, unless a callback is
    promised.

    That is at the instant of the outcome that ended the ladder. A later follow-up with date and
    time brings the lead back, and the next attempt without one ends it again (ATT-9).
    """

    @pytest.mark.parametrize("response", ["left_message", "no_answer"])
    def test_a_third_attempt_without_response_ends_it(self, response: str) -> None:
        assert fate(after(RSI, FIRST, SECOND, call("2026-11-04 13:30", response))) == LOST

    def test_two_attempts_do_not(self) -> None:
        assert fate(after(RSI, FIRST, SECOND)) == OPEN

    @pytest.mark.parametrize(
        ("now", "told"),
        [
            ("2026-11-04 13:29:59.999999", OPEN),
            ("2026-11-04 13:30", LOST),
            ("2026-11-04 13:30:00.000001", LOST),
        ],
    )
    def test_it_ends_at_the_instant_of_the_outcome(
        self, now: str, told: tuple[str, str | None]
    ) -> None:
        assert fate(decided(RSI, FIRST, SECOND, THIRD, now=now)) == told

    def test_an_outcome_marked_later_ends_it_later(self) -> None:
        events = (FIRST, SECOND, call("2026-11-04 13:30"), marked("2026-11-04 13:50"))
        clocks = ("2026-11-04 13:30", "2026-11-04 13:49:59.999999", "2026-11-04 13:50")
        assert [fate(decided(RSI, *events, now=clock)) for clock in clocks] == [OPEN, OPEN, LOST]

    def test_a_bare_follow_up_on_the_third_attempt_ends_it(self) -> None:
        third, bare = call("2026-11-04 13:30"), follow_up("2026-11-04 13:40")
        assert fate(after(RSI, FIRST, SECOND, third, bare)) == LOST

    def test_attempts_by_email_end_it_too(self) -> None:
        mails = (email("2026-11-03 10:00"), email("2026-11-04 10:00"))
        assert fate(after(RSI, *mails, THIRD)) == LOST

    def test_an_uncounted_call_without_response_after_the_third_attempt_ends_it(self) -> None:
        third = call("2026-11-04 13:30")
        later = call("2026-11-04 14:00", "no_answer", "voip")
        assert fate(after(RSI, FIRST, SECOND, third, later)) == LOST

    def test_uncounted_calls_alone_never_end_it(self) -> None:
        tries = [call(f"2026-11-0{day} 10:00", "no_answer", "voip") for day in range(4, 10)]
        assert fate(after(RSI, *tries)) == OPEN

    def test_nothing_is_planned_for_a_lost_lead(self) -> None:
        decision = after(RSI, FIRST, SECOND, THIRD)
        assert (decision.next_contact, decision.upcoming, decision.priority) == (None, (), None)

    def test_a_missed_call_that_is_owed_an_answer_is_not_owed_it_any_more(self) -> None:
        events = (FIRST, SECOND, ring("2026-11-04 13:29", False), THIRD)
        assert after(RSI, *events).next_contact is None

    def test_a_lost_lead_never_changes_by_itself(self) -> None:
        assert after(RSI, FIRST, SECOND, THIRD).valid_until is None

    @pytest.mark.parametrize("output", ["status", "reason_for_loss"])
    def test_the_rule_and_the_outcome_are_the_reason(self, output: str) -> None:
        decision = after(RSI, FIRST, SECOND, THIRD)
        reason = next(each for each in decision.because if each.output == output)
        assert (reason.rule, reason.event, reason.at) == ("ATT-9", 2, THIRD.at)

    def test_an_exact_follow_up_ahead_keeps_it_open(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-06 15:00")
        decision = after(RSI, FIRST, SECOND, ahead, THIRD)
        assert (fate(decision), next_of(decision)) == (OPEN, FRIDAY)

    def test_an_exact_follow_up_ahead_keeps_it_open_through_a_bare_one(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-06 15:00")
        bare = follow_up("2026-11-04 13:40")
        decision = after(RSI, FIRST, SECOND, ahead, call("2026-11-04 13:30"), bare)
        assert (fate(decision), next_of(decision)) == (OPEN, FRIDAY)

    @pytest.mark.parametrize(
        ("due", "told"),
        [
            ("2026-11-04 13:29:59.999999", LOST),
            ("2026-11-04 13:30", LOST),
            ("2026-11-04 13:30:00.000001", OPEN),
        ],
    )
    def test_an_exact_follow_up_that_has_come_is_used_up_first(
        self, due: str, told: tuple[str, str | None]
    ) -> None:
        assert fate(after(RSI, FIRST, SECOND, follow_up("2026-11-04 10:00", due), THIRD)) == told

    def test_an_exact_follow_up_set_in_time_saves_a_third_attempt_without_outcome(self) -> None:
        decision = decided(
            RSI, FIRST, SECOND, call("2026-11-04 13:30"), BACK, now="2026-11-05 10:00"
        )
        assert (fate(decision), next_of(decision)) == (OPEN, FRIDAY)

    def test_an_exact_follow_up_brings_a_lost_lead_back(self) -> None:
        decision = after(RSI, FIRST, SECOND, THIRD, BACK)
        assert (fate(decision), next_of(decision), codes(decision)) == (OPEN, FRIDAY, [])

    def test_the_next_attempt_without_one_ends_it_again(self) -> None:
        fourth = call("2026-11-06 15:05", "no_answer")
        assert fate(after(RSI, FIRST, SECOND, THIRD, BACK, fourth)) == LOST

    def test_the_next_attempt_without_outcome_ends_it_after_the_grace(self) -> None:
        fourth = call("2026-11-06 15:05")
        clocks = ("2026-11-06 19:04:59.999999", "2026-11-06 19:05")
        events = (FIRST, SECOND, THIRD, BACK, fourth)
        assert [fate(decided(RSI, *events, now=clock)) for clock in clocks] == [OPEN, LOST]

    def test_an_attempt_while_it_is_ahead_does_not(self) -> None:
        fourth = call("2026-11-06 14:59:59.999999", "no_answer")
        assert fate(after(RSI, FIRST, SECOND, THIRD, BACK, fourth)) == OPEN

    def test_a_bare_follow_up_in_its_time_ends_it_again(self) -> None:
        bare = follow_up("2026-11-06 15:05")
        assert fate(after(RSI, FIRST, SECOND, THIRD, BACK, bare)) == LOST

    def test_it_can_come_back_again_and_again(self) -> None:
        fourth = call("2026-11-06 15:05", "no_answer")
        again = follow_up("2026-11-06 15:10", "2026-11-09 10:00")
        decision = after(RSI, FIRST, SECOND, THIRD, BACK, fourth, again)
        assert (fate(decision), next_of(decision)) == (OPEN, ("follow_up", "Mon 2026-11-09 10:00"))

    def test_a_bare_follow_up_does_not_bring_it_back(self) -> None:
        decision = after(RSI, FIRST, SECOND, THIRD, follow_up("2026-11-04 13:40"))
        assert (fate(decision), codes(decision)) == (LOST, ["follow_up_without_ladder"])

    @pytest.mark.parametrize("message", [reply("2026-11-04 14:00"), voicemail("2026-11-04 14:00")])
    def test_communication_brings_it_back_at_the_first_rung(self, message: Any) -> None:
        tried = call("2026-11-04 15:00", "no_answer")
        decision = after(RSI, FIRST, SECOND, THIRD, message, tried)
        assert (fate(decision), next_of(decision)) == (OPEN, ("follow_up", "Wed 2026-11-04 19:00"))

    @pytest.mark.parametrize(
        "outreach",
        [
            call("2026-11-04 14:00", "no_answer"),
            email("2026-11-04 14:00"),
            text("2026-11-04 14:00"),
        ],
        ids=["call", "e-mail", "text"],
    )
    def test_outreach_alone_does_not_bring_it_back(self, outreach: Any) -> None:
        decision = after(RSI, FIRST, SECOND, THIRD, outreach)
        assert (fate(decision), codes(decision)) == (LOST, ["outreach_on_closed_lead"])

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=["incinta", "clinic"])
    def test_a_ladder_without_an_end_never_ends_a_lead(self, policy: Policy) -> None:
        tries = [call(f"2026-11-{day:02} 10:00", "no_answer") for day in range(4, 31)]
        decision = after(policy, *tries)
        assert decision.status == "follow_up"

    def test_the_rule_is_why_nothing_is_planned_as_well(self) -> None:
        assert rule_for(after(RSI, FIRST, SECOND, THIRD), "next_contact") == "ATT-9"

"""What an exact follow-up stands in for while it stands: rule ATT-8."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    booked,
    call,
    decided,
    email,
    follow_up,
    marked,
    next_of,
    no_show,
    reply,
    ring,
    shown,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

SET = "2026-11-04 10:00"
DUE = "2026-11-06 15:00"
FRIDAY = ("follow_up", "Fri 2026-11-06 15:00")
CALLBACK = follow_up(SET, DUE)

every_policy = pytest.mark.parametrize(
    "policy", [RSI, INCINTA, CLINIC], ids=lambda policy: policy.name
)


def after(policy: Policy, *events: Any) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at)


def agenda(decision: Decision) -> list[tuple[str, str] | None]:
    """All that is to come, the next contact first."""
    return [next_of(decision), *upcoming_of(decision)]


class TestATT8StandsIn:
    """While it stands, ladder, mail round, first call and no-show steps wait or plan nothing.

    What ladder, mail round and first call had planned does not come back; the no-show steps and the
    pool go on afterwards. What the lead is owed, and a reminder, it leaves alone (ATT-8).
    """

    ROUND = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15"))
    MISSED = (
        booked("2026-11-03 09:30", "2026-11-16 10:00"),
        no_show("2026-11-16 10:20"),
        call("2026-11-16 10:25", "no_answer"),
    )
    WEDNESDAY = follow_up("2026-11-16 10:30", "2026-11-18 15:00")

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    def test_the_ladder_plans_nothing_while_it_is_ahead(self, policy: Policy) -> None:
        tried = call("2026-11-04 11:00", "left_message")
        assert agenda(after(policy, CALLBACK, tried)) == [FRIDAY]

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    @pytest.mark.parametrize(
        "attempt",
        [
            call("2026-11-06 14:00", "no_answer"),
            call("2026-11-06 14:00"),
            email("2026-11-06 14:00"),
            marked("2026-11-06 14:00"),
            follow_up("2026-11-06 14:00"),
        ],
        ids=["no answer", "no outcome", "e-mail", "marked", "bare follow-up"],
    )
    def test_a_delay_that_would_end_after_it_is_not_planned_either(
        self, policy: Policy, attempt: Any
    ) -> None:
        assert agenda(after(policy, CALLBACK, attempt)) == [FRIDAY]

    def test_the_ladder_plans_nothing_while_it_waits_to_be_done(self) -> None:
        policy = RSI.revise(attempts={"follow_up_done_by": ["phone"]})
        assert agenda(after(policy, CALLBACK, email("2026-11-06 15:10"))) == [FRIDAY]

    def test_the_ladder_s_earlier_plan_does_not_come_back(self) -> None:
        early = call("2026-11-04 09:10", "left_message")
        uncounted = call("2026-11-06 15:10", None, "voip")
        assert agenda(after(RSI, early, CALLBACK, uncounted)) == [None]

    def test_the_mail_round_plans_nothing_while_it_is_ahead(self) -> None:
        tried = call("2026-11-04 11:00", "no_answer")
        assert agenda(after(INCINTA, CALLBACK, tried)) == [FRIDAY]

    def test_a_mail_round_finished_meanwhile_plans_nothing(self) -> None:
        tried, written = call("2026-11-04 11:00", "no_answer"), email("2026-11-04 11:05")
        assert agenda(after(INCINTA, CALLBACK, tried, written)) == [FRIDAY]

    def test_a_mail_round_finished_while_it_waits_plans_nothing(self) -> None:
        tried, written = call("2026-11-06 14:00", "no_answer"), email("2026-11-06 15:10")
        assert agenda(after(INCINTA, CALLBACK, tried, written)) == [FRIDAY]

    def test_the_mail_round_s_earlier_plan_is_replaced(self) -> None:
        assert agenda(after(INCINTA, *self.ROUND, CALLBACK)) == [FRIDAY]

    def test_the_mail_round_s_earlier_plan_does_not_come_back(self) -> None:
        tried = call("2026-11-06 15:10")
        assert agenda(after(INCINTA, *self.ROUND, CALLBACK, tried)) == [None]

    def test_an_unsent_email_of_the_round_does_not_come_back(self) -> None:
        tried = call("2026-11-06 15:10")
        assert agenda(after(INCINTA, self.ROUND[0], CALLBACK, tried)) == [None]

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=["incinta", "clinic"])
    def test_the_first_call_does_not_come_back(self, policy: Policy) -> None:
        tried = call("2026-11-06 15:10")
        told = [each[0] for each in agenda(after(policy, CALLBACK, tried)) if each is not None]
        assert "first_call" not in told

    def test_it_stands_in_for_the_no_show_call(self) -> None:
        missed = self.MISSED[:2]
        assert agenda(after(INCINTA, *missed, self.WEDNESDAY)) == [
            ("follow_up", "Wed 2026-11-18 15:00")
        ]

    @pytest.mark.parametrize("now", ["2026-11-16 10:30", "2026-11-17 09:00", "2026-11-18 15:09"])
    def test_it_stands_in_for_the_no_show_emails(self, now: str) -> None:
        decision = decided(INCINTA, *self.MISSED, self.WEDNESDAY, now=now)
        assert agenda(decision) == [("follow_up", "Wed 2026-11-18 15:00")]

    def test_the_no_show_steps_go_on_once_it_is_used_up(self) -> None:
        tried = call("2026-11-18 15:10", "no_answer")
        decision = after(INCINTA, *self.MISSED, self.WEDNESDAY, tried)
        assert next_of(decision) == ("missed_appointment", "Tue 2026-11-17 09:00")

    def test_the_weekly_emails_go_on_once_it_is_used_up(self) -> None:
        written, promised = (
            email("2026-11-17 09:05"),
            follow_up("2026-11-17 09:10", "2026-11-18 15:00"),
        )
        tried = call("2026-11-18 15:10", "no_answer")
        decision = after(INCINTA, *self.MISSED, written, promised, tried)
        assert next_of(decision) == ("reschedule", "Tue 2026-11-24 09:05")

    def test_it_stands_in_for_the_pool(self) -> None:
        decision = after(INCINTA, unreachable("2026-11-04 09:00"), CALLBACK)
        assert agenda(decision) == [FRIDAY]

    def test_the_pool_goes_on_once_it_is_used_up(self) -> None:
        tried = call("2026-11-06 15:10", "no_answer")
        decision = after(INCINTA, unreachable("2026-11-04 09:00"), CALLBACK, tried)
        assert shown(decision.next_contact_at) == "Sun 2026-12-06 15:10"

    def test_it_does_not_stand_in_for_a_reminder(self) -> None:
        booking = booked("2026-11-03 09:30", "2026-11-16 10:00")
        assert agenda(after(INCINTA, booking, CALLBACK)) == [
            FRIDAY,
            ("reminder", "Fri 2026-11-13 09:00"),
        ]

    @every_policy
    def test_it_does_not_stand_in_for_a_live_call(self, policy: Policy) -> None:
        assert agenda(after(policy, CALLBACK, ring("2026-11-04 11:00"))) == [
            ("answer_call", "Wed 2026-11-04 11:00"),
            FRIDAY,
        ]

    @every_policy
    def test_it_does_not_stand_in_for_a_voicemail(self, policy: Policy) -> None:
        assert agenda(after(policy, CALLBACK, voicemail("2026-11-04 11:00"))) == [
            ("return_voicemail", "Wed 2026-11-04 11:00"),
            FRIDAY,
        ]

    @every_policy
    def test_it_does_not_stand_in_for_a_reply(self, policy: Policy) -> None:
        assert agenda(after(policy, CALLBACK, reply("2026-11-04 11:00"))) == [
            ("answer_reply", "Wed 2026-11-04 11:00"),
            FRIDAY,
        ]

    @every_policy
    def test_it_does_not_stand_in_for_a_missed_call(self, policy: Policy) -> None:
        assert agenda(after(policy, CALLBACK, ring("2026-11-04 11:00", False))) == [
            ("answer_reply", "Wed 2026-11-04 11:00"),
            FRIDAY,
        ]

    @every_policy
    def test_returning_a_voicemail_early_keeps_it(self, policy: Policy) -> None:
        left, returned = voicemail("2026-11-04 11:00"), call("2026-11-04 11:30", "no_answer")
        assert agenda(after(policy, CALLBACK, left, returned)) == [FRIDAY]

"""All outreach of one day as one attempt: rule ATT-3."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import booked, call, cancelled, decided, email, lead, shown, text
from leadflow import CLINIC, INCINTA, RSI, Policy

LATE = "2026-11-30 12:00"
ONE_PER_DAY = RSI.revise(attempts={"one_per_day": True})
MANY_PER_DAY = INCINTA.revise(attempts={"one_per_day": False})


def attempts(policy: Policy, *events: Any, now: str = LATE, of: Any = None) -> int:
    """The number of attempts that a policy counts."""
    return decided(policy, *events, now=now, of=of).attempts


class TestATT3OnePerDay:
    """Where the policy says so, all calls and e-mails of one day of the clinic are one attempt.

    The switch `one_per_day` is on for Incinta, off for RSI and CLINIC (ATT-3).
    """

    STEPS = (
        call("2026-11-03 09:10", "no_answer"),
        email("2026-11-03 09:15"),
        call("2026-11-03 16:30", "left_message", "voip"),
    )

    @pytest.mark.parametrize(
        ("policy", "counted"),
        [(INCINTA, 1), (MANY_PER_DAY, 3), (RSI, 2), (ONE_PER_DAY, 1), (CLINIC, 2)],
        ids=["incinta", "incinta, off", "rsi", "rsi, on", "clinic"],
    )
    def test_the_steps_of_one_day(self, policy: Policy, counted: int) -> None:
        assert attempts(policy, *self.STEPS, now="2026-11-03 17:00") == counted

    @pytest.mark.parametrize(("policy", "on"), [(RSI, False), (INCINTA, True), (CLINIC, False)])
    def test_the_presets(self, policy: Policy, on: bool) -> None:
        assert policy.attempts.one_per_day is on

    @pytest.mark.parametrize(
        ("second", "counted"),
        [
            ("2026-11-03 23:59:59.999999", 1),
            ("2026-11-04 00:00", 2),
            ("2026-11-04 00:00:00.000001", 2),
        ],
    )
    def test_the_day_ends_at_midnight_of_the_clinic(self, second: str, counted: int) -> None:
        assert attempts(INCINTA, self.STEPS[0], call(second, "no_answer")) == counted

    @pytest.mark.parametrize(
        ("second", "counted"),
        [("2026-11-03 15:59:59.999999", 1), ("2026-11-03 16:00", 1)],
    )
    def test_midnight_of_utc_is_of_no_account(self, second: str, counted: int) -> None:
        assert attempts(INCINTA, self.STEPS[0], call(second, "no_answer")) == counted

    @pytest.mark.parametrize(
        ("second", "counted"), [("2026-11-01 23:59:59.999999", 1), ("2026-11-02 00:00", 2)]
    )
    def test_the_day_of_25_hours_is_one_day(self, second: str, counted: int) -> None:
        early = lead(created="2026-10-30 09:00")
        assert attempts(INCINTA, call("2026-11-01 00:00"), call(second), of=early) == counted

    def test_days_are_counted_and_not_spells_of_24_hours(self) -> None:
        second = call("2026-11-04 00:00", "no_answer")
        assert attempts(INCINTA, call("2026-11-03 23:59", "no_answer"), second) == 2

    def test_five_days_are_five_attempts(self) -> None:
        days = [email(f"2026-11-0{day} 10:00") for day in range(4, 9)]
        again = [email(f"2026-11-0{day} 11:00") for day in range(4, 9)]
        assert attempts(INCINTA, *days, *again) == 5

    def test_what_does_not_count_does_not_open_the_day(self) -> None:
        chat = email("2026-11-03 09:05", "purple_chat")
        assert attempts(ONE_PER_DAY, text("2026-11-03 09:01"), chat, now="2026-11-03 09:06") == 0

    def test_after_a_booking_the_same_day_counts_anew(self) -> None:
        events = (
            self.STEPS[0],
            booked("2026-11-03 10:00", "2026-11-16 10:00"),
            cancelled("2026-11-03 11:00"),
            call("2026-11-03 12:00", "no_answer"),
        )
        assert attempts(INCINTA, *events, now="2026-11-03 12:00") == 1

    def test_a_day_of_unanswered_calls_stays_on_one_rung(self) -> None:
        calls = [call(f"2026-11-03 {hour}:00", "left_message") for hour in (10, 12, 14, 16)]
        decision = decided(ONE_PER_DAY, *calls, now="2026-11-03 16:00")
        assert (decision.status, shown(decision.next_contact_at)) == (
            "follow_up",
            "Tue 2026-11-03 20:00",
        )

    def test_the_next_day_takes_the_next_rung(self) -> None:
        calls = [
            call(f"2026-11-{day} {hour}:00", "left_message")
            for day, hour in (("03", "10"), ("03", "12"), ("04", "10"))
        ]
        decision = decided(ONE_PER_DAY, *calls, now="2026-11-04 10:00")
        assert shown(decision.next_contact_at) == "Thu 2026-11-05 10:00"

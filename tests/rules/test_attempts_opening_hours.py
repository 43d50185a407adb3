"""What is moved into opening hours and what is not: rule ATT-15."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    booked,
    call,
    contacted,
    decided,
    email,
    follow_up,
    lead,
    next_of,
    no_show,
    ring,
    shown,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

FIRST = call("2026-11-03 09:10", "left_message")
SECOND = call("2026-11-03 13:15", "no_answer")


def after(policy: Policy, *events: Any, of: Any = None) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at, of=of)


class TestATT15OpeningHours:
    """Only callbacks of voicemails, reminders and the e-mail after a missed appointment wait for
    opening hours.

    These are what the sources tie to them. `within_opening_hours` moves every contact that the
    system plans to the next opening (ATT-15).
    """

    OPEN_ONLY = RSI.revise(attempts={"within_opening_hours": True})
    MAIL_OPEN_ONLY = INCINTA.revise(attempts={"within_opening_hours": True})
    LATE = call("2026-11-03 15:30", "left_message")

    @pytest.mark.parametrize(
        ("called", "stays", "moved"),
        [
            ("2026-11-03 05:00", "Tue 2026-11-03 09:00", "Tue 2026-11-03 09:00"),
            ("2026-11-03 04:59:59.999999", "Tue 2026-11-03 08:59", "Tue 2026-11-03 09:00"),
            ("2026-11-03 12:59:59.999999", "Tue 2026-11-03 16:59", "Tue 2026-11-03 16:59"),
            ("2026-11-03 13:00", "Tue 2026-11-03 17:00", "Wed 2026-11-04 09:00"),
            ("2026-11-03 13:00:00.000001", "Tue 2026-11-03 17:00", "Wed 2026-11-04 09:00"),
            ("2026-11-06 15:30", "Fri 2026-11-06 19:30", "Mon 2026-11-09 09:00"),
            ("2026-11-10 15:30", "Tue 2026-11-10 19:30", "Thu 2026-11-12 09:00"),
            ("2026-11-07 10:00", "Sat 2026-11-07 14:00", "Mon 2026-11-09 09:00"),
        ],
    )
    def test_the_ladder(self, called: str, stays: str, moved: str) -> None:
        tried = call(called, "left_message")
        early = lead(created="2026-11-02 09:00")
        told = [
            shown(after(policy, tried, of=early).next_contact_at)
            for policy in (RSI, self.OPEN_ONLY)
        ]
        assert told == [stays, moved]

    def test_24_hours_may_end_on_a_saturday(self) -> None:
        tried = call("2026-11-06 10:00", "no_answer")
        told = [
            shown(after(policy, FIRST, tried).next_contact_at) for policy in (RSI, self.OPEN_ONLY)
        ]
        assert told == ["Sat 2026-11-07 10:00", "Mon 2026-11-09 09:00"]

    @pytest.mark.parametrize(
        "event",
        [follow_up("2026-11-03 15:30"), call("2026-11-03 15:30"), email("2026-11-03 15:30")],
        ids=["bare follow-up", "open call", "open e-mail"],
    )
    def test_the_delay_of_bare_follow_ups_and_open_attempts(self, event: Any) -> None:
        told = [shown(after(policy, event).next_contact_at) for policy in (RSI, self.OPEN_ONLY)]
        assert told == ["Tue 2026-11-03 19:30", "Wed 2026-11-04 09:00"]

    def test_the_first_call(self) -> None:
        night = lead(created="2026-11-07 22:00")
        told = [
            shown(decided(policy, now="2026-11-07 22:00", of=night).next_contact_at)
            for policy in (RSI, self.OPEN_ONLY)
        ]
        assert told == ["Sat 2026-11-07 22:00", "Mon 2026-11-09 09:00"]

    def test_the_mail_round(self) -> None:
        done = (call("2026-11-03 18:30", "no_answer"), email("2026-11-03 18:35"))
        told = [
            shown(after(policy, *done).next_contact_at) for policy in (INCINTA, self.MAIL_OPEN_ONLY)
        ]
        assert told == ["Tue 2026-11-10 18:35", "Thu 2026-11-12 09:00"]

    def test_the_email_of_the_mail_round(self) -> None:
        tried = call("2026-11-03 18:30", "no_answer")
        told = [
            shown(after(policy, tried).next_contact_at) for policy in (INCINTA, self.MAIL_OPEN_ONLY)
        ]
        assert told == ["Tue 2026-11-03 18:30", "Wed 2026-11-04 09:00"]

    def test_the_weekly_email_after_a_no_show(self) -> None:
        events = (
            booked("2026-11-03 09:30", "2026-11-16 10:00"),
            no_show("2026-11-16 10:20"),
            call("2026-11-16 10:25", "no_answer"),
            email("2026-11-19 20:00"),
        )
        told = [
            shown(after(policy, *events).next_contact_at)
            for policy in (INCINTA, self.MAIL_OPEN_ONLY)
        ]
        assert told == ["Thu 2026-11-26 20:00", "Fri 2026-11-27 09:00"]

    @pytest.mark.parametrize("policy", [RSI, OPEN_ONLY], ids=["off", "on"])
    def test_a_person_s_follow_up_is_never_moved(self, policy: Policy) -> None:
        night = follow_up("2026-11-03 10:00", "2026-11-08 03:00")
        assert shown(after(policy, night).next_contact_at) == "Sun 2026-11-08 03:00"

    @pytest.mark.parametrize("policy", [RSI, OPEN_ONLY], ids=["off", "on"])
    def test_a_ringing_call_is_never_moved(self, policy: Policy) -> None:
        rung = ring("2026-11-08 03:00")
        assert next_of(after(policy, rung)) == ("answer_call", "Sun 2026-11-08 03:00")

    @pytest.mark.parametrize("policy", [RSI, OPEN_ONLY], ids=["off", "on"])
    def test_a_voicemail_waits_for_the_opening_either_way(self, policy: Policy) -> None:
        left = voicemail("2026-11-06 18:30")
        assert shown(after(policy, left).next_contact_at) == "Mon 2026-11-09 09:00"

    @pytest.mark.parametrize("policy", [RSI, OPEN_ONLY], ids=["off", "on"])
    def test_the_grace_of_an_open_attempt_is_no_contact_and_is_not_moved(
        self, policy: Policy
    ) -> None:
        events = (FIRST, SECOND, call("2026-11-04 16:00"))
        clocks = ("2026-11-04 19:59:59.999999", "2026-11-04 20:00")
        told = [decided(policy, *events, now=clock).status for clock in clocks]
        assert told == ["follow_up", "dead"]

    def test_a_moved_contact_falls_due_at_the_opening(self) -> None:
        clocks = ("2026-11-03 19:30", "2026-11-04 08:59:59.999999", "2026-11-04 09:00")
        found = [decided(self.OPEN_ONLY, self.LATE, now=clock).priority for clock in clocks]
        assert [each.due for each in found if each is not None] == [False, False, True]

    def test_the_switch_is_off_in_every_preset(self) -> None:
        told = [each.attempts.within_opening_hours for each in (RSI, INCINTA, CLINIC)]
        assert told == [False] * 3

    def test_a_conversation_plans_nothing_either_way(self) -> None:
        assert after(self.OPEN_ONLY, self.LATE, contacted("2026-11-03 18:00")).next_contact is None

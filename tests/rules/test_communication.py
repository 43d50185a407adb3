"""Talking to patients, and what counts as communication: rules COM-1 to COM-3."""

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
    important,
    known,
    marked,
    marked_scheduled,
    next_of,
    permitted,
    reopened,
    reply,
    ring,
    rule_for,
    stop,
    text,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from standing import BEFORE, purposes

EVERY_POLICY = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)

CONVERSATIONS: dict[str, Any] = {
    "marked as contacted": contacted,
    "call connected": lambda when: call(when, "connected"),
    "call by other means connected": lambda when: call(when, "connected", via="other"),
    "call answered": lambda when: ring(when, answered=True),
}
TALKED = pytest.mark.parametrize("talk", CONVERSATIONS.values(), ids=CONVERSATIONS)


class TestCOM1SpokenTo:
    """Whoever is spoken to counts as contacted, and a person says what comes next.

    That is so for an open, an unreachable and a closed lead. Talking settles what is owed and ends
    what the system planned (COM-1).
    """

    @TALKED
    @pytest.mark.parametrize(
        "status",
        [
            Status.NEW,
            Status.FOLLOW_UP,
            Status.CONTACTED,
            Status.MAIL_CONTACTED,
            Status.UNREACHABLE,
            Status.DEAD,
            Status.OFFICE_TRANSFER,
        ],
    )
    def test_makes_an_open_unreachable_or_closed_lead_contacted(
        self, status: Status, talk: Any
    ) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], talk("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.status is Status.CONTACTED
        assert purposes(decision) == []

    @TALKED
    @pytest.mark.parametrize(
        "status", [Status.SCHEDULED, Status.NO_SHOW, Status.VISITED, Status.INVALID]
    )
    def test_leaves_every_other_status(self, status: Status, talk: Any) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], talk("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.status is status

    @EVERY_POLICY
    @TALKED
    def test_leaves_a_new_lead_without_next_contact(self, policy: Policy, talk: Any) -> None:
        decision = decided(policy, talk("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)
        assert decision.upcoming == ()

    @EVERY_POLICY
    @TALKED
    def test_ends_what_ladder_or_mail_round_had_planned(self, policy: Policy, talk: Any) -> None:
        decision = decided(
            policy,
            call("2026-11-03 09:10", "left_message"),
            talk("2026-11-03 09:30"),
            now="2026-11-03 09:31",
        )
        assert purposes(decision) == []

    def test_ends_the_call_seven_days_after_a_mail_round(self) -> None:
        decision = decided(
            INCINTA,
            *BEFORE[Status.MAIL_CONTACTED],
            contacted("2026-11-05 10:00"),
            now="2026-11-12 10:00",
        )
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)

    def test_ends_a_mail_round_that_is_half_done(self) -> None:
        decision = decided(
            INCINTA,
            call("2026-11-03 09:10", "no_answer"),
            contacted("2026-11-03 09:12"),
            email("2026-11-03 09:15"),
            now="2026-11-03 09:16",
        )
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)

    @TALKED
    @pytest.mark.parametrize("status", [each for each in Status if each is not Status.INVALID])
    def test_settles_an_owed_voicemail_and_reply_in_any_status(
        self, status: Status, talk: Any
    ) -> None:
        owed = (
            *BEFORE[status],
            voicemail("2026-11-05 10:00"),
            reply("2026-11-05 10:01"),
        )
        before = decided(INCINTA, *owed, now="2026-11-05 10:02")
        after = decided(INCINTA, *owed, talk("2026-11-05 10:05"), now="2026-11-05 10:06")
        assert {"return_voicemail", "answer_reply"} <= set(purposes(before))
        assert {"return_voicemail", "answer_reply"}.isdisjoint(purposes(after))

    def test_keeps_the_reminder_of_an_appointment(self) -> None:
        decision = decided(
            INCINTA,
            *BEFORE[Status.SCHEDULED],
            contacted("2026-11-05 10:00"),
            now="2026-11-05 10:01",
        )
        assert next_of(decision) == ("reminder", "Fri 2026-11-13 09:00")

    @EVERY_POLICY
    @TALKED
    def test_keeps_a_follow_up_that_lies_ahead(self, policy: Policy, talk: Any) -> None:
        decision = decided(
            policy,
            follow_up("2026-11-03 09:10", "2026-11-06 15:00"),
            talk("2026-11-04 10:00"),
            now="2026-11-04 10:01",
        )
        assert decision.status is Status.CONTACTED
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    @EVERY_POLICY
    @pytest.mark.parametrize(
        ("when", "left"),
        [
            ("2026-11-04 09:59:59.999999", ["follow_up"]),
            ("2026-11-04 10:00", []),
            ("2026-11-04 10:00:00.000001", []),
        ],
    )
    def test_uses_up_a_follow_up_that_has_come(
        self, policy: Policy, when: str, left: list[str]
    ) -> None:
        promised = follow_up("2026-11-03 09:10", "2026-11-04 10:00")
        decision = decided(policy, promised, contacted(when), now="2026-11-04 10:01")
        assert purposes(decision) == left

    def test_is_over_once_a_follow_up_is_set(self) -> None:
        decision = decided(
            INCINTA,
            contacted("2026-11-03 09:10"),
            follow_up("2026-11-03 09:12", "2026-11-06 15:00"),
            now="2026-11-03 09:13",
        )
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    @pytest.mark.parametrize("outcome", [None, "left_message", "no_answer"])
    def test_is_not_a_call_that_reached_nobody(self, outcome: str | None) -> None:
        decision = decided(INCINTA, call("2026-11-03 09:10", outcome), now="2026-11-03 09:11")
        assert decision.status is Status.FOLLOW_UP

    def test_takes_the_reason_for_loss_from_a_lead_that_was_dead(self) -> None:
        decision = decided(
            RSI, *BEFORE[Status.DEAD], ring("2026-11-05 10:00", True), now="2026-11-05 10:01"
        )
        assert (decision.status, decision.reason_for_loss) == (Status.CONTACTED, None)

    def test_is_the_rule_behind_the_status(self) -> None:
        decision = decided(RSI, contacted("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert rule_for(decision, "status") == "COM-1"


class TestCOM2NextContactByAPerson:
    """After a conversation a person sets the next contact.

    A follow-up without a time is answer enough where the ladder has a delay for it: four hours
    under RSI, and under CLINIC until the third attempt; under Incinta it leaves the next contact
    open (COM-2).
    """

    @pytest.mark.parametrize(
        ("policy", "next_contact"),
        [
            (RSI, ("follow_up", "Tue 2026-11-03 13:12")),
            (CLINIC, ("follow_up", "Tue 2026-11-03 13:12")),
            (INCINTA, None),
        ],
        ids=["RSI", "CLINIC", "INCINTA"],
    )
    def test_a_bare_follow_up_goes_by_the_ladder(
        self, policy: Policy, next_contact: tuple[str, str] | None
    ) -> None:
        decision = decided(
            policy,
            contacted("2026-11-03 09:10"),
            follow_up("2026-11-03 09:12"),
            now="2026-11-03 09:13",
        )
        assert next_of(decision) == next_contact

    @EVERY_POLICY
    def test_nothing_comes_by_the_clock_alone(self, policy: Policy) -> None:
        decision = decided(policy, contacted("2026-11-03 09:10"), now="2026-12-31 12:00")
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)


def followed_up_for_two_months(*earlier: Any) -> list[str]:
    """What is to come after `earlier`, five attempts on five days, and two months."""
    days = ("03", "10", "17", "24")
    tries = [call(f"2026-11-{day} 09:10", "no_answer") for day in days]
    last = call("2026-12-01 09:10", "no_answer")
    return purposes(decided(INCINTA, *earlier, *tries, last, now="2027-01-05 09:00"))


class TestCOM3Communication:
    """Communication is what the lead does: answering, a voicemail, a reply, a booking, a visit, a
    no.

    What the clinic sends, and a call that nobody took, is none (COM-3).
    """

    @pytest.mark.parametrize(
        "earlier",
        [
            (contacted("2026-11-03 09:01"),),
            (call("2026-11-03 09:01", "connected"),),
            (ring("2026-11-03 09:01", answered=True),),
            (voicemail("2026-11-03 09:01"),),
            (reply("2026-11-03 09:01", "email"),),
            (reply("2026-11-03 09:01", "text"),),
            (reply("2026-11-03 09:01", "chat"),),
            (reply("2026-11-03 09:01", "other"),),
            (booked("2026-11-03 09:01", "2026-11-16 10:00"), cancelled("2026-11-03 09:02")),
            (marked_scheduled("2026-11-03 09:01"), cancelled("2026-11-03 09:02")),
            (attended("2026-11-03 09:01"), reopened("2026-11-03 09:02")),
            (declined("2026-11-03 09:01"), reopened("2026-11-03 09:02")),
            (stop("2026-11-03 09:01"), permitted("2026-11-03 09:02"), reopened("2026-11-03 09:03")),
        ],
        ids=lambda events: f"{events[0].type} {getattr(events[0], 'channel', '')}".strip(),
    )
    def test_keeps_a_lead_from_ever_counting_as_unreachable(self, earlier: tuple[Any, ...]) -> None:
        assert "final_attempt" not in followed_up_for_two_months(*earlier)

    @pytest.mark.parametrize(
        "earlier",
        [
            (),
            (text("2026-11-03 09:01"),),
            (email("2026-11-03 09:01"),),
            (email("2026-11-03 09:01", via="purple_chat"),),
            (call("2026-11-03 09:01"),),
            (call("2026-11-03 09:01", "left_message"),),
            (marked("2026-11-03 09:01"),),
            (ring("2026-11-03 09:01", answered=False),),
            (ring("2026-11-03 09:01"),),
            (follow_up("2026-11-03 09:01"),),
            (important("2026-11-03 09:01"),),
            (known("2026-11-03 09:01", pricing="local"),),
            (permitted("2026-11-03 09:01"),),
        ],
        ids=lambda events: events[0].type if events else "nothing",
    )
    def test_is_nothing_else(self, earlier: tuple[Any, ...]) -> None:
        assert followed_up_for_two_months(*earlier) == ["final_attempt"]

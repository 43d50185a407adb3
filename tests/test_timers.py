"""Time itself moves the machine: when timers fire, which wait, and which comes first (spec 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clinic import (
    MICROSECOND,
    at,
    booked,
    call,
    decided,
    follow_up,
    history,
    next_of,
    no_show,
    ring,
)
from leadflow import INCINTA, RSI, AnyEvent, Decision, Engine, Policy, Status

THREE_TRIES = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "left_message"),
    call("2026-11-04 13:30"),
)
GRACE_ENDS = at("2026-11-04 17:30")


def reason_of(decision: Decision, output: str) -> tuple[int | None, datetime]:
    """Event and instant behind an output."""
    return next((each.event, each.at) for each in decision.because if each.output == output)


def timers_fired(policy: Policy, *events: AnyEvent, now: datetime) -> list[str]:
    """The rules that fired for timers, each once, in order."""
    state = Engine(policy).fold(history(*events), now=now)
    rules = [rule for rule, name, event in state.fired if event is None and name != "new_lead"]
    return list(dict.fromkeys(rules))


class TestTimers:
    """A timer is an event of its own, which fires at its due instant."""

    def test_a_microsecond_before_it_is_due_it_has_not_fired(self) -> None:
        decision = decided(RSI, *THREE_TRIES, now=GRACE_ENDS - MICROSECOND)
        assert decision.status is Status.FOLLOW_UP

    def test_at_the_clock_s_own_instant_it_has(self) -> None:
        decision = decided(RSI, *THREE_TRIES, now=GRACE_ENDS)
        assert decision.status is Status.DEAD
        assert reason_of(decision, "status") == (None, GRACE_ENDS)

    def test_it_fires_between_events(self) -> None:
        late = call("2026-11-05 09:00", "no_answer")
        decision = decided(RSI, *THREE_TRIES, late, now=late.at)
        assert reason_of(decision, "status") == (None, GRACE_ENDS)
        assert [each.code for each in decision.warnings] == ["outreach_on_closed_lead"]

    def test_it_fires_before_an_event_at_its_instant(self) -> None:
        late = call("2026-11-04 17:30", "no_answer")
        decision = decided(RSI, *THREE_TRIES, late, now=GRACE_ENDS)
        assert reason_of(decision, "status") == (None, GRACE_ENDS)
        assert [each.code for each in decision.warnings] == ["outreach_on_closed_lead"]

    def test_an_event_a_microsecond_earlier_comes_first(self) -> None:
        early = replace(call("2026-11-04 17:30", "no_answer"), at=GRACE_ENDS - MICROSECOND)
        decision = decided(RSI, *THREE_TRIES, early, now=GRACE_ENDS)
        assert reason_of(decision, "status") == (3, early.at)
        assert decision.warnings == ()


PROMISED = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "left_message"),
    follow_up("2026-11-03 13:20", "2026-11-04 15:00"),
    call("2026-11-04 09:00"),  # attempt 3, its outcome open until 13:00, while 15:00 is promised
)


class TestWaitingTimers:
    """A timer that waits for an exact follow-up fires right after the event that releases it."""

    def test_it_waits_while_the_follow_up_stands(self) -> None:
        decision = decided(RSI, *PROMISED, now="2026-11-04 13:00")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 15:00")

    def test_it_waits_on_when_the_follow_up_has_come(self) -> None:
        assert decided(RSI, *PROMISED, now="2026-11-09 09:00").status is Status.FOLLOW_UP

    def test_it_fires_at_the_instant_of_the_event_that_releases_it(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, now=uncounted.at)
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "best_practices")
        assert reason_of(decision, "status") == (None, uncounted.at)

    def test_not_before_that_event(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, now=uncounted.at - MICROSECOND)
        assert decision.status is Status.FOLLOW_UP

    def test_it_is_there_when_the_next_event_of_that_instant_is_read(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        again = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, again, now=again.at)
        assert [(each.code, each.event) for each in decision.warnings] == [
            ("outreach_on_closed_lead", 5)
        ]

    def test_one_that_is_not_overdue_keeps_its_instant(self) -> None:
        early = call("2026-11-04 12:00", via="other")
        promised = (*PROMISED[:2], follow_up("2026-11-03 13:20", "2026-11-04 11:00"), PROMISED[3])
        told = (*promised, early)
        assert decided(RSI, *told, now=at("2026-11-04 13:00") - MICROSECOND).status == "follow_up"
        assert decided(RSI, *told, now="2026-11-04 13:00").status is Status.DEAD

    def test_silence_waits_too(self) -> None:
        missed = booked("2026-11-04 09:00", "2026-11-10 10:00")
        told = (
            missed,
            no_show("2026-11-10 10:20"),
            follow_up("2026-11-11 09:00", "2027-03-01 09:00"),
        )
        assert decided(INCINTA, *told, now="2027-03-10 12:00").status is Status.NO_SHOW
        used = call("2027-03-10 12:00", "no_answer")
        decision = decided(INCINTA, *told, used, now=used.at)
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "no_response")
        assert reason_of(decision, "status") == (None, used.at)


class TestTimersOfOneInstant:
    """Timers of one instant fire in the order of the specification's rules."""

    def test_att_9_before_com_7(self) -> None:
        ringing = ring("2026-11-04 17:25")
        decision = decided(RSI, *THREE_TRIES, ringing, now=GRACE_ENDS)
        assert timers_fired(RSI, *THREE_TRIES, ringing, now=GRACE_ENDS)[:1] == ["ATT-9"]
        assert decision.next_contact is None

    def test_com_7_before_apt_8(self) -> None:
        policy = INCINTA.revise(appointments={"assume_no_show_after": "PT20M"})
        told = (booked("2026-11-04 09:00", "2026-11-10 10:00"), ring("2026-11-10 10:15"))
        fired = timers_fired(policy, *told, now=at("2026-11-10 10:20"))
        assert fired.index("COM-7") < fired.index("APT-8")

    def test_com_7_before_nsh_4(self) -> None:
        told = (
            booked("2026-11-04 09:00", "2026-11-10 10:00"),
            no_show("2026-11-10 10:20"),
            ring("2027-02-10 09:55"),
        )
        fired = timers_fired(INCINTA, *told, now=at("2027-02-10 10:00"))
        assert fired.index("COM-7") < fired.index("NSH-4")

    def test_com_7_before_unr_1(self) -> None:
        told = (
            *(call(f"2026-11-{day:02} 09:10", "no_answer") for day in (3, 4, 5, 6, 7)),
            ring("2027-01-03 09:05"),
        )
        fired = timers_fired(INCINTA, *told, now=at("2027-01-03 09:10"))
        assert fired.index("COM-7") < fired.index("UNR-1")

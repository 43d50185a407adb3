"""Attempts without outcome, and attempts that reached the patient: rules ATT-11 and ATT-12."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import at as clinic_time
from clinic import (
    booked,
    call,
    contacted,
    decided,
    email,
    follow_up,
    marked,
    marked_scheduled,
    next_of,
    office_transfer,
    reply,
    ring,
    shown,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

FIRST = call("2026-11-03 09:10", "left_message")
SECOND = call("2026-11-03 13:15", "no_answer")
OPEN_THIRD = call("2026-11-04 13:30")
LOST = ("dead", "best_practices")
OPEN = ("follow_up", None)


def after(policy: Policy, *events: Any) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at)


def planned(policy: Policy, *events: Any) -> str | None:
    """The next contact right after the last event, as the clinic's clocks show it."""
    return shown(after(policy, *events).next_contact_at)


def fate(decision: Decision) -> tuple[str, str | None]:
    """Status and reason for loss."""
    return decision.status.value, decision.reason_for_loss


def fates(policy: Policy, *events: Any, clocks: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """Status and reason for loss at each of these clocks."""
    return [fate(decided(policy, *events, now=clock)) for clock in clocks]


class TestATT11OpenAttempt:
    """An attempt of which nobody noted the outcome comes back like a follow-up without a time.

    Where a person must set that, what was planned stands. At the end of the ladder nothing is
    planned, and after a grace a timer ends the lead; it waits while a promised callback stands.
    What settles the attempt stops it, and a later attempt without outcome takes its place (ATT-11).
    """

    AROUND = ("2026-11-04 17:29:59.999999", "2026-11-04 17:30", "2026-11-04 17:30:00.000001")

    @pytest.mark.parametrize(
        "attempt",
        [call("2026-11-04 09:10"), email("2026-11-04 09:10")],
        ids=["call", "e-mail"],
    )
    def test_the_first_attempt_comes_back_in_4_hours(self, attempt: Any) -> None:
        decision = after(RSI, attempt)
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Wed 2026-11-04 13:10"), ())

    @pytest.mark.parametrize(
        "attempt",
        [call("2026-11-03 13:15"), email("2026-11-03 13:15")],
        ids=["call", "e-mail"],
    )
    def test_the_second_attempt_comes_back_in_4_hours_and_not_in_24(self, attempt: Any) -> None:
        assert planned(RSI, FIRST, attempt) == "Tue 2026-11-03 17:15"

    def test_it_takes_the_delay_of_bare_follow_ups_of_its_rung(self) -> None:
        rungs = [{"unscheduled": f"PT{n}H", "no_response": "PT90H"} for n in (1, 2, 3)]
        policy = RSI.revise(attempts={"rungs": rungs})
        assert planned(policy, FIRST, SECOND, OPEN_THIRD) == "Wed 2026-11-04 16:30"

    def test_the_rule_and_the_rung_are_the_reason(self) -> None:
        decision = after(RSI, FIRST, call("2026-11-03 13:15"))
        reason = next(each for each in decision.because if each.output == "next_contact")
        assert (reason.rule, reason.policy, reason.event) == (
            "ATT-11",
            "attempts.rungs[1].unscheduled",
            1,
        )

    @pytest.mark.parametrize(
        "other",
        [
            call("2026-11-03 09:30", None, "voip"),
            call("2026-11-03 09:30", None, "other"),
            email("2026-11-03 09:30", "purple_chat"),
            text("2026-11-03 09:30"),
        ],
        ids=["voip", "other call", "purple chat", "text"],
    )
    def test_what_is_no_attempt_changes_no_plan(self, other: Any) -> None:
        assert planned(RSI, FIRST, other) == "Tue 2026-11-03 13:10"

    def test_at_incinta_a_first_call_stays_until_its_outcome_is_known(self) -> None:
        decision = after(INCINTA, call("2026-11-03 09:10"))
        assert (next_of(decision), decision.upcoming) == (
            ("first_call", "Tue 2026-11-03 09:00"),
            (),
        )

    @pytest.mark.parametrize("when", ["2026-11-05 10:00", "2026-11-10 09:30"])
    def test_by_a_person_leaves_standing_what_was_planned(self, when: str) -> None:
        done = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15"))
        assert planned(INCINTA, *done, call(when)) == "Tue 2026-11-10 09:15"

    def test_by_a_person_plans_nothing_of_its_own(self) -> None:
        assert planned(INCINTA, contacted("2026-11-03 09:10"), call("2026-11-04 10:00")) is None

    def test_the_joined_policy_leaves_the_third_attempt_to_a_person(self) -> None:
        second = call("2026-11-03 13:15", "no_answer")
        decision = decided(CLINIC, FIRST, second, OPEN_THIRD, now="2026-12-01 10:00")
        assert (fate(decision), next_of(decision)) == (OPEN, ("follow_up", "Wed 2026-11-04 13:15"))

    def test_the_joined_policy_keeps_the_first_call_beside_the_ladder(self) -> None:
        decision = after(CLINIC, call("2026-11-03 09:10"))
        assert [next_of(decision), *upcoming_of(decision)] == [
            ("first_call", "Tue 2026-11-03 09:00"),
            ("follow_up", "Tue 2026-11-03 13:10"),
        ]

    @pytest.mark.parametrize("third", [OPEN_THIRD, email("2026-11-04 13:30")])
    def test_at_the_end_of_the_ladder_nothing_is_planned(self, third: Any) -> None:
        decision = after(RSI, FIRST, SECOND, third)
        assert (fate(decision), decision.next_contact) == (OPEN, None)

    @pytest.mark.parametrize("third", [OPEN_THIRD, email("2026-11-04 13:30")])
    def test_the_lead_ends_when_the_grace_has_passed(self, third: Any) -> None:
        found = fates(RSI, FIRST, SECOND, third, clocks=self.AROUND)
        assert found == [OPEN, LOST, LOST]

    def test_the_decision_holds_until_then(self) -> None:
        decision = after(RSI, FIRST, SECOND, OPEN_THIRD)
        assert decision.valid_until == clinic_time("2026-11-04 17:30")

    def test_the_timer_has_no_event_and_is_the_rule_of_the_end(self) -> None:
        decision = decided(RSI, FIRST, SECOND, OPEN_THIRD, now="2026-11-09 10:00")
        reason = next(each for each in decision.because if each.output == "status")
        assert (reason.rule, reason.event, shown(reason.at)) == (
            "ATT-9",
            None,
            "Wed 2026-11-04 17:30",
        )

    def test_the_grace_is_the_policy_s(self) -> None:
        policy = RSI.revise(attempts={"open_attempt_grace": "PT2H"})
        clocks = ("2026-11-04 15:29:59.999999", "2026-11-04 15:30")
        assert fates(policy, FIRST, SECOND, OPEN_THIRD, clocks=clocks) == [OPEN, LOST]

    def test_the_grace_may_be_counted_in_opening_hours(self) -> None:
        policy = RSI.revise(attempts={"open_attempt_grace": {"business_hours": "PT4H"}})
        clocks = ("2026-11-05 09:29:59.999999", "2026-11-05 09:30")
        assert fates(policy, FIRST, SECOND, OPEN_THIRD, clocks=clocks) == [OPEN, LOST]

    @pytest.mark.parametrize(
        "other",
        [
            text("2026-11-04 14:00"),
            email("2026-11-04 14:00", "purple_chat"),
            ring("2026-11-04 14:00", False),
            call("2026-11-04 14:00", None, "voip"),
        ],
        ids=["text", "purple chat", "missed call", "voip without outcome"],
    )
    def test_what_settles_nothing_does_not_stop_it(self, other: Any) -> None:
        found = fates(RSI, FIRST, SECOND, OPEN_THIRD, other, clocks=self.AROUND)
        assert found == [OPEN, LOST, LOST]

    @pytest.mark.parametrize(
        ("event", "told"),
        [
            (call("2026-11-04 14:00", "no_answer", "voip"), LOST),
            (marked("2026-11-04 14:00"), LOST),
            (follow_up("2026-11-04 14:00"), LOST),
            (follow_up("2026-11-04 14:00", "2026-11-06 15:00"), OPEN),
            (follow_up("2026-11-04 14:00", "2026-11-04 13:00"), OPEN),
            (reply("2026-11-04 14:00"), OPEN),
            (voicemail("2026-11-04 14:00"), OPEN),
            (call("2026-11-04 14:00", "connected", "voip"), ("contacted", None)),
            (contacted("2026-11-04 14:00"), ("contacted", None)),
            (ring("2026-11-04 14:00", True), ("contacted", None)),
            (booked("2026-11-04 14:00", "2026-11-16 10:00"), ("scheduled", None)),
            (marked_scheduled("2026-11-04 14:00"), ("scheduled", None)),
            (office_transfer("2026-11-04 14:00"), ("office_transfer", None)),
        ],
    )
    def test_what_settles_it_decides_at_once_and_for_good(
        self, event: Any, told: tuple[str, str | None]
    ) -> None:
        clocks = ("2026-11-04 14:00", *self.AROUND)
        found = fates(RSI, FIRST, SECOND, OPEN_THIRD, event, clocks=clocks)
        assert found == [told] * 4

    def test_a_lead_marked_as_unreachable_meanwhile_stays_so(self) -> None:
        gone = unreachable("2026-11-04 14:00")
        found = fates(RSI, FIRST, SECOND, OPEN_THIRD, gone, clocks=self.AROUND)
        assert found == [("unreachable", None)] * 3

    @pytest.mark.parametrize(
        ("when", "told"),
        [
            ("2026-11-04 17:29:59.999999", ("contacted", None)),
            ("2026-11-04 17:30", ("contacted", None)),
        ],
    )
    def test_a_conversation_at_the_end_of_the_grace_still_counts(
        self, when: str, told: tuple[str, str | None]
    ) -> None:
        assert fate(after(RSI, FIRST, SECOND, OPEN_THIRD, contacted(when))) == told

    def test_the_timer_fires_before_an_event_of_its_instant(self) -> None:
        """The attempts start at 0 because the conversation finds a closed lead, and opens it."""
        on_time = after(RSI, FIRST, SECOND, OPEN_THIRD, contacted("2026-11-04 17:29:59.999999"))
        too_late = after(RSI, FIRST, SECOND, OPEN_THIRD, contacted("2026-11-04 17:30"))
        assert (on_time.attempts, too_late.attempts) == (3, 0)

    def test_a_response_told_later_takes_the_place_of_the_open_attempt(self) -> None:
        told = marked("2026-11-03 13:20")
        assert planned(RSI, FIRST, call("2026-11-03 13:15"), told) == "Wed 2026-11-04 13:20"

    def test_the_outcome_told_with_the_call_s_id_settles_it(self) -> None:
        untold = call("2026-11-04 13:30", call_id="c3")
        told = call("2026-11-04 13:35", "connected", call_id="c3")
        found = fates(RSI, FIRST, SECOND, untold, told, clocks=self.AROUND)
        assert found == [("contacted", None)] * 3

    def test_a_later_open_attempt_takes_its_place(self) -> None:
        later = email("2026-11-04 15:00")
        clocks = (*self.AROUND, "2026-11-04 18:59:59.999999", "2026-11-04 19:00")
        found = fates(RSI, FIRST, SECOND, OPEN_THIRD, later, clocks=clocks)
        assert found == [OPEN, OPEN, OPEN, OPEN, LOST]

    def test_a_later_open_attempt_plans_from_its_own_instant(self) -> None:
        later = email("2026-11-03 10:00")
        decision = after(RSI, call("2026-11-03 09:10"), later)
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Tue 2026-11-03 14:00"), ())

    def test_a_later_open_attempt_on_another_rung_stops_the_grace(self) -> None:
        rungs = [{"unscheduled": step, "no_response": "PT9H"} for step in ("exhausted", "PT4H")]
        policy = RSI.revise(attempts={"rungs": rungs})
        found = fates(policy, OPEN_THIRD, email("2026-11-04 15:00"), clocks=self.AROUND)
        assert found == [OPEN] * 3

    def test_it_waits_while_an_exact_follow_up_stands(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-06 15:00")
        clocks = (*self.AROUND, "2026-11-06 14:59", "2026-11-06 15:00", "2026-12-24 10:00")
        assert fates(RSI, FIRST, SECOND, ahead, OPEN_THIRD, clocks=clocks) == [OPEN] * 6

    def test_it_fires_right_after_what_uses_the_follow_up_up(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-06 15:00")
        tried = call("2026-11-06 15:05", None, "voip")
        clocks = ("2026-11-06 15:04:59.999999", "2026-11-06 15:05")
        assert fates(RSI, FIRST, SECOND, ahead, OPEN_THIRD, tried, clocks=clocks) == [OPEN, LOST]

    def test_released_before_it_is_due_it_fires_when_it_is_due(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-04 14:00")
        tried = call("2026-11-04 14:05", None, "voip")
        found = fates(RSI, FIRST, SECOND, ahead, OPEN_THIRD, tried, clocks=self.AROUND)
        assert found == [OPEN, LOST, LOST]

    def test_an_attempt_that_uses_the_follow_up_up_has_a_grace_of_its_own(self) -> None:
        ahead = follow_up("2026-11-04 10:00", "2026-11-06 15:00")
        clocks = ("2026-11-06 15:05", "2026-11-06 19:04:59.999999", "2026-11-06 19:05")
        events = (FIRST, SECOND, ahead, OPEN_THIRD, email("2026-11-06 15:05"))
        assert fates(RSI, *events, clocks=clocks) == [OPEN, OPEN, LOST]


class TestATT12Reached:
    """A patient who was reached is not given up by the ladder alone.

    A follow-up without a time after that, at the end of the ladder, leaves the next contact to a
    person, unless `exhausts_after_contact` is on; `restart_on_communication` starts the attempts at
    0 (ATT-12).
    """

    STRICT = RSI.revise(attempts={"exhausts_after_contact": True})
    RESTART = RSI.revise(attempts={"restart_on_communication": True})
    BARE = follow_up("2026-11-04 14:00")
    REACHED: tuple[Any, ...] = (
        (call("2026-11-04 13:30", "connected"),),
        (ring("2026-11-04 13:30", True),),
        (OPEN_THIRD, contacted("2026-11-04 13:40")),
        (OPEN_THIRD, call("2026-11-04 13:40", "connected", "voip")),
    )
    reached = pytest.mark.parametrize(
        "third", REACHED, ids=["connected", "answered", "contacted", "connected by voip"]
    )

    @reached
    @pytest.mark.parametrize("policy", [RSI, STRICT, RESTART], ids=["rsi", "strict", "restart"])
    def test_a_third_attempt_that_reached_the_patient_does_not_end_it(
        self, policy: Policy, third: tuple[Any, ...]
    ) -> None:
        decision = decided(policy, FIRST, SECOND, *third, now="2026-12-24 10:00")
        assert (fate(decision), decision.next_contact) == (("contacted", None), None)

    @reached
    def test_a_bare_follow_up_after_it_leaves_the_next_contact_to_a_person(
        self, third: tuple[Any, ...]
    ) -> None:
        decision = after(RSI, FIRST, SECOND, *third, self.BARE)
        assert (fate(decision), decision.next_contact) == (("contacted", None), None)

    @reached
    def test_the_switch_makes_that_follow_up_end_the_lead(self, third: tuple[Any, ...]) -> None:
        assert fate(after(self.STRICT, FIRST, SECOND, *third, self.BARE)) == LOST

    def test_the_end_names_the_switch_s_rule(self) -> None:
        decision = after(self.STRICT, FIRST, SECOND, *self.REACHED[0], self.BARE)
        reason = next(each for each in decision.because if each.output == "status")
        assert (reason.rule, reason.event) == ("ATT-9", 3)

    def test_a_later_attempt_without_response_ends_it(self) -> None:
        later = call("2026-11-05 10:00", "no_answer")
        assert fate(after(RSI, FIRST, SECOND, *self.REACHED[0], later)) == LOST

    def test_a_follow_up_after_a_later_attempt_without_outcome_ends_it(self) -> None:
        later, bare = call("2026-11-05 10:00"), follow_up("2026-11-05 10:10")
        assert fate(after(RSI, FIRST, SECOND, *self.REACHED[0], later, bare)) == LOST

    def test_a_follow_up_after_a_later_attempt_without_response_ends_it(self) -> None:
        ahead = follow_up("2026-11-04 14:00", "2026-11-06 15:00")
        later, bare = call("2026-11-05 10:00", "no_answer"), follow_up("2026-11-06 15:05")
        events = (FIRST, SECOND, *self.REACHED[0], ahead, later, bare)
        told = [fate(after(RSI, *events[:length])) for length in (-1, len(events))]
        assert told == [("contacted", None), LOST]

    def test_a_follow_up_before_the_last_rung_comes_back_as_ever(self) -> None:
        second = call("2026-11-03 13:15", "connected")
        assert planned(RSI, FIRST, second, self.BARE) == "Wed 2026-11-04 18:00"

    def test_a_third_attempt_that_connected_keeps_what_it_counted(self) -> None:
        assert after(RSI, FIRST, SECOND, *self.REACHED[0]).attempts == 3

    def test_the_switches_are_off_in_every_preset(self) -> None:
        told = [
            (each.attempts.exhausts_after_contact, each.attempts.restart_on_communication)
            for each in (RSI, INCINTA, CLINIC)
        ]
        assert told == [(False, False)] * 3

    MESSAGES = pytest.mark.parametrize(
        "event",
        [
            voicemail("2026-11-04 10:00"),
            reply("2026-11-04 10:00", "text"),
            contacted("2026-11-04 10:00"),
            call("2026-11-04 10:00", "connected", "other"),
            ring("2026-11-04 10:00", True, "other"),
        ],
        ids=["voicemail", "reply", "contacted", "connected", "answered"],
    )

    @MESSAGES
    def test_communication_starts_at_0_where_the_switch_says_so(self, event: Any) -> None:
        assert after(self.RESTART, FIRST, SECOND, event).attempts == 0

    @MESSAGES
    def test_communication_goes_on_counting_where_it_does_not(self, event: Any) -> None:
        assert after(RSI, FIRST, SECOND, event).attempts == 2

    @MESSAGES
    def test_after_a_restart_the_next_attempt_stands_on_the_first_rung(self, event: Any) -> None:
        tried = call("2026-11-04 13:30", "no_answer")
        decision = after(self.RESTART, FIRST, SECOND, event, tried)
        assert (decision.attempts, next_of(decision)) == (1, ("follow_up", "Wed 2026-11-04 17:30"))

    @pytest.mark.parametrize(
        "other",
        [
            text("2026-11-04 10:00"),
            email("2026-11-04 10:00", "purple_chat"),
            ring("2026-11-04 10:00", False),
            call("2026-11-04 10:00", "no_answer", "voip"),
        ],
        ids=["text", "purple chat", "missed call", "no answer"],
    )
    def test_what_is_no_communication_restarts_nothing(self, other: Any) -> None:
        assert after(self.RESTART, FIRST, SECOND, other).attempts == 2

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    attended,
    booked,
    call,
    cancelled,
    codes,
    dead,
    decided,
    follow_up,
    marked_scheduled,
    moved,
    next_of,
    no_show,
    reminder,
    rule_for,
    shown,
    upcoming_of,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
ASSUMING = INCINTA.revise(appointments={"assume_no_show_after": "PT15M"})


class TestAPT8AssumedNoShow:
    """An appointment of which nobody recorded whether the patient came stays open.

    Where the policy says so, a timer takes it as missed some time after the start (APT-8).
    """

    @pytest.mark.parametrize("policy", EVERY)
    def test_without_the_switch_the_lead_stays_scheduled_with_nothing_planned(
        self, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, reminder("2026-11-13 10:00"), now="2027-11-16 10:00")
        assert (decision.status, next_of(decision)) == ("scheduled", None)

    def test_a_microsecond_before_it_is_due_the_no_show_is_not_assumed(self) -> None:
        decision = decided(ASSUMING, BOOKED, now=at("2026-11-16 10:15") - MICROSECOND)
        assert decision.status == "scheduled"

    def test_at_its_instant_the_no_show_is_assumed(self) -> None:
        decision = decided(ASSUMING, BOOKED, now="2026-11-16 10:15")
        assert (decision.status, rule_for(decision, "status")) == ("no_show", "APT-8")

    def test_the_decision_before_it_is_valid_until_then(self) -> None:
        decision = decided(ASSUMING, BOOKED, now="2026-11-16 10:01")
        assert shown(decision.valid_until) == "Mon 2026-11-16 10:15"

    def test_the_same_day_call_is_due_then_and_by_half_an_hour_after_the_start(self) -> None:
        decision = decided(ASSUMING, BOOKED, now="2026-11-16 10:16")
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-16 10:15")
        assert decision.next_contact is not None
        assert shown(decision.next_contact.by) == "Mon 2026-11-16 10:30"

    def test_a_call_since_the_start_has_done_the_first_step(self) -> None:
        decision = decided(
            ASSUMING, BOOKED, call("2026-11-16 10:10", "no_answer"), now="2026-11-16 10:15"
        )
        assert next_of(decision) == ("missed_appointment", "Tue 2026-11-17 09:00")

    def test_a_follow_up_set_before_ends(self) -> None:
        later = follow_up("2026-11-04 10:00", "2026-11-20 10:00")
        decision = decided(ASSUMING, BOOKED, later, now="2026-11-16 10:15")
        assert (next_of(decision) or ("",))[0] == "no_show_call"
        assert upcoming_of(decision) == []

    def test_without_steps_after_a_no_show_nothing_is_planned(self) -> None:
        policy = RSI.revise(appointments={"assume_no_show_after": "PT15M"})
        decision = decided(policy, BOOKED, now="2026-11-16 10:15")
        assert (decision.status, next_of(decision)) == ("no_show", None)

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (attended("2026-11-16 10:14"), "visited"),
            (cancelled("2026-11-16 10:14"), "contacted"),
            (dead("2026-11-16 10:14"), "dead"),
            (moved("2026-11-16 10:14", "2026-11-18 10:00"), "scheduled"),
        ],
    )
    def test_what_settles_the_appointment_before_keeps_the_timer_from_firing(
        self, event: Any, status: str
    ) -> None:
        assert decided(ASSUMING, BOOKED, event, now="2026-11-16 10:15").status == status

    def test_a_moved_appointment_is_waited_for_at_its_new_time(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 10:00")
        before = decided(ASSUMING, BOOKED, change, now=at("2026-11-18 10:15") - MICROSECOND)
        then = decided(ASSUMING, BOOKED, change, now="2026-11-18 10:15")
        assert (before.status, then.status) == ("scheduled", "no_show")

    def test_of_several_each_is_waited_for_in_turn(self) -> None:
        other = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
        first = decided(ASSUMING, BOOKED, other, now="2026-11-16 10:15")
        second = decided(ASSUMING, BOOKED, other, now="2026-11-18 10:15")
        assert (first.status, second.status) == ("scheduled", "no_show")

    def test_a_visit_recorded_at_that_very_instant_corrects_it_with_a_warning(self) -> None:
        decision = decided(ASSUMING, BOOKED, attended("2026-11-16 10:15"), now="2026-11-16 10:15")
        assert (decision.status, codes(decision)) == ("visited", ["attended_without_booking"])

    def test_a_mark_by_hand_has_no_start_to_wait_for(self) -> None:
        marked = marked_scheduled("2026-11-03 10:00")
        assert decided(ASSUMING, marked, now="2027-11-03 10:00").status == "scheduled"

    def test_an_appointment_told_too_late_is_assumed_missed_as_soon_as_it_is_told(self) -> None:
        late = booked("2026-11-16 11:00", "2026-11-16 10:00", origin="sync")
        assert decided(ASSUMING, late, now="2026-11-16 11:00").status == "no_show"

    def test_assumed_on_a_later_day_the_email_is_the_first_step(self) -> None:
        policy = INCINTA.revise(appointments={"assume_no_show_after": "P1D"})
        decision = decided(policy, BOOKED, now="2026-11-17 10:00")
        assert next_of(decision) == ("missed_appointment", "Tue 2026-11-17 10:00")

    def test_recorded_by_a_person_afterwards_it_changes_nothing(self) -> None:
        assumed = decided(ASSUMING, BOOKED, now="2026-11-16 10:21")
        recorded = decided(ASSUMING, BOOKED, no_show("2026-11-16 10:20"), now="2026-11-16 10:21")
        assert (recorded.status, recorded.next_contact) == (assumed.status, assumed.next_contact)

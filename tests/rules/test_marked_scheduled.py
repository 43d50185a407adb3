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
    contacted,
    dead,
    decided,
    email,
    follow_up,
    invalid,
    marked_scheduled,
    moved,
    next_of,
    no_show,
    office_transfer,
    rule_for,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
REMINDING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

MARKED = marked_scheduled("2026-11-03 10:00")
REMINDER = ("reminder", "Fri 2026-11-13 09:00")


class TestAPT2MarkedScheduled:
    """A lead can be marked as scheduled by hand before the booking itself is known.

    The mark does what a booking does but for the reminder, until a booking, or the end of any
    appointment, takes its place (APT-2).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([], id="new"),
            pytest.param([call("2026-11-03 09:10", "no_answer")], id="follow_up"),
            pytest.param([contacted("2026-11-03 09:10")], id="contacted"),
            pytest.param(
                [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")],
                id="mail_contacted",
            ),
            pytest.param([no_show("2026-11-03 09:20")], id="no_show"),
            pytest.param([attended("2026-11-03 09:10")], id="visited"),
            pytest.param([unreachable("2026-11-03 09:10")], id="unreachable"),
            pytest.param([dead("2026-11-03 09:10")], id="dead"),
            pytest.param([invalid("2026-11-03 09:10")], id="invalid"),
            pytest.param([office_transfer("2026-11-03 09:10")], id="office_transfer"),
        ],
    )
    def test_it_schedules_a_lead_of_any_status_with_nothing_planned(
        self, before: list[Any], policy: Policy
    ) -> None:
        decision = decided(policy, *before, MARKED, now="2026-11-03 10:01")
        assert (decision.status, next_of(decision), upcoming_of(decision)) == (
            "scheduled",
            None,
            [],
        )

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_status_rests_on_this_rule(self, policy: Policy) -> None:
        assert rule_for(decided(policy, MARKED, now="2026-11-03 10:01"), "status") == "APT-2"

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "now",
        [at("2026-11-03 10:15") - MICROSECOND, at("2026-11-03 10:15"), at("2026-12-03 10:15")],
    )
    def test_the_lead_stays_scheduled_however_long_the_booking_takes(
        self, now: Any, policy: Policy
    ) -> None:
        assert decided(policy, MARKED, now=now).status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_before_ends(self, policy: Policy) -> None:
        earlier = follow_up("2026-11-03 09:30", "2026-11-06 15:00")
        assert next_of(decided(policy, earlier, MARKED, now="2026-11-03 10:01")) is None

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_afterwards_stands(self, policy: Policy) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        decision = decided(policy, MARKED, later, now="2026-11-03 10:06")
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_voicemail_left_before_is_still_owed(self, policy: Policy) -> None:
        decision = decided(policy, voicemail("2026-11-03 09:30"), MARKED, now="2026-11-03 10:01")
        assert next_of(decision) == ("return_voicemail", "Tue 2026-11-03 09:30")

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_attempts_start_at_nought(self, policy: Policy) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        assert decided(policy, tried, MARKED, now="2026-11-03 10:01").attempts == 0

    def test_a_dead_lead_has_no_reason_for_loss_any_more(self) -> None:
        decision = decided(RSI, dead("2026-11-03 09:10"), MARKED, now="2026-11-03 10:01")
        assert decision.reason_for_loss is None

    def test_the_months_of_silence_after_a_no_show_end(self) -> None:
        missed = no_show("2026-11-03 09:20")
        assert decided(INCINTA, missed, MARKED, now="2027-02-20 10:00").status == "scheduled"

    @pytest.mark.parametrize("policy", REMINDING)
    def test_the_booking_that_takes_its_place_is_reminded_of(self, policy: Policy) -> None:
        told = booked("2026-11-03 10:12", "2026-11-16 10:00", "s1", origin="sync")
        assert next_of(decided(policy, MARKED, told, now="2026-11-03 10:13")) == REMINDER

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_booking_that_takes_its_place_is_the_only_one(self, policy: Policy) -> None:
        told = booked("2026-11-03 10:12", "2026-11-16 10:00", "s1", origin="sync")
        end = cancelled("2026-11-04 10:00", "s1")
        decision = decided(policy, MARKED, told, end, now="2026-11-04 10:01")
        assert (decision.status, codes(decision)) == ("contacted", [])

    def test_a_move_of_an_unknown_appointment_takes_its_place_as_a_booking(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-16 10:00", "s1")
        end = cancelled("2026-11-05 10:00", "s1")
        before = decided(INCINTA, MARKED, change, now="2026-11-04 10:01")
        after = decided(INCINTA, MARKED, change, end, now="2026-11-05 10:01")
        assert (next_of(before), after.status) == (REMINDER, "contacted")

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("event", "status", "warning"),
        [
            (cancelled("2026-11-04 10:00", "s9"), "contacted", "cancelled_without_booking"),
            (attended("2026-11-04 10:00", "s9"), "visited", "attended_without_booking"),
            (no_show("2026-11-04 10:00", "s9"), "no_show", "no_show_without_booking"),
        ],
    )
    def test_the_end_of_an_appointment_of_any_id_takes_its_place(
        self, event: Any, status: str, warning: str, policy: Policy
    ) -> None:
        decision = decided(policy, MARKED, event, now="2026-11-04 10:01")
        assert (decision.status, codes(decision)) == (status, [warning])

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (dead("2026-11-04 10:00"), "dead"),
            (invalid("2026-11-04 10:00"), "invalid"),
            (office_transfer("2026-11-04 10:00"), "office_transfer"),
        ],
    )
    def test_a_closing_ends_it(self, event: Any, status: str, policy: Policy) -> None:
        assert decided(policy, MARKED, event, now="2026-11-04 10:01").status == status

    @pytest.mark.parametrize("policy", EVERY)
    def test_on_a_scheduled_lead_it_ends_no_follow_up_and_no_reminder(self, policy: Policy) -> None:
        made = booked("2026-11-03 10:00", "2026-11-16 10:00")
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        again = marked_scheduled("2026-11-03 10:10")
        without = decided(policy, made, later, now="2026-11-03 10:11")
        decision = decided(policy, made, later, again, now="2026-11-03 10:11")
        assert decision.next_contact == without.next_contact
        assert decision.upcoming == without.upcoming

    @pytest.mark.parametrize("policy", EVERY)
    def test_on_a_scheduled_lead_it_outlives_no_cancellation(self, policy: Policy) -> None:
        made = booked("2026-11-03 10:00", "2026-11-16 10:00")
        again = marked_scheduled("2026-11-03 10:10")
        end = cancelled("2026-11-04 10:00")
        assert decided(policy, made, again, end, now="2026-11-04 10:01").status == "contacted"

    @pytest.mark.parametrize("policy", EVERY)
    def test_marked_twice_is_marked_once(self, policy: Policy) -> None:
        again = marked_scheduled("2026-11-03 10:10")
        end = cancelled("2026-11-04 10:00")
        assert decided(policy, MARKED, again, end, now="2026-11-04 10:01").status == "contacted"

    def test_on_a_scheduled_lead_it_is_no_communication(self) -> None:
        made = booked("2026-11-03 10:00", "2026-11-16 10:00")
        again = marked_scheduled("2026-11-16 10:05")
        missed = no_show("2026-11-16 10:20")
        assert decided(INCINTA, made, again, missed, now="2027-02-16 10:00").status == "dead"

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
    moved,
    next_of,
    no_show,
    office_transfer,
    reminder,
    ring,
    rule_for,
    shown,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
REMINDING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
REMINDER = ("reminder", "Fri 2026-11-13 09:00")

BEFORE_BOOKING = [
    pytest.param([], id="new"),
    pytest.param([call("2026-11-03 09:10", "no_answer")], id="follow_up"),
    pytest.param([contacted("2026-11-03 09:10")], id="contacted"),
    pytest.param(
        [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")], id="mail_contacted"
    ),
    pytest.param(
        [booked("2026-11-03 09:05", "2026-11-03 09:10", "a0"), no_show("2026-11-03 09:20", "a0")],
        id="no_show",
    ),
    pytest.param([attended("2026-11-03 09:10", "a0")], id="visited"),
    pytest.param([unreachable("2026-11-03 09:10")], id="unreachable"),
    pytest.param([dead("2026-11-03 09:10")], id="dead"),
    pytest.param([invalid("2026-11-03 09:10")], id="invalid"),
    pytest.param([office_transfer("2026-11-03 09:10")], id="office_transfer"),
]


class TestAPT1Booked:
    """A lead with a booking is scheduled, and what was planned to win it ends.

    Ladder, mail round, the steps after a no-show and the follow-ups set before it end (APT-1).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("before", BEFORE_BOOKING)
    def test_a_booking_schedules_a_lead_of_any_status(
        self, before: list[Any], policy: Policy
    ) -> None:
        assert decided(policy, *before, BOOKED, now="2026-11-03 10:01").status == "scheduled"

    def test_the_lead_is_scheduled_from_the_very_instant_of_the_booking(self) -> None:
        before = decided(RSI, BOOKED, now=at("2026-11-03 10:00") - MICROSECOND)
        then = decided(RSI, BOOKED, now="2026-11-03 10:00")
        assert (before.status, then.status) == ("new", "scheduled")

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_status_rests_on_this_rule(self, policy: Policy) -> None:
        assert rule_for(decided(policy, BOOKED, now="2026-11-03 10:01"), "status") == "APT-1"

    def test_the_first_call_of_a_new_lead_ends(self) -> None:
        decision = decided(RSI, BOOKED, now="2026-11-03 10:01")
        assert (next_of(decision), upcoming_of(decision)) == (None, [])

    def test_the_ladder_ends(self) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        assert next_of(decided(RSI, tried, BOOKED, now="2026-11-03 14:00")) is None

    @pytest.mark.parametrize(
        "round_so_far",
        [
            pytest.param([call("2026-11-03 09:10", "no_answer")], id="call alone"),
            pytest.param(
                [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")], id="complete"
            ),
        ],
    )
    def test_the_mail_round_ends(self, round_so_far: list[Any]) -> None:
        decision = decided(INCINTA, *round_so_far, BOOKED, now="2026-11-03 10:01")
        assert (next_of(decision), upcoming_of(decision)) == (REMINDER, [])

    def test_a_round_begun_before_the_booking_is_not_completed_after_it(self) -> None:
        tried = call("2026-11-03 09:10", "no_answer")
        decision = decided(
            INCINTA, tried, BOOKED, email("2026-11-03 10:05"), now="2026-11-03 11:00"
        )
        assert (decision.status, next_of(decision)) == ("scheduled", REMINDER)

    @pytest.mark.parametrize("policy", REMINDING)
    def test_the_steps_after_a_no_show_end(self, policy: Policy) -> None:
        missed = [
            booked("2026-11-03 10:00", "2026-11-09 10:00", "a0"),
            no_show("2026-11-09 10:10", "a0"),
        ]
        again = booked("2026-11-09 10:20", "2026-11-16 10:00")
        decision = decided(policy, *missed, again, now="2026-11-09 10:21")
        assert (next_of(decision), upcoming_of(decision)) == (REMINDER, [])

    def test_the_months_of_silence_after_a_no_show_end(self) -> None:
        missed = [
            booked("2026-11-03 10:00", "2026-11-09 10:00", "a0"),
            no_show("2026-11-09 10:10", "a0"),
        ]
        again = booked("2026-11-09 10:20", "2027-03-15 10:00")
        assert decided(INCINTA, *missed, again, now="2027-02-20 10:00").status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("due", ["2026-11-03 09:45", "2026-11-20 15:00"])
    def test_a_follow_up_set_before_ends_whether_it_has_come_or_not(
        self, due: str, policy: Policy
    ) -> None:
        decision = decided(
            policy, follow_up("2026-11-03 09:30", due), BOOKED, now="2026-11-03 10:01"
        )
        purposes = [purpose for purpose, _when in upcoming_of(decision)]
        assert "follow_up" not in [*purposes, *(next_of(decision) or ())]

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_after_the_booking_stands(self, policy: Policy) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        decision = decided(policy, BOOKED, later, now="2026-11-03 10:06")
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")
        assert decision.status == "scheduled"

    def test_an_attempt_still_open_no_longer_ends_the_lead(self) -> None:
        tried = [
            call("2026-11-03 09:10", "left_message"),
            call("2026-11-03 13:15", "left_message"),
            call("2026-11-04 13:20"),
        ]
        made = booked("2026-11-04 13:30", "2026-11-16 10:00")
        assert decided(RSI, *tried, made, now="2026-11-04 17:20").status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_attempts_start_at_nought(self, policy: Policy) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        assert decided(policy, tried, BOOKED, now="2026-11-03 10:01").attempts == 0

    @pytest.mark.parametrize("policy", EVERY)
    def test_no_attempt_is_counted_while_scheduled(self, policy: Policy) -> None:
        tried = [call(f"2026-11-{day} 11:00", "no_answer") for day in ("04", "05", "06")]
        decision = decided(policy, BOOKED, *tried, now="2026-11-06 11:01")
        assert (decision.status, decision.attempts) == ("scheduled", 0)

    def test_an_unanswered_call_to_a_scheduled_lead_plans_nothing(self) -> None:
        decision = decided(
            RSI, BOOKED, call("2026-11-04 11:00", "no_answer"), now="2026-11-04 11:01"
        )
        assert next_of(decision) is None

    def test_a_bare_follow_up_of_a_scheduled_lead_is_left_to_a_person_with_a_warning(self) -> None:
        decision = decided(RSI, BOOKED, follow_up("2026-11-04 11:00"), now="2026-11-04 11:01")
        assert (next_of(decision), codes(decision)) == (None, ["follow_up_without_ladder"])

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_conversation_leaves_the_lead_scheduled(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, contacted("2026-11-04 11:00"), now="2026-11-04 11:01")
        assert decision.status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_voicemail_left_before_the_booking_is_still_owed(self, policy: Policy) -> None:
        decision = decided(policy, voicemail("2026-11-03 09:30"), BOOKED, now="2026-11-03 10:01")
        assert next_of(decision) == ("return_voicemail", "Tue 2026-11-03 09:30")

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_call_that_rings_goes_on_ringing(self, policy: Policy) -> None:
        decision = decided(policy, ring("2026-11-03 09:58"), BOOKED, now="2026-11-03 10:01")
        assert next_of(decision) == ("answer_call", "Tue 2026-11-03 09:58")

    def test_a_dead_lead_that_books_has_no_reason_for_loss(self) -> None:
        decision = decided(RSI, dead("2026-11-03 09:30"), BOOKED, now="2026-11-03 10:01")
        assert decision.reason_for_loss is None


class TestAPT6MovedOrCancelled:
    """A moved appointment needs a reminder of its own; after a cancelled one a person sets the next
    contact.

    The new time holds. A cancellation leaves the lead contacted (APT-6).
    """

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize(
        ("starts_at", "due"),
        [
            ("2026-11-18 10:00", "Tue 2026-11-17 09:00"),
            ("2026-11-10 10:00", "Mon 2026-11-09 09:00"),
        ],
    )
    def test_the_reminder_goes_with_the_new_time(
        self, starts_at: str, due: str, policy: Policy
    ) -> None:
        decision = decided(
            policy, BOOKED, moved("2026-11-04 10:00", starts_at), now="2026-11-04 10:01"
        )
        assert (next_of(decision), upcoming_of(decision)) == (("reminder", due), [])

    def test_the_old_time_holds_until_the_instant_of_the_move(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 10:00")
        before = decided(INCINTA, BOOKED, change, now=at("2026-11-04 10:00") - MICROSECOND)
        assert next_of(before) == REMINDER

    @pytest.mark.parametrize("policy", REMINDING)
    def test_a_reminder_given_for_the_old_time_does_not_do_for_the_new_one(
        self, policy: Policy
    ) -> None:
        given = reminder("2026-11-13 10:00")
        change = moved("2026-11-13 11:00", "2026-11-18 10:00")
        decision = decided(policy, BOOKED, given, change, now="2026-11-13 11:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    def test_a_move_to_the_time_it_has_already_asks_for_no_second_reminder(self) -> None:
        given = reminder("2026-11-13 10:00")
        change = moved("2026-11-13 11:00", "2026-11-16 10:00")
        assert next_of(decided(INCINTA, BOOKED, given, change, now="2026-11-13 11:01")) is None

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_moved_appointment_leaves_the_lead_scheduled_without_a_warning(
        self, policy: Policy
    ) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 10:00")
        decision = decided(policy, BOOKED, change, now="2026-11-04 10:01")
        assert (decision.status, codes(decision)) == ("scheduled", [])

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_since_the_booking_outlives_a_move(self, policy: Policy) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        change = moved("2026-11-04 10:00", "2026-11-18 10:00")
        decision = decided(policy, BOOKED, later, change, now="2026-11-04 10:01")
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    def test_the_missed_start_of_a_moved_appointment_is_the_new_one(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 14:00")
        missed = no_show("2026-11-18 14:10")
        contact = decided(INCINTA, BOOKED, change, missed, now="2026-11-18 14:11").next_contact
        assert contact is not None
        assert shown(contact.by) == "Wed 2026-11-18 14:30"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_cancellation_leaves_the_lead_contacted_with_nothing_planned(
        self, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, cancelled("2026-11-04 10:00"), now="2026-11-04 10:01")
        assert decision.status == "contacted"
        assert (next_of(decision), upcoming_of(decision)) == (None, [])
        assert (rule_for(decision, "status"), codes(decision)) == ("APT-6", [])

    def test_the_appointment_stands_until_the_instant_of_its_cancellation(self) -> None:
        end = cancelled("2026-11-04 10:00")
        before = decided(INCINTA, BOOKED, end, now=at("2026-11-04 10:00") - MICROSECOND)
        assert (before.status, next_of(before)) == ("scheduled", REMINDER)

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_since_the_booking_outlives_a_cancellation(
        self, policy: Policy
    ) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        decision = decided(
            policy, BOOKED, later, cancelled("2026-11-04 10:00"), now="2026-11-04 10:01"
        )
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_an_appointment_may_be_cancelled_after_its_start(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, cancelled("2026-11-16 10:05"), now="2026-11-16 10:06")
        assert (decision.status, next_of(decision)) == ("contacted", None)

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_lead_stays_scheduled_while_another_appointment_is_open(
        self, policy: Policy
    ) -> None:
        other = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
        decision = decided(
            policy, BOOKED, other, cancelled("2026-11-04 10:00"), now="2026-11-04 10:01"
        )
        assert decision.status == "scheduled"

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["RSI", "CLINIC"])
    def test_the_ladder_starts_on_its_first_rung_after_a_cancellation(self, policy: Policy) -> None:
        tried = [call("2026-11-03 09:10", "left_message"), call("2026-11-03 09:50", "left_message")]
        again = call("2026-11-04 11:00", "left_message")
        decision = decided(
            policy, *tried, BOOKED, cancelled("2026-11-04 10:00"), again, now="2026-11-04 11:01"
        )
        assert (decision.attempts, next_of(decision)) == (1, ("follow_up", "Wed 2026-11-04 15:00"))


class TestAPT7Attended:
    """After the visit the lead is visited and nothing is planned, unless another appointment is
    open (APT-7).
    """

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_visit_makes_the_lead_visited_with_nothing_planned(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, attended("2026-11-16 10:02"), now="2026-11-16 10:03")
        assert decision.status == "visited"
        assert (next_of(decision), upcoming_of(decision)) == (None, [])
        assert (rule_for(decision, "status"), codes(decision)) == ("APT-7", [])

    def test_the_lead_is_scheduled_until_the_very_instant_of_the_visit(self) -> None:
        came = attended("2026-11-16 10:02")
        before = decided(INCINTA, BOOKED, came, now=at("2026-11-16 10:02") - MICROSECOND)
        assert before.status == "scheduled"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_before_the_visit_ends(self, policy: Policy) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-20 15:00")
        decision = decided(
            policy, BOOKED, later, attended("2026-11-16 10:02"), now="2026-11-16 10:03"
        )
        assert next_of(decision) is None

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_voicemail_not_returned_before_the_visit_is_still_owed(self, policy: Policy) -> None:
        left = voicemail("2026-11-16 09:30")
        decision = decided(
            policy, BOOKED, left, attended("2026-11-16 10:02"), now="2026-11-16 10:03"
        )
        assert next_of(decision) == ("return_voicemail", "Mon 2026-11-16 09:30")

    @pytest.mark.parametrize("policy", REMINDING)
    def test_another_open_appointment_keeps_the_lead_scheduled_and_its_reminder(
        self, policy: Policy
    ) -> None:
        other = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
        decision = decided(
            policy, BOOKED, other, attended("2026-11-16 10:02"), now="2026-11-16 10:03"
        )
        assert decision.status == "scheduled"
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_last_open_appointment_attended_makes_the_lead_visited(
        self, policy: Policy
    ) -> None:
        other = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
        came = [attended("2026-11-16 10:02"), attended("2026-11-18 10:02", "a2")]
        assert decided(policy, BOOKED, other, *came, now="2026-11-18 10:03").status == "visited"

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    cancelled,
    codes,
    dead,
    decided,
    follow_up,
    moved,
    next_of,
    no_show,
    reminder,
    shown,
    upcoming_of,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
REMINDING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]
EITHER_ID = pytest.mark.parametrize("appointment_id", ["m1", "s1"])

START = "2026-11-16 10:00"
BOOKED = booked("2026-11-03 10:00", START)
BY_HAND = booked("2026-11-03 10:00", START, "m1")
BY_SYNC = booked("2026-11-03 10:12", START, "s1", origin="sync")
REMINDER = ("reminder", "Fri 2026-11-13 09:00")


class TestAPT2ToldByHandAndBySync:
    """One booking told by a person and by the data sync is one appointment, by whichever id;
    telling it again changes nothing, not even after it was attended or missed (APT-2).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @EITHER_ID
    def test_cancelled_by_either_id_none_is_left(self, appointment_id: str, policy: Policy) -> None:
        end = cancelled("2026-11-04 10:00", appointment_id)
        decision = decided(policy, BY_HAND, BY_SYNC, end, now="2026-11-04 10:01")
        assert (decision.status, codes(decision)) == ("contacted", [])

    @pytest.mark.parametrize("policy", EVERY)
    @EITHER_ID
    def test_attended_by_either_id_none_is_left(self, appointment_id: str, policy: Policy) -> None:
        came = attended("2026-11-16 10:05", appointment_id)
        decision = decided(policy, BY_HAND, BY_SYNC, came, now="2026-11-16 10:06")
        assert (decision.status, codes(decision)) == ("visited", [])

    @pytest.mark.parametrize("policy", EVERY)
    @EITHER_ID
    def test_missed_by_either_id_none_is_left(self, appointment_id: str, policy: Policy) -> None:
        missed = no_show("2026-11-16 10:20", appointment_id)
        decision = decided(policy, BY_HAND, BY_SYNC, missed, now="2026-11-16 10:21")
        assert (decision.status, codes(decision)) == ("no_show", [])

    @EITHER_ID
    def test_moved_by_either_id_it_is_moved_as_one(self, appointment_id: str) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 10:00", appointment_id)
        decision = decided(INCINTA, BY_HAND, BY_SYNC, change, now="2026-11-04 10:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")
        assert (upcoming_of(decision), codes(decision)) == ([], [])

    @EITHER_ID
    def test_reminded_by_either_id_nothing_is_left_to_remind_of(self, appointment_id: str) -> None:
        given = reminder("2026-11-13 10:00", appointment_id)
        assert next_of(decided(INCINTA, BY_HAND, BY_SYNC, given, now="2026-11-13 10:01")) is None

    @EITHER_ID
    def test_the_sync_may_tell_of_it_first(self, appointment_id: str) -> None:
        first = booked("2026-11-03 10:00", START, "s1", origin="sync")
        then = booked("2026-11-03 10:12", START, "m1")
        end = cancelled("2026-11-04 10:00", appointment_id)
        assert decided(RSI, first, then, end, now="2026-11-04 10:01").status == "contacted"

    @pytest.mark.parametrize("origin", ["manual", "sync"])
    def test_the_same_id_and_start_are_one_appointment_by_any_origin(self, origin: str) -> None:
        again = booked("2026-11-03 10:12", START, origin=origin)
        decision = decided(
            RSI, BOOKED, again, cancelled("2026-11-04 10:00"), now="2026-11-04 10:01"
        )
        assert (decision.status, codes(decision)) == ("contacted", [])

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(booked("2026-11-03 10:12", START, "m2"), id="same origin"),
            pytest.param(
                booked("2026-11-03 10:12", "2026-11-16 10:00:00.000001", "s1", origin="sync"),
                id="a microsecond later",
            ),
            pytest.param(
                booked("2026-11-03 10:12", "2026-11-16 09:59:59.999999", "s1", origin="sync"),
                id="a microsecond earlier",
            ),
        ],
    )
    def test_another_id_is_another_appointment_unless_start_and_origin_say_otherwise(
        self, other: Any
    ) -> None:
        end = cancelled("2026-11-04 10:00", "m1")
        assert decided(RSI, BY_HAND, other, end, now="2026-11-04 10:01").status == "scheduled"

    def test_the_sync_may_tell_of_it_at_its_new_time(self) -> None:
        change = moved("2026-11-03 10:05", "2026-11-18 10:00", "m1")
        sync = booked("2026-11-03 10:12", "2026-11-18 10:00", "s1", origin="sync")
        end = cancelled("2026-11-04 10:00", "s1")
        assert (
            decided(RSI, BY_HAND, change, sync, end, now="2026-11-04 10:01").status == "contacted"
        )

    def test_two_told_by_hand_and_two_by_sync_at_one_start_are_two_appointments(self) -> None:
        by_hand = [BY_HAND, booked("2026-11-03 10:01", START, "m2")]
        by_sync = [BY_SYNC, booked("2026-11-03 10:13", START, "s2", origin="sync")]
        came = [attended("2026-11-16 10:05", "m1"), attended("2026-11-16 10:05", "m2")]
        decision = decided(RSI, *by_hand, *by_sync, *came, now="2026-11-16 10:06")
        assert decision.status == "visited"

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_follow_up_set_in_between_stands(self, policy: Policy) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-06 15:00")
        decision = decided(policy, BY_HAND, later, BY_SYNC, now="2026-11-03 10:13")
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")

    @EITHER_ID
    def test_no_second_reminder_is_asked_for(self, appointment_id: str) -> None:
        given = reminder("2026-11-13 10:00", "m1")
        again = booked("2026-11-13 10:10", START, appointment_id, origin="sync")
        assert next_of(decided(INCINTA, BY_HAND, given, again, now="2026-11-13 10:11")) is None

    def test_told_again_after_its_reminder_fell_due_the_reminder_keeps_its_time(self) -> None:
        again = booked("2026-11-13 12:00", START, "s1", origin="sync")
        contact = decided(INCINTA, BY_HAND, again, now="2026-11-13 12:01").next_contact
        assert contact is not None
        assert shown(contact.at) == "Fri 2026-11-13 09:00"
        assert shown(contact.by) == "Fri 2026-11-13 17:00"

    @pytest.mark.parametrize("policy", EVERY)
    @EITHER_ID
    @pytest.mark.parametrize("origin", ["manual", "sync"])
    def test_told_again_after_the_visit_the_lead_stays_visited(
        self, origin: str, appointment_id: str, policy: Policy
    ) -> None:
        came = attended("2026-11-16 10:05", "m1")
        again = booked("2026-11-16 10:15", START, appointment_id, origin=origin)
        decision = decided(policy, BY_HAND, BY_SYNC, came, again, now="2026-11-16 10:16")
        assert decision.status == "visited"

    @pytest.mark.parametrize("policy", EVERY)
    def test_first_told_by_sync_after_the_visit_it_changes_nothing(self, policy: Policy) -> None:
        came = attended("2026-11-16 10:05", "m1")
        sync = booked("2026-11-16 10:15", START, "s1", origin="sync")
        decision = decided(policy, BY_HAND, came, sync, now="2026-11-16 10:16")
        assert (decision.status, next_of(decision)) == ("visited", None)

    @EITHER_ID
    def test_told_again_after_it_was_missed_the_steps_go_on(self, appointment_id: str) -> None:
        missed = no_show("2026-11-16 10:20", "m1")
        again = booked("2026-11-16 10:25", START, appointment_id, origin="sync")
        decision = decided(INCINTA, BY_HAND, missed, again, now="2026-11-16 10:26")
        assert decision.status == "no_show"
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-16 10:20")

    def test_told_again_it_does_not_put_off_the_end_of_a_silent_no_show(self) -> None:
        missed = no_show("2026-11-16 10:20", "m1")
        again = booked("2026-12-01 10:00", START, "s1", origin="sync")
        assert decided(INCINTA, BY_HAND, missed, again, now="2027-02-16 10:00").status == "dead"

    @EITHER_ID
    def test_told_again_after_the_lead_was_closed_it_stays_closed(
        self, appointment_id: str
    ) -> None:
        again = booked("2026-11-03 10:12", START, appointment_id, origin="sync")
        decision = decided(RSI, BY_HAND, dead("2026-11-03 10:05"), again, now="2026-11-03 10:13")
        assert (decision.status, decision.reason_for_loss) == ("dead", "insurance")

    @pytest.mark.parametrize("policy", EVERY)
    def test_booked_anew_after_a_cancellation_it_is_a_booking(self, policy: Policy) -> None:
        anew = booked("2026-11-04 11:00", START)
        decision = decided(
            policy, BOOKED, cancelled("2026-11-04 10:00"), anew, now="2026-11-04 11:01"
        )
        assert (decision.status, codes(decision)) == ("scheduled", [])

    @EITHER_ID
    def test_booked_for_another_start_by_either_id_it_is_moved_as_one(
        self, appointment_id: str
    ) -> None:
        again = booked("2026-11-04 10:00", "2026-11-18 10:00", appointment_id)
        decision = decided(INCINTA, BY_HAND, BY_SYNC, again, now="2026-11-04 10:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")
        assert upcoming_of(decision) == []

    def test_a_move_of_an_unknown_id_told_again_as_a_booking_is_one_appointment(self) -> None:
        change = moved("2026-11-03 10:00", START)
        events = [change, booked("2026-11-03 10:12", START), cancelled("2026-11-04 10:00")]
        assert decided(RSI, *events, now="2026-11-04 10:01").status == "contacted"

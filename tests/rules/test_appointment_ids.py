from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    follow_up,
    invalid,
    moved,
    next_of,
    no_show,
    office_transfer,
    reminder,
    shown,
    unreachable,
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


class TestAPT10IdsThatAreNotOpen:
    """What is told of an appointment that is not open counts where it can, with a warning.

    A move is a booking; attendance and a no-show count; a cancellation is ignored. An open one
    booked again for another start is moved. Attendance opens a closed lead that is not invalid, a
    no-show none (APT-10).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([], id="never booked"),
            pytest.param([BOOKED, cancelled("2026-11-04 10:00")], id="cancelled"),
            pytest.param([BOOKED, attended("2026-11-04 10:00")], id="attended"),
            pytest.param([BOOKED, no_show("2026-11-16 10:20")], id="missed"),
            pytest.param([BOOKED, dead("2026-11-04 10:00")], id="ended with the lead"),
        ],
    )
    def test_a_move_is_taken_as_a_booking(self, before: list[Any], policy: Policy) -> None:
        change = moved("2026-11-16 11:00", "2026-11-18 10:00")
        decision = decided(policy, *before, change, now="2026-11-16 11:01")
        assert (decision.status, codes(decision)) == ("scheduled", ["moved_without_booking"])

    def test_such_a_move_is_reminded_of(self) -> None:
        change = moved("2026-11-04 10:00", "2026-11-18 10:00")
        decision = decided(INCINTA, change, now="2026-11-04 10:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    def test_such_a_move_ends_what_was_planned_and_starts_the_attempts_at_nought(self) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        decision = decided(RSI, tried, moved("2026-11-03 10:00", START), now="2026-11-03 10:01")
        assert (next_of(decision), decision.attempts) == (None, 0)

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_cancellation_is_ignored_with_a_warning(self, policy: Policy) -> None:
        decision = decided(policy, cancelled("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert decision.status == "new"
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert codes(decision) == ["cancelled_without_booking"]

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("before", "status"),
        [
            ([BOOKED], "scheduled"),
            ([BOOKED, attended("2026-11-04 10:00")], "visited"),
            ([BOOKED, dead("2026-11-04 10:00")], "dead"),
            ([BOOKED, no_show("2026-11-16 10:20")], "no_show"),
        ],
    )
    def test_a_cancellation_of_another_id_leaves_the_status(
        self, before: list[Any], status: str, policy: Policy
    ) -> None:
        end = cancelled("2026-11-16 11:00", "another")
        decision = decided(policy, *before, end, now="2026-11-16 11:01")
        assert decision.status == status
        assert "cancelled_without_booking" in codes(decision)

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("then", ["attended", "missed"])
    def test_cancelled_after_it_was_settled_it_stays_as_it_is(
        self, then: str, policy: Policy
    ) -> None:
        settled = (
            attended("2026-11-16 10:20") if then == "attended" else no_show("2026-11-16 10:20")
        )
        decision = decided(
            policy, BOOKED, settled, cancelled("2026-11-16 11:00"), now="2026-11-16 11:01"
        )
        assert decision.status == ("visited" if then == "attended" else "no_show")

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_visit_without_booking_counts(self, policy: Policy) -> None:
        decision = decided(policy, attended("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert (decision.status, next_of(decision)) == ("visited", None)
        assert codes(decision) == ["attended_without_booking"]

    def test_a_no_show_without_booking_counts_as_of_an_appointment_at_that_instant(self) -> None:
        decision = decided(INCINTA, no_show("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert codes(decision) == ["no_show_without_booking"]
        assert next_of(decision) == ("no_show_call", "Tue 2026-11-03 10:00")
        assert decision.next_contact is not None
        assert shown(decision.next_contact.by) == "Tue 2026-11-03 10:30"

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([BOOKED, cancelled("2026-11-04 10:00")], id="cancelled"),
            pytest.param([BOOKED, no_show("2026-11-16 10:20")], id="missed"),
        ],
    )
    def test_a_visit_counts_after_a_cancellation_or_a_no_show(
        self, before: list[Any], policy: Policy
    ) -> None:
        decision = decided(policy, *before, attended("2026-11-16 10:40"), now="2026-11-16 10:41")
        assert (decision.status, next_of(decision)) == ("visited", None)
        assert codes(decision) == ["attended_without_booking"]

    def test_a_no_show_after_a_cancellation_counts_from_the_start_it_had(self) -> None:
        end = cancelled("2026-11-04 10:00")
        decision = decided(
            INCINTA, BOOKED, end, no_show("2026-11-16 10:20"), now="2026-11-16 10:21"
        )
        assert codes(decision) == ["no_show_without_booking"]
        assert decision.next_contact is not None
        assert shown(decision.next_contact.by) == "Mon 2026-11-16 10:30"

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "event", [attended("2026-11-04 10:00", "a9"), no_show("2026-11-04 10:00", "a9")]
    )
    def test_another_open_appointment_keeps_the_lead_scheduled(
        self, event: Any, policy: Policy
    ) -> None:
        assert decided(policy, BOOKED, event, now="2026-11-04 10:01").status == "scheduled"

    def test_an_open_id_booked_for_another_start_is_moved(self) -> None:
        again = booked("2026-11-04 10:00", "2026-11-18 10:00")
        decision = decided(INCINTA, BOOKED, again, now="2026-11-04 10:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")
        assert (upcoming_of(decision), codes(decision)) == ([], ["booked_twice"])

    @pytest.mark.parametrize("policy", EVERY)
    def test_an_open_id_booked_for_another_start_is_still_one_appointment(
        self, policy: Policy
    ) -> None:
        again = booked("2026-11-04 10:00", "2026-11-18 10:00")
        end = cancelled("2026-11-05 10:00")
        assert decided(policy, BOOKED, again, end, now="2026-11-05 10:01").status == "contacted"

    def test_an_open_id_booked_for_another_start_needs_its_own_reminder(self) -> None:
        given = reminder("2026-11-13 10:00")
        again = booked("2026-11-13 11:00", "2026-11-18 10:00")
        decision = decided(INCINTA, BOOKED, given, again, now="2026-11-13 11:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    @pytest.mark.parametrize("policy", REMINDING)
    def test_an_attended_id_booked_for_another_start_is_a_new_booking(self, policy: Policy) -> None:
        again = booked("2026-11-16 11:00", "2026-11-18 10:00")
        decision = decided(
            policy, BOOKED, attended("2026-11-16 10:05"), again, now="2026-11-16 11:01"
        )
        assert (decision.status, codes(decision)) == ("scheduled", [])
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("before", [[], [BOOKED]], ids=["never booked", "ended with the lead"])
    @pytest.mark.parametrize(
        "closing", [dead("2026-11-04 10:00"), office_transfer("2026-11-04 10:00")]
    )
    def test_a_visit_opens_a_closed_lead(
        self, closing: Any, before: list[Any], policy: Policy
    ) -> None:
        decision = decided(
            policy, *before, closing, attended("2026-11-16 10:05"), now="2026-11-16 10:06"
        )
        assert (decision.status, decision.reason_for_loss) == ("visited", None)
        assert codes(decision) == ["attended_without_booking"]

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_visit_opens_no_invalid_lead(self, policy: Policy) -> None:
        decision = decided(
            policy,
            BOOKED,
            invalid("2026-11-04 10:00"),
            attended("2026-11-16 10:05"),
            now="2026-11-16 10:06",
        )
        assert (decision.status, codes(decision)) == ("invalid", ["attended_without_booking"])

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("closing", "status"),
        [
            (dead("2026-11-04 10:00"), "dead"),
            (invalid("2026-11-04 10:00"), "invalid"),
            (office_transfer("2026-11-04 10:00"), "office_transfer"),
        ],
    )
    def test_a_no_show_opens_no_closed_lead(
        self, closing: Any, status: str, policy: Policy
    ) -> None:
        decision = decided(
            policy, BOOKED, closing, no_show("2026-11-16 10:20"), now="2026-11-16 10:21"
        )
        assert (decision.status, next_of(decision)) == (status, None)
        assert codes(decision) == ["no_show_without_booking"]

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_no_show_unmakes_no_visit(self, policy: Policy) -> None:
        missed = no_show("2026-11-16 10:20")
        decision = decided(
            policy, BOOKED, attended("2026-11-16 10:05"), missed, now="2026-11-16 10:21"
        )
        assert (decision.status, next_of(decision)) == ("visited", None)
        assert codes(decision) == ["no_show_without_booking"]

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_visit_recorded_twice_leaves_the_lead_visited_with_a_warning(
        self, policy: Policy
    ) -> None:
        came = [attended("2026-11-16 10:05"), attended("2026-11-16 10:30")]
        decision = decided(policy, BOOKED, *came, now="2026-11-16 10:31")
        assert (decision.status, codes(decision)) == ("visited", ["attended_without_booking"])

    def test_a_no_show_recorded_twice_changes_nothing(self) -> None:
        missed = [no_show("2026-11-16 10:20"), no_show("2026-11-16 10:25")]
        once = decided(INCINTA, BOOKED, missed[0], now="2026-11-16 10:26")
        twice = decided(INCINTA, BOOKED, *missed, now="2026-11-16 10:26")
        assert (once.status, once.next_contact, once.upcoming) == (
            twice.status,
            twice.next_contact,
            twice.upcoming,
        )

    @pytest.mark.parametrize("now", ["2026-11-17 08:00", "2026-11-25 10:00", "2027-02-16 10:00"])
    def test_a_no_show_recorded_twice_begins_no_step_anew(self, now: str) -> None:
        called = call("2026-11-16 10:22", "no_answer")
        again = no_show("2026-11-17 07:00")
        once = decided(INCINTA, BOOKED, no_show("2026-11-16 10:20"), called, now=now)
        twice = decided(INCINTA, BOOKED, no_show("2026-11-16 10:20"), called, again, now=now)
        assert (once.status, once.next_contact) == (twice.status, twice.next_contact)

    def test_a_no_show_recorded_again_after_a_new_booking_leaves_that_booking(self) -> None:
        anew = booked("2026-11-16 10:40", "2026-11-18 10:00", "a2")
        again = no_show("2026-11-16 10:50")
        decision = decided(
            INCINTA, BOOKED, no_show("2026-11-16 10:20"), anew, again, now="2026-11-16 10:51"
        )
        assert decision.status == "scheduled"
        assert next_of(decision) == ("reminder", "Tue 2026-11-17 09:00")

    @pytest.mark.parametrize("policy", REMINDING)
    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([call("2026-11-03 09:10", "no_answer")], id="follow_up"),
            pytest.param([contacted("2026-11-03 09:10")], id="contacted"),
            pytest.param([follow_up("2026-11-03 09:10", "2026-11-20 15:00")], id="promised"),
            pytest.param([unreachable("2026-11-03 09:10")], id="unreachable"),
        ],
    )
    def test_a_no_show_or_a_visit_ends_what_was_planned_before(
        self, before: list[Any], policy: Policy
    ) -> None:
        missed = decided(policy, *before, no_show("2026-11-03 10:00"), now="2026-11-03 10:01")
        came = decided(policy, *before, attended("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert next_of(missed) == ("no_show_call", "Tue 2026-11-03 10:00")
        assert (upcoming_of(missed), next_of(came)) == ([], None)

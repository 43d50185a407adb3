"""Routing by the visit agreed: the window of days, from when it counts, and appointments."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import booked, cancelled, dead, decided, known, lead, marked_scheduled, moved
from leadflow import CLINIC, INCINTA, Policy
from leadflow.outputs import Routing
from leadflow.vocabulary import Team

CHINESE: dict[str, Any] = {
    "chinese": True,
    "calling_code": "1",
    "visit_barriers": [],
    "special_needs": [],
    "pricing": "local",
    "referral_fee": False,
}
"""A Chinese customer of whom only an agreed visit is left to know."""
STAYS, ASKED, LEFT_OPEN = "stays local", "asked for a date", "no rule decides"
LATER = "2026-12-31 12:00"


def answer(*events: Any, now: str = LATER, policy: Policy = INCINTA, **facts: Any) -> str:
    """What routing makes of the visit."""
    created = facts.pop("created", None)
    routing = decided(
        policy, *events, now=now, of=lead(created=created, **CHINESE, **facts)
    ).routing
    return {
        Routing(Team.LOCAL_CHINESE, ("RTE-4",)): STAYS,
        Routing(Team.UNDETERMINED, ("RTE-7",)): LEFT_OPEN,
    }.get(
        routing, ASKED if [each.fact for each in routing.questions] == ["agreed_visit_on"] else ""
    )


class TestRTE4AgreedDate:
    """An agreed visit is soon from the local day on which its date became known to 14 days later
    (RTE-4)."""

    WINDOW = pytest.mark.parametrize(
        ("visit", "expected"),
        [
            ("2026-11-04", LEFT_OPEN),
            ("2026-11-05", STAYS),
            ("2026-11-06", STAYS),
            ("2026-11-18", STAYS),
            ("2026-11-19", STAYS),
            ("2026-11-20", LEFT_OPEN),
        ],
        ids=["the day before", "that day", "1 day", "13 days", "14 days", "15 days"],
    )

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
    @WINDOW
    def test_it_counts_from_the_day_of_the_update(
        self, policy: Policy, visit: str, expected: str
    ) -> None:
        learned = known("2026-11-05 10:00", agreed_visit_on=visit)
        assert answer(learned, policy=policy) == expected

    @WINDOW
    def test_it_counts_from_the_day_of_creation_if_known_from_the_start(
        self, visit: str, expected: str
    ) -> None:
        assert answer(created="2026-11-05 10:00", agreed_visit_on=visit) == expected

    @pytest.mark.parametrize(
        ("learned", "expected"),
        [
            ("2026-11-04 00:00", LEFT_OPEN),
            ("2026-11-04 16:00", LEFT_OPEN),  # midnight in UTC
            ("2026-11-04 23:59:59.999999", LEFT_OPEN),
            ("2026-11-05 00:00", STAYS),
            ("2026-11-05 23:59:59.999999", STAYS),
        ],
    )
    def test_the_day_begins_at_the_clinics_midnight(self, learned: str, expected: str) -> None:
        assert answer(known(learned, agreed_visit_on="2026-11-19")) == expected
        assert answer(created=learned, agreed_visit_on="2026-11-19") == expected

    @pytest.mark.parametrize(
        ("learned", "expected"),
        [("2026-11-19 23:59:59.999999", STAYS), ("2026-11-20 00:00", LEFT_OPEN)],
    )
    def test_a_date_of_the_same_day_is_soon_until_midnight(
        self, learned: str, expected: str
    ) -> None:
        assert answer(known(learned, agreed_visit_on="2026-11-19")) == expected

    @pytest.mark.parametrize(
        ("visit", "expected"), [("2026-11-08", STAYS), ("2026-11-09", LEFT_OPEN)]
    )
    def test_days_are_counted_not_hours_when_the_clocks_change(
        self, visit: str, expected: str
    ) -> None:
        learned = known("2026-10-25 23:30", agreed_visit_on=visit)
        assert answer(learned, created="2026-10-20 09:00") == expected

    def test_the_passing_of_time_does_not_change_the_answer(self) -> None:
        decision = decided(
            INCINTA, now="2026-11-03 09:05", of=lead(**CHINESE, agreed_visit_on="2026-11-17")
        )
        late = decided(
            INCINTA, now="2030-01-01 12:00", of=lead(**CHINESE, agreed_visit_on="2026-11-17")
        )
        assert decision.routing == late.routing

    @pytest.mark.parametrize(
        ("days", "visit", "expected"),
        [
            (0, "2026-11-05", STAYS),
            (0, "2026-11-06", LEFT_OPEN),
            (7, "2026-11-12", STAYS),
            (7, "2026-11-13", LEFT_OPEN),
            (30, "2026-12-05", STAYS),
            (30, "2026-12-06", LEFT_OPEN),
        ],
    )
    def test_the_number_of_days_is_the_policys(self, days: int, visit: str, expected: str) -> None:
        policy = INCINTA.revise(routing={"visit_within_days": days})
        learned = known("2026-11-05 10:00", agreed_visit_on=visit)
        assert answer(learned, policy=policy) == expected

    def test_the_same_date_told_again_counts_from_the_first_telling(self) -> None:
        events = [
            known("2026-11-05 10:00", agreed_visit_on="2026-11-20"),
            known("2026-11-06 10:00", agreed_visit_on="2026-11-20"),
        ]
        assert answer(*events) == LEFT_OPEN

    def test_another_fact_learned_later_does_not_count_anew(self) -> None:
        events = [
            known("2026-11-05 10:00", agreed_visit_on="2026-11-20"),
            known("2026-11-06 10:00", channels=["phone"]),
        ]
        assert answer(*events) == LEFT_OPEN

    def test_another_date_counts_from_its_own_telling(self) -> None:
        events = [
            known("2026-11-05 10:00", agreed_visit_on="2026-11-20"),
            known("2026-11-10 10:00", agreed_visit_on="2026-11-24"),
        ]
        assert answer(*events) == STAYS

    def test_a_date_that_is_unknown_again_is_asked_for(self) -> None:
        events = [
            known("2026-11-05 10:00", agreed_visit_on="2026-11-10"),
            known("2026-11-06 10:00", agreed_visit_on=None),
        ]
        assert answer(*events) == ASKED

    def test_a_date_given_once_more_after_being_unknown_counts_anew(self) -> None:
        events = [
            known("2026-11-05 10:00", agreed_visit_on="2026-11-20"),
            known("2026-11-05 11:00", agreed_visit_on=None),
            known("2026-11-06 10:00", agreed_visit_on="2026-11-20"),
        ]
        assert answer(*events) == STAYS


class TestRTE4Appointment:
    """An open appointment within 14 local days of its booking or last move is an agreed visit
    (RTE-4)."""

    @pytest.mark.parametrize(
        ("booking", "starts_at", "expected"),
        [
            ("2026-11-03 10:00", "2026-11-03 15:00", STAYS),
            ("2026-11-03 10:00", "2026-11-16 10:00", STAYS),
            ("2026-11-03 10:00", "2026-11-17 10:00", STAYS),
            ("2026-11-03 10:00", "2026-11-18 10:00", ASKED),
            ("2026-11-03 00:30", "2026-11-17 23:59:59.999999", STAYS),
            ("2026-11-03 10:00", "2026-11-18 00:00", ASKED),
            ("2026-11-03 23:59:59.999999", "2026-11-18 00:30", ASKED),
            ("2026-11-04 00:00", "2026-11-18 10:00", STAYS),
        ],
        ids=[
            "that day",
            "13 days",
            "14 days",
            "15 days",
            "end of the 14th day",
            "start of the 15th day",
            "booked just before midnight",
            "booked at midnight",
        ],
    )  # fmt: skip - the names stand in one block
    def test_the_days_are_the_clinics(self, booking: str, starts_at: str, expected: str) -> None:
        created = "2026-11-03 00:00"
        assert answer(booked(booking, starts_at), now=booking, created=created) == expected

    @pytest.mark.parametrize(
        ("starts_at", "expected"), [("2026-11-10 10:00", STAYS), ("2026-11-11 10:00", ASKED)]
    )
    def test_the_number_of_days_is_the_policys(self, starts_at: str, expected: str) -> None:
        policy = INCINTA.revise(routing={"visit_within_days": 7})
        booking = booked("2026-11-03 10:00", starts_at)
        assert answer(booking, now="2026-11-03 10:00", policy=policy) == expected

    @pytest.mark.parametrize(
        ("starts_at", "expected"),
        [
            ("2026-11-20 15:00", STAYS),
            ("2026-12-04 10:00", STAYS),
            ("2026-12-05 10:00", ASKED),
        ],
        ids=["that day", "14 days", "15 days"],
    )
    def test_a_moved_appointment_counts_from_its_move(self, starts_at: str, expected: str) -> None:
        events = [
            booked("2026-11-03 10:00", "2026-12-01 10:00"),
            moved("2026-11-20 10:00", starts_at),
        ]
        assert answer(*events, now="2026-11-20 09:59:59.999999") == ASKED
        assert answer(*events, now="2026-11-20 10:00") == expected

    def test_it_counts_from_its_last_move(self) -> None:
        events = [
            booked("2026-11-03 10:00", "2026-11-10 10:00"),
            moved("2026-11-04 10:00", "2026-12-01 10:00"),
            moved("2026-11-16 10:00", "2026-11-30 10:00"),
        ]
        assert answer(*events, now="2026-11-04 10:00") == ASKED
        assert answer(*events, now="2026-11-16 10:00") == STAYS

    def test_an_id_booked_again_with_another_start_is_a_move(self) -> None:
        events = [
            booked("2026-11-03 10:00", "2026-12-01 10:00"),
            booked("2026-11-20 10:00", "2026-12-04 10:00"),
        ]
        assert answer(*events, now="2026-11-20 10:00") == STAYS

    @pytest.mark.parametrize("appointment_id", ["a1", "a2"])
    def test_the_same_booking_told_by_sync_does_not_count_anew(self, appointment_id: str) -> None:
        starts_at = "2026-11-18 10:00"
        events = [
            booked("2026-11-03 10:00", starts_at),
            booked("2026-11-04 10:00", starts_at, appointment_id, origin="sync"),
        ]
        assert answer(*events, now="2026-11-04 10:00") == ASKED

    def test_one_of_several_that_is_soon_does(self) -> None:
        events = [
            booked("2026-11-03 10:00", "2026-12-15 10:00"),
            booked("2026-11-03 10:05", "2026-11-10 10:00", "a2"),
        ]
        assert answer(*events, now="2026-11-03 10:05") == STAYS

    def test_a_cancelled_one_is_no_agreement(self) -> None:
        events = [booked("2026-11-03 10:00", "2026-11-10 10:00"), cancelled("2026-11-04 10:00")]
        assert answer(*events, now="2026-11-04 09:59:59.999999") == STAYS
        assert answer(*events, now="2026-11-04 10:00") == ASKED

    def test_one_that_ended_with_the_lead_is_no_agreement(self) -> None:
        events = [booked("2026-11-03 10:00", "2026-11-10 10:00"), dead("2026-11-04 10:00")]
        assert answer(*events, now="2026-11-04 10:00") == ASKED

    def test_a_booking_without_data_is_no_agreement(self) -> None:
        assert answer(marked_scheduled("2026-11-03 10:00"), now="2026-11-03 10:00") == ASKED

    def test_it_holds_though_the_date_agreed_before_was_not_soon(self) -> None:
        booking = booked("2026-11-03 10:00", "2026-11-10 10:00")
        assert answer(booking, now="2026-11-03 10:00", agreed_visit_on="2026-12-20") == STAYS

    def test_an_agreed_date_holds_though_the_appointment_is_not_soon(self) -> None:
        booking = booked("2026-11-03 10:00", "2026-12-20 10:00")
        assert answer(booking, now="2026-11-03 10:00", agreed_visit_on="2026-11-10") == STAYS

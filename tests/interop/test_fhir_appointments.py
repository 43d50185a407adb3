"""FHIR R5: the appointments of a history as `Appointment`, by what the rules make of them."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import at, attended, booked, cancelled, dead, history, marked_scheduled, moved, no_show
from leadflow import INCINTA
from leadflow.interop import appointment_resources

MADE = booked("2026-11-04 10:00", "2026-11-16 10:00")


def appointments(*events: Any, now: str = "2026-12-01 09:00", minutes: int = 45) -> list[Any]:
    return list(
        appointment_resources(
            history(*events), now=at(now), policy=INCINTA, appointment_minutes=minutes
        )
    )


def providers(appointment: Any) -> list[str]:
    """Whom the lead is to see."""
    told = [each["actor"]["identifier"] for each in appointment["participant"]]
    return [each["value"] for each in told if each["system"] == "urn:leadflow:user"]


class TestStatus:
    @pytest.mark.parametrize(
        ("events", "status"),
        [
            ((), "booked"),
            ((attended("2026-11-16 10:05"),), "fulfilled"),
            ((no_show("2026-11-16 10:20"),), "noshow"),
            ((cancelled("2026-11-10 10:00"),), "cancelled"),
            ((cancelled("2026-11-10 10:00"), attended("2026-11-16 10:05")), "fulfilled"),
            ((dead("2026-11-10 10:00"),), "cancelled"),
        ],
    )
    def test_it_is_what_became_of_the_appointment(self, events: Any, status: str) -> None:
        (found,) = appointments(MADE, *events)
        assert found["status"] == status

    @pytest.mark.parametrize(
        ("event", "reason"),
        [
            (cancelled("2026-11-10 10:00"), "cancellation"),
            (dead("2026-11-10 10:00"), "lead_closed"),
        ],
    )
    def test_a_cancelled_one_says_what_ended_it_and_when(self, event: Any, reason: str) -> None:
        (found,) = appointments(MADE, event)
        assert found["cancellationReason"]["coding"][0]["code"] == reason
        assert found["cancellationDate"] == "2026-11-10T18:00:00Z"

    def test_one_that_took_place_has_no_reason_for_a_cancellation(self) -> None:
        (found,) = appointments(MADE, cancelled("2026-11-10 10:00"), attended("2026-11-16 10:05"))
        assert {"cancellationReason", "cancellationDate"}.isdisjoint(found)

    def test_events_after_the_clock_are_not_looked_at(self) -> None:
        (found,) = appointments(MADE, cancelled("2026-11-10 10:00"), now="2026-11-10 09:59")
        assert found["status"] == "booked"
        assert appointments(MADE, now="2026-11-04 09:59") == []


class TestTimes:
    def test_it_ends_so_many_minutes_after_its_start(self) -> None:
        (found,) = appointments(MADE, minutes=45)
        assert (found["start"], found["end"]) == ("2026-11-16T18:00:00Z", "2026-11-16T18:45:00Z")
        assert found["minutesDuration"] == 45

    def test_a_moved_one_has_its_new_time_and_is_the_same_appointment(self) -> None:
        (before,) = appointments(MADE)
        again = (
            moved("2026-11-05 10:00", "2026-11-18 10:00"),
            moved("2026-11-06 10:00", "2026-11-19 10:00"),
        )
        (after,) = appointments(MADE, *again)
        assert after["start"] == "2026-11-19T18:00:00Z"
        assert (after["id"], after["created"]) == (before["id"], before["created"])
        assert after["created"] == "2026-11-04T18:00:00Z"


class TestWhich:
    def test_told_by_hand_and_by_sync_it_is_one_with_both_ids(self) -> None:
        sync = booked("2026-11-04 10:10", "2026-11-16 10:00", "sync-9", origin="sync")
        (found,) = appointments(MADE, sync)
        assert [each["value"] for each in found["identifier"]] == ["a1", "sync-9"]

    def test_an_id_that_is_booked_again_after_a_cancellation_is_another_with_another_id(
        self,
    ) -> None:
        first, second = appointments(
            MADE, cancelled("2026-11-05 10:00"), booked("2026-11-06 10:00", "2026-11-20 10:00")
        )
        assert (first["status"], second["status"]) == ("cancelled", "booked")
        assert first["id"] != second["id"]

    def test_several_stand_in_the_order_in_which_they_were_told(self) -> None:
        found = appointments(
            MADE,
            booked("2026-11-05 10:00", "2026-11-12 10:00", "a2"),
            moved("2026-11-06 10:00", "2026-11-19 10:00"),
        )
        assert [each["identifier"][0]["value"] for each in found] == ["a1", "a2"]

    def test_a_visit_that_was_never_booked_is_one(self) -> None:
        (found,) = appointments(attended("2026-11-16 10:05", "walk-in"))
        assert (found["status"], found["start"]) == ("fulfilled", "2026-11-16T18:05:00Z")

    def test_a_visit_of_a_closed_lead_is_on_record(self) -> None:
        found = appointments(dead("2026-11-04 10:00"), no_show("2026-11-16 10:05", "x"))
        assert [each["status"] for each in found] == ["noshow"]

    def test_a_mark_without_data_is_none(self) -> None:
        assert appointments(marked_scheduled("2026-11-04 10:00")) == []


class TestParticipants:
    def test_the_lead_takes_part_and_so_does_the_provider_that_was_named(self) -> None:
        (found,) = appointments(booked("2026-11-04 10:00", "2026-11-16 10:00", provider="dr-1"))
        told = [each["actor"]["identifier"] for each in found["participant"]]
        assert told == [
            {"system": "urn:leadflow:lead", "value": "lead-1"},
            {"system": "urn:leadflow:user", "value": "dr-1"},
        ]

    @pytest.mark.parametrize("provider", ["dr-2", None])
    def test_of_one_id_booked_again_each_has_the_provider_of_its_own_booking(
        self, provider: str | None
    ) -> None:
        found = appointments(
            booked("2026-11-04 10:00", "2026-11-16 10:00", provider="dr-1"),
            cancelled("2026-11-05 10:00"),
            booked("2026-11-06 10:00", "2026-11-20 10:00", provider=provider),
        )
        assert [*map(providers, found)] == [["dr-1"], [provider] if provider else []]

    def test_a_moved_one_has_the_provider_that_was_named_last(self) -> None:
        first = booked("2026-11-04 10:00", "2026-11-16 10:00", provider="dr-1")
        again = booked("2026-11-06 10:00", "2026-11-19 10:00", provider="dr-2")
        move = moved("2026-11-05 10:00", "2026-11-18 10:00")
        assert providers(*appointments(first, move)) == ["dr-1"]
        assert providers(*appointments(first, move, again)) == ["dr-2"]

    def test_one_told_by_hand_and_by_sync_has_the_provider_of_the_last_id(self) -> None:
        sync = booked("2026-11-04 10:10", "2026-11-16 10:00", "s", origin="sync", provider="dr-2")
        by_hand = booked("2026-11-04 10:00", "2026-11-16 10:00", provider="dr-1")
        assert providers(*appointments(by_hand, sync)) == ["dr-2"]

    def test_without_a_provider_the_lead_alone(self) -> None:
        (found,) = appointments(MADE)
        assert len(found["participant"]) == 1
        assert found["subject"] == found["participant"][0]["actor"]

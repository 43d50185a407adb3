"""Bookings told by hand and by sync, at the edges: which telling is of which appointment."""

from __future__ import annotations

import pytest

from clinic import (
    at,
    attended,
    booked,
    cancelled,
    codes,
    dead,
    decided,
    history,
    lead,
    marked_scheduled,
    moved,
    no_show,
    reopened,
    shown,
)
from leadflow import INCINTA, RSI, AnyEvent, Engine, Policy, Status

START = "2026-11-16 10:00"
NOW = "2026-11-04 12:00"
BY_HAND = booked("2026-11-03 09:10", START, "a1", origin="manual")
BY_SYNC = booked("2026-11-03 09:20", START, "b1", origin="sync")
TAKES_NO_SHOWS: Policy = RSI.revise(appointments={"assume_no_show_after": "PT2H"})


class TestAPT2OneAppointmentOfTwoOrigins:
    """Two bookings are one appointment where they have the same start and one was told by hand, the
    other by sync (APT-2)."""

    def test_told_by_both_it_is_not_what_sync_tells_next(self) -> None:
        other = booked("2026-11-03 09:30", START, "c1", origin="sync")
        gone = cancelled("2026-11-03 10:00", "a1")
        assert decided(INCINTA, BY_HAND, BY_SYNC, other, gone, now=NOW).status is Status.SCHEDULED

    def test_told_twice_by_hand_it_is_still_what_sync_tells(self) -> None:
        again = booked("2026-11-03 09:15", START, "a1", origin="manual")
        gone = cancelled("2026-11-03 10:00", "b1")
        assert decided(INCINTA, BY_HAND, again, BY_SYNC, gone, now=NOW).status is Status.CONTACTED

    def test_moved_away_it_is_not_what_sync_tells_of_the_old_start(self) -> None:
        away = moved("2026-11-03 09:15", "2026-11-18 10:00", "a1")
        gone = cancelled("2026-11-03 10:00", "a1")
        assert decided(INCINTA, BY_HAND, away, BY_SYNC, gone, now=NOW).status is Status.SCHEDULED

    def test_told_by_both_it_is_not_what_sync_tells_of_a_closed_lead(self) -> None:
        events = (
            BY_HAND,
            dead("2026-11-03 09:12"),
            reopened("2026-11-03 09:14"),
            BY_SYNC,
            dead("2026-11-03 09:25"),
            booked("2026-11-03 09:30", START, "c1", origin="sync"),
        )
        assert decided(INCINTA, *events, now=NOW).status is Status.SCHEDULED

    def test_attended_after_all_it_can_be_told_by_sync(self) -> None:
        events = (
            BY_HAND,
            dead("2026-11-03 09:12"),
            reopened("2026-11-03 09:14"),
            BY_SYNC,
            attended("2026-11-16 11:00", "a1"),
            booked("2026-11-16 12:00", START, "a1", origin="sync"),
        )
        known, told = (
            decided(INCINTA, *events[:-1], now="2026-11-17 09:00"),
            decided(INCINTA, *events, now="2026-11-17 09:00"),
        )
        assert (told.status, codes(told)) == (known.status, codes(known))


class TestAPT10OpenIdWithAnotherStart:
    """An open appointment keeps one start: the one booked last (APT-10)."""

    def test_even_where_another_booking_of_that_start_waits_for_sync(self) -> None:
        earlier = booked("2026-11-03 09:05", "2026-11-12 10:00", "b1", origin="manual")
        again = booked("2026-11-03 09:20", START, "b1", origin="sync")
        decision = decided(INCINTA, earlier, BY_HAND, again, now=NOW)
        assert codes(decision) == ["booked_twice"]


class TestAPT10NeverBooked:
    """Attendance and no-show count also where nothing was ever booked; told twice they change
    nothing (APT-10)."""

    def test_a_no_show_told_again_sets_no_new_deadline(self) -> None:
        missed = no_show("2026-11-04 09:00", "x1"), no_show("2026-11-04 10:00", "x1")
        contact = decided(INCINTA, *missed, now="2026-11-04 10:01").next_contact
        assert contact is not None
        assert shown(contact.by) == "Wed 2026-11-04 09:30"

    def test_an_attendance_told_again_is_not_what_made_the_status(self) -> None:
        visit = attended("2026-11-04 09:00", "x1"), attended("2026-11-04 10:00", "x1")
        decision = decided(INCINTA, *visit, now="2026-11-04 10:01")
        assert next(each.event for each in decision.because if each.output == "status") == 0


class TestAPT8AssumedNoShow:
    """The timer takes no appointment as missed that was cancelled or ended (APT-8)."""

    @pytest.mark.parametrize(
        "ends", [cancelled("2026-11-03 09:20", "a1"), dead("2026-11-03 09:20")], ids=str
    )
    def test_what_was_ended_is_not_missed(self, ends: AnyEvent) -> None:
        mark = marked_scheduled("2026-11-03 09:30")
        decision = decided(TAKES_NO_SHOWS, BY_HAND, ends, mark, now="2026-11-16 13:00")
        assert decision.status is Status.SCHEDULED


class TestAPT6MovedToTheSameStart:
    """Moved to the time that it already has, an appointment stays as it is (APT-6, law 2)."""

    def test_a_move_to_where_it_was_already(self) -> None:
        told = history(BY_HAND, moved("2026-11-04 09:00", START, "a1"), of=lead())
        engine, now = Engine(INCINTA), at(NOW)
        state = engine.fold(told, now=at("2026-11-03 10:00"))
        assert engine.decide(state, now=now) == engine.decide(told, now=now)

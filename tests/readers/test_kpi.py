"""The indicators: KPI-0 to KPI-5, and that they add up (law 13)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    CREATED,
    MICROSECOND,
    ZONE,
    at,
    attended,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    email,
    history,
    invalid,
    known,
    lead,
    marked,
    marked_scheduled,
    moved,
    no_show,
    office_transfer,
    reopened,
    reply,
    ring,
    text,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, History, Lead, Policy, read_history
from leadflow.errors import InvalidCohort, InvalidInstant, LeadflowError
from leadflow.events import CallPlaced, LeadAssigned, MarkedInvalid
from leadflow.readers.indicators import Indicator, Indicators, OpenCall, OpenVisit
from leadflow.readers.kpi import NOT_TOLD, UNASSIGNED, kpi
from leadflow.testing import histories
from leadflow.vocabulary import InvalidKind, LeadSource

DAY = timedelta(days=1)
LATER = "2026-12-24 12:00"
START, END = at("2026-11-01 00:00"), at("2026-12-01 00:00")
EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]


def counted(
    *of: History,
    now: str | datetime = LATER,
    start: datetime = START,
    end: datetime = END,
    policy: Policy = INCINTA,
) -> Indicators:
    """The indicators of November's leads, from these histories."""
    clock = at(now) if isinstance(now, str) else now
    return kpi(of, start=start, end=end, now=clock, policy=policy)


def counts(indicator: Indicator[Any]) -> tuple[int, int, int]:
    """How many met it, missed it, and are open."""
    return indicator.met, indicator.missed, len(indicator.open)


MET, MISSED, OPEN, NONE = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)


def response(*events: Any, now: str | datetime = LATER, policy: Policy = INCINTA) -> Any:
    """How the response to a lead with these events is counted."""
    return counts(counted(history(*events), now=now, policy=policy).response)


def conversion(*events: Any, now: str | datetime = LATER) -> Any:
    """How the conversion of a lead with these events is counted."""
    return counts(counted(history(*events), now=now).conversion)


def connect(*events: Any, now: str | datetime = LATER) -> Any:
    """How the calls of these events are counted."""
    return counts(counted(history(*events), now=now).connect)


def show(*events: Any, now: str | datetime = LATER, policy: Policy = INCINTA) -> Any:
    """How the appointments of these events are counted."""
    return counts(counted(history(*events), now=now, policy=policy).show)


def contact_after(delay: timedelta) -> CallPlaced:
    """A call so long after creation."""
    return CallPlaced(at=CREATED + delay)


class TestKPI0InvalidLeads:
    """Invalid leads are in no indicator (KPI-0; RSI, invalid leads are not counted)."""

    EVENTS = (
        call("2026-11-03 09:10", "connected"),
        booked("2026-11-03 10:00", "2026-11-16 10:00"),
        attended("2026-11-16 10:00"),
    )

    @pytest.mark.parametrize("policy", EVERY)
    def test_one_is_in_none(self, policy: Policy) -> None:
        junk = history(*self.EVENTS, invalid("2026-11-17 09:00"))
        assert counted(junk, policy=policy) == counted(policy=policy)

    def test_before_it_is_marked_a_lead_counts(self) -> None:
        junk = history(*self.EVENTS, invalid("2026-11-17 09:00"))
        before = counted(junk, now=at("2026-11-17 09:00") - MICROSECOND)
        assert [counts(getattr(before, name)) for name in before.to_dict()] == [MET] * 4

    def test_reopened_it_counts_again(self) -> None:
        mended = history(*self.EVENTS, invalid("2026-11-17 09:00"), reopened("2026-11-18 09:00"))
        assert counts(counted(mended).response) == MET

    def test_a_dead_lead_counts(self) -> None:
        assert response(dead("2026-11-03 09:30")) == MISSED


class TestKPI1Response:
    """Leads whose first placed call or conversation came within 24 h of creation, inclusive, of all
    leads; younger than that without either a lead is open (KPI-1; INC, lead response rate).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        ("delay", "expected"),
        [
            (timedelta(), MET),
            (DAY - MICROSECOND, MET),
            (DAY, MET),
            (DAY + MICROSECOND, MISSED),
            (30 * DAY, MISSED),
        ],
    )
    def test_the_last_instant_of_24_hours_is_in_time(
        self, delay: timedelta, expected: Any, policy: Policy
    ) -> None:
        assert response(contact_after(delay), policy=policy) == expected

    @pytest.mark.parametrize(
        ("age", "expected"),
        [
            (timedelta(), OPEN),
            (DAY - MICROSECOND, OPEN),
            (DAY, MISSED),
            (DAY + MICROSECOND, MISSED),
        ],
    )
    def test_without_contact_a_lead_is_open_while_younger_than_24_hours(
        self, age: timedelta, expected: Any
    ) -> None:
        assert response(now=CREATED + age) == expected

    def test_an_open_lead_is_named(self) -> None:
        assert counted(history(), now=CREATED).response.open == ("lead-1",)

    def test_a_contact_at_the_clock_counts(self) -> None:
        assert response(contact_after(DAY), now=CREATED + DAY) == MET

    def test_a_contact_after_the_clock_is_not_known_yet(self) -> None:
        assert response(contact_after(DAY), now=CREATED + DAY - MICROSECOND) == OPEN

    @pytest.mark.parametrize(
        "event",
        [
            call("2026-11-03 09:10", "connected"),
            call("2026-11-03 09:10", "left_message"),
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 09:10"),
            call("2026-11-03 09:10", "no_answer", via="other"),
            ring("2026-11-03 09:10", answered=True),
            contacted("2026-11-03 09:10"),
        ],
    )
    def test_any_placed_call_and_any_conversation_is_a_contact(self, event: Any) -> None:
        assert response(event) == MET

    @pytest.mark.parametrize(
        "event",
        [
            ring("2026-11-03 09:10"),
            ring("2026-11-03 09:10", answered=False),
            voicemail("2026-11-03 09:10"),
            reply("2026-11-03 09:10"),
            email("2026-11-03 09:10"),
            text("2026-11-03 09:10"),
            marked("2026-11-03 09:10"),
            booked("2026-11-03 09:10", "2026-11-16 10:00"),
            known("2026-11-03 09:10", language="en"),
        ],
    )
    def test_nothing_else_is(self, event: Any) -> None:
        assert response(event) == MISSED

    def test_the_first_contact_decides(self) -> None:
        late = call("2026-11-04 09:01", "no_answer")
        assert response(late, contacted("2026-11-04 10:00")) == MISSED
        assert response(call("2026-11-03 09:10"), late) == MET

    @pytest.mark.parametrize("early", [MICROSECOND, DAY, DAY + MICROSECOND, 300 * DAY])
    def test_a_contact_before_creation_was_in_time(self, early: timedelta) -> None:
        assert response(contact_after(-early)) == MET

    def test_24_hours_are_elapsed_ones_across_the_clock_change(self) -> None:
        born = lead(created="2026-10-31 12:00")  # clocks go back in the night
        for when, expected in (("2026-11-01 11:00", MET), ("2026-11-01 12:00", MISSED)):
            told = history(call(when), of=born)
            assert counts(counted(told, start=born.created_at).response) == expected

    def test_how_long_it_may_take_is_policy(self) -> None:
        policy = RSI.revise(indicators={"response_within": {"business_hours": "PT2H"}})
        assert response(call("2026-11-03 11:00"), policy=policy) == MET
        assert response(call("2026-11-03 11:01"), policy=policy) == MISSED


class TestKPI2Conversion:
    """Leads with at least one booking, of all leads (KPI-2; INC, lead conversion rate)."""

    def test_a_lead_without_booking_has_missed_it_from_the_start(self) -> None:
        assert conversion(now=CREATED) == MISSED

    @pytest.mark.parametrize(
        "event",
        [
            booked("2026-11-03 10:00", "2026-11-16 10:00"),
            booked("2026-11-03 10:00", "2026-11-02 10:00", origin="sync"),
            marked_scheduled("2026-11-03 10:00"),
            moved("2026-11-03 10:00", "2026-11-16 10:00"),
            attended("2026-11-03 10:00"),
            no_show("2026-11-03 10:00"),
        ],
    )
    def test_whatever_tells_of_a_booking_is_one(self, event: Any) -> None:
        assert conversion(event) == MET

    @pytest.mark.parametrize(
        "event", [contacted("2026-11-03 10:00"), cancelled("2026-11-03 10:00")]
    )
    def test_nothing_else_is(self, event: Any) -> None:
        assert conversion(event) == MISSED

    @pytest.mark.parametrize(
        "end",
        [cancelled("2026-11-04 10:00"), dead("2026-11-04 10:00"), no_show("2026-11-16 10:10")],
    )
    def test_one_booking_is_enough_whatever_became_of_it(self, end: Any) -> None:
        assert conversion(booked("2026-11-03 10:00", "2026-11-16 10:00"), end) == MET
        assert conversion(marked_scheduled("2026-11-03 10:00"), end) == MET

    def test_two_bookings_are_one_lead(self) -> None:
        first = booked("2026-11-03 10:00", "2026-11-16 10:00")
        second = booked("2026-11-03 10:05", "2026-11-17 10:00", appointment_id="a2")
        assert conversion(first, second) == MET

    def test_a_booking_after_the_clock_is_not_known_yet(self) -> None:
        event = booked("2026-11-03 10:00", "2026-11-16 10:00")
        assert conversion(event, now=at("2026-11-03 10:00") - MICROSECOND) == MISSED
        assert conversion(event, now="2026-11-03 10:00") == MET


class TestKPI3Connect:
    """Placed calls that connected, of those with a known outcome; the others are reported apart
    (KPI-3; INC, phone connect rate).
    """

    @pytest.mark.parametrize(
        ("outcome", "expected"),
        [("connected", MET), ("left_message", MISSED), ("no_answer", MISSED), (None, OPEN)],
    )
    def test_a_call_counts_by_its_outcome(self, outcome: str | None, expected: Any) -> None:
        assert connect(call("2026-11-03 09:10", outcome)) == expected

    def test_every_call_of_a_lead_counts(self) -> None:
        calls = [call(f"2026-11-03 1{n}:00", "no_answer") for n in range(5)]
        assert connect(*calls, call("2026-11-20 10:00", "connected")) == (1, 5, 0)

    def test_calls_from_the_lead_do_not(self) -> None:
        assert connect(ring("2026-11-03 09:10", answered=True)) == NONE

    def test_an_open_call_is_named_by_lead_and_place_in_the_history(self) -> None:
        told = history(email("2026-11-03 09:05"), call("2026-11-03 09:10"))
        assert counted(told).connect.open == (OpenCall("lead-1", 1),)

    def test_a_call_after_the_clock_is_not_known_yet(self) -> None:
        assert connect(call("2026-11-03 09:10"), now="2026-11-03 09:09") == NONE

    @pytest.mark.parametrize(
        ("outcomes", "expected"),
        [
            ((None, "connected"), MET),
            ((None, "no_answer"), MISSED),
            (("no_answer", "no_answer"), MISSED),
            (("connected", None), MET),
            ((None, None), OPEN),
            (("no_answer", "connected"), MET),
            (("connected", "no_answer"), MET),
        ],
    )
    def test_events_of_one_call_id_are_one_call(self, outcomes: Any, expected: Any) -> None:
        times = ("2026-11-03 09:10", "2026-11-05 09:10")
        told = zip(times, outcomes, strict=True)
        assert connect(*(call(when, outcome, call_id="c1") for when, outcome in told)) == expected

    def test_an_open_call_told_twice_is_named_by_its_first_event(self) -> None:
        told = [call(f"2026-11-03 09:1{n}", call_id="c1") for n in range(2)]
        assert counted(history(*told)).connect.open == (OpenCall("lead-1", 0),)

    @pytest.mark.parametrize("ids", [(None, None), ("c1", "c2"), ("c1", None)])
    def test_other_calls_are_not(self, ids: Any) -> None:
        told = (call("2026-11-03 09:10", "no_answer", call_id=each) for each in ids)
        assert connect(*told) == (0, 2, 0)


class TestKPI3OutcomeToldApart:
    """An outcome recorded apart from the call makes it known: a response marked on the local day of
    the latest call belongs to that call (KPI-3, ATT-7; RSI, the dispositions).
    """

    CALL = call("2026-11-03 09:10")

    @pytest.mark.parametrize("answer", ["left_message", "no_answer"])
    def test_a_response_marked_afterwards_misses_it(self, answer: str) -> None:
        assert connect(self.CALL, marked("2026-11-03 09:11", answer)) == MISSED

    def test_contacted_afterwards_meets_it(self) -> None:
        assert connect(self.CALL, contacted("2026-11-03 09:11")) == MET

    def test_the_first_that_tells_decides(self) -> None:
        spoke, silent = contacted("2026-11-03 09:12"), marked("2026-11-03 09:11")
        assert connect(self.CALL, spoke, silent) == MISSED

    @pytest.mark.parametrize("mark", [marked, contacted])
    def test_on_another_day_it_tells_nothing_of_the_call(self, mark: Any) -> None:
        late = call("2026-11-03 23:59")
        assert connect(late, mark("2026-11-04 00:00")) == OPEN

    @pytest.mark.parametrize("mark", [marked, contacted])
    def test_without_a_call_it_is_no_call(self, mark: Any) -> None:
        assert connect(mark("2026-11-03 09:11")) == NONE

    def test_an_outcome_told_with_the_call_stands(self) -> None:
        assert (
            connect(call("2026-11-03 09:10", "no_answer"), contacted("2026-11-03 10:00")) == MISSED
        )

    def test_only_the_latest_call_is_told_of(self) -> None:
        told = [self.CALL, call("2026-11-03 10:00"), marked("2026-11-03 10:01")]
        assert counted(history(*told)).connect.open == (OpenCall("lead-1", 0),)

    def test_a_known_call_told_again_is_not_the_latest(self) -> None:
        first = call("2026-11-03 09:00", "no_answer", call_id="c1")
        again = replace(first, at=at("2026-11-03 10:00"))
        assert connect(first, self.CALL, again, contacted("2026-11-03 10:01")) == (1, 1, 0)

    def test_contacted_tells_of_a_call_that_came_in_since(self) -> None:
        back = ring("2026-11-03 09:30")
        assert connect(self.CALL, back, contacted("2026-11-03 09:35")) == OPEN
        assert connect(self.CALL, back, marked("2026-11-03 09:35")) == MISSED


BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")


class TestKPI4Show:
    """Appointments attended, of those whose start has passed and that were neither cancelled nor
    moved before it; without recorded outcome they are open (KPI-4; INC, appointment show rate).
    """

    def test_an_appointment_attended_meets_it(self) -> None:
        assert show(BOOKED, attended("2026-11-16 10:05")) == MET

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_no_show_misses_it(self, policy: Policy) -> None:
        assert show(BOOKED, no_show("2026-11-16 10:20"), policy=policy) == MISSED

    @pytest.mark.parametrize(
        ("now", "expected"),
        [(at("2026-11-16 10:00") - MICROSECOND, NONE), (at("2026-11-16 10:00"), OPEN)],
    )
    def test_it_is_open_from_its_start_on(self, now: datetime, expected: Any) -> None:
        assert show(BOOKED, now=now) == expected

    def test_an_open_appointment_is_named(self) -> None:
        assert counted(history(BOOKED)).show.open == (OpenVisit("lead-1", "a1"),)

    @pytest.mark.parametrize("come", [attended, no_show])
    def test_what_was_recorded_before_the_start_counts_from_the_start_on(self, come: Any) -> None:
        events = BOOKED, come("2026-11-16 09:50")
        assert show(*events, now="2026-11-16 09:59") == NONE
        assert sum(show(*events, now="2026-11-16 10:00")[:2]) == 1

    @pytest.mark.parametrize(
        ("when", "expected"),
        [("2026-11-15 10:00", NONE), ("2026-11-16 10:00", OPEN), ("2026-11-16 11:00", OPEN)],
    )
    def test_only_cancelled_before_its_start_it_does_not_count(
        self, when: str, expected: Any
    ) -> None:
        assert show(BOOKED, cancelled(when)) == expected

    @pytest.mark.parametrize("close", [dead, office_transfer])
    @pytest.mark.parametrize(
        ("when", "expected"), [("2026-11-15 10:00", NONE), ("2026-11-16 11:00", OPEN)]
    )
    def test_ended_with_the_lead_it_is_as_good_as_cancelled(
        self, close: Any, when: str, expected: Any
    ) -> None:
        assert show(BOOKED, close(when)) == expected

    @pytest.mark.parametrize("end", [cancelled, dead])
    def test_attended_although_cancelled_or_ended_it_was_neither(self, end: Any) -> None:
        assert show(BOOKED, end("2026-11-15 10:00"), attended("2026-11-16 10:00")) == MET

    def test_several_appointments_of_a_lead_each_count(self) -> None:
        other = booked("2026-11-03 10:05", "2026-11-17 10:00", appointment_id="a2")
        events = BOOKED, other, attended("2026-11-16 10:00"), no_show("2026-11-17 10:20", "a2")
        assert show(*events) == (1, 1, 0)

    def test_an_id_used_again_is_another_appointment(self) -> None:
        again = booked("2026-11-17 10:00", "2026-11-20 10:00")
        assert show(BOOKED, attended("2026-11-16 10:00"), again, no_show("2026-11-20 10:20")) == (
            1,
            1,
            0,
        )

    def test_a_mark_by_hand_has_no_start_to_pass(self) -> None:
        assert show(marked_scheduled("2026-11-03 10:00")) == NONE

    def test_an_assumed_no_show_misses_it(self) -> None:
        policy = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        assert show(BOOKED, now="2026-11-16 11:59", policy=policy) == OPEN
        assert show(BOOKED, now="2026-11-16 12:00", policy=policy) == MISSED


class TestKPI4Moved:
    """A moved appointment counts at its new start; at the old one only where that had passed before
    it was moved (KPI-4, APT-6).
    """

    MOVE = moved("2026-11-10 10:00", "2026-11-20 10:00")

    @pytest.mark.parametrize("move", [moved, booked])
    def test_at_its_old_start_it_does_not_count(self, move: Any) -> None:
        told = move("2026-11-10 10:00", "2026-11-20 10:00")
        assert show(BOOKED, told, now="2026-11-20 09:59") == NONE

    def test_at_its_new_start_it_does(self) -> None:
        assert show(BOOKED, self.MOVE, now="2026-11-20 10:00") == OPEN
        assert show(BOOKED, self.MOVE, attended("2026-11-20 10:00")) == MET

    @pytest.mark.parametrize(
        ("when", "expected"),
        [("2026-11-16 10:00", (1, 0, 1)), ("2026-11-16 11:00", (1, 0, 1))],
    )
    def test_moved_only_after_its_start_it_counts_at_both(self, when: str, expected: Any) -> None:
        late = moved(when, "2026-11-20 10:00")
        assert show(BOOKED, late, attended("2026-11-20 10:00")) == expected

    def test_an_outcome_before_the_move_is_that_of_the_old_start(self) -> None:
        events = BOOKED, no_show("2026-11-16 10:20"), moved("2026-11-16 11:00", "2026-11-20 10:00")
        assert show(*events, attended("2026-11-20 10:00")) == (1, 1, 0)

    def test_a_move_of_no_known_appointment_is_a_booking(self) -> None:
        assert show(self.MOVE, attended("2026-11-20 10:00")) == MET


class TestKPI4ToldTwice:
    """An appointment told by hand and by sync is one, by either id (KPI-4, APT-2)."""

    SYNC = booked("2026-11-03 10:10", "2026-11-16 10:00", appointment_id="s1", origin="sync")

    @pytest.mark.parametrize("name", ["a1", "s1"])
    def test_it_counts_once_by_either_id(self, name: str) -> None:
        assert show(BOOKED, self.SYNC, attended("2026-11-16 10:00", name)) == MET

    def test_it_is_named_by_the_id_told_first(self) -> None:
        assert counted(history(BOOKED, self.SYNC)).show.open == (OpenVisit("lead-1", "a1"),)

    def test_moved_it_is_still_known_by_both(self) -> None:
        move = moved("2026-11-10 10:00", "2026-11-20 10:00", "s1")
        events = BOOKED, self.SYNC, move, dead("2026-11-20 11:00")
        assert show(*events, no_show("2026-11-20 12:00", "s1")) == MISSED
        assert show(*events, no_show("2026-11-20 12:00", "a1")) == MISSED

    @pytest.mark.parametrize("come", [attended, no_show])
    def test_an_outcome_told_twice_is_one(self, come: Any) -> None:
        events = BOOKED, come("2026-11-16 10:00"), come("2026-11-16 18:00")
        assert sum(show(*events)) == 1


class TestKPI4OutcomeOnRecord:
    """Attendance and no-show count, of an id never booked as of an appointment at that instant, and
    what is on record counts whatever the lead's status was (KPI-4, APT-10).
    """

    def test_an_outcome_of_no_known_appointment_counts(self) -> None:
        assert show(attended("2026-11-16 10:00")) == MET
        assert show(no_show("2026-11-16 10:00")) == MISSED

    @pytest.mark.parametrize(
        ("come", "expected"), [(attended, MET), (no_show, MISSED)], ids=["attended", "no-show"]
    )
    def test_a_booking_told_after_what_became_of_it_is_that_appointment(
        self, come: Any, expected: Any
    ) -> None:
        told = booked("2026-11-17 09:00", "2026-11-16 10:00")
        assert show(come("2026-11-16 10:15"), told) == expected

    def test_one_that_starts_later_is_another(self) -> None:
        told = booked("2026-11-17 09:00", "2026-11-18 10:00")
        assert show(no_show("2026-11-16 10:15"), told) == (0, 1, 1)

    VISITED = (
        booked("2026-11-03 10:00", "2026-11-05 10:00", appointment_id="a0"),
        attended("2026-11-05 10:00", "a0"),
    )

    def test_a_no_show_after_a_visit_counts(self) -> None:
        assert show(*self.VISITED, no_show("2026-11-16 10:15")) == (1, 1, 0)

    def test_and_with_the_booking_that_is_told_later_it_is_one(self) -> None:
        told = booked("2026-11-17 09:00", "2026-11-16 10:00")
        assert show(*self.VISITED, no_show("2026-11-16 10:15"), told) == (1, 1, 0)

    def test_but_not_with_a_booking_for_later(self) -> None:
        told = booked("2026-11-17 09:00", "2026-11-18 10:00")
        assert show(*self.VISITED, no_show("2026-11-16 10:15"), told) == (1, 1, 1)

    def test_a_no_show_does_not_unmake_a_visit(self) -> None:
        assert show(*self.VISITED, no_show("2026-11-05 10:15", "a0")) == MET

    def test_a_no_show_of_a_closed_lead_counts(self) -> None:
        assert show(BOOKED, dead("2026-11-16 11:00"), no_show("2026-11-16 12:00")) == MISSED

    def test_of_two_records_on_a_closed_lead_the_first_stands(self) -> None:
        closed = dead("2026-11-03 11:00")
        assert show(closed, no_show("2026-11-16 12:00"), no_show("2026-11-16 13:00")) == MISSED

    def test_a_visit_of_what_was_no_lead_then_counts_once_it_is_one(self) -> None:
        events = invalid("2026-11-03 10:00"), attended("2026-11-16 10:00")
        assert show(*events, reopened("2026-11-17 09:00")) == MET


class TestKPI5Cohort:
    """The cohort is that of the leads created in `[start, end)` (KPI-5)."""

    @pytest.mark.parametrize(
        ("created_at", "expected"),
        [
            (START - MICROSECOND, 0),
            (START, 1),
            (END - MICROSECOND, 1),
            (END, 0),
        ],
    )
    def test_start_is_in_it_and_end_is_not(self, created_at: datetime, expected: int) -> None:
        told = History(lead=Lead(lead_id="lead-1", created_at=created_at))
        assert counted(told).response.missed == expected

    def test_a_lead_created_after_the_clock_is_not_in_it(self) -> None:
        assert sum(counts(counted(history(), now=CREATED - MICROSECOND).response)) == 0
        assert sum(counts(counted(history(), now=CREATED).response)) == 1

    def test_of_no_time_is_empty(self) -> None:
        assert counted(history(), start=CREATED, end=CREATED) == counted(start=CREATED, end=CREATED)

    def test_that_ends_before_it_starts_is_refused(self) -> None:
        with pytest.raises(InvalidCohort, match="give start and end in order"):
            counted(start=END, end=START)

    @pytest.mark.parametrize("name", ["start", "end", "now"])
    def test_instants_without_zone_are_refused(self, name: str) -> None:
        instants: dict[str, Any] = {"start": START, "end": END, "now": END}
        with pytest.raises(InvalidInstant):
            kpi((), **{**instants, name: datetime(2026, 11, 3)}, policy=RSI)

    def test_instants_may_be_of_any_zone(self) -> None:
        local = counted(history(), start=START.astimezone(ZONE), now=at(LATER).astimezone(ZONE))
        assert local == counted(history())

    def test_histories_are_read_once_in_one_pass(self) -> None:
        told = iter([history(), history(of=lead(lead_id="lead-2"))])
        assert kpi(told, start=START, end=END, now=END, policy=RSI).response.missed == 2

    def test_a_lead_that_two_histories_tell_of_counts_twice(self) -> None:
        assert counted(history(), history(), now=CREATED).response.open == ("lead-1", "lead-1")


class TestKPI5Rates:
    """Counts, the rate, its lowest and highest possible value while some are open, and the target
    (KPI-5)."""

    def indicator(self, met: int, missed: int, waiting: int, target: float) -> Indicator[str]:
        return Indicator(met, missed, tuple(map(str, range(waiting))), target)

    def test_the_rate_leaves_out_what_is_open(self) -> None:
        assert self.indicator(3, 1, 4, 0.5).rate == 3 / 4

    def test_the_lowest_has_all_that_is_open_missed(self) -> None:
        assert self.indicator(3, 1, 4, 0.5).lowest == 3 / 8

    def test_the_highest_has_all_that_is_open_met(self) -> None:
        assert self.indicator(3, 1, 4, 0.5).highest == 7 / 8

    def test_only_what_is_open_leaves_the_rate_unknown(self) -> None:
        waiting = self.indicator(0, 0, 2, 0.5)
        assert (waiting.rate, waiting.lowest, waiting.highest) == (None, 0, 1)

    def test_of_nothing_there_is_no_rate_and_no_verdict(self) -> None:
        nothing = self.indicator(0, 0, 0, 0.5)
        assert (nothing.rate, nothing.lowest, nothing.highest) == (None, None, None)
        assert nothing.verdict == "open"

    @pytest.mark.parametrize(
        ("met", "missed", "waiting", "verdict"),
        [
            (19, 1, 0, "met"),
            (18, 2, 0, "missed"),
            (19, 0, 1, "met"),
            (18, 1, 1, "open"),
            (18, 2, 1, "missed"),
            (0, 0, 1, "open"),
            (17, 1, 2, "open"),
        ],
    )
    def test_a_verdict_is_open_while_what_is_open_can_still_turn_it(
        self, met: int, missed: int, waiting: int, verdict: str
    ) -> None:
        assert self.indicator(met, missed, waiting, 0.95).verdict == verdict

    def test_the_targets_are_those_of_the_policy(self) -> None:
        targets = [row["target"] for row in counted(policy=INCINTA).rows()]
        assert targets == [0.95, 0.15, 0.6, 0.85]


class TestKPI5Adding:
    """Counts of two groups add up to the counts of both (KPI-5, law 13)."""

    FIRST = history(call("2026-11-03 09:10"), BOOKED)
    SECOND = history(call("2026-11-03 09:20", "connected"), of=lead(lead_id="lead-0"))

    def test_the_whole_is_the_sum_of_its_parts(self) -> None:
        apart = counted(self.FIRST) + counted(self.SECOND)
        assert apart == counted(self.FIRST, self.SECOND)

    def test_the_order_of_leads_leaves_no_trace(self) -> None:
        assert counted(self.FIRST, self.SECOND) == counted(self.SECOND, self.FIRST)
        assert (
            counted(self.FIRST, self.SECOND, now=CREATED).to_json()
            == counted(self.SECOND, self.FIRST, now=CREATED).to_json()
        )

    @pytest.mark.parametrize(
        "other",
        [
            {"start": START + MICROSECOND},
            {"end": END + MICROSECOND},
            {"now": "2026-12-24 12:01"},
            {"policy": RSI},
            {"policy": INCINTA.revise(indicators={"show": 0.9})},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_different_cohorts_clocks_or_policies_do_not_add(self, other: Any) -> None:
        with pytest.raises(InvalidCohort, match="same start, end, now and policy"):
            counted() + counted(**other)

    def test_different_targets_do_not_add(self) -> None:
        with pytest.raises(InvalidCohort, match="different targets"):
            TestKPI5Rates().indicator(1, 0, 0, 0.5) + TestKPI5Rates().indicator(1, 0, 0, 0.6)

    def test_that_is_an_error_of_leadflow(self) -> None:
        assert issubclass(InvalidCohort, LeadflowError)

    @pytest.mark.parametrize("number", [0, 1.5])
    def test_nothing_else_adds_to_them(self, number: Any) -> None:
        with pytest.raises(TypeError):
            counted() + number
        with pytest.raises(TypeError):
            counted().show + number


class TestGroups:
    """Indicators by month, by source, by specialist or by a function of the history."""

    def groups(self, by: Any, *of: History, now: str = LATER) -> dict[str, Indicators]:
        groups: dict[str, Indicators] = kpi(
            of, start=START, end=END + 60 * DAY, now=at(now), policy=INCINTA, by=by
        )
        return groups

    def test_a_month_is_that_of_creation_on_the_clinics_clocks(self) -> None:
        late = history(of=lead(lead_id="lead-2", created="2026-11-30 23:59"))
        later = history(of=lead(lead_id="lead-3", created="2026-12-01 00:00"))
        groups = self.groups("month", later, late, history())
        assert [(key, each.response.missed) for key, each in groups.items()] == [
            ("2026-11", 2),
            ("2026-12", 1),
        ]

    def test_a_source_is_called_as_in_json(self) -> None:
        made = Lead(lead_id="lead-2", created_at=CREATED, source=LeadSource.WALK_IN)
        groups = self.groups("source", History(lead=made), history())
        assert list(groups) == ["other", "walk_in"]

    def test_a_specialist_is_whoever_was_given_the_lead_last(self) -> None:
        first = LeadAssigned(at=at("2026-11-03 09:00"), to="ann")
        second = LeadAssigned(at=at("2026-11-04 09:00"), to="bob")
        assert list(self.groups("specialist", history(first, second))) == ["bob"]
        assert list(self.groups("specialist", history(first, second), now="2026-11-03 10:00")) == [
            "ann"
        ]

    def test_nobody_and_somebody_not_named_are_kept_apart(self) -> None:
        unnamed = LeadAssigned(at=at("2026-11-03 09:00"))
        groups = self.groups("specialist", history(), history(unnamed))
        assert list(groups) == [UNASSIGNED, NOT_TOLD]

    def test_a_function_is_shown_what_had_happened_by_the_clock(self) -> None:
        told = history(call("2026-11-03 09:10"), call("2026-11-03 09:20"))

        def events(of: History) -> str:
            return str(len(of.events))

        assert list(self.groups(events, told, now="2026-11-03 09:15")) == ["1"]
        assert list(self.groups(events, told)) == ["2"]

    def test_a_group_of_invalid_leads_is_none(self) -> None:
        assert self.groups("month", history(invalid("2026-11-03 09:10"))) == {}

    @pytest.mark.parametrize("by", ["week", ["month"], 5])
    def test_an_unknown_grouping_is_refused_unless_it_is_a_function(self, by: Any) -> None:
        with pytest.raises(InvalidCohort, match="month, source, specialist, or a function"):
            self.groups(by)


class TestForms:
    """The JSON shape that the interface pins, and rows for a data frame."""

    TOLD = history(call("2026-11-03 09:10"), BOOKED)

    def test_json_has_the_pinned_shape(self) -> None:
        assert json.loads(counted(self.TOLD, now="2026-11-16 10:00").to_json()) == {
            "response": {
                "met": 1, "missed": 0, "open": [], "rate": 1.0, "lowest": 1.0, "highest": 1.0,
                "target": 0.95, "verdict": "met",
            },
            "conversion": {
                "met": 1, "missed": 0, "open": [], "rate": 1.0, "lowest": 1.0, "highest": 1.0,
                "target": 0.15, "verdict": "met",
            },
            "connect": {
                "met": 0, "missed": 0, "open": [{"lead_id": "lead-1", "event": 0}], "rate": None,
                "lowest": 0.0, "highest": 1.0, "target": 0.6, "verdict": "open",
            },
            "show": {
                "met": 0, "missed": 0, "open": [{"lead_id": "lead-1", "appointment_id": "a1"}],
                "rate": None, "lowest": 0.0, "highest": 1.0, "target": 0.85, "verdict": "open",
            },
        }  # fmt: skip

    def test_open_leads_are_their_ids(self) -> None:
        assert counted(history(), now=CREATED).to_dict()["response"]["open"] == ["lead-1"]

    def test_the_dictionary_is_what_the_json_says(self) -> None:
        told = counted(self.TOLD)
        assert json.loads(told.to_json()) == told.to_dict()

    def test_rows_are_flat_and_count_what_is_open(self) -> None:
        assert counted(self.TOLD).rows()[2] == {
            "indicator": "connect", "met": 0, "missed": 0, "open": 1, "rate": None, "lowest": 0.0,
            "highest": 1.0, "target": 0.6, "verdict": "open",
        }  # fmt: skip


# --- Laws -----------------------------------------------------------------------------------------

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
LEADS = st.builds(
    Lead,
    lead_id=st.sampled_from(["a", "b", "c"]),
    created_at=st.sampled_from([BEGINNING + n * 20 * DAY for n in range(4)]),
    source=st.sampled_from(list(LeadSource)[:3]),
)
HISTORIES = histories(CLINIC, max_events=8, lead=LEADS)
SOME = st.lists(HISTORIES, max_size=3)
FEWER = settings(max_examples=300)  # a case of these laws is several histories
CLOCKS = st.sampled_from([BEGINNING + n * DAY / 2 for n in (0, 1, 3, 50, 90, 200, 800)])


def of_all(told: Iterable[History], now: datetime) -> Indicators:
    """The indicators of the leads of the first days of 2026."""
    end = BEGINNING + 45 * DAY
    return kpi(told, start=BEGINNING, end=end, now=now, policy=CLINIC)


class TestLaws:
    """What holds of any histories (law 13, KPI-0, KPI-5, law 3)."""

    @FEWER
    @given(SOME, st.integers(0, 3), CLOCKS)
    def test_groups_add_up_to_the_whole(
        self, told: Sequence[History], cut: int, now: datetime
    ) -> None:
        a, b = told[:cut], told[cut:]
        assert of_all(a, now) + of_all(b, now) == of_all((*b, *a), now)

    @FEWER
    @given(SOME, HISTORIES, CLOCKS)
    def test_an_invalid_lead_changes_nothing(
        self, told: Sequence[History], other: History, now: datetime
    ) -> None:
        mark = MarkedInvalid(at=now, kind=InvalidKind.SPAM)
        junk = History(lead=other.lead, events=(*other.until(now).events, mark))
        assert of_all((*told, junk), now) == of_all(told, now)

    @FEWER
    @given(SOME, CLOCKS, st.sampled_from(["month", "source"]))
    def test_groups_of_one_call_add_up_to_the_whole(
        self, told: Sequence[History], now: datetime, by: Any
    ) -> None:
        end = BEGINNING + 45 * DAY
        groups = kpi(told, start=BEGINNING, end=end, now=now, policy=CLINIC, by=by)
        assert list(groups) == sorted(groups)
        assert reduce(add, groups.values(), of_all((), now)) == of_all(told, now)

    @given(HISTORIES, CLOCKS)
    def test_what_comes_after_the_clock_is_not_looked_at(
        self, told: History, now: datetime
    ) -> None:
        assert of_all([told], now) == of_all([told.until(now)], now)

    @given(HISTORIES, CLOCKS)
    def test_calls_and_appointments_are_those_of_the_history(
        self, told: History, now: datetime
    ) -> None:
        found = of_all([told], now)
        leads = sum(counts(found.response))
        assert leads == sum(counts(found.conversion)) <= 1
        assert sum(counts(found.connect)) <= sum(
            isinstance(each, CallPlaced) for each in told.until(now).events
        )
        assert not counts(found.show)[0] or found.conversion.met


class TestRealAppointments:
    """On the shared no-show histories the rate is the share counted from the file itself."""

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_show_rate_is_the_share_in_the_file(
        self, data_folder: Path, policy: Policy
    ) -> None:
        attended_ = missed = 0
        told: list[History] = []
        with gzip.open(data_folder / "histories" / "noshow.jsonl.gz", "rt") as lines:
            for line in lines:
                types = [each["type"] for each in json.loads(line)["events"]]
                attended_ += types.count("appointment_attended")
                missed += types.count("no_show_recorded")
                told.append(read_history(line))
        start, end = datetime(2015, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)
        found = kpi(told, start=start, end=end, now=end, policy=policy).show
        assert (found.met, found.missed, found.open) == (attended_, missed, ())
        assert found.rate == attended_ / (attended_ + missed)

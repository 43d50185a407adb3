"""The presets: the specification's table value by value, a source for each, pinned holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import holidays
import pytest

from leadflow import CLINIC, INCINTA, RSI, Calendar, Interval, Policy, Week
from leadflow.delays import BusinessDays, CalendarSpan, Elapsed
from leadflow.sections import Counted, Then
from leadflow.sources import CLAUSES, DOCUMENTS
from leadflow.vocabulary import Channel, Highlight, Team
from random_histories import PRESETS

every_preset = pytest.mark.parametrize("name", PRESETS)
HOURS = {number: Elapsed(timedelta(hours=number)) for number in (4, 24)}
MINUTES = {number: Elapsed(timedelta(minutes=number)) for number in (5, 15, 30)}
WEEK = CalendarSpan(days=7)


class TestRsi:
    """RSI's native best practice: three attempts, then dead."""

    def test_it_names_its_document(self) -> None:
        assert "native best practice" in RSI.source
        assert RSI.effective_on is None

    def test_attempts_counted(self) -> None:
        assert RSI.attempts.counted == frozenset(
            {Counted.CALL_PHONE_BUTTON, Counted.ANSWERED_VOIP, Counted.EMAIL_BUTTON}
        )

    def test_follow_ups_are_done_by_phone_and_email(self) -> None:
        assert RSI.attempts.follow_up_done_by == frozenset({Channel.PHONE, Channel.EMAIL})

    def test_each_attempt_counts_for_itself(self) -> None:
        assert RSI.attempts.one_per_day is False

    def test_rungs(self) -> None:
        assert [(rung.unscheduled, rung.no_response) for rung in RSI.attempts.rungs] == [
            (HOURS[4], HOURS[4]),
            (HOURS[4], HOURS[24]),
            (Then.EXHAUSTED, Then.EXHAUSTED),
        ]

    @pytest.mark.parametrize("section", ["mail", "reminder", "no_show", "unreachable", "routing"])
    def test_what_it_does_not_speak_of_is_off(self, section: str) -> None:
        assert getattr(RSI, section) is None

    def test_a_new_lead_is_due_when_created(self) -> None:
        assert (RSI.first_contact.within, RSI.first_contact.by_phone) == (None, False)

    def test_labels(self) -> None:
        named = {status: RSI.labels[status] for status in ("new", "contacted", "scheduled", "dead")}
        assert list(named.values()) == ["Created", "Contacted", "Scheduled", "Dead"]
        assert RSI.labels["invalid"] == "Invalid"
        assert RSI.labels["office_transfer"] == "Office Transfer"

    def test_order_of_work(self) -> None:
        assert list(RSI.priority.order) == ["inbound_call", "voicemail", "new_lead", "follow_up"]


class TestIncinta:
    """Incinta's process, version 2.1 of 7 August 2024."""

    def test_it_names_its_document(self) -> None:
        assert (INCINTA.version, INCINTA.effective_on) == ("2.1", date(2024, 8, 7))
        stated = DOCUMENTS["INC"]
        assert (INCINTA.version, INCINTA.effective_on) == (stated.version, stated.dated)

    def test_every_call_placed_and_every_email_counts(self) -> None:
        assert INCINTA.attempts.counted == frozenset({Counted.CALL_ANY, Counted.EMAIL_ANY})

    def test_follow_ups_are_done_by_phone(self) -> None:
        assert INCINTA.attempts.follow_up_done_by == frozenset({Channel.PHONE})

    def test_a_day_s_outreach_is_one_attempt(self) -> None:
        assert INCINTA.attempts.one_per_day is True

    def test_one_rung_which_exhausts_nobody(self) -> None:
        (rung,) = INCINTA.attempts.rungs
        assert (rung.unscheduled, rung.no_response) == (Then.BY_PERSON, Then.MAIL_ROUND)

    def test_mail_round(self) -> None:
        assert INCINTA.mail is not None
        assert INCINTA.mail.interval == WEEK

    def test_unreachable(self) -> None:
        part = INCINTA.unreachable
        assert part is not None
        assert (part.after, part.attempts) == (CalendarSpan(months=2), 5)
        assert part.final_attempt_required is True
        assert part.pool_interval == CalendarSpan(months=1)

    def test_no_show_steps(self) -> None:
        part = INCINTA.no_show
        assert part is not None
        assert part.call_within == MINUTES[30]
        assert (part.reschedule_every, part.silence) == (WEEK, CalendarSpan(months=3))

    def test_reminder(self) -> None:
        assert INCINTA.reminder is not None
        assert INCINTA.reminder.before == BusinessDays(1)

    def test_first_contact_by_phone_within_a_day(self) -> None:
        assert INCINTA.first_contact.within == HOURS[24]
        assert INCINTA.first_contact.by_phone is True

    def test_routing(self) -> None:
        part = INCINTA.routing
        assert part is not None
        assert sorted(part.chinese_languages) == ["cmn", "hak", "nan", "wuu", "yue", "zh"]
        assert part.language_implies_chinese is True
        assert part.visit_within_days == 14
        assert part.applies_to_everyone == frozenset()
        assert part.otherwise is Team.UNDETERMINED

    def test_labels(self) -> None:
        named = [
            INCINTA.labels[each] for each in ("new", "contacted", "mail_contacted", "scheduled")
        ]
        assert named == ["New", "Call Contacted", "Mail Contacted", "Patient Scheduled"]
        assert INCINTA.labels["unreachable"] == "Unreachable"

    def test_order_of_work(self) -> None:
        assert list(INCINTA.priority.order) == [
            "inbound_call", "voicemail", "no_show_call", "new_lead", "reminder", "follow_up",
            "long_term",
        ]  # fmt: skip


class TestClinic:
    """RSI's counting and first two rungs, then mail rounds; everything else of Incinta."""

    def test_it_says_that_it_is_leadflow_s_own(self) -> None:
        assert "leadflow's own" in CLINIC.source
        assert CLINIC.source_of("source") == "own"

    def test_rungs(self) -> None:
        assert CLINIC.attempts.rungs[:2] == RSI.attempts.rungs[:2]
        assert CLINIC.attempts.rungs[2:] == INCINTA.attempts.rungs
        assert len(CLINIC.attempts.rungs) == 3

    def test_counting_is_rsi_s(self) -> None:
        assert CLINIC.attempts.counted == RSI.attempts.counted
        assert CLINIC.attempts.one_per_day is False
        assert CLINIC.attempts.follow_up_done_by == frozenset({Channel.PHONE, Channel.EMAIL})

    @pytest.mark.parametrize(
        "section",
        ["labels", "calendar", "first_contact", "calls", "mail", "appointments", "reminder",
         "no_show", "unreachable", "routing", "priority", "indicators"],
    )  # fmt: skip
    def test_the_rest_is_incinta_s(self, section: str) -> None:
        assert getattr(CLINIC, section) == getattr(INCINTA, section)

    def test_it_exhausts_nobody(self) -> None:
        steps = {rung.unscheduled for rung in CLINIC.attempts.rungs}
        assert Then.EXHAUSTED not in steps | {rung.no_response for rung in CLINIC.attempts.rungs}


class TestAll:
    """What the readings of the specification fix for every preset."""

    @every_preset
    def test_readings(self, name: str) -> None:
        preset = PRESETS[name]
        assert preset.name == name
        assert preset.attempts.open_attempt_grace == HOURS[4]
        assert preset.calls.ring_limit == MINUTES[5]
        assert preset.appointments.sync_window == MINUTES[15]
        assert preset.appointments.attendance_within == MINUTES[15]
        assert preset.appointments.assume_no_show_after is None
        assert preset.priority.highlight is Highlight.GREEN

    @every_preset
    @pytest.mark.parametrize(
        "switch", ["exhausts_after_contact", "restart_on_communication", "within_opening_hours"]
    )
    def test_switches_are_off(self, name: str, switch: str) -> None:
        assert getattr(PRESETS[name].attempts, switch) is False

    @every_preset
    def test_targets(self, name: str) -> None:
        part = PRESETS[name].indicators
        assert part.response_within == HOURS[24]
        shares = (part.response, part.conversion, part.connect, part.show)
        assert shares == (0.95, 0.15, 0.60, 0.85)


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The field path of every value of a policy; a list of plain words is one value."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, part in enumerate(value):
            yield from leaves(part, f"{path}[{place}]")
    else:
        yield path


class TestSources:
    """Every value carries the clause that it comes from, or says that it is a reading, or own."""

    REFERENCES = frozenset(each.reference for each in CLAUSES)

    def values(self, preset: Policy) -> list[str]:
        return list(leaves(preset.model_dump(mode="json", exclude={"sources"})))

    @every_preset
    def test_every_value_has_one(self, name: str) -> None:
        preset = PRESETS[name]
        without = [path for path in self.values(preset) if preset.source_of(path) is None]
        assert without == []

    @every_preset
    def test_it_is_a_clause_that_exists_or_a_reading_or_own(self, name: str) -> None:
        assert set(PRESETS[name].sources.values()) <= {*self.REFERENCES, "reading", "own"}

    @every_preset
    def test_none_is_given_to_what_is_not_there(self, name: str) -> None:
        values = self.values(PRESETS[name])
        for path in PRESETS[name].sources:
            held = re.compile(re.escape(path) + r"($|[.\[])")
            assert any(map(held.match, values)), path

    def test_each_cites_its_own_document(self) -> None:
        for name, document in (("RSI", "RSI."), ("INCINTA", "INC.")):
            cited = {each for each in PRESETS[name].sources.values() if each in self.REFERENCES}
            assert cited
            assert {each for each in cited if not each.startswith(document)} == set()

    def test_only_the_composition_has_values_of_its_own(self) -> None:
        assert {name for name in PRESETS if "own" in PRESETS[name].sources.values()} == {"CLINIC"}

    @pytest.mark.parametrize(
        ("policy", "path", "reference"),
        [
            (RSI, "attempts.rungs[0].unscheduled", "RSI.attempt_1_follow_up"),
            (RSI, "attempts.rungs[0].no_response", "RSI.attempt_1_no_response"),
            (RSI, "attempts.rungs[1].unscheduled", "RSI.attempt_2_follow_up"),
            (RSI, "attempts.rungs[1].no_response", "RSI.attempt_2_no_response"),
            (RSI, "attempts.rungs[2].unscheduled", "RSI.attempt_3_exhausted"),
            (RSI, "attempts.rungs[2].no_response", "RSI.attempt_3_exhausted"),
            (RSI, "appointments.sync_window", "RSI.scheduled_sync"),
            (RSI, "priority.order", "RSI.order_of_work"),
            (RSI, "priority.highlight", "RSI.important"),
            (INCINTA, "mail.interval", "INC.next_contact_in_7_days"),
            (INCINTA, "unreachable.after", "INC.unreachable_two_months"),
            (INCINTA, "unreachable.attempts", "INC.unreachable_five_attempts"),
            (INCINTA, "unreachable.final_attempt_required", "INC.final_attempt"),
            (INCINTA, "no_show.call_within", "INC.no_show_call"),
            (INCINTA, "no_show.reschedule_every", "INC.weekly_reschedule"),
            (INCINTA, "no_show.silence", "INC.termination_silence"),
            (INCINTA, "reminder.before", "INC.reminder_one_business_day"),
            (INCINTA, "first_contact.within", "INC.kpi_response"),
            (INCINTA, "first_contact.by_phone", "INC.contact_by_phone"),
            (INCINTA, "routing.visit_within_days", "INC.local_visit_soon"),
            (INCINTA, "indicators.conversion", "INC.kpi_conversion"),
            (INCINTA, "indicators.connect", "INC.kpi_connect"),
            (INCINTA, "indicators.show", "INC.kpi_show"),
        ],
    )
    def test_figures_stand_in_their_clauses(
        self, policy: Policy, path: str, reference: str
    ) -> None:
        assert policy.source_of(path) == reference

    @every_preset
    @pytest.mark.parametrize(
        "path",
        ["calendar.week.monday", "calendar.zone", "attempts.one_per_day", "calls.ring_limit",
         "attempts.open_attempt_grace", "attempts.within_opening_hours",
         "appointments.attendance_within", "appointments.assume_no_show_after"],
    )  # fmt: skip
    def test_what_the_sources_leave_open_is_a_reading(self, name: str, path: str) -> None:
        assert PRESETS[name].source_of(path) == "reading"


NINE_TO_FIVE = (Interval(time(9), time(17)),)
WEEKDAYS = Week(**dict.fromkeys(
    ("monday", "tuesday", "wednesday", "thursday", "friday"), NINE_TO_FIVE
))  # fmt: skip


class TestCalendar:
    """Monday to Friday nine to five in Los Angeles, closed on US federal holidays 2010 to 2040."""

    @every_preset
    def test_zone_week_and_years(self, name: str) -> None:
        calendar = PRESETS[name].calendar
        assert calendar.zone == "America/Los_Angeles"
        assert calendar.week == WEEKDAYS
        assert calendar.special == ()
        assert calendar.covered_years == tuple(range(2010, 2041))

    @pytest.mark.parametrize("year", range(2010, 2041))
    def test_closed_dates_are_those_of_the_recorded_version(self, year: int) -> None:
        calendar = RSI.calendar
        if holidays.__version__ != calendar.holidays_version:  # type: ignore[attr-defined]  # refusing it is the test
            pytest.skip(f"the dates were taken from holidays {calendar.holidays_version}")
        computed = Calendar.from_holidays(
            "US", years=[year], zone=calendar.zone, week=calendar.week
        )
        assert [day for day in calendar.closed if day.year == year] == list(computed.closed)

    @pytest.mark.parametrize(
        "day",
        ["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03",
         "2026-07-04", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"],
    )  # fmt: skip
    def test_the_federal_holidays_of_2026(self, day: str) -> None:
        assert date.fromisoformat(day) in RSI.calendar.closed
        assert len([each for each in RSI.calendar.closed if each.year == 2026]) == 12

    def test_no_date_outside_the_covered_years(self) -> None:
        calendar = RSI.calendar
        assert {day.year for day in calendar.closed} == set(calendar.covered_years)

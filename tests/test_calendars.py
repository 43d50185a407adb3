"""Calendars, opening hours and the laws of delays: specification, section 2.4."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from leadflow.calendars import Calendar, Interval, OpeningHours, SpecialDay, Week
from leadflow.delays import AnyDelay, BusinessDays, BusinessHours, CalendarSpan, Elapsed, read_delay
from leadflow.errors import InvalidCalendar
from leadflow.instants import EARLIEST, LATEST, UTC, read_instant

NINE_TO_FIVE = (Interval(time(9), time(17)),)
ALL_DAY = (Interval(time(0), time(0)),)
WORK_WEEK = Week(
    monday=NINE_TO_FIVE,
    tuesday=NINE_TO_FIVE,
    wednesday=NINE_TO_FIVE,
    thursday=NINE_TO_FIVE,
    friday=NINE_TO_FIVE,
)
LOS_ANGELES = "America/Los_Angeles"
at = read_instant


def every_day(hours: tuple[Interval, ...]) -> Week:
    return Week(
        monday=hours,
        tuesday=hours,
        wednesday=hours,
        thursday=hours,
        friday=hours,
        saturday=hours,
        sunday=hours,
    )


def hours_of(*texts: str) -> tuple[Interval, ...]:
    """Hours written as `09:00-17:00`."""
    week = Week.model_validate({"monday": [text.split("-") for text in texts]})
    return week.monday


def clinic(
    week: Week = WORK_WEEK,
    *,
    zone: str = LOS_ANGELES,
    closed: tuple[str, ...] = (),
    special: tuple[SpecialDay, ...] = (),
    covered_years: tuple[int, ...] = (),
) -> OpeningHours:
    return OpeningHours(
        Calendar(
            zone=zone,
            week=week,
            closed=tuple(date.fromisoformat(day) for day in closed),
            special=special,
            covered_years=covered_years,
        )
    )


WORKING = clinic()
"""Monday to Friday 9-17 in Los Angeles, without a closed date."""


class TestHoursOfADay:
    """Weekly opening hours, several intervals a day allowed, each `[open, close)` (2.4)."""

    @pytest.mark.parametrize(
        ("written", "interval"),
        [
            (["09:00", "17:00"], Interval(time(9), time(17))),
            (["09:00:30", "17:00"], Interval(time(9, 0, 30), time(17))),
            (["00:00", "24:00"], Interval(time(0), time(0))),
            (["18:30", "24:00"], Interval(time(18, 30), time(0))),
        ],
    )
    def test_written_form(self, written: list[str], interval: Interval) -> None:
        week = Week.model_validate({"monday": [written]})
        assert week.monday == (interval,)
        assert json.loads(week.model_dump_json())["monday"] == [written]

    def test_times_are_read_as_well_as_text(self) -> None:
        week = Week.model_validate({"monday": [(time(9), time(17))]})
        assert week.monday == NINE_TO_FIVE

    def test_they_are_kept_in_order(self) -> None:
        assert hours_of("13:00-17:00", "08:00-12:00") == hours_of("08:00-12:00", "13:00-17:00")

    def test_they_may_touch(self) -> None:
        assert len(hours_of("08:00-12:00", "12:00-17:00")) == 2

    @pytest.mark.parametrize(
        "texts",
        [("08:00-12:00", "11:59-17:00"), ("08:00-24:00", "09:00-10:00"), ("08:00-09:00",) * 2],
    )
    def test_they_must_not_overlap(self, texts: tuple[str, ...]) -> None:
        with pytest.raises(ValidationError, match="must not overlap"):
            hours_of(*texts)

    @pytest.mark.parametrize("text", ["17:00-09:00", "09:00-09:00", "19:00-05:00"])
    def test_they_must_close_after_they_open(self, text: str) -> None:
        with pytest.raises(ValidationError, match="close after they open: hours over midnight"):
            hours_of(text)

    @pytest.mark.parametrize(
        "written",
        [
            ["9:00", "17:00"],
            ["24:00", "24:00"],
            ["09:00", "25:00"],
            ["09:00", "17:60"],
            ["09:00", "17:00Z"],
            ["0900", "1700"],
            ["09:00", 17],
        ],
    )
    def test_a_time_of_day_has_one_form(self, written: list[object]) -> None:
        with pytest.raises(ValidationError, match="a time of day is written 09:00"):
            Week.model_validate({"monday": [written]})

    @pytest.mark.parametrize("written", ["09:00-17:00", ["09:00"], 9, None])
    def test_an_interval_is_two_times(self, written: object) -> None:
        with pytest.raises(ValidationError, match="opening hours are two times"):
            Week.model_validate({"monday": [written]})

    @pytest.mark.parametrize("opens", [time(9, tzinfo=UTC), time(9, microsecond=1), "09:00"])
    def test_an_interval_is_of_naive_times_in_whole_seconds(self, opens: object) -> None:
        with pytest.raises(InvalidCalendar, match="times in whole seconds, without an offset"):
            Interval(opens, time(17))  # type: ignore[arg-type] # what is to be refused

    def test_a_week_opens_at_all(self) -> None:
        with pytest.raises(ValidationError, match="opening hours on at least one day"):
            Week()


class TestACalendarIsData:
    """A zone, weekly hours, special hours by date, closed dates pinned as dates (2.4)."""

    FULL = Calendar(
        zone=LOS_ANGELES,
        week=WORK_WEEK,
        special=(
            SpecialDay(on=date(2026, 12, 24), open=hours_of("09:00-12:00")),
            SpecialDay(on=date(2026, 7, 3)),
        ),
        closed=(date(2026, 12, 25), date(2026, 1, 1), date(2026, 12, 25)),
        covered_years=(2027, 2026, 2026),
        holidays_version="0.1",
    )

    def test_json(self) -> None:
        assert json.loads(self.FULL.model_dump_json()) == {
            "zone": "America/Los_Angeles",
            "week": {
                "monday": [["09:00", "17:00"]],
                "tuesday": [["09:00", "17:00"]],
                "wednesday": [["09:00", "17:00"]],
                "thursday": [["09:00", "17:00"]],
                "friday": [["09:00", "17:00"]],
                "saturday": [],
                "sunday": [],
            },
            "special": [
                {"on": "2026-07-03", "open": []},
                {"on": "2026-12-24", "open": [["09:00", "12:00"]]},
            ],
            "closed": ["2026-01-01", "2026-12-25"],
            "covered_years": [2026, 2027],
            "holidays_version": "0.1",
        }

    def test_json_round_trip(self) -> None:
        assert Calendar.model_validate_json(self.FULL.model_dump_json()) == self.FULL

    def test_a_dump_for_python_can_be_validated_again(self) -> None:
        assert Calendar.model_validate(self.FULL.model_dump()) == self.FULL

    @pytest.mark.parametrize("again", [lambda c: pickle.loads(pickle.dumps(c)), copy.deepcopy])
    def test_it_is_a_value(self, again: Callable[[Calendar], Calendar]) -> None:
        assert again(self.FULL) == self.FULL
        assert hash(again(self.FULL)) == hash(self.FULL)

    def test_it_is_frozen(self) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            self.FULL.zone = "UTC"  # type: ignore[misc] # what is to be refused

    def test_every_field_is_described(self) -> None:
        for model in (Calendar, SpecialDay, Week):
            assert all(field.description for field in model.model_fields.values())

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_it_has_a_json_schema(self, mode: str) -> None:
        schema = Calendar.model_json_schema(mode=mode)  # type: ignore[arg-type] # two of its words
        assert schema["properties"]["closed"]["items"] == {"type": "string", "format": "date"}

    @pytest.mark.parametrize(
        "key",
        [
            "",
            ".",
            "..",
            "../UTC",
            "/etc/localtime",
            "America",
            "America/Nowhere",
            "Pacific Time",
            "planted\0",
            "\ud800",
            "x" * 5000,
            "localtime",
            "posixrules",
            "Factory",
            "right/UTC",
            "posix/UTC",
        ],
    )
    def test_the_zone_is_an_iana_key(self, key: str) -> None:
        with pytest.raises(ValidationError, match="not an IANA time zone") as caught:
            Calendar(zone=key, week=WORK_WEEK)
        (problem,) = caught.value.errors(include_url=False, include_input=False)
        assert problem["msg"] == (
            "Value error, not an IANA time zone: give a key such as America/Los_Angeles"
        )

    @pytest.mark.parametrize("key", [None, 1, b"UTC", ZoneInfo("UTC")])
    def test_the_zone_is_text(self, key: object) -> None:
        with pytest.raises(ValidationError, match="valid string"):
            Calendar.model_validate({"zone": key, "week": WORK_WEEK})

    @pytest.mark.parametrize(
        "day",
        [
            "2026-12-25T00:00:00",
            "20261225",
            "2026-W52-5",
            "2026-13-25",
            "25.12.2026",
            "",
            1798156800,
            True,
            None,
            datetime(2026, 12, 25),
        ],
    )
    def test_a_closed_date_is_a_date(self, day: object) -> None:
        with pytest.raises(ValidationError, match="a date is written 2026-12-25") as caught:
            Calendar.model_validate({"zone": "UTC", "week": WORK_WEEK, "closed": [day]})
        assert "1798156800" not in str(caught.value)

    def test_a_date_of_a_subclass_is_made_plain(self) -> None:
        class Day(date):
            pass

        calendar = Calendar(zone="UTC", week=WORK_WEEK, closed=(Day(2026, 12, 25),))
        assert [type(day) for day in calendar.closed] == [date]

    def test_a_date_is_special_once(self) -> None:
        twice = (SpecialDay(on=date(2026, 7, 3)),) * 2
        with pytest.raises(ValidationError, match="a date can be a special day once"):
            Calendar(zone="UTC", week=WORK_WEEK, special=twice)

    @pytest.mark.parametrize("year", [True, "2026", 2026.0, 1969, 2200])
    def test_a_covered_year_is_a_year_of_the_library(self, year: object) -> None:
        data = {"zone": "UTC", "week": WORK_WEEK, "covered_years": [year]}
        with pytest.raises(ValidationError) as caught:
            Calendar.model_validate(data)
        assert caught.value.error_count() == 1

    def test_unknown_fields_are_refused(self) -> None:
        with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
            Calendar.model_validate({"zone": "UTC", "week": WORK_WEEK, "open": []})


class TestClosedDatesArePinned:
    """Closed dates are taken from `holidays` when the calendar is built: country, subdivision,
    years, with names to leave out and dates to add; recorded with the package version (2.4)."""

    @staticmethod
    def closed(*years: int, **options: object) -> tuple[date, ...]:
        calendar = Calendar.from_holidays(
            "US",
            years=years,
            zone=LOS_ANGELES,
            week=WORK_WEEK,
            **options,  # type: ignore[arg-type] # each test gives options of the right type
        )
        return calendar.closed

    # 5 U.S.C. 6103, and Juneteenth since 2021; 4 July 2026 is a Saturday, kept on the Friday.
    FEDERAL_2026 = tuple(
        date.fromisoformat(f"2026-{day}")
        for day in (
            "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25".split()
        )
    )

    def test_the_federal_holidays_of_2026(self) -> None:
        assert self.closed(2026) == self.FEDERAL_2026

    def test_years_and_version_are_recorded(self) -> None:
        import holidays

        calendar = Calendar.from_holidays(
            "US", years=(2027, 2026), zone=LOS_ANGELES, week=WORK_WEEK
        )
        assert calendar.covered_years == (2026, 2027)
        assert calendar.holidays_version == holidays.__version__  # type: ignore[attr-defined] # not declared

    def test_a_covered_year_has_the_day_in_lieu_of_the_next_new_year(self) -> None:
        assert date(2021, 12, 31) in self.closed(2021)

    def test_a_year_not_asked_for_has_no_closed_dates(self) -> None:
        assert {day.year for day in self.closed(2022)} == {2022}

    def test_the_holidays_of_a_subdivision(self) -> None:
        assert date(2026, 3, 31) in self.closed(2026, subdivision="CA")  # Cesar Chavez Day

    def test_a_name_is_left_out_together_with_its_day_in_lieu(self) -> None:
        closed = self.closed(2026, leave_out=["Independence Day"])
        assert set(self.FEDERAL_2026) - set(closed) == {date(2026, 7, 3), date(2026, 7, 4)}

    @pytest.mark.parametrize(
        ("left_out", "is_closed"),
        [
            (["Good Friday"], True),
            (["Tiradentes' Day"], True),
            (["Good Friday", "Tiradentes' Day"], False),
        ],
    )
    def test_a_date_with_another_holiday_stays_closed(
        self, left_out: list[str], is_closed: bool
    ) -> None:
        # In 2000 Good Friday fell on 21 April, which is Tiradentes' Day in Brazil.
        calendar = Calendar.from_holidays(
            "BR", years=(2000,), zone="America/Sao_Paulo", week=WORK_WEEK, leave_out=left_out
        )
        assert (date(2000, 4, 21) in calendar.closed) is is_closed

    def test_dates_are_added(self) -> None:
        day = date(2026, 12, 24)
        assert self.closed(2026, add=[day]) == tuple(sorted({*self.FEDERAL_2026, day}))

    def test_special_days_are_passed_on(self) -> None:
        special = SpecialDay(on=date(2026, 12, 24), open=hours_of("09:00-12:00"))
        calendar = Calendar.from_holidays(
            "US", years=(2026,), zone=LOS_ANGELES, week=WORK_WEEK, special=[special]
        )
        assert calendar.special == (special,)

    def test_names_may_be_in_another_language(self) -> None:
        calendar = Calendar.from_holidays(
            "BR",
            years=(2026,),
            zone="America/Sao_Paulo",
            week=WORK_WEEK,
            language="pt_BR",
            leave_out=["Natal"],
        )
        assert date(2026, 12, 25) not in calendar.closed

    @pytest.mark.parametrize("variable", ["LANGUAGE", "LANG"])
    def test_the_environment_chooses_no_language(
        self, variable: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(variable, "uk")
        calendar = Calendar.from_holidays(
            "BR",
            years=(2026,),
            zone="America/Sao_Paulo",
            week=WORK_WEEK,
            leave_out=["Christmas Day"],
        )
        assert date(2026, 12, 25) not in calendar.closed

    def test_a_name_that_is_no_holiday_is_an_error(self) -> None:
        with pytest.raises(InvalidCalendar, match="names no holiday of these years") as caught:
            self.closed(2026, leave_out=["Veterans Day", "planted"])
        assert "planted" not in str(caught.value)

    @pytest.mark.parametrize("country", ["planted", "", "us", "NYSE", "HolidayBase", "__init__"])
    def test_an_unknown_country_is_an_error(self, country: str) -> None:
        with pytest.raises(InvalidCalendar, match="does not know that country") as caught:
            Calendar.from_holidays(country, years=(2026,), zone="UTC", week=WORK_WEEK)
        assert "planted" not in str(caught.value)

    def test_an_unknown_subdivision_is_an_error(self) -> None:
        with pytest.raises(InvalidCalendar, match="country or subdivision: use ISO codes"):
            self.closed(2026, subdivision="planted")

    def test_an_unknown_language_is_an_error(self) -> None:
        with pytest.raises(InvalidCalendar, match="that country in that language"):
            self.closed(2026, language="planted")

    @pytest.mark.parametrize("years", [(), (1969,), (2026, 2200), ("2026",)])
    def test_years_outside_the_bounds_are_an_error(self, years: tuple[int, ...]) -> None:
        with pytest.raises(InvalidCalendar, match="give the years to pin, from 1970 to 2199"):
            self.closed(*years)

    def test_the_package_is_loaded_only_for_this(self) -> None:
        code = "import sys, leadflow.calendars; sys.exit('holidays' in sys.modules)"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


class TestCoveredYears:
    """A calendar asked about a year that it has no pinned dates for says so (2.4)."""

    def test_the_year_is_that_of_the_clinic(self) -> None:
        hours = clinic(covered_years=(2026,))
        asked = {
            "2026-01-01T00:00:00-08:00": True,
            "2025-12-31T23:59:59-08:00": False,
            "2026-12-31T23:59:59-08:00": True,
            "2027-01-01T00:00:00-08:00": False,
        }
        assert {text: hours.covers(at(text)) for text in asked} == asked

    def test_years_with_others_between_them(self) -> None:
        hours = clinic(covered_years=(2024, 2025, 2027))
        asked = [hours.covers(at(f"{year}-07-01T00:00:00Z")) for year in range(2023, 2029)]
        assert asked == [False, True, True, False, True, False]

    def test_other_years_have_the_weekly_hours(self) -> None:
        hours = clinic(covered_years=(2026,), closed=("2026-11-03",))
        assert not hours.is_open(at("2026-11-03T10:00:00-08:00"))
        assert hours.is_open(at("2027-11-03T10:00:00-07:00"))


class TestDatesAreThoseOfTheClinic:
    """Weekdays and "today" are those of the clinic's zone (2.4)."""

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2026-11-03T07:59:59Z", date(2026, 11, 2)),
            ("2026-11-03T08:00:00Z", date(2026, 11, 3)),
            ("2026-07-01T06:59:59Z", date(2026, 6, 30)),
            ("2026-07-01T07:00:00Z", date(2026, 7, 1)),
        ],
    )
    def test_the_local_date(self, text: str, day: date) -> None:
        assert WORKING.local_date(at(text)) == day

    def test_a_day_starts_at_local_midnight(self) -> None:
        assert WORKING.start_of_day(date(2026, 11, 3)) == at("2026-11-03T08:00:00Z")

    def test_a_day_without_midnight_starts_after_the_gap(self) -> None:
        hours = clinic(zone="America/Sao_Paulo")
        assert hours.start_of_day(date(2018, 11, 4)) == at("2018-11-04T01:00:00-02:00")

    def test_a_wall_time_of_a_day(self) -> None:
        noon = WORKING.at_wall_time(date(2026, 11, 3), time(12, 30))
        assert noon == at("2026-11-03T12:30:00-08:00")

    def test_the_zone_of_a_wall_time_counts_for_nothing(self) -> None:
        noon = WORKING.at_wall_time(date(2026, 11, 3), time(12, 30, tzinfo=UTC, fold=1))
        assert noon == at("2026-11-03T12:30:00-08:00")

    def test_the_zone_is_that_of_the_calendar(self) -> None:
        assert WORKING.zone is ZoneInfo(LOS_ANGELES)


class TestTheClosingInstantIsClosed:
    """Opening hours are `[open, close)` (2.4)."""

    @pytest.mark.parametrize(
        ("clock", "is_open"),
        [
            ("08:59:59.999999", False),
            ("09:00:00", True),
            ("16:59:59.999999", True),
            ("17:00:00", False),
        ],
    )
    def test_at_the_ends_of_a_day(self, clock: str, is_open: bool) -> None:
        assert WORKING.is_open(at(f"2026-11-03T{clock}-08:00")) is is_open

    def test_a_break_is_closed(self) -> None:
        hours = clinic(every_day(hours_of("08:00-12:00", "13:00-17:00")))
        clocks = ["08:00", "11:59", "12:00", "12:59", "13:00"]
        asked = [hours.is_open(at(f"2026-11-03T{clock}:00-08:00")) for clock in clocks]
        assert asked == [True, True, False, False, True]

    def test_midnight_between_two_open_days_is_open(self) -> None:
        assert clinic(every_day(ALL_DAY)).is_open(at("2026-11-04T00:00:00-08:00"))

    def test_a_day_may_be_open_to_its_end(self) -> None:
        hours = clinic(Week(monday=hours_of("18:00-24:00")))
        assert hours.is_open(at("2026-11-02T23:59:59-08:00"))
        assert not hours.is_open(at("2026-11-03T00:00:00-08:00"))

    def test_hours_over_the_new_year_of_utc_are_one_stretch(self) -> None:
        # In Los Angeles the year of UTC ends at 16:00.
        asked = [WORKING.is_open(at(f"2025-12-31T{hour}:00:00-08:00")) for hour in (15, 16, 17)]
        assert asked == [True, True, False]


class TestSpecialDaysAndClosedDates:
    """Special hours by date, and closed dates (2.4); a special day says all about its date."""

    HOURS = clinic(
        closed=("2026-12-25", "2026-12-26", "2026-12-28"),
        special=(
            SpecialDay(on=date(2026, 12, 24), open=hours_of("09:00-12:00")),
            SpecialDay(on=date(2026, 12, 26), open=hours_of("10:00-14:00")),
            SpecialDay(on=date(2026, 12, 28), open=()),
            SpecialDay(on=date(2026, 12, 29), open=()),
        ),
    )

    @pytest.mark.parametrize(
        ("day", "hours"),
        [
            ("2026-12-23", NINE_TO_FIVE),  # Wednesday
            ("2026-12-24", hours_of("09:00-12:00")),  # special hours replace those of the weekday
            ("2026-12-25", ()),  # closed
            ("2026-12-26", hours_of("10:00-14:00")),  # open by its special hours, although closed
            ("2026-12-27", ()),  # Sunday
            ("2026-12-28", ()),  # closed both ways
            ("2026-12-29", ()),  # special, without hours
            ("2026-12-30", NINE_TO_FIVE),
        ],
    )
    def test_hours_of_a_date(self, day: str, hours: tuple[Interval, ...]) -> None:
        assert self.HOURS.hours_of(date.fromisoformat(day)) == hours
        assert self.HOURS.is_business_day(date.fromisoformat(day)) is bool(hours)

    def test_instants_follow_the_dates(self) -> None:
        assert self.HOURS.next_opening(at("2026-12-24T12:00:00-08:00")) == (
            at("2026-12-26T10:00:00-08:00")
        )
        assert self.HOURS.next_opening(at("2026-12-26T14:00:00-08:00")) == (
            at("2026-12-30T09:00:00-08:00")
        )


class TestNextOpening:
    """A voicemail is due at once if it came in opening hours, else at the next opening (COM-4)."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-11-03T09:00:00-08:00", "2026-11-03T09:00:00-08:00"),
            ("2026-11-03T16:59:59-08:00", "2026-11-03T16:59:59-08:00"),
            ("2026-11-03T17:00:00-08:00", "2026-11-04T09:00:00-08:00"),
            ("2026-11-03T03:00:00-08:00", "2026-11-03T09:00:00-08:00"),
            ("2026-11-06T18:30:00-08:00", "2026-11-09T09:00:00-08:00"),  # the worked example
            ("2026-12-31T17:00:00-08:00", "2027-01-01T09:00:00-08:00"),
            ("2026-12-31T15:59:00-08:00", "2026-12-31T15:59:00-08:00"),
        ],
    )
    def test_at_once_or_when_it_opens(self, text: str, expected: str) -> None:
        assert WORKING.next_opening(at(text)) == at(expected)

    def test_a_year_without_an_opening_is_passed_over(self) -> None:
        every_monday = [date(2025, 12, 29) + timedelta(weeks=week) for week in range(54)]
        hours = clinic(
            Week(monday=NINE_TO_FIVE), closed=tuple(day.isoformat() for day in every_monday)
        )
        expected = at("2027-01-11T09:00:00-08:00")
        assert hours.next_opening(at("2025-12-25T00:00:00Z")) == expected

    def test_when_time_ends_before_an_opening_it_is_the_end_of_time(self) -> None:
        assert WORKING.next_opening(LATEST) == LATEST

    def test_it_is_plain_utc(self) -> None:
        assert WORKING.next_opening(at("2026-11-03T03:00:00-08:00")).tzinfo is UTC


class TestBusinessDaysOfTheCalendar:
    """A reminder: opening time of the last business day before the appointment's local date, by
    its closing time (APT-3)."""

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-11-17", "2026-11-16"),
            ("2026-11-16", "2026-11-13"),  # a Monday: the worked example
            ("2026-11-15", "2026-11-13"),
            ("2026-11-27", "2026-11-25"),  # the day after Thanksgiving
        ],
    )
    def test_the_last_business_day_before(self, day: str, expected: str) -> None:
        hours = clinic(closed=("2026-11-26",))
        before = hours.last_business_day_before(date.fromisoformat(day))
        assert before == date.fromisoformat(expected)

    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            (1, ("2026-11-25T09:00:00-08:00", "2026-11-25T17:00:00-08:00")),
            (2, ("2026-11-24T09:00:00-08:00", "2026-11-24T17:00:00-08:00")),
        ],
    )
    def test_hours_before_a_day_are_those_of_a_business_day(
        self, days: int, expected: tuple[str, str]
    ) -> None:
        hours = clinic(closed=("2026-11-26",))
        found = hours.hours_before(date(2026, 11, 27), days)
        assert found == tuple(map(at, expected))

    def test_opening_and_closing_of_a_day(self) -> None:
        hours = clinic(every_day(hours_of("08:00-12:00", "13:00-17:30")))
        day = date(2026, 11, 13)
        assert hours.opening_of(day) == at("2026-11-13T08:00:00-08:00")
        assert hours.closing_of(day) == at("2026-11-13T17:30:00-08:00")

    def test_a_day_may_close_at_its_end(self) -> None:
        hours = clinic(every_day(ALL_DAY))
        assert hours.closing_of(date(2026, 11, 1)) == at("2026-11-02T00:00:00-08:00")

    @pytest.mark.parametrize("ask", [WORKING.opening_of, WORKING.closing_of])
    def test_a_day_without_hours_has_neither(self, ask: Callable[[date], datetime]) -> None:
        with pytest.raises(InvalidCalendar, match="no opening hours: ask is_business_day first"):
            ask(date(2026, 11, 15))


class TestElapsedDelays:
    """Elapsed: exact seconds (2.4)."""

    @pytest.mark.parametrize(
        ("start", "delay", "expected"),
        [
            ("2026-11-03T09:10:00-08:00", "PT4H", "2026-11-03T13:10:00-08:00"),
            ("2026-03-07T10:00:00-08:00", "PT24H", "2026-03-08T11:00:00-07:00"),
            ("2026-10-31T10:00:00-07:00", "PT24H", "2026-11-01T09:00:00-08:00"),
            ("2026-11-03T09:10:00-08:00", "PT0.25S", "2026-11-03T09:10:00.250-08:00"),
        ],
    )
    def test_whatever_the_clocks_do(self, start: str, delay: str, expected: str) -> None:
        assert WORKING.add(at(start), read_delay(delay)) == at(expected)

    def test_at_the_end_of_time_it_stops(self) -> None:
        assert WORKING.add(LATEST, Elapsed(timedelta(hours=1))) == LATEST


class TestCalendarDelays:
    """Calendar days, weeks, months: same wall-clock time in the clinic's zone, end of month
    clipped; a wall time that does not exist moves forward by the gap, one that exists twice is
    the first (2.4)."""

    @pytest.mark.parametrize(
        ("start", "delay", "expected"),
        [
            ("2026-03-07T10:00:00-08:00", "P1D", "2026-03-08T10:00:00-07:00"),
            ("2026-10-31T10:00:00-07:00", "P1D", "2026-11-01T10:00:00-08:00"),
            ("2026-11-03T09:15:00-08:00", "P7D", "2026-11-10T09:15:00-08:00"),
            ("2026-03-07T02:30:00-08:00", "P1D", "2026-03-08T03:30:00-07:00"),  # the gap
            ("2026-10-31T01:30:00-07:00", "P1D", "2026-11-01T01:30:00-07:00"),  # the first
            ("2026-02-08T02:30:00-08:00", "P1M", "2026-03-08T03:30:00-07:00"),
            ("2026-11-16T10:00:00-08:00", "P3M", "2027-02-16T10:00:00-08:00"),
            ("2026-12-31T10:00:00-08:00", "P2M", "2027-02-28T10:00:00-08:00"),
            ("2026-01-31T20:00:00-08:00", "P1M", "2026-02-28T20:00:00-08:00"),  # local month ends
            ("2026-11-01T01:30:00-08:00", "P1D", "2026-11-02T01:30:00-08:00"),
            ("2026-11-03T09:15:00.123456-08:00", "P1M7D", "2026-12-10T09:15:00.123456-08:00"),
        ],
    )
    def test_in_los_angeles(self, start: str, delay: str, expected: str) -> None:
        assert WORKING.add(at(start), read_delay(delay)) == at(expected)

    @pytest.mark.parametrize(
        ("zone", "start", "delay", "expected"),
        [
            ("America/Sao_Paulo", "2018-11-03T00:30-03:00", "P1D", "2018-11-04T01:30-02:00"),
            ("America/Sao_Paulo", "2018-02-16T23:30-02:00", "P1D", "2018-02-17T23:30-02:00"),
            ("Asia/Shanghai", "2026-03-07T10:00+08:00", "P1D", "2026-03-08T10:00+08:00"),
            ("Europe/London", "2026-03-28T01:30+00:00", "P1D", "2026-03-29T02:30+01:00"),
            ("Europe/London", "2026-10-24T01:30+01:00", "P1D", "2026-10-25T01:30+01:00"),
            ("Pacific/Apia", "2011-12-29T09:00-10:00", "P1D", "2011-12-31T09:00+14:00"),
        ],
    )
    def test_elsewhere(self, zone: str, start: str, delay: str, expected: str) -> None:
        assert clinic(zone=zone).add(at(start), read_delay(delay)) == at(expected)

    def test_each_addition_starts_from_its_own_anchor(self) -> None:
        one_month = WORKING.adder(CalendarSpan(months=1))
        clipped = one_month(at("2026-01-31T10:00:00-08:00"))
        assert one_month(clipped) == at("2026-03-28T10:00:00-07:00")

    def test_nothing_added_is_the_same_instant_also_of_a_second_wall_time(self) -> None:
        second = at("2026-11-01T01:30:00-08:00")
        assert WORKING.add(second, CalendarSpan()) == second

    @pytest.mark.parametrize("span", [CalendarSpan(days=2), CalendarSpan(months=1)])
    def test_at_the_end_of_time_it_stops(self, span: CalendarSpan) -> None:
        assert WORKING.add(LATEST, span) == LATEST


class TestBusinessDayDelays:
    """Business days: open days of the calendar at the same clock time; counted from a closed day
    they start at the next open one (2.4)."""

    HOURS = clinic(closed=("2026-11-26",))

    @pytest.mark.parametrize(
        ("start", "days", "expected"),
        [
            ("2026-11-03T10:15:00-08:00", 0, "2026-11-03T10:15:00-08:00"),
            ("2026-11-03T10:15:00-08:00", 1, "2026-11-04T10:15:00-08:00"),
            ("2026-11-06T10:15:00-08:00", 1, "2026-11-09T10:15:00-08:00"),  # over a weekend
            ("2026-11-25T10:15:00-08:00", 1, "2026-11-27T10:15:00-08:00"),  # over Thanksgiving
            ("2026-11-03T20:00:00-08:00", 1, "2026-11-04T20:00:00-08:00"),  # clock time is kept
            ("2026-11-07T10:15:00-08:00", 0, "2026-11-09T10:15:00-08:00"),  # from a Saturday
            ("2026-11-07T10:15:00-08:00", 1, "2026-11-10T10:15:00-08:00"),
            ("2026-11-08T10:15:00-08:00", 1, "2026-11-10T10:15:00-08:00"),  # from a Sunday
            ("2026-11-26T10:15:00-08:00", 2, "2026-12-01T10:15:00-08:00"),  # from Thanksgiving
            ("2026-11-03T10:15:00-08:00", 10, "2026-11-17T10:15:00-08:00"),
            ("2026-03-06T10:15:00-08:00", 1, "2026-03-09T10:15:00-07:00"),  # over a clock change
        ],
    )
    def test_counting(self, start: str, days: int, expected: str) -> None:
        assert self.HOURS.add(at(start), BusinessDays(days)) == at(expected)

    def test_the_day_is_the_local_one(self) -> None:
        # Friday evening in Los Angeles is Saturday in UTC.
        friday = at("2026-11-06T20:00:00-08:00")
        assert self.HOURS.add(friday, BusinessDays(1)) == at("2026-11-09T20:00:00-08:00")

    def test_a_wall_time_in_a_gap_moves_forward(self) -> None:
        hours = clinic(every_day(NINE_TO_FIVE))
        start = at("2026-03-07T02:30:00-08:00")
        assert hours.add(start, BusinessDays(1)) == at("2026-03-08T03:30:00-07:00")

    def test_of_equal_wall_times_it_is_the_first(self) -> None:
        hours = clinic(every_day(NINE_TO_FIVE))
        start = at("2026-10-31T01:30:00-07:00")
        assert hours.add(start, BusinessDays(1)) == at("2026-11-01T01:30:00-07:00")

    def test_nothing_added_to_an_open_day_is_the_same_instant(self) -> None:
        second = at("2026-11-01T01:30:00-08:00")
        assert clinic(every_day(NINE_TO_FIVE)).add(second, BusinessDays(0)) == second

    def test_at_the_end_of_time_it_stops(self) -> None:
        late = LATEST - timedelta(days=1)
        assert WORKING.add(late, BusinessDays(9)).year == LATEST.year
        assert WORKING.add(LATEST, BusinessDays(9)) <= LATEST


class TestBusinessHourDelays:
    """Business hours count open time only; time that runs out exactly at closing ends at that
    closing; counted from a closed instant they start at the next open one (2.4)."""

    @pytest.mark.parametrize(
        ("start", "delay", "expected"),
        [
            ("2026-11-03T09:00:00-08:00", "PT4H", "2026-11-03T13:00:00-08:00"),
            ("2026-11-03T15:00:00-08:00", "PT4H", "2026-11-04T11:00:00-08:00"),
            ("2026-11-03T15:00:00-08:00", "PT2H", "2026-11-03T17:00:00-08:00"),  # at closing
            ("2026-11-03T15:00:00-08:00", "PT10H", "2026-11-04T17:00:00-08:00"),
            ("2026-11-03T17:00:00-08:00", "PT1H", "2026-11-04T10:00:00-08:00"),  # closing is closed
            ("2026-11-03T03:00:00-08:00", "PT1H", "2026-11-03T10:00:00-08:00"),
            ("2026-11-06T16:30:00-08:00", "PT1H", "2026-11-09T09:30:00-08:00"),
            ("2026-11-07T12:00:00-08:00", "PT8H", "2026-11-09T17:00:00-08:00"),
            ("2026-11-03T09:00:00-08:00", "PT80H", "2026-11-16T17:00:00-08:00"),
            ("2026-12-31T15:30:00-08:00", "PT1H", "2026-12-31T16:30:00-08:00"),  # new year of UTC
            ("2026-12-31T16:30:00-08:00", "PT1H", "2027-01-01T09:30:00-08:00"),
            ("2026-11-03T09:00:00-08:00", "PT0S", "2026-11-03T09:00:00-08:00"),
            ("2026-11-03T17:00:00-08:00", "PT0S", "2026-11-04T09:00:00-08:00"),
            ("2026-11-03T16:59:59.999999-08:00", "PT0.000001S", "2026-11-03T17:00:00-08:00"),
        ],
    )
    def test_counting(self, start: str, delay: str, expected: str) -> None:
        added = WORKING.add(at(start), read_delay({"business_hours": delay}))
        assert added == at(expected)

    def test_a_break_is_not_counted(self) -> None:
        hours = clinic(every_day(hours_of("08:00-12:00", "13:00-17:00")))
        added = hours.add(at("2026-11-03T11:00:00-08:00"), BusinessHours(timedelta(hours=2)))
        assert added == at("2026-11-03T14:00:00-08:00")

    def test_years_are_passed_whole(self) -> None:
        # 261 working days of 8 hours in 2026, and as many in 2027: 4,176 hours.
        start = at("2026-01-01T09:00:00-08:00")
        added = WORKING.add(start, BusinessHours(timedelta(hours=4_177)))
        assert added == at("2028-01-03T10:00:00-08:00")

    def test_at_the_end_of_time_it_stops(self) -> None:
        late = datetime(9999, 12, 30, tzinfo=UTC)
        assert WORKING.add(late, BusinessHours(timedelta(hours=100))) == LATEST


class TestBusinessTimeBetween:
    """Lateness is told in elapsed and in business time (QC)."""

    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [
            ("2026-11-03T09:00:00-08:00", "2026-11-03T17:00:00-08:00", 8),
            ("2026-11-03T16:00:00-08:00", "2026-11-04T10:00:00-08:00", 2),
            ("2026-11-06T16:00:00-08:00", "2026-11-09T10:00:00-08:00", 2),
            ("2026-11-07T10:00:00-08:00", "2026-11-08T10:00:00-08:00", 0),
            ("2026-11-03T10:00:00-08:00", "2026-11-03T10:00:00-08:00", 0),
            ("2026-11-04T10:00:00-08:00", "2026-11-03T16:00:00-08:00", -2),
            ("2026-01-01T00:00:00-08:00", "2028-01-01T00:00:00-08:00", 522 * 8),
        ],
    )
    def test_open_hours(self, start: str, end: str, hours: int) -> None:
        between = WORKING.business_time_between(at(start), at(end))
        assert between == timedelta(hours=hours)


class TestClockChangesInsideOpeningHours:
    """The ends of opening hours are wall times of the clinic's zone and keep the law of wall
    times; what lies between them is open, however long that is (2.4)."""

    @pytest.mark.parametrize(
        ("hours", "day", "stretches"),
        [
            # Clocks go forward on 2026-03-08 from 02:00 to 03:00, back on 2026-11-01 to 01:00.
            (ALL_DAY, "2026-03-08", [("00:00-08:00", 23)]),
            (ALL_DAY, "2026-11-01", [("00:00-07:00", 25)]),
            (hours_of("01:00-04:00"), "2026-03-08", [("01:00-08:00", 2)]),
            (hours_of("01:00-04:00"), "2026-11-01", [("01:00-07:00", 4)]),
            (hours_of("01:00-02:30"), "2026-03-08", [("01:00-08:00", 1.5)]),  # to 03:30
            (hours_of("02:30-04:00"), "2026-03-08", [("03:30-07:00", 0.5)]),
            (hours_of("02:15-02:45"), "2026-03-08", [("03:15-07:00", 0.5)]),  # moved as a whole
            (hours_of("01:15-01:45"), "2026-11-01", [("01:15-07:00", 0.5)]),  # the first only
            (hours_of("02:30-03:15"), "2026-03-08", []),  # 03:30 to 03:15: none
            (hours_of("01:00-02:30", "03:00-04:00"), "2026-03-08", [("01:00-08:00", 2)]),
            (hours_of("02:15-02:45", "03:00-03:30"), "2026-03-08", [("03:00-07:00", 0.75)]),
        ],
    )
    def test_los_angeles(
        self, hours: tuple[Interval, ...], day: str, stretches: list[tuple[str, float]]
    ) -> None:
        on = date.fromisoformat(day)
        sunday = clinic(Week(sunday=hours))
        found = []
        start = sunday.next_opening(sunday.start_of_day(on))
        end_of_day = sunday.start_of_day(on + timedelta(days=1))
        while start < end_of_day:
            until_end = sunday.business_time_between(start, end_of_day)
            step = timedelta(minutes=15)
            end = next(
                start + step * n for n in range(1, 101) if not sunday.is_open(start + step * n)
            )
            found.append((start, end - start))
            assert until_end >= end - start
            start = sunday.next_opening(end)
        expected = [(at(f"{day}T{clock}"), timedelta(hours=length)) for clock, length in stretches]
        assert found == expected

    def test_a_closing_at_a_midnight_that_does_not_exist_is_the_gap(self) -> None:
        hours = clinic(Week(saturday=hours_of("22:00-24:00")), zone="America/Sao_Paulo")
        closing = hours.closing_of(date(2018, 11, 3))
        assert closing == at("2018-11-04T01:00:00-02:00")
        assert closing - hours.opening_of(date(2018, 11, 3)) == timedelta(hours=2)

    def test_an_hour_before_midnight_that_comes_twice_is_open_twice(self) -> None:
        hours = clinic(Week(saturday=hours_of("23:00-24:00")), zone="America/Sao_Paulo")
        opening, closing = (ask(date(2018, 2, 17)) for ask in (hours.opening_of, hours.closing_of))
        assert closing - opening == timedelta(hours=2)


class TestNothingEndsBadly:
    """No input, however odd, raises anything but the documented errors (law 15)."""

    ZONES = ("UTC", LOS_ANGELES, "Asia/Shanghai", "Pacific/Kiritimati")
    DELAYS: tuple[AnyDelay, ...] = (
        Elapsed(timedelta(days=36_525)),
        CalendarSpan(months=1_200, days=36_525),
        BusinessDays(3_653),
        BusinessHours(timedelta(hours=10_000)),
    )

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("delay", DELAYS)
    @pytest.mark.parametrize("start", [EARLIEST, LATEST])
    def test_at_the_ends_of_time(self, zone: str, delay: AnyDelay, start: datetime) -> None:
        hours = clinic(every_day(ALL_DAY), zone=zone)
        assert EARLIEST <= hours.add(start, delay) <= LATEST
        assert hours.business_time_between(start, start) == timedelta(0)
        assert hours.covers(start) is False
        assert start <= hours.next_opening(start) <= LATEST

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("day", [date.min, date.max])
    def test_at_the_first_and_last_date(self, zone: str, day: date) -> None:
        hours = clinic(every_day(ALL_DAY), zone=zone)
        assert EARLIEST <= hours.opening_of(day) <= hours.closing_of(day) <= LATEST
        assert hours.last_business_day_before(day) in (date.min, date.max - timedelta(days=1))

    def test_before_the_first_date_there_is_none(self) -> None:
        assert clinic(Week(sunday=NINE_TO_FIVE)).last_business_day_before(date(1, 1, 5)) == date.min

    def test_instants_with_other_zones_objects_are_compared_by_instant(self) -> None:
        start = datetime(2026, 11, 3, 17, tzinfo=timezone(timedelta(0), "other"))
        assert WORKING.is_open(start)


class TestCompiledCalendars:
    """The same input gives the same output, whatever the interleaving of threads (law 1)."""

    def test_one_compiled_calendar_serves_many_threads(self) -> None:
        starts = [at(f"{year}-06-01T03:00:00Z") for year in range(1971, 2071)]
        hours = clinic()
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(hours.next_opening, starts * 4))
        assert found == [clinic().next_opening(start) for start in starts] * 4

    def test_it_pickles_as_its_calendar(self) -> None:
        again = pickle.loads(pickle.dumps(WORKING))
        assert again.calendar == WORKING.calendar
        assert again.next_opening(LATEST.replace(year=2026)) == WORKING.next_opening(
            LATEST.replace(year=2026)
        )


# --- Properties -----------------------------------------------------------------------------------

NIGHT = hours_of("00:30-02:15", "02:30-05:00", "13:00-24:00")
WINDOWS = [
    ("America/Los_Angeles", "2026-03-08"),
    ("America/Los_Angeles", "2026-11-01"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("Asia/Shanghai", "1986-05-04"),
    ("Asia/Shanghai", "1991-09-15"),
    ("Europe/London", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
]
"""Zones and Sundays on which their clocks were changed."""
MINUTE = timedelta(minutes=1)
MINUTES = 9 * 24 * 60


def night_clinic(zone: str, change: str) -> Calendar:
    """Open in the nights around a change, closed on the Tuesday after and on the Saturday before
    but for a special hour."""
    sunday = date.fromisoformat(change)
    return Calendar(
        zone=zone,
        week=every_day(NIGHT),
        closed=(sunday + timedelta(days=2),),
        special=(SpecialDay(on=sunday - timedelta(days=1), open=hours_of("22:00-24:00")),),
    )


@lru_cache
def open_minutes(zone: str, change: str) -> tuple[datetime, tuple[bool, ...]]:
    """Whether each minute from four days before a change is open, by looking at the clock.

    A slow and separate statement of the law: the first minute at which the clock shows a wall
    time, or has jumped over it, in which case as many minutes later as it was jumped over by.
    """
    calendar = night_clinic(zone, change)
    special = {day.on: day.open for day in calendar.special}
    start = datetime.fromisoformat(change).replace(tzinfo=UTC) - timedelta(days=4)
    shown = [
        (start + MINUTE * n).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for n in range(MINUTES)
    ]
    first_shown: dict[datetime, int] = {}
    for n, wall in enumerate(shown):
        first_shown.setdefault(wall, n)
        if n and wall - shown[n - 1] > MINUTE:
            skipped = shown[n - 1] + MINUTE
            while skipped < wall:
                first_shown[skipped] = n + (skipped - shown[n - 1]) // MINUTE - 1
                skipped += MINUTE
    is_open = [False] * MINUTES
    for day in sorted({wall.date() for wall in shown})[1:-1]:
        weekly = () if day in calendar.closed else NIGHT
        for each in special.get(day, weekly):
            closing = datetime.combine(day, each.closes)
            closing += timedelta(days=1) if each.closes == time(0) else timedelta(0)
            opening = first_shown[datetime.combine(day, each.opens)]
            for n in range(opening, first_shown.get(closing, MINUTES)):
                is_open[n] = True
    return start, tuple(is_open)


compiled = lru_cache(lambda zone, change: OpeningHours(night_clinic(zone, change)))
windows = st.sampled_from(WINDOWS)
minutes_into = st.integers(2 * 24 * 60, 6 * 24 * 60)


class TestAgainstTheClock:
    """Opening hours and business hours agree with a clock read minute by minute (2.4)."""

    @pytest.mark.parametrize("window", WINDOWS)
    def test_every_minute_around_a_change(self, window: tuple[str, str]) -> None:
        start, expected = open_minutes(*window)
        hours = compiled(*window)
        inner = range(2 * 24 * 60, 7 * 24 * 60)
        assert [hours.is_open(start + MINUTE * n) for n in inner] == [expected[n] for n in inner]

    @given(windows, minutes_into, st.integers(1, 20 * 60))
    @settings(max_examples=150, deadline=None)
    def test_business_hours(self, window: tuple[str, str], begin: int, length: int) -> None:
        start, is_open = open_minutes(*window)
        left, n = length, begin
        while left:
            left -= is_open[n]
            n += 1
        delay = BusinessHours(MINUTE * length)
        assert compiled(*window).add(start + MINUTE * begin, delay) == start + MINUTE * n

    @given(windows, minutes_into, minutes_into)
    @settings(max_examples=100, deadline=None)
    def test_business_time(self, window: tuple[str, str], one: int, other: int) -> None:
        start, is_open = open_minutes(*window)
        expected = sum(is_open[one:other]) - sum(is_open[other:one])
        between = compiled(*window).business_time_between(
            start + MINUTE * one, start + MINUTE * other
        )
        assert between == MINUTE * expected

    @given(windows, minutes_into)
    @settings(max_examples=100, deadline=None)
    def test_next_opening(self, window: tuple[str, str], begin: int) -> None:
        start, is_open = open_minutes(*window)
        expected = start + MINUTE * is_open.index(True, begin)
        assert compiled(*window).next_opening(start + MINUTE * begin) == expected


ZONES = sorted({zone for zone, _ in WINDOWS})
clock_times = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[Interval, ...]:
    ends = sorted(draw(st.sets(clock_times, max_size=6)))
    if len(ends) % 2:
        ends.append(time(0))  # the end of the day
    return tuple(Interval(*pair) for pair in zip(ends[::2], ends[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    names = list(Week.model_fields)
    week = {name: draw(day_hours()) for name in names}
    if not any(week.values()):
        week[draw(st.sampled_from(names))] = NINE_TO_FIVE
    near = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    special = draw(st.dictionaries(near, day_hours(), max_size=4))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        week=Week(**week),
        special=tuple(SpecialDay(on=on, open=hours) for on, hours in special.items()),
        closed=tuple(draw(st.lists(near, max_size=6))),
        covered_years=tuple(draw(st.lists(st.integers(1970, 2199), max_size=3))),
    )


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
open_times = st.timedeltas(timedelta(0), timedelta(hours=200))


class TestForEveryCalendar:
    """What holds whatever the hours are."""

    @given(calendars())
    @settings(max_examples=40, deadline=None)
    def test_json_round_trip_is_the_identity(self, calendar: Calendar) -> None:
        again = Calendar.model_validate_json(calendar.model_dump_json())
        assert again == calendar
        assert again.model_dump_json() == calendar.model_dump_json()

    @given(calendars(), instants, open_times)
    @settings(max_examples=50, deadline=None)
    def test_what_was_added_lies_between(
        self, calendar: Calendar, start: datetime, length: timedelta
    ) -> None:
        hours = OpeningHours(calendar)
        added = hours.add(start, BusinessHours(length))
        assert hours.business_time_between(start, added) == length
        assert hours.business_time_between(added, start) == -length

    @given(calendars(), instants, instants, open_times)
    @settings(max_examples=50, deadline=None)
    def test_later_starts_end_later(
        self, calendar: Calendar, one: datetime, other: datetime, length: timedelta
    ) -> None:
        hours = OpeningHours(calendar)
        first, second = sorted((one, other))
        for delay in (Elapsed(length), BusinessHours(length)):
            add = hours.adder(delay)
            assert first <= add(first) <= add(second)

    @given(calendars(), instants, open_times, open_times)
    @settings(max_examples=50, deadline=None)
    def test_longer_delays_end_later(
        self, calendar: Calendar, start: datetime, one: timedelta, other: timedelta
    ) -> None:
        hours = OpeningHours(calendar)
        short, long = sorted((one, other))
        assert hours.add(start, BusinessHours(short)) <= hours.add(start, BusinessHours(long)) or (
            short == timedelta(0)  # nothing from a closed instant moves to the opening, as always
        )

    @given(calendars(), instants)
    @settings(max_examples=50, deadline=None)
    def test_the_next_opening_is_open_and_its_own(
        self, calendar: Calendar, start: datetime
    ) -> None:
        hours = OpeningHours(calendar)
        opening = hours.next_opening(start)
        assert hours.is_open(opening)
        assert hours.next_opening(opening) == opening
        assert hours.business_time_between(start, opening) == timedelta(0)

    @given(calendars(), instants, st.integers(0, 15))
    @settings(max_examples=50, deadline=None)
    def test_business_days_end_on_business_days(
        self, calendar: Calendar, start: datetime, days: int
    ) -> None:
        hours = OpeningHours(calendar)
        added = hours.add(start, BusinessDays(days))
        first, last = hours.local_date(start), hours.local_date(added)
        assert hours.is_business_day(last)
        passed = [first + timedelta(days=n) for n in range((last - first).days)]
        open_days = sum(map(hours.is_business_day, passed))
        assert open_days == days

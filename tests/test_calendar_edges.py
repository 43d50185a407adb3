"""Calendars at their edges: the ends of a year, hours inside a gap, and how hours are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from leadflow.calendars import Calendar, Interval, OpeningHours, SpecialDay, Week
from leadflow.delays import BusinessHours
from leadflow.errors import InvalidCalendar
from test_calendars import ALL_DAY, LOS_ANGELES, NINE_TO_FIVE, WORK_WEEK, at, clinic, every_day

EVERY_DAY = clinic(every_day(NINE_TO_FIVE), zone="UTC")
"""Open from nine to five on every day there is, by the clocks of UTC."""


class TestTheEndsOfAYear:
    """Section 2.4: hours and open time are the clinic's, wherever a year of UTC ends."""

    def test_before_the_first_opening_of_a_year_it_is_closed(self) -> None:
        assert not EVERY_DAY.is_open(at("2026-01-01T08:59:59Z"))

    def test_new_year_s_day_may_begin_in_the_old_year_of_utc(self) -> None:
        shanghai = clinic(every_day(ALL_DAY), zone="Asia/Shanghai")
        assert shanghai.is_open(at("2026-12-31T20:00:00Z"))

    def test_new_year_s_eve_may_end_in_the_new_year_of_utc(self) -> None:
        eve = SpecialDay(on=date(2026, 12, 31), open=ALL_DAY)
        west = clinic(every_day(NINE_TO_FIVE), zone="Pacific/Honolulu", special=(eve,))
        assert west.is_open(at("2027-01-01T09:59:59Z"))

    def test_after_the_last_closing_of_a_year_the_next_opening_is_in_the_next(self) -> None:
        assert EVERY_DAY.next_opening(at("2026-12-31T18:00:00Z")) == at("2027-01-01T09:00:00Z")

    @pytest.mark.parametrize("years", [("9997", "9998"), ("9998", "9999")])
    def test_so_it_is_in_the_last_years(self, years: tuple[str, str]) -> None:
        closed, opens = (instant_of(f"{year}") for year in years)
        opening = EVERY_DAY.next_opening(closed.replace(month=12, day=31, hour=18))
        assert opening == opens.replace(hour=9)

    @pytest.mark.parametrize("year", ["9998", "9999"])
    def test_open_time_is_counted_in_the_last_years(self, year: str) -> None:
        start = instant_of(year).replace(hour=9)
        hour = BusinessHours(timedelta(hours=1))
        assert EVERY_DAY.add(start, hour) == start.replace(hour=10)

    def test_open_time_that_runs_out_with_the_year_ends_at_its_last_closing(self) -> None:
        hour = BusinessHours(timedelta(hours=1))
        assert EVERY_DAY.add(at("2026-12-31T16:00:00Z"), hour) == at("2026-12-31T17:00:00Z")

    def test_the_first_day_there_is_has_its_hours(self) -> None:
        assert EVERY_DAY.is_open(instant_of("0001").replace(hour=9))


def instant_of(year: str) -> Any:
    """The first instant of a year, of those too that no history may have."""
    return at("2026-01-01T00:00:00Z").replace(year=int(year))


class TestHoursInsideAGap:
    """Section 2.4: a wall time that does not exist moves forward by the gap."""

    def test_hours_of_which_nothing_is_left_do_not_open(self) -> None:
        at_night = clinic(every_day((Interval(time(2), time(3)),)))
        midnight, next_day = at("2026-03-08T00:00:00-08:00"), at("2026-03-09T02:00:00-07:00")
        assert at_night.next_opening(midnight) == next_day


class TestWallTimes:
    """`at_wall_time` reads the clinic's clocks, and no others."""

    def test_an_offset_that_a_clock_time_brings_along_says_nothing(self) -> None:
        day = date(2026, 11, 3)
        assert EVERY_DAY.at_wall_time(day, time(9, tzinfo=UTC)) == at("2026-11-03T09:00:00Z")


class TestHoursAsJson:
    """Hours are written as they are read: `24:00` closes a day, seconds only where there are."""

    @pytest.mark.parametrize(
        "written",
        [["00:00", "24:00"], ["09:00", "17:00"], ["09:00:30", "17:00"], ["09:00", "17:00:30"]],
    )
    def test_they_are_written_as_they_were_read(self, written: list[str]) -> None:
        week = Week.model_validate({"monday": [written]})
        assert week.model_dump(mode="json")["monday"] == [written]


class TestPinnedYears:
    """Section 2.3 has the years 1970 to 2199: closed dates can be pinned for each of them."""

    def test_all_of_them_at_once(self) -> None:
        years = range(1970, 2200)
        calendar = Calendar.from_holidays("US", years=years, zone=LOS_ANGELES, week=WORK_WEEK)
        assert calendar.covered_years == tuple(years)


class TestTheCalendarOfOpeningHours:
    """Opening hours tell the calendar that they were compiled from."""

    def test_it_is_the_one_given(self) -> None:
        calendar = Calendar(zone=LOS_ANGELES, week=WORK_WEEK)
        assert OpeningHours(calendar).calendar is calendar


def pinned(country: str = "US", **options: Any) -> Calendar:
    """A calendar with the holidays of 2026."""
    options = {"years": [2026], **options}
    return Calendar.from_holidays(country, zone=LOS_ANGELES, week=WORK_WEEK, **options)


def monday(*hours: Any) -> Week:
    """A week of Mondays."""
    return Week.model_validate({"monday": hours})


def dated(**fields: Any) -> Calendar:
    """A calendar with dates of its own."""
    return Calendar.model_validate({"zone": LOS_ANGELES, "week": WORK_WEEK, **fields})


def words(ask: Callable[[], object]) -> str:
    """What a refusal says."""
    with pytest.raises((InvalidCalendar, ValidationError)) as refused:
        ask()
    error = refused.value
    if isinstance(error, ValidationError):
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    return str(error)


OVER_MIDNIGHT = (
    "opening hours must close after they open: hours over midnight go into two days, "
    "the first of which closes at 24:00"
)


class TestWords:
    """A message says what is wrong and how to mend it, in these words and no others."""

    @pytest.mark.parametrize(
        ("ask", "said"),
        [
            (lambda: Interval(time(9, tzinfo=UTC), time(17)),
             "opening hours are times in whole seconds, without an offset"),
            (lambda: Interval(time(17), time(9)),
             OVER_MIDNIGHT),
            (lambda: monday("09:00-17:00"),
             'opening hours are two times, such as ["09:00", "17:00"]'),
            (lambda: monday(["9", "17"]),
             "a time of day is written 09:00; the end of the day, to close at, 24:00"),
            (lambda: monday(["09:00", "12:00"], ["11:00", "17:00"]),
             "the opening hours of a day must not overlap"),
            (Week, "a week needs opening hours on at least one day"),
            (lambda: dated(closed=["25.12.2026"]),
             "a date is written 2026-12-25, without a time"),
            (lambda: dated(special=[{"on": "2026-12-24"}] * 2),
             "a date can be a special day once: put its hours together"),
            (lambda: clinic().opening_of(date(2026, 11, 7)),
             "that date has no opening hours: ask is_business_day first"),
            (lambda: pinned("XX"),
             "`holidays` does not know that country or subdivision: use ISO codes"),
            (lambda: pinned(language="tlh"),
             "`holidays` does not have that country in that language"),
            (lambda: pinned(leave_out=["No Day"]),
             "a name to leave out names no holiday of these years"),
        ],
    )  # fmt: skip
    def test_they_are_these(self, ask: Callable[[], object], said: str) -> None:
        assert words(ask) == said

"""A calendar compiled: what it says of instants and dates, and what it makes of a delay."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from leadflow.calendars.clocks import Clocks
from leadflow.calendars.data import MIDNIGHT, Calendar, Interval
from leadflow.calendars.years import NONE, Days, Years
from leadflow.delays import (
    AnyDelay,
    BusinessDays,
    BusinessHours,
    CalendarSpan,
    Elapsed,
    wall_clock_adder,
)
from leadflow.instants import LATEST, UTC, instant_at

_DAY: Final = timedelta(days=1)


class OpeningHours:
    """A calendar compiled: what it says of instants and dates, and the one place that adds delays.

    Instants are plain UTC, as `as_instant` makes them. No method raises but where it says so.
    """

    __slots__ = (
        "_closed", "_covered", "_days", "_special", "_week", "_years", "calendar", "clocks", "zone",
    )  # fmt: skip

    def __init__(self, calendar: Calendar) -> None:
        self.calendar: Final = calendar
        self.zone: Final[tzinfo] = ZoneInfo(calendar.zone)
        self.clocks: Final = Clocks(self.zone)
        self._week = calendar.week.days()
        self._special = {each.on: each.open for each in calendar.special}
        self._closed = frozenset(calendar.closed)
        self._covered = _edges(calendar.covered_years, self.zone)
        self._years = Years(self.clocks, self.hours_of)
        self._days = Days(self.clocks, self.hours_of)

    def __reduce__(self) -> tuple[type[OpeningHours], tuple[Calendar]]:
        """Pickle the calendar alone: what was built from it is built again."""
        return OpeningHours, (self.calendar,)

    # Dates

    def local_date(self, at: datetime) -> date:
        """Return the date at `at` in the clinic's zone."""
        return self.clocks.date_at(at)

    def at_wall_time(self, day: date, clock: time) -> datetime:
        """Return the instant at which the clinic's clocks show `clock` on `day`.

        A wall time that does not exist moves forward by the gap; one that exists twice is the
        first.
        """
        return self.clocks.instant_of(datetime.combine(day, clock, UTC))

    def start_of_day(self, day: date) -> datetime:
        """Return the midnight at which `day` starts in the clinic's zone, as `at_wall_time`."""
        return self.at_wall_time(day, MIDNIGHT)

    def covers(self, at: datetime) -> bool:
        """Tell whether closed dates are pinned for the local year of `at`."""
        return bisect_right(self._covered, at) % 2 == 1

    def hours_of(self, day: date) -> tuple[Interval, ...]:
        """Return the opening hours of `day`, in order."""
        special = self._special.get(day)
        if special is not None:
            return special
        return () if day in self._closed else self._week[day.weekday()]

    def is_business_day(self, day: date) -> bool:
        """Tell whether `day` has opening hours."""
        return bool(self.hours_of(day))

    def last_business_day_before(self, day: date) -> date:
        """Return the last day with opening hours before `day`; none: the first date there is."""
        while day > date.min:
            day -= _DAY
            if self.hours_of(day):
                break
        return day

    def opening_of(self, day: date) -> datetime:
        """Return the first opening of `day`; raises InvalidCalendar if it has no hours."""
        return self._days[day][0]

    def closing_of(self, day: date) -> datetime:
        """Return the last closing of `day`; raises InvalidCalendar if it has no hours."""
        return self._days[day][1]

    def hours_before(self, day: date, days: int) -> tuple[datetime, datetime]:
        """Return first opening and last closing of the nth business day before `day`.

        Raises InvalidCalendar if there is no such day.
        """
        for _each in range(days):
            day = self.last_business_day_before(day)
        return self._days[day]

    # Instants

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies in opening hours."""
        year = self._years[at.year]
        index = year.opened_by(at)
        return index > 0 and at < year.closes[index - 1]

    def next_opening(self, at: datetime) -> datetime:
        """Return `at` if that is open, else the next opening; none: `LATEST`."""
        this_year = self._years[at.year]
        opens, closes, index = this_year.opens, this_year.closes, this_year.opened_by(at)
        if index and at < closes[index - 1]:
            return at
        if index < len(opens):
            return opens[index]
        for year in range(at.year + 1, MAXYEAR + 1):
            if opens := self._years[year].opens:
                return opens[0]
        return LATEST

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time in `[start, end)`; negative if `end` comes before `start`."""
        if end < start:
            return -self.business_time_between(end, start)
        whole = (self._years[year].total for year in range(start.year, end.year))
        return (
            sum(whole, NONE)
            + self._years[end.year].open_before(end)
            - self._years[start.year].open_before(start)
        )

    # Delays

    def add(self, at: datetime, delay: AnyDelay) -> datetime:
        """Return the instant that comes `delay` after `at`, by the law of its kind."""
        return self.adder(delay)(at)

    def adder(self, delay: AnyDelay) -> Callable[[datetime], datetime]:
        """Return the function that adds `delay` to an instant; build it once, call it often."""
        match delay:
            case Elapsed(duration):
                return _elapsed_adder(duration)
            case CalendarSpan():
                return self._calendar_adder(delay)
            case BusinessDays(days):
                return self._business_days_adder(days)
            case BusinessHours(duration):  # pragma: no branch - mypy sees that no kind is left
                return self._business_hours_adder(duration)

    def _calendar_adder(self, span: CalendarSpan) -> Callable[[datetime], datetime]:
        if span == CalendarSpan():
            return _elapsed_adder(NONE)  # the second of two equal wall times stays where it is
        shown_at, instant_of = self.clocks.shown_at, self.clocks.instant_of
        later = wall_clock_adder(span)
        return lambda at: instant_of(later(shown_at(at)))

    def _business_days_adder(self, days: int) -> Callable[[datetime], datetime]:
        def add(at: datetime) -> datetime:
            wall = self.clocks.shown_at(at)
            today = day = wall.date()
            left = days if self.hours_of(day) else days + 1
            while left and day < date.max:
                day += _DAY
                left -= bool(self.hours_of(day))
            return at if day == today else self.at_wall_time(day, wall.time())

        return add

    def _business_hours_adder(self, duration: timedelta) -> Callable[[datetime], datetime]:
        if not duration:
            return self.next_opening

        def add(at: datetime) -> datetime:
            this_year = self._years[at.year]
            closes, open_until = this_year.closes, this_year.open_until
            index = this_year.opened_by(at) - 1
            left = duration
            if index >= 0:
                rest = closes[index] - at
                if duration <= rest:  # most end in the hours in which they begin
                    return at + duration
                left += open_until[index] - max(rest, NONE)
            index += 1
            if index < len(closes) and left <= open_until[index]:  # or in the next ones
                return closes[index] - (open_until[index] - left)
            for number in range(at.year, MAXYEAR + 1):
                year = self._years[number]
                if left <= year.total:
                    index = bisect_left(year.open_until, left)
                    return year.closes[index] - (year.open_until[index] - left)
                left -= year.total
            return LATEST

        return add


def _edges(years: Iterable[int], zone: tzinfo) -> list[datetime]:
    """Return where local years begin and end, in turn; where one follows another, both alike."""
    turns = (date(each, 1, 1) for year in sorted(years) for each in (year, year + 1))
    return [instant_at(datetime.combine(each, MIDNIGHT), zone) for each in turns]


def _elapsed_adder(duration: timedelta) -> Callable[[datetime], datetime]:
    def add(at: datetime) -> datetime:
        try:
            return at + duration
        except OverflowError:
            return LATEST

    return add

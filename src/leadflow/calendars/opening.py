"""A calendar compiled: what it says of instants and dates, and what it makes of a delay."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from leadflow.calendars.data import MIDNIGHT, Calendar, Interval
from leadflow.delays import (
    AnyDelay,
    BusinessDays,
    BusinessHours,
    CalendarSpan,
    Elapsed,
    wall_clock_adder,
)
from leadflow.errors import InvalidCalendar
from leadflow.instants import LATEST, UTC, instant_at, wall_time

_DAY: Final = timedelta(days=1)
_NONE: Final = timedelta()


class _Year(NamedTuple):
    """The open time of one year of UTC: stretches that neither touch nor cross its ends."""

    opens: list[datetime]
    closes: list[datetime]
    open_until: list[timedelta]
    """Open time of the year up to the end of each stretch."""
    total: timedelta


class _Years(dict[int, _Year]):
    """Years of one calendar, each built when first asked for.

    Two threads that ask at once build the same year twice and keep either.
    """

    def __init__(self, zone: tzinfo, hours_of: Callable[[date], tuple[Interval, ...]]) -> None:
        self._zone = zone
        self._hours_of = hours_of

    def __missing__(self, year: int) -> _Year:
        start = datetime(year, 1, 1, tzinfo=UTC)
        end = LATEST if year == MAXYEAR else datetime(year + 1, 1, 1, tzinfo=UTC)
        opens: list[datetime] = []
        closes: list[datetime] = []
        for first, last in sorted(self._stretches(start.toordinal(), end.toordinal())):
            first, last = max(first, start), min(last, end)
            if opens and first <= closes[-1]:
                closes[-1] = max(closes[-1], last)
            elif first < last:
                opens.append(first)
                closes.append(last)
        lengths = map(datetime.__sub__, closes, opens)
        open_until = list(accumulate(lengths))
        self[year] = built = _Year(opens, closes, open_until, open_until[-1] if opens else _NONE)
        return built

    def _stretches(self, start: int, end: int) -> Iterator[tuple[datetime, datetime]]:
        # A zone is up to a day off UTC, hours last up to a day, and a gap may move both by a day.
        for ordinal in range(max(start - 3, 1), min(end + 1, date.max.toordinal()) + 1):
            day = date.fromordinal(ordinal)
            for each in self._hours_of(day):
                yield (
                    instant_at(datetime.combine(day, each.opens), self._zone),
                    _closing(day, each, self._zone),
                )


def _closing(day: date, hours: Interval, zone: tzinfo) -> datetime:
    if hours.closes != MIDNIGHT:
        return instant_at(datetime.combine(day, hours.closes), zone)
    return LATEST if day == date.max else instant_at(datetime.combine(day + _DAY, MIDNIGHT), zone)


class OpeningHours:
    """A calendar compiled: what it says of instants and dates, and the one place that adds delays.

    Instants are plain UTC, as `as_instant` makes them. No method raises but where it says so.
    """

    __slots__ = ("_closed", "_covered", "_special", "_week", "_years", "calendar", "zone")

    def __init__(self, calendar: Calendar) -> None:
        self.calendar: Final = calendar
        self.zone: Final[tzinfo] = ZoneInfo(calendar.zone)
        self._week = calendar.week.days()
        self._special = {each.on: each.open for each in calendar.special}
        self._closed = frozenset(calendar.closed)
        self._covered = frozenset(calendar.covered_years)
        self._years = _Years(self.zone, self.hours_of)

    def __reduce__(self) -> tuple[type[OpeningHours], tuple[Calendar]]:
        """Pickle the calendar alone: what was built from it is built again."""
        return OpeningHours, (self.calendar,)

    # Dates

    def local_date(self, at: datetime) -> date:
        """Return the date at `at` in the clinic's zone."""
        return wall_time(at, self.zone).date()

    def at_wall_time(self, day: date, clock: time) -> datetime:
        """Return the instant at which the clinic's clocks show `clock` on `day`.

        A wall time that does not exist moves forward by the gap; one that exists twice is the
        first.
        """
        return instant_at(datetime.combine(day, clock), self.zone)

    def start_of_day(self, day: date) -> datetime:
        """Return the midnight at which `day` starts in the clinic's zone, as `at_wall_time`."""
        return self.at_wall_time(day, MIDNIGHT)

    def covers(self, at: datetime) -> bool:
        """Tell whether closed dates are pinned for the local year of `at`."""
        return self.local_date(at).year in self._covered

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
        return self.at_wall_time(day, self._some_hours_of(day)[0].opens)

    def closing_of(self, day: date) -> datetime:
        """Return the last closing of `day`; raises InvalidCalendar if it has no hours."""
        return _closing(day, self._some_hours_of(day)[-1], self.zone)

    def _some_hours_of(self, day: date) -> tuple[Interval, ...]:
        hours = self.hours_of(day)
        if not hours:
            raise InvalidCalendar("that date has no opening hours: ask is_business_day first")
        return hours

    # Instants

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies in opening hours."""
        year = self._years[at.year]
        index = bisect_right(year.opens, at)
        return index > 0 and at < year.closes[index - 1]

    def next_opening(self, at: datetime) -> datetime:
        """Return `at` if that is open, else the next opening; none: `LATEST`."""
        opens, closes, _, _ = self._years[at.year]
        index = bisect_right(opens, at)
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
        return sum(whole, _NONE) + self._open_before(end) - self._open_before(start)

    def _open_before(self, at: datetime) -> timedelta:
        """Return the open time of the year up to `at`."""
        opens, closes, open_until, _ = self._years[at.year]
        index = bisect_right(opens, at) - 1
        return open_until[index] - max(closes[index] - at, _NONE) if index >= 0 else _NONE

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
            return _elapsed_adder(_NONE)  # the second of two equal wall times stays where it is
        zone, later = self.zone, wall_clock_adder(span)
        return lambda at: instant_at(later(wall_time(at, zone)), zone)

    def _business_days_adder(self, days: int) -> Callable[[datetime], datetime]:
        def add(at: datetime) -> datetime:
            wall = wall_time(at, self.zone)
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
            left = self._open_before(at) + duration
            for number in range(at.year, MAXYEAR + 1):
                year = self._years[number]
                if left <= year.total:
                    index = bisect_left(year.open_until, left)
                    return year.closes[index] - (year.open_until[index] - left)
                left -= year.total
            return LATEST

        return add


def _elapsed_adder(duration: timedelta) -> Callable[[datetime], datetime]:
    def add(at: datetime) -> datetime:
        try:
            return at + duration
        except OverflowError:
            return LATEST

    return add

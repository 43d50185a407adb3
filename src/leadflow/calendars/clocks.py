"""What the clocks of a zone show, from tables of how far they are off UTC.

A zone answers for one instant at a time, and rules ask for dates and wall times at every event. So
the changes of a year are looked up once and then bisected. A wall time is written here as if it
were UTC (an instant's `datetime` whose figures are those of the clock), which makes it a sum.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

from leadflow.instants import UTC, date_at, instant_at, wall_time

_NONE: Final = timedelta()
_TICK: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)


class _Offsets(NamedTuple):
    """The offsets of one year: `away[0]` before the first change, `away[n]` from the nth on."""

    changes: list[datetime]
    away: list[timedelta]


class _ByYear(dict[int, _Offsets]):
    """Offsets by the year of UTC, each year looked up when first asked for.

    Raises OverflowError for the first and last year there are: the zone itself is asked there.
    Two threads that ask at once look up the same year twice and keep either.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def __missing__(self, year: int) -> _Offsets:
        if not MINYEAR < year < MAXYEAR:
            raise OverflowError("the days around this year lie outside the calendar")
        start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        days = (start + _DAY * n for n in range((end - start).days))
        before = start - _TICK
        changes: list[datetime] = []
        away = [self._offset(before)]
        for point in (*days, end - _TICK):
            while away[-1] != self._offset(point):
                before = self._change_between(before, point)
                changes.append(before)
                away.append(self._offset(before))
            before = point
        self[year] = found = _Offsets(changes, away)
        return found

    def _offset(self, at: datetime) -> timedelta:
        return at.astimezone(self._zone).utcoffset() or _NONE

    def _change_between(self, before: datetime, after: datetime) -> datetime:
        """The first instant at which the clocks no longer are as far off as at `before`."""
        was = self._offset(before)
        while after - before > _TICK:
            middle = before + (after - before) // 2
            if self._offset(middle) == was:
                before = middle
            else:
                after = middle
        return after


class _ByWallYear(dict[int, _Offsets]):
    """Offsets by the year that the clocks show; `changes` are wall times.

    A wall time that does not exist, and the first of two equal ones, has the offset from before
    the change: then the one moves forward by the gap, and of the two the first is taken.
    """

    def __init__(self, by_year: _ByYear) -> None:
        self._by_year = by_year

    def __missing__(self, year: int) -> _Offsets:
        around = [self._by_year[each] for each in (year - 1, year, year + 1)]
        changes = [
            change + max(before, after)
            for each in around
            for change, (before, after) in zip(each.changes, pairwise(each.away), strict=True)
        ]
        later = (away for each in around for away in each.away[1:])
        self[year] = found = _Offsets(changes, [around[0].away[0], *later])
        return found


class Clocks:
    """The clocks of a zone; where they would leave the calendar they show its edge."""

    __slots__ = ("_by_wall_year", "_by_year", "zone")

    def __init__(self, zone: tzinfo) -> None:
        self.zone: Final = zone
        self._by_year = _ByYear(zone)
        self._by_wall_year = _ByWallYear(self._by_year)

    def date_at(self, at: datetime) -> date:
        """Return the date that the calendars of the zone show at the instant `at`."""
        try:
            changes, away = self._by_year[at.year]
            return (at + away[bisect_right(changes, at)]).date()
        except OverflowError:  # an edge of the calendar
            return date_at(at, self.zone)

    def shown_at(self, at: datetime) -> datetime:
        """Return the wall time that the clocks show at `at`, as if it were UTC."""
        try:
            changes, away = self._by_year[at.year]
            return at + away[bisect_right(changes, at)]
        except OverflowError:  # an edge of the calendar
            return wall_time(at, self.zone).replace(tzinfo=UTC)

    def instant_of(self, shown: datetime) -> datetime:
        """Return the instant at which the clocks show a wall time, given as if it were UTC.

        A wall time that does not exist moves forward by the gap; one that exists twice is the
        first.
        """
        try:
            changes, away = self._by_wall_year[shown.year]
            return shown - away[bisect_right(changes, shown)]
        except OverflowError:  # an edge of the calendar
            return instant_at(shown.replace(tzinfo=None), self.zone)

"""The opening hours of a year as instants, built once and then bisected."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, date, datetime, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from leadflow.calendars.clocks import Clocks
from leadflow.calendars.data import MIDNIGHT, Interval
from leadflow.errors import InvalidCalendar
from leadflow.instants import LATEST, UTC

_DAY: Final = timedelta(days=1)
NONE: Final = timedelta()


class Year(NamedTuple):
    """The open time of one year of UTC: stretches that neither touch nor cross its ends."""

    opens: list[datetime]
    closes: list[datetime]
    open_until: list[timedelta]
    """Open time of the year up to the end of each stretch."""
    total: timedelta
    start: int
    """Ordinal of the first of January."""
    opened_before: list[int]
    """By day of the year, how many stretches have opened before it begins."""

    def opened_by(self, at: datetime) -> int:
        """Return how many stretches have opened by `at`, an instant of the year.

        Found from its day, which has one or two: bisecting all of them looks at eight.
        """
        opens, count = self.opens, self.opened_before[at.toordinal() - self.start]
        while count < len(opens) and opens[count] <= at:
            count += 1
        return count

    def open_before(self, at: datetime) -> timedelta:
        """Return the open time of the year up to `at`."""
        index = self.opened_by(at) - 1
        if index < 0:
            return NONE
        return self.open_until[index] - max(self.closes[index] - at, NONE)


class Years(dict[int, Year]):
    """Years of one calendar, each built when first asked for.

    Two threads that ask at once build the same year twice and keep either.
    """

    def __init__(self, clocks: Clocks, hours_of: Callable[[date], tuple[Interval, ...]]) -> None:
        self._clocks = clocks
        self._hours_of = hours_of

    def __missing__(self, year: int) -> Year:
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
        total = open_until[-1] if opens else NONE
        midnights = (start + _DAY * n for n in range(end.toordinal() - start.toordinal() + 1))
        opened_before = [bisect_left(opens, each) for each in midnights]
        self[year] = built = Year(
            opens, closes, open_until, total, start.toordinal(), opened_before
        )
        return built

    def _stretches(self, start: int, end: int) -> Iterator[tuple[datetime, datetime]]:
        # A zone is up to a day off UTC, hours last up to a day, and a gap may move both by a day.
        for ordinal in range(max(start - 3, 1), min(end + 1, date.max.toordinal()) + 1):
            day = date.fromordinal(ordinal)
            for each in self._hours_of(day):
                yield (
                    self._clocks.instant_of(datetime.combine(day, each.opens, UTC)),
                    closing_at(day, each, self._clocks),
                )


class Days(dict[date, tuple[datetime, datetime]]):
    """First opening and last closing of dates, each worked out when first asked for, as `Years`."""

    def __init__(self, clocks: Clocks, hours_of: Callable[[date], tuple[Interval, ...]]) -> None:
        self._clocks = clocks
        self._hours_of = hours_of

    def __missing__(self, day: date) -> tuple[datetime, datetime]:
        hours = self._hours_of(day)
        if not hours:
            raise InvalidCalendar("that date has no opening hours: ask is_business_day first")
        opens = self._clocks.instant_of(datetime.combine(day, hours[0].opens, UTC))
        self[day] = both = opens, closing_at(day, hours[-1], self._clocks)
        return both


def closing_at(day: date, hours: Interval, clocks: Clocks) -> datetime:
    """Return the instant at which the `hours` of a day close; at midnight, that of the next day."""
    if hours.closes != MIDNIGHT:
        return clocks.instant_of(datetime.combine(day, hours.closes, UTC))
    if day == date.max:
        return LATEST
    return clocks.instant_of(datetime.combine(day + _DAY, MIDNIGHT, UTC))

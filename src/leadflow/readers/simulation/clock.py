"""When the clinic of a simulation is open, and when leads come in to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from leadflow.calendars import OpeningHours
from leadflow.delays import CalendarSpan
from leadflow.errors import InvalidSimulation
from leadflow.instants import wall_time
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.chance import Chance

SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = time()
_SLOT: Final = timedelta(minutes=30)


def end_of(start: datetime, days: int, hours: OpeningHours) -> datetime:
    """The instant so many clinic-local days after the start."""
    return hours.add(start, CalendarSpan(days=days))


class Opening:
    """The open time of a clinic from one instant to another."""

    def __init__(self, hours: OpeningHours, start: datetime, end: datetime) -> None:
        self.opens: list[datetime] = []
        self._closes: list[datetime] = []
        for first, last in sorted(_stretches(hours, start, end)):
            first, last = max(first, start), min(last, end)
            if self._closes and first <= self._closes[-1]:
                self._closes[-1] = max(self._closes[-1], last)
            elif first < last:
                self.opens.append(first)
                self._closes.append(last)

    def left(self, at: datetime) -> timedelta:
        """For how long it is still open at an instant, less the last minute; closed: nothing."""
        place = bisect_right(self.opens, at)
        until = self._closes[place - 1] - MINUTE if place else at
        return max(until - at, timedelta())


def _stretches(
    hours: OpeningHours, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    day = hours.local_date(start) - _DAY
    while day <= hours.local_date(end):
        for each in hours.hours_of(day):
            midnight = each.closes == _MIDNIGHT
            closes = hours.at_wall_time(day + _DAY if midnight else day, each.closes)
            yield hours.at_wall_time(day, each.opens), closes
        day += _DAY


def slot_on(hours: OpeningHours, day: date, share: float) -> datetime:
    """A time for a visit or a call on the first open day from one on, on a half hour."""
    day = hours.local_date(hours.next_opening(hours.start_of_day(day)))
    times = []
    for each in hours.hours_of(day):
        opens = timedelta(hours=each.opens.hour, minutes=each.opens.minute)
        closes = timedelta(hours=each.closes.hour or 24, minutes=each.closes.minute)
        times += [opens + n * _SLOT for n in range(max((closes - opens) // _SLOT, 1))]
    chosen = times[int(share * len(times))]
    return hours.at_wall_time(day, (datetime.combine(day, _MIDNIGHT) + chosen).time())


def arrivals(
    behaviour: Behaviour,
    *,
    leads: int,
    start: datetime,
    end: datetime,
    hours: OpeningHours,
    chance: Chance,
) -> list[datetime]:
    """When leads come in, in order, on whole seconds.

    Raises `InvalidSimulation` where the behaviour has nobody come in at any hour of that time.
    """
    cells, weights = [], []
    at = start
    while at < end:
        wall = wall_time(at, hours.zone)
        weight = behaviour.arrivals_by_weekday[wall.weekday()]
        cells.append(at)
        weights.append(weight * behaviour.arrivals_by_hour[wall.hour])
        at += _HOUR
    sums = [*accumulate(weights)]
    if not sums[-1] > 0:
        raise InvalidSimulation("the behaviour has no lead come in on these days: mend its weights")
    found = []
    for _lead in range(leads):
        place = bisect_right(sums, chance.number() * sums[-1])
        length = min(_HOUR, end - cells[place])
        within = int(chance.number() * length.total_seconds())
        found.append(cells[place] + timedelta(seconds=within))
    return sorted(found)

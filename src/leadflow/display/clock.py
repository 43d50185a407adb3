"""The axis of a time line: round times of the clinic's clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from leadflow.instants import LAST_WALL_TIME, instant_at, wall_time

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SPANS: Final = (
    *(timedelta(minutes=each) for each in (1, 5, 15, 30, 60, 180, 360, 720)),
    *(timedelta(days=each) for each in (1, 2, 3, 7, 14)),
)
"""How far ticks lie apart where that is the same everywhere."""
_YEAR: Final = 12
_BY_MONTH: Final = (1, 3, 6, *(_YEAR * each for each in (1, 2, 5, 10, 100, 1000, 5000)))
"""How many months they lie apart, from there on."""
_MONTH: Final = timedelta(days=28)
_LONG: Final = timedelta(days=366)
"""From here on a day is told with its year, not with its number."""


def ticks(start: datetime, end: datetime, *, zone: str, most: int) -> list[tuple[datetime, str]]:
    """Round times from `start` to `end`, at most about so many, and how they are written."""
    clocks = ZoneInfo(zone)
    first, last = wall_time(start, clocks), wall_time(end, clocks)
    whole = last - first
    walls = _between(first, last, whole / max(most - 1, 1))
    found = [(instant_at(wall, clocks), _written(wall, whole)) for wall in walls]
    return [(at, words) for at, words in found if start <= at <= end]


def _between(first: datetime, last: datetime, least: timedelta) -> Iterator[datetime]:
    """Round wall times that lie `least` apart, or farther."""
    for span in _SPANS:
        if span >= least:
            return _by_span(first, last, span)
    months = next((each for each in _BY_MONTH if _MONTH * each >= least), _BY_MONTH[-1])
    return _by_month(first, last, months)


def _by_span(first: datetime, last: datetime, span: timedelta) -> Iterator[datetime]:
    day = datetime.combine(first, time())
    wall = day + (first - day) // span * span
    while wall <= last:
        yield wall
        if LAST_WALL_TIME - wall < span:
            return
        wall += span


def _by_month(first: datetime, last: datetime, months: int) -> Iterator[datetime]:
    begin = (first.year * _YEAR + first.month - 1) // months * months
    for number in range(begin, last.year * _YEAR + last.month, months):
        if number >= _YEAR:  # there is no year 0
            on = first.replace(year=number // _YEAR, month=number % _YEAR + 1, day=1)
            yield datetime.combine(on, time())


def _written(wall: datetime, whole: timedelta) -> str:
    if wall.time() != time():
        return wall.time().isoformat("minutes")
    month = _MONTHS[wall.month - 1]
    long = whole > _LONG or (wall.month == 1 and wall.day == 1)
    return f"{month} {wall.year}" if long else f"{month} {wall.day}"

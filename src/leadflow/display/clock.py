"""The axis of a time line: round times of the clinic's clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from leadflow.instants import LAST_WALL_TIME, instant_at, wall_time

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MINUTES: Final = (1, 5, 15, 30, 60, 180, 360, 720)
_DAYS: Final = (1, 2, 7, 14)
_YEAR: Final = 12
_MONTH_STEPS: Final = (1, 3, 6, _YEAR, 2 * _YEAR, 5 * _YEAR, 10 * _YEAR, 100 * _YEAR, 1000 * _YEAR)
_IN_A_MONTH: Final = timedelta(days=30)


def ticks(start: datetime, end: datetime, *, zone: str, most: int) -> list[tuple[datetime, str]]:
    """Round times from `start` to `end`, at most so many, and how they are written."""
    clocks = ZoneInfo(zone)
    first, last = wall_time(start, clocks), wall_time(end, clocks)
    walls = next(each for each in _choices(first, last) if len(each) <= most)
    found = [(instant_at(wall, clocks), _written(wall, last - first)) for wall in walls]
    return [(at, words) for at, words in found if start <= at <= end]


def _choices(first: datetime, last: datetime) -> Iterator[list[datetime]]:
    """Ever fewer round wall times from first to last."""
    day = datetime.combine(first, time())
    for minutes in _MINUTES:
        yield list(_steps(day, first, last, timedelta(minutes=minutes)))
    for days in _DAYS:
        yield list(_steps(day, first, last, timedelta(days=days)))
    for months in _MONTH_STEPS:
        yield list(_by_month(first, last, months))
    yield []


def _steps(day: datetime, first: datetime, last: datetime, step: timedelta) -> Iterator[datetime]:
    if (last - first) / step > 100:
        yield from [first] * 100
        return
    number = -((day - first) // step)
    wall = day + max(number, 0) * step
    while wall <= last:
        if wall >= first:
            yield wall
        if LAST_WALL_TIME - wall < step:
            return
        wall += step


def _by_month(first: datetime, last: datetime, months: int) -> Iterator[datetime]:
    if (last - first) / (_IN_A_MONTH * months) > 100:
        yield from [first] * 100
        return
    number = (first.year * _YEAR + first.month - 1) // months * months
    while number < (last.year * _YEAR + last.month):
        wall = first.replace(year=max(number // _YEAR, 1), month=number % _YEAR + 1, day=1)
        wall = datetime.combine(wall, time())
        if first <= wall <= last:
            yield wall
        number += months


def _written(wall: datetime, whole: timedelta) -> str:
    if wall.time() != time():
        return wall.time().isoformat("minutes")
    day = f"{_MONTHS[wall.month - 1]} {wall.day}"
    if whole > timedelta(days=366) or (wall.month == 1 and wall.day == 1):
        return f"{_MONTHS[wall.month - 1]} {wall.year}"
    return day

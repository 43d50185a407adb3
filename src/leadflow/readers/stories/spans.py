"""The instants and lengths of time that stories are told in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from leadflow.delays import AnyDelay, BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.instants import MAX_YEAR, MIN_YEAR
from leadflow.policy import Policy

FIRST = datetime(MIN_YEAR, 1, 1, tzinfo=UTC)
LAST = datetime(MAX_YEAR, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
HOME = datetime(2026, 11, 3, 17, tzinfo=UTC)
"""A Tuesday at nine in Los Angeles: where stories begin, and where instants shrink to."""
MICROSECOND = timedelta.resolution
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LONGEST = 400 * DAY


def clipped(at: datetime) -> datetime:
    """The instant, or the nearest one that input may hold."""
    return min(max(at, FIRST), LAST)


def rough(delay: AnyDelay) -> timedelta:
    """About as long as a delay, and at most a bit more than a year: for gaps, not for deciding."""
    match delay:
        case Elapsed(duration):
            return min(duration, _LONGEST)
        case CalendarSpan(months, days):
            return min((31 * months + days) * DAY, _LONGEST)
        case BusinessDays(days):
            return min(2 * days * DAY, _LONGEST)
        case BusinessHours(duration):  # pragma: no branch - mypy sees to it that no kind is left
            return min(4 * duration, _LONGEST)


def delays_of(value: Any) -> Iterator[AnyDelay]:
    """Every delay in a policy, in the order of its fields."""
    if isinstance(value, Elapsed | CalendarSpan | BusinessDays | BusinessHours):
        yield value
    elif isinstance(value, BaseModel):
        for _name, part in value:
            yield from delays_of(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from delays_of(part)


def limits_of(policy: Policy) -> Sequence[timedelta]:
    """About how long the delays of a policy are, from the shortest to the longest."""
    return sorted({rough(delay) for delay in delays_of(policy)})

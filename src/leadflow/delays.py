"""Delays: declared spans of time, each of a kind that keeps its own law across clock changes.

24 elapsed hours are not one calendar day, so a delay says of which kind it is (spec 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final, TypeAlias

from dateutil.relativedelta import relativedelta
from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from leadflow.errors import InvalidDelay
from leadflow.instants import LAST_WALL_TIME

_MOST_DAYS: Final = 36_525  # a century: far beyond any policy, and no arithmetic overflows
_MOST_MONTHS: Final = 1_200
_MOST_BUSINESS_DAYS: Final = 3_653
_MOST_BUSINESS_HOURS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Exact time, whatever the clocks do; at most 36,525 times 24 hours."""

    duration: timedelta

    def __post_init__(self) -> None:
        """Refuse what is no length of time; raises InvalidDelay."""
        _check_duration(self.duration, timedelta(days=_MOST_DAYS), f"{_MOST_DAYS * 24} hours")


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """Calendar months, then days, at the same wall-clock time; at most 1,200 and 36,525."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no count of months and days; raises InvalidDelay."""
        _check_count(self.months, _MOST_MONTHS, "months")
        _check_count(self.days, _MOST_DAYS, "days")


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Open days of the calendar, at the same wall-clock time; at most 3,653."""

    days: int

    def __post_init__(self) -> None:
        """Refuse what is no count of days; raises InvalidDelay."""
        _check_count(self.days, _MOST_BUSINESS_DAYS, "business days")


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Open time of the calendar; at most 10,000 hours."""

    duration: timedelta

    def __post_init__(self) -> None:
        """Refuse what is no length of time; raises InvalidDelay."""
        most = timedelta(hours=_MOST_BUSINESS_HOURS)
        _check_duration(self.duration, most, f"{_MOST_BUSINESS_HOURS} business hours")


AnyDelay: TypeAlias = Elapsed | CalendarSpan | BusinessDays | BusinessHours


def _check_duration(value: object, most: timedelta, bound: str) -> None:
    # Not a subclass: adding one of those could turn an instant into a subclass of datetime too.
    if type(value) is not timedelta:
        raise InvalidDelay("the length of a delay is a datetime.timedelta")
    if value < timedelta(0):
        raise InvalidDelay(_NEGATIVE)
    if value > most:
        raise InvalidDelay(f"a delay of this kind is at most {bound}")


def _check_count(value: object, most: int, unit: str) -> None:
    if type(value) is not int:
        raise InvalidDelay(f"the number of {unit} is a whole number")
    if value < 0:
        raise InvalidDelay(_NEGATIVE)
    if value > most:
        raise InvalidDelay(f"a delay of this kind is at most {most} {unit}")


_NEGATIVE: Final = "a delay cannot be negative"
_NO_UNIT: Final = "a number has no unit: write a delay such as PT4H or P7D"
_MIXED: Final = (
    "one delay has one kind: either years, months, weeks and days (P7D) "
    "or hours, minutes and seconds (PT4H)"
)
_FORMS: Final = (
    'unreadable: write a delay as "PT4H", "P7D", {"business_days": 1} or {"business_hours": "PT4H"}'
)
_ISO_DURATION: Final = re.compile(
    r"P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:(T)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)


def read_delay(value: object) -> AnyDelay:
    """Return the delay that a policy writes as `"PT4H"`, `"P7D"` or `{"business_days": 1}`.

    A delay is returned as it is; a `timedelta` is elapsed time.

    Raises:
        InvalidDelay: `value` is no delay, mixes kinds, is negative or too long.
    """
    if isinstance(value, str):
        return _parse(value)
    if isinstance(value, Elapsed | CalendarSpan | BusinessDays | BusinessHours):
        return value
    if isinstance(value, timedelta):
        return Elapsed(timedelta(value.days, value.seconds, value.microseconds))
    if isinstance(value, bool | int | float):
        raise InvalidDelay(_NO_UNIT)
    if isinstance(value, dict) and value.keys() == {"business_days"}:
        return BusinessDays(value["business_days"])
    if isinstance(value, dict) and value.keys() == {"business_hours"}:
        return _read_business_hours(value["business_hours"])
    raise InvalidDelay(_FORMS)


def _read_business_hours(value: object) -> BusinessHours:
    hours = _parse(value) if isinstance(value, str) else None
    if not isinstance(hours, Elapsed):
        raise InvalidDelay("business hours are hours, minutes and seconds, written as PT4H")
    return BusinessHours(hours.duration)


def _parse(text: str) -> Elapsed | CalendarSpan:
    match = _ISO_DURATION.fullmatch(text)
    if match is None:
        raise InvalidDelay(_NEGATIVE if "-" in text else _FORMS)
    years, months, weeks, days, clock, *parts = match.groups()
    on_calendar = any((years, months, weeks, days))
    if any(parts) is not bool(clock) or not (on_calendar or clock):
        raise InvalidDelay(_FORMS)
    if on_calendar and clock:
        raise InvalidDelay(_MIXED)
    if on_calendar:
        return CalendarSpan(
            months=int(years or 0) * 12 + int(months or 0),
            days=int(weeks or 0) * 7 + int(days or 0),
        )
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    micros = int((parts[3] or "").ljust(6, "0"))
    return Elapsed(timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micros))


def write_delay(delay: AnyDelay) -> str | dict[str, int | str]:
    """Return the canonical JSON form of a delay; `read_delay` reads it back."""
    match delay:
        case Elapsed(duration):
            return _write_duration(duration)
        case CalendarSpan(months, days):
            return (
                "P" + (f"{months}M" if months else "") + (f"{days}D" if days or not months else "")
            )
        case BusinessDays(days):
            return {"business_days": days}
        case BusinessHours(duration):  # pragma: no branch - mypy sees to it that no kind is left
            return {"business_hours": _write_duration(duration)}


def _write_duration(duration: timedelta) -> str:
    minutes, rest = divmod(duration, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    seconds = str(rest.seconds)
    if rest.microseconds:
        seconds += f".{rest.microseconds:06}".rstrip("0")
    parts = [f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count]
    if seconds != "0" or not parts:
        parts.append(f"{seconds}S")
    return "PT" + "".join(parts)


class _Steps(dict[date, timedelta]):
    """By date, how far off the date is that a span leads to; each worked out at its first use.

    Adding a `relativedelta` costs forty times as much as looking up what it came to.
    """

    def __init__(self, span: CalendarSpan) -> None:
        self._span = relativedelta(months=span.months, days=span.days)

    def __missing__(self, day: date) -> timedelta:
        later: date = day + self._span
        self[day] = step = later - day
        return step


def wall_clock_adder(span: CalendarSpan) -> Callable[[datetime], datetime]:
    """Return the function that adds `span` to a wall time: the end of a month is clipped.

    What lies after the year 9999 is the last wall time there is.
    """
    steps = _Steps(span)

    def add(wall: datetime) -> datetime:
        try:
            return wall + steps[wall.date()]
        except (OverflowError, ValueError):
            return LAST_WALL_TIME.replace(tzinfo=wall.tzinfo)

    return add


_DELAY_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "format": "duration"},
        {
            "type": "object",
            "properties": {
                "business_days": {"type": "integer", "minimum": 0},
                "business_hours": {"type": "string", "format": "duration"},
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}

Delay = Annotated[
    AnyDelay,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_plain_validator_function(
            read_delay, serialization=core_schema.plain_serializer_function_ser_schema(write_delay)
        )
    ),
    WithJsonSchema(_DELAY_SCHEMA),
]
"""A field of a pydantic model that holds a delay, in JSON as `write_delay` writes it."""

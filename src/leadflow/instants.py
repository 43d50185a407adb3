"""Instants and delays: points on the time line, and the declared spans between them.

An *instant* is a plain `datetime` in the one `UTC` object. A *wall time* is a naive `datetime`:
what a clock on the wall of the clinic shows. A *delay* says of which kind it is, because each kind
keeps another law across clock changes: 24 elapsed hours are not one calendar day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC as UTC
from datetime import date, datetime, timedelta, tzinfo
from typing import Annotated, Any, Final, TypeAlias

from dateutil.relativedelta import relativedelta
from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from leadflow.errors import InvalidDelay, InvalidInstant

MIN_YEAR: Final = 1970
"""First year, in UTC, of an instant that comes in."""
MAX_YEAR: Final = 2199
"""Last year, in UTC, of an instant that comes in; computed instants may pass it."""
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
"""Where arithmetic that would leave the calendar backwards stops."""
LATEST: Final = datetime.max.replace(tzinfo=UTC)
"""Where arithmetic that would leave the calendar forwards stops."""
_FIRST_WALL_TIME: Final = EARLIEST.replace(tzinfo=None)
_LAST_WALL_TIME: Final = LATEST.replace(tzinfo=None)

# --- Instants -------------------------------------------------------------------------------------


def as_instant(value: datetime) -> datetime:
    """Return the instant of an aware datetime of any zone: plain, in the one `UTC`, `fold=0`.

    Raises:
        InvalidInstant: `value` is no datetime, is naive, or lies outside the years 1970-2199.
    """
    # One zone object and one class everywhere: then comparing two instants compares bytes.
    if type(value) is not datetime or value.tzinfo is not UTC or value.fold:
        value = _to_utc(value)
    if not MIN_YEAR <= value.year <= MAX_YEAR:
        raise InvalidInstant(f"an instant must lie in the years {MIN_YEAR} to {MAX_YEAR} of UTC")
    return value


def _to_utc(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise InvalidInstant(_why_no_datetime(value))
    try:
        offset = value.utcoffset()
        utc = None if offset is None else datetime.combine(value, value.time(), UTC) - offset
    except OverflowError:
        raise InvalidInstant("the instant lies outside the years that a date can have") from None
    except Exception:  # a zone is code of the caller's, and may raise anything
        raise InvalidInstant("the zone of the datetime gives no offset from UTC") from None
    if utc is None:
        raise InvalidInstant("a datetime without an offset is not exact: add its offset from UTC")
    return utc


def _why_no_datetime(value: object) -> str:
    if isinstance(value, bool | int | float):
        return "a number is not an instant: give an ISO 8601 time with its offset"
    if isinstance(value, date):
        return "a date without a time is not exact: give the time and its offset"
    return "an instant is an aware datetime or an ISO 8601 time with its offset"


def read_instant(text: str) -> datetime:
    """Return the instant that an ISO 8601 text such as `2026-11-03T09:00:00-08:00` names.

    Raises:
        InvalidInstant: the text is no ISO 8601 time, has no offset, is a date without a time, or
            lies outside the years 1970-2199.
    """
    return as_instant(_parse_time(text))


def _parse_time(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise InvalidInstant("unreadable: give an ISO 8601 time with its offset") from None
    if value.tzinfo is None and _is_date(text):
        raise InvalidInstant(_why_no_datetime(value.date()))
    return value


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _validate_instant(value: Any) -> datetime:
    return read_instant(value) if isinstance(value, str) else as_instant(value)


def _validate_computed(value: Any) -> datetime:
    return _to_utc(_parse_time(value) if isinstance(value, str) else value)


def _read_by(read: Callable[[Any], datetime]) -> GetPydanticSchema:
    schema = core_schema.no_info_plain_validator_function(
        read, serialization=core_schema.simple_ser_schema("datetime")
    )
    return GetPydanticSchema(lambda _source, _handler: schema)


_SCHEMA: Final = WithJsonSchema({"type": "string", "format": "date-time"})

Instant = Annotated[datetime, _read_by(_validate_instant), _SCHEMA]
"""A field of a pydantic model or dataclass that holds an instant; text and datetimes are read."""
Computed = Annotated[datetime, _read_by(_validate_computed), _SCHEMA]
"""A field that holds an instant the library worked out, which may lie after `MAX_YEAR`."""

# --- Wall time ------------------------------------------------------------------------------------


def wall_time(at: datetime, zone: tzinfo) -> datetime:
    """Return the naive wall time that the clocks of `zone` show at the instant `at`.

    Its `fold` tells the second of two equal wall times, as in the standard library.

    What lies before the year 1 or after 9999 is the first or last wall time there is.
    """
    try:
        local = at.astimezone(zone)
        return datetime.combine(local, local.time())
    except OverflowError:
        return _LAST_WALL_TIME if at.year > MAX_YEAR else _FIRST_WALL_TIME


def instant_at(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the clocks of `zone` show `wall`, a naive datetime.

    A wall time that does not exist moves forward by the gap; one that exists twice is the first.
    What lies outside the years 1 to 9999 of UTC is `EARLIEST` or `LATEST`.
    """
    try:
        # With fold=0 a zone takes the offset from before the change, which is just this law.
        wall = wall.replace(fold=0) if wall.fold else wall
        return datetime.combine(wall, wall.time(), zone).astimezone(UTC)
    except OverflowError:
        return LATEST if wall.year > MAX_YEAR else EARLIEST


# --- Delays ---------------------------------------------------------------------------------------

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


def wall_clock_adder(span: CalendarSpan) -> Callable[[datetime], datetime]:
    """Return the function that adds `span` to a wall time: the end of a month is clipped.

    What lies after the year 9999 is the last wall time there is.
    """
    step: Any = timedelta(days=span.days)
    if span.months:  # adding a relativedelta costs ten times as much: only where months need it
        step = relativedelta(months=span.months, days=span.days)

    def add(wall: datetime) -> datetime:
        try:
            later: datetime = wall + step
        except (OverflowError, ValueError):
            return _LAST_WALL_TIME
        return later

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

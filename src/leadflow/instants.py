"""Instants and delays: points on the time line, and the declared spans between them.

An *instant* is a plain `datetime` in the one `UTC` object. A *wall time* is a naive `datetime`:
what a clock on the wall of the clinic shows. A *delay* says of which kind it is, because each kind
keeps another law across clock changes: 24 elapsed hours are not one calendar day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC as UTC
from datetime import date, datetime, tzinfo
from typing import Annotated, Any, Final

from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from leadflow.errors import InvalidInstant

MIN_YEAR: Final = 1970
"""First year, in UTC, of an instant that comes in."""
MAX_YEAR: Final = 2199
"""Last year, in UTC, of an instant that comes in; computed instants may pass it."""
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
"""Where arithmetic that would leave the calendar backwards stops."""
LATEST: Final = datetime.max.replace(tzinfo=UTC)
"""Where arithmetic that would leave the calendar forwards stops."""
_FIRST_WALL_TIME: Final = EARLIEST.replace(tzinfo=None)
LAST_WALL_TIME: Final = LATEST.replace(tzinfo=None)

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
    if isinstance(value, str):  # where text is read, it is parsed before
        return (
            "text is not read here: give an aware datetime, such as"
            " datetime.fromisoformat makes of an ISO 8601 time with its offset"
        )
    if isinstance(value, bool | int | float):
        return "a number is not an instant: give a time with its offset"
    if isinstance(value, date):
        return "a date without a time is not exact: give the time and its offset"
    return "an instant is an aware datetime, or in JSON an ISO 8601 time with its offset"


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
    if not isinstance(value, str):
        return as_instant(value)
    try:  # in one step, since histories are full of them; what is wrong with a text is told below
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            at = at.astimezone(UTC)
            if MIN_YEAR <= at.year <= MAX_YEAR:
                return at
    except (ValueError, OverflowError):
        pass
    return read_instant(value)


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
        return LAST_WALL_TIME if at.year > MAX_YEAR else _FIRST_WALL_TIME


def date_at(at: datetime, zone: tzinfo) -> date:
    """Return the date that the calendars of `zone` show at the instant `at`, as `wall_time`."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:
        return wall_time(at, zone).date()


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

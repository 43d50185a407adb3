"""A calendar as data: hours of a week, special days and closed dates, validated and frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    GetPydanticSchema,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import core_schema

from leadflow.calendars.pinning import public_holidays, without
from leadflow.errors import InvalidCalendar
from leadflow.instants import MAX_YEAR, MIN_YEAR

MIDNIGHT: Final = time()
"""The start of a day; as the end of hours, the end of it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening hours `[opens, closes)` of one day; a closing at 00:00 is the end of that day.

    Both are naive wall times in whole seconds. In JSON: `["09:00", "17:00"]`, and `"24:00"` for the
    end of the day.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse what is no stretch of a day; raises InvalidCalendar."""
        ends: tuple[object, ...] = (self.opens, self.closes)
        for end in ends:
            if not isinstance(end, time) or end.tzinfo is not None or end.microsecond:
                raise InvalidCalendar("opening hours are times in whole seconds, without an offset")
        if self.closes != MIDNIGHT and self.opens >= self.closes:
            raise InvalidCalendar(
                "opening hours must close after they open: hours over midnight go into two days, "
                "the first of which closes at 24:00"
            )


_CLOCK: Final = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _read_interval(value: object) -> Interval:
    if isinstance(value, Interval):
        return value
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InvalidCalendar('opening hours are two times, such as ["09:00", "17:00"]')
    opens, closes = value
    return Interval(_read_time(opens), MIDNIGHT if closes == "24:00" else _read_time(closes))


def _read_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidCalendar("a time of day is written 09:00; the end of the day, to close at, 24:00")


def _write_interval(value: Interval) -> tuple[str, str]:
    return _write_time(value.opens), _write_time(value.closes, midnight="24:00")


def _write_time(value: time, midnight: str = "00:00") -> str:
    if value == MIDNIGHT:
        return midnight
    return value.isoformat("seconds" if value.second else "minutes")


def _read_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)  # never a subclass: it is kept and compared
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidCalendar("a date is written 2026-12-25, without a time")


def _in_order(hours: tuple[Interval, ...]) -> tuple[Interval, ...]:
    hours = tuple(sorted(hours, key=lambda each: each.opens))
    for first, second in pairwise(hours):
        if first.closes == MIDNIGHT or first.closes > second.opens:
            raise InvalidCalendar("the opening hours of a day must not overlap")
    return hours


def _sorted_set(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(set(values)))


# Zones of the system's own making: what they are differs between machines, or is not civil time.
_NO_ZONES: Final = frozenset({"localtime", "posixrules", "Factory", "posix", "right"})


def _known_zone(key: str) -> str:
    try:
        if key.split("/")[0] not in _NO_ZONES:
            ZoneInfo(key)
            return key
    except (LookupError, ValueError, OSError):
        pass
    raise InvalidCalendar("not an IANA time zone: give a key such as America/Los_Angeles")


def _plain(read: Callable[[Any], Any], write: core_schema.SerSchema) -> GetPydanticSchema:
    schema = core_schema.no_info_plain_validator_function(read, serialization=write)
    return GetPydanticSchema(lambda _source, _handler: schema)


Day = Annotated[
    date,
    _plain(_read_day, core_schema.simple_ser_schema("date")),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A date of a calendar: a `date` or its ISO 8601 text, never an instant or a number."""

_IntervalField = Annotated[
    Interval,
    _plain(_read_interval, core_schema.plain_serializer_function_ser_schema(_write_interval)),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]
Hours = Annotated[tuple[_IntervalField, ...], AfterValidator(_in_order)]
"""The opening hours of one day, in order; empty: closed."""


class Week(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """The hours of each weekday; a weekday left out is closed."""

    monday: Hours = Field(default=(), description="Opening hours of Mondays.")
    tuesday: Hours = Field(default=(), description="Opening hours of Tuesdays.")
    wednesday: Hours = Field(default=(), description="Opening hours of Wednesdays.")
    thursday: Hours = Field(default=(), description="Opening hours of Thursdays.")
    friday: Hours = Field(default=(), description="Opening hours of Fridays.")
    saturday: Hours = Field(default=(), description="Opening hours of Saturdays.")
    sunday: Hours = Field(default=(), description="Opening hours of Sundays.")

    @model_validator(mode="after")
    def _opens_at_all(self) -> Week:
        if not any(self.days()):
            raise InvalidCalendar("a week needs opening hours on at least one day")
        return self

    def days(self) -> tuple[tuple[Interval, ...], ...]:
        """Return the hours of Monday to Sunday, as `date.weekday` counts."""
        return tuple(hours for _weekday, hours in self)


class SpecialDay(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """A date with hours of its own, which replace those of its weekday; none: closed."""

    on: Day = Field(description="The date.")
    open: Hours = Field(default=(), description="Opening hours of the date; empty: closed.")


def _one_a_date(special: tuple[SpecialDay, ...]) -> tuple[SpecialDay, ...]:
    special = tuple(sorted(special, key=lambda each: each.on))
    if any(first.on == second.on for first, second in pairwise(special)):
        raise InvalidCalendar("a date can be a special day once: put its hours together")
    return special


class Calendar(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """The opening hours of a clinic, with every date on which they differ pinned as a date."""

    zone: Annotated[str, Field(strict=True), AfterValidator(_known_zone)] = Field(
        description="IANA key of the clinic's time zone."
    )
    week: Week = Field(description="Weekly opening hours.")
    special: Annotated[tuple[SpecialDay, ...], AfterValidator(_one_a_date)] = Field(
        default=(), description="Dates with hours of their own; they win over `closed`."
    )
    closed: Annotated[tuple[Day, ...], AfterValidator(_sorted_set)] = Field(
        default=(), description="Closed dates."
    )
    covered_years: Annotated[
        tuple[Annotated[int, Field(strict=True, ge=MIN_YEAR, le=MAX_YEAR)], ...],
        AfterValidator(_sorted_set),
    ] = Field(default=(), description="Years whose closed dates are all pinned.")
    holidays_version: str | None = Field(
        default=None,
        description="Version of the `holidays` package that the closed dates were taken from.",
    )

    @classmethod
    def from_holidays(
        cls,
        country: str,
        *,
        years: Iterable[int],
        zone: str,
        week: Week,
        subdivision: str | None = None,
        leave_out: Iterable[str] = (),
        add: Iterable[date] = (),
        special: Iterable[SpecialDay] = (),
        language: str | None = None,
    ) -> Calendar:
        """Return a calendar closed on a country's public holidays, pinned as dates.

        Needs the `holidays` package. `country` and `subdivision` are its ISO codes; `language` is
        that of the names in `leave_out` (none: `en_US`, or the country's own where that is
        missing). A name leaves out its days in lieu too: "Veterans Day" those that the package
        calls "Veterans Day (observed)". A date with another holiday left stays closed.

        Raises:
            InvalidCalendar: the country, subdivision or language is unknown, a name to leave out
                names no holiday of these years, or there are no years.
        """
        covered = frozenset(years)
        found, version = public_holidays(country, subdivision, language, covered)
        closed = without(found, frozenset(leave_out))
        return cls(
            zone=zone,
            week=week,
            special=tuple(special),
            closed=(*closed, *add),
            covered_years=tuple(covered),
            holidays_version=version,
        )

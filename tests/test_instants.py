"""Instants, wall time and the written form of delays: specification, sections 2.3 and 2.4."""

from __future__ import annotations

import json
import pickle
from datetime import UTC as STDLIB_UTC
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass

from leadflow.delays import (
    AnyDelay,
    BusinessDays,
    BusinessHours,
    CalendarSpan,
    Delay,
    Elapsed,
    read_delay,
    wall_clock_adder,
    write_delay,
)
from leadflow.errors import InvalidDelay, InvalidInstant
from leadflow.instants import (
    EARLIEST,
    LATEST,
    MAX_YEAR,
    MIN_YEAR,
    UTC,
    Instant,
    as_instant,
    instant_at,
    read_instant,
    wall_time,
)

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
FIRST_WALL = EARLIEST.replace(tzinfo=None)
LAST_WALL = LATEST.replace(tzinfo=None)
PLANTED = "2026-11-03T17:16:15"


class Subclass(datetime):
    """A datetime of somebody's own."""


class BrokenZone(tzinfo):
    """A zone whose code fails."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        raise RuntimeError("planted")

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        return None


class ZoneWithoutOffset(BrokenZone):
    """A zone that makes a datetime naive, by the rule of the standard library."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return None


def is_plain(at: datetime) -> bool:
    return type(at) is datetime and at.tzinfo is UTC and at.fold == 0


class TestEveryInstantIsPlainUtc:
    """Every instant is kept as plain UTC, whatever it came in as, so equal instants are equal,
    hash alike and serialise alike (2.3)."""

    EXPECTED = datetime(2026, 11, 3, 17, tzinfo=STDLIB_UTC)

    @pytest.mark.parametrize(
        "value",
        [
            EXPECTED,
            EXPECTED.replace(fold=1),
            datetime(2026, 11, 3, 17, tzinfo=timezone(timedelta(0), "Z")),
            datetime(2026, 11, 3, 9, tzinfo=timezone(timedelta(hours=-8))),
            datetime(2026, 11, 3, 9, tzinfo=LOS_ANGELES),
            datetime(2026, 11, 3, 9, fold=1, tzinfo=LOS_ANGELES),
            Subclass(2026, 11, 3, 17, tzinfo=STDLIB_UTC),
            Subclass(2026, 11, 4, 1, tzinfo=ZoneInfo("Asia/Shanghai")),
        ],
    )
    def test_any_zone_class_and_fold_becomes_the_same_value(self, value: datetime) -> None:
        at = as_instant(value)
        assert at == self.EXPECTED
        assert is_plain(at)

    def test_a_plain_instant_is_returned_itself(self) -> None:
        assert as_instant(self.EXPECTED) is self.EXPECTED

    def test_the_zone_is_the_one_of_the_standard_library(self) -> None:
        assert UTC is STDLIB_UTC

    def test_microseconds_are_kept(self) -> None:
        value = datetime(2026, 11, 3, 9, 0, 0, 123456, tzinfo=LOS_ANGELES)
        assert as_instant(value) == self.EXPECTED.replace(microsecond=123456)

    def test_of_a_wall_time_that_exists_twice_the_fold_tells_which(self) -> None:
        first = datetime(2026, 11, 1, 1, 30, tzinfo=LOS_ANGELES)
        second = first.replace(fold=1)
        assert as_instant(second) - as_instant(first) == timedelta(hours=1)

    @given(
        st.datetimes(
            datetime(1971, 1, 1),
            datetime(2198, 12, 31),
            timezones=st.timezones(),
            allow_imaginary=False,
        )
    )
    @settings(max_examples=100, deadline=None)
    def test_the_instant_is_that_of_the_standard_library(self, value: datetime) -> None:
        at = as_instant(value)
        assert is_plain(at)
        assert at.timestamp() == value.timestamp()


class TestWhatIsNoExactInstantIsRefused:
    """An error is a naive datetime, a number for an instant, an instant outside the years
    1970-2199; a date without a time is not exact (2.2, 2.3)."""

    @pytest.mark.parametrize("zone", [None, ZoneWithoutOffset()])
    def test_a_naive_datetime(self, zone: tzinfo | None) -> None:
        with pytest.raises(InvalidInstant, match="without an offset is not exact: add its offset"):
            as_instant(datetime(2026, 11, 3, 9, tzinfo=zone))

    @pytest.mark.parametrize("value", [True, 1793725200, 1793725200.5])
    def test_a_number(self, value: float) -> None:
        with pytest.raises(InvalidInstant, match="a number is not an instant"):
            as_instant(value)  # type: ignore[arg-type] # what is to be refused

    def test_text_with_how_to_read_it(self) -> None:
        text = "2026-11-03T09:00:00-08:00"
        with pytest.raises(InvalidInstant, match=r"text is not read here: .* datetime\.fromiso"):
            as_instant(text)  # type: ignore[arg-type] # what is to be refused
        assert is_plain(as_instant(datetime.fromisoformat(text)))

    def test_a_date(self) -> None:
        with pytest.raises(InvalidInstant, match="a date without a time is not exact"):
            as_instant(date(2026, 11, 3))  # type: ignore[arg-type] # what is to be refused

    @pytest.mark.parametrize("value", [None, b"2026-11-03T09:00:00Z", [], timedelta(1)])
    def test_anything_else(self, value: object) -> None:
        with pytest.raises(InvalidInstant, match="an instant is an aware datetime, or"):
            as_instant(value)  # type: ignore[arg-type] # what is to be refused

    @pytest.mark.parametrize(
        "value",
        [
            datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            datetime(2200, 1, 1, tzinfo=UTC),
            datetime(1970, 1, 1, 0, 59, tzinfo=timezone(timedelta(hours=1))),
            datetime(2199, 12, 31, 23, 1, tzinfo=timezone(timedelta(hours=-1))),
        ],
    )
    def test_a_year_of_utc_outside_the_bounds(self, value: datetime) -> None:
        with pytest.raises(InvalidInstant, match="in the years 1970 to 2199 of UTC"):
            as_instant(value)

    @pytest.mark.parametrize(
        "value",
        [
            datetime(1970, 1, 1, tzinfo=UTC),
            datetime(2199, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            datetime(1969, 12, 31, 23, tzinfo=timezone(timedelta(hours=-1))),
            datetime(2200, 1, 1, 0, 59, tzinfo=timezone(timedelta(hours=1))),
        ],
    )
    def test_the_first_and_the_last_year_are_inside(self, value: datetime) -> None:
        assert MIN_YEAR <= as_instant(value).year <= MAX_YEAR

    @pytest.mark.parametrize(
        "value",
        [
            FIRST_WALL.replace(tzinfo=timezone(timedelta(hours=14))),
            LAST_WALL.replace(tzinfo=timezone(timedelta(hours=-12))),
        ],
    )
    def test_what_no_date_can_hold_in_utc(self, value: datetime) -> None:
        with pytest.raises(InvalidInstant, match="outside the years that a date can have"):
            as_instant(value)

    def test_a_zone_that_fails_is_a_documented_error(self) -> None:
        with pytest.raises(InvalidInstant, match="gives no offset from UTC") as caught:
            as_instant(datetime(2026, 11, 3, tzinfo=BrokenZone()))
        assert caught.value.__suppress_context__


class TestReadingText:
    """Instants come in as ISO 8601 with an offset (2.2, 2.3)."""

    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-03T17:00:00Z",
            "2026-11-03T17:00:00+00:00",
            "2026-11-03T09:00:00-08:00",
            "2026-11-03 09:00:00-08:00",
            "2026-11-03T09:00-08:00",
            "20261103T090000-0800",
            "2026-11-04T01:00:00.000000+08:00",
        ],
    )
    def test_every_form_of_one_instant_is_one_value(self, text: str) -> None:
        at = read_instant(text)
        assert at == datetime(2026, 11, 3, 17, tzinfo=UTC)
        assert is_plain(at)

    @pytest.mark.parametrize("text", ["2026-11-03", "20261103", "2026-W45-2"])
    def test_a_date_has_a_message_of_its_own(self, text: str) -> None:
        with pytest.raises(InvalidInstant) as caught:
            read_instant(text)
        expected = "a date without a time is not exact: give the time and its offset"
        assert str(caught.value) == expected

    def test_a_time_without_an_offset_is_refused(self) -> None:
        with pytest.raises(InvalidInstant, match="add its offset from UTC"):
            read_instant("2026-11-03T09:00:00")

    @pytest.mark.parametrize(
        "text", ["", "soon", "1793725200", "2026-13-03T09:00:00Z", "2026-11-03T25:00:00Z", "\ud800"]
    )
    def test_what_is_no_time_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidInstant, match="unreadable: give an ISO 8601 time"):
            read_instant(text)

    def test_what_is_no_text_is_refused(self) -> None:
        with pytest.raises(InvalidInstant, match="unreadable"):
            read_instant(None)  # type: ignore[arg-type] # what is to be refused

    def test_the_bounds_hold_for_text_too(self) -> None:
        with pytest.raises(InvalidInstant, match="1970 to 2199"):
            read_instant("2200-01-01T00:00:00Z")

    @given(st.text(max_size=30))
    @settings(max_examples=100, deadline=None)
    def test_no_text_raises_anything_else(self, text: str) -> None:
        try:
            at = read_instant(text)
        except InvalidInstant:
            return
        assert is_plain(at)

    def test_the_refusal_has_no_cause_that_could_show_the_text(self) -> None:
        with pytest.raises(InvalidInstant) as caught:
            read_instant("planted")
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


class Appointment(BaseModel, frozen=True, hide_input_in_errors=True):
    """A model with an instant, an optional one, and a delay."""

    starts_at: Instant
    ends_at: Instant | None = None
    grace: Delay = Elapsed(timedelta(0))


@pydantic_dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A dataclass as the events are."""

    at: Instant


class TestInstantAsAField:
    """The field type reads text and datetimes, in Python and in JSON, and nothing else (2.3)."""

    AT = datetime(2026, 11, 3, 17, tzinfo=UTC)

    @pytest.mark.parametrize(
        "value", ["2026-11-03T09:00:00-08:00", datetime(2026, 11, 3, 9, tzinfo=LOS_ANGELES)]
    )
    def test_python_input(self, value: str | datetime) -> None:
        model = Appointment.model_validate({"starts_at": value})
        assert model.starts_at == self.AT
        assert is_plain(model.starts_at)

    def test_json_input(self) -> None:
        model = Appointment.model_validate_json('{"starts_at": "2026-11-03T09:00:00-08:00"}')
        assert model.starts_at == self.AT
        assert is_plain(model.starts_at)

    def test_strict_models_read_text_as_well(self) -> None:
        text = '{"starts_at": "2026-11-03T17:00:00Z"}'
        assert Appointment.model_validate_json(text, strict=True).starts_at == self.AT

    def test_in_a_dataclass(self) -> None:
        assert is_plain(Booked(at=datetime(2026, 11, 3, 9, tzinfo=LOS_ANGELES)).at)

    @pytest.mark.parametrize("value", [True, 0, 1793725200, 1793725200.5])
    def test_a_number_is_refused_in_json_too(self, value: float) -> None:
        text = json.dumps({"starts_at": value})
        with pytest.raises(ValidationError, match="a number is not an instant"):
            Appointment.model_validate_json(text)

    @pytest.mark.parametrize(
        "value",
        [
            PLANTED,
            f"{PLANTED}+99:00",
            PLANTED[:10],
            20261103171615,
            {"planted": PLANTED},
            [PLANTED],
        ],
    )
    def test_the_text_of_the_error_shows_no_value(self, value: object) -> None:
        with pytest.raises(ValidationError) as caught:
            Appointment.model_validate({"starts_at": value})
        for shown in (str(caught.value), repr(caught.value)):
            assert "2026" not in shown
            assert "17:16" not in shown

    def test_the_message_of_the_error_shows_no_value(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Appointment.model_validate({"starts_at": PLANTED})
        (problem,) = caught.value.errors(include_url=False, include_input=False)
        assert isinstance(problem["ctx"]["error"], InvalidInstant)
        assert "2026" not in problem["msg"]

    @pytest.mark.parametrize(
        ("at", "written"),
        [
            (AT, '"2026-11-03T17:00:00Z"'),
            (AT.replace(second=5), '"2026-11-03T17:00:05Z"'),
            (AT.replace(microsecond=500000), '"2026-11-03T17:00:00.500000Z"'),
            (AT.replace(microsecond=1), '"2026-11-03T17:00:00.000001Z"'),
        ],
    )
    def test_json_is_utc_with_a_z(self, at: datetime, written: str) -> None:
        adapter: TypeAdapter[datetime] = TypeAdapter(Instant)
        assert adapter.dump_json(at).decode() == written
        assert adapter.validate_json(written) == at

    def test_a_dump_for_python_keeps_the_datetime(self) -> None:
        assert Appointment(starts_at=self.AT).model_dump()["starts_at"] is self.AT

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_the_json_schema_says_date_time(self, mode: str) -> None:
        adapter: TypeAdapter[datetime] = TypeAdapter(Instant)
        schema = adapter.json_schema(mode=mode)  # type: ignore[arg-type] # two of its words
        assert schema == {"type": "string", "format": "date-time"}


CLOCK_CHANGES = {
    "America/Los_Angeles": ["2026-03-08T02:00", "2026-11-01T02:00"],
    "America/Sao_Paulo": ["2018-11-04T00:00", "2018-02-18T00:00"],
    "Asia/Shanghai": ["1986-05-04T02:00", "1991-09-15T02:00"],
    "Europe/London": ["2026-03-29T01:00", "2026-10-25T02:00"],
}
"""Zones, and the wall times at which their clocks were put forward and back."""

MINUTE = timedelta(minutes=1)


@lru_cache
def minutes_around(zone: str, change: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Every minute of the days around a clock change: the instant, and what the clocks show."""
    start = change.replace(tzinfo=UTC) - timedelta(days=2)
    instants = [start + MINUTE * step for step in range(4 * 24 * 60)]
    return tuple(
        (at, at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)) for at in instants
    )


def first_instant_showing(wall: datetime, zone: str, change: datetime) -> datetime:
    """The wall-time law by looking at the clock minute by minute."""
    minutes = minutes_around(zone, change)
    for at, shown in minutes:
        if shown == wall:
            return at
    for (_, before), (_, after) in pairwise(minutes):
        if before < wall < after:
            gap = after - before - MINUTE
            return first_instant_showing(wall + gap, zone, change)
    raise AssertionError("the wall time lies outside the days looked at")


@st.composite
def wall_times_near_changes(draw: st.DrawFn) -> tuple[str, datetime, datetime]:
    zone = draw(st.sampled_from(sorted(CLOCK_CHANGES)))
    change = datetime.fromisoformat(draw(st.sampled_from(CLOCK_CHANGES[zone])))
    return zone, change, change + MINUTE * draw(st.integers(-180, 180))


class TestWallTimeLaw:
    """A wall time that does not exist moves forward by the gap, one that exists twice is the
    first (2.4)."""

    @pytest.mark.parametrize(
        ("zone", "wall", "expected"),
        [
            ("America/Los_Angeles", "2026-03-08T01:59", "2026-03-08T01:59-08:00"),
            ("America/Los_Angeles", "2026-03-08T02:00", "2026-03-08T03:00-07:00"),
            ("America/Los_Angeles", "2026-03-08T02:30", "2026-03-08T03:30-07:00"),
            ("America/Los_Angeles", "2026-03-08T03:00", "2026-03-08T03:00-07:00"),
            ("America/Los_Angeles", "2026-11-01T00:59", "2026-11-01T00:59-07:00"),
            ("America/Los_Angeles", "2026-11-01T01:30", "2026-11-01T01:30-07:00"),
            ("America/Los_Angeles", "2026-11-01T02:00", "2026-11-01T02:00-08:00"),
            ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T01:00-02:00"),
            ("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-17T23:30-02:00"),
            ("America/Sao_Paulo", "2018-02-18T00:00", "2018-02-18T00:00-03:00"),
            ("Europe/London", "2026-03-29T01:15", "2026-03-29T02:15+01:00"),
            ("Europe/London", "2026-10-25T01:15", "2026-10-25T01:15+01:00"),
            ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:40+11:00"),
            ("Pacific/Apia", "2011-12-30T09:00", "2011-12-31T09:00+14:00"),
        ],
    )
    def test_around_a_change(self, zone: str, wall: str, expected: str) -> None:
        at = instant_at(datetime.fromisoformat(wall), ZoneInfo(zone))
        assert at == datetime.fromisoformat(expected)
        assert is_plain(at)

    def test_the_fold_of_a_wall_time_changes_nothing(self) -> None:
        wall = datetime(2026, 11, 1, 1, 30)
        again = instant_at(wall.replace(fold=1), LOS_ANGELES)
        assert again == instant_at(wall, LOS_ANGELES)

    @given(wall_times_near_changes())
    @example(("America/Sao_Paulo", datetime(2018, 11, 4), datetime(2018, 11, 4, 0, 30)))
    @settings(max_examples=60, deadline=None)
    def test_the_clock_itself_agrees_minute_by_minute(
        self, case: tuple[str, datetime, datetime]
    ) -> None:
        zone, change, wall = case
        assert instant_at(wall, ZoneInfo(zone)) == first_instant_showing(wall, zone, change)

    def test_wall_time_is_what_the_clocks_show(self) -> None:
        shown = wall_time(datetime(2026, 11, 3, 17, 5, 6, 7, tzinfo=UTC), LOS_ANGELES)
        assert shown == datetime(2026, 11, 3, 9, 5, 6, 7)
        assert shown.tzinfo is None

    def test_the_second_of_two_equal_wall_times_has_fold_1(self) -> None:
        at = read_instant("2026-11-01T01:30:00-08:00")
        assert wall_time(at, LOS_ANGELES).fold == 1

    @pytest.mark.parametrize("hours", [-12, 14])
    def test_at_the_ends_of_time_wall_time_stops(self, hours: int) -> None:
        zone = timezone(timedelta(hours=hours))
        walls = [wall_time(EARLIEST, zone), wall_time(LATEST, zone)]
        expected_first = FIRST_WALL if hours < 0 else FIRST_WALL + timedelta(hours=hours)
        expected_last = LAST_WALL if hours > 0 else LAST_WALL + timedelta(hours=hours)
        assert walls == [expected_first, expected_last]

    @pytest.mark.parametrize("hours", [-12, 14])
    def test_at_the_ends_of_time_instants_stop(self, hours: int) -> None:
        zone = timezone(timedelta(hours=hours))
        instants = [instant_at(FIRST_WALL, zone), instant_at(LAST_WALL, zone)]
        expected_first = EARLIEST if hours > 0 else EARLIEST - timedelta(hours=hours)
        expected_last = LATEST if hours < 0 else LATEST - timedelta(hours=hours)
        assert instants == [expected_first, expected_last]


class TestAddingToAWallTime:
    """Calendar days, weeks, months: same wall-clock time, end of month clipped (2.4)."""

    @pytest.mark.parametrize(
        ("wall", "span", "expected"),
        [
            ("2026-01-31T10:15", CalendarSpan(months=1), "2026-02-28T10:15"),
            ("2024-01-31T10:15", CalendarSpan(months=1), "2024-02-29T10:15"),
            ("2026-12-31T10:15", CalendarSpan(months=2), "2027-02-28T10:15"),
            ("2024-02-29T10:15", CalendarSpan(months=12), "2025-02-28T10:15"),
            ("2026-11-03T10:15", CalendarSpan(days=7), "2026-11-10T10:15"),
            ("2026-01-31T10:15", CalendarSpan(months=1, days=1), "2026-03-01T10:15"),
            ("2026-01-31T10:15", CalendarSpan(), "2026-01-31T10:15"),
        ],
    )
    def test_months_first_and_then_days(self, wall: str, span: CalendarSpan, expected: str) -> None:
        assert wall_clock_adder(span)(datetime.fromisoformat(wall)).isoformat("T", "minutes") == (
            expected
        )

    @pytest.mark.parametrize("span", [CalendarSpan(days=40), CalendarSpan(months=1, days=9)])
    def test_after_the_year_9999_it_stops(self, span: CalendarSpan) -> None:
        assert wall_clock_adder(span)(datetime(9999, 12, 1)) == LAST_WALL


WRITTEN: list[tuple[object, AnyDelay]] = [
    ("PT4H", Elapsed(timedelta(hours=4))),
    ("PT24H", Elapsed(timedelta(hours=24))),
    ("PT1H30M", Elapsed(timedelta(minutes=90))),
    ("PT30M", Elapsed(timedelta(minutes=30))),
    ("PT45S", Elapsed(timedelta(seconds=45))),
    ("PT1H0.5S", Elapsed(timedelta(hours=1, milliseconds=500))),
    ("PT0.000001S", Elapsed(timedelta(microseconds=1))),
    ("PT0S", Elapsed(timedelta(0))),
    ("P1D", CalendarSpan(days=1)),
    ("P7D", CalendarSpan(days=7)),
    ("P2M", CalendarSpan(months=2)),
    ("P1M7D", CalendarSpan(months=1, days=7)),
    ("P0D", CalendarSpan()),
    ({"business_days": 1}, BusinessDays(1)),
    ({"business_days": 0}, BusinessDays(0)),
    ({"business_hours": "PT4H"}, BusinessHours(timedelta(hours=4))),
    ({"business_hours": "PT0S"}, BusinessHours(timedelta(0))),
]
"""The canonical written form of delays."""

durations = st.timedeltas(timedelta(0), timedelta(hours=10_000))
delays: st.SearchStrategy[AnyDelay] = st.one_of(
    st.builds(Elapsed, durations),
    st.builds(CalendarSpan, months=st.integers(0, 1_200), days=st.integers(0, 36_525)),
    st.builds(BusinessDays, st.integers(0, 3_653)),
    st.builds(BusinessHours, durations),
)


class TestDelaysHaveADeclaredKind:
    """Delays have a declared kind, and each kind is written in its own way (2.4)."""

    @pytest.mark.parametrize(("written", "delay"), WRITTEN)
    def test_reading(self, written: object, delay: AnyDelay) -> None:
        assert read_delay(written) == delay

    @pytest.mark.parametrize(("written", "delay"), WRITTEN)
    def test_writing(self, written: object, delay: AnyDelay) -> None:
        assert write_delay(delay) == written

    @pytest.mark.parametrize(
        ("written", "canonical"),
        [
            ("P1W", "P7D"),
            ("P1Y", "P12M"),
            ("P1Y2M1W3D", "P14M10D"),
            ("PT90M", "PT1H30M"),
            ("PT3600S", "PT1H"),
            ("PT1.500S", "PT1.5S"),
            ("PT1441M", "PT24H1M"),
            ({"business_hours": "PT60M"}, {"business_hours": "PT1H"}),
        ],
    )
    def test_other_forms_are_written_in_one(self, written: object, canonical: object) -> None:
        assert write_delay(read_delay(written)) == canonical

    def test_24_hours_are_not_a_day(self) -> None:
        assert read_delay("PT24H") != read_delay("P1D")

    @pytest.mark.parametrize(("_written", "delay"), WRITTEN)
    def test_a_delay_is_returned_as_it_is(self, _written: object, delay: AnyDelay) -> None:
        assert read_delay(delay) is delay

    def test_a_timedelta_is_elapsed_time(self) -> None:
        assert read_delay(timedelta(days=1)) == Elapsed(timedelta(hours=24))

    def test_a_subclass_of_timedelta_is_made_plain(self) -> None:
        class Days(timedelta):
            pass

        delay = read_delay(Days(2))
        assert isinstance(delay, Elapsed)
        assert type(delay.duration) is timedelta

    @given(delays)
    @settings(max_examples=100, deadline=None)
    def test_what_is_written_reads_back(self, delay: AnyDelay) -> None:
        assert read_delay(json.loads(json.dumps(write_delay(delay)))) == delay

    @given(delays)
    @settings(max_examples=30, deadline=None)
    def test_delays_pickle_and_hash_by_value(self, delay: AnyDelay) -> None:
        again = pickle.loads(pickle.dumps(delay))
        assert again == delay
        assert hash(again) == hash(delay)


class TestWhatIsNoDelayIsRefused:
    """One kind in one delay, with a unit, not negative, and bounded (2.4)."""

    @pytest.mark.parametrize("written", ["P1DT4H", "P1MT1S", "P0DT0S"])
    def test_two_kinds_in_one(self, written: str) -> None:
        with pytest.raises(InvalidDelay, match="one delay has one kind"):
            read_delay(written)

    @pytest.mark.parametrize(
        "value",
        [
            "-PT4H",
            "PT-4H",
            "P-1D",
            timedelta(seconds=-1),
            {"business_days": -1},
            {"business_hours": "-PT4H"},
        ],
    )
    def test_a_negative_one(self, value: object) -> None:
        with pytest.raises(InvalidDelay, match="a delay cannot be negative"):
            read_delay(value)

    @pytest.mark.parametrize("value", [True, 4, 4.5])
    def test_a_number_without_a_unit(self, value: float) -> None:
        with pytest.raises(InvalidDelay, match="a number has no unit"):
            read_delay(value)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "P",
            "PT",
            "P1DT",
            "4H",
            "pt4h",
            "PT4",
            "PT1.5H",
            "PT1,5S",
            "PT0.0000001S",
            "P1.5D",
            "P1D1M",
            "PT1S1H",
            "PT٤H",
            " PT4H",
            "PT4H\n",
            "PT1234567890H",
            None,
            [],
            ["PT4H"],
            {},
            {"business_weeks": 1},
            {"business_days": 1, "business_hours": "PT4H"},
            {"business_days": 1, "more": 1},
        ],
    )
    def test_what_has_no_form_of_a_delay(self, value: object) -> None:
        with pytest.raises(InvalidDelay, match="unreadable: write a delay as"):
            read_delay(value)

    @pytest.mark.parametrize("count", [True, 1.0, "1", None])
    def test_business_days_are_whole_numbers(self, count: object) -> None:
        with pytest.raises(InvalidDelay, match="number of business days is a whole number"):
            read_delay({"business_days": count})

    @pytest.mark.parametrize("hours", [True, 4, None, "P1D", {"business_hours": "PT4H"}])
    def test_business_hours_are_hours_minutes_and_seconds(self, hours: object) -> None:
        with pytest.raises(InvalidDelay, match="business hours are hours, minutes and seconds"):
            read_delay({"business_hours": hours})

    @pytest.mark.parametrize(
        ("longest", "too_long"),
        [
            ("PT876600H", "PT876600H0.000001S"),
            ("P36525D", "P36526D"),
            ("P1200M", "P1201M"),
            ("P100Y", "P100Y1M"),
            ({"business_days": 3653}, {"business_days": 3654}),
            ({"business_hours": "PT10000H"}, {"business_hours": "PT10000H1S"}),
        ],
    )
    def test_each_kind_has_a_longest(self, longest: object, too_long: object) -> None:
        read_delay(longest)
        with pytest.raises(InvalidDelay, match="a delay of this kind is at most"):
            read_delay(too_long)

    def test_the_objects_check_themselves(self) -> None:
        class Days(timedelta):
            pass

        with pytest.raises(InvalidDelay, match=r"is a datetime\.timedelta"):
            Elapsed(Days(1))
        with pytest.raises(InvalidDelay, match="cannot be negative"):
            BusinessHours(timedelta(-1))
        with pytest.raises(InvalidDelay, match="number of months is a whole number"):
            CalendarSpan(months=True)

    @given(st.text(alphabet="PTYMWDHS0123456789.-", max_size=12))
    @settings(max_examples=150, deadline=None)
    def test_no_text_raises_anything_else(self, text: str) -> None:
        try:
            delay = read_delay(text)
        except InvalidDelay:
            return
        assert read_delay(write_delay(delay)) == delay


class TestDelayAsAField:
    """A delay is policy data: it goes through JSON unchanged (2.4)."""

    @pytest.mark.parametrize(("written", "delay"), WRITTEN)
    def test_json_round_trip(self, written: object, delay: AnyDelay) -> None:
        adapter: TypeAdapter[AnyDelay] = TypeAdapter(Delay)
        text = adapter.dump_json(delay).decode()
        assert json.loads(text) == written
        assert adapter.validate_json(text) == delay

    def test_a_dump_for_python_can_be_validated_again(self) -> None:
        model = Appointment(starts_at=LATEST.replace(year=2026), grace=BusinessDays(2))
        dumped = model.model_dump()
        assert dumped["grace"] == {"business_days": 2}
        assert Appointment.model_validate(dumped) == model

    def test_the_error_of_a_model_shows_no_value(self) -> None:
        with pytest.raises(ValidationError, match="a number has no unit") as caught:
            Appointment.model_validate({"starts_at": "2026-11-03T17:00:00Z", "grace": 171615})
        assert "171615" not in str(caught.value)

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_the_json_schema_knows_both_forms(self, mode: str) -> None:
        adapter: TypeAdapter[AnyDelay] = TypeAdapter(Delay)
        text, mapping = adapter.json_schema(mode=mode)["anyOf"]  # type: ignore[arg-type] # two of its words
        assert text == {"type": "string", "format": "duration"}
        assert set(mapping["properties"]) == {"business_days", "business_hours"}

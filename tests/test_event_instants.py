"""Every instant of every event: exact, bounded, and one and the same in whatever zone it came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from clinic import CREATED, MICROSECOND
from event_table import EVENT, KINDS, read
from leadflow import FollowUpSet

INSTANTS = [
    *((type_, name) for type_ in KINDS for name in ("at", "recorded_at")),
    ("follow_up_set", "due"),
    ("appointment_booked", "starts_at"),
    ("appointment_moved", "starts_at"),
]
every_instant = pytest.mark.parametrize(("type_", "name"), INSTANTS)


REFUSED: tuple[Any, ...] = (
    "2026-11-03T09:00:00",
    "2026-11-03",
    "tomorrow at nine",
    "",
    1_793_725_200,
    1_793_725_200.5,
    True,
    "1793725200",
    "1969-12-31T23:59:59.999999Z",
    "2200-01-01T00:00:00Z",
    "2199-12-31T23:59:59-08:00",
    "2026-02-30T09:00:00Z",
)


class TestInstants:
    """Every instant is exact, of the years 1970 to 2199, and kept as plain UTC."""

    @every_instant
    def test_what_is_not_is_refused(self, type_: str, name: str) -> None:
        for value in REFUSED:
            with pytest.raises(ValidationError, match=name):
                read(type_, **{name: value})

    @every_instant
    def test_naive_datetimes_and_dates_are_refused(self, type_: str, name: str) -> None:
        given = {"at": CREATED, **KINDS[type_].required}
        for value in (datetime(2026, 11, 3, 9), date(2026, 11, 3)):
            with pytest.raises(ValidationError, match=name):
                KINDS[type_].type(**{**given, name: value})

    @every_instant
    @pytest.mark.parametrize(
        "value",
        ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999999Z", "1969-12-31T16:00:00-08:00"],
    )
    def test_the_first_and_the_last_will_do(self, type_: str, name: str, value: str) -> None:
        assert getattr(read(type_, **{name: value}), name) == datetime.fromisoformat(value)

    @every_instant
    def test_of_any_zone_it_becomes_utc(self, type_: str, name: str) -> None:
        here = read(type_, **{name: "2026-11-03T09:00:00-08:00"})
        there = read(type_, **{name: "2026-11-04T01:00:00+08:00"})
        assert getattr(here, name).tzinfo is UTC
        assert here == there
        assert hash(here) == hash(there)
        assert EVENT.dump_json(here) == EVENT.dump_json(there)

    def test_a_date_without_a_time_is_told_not_to_be_exact(self) -> None:
        with pytest.raises(ValidationError, match="a date without a time is not exact"):
            read("follow_up_set", due="2026-11-05")

    def test_which_of_two_equal_wall_times_it_was_is_not_lost(self) -> None:
        zone = timezone(timedelta(hours=-7)), timezone(timedelta(hours=-8))
        first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=each) for each in zone)
        assert FollowUpSet(at=CREATED, due=first) != FollowUpSet(at=CREATED, due=second)

    def test_a_microsecond_is_kept(self) -> None:
        event = FollowUpSet(at=CREATED, due=CREATED + MICROSECOND)
        assert EVENT.validate_json(EVENT.dump_json(event)) == event

"""Clock changes of four clinics' zones, 2024 to 2036, minute by minute, against a slow oracle.

The oracle knows one thing only: what the clocks of the zone show at an instant. From that it lists
every minute around a change, and looks up in the list what the calendar works out.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from leadflow import Calendar, Interval, OpeningHours, Week
from leadflow.delays import read_delay

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEARS = range(2024, 2037)
# Changes at night in America and Europe, at midnight itself, and by half an hour.
ZONES = ("America/Los_Angeles", "Europe/London", "America/Santiago", "Australia/Lord_Howe")
AROUND = timedelta(minutes=90)
LISTED = timedelta(hours=34)
"""On either side of a change: the day before it, the day after it, and some hours more."""

_NIGHT = tuple(
    Interval(time.fromisoformat(opens), time.fromisoformat(closes))
    for opens, closes in (
        ("00:20", "00:50"),
        ("01:10", "01:35"),
        ("01:45", "02:15"),
        ("02:20", "02:40"),
        ("02:50", "03:10"),
        ("09:00", "17:00"),
        ("22:40", "23:20"),
        ("23:30", "00:00"),
    )
)
HOURS = dict.fromkeys(("sunday", "monday", "thursday", "friday", "saturday"), _NIGHT)


def wall_at(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks show at an instant."""
    return at.astimezone(zone).replace(tzinfo=None)


@cache
def changes(key: str) -> tuple[datetime, ...]:
    """The instants at which the clocks of a zone change: found hour by hour, then by the minute."""
    zone, found = ZoneInfo(key), []
    at, end = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC)
    while at < end:
        later = at + 12 * HOUR
        if wall_at(later, zone) - wall_at(at, zone) != 12 * HOUR:
            while wall_at(at + MINUTE, zone) - wall_at(at, zone) == MINUTE:
                at += MINUTE
            found.append(at + MINUTE)
        at = later
    return tuple(found)


class Listed(NamedTuple):
    """Every minute around one change."""

    change: datetime
    walls: Mapping[datetime, datetime]
    """By instant, what the clocks show."""
    firsts: Mapping[datetime, datetime]
    """By what the clocks show, the first instant at which they do."""
    gap: timedelta
    """By how much the clocks jump forward; none or less: they go back."""

    def instant_at(self, wall: datetime) -> datetime:
        """A wall time that does not exist moves forward by the gap; of two it is the first."""
        found = self.firsts.get(wall)
        return self.firsts[wall + self.gap] if found is None else found

    def near(self, days: int = 0) -> Iterator[datetime]:
        """Each minute within an hour and a half of the change, or so many days before it."""
        at = self.change - AROUND - days * DAY
        while at <= self.change + AROUND - days * DAY:
            yield at
            at += MINUTE


def listed(change: datetime, zone: ZoneInfo) -> Listed:
    walls: dict[datetime, datetime] = {}
    firsts: dict[datetime, datetime] = {}
    at = change - LISTED
    while at <= change + LISTED:
        walls[at] = wall = wall_at(at, zone)
        firsts.setdefault(wall, at)
        at += MINUTE
    return Listed(change, walls, firsts, walls[change] - walls[change - MINUTE] - MINUTE)


def open_minutes(of: Listed) -> set[datetime]:
    """The minutes of the list that begin in opening hours, by the conventions of a calendar."""
    found: set[datetime] = set()
    for day in {wall.date() for wall in of.walls.values()}:
        hours = HOURS.get(day.strftime("%A").lower(), ())
        for each in hours:
            closing = day + DAY if each.closes == time() else day
            ends = datetime.combine(day, each.opens), datetime.combine(closing, each.closes)
            try:
                at, end = map(of.instant_at, ends)
            except KeyError:
                continue  # it lies outside the list
            while at < end:
                found.add(at)
                at += MINUTE
    return found


def a_month_later(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


@pytest.fixture(scope="module", params=ZONES)
def zone(request: pytest.FixtureRequest) -> tuple[OpeningHours, list[Listed]]:
    """A clinic that is open at night, and every change of its clocks."""
    key: str = request.param
    hours = OpeningHours(Calendar(zone=key, week=Week(**HOURS)))
    return hours, [listed(change, ZoneInfo(key)) for change in changes(key)]


Zone = tuple[OpeningHours, list[Listed]]


class TestEveryMinute:
    """Each kind of delay keeps its law across clock changes; days are the clinic's (spec 2.4)."""

    def test_there_are_two_changes_a_year(self, zone: Zone) -> None:
        assert len(zone[1]) == 2 * len(YEARS)

    def test_the_local_day(self, zone: Zone) -> None:
        hours, lists = zone
        for each in lists:
            for at in each.near():
                assert hours.local_date(at) == each.walls[at].date()

    def test_a_day_starts_at_its_first_minute(self, zone: Zone) -> None:
        hours, lists = zone
        for each in lists:
            day = each.walls[each.change].date()
            expected = each.instant_at(datetime.combine(day, time()))
            assert hours.start_of_day(day) == expected

    def test_the_next_opening(self, zone: Zone) -> None:
        hours, lists = zone
        for each in lists:
            is_open = open_minutes(each)
            for at in each.near():
                assert hours.is_open(at) == (at in is_open)
                expected = at
                while expected not in is_open and expected in each.walls:
                    expected += MINUTE
                if expected in each.walls:
                    assert hours.next_opening(at) == expected

    @pytest.mark.parametrize(("delay", "days"), [("P1D", 1), ("P1W", 7), ("P13D", 13)])
    def test_calendar_days_that_end_at_a_change(self, zone: Zone, delay: str, days: int) -> None:
        hours, lists = zone
        add = hours.adder(read_delay(delay))
        for each in lists:
            for at in each.near(days):
                expected = each.instant_at(wall_at(at, _zone(hours)) + days * DAY)
                assert add(at) == expected

    def test_a_calendar_day_that_starts_at_a_change(self, zone: Zone) -> None:
        hours, lists = zone
        add = hours.adder(read_delay("P1D"))
        for each in lists:
            for at in each.near():
                assert add(at) == each.instant_at(each.walls[at] + DAY)

    def test_a_calendar_month_that_ends_at_a_change(self, zone: Zone) -> None:
        hours, lists = zone
        add = hours.adder(read_delay("P1M"))
        for each in lists:
            last_month = each.walls[each.change].replace(day=1) - DAY
            if each.walls[each.change].day > last_month.day:
                continue  # no day of the month before is a month before this one
            for at in each.near(last_month.day):
                wall = wall_at(at, _zone(hours))
                later = datetime.combine(a_month_later(wall.date()), wall.time())
                assert add(at) == each.instant_at(later)

    def test_elapsed_hours(self, zone: Zone) -> None:
        hours, lists = zone
        add = hours.adder(read_delay("PT4H"))
        for each in lists:
            for at in each.near():
                assert add(at) - at == 4 * HOUR

    def test_business_days(self, zone: Zone) -> None:
        """Tuesdays and Wednesdays are closed, and a change comes on a weekend."""
        hours, lists = zone
        add = hours.adder(read_delay({"business_days": 1}))
        for each in lists:
            for at in each.near():
                assert add(at) == each.instant_at(each.walls[at] + DAY)

    def test_business_hours(self, zone: Zone) -> None:
        hours, lists = zone
        add = hours.adder(read_delay({"business_hours": "PT45M"}))
        for each in lists:
            is_open = sorted(open_minutes(each))
            for at in each.near():
                left = [minute for minute in is_open if minute >= at]
                assert add(at) == left[44] + MINUTE


def _zone(hours: OpeningHours) -> ZoneInfo:
    return ZoneInfo(hours.calendar.zone)

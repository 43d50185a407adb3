"""Clocks from tables show what the zone itself shows: specification, section 2.4."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadflow.calendars.clocks import Clocks
from leadflow.instants import EARLIEST, LATEST, date_at, instant_at, wall_time

ZONES = (
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Antarctica/Troll",
    "Asia/Kolkata",
    "Africa/Bissau",
    "Africa/Monrovia",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "UTC",
)
CLOCKS = {zone: Clocks(ZoneInfo(zone)) for zone in ZONES}
EDGES = (
    EARLIEST,
    EARLIEST + timedelta(hours=9),
    datetime(1, 6, 1, 3, tzinfo=UTC),
    datetime(2, 1, 1, tzinfo=UTC),
    datetime(9998, 12, 31, 20, tzinfo=UTC),
    datetime(9999, 6, 1, 20, tzinfo=UTC),
    LATEST - timedelta(hours=9),
    LATEST,
)


def as_told(wall: datetime) -> datetime:
    """A wall time as the tables write it."""
    return wall.replace(tzinfo=UTC, fold=0)


@st.composite
def instants(draw: st.DrawFn, zone: str) -> datetime:
    """Any instant, and more often one near a change of the clocks or the turn of a year."""
    year = draw(st.integers(1890, 2199))
    turn = datetime(year, 1, 1, tzinfo=UTC)
    near = draw(st.sampled_from([turn, *CLOCKS[zone]._by_year[year].changes]))
    away = draw(st.sampled_from([timedelta(days=190), timedelta(hours=26), timedelta(seconds=2)]))
    return near + draw(st.floats(-1, 1)) * away


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, datetime]:
    zone = draw(st.sampled_from(ZONES))
    return zone, draw(instants(zone))


class TestTheZoneItselfSaysTheSame:
    """Tables of offsets are a quicker way to the same wall time (2.4)."""

    @given(cases())
    @example(("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)))
    @example(("Africa/Monrovia", datetime(1972, 1, 7, 0, 44, 30, tzinfo=UTC)))
    def test_the_wall_time_of_an_instant(self, case: tuple[str, datetime]) -> None:
        zone, at = case
        assert CLOCKS[zone].shown_at(at) == as_told(wall_time(at, ZoneInfo(zone)))

    @given(cases())
    @example(("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)))
    def test_the_date_of_an_instant(self, case: tuple[str, datetime]) -> None:
        zone, at = case
        assert CLOCKS[zone].date_at(at) == date_at(at, ZoneInfo(zone))

    @given(cases())
    @example(("America/Los_Angeles", datetime(2026, 3, 8, 2, 30, tzinfo=UTC)))
    @example(("America/Los_Angeles", datetime(2026, 11, 1, 1, 30, tzinfo=UTC)))
    @example(("Pacific/Apia", datetime(2011, 12, 30, 9, tzinfo=UTC)))
    def test_the_instant_of_a_wall_time(self, case: tuple[str, datetime]) -> None:
        zone, shown = case
        expected = instant_at(shown.replace(tzinfo=None), ZoneInfo(zone))
        assert CLOCKS[zone].instant_of(shown) == expected

    @given(cases())
    def test_what_a_clock_shows_leads_back_to_the_first_instant_at_which_it_did(
        self, case: tuple[str, datetime]
    ) -> None:
        zone, at = case
        clocks = CLOCKS[zone]
        shown = clocks.shown_at(at)
        assert clocks.instant_of(shown) <= at
        assert clocks.shown_at(clocks.instant_of(shown)) == shown


class TestAChangeIsFoundToTheTick:
    """The clocks are as they were up to the last microsecond before a change (2.4)."""

    @pytest.mark.parametrize(
        ("change", "before", "after"),
        [
            ("2026-03-08T10:00", "2026-03-08T01:59:59.999999", "2026-03-08T03:00"),
            ("2026-11-01T09:00", "2026-11-01T01:59:59.999999", "2026-11-01T01:00"),
        ],
        ids=["put forward", "put back"],
    )
    def test_clocks_are(self, change: str, before: str, after: str) -> None:
        at, was, becomes = map(as_told, map(datetime.fromisoformat, (change, before, after)))
        clocks = CLOCKS["America/Los_Angeles"]
        shown = clocks.shown_at(at - timedelta(microseconds=1)), clocks.shown_at(at)
        assert shown == (was, becomes)

    def test_a_day_left_out(self) -> None:
        clocks = CLOCKS["Pacific/Apia"]
        noon = datetime(2011, 12, 30, 22, tzinfo=UTC)
        dates = [clocks.date_at(noon - timedelta(days=1)), clocks.date_at(noon)]
        assert dates == [date(2011, 12, 29), date(2011, 12, 31)]


class TestAtTheEdgeOfTheCalendar:
    """What would lie outside the years 1 to 9999 stops at their edge (2.4)."""

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("at", EDGES, ids=str)
    def test_the_wall_time_stops(self, zone: str, at: datetime) -> None:
        assert CLOCKS[zone].shown_at(at) == as_told(wall_time(at, ZoneInfo(zone)))

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("at", EDGES, ids=str)
    def test_the_date_stops(self, zone: str, at: datetime) -> None:
        assert CLOCKS[zone].date_at(at) == date_at(at, ZoneInfo(zone))

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("shown", EDGES, ids=str)
    def test_the_instant_stops(self, zone: str, shown: datetime) -> None:
        expected = instant_at(shown.replace(tzinfo=None), ZoneInfo(zone))
        assert CLOCKS[zone].instant_of(shown) == expected

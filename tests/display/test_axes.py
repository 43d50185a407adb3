"""Axes and numbers: few round ticks, and the same writing on every machine."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import ZONE, at
from leadflow.display.clock import ticks
from leadflow.display.scales import scale
from leadflow.display.svg import fitted, number, place, short_number, width_of, with_unit

LOS_ANGELES = "America/Los_Angeles"
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


class TestNumbers:
    """A number is written as people read it."""

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (1234567, "1,234,567"),
            (0.5, "0.5"),
            (12.345, "12.35"),
            (123.45, "123.5"),
            (1234.6, "1,235"),
            (0.0123, "0.012"),
            (0.000123, "0.00012"),
            (-3.5, "-3.5"),
            (1e15, "1e+15"),
            (None, "-"),
            (math.nan, "-"),
            (math.inf, "-"),
        ],
    )
    def test_written(self, value: float | None, written: str) -> None:
        assert number(value) == written

    @pytest.mark.parametrize(
        ("value", "written"),
        [(999, "999"), (9_999, "9,999"), (12_345, "12k"), (-2e7, "-20M"), (None, "-")],
    )
    def test_in_a_narrow_place(self, value: float | None, written: str) -> None:
        assert short_number(value) == written

    @pytest.mark.parametrize(
        ("told", "unit", "written"),
        [("12", "%", "12%"), ("12", "h", "12 h"), ("12", "", "12"), ("-", "h", "-")],
    )
    def test_with_a_unit(self, told: str, unit: str, written: str) -> None:
        assert with_unit(told, unit) == written

    @pytest.mark.parametrize(
        ("value", "written"), [(1.04, "1"), (1.06, "1.1"), (-0.01, "0"), (100, "100")]
    )
    def test_a_place_has_one_decimal(self, value: float, written: str) -> None:
        assert place(value) == written


class TestFitting:
    """Text that is too long for its place is cut, and says so."""

    def test_what_fits_stays(self) -> None:
        assert fitted("Follow-up", 200) == "Follow-up"

    def test_what_does_not_ends_in_an_ellipsis(self) -> None:
        cut = fitted("Patient Scheduled", 60)
        assert cut.endswith("…")
        assert "Patient Scheduled".startswith(cut[:-1])
        assert width_of(cut) <= 60 + width_of("…")

    def test_east_asian_letters_take_more_room(self) -> None:
        assert width_of("已预约") > width_of("abc")

    @settings(max_examples=60)
    @given(words=st.text(max_size=40), room=st.floats(0, 300))
    def test_always_something_is_left(self, words: str, room: float) -> None:
        assert bool(fitted(words, room)) == bool(words)


class TestScales:
    """A scale holds all values between round ends."""

    @settings(max_examples=150)
    @given(values=st.lists(st.none() | st.floats(), max_size=6))
    def test_all_values_lie_on_it(self, values: list[float | None]) -> None:
        found = scale(values, 0, 100)
        for value in values:
            if value is not None and math.isfinite(value) and abs(value) < 1e300:
                assert -0.1 <= found.at(value) <= 100.1

    @settings(max_examples=150)
    @given(values=st.lists(st.floats(allow_nan=False), min_size=1, max_size=6))
    def test_its_ticks_are_few_and_in_order(self, values: list[float]) -> None:
        found = scale(values, 0, 100)
        places = [value for value, _told in found.ticks()]
        assert 2 <= len(places) <= 8
        assert places == sorted(places)

    def test_ticks_are_round(self) -> None:
        found = scale([0, 0.97], 0, 100)
        assert [told for _value, told in found.ticks()] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]

    def test_one_value_has_nought_beside_it(self) -> None:
        assert scale([3], 0, 100).ticks()[0][1] == "0"
        assert scale([-3], 0, 100).ticks()[-1][1] == "0"

    def test_nothing_has_a_scale_too(self) -> None:
        assert scale([], 0, 100).ticks()


def written(start: str, end: str, most: int = 8) -> list[str]:
    """The ticks between two times of the clinic's clocks."""
    return [words for _at, words in ticks(at(start), at(end), zone=LOS_ANGELES, most=most)]


class TestTimes:
    """Ticks of a time line are round times of the clinic's clocks."""

    def test_of_hours(self) -> None:
        assert written("2026-11-03 08:50", "2026-11-03 13:10") == [
            "09:00", "10:00", "11:00", "12:00", "13:00",
        ]  # fmt: skip

    def test_of_days(self) -> None:
        assert written("2026-11-03 09:00", "2026-11-06 09:00", 5) == ["Nov 4", "Nov 5", "Nov 6"]

    def test_hours_of_several_days_begin_with_the_day(self) -> None:
        assert written("2026-11-03 18:00", "2026-11-04 12:30") == [
            "18:00", "21:00", "Nov 4", "03:00", "06:00", "09:00", "12:00",
        ]  # fmt: skip

    def test_of_months(self) -> None:
        assert written("2026-10-15 09:00", "2027-03-10 09:00") == [
            "Nov 1", "Dec 1", "Jan 2027", "Feb 1", "Mar 1",
        ]  # fmt: skip

    def test_of_years(self) -> None:
        assert written("2020-06-01 00:00", "2024-06-01 00:00") == [
            "Jan 2021", "Jan 2022", "Jan 2023", "Jan 2024",
        ]  # fmt: skip

    def test_at_the_end_of_all_years(self) -> None:
        start, end = (datetime(9999, 12, 31, hour, 59, tzinfo=UTC) for hour in (20, 23))
        assert [words for _at, words in ticks(start, end, zone="UTC", most=8)] == [
            "21:00", "21:30", "22:00", "22:30", "23:00", "23:30",
        ]  # fmt: skip

    def test_a_day_stays_a_day_where_the_clocks_change(self) -> None:
        """On 2026-11-01 a day has 25 hours in Los Angeles."""
        found = ticks(at("2026-10-31 00:00"), at("2026-11-03 00:00"), zone=LOS_ANGELES, most=4)
        assert [each.astimezone(ZONE).hour for each, _words in found] == [0, 0, 0, 0]

    @settings(max_examples=100)
    @given(one=INSTANTS, other=INSTANTS, most=st.integers(6, 12))
    def test_whatever_the_period_they_are_few_and_in_order(
        self, one: datetime, other: datetime, most: int
    ) -> None:
        start, end = sorted((one, other))
        found = [instant for instant, _words in ticks(start, end, zone=LOS_ANGELES, most=most)]
        assert len(found) <= most + 2
        assert all(start <= each <= end for each in found)
        assert all(before < after for before, after in pairwise(found))

    @settings(max_examples=60)
    @given(start=INSTANTS, hours=st.integers(3, 24 * 400))
    def test_a_period_of_hours_or_days_has_some(self, start: datetime, hours: int) -> None:
        end = start + timedelta(hours=hours) if start.year < 9900 else start
        found = ticks(start, end, zone=LOS_ANGELES, most=8)
        assert found or start == end

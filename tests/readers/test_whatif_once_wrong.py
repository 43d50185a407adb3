"""What-if answers that were once wrong, each by its shortest case."""

from __future__ import annotations

from typing import Any

from leadflow import RSI, Engine, Policy
from leadflow.readers.diff import Witness, diff
from leadflow.readers.diff.asking import Side
from leadflow.readers.diff.hints import hints
from parting import is_true


def with_calendar(policy: Policy, **changes: Any) -> Policy:
    return policy.revise(calendar=changes)


def closed(*days: str) -> list[str]:
    """The closed dates of the preset, and these."""
    calendar: dict[str, Any] = RSI.model_dump(mode="json")["calendar"]
    return [*calendar["closed"], *days]


def covered(*, without: int) -> list[int]:
    return [year for year in RSI.calendar.covered_years if year != without]


class TestFieldsThatMatterTogether:
    """Two fields may each change nothing alone and yet change decisions together."""

    DAY = "2026-11-04"

    def test_a_closed_date_and_the_special_day_that_hides_it(self) -> None:
        both = with_calendar(RSI, closed=closed(self.DAY), special=[{"on": self.DAY, "open": []}])
        found = diff(both, other=RSI)
        assert all(each.idle for each in found.fields)
        assert isinstance(found.witness, Witness)
        assert is_true(Engine(both), Engine(RSI), found.witness)
        assert found.why_none is None


class TestDatesAtTheEdge:
    """A calendar may name any date, and close any week: leads are put where events may be."""

    def test_a_year_whose_first_week_of_march_is_closed(self) -> None:
        march = with_calendar(RSI, closed=closed(*(f"2027-03-0{day}" for day in range(1, 8))))
        other = with_calendar(march, covered_years=covered(without=2027))
        witness = diff(march, other=other).witness
        assert isinstance(witness, Witness)
        assert is_true(Engine(march), Engine(other), witness)

    def test_the_first_date_that_events_may_have(self) -> None:
        other = with_calendar(RSI, closed=closed("1970-01-01"))
        witness = diff(RSI, other=other).witness
        assert isinstance(witness, Witness)
        assert is_true(Engine(RSI), Engine(other), witness)

    def test_no_lead_is_put_where_no_event_may_be(self) -> None:
        week = Side(RSI), Side(RSI)
        dated = Side(with_calendar(RSI, closed=closed("0001-01-01", "9999-12-31"))), Side(RSI)
        assert list(hints("calendar", *dated)) == list(hints("calendar", *week))

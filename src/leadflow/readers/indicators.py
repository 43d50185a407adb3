"""Indicators as values (KPI-5): counts that add up, rates, targets and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import with_config
from pydantic_core import to_json, to_jsonable_python

from leadflow.display.charts import bars
from leadflow.display.pages import Page, Table, clocked, percent, shown
from leadflow.display.svg import number
from leadflow.errors import InvalidCohort
from leadflow.instants import Computed
from leadflow.outputs import PolicyRef
from leadflow.showing import Shown

Verdict = Literal["met", "missed", "open"]
"""How an indicator stands to its target, whatever becomes of what is open; or not known yet."""

NAMES = ("response", "conversion", "connect", "show")
"""The indicators, in the order of the specification (KPI-1 to KPI-4)."""


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True, order=True)
class OpenCall:
    """A placed call whose outcome is not known: its lead, and its first event in the history."""

    lead_id: str
    event: int


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True, order=True)
class OpenVisit:
    """An appointment whose start has passed and of which nobody recorded what became of it."""

    lead_id: str
    appointment_id: str


Open = TypeVar("Open", bound=str | OpenCall | OpenVisit)


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Indicator(Shown, Generic[Open]):
    """One indicator (KPI-5): how many met it, how many missed it, and which are still open.

    `met` and `missed` are numbers of leads, calls or appointments. `open` holds lead ids, calls or
    appointments, sorted: two counts of the same are equal whatever the order in which they were
    made. `target` and all rates are shares from 0 to 1.
    """

    met: int
    missed: int
    open: tuple[Open, ...]
    target: float

    @property
    def rate(self) -> float | None:
        """The share that met it among those that are known; `None` where none is."""
        return _share(self.met, self.met + self.missed)

    @property
    def lowest(self) -> float | None:
        """The rate if all that is open came to miss it; `None` where nothing is counted."""
        return _share(self.met, self.met + self.missed + len(self.open))

    @property
    def highest(self) -> float | None:
        """The rate if all that is open came to meet it; `None` where nothing is counted."""
        met = self.met + len(self.open)
        return _share(met, met + self.missed)

    @property
    def verdict(self) -> Verdict:
        """`met` or `missed` where that no longer hangs on what is open, else `open`."""
        lowest, highest = self.lowest, self.highest
        if lowest is None or highest is None:
            return "open"
        if lowest >= self.target:
            return "met"
        return "missed" if highest < self.target else "open"

    def to_dict(self) -> dict[str, Any]:
        """The indicator as JSON values."""
        return {
            "met": self.met,
            "missed": self.missed,
            "open": to_jsonable_python(self.open),
            "rate": self.rate,
            "lowest": self.lowest,
            "highest": self.highest,
            "target": self.target,
            "verdict": self.verdict,
        }

    def row(self) -> dict[str, Any]:
        """The indicator as one flat row: as `to_dict`, but of what is open only the number."""
        return {**self.to_dict(), "open": len(self.open)}

    def rows(self) -> list[dict[str, Any]]:
        """The indicator as the one row of a data frame."""
        return [self.row()]

    def _page(self) -> Page:
        return Page("Indicator", (), (Table("Counts", _COLUMNS, [_cells(self)]),))

    def __add__(self, other: Indicator[Open]) -> Indicator[Open]:
        """Both counts together; raises `InvalidCohort` where their targets differ."""
        if not isinstance(other, Indicator):
            return NotImplemented
        if self.target != other.target:
            raise InvalidCohort("counts with different targets do not add: use one policy for both")
        both = tuple(sorted((*self.open, *other.open)))
        return Indicator(self.met + other.met, self.missed + other.missed, both, self.target)


_COLUMNS = ("met", "missed", "open", "rate", "lowest", "highest", "target", "verdict")


def _cells(indicator: Indicator[Any]) -> tuple[str, ...]:
    counts = indicator.met, indicator.missed, len(indicator.open)
    rates = indicator.rate, indicator.lowest, indicator.highest, indicator.target
    return *map(number, counts), *map(percent, rates), indicator.verdict


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _in_hundred(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Cohort:
    """Whose indicators: leads created in `[start, end)`, as seen at `now` under a policy."""

    start: Computed
    end: Computed
    now: Computed
    policy: PolicyRef


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Indicators(Shown):
    """The four indicators of a cohort (KPI-1 to KPI-4); those of two groups of it add with `+`.

    `response` and `conversion` count leads, `connect` placed calls, `show` appointments.
    """

    cohort: Cohort
    response: Indicator[str]
    conversion: Indicator[str]
    connect: Indicator[OpenCall]
    show: Indicator[OpenVisit]

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each indicator: its name, the counts, the rates, target and verdict."""
        return [{"indicator": name, **getattr(self, name).row()} for name in NAMES]

    def to_dict(self) -> dict[str, Any]:
        """The indicators as JSON values, by their names."""
        return {name: getattr(self, name).to_dict() for name in NAMES}

    def to_json(self) -> str:
        """The indicators as JSON: the same counts give the same bytes on any machine."""
        return to_json(self.to_dict()).decode()

    def _page(self) -> Page:
        cohort, each = self.cohort, {name: getattr(self, name) for name in NAMES}
        start, end = shown(cohort.start, zone=None), shown(cohort.end, zone=None)
        lines = (
            clocked(cohort.now, zone=None, policy=cohort.policy),
            f"Leads created from {start} to before {end}",
        )
        rows = [(name, *_cells(indicator)) for name, indicator in each.items()]
        table = Table("Counts and rates", ("indicator", *_COLUMNS), rows)
        rates = {
            "rate": [_in_hundred(indicator.rate) for indicator in each.values()],
            "target": [_in_hundred(indicator.target) for indicator in each.values()],
        }
        picture = bars("Rates and targets", labels=NAMES, series=rates, unit="%")
        return Page("Indicators", lines, (table,), (picture,))

    def __add__(self, other: Indicators) -> Indicators:
        """The indicators of both groups together.

        Raises `InvalidCohort` where they are not of one cohort, seen at one instant under one
        policy: rates that were counted differently say nothing together.
        """
        if not isinstance(other, Indicators):
            return NotImplemented
        if self.cohort != other.cohort:
            raise InvalidCohort(
                "indicators of different cohorts do not add:"
                " count both with the same start, end, now and policy"
            )
        return Indicators(
            self.cohort,
            self.response + other.response,
            self.conversion + other.conversion,
            self.connect + other.connect,
            self.show + other.show,
        )

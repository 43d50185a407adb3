"""What a weekly review says, as values, and how it is written for people (INC 15.5 to 15.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import with_config
from pydantic_core import to_jsonable_python

from leadflow.delays import Delay, write_delay
from leadflow.display.pages import Page, Table, clocked, percent, shown
from leadflow.display.words import worded
from leadflow.instants import Computed
from leadflow.outputs import PolicyRef
from leadflow.readers.indicators import Indicator, Indicators, OpenVisit
from leadflow.showing import Shown
from leadflow.sources import INC, Clause
from leadflow.vocabulary import Status


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group, or of all; those of two groups add with `+`.

    `week` and `before` are the indicators of the leads created in the week and in the one before.
    `visits` and `visits_before` are those of the appointments whose start lay in either week,
    whenever their leads came in (KPI-4).
    """

    week: Indicators
    before: Indicators
    visits: Indicator[OpenVisit]
    visits_before: Indicator[OpenVisit]

    def __add__(self, other: Figures) -> Figures:
        """The figures of both groups together; raises `InvalidCohort` where the weeks differ."""
        if not isinstance(other, Figures):
            return NotImplemented
        return Figures(
            self.week + other.week,
            self.before + other.before,
            self.visits + other.visits,
            self.visits_before + other.visits_before,
        )


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Unconverted:
    """An open lead that has long been without any booking."""

    lead_id: str
    created_at: Computed
    status: Status
    specialist: str
    source: str


Chapter = tuple[Clause, str, Sequence[tuple[str, str, str, Indicator[Any]]]]
"""An item of the review: its clause, its name, and its lines: group, period, name, indicator."""

THE_WEEK, WEEK_BEFORE = "week", "week before"
ALL: Final = "all leads"


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class WeeklyReview(Shown):
    """How the week went: conversion, leads that wait long, visits, and each group's figures.

    `groups` are pairs of key and figures, in order of the keys; they add up to `total`.
    `unconverted_after` is the age from which an open lead without booking is listed, the oldest
    first; `None` where the policy sets none, and then none is listed.
    """

    now: Computed
    zone: str
    policy: PolicyRef
    total: Figures
    groups: tuple[tuple[str, Figures], ...]
    unconverted_after: Delay | None
    unconverted: tuple[Unconverted, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A flat row of JSON values for each line; what a line has not is `None`."""
        rows: list[dict[str, Any]] = []
        for clause, check, lines in self._chapters():
            for group, period, name, indicator in lines:
                told = {"group": group, "period": period, "indicator": name, **indicator.row()}
                rows.append({"check": check, **told, "source": clause.citation})
        rows += ({"check": "unconverted", **to_jsonable_python(each)} for each in self.unconverted)
        columns = dict.fromkeys(column for row in rows for column in row)
        return [{column: row.get(column) for column in columns} for row in rows]

    def _chapters(self) -> tuple[Chapter, Chapter, Chapter]:
        total = self.total
        converted = [
            (ALL, THE_WEEK, "conversion", total.week.conversion),
            (ALL, WEEK_BEFORE, "conversion", total.before.conversion),
        ]
        visits = [
            (ALL, THE_WEEK, "show", total.visits),
            (ALL, WEEK_BEFORE, "show", total.visits_before),
        ]
        team = [
            (key, period, name, indicator)
            for key, figures in self.groups
            for period, name, indicator in _lines(figures)
        ]
        return (
            (INC.weekly_conversion, "conversion", converted),
            (INC.weekly_show, "show", visits),
            (INC.weekly_team, "team", team),
        )

    def _page(self) -> Page:
        zone, week = self.zone, self.total.week.cohort
        began, before = (shown(each.start, zone=zone) for each in (week, self.total.before.cohort))
        lines = (
            clocked(self.now, zone=zone, policy=self.policy),
            f"The week began {began}, the week before it {before}",
        )
        conversion, visits, team = map(_table, self._chapters())
        waiting = Table(
            INC.weekly_unconverted.citation + self._age(),
            ("lead", "created", "status", "specialist"),
            [
                (
                    each.lead_id,
                    shown(each.created_at, zone=zone),
                    worded(each.status),
                    each.specialist,
                )
                for each in self.unconverted
            ],
        )
        return Page("Weekly review", lines, (conversion, waiting, visits, team))

    def _age(self) -> str:
        if self.unconverted_after is None:
            return " (the policy sets no age)"
        told = write_delay(self.unconverted_after)
        if isinstance(told, dict):
            told = " ".join(f"{value} {unit.replace('_', ' ')}" for unit, value in told.items())
        return f" (from an age of {told})"


def _lines(figures: Figures) -> Iterable[tuple[str, str, Indicator[Any]]]:
    """The lines of a group: the indicators of its new leads, and its visits, in either week."""
    weeks = (
        (THE_WEEK, figures.week, figures.visits),
        (WEEK_BEFORE, figures.before, figures.visits_before),
    )
    for period, leads, visits in weeks:
        yield period, "response", leads.response
        yield period, "conversion", leads.conversion
        yield period, "connect", leads.connect
        yield period, "show", visits


def _table(chapter: Chapter) -> Table:
    clause, _check, lines = chapter
    columns = ("of", "in", "indicator", "met", "missed", "open", "rate", "target", "verdict")
    rows = [
        (
            group,
            period,
            name,
            str(each.met),
            str(each.missed),
            str(len(each.open)),
            percent(each.rate),
            percent(each.target),
            each.verdict,
        )
        for group, period, name, each in lines
    ]
    return Table(clause.citation, columns, rows)

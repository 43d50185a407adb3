"""What a behaviour shows of itself: a table of its values, and pictures of calls and arrivals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leadflow.display.charts import bars, heat_map
from leadflow.display.pages import Picture, Table
from leadflow.display.words import worded
from leadflow.mappings import FrozenMapping
from leadflow.readers.simulation.weights import HOURS, WEEKDAYS


def by_place(value: Any) -> list[tuple[str | None, Any]]:
    """A value, or each of several with its place among them."""
    if isinstance(value, tuple):
        return [(str(place), each) for place, each in enumerate(value)]
    if isinstance(value, FrozenMapping):
        return [(str(key), value[key]) for key in value]
    return [(None, value)]


def table_of_values(counted: Iterable[tuple[str, Any, int]]) -> Table:
    """Each field with its value, and on how many observations that rests."""
    rows = [
        (worded(name), _told(value), f"{count:,}" if count else "assumed")
        for name, value, count in counted
    ]
    return Table("Chances, weights and times", ("what", "value", "observations"), rows)


def calls_answered(chances: Sequence[float]) -> Picture:
    """How often calls are answered, by their number."""
    answered = {"answered": [100 * each for each in chances]}
    calls = [f"call {n + 1}" for n in range(len(chances))]
    return bars("Calls answered", labels=calls, series=answered, unit="%")


def when_leads_come(by_weekday: Sequence[float], by_hour: Sequence[float]) -> Picture:
    """When leads come in, by weekday and hour."""
    week = [[a * b for b in by_hour] for a in by_weekday]
    return heat_map("When leads come in", rows=WEEKDAYS, columns=[*map(str, HOURS)], values=week)


def _told(value: Any) -> str:
    cells = [f"{each:.3g}" for _place, each in by_place(value)]
    if isinstance(value, FrozenMapping):
        cells = [f"{worded(key)} {each}" for key, each in zip(value, cells, strict=True)]
    return ", ".join(cells)

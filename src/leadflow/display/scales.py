"""Axes: from values to places, with few round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from leadflow.display.svg import number

_TICKS: Final = 5
"""How many steps an axis has at most."""
_ROUND: Final = (1, 2, 5, 10)
_MOST: Final = 1e300
"""What is farther out is drawn there: differences must stay numbers."""
_FROM_NOUGHT: Final = 0.5
"""An axis begins at nought unless all values lie within so small a part of it."""


def known(value: float | None) -> float | None:
    """The value as it can be drawn; `None` for what is no number."""
    if value is None or math.isnan(value):
        return None
    return float(max(-_MOST, min(_MOST, value)))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` at the places from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def at(self, value: float) -> float:
        """The place of a value."""
        share = value / self.high if self.low == 0 else (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Round values, and how they are written."""
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        values = [float(f"{each * self.step:.12g}") for each in range(first, last + 1)]
        return [(each, number(each)) for each in values]


def scale(
    values: Iterable[float | None], start: float, end: float, *, nought: bool = False
) -> Scale:
    """A scale that holds all the values and ends at round ones; `nought`: and nought as well."""
    told = [each for value in values if (each := known(value)) is not None]
    low, high = min(told, default=0.0), max(told, default=1.0)
    if nought or 0 <= low <= high * _FROM_NOUGHT or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1 / _MOST:
        high = low + 1
    step = _step((high - low) / _TICKS)
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, start, end, step)


def _step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next((size * each for each in _ROUND if size * each >= least), size * _ROUND[-1])

"""The values of a behaviour: chances, weights, factors and times, and the bounds of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import Field, ValidationInfo
from pydantic_core import PydanticCustomError

from leadflow.mappings import FrozenMapping
from leadflow.vocabulary import LeadSource

Probability = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1e9, strict=True, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=0, le=24, strict=True, allow_inf_nan=False)]
Minutes = Annotated[float, Field(gt=0, le=480, strict=True, allow_inf_nan=False)]
Hours = Annotated[float, Field(gt=0, le=2_000, strict=True, allow_inf_nan=False)]
WEEKDAYS: Final = "Mon Tue Wed Thu Fri Sat Sun".split()
HOURS: Final = tuple(range(24))
MOST_DAYS_AHEAD: Final = 120
_EXCLUSIVE: Final = {"stops": ("booked", "declines"), "moves": ("cancels",)}
"""Chances that share a whole, under the name of the one that comes last."""
_TINY: Final = 1e-9


class SourceWeights(FrozenMapping[float], read=dict[str, Weight], known=tuple(LeadSource)):
    """How often leads come from each source, relative to each other."""

    __slots__ = ()


def a_week(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Weights that are one for each weekday."""
    return _so_many(weights, len(WEEKDAYS), "one for each weekday")


def a_day(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Values that are one for each hour."""
    return _so_many(weights, len(HOURS), "one for each hour")


def some_weight(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Weights of which one at least is above 0."""
    _weighty(weights)
    return weights


def some_source(sources: SourceWeights) -> SourceWeights:
    """Weights of sources of leads, of which one at least is above 0."""
    if not set(sources) <= set(LeadSource):
        raise PydanticCustomError("not_a_source", "weights are given to sources of leads only")
    _weighty(sources.values())
    return sources


def no_more_than_all(share: float, info: ValidationInfo) -> float:
    """A chance that leaves those of what it excludes their share of the whole."""
    others = _EXCLUSIVE[str(info.field_name)]
    if sum(info.data.get(name, 0.0) for name in others) + share > 1 + _TINY:
        raise PydanticCustomError(
            "more_than_all",
            "{names} exclude each other: together they are at most 1",
            {"names": ", ".join((*others, str(info.field_name)))},
        )
    return share


def _so_many(values: tuple[float, ...], many: int, what: str) -> tuple[float, ...]:
    if len(values) != many:
        raise PydanticCustomError("wrong_number_of_weights", "give {what}", {"what": what})
    return values


def _weighty(values: Iterable[float]) -> None:
    if not any(each > 0 for each in values):
        raise PydanticCustomError("no_weight", "at least one of the weights must be above 0")

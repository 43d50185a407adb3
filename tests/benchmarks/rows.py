"""The table: what is compared with what, and how much the one may take of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from benchmarks.measuring import Samples, ratio, seconds
from benchmarks.works.deciding import deciding
from benchmarks.works.lengths import calendar, lengths
from benchmarks.works.missing import Missing
from benchmarks.works.peers import peers
from benchmarks.works.processes import importing, workers
from benchmarks.works.reading import bytes_of_an_event, bytes_with_lead, reading


class Figure(Protocol):
    """Measures, or takes from what was measured together with other rows."""

    def __call__(self) -> float:
        """The figure."""

    def takes(self) -> str:
        """What it is taken of, in absolute terms, on this machine."""


@dataclass(frozen=True)
class Ratio:
    """How many times as long one work takes as another."""

    samples: Callable[[], Samples]
    work: str
    to: str
    of: str
    """What takes so long: an event, a history, all."""

    def __call__(self) -> float:
        if self.work not in (samples := self.samples()) or self.to not in samples:
            raise Missing("cannot be measured on a native build")
        return ratio(samples, self.work, self.to)

    def takes(self) -> str:
        cost, base = (seconds(self.samples(), each) for each in (self.work, self.to))
        return f"{_time(cost)} / {_time(base)} {self.of}".strip()


def _time(taken: float) -> str:
    for unit, length in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if taken >= length:
            return f"{taken / length:.3g} {unit}"
    return f"{taken * 1e9:.0f} ns"


@dataclass(frozen=True)
class Bytes:
    """What is kept in memory."""

    kept: Callable[[], float]

    def __call__(self) -> float:
        return self.kept()

    def takes(self) -> str:
        return ""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    title: str
    figure: Figure
    bound: float | None = None
    """The most that the figure may be, or the least; none where it is only told."""
    at_least: bool = False
    unit: str = "x"
    unmet: bool = False
    """Known not to keep to the bound, or not without a native build: see docs/performance.md."""

    def met(self, figure: float) -> bool | None:
        """Whether the figure keeps to the bound."""
        if self.bound is None:
            return None
        return figure >= self.bound if self.at_least else figure <= self.bound


_deciding = partial(Ratio, deciding, of="an event")
_reading = partial(Ratio, reading, of="a history")
_calendar = partial(Ratio, calendar, of="")


def _peer(name: str, at_least: float | None = None) -> Row:
    figure = Ratio(peers, name, "leadflow", "an event")
    unmet = at_least is not None
    return Row(f"{name} / leadflow", figure, at_least, at_least=True, unmet=unmet)


ROWS: Sequence[Row] = (
    Row("decide, RSI / yardstick", _deciding("RSI", "yardstick"), 6.0, unmet=True),
    Row("decide, INCINTA / yardstick", _deciding("INCINTA", "yardstick"), 12.0, unmet=True),
    Row("decide, CLINIC / yardstick", _deciding("CLINIC", "yardstick"), 12.0, unmet=True),
    Row("decide, RSI, and ask nothing / yardstick", _deciding("RSI, unread", "yardstick")),
    Row("ask a folded state again / fold anew", _deciding("asked again", "folded anew"), 0.4),
    Row("trace recorded / trace thrown away", _deciding("RSI", "RSI, trace away"), 1.25),
    Row("decide and read `because` / decide", _deciding("RSI, because", "RSI")),
    Row("JSON to history / `orjson.loads`", _reading("decode", "orjson"), 5.0, unmet=True),
    Row(
        "JSON to decision to JSON / JSON to history",
        _reading("there and back", "decode"),
        1.6,
        unmet=True,
    ),
    Row("next opening / yardstick history", _calendar("opening", "yardstick"), 0.5),
    Row("add business hours / yardstick history", _calendar("business hours", "yardstick"), 0.5),
    Row("event of 400 / event of 8", Ratio(lengths, "long", "short", "an event"), 0.7),
    Row("memory of an event kept", Bytes(bytes_of_an_event), 200.0, unit="bytes"),
    Row("memory of an event, and its share of the lead", Bytes(bytes_with_lead), unit="bytes"),
    Row(
        "`import leadflow` / importing pydantic and dateutil",
        Ratio(importing, "leadflow", "its two packages", ""),
        2.0,
    ),
    Row(
        "importing what decides / importing pydantic and dateutil",
        Ratio(importing, "what decides", "its two packages", ""),
    ),
    _peer("transitions", 9.0),
    _peer("transitions, a model for each lead"),
    _peer("zen-engine", 12.0),
    _peer("zen-engine, one lead after another"),
    _peer("automat", 16.0),
    _peer("python-statemachine", 120.0),
    _peer("python-statemachine, one instance"),
    Row("two processes / one", Ratio(workers, "two", "one", "a history"), 0.65),
)

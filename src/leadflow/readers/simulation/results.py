"""What came of a simulation: counts, waits and shares, and every history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from pydantic import with_config

from leadflow.calendars import OpeningHours
from leadflow.display.charts import bars, heat_map
from leadflow.display.pages import Page, Table, clocked, percent, shown
from leadflow.display.words import worded
from leadflow.events import AppointmentBooked, CallPlaced, EmailSent, TextSent
from leadflow.history import History
from leadflow.instants import Computed, wall_time
from leadflow.mappings import Counts
from leadflow.outputs import PolicyRef
from leadflow.readers.indicators import Indicators
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.weights import HOURS, WEEKDAYS
from leadflow.readers.simulation.work import Stint
from leadflow.showing import Shown
from leadflow.vocabulary import Status, WorkKind

_OUTREACH: Final = (CallPlaced, EmailSent, TextSent)


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Waiting:
    """How long work of one tier waited from falling due to being taken up, in open minutes.

    `count` is how often any was taken up; `median`, `ninth_decile` (90 of 100 waited no longer)
    and `longest` are `None` where none was. `never` counts what fell due and was not taken up: it
    was no longer to be done before anybody came to it, or was still due at the end.
    """

    tier: WorkKind
    count: int
    median: float | None
    ninth_decile: float | None
    longest: float | None
    never: int


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Simulation(Shown):
    """A clinic's days under one policy, one behaviour and one seed.

    `agents` is the number of people who worked from `start` to `end`, `seed` the number that chance
    came from.

    `histories` are those of all leads that came in before `end`, in the order in which they did:
    ordinary ones, to be decided on, audited and replayed like recorded ones. `indicators` are
    theirs at `end`. `calls`, `emails`, `texts` and `visits` count what was placed, sent and booked.
    `busy` is the share of their open time (0 to 1) that the agents were at work; `hours` counts
    outreach by weekday (from Monday) and hour of the clinic's clocks; `work` is who was at what.
    """

    policy: PolicyRef
    behaviour: Behaviour
    seed: int
    start: Computed
    end: Computed
    zone: str
    agents: int
    histories: tuple[History, ...]
    indicators: Indicators
    statuses: Counts
    losses: Counts
    calls: int
    emails: int
    texts: int
    visits: int
    waiting: tuple[Waiting, ...]
    busy: float | None
    hours: tuple[tuple[int, ...], ...]
    work: tuple[Stint, ...]

    @property
    def calls_per_visit(self) -> float | None:
        """Calls placed per visit booked; `None` where none was."""
        return self.calls / self.visits if self.visits else None

    @property
    def emails_per_visit(self) -> float | None:
        """E-mails sent per visit booked; `None` where none was."""
        return self.emails / self.visits if self.visits else None

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each figure: what it is a figure of, its name, and its value."""
        rows = [
            *(("simulation", name, value) for name, value in self._figures()),
            *(("status", name, count) for name, count in self.statuses.items()),
            *(("loss", name, count) for name, count in self.losses.items()),
        ]
        for each in self.indicators.rows():
            name = each["indicator"]
            rows += [(name, what, each[what]) for what in ("rate", "met", "missed", "open")]
        for tier in self.waiting:
            of = f"waiting {tier.tier}"
            names = ("count", "median", "ninth_decile", "longest", "never")
            rows += [(of, name, getattr(tier, name)) for name in names]
        return [{"of": of, "figure": figure, "value": value} for of, figure, value in rows]

    def _figures(self) -> Iterable[tuple[str, float | None]]:
        names = ("seed", "agents", "calls", "emails", "texts", "visits")
        yield "leads", len(self.histories)
        for name in (*names, "calls_per_visit", "emails_per_visit", "busy"):
            yield name, getattr(self, name)

    def _page(self) -> Page:
        zone = self.zone
        figures = [
            (worded(name), percent(value) if name == "busy" else _told(value))
            for name, value in self._figures()
        ]
        rates = [
            (each["indicator"], percent(each["rate"]), *(str(each[n]) for n in _COUNTED))
            for each in self.indicators.rows()
        ]
        waits = [
            (worded(each.tier), str(each.count), *map(_told, _minutes(each)), str(each.never))
            for each in self.waiting
        ]
        standing = _counted(self._in_order())
        columns = ("tier", "taken up", "median", "90 of 100 within", "longest", "never")
        tables = (
            Table("Figures", ("figure", "value"), figures),
            Table("Indicators", ("indicator", "rate", *_COUNTED), rates),
            Table("Open minutes from falling due to being taken up", columns, waits),
            Table("Where the leads stand at the end", ("status", "leads"), standing),
            Table("Why leads were lost", ("reason", "leads"), _counted(self.losses.items())),
        )
        start = shown(self.start, zone=zone)
        line = f"From {start} on; seed {self.seed}, {self.agents} agents"
        return Page(
            "Simulation",
            (clocked(self.end, zone=zone, policy=self.policy), line),
            tables,
            self._pictures(),
        )

    def _pictures(self) -> tuple[Any, ...]:
        contacts = heat_map(
            "Outreach by weekday and hour",
            rows=WEEKDAYS,
            columns=[*map(str, HOURS)],
            values=self.hours,
        )
        standing = self._in_order()
        ends = bars(
            "Leads at the end",
            labels=[worded(status) for status, _many in standing],
            series={"leads": [many for _status, many in standing]},
        )
        return contacts, ends

    def _in_order(self) -> list[tuple[str, int]]:
        """How many leads have each status, in the order of the statuses."""
        return [(each, self.statuses[each]) for each in Status if each in self.statuses]


_COUNTED: Final = ("met", "missed", "open")


def _counted(counts: Iterable[tuple[str, int]]) -> list[tuple[str, ...]]:
    return [(worded(name), f"{count:,}") for name, count in counts]


def _minutes(waiting: Waiting) -> tuple[float | None, ...]:
    return waiting.median, waiting.ninth_decile, waiting.longest


def _told(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def waiting_of(
    order: Sequence[WorkKind], waits: dict[WorkKind, list[timedelta]], never: Counter[WorkKind]
) -> tuple[Waiting, ...]:
    """How long each tier waited, in the order of the queue."""
    found = []
    for tier in order:
        minutes = sorted(each.total_seconds() / 60 for each in waits.get(tier, ()))
        most = minutes[-1] if minutes else None
        middle = median(minutes) if minutes else None
        ninth = minutes[-(-len(minutes) * 9 // 10) - 1] if minutes else None
        found.append(Waiting(tier, len(minutes), middle, ninth, most, never[tier]))
    return tuple(found)


class Outreach:
    """What was done, counted from the histories."""

    def __init__(self, histories: Iterable[History], hours: OpeningHours) -> None:
        counts: Counter[type] = Counter()
        week = [[0] * len(HOURS) for _day in WEEKDAYS]
        for history in histories:
            for event in history.events:
                counts[type(event)] += 1
                if isinstance(event, _OUTREACH):
                    self._place(week, event.at, hours)
        self.week = tuple(map(tuple, week))
        self.calls, self.emails, self.texts = (counts[each] for each in _OUTREACH)
        self.visits = counts[AppointmentBooked]

    @staticmethod
    def _place(week: list[list[int]], at: datetime, hours: OpeningHours) -> None:
        wall = wall_time(at, hours.zone)
        week[wall.weekday()][wall.hour] += 1

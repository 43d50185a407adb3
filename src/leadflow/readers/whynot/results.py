"""Why an outcome does not hold and what would have changed that, as values and to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import with_config
from pydantic_core import to_jsonable_python

from leadflow.decision import Decision
from leadflow.display.pages import Page, Table, clocked, shown
from leadflow.display.words import NONE, setting, span_in_words, worded
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.instants import Computed
from leadflow.outputs import PolicyRef, Reason
from leadflow.readers.whynot.conditions import Condition, Matter
from leadflow.readers.whynot.edits import EditKind
from leadflow.showing import Shown
from leadflow.vocabulary import Status

_CHANGES = ("change", "status", "team", "next contact")
_CONDITIONS = ("rule", "condition", "holds", "is", "needed", "missing", "source")


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """One change of the recorded facts, and what would have been decided after it.

    `index` is the event that is changed, by its place in the history; `event` its type, or that of
    the event added; `from_at` and `to_at` are when it was and when it would have been (`None`: not
    at all). `told` is the event as it would have been. `fact` and `value` name the fact, or the
    field of the event, that is otherwise. `history` is the history after the change.
    """

    kind: EditKind
    words: str
    index: int | None
    event: str | None
    from_at: Computed | None
    to_at: Computed | None
    told: AnyEvent | None
    fact: str | None
    value: Any
    history: History
    decision: Decision

    def row(self) -> dict[str, Any]:
        """The change as one flat row; what it is changed to is told as text."""
        contact = self.decision.next_contact
        row: dict[str, Any] = to_jsonable_python(
            {
                "kind": self.kind,
                "change": self.words,
                "index": self.index,
                "event": self.event,
                "from_at": self.from_at,
                "to_at": self.to_at,
                "fact": self.fact,
                "value": as_text(self.value),
                "status": self.decision.status,
                "team": self.decision.routing.team,
                "next_contact_at": None if contact is None else contact.at,
                "reason_for_loss": self.decision.reason_for_loss,
            }
        )
        return row


@dataclass(frozen=True, slots=True)
class Counterfactuals(Shown):
    """The smallest changes after which the answer at `now` is another, the smallest first.

    One fact known, then one event moved, told otherwise, added, removed; of changes that differ
    only in when, the smallest. `tried` says how many changes were looked at, `most` how many of
    each kind at most, `complete` whether no candidate was left out. Where nothing was found, none
    of those tried does it; others may. `labels` are what the clinic calls the statuses.
    """

    lead_id: str
    now: Computed
    zone: str
    policy: PolicyRef
    labels: tuple[tuple[Status, str], ...]
    outcome: str | None
    found: tuple[Counterfactual, ...]
    tried: int
    most: int
    complete: bool

    def rows(self) -> list[dict[str, Any]]:
        """A flat row of JSON values for each change."""
        return [each.row() for each in self.found]

    def lines(self) -> tuple[str, ...]:
        """What was tried, in words."""
        tried = f"Changes tried: {self.tried:,}"
        if not self.complete:
            tried += f" (at most {self.most:,} of each kind; not all there are)"
        return (tried,) if self.found else (tried, "No single change of those tried does it")

    def table(self) -> Table:
        """The changes, each with the decision that would follow."""
        return Table("What would have changed it", _CHANGES, [*map(self._cells, self.found)])

    def _cells(self, each: Counterfactual) -> tuple[str, ...]:
        decision = each.decision
        at = decision.next_contact_at
        contact = NONE if at is None else shown(at, zone=self.zone)
        status = dict(self.labels)[decision.status]
        return each.words, status, worded(decision.routing.team), contact

    def _page(self) -> Page:
        asked = dict[str, str](self.labels).get(self.outcome or "", worded(self.outcome or ""))
        wanted = "the answer" if self.outcome is None else f"it to: {asked}"
        lines = (clocked(self.now, zone=self.zone, policy=self.policy), *self.lines())
        return Page(f"What would have changed {wanted}", lines, (self.table(),))


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class WhyNot(Shown):
    """Why a lead is not what was asked after: the conditions, and what would have changed it.

    Where the outcome holds, `reasons` say why, and there is nothing else to tell. Else `conditions`
    are those of every way to it, in the order of the specification: within one `way` all must hold.
    """

    lead_id: str
    now: Computed
    zone: str
    policy: PolicyRef
    outcome: str
    label: str
    holds: bool
    reasons: tuple[Reason, ...]
    conditions: tuple[Condition, ...]
    counterfactuals: Counterfactuals

    @property
    def failing(self) -> tuple[Condition, ...]:
        """The conditions that do not hold, or of which nobody knows."""
        return tuple(each for each in self.conditions if not each.holds)

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each condition; those of the changes stand apart.

        What is, what is needed and what is missing are told as text: they are of many types.
        """
        return [
            {**to_jsonable_python(each), **{name: as_text(getattr(each, name)) for name in _MIXED}}
            for each in self.conditions
        ]

    def _page(self) -> Page:
        clock = clocked(self.now, zone=self.zone, policy=self.policy)
        if self.holds:
            rows = [
                (
                    worded(each.output),
                    each.rule,
                    each.source,
                    self._in_words(each.value),
                    shown(each.at, zone=self.zone),
                )
                for each in self.reasons
            ]
            table = Table(
                "Why it does", ("output", "rule", "source", "policy value", "since"), rows
            )
            return Page(f"Why not {self.label}? It holds", (clock,), (table,))
        ways = dict.fromkeys(each.way for each in self.conditions)
        tables = tuple(self._way(way) for way in ways)
        asks = f"Each of the {len(ways)} ways asks for all of its conditions"
        if len(ways) == 1:
            asks = "The one way asks for all of its conditions"
        lines = clock, asks, *self.counterfactuals.lines()
        return Page(f"Why not {self.label}?", lines, (*tables, self.counterfactuals.table()))

    def _way(self, way: str) -> Table:
        rows = [self._cells(each) for each in self.conditions if each.way == way]
        return Table(f"Way: {way}", _CONDITIONS, rows)

    def _cells(self, each: Condition) -> tuple[str, ...]:
        holds = "not known" if each.holds is None else "yes" if each.holds else "no"
        missing = each.lacking
        if each.at is not None and each.at > self.now:
            missing += f", until {shown(each.at, zone=self.zone)}"
        of_status = each.matter is Matter.STATUS
        words = self._labelled if of_status else self._in_words
        is_, needed = words(each.is_), words(each.needed)
        return each.rule, each.condition, holds, is_, needed, missing or "-", each.source

    def _labelled(self, value: str | tuple[str, ...]) -> str:
        """Statuses by the clinic's labels."""
        labels = dict[str, str](self.counterfactuals.labels)
        return "; ".join(labels[each] for each in ((value,) if isinstance(value, str) else value))

    def _in_words(self, value: Any) -> str:
        match value:
            case None | ():
                return "-"
            case timedelta():
                return span_in_words(value)
            case tuple():
                return "; ".join(worded(str(each)) for each in value)
            case str():
                return worded(value)
            case int() | list() | dict():
                return setting(value)
            case _:
                return shown(value, zone=self.zone)


_MIXED = "is_", "needed", "missing"


def as_text(value: Any) -> str | None:
    """A value of any type as text, so that a column of them has one type; none stays none."""
    plain = to_jsonable_python(sorted(value) if isinstance(value, frozenset) else value)
    return None if plain is None else setting(plain)

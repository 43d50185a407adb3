"""The exploration: every history of up to so many events, folded one event at a time.

The draft of a prefix is folded once and copied for each event that can follow, so that a history
costs one event, whatever its length. That this is the way of `Engine.decide` is a test of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from clinic import CREATED, lead
from exploration.laws import Told, broken, does_not_hold
from exploration.steps import Tempo
from leadflow import AnyEvent, Decision, Engine, History
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.rulebook.draft import Draft

GOLDEN = Path(__file__).parent / "golden"
LEAD = lead(language="zh")
"""Speaks Chinese; all else is unknown, so that routing has every question open."""
SAMPLED = 251
"""One look in so many is decided again the public way, and has its `valid_until` tried out."""
MOST_FAULTS = 5


class Outcome(NamedTuple):
    """What is counted of a decision."""

    status: str
    contact: str
    reason: str | None
    team: str
    attempts: int
    warnings: frozenset[str]


@dataclass
class Found:
    """What an exploration met."""

    outcomes: dict[tuple[int, str], Counter[Outcome]] = field(default_factory=dict)
    """By depth and look."""
    faults: list[str] = field(default_factory=list)
    """The first decisions that broke a law."""
    sampled: int = 0
    seen: int = 0

    def tables(self, *depths: int) -> dict[str, Any]:
        """Counts of outcomes at these depths, as the golden files hold them."""
        return {
            f"{depth} events": {
                look: _table(counted)
                for (at_depth, look), counted in self.outcomes.items()
                if at_depth == depth
            }
            for depth in depths
        }


def _table(counted: Counter[Outcome]) -> dict[str, Any]:
    columns: dict[str, Counter[str]] = {name: Counter() for name in Outcome._fields}
    for outcome, count in counted.items():
        for name, value in zip(Outcome._fields, outcome, strict=True):
            for each in value if isinstance(value, frozenset) else (value,):
                columns[name][str(each)] += count
    return {name: dict(sorted(column.items())) for name, column in columns.items()}


def explored(engine: Engine, tempo: Tempo, depth: int) -> Found:
    """Every history of up to `depth` events of a tempo, decided at each of its looks."""
    decider, found = engine._decider, Found()
    found.outcomes = {(n, look): Counter() for n in range(depth + 1) for look in tempo.looks}
    positions = tempo.events()[:depth]
    looks = [
        [(after, found.outcomes[n, look]) for look, after in tempo.looks.items()]
        for n in range(depth + 1)
    ]

    def visit(draft: Draft, events: tuple[AnyEvent, ...], told: Told, at: datetime) -> None:
        """Look at one history, and go on to all that begin with it."""
        history = History.model_construct(lead=LEAD, events=events)  # in order as it is
        for after, counted in looks[len(events)]:
            now = at + after
            later = decider.folded_on(draft, now)
            decision = decider.decide(later, history, now)
            counted[_outcome(decision)] += 1
            fault = broken(decision, told)
            found.seen += 1
            if fault is None and found.seen % SAMPLED == 0:
                found.sampled += 1
                fault = sampled(engine, events, decision)
            if fault is not None and len(found.faults) < MOST_FAULTS:
                found.faults.append(f"{fault}: {[each.type for each in events]} at {now}")
        if len(events) == depth:
            return
        for kind, event in positions[len(events)]:
            longer = (*events, event)
            visit(_then(decider, draft, longer), longer, told.then(kind), event.at)

    visit(begin(LEAD, decider.terms), (), Told(), CREATED)
    return found


def _then(decider: Decider, draft: Draft, events: tuple[AnyEvent, ...]) -> Draft:
    """The draft of these events, from the draft of all but the last."""
    twin = draft.copy()
    run(twin, events, events[-1].at, decider.program)
    return twin


def _outcome(decision: Decision) -> Outcome:
    contact, priority = decision.next_contact, decision.priority
    planned = "none"
    if contact is not None and priority is not None:
        planned = f"{contact.purpose.value} {'due' if priority.due else 'later'}"
    return Outcome(
        decision.status.value,
        planned,
        decision.reason_for_loss,
        decision.routing.team.value,
        decision.attempts,
        frozenset([each.code.value for each in decision.warnings]) if decision.warnings else _NONE,
    )


_NONE: frozenset[str] = frozenset()


def sampled(engine: Engine, events: tuple[AnyEvent, ...], decision: Decision) -> str | None:
    """What is wrong with a decision that is looked at closely; none if nothing is."""
    history = History(lead=LEAD, events=events)
    if engine.decide(history, now=decision.now).to_json() != decision.to_json():
        return "the public way decides otherwise"
    return does_not_hold(engine, history, decision)


def as_text(tables: dict[str, Any]) -> str:
    """Counts as the golden files hold them."""
    return json.dumps(tables, indent=1) + "\n"

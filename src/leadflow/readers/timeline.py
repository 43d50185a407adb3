"""One lead's time line: every change of its decision, by event or by time alone, with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Any

from leadflow.decision import Decision
from leadflow.display import Page, Shown, Table, shown
from leadflow.engine.decider import Decider
from leadflow.engine.deferred import everything
from leadflow.engine.walk import Seen, walk
from leadflow.events import CallPlaced
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.changes import behind
from leadflow.readers.differences import OUTPUTS, Difference
from leadflow.readers.timeline_steps import Happened, Passed, Step, drawn
from leadflow.rulebook.occasions import occasion_of


@dataclass(frozen=True, slots=True)
class Timeline(Shown):
    """Every step of a lead from its creation, or an event before that, up to and with `until`.

    Between two steps nothing changes but the clock. `valid_until` is the instant at which the
    last decision ends by itself, if nothing more happens than did by `until`; `None`: never.
    """

    lead_id: str
    until: datetime
    policy: Policy = field(repr=False)
    steps: tuple[Step, ...]
    valid_until: datetime | None

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each step."""
        return [each.row() for each in self.steps]

    def _page(self) -> Page:
        policy, zone = self.policy, self.policy.calendar.zone
        title = f"Time line of {self.lead_id}"
        lines = (
            f"Until {shown(self.until, zone=zone)} ({zone}), by {policy.name} {policy.version}",
        )
        columns = ("when", "what happened", "status", "what changed", "because")
        rows = [each.cells(policy, first=not place) for place, each in enumerate(self.steps)]
        table = Table("Steps", columns, rows)
        if not self.steps:
            return Page(title, lines, (table,))
        end = self.valid_until
        outlook = "nothing more changes by itself"
        if end is not None:
            outlook = f"nothing changes before {shown(end, zone=zone)} unless something happens"
        picture = drawn(title, self.steps, until=self.until, policy=policy)
        return Page(title, (*lines, f"After that, {outlook}"), (table,), (picture,))


def timeline(history: History, *, until: datetime, policy: Policy) -> Timeline:
    """Every change of the decision for a lead up to and with `until`, each with its cause.

    One step for each instant at which the lead came in, an event happened (those of one instant
    are one step, and those that change nothing are steps too), or the decision changed by time
    alone. Events after `until` are not looked at; where the lead comes in later there may be no
    step at all. Raises `InvalidInstant` where `until` is naive or outside the years 1970-2199.
    """
    end = as_instant(until)
    teller = _Teller(history.lead.created_at)
    steps = tuple(teller.steps(walk(Decider(policy), history, end)))
    last = teller.decision
    valid_until = None if last is None else last.valid_until
    return Timeline(history.lead.lead_id, end, policy, steps, valid_until)


class _Teller:
    """Makes steps of what a walk sees."""

    def __init__(self, created_at: datetime) -> None:
        self.decision: Decision | None = None
        """The last decision seen."""
        self._created_at = created_at
        self._said: object = None
        self._placed: set[str | None] = set()
        """Calls that were told of."""
        self._claims: dict[str, Any] = {}
        """What the last step claims; what stays the same is kept once, however many steps."""

    def steps(self, walked: Iterable[Seen]) -> Iterator[Step]:
        """The steps; instants at which nothing happened and nothing changed are none."""
        for seen in walked:
            before, self._said, self.decision = self._said, seen.said(), seen.decision
            if seen.events or seen.at == self._created_at or self._said != before:
                yield self._step(seen)

    def _step(self, seen: Seen) -> Step:
        decision, before = seen.decision, self._claims
        created = seen.at == self._created_at
        passed = None
        if seen.passed is not None and not seen.events and not created:
            passed = Passed(seen.passed.what, seen.reason(seen.passed.ground))
        self._claims = now = {
            output: _shared(before.get(output), getattr(decision, output)) for output in OUTPUTS
        }
        changes = tuple(
            Difference(output, before[output], now[output])
            for output in OUTPUTS
            if before and before[output] != now[output]
        )
        return Step(
            seen.at,
            created,
            tuple(self._happened(seen)),
            passed,
            decision.status,
            decision.next_contact,
            decision.reason_for_loss,
            decision.attempts,
            changes,
            tuple(seen.reasons(behind(changes) if before else everything)),
        )

    def _happened(self, seen: Seen) -> Iterator[Happened]:
        for place, event in enumerate(seen.events, seen.first):
            yield Happened(place, event.type, occasion_of(event, self._placed))
            if isinstance(event, CallPlaced) and event.call_id is not None:
                self._placed.add(event.call_id)


def _shared(before: Any, after: Any) -> Any:
    """The value after, made of what it has in common with the one before."""
    if before == after:
        return before
    if not isinstance(before, tuple):
        return after
    pairs = zip(before, after, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return (*before[:same], *after[same:])

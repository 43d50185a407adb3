"""One lead's time line: every change of its decision, by event or by time alone, with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadflow.decision import Decision
from leadflow.display import Page, Shown, Table, shown
from leadflow.engine.decider import Decider
from leadflow.engine.walk import Seen, walk
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.outputs import Reason
from leadflow.policy import Policy
from leadflow.readers.differences import Difference, differences
from leadflow.readers.timeline_steps import SEVERAL, Happened, Passed, Step, drawn
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
        self._known: dict[Any, Any] = {}
        """Each task, warning and contact once, however many steps hold it."""

    def steps(self, walked: Iterable[Seen]) -> Iterator[Step]:
        """The steps; instants at which nothing happened and nothing changed are none."""
        for seen in walked:
            before, said = self._said, seen.said()
            if seen.events or seen.at == self._created_at or said != before:
                yield self._step(seen)
            self._said, self.decision = said, seen.decision

    def _step(self, seen: Seen) -> Step:
        decision = seen.decision
        created = seen.at == self._created_at
        passed = None
        if seen.passed is not None and not seen.events and not created:
            passed = Passed(seen.passed.what, seen.reason(seen.passed.ground))
        changes: tuple[Difference, ...] = ()
        because = tuple(seen.reasons())
        if self.decision is not None:
            changes = tuple(map(self._kept_once, differences(self.decision, decision)))
            because = tuple(_behind(changes, because))
        return Step(
            seen.at,
            created,
            tuple(
                Happened(place, event.type, occasion_of(event))
                for place, event in enumerate(seen.events, seen.first)
            ),
            passed,
            decision.status,
            decision.next_contact,
            decision.reason_for_loss,
            decision.attempts,
            changes,
            because,
        )

    def _kept_once(self, each: Difference) -> Difference:
        return Difference(each.output, self._known_one(each.before), self._known_one(each.after))

    def _known_one(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        return tuple(self._known.setdefault(each, each) for each in value)


def _behind(changes: Iterable[Difference], reasons: Sequence[Reason]) -> Iterator[Reason]:
    """The reasons behind what changed."""
    for change in changes:
        mine = [each for each in reasons if each.output == change.output]
        if change.output in SEVERAL and change.after:
            before = frozenset(change.before)
            pairs = zip(change.after, mine, strict=True)  # one reason for each value, in order
            mine = [each for value, each in pairs if value not in before]
        yield from mine

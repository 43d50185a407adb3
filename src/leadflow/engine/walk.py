"""A history decided at every instant at which the decision may change, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from leadflow.decision import Decision
from leadflow.engine.agenda import next_change
from leadflow.engine.decider import Decider
from leadflow.engine.deferred import Deferred, Wanted, everything
from leadflow.engine.explain import Ground, Traced, traced
from leadflow.engine.fold import begin, next_timer, run
from leadflow.engine.moments import Moment
from leadflow.engine.passing import Passing, passing
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.outputs import Reason


class Seen(NamedTuple):
    """A lead at one instant: what happened at it, and what is decided then.

    `first` is the index of the first of `events` in the history; where there are none, time alone
    made the decision worth another look, and it may well say the same as before. The decision
    holds until the next instant seen. What it works out when first asked for (`upcoming`, `tasks`,
    `because`, `valid_until`) must be asked for before the walk goes on: the fold behind it does.
    The same holds for `said` and `reasons`. `passed` is what time does at this instant, where it
    does anything.
    """

    at: datetime
    first: int
    events: Sequence[AnyEvent]
    decision: Decision
    passed: Passing | None = None

    def said(self) -> object:
        """Everything that the decision says but its own clock, to be compared with another's."""
        return _behind(self.decision).said()

    def reasons(self, wanted: Wanted = everything) -> Iterator[Reason]:
        """Why each output wanted is what it is, as in `because`."""
        return _behind(self.decision).reasons(wanted)

    def reason(self, ground: Ground) -> Reason:
        """A ground in the policy's words: that of `passed` is why the decision before ended."""
        return _behind(self.decision).reason(ground)


def _behind(decision: Decision) -> Deferred:
    """What the engine keeps behind a decision that it made."""
    later = decision._told
    assert isinstance(later, Deferred)
    return later


def walk(
    decider: Decider, history: History, until: datetime, *, tasks: bool = True
) -> Iterator[Seen]:
    """Every instant up to and with `until` at which the decision may change, in order.

    The first is the lead's creation, or its first event where that comes before. The decisions are
    those that deciding anew at each instant would give; all of them cost one fold of the history.
    Without `tasks` no book of them is kept, which costs half: then tasks, and what hangs on them,
    go through the history once more where they are asked for.
    """
    past = history.until(until)
    events = past.events
    draft = begin(past.lead, decider.terms)
    book = decider.book(past.lead.lead_id) if tasks else None
    if book is not None:
        book.write(Moment(draft.created_at, 0, (), draft))
    at = draft.created_at if not events else min(draft.created_at, events[0].at)
    trace: Traced | None = None
    passed: Passing | None = None
    while at <= until:
        timer = next_timer(draft)
        first = draft.position
        run(draft, events, at, decider.program)
        position = draft.position
        if book is not None and (position > first or (timer is not None and timer[0] <= at)):
            book.write(Moment(at, first, events[first:position], draft))
        decision = decider.decide(draft, past, at)
        later = _behind(decision)
        later.settle()
        if book is not None:
            later._book = book
            later._traced = trace = traced(draft, trace)
        yield Seen(at, first, events[first:position], decision, passed)
        following = events[position].at if position < len(events) else None
        change, passed = next_change(draft, later._turn, at), None
        if change is not None and (following is None or change <= following):
            following, passed = change, passing(draft, later._turn, change)
        if following is None:
            return
        at = following

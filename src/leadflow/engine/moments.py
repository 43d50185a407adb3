"""A history seen instant by instant: what a lead was like after each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from leadflow.engine.compile import Program
from leadflow.engine.fold import begin, next_timer, run
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.terms import Terms


class Moment(NamedTuple):
    """An instant at which something happened: the events of that instant, and the lead after it.

    `first` is the index of the first of `events` in the history; a timer alone has no events, and
    so has the lead's creation. `draft` is the fold itself: it holds only until the next moment.
    """

    at: datetime
    first: int
    events: Sequence[AnyEvent]
    draft: Draft


def moments(history: History, terms: Terms, program: Program, until: datetime) -> Iterator[Moment]:
    """The lead's creation, then each instant of an event or a timer, up to and with `until`."""
    events = history.events
    draft = begin(history.lead, terms)
    yield Moment(draft.created_at, 0, (), draft)
    while True:
        first = draft.position
        at = events[first].at if first < len(events) else None
        timer = next_timer(draft)
        if timer is not None and (at is None or timer[0] < at):
            at = timer[0]
        if at is None or at > until:
            return
        run(draft, events, at, program)
        yield Moment(at, first, events[first : draft.position], draft)

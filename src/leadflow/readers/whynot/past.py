"""A lead's past, folded once and kept at every event: a change costs what comes after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from leadflow.decision import Decision
from leadflow.engine.agenda import entries
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.readers.whynot.edits import Edit
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.terms import Span
from leadflow.vocabulary import ReasonForLoss

ANCHORS = 8
"""How many of the last instants a delay may end at."""


class Past:
    """What happened to a lead up to `now`; `first` is the first place at which it may change."""

    def __init__(
        self,
        history: History,
        now: datetime,
        decider: Decider,
        latest: int,
        reason: ReasonForLoss,
    ) -> None:
        self.reason = reason
        """The reason for which a person may have given the lead up."""
        self.history = history.until(now)
        self.now = now
        self.decider = decider
        self.events: Sequence[AnyEvent] = self.history.events
        self.first = max(len(self.events) - latest, 0)
        self._drafts = list(self._folded())

    def _folded(self) -> list[Draft]:
        """The draft before each place from the first on; without traces, which nobody asks for."""
        draft = begin(self.history.lead, self.decider.terms)
        drafts: list[Draft] = []
        for place in range(self.first, len(self.events) + 1):
            if place:
                until, before = self.events[place - 1].at, self.events[:place]
                run(draft, before, until, self.decider.program)
            draft.trace.clear()
            drafts.append(draft.copy())
        return drafts

    @property
    def facts(self) -> Mapping[str, object]:
        """What is known of the customer at `now`."""
        return self._drafts[-1].facts

    def after(self, edit: Edit) -> Decision:
        """What would be decided at `now` after a change."""
        if edit.lead is None:
            draft = self._drafts[edit.begins_at - self.first].copy()
        else:
            draft = begin(edit.lead, self.decider.terms)
        run(draft, edit.events(self.events), self.now, self.decider.program)
        return self.decider.decide(draft, self.history, self.now)

    @property
    def places(self) -> range:
        """The places at which an event may be changed or added."""
        return range(self.first, len(self.events) + 1)

    def place_of(self, at: datetime) -> int:
        """Where an event at `at` stands, after those of the same instant."""
        return bisect_right(self.events, at, key=_at)

    def place_before(self, at: datetime) -> int:
        """Where an event at `at` stands, before those of the same instant."""
        return bisect_left(self.events, at, key=_at)

    @cached_property
    def due(self) -> tuple[datetime, ...]:
        """The instants at which a timer or a contact fell due between two events."""
        found: set[datetime] = set()
        for place, draft in zip(self.places, self._drafts, strict=True):
            since = self.events[place - 1].at if place else draft.created_at
            until = self.events[place].at if place < len(self.events) else self.now
            planned = entries(draft, since)
            instants = [*draft.timers.values(), *(each.at for each in planned)]
            instants += [each.by for each in planned if each.by is not None]
            found.update(each for each in instants if since < each <= until)
        return tuple(sorted(found))

    @cached_property
    def edges(self) -> tuple[datetime, ...]:
        """The instants from which one of the policy's delays ends just at a later event, or now."""
        first = self.history.lead.created_at
        ends = sorted({each.at for each in self.events[self.first :]} | {self.now})[-ANCHORS:]
        found = {_latest(span, end, first) for span in self._spans for end in ends}
        return tuple(sorted(each for each in found if each is not None))

    @cached_property
    def _spans(self) -> Sequence[Span]:
        """Every delay of the policy that the rules read."""
        terms = self.decider.terms
        steps = [step for rung in terms.rungs for step in (rung.unscheduled, rung.no_response)]
        return [each for each in (*vars(terms).values(), *steps) if isinstance(each, Span)]


def _latest(span: Span, end: datetime, first: datetime) -> datetime | None:
    """The latest instant from `first` on from which a delay is over at `end`, if there is one."""
    if first > end or span.add(first) > end:
        return None
    low, high = 0, (end - first) // datetime.resolution
    while low < high:
        middle = (low + high + 1) // 2
        if span.add(first + middle * datetime.resolution) <= end:
            low = middle
        else:
            high = middle - 1
    return first + low * datetime.resolution


def _at(event: AnyEvent) -> datetime:
    return event.at

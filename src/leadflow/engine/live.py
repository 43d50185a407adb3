"""A lead kept folded in memory that takes its events one by one, as they happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from leadflow.decision import Decision
from leadflow.engine.agenda import next_change
from leadflow.engine.book import Asked
from leadflow.engine.decider import Decider
from leadflow.engine.deferred import Deferred
from leadflow.engine.fold import begin, next_timer, run
from leadflow.engine.moments import Moment
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.rulebook.draft import Draft
from leadflow.tasks import TaskRule

_SECOND = timedelta(seconds=1)


class LiveLead:
    """One lead whose history is still being written.

    Deciding on it at an instant gives what deciding on the history so far gives there. It only
    goes forward: no instant may be earlier than one that was taken or asked about before, and
    what happens at one instant is taken together (`free_at`). What a decision works out when
    first asked for must be asked for before the next event or a later instant.
    """

    __slots__ = (
        "_book", "_decider", "_draft", "_events", "_happened_at", "_past", "at", "lead",
    )  # fmt: skip

    def __init__(self, decider: Decider, lead: Lead) -> None:
        self.lead = lead
        self.at = lead.created_at
        """The last instant that was taken or asked about."""
        self._happened_at: datetime | None = None
        self._decider = decider
        self._events: list[AnyEvent] = []
        self._draft = begin(lead, decider.terms)
        self._book = decider.book(lead.lead_id)
        self._book.write(Moment(lead.created_at, 0, (), self._draft))
        self._past: History | None = None

    @property
    def draft(self) -> Draft:
        """The fold itself: to be read, not written."""
        return self._draft

    @property
    def events(self) -> Sequence[AnyEvent]:
        """What has happened so far, in order."""
        return self._events

    @property
    def history(self) -> History:
        """The history so far; not validated again, since its parts are."""
        if self._past is None:
            self._past = History.model_construct(lead=self.lead, events=tuple(self._events))
        return self._past

    def free_at(self, now: datetime) -> datetime:
        """The first instant from `now` on at which nothing has happened: no event, no timer."""
        at = max(now, self.at)
        self._fire(before=at)
        timer = next_timer(self._draft)
        if timer is not None and timer[0] <= at:
            self._write(at, len(self._events))
        return at + _SECOND if at == self._happened_at else at

    def take(self, *events: AnyEvent) -> None:
        """Go on to the instant of these events, which is one, and take them in order."""
        at = events[0].at
        self._fire(before=at)
        first = len(self._events)
        self._events += events
        self._past = None
        self._write(at, first)

    def decide(self, now: datetime) -> Decision:
        """The decision at `now`, with every timer due by then fired."""
        self._fire(before=now)
        timer = next_timer(self._draft)
        if timer is not None and timer[0] <= now:
            self._write(now, len(self._events))
        self.at = max(self.at, now)
        decision = self._decider.decide(self._draft, self.history, now)
        later = _behind(decision)
        later.settle()
        later._book = self._book
        return decision

    def next_change(self, decision: Decision) -> datetime | None:
        """The first instant after a decision just made at which, without an event, it might end."""
        return next_change(self._draft, _behind(decision)._turn, decision.now)

    def asked(self, decision: Decision, rules: Sequence[TaskRule]) -> list[Asked]:
        """What some of the policy's rules of tasks ask for at a decision just made."""
        return [*self._book.open_at(decision.now, _behind(decision)._turn, rules)]

    def would_decide(self, event: AnyEvent) -> Decision:
        """The decision at the instant of an event if that happened next; nothing is taken."""
        twin = self._draft.copy()
        history = self.history.model_copy(update={"events": (*self._events, event)})
        run(twin, history.events, event.at, self._decider.program)
        return self._decider.decide(twin, history, event.at)

    def _fire(self, *, before: datetime) -> None:
        """Let the timers that are due before an instant fire, each instant on its own."""
        while (timer := next_timer(self._draft)) is not None and timer[0] < before:
            self._write(timer[0], len(self._events))

    def _write(self, at: datetime, first: int) -> None:
        program = self._decider.program
        run(self._draft, self._events, at, program)
        self._book.write(Moment(at, first, self._events[first:], self._draft))
        self.at = self._happened_at = at


def _behind(decision: Decision) -> Deferred:
    later = decision._told
    assert isinstance(later, Deferred)
    return later

"""What one lead brings to indicators and reviews, read off its history and the fold of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.events import (
    AnyEvent,
    CallPlaced,
    CallReceived,
    Contacted,
    MarkedScheduled,
    ResponseMarked,
)
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.visits import Visit, WatchedBookings
from leadflow.rulebook.draft import Draft
from leadflow.vocabulary import CallOutcome, Status


class Call:
    """One placed call, however often it was told (ATT-2)."""

    __slots__ = ("connected", "event", "told_at")

    def __init__(self, event: int, told_at: datetime) -> None:
        self.event = event
        """Index of the first event that tells of it."""
        self.told_at = told_at
        """When it was last told, while its outcome was not known."""
        self.connected: bool | None = None
        """Whether it connected; `None` where no outcome is known."""


class Calls:
    """The placed calls of a history, and whether they connected (KPI-3).

    An outcome recorded apart counts as the rules read it (ATT-7): a response marked, or Contacted,
    tells of the latest call, on its clinic-local day, where nothing is known of that. Contacted
    does not where the lead has called since: it tells of that call then. Of a call told in both
    ways, it counts that it connected.
    """

    def __init__(self, local_date: Callable[[datetime], date]) -> None:
        self.placed: list[Call] = []
        self._local_date = local_date
        self._by_id: dict[str, Call] = {}
        self._latest: Call | None = None
        self._called_since = False

    def take(self, place: int, event: AnyEvent) -> None:
        """Note the next event of the history, and its index there."""
        if isinstance(event, CallPlaced):
            self._place(place, event)
        elif isinstance(event, CallReceived):
            self._called_since = True
        elif isinstance(event, ResponseMarked):
            self._tell(event.at, connected=False)
        elif isinstance(event, Contacted) and not self._called_since:
            self._tell(event.at, connected=True)

    def _place(self, place: int, event: CallPlaced) -> None:
        call = self._known(event.call_id)
        if call is None:
            call = Call(place, event.at)
            self.placed.append(call)
            if event.call_id is not None:
                self._by_id[event.call_id] = call
        if call.connected is None:  # told once more, a call that is known is not the latest
            call.told_at = event.at
            self._latest, self._called_since = call, False
        if event.outcome is not None:
            call.connected = call.connected or event.outcome is CallOutcome.CONNECTED

    def _known(self, call_id: str | None) -> Call | None:
        return None if call_id is None else self._by_id.get(call_id)

    def _tell(self, at: datetime, *, connected: bool) -> None:
        call = self._latest
        if call is None or call.connected is not None:
            return
        if self._local_date(call.told_at) == self._local_date(at):
            call.connected = connected


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """What one lead brings: its fold at the clock, and what is counted of its history."""

    history: History
    """What had happened by the clock."""
    draft: Draft
    contacted_at: datetime | None
    """The first placed call, whatever its outcome, or conversation (KPI-1)."""
    booked: bool
    """Whether it ever had a booking, one without data too (KPI-2, APT-2)."""
    calls: Sequence[Call]
    visits: Sequence[Visit]
    """Those whose start has passed and that were not given up before it (KPI-4)."""


@lru_cache(maxsize=8)
def _decider_for(policy: Policy) -> Decider:
    """The compiled policy; those of the last few are kept, as `decide` keeps engines."""
    return Decider(policy)


class Counter:
    """Reads leads at one instant under one policy; holds nothing of any of them."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self.now = as_instant(now)
        self.decider = _decider_for(policy)
        self.hours = self.decider.terms.hours
        self._respond_by = self.hours.adder(policy.indicators.response_within)

    def read(self, history: History) -> Brought | None:
        """What a lead brings; `None` where it came in later, or is none (KPI-0)."""
        now, lead = self.now, history.lead
        if lead.created_at > now:
            return None
        if history.events and history.events[-1].at > now:
            history = history.until(now)
        draft = begin(lead, self.decider.terms)
        draft.bookings = watched = WatchedBookings(draft)
        run(draft, history.events, now, self.decider.program)
        if draft.status is Status.INVALID:
            return None
        contacted_at, marked, calls = None, False, Calls(self.hours.local_date)
        for place, event in enumerate(history.events):
            calls.take(place, event)
            marked = marked or isinstance(event, MarkedScheduled)
            if contacted_at is None and _is_contact(event):
                contacted_at = event.at
        visits = watched.visits(history.events)
        booked = marked or bool(visits)
        visits = [each for each in visits if each.counts_at(now)]
        return Brought(history, draft, contacted_at, booked, calls.placed, visits)

    def responded(self, brought: Brought) -> bool | None:
        """Whether the first contact came in time; `None` while it still can (KPI-1)."""
        by = self._respond_by(brought.history.lead.created_at)
        if brought.contacted_at is not None:
            return brought.contacted_at <= by
        return None if self.now < by else False


def _is_contact(event: AnyEvent) -> bool:
    """Whether somebody called the lead or spoke to it (KPI-1)."""
    if isinstance(event, CallReceived):
        return event.answered is True
    return isinstance(event, CallPlaced | Contacted)

"""Calls as communications: each once, however often it was told, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from leadflow.engine.fold import begin, run
from leadflow.events import AnyEvent, CallPlaced, CallReceived, Contacted, ResponseMarked
from leadflow.history import History
from leadflow.interop.fhir.systems import Missed
from leadflow.readers.counted import Call, Calls, Counter
from leadflow.rulebook.draft import Draft
from leadflow.vocabulary import CallOutcome, Response


class Ended(NamedTuple):
    """The status of a communication, and why it has it."""

    status: str
    because: str | None = None


DONE, _UNKNOWN, _RINGING = Ended("completed"), Ended("unknown"), Ended("in-progress")
_PLACED: Mapping[CallOutcome | None, Ended] = {
    CallOutcome.CONNECTED: DONE,
    CallOutcome.LEFT_MESSAGE: Ended("completed", CallOutcome.LEFT_MESSAGE),
    CallOutcome.NO_ANSWER: Ended("not-done", CallOutcome.NO_ANSWER),
    None: _UNKNOWN,
}
_RECEIVED: Mapping[bool | None, Ended] = {
    True: DONE,
    False: Ended("not-done", Missed.NOT_ANSWERED),
    None: _UNKNOWN,
}


def calls_of(past: History, counter: Counter) -> dict[int, Ended]:
    """How each call of a history ended, by the index of the first event that tells of it."""
    placed, received = _Placed(counter.hours.local_date), _Received()
    draft, program = begin(past.lead, counter.decider.terms), counter.decider.program
    for place, event in enumerate(past.events):
        if isinstance(event, Contacted) and received.answered:
            run(draft, past.events[:place], event.at, program)
            if draft.ringing is not None:  # spoken to while it rang: that was the answer (COM-7)
                received.answered[received.ringing(draft)] = True
        placed.take(place, event)
        received.take(place, event)
    ended = {each.event: _PLACED[placed.outcomes.get(each.event)] for each in placed.placed}
    ended |= {place: _RECEIVED[answered] for place, answered in received.answered.items()}
    run(draft, past.events, counter.now, program)
    if draft.ringing is not None:
        ended[received.ringing(draft)] = _RINGING
    return ended


class _Placed(Calls):
    """Placed calls that also keep in mind how each ended, told with it or apart (ATT-7)."""

    def __init__(self, local_date: Callable[..., date]) -> None:
        super().__init__(local_date)
        self.outcomes: dict[int, CallOutcome] = {}

    def take(self, place: int, event: AnyEvent) -> None:
        """Note the next event of the history, and its index there."""
        latest = self._latest
        waiting = latest if latest is not None and latest.connected is None else None
        super().take(place, event)
        if isinstance(event, CallPlaced):
            call = self._known(event.call_id) or self.placed[-1]
            if event.outcome and self.outcomes.get(call.event) is not CallOutcome.CONNECTED:
                self.outcomes[call.event] = event.outcome
        elif waiting is not None and waiting.connected is not None:
            told = event.response if isinstance(event, ResponseMarked) else CallOutcome.CONNECTED
            self.outcomes[waiting.event] = CallOutcome(told)
        elif latest is not None and self._leaves_message(latest, event):
            self.outcomes[latest.event] = CallOutcome.LEFT_MESSAGE

    def _leaves_message(self, call: Call, event: AnyEvent) -> bool:
        """Whether it is marked apart, on its day, that a call without answer left a message."""
        if not isinstance(event, ResponseMarked) or event.response is not Response.LEFT_MESSAGE:
            return False
        unanswered = self.outcomes.get(call.event) is CallOutcome.NO_ANSWER
        return unanswered and self._local_date(call.told_at) == self._local_date(event.at)


class _Received:
    """Calls from the lead, and whether they were answered."""

    def __init__(self) -> None:
        self.answered: dict[int, bool | None] = {}
        """By the index of the first event of a call; `None` where nobody told."""
        self._by_id: dict[str, int] = {}
        self._rang: dict[str | None, int] = {}

    def take(self, place: int, event: AnyEvent) -> None:
        """Note the next event of the history, and its index there."""
        if not isinstance(event, CallReceived):
            return
        first = place if event.call_id is None else self._by_id.setdefault(event.call_id, place)
        told = self.answered.get(first)
        self.answered[first] = told or (told if event.answered is None else event.answered)
        self._rang[event.call_id] = first

    def ringing(self, draft: Draft) -> int:
        """The call that the rules take to be ringing: the last by that id, or by none."""
        return self._rang[draft.ringing_id]

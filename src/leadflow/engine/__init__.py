"""The engine: a lead's history, a clock and a policy in, a decision out."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from leadflow.decision import Decision
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, next_timer, run
from leadflow.engine.state import LeadState
from leadflow.errors import ForeignState, InvalidHistory
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy

__all__ = ["Engine", "LeadState", "decide"]


class Engine:
    """A policy, compiled once, that decides any number of leads.

    Holds no lead and changes nothing: it may be shared between threads. Instants given as `now`
    must be aware and lie in the years 1970-2199; else `InvalidInstant` is raised.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._decider = Decider(policy)

    def __deepcopy__(self, memo: object) -> Self:
        """Itself: it never changes."""
        return self

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the policy."""
        return self._decider.ref.fingerprint

    def decide(self, subject: History | LeadState, *, now: datetime) -> Decision:
        """What is to be done for a lead at `now`, and why.

        Events later than `now` are not looked at. A folded state is folded on to `now`, or, if it
        is from a later instant, its history anew; it is not changed itself.
        """
        if isinstance(subject, LeadState):
            state = self.fold(subject, now=now)
            return self._decider.decide(state._draft, state.history, state.now)
        _check(subject)
        decider, until = self._decider, as_instant(now)
        draft = begin(subject.lead, decider.terms)
        run(draft, subject.events, until, decider.program)
        return decider.decide(draft, subject, until)

    def fold(self, subject: History | LeadState, *, now: datetime) -> LeadState:
        """A lead folded up to `now`, to be asked at other instants without folding anew."""
        until = as_instant(now)
        decider = self._decider
        if isinstance(subject, LeadState):
            return self._folded_on(subject, until)
        _check(subject)
        draft = begin(subject.lead, decider.terms)
        run(draft, subject.events, until, decider.program)
        return LeadState(subject, until, self.fingerprint, draft)

    def valid_until(self, subject: History | LeadState, *, now: datetime) -> datetime | None:
        """The instant until which the decision at `now` holds; `None` if it holds for good."""
        return self.decide(subject, now=now).valid_until

    def _folded_on(self, state: LeadState, until: datetime) -> LeadState:
        if state.fingerprint != self.fingerprint:
            raise ForeignState("a state was folded under another policy: fold its history anew")
        if until < state.now:
            return self.fold(state.history, now=until)
        draft, events = state._draft, state.history.events
        timer = next_timer(draft)
        position = draft.position
        if (position < len(events) and events[position].at <= until) or (
            timer is not None and timer[0] <= until
        ):
            draft = draft.copy()
            run(draft, events, until, self._decider.program)
        return LeadState(state.history, until, self.fingerprint, draft)


def _check(subject: object) -> None:
    """Refuse JSON text or a dict in the place of a history, with the way to make one of it."""
    if not isinstance(subject, History):
        problem = "give a History; read_history reads JSON, History.model_validate a dict"
        raise InvalidHistory([{"where": "input", "problem": problem}])


_KEPT = 8
_engines: tuple[Engine, ...] = ()


def decide(history: History, *, now: datetime, policy: Policy) -> Decision:
    """What is to be done for a lead at `now` under `policy`, and why.

    The same as `Engine(policy).decide(history, now=now)`; the engines of the policies used last
    are kept. Raises `InvalidInstant` where `now` is naive or outside the years 1970-2199.
    """
    global _engines
    for engine in _engines:
        if engine.policy is policy:
            return engine.decide(history, now=now)
    engine = Engine(policy)
    _engines = (engine, *_engines[: _KEPT - 1])  # one assignment: safe between threads
    return engine.decide(history, now=now)

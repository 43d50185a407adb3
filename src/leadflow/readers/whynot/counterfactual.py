"""The smallest change of the recorded facts that would have changed the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from leadflow.decision import Decision
from leadflow.engine import Engine
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.whynot.candidates import CANDIDATES
from leadflow.readers.whynot.edits import Edit
from leadflow.readers.whynot.outcomes import Asked, Outcome, outcome_of
from leadflow.readers.whynot.past import Past
from leadflow.readers.whynot.results import Counterfactual, Counterfactuals
from leadflow.vocabulary import ReasonForLoss, Status

MOST = 1_000
"""How many changes of each kind are tried, at most."""
LATEST = 400
"""How many events, the last, may be changed."""
WORK = 600_000
"""How many events may be folded for the changes tried, so that long histories answer soon."""
_EACH = 100
"""What it costs to try a change, in events folded, beside the events after it."""
_CHECK = 10
"""What it costs to decide a history anew, for each of its events."""

Wanted = Callable[[Decision], bool]


def counterfactuals(
    history: History, *, now: datetime, policy: Policy, outcome: str | None = None
) -> Counterfactuals:
    """The smallest single changes of the recorded facts after which `outcome` holds at `now`.

    `outcome` is as for `why_not`; without it, the changes after which status, team or next contact
    differ. Every change found has been decided anew as a history of its own. Events later than
    `now` are not looked at. Raises `InvalidInstant` and `InvalidOutcome`.
    """
    clock, engine = as_instant(now), Engine(policy)
    asked = None if outcome is None else outcome_of(outcome)
    return changes_to(engine, history, clock, asked)


def changes_to(
    engine: Engine, history: History, now: datetime, outcome: Outcome | None
) -> Counterfactuals:
    """The changes that bring an outcome about, or any that make a difference."""
    search = _Search(engine, history, now, outcome)
    found = tuple(search.found())
    return Counterfactuals(
        history.lead.lead_id,
        now,
        engine.policy.calendar.zone,
        engine._decider.ref,
        tuple((each, engine.policy.label_of(each)) for each in Status),
        None if outcome is None else str(outcome.value),
        found,
        search.tried,
        MOST,
        search.complete,
    )


def _wanted(before: Decision, outcome: Outcome | None) -> Wanted | None:
    """What a change must bring about; none, if it holds already."""
    if outcome is None:
        said = _answer(before)
        return lambda decision: _answer(decision) != said
    return None if outcome.holds_in(before) else outcome.holds_in


def _answer(decision: Decision) -> tuple[Any, ...]:
    return decision.status, decision.routing.team, decision.next_contact


class _Search:
    """One search, and what it has done so far."""

    def __init__(
        self, engine: Engine, history: History, now: datetime, outcome: Outcome | None
    ) -> None:
        self.tried = 0
        self.complete = True
        self._engine, self._history, self._now = engine, history, now
        self._wanted = _wanted(engine.decide(history, now=now), outcome)
        reason = ReasonForLoss.AVAILABILITY
        if outcome is not None and outcome.asked is Asked.REASON:
            reason = outcome.value
        self._past = Past(history, now, engine._decider, LATEST, reason)
        self._left = WORK

    def found(self) -> Iterator[Counterfactual]:
        """Every change that does it, the smallest of each, kind by kind."""
        if self._wanted is None:
            return
        self.complete = self._past.first == 0
        share = self._left // len(CANDIDATES)
        for candidates in CANDIDATES:
            self._left = share
            for edit in self._of_kind(candidates(self._past), self._wanted):
                yield self._verified(edit)

    def _of_kind(self, candidates: Iterator[Edit], wanted: Wanted) -> Iterator[Edit]:
        done: set[tuple[Any, ...]] = set()
        end = self.tried + MOST
        for edit in candidates:
            if edit.key in done:
                continue
            if self.tried >= end or self._left <= 0:
                self.complete = False
                return
            self.tried += 1
            self._left -= len(self._past.events) - edit.begins_at + _EACH
            if wanted(self._past.after(edit)):
                done.add(edit.key)
                self._left -= _CHECK * len(self._history.events)
                yield edit

    def _verified(self, edit: Edit) -> Counterfactual:
        """The change as a history of its own, decided anew."""
        events = self._history.events
        history = edit.history(self._history)
        was = None if edit.which is None else events[edit.which]
        event = was or edit.told
        return Counterfactual(
            edit.kind,
            edit.in_words(events, self._engine.policy.calendar.zone),
            edit.which,
            None if event is None else event.type,
            None if was is None else was.at,
            None if edit.told is None else edit.told.at,
            edit.told,
            edit.field,
            edit.value,
            history,
            self._engine.decide(history, now=self._now),
        )

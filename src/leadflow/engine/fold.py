"""The fold: every event once, in order, and the timers that fall due between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from leadflow.engine.compile import Program
from leadflow.events import AnyEvent
from leadflow.lead import Lead
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.mail_round import NEW_LEAD
from leadflow.rulebook.occasions import SPLITS, WAITING_TIMERS, Occasion, Timer, TimerFired
from leadflow.rulebook.terms import Terms
from leadflow.vocabulary import WarningCode

_OCCASIONS = {timer: Occasion(timer.value) for timer in Timer}
_TIMERS = tuple(Timer)
CREATED = Occasion.CREATED


def begin(lead: Lead, program: Program, terms: Terms) -> Draft:
    """A lead as it comes in, before any event."""
    draft = Draft(lead, terms, NEW_LEAD)
    _apply(draft, lead, CREATED, program)
    return draft


def run(
    draft: Draft, events: Sequence[AnyEvent], position: int, until: datetime, program: Program
) -> int:
    """Fold the events from `position` on that lie not after `until`, and every timer due by then.

    Timers due at the instant of an event fire before it; those that an event releases, right after
    it (spec 3). Returns the position of the first event not folded.
    """
    created_at, timers, count = draft.created_at, draft.timers, len(events)
    while position < count:
        event = events[position]
        at = event.at
        if at > until:
            break
        if timers and min(timers.values()) <= at:
            _fire(draft, at, program)
        draft.at, draft.event = at, position
        if at < created_at:
            draft.warn(WarningCode.EVENT_BEFORE_CREATION)
        split = SPLITS[type(event)]
        _apply(draft, event, split if isinstance(split, Occasion) else split(event), program)
        if timers and min(timers.values()) <= at:
            _fire(draft, at, program)
        position += 1
    if timers:
        _fire(draft, until, program)
    return position


def _apply(draft: Draft, event: Any, occasion: Occasion, program: Program) -> None:
    terms, fired, index = draft.terms, draft.fired, draft.event
    steps = program[occasion][draft.status][draft.holds()]
    while steps:
        for rule, body, go_on in steps:
            draft.rule = rule
            if body(draft, event, terms):
                fired.append((rule, index))
                if go_on is not None:
                    steps = go_on
                    break
        else:
            return


def _fire(draft: Draft, until: datetime, program: Program) -> None:
    """Fire every timer due by `until`, earliest first; an overdue one fires now."""
    while (due := next_timer(draft)) is not None and due[0] <= until:
        at, timer = due
        del draft.timers[timer]
        draft.at, draft.event = at, None
        _apply(draft, TimerFired(at, timer), _OCCASIONS[timer], program)


def next_timer(draft: Draft) -> tuple[datetime, Timer] | None:
    """The timer that fires next, and when; those that wait for an exact follow-up left out."""
    waits = draft.exact is not None
    first: tuple[datetime, Timer] | None = None
    for timer in _TIMERS:  # in the order of the rules, which breaks ties
        due = draft.timers.get(timer)
        if due is None or (waits and timer in WAITING_TIMERS):
            continue
        at = max(due, draft.at)
        if first is None or at < first[0]:
            first = at, timer
    return first

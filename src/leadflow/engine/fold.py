"""The fold: every event once, in order, and the timers that fall due between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from leadflow.engine.compile import Program
from leadflow.events import AnyEvent
from leadflow.lead import Lead, facts_of
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.mail_round import NEW_LEAD
from leadflow.rulebook.occasions import OCCASIONS, SPLITS, WAITING_TIMERS, Timer, TimerFired
from leadflow.rulebook.terms import Terms
from leadflow.vocabulary import WarningCode

_TIMERS: Final = tuple(Timer)
_AT: Final = attrgetter("at")


def begin(lead: Lead, terms: Terms) -> Draft:
    """A lead as it comes in, before any event."""
    draft = Draft(lead.created_at, facts_of(lead.profile), terms, NEW_LEAD)
    NEW_LEAD.body(draft, lead, terms)
    draft.trace.append(NEW_LEAD)
    return draft


def run(draft: Draft, events: Sequence[AnyEvent], until: datetime, program: Program) -> None:
    """Fold the events not folded yet that lie not after `until`, and every timer due by then.

    `events` are all of the lead's, folded ones too. A timer is an event like any other. One due at
    the instant of a recorded event fires before it; one that was waiting fires right after the
    event that released it, at that event's instant (spec 3).
    """
    timers, position = draft.timers, draft.position
    end = _end_of(events, until)
    early = position < end and events[position].at < draft.created_at
    for event in events[position:end]:
        if timers and min(timers.values()) <= event.at:
            _fire(draft, event.at, program)
        draft.event = position
        position += 1
        if early:
            early = _note_early(draft, event)
        _take(draft, event, program)
    draft.position = position
    if timers and min(timers.values()) <= until:
        _fire(draft, until, program)


def _take(draft: Draft, event: AnyEvent | TimerFired, program: Program) -> None:
    """Let the rules speak on one event, in their order, each as the draft is by then."""
    draft.at = event.at
    kind = type(event)
    occasion = OCCASIONS.get(kind) or SPLITS[kind](event, draft.placed_calls)
    terms, note = draft.terms, draft.trace.append
    note(event)
    steps = program[occasion][draft.status][draft.holds()]
    while steps:
        for rule, body, go_on in steps:
            draft.rule = rule
            if body(draft, event, terms):
                note(rule)
                if go_on is not None:
                    steps = go_on
                    break
        else:
            return


def _fire(draft: Draft, horizon: datetime, program: Program) -> None:
    """Let the timers fire that are due by `horizon`, those too that one of them sets."""
    while (due := next_timer(draft)) is not None and due[0] <= horizon:
        del draft.timers[due[1]]
        draft.event = None
        _take(draft, TimerFired(*due), program)


def _end_of(events: Sequence[AnyEvent], until: datetime) -> int:
    """How many of the events lie not after `until`."""
    if not events or events[-1].at <= until:
        return len(events)
    return bisect_right(events, until, key=_AT)


def _note_early(draft: Draft, event: AnyEvent) -> bool:
    """Warn of an event before the lead was created; those after it need no look."""
    if event.at >= draft.created_at:
        return False
    draft.rule, draft.at = NEW_LEAD, event.at
    draft.warn(WarningCode.EVENT_BEFORE_CREATION)
    return True


def next_timer(draft: Draft) -> tuple[datetime, Timer] | None:
    """The timer that fires next, and when; those that wait for an exact follow-up left out."""
    if not draft.timers:
        return None
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

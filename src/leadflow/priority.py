"""The work queue (PRI): its order, what is in it, and what interrupts what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypedDict

from leadflow.decision import Decision
from leadflow.errors import NotInQueue, StaleDecision
from leadflow.instants import as_instant
from leadflow.vocabulary import WorkKind

OUTBOUND: Literal["outbound"] = "outbound"


class Comparison(StrEnum):
    """What puts one decision before another, in the order in which it is compared (PRI-2)."""

    KIND = "kind"
    DUE = "due"
    IMPORTANT = "important"
    DUE_AT = "due_at"
    CREATED_AT = "created_at"
    LEAD_ID = "lead_id"


class Before(TypedDict):
    """Which comparison put `a` before `b`, and what was compared."""

    by: Comparison
    a: Any
    b: Any


Place = tuple[int, bool, bool, datetime, datetime, str]


def place_of(decision: Decision) -> Place:
    """A value that sorts decisions as the queue does: one for each `Comparison`, in its order.

    Raises `NotInQueue` where there is no next contact, and so no place.
    """
    priority, contact = decision.priority, decision.next_contact
    if priority is None or contact is None:
        raise NotInQueue("a decision without next contact has no place in the queue")
    if priority.kind not in decision.order:
        raise NotInQueue("a decision read without its reasons does not tell the order of its tiers")
    tier = decision.order.index(priority.kind)
    later = priority.kind is WorkKind.FOLLOW_UP and not priority.important
    created_at, lead_id = decision.created_at, decision.lead_id
    return tier, not priority.due, later, contact.at, created_at, lead_id


def queue(decisions: Iterable[Decision], *, now: datetime) -> tuple[Decision, ...]:
    """The work due at `now`, first to last (PRI-2, PRI-4).

    Raises `StaleDecision`, which tells the position of the first decision that was made after `now`
    or no longer holds at it.
    """
    ready = [each for each in _holding(decisions, as_instant(now)) if _is_due(each)]
    return tuple(sorted(ready, key=place_of))


def upcoming(decisions: Iterable[Decision], *, now: datetime) -> tuple[Decision, ...]:
    """The work that is not due yet at `now`, earliest first (PRI-4); raises `StaleDecision`."""
    waiting = [
        each
        for each in _holding(decisions, as_instant(now))
        if each.priority is not None and not each.priority.due
    ]
    return tuple(sorted(waiting, key=_by_instant))


def why_before(a: Decision, *, b: Decision) -> Before:
    """Which comparison puts `a` before `b` in the queue (PRI-6).

    Raises `NotInQueue` where one of them has no place there, or `b` does not come after `a`.
    """
    first, second = place_of(a), place_of(b)
    if second <= first:
        raise NotInQueue("b does not come after a: ask the other way round")
    differs = (n for n, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1])
    by = tuple(Comparison)[next(differs)]
    return {"by": by, "a": _compared(a, by), "b": _compared(b, by)}


@dataclass(frozen=True, slots=True)
class Incoming:
    """Work that comes in while somebody is busy: its kind, its lead, and when it came."""

    kind: WorkKind
    lead_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """What somebody is busy with; `dialling_since` where they are dialling the lead."""

    kind: WorkKind | Literal["outbound"]
    lead_id: str | None = None
    dialling_since: datetime | None = None


def should_interrupt(incoming: Incoming, *, activity: Activity | None) -> bool:
    """Whether incoming work interrupts an activity (PRI-5).

    Only an inbound call does, and not one from the number that was already being dialled when it
    came in, nor during another inbound call. Where there is no activity, nothing is interrupted.
    Raises `InvalidInstant` where an instant is naive or outside the years 1970-2199.
    """
    came_at = as_instant(incoming.at)
    if activity is None or incoming.kind != WorkKind.INBOUND_CALL:
        return False
    if activity.kind == WorkKind.INBOUND_CALL:
        return False
    if activity.dialling_since is None or activity.lead_id != incoming.lead_id:
        return True
    return as_instant(activity.dialling_since) >= came_at


def _holding(decisions: Iterable[Decision], now: datetime) -> Iterable[Decision]:
    for position, decision in enumerate(decisions):
        until = decision.valid_until
        if decision.now > now or (until is not None and until <= now):
            raise StaleDecision(position)
        yield decision


def _is_due(decision: Decision) -> bool:
    return decision.priority is not None and decision.priority.due


def _by_instant(decision: Decision) -> tuple[datetime, Place]:
    place = place_of(decision)
    return place[3], place


def _compared(decision: Decision, by: Comparison) -> Any:
    if by is Comparison.DUE_AT:
        return decision.next_contact_at
    if by in (Comparison.CREATED_AT, Comparison.LEAD_ID):
        return getattr(decision, by.value)
    return getattr(decision.priority, by.value)

"""Histories of the RSI ladder, drawn with a seed: for yardstick, leadflow and peers.

In are the events that chapter ATT speaks of: calls placed through the phone button, VoIP and
otherwise, with each outcome and without, some of them told twice under one call id; calls received
and answered; responses marked; e-mails by the button, purple chat and otherwise; texts; follow-ups
with an instant (ahead and past) and without; contacted; dead by hand; a reason by hand; reopened.
Out are ringing and missed calls, voicemails, replies, bookings, profiles, other closings, stop
requests and transfers: what chapter ATT leaves to other chapters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from benchmarks import yardstick as y
from leadflow import Decision, History, ReasonForLoss, Status

SEED = 20_261_103
EARLIEST = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
LATEST = int(datetime(2027, 12, 31, tzinfo=UTC).timestamp())
GAPS = (
    0, 1, 60, 300, 1_200, y.HOUR, 2 * y.HOUR, y.FOUR_HOURS - 1, y.FOUR_HOURS, 5 * y.HOUR,
    20 * y.HOUR, y.DAY, y.DAY + 600, 2 * y.DAY, 6 * y.DAY,
)  # fmt: skip
"""Seconds between events: delays of the ladder to the second, and days."""
AHEAD = (-y.HOUR, 0, 600, y.HOUR, y.FOUR_HOURS, y.DAY, 3 * y.DAY, 9 * y.DAY)
"""How far ahead a follow-up is set."""
KINDS: Mapping[int, int] = {
    y.CALL_PLACED: 44,
    y.RESPONSE_MARKED: 9,
    y.EMAIL_SENT: 12,
    y.FOLLOW_UP_SET: 16,
    y.TEXT_SENT: 6,
    y.CALL_ANSWERED: 3,
    y.CONTACTED_MARKED: 3,
    y.MARKED_DEAD: 2,
    y.REASON_SET: 2,
    y.REOPENED: 3,
}
"""How often each kind comes up, in a hundred."""
CALL_VIAS = (y.BUTTON, y.BUTTON, y.BUTTON, y.VOIP, y.OTHER)
EMAIL_VIAS = (y.BUTTON, y.BUTTON, y.PURPLE_CHAT, y.OTHER)
OUTCOMES = (y.NO_RESPONSE, y.NO_RESPONSE, y.CONNECTED, y.UNTOLD)

REASONS = (None, *ReasonForLoss)
STATUSES = {
    Status.NEW: y.NEW,
    Status.FOLLOW_UP: y.FOLLOW_UP,
    Status.CONTACTED: y.CONTACTED,
    Status.DEAD: y.DEAD,
}


class Case(NamedTuple):
    """One lead: for the yardstick, for leadflow, and the instant to decide at."""

    ints: y.History
    history: History
    now_ints: int
    now: datetime


def drawn(leads: int, *, seed: int = SEED, most: int = 15, least: int = 1) -> Iterator[Case]:
    """So many leads with `least` to `most` events each; the same ones for the same numbers."""
    random = Random(seed)
    for number in range(leads):
        created = random.randrange(EARLIEST, LATEST)
        events = tuple(_events(random, created, random.randint(least, most)))
        now = (events[-1][1] if events else created) + random.choice(GAPS)
        ints = (created, events)
        yield Case(ints, as_history(ints, f"lead-{number}"), now, instant(now))


def _events(random: Random, at: int, count: int) -> Iterator[y.Event]:
    kinds, weights = tuple(KINDS), tuple(KINDS.values())
    for kind in random.choices(kinds, weights, k=count):
        at += random.choice(GAPS)
        via = what = call_id = 0
        if kind == y.CALL_PLACED:
            via, what = random.choice(CALL_VIAS), random.choice(OUTCOMES)
            call_id = random.choice((0, 0, random.randint(1, 3)))
        elif kind == y.CALL_ANSWERED:
            via, what = random.choice(CALL_VIAS), y.CONNECTED
            call_id = random.choice((0, random.randint(4, 5)))
        elif kind == y.EMAIL_SENT:
            via = random.choice(EMAIL_VIAS)
        elif kind == y.RESPONSE_MARKED:
            what = y.NO_RESPONSE
        elif kind == y.FOLLOW_UP_SET:
            what = random.choice((0, at + random.choice(AHEAD)))
        elif kind in (y.MARKED_DEAD, y.REASON_SET):
            what = random.randrange(2, len(REASONS))
        yield kind, at, via, what, call_id


def instant(seconds: int) -> datetime:
    """An instant as leadflow takes it."""
    return datetime.fromtimestamp(seconds, UTC)


_CALL_VIA = {y.BUTTON: "phone_button", y.VOIP: "voip", y.OTHER: "other"}
_EMAIL_VIA = {y.BUTTON: "email_button", y.PURPLE_CHAT: "purple_chat", y.OTHER: "other"}
_UNREACHED = ("left_message", "no_answer")
_TYPE = {
    y.CALL_PLACED: "call_placed",
    y.RESPONSE_MARKED: "response_marked",
    y.EMAIL_SENT: "email_sent",
    y.FOLLOW_UP_SET: "follow_up_set",
    y.TEXT_SENT: "text_sent",
    y.CALL_ANSWERED: "call_received",
    y.CONTACTED_MARKED: "contacted",
    y.MARKED_DEAD: "marked_dead",
    y.REASON_SET: "reason_for_loss_set",
    y.REOPENED: "reopened",
}


def as_history(ints: y.History, lead_id: str) -> History:
    """The same history as leadflow takes it."""
    created, events = ints
    lead = {"lead_id": lead_id, "created_at": instant(created)}
    told = [as_event(each, place) for place, each in enumerate(events)]
    return History.model_validate({"lead": lead, "events": told})


def as_event(event: y.Event, place: int) -> Mapping[str, Any]:
    """The same event; the two words for no response, which mean one, take turns."""
    kind, at, via, what, call = event
    unreached = _UNREACHED[place % 2]
    more: dict[str, Any] = {}
    match kind:
        case y.CALL_PLACED:
            outcome = (None, "connected", unreached)[what]
            more = {"via": _CALL_VIA[via], "outcome": outcome, "call_id": _call_id(call)}
        case y.CALL_ANSWERED:
            more = {"via": _CALL_VIA[via], "answered": True, "call_id": _call_id(call)}
        case y.EMAIL_SENT:
            more = {"via": _EMAIL_VIA[via]}
        case y.RESPONSE_MARKED:
            more = {"response": unreached}
        case y.FOLLOW_UP_SET:
            more = {"due": instant(what) if what else None}
        case y.MARKED_DEAD | y.REASON_SET:
            more = {"reason": REASONS[what]}
        case _:
            pass  # the others say nothing more
    return {"type": _TYPE[kind], "at": instant(at), **more}


def _call_id(call: int) -> str | None:
    return f"call-{call}" if call else None


def answer_of(decision: Decision) -> y.Answer:
    """What the yardstick says too, of a decision of leadflow."""
    at = decision.next_contact_at
    reason = REASONS.index(decision.reason_for_loss)
    return STATUSES[decision.status], 0 if at is None else int(at.timestamp()), reason

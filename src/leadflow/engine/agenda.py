"""What is to come for a lead, read from its draft at one instant (ATT-14).

What changes by the clock alone, without a rule firing, is read here: a contact falling due, the
start of an appointment, the midnight after a missed one, a deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from leadflow.engine.fold import next_timer
from leadflow.outputs import NextContact
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause, Entry, Missed
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import ANSWER_CALL, FINAL_ATTEMPT, LEAD, PHONE, SCHEDULED, UNREACHABLE
from leadflow.vocabulary import (
    Channel,
    Purpose,
    TransferTeam,
    WorkKind,
)

_TURN: Final = {purpose: turn for turn, purpose in enumerate(Purpose)}
_CHINA: Final = TransferTeam.CHINA


def silenced_by(draft: Draft) -> Cause | None:
    """Why nothing but a ringing call may be planned: a stop request, a transfer, no channel."""
    if draft.do_not_contact:
        return draft.do_not_contact_cause
    if draft.team is _CHINA:
        return draft.team_cause
    if not draft.facts["channels"]:
        return draft.profile_cause
    return None


def entries(draft: Draft, now: datetime) -> list[Entry]:
    """Every contact on the agenda, in no order."""
    ringing = draft.ringing
    if silenced_by(draft) is not None:
        return [] if ringing is None else [ringing]
    owed = ringing, draft.voicemail, draft.reply, draft.missed_call
    exact, reminder = draft.exact, None
    if draft.status is SCHEDULED and draft.terms.reminder_days:
        reminder = _reminder(draft, now)
    if exact is not None:
        return [*filter(None, (*owed, exact, reminder))]
    ladder, missed = draft.ladder, draft.missed
    if ladder is not None and draft.final_cause is not None:
        ladder = _as_final_attempt(ladder, draft.final_cause)
    step = None if missed is None else _step_of(missed, now)
    planned = ladder, draft.first_call, draft.pool, draft.final, step, reminder
    return [*filter(None, (*owed, *planned))]


def _reminder(draft: Draft, now: datetime) -> Entry | None:
    """What is still to be reminded of: the next appointment."""
    booking = draft.bookings.ahead(now)
    return booking.reminder if booking is not None and booking.reminded is None else None


def _step_of(missed: Missed, now: datetime) -> Entry | None:
    """The step for a missed appointment: the call until the day is over, else an e-mail."""
    return missed.call if not missed.called and now < missed.call_until else missed.email


def _as_final_attempt(entry: Entry, cause: Cause) -> Entry:
    """What was planned, as the final attempt that it is while the criteria hold (UNR-2)."""
    return Entry(entry.at, FINAL_ATTEMPT, entry.origin, *cause)


def in_turn(draft: Draft, found: Sequence[Entry], now: datetime) -> list[Entry]:
    """The entries in the order in which they come up: those due by tier, the others by time."""
    if len(found) < 2:
        return list(found)
    rank = draft.terms.rank

    def turn(entry: Entry) -> tuple[bool, int, datetime, int]:
        due = entry.at <= now
        return not due, rank[kind_of(draft, entry)] if due else 0, entry.at, _TURN[entry.purpose]

    return sorted(found, key=turn)


def kind_of(draft: Draft, entry: Entry) -> WorkKind:
    """The tier of an entry; in the long-term pool, of all but what the lead is owed (UNR-4)."""
    if draft.status is UNREACHABLE and entry.origin is not LEAD:
        return draft.terms.long_term
    return draft.terms.kind[entry.purpose]


def contact(draft: Draft, entry: Entry) -> NextContact:
    """The entry as the decision tells it, through a channel that the lead has (COM-8)."""
    channel = entry.channel
    if entry.purpose is FINAL_ATTEMPT:
        channel = Channel.EMAIL if draft.final_called else PHONE
    channels = draft.facts["channels"]
    if channel not in channels and entry.purpose is not ANSWER_CALL:
        channel = next(each for each in Channel if each in channels)
    kind = kind_of(draft, entry)
    return NextContact(entry.at, entry.by, channel, entry.purpose, kind, entry.origin)


def data_due_at(terms: Terms, marked: Cause) -> datetime:
    """Until when the data of a booking by hand may take (APT-2)."""
    return terms.sync_window.add(marked.at)


def next_change(draft: Draft, found: Sequence[Entry], at: datetime) -> datetime | None:
    """The first instant after `at` at which, without an event, the decision might change."""
    instants = [draft.created_at, *(entry.at for entry in found)]
    instants += [entry.by for entry in found if entry.by is not None]
    timer = next_timer(draft)
    if timer is not None:
        instants.append(timer[0])
    if draft.missed is not None:
        instants.append(draft.missed.call_until)
    if draft.marked is not None:
        instants.append(data_due_at(draft.terms, draft.marked))
    ahead = draft.bookings.ahead(at)
    if ahead is not None:
        instants.append(ahead.starts_at)
    return min((each for each in instants if each > at), default=None)

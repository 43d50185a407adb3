"""Missed appointments (NSH): the same-day call, the e-mails afterwards, and silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from leadflow.events import AnyEvent, CallPlaced, EmailSent, NoShowRecorded, TextSent
from leadflow.rulebook.appointments import arm_assumed_no_show
from leadflow.rulebook.bookings import BookingState
from leadflow.rulebook.conversation import CHANNEL_OF, communicated, made_through
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import MISSED
from leadflow.rulebook.ladder import exhausted_by_no_response
from leadflow.rulebook.occasions import (
    CALLS_PLACED,
    CONVERSATION,
    MESSAGE,
    WRITTEN,
    Occasion,
    Timer,
    TimerFired,
)
from leadflow.rulebook.records import Entry, Missed
from leadflow.rulebook.rule import ANY, CLOSED, CLOSES, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.visits import settle_appointment
from leadflow.rulebook.words import (
    DEAD,
    EMAIL,
    MISSED_APPOINTMENT,
    NO_RESPONSE_GIVEN,
    NO_SHOW,
    NO_SHOW_CALL,
    PHONE,
    RESCHEDULE,
    SCHEDULED,
    VISITED,
)
from leadflow.sources import INC
from leadflow.vocabulary import WarningCode

_SPOKEN: Final = frozenset({PHONE})


def outreach_noted(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """When the lead was last called or spoken to, and last written to, is remembered."""
    channel = CHANNEL_OF.get(type(event))
    roles = _SPOKEN if channel is None else lead.roles[channel]
    if PHONE in roles:
        lead.last_call_at = event.at
    if EMAIL in roles:
        lead.last_email_at = event.at
    return True


def told_conversation_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A conversation that is told of later counts as one when it is told."""
    lead.last_call_at = event.at
    return True


def no_show_recorded(lead: Draft, event: NoShowRecorded, terms: Terms) -> bool:
    """A missed appointment makes the lead a no-show, unless another appointment is open."""
    booking = settle_appointment(lead, event.appointment_id, event.at, BookingState.MISSED)
    if booking is None:
        return True
    if booking.starts_at > event.at:
        lead.warn(WarningCode.NO_SHOW_BEFORE_START)
    _miss(lead, min(booking.starts_at, event.at), terms)
    return True


def no_show_assumed(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """Where the policy says so, a visit nobody recorded is taken as missed after a while."""
    booking = lead.bookings.earliest
    assert booking is not None  # what armed the timer
    lead.bookings.settle(booking, BookingState.MISSED)
    _miss(lead, booking.starts_at, terms)
    return True


def no_show_not_taken(lead: Draft, event: NoShowRecorded, terms: Terms) -> bool:
    """A no-show opens no closed lead, and unmakes no visit."""
    lead.warn(WarningCode.NO_SHOW_WITHOUT_BOOKING)
    return True


def _miss(lead: Draft, started_at: datetime, terms: Terms) -> None:
    arm_assumed_no_show(lead, terms)
    if lead.bookings.any_open:
        return
    lead.move_to(NO_SHOW)
    lead.end_plans()
    lead.exact = None
    lead.settle_open_attempt()
    if terms.call_within is None:
        return
    lead.held |= MISSED
    day = lead.day_of(started_at)
    by = lead.after(terms.call_within, started_at)
    lead.missed = Missed(
        started_at,
        day,
        lead.last_call_at is not None and lead.last_call_at >= started_at,
        lead.planned(lead.at, NO_SHOW_CALL, terms.call_within.path, by),
        terms.hours.start_of_day(day + timedelta(days=1)),
        None,
    )


def missed_email_planned(lead: Draft, event: NoShowRecorded | TimerFired, terms: Terms) -> bool:
    """The day after, as soon as the clinic opens, the missed-appointment e-mail is due."""
    missed = lead.missed
    if missed is None or missed.email is not None:
        return False
    at = max(lead.opening(missed.call_until), event.at)
    email = lead.planned(at, MISSED_APPOINTMENT, channel=EMAIL)
    lead.missed = missed._replace(email=email)
    return True


def missed_email_sent_before(lead: Draft, event: NoShowRecorded | TimerFired, terms: Terms) -> bool:
    """An e-mail sent on a later day before the no-show was recorded is the one that was due."""
    missed, written_at = lead.missed, lead.last_email_at
    if missed is None or written_at is None or lead.day_of(written_at) <= missed.day:
        return False
    lead.missed = missed._replace(email=_reschedule(lead, written_at, terms))
    return True


def _reschedule(lead: Draft, written_at: datetime, terms: Terms) -> Entry:
    every = terms.reschedule_every
    assert every is not None  # the chapter is off without it
    at = lead.after(every, written_at)
    return lead.planned(at, RESCHEDULE, every.path, channel=EMAIL)


def no_show_called(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """The same-day call is done by a call placed, whatever comes of it, or a conversation."""
    if lead.missed is None or lead.missed.called:
        return False
    lead.missed = lead.missed._replace(called=True)
    return True


def no_show_called_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A lead without phone is written to instead."""
    if PHONE not in lead.roles[made_through(event)]:
        return False
    return no_show_called(lead, event, terms)


def no_show_written(lead: Draft, event: CallPlaced | EmailSent | TextSent, terms: Terms) -> bool:
    """An e-mail on a later day is the one that was due; the next follows a week after it."""
    missed = lead.missed
    if missed is None or EMAIL not in lead.roles[made_through(event)]:
        return False
    if lead.day_of(event.at) <= missed.day:
        return False
    lead.missed = missed._replace(email=_reschedule(lead, event.at, terms))
    return True


def silence_counted(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """Silence counts from the missed start or the last communication, whichever is later."""
    missed, silence = lead.missed, terms.silence
    if missed is None or silence is None:
        return False
    since = max(missed.started_at, lead.communication_at or missed.started_at)
    lead.timers[Timer.SILENCE] = lead.after(silence, since)
    return True


def silence_complete(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """A no-show that stays silent for months is lost for want of response."""
    lead.close(DEAD, NO_RESPONSE_GIVEN)
    return True


_RECORDED = (Occasion.NO_SHOW, Occasion.NO_SHOW_ASSUMED)
_MISSABLE = but(*CLOSED, VISITED)
_MISSES = (
    "status", "appointments", "open_attempt", "agenda.exact", "agenda.ladder", "agenda.first_call",
    "agenda.final", "agenda.pool", "agenda.no_show", "round", "silence",
)  # fmt: skip

RULES = (
    Rule(
        "NSH-1", outreach_noted,
        on=(*CALLS_PLACED, Occasion.CALL_ANSWERED, Occasion.CONTACTED, *WRITTEN), when=ANY,
        sets=("outreach",), needs="no_show", cites=(INC.no_show_call,),
        before=(exhausted_by_no_response,),
    ),
    Rule(
        "NSH-1", told_conversation_noted, on=(Occasion.TOLD_CONNECTED,), when=ANY,
        sets=("outreach",), needs="no_show", cites=(INC.no_show_call,),
    ),
    Rule(
        "APT-8", no_show_assumed, on=(Occasion.NO_SHOW_ASSUMED,), when=(SCHEDULED,), to=(NO_SHOW,),
        sets=_MISSES, reads=("appointments.assume_no_show_after",),
    ),
    Rule("APT-10", no_show_not_taken, on=(Occasion.NO_SHOW,), when=(*CLOSED, VISITED)),
    Rule(
        "NSH-1", no_show_recorded, on=(Occasion.NO_SHOW,), when=_MISSABLE, to=(NO_SHOW,),
        sets=_MISSES, reads=("no_show.call_within",), cites=(INC.no_show_call,),
    ),
    Rule(
        "NSH-1", no_show_called, on=(*CALLS_PLACED, *CONVERSATION[1:]), when=(NO_SHOW,),
        given=("agenda.no_show",), sets=("agenda.no_show",), needs="no_show",
        cites=(INC.no_show_call,),
    ),
    Rule(
        "COM-8", no_show_called_in_writing, on=WRITTEN, when=(NO_SHOW,), given=("agenda.no_show",),
        sets=("agenda.no_show",), needs="no_show",
    ),
    Rule(
        "NSH-2", missed_email_planned, on=_RECORDED, when=_MISSABLE, sets=("agenda.no_show",),
        needs="no_show", cites=(INC.missed_appointment_email,),
        after=(no_show_assumed, no_show_recorded),
    ),
    Rule(
        "NSH-2", missed_email_sent_before, on=_RECORDED, when=_MISSABLE, sets=("agenda.no_show",),
        reads=("no_show.reschedule_every",), needs="no_show",
        cites=(INC.missed_appointment_email,),
        after=(no_show_assumed, no_show_recorded, missed_email_planned),
    ),
    Rule(
        "NSH-3", no_show_written, on=(*CALLS_PLACED, *WRITTEN), when=(NO_SHOW,),
        given=("agenda.no_show",), sets=("agenda.no_show",), reads=("no_show.reschedule_every",),
        needs="no_show", cites=(INC.weekly_reschedule, INC.reschedule_duration),
        after=(no_show_called, no_show_called_in_writing),
    ),
    Rule(
        "NSH-4", silence_counted, on=(*_RECORDED, *CONVERSATION, *MESSAGE), when=_MISSABLE,
        given=("agenda.no_show",), sets=("silence",), reads=("no_show.silence",), needs="no_show",
        cites=(INC.termination_silence,), after=(no_show_assumed, no_show_recorded, communicated),
    ),
    Rule(
        "NSH-4", silence_complete, on=(Occasion.SILENCE_COMPLETE,), when=(NO_SHOW,), to=(DEAD,),
        sets=CLOSES, reads=("no_show.silence",), cites=(INC.termination_silence,), final=True,
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

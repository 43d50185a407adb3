"""Communication (COM-1 to COM-4, COM-6, COM-7): talking, voicemails, replies, ringing calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from leadflow.events import AnyEvent, CallPlaced, CallReceived, EmailSent, ReplyReceived, TextSent
from leadflow.rulebook.attempts import attempts_restarted
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import ENDED
from leadflow.rulebook.ladder import exhausted_by_no_response, follow_up_without_instant
from leadflow.rulebook.occasions import (
    CALLS_PLACED,
    COMMUNICATION,
    CONVERSATION,
    MESSAGE,
    RING_LIMIT,
    WRITTEN,
    Occasion,
    TimerFired,
)
from leadflow.rulebook.records import Entry, Placed
from leadflow.rulebook.rule import ANY, CLOSED, OPEN, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    ANSWER_CALL,
    ANSWER_REPLY,
    CONTACTED,
    EMAIL,
    FOLLOW_UP,
    INVALID,
    MAIL_CONTACTED,
    NEW,
    PHONE,
    RETURN_VOICEMAIL,
    TEXT,
    UNREACHABLE,
)
from leadflow.sources import INC, RSI
from leadflow.vocabulary import Channel, ReplyChannel, WarningCode

_ANSWERED_BY: Final = {
    ReplyChannel.EMAIL: EMAIL,
    ReplyChannel.TEXT: TEXT,
    ReplyChannel.CHAT: EMAIL,
    ReplyChannel.OTHER: PHONE,
}
_CHANNELS: Final[Mapping[type, Channel]] = {CallPlaced: PHONE, EmailSent: EMAIL, TextSent: TEXT}
UNREACHED_CALLS = (Occasion.CALL_UNREACHED, Occasion.CALL_UNTOLD)


def made_through(event: CallPlaced | EmailSent | TextSent) -> Channel:
    """The channel of an outreach."""
    return _CHANNELS[type(event)]


def spoke_to_patient(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A lead that was spoken to is contacted."""
    lead.move_to(CONTACTED)
    return True


def conversation_settles(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A conversation settles what the lead was owed and ends what ladder and mail round planned."""
    lead.voicemail = lead.reply = lead.missed_call = None
    lead.ladder = lead.first_call = None
    lead.round_call, lead.round_emails = None, ()
    return True


def told_conversation_settles(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A conversation that is told of later leaves what the lead is owed or was promised since."""
    call = lead.placed_calls[event.call_id]
    lead.voicemail, lead.reply = _since(call, lead.voicemail), _since(call, lead.reply)
    lead.missed_call = _since(call, lead.missed_call)
    by_hand = lead.ladder is not None and lead.ladder.rule.body is follow_up_without_instant
    lead.ladder = _since(call, lead.ladder) if by_hand else None
    lead.first_call = None
    lead.round_call, lead.round_emails = None, ()
    return True


def _since(call: Placed, entry: Entry | None) -> Entry | None:
    """An entry if it came onto the agenda since a call was placed."""
    if entry is None or not call.is_before(entry.event, entry.set_at):
        return None
    return entry


def communicated(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Communication is whatever the lead did; a lead that ever did is not unreachable."""
    lead.communication_at = event.at
    lead.void_criteria()
    return True


def voicemail_owed(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A voicemail is called back at once in opening hours, else at the next opening."""
    lead.missed_call = None
    if lead.voicemail is None:
        lead.voicemail = lead.owed(lead.opening(event.at), RETURN_VOICEMAIL)
    return True


def message_opens_follow_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A lead that leaves a message or writes is in follow-up."""
    lead.move_to(FOLLOW_UP)
    return True


def message_ends_first_call(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A lead that leaves a message or writes is no longer waiting for its first call."""
    if lead.first_call is None:
        return False
    lead.first_call = None
    return True


def message_from_invalid_lead(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """What is no lead is owed no answer."""
    lead.warn(WarningCode.MESSAGE_FROM_INVALID_LEAD)
    return True


def voicemail_returned(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A call placed afterwards returns a voicemail, whatever comes of it."""
    if lead.voicemail is None:
        return False
    lead.voicemail = None
    return True


def voicemail_returned_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A lead without phone is answered in writing."""
    if PHONE not in lead.roles[made_through(event)]:
        return False
    return voicemail_returned(lead, event, terms)


def reply_owed(lead: Draft, event: ReplyReceived, terms: Terms) -> bool:
    """A written reply is answered at once."""
    if lead.reply is None:
        lead.reply = lead.owed(event.at, ANSWER_REPLY, _ANSWERED_BY[event.channel])
    return True


def reply_answered(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Any outreach afterwards, a text too, answers a reply and a missed call."""
    if lead.reply is None and lead.missed_call is None:
        return False
    lead.reply = lead.missed_call = None
    return True


def received_call_told(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """How a call from the lead ended is remembered, so as to know it when told again."""
    if event.call_id is None:
        return False
    _end_call(lead, event.call_id)
    if event.answered:
        lead.answered_calls.add(event.call_id)
    return True


def _end_call(lead: Draft, call_id: str) -> None:
    lead.ended_calls.add(call_id)
    lead.held |= ENDED


def call_ended_before(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """A call that has ended does not ring or go missing again: somebody took it, or it is owed."""
    return event.call_id in lead.ended_calls


def ringing_told_again(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """A call that rings, told once more, rings no longer for that."""
    return event.call_id is not None and event.call_id == lead.ringing_id


def ringing_over(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """A call that was ringing when something else ended it has ended, whatever is told of it."""
    if lead.ringing_id is None:
        return False
    _end_call(lead, lead.ringing_id)
    return True


def call_rings(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """A ringing call is work in every status."""
    lead.ringing = lead.owed(event.at, ANSWER_CALL)
    lead.ringing_id = event.call_id
    lead.timers[RING_LIMIT] = lead.after(terms.ring_limit, event.at)
    return True


def ringing_ended(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A call rings until it is answered, missed, a voicemail, or a call is placed."""
    if lead.ringing is None:
        return False
    ids = {lead.ringing_id, event.call_id} if isinstance(event, CallReceived) else {None}
    if None not in ids and len(ids) > 1:
        return False  # the end of another call
    lead.stop_ringing()
    return True


def ring_limit_passed(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """A call that nobody recorded the end of stops ringing after a while."""
    lead.stop_ringing()
    return True


def missed_call_owed(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """A call from the lead that nobody answered is owed an answer like a reply."""
    if lead.missed_call is None:
        lead.missed_call = lead.owed(event.at, ANSWER_REPLY)
    return True


def missed_call_on_closed_lead(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """A closed lead is owed no answer to a call that nobody took."""
    lead.warn(WarningCode.MISSED_CALL_ON_CLOSED_LEAD)
    return True


def outreach_noted(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """When the lead was last called or spoken to, and last written to, is remembered."""
    channel = _CHANNELS.get(type(event))
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


_SPOKEN = frozenset({PHONE})
OUT_OF_FOLLOW_UP = (NEW, MAIL_CONTACTED, UNREACHABLE)
_SETTLED = (
    "agenda.voicemail", "agenda.reply", "agenda.missed_call", "agenda.ladder",
    "agenda.first_call", "round",
)  # fmt: skip
MISSED = (Occasion.CALL_MISSED, Occasion.RING_LIMIT_PASSED)

RULES = (
    Rule(
        "COM-1", spoke_to_patient, on=CONVERSATION, when=(*OPEN, UNREACHABLE), to=(CONTACTED,),
        sets=("status",), cites=(RSI.contacted, INC.status_call_contacted),
    ),
    Rule(
        "COM-1", conversation_settles,
        on=(Occasion.CALL_CONNECTED, Occasion.CALL_ANSWERED, Occasion.CONTACTED), when=ANY,
        sets=_SETTLED, cites=(INC.set_next_contact,),
    ),
    Rule(
        "COM-1", told_conversation_settles, on=(Occasion.TOLD_CONNECTED,), when=ANY,
        sets=_SETTLED, cites=(INC.set_next_contact,),
    ),
    Rule(
        "COM-3", communicated, on=COMMUNICATION, when=ANY,
        sets=("communication", "criteria", "final_attempt", "agenda.final"),
        cites=(INC.unreachable_no_communication,), after=(attempts_restarted,),
    ),
    Rule(
        "COM-4", voicemail_owed, on=(Occasion.VOICEMAIL,), when=but(INVALID),
        sets=("agenda.voicemail", "agenda.missed_call"),
        cites=(RSI.voicemail_in_hours, RSI.voicemail_out_of_hours),
    ),
    Rule(
        "COM-4", message_opens_follow_up, on=MESSAGE, when=OUT_OF_FOLLOW_UP, to=(FOLLOW_UP,),
        sets=("status",), cites=(RSI.follow_up_leads,),
    ),
    Rule(
        "PRI-7", message_ends_first_call, on=MESSAGE, when=OPEN, given=("agenda.first_call",),
        sets=("agenda.first_call",), cites=(INC.contact_by_phone,),
    ),
    Rule("CLS-4", message_from_invalid_lead, on=MESSAGE, when=(INVALID,)),
    Rule(
        "COM-4", voicemail_returned, on=UNREACHED_CALLS, when=ANY, given=("agenda.voicemail",),
        sets=("agenda.voicemail",), cites=(RSI.voicemail_in_hours,),
    ),
    Rule(
        "COM-8", voicemail_returned_in_writing, on=WRITTEN, when=ANY, given=("agenda.voicemail",),
        sets=("agenda.voicemail",),
    ),
    Rule("COM-6", reply_owed, on=(Occasion.REPLY,), when=but(INVALID), sets=("agenda.reply",)),
    Rule(
        "COM-6", reply_answered, on=(*UNREACHED_CALLS, *WRITTEN, Occasion.REMINDER_GIVEN),
        when=ANY, given=("agenda.reply", "agenda.missed_call"),
        sets=("agenda.reply", "agenda.missed_call"),
    ),
    Rule(
        "COM-7", call_ended_before, on=(Occasion.CALL_RINGING, Occasion.CALL_MISSED), when=ANY,
        given=("received_calls",), final=True,
    ),
    Rule(
        "COM-7", received_call_told, on=(Occasion.CALL_ANSWERED, Occasion.CALL_MISSED), when=ANY,
        sets=("received_calls",),
    ),
    Rule(
        "COM-7", ringing_told_again, on=(Occasion.CALL_RINGING,), when=ANY, given=("agenda.call",),
        final=True,
    ),
    Rule(
        "COM-7", ringing_over,
        on=(
            *CALLS_PLACED, Occasion.CONTACTED, Occasion.VOICEMAIL, Occasion.RING_LIMIT_PASSED,
        ), when=ANY, given=("agenda.call",), sets=("received_calls",),
        before=(exhausted_by_no_response,),
    ),
    Rule(
        "COM-7", call_rings, on=(Occasion.CALL_RINGING,), when=ANY, sets=("agenda.call",),
        reads=("calls.ring_limit",), cites=(RSI.inbound_calls_first,),
    ),
    Rule(
        "COM-7", ringing_ended,
        on=(
            *CALLS_PLACED, Occasion.CALL_ANSWERED, Occasion.CONTACTED, Occasion.CALL_MISSED,
            Occasion.VOICEMAIL,
        ), when=ANY, given=("agenda.call",), sets=("agenda.call",),
        after=(ringing_over,), before=(exhausted_by_no_response,),
    ),
    Rule(
        "COM-7", ring_limit_passed, on=(Occasion.RING_LIMIT_PASSED,), when=ANY,
        sets=("agenda.call",), reads=("calls.ring_limit",), after=(ringing_over,),
    ),
    Rule("COM-7", missed_call_owed, on=MISSED, when=but(*CLOSED), sets=("agenda.missed_call",)),
    Rule("COM-7", missed_call_on_closed_lead, on=MISSED, when=CLOSED),
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
)  # fmt: skip
"""The chapter, in the order of the specification."""

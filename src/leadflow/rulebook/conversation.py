"""Communication (COM-1 to COM-4, COM-6): talking, voicemails, replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from leadflow.events import AnyEvent, CallPlaced, EmailSent, ReplyReceived, TextSent
from leadflow.rulebook.attempts import attempts_restarted
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.ladder import follow_up_without_instant
from leadflow.rulebook.occasions import (
    COMMUNICATION,
    CONVERSATION,
    MESSAGE,
    WRITTEN,
    Occasion,
)
from leadflow.rulebook.records import Entry, Placed
from leadflow.rulebook.rule import ANY, OPEN, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
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
CHANNEL_OF: Final[Mapping[type, Channel]] = {CallPlaced: PHONE, EmailSent: EMAIL, TextSent: TEXT}
UNREACHED_CALLS = (Occasion.CALL_UNREACHED, Occasion.CALL_UNTOLD)


def made_through(event: CallPlaced | EmailSent | TextSent) -> Channel:
    """The channel of an outreach."""
    return CHANNEL_OF[type(event)]


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


OUT_OF_FOLLOW_UP = (NEW, MAIL_CONTACTED, UNREACHABLE)
_SETTLED = (
    "agenda.voicemail", "agenda.reply", "agenda.missed_call", "agenda.ladder",
    "agenda.first_call", "round",
)  # fmt: skip

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
)  # fmt: skip
"""The chapter, in the order of the specification."""

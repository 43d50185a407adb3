"""Calls from the lead (COM-7): they ring, and end somehow."""

from __future__ import annotations

from leadflow.events import AnyEvent, CallReceived
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import ENDED
from leadflow.rulebook.ladder import exhausted_by_no_response
from leadflow.rulebook.occasions import CALLS_PLACED, RING_LIMIT, Occasion, TimerFired
from leadflow.rulebook.rule import ANY, CLOSED, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import ANSWER_CALL, ANSWER_REPLY
from leadflow.sources import RSI
from leadflow.vocabulary import WarningCode


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


MISSED = (Occasion.CALL_MISSED, Occasion.RING_LIMIT_PASSED)

RULES = (
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
)  # fmt: skip
"""What the specification says of calls from the lead, in its order."""

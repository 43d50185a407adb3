"""What came of calls (ATT-2, ATT-7, ATT-12): noted, and known when told again."""

from __future__ import annotations

from leadflow.events import CallPlaced, CallReceived, ResponseMarked
from leadflow.rulebook.attempts import COUNTING, call_counted_later
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import CALLS_PLACED, Occasion
from leadflow.rulebook.rule import ANY, Rule
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import CONNECTED


def call_told_again(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A call that is known to have had no response, told once more, changes nothing."""
    return event.call_id in lead.told_calls and lead.new_attempt != lead.event


def outcome_overtaken(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """That a call had no response says nothing more once the patient was spoken to since."""
    call, talk = lead.placed_calls[event.call_id], lead.spoken_to
    return talk is not None and call.is_before(*talk)


def conversation_told_again(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A call in which the patient was spoken to, told once more, changes nothing."""
    return event.call_id in lead.spoken_calls


def answer_told_again(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """A call from the lead that was answered, told once more, changes nothing."""
    return event.call_id in lead.answered_calls


def response_told_again(lead: Draft, event: ResponseMarked, terms: Terms) -> bool:
    """A missing response that the call of the day told already changes nothing when marked."""
    return lead.response_known and lead.called_on_day_of(event.at)


def call_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A call is placed when it is first told of; what came of it may be told later."""
    reached = None if event.outcome is None else event.outcome is CONNECTED
    lead.note_call(event, counting=lead.status in COUNTING, reached=reached)
    return True


def outcome_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """What came of a call is remembered, so as to know it when told again."""
    return lead.note_outcome(event, reached=event.outcome is CONNECTED)


def response_noted(lead: Draft, event: ResponseMarked, terms: Terms) -> bool:
    """A response marked later on the day of a call belongs to that call."""
    if not lead.called_on_day_of(event.at):
        return False
    assert lead.last_call is not None  # what `called_on_day_of` says
    return lead.note_outcome(lead.last_call, reached=False)


RULES = (
    Rule(
        "ATT-7", call_told_again, on=(Occasion.TOLD_UNREACHED,), when=ANY, given=("told_calls",),
        final=True, after=(call_counted_later,),
    ),
    Rule(
        "ATT-2", conversation_told_again, on=(Occasion.TOLD_CONNECTED,), when=ANY,
        given=("told_calls",), final=True, after=(call_counted_later,),
    ),
    Rule(
        "ATT-2", answer_told_again, on=(Occasion.CALL_ANSWERED,), when=ANY,
        given=("received_calls",), final=True,
    ),
    Rule(
        "ATT-7", response_told_again, on=(Occasion.RESPONSE_MARKED,), when=ANY, given=("calls",),
        final=True,
    ),
    Rule(
        "ATT-7", call_noted, on=CALLS_PLACED, when=ANY, sets=("calls", "told_calls"),
    ),
    Rule(
        "ATT-7", outcome_noted, on=(Occasion.TOLD_CONNECTED, Occasion.TOLD_UNREACHED), when=ANY,
        sets=("calls", "told_calls"),
    ),
    Rule(
        "ATT-12", outcome_overtaken, on=(Occasion.TOLD_UNREACHED,), when=ANY, final=True,
        after=(call_counted_later, outcome_noted),
    ),
    Rule(
        "ATT-7", response_noted, on=(Occasion.RESPONSE_MARKED,), when=ANY, given=("calls",),
        sets=("calls", "told_calls"),
    ),
)  # fmt: skip
"""They speak before all others: what is told again changes nothing."""

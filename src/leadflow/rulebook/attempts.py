"""Attempts (ATT-1 to ATT-3, ATT-8, ATT-10 to ATT-12): what counts as one, what it settles."""

from __future__ import annotations

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    CallReceived,
    EmailSent,
    MarkedDead,
    ReasonForLossSet,
    ResponseMarked,
    TextSent,
)
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import CRITERIA
from leadflow.rulebook.occasions import (
    CALLS_PLACED,
    CALLS_TOLD_AGAIN,
    CONVERSATION,
    MESSAGE,
    NO_RESPONSE,
    WRITTEN,
    Occasion,
)
from leadflow.rulebook.rule import ANY, CLOSED, OPEN, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    CONNECTED,
    EMAIL,
    PHONE,
    TEXT,
    UNREACHABLE,
)
from leadflow.sources import RSI
from leadflow.vocabulary import (
    CallVia,
)

_COUNTED = "attempts.counted"
COUNTING = (*OPEN, UNREACHABLE)


def follow_up_used_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A follow-up whose time has come is used up by the next contact, or by the next follow-up."""
    if lead.exact is None or lead.exact.at > event.at:
        return False
    lead.exact = None
    return True


def follow_up_used_up_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A written follow-up counts where the policy says so, or where the lead has no phone."""
    if type(event) is EmailSent:
        channel = EMAIL
        counts = terms.emails_do_follow_ups and event.via in terms.counted_emails
    else:
        channel, counts = TEXT, False
    if not counts and PHONE not in lead.roles[channel]:
        return False
    return follow_up_used_up(lead, event, terms)


def attempts_restarted(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Where the policy says so, communication starts the attempts at 0."""
    lead.restart_attempts()
    return True


def call_counted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A placed call is a contact attempt where the policy counts it."""
    counted = terms.counted_calls
    if event.outcome is CONNECTED:
        counted = terms.counted_talks
    return event.via in counted and _counted(lead, event, event.call_id, terms)


def call_counted_later(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A call told again in a way that counts is the attempt that it was not before."""
    return lead.placed_calls[event.call_id].counting and call_counted(lead, event, terms)


def answered_call_counted(lead: Draft, event: CallReceived, terms: Terms) -> bool:
    """An answered call is a contact attempt where the policy counts it."""
    counts = terms.counts_answered_voip and event.via is CallVia.VOIP
    return counts and _counted(lead, event, event.call_id, terms)


def email_counted(lead: Draft, event: EmailSent, terms: Terms) -> bool:
    """An e-mail is a contact attempt where the policy counts it."""
    return event.via in terms.counted_emails and _counted(lead, event, None, terms)


def _counted(lead: Draft, event: AnyEvent, call_id: str | None, terms: Terms) -> bool:
    """One call is one attempt however often told; the policy may make a day's outreach one."""
    if call_id is not None:
        if call_id in lead.counted_calls:
            return False
        lead.counted_calls.add(call_id)
    if terms.one_per_day:
        today = lead.day_of(event.at)
        if lead.last_attempt_on == today:
            return call_id is not None  # noted, so that it is none on another day either
        lead.last_attempt_on = today
    lead.attempts += 1
    if lead.attempts + 1 == terms.unreachable_attempts:
        lead.held |= CRITERIA  # before the attempt that may be enough, not on it
    lead.rung = terms.rung(lead.attempts)
    lead.new_attempt = lead.event
    if lead.first_attempt_at is None:
        lead.first_attempt_at = event.at
    return True


def reason_by_person(lead: Draft, event: MarkedDead | ReasonForLossSet, terms: Terms) -> bool:
    """The reason that a person gives, the latest, stands before any that the rules give."""
    lead.person_reason = event.reason
    lead.person_reason_cause = lead.because()
    return True


def open_attempt_settled(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """An outcome, a follow-up or communication settles an attempt without outcome."""
    if lead.open_attempt is None:
        return False
    lead.settle_open_attempt()
    return True


def patient_reached(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Once spoken to, a lead is not given up for never having been got hold of."""
    lead.reached = True
    lead.spoken_to = lead.event, lead.at
    return True


def patient_not_reached(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """A later attempt without response counts as not having got hold of the patient."""
    if not lead.reached:
        return False
    lead.reached = False
    return True


_COUNTS = (_COUNTED, "attempts.one_per_day")

RULES = (
    Rule(
        "ATT-12", attempts_restarted, on=(*CONVERSATION, *MESSAGE, Occasion.ATTENDED),
        when=but(*CLOSED),
        sets=("attempts", "reached", "criteria", "final_attempt", "agenda.final"),
        reads=("attempts.restart_on_communication",), needs="attempts.restart_on_communication",
        after=(call_counted, call_counted_later, answered_call_counted),
    ),
    Rule(
        "ATT-1", call_counted, on=CALLS_PLACED, when=COUNTING, sets=("attempts",), reads=_COUNTS,
        cites=(RSI.counts_phone_button, RSI.counts_voip_answered),
    ),
    Rule(
        "ATT-2", call_counted_later, on=CALLS_TOLD_AGAIN, when=COUNTING, sets=("attempts",),
        reads=_COUNTS, cites=(RSI.counts_phone_button, RSI.counts_voip_answered),
    ),
    Rule(
        "ATT-1", answered_call_counted, on=(Occasion.CALL_ANSWERED,), when=COUNTING,
        sets=("attempts",), reads=_COUNTS, cites=(RSI.counts_voip_answered,),
    ),
    Rule(
        "ATT-1", email_counted, on=(Occasion.EMAIL_SENT,), when=COUNTING, sets=("attempts",),
        reads=_COUNTS,
        cites=(RSI.counts_email_button, RSI.purple_chat_not_counted, RSI.text_not_counted),
    ),
    Rule(
        "ATT-8", follow_up_used_up,
        on=(
            *CALLS_PLACED, Occasion.TOLD_CONNECTED, Occasion.CALL_ANSWERED,
            Occasion.RESPONSE_MARKED, Occasion.CONTACTED, Occasion.FOLLOW_UP_BARE,
        ), when=ANY, given=("agenda.exact",), sets=("agenda.exact",), cites=(RSI.set_follow_up,),
    ),
    Rule(
        "ATT-8", follow_up_used_up_in_writing, on=WRITTEN, when=ANY, given=("agenda.exact",),
        sets=("agenda.exact",), reads=("attempts.follow_up_done_by",),
        cites=(RSI.counts_email_button,),
    ),
    Rule(
        "ATT-11", open_attempt_settled,
        on=(
            *NO_RESPONSE, *CONVERSATION, *MESSAGE, Occasion.FOLLOW_UP_BARE,
            Occasion.FOLLOW_UP_EXACT,
        ), when=ANY, given=("open_attempt",), sets=("open_attempt",),
    ),
    Rule(
        "ATT-12", patient_reached, on=CONVERSATION, when=ANY, sets=("reached",),
        after=(attempts_restarted,),
    ),
    Rule(
        "ATT-12", patient_not_reached, on=NO_RESPONSE, when=ANY, given=("reached",),
        sets=("reached",),
    ),
    Rule(
        "ATT-10", reason_by_person, on=(Occasion.MARKED_DEAD, Occasion.REASON_SET), when=ANY,
        sets=("reason_by_person",), cites=(RSI.reason_by_hand, RSI.reason_for_loss),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

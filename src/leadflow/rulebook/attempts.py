"""Attempts (ATT): what counts as a contact attempt, and the ladder of what follows it."""

from __future__ import annotations

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    CallReceived,
    EmailSent,
    FollowUpSet,
    MarkedDead,
    ReasonForLossSet,
    ResponseMarked,
    TextSent,
)
from leadflow.policy import Then
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import (
    CALLS_PLACED,
    CONVERSATION,
    MESSAGE,
    NO_RESPONSE,
    WRITTEN,
    Occasion,
    Timer,
    TimerFired,
)
from leadflow.rulebook.records import Entry, LastCall
from leadflow.rulebook.rule import ANY, CLOSED, CLOSES, OPEN, Rule, but
from leadflow.rulebook.terms import Span, Terms
from leadflow.sources import INC, RSI
from leadflow.vocabulary import (
    CallOutcome,
    CallVia,
    Channel,
    ContactOrigin,
    FollowUpOrigin,
    Purpose,
    ReasonForLoss,
    Status,
    WarningCode,
)

EXHAUSTED = Then.EXHAUSTED
USER, SYSTEM = ContactOrigin.USER, ContactOrigin.SYSTEM
COUNTING = (*OPEN, Status.UNREACHABLE)


def response_told_again(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """A missing response that is known already, told once more, changes nothing."""
    if isinstance(event, CallPlaced):
        return event.call_id in lead.told_calls
    call = lead.last_call
    return (
        call is not None
        and call.no_response_known
        and lead.day_of(call.at) == lead.day_of(event.at)
    )


def call_placed_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """What the latest call came to is remembered, to tell a second report of it from a new one."""
    unreached = event.outcome is not None and event.outcome is not CallOutcome.CONNECTED
    if event.call_id is not None:
        if event.call_id in lead.told_calls:
            return False
        if unreached:
            lead.told_calls.add(event.call_id)
    lead.last_call = LastCall(event.at, lead.event, event.call_id, unreached)
    return True


def response_noted(lead: Draft, event: ResponseMarked, terms: Terms) -> bool:
    """A response marked later on the day of a call belongs to that call."""
    call = lead.last_call
    if call is None or lead.day_of(call.at) != lead.day_of(event.at):
        return False
    lead.last_call = LastCall(call.at, call.event, call.call_id, True)
    if call.call_id is not None:
        lead.told_calls.add(call.call_id)
    return True


def follow_up_used_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A follow-up whose time has come is used up by the next contact, or by the next follow-up."""
    if lead.exact is None or lead.exact.at > event.at:
        return False
    lead.exact = None
    return True


def follow_up_used_up_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A written follow-up counts where the policy says so, or where the lead has no phone."""
    if isinstance(event, EmailSent):
        channel = Channel.EMAIL
        counts = terms.emails_do_follow_ups and event.via in terms.counted_emails
    else:
        channel, counts = Channel.TEXT, False
    if not counts and Channel.PHONE not in lead.roles[channel]:
        return False
    return follow_up_used_up(lead, event, terms)


def attempts_restarted(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Where the policy says so, communication starts the attempts at 0."""
    if not terms.restarts:
        return False
    lead.restart_attempts()
    return True


def attempt_counted(
    lead: Draft, event: CallPlaced | CallReceived | EmailSent, terms: Terms
) -> bool:
    """A contact attempt is what the policy counts; one call is one attempt however often told."""
    if isinstance(event, EmailSent):
        counts, call_id = event.via in terms.counted_emails, None
    else:
        call_id = event.call_id
        if isinstance(event, CallPlaced):
            counts = terms.counts_call(event.via, event.outcome is CallOutcome.CONNECTED)
        else:
            counts = terms.counts_answered_voip and event.via is CallVia.VOIP
    if not counts or call_id in lead.counted_calls:
        return False
    if call_id is not None:
        lead.counted_calls.add(call_id)
    if terms.one_per_day:
        today = lead.day_of(event.at)
        if lead.last_attempt_on == today:
            return False
        lead.last_attempt_on = today
    lead.attempts += 1
    lead.attempts_cause = lead.because("attempts.counted")
    lead.new_attempt = lead.event
    if lead.first_attempt_at is None:
        lead.first_attempt_at = event.at
    return True


def follow_up_at_instant(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up with date and time is the next contact and replaces the one set before."""
    assert event.due is not None  # what makes the occasion
    origin = USER if event.origin is FollowUpOrigin.USER else SYSTEM
    lead.exact = Entry(event.due, Purpose.FOLLOW_UP, origin, lead.because())
    lead.ladder = lead.first_call = None
    if event.due < event.at:
        lead.warn(WarningCode.FOLLOW_UP_IN_THE_PAST)
    return True


def follow_up_on_invalid_lead(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """What is no lead is not followed up."""
    lead.warn(WarningCode.FOLLOW_UP_ON_INVALID_LEAD)
    return True


def follow_up_without_instant(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up without date and time comes back after the delay of the rung."""
    step = terms.rung(lead.attempts).unscheduled
    if isinstance(step, Then) or lead.exact is not None:
        return False
    lead.plan_ladder(lead.after(step, event.at), step.path)
    return True


def follow_up_left_to_person(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """Off the ladder, a follow-up without date and time is for a person to plan."""
    lead.warn(WarningCode.FOLLOW_UP_WITHOUT_LADDER)
    return True


def no_response_delayed(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """After no answer or a message left, the lead comes back after the delay of the rung."""
    step = terms.rung(lead.attempts).no_response
    if isinstance(step, Then) or lead.exact is not None:
        return False
    lead.plan_ladder(lead.after(step, event.at), step.path)
    return True


def exhausted_by_no_response(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """No response to the last attempt ends the lead unless an exact follow-up stands."""
    if terms.rung(lead.attempts).no_response is not EXHAUSTED or lead.exact is not None:
        return False
    _exhaust(lead)
    return True


def exhausted_by_bare_follow_up(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up without date and time on the last attempt ends the lead, unless spoken to."""
    if terms.rung(lead.attempts).unscheduled is not EXHAUSTED or lead.exact is not None:
        return False
    if lead.reached and not terms.exhausts_after_contact:
        return False
    _exhaust(lead)
    return True


def exhausted_by_silence(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """A last attempt whose outcome nobody records ends the lead when its grace is over."""
    _exhaust(lead)
    return True


def _exhaust(lead: Draft) -> None:
    lead.close(Status.DEAD, ReasonForLoss.BEST_PRACTICES)
    lead.exhausted = True


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


def attempt_left_open(lead: Draft, event: CallPlaced | EmailSent, terms: Terms) -> bool:
    """An attempt without recorded outcome comes back like a follow-up without date and time."""
    if lead.new_attempt != lead.event:
        return False
    lead.settle_open_attempt()
    lead.open_attempt = lead.because()
    lead.reached = False
    if lead.status is Status.UNREACHABLE:
        return True
    step = terms.rung(lead.attempts).unscheduled
    if isinstance(step, Span):
        lead.plan_ladder(lead.after(step, event.at), step.path)
    elif step is EXHAUSTED:
        lead.ladder = None
        lead.timers[Timer.OPEN_ATTEMPT] = lead.after(terms.grace, event.at)
    return True


def patient_reached(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Once spoken to, a lead is not given up for never having been got hold of."""
    lead.reached = True
    return True


def patient_not_reached(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """A later attempt without response counts as not having got hold of the patient."""
    lead.reached = False
    return True


def new_lead_followed_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """After the first attempt, outcome or follow-up a new lead is in follow-up."""
    untold = isinstance(event, EmailSent) or (
        isinstance(event, CallPlaced) and event.outcome is None
    )
    if untold and lead.new_attempt != lead.event:
        return False
    lead.move_to(Status.FOLLOW_UP)
    return True


_FOLLOW_UPS = (RSI.attempt_1_follow_up, RSI.attempt_2_follow_up, RSI.attempt_3_follow_up)
_NO_RESPONSE = (
    RSI.attempt_1_no_response,
    RSI.attempt_2_no_response,
    RSI.no_answer,
    RSI.left_message,
)
_EXHAUSTED = (RSI.attempt_3_no_response, RSI.attempt_3_exhausted)
_COUNTED = (
    RSI.counts_phone_button,
    RSI.counts_voip_answered,
    RSI.counts_email_button,
    RSI.purple_chat_not_counted,
    RSI.text_not_counted,
)

RULES = (
    Rule("ATT-7", response_told_again, on=NO_RESPONSE, when=ANY, final=True),
    Rule("ATT-7", call_placed_noted, on=CALLS_PLACED, when=ANY, sets=("calls",)),
    Rule("ATT-7", response_noted, on=(Occasion.RESPONSE_MARKED,), when=ANY, sets=("calls",)),
    Rule(
        "ATT-12", attempts_restarted, on=(*CONVERSATION, *MESSAGE), when=but(*CLOSED),
        sets=("attempts", "reached", "criteria", "final_attempt"),
        reads=("attempts.restart_on_communication",),
        overrides=(attempt_counted,),
    ),
    Rule(
        "ATT-1", attempt_counted,
        on=(*CALLS_PLACED, Occasion.CALL_ANSWERED, Occasion.EMAIL_SENT), when=COUNTING,
        sets=("attempts",), reads=("attempts.counted", "attempts.one_per_day"), cites=_COUNTED,
    ),
    Rule(
        "ATT-5", follow_up_at_instant, on=(Occasion.FOLLOW_UP_EXACT,), when=but(Status.INVALID),
        sets=("agenda.exact", "agenda.ladder", "agenda.first_call"),
        cites=(RSI.set_follow_up, *_FOLLOW_UPS, INC.set_next_contact),
    ),
    Rule(
        "CLS-4", follow_up_on_invalid_lead, on=(Occasion.FOLLOW_UP_EXACT,),
        when=(Status.INVALID,),
    ),
    Rule(
        "ATT-8", follow_up_used_up,
        on=(*CALLS_PLACED, Occasion.CALL_ANSWERED, Occasion.RESPONSE_MARKED, Occasion.CONTACTED,
            Occasion.FOLLOW_UP_BARE),
        when=ANY, sets=("agenda.exact",), cites=(RSI.set_follow_up,),
    ),
    Rule(
        "ATT-8", follow_up_used_up_in_writing, on=WRITTEN, when=ANY, sets=("agenda.exact",),
        reads=("attempts.follow_up_done_by",), cites=(RSI.counts_email_button,),
    ),
    Rule(
        "ATT-11", open_attempt_settled,
        on=(*NO_RESPONSE, *CONVERSATION, *MESSAGE, Occasion.FOLLOW_UP_BARE,
            Occasion.FOLLOW_UP_EXACT),
        when=ANY, sets=("open_attempt",),
    ),
    Rule(
        "ATT-12", patient_reached, on=CONVERSATION, when=ANY, sets=("reached",),
        after=(attempts_restarted,),
    ),
    Rule("ATT-12", patient_not_reached, on=NO_RESPONSE, when=ANY, sets=("reached",)),
    Rule(
        "ATT-9", exhausted_by_no_response, on=NO_RESPONSE, when=OPEN, to=(Status.DEAD,),
        sets=CLOSES, reads=("attempts.rungs",), cites=_EXHAUSTED, final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_bare_follow_up, on=(Occasion.FOLLOW_UP_BARE,), when=OPEN,
        to=(Status.DEAD,), sets=CLOSES,
        reads=("attempts.rungs", "attempts.exhausts_after_contact"), cites=_EXHAUSTED, final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_silence, on=(Occasion.OPEN_ATTEMPT_EXPIRED,), when=OPEN,
        to=(Status.DEAD,), sets=CLOSES, reads=("attempts.open_attempt_grace",), cites=_EXHAUSTED,
        final=True,
    ),
    Rule(
        "ATT-6", follow_up_without_instant, on=(Occasion.FOLLOW_UP_BARE,), when=OPEN,
        sets=("agenda.ladder",), reads=("attempts.rungs",),
        cites=(RSI.attempt_1_follow_up, RSI.attempt_2_follow_up),
    ),
    Rule("ATT-6", follow_up_left_to_person, on=(Occasion.FOLLOW_UP_BARE,), when=but(*OPEN)),
    Rule(
        "ATT-7", no_response_delayed, on=NO_RESPONSE, when=OPEN, sets=("agenda.ladder",),
        reads=("attempts.rungs",), cites=_NO_RESPONSE,
    ),
    Rule("ATT-10", reason_by_person, on=(Occasion.MARKED_DEAD, Occasion.REASON_SET), when=ANY,
         sets=("reason_by_person",), cites=(RSI.reason_by_hand, RSI.reason_for_loss)),
    Rule(
        "ATT-11", attempt_left_open, on=(Occasion.CALL_UNTOLD, Occasion.EMAIL_SENT), when=COUNTING,
        sets=("open_attempt", "reached", "agenda.ladder"),
        reads=("attempts.rungs", "attempts.open_attempt_grace"),
    ),
    Rule(
        "ATT-13", new_lead_followed_up,
        on=(*NO_RESPONSE, Occasion.CALL_UNTOLD, Occasion.EMAIL_SENT, Occasion.FOLLOW_UP_BARE,
            Occasion.FOLLOW_UP_EXACT),
        when=(Status.NEW,), to=(Status.FOLLOW_UP,), sets=("status",),
        cites=(RSI.attempt_2, RSI.follow_up_leads),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification (bookkeeping of ATT-7 first)."""

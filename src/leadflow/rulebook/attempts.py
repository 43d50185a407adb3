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
from leadflow.rulebook.records import Entry
from leadflow.rulebook.rule import ANY, CLOSED, CLOSES, OPEN, Rule, but
from leadflow.rulebook.terms import Span, Terms
from leadflow.rulebook.words import (
    BEST_PRACTICES,
    CONNECTED,
    DEAD,
    EMAIL,
    FOLLOW_UP,
    FOLLOWING_UP,
    INVALID,
    NEW,
    PHONE,
    TEXT,
    UNREACHABLE,
)
from leadflow.sources import INC, RSI
from leadflow.vocabulary import (
    CallVia,
    ContactOrigin,
    FollowUpOrigin,
    WarningCode,
)

EXHAUSTED = Then.EXHAUSTED
_COUNTED = "attempts.counted"
USER, SYSTEM = ContactOrigin.USER, ContactOrigin.SYSTEM
COUNTING = (*OPEN, UNREACHABLE)


def call_told_again(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A call that is known to have had no response, told once more, changes nothing."""
    return event.call_id in lead.told_calls


def response_told_again(lead: Draft, event: ResponseMarked, terms: Terms) -> bool:
    """A missing response that the call of the day told already changes nothing when marked."""
    return lead.response_known and lead.called_on_day_of(event.at)


def unreached_call_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """That the latest call had no response is remembered, so as to know it when told again."""
    lead.last_call, lead.last_call_event, lead.response_known = event, lead.event, True
    if event.call_id is not None:
        lead.told_calls.add(event.call_id)
    return True


def call_noted(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """The response to the latest call may still be told."""
    if event.call_id in lead.told_calls:
        return False
    lead.last_call, lead.last_call_event, lead.response_known = event, lead.event, False
    return True


def response_noted(lead: Draft, event: ResponseMarked, terms: Terms) -> bool:
    """A response marked later on the day of a call belongs to that call."""
    if not lead.called_on_day_of(event.at):
        return False
    lead.response_known = True
    if lead.last_call is not None and lead.last_call.call_id is not None:
        lead.told_calls.add(lead.last_call.call_id)
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
            return False
        lead.last_attempt_on = today
    lead.attempts += 1
    lead.rung = terms.rung(lead.attempts)
    lead.attempts_cause = lead.because(_COUNTED)
    lead.new_attempt = lead.event
    if lead.first_attempt_at is None:
        lead.first_attempt_at = event.at
    return True


def follow_up_at_instant(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up with date and time is the next contact and replaces the one set before."""
    assert event.due is not None  # what makes the occasion
    origin = USER if event.origin is FollowUpOrigin.USER else SYSTEM
    lead.exact = Entry(event.due, FOLLOWING_UP, origin, lead.because())
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
    step = lead.rung.unscheduled
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
    step = lead.rung.no_response
    if isinstance(step, Then) or lead.exact is not None:
        return False
    lead.plan_ladder(lead.after(step, event.at), step.path)
    return True


def exhausted_by_no_response(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """No response to the last attempt ends the lead unless an exact follow-up stands."""
    if lead.rung.no_response is not EXHAUSTED or lead.exact is not None:
        return False
    _exhaust(lead)
    return True


def exhausted_by_bare_follow_up(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up without date and time on the last attempt ends the lead, unless spoken to."""
    if lead.rung.unscheduled is not EXHAUSTED or lead.exact is not None:
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
    lead.close(DEAD, BEST_PRACTICES)
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
    if lead.status is UNREACHABLE:
        return True
    step = lead.rung.unscheduled
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
    lead.move_to(FOLLOW_UP)
    return True


_FOLLOW_UPS = (RSI.attempt_1_follow_up, RSI.attempt_2_follow_up, RSI.attempt_3_follow_up)
_NO_RESPONSE = (
    RSI.attempt_1_no_response,
    RSI.attempt_2_no_response,
    RSI.no_answer,
    RSI.left_message,
)
_EXHAUSTED = (RSI.attempt_3_no_response, RSI.attempt_3_exhausted)
_COUNTS = (_COUNTED, "attempts.one_per_day")

RULES = (
    Rule("ATT-7", call_told_again, on=(Occasion.CALL_UNREACHED,), when=ANY, final=True),
    Rule("ATT-7", response_told_again, on=(Occasion.RESPONSE_MARKED,), when=ANY, final=True),
    Rule(
        "ATT-7", unreached_call_noted, on=(Occasion.CALL_UNREACHED,), when=ANY, sets=("calls",),
    ),
    Rule(
        "ATT-7", call_noted, on=(Occasion.CALL_CONNECTED, Occasion.CALL_UNTOLD), when=ANY,
        sets=("calls",),
    ),
    Rule("ATT-7", response_noted, on=(Occasion.RESPONSE_MARKED,), when=ANY, sets=("calls",)),
    Rule(
        "ATT-12", attempts_restarted, on=(*CONVERSATION, *MESSAGE), when=but(*CLOSED),
        sets=("attempts", "reached", "criteria", "final_attempt"),
        reads=("attempts.restart_on_communication",),
        needs="attempts.restart_on_communication",
        overrides=(call_counted, answered_call_counted),
    ),
    Rule(
        "ATT-1", call_counted, on=CALLS_PLACED, when=COUNTING, sets=("attempts",), reads=_COUNTS,
        cites=(RSI.counts_phone_button, RSI.counts_voip_answered),
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
        "ATT-5", follow_up_at_instant, on=(Occasion.FOLLOW_UP_EXACT,), when=but(INVALID),
        sets=("agenda.exact", "agenda.ladder", "agenda.first_call"),
        cites=(RSI.set_follow_up, *_FOLLOW_UPS, INC.set_next_contact),
    ),
    Rule(
        "CLS-4", follow_up_on_invalid_lead, on=(Occasion.FOLLOW_UP_EXACT,),
        when=(INVALID,),
    ),
    Rule(
        "ATT-8", follow_up_used_up, given=("agenda.exact",),
        on=(*CALLS_PLACED, Occasion.CALL_ANSWERED, Occasion.RESPONSE_MARKED, Occasion.CONTACTED,
            Occasion.FOLLOW_UP_BARE),
        when=ANY, sets=("agenda.exact",), cites=(RSI.set_follow_up,),
    ),
    Rule(
        "ATT-8", follow_up_used_up_in_writing, given=("agenda.exact",), on=WRITTEN, when=ANY, sets=("agenda.exact",),
        reads=("attempts.follow_up_done_by",), cites=(RSI.counts_email_button,),
    ),
    Rule(
        "ATT-11", open_attempt_settled, given=("open_attempt",),
        on=(*NO_RESPONSE, *CONVERSATION, *MESSAGE, Occasion.FOLLOW_UP_BARE,
            Occasion.FOLLOW_UP_EXACT),
        when=ANY, sets=("open_attempt",),
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
        "ATT-9", exhausted_by_no_response, on=NO_RESPONSE, when=OPEN, to=(DEAD,),
        sets=CLOSES, reads=("attempts.rungs",), cites=_EXHAUSTED, final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_bare_follow_up, on=(Occasion.FOLLOW_UP_BARE,), when=OPEN,
        to=(DEAD,), sets=CLOSES,
        reads=("attempts.rungs", "attempts.exhausts_after_contact"), cites=_EXHAUSTED, final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_silence, on=(Occasion.OPEN_ATTEMPT_EXPIRED,), when=OPEN,
        to=(DEAD,), sets=CLOSES, reads=("attempts.open_attempt_grace",), cites=_EXHAUSTED,
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
        when=(NEW,), to=(FOLLOW_UP,), sets=("status",),
        cites=(RSI.attempt_2, RSI.follow_up_leads),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification (bookkeeping of ATT-7 first)."""

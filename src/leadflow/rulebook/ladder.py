"""The ladder (ATT-4 to ATT-7, ATT-9, ATT-11, ATT-13): what follows an attempt, and when it ends."""

from __future__ import annotations

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    EmailSent,
    FollowUpSet,
    ResponseMarked,
)
from leadflow.rulebook.attempts import COUNTING
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import (
    NO_RESPONSE,
    Occasion,
    Timer,
    TimerFired,
)
from leadflow.rulebook.rule import CLOSES, OPEN, Rule, but
from leadflow.rulebook.terms import Span, Terms
from leadflow.rulebook.words import (
    BEST_PRACTICES,
    DEAD,
    EXHAUSTED,
    FOLLOW_UP,
    INVALID,
    NEW,
    SYSTEM,
    UNREACHABLE,
    USER,
)
from leadflow.sources import INC, RSI
from leadflow.vocabulary import (
    FollowUpOrigin,
    WarningCode,
)

_COUNTED = "attempts.counted"


def follow_up_at_instant(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up with date and time is the next contact and replaces the one set before."""
    assert event.due is not None  # what makes the occasion
    origin = USER if event.origin is FollowUpOrigin.USER else SYSTEM
    lead.exact = lead.promised(event.due, origin)
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
    if not isinstance(step, Span) or lead.exact is not None:
        return False
    lead.come_back_after(step, event.at)
    return True


def follow_up_left_to_person(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """Off the ladder, a follow-up without date and time is for a person to plan."""
    lead.warn(WarningCode.FOLLOW_UP_WITHOUT_LADDER)
    return True


def no_response_delayed(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """After no answer or a message left, the lead comes back after the delay of the rung."""
    step = lead.rung.no_response
    if not isinstance(step, Span) or lead.exact is not None:
        return False
    lead.come_back_after(step, event.at)
    return True


def exhausted_by_no_response(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """No response to the last attempt ends the lead unless an exact follow-up stands."""
    if lead.rung.no_response is not EXHAUSTED or lead.exact is not None:
        return False
    _exhaust(lead, lead.rung.no_response_path)
    return True


def exhausted_by_bare_follow_up(lead: Draft, event: FollowUpSet, terms: Terms) -> bool:
    """A follow-up without date and time on the last attempt ends the lead, unless spoken to."""
    if lead.rung.unscheduled is not EXHAUSTED or lead.exact is not None:
        return False
    if lead.reached and not terms.exhausts_after_contact:
        return False
    _exhaust(lead, lead.rung.unscheduled_path)
    return True


def exhausted_by_silence(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """A last attempt whose outcome nobody records ends the lead when its grace is over."""
    _exhaust(lead, lead.rung.unscheduled_path)
    return True


def _exhaust(lead: Draft, path: str) -> None:
    lead.close(DEAD, BEST_PRACTICES, path)
    lead.exhausted = True


def attempt_left_open(lead: Draft, event: CallPlaced | EmailSent, terms: Terms) -> bool:
    """An attempt without recorded outcome comes back like a follow-up without date and time."""
    if lead.new_attempt != lead.event or _outcome_known(lead, event):
        return False
    lead.settle_open_attempt()
    lead.open_attempt = lead.because()
    lead.reached = False
    if lead.status is UNREACHABLE:
        return True
    step = lead.rung.unscheduled
    if isinstance(step, Span):
        lead.come_back_after(step, event.at)
    elif step is EXHAUSTED:
        lead.ladder = None
        lead.timers[Timer.OPEN_ATTEMPT] = lead.after(terms.grace, event.at)
    return True


def _outcome_known(lead: Draft, event: CallPlaced | EmailSent) -> bool:
    """Whether what came of a call was told before."""
    if not isinstance(event, CallPlaced):
        return False
    return event.call_id in lead.told_calls or event.call_id in lead.spoken_calls


def _outcome_untold(event: AnyEvent) -> bool:
    return type(event) is EmailSent or (type(event) is CallPlaced and event.outcome is None)


def new_lead_followed_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """After the first attempt, outcome or follow-up a new lead is in follow-up."""
    if lead.new_attempt != lead.event and _outcome_untold(event):
        return False
    lead.move_to(FOLLOW_UP)
    return True


_NO_RESPONSE = (
    RSI.attempt_1_no_response,
    RSI.attempt_2_no_response,
    RSI.no_answer,
    RSI.left_message,
)
_EXHAUSTED = (RSI.attempt_3, RSI.attempt_3_no_response, RSI.attempt_3_exhausted)

RULES = (
    Rule(
        "ATT-5", follow_up_at_instant, on=(Occasion.FOLLOW_UP_EXACT,), when=but(INVALID),
        sets=("agenda.exact", "agenda.ladder", "agenda.first_call"),
        cites=(RSI.set_follow_up, RSI.attempt_3_follow_up, INC.set_next_contact),
    ),
    Rule("CLS-4", follow_up_on_invalid_lead, on=(Occasion.FOLLOW_UP_EXACT,), when=(INVALID,)),
    Rule(
        "ATT-9", exhausted_by_no_response, on=NO_RESPONSE, when=OPEN, to=(DEAD,), sets=CLOSES,
        reads=("attempts.rungs",), cites=_EXHAUSTED, final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_bare_follow_up, on=(Occasion.FOLLOW_UP_BARE,), when=OPEN, to=(DEAD,),
        sets=CLOSES, reads=("attempts.rungs", "attempts.exhausts_after_contact"), cites=_EXHAUSTED,
        final=True,
    ),
    Rule(
        "ATT-9", exhausted_by_silence, on=(Occasion.OPEN_ATTEMPT_EXPIRED,), when=OPEN, to=(DEAD,),
        sets=CLOSES, reads=("attempts.open_attempt_grace",), cites=_EXHAUSTED, final=True,
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
    Rule(
        "ATT-11", attempt_left_open,
        on=(Occasion.CALL_UNTOLD, Occasion.TOLD_UNTOLD, Occasion.EMAIL_SENT), when=COUNTING,
        sets=("open_attempt", "reached", "agenda.ladder"),
        reads=("attempts.rungs", "attempts.open_attempt_grace"),
    ),
    Rule(
        "ATT-13", new_lead_followed_up,
        on=(
            *NO_RESPONSE, Occasion.CALL_UNTOLD, Occasion.TOLD_UNTOLD, Occasion.EMAIL_SENT,
            Occasion.FOLLOW_UP_BARE, Occasion.FOLLOW_UP_EXACT,
        ), when=(NEW,), to=(FOLLOW_UP,), sets=("status",),
        cites=(RSI.attempt_2, RSI.follow_up_leads),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

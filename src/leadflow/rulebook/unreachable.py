"""Unreachable leads (UNR-1 to UNR-3): the criteria and the final attempt."""

from __future__ import annotations

from datetime import datetime

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    EmailSent,
    ResponseMarked,
    TextSent,
)
from leadflow.rulebook.attempts import (
    call_counted,
    call_counted_later,
    email_counted,
    open_attempt_settled,
)
from leadflow.rulebook.conversation import UNREACHED_CALLS, made_through
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.ladder import (
    attempt_left_open,
    exhausted_by_no_response,
    follow_up_without_instant,
    new_lead_followed_up,
    no_response_delayed,
)
from leadflow.rulebook.mail_round import (
    call_begins_round,
    call_completes_round,
    email_completes_round,
    email_kept_for_round,
    first_call_in_writing,
    first_call_tried,
    no_longer_new,
)
from leadflow.rulebook.occasions import (
    MONTHS,
    NO_RESPONSE,
    WRITTEN,
    Occasion,
    TimerFired,
)
from leadflow.rulebook.pool import POOLS, enter_pool
from leadflow.rulebook.rule import ANY, OPEN, Rule
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import EMAIL, FINAL_ATTEMPT, PHONE, UNREACHABLE
from leadflow.sources import INC

COUNTED = (
    *UNREACHED_CALLS, Occasion.TOLD_UNREACHED, Occasion.TOLD_UNTOLD, Occasion.EMAIL_SENT,
)  # fmt: skip
"""Attempts that are no communication."""


def criteria_met(lead: Draft, event: CallPlaced | EmailSent, terms: Terms) -> bool:
    """Months of follow-up, enough attempts and never any communication: all three."""
    if lead.criteria is not None or MONTHS in lead.timers or lead.first_attempt_at is None:
        return False
    if lead.attempts < terms.unreachable_attempts or lead.communication_at is not None:
        return False
    assert terms.unreachable_after is not None  # the chapter is off without it
    complete_at = lead.after(terms.unreachable_after, lead.first_attempt_at)
    if complete_at > event.at:
        lead.timers[MONTHS] = complete_at
    else:
        lead.criteria = lead.because("unreachable.after")
    return True


def months_complete(lead: Draft, event: TimerFired, terms: Terms) -> bool:
    """At the instant at which the months are complete they count as over."""
    lead.criteria = lead.because("unreachable.after")
    return True


def final_attempt_planned(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """Once the criteria hold, what is planned next is the final attempt, by phone and e-mail."""
    if lead.criteria is None:
        return False
    lead.final_cause = lead.because("unreachable.after")
    if lead.ladder or lead.first_call:  # a time is planned already
        lead.final = None
    elif lead.final is None and lead.exact is None:
        lead.final = lead.planned(event.at, FINAL_ATTEMPT, "unreachable.after")
    return True


def final_call(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """The final call is an unreached one after the criteria came to hold."""
    index, at = lead.placing(event)
    if type(event) is ResponseMarked and lead.called_on_day_of(event.at):
        assert lead.last_call is not None  # what `called_on_day_of` says
        index, at = lead.last_call_event, lead.last_call.at
    if not _after_criteria(lead, index, at):
        return False
    lead.final_called = True
    lead.final_emailed |= EMAIL in lead.roles[PHONE]
    return _enter_after_final_attempt(lead, terms)


def final_email(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """The final e-mail is one after the criteria came to hold."""
    roles = lead.roles[made_through(event)]
    if EMAIL not in roles or not _after_criteria(lead, lead.event, event.at):
        return False
    lead.final_emailed = True
    lead.final_called |= PHONE in roles
    return _enter_after_final_attempt(lead, terms)


def _after_criteria(lead: Draft, index: int | None, at: datetime) -> bool:
    """Whether an event came after what made the criteria true: an event, or a timer's instant."""
    criteria = lead.criteria
    if criteria is None:
        return False
    if criteria.event is None or index is None:
        return at >= criteria.at
    return index > criteria.event


def _enter_after_final_attempt(lead: Draft, terms: Terms) -> bool:
    if lead.final_called and lead.final_emailed:
        enter_pool(lead, terms)
    return True


def criteria_suffice(lead: Draft, event: AnyEvent | TimerFired, terms: Terms) -> bool:
    """Where the policy asks for no final attempt, the criteria alone make a lead unreachable."""
    if terms.final_attempt_required or lead.criteria is None:
        return False
    enter_pool(lead, terms)
    return True


_LADDER_RULES = (
    attempt_left_open, no_response_delayed, follow_up_without_instant, call_completes_round,
    call_begins_round, email_completes_round, email_kept_for_round,
)  # fmt: skip
_SETTLED_BEFORE = (
    *_LADDER_RULES, new_lead_followed_up, first_call_tried, first_call_in_writing, no_longer_new,
    open_attempt_settled,
)  # fmt: skip
_PLANNING = (
    *NO_RESPONSE, Occasion.CALL_UNTOLD, Occasion.TOLD_UNTOLD, *WRITTEN, Occasion.FOLLOW_UP_BARE,
    Occasion.MONTHS_COMPLETE,
)  # fmt: skip
_READS = ("unreachable.after", "unreachable.attempts")
_CRITERIA = (
    INC.unreachable_two_months, INC.unreachable_five_attempts, INC.unreachable_no_communication,
)  # fmt: skip

RULES = (
    Rule(
        "UNR-1", criteria_met, on=COUNTED, when=(*OPEN, UNREACHABLE), given=("criteria",),
        sets=("criteria",), reads=_READS, needs="unreachable", cites=_CRITERIA,
        after=(call_counted, call_counted_later, email_counted), before=(exhausted_by_no_response,),
    ),
    Rule(
        "UNR-1", months_complete, on=(Occasion.MONTHS_COMPLETE,), when=ANY, sets=("criteria",),
        reads=_READS, needs="unreachable", cites=_CRITERIA,
    ),
    Rule(
        "UNR-2", final_attempt_planned, on=_PLANNING, when=OPEN, given=("criteria",),
        sets=("agenda.final",), needs="unreachable", cites=(INC.final_attempt,),
        after=(*_SETTLED_BEFORE, criteria_met, months_complete),
    ),
    Rule(
        "UNR-3", final_call, on=NO_RESPONSE, when=OPEN, to=(UNREACHABLE,), given=("criteria",),
        sets=(*POOLS, "final_attempt"), reads=("unreachable.final_attempt_required",),
        needs="unreachable", cites=(INC.final_attempt, INC.mark_unreachable),
        after=(*_SETTLED_BEFORE, final_attempt_planned),
    ),
    Rule(
        "UNR-3", final_email, on=WRITTEN, when=OPEN, to=(UNREACHABLE,), given=("criteria",),
        sets=(*POOLS, "final_attempt"), reads=("unreachable.final_attempt_required",),
        needs="unreachable", cites=(INC.final_attempt, INC.mark_unreachable),
        after=(*_SETTLED_BEFORE, final_attempt_planned),
    ),
    Rule(
        "UNR-3", criteria_suffice, on=(*COUNTED, Occasion.MONTHS_COMPLETE), when=OPEN,
        to=(UNREACHABLE,), given=("criteria",), sets=POOLS,
        reads=("unreachable.final_attempt_required",), needs="unreachable",
        cites=(INC.mark_unreachable,),
        after=(*_SETTLED_BEFORE, final_attempt_planned, final_call, final_email),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

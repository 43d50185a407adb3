"""The long-term pool of unreachable leads (UNR-3 to UNR-5): how one gets in, and out."""

from __future__ import annotations

from leadflow.events import AnyEvent, CallPlaced, EmailSent, MarkedUnreachable, TextSent
from leadflow.rulebook.conversation import UNREACHED_CALLS, made_through
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import CONVERSATION, MESSAGE, OPEN_ATTEMPT_TIMER, WRITTEN, Occasion
from leadflow.rulebook.rule import OPEN, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import FOLLOWING_UP, NO_SHOW, PHONE, UNREACHABLE
from leadflow.sources import INC
from leadflow.vocabulary import WarningCode


def marked_unreachable(lead: Draft, event: MarkedUnreachable, terms: Terms) -> bool:
    """A person may mark a lead unreachable under any policy."""
    if lead.criteria is None:
        lead.warn(WarningCode.UNREACHABLE_BEFORE_CRITERIA)
    enter_pool(lead, terms)
    lead.unreachable_reason = event.reason is not None
    return True


def unreachable_reason_given(lead: Draft, event: MarkedUnreachable, terms: Terms) -> bool:
    """Why a lead is unreachable may be recorded later."""
    lead.unreachable_reason |= event.reason is not None
    return True


def unreachable_not_applicable(lead: Draft, event: MarkedUnreachable, terms: Terms) -> bool:
    """A lead that is booked, was seen or is closed is not unreachable."""
    lead.warn(WarningCode.UNREACHABLE_NOT_APPLICABLE)
    return True


def enter_pool(lead: Draft, terms: Terms) -> None:
    """Make a lead unreachable: what was planned ends, and it is called again at long intervals."""
    lead.move_to(UNREACHABLE)
    lead.end_plans()
    lead.timers.pop(OPEN_ATTEMPT_TIMER, None)
    lead.unreachable_reason = False
    _plan_pool(lead, terms)


def _plan_pool(lead: Draft, terms: Terms) -> None:
    interval = terms.pool_interval
    if interval is not None:
        at = lead.after(interval, lead.at)
        lead.pool = lead.planned(at, FOLLOWING_UP, interval.path)


def pool_contact_made(lead: Draft, event: CallPlaced | EmailSent | TextSent, terms: Terms) -> bool:
    """A lead in the pool is called again one interval after each call."""
    if PHONE not in lead.roles[made_through(event)]:
        return False
    _plan_pool(lead, terms)
    return True


def left_the_pool(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Communication takes a lead out of the pool."""
    lead.pool = None
    return True


POOLS = (
    "status", "agenda.ladder", "agenda.first_call", "agenda.final", "agenda.pool", "agenda.no_show",
    "round", "silence", "open_attempt", "unreachable_reason",
)  # fmt: skip
RULES = (
    Rule(
        "UNR-3", marked_unreachable, on=(Occasion.MARKED_UNREACHABLE,), when=(*OPEN, NO_SHOW),
        to=(UNREACHABLE,), sets=POOLS,
        cites=(INC.mark_unreachable, INC.record_unreachable_reason),
    ),
    Rule(
        "UNR-4", unreachable_reason_given, on=(Occasion.MARKED_UNREACHABLE,), when=(UNREACHABLE,),
        sets=("unreachable_reason",), cites=(INC.record_unreachable_reason,),
    ),
    Rule(
        "UNR-3", unreachable_not_applicable, on=(Occasion.MARKED_UNREACHABLE,),
        when=but(*OPEN, NO_SHOW, UNREACHABLE),
    ),
    Rule(
        "UNR-4", pool_contact_made, on=(*UNREACHED_CALLS, *WRITTEN), when=(UNREACHABLE,),
        sets=("agenda.pool",), reads=("unreachable.pool_interval",), needs="unreachable",
        cites=(INC.long_term_pool,),
    ),
    Rule(
        "UNR-5", left_the_pool, on=(*CONVERSATION, *MESSAGE), when=(UNREACHABLE,),
        sets=("agenda.pool",), cites=(INC.long_term_pool,),
    ),
)  # fmt: skip
"""What the specification says of it, in its order."""

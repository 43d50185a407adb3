"""Closing and opening again (CLS)."""

from __future__ import annotations

from leadflow.events import (
    AnyEvent,
    CallPlaced,
    MarkedDead,
    MarkedInvalid,
    OfficeTransferred,
    Reopened,
    ServiceDeclined,
    StopContactRequested,
)
from leadflow.rulebook.attempts import patient_reached
from leadflow.rulebook.conversation import (
    UNREACHED_CALLS,
    communicated,
    conversation_settles,
    told_conversation_settles,
)
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import STOPPED
from leadflow.rulebook.ladder import exhausted_by_no_response
from leadflow.rulebook.occasions import MESSAGE, OUTREACH, WRITTEN, Occasion
from leadflow.rulebook.rule import ANY, CLOSED, CLOSES, REOPENABLE, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    CONTACTED,
    DEAD,
    FOLLOW_UP,
    INVALID,
    NO_LONGER_INTERESTED,
    OFFICE_TRANSFER,
    STOP_CONTACT,
    UNREACHABLE,
    VISITED,
)
from leadflow.sources import INC, RSI
from leadflow.vocabulary import Status, WarningCode


def marked_dead(lead: Draft, event: MarkedDead, terms: Terms) -> bool:
    """A person may give a lead up, with a reason."""
    lead.close(DEAD)
    return True


def marked_invalid(lead: Draft, event: MarkedInvalid, terms: Terms) -> bool:
    """Spam, applications, duplicates and tests are no leads and stand in no report."""
    lead.close(INVALID)
    return True


def office_transferred(lead: Draft, event: OfficeTransferred, terms: Terms) -> bool:
    """What the call centre cannot handle goes to the front desk."""
    lead.close(OFFICE_TRANSFER)
    return True


def service_declined(lead: Draft, event: ServiceDeclined, terms: Terms) -> bool:
    """A customer who clearly no longer needs the service is lost."""
    lead.close(DEAD, NO_LONGER_INTERESTED)
    return True


def stop_requested(lead: Draft, event: StopContactRequested, terms: Terms) -> bool:
    """A customer who asks not to be contacted is lost and is not contacted again."""
    lead.close(DEAD, STOP_CONTACT)
    lead.do_not_contact = True
    lead.held |= STOPPED
    lead.do_not_contact_cause = lead.because()
    return True


def contact_permitted(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Only the customer's permission lifts a request to stop."""
    lead.do_not_contact = False
    lead.do_not_contact_cause = lead.because()
    return True


def outreach_after_stop_request(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Whoever asked not to be contacted must not be."""
    if not lead.do_not_contact:
        return False
    lead.warn(WarningCode.OUTREACH_AFTER_STOP_REQUEST)
    return True


def opened_by_conversation(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A closed lead that was spoken to is contacted, and starts over."""
    _open_again(lead, CONTACTED)
    return True


def opened_by_told_conversation(lead: Draft, event: CallPlaced, terms: Terms) -> bool:
    """A conversation opens a lead that was closed before it, not one closed in its course."""
    _rule, closed_by, closed_at, _path = lead.moved
    given_up = lead.exhausted or closed_by is None  # by the rules, for want of an answer
    if not given_up and lead.placed_calls[event.call_id].is_before(closed_by, closed_at):
        return False
    return opened_by_conversation(lead, event, terms)


def opened_by_message(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A closed lead that leaves a message or writes is in follow-up, and starts over."""
    _open_again(lead, FOLLOW_UP)
    return True


def revived_by_follow_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A follow-up with date and time brings back a lead that ran out of attempts, as it was."""
    if not lead.exhausted:
        return False
    lead.forget_reasons()
    lead.move_to(FOLLOW_UP)
    return True


def opened_by_follow_up(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A follow-up with date and time opens any other closed lead, and it starts over."""
    _open_again(lead, FOLLOW_UP)
    return True


def reopened(lead: Draft, event: Reopened, terms: Terms) -> bool:
    """A lead that a user reopens is in follow-up, due at once, and starts over."""
    _open_again(lead, FOLLOW_UP)
    lead.pool = None
    lead.plan_ladder(event.at)
    return True


def reopened_not_closed(lead: Draft, event: Reopened, terms: Terms) -> bool:
    """A lead that is not closed cannot be reopened."""
    lead.warn(WarningCode.REOPENED_NOT_CLOSED)
    return True


def _open_again(lead: Draft, status: Status) -> None:
    if lead.status in CLOSED:
        lead.forget_reasons()
    lead.move_to(status)
    lead.restart_attempts()


def outreach_on_closed_lead(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Outreach on a closed lead that reaches nobody changes nothing."""
    lead.warn(WarningCode.OUTREACH_ON_CLOSED_LEAD)
    return True


_OPENS = (
    "status", "reason_for_loss", "reason_by_person", "attempts", "reached", "criteria",
    "final_attempt",
    "agenda.final",
)  # fmt: skip

RULES = (
    Rule(
        "CLS-1", marked_dead, on=(Occasion.MARKED_DEAD,), when=ANY, to=(DEAD,), sets=CLOSES,
        cites=(RSI.dead,),
    ),
    Rule(
        "CLS-1", marked_invalid, on=(Occasion.MARKED_INVALID,), when=ANY, to=(INVALID,),
        sets=CLOSES, cites=(RSI.invalid, RSI.invalid_not_reported),
    ),
    Rule(
        "CLS-1", office_transferred, on=(Occasion.OFFICE_TRANSFERRED,), when=ANY,
        to=(OFFICE_TRANSFER,), sets=CLOSES, cites=(RSI.office_transfer,),
    ),
    Rule(
        "CLS-2", service_declined, on=(Occasion.DECLINED,), when=ANY, to=(DEAD,), sets=CLOSES,
        cites=(INC.termination_declined,), after=(communicated,),
    ),
    Rule(
        "CLS-2", stop_requested, on=(Occasion.STOP_REQUESTED,), when=ANY, to=(DEAD,),
        sets=(*CLOSES, "do_not_contact"), cites=(INC.termination_stop,), after=(communicated,),
    ),
    Rule(
        "CLS-3", contact_permitted, on=(Occasion.PERMITTED,), when=ANY, sets=("do_not_contact",),
    ),
    Rule(
        "CLS-3", outreach_after_stop_request, on=OUTREACH, when=ANY, given=("do_not_contact",),
        cites=(INC.termination_stop,),
        before=(exhausted_by_no_response,),
    ),
    Rule(
        "CLS-4", opened_by_conversation,
        on=(Occasion.CALL_CONNECTED, Occasion.CALL_ANSWERED, Occasion.CONTACTED), when=REOPENABLE,
        to=(CONTACTED,), sets=_OPENS, after=(communicated, conversation_settles),
        before=(patient_reached,),
    ),
    Rule(
        "CLS-4", opened_by_told_conversation, on=(Occasion.TOLD_CONNECTED,), when=REOPENABLE,
        to=(CONTACTED,), sets=_OPENS, after=(communicated, told_conversation_settles),
        before=(patient_reached,),
    ),
    Rule(
        "CLS-4", opened_by_message, on=MESSAGE, when=REOPENABLE, to=(FOLLOW_UP,), sets=_OPENS,
        after=(communicated,),
    ),
    Rule(
        "ATT-9", revived_by_follow_up, on=(Occasion.FOLLOW_UP_EXACT,), when=(DEAD,),
        to=(FOLLOW_UP,), sets=("status", "reason_for_loss", "reason_by_person"),
        cites=(RSI.attempt_3_follow_up,), overrides=(opened_by_follow_up,),
    ),
    Rule(
        "CLS-4", opened_by_follow_up, on=(Occasion.FOLLOW_UP_EXACT,), when=REOPENABLE,
        to=(FOLLOW_UP,), sets=_OPENS,
    ),
    Rule(
        "CLS-4", reopened, on=(Occasion.REOPENED,), when=(*CLOSED, UNREACHABLE, VISITED),
        to=(FOLLOW_UP,), sets=(*_OPENS, "agenda.pool", "agenda.ladder"),
    ),
    Rule(
        "CLS-4", reopened_not_closed, on=(Occasion.REOPENED,),
        when=but(*CLOSED, UNREACHABLE, VISITED),
    ),
    Rule(
        "CLS-5", outreach_on_closed_lead,
        on=(*UNREACHED_CALLS, *WRITTEN, Occasion.RESPONSE_MARKED, Occasion.REMINDER_GIVEN),
        when=CLOSED,
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

"""The mail round (COM-5) and the first call of a new lead (PRI-7)."""

from __future__ import annotations

from leadflow.events import AnyEvent, CallPlaced, EmailSent, ResponseMarked, TextSent
from leadflow.lead import Lead
from leadflow.rulebook.conversation import made_through, message_opens_follow_up
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import ROUND
from leadflow.rulebook.ladder import (
    attempt_left_open,
    exhausted_by_no_response,
    new_lead_followed_up,
    no_response_delayed,
)
from leadflow.rulebook.occasions import MESSAGE, NO_RESPONSE, WRITTEN, Occasion
from leadflow.rulebook.rule import OPEN, Rule
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    EMAIL,
    FIRST_CALL,
    FOLLOW_UP_EMAIL,
    MAIL_CONTACTED,
    MAIL_ROUND,
    NEW,
    PHONE,
)
from leadflow.sources import INC, RSI


def call_completes_round(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """An unreached call after an e-mail of the same day completes a mail round."""
    if lead.rung.no_response is not MAIL_ROUND:
        return False
    _event, placed_at = lead.placing(event)
    emails = [
        at
        for at in lead.round_emails
        if at >= placed_at or lead.day_of(at) == lead.day_of(placed_at)
    ]
    if not emails and EMAIL not in lead.roles[PHONE]:
        return False
    lead.round_emails = tuple(emails[1:])
    _complete_round(lead, terms)
    return True


def call_begins_round(lead: Draft, event: CallPlaced | ResponseMarked, terms: Terms) -> bool:
    """After an unreached call the follow-up e-mail is due at once."""
    if lead.rung.no_response is not MAIL_ROUND:
        return False
    lead.round_call, lead.round_emails = event.at, ()
    lead.held |= ROUND
    lead.plan_ladder(event.at, lead.rung.no_response_path, FOLLOW_UP_EMAIL, EMAIL)
    return True


def email_completes_round(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """An e-mail after an unreached call, or to a lead without phone, completes a mail round."""
    roles = lead.roles[made_through(event)]
    if EMAIL not in roles:
        return False
    alone = PHONE in roles and lead.rung.no_response is MAIL_ROUND
    if lead.round_call is None and not alone:
        return False
    lead.round_call = None
    lead.reached = False
    _complete_round(lead, terms)
    return True


def email_kept_for_round(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """An e-mail waits for an unreached call of the same day."""
    if EMAIL not in lead.roles[made_through(event)]:
        return False
    lead.round_emails = (*lead.round_emails[-_KEPT:], event.at)
    lead.held |= ROUND
    if lead.ladder is not None and lead.ladder.purpose is FOLLOW_UP_EMAIL:
        lead.ladder = None
    return True


_KEPT = 31
"""How many e-mails may wait for a call, so that no history costs more than its length."""


def _complete_round(lead: Draft, terms: Terms) -> None:
    lead.move_to(MAIL_CONTACTED)
    interval = terms.mail_interval
    assert interval is not None  # the chapter is off without it
    lead.ladder = None
    lead.come_back_after(interval, lead.at)


def message_ends_round(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Communication ends a mail round in progress."""
    if lead.round_call is None and not lead.round_emails:
        return False
    lead.round_call, lead.round_emails = None, ()
    return True


def new_lead(lead: Draft, event: Lead, terms: Terms) -> bool:
    """A new lead is due when it is created; the policy may set a deadline."""
    within, at = terms.first_call_within, lead.created_at
    by = None if within is None else lead.after(within, at)
    path = None if within is None else within.path
    lead.first_call = lead.planned(at, FIRST_CALL, path, by)
    return True


def first_call_tried(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """The first call is done once a call's outcome is known."""
    if lead.first_call is None:
        return False
    lead.first_call = None
    return True


def first_call_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A lead without phone is first contacted in writing."""
    if PHONE not in lead.roles[made_through(event)]:
        return False
    return first_call_tried(lead, event, terms)


def no_longer_new(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """Unless it must be by phone, the first contact is done when the lead stops being new."""
    if terms.first_call_by_phone or lead.status is NEW:
        return False
    return first_call_tried(lead, event, terms)


NEW_LEAD = Rule(
    "PRI-7", new_lead, on=(Occasion.CREATED,), when=(NEW,), sets=("agenda.first_call",),
    reads=("first_contact.within",),
    cites=(RSI.new_leads, RSI.attempt_1, INC.contact_by_phone, INC.call_first, INC.kpi_response),
)  # fmt: skip
"""How every history begins."""

RULES = (
    Rule(
        "COM-5", call_completes_round, on=NO_RESPONSE, when=OPEN, to=(MAIL_CONTACTED,),
        sets=("status", "agenda.ladder", "round"), reads=("mail.interval",), needs="mail",
        cites=(INC.status_mail_contacted, INC.next_contact_in_7_days),
        overrides=(new_lead_followed_up, call_begins_round),
        yields_to=(exhausted_by_no_response, no_response_delayed),
    ),
    Rule(
        "COM-5", call_begins_round, on=NO_RESPONSE, when=OPEN, sets=("agenda.ladder", "round"),
        needs="mail", cites=(INC.voice_message, INC.follow_up_email),
        yields_to=(exhausted_by_no_response, no_response_delayed),
    ),
    Rule(
        "COM-5", email_completes_round, on=WRITTEN, when=OPEN, to=(MAIL_CONTACTED,),
        sets=("status", "agenda.ladder", "round", "reached"), reads=("mail.interval",),
        needs="mail", cites=(INC.status_mail_contacted, INC.next_contact_in_7_days),
        overrides=(attempt_left_open, new_lead_followed_up, email_kept_for_round),
    ),
    Rule(
        "COM-5", email_kept_for_round, on=WRITTEN, when=OPEN, sets=("round", "agenda.ladder"),
        needs="mail", cites=(INC.follow_up_email,), after=(attempt_left_open,),
    ),
    Rule(
        "COM-5", message_ends_round, on=MESSAGE, when=OPEN, given=("round",), sets=("round",),
        cites=(INC.follow_up_email,), after=(message_opens_follow_up,),
    ),
    NEW_LEAD,
    Rule(
        "PRI-7", first_call_tried, on=NO_RESPONSE, when=OPEN, given=("agenda.first_call",),
        sets=("agenda.first_call",), cites=(INC.contact_by_phone, RSI.new_leads),
    ),
    Rule(
        "PRI-7", first_call_in_writing, on=WRITTEN, when=OPEN, given=("agenda.first_call",),
        sets=("agenda.first_call",), cites=(INC.contact_by_phone,),
    ),
    Rule(
        "PRI-7", no_longer_new,
        on=(
            Occasion.CALL_UNTOLD, Occasion.TOLD_UNTOLD, Occasion.EMAIL_SENT,
            Occasion.FOLLOW_UP_BARE,
        ), when=(NEW,),
        given=("agenda.first_call",), sets=("agenda.first_call",), cites=(RSI.new_leads,),
        yields_to=(first_call_in_writing,), after=(new_lead_followed_up,),
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

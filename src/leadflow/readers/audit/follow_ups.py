"""Following a lead up (ATT-8, COM-2, COM-5): when it was planned, in full, and never forgotten."""

from __future__ import annotations

from leadflow.engine.agenda import entries
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Standing
from leadflow.readers.audit.duties import Owed
from leadflow.readers.audit.step import Step, followed_up, written
from leadflow.rulebook.records import Entry
from leadflow.rulebook.words import CONTACTED, FOLLOW_UP_EMAIL
from leadflow.sources import INC, RSI


def follow_up_late(step: Step) -> Owed | None:
    """A follow-up is made when it was planned."""
    lead = step.lead
    entry = lead.exact or lead.ladder or lead.pool or lead.final
    if entry is None or entry.purpose is FOLLOW_UP_EMAIL or step.silenced or _tried(step, entry):
        return None
    # What is due at once has no time of its own: it is for the day on which it came up.
    due = entry.at if entry.at > step.at else step.end_of_day(step.at)
    return Owed(entry, due)


def _tried(step: Step, entry: Entry) -> bool:
    """Whether a call was placed for it once its time had come, its outcome not known yet."""
    lead = step.lead
    call, event = lead.last_call, lead.last_call_event
    if call is None or event is None or call.at < entry.at:
        return False
    return entry.event is None or event > entry.event


def mail_round_incomplete(step: Step) -> Owed | None:
    """A call that nobody answered is followed by an e-mail on the same day."""
    entry = step.lead.ladder
    if entry is None or entry.purpose is not FOLLOW_UP_EMAIL or step.silenced:
        return None
    return Owed(entry, step.end_of_day(max(entry.at, step.at)))


def next_contact_missing(step: Step) -> Owed | None:
    """A contacted lead has a next contact by the end of the day."""
    lead = step.lead
    if lead.status is not CONTACTED or step.silenced or entries(lead, step.at):
        return None
    return Owed(CONTACTED, step.end_of_day(step.at))


CHECKS = (
    Standing(
        BreachKind.FOLLOW_UP_LATE, Severity.MAJOR,
        "the lead was told, or may expect, to be contacted then", "ATT-8", follow_up_late,
        (RSI.follow_up_leads, INC.daily_follow_up_times, INC.timely_follow_up), does=followed_up,
    ),
    Standing(
        BreachKind.MAIL_ROUND_INCOMPLETE, Severity.MINOR,
        "the lead was tried, if by one way only", "COM-5", mail_round_incomplete,
        (INC.follow_up_email, INC.timely_follow_up), needs="mail", does=written,
    ),
    Standing(
        BreachKind.NEXT_CONTACT_MISSING, Severity.MAJOR,
        "without a next contact a lead drops out of sight", "COM-2", next_contact_missing,
        (RSI.set_follow_up, INC.set_next_contact), does=followed_up,
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

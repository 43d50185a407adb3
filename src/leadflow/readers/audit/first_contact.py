"""The first contact of a new lead (PRI-7)."""

from __future__ import annotations

from leadflow.events import CallPlaced, EmailSent, TextSent
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Standing, Watch
from leadflow.readers.audit.duties import Duties, Owed
from leadflow.readers.audit.step import Step, tried
from leadflow.rulebook.words import PHONE
from leadflow.sources import INC


def first_call_late(step: Step) -> Owed | None:
    """A new lead is called in time."""
    return _first_call(step)


def first_call_missing(step: Step) -> Owed | None:
    """A new lead is called at all."""
    return _first_call(step)


def _first_call(step: Step) -> Owed | None:
    entry = step.lead.first_call
    if entry is None or entry.by is None or step.silenced or step.lead.last_call is not None:
        return None  # any call placed is the first call, whatever is known of its outcome (KPI-1)
    return Owed(entry, step.due(entry.by, entry.set_at))


def first_touch_not_by_phone(step: Step, duties: Duties) -> None:
    """A new lead is called before anybody writes to it."""
    lead = step.lead
    first_call_owed = lead.first_call is not None and not step.silenced
    if step.reached_out or not first_call_owed or PHONE not in lead.facts["channels"]:
        return
    outreach = CallPlaced | EmailSent | TextSent
    first = next((each for each in step.placed() if isinstance(each[1], outreach)), None)
    if first is not None and not isinstance(first[1], CallPlaced):
        duties.late(step.at, step.at, first[0])


CHECKS = (
    Standing(
        BreachKind.FIRST_CALL_LATE, Severity.MAJOR,
        "interest in an answer wanes by the hour", "PRI-7", first_call_late,
        (INC.kpi_response, INC.contact_by_phone), needs="first_contact.within", done=True,
        does=tried,
    ),
    Standing(
        BreachKind.FIRST_CALL_MISSING, Severity.CRITICAL,
        "a lead that nobody calls is given away", "PRI-7", first_call_missing,
        (INC.kpi_response, INC.contact_by_phone), needs="first_contact.within", done=False,
        does=tried,
    ),
    Watch(
        BreachKind.FIRST_TOUCH_NOT_BY_PHONE, Severity.MINOR,
        "the call still follows, only later than it might", "PRI-7", first_touch_not_by_phone,
        (INC.contact_by_phone, INC.call_first), needs="first_contact.by_phone",
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

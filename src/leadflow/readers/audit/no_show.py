"""Missed appointments (NSH): the call of the same day, and the e-mails afterwards."""

from __future__ import annotations

from datetime import datetime

from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Standing, Watch, stand
from leadflow.readers.audit.duties import Duties, Owed
from leadflow.readers.audit.step import Step, called, written
from leadflow.rulebook.records import Missed
from leadflow.rulebook.words import MISSED_APPOINTMENT, RESCHEDULE
from leadflow.sources import INC
from leadflow.vocabulary import Purpose


def no_show_call_late(step: Step, duties: Duties) -> None:
    """Whoever has not come to an appointment is called within the half hour."""
    missed = _worked_on(step)
    owed = None
    if missed is not None:
        assert missed.call.by is not None  # the rules always plan it with its deadline
        by = step.due(missed.call.by, missed.call.set_at)
        if not missed.called:
            owed = Owed(missed.call, by, missed.call_until)
        elif missed.call.set_at == step.at and not _stood(duties, missed):
            _called_before(step, duties, missed, by)
    stand(step, duties, owed, called)


def _stood(duties: Duties, missed: Missed) -> bool:
    return duties.standing is not None and duties.standing.key is missed.call


def _called_before(step: Step, duties: Duties, missed: Missed, by: datetime) -> None:
    """The call came before the no-show was recorded; it may have been late all the same."""
    for spoken_at, event in step.spoken_since(missed.started_at):
        if spoken_at > missed.call_until > by:
            duties.late(by, missed.call_until, None)  # on another day it is not that call
        elif missed.call_until >= spoken_at > by:
            duties.late(by, spoken_at, event)


def _worked_on(step: Step) -> Missed | None:
    """The missed appointment whose steps are to be taken; an exact follow-up takes their place."""
    lead = step.lead
    return None if lead.exact is not None or step.silenced else lead.missed


def missed_appointment_email_late(step: Step) -> Owed | None:
    """The e-mail about a missed appointment goes out on the next day that the clinic is open."""
    return _email(step, MISSED_APPOINTMENT)


def reschedule_email_late(step: Step) -> Owed | None:
    """The e-mail that offers another appointment goes out every week, on its day."""
    return _email(step, RESCHEDULE)


def _email(step: Step, purpose: Purpose) -> Owed | None:
    missed = _worked_on(step)
    entry = None if missed is None else missed.email
    if entry is None or entry.purpose is not purpose:
        return None
    return Owed(entry, step.end_of_day(max(entry.at, step.at)))


CHECKS = (
    Watch(
        BreachKind.NO_SHOW_CALL_LATE, Severity.MAJOR,
        "the sooner the call, the likelier another appointment", "NSH-1", no_show_call_late,
        (INC.no_show_call,), needs="no_show",
    ),
    Standing(
        BreachKind.MISSED_APPOINTMENT_EMAIL_LATE, Severity.MINOR,
        "the call before it has said the same", "NSH-2", missed_appointment_email_late,
        (INC.missed_appointment_email,), needs="no_show", does=written,
    ),
    Standing(
        BreachKind.RESCHEDULE_EMAIL_LATE, Severity.MINOR,
        "one e-mail of many", "NSH-3", reschedule_email_late,
        (INC.weekly_reschedule,), needs="no_show", does=written,
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

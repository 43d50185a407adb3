"""Appointments (APT, TSK): what is to be done before one, the reminder, and the data of one."""

from __future__ import annotations

from datetime import datetime

from leadflow.engine.agenda import data_due_at
from leadflow.events import AnyEvent, AppointmentBooked, AppointmentMoved
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Standing, Watch
from leadflow.readers.audit.duties import Duties, Owed
from leadflow.readers.audit.step import Step
from leadflow.readers.audit.visits import Visit
from leadflow.rulebook.draft import Draft
from leadflow.sources import INC, RSI
from leadflow.vocabulary import TaskKind


def confirmation_missing(step: Step, duties: Duties) -> None:
    """An appointment has been confirmed in writing when it starts."""
    _before_visit(step, duties, TaskKind.SEND_CONFIRMATION)


def medical_team_not_notified(step: Step, duties: Duties) -> None:
    """The medical team knows of an appointment when it starts."""
    _before_visit(step, duties, TaskKind.NOTIFY_MEDICAL_TEAM)


def pre_visit_information_missing(step: Step, duties: Duties) -> None:
    """A patient has been told what to prepare when the appointment starts."""
    _before_visit(step, duties, TaskKind.SEND_PRE_VISIT_INFORMATION)


def _before_visit(step: Step, duties: Duties, kind: TaskKind) -> None:
    for visit, lacking in step.visits.begun:
        if kind in lacking:
            duties.begin(Owed(visit, visit.starts_at))
    _end(step, duties)


def _end(step: Step, duties: Duties) -> None:
    """What was to be done by the start, and was not when the visit took place, never will be."""
    for visit in step.visits.ended:
        if visit.took_place and duties.due(visit) == visit.starts_at:
            duties.miss(visit, step.at)
        else:
            duties.end(visit, step.at)


def reminder_late(step: Step, duties: Duties) -> None:
    """The reminder of an appointment is given in time."""
    _reminder(step, duties)


def reminder_missing(step: Step, duties: Duties) -> None:
    """The reminder of an appointment is given at all."""
    _reminder(step, duties)


def _reminder(step: Step, duties: Duties) -> None:
    visits = step.visits
    for visit, since in visits.nexts:
        if not (step.silenced if since == step.at else step.was_silenced):
            _remind(duties, visit, since)
    if step.silenced:
        duties.end_all(step.at)
    elif step.was_silenced and visits.next is not None:
        _remind(duties, visits.next.visit, step.at)
    for visit, cause in visits.reminded:
        duties.end(visit, cause.at, cause.event)
    _end(step, duties)
    for visit in visits.hidden:
        duties.end(visit, step.at)


def _remind(duties: Duties, visit: Visit, since: datetime) -> None:
    """A visit is the next one from now on (APT-9); come to that too late, until it starts."""
    if visit.reminder is not None and not visit.reminded:
        by = visit.reminder.by
        due = visit.starts_at if by is None or by < since else by
        duties.begin(Owed(visit, due))


def sync_late(step: Step) -> Owed | None:
    """The data of an appointment marked by hand come in time."""
    marked = step.lead.marked
    return None if marked is None else Owed(marked, data_due_at(step.lead.terms, marked))


def _books(lead: Draft, event: AnyEvent) -> bool:
    return isinstance(event, AppointmentBooked | AppointmentMoved)


BEFORE = (
    Watch(
        BreachKind.CONFIRMATION_MISSING, Severity.MAJOR,
        "a patient without day and hour in writing may not come", "TSK", confirmation_missing,
        (INC.send_confirmation, INC.confirmation_email), asks=TaskKind.SEND_CONFIRMATION,
    ),
    Watch(
        BreachKind.MEDICAL_TEAM_NOT_NOTIFIED, Severity.MAJOR,
        "nobody is prepared for the patient", "TSK", medical_team_not_notified,
        (INC.notify_medical_team,), asks=TaskKind.NOTIFY_MEDICAL_TEAM,
    ),
    Watch(
        BreachKind.PRE_VISIT_INFORMATION_MISSING, Severity.MINOR,
        "the visit takes place, if with papers missing", "TSK", pre_visit_information_missing,
        (INC.send_pre_visit_information,), asks=TaskKind.SEND_PRE_VISIT_INFORMATION,
    ),
    Watch(
        BreachKind.REMINDER_LATE, Severity.MINOR,
        "the patient was reminded all the same", "APT-3", reminder_late,
        (INC.reminder_one_business_day,), needs="reminder", done=True,
    ),
    Watch(
        BreachKind.REMINDER_MISSING, Severity.MAJOR,
        "whoever is not reminded stays away more often", "APT-3", reminder_missing,
        (INC.reminder_one_business_day,), needs="reminder", done=False,
    ),
)  # fmt: skip
"""What comes before a visit, in the order of the specification."""

SYNC = (
    Standing(
        BreachKind.SYNC_LATE, Severity.MINOR,
        "the appointment stands, only its data are not to be seen", "APT-2", sync_late,
        (RSI.scheduled_sync,), does=_books,
    ),
)  # fmt: skip
"""What comes with the data of one."""

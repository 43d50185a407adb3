"""How leads are dealt with (TSK, CLS-3): every contact on record, and none against their will."""

from __future__ import annotations

from leadflow.events import TaskDone
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Watch
from leadflow.readers.audit.duties import Duties, Owed
from leadflow.readers.audit.step import Step
from leadflow.sources import INC
from leadflow.tasks.ids import task_id
from leadflow.tasks.since import Since
from leadflow.vocabulary import TaskKind, WarningCode


def note_missing(step: Step, duties: Duties) -> None:
    """Of every attempt and every conversation there is a note."""
    for since, nth in step.ledger.notes.written_up:
        duties.end(_to_record(step, since, nth), step.at)
    new = {since.event: (since, nth) for since, nth in step.ledger.notes.missing_at(step.at)}
    for place, event in step.placed():
        if place in new:
            duties.begin(Owed(_to_record(step, *new[place]), step.at, event=place))
        elif isinstance(event, TaskDone):
            duties.end(event.task, step.at)
            if event.task == TaskKind.RECORD_DETAILS:
                duties.end_all(step.at)
    if step.closed:
        duties.end_all(step.at)


def _to_record(step: Step, since: Since, nth: int) -> str:
    """The id of the task that asks for a note."""
    return task_id(TaskKind.RECORD_DETAILS, step.lead_id, since.at, nth=nth)


def contact_after_stop_request(step: Step, duties: Duties) -> None:
    """Nobody who asked not to be contacted is."""
    for code, event in step.warnings:
        if code is WarningCode.OUTREACH_AFTER_STOP_REQUEST:
            duties.late(step.at, step.at, event)


NOTES = (
    Watch(
        BreachKind.NOTE_MISSING, Severity.MINOR,
        "the contact was made, but colleagues do not know what came of it", "TSK", note_missing,
        (INC.record_details, INC.record_attempts, INC.daily_records, INC.detailed_records),
        asks=TaskKind.RECORD_DETAILS,
    ),
)  # fmt: skip
"""Records."""

STOPS = (
    Watch(
        BreachKind.CONTACT_AFTER_STOP_REQUEST, Severity.CRITICAL,
        "it is against the declared will of the customer", "CLS-3", contact_after_stop_request,
        (INC.termination_stop,),
    ),
)  # fmt: skip
"""Stop requests."""

"""The buttons that a person at the clinic has for a lead now: dispositions, visits and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.outputs import Task
from leadflow.readers.differences import worded
from leadflow.readers.dispositions import FIRST, THEN, Disposition
from leadflow.readers.situations import Appointment, Situation
from leadflow.vocabulary import Channel, ReminderMethod, TaskKind

ONLY_TOLD = frozenset(
    {
        TaskKind.SEND_LEAD_REMINDER,
        TaskKind.COLLECT_NEEDS,
        TaskKind.COLLECT_BASICS,
        TaskKind.COLLECT_CONSIDERATIONS,
        TaskKind.NOTIFY_MEDICAL_TEAM,
        TaskKind.COMPLETE_BASIC_INFORMATION,
        TaskKind.COMPLETE_MEDICAL_INFORMATION,
        TaskKind.PREPARE_FORMS,
        TaskKind.RECORD_DETAILS,
    }
)
"""Tasks of which no other event shows that they were done: a person ticks them off."""

_METHODS = {
    Channel.PHONE: ReminderMethod.CALL,
    Channel.EMAIL: ReminderMethod.EMAIL,
    Channel.TEXT: ReminderMethod.TEXT,
}
"""How a reminder is given through the first channel that the lead has."""


class Button(NamedTuple):
    """A disposition that can be recorded now: its name, what it is called, and its event."""

    name: str
    label: str
    event: AnyEvent


def buttons(situation: Situation) -> Iterator[Button]:
    """What can be recorded now, in order."""
    yield from _of_ringing_call(situation)
    yield from _offered(FIRST, situation)
    for appointment in situation.appointments:
        yield from _of_appointment(appointment, situation)
    yield from _offered(THEN, situation)
    for task in situation.decision.tasks:
        if task.kind in ONLY_TOLD:
            yield _of_task(task, situation)


def _offered(dispositions: tuple[Disposition, ...], situation: Situation) -> Iterator[Button]:
    for each in dispositions:
        if each.offered(situation):
            yield Button(each.name, each.label, each.event(situation))


def _of_ringing_call(situation: Situation) -> Iterator[Button]:
    """A call that is ringing is answered, or it is not."""
    ringing = situation.draft.ringing
    if ringing is None or ringing.event is None:
        return
    call = situation.events[ringing.event]
    assert isinstance(call, e.CallReceived)
    for name, label, answered in (
        ("call_answered", "Ringing call answered", True),
        ("call_missed", "Ringing call not answered", False),
    ):
        event = e.CallReceived(
            at=situation.now, via=call.via, answered=answered, call_id=call.call_id
        )
        yield Button(name, label, event)


def _of_appointment(appointment: Appointment, situation: Situation) -> Iterator[Button]:
    """What can be recorded of an open appointment; of several, each has its own."""
    name, now = appointment.appointment_id, situation.now
    whose = f"Appointment {name}"
    if situation.starts_at is not None:
        moved = e.AppointmentMoved(at=now, appointment_id=name, starts_at=situation.starts_at)
        yield Button(f"moved:{name}", f"{whose}: moved", moved)
    cancelled = e.AppointmentCancelled(at=now, appointment_id=name)
    yield Button(f"cancelled:{name}", f"{whose}: cancelled", cancelled)
    attended = e.AppointmentAttended(at=now, appointment_id=name)
    yield Button(f"attended:{name}", f"{whose}: attended", attended)
    missed = e.NoShowRecorded(at=now, appointment_id=name)
    yield Button(f"no_show:{name}", f"{whose}: no-show", missed)
    ways = (_METHODS[each] for each in Channel if each in situation.draft.facts["channels"])
    method = next(ways, None)
    if appointment.starts_at > now and method is not None:
        given = e.ReminderGiven(at=now, appointment_id=name, method=method)
        yield Button(f"reminder_given:{name}", f"{whose}: reminder given", given)


def _of_task(task: Task, situation: Situation) -> Button:
    about = "" if task.appointment_id is None else f" ({task.appointment_id})"
    label = f"Task done: {worded(task.kind)}{about}"
    return Button(f"task_done:{task.id}", label, e.TaskDone(at=situation.now, task=task.id))

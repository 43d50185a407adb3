"""What a person at the clinic can record of a lead now: each disposition, and when it is offered.

The order is that of the two documents: first what was done to reach the lead, then what came of
it, RSI's dispositions before the others; then what the customer wishes and what the office does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from leadflow import events as e
from leadflow.decision import Decision
from leadflow.events import AnyEvent
from leadflow.outputs import Task
from leadflow.policy import Policy
from leadflow.readers.differences import worded
from leadflow.rulebook.draft import Draft
from leadflow.vocabulary import Channel, ReminderMethod, Status, TaskKind, TransferTeam, WarningCode

NOT_APPLICABLE = frozenset(
    {
        WarningCode.UNREACHABLE_NOT_APPLICABLE,
        WarningCode.REOPENED_NOT_CLOSED,
        WarningCode.TRANSFER_WITHOUT_ROUTING,
    }
)
"""Warnings that say that an event has no sense for a lead that stands where this one does."""

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


class Appointment(NamedTuple):
    """An open appointment, by the id under which it was first told."""

    appointment_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """A lead as the person who works on it finds it, and what dispositions are filled in with."""

    now: datetime
    events: tuple[AnyEvent, ...]
    draft: Draft
    decision: Decision
    policy: Policy
    appointments: tuple[Appointment, ...]
    new_id: str
    """An appointment id that the history does not have."""
    follow_up_at: datetime | None
    starts_at: datetime | None
    reason: str


class Button(NamedTuple):
    """A disposition that can be recorded now: its name, what it is called, and its event."""

    name: str
    label: str
    event: AnyEvent


class Disposition(NamedTuple):
    """A disposition: its name, what it is called, its event, and whether it is offered now."""

    name: str
    label: str
    event: Callable[[Situation], AnyEvent]
    offered: Callable[[Situation], bool] = lambda _now: True


def _event(kind: type[Any], /, **fields: Any) -> Callable[[Situation], AnyEvent]:
    return lambda now: kind(at=now.now, **fields)


def _through(channel: Channel) -> Callable[[Situation], bool]:
    """Whether the lead has that channel."""
    return lambda now: channel in now.draft.facts["channels"]


def _visit_at(now: Situation) -> AnyEvent:
    starts_at = now.starts_at or now.now  # offered only where there is one
    return e.AppointmentBooked(at=now.now, appointment_id=now.new_id, starts_at=starts_at)


def _handed_to(team: TransferTeam) -> Callable[[Situation], bool]:
    return lambda now: now.draft.team is not team


_PHONE, _EMAIL, _TEXT = map(_through, Channel)
_CALLED = {"via": "phone_button"}

FIRST: tuple[Disposition, ...] = (
    Disposition(
        "call_connected",
        "Call placed: connected",
        _event(e.CallPlaced, outcome="connected", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_left_message",
        "Call placed: left message",
        _event(e.CallPlaced, outcome="left_message", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_no_answer",
        "Call placed: no answer",
        _event(e.CallPlaced, outcome="no_answer", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_outcome_open",
        "Call placed, outcome not recorded",
        _event(e.CallPlaced, **_CALLED),
        _PHONE,
    ),
    Disposition(
        "left_message", "Left message", _event(e.ResponseMarked, response="left_message"), _PHONE
    ),
    Disposition("no_answer", "No answer", _event(e.ResponseMarked, response="no_answer"), _PHONE),
    Disposition("contacted", "Contacted", _event(e.Contacted)),
    Disposition(
        "follow_up_at",
        "Follow-up at a time",
        lambda now: e.FollowUpSet(at=now.now, due=now.follow_up_at),
        lambda now: now.follow_up_at is not None,
    ),
    Disposition("follow_up", "Follow-up without a time", _event(e.FollowUpSet)),
    Disposition(
        "email", "E-mail by the e-mail button", _event(e.EmailSent, via="email_button"), _EMAIL
    ),
    Disposition("text", "Text", _event(e.TextSent), _TEXT),
    Disposition(
        "scheduled",
        "Scheduled, appointment data to come",
        _event(e.MarkedScheduled),
        lambda now: now.decision.status is not Status.SCHEDULED,
    ),
    Disposition("booked", "Appointment booked", _visit_at, lambda now: now.starts_at is not None),
)
"""What was done to reach the lead, and what came of it."""

THEN: tuple[Disposition, ...] = (
    Disposition("dead", "Dead", lambda now: e.MarkedDead(at=now.now, reason=now.reason)),
    Disposition(
        "reason_for_loss",
        "Reason for loss",
        lambda now: e.ReasonForLossSet(at=now.now, reason=now.reason),
    ),
    Disposition(
        "invalid",
        "Invalid",
        _event(e.MarkedInvalid, kind="other"),
        lambda now: now.decision.status is not Status.INVALID,
    ),
    Disposition("unreachable", "Unreachable", _event(e.MarkedUnreachable)),
    Disposition(
        "office_transfer",
        "Office transfer",
        _event(e.OfficeTransferred),
        lambda now: now.decision.status is not Status.OFFICE_TRANSFER,
    ),
    Disposition(
        "important",
        "Mark as important",
        _event(e.ImportanceMarked, important=True),
        lambda now: not now.draft.important,
    ),
    Disposition(
        "not_important",
        "No longer important",
        _event(e.ImportanceMarked, important=False),
        lambda now: now.draft.important,
    ),
    Disposition("service_declined", "Service declined", _event(e.ServiceDeclined)),
    Disposition(
        "stop_requested",
        "Asks not to be contacted",
        _event(e.StopContactRequested),
        lambda now: not now.draft.do_not_contact,
    ),
    Disposition(
        "contact_permitted",
        "Allows contact again",
        _event(e.ContactPermitted),
        lambda now: now.draft.do_not_contact,
    ),
    Disposition(
        "transferred_to_china",
        "Transferred to the China team",
        _event(e.TeamTransferred, to="china"),
        _handed_to(TransferTeam.CHINA),
    ),
    Disposition(
        "transferred_to_local",
        "Transferred to the local team",
        _event(e.TeamTransferred, to="local"),
        _handed_to(TransferTeam.LOCAL),
    ),
    Disposition("reopened", "Reopened", _event(e.Reopened)),
)
"""What becomes of the lead, what the customer wishes, and what the office does."""


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

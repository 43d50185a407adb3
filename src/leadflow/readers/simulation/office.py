"""What one agent does with one lead, step by step, from taking it up to having written it up.

A sitting is a generator: it yields each step with its minutes, and goes on when they are over.
What comes of a step is recorded at its end, and only where it still makes sense then.
"""

from __future__ import annotations

from typing import Any, Final

from leadflow import events as e
from leadflow.engine.book import Asked
from leadflow.lead import ProfileChanges
from leadflow.outputs import NextContact
from leadflow.priority import OUTBOUND, Activity
from leadflow.readers.simulation.customers import Called, Customer, Wish
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.steps import Clinic, Sitting, Step
from leadflow.vocabulary import (
    CallOutcome,
    CallVia,
    Channel,
    EmailVia,
    InvalidKind,
    Purpose,
    ReasonForLoss,
    ReminderMethod,
    Response,
    Status,
    TaskKind,
    Team,
    TransferTeam,
    WorkKind,
)

_REMINDED_BY: Final = {
    Channel.PHONE: ReminderMethod.CALL,
    Channel.EMAIL: ReminderMethod.EMAIL,
    Channel.TEXT: ReminderMethod.TEXT,
}
_TASK_OF: Final = {
    Purpose.FOLLOW_UP_EMAIL: TaskKind.SEND_FOLLOW_UP_EMAIL,
    Purpose.MISSED_APPOINTMENT: TaskKind.SEND_MISSED_APPOINTMENT,
    Purpose.RESCHEDULE: TaskKind.SEND_RESCHEDULE,
    Purpose.FINAL_ATTEMPT: TaskKind.FINAL_EMAIL,
}
"""The task that has the wording of what is written."""
_MAILS: Final = frozenset({TaskKind.SEND_CONFIRMATION, TaskKind.SEND_PRE_VISIT_INFORMATION})
SEEN_TO: Final = frozenset(
    {
        TaskKind.LEAVE_VOICE_MESSAGE,
        TaskKind.SET_NEXT_CONTACT,
        TaskKind.PLAN_FOLLOW_UP,
        TaskKind.NOTIFY_MEDICAL_TEAM,
        TaskKind.RECORD_UNREACHABLE_REASON,
        TaskKind.TRANSFER_TO_CHINA_TEAM,
        TaskKind.MARK_LANGUAGE,
        *_MAILS,
    }
)
"""The tasks that agents of a simulation see to, beside the contacts in the queue."""


class Desk:
    """What one agent does."""

    def __init__(self, name: str, clinic: Clinic) -> None:
        self.name = name
        self._clinic = clinic
        self._minutes = clinic.times.behaviour

    # One sitting.

    def contact(self, guest: Guest, contact: NextContact) -> Sitting:
        """Make a contact, and write it up."""
        if not guest.assigned:
            guest.assigned = True
            self._record(guest, e.LeadAssigned, to=self.name)
        if guest.customer.invalid and contact.purpose is Purpose.FIRST_CALL:
            yield from self._discarded(guest)
        elif contact.channel is Channel.PHONE:
            yield from self._call(guest, contact)
        else:
            yield from self._write(guest, contact)
        yield from self.write_up(guest)

    def answer(self, guest: Guest) -> Sitting:
        """Take a call from the lead, and write it up."""
        call_id, guest.ringing = guest.ringing, None
        via = CallVia.VOIP
        self._record(guest, e.CallReceived, via=via, answered=True, call_id=call_id, noted=True)
        yield from self._talk(guest, WorkKind.INBOUND_CALL)
        yield from self.write_up(guest)

    def write_up(self, guest: Guest) -> Sitting:
        """See to what is asked beside the contacts, one thing after the other."""
        while (task := guest.desk_task()) is not None:
            written = task.rule.kind in _MAILS and task.demand.channel is not None
            told = self._minutes
            yield Step(
                told.write_minutes if written else told.record_minutes,
                Activity(OUTBOUND, guest.lead_id),
            )
            if task in guest.desk_tasks():
                self._see_to(task, guest)
            guest.seen_to.add(task)

    def _discarded(self, guest: Guest) -> Sitting:
        yield Step(self._minutes.record_minutes, Activity(OUTBOUND, guest.lead_id))
        self._record(guest, e.MarkedInvalid, kind=InvalidKind.SPAM)

    # By phone.

    def _call(self, guest: Guest, contact: NextContact) -> Sitting:
        at = self._clinic.times.now
        activity = Activity(OUTBOUND, guest.lead_id, at)
        yield Step(self._minutes.dial_minutes, activity)
        if not guest.still(contact):
            return
        called = guest.customer.called(guest.calls + 1, at)
        guest.calls += 1
        if called.answered and not guest.on_line:
            self._called(guest, CallOutcome.CONNECTED)
            yield from self._talk(guest, OUTBOUND)
        else:
            yield from self._unanswered(guest, contact, called)

    def _called(self, guest: Guest, outcome: CallOutcome) -> None:
        via = CallVia.PHONE_BUTTON
        self._record(guest, e.CallPlaced, via=via, outcome=outcome, noted=True)

    def _unanswered(self, guest: Guest, contact: NextContact, called: Called) -> Sitting:
        reminds = contact.purpose is Purpose.REMINDER
        left = called.message_taken and not reminds and not self._clinic.asks_for_messages
        self._called(guest, CallOutcome.LEFT_MESSAGE if left else CallOutcome.NO_ANSWER)
        if left:
            self._clinic.calls_back(guest, called)
        elif reminds or called.message_taken:
            yield Step(self._minutes.message_minutes, Activity(OUTBOUND, guest.lead_id))
            if reminds and guest.still(contact):
                self._remind(guest, ReminderMethod.VOICE_MESSAGE)
            elif not reminds and guest.awaits_message():
                self._record(guest, e.ResponseMarked, response=Response.LEFT_MESSAGE)
                self._clinic.calls_back(guest, called)

    def _talk(self, guest: Guest, kind: Any) -> Sitting:
        """A conversation: first what is asked and told, then what comes of it."""
        activity, half = Activity(kind, guest.lead_id), self._minutes.talk_minutes / 2
        customer, guest.on_line = guest.customer, True
        first, guest.spoken_to = not guest.spoken_to, True
        yield Step(half, activity, talk=True)
        wrong = first and customer.wrong and kind == OUTBOUND
        told = {} if wrong else self._told(guest)
        if told:
            self._record(guest, e.ProfileUpdated, changes=ProfileChanges(**told))
        yield Step(half, activity, talk=True)
        guest.on_line = False
        if wrong:
            self._record(guest, e.MarkedInvalid, kind=InvalidKind.WRONG_NUMBER)
        else:
            self._conclude(guest, customer)

    def _told(self, guest: Guest) -> dict[str, Any]:
        today = self._clinic.times.today()
        questions = guest.decision.routing.questions
        answers = {each.fact: guest.customer.answer(each.fact, on=today) for each in questions}
        return {fact: answer for fact, answer in answers.items() if answer is not None}

    def _conclude(self, guest: Guest, customer: Customer) -> None:
        talk, guest.talk = customer.talks(self._clinic.times.now), None
        decision = guest.decision
        if decision.status is Status.SCHEDULED or decision.routing.team is Team.CHINA:
            return
        if talk.wish is Wish.BOOKS:
            self._clinic.record(guest, self._clinic.books(guest, talk))
        elif talk.wish is Wish.DECLINES:
            self._record(guest, e.ServiceDeclined)
        elif talk.wish is Wish.STOPS:
            self._record(guest, e.StopContactRequested)
        else:
            guest.talk = talk

    # In writing.

    def _write(self, guest: Guest, contact: NextContact) -> Sitting:
        channel = contact.channel
        yield Step(self._minutes.write_minutes, Activity(OUTBOUND, guest.lead_id))
        if not guest.still(contact):
            return
        if contact.purpose is Purpose.REMINDER:
            self._remind(guest, _REMINDED_BY[channel])
        else:
            kind = _TASK_OF.get(contact.purpose)
            tasks = (each for each in guest.decision.tasks if each.kind is kind)
            task = next(tasks, None)
            self._sent(guest, channel, None if task is None else task.wording)

    def _sent(self, guest: Guest, channel: Channel, template: str | None) -> None:
        if channel is Channel.EMAIL:
            via = EmailVia.EMAIL_BUTTON
            self._record(guest, e.EmailSent, via=via, template=template, noted=True)
        else:
            self._record(guest, e.TextSent, template=template)
        self._clinic.replies(guest, channel)

    def _remind(self, guest: Guest, method: ReminderMethod) -> None:
        """Remind of the visit that is ahead."""
        visit = guest.next_visit(self._clinic.times.now)
        self._record(guest, e.ReminderGiven, appointment_id=visit, method=method)

    # At the desk.

    def _see_to(self, task: Asked, guest: Guest) -> None:
        channel = task.demand.channel
        match task.rule.kind:
            case TaskKind.SET_NEXT_CONTACT | TaskKind.PLAN_FOLLOW_UP:
                self._set_follow_up(guest)
            case TaskKind.TRANSFER_TO_CHINA_TEAM:
                self._record(guest, e.TeamTransferred, to=TransferTeam.CHINA)
            case TaskKind.MARK_LANGUAGE:
                told = {"language": guest.customer.facts["language"]}
                self._record(guest, e.ProfileUpdated, changes=ProfileChanges(**told))
            case TaskKind.RECORD_UNREACHABLE_REASON:
                self._record(guest, e.MarkedUnreachable, reason=ReasonForLoss.NO_RESPONSE)
            case _ if channel in (Channel.EMAIL, Channel.TEXT):
                wording, _list = self._clinic.decider.texts(task.rule, task.demand)
                self._sent(guest, channel, wording)
            case _:
                self._record(guest, e.TaskDone, task=task.id_for(guest.lead_id))

    def _set_follow_up(self, guest: Guest) -> None:
        """Set the next call: when the customer said, else as the policy plans it, else by hand."""
        now = self._clinic.times.now
        talk, guest.talk = guest.talk or guest.customer.plans(now), None
        bare = e.FollowUpSet(at=guest.live.free_at(now))
        due = talk.call_at
        if due is None and guest.would_decide(bare).next_contact is None:
            due = talk.any_call_at
        self._record(guest, e.FollowUpSet, due=due)

    def _record(self, guest: Guest, kind: Any, /, **fields: Any) -> None:
        event = kind(at=self._clinic.times.now, by=self.name, **fields)
        self._clinic.record(guest, event)

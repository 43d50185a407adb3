"""What the events of a lead showed that tasks ask about and no rule of the fold keeps.

Written moment by moment beside the fold, and only when somebody asks for tasks: deciding does not
pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.rulebook.rule import CLOSED, OPEN
from leadflow.rulebook.terms import Terms
from leadflow.tasks.appointments import Appointments
from leadflow.tasks.mails import Mails
from leadflow.tasks.notes import Notes
from leadflow.tasks.routed import Routed
from leadflow.tasks.since import Since, follows
from leadflow.vocabulary import CallOutcome, Channel, Purpose, Response, Status, TransferTeam

_ANOTHER_MATTER = (Status.UNREACHABLE, Status.NO_SHOW)
"""Statuses in which what was to be said before is not what is to be said now."""
FOLLOWED = frozenset({*OPEN, Status.NO_SHOW, Status.UNREACHABLE})
"""Statuses in which a lead that may be contacted must have a next contact (law 17)."""


class Ledger:
    """What tasks remember of one lead."""

    __slots__ = (
        "_answered", "_called_on", "_last_call", "_no_response_known", "_planned", "_said_since",
        "_told", "appointments", "assigned", "done", "final", "lacking", "mails", "notes",
        "routed", "spoken", "unanswered", "unplanned",
    )  # fmt: skip

    def __init__(self, lead_id: str, terms: Terms) -> None:
        self._called_on: date | None = None
        """The local day of the last call placed."""
        self._last_call: str | None = None
        """The id of that call."""
        self._said_since: Since | None = None
        """When the lead was last heard of, or a message left."""
        self._no_response_known = False
        """Whether it is known that nobody answered that call."""
        self._told: dict[str | None, bool] = {}
        """Calls whose outcome was told, and whether the patient was spoken to."""
        self._answered: set[str] = set()
        """Calls from the lead that were answered."""
        self.assigned = False
        self.spoken: Since | None = None
        """First conversation of an open lead since it last opened."""
        self.unplanned: Since | None = None
        """First conversation without a follow-up set since."""
        self._planned: tuple[int | None, datetime] | None = None
        """When a follow-up was last set."""
        self.unanswered: Since | None = None
        """Last call that nobody answered, while no message was left."""
        self.final: datetime | None = None
        """Since when the final attempt is due, or when it will be."""
        self.lacking: Since | None = None
        """Since when a lead that must have a next contact has none."""
        self.notes = Notes(terms)
        self.done: dict[str, datetime] = {}
        """By task id or kind, when it was last told to be done."""
        self.appointments = Appointments()
        self.mails = Mails(lead_id, terms)
        self.routed = Routed()

    def note(self, at: datetime, first: int, events: Sequence[AnyEvent], draft: Draft) -> None:
        """Take the events of one instant; `draft` is the lead after them."""
        self.notes.begin()
        for place, event in enumerate(events, first):
            take = _TAKES.get(type(event))
            if take is not None:
                take(self, event, Since(event.at, place), draft)
        status = draft.status
        if status not in OPEN:
            self.spoken = self.unplanned = None
            if status in CLOSED:
                self.notes.missing.clear()
        if self.unanswered is not None and self._nobody_waits(draft, self.unanswered):
            self.unanswered = None
        if draft.criteria is None:
            self.final = None

    @staticmethod
    def _nobody_waits(draft: Draft, since: Since) -> bool:
        """Whether a voice message about an unanswered call has no more sense."""
        if draft.status in _ANOTHER_MATTER:
            cause = draft.status_cause
            return follows(Since(cause.at, cause.event), since)
        return draft.status in CLOSED or draft.status is Status.VISITED

    def note_plan(self, since: Since, draft: Draft, planned: Sequence[Entry]) -> None:
        """Take what is planned for a lead that must have a next contact."""
        may_be_contacted = not draft.do_not_contact and draft.team is not TransferTeam.CHINA
        if planned or not may_be_contacted:
            self.lacking = None
        elif self.lacking is None:
            self.lacking = since
        for entry in planned:
            due = entry.at <= since.at and self.final is not None and self.final <= since.at
            if entry.purpose is Purpose.FINAL_ATTEMPT and not due:  # while due it is the same one
                self.final = max(entry.at, entry.set_at)

    # What the events show.

    def _said(self, since: Since) -> None:
        """The lead was heard of, or a message was left: no voice message is asked for."""
        self.unanswered, self._said_since = None, since

    def _conversation(self, event: AnyEvent, since: Since, draft: Draft) -> None:
        self._said(since)
        self.spoken = self.spoken or since
        self.unplanned = self.unplanned or since
        self.notes.told_at(event, since.at)
        while self._serve(Channel.PHONE, None, since.at, draft):
            pass  # whoever is spoken to is told everything

    def _assigned(self, event: AnyEvent, since: Since, draft: Draft) -> None:
        self.assigned = True

    def _contacted(self, event: AnyEvent, since: Since, draft: Draft) -> None:
        self.notes.take(event, since)
        self._conversation(event, since, draft)

    def _call_placed(self, event: e.CallPlaced, since: Since, draft: Draft) -> None:
        self.notes.take(event, since)
        call = draft.placed_calls.get(event.call_id)
        placed = since if call is None else Since(call.at, call.event)
        if placed == since:
            self._called_on, self._no_response_known = draft.day_of(since.at), False
            self._last_call = event.call_id
        if event.outcome is None:
            return
        reached, known = event.outcome is CallOutcome.CONNECTED, self._told.get(event.call_id)
        if event.call_id is not None:
            self._told[event.call_id] = reached
        if known is reached:
            self._said_more(event.outcome, since)
        elif reached:
            self._conversation(event, since, draft)
            if call is not None and self._planned is not None and call.is_before(*self._planned):
                self.unplanned = None  # planned in the course of the call
        else:
            self._no_response_known |= event.call_id == self._last_call
            self._no_response(event.outcome == CallOutcome.NO_ANSWER, since, placed, draft)

    def _no_response(self, unanswered: bool, since: Since, placed: Since, draft: Draft) -> None:
        """Nobody answered a call placed then, or a message was left."""
        if not unanswered:
            self._said(since)
            self._serve(Channel.PHONE, None, since.at, draft)
        elif not (follows(self._said_since, placed) or self._nobody_waits(draft, placed)):
            self.unanswered = since

    def _response_marked(self, event: e.ResponseMarked, since: Since, draft: Draft) -> None:
        of_this_day = self._called_on == draft.day_of(since.at)
        if of_this_day and self._no_response_known:
            self._said_more(event.response, since)
            return
        self._no_response_known = of_this_day
        self._no_response(event.response == Response.NO_ANSWER, since, since, draft)

    def _said_more(self, told: CallOutcome | Response, since: Since) -> None:
        """Told again as far as it is a response (ATT-7); a message left is another fact."""
        if told in (CallOutcome.LEFT_MESSAGE, Response.LEFT_MESSAGE):
            self._said(since)

    def _call_received(self, event: e.CallReceived, since: Since, draft: Draft) -> None:
        self.notes.take(event, since)
        if event.answered and event.call_id not in self._answered:
            self._conversation(event, since, draft)
            if event.call_id is not None:
                self._answered.add(event.call_id)

    def _message(self, event: AnyEvent, since: Since, draft: Draft) -> None:
        self._said(since)

    def _heard_of(self, event: AnyEvent, since: Since, draft: Draft) -> None:
        if draft.communication_at == since.at:
            self._said(since)

    def _reminder_given(self, event: e.ReminderGiven, since: Since, draft: Draft) -> None:
        self._said(since)

    def _email_sent(self, event: e.EmailSent, since: Since, draft: Draft) -> None:
        self.notes.take(event, since)
        self._serve(Channel.EMAIL, event.template, since.at, draft)

    def _text_sent(self, event: e.TextSent, since: Since, draft: Draft) -> None:
        self._serve(Channel.TEXT, event.template, since.at, draft)

    def _follow_up_set(self, event: e.FollowUpSet, since: Since, draft: Draft) -> None:
        self.unplanned = None
        self._planned = since.event, since.at

    def _task_done(self, event: e.TaskDone, since: Since, draft: Draft) -> None:
        self.done[event.task] = since.at

    def _no_show(self, event: e.NoShowRecorded, since: Since, draft: Draft) -> None:
        self.appointments.note_missed(event, draft)
        self.notes.told_at(event, since.at)

    def _booked(
        self, event: e.AppointmentBooked | e.AppointmentMoved, since: Since, draft: Draft
    ) -> None:
        booking = draft.bookings.open_one(event.appointment_id)
        if booking is None:
            return
        if booking.agreed_at == since.at:
            self._said(since)
        name = self.appointments.note_booked(booking, event.appointment_id, since)
        self.mails.owe(booking, name)

    def _serve(self, channel: Channel, template: str | None, at: datetime, draft: Draft) -> bool:
        """Let what was sent through a channel serve an e-mail that is owed (COM-8)."""
        return Channel.EMAIL in draft.roles[channel] and self.mails.serve(template, at, self.done)


_Take = Callable[[Ledger, Any, Since, Draft], None]
_TAKES: Mapping[type[AnyEvent], _Take] = {
    e.LeadAssigned: Ledger._assigned,
    e.CallPlaced: Ledger._call_placed,
    e.CallReceived: Ledger._call_received,
    e.Contacted: Ledger._contacted,
    e.VoicemailReceived: Ledger._message,
    e.ReplyReceived: Ledger._message,
    e.ResponseMarked: Ledger._response_marked,
    e.EmailSent: Ledger._email_sent,
    e.TextSent: Ledger._text_sent,
    e.FollowUpSet: Ledger._follow_up_set,
    e.TaskDone: Ledger._task_done,
    e.MarkedScheduled: Ledger._heard_of,
    e.AppointmentAttended: Ledger._heard_of,
    e.ReminderGiven: Ledger._reminder_given,
    e.NoShowRecorded: Ledger._no_show,
    e.AppointmentBooked: Ledger._booked,
    e.AppointmentMoved: Ledger._booked,
}
"""The events that tasks remember something of."""

"""The appointments of a lead as time passes over them: which is next, and which are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import NamedTuple

from leadflow.events import (
    AnyEvent,
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    MarkedDead,
    MarkedInvalid,
    NoShowRecorded,
    OfficeTransferred,
    ReminderGiven,
    ServiceDeclined,
    StopContactRequested,
)
from leadflow.rulebook.bookings import Booking, BookingState
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause
from leadflow.tasks import Ledger
from leadflow.tasks.ids import task_id
from leadflow.vocabulary import TaskKind

_ABOUT_ONE = (
    AppointmentBooked, AppointmentMoved, AppointmentCancelled, AppointmentAttended, NoShowRecorded,
    ReminderGiven,
)  # fmt: skip
_ENDING_ALL = (
    MarkedDead, MarkedInvalid, OfficeTransferred, ServiceDeclined, StopContactRequested,
)  # fmt: skip
_OPEN = BookingState.OPEN
_NEVER = datetime.min.replace(tzinfo=UTC)

ASKED: Mapping[TaskKind, bool] = {
    TaskKind.SEND_CONFIRMATION: True,
    TaskKind.SEND_PRE_VISIT_INFORMATION: True,
    TaskKind.NOTIFY_MEDICAL_TEAM: False,
}
"""What is to be done before an appointment starts, and whether it reaches out to the lead."""


class Visit:
    """An appointment at the time agreed; moved, it is another visit."""

    __slots__ = (
        "agreed_at", "booking", "cause", "number", "over", "reminded", "reminder", "starts_at",
    )  # fmt: skip

    def __init__(self, booking: Booking) -> None:
        self.booking = booking
        self.number = booking.number
        self.cause = booking.cause
        self.agreed_at = booking.agreed_at
        self.starts_at = booking.starts_at
        self.reminder = booking.reminder
        self.reminded = False
        self.over = False

    @property
    def stands(self) -> bool:
        """Whether it is still to take place as it was agreed."""
        return self.booking.state is _OPEN and self.booking.cause is self.cause

    @property
    def took_place(self) -> bool:
        """Whether its time came: it was kept or missed."""
        return self.booking.took_place and self.booking.cause is self.cause


class Next(NamedTuple):
    """The visit that is ahead, and since when it is the first that is."""

    visit: Visit
    since: datetime


class Begun(NamedTuple):
    """A visit whose time has come, and what had not been done for it by then."""

    visit: Visit
    lacking: tuple[TaskKind, ...]


Queue = list[tuple[datetime, int, int, Visit]]


class Visits:
    """All appointments of a lead that are still to take place, or of which nothing was recorded.

    Costs no more than the events of the history: each visit is put up once and taken off once.
    """

    __slots__ = (
        "_ahead", "_asked", "_count", "_lead_id", "_open", "_queue", "begun", "ended", "hidden",
        "next", "nexts", "reminded",
    )  # fmt: skip

    def __init__(self, lead_id: str) -> None:
        self._lead_id = lead_id
        self._asked: Sequence[TaskKind] = ()
        self._open: dict[int, Visit] = {}
        self._ahead: Queue = []
        self._queue: Queue = []
        self._count = 0
        self.next: Next | None = None
        """The visit that is ahead now."""
        self.nexts: list[Next] = []
        """The visits that came to be the next one since the last instant, in order."""
        self.hidden: list[Visit] = []
        """The visits that were the next one until an earlier one was booked at this instant."""
        self.begun: list[Begun] = []
        """The visits whose start has passed since the last instant."""
        self.ended: list[Visit] = []
        """The visits that were kept, missed, moved or ended at this instant."""
        self.reminded: list[tuple[Visit, Cause]] = []
        """The visits for which the reminder was given at this instant, and what gave it."""

    def pass_time(self, at: datetime, ledger: Ledger, silenced: bool, handed_over: bool) -> None:
        """Let time pass up to `at`, that instant left out."""
        self.nexts, self.hidden, self.begun, self.ended, self.reminded = [], [], [], [], []
        self._asked = [
            kind
            for kind, outreach in ASKED.items()
            if not handed_over and not (outreach and silenced)
        ]
        while (visit := _first(self._ahead)) is not None and visit.starts_at < at:
            heappop(self._ahead)
            self._begin(visit, ledger)
            self._look_ahead(visit.starts_at)

    def _begin(self, visit: Visit, ledger: Ledger) -> None:
        lacking = tuple(kind for kind in self._asked if not self._is_done(visit, kind, ledger))
        self.begun.append(Begun(visit, lacking))

    def _is_done(self, visit: Visit, kind: TaskKind, ledger: Ledger) -> bool:
        """Whether something was done for a visit since it was agreed on (TSK)."""
        agreed_at, number = visit.agreed_at, visit.number
        if (number, agreed_at, kind) in ledger.mails.sent:
            return True
        told, about = ledger.done, ledger.appointments.names[number]
        if not told:
            return False
        task = task_id(kind, self._lead_id, agreed_at, about=about)
        return max(told.get(kind, _NEVER), told.get(task, _NEVER)) >= agreed_at

    def take(self, at: datetime, events: Sequence[AnyEvent], lead: Draft, ledger: Ledger) -> None:
        """Take what happened at `at`; `lead` is the lead after it."""
        for event in events:
            if isinstance(event, _ABOUT_ONE):
                self._told(lead.bookings.of(event.appointment_id), at)
            elif isinstance(event, _ENDING_ALL):
                for each in [*self._open.values()]:
                    self._check(each)
        while (first := _first(self._queue)) is not None and not first.stands:
            self._check(first)  # a no-show that was assumed
        if self.next is not None:
            self._check(self.next.visit)
        self._look_ahead(at)
        for each in self.ended:
            if each.took_place and each.starts_at >= at:
                self._begin(each, ledger)

    def _told(self, booking: Booking | None, at: datetime) -> None:
        if booking is None:
            return
        visit = self._open.get(booking.number)
        if visit is not None:
            self._check(visit)
        if booking.number not in self._open and booking.state is _OPEN and booking.starts_at > at:
            new = self._open[booking.number] = Visit(booking)
            self._count += 1
            place = (new.starts_at, new.number, self._count, new)
            heappush(self._ahead, place)
            heappush(self._queue, place)
            self._check(new)

    def _check(self, visit: Visit) -> None:
        if visit.over:
            return
        if not visit.stands:
            visit.over = True
            del self._open[visit.number]
            self.ended.append(visit)
        elif not visit.reminded and visit.booking.reminded is not None:
            visit.reminded = True
            self.reminded.append((visit, visit.booking.reminded))

    def _look_ahead(self, since: datetime) -> None:
        before, visit = self.next, _first(self._ahead)
        if before is not None and before.visit is visit:
            return
        if before is not None and not before.visit.over and before.visit.starts_at > since:
            self.hidden.append(before.visit)
        self.next = None
        if visit is not None:
            self.next = Next(visit, since)
            self.nexts.append(self.next)


def _first(queue: Queue) -> Visit | None:
    """The visit that starts first, those that are over taken off."""
    while queue and queue[0][-1].over:
        heappop(queue)
    return queue[0][-1] if queue else None

"""The e-mails that an appointment asks for, and which of those that were sent was which (TSK)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from leadflow.rulebook.bookings import Booking, BookingState
from leadflow.rulebook.terms import Terms
from leadflow.tasks.ids import task_id
from leadflow.vocabulary import TaskKind

CONFIRMATION, PRE_VISIT = TaskKind.SEND_CONFIRMATION, TaskKind.SEND_PRE_VISIT_INFORMATION
MAILS: Mapping[TaskKind, str] = {
    CONFIRMATION: "confirmation",
    PRE_VISIT: "pre_visit_information",
}
"""The e-mails, in the order in which they are owed, and the wording of each."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Mail(NamedTuple):
    """An e-mail about an appointment as it was agreed on."""

    turn: int
    name: str
    booking: Booking
    agreed_at: datetime

    def is_owed(self, at: datetime) -> bool:
        """Whether it is still asked for: not moved, not over, not begun."""
        booking = self.booking
        open_still = booking.state is BookingState.OPEN and at <= booking.starts_at
        return open_still and booking.agreed_at == self.agreed_at


class Mails:
    """The e-mails about the appointments of one lead; each that is sent serves one."""

    __slots__ = ("_agreed", "_lead_id", "_owed", "_templates", "_turn", "sent")

    def __init__(self, lead_id: str, terms: Terms) -> None:
        self.sent: set[tuple[int, datetime, TaskKind]] = set()
        """What was sent: number of the booking, when it was agreed on, which e-mail."""
        self._lead_id = lead_id
        self._templates = terms.templates
        """Keys of the policy's wording: a template that is none of them says nothing."""
        self._agreed: set[tuple[int, datetime]] = set()
        self._owed: Mapping[TaskKind, deque[_Mail]] = {kind: deque() for kind in MAILS}
        self._turn = 0

    def owe(self, booking: Booking, name: str) -> None:
        """An appointment was agreed on: its e-mails are owed, once."""
        agreed = booking.number, booking.agreed_at
        if agreed in self._agreed:
            return
        self._agreed.add(agreed)
        for mails in self._owed.values():
            self._turn += 1
            mails.append(_Mail(self._turn, name, booking, booking.agreed_at))

    def serve(self, template: str | None, at: datetime, done: Mapping[str, datetime]) -> bool:
        """Take what was sent for the e-mail that it says it is, else for the one owed longest.

        Returns whether one was owed. `done`: what `task_done` told of, and when.
        """
        kinds = [kind for kind in MAILS if MAILS[kind] == template]
        if not kinds and template not in self._templates:
            kinds = [*MAILS]
        first = [(mails[0], kind) for kind in kinds if (mails := self._still(kind, at, done))]
        if first:
            mail, kind = min(first, key=lambda each: each[0].turn)
            self._owed[kind].popleft()
            self.sent.add((mail.booking.number, mail.agreed_at, kind))
        return bool(first)

    def _still(self, kind: TaskKind, at: datetime, done: Mapping[str, datetime]) -> deque[_Mail]:
        """The e-mails of a kind that are owed, those no longer owed at the front taken off."""
        mails = self._owed[kind]
        while mails and (not mails[0].is_owed(at) or self._is_told(mails[0], kind, done)):
            mails.popleft()
        return mails

    def _is_told(self, mail: _Mail, kind: TaskKind, done: Mapping[str, datetime]) -> bool:
        """Whether `task_done` told of it, by kind or by id."""
        if not done:
            return False
        task = task_id(kind, self._lead_id, mail.agreed_at, about=mail.name)
        return max(done.get(kind, _NEVER), done.get(task, _NEVER)) >= mail.agreed_at

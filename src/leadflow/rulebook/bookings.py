"""The appointments of one lead, found by id, by start and in order of their starts.

Every look-up is by key or by bisection, so that a history of many bookings costs no more for each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from datetime import datetime
from enum import StrEnum
from typing import Final

from leadflow.rulebook.records import Cause, Entry
from leadflow.vocabulary import BookingOrigin

_OTHER: Final = {
    BookingOrigin.MANUAL: BookingOrigin.SYNC,
    BookingOrigin.SYNC: BookingOrigin.MANUAL,
}


class BookingState(StrEnum):
    """What became of a booking."""

    OPEN = "open"
    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED = "cancelled"
    ENDED = "ended"
    """Ended with the lead's closing (CLS-1)."""


OPEN: Final = BookingState.OPEN
ENDED: Final = BookingState.ENDED
CANCELLED: Final = BookingState.CANCELLED


class Booking:
    """One appointment, by whatever ids it was told."""

    __slots__ = (
        "agreed_at",
        "cause",
        "number",
        "reminded",
        "reminder",
        "starts_at",
        "state",
        "told_by",
    )

    def __init__(self, number: int, starts_at: datetime, agreed_at: datetime, cause: Cause) -> None:
        self.number = number
        self.starts_at = starts_at
        self.agreed_at = agreed_at
        """When it was booked, or last moved."""
        self.cause = cause
        self.state = OPEN
        self.told_by: tuple[BookingOrigin, ...] = ()
        """The origins that have told of it."""
        self.reminder: Entry | None = None
        self.reminded: Cause | None = None

    @property
    def untold(self) -> BookingOrigin | None:
        """The origin that has not told of it yet, where one of the two has."""
        return _OTHER[self.told_by[0]] if len(self.told_by) == 1 else None

    @property
    def took_place(self) -> bool:
        """Whether its time came: it was attended or missed."""
        return self.state in (BookingState.ATTENDED, BookingState.MISSED)


class Bookings:
    """All bookings of a lead."""

    __slots__ = ("_by_id", "_count", "_open", "_untold")

    def __init__(self) -> None:
        self._by_id: dict[str, Booking] = {}
        self._open: list[tuple[datetime, int, Booking]] = []
        self._untold: dict[tuple[datetime, BookingOrigin], dict[int, Booking]] = {}
        self._count = 0

    def copy(self) -> Bookings:
        """An independent copy; of none, the one that all share."""
        if self is NO_BOOKINGS:
            return self
        twins: dict[int, Booking] = {}

        def twin(booking: Booking) -> Booking:
            if booking.number not in twins:
                made = Booking(booking.number, booking.starts_at, booking.agreed_at, booking.cause)
                made.state, made.told_by = booking.state, booking.told_by
                made.reminder, made.reminded = booking.reminder, booking.reminded
                twins[booking.number] = made
            return twins[booking.number]

        copied = Bookings()
        copied._count = self._count
        copied._by_id = {key: twin(each) for key, each in self._by_id.items()}
        copied._untold = {
            key: {number: twin(each) for number, each in told.items()}
            for key, told in self._untold.items()
        }
        copied._open = [(start, number, twin(each)) for start, number, each in self._open]
        return copied

    @property
    def any_open(self) -> bool:
        """Whether an appointment is open."""
        return bool(self._open)

    @property
    def earliest(self) -> Booking | None:
        """The open appointment that starts first, ahead or not."""
        return self._open[0][2] if self._open else None

    def open_ones(self) -> tuple[Booking, ...]:
        """The open appointments in order of their starts."""
        return tuple(booking for _start, _number, booking in self._open)

    def ahead(self, at: datetime) -> Booking | None:
        """The first open appointment that starts after `at`."""
        place = bisect_right(self._open, at, key=_start)
        return self._open[place][2] if place < len(self._open) else None

    def of(self, appointment_id: str) -> Booking | None:
        """The appointment that was last told by this id."""
        return self._by_id.get(appointment_id)

    def open_one(self, appointment_id: str) -> Booking | None:
        """The appointment of this id if it is open."""
        booking = self._by_id.get(appointment_id)
        return booking if booking is not None and booking.state is OPEN else None

    def told_before(
        self, appointment_id: str, starts_at: datetime, origin: BookingOrigin, *, closed: bool
    ) -> Booking | None:
        """The appointment that this booking tells of once more.

        That is one of the same id and start, or of the same start that the other origin told of.
        One that ended with the lead's closing counts only while the lead is closed.
        """
        gone = (CANCELLED,) if closed else (CANCELLED, ENDED)
        same = self._by_id.get(appointment_id)
        if same is not None and same.starts_at == starts_at and same.state not in gone:
            return same
        if same is not None and same.state is OPEN:
            return None
        others = self._untold.get((starts_at, origin), {})
        return next((each for each in others.values() if each.state not in gone), None)

    def tell_again(self, booking: Booking, appointment_id: str, origin: BookingOrigin) -> None:
        """Let `booking` be known by this id too, and as told by this origin."""
        self._by_id[appointment_id] = booking
        if origin not in booking.told_by:
            self._wait_no_more(booking)
            booking.told_by = (*booking.told_by, origin)
            self._wait(booking)

    def add(
        self, appointment_id: str, starts_at: datetime, cause: Cause, origin: BookingOrigin | None
    ) -> Booking:
        """A new open appointment."""
        self._count += 1
        booking = Booking(self._count, starts_at, cause.at, cause)
        self._by_id[appointment_id] = booking
        insort(self._open, (starts_at, booking.number, booking))
        if origin is not None:
            self._untold.pop((starts_at, origin), None)  # those that ended: looked at for good
            booking.told_by = (origin,)
            self._wait(booking)
        return booking

    def move(self, booking: Booking, starts_at: datetime, cause: Cause) -> None:
        """Give an open appointment another start; it needs its own reminder."""
        del self._open[bisect_left(self._open, (booking.starts_at, booking.number))]
        self._wait_no_more(booking)
        booking.starts_at, booking.agreed_at, booking.cause = starts_at, cause.at, cause
        booking.reminded = None
        insort(self._open, (starts_at, booking.number, booking))
        self._wait(booking)

    def settle(self, booking: Booking, state: BookingState) -> None:
        """Say what became of an appointment."""
        if booking.state is OPEN:
            del self._open[bisect_left(self._open, (booking.starts_at, booking.number))]
        if state is CANCELLED:
            self._wait_no_more(booking)
        elif booking.state is CANCELLED:
            self._wait(booking)
        booking.state = state

    def end_all(self) -> None:
        """End every open appointment."""
        for _start, _number, booking in self._open:
            booking.state = BookingState.ENDED
        self._open.clear()

    def _wait(self, booking: Booking) -> None:
        """Let a booking wait for the origin that has not told of it, if there is one."""
        if booking.untold is not None:
            waiting = self._untold.setdefault((booking.starts_at, booking.untold), {})
            waiting[booking.number] = booking

    def _wait_no_more(self, booking: Booking) -> None:
        if booking.untold is not None:
            self._untold.get((booking.starts_at, booking.untold), {}).pop(booking.number, None)


NO_BOOKINGS: Final = Bookings()
"""Shared by all leads without one; never written to."""


def _start(each: tuple[datetime, int, Booking]) -> datetime:
    return each[0]

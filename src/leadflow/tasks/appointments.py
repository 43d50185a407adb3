"""The appointments of a lead as they were told: by which names, and which were missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from leadflow import events as e
from leadflow.rulebook.bookings import Booking, BookingState
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Missed
from leadflow.tasks.since import Since


class Appointments:
    """What tasks remember of the appointments of one lead."""

    __slots__ = ("_by_start", "_missed", "_recorded", "_soon", "first_told", "names")

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        """By number of a booking, the id by which it was first told."""
        self.first_told: dict[int, Since] = {}
        """By number of a booking, when it was first told."""
        self._missed: dict[datetime, str] = {}
        """By start, the id of the appointment that was last recorded as missed."""
        self._recorded: set[int] = set()
        """Numbers of the bookings that were recorded as missed."""
        self._by_start: dict[datetime, dict[str, Booking]] = {}
        """By start, the appointments that were to begin then."""
        self._soon: dict[int, Booking] = {}
        """Bookings as they were made or moved, those looked at and found wanting taken off."""

    def note_booked(self, booking: Booking, appointment_id: str, since: Since) -> str:
        """Take an appointment that was made or moved; the id by which it was first told."""
        number = booking.number
        name = self.names.setdefault(number, appointment_id)
        self.first_told.setdefault(number, since)
        self._by_start.setdefault(booking.starts_at, {})[name] = booking
        self._soon[number] = booking
        return name

    def note_missed(self, event: e.NoShowRecorded, draft: Draft) -> None:
        """Take an appointment that was recorded as missed."""
        booking = draft.bookings.of(event.appointment_id)
        name = event.appointment_id if booking is None else self.names.get(booking.number)
        if booking is not None:
            self._recorded.add(booking.number)
        starts_at = event.at if booking is None else min(booking.starts_at, event.at)
        self._missed[starts_at] = name or event.appointment_id

    def any_soon(self, is_soon: Callable[[Booking], bool]) -> bool:
        """Whether an open appointment is an agreement to come soon (RTE-4)."""
        while self._soon:
            number, booking = next(iter(self._soon.items()))
            if booking.state is BookingState.OPEN and is_soon(booking):
                return True
            del self._soon[number]
        return False

    def missed(self, missed: Missed) -> str | None:
        """The id of a missed appointment, where it was told."""
        assumed = (
            name
            for name, each in self._by_start.get(missed.started_at, {}).items()
            if each.state is BookingState.MISSED
            and each.starts_at == missed.started_at
            and each.number not in self._recorded
        )
        return self._missed.get(missed.started_at) or next(assumed, None)

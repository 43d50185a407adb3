"""The appointments of a lead as indicators count them: every start, and what became of it (KPI-4).

What becomes of a booking is what the rules make of it, noted while the fold runs: no rule of the
appointments is written a second time here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from leadflow.events import AnyEvent, AppointmentAttended, NoShowRecorded
from leadflow.rulebook.bookings import Booking, Bookings, BookingState
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause
from leadflow.vocabulary import BookingOrigin

_CAME = {BookingState.ATTENDED: True, BookingState.MISSED: False}


class Visit:
    """One start of an appointment, and what became of it: moving an appointment makes another."""

    __slots__ = ("attended", "begun", "given_up_at", "ids", "starts_at")

    def __init__(self, appointment_id: str, starts_at: datetime, begun: int) -> None:
        self.ids = [appointment_id]
        """The ids by which it was told, in the order in which they were."""
        self.starts_at = starts_at
        self.begun = begun
        """Index of the event that told of it first."""
        self.attended: bool | None = None
        """Whether the patient came; `None` while nobody recorded it."""
        self.given_up_at: datetime | None = None
        """When it was cancelled or moved, or ended with the lead's closing (CLS-1)."""

    def counts_at(self, now: datetime) -> bool:
        """Whether its start has passed, and it had not been given up before (KPI-4).

        A recorded outcome shows that it had not been given up.
        """
        if self.starts_at > now:
            return False
        kept = self.given_up_at is None or self.given_up_at >= self.starts_at
        return kept or self.attended is not None


class WatchedBookings(Bookings):
    """The bookings of a draft that keep in mind every start that an appointment ever had."""

    __slots__ = ("_current", "_draft", "_taken", "_unbooked", "_visits")

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._current: dict[int, Visit] = {}
        self._unbooked: dict[str, Visit] = {}
        self._taken: set[int] = set()
        self._visits: list[Visit] = []

    # What the rules do.

    def add(
        self, appointment_id: str, starts_at: datetime, cause: Cause, origin: BookingOrigin | None
    ) -> Booking:
        """A new open appointment."""
        booking = super().add(appointment_id, starts_at, cause, origin)
        early = self._unbooked.pop(appointment_id, None)
        if early is not None and starts_at <= early.starts_at:
            early.starts_at = starts_at  # told only now, after what became of it
            self._current[booking.number] = early
        else:
            self._begin(booking, appointment_id)
        return booking

    def tell_again(self, booking: Booking, appointment_id: str, origin: BookingOrigin) -> None:
        """Let an appointment be known by this id too."""
        super().tell_again(booking, appointment_id, origin)
        ids = self._current[booking.number].ids
        if appointment_id not in ids:  # there are two at most: by hand and by sync
            ids.append(appointment_id)

    def move(self, booking: Booking, starts_at: datetime, cause: Cause) -> None:
        """Give an open appointment another start."""
        before = self._current[booking.number]
        before.given_up_at = self._draft.at
        super().move(booking, starts_at, cause)
        self._begin(booking, before.ids[0])
        self._current[booking.number].ids.extend(before.ids[1:])

    def settle(self, booking: Booking, state: BookingState) -> None:
        """Say what became of an appointment."""
        super().settle(booking, state)
        visit = self._current[booking.number]
        came = _CAME.get(state)
        if came is None:
            visit.given_up_at = self._draft.at
            return
        visit.attended = came
        self._taken.add(self._event)
        if visit.begun == self._event:  # of an id never booked, as of an appointment then (APT-10)
            self._unbooked[visit.ids[0]] = visit

    def end_all(self) -> None:
        """End every open appointment."""
        for booking in self.open_ones():
            self._current[booking.number].given_up_at = self._draft.at
        super().end_all()

    @property
    def _event(self) -> int:
        """Index of the event at hand; -1 for a timer."""
        return -1 if self._draft.event is None else self._draft.event

    def _begin(self, booking: Booking, appointment_id: str) -> None:
        visit = Visit(appointment_id, booking.starts_at, self._event)
        self._current[booking.number] = visit
        self._visits.append(visit)

    # What is read off them.

    def visits(self, events: Sequence[AnyEvent]) -> Sequence[Visit]:
        """Every start of every appointment, once the events have been folded.

        A lead that is closed or has visited is no no-show by a later record, and one that is none
        no visitor, but what became of an appointment is on record all the same (APT-10).
        """
        by_id: dict[str, list[Visit]] = {}
        for visit in self._visits:
            for name in visit.ids:
                by_id.setdefault(name, []).append(visit)
        for place, event in enumerate(events):
            if isinstance(event, AppointmentAttended | NoShowRecorded) and place not in self._taken:
                told = by_id.setdefault(event.appointment_id, [])
                if not _recorded(event, place, told):
                    unbooked = Visit(event.appointment_id, event.at, place)
                    told.insert(bisect_right(told, place, key=_begun), unbooked)
                    self._visits.append(unbooked)
                    _recorded(event, place, told)
        return self._visits


def _recorded(
    event: AppointmentAttended | NoShowRecorded, place: int, told: Sequence[Visit]
) -> bool:
    """Note an outcome at the appointment that it tells of, unless one is known already.

    That is the one last told by then, or one told later whose start lies before the outcome.
    """
    after = bisect_right(told, place, key=_begun)
    visit = told[after - 1] if after else None
    if visit is None and told and told[0].starts_at <= event.at:
        visit = told[0]
    if visit is None:
        return False
    if visit.attended is None:
        visit.attended = isinstance(event, AppointmentAttended)
    return True


def _begun(visit: Visit) -> int:
    return visit.begun

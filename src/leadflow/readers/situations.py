"""A lead as the person who works on it finds it, before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from leadflow.calendars import OpeningHours
from leadflow.decision import Decision
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.instants import MAX_YEAR
from leadflow.policy import Policy
from leadflow.rulebook.draft import Draft


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


def open_appointments(past: History, draft: Draft) -> Iterator[Appointment]:
    """The open appointments in the order of their starts, each by the id that came first."""
    names: dict[int, str] = {}
    for event in past.events:
        name: str = getattr(event, "appointment_id", "")  # no id is empty
        booking = draft.bookings.open_one(name)
        if booking is not None:
            names.setdefault(booking.number, name)
    for booking in draft.bookings.open_ones():
        yield Appointment(names[booking.number], booking.starts_at)


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """The next opening on a later day by the clinic's clocks, if it is one that may be given."""
    tomorrow = hours.local_date(now) + timedelta(days=1)
    opening = hours.next_opening(hours.start_of_day(tomorrow))
    return opening if opening.year <= MAX_YEAR else None

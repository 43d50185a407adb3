"""Appointments: made, moved, reminded of, kept or missed."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

from leadflow.events.happened import STRICT, Happened
from leadflow.instants import Instant
from leadflow.lead import Id
from leadflow.vocabulary import BookingOrigin, ReminderMethod


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedScheduled(Happened):
    """Status set to Scheduled by hand; the appointment data are not here yet."""

    type: Literal["marked_scheduled"] = "marked_scheduled"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentBooked(Happened):
    """An appointment was made."""

    type: Literal["appointment_booked"] = "appointment_booked"
    appointment_id: Id
    starts_at: Instant
    provider: Id | None = None
    origin: BookingOrigin = BookingOrigin.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentMoved(Happened):
    """An appointment was moved to another time."""

    type: Literal["appointment_moved"] = "appointment_moved"
    appointment_id: Id
    starts_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentCancelled(Happened):
    """An appointment was cancelled."""

    type: Literal["appointment_cancelled"] = "appointment_cancelled"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentAttended(Happened):
    """The visit took place."""

    type: Literal["appointment_attended"] = "appointment_attended"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NoShowRecorded(Happened):
    """The patient did not come."""

    type: Literal["no_show_recorded"] = "no_show_recorded"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReminderGiven(Happened):
    """The patient was reminded of an appointment."""

    type: Literal["reminder_given"] = "reminder_given"
    appointment_id: Id
    method: ReminderMethod

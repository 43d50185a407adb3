"""What becomes of the visits that are agreed on: kept, missed, cancelled or moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from leadflow import events as e
from leadflow.readers.simulation.customers import Fate, Visit
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.steps import Clinic

FRONT_DESK: Final = "front-desk"
"""Who records whether a visit was kept, and is told of cancellations: nobody who works leads."""


class Visits:
    """The visits of a clinic's leads."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic

    def agreed(self, guest: Guest, name: str, starts_at: datetime) -> None:
        """Plan what becomes of a visit, at the instant at which that shows."""
        guest.visits[name] = starts_at
        visit, now = guest.customer.visits(), self._clinic.times.now
        ends_at = {
            Fate.KEPT: starts_at,
            Fate.MISSED: starts_at + timedelta(minutes=self._clinic.times.behaviour.late_minutes),
        }
        share = timedelta(seconds=int(visit.share * (starts_at - now).total_seconds()))
        at = ends_at.get(visit.fate, now + share)
        self._clinic.times.plan(at, partial(self._fated, guest, name, visit))

    def _fated(self, guest: Guest, name: str, visit: Visit) -> None:
        """What becomes of a visit, if it is still to be."""
        booking, now = guest.live.draft.bookings.open_one(name), self._clinic.times.now
        if booking is None:
            return
        fields: dict[str, Any] = {"at": now, "by": FRONT_DESK, "appointment_id": name}
        match visit.fate:
            case Fate.KEPT:
                self._clinic.record(guest, e.AppointmentAttended(**fields))
            case Fate.MISSED:
                self._clinic.record(guest, e.NoShowRecorded(**fields, noted=True))
            case Fate.CANCELLED:
                self._clinic.record(guest, e.AppointmentCancelled(**fields))
            case Fate.MOVED:  # pragma: no branch - mypy sees that no fate is left
                starts_at = guest.customer.moved_to(visit, now)
                self._clinic.record(guest, e.AppointmentMoved(**fields, starts_at=starts_at))
                self.agreed(guest, name, starts_at)

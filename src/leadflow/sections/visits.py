"""Appointments: bookings, reminders, no-shows."""

from __future__ import annotations

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from leadflow.delays import AnyDelay, BusinessDays, Delay
from leadflow.sections.section import Section


class Appointments(Section, frozen=True):
    """Bookings and attendance (APT)."""

    sync_window: Delay = Field(description="How long the data of a booking by hand may take.")
    attendance_within: Delay = Field(description="From the start to recorded attendance.")
    assume_no_show_after: Delay | None = Field(
        default=None, description="From the start, after which a no-show is assumed; none: never."
    )


class Reminder(Section, frozen=True):
    """The reminder before an appointment (APT-3)."""

    before: Delay = Field(description="Business days before the appointment's date; at least one.")

    @field_validator("before")
    @classmethod
    def _whole_business_days(cls, before: AnyDelay) -> AnyDelay:
        if not isinstance(before, BusinessDays) or before.days < 1:
            raise PydanticCustomError(
                "not_business_days", 'give at least one business day: {"business_days": 1}'
            )
        return before


class NoShow(Section, frozen=True):
    """The steps after a missed appointment (NSH)."""

    call_within: Delay = Field(description="From the missed start to the same-day call.")
    reschedule_every: Delay = Field(description="Between two reschedule e-mails.")
    silence: Delay = Field(description="Without communication, until the lead is lost.")

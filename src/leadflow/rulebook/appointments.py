"""Appointments (APT-1, APT-2, APT-6, APT-8, APT-10): booked, moved, cancelled."""

from __future__ import annotations

from datetime import datetime

from leadflow.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    MarkedScheduled,
)
from leadflow.rulebook.bookings import Booking, BookingState
from leadflow.rulebook.conversation import communicated
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Occasion, Timer
from leadflow.rulebook.rule import ANY, CLOSED, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    CONTACTED,
    SCHEDULED,
)
from leadflow.sources import INC, RSI
from leadflow.vocabulary import (
    BookingOrigin,
    WarningCode,
)


def booking_told_again(lead: Draft, event: AppointmentBooked, terms: Terms) -> bool:
    """The same booking told by hand and by sync is one, and telling it again changes nothing."""
    known = lead.bookings.told_before(
        event.appointment_id, event.starts_at, event.origin, closed=lead.status in CLOSED
    )
    if known is None:
        return False
    lead.bookings.tell_again(known, event.appointment_id, event.origin)
    return True


def booked_twice(lead: Draft, event: AppointmentBooked, terms: Terms) -> bool:
    """An open appointment booked again with another start is moved."""
    booking = lead.bookings.open_one(event.appointment_id)
    if booking is None:
        return False
    lead.warn(WarningCode.BOOKED_TWICE)
    _move(lead, booking, event.starts_at, terms)
    return True


def booked(lead: Draft, event: AppointmentBooked, terms: Terms) -> bool:
    """A booking makes the lead scheduled and ends what was planned before."""
    _book(lead, event, terms, event.origin)
    return True


def marked_scheduled(lead: Draft, event: MarkedScheduled, terms: Terms) -> bool:
    """Marked as scheduled by hand, a lead counts as booked until the booking itself arrives."""
    _become_scheduled(lead)
    lead.marked = lead.because()
    return True


def scheduled_already(lead: Draft, event: MarkedScheduled, terms: Terms) -> bool:
    """Marked as scheduled once more, a scheduled lead stays as it is."""
    return True


def moved(lead: Draft, event: AppointmentMoved, terms: Terms) -> bool:
    """A moved appointment has its new time and needs its own reminder."""
    booking = lead.bookings.open_one(event.appointment_id)
    if booking is None:
        return False
    if booking.starts_at != event.starts_at:
        _move(lead, booking, event.starts_at, terms)
    return True


def moved_without_booking(lead: Draft, event: AppointmentMoved, terms: Terms) -> bool:
    """A move of an appointment that is not open is taken as a booking."""
    lead.warn(WarningCode.MOVED_WITHOUT_BOOKING)
    known = lead.bookings.of(event.appointment_id)
    if known is not None and known.starts_at == event.starts_at and known.took_place:
        return True  # told again, it changes nothing (APT-2)
    communicated(lead, event, terms)
    _book(lead, event, terms, None)
    return True


def cancelled(lead: Draft, event: AppointmentCancelled, terms: Terms) -> bool:
    """After a cancellation the lead is contacted, and a person sets the next contact."""
    booking = lead.bookings.open_one(event.appointment_id)
    if booking is not None:
        lead.bookings.settle(booking, BookingState.CANCELLED)
    else:
        lead.warn(WarningCode.CANCELLED_WITHOUT_BOOKING)
        if lead.marked is None:
            return True
    lead.marked = None
    arm_assumed_no_show(lead, terms)
    if not lead.bookings.any_open:
        lead.move_to(CONTACTED)
    return True


def cancelled_without_booking(lead: Draft, event: AppointmentCancelled, terms: Terms) -> bool:
    """A cancellation of an appointment that is not open is ignored."""
    lead.warn(WarningCode.CANCELLED_WITHOUT_BOOKING)
    return True


def arm_assumed_no_show(lead: Draft, terms: Terms) -> None:
    """Set the timer that takes a no-show as given, where the policy has one (APT-8)."""
    lead.timers.pop(Timer.ASSUMED_NO_SHOW, None)
    earliest, after = lead.bookings.earliest, terms.assume_no_show_after
    if after is not None and earliest is not None:
        lead.timers[Timer.ASSUMED_NO_SHOW] = lead.after(after, earliest.starts_at)


def _book(
    lead: Draft,
    event: AppointmentBooked | AppointmentMoved,
    terms: Terms,
    origin: BookingOrigin | None,
) -> None:
    _become_scheduled(lead)
    lead.own_bookings().add(event.appointment_id, event.starts_at, lead.because(), origin)
    arm_assumed_no_show(lead, terms)


def _become_scheduled(lead: Draft) -> None:
    if lead.status in CLOSED:
        lead.forget_reasons()
    lead.move_to(SCHEDULED)
    lead.end_plans()
    lead.exact = lead.marked = None
    lead.settle_open_attempt()
    lead.restart_attempts()


def _move(lead: Draft, booking: Booking, starts_at: datetime, terms: Terms) -> None:
    lead.bookings.move(booking, starts_at, lead.because())
    arm_assumed_no_show(lead, terms)


STARTS_OVER = ("attempts", "reached", "criteria", "final_attempt")
ENDS = (
    "open_attempt", "agenda.first_call", "agenda.exact", "agenda.ladder", "agenda.final",
    "agenda.pool", "agenda.no_show", "round", "silence",
)  # fmt: skip
_BOOKS = (
    "status", "reason_for_loss", "reason_by_person", "appointments", *STARTS_OVER, *ENDS,
)  # fmt: skip

RULES = (
    Rule(
        "APT-2", booking_told_again, on=(Occasion.BOOKED,), when=ANY, given=("appointments",),
        sets=("appointments",), cites=(RSI.scheduled_sync,), before=(communicated,), final=True,
    ),
    Rule(
        "APT-10", booked_twice, on=(Occasion.BOOKED,), when=(SCHEDULED,), given=("appointments",),
        sets=("appointments",), overrides=(booked, communicated),
    ),
    Rule(
        "APT-1", booked, on=(Occasion.BOOKED,), when=ANY, to=(SCHEDULED,), sets=_BOOKS,
        cites=(
            RSI.scheduled, INC.status_patient_scheduled, INC.schedule_appointment,
            INC.termination_rescheduled,
        ), after=(communicated,),
    ),
    Rule(
        "APT-2", marked_scheduled, on=(Occasion.MARKED_SCHEDULED,), when=but(SCHEDULED),
        to=(SCHEDULED,), sets=_BOOKS, cites=(RSI.scheduled_by_hand,), after=(communicated,),
    ),
    Rule(
        "APT-2", scheduled_already, on=(Occasion.MARKED_SCHEDULED,), when=(SCHEDULED,),
        before=(communicated,), final=True,
    ),
    Rule(
        "APT-6", moved, on=(Occasion.MOVED,), when=(SCHEDULED,), sets=("appointments",),
        cites=(INC.next_contact_day_before,), overrides=(moved_without_booking,),
    ),
    Rule(
        "APT-10", moved_without_booking, on=(Occasion.MOVED,), when=ANY, to=(SCHEDULED,),
        sets=(*_BOOKS, "communication"),
    ),
    Rule(
        "APT-6", cancelled, on=(Occasion.CANCELLED,), when=(SCHEDULED,), to=(CONTACTED,),
        sets=("status", "appointments"), cites=(INC.set_next_contact,),
    ),
    Rule("APT-10", cancelled_without_booking, on=(Occasion.CANCELLED,), when=but(SCHEDULED)),
)  # fmt: skip
"""The chapter, in the order of the specification."""

"""Visits (APT-7, APT-10): what became of an appointment."""

from __future__ import annotations

from datetime import datetime

from leadflow.events import AppointmentAttended
from leadflow.rulebook.appointments import ENDS, STARTS_OVER, arm_assumed_no_show
from leadflow.rulebook.attempts import attempts_restarted
from leadflow.rulebook.bookings import Booking, BookingState
from leadflow.rulebook.conversation import communicated
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import ANY, REOPENABLE, Rule, but
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import INVALID, VISITED
from leadflow.sources import INC
from leadflow.vocabulary import WarningCode


def attendance_told_again(lead: Draft, event: AppointmentAttended, terms: Terms) -> bool:
    """A visit told once more changes nothing, unless a mark by hand waits for one."""
    booking = lead.bookings.of(event.appointment_id)
    if booking is None or booking.state is not BookingState.ATTENDED or lead.marked is not None:
        return False
    lead.warn(WarningCode.ATTENDED_WITHOUT_BOOKING)
    return True


def attended(lead: Draft, event: AppointmentAttended, terms: Terms) -> bool:
    """After the visit nothing is planned, unless another appointment is open."""
    settle_appointment(lead, event.appointment_id, event.at, BookingState.ATTENDED)
    arm_assumed_no_show(lead, terms)
    if not lead.bookings.any_open:
        lead.move_to(VISITED)
        lead.end_plans()
        lead.exact = None
        lead.settle_open_attempt()
    return True


def opened_by_visit(lead: Draft, event: AppointmentAttended, terms: Terms) -> bool:
    """A visit opens a closed lead, and it starts over."""
    lead.forget_reasons()
    lead.restart_attempts()
    return True


def attended_by_invalid_lead(lead: Draft, event: AppointmentAttended, terms: Terms) -> bool:
    """A visit does not make a lead of what is none."""
    lead.warn(WarningCode.ATTENDED_WITHOUT_BOOKING)
    return True


def settle_appointment(
    lead: Draft, appointment_id: str, at: datetime, state: BookingState
) -> Booking | None:
    """Say what became of an appointment, of one never booked too (APT-10).

    None where it had become that before: told again, it changes nothing.
    """
    booking = lead.bookings.of(appointment_id)
    if booking is None or booking.state is not BookingState.OPEN:
        attended_ = state is BookingState.ATTENDED
        lead.warn(
            WarningCode.ATTENDED_WITHOUT_BOOKING
            if attended_
            else WarningCode.NO_SHOW_WITHOUT_BOOKING
        )
        if booking is None or lead.marked is not None:
            booking = lead.own_bookings().add(appointment_id, at, lead.because(), None)
        elif booking.state is state:
            return None
    lead.bookings.settle(booking, state)
    lead.marked = None
    return booking


RULES = (
    Rule(
        "APT-10", attendance_told_again, on=(Occasion.ATTENDED,), when=ANY,
        given=("appointments",), before=(communicated, attempts_restarted), final=True,
    ),
    Rule(
        "APT-7", attended, on=(Occasion.ATTENDED,), when=but(INVALID), to=(VISITED,),
        sets=("status", "appointments", *ENDS), cites=(INC.schedule_appointment,),
        after=(communicated, attempts_restarted),
    ),
    Rule(
        "APT-10", opened_by_visit, on=(Occasion.ATTENDED,), when=REOPENABLE,
        sets=("reason_for_loss", "reason_by_person", "agenda.final", *STARTS_OVER),
        after=(communicated, attended),
    ),
    Rule("APT-10", attended_by_invalid_lead, on=(Occasion.ATTENDED,), when=(INVALID,)),
)  # fmt: skip
"""What the specification says of it, in its order."""

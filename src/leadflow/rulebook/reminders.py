"""Reminders (APT-3 to APT-5): when one is due before an appointment, and what gives it."""

from __future__ import annotations

from leadflow.events import (
    AnyEvent,
    AppointmentBooked,
    AppointmentMoved,
    CallPlaced,
    EmailSent,
    ReminderGiven,
    ResponseMarked,
    TextSent,
)
from leadflow.rulebook.appointments import booked, booked_twice, moved, moved_without_booking
from leadflow.rulebook.bookings import Booking
from leadflow.rulebook.conversation import made_through
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import CONVERSATION, NO_RESPONSE, WRITTEN, Occasion
from leadflow.rulebook.outcomes import call_told_again, response_told_again
from leadflow.rulebook.rule import ANY, Rule
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import (
    CONNECTED,
    NO_ANSWER,
    PHONE,
    REMINDER,
    SCHEDULED,
)
from leadflow.sources import INC
from leadflow.vocabulary import (
    Response,
    WarningCode,
)


def reminder_given(lead: Draft, event: ReminderGiven, terms: Terms) -> bool:
    """A reminder is given for the appointment it names, else for the next one."""
    named = lead.bookings.open_one(event.appointment_id)
    booking = named or lead.bookings.ahead(event.at)
    if booking is None:
        lead.warn(WarningCode.REMINDER_WITHOUT_APPOINTMENT)
        return True
    booking.reminded = lead.because()
    return True


def reminded_by_contact(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    """A conversation or a message left once the reminder is due gives the reminder."""
    if type(event) is CallPlaced and event.outcome is NO_ANSWER:
        return False
    if type(event) is ResponseMarked and event.response is Response.NO_ANSWER:
        return False
    booking = lead.bookings.ahead(event.at)
    if booking is None or booking.reminder is None or booking.reminder.at > event.at:
        return False
    if type(event) is CallPlaced and event.call_id in lead.placed_calls:
        call = lead.placed_calls[event.call_id]
        if call.is_before(booking.cause.event, booking.cause.at):
            return False  # what is told of a call placed before the booking was no reminder
        if event.outcome is not CONNECTED and call.at < booking.reminder.at:
            return False
    booking.reminded = lead.because()
    return True


def reminded_in_writing(lead: Draft, event: EmailSent | TextSent, terms: Terms) -> bool:
    """A lead without phone is reminded in writing."""
    if PHONE not in lead.roles[made_through(event)]:
        return False
    return reminded_by_contact(lead, event, terms)


def reminder_planned(
    lead: Draft, event: AppointmentBooked | AppointmentMoved, terms: Terms
) -> bool:
    """The reminder is due when the last business day before the appointment opens."""
    booking = _just_agreed(lead, event)
    if booking is None:
        return False
    day = lead.day_of(booking.starts_at)
    at, by = terms.hours.hours_before(day, terms.reminder_days)
    lead.check_years(at, booking.starts_at)
    booking.reminder = lead.planned(at, REMINDER, "reminder.before", by)
    return True


def reminder_at_once(
    lead: Draft, event: AppointmentBooked | AppointmentMoved, terms: Terms
) -> bool:
    """An appointment agreed after that is reminded of at once, or, for the same day, not at all."""
    booking = _just_agreed(lead, event)
    if booking is None or booking.reminder is None or booking.reminder.at >= event.at:
        return False
    booking.reminder = None
    if lead.day_of(event.at) < lead.day_of(booking.starts_at):
        booking.reminder = lead.planned(event.at, REMINDER, "reminder.before", booking.starts_at)
    return True


def _just_agreed(lead: Draft, event: AppointmentBooked | AppointmentMoved) -> Booking | None:
    booking = lead.bookings.open_one(event.appointment_id)
    return booking if booking is not None and booking.cause.event == lead.event else None


_BOOKED_OR_MOVED = (Occasion.BOOKED, Occasion.MOVED)

RULES = (
    Rule(
        "APT-3", reminder_planned, on=_BOOKED_OR_MOVED, when=ANY, sets=("agenda.reminder",),
        reads=("reminder.before",), needs="reminder",
        cites=(INC.reminder_one_business_day, INC.next_contact_day_before, INC.set_reminders),
        after=(booked, booked_twice, moved, moved_without_booking),
    ),
    Rule(
        "APT-4", reminder_at_once, on=_BOOKED_OR_MOVED, when=ANY, sets=("agenda.reminder",),
        reads=("reminder.before",), needs="reminder", after=(reminder_planned,),
    ),
    Rule(
        "APT-5", reminder_given, on=(Occasion.REMINDER_GIVEN,), when=ANY,
        sets=("agenda.reminder",), cites=(INC.reminder_method,),
    ),
    Rule(
        "APT-5", reminded_by_contact, on=(*CONVERSATION, *NO_RESPONSE), when=(SCHEDULED,),
        sets=("agenda.reminder",), needs="reminder", cites=(INC.reminder_method,),
        before=(call_told_again, response_told_again),
    ),
    Rule(
        "COM-8", reminded_in_writing, on=WRITTEN, when=(SCHEDULED,), sets=("agenda.reminder",),
        needs="reminder",
    ),
)  # fmt: skip
"""The chapter, in the order of the specification."""

"""Tasks around an appointment: before it, at it, and when it was missed (TSK, APT, NSH)."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow.rulebook.bookings import Booking
from leadflow.sources import INC, RSI
from leadflow.tasks.leads import planned
from leadflow.tasks.mails import CONFIRMATION, MAILS, PRE_VISIT
from leadflow.tasks.since import Since
from leadflow.tasks.task_rule import Demand, TaskRule, View
from leadflow.vocabulary import Channel, Purpose, Status, TaskKind


def _ahead(view: View) -> Iterator[tuple[Booking, str]]:
    """The open appointments that have not begun, each with the id by which it was first told."""
    for booking in view.draft.bookings.open_ones():
        if booking.starts_at > view.now:
            yield booking, view.ledger.appointments.names[booking.number]


def verify_appointment(view: View) -> Iterator[Demand]:
    """Where the data of a booking made by hand do not come, the appointment is looked up."""
    marked, terms = view.draft.marked, view.draft.terms
    if marked is not None:
        since = terms.sync_window.add(marked.at)
        if since <= view.now:
            path = terms.sync_window.path
            yield Demand(since, Since(marked.at, marked.event), path=path)


def _mail(view: View, kind: TaskKind) -> Iterator[Demand]:
    """An e-mail about each appointment, and again when it has moved."""
    for booking, name in _ahead(view):
        agreed_at = booking.agreed_at
        if (booking.number, agreed_at, kind) not in view.ledger.mails.sent:
            yield Demand(
                agreed_at,
                Since(agreed_at, booking.cause.event),
                booking.starts_at,
                view.channel(Channel.EMAIL),
                appointment_id=name,
            )


def send_confirmation(view: View) -> Iterator[Demand]:
    """An appointment is confirmed in writing, and again when it has moved."""
    return _mail(view, CONFIRMATION)


def send_pre_visit_information(view: View) -> Iterator[Demand]:
    """Before the visit the customer is told what to prepare and to bring."""
    return _mail(view, PRE_VISIT)


def notify_medical_team(view: View) -> Iterator[Demand]:
    """The medical team is told of an appointment, and again when it has moved."""
    for booking, name in _ahead(view):
        since = Since(booking.agreed_at, booking.cause.event)
        yield Demand(since.at, since, booking.starts_at, appointment_id=name)


def complete_information(view: View) -> Iterator[Demand]:
    """Before the visit the customer's record is completed."""
    for demand in prepare_forms(view):
        yield demand._replace(channel=view.channel(Channel.PHONE))


def prepare_forms(view: View) -> Iterator[Demand]:
    """Before the visit its forms and papers are made ready."""
    for booking, name in _ahead(view):
        since = view.ledger.appointments.first_told[booking.number]
        yield Demand(since.at, since, booking.starts_at, appointment_id=name)


def remind(view: View) -> list[Demand]:
    """One business day before it the customer is reminded of the appointment."""
    booking = view.draft.bookings.ahead(view.now)
    name = None if booking is None else view.ledger.appointments.names[booking.number]
    return planned(view, Purpose.REMINDER, name)


def record_attendance(view: View) -> Iterator[Demand]:
    """Once an appointment has begun, it is recorded whether the customer came."""
    within = view.draft.terms.attendance_within
    for booking in view.draft.bookings.open_ones():
        starts_at = booking.starts_at
        if starts_at > view.now:
            return
        yield Demand(
            starts_at,
            Since(booking.agreed_at, booking.cause.event),
            within.add(starts_at),
            path=within.path,
            appointment_id=view.ledger.appointments.names[booking.number],
        )


def _missed(view: View) -> str | None:
    """The id of the appointment that was missed, where it was told."""
    missed = view.draft.missed
    return None if missed is None else view.ledger.appointments.missed(missed)


def call_no_show(view: View) -> list[Demand]:
    """Who missed an appointment is called the same day."""
    return planned(view, Purpose.NO_SHOW_CALL, _missed(view))


def record_no_show_reason(view: View) -> Iterator[Demand]:
    """Why an appointment was missed is recorded."""
    draft = view.draft
    since = draft.status_cause
    named = draft.terms.silence is not None and draft.status is Status.NO_SHOW
    if named and view.ledger.notes.latest_at < since.at:
        yield Demand(since.at, Since(since.at, since.event), appointment_id=_missed(view))


def send_missed_appointment(view: View) -> list[Demand]:
    """The day after, the customer is written to about the missed appointment."""
    return planned(view, Purpose.MISSED_APPOINTMENT, _missed(view))


def send_reschedule(view: View) -> list[Demand]:
    """Every week the customer is offered a new appointment."""
    return planned(view, Purpose.RESCHEDULE, _missed(view))


RULES = (
    TaskRule(
        TaskKind.VERIFY_APPOINTMENT,
        verify_appointment,
        "APT-2",
        (RSI.scheduled_sync, RSI.scheduled_by_hand),
    ),
    TaskRule(
        CONFIRMATION,
        send_confirmation,
        "TSK",
        (INC.send_confirmation, INC.confirmation_email),
        wording=MAILS[CONFIRMATION],
        outreach=True,
    ),
    TaskRule(
        PRE_VISIT,
        send_pre_visit_information,
        "TSK",
        (INC.send_pre_visit_information,),
        wording=MAILS[PRE_VISIT],
        checklist="bring",
        outreach=True,
    ),
    TaskRule(TaskKind.NOTIFY_MEDICAL_TEAM, notify_medical_team, "TSK", (INC.notify_medical_team,)),
    TaskRule(
        TaskKind.COMPLETE_BASIC_INFORMATION,
        complete_information,
        "TSK",
        (INC.complete_basic_information,),
        checklist="customer_information",
        outreach=True,
    ),
    TaskRule(
        TaskKind.COMPLETE_MEDICAL_INFORMATION,
        complete_information,
        "TSK",
        (INC.complete_medical_information,),
        checklist="medical_information",
        outreach=True,
    ),
    TaskRule(TaskKind.PREPARE_FORMS, prepare_forms, "TSK", (INC.prepare_forms,)),
    TaskRule(
        TaskKind.REMIND,
        remind,
        "APT-3",
        (INC.reminder_one_business_day, INC.reminder_content, INC.route_script),
        wording="reminder_call",
        checklist="reminder",
        outreach=True,
    ),
    TaskRule(TaskKind.RECORD_ATTENDANCE, record_attendance, "APT-8", ()),
    TaskRule(
        TaskKind.CALL_NO_SHOW,
        call_no_show,
        "NSH-1",
        (INC.no_show_call, INC.no_show_help, INC.no_show_script),
        wording="no_show_call",
        outreach=True,
    ),
    TaskRule(
        TaskKind.RECORD_NO_SHOW_REASON,
        record_no_show_reason,
        "TSK",
        (INC.no_show_reason, INC.no_show_record),
    ),
    TaskRule(
        TaskKind.SEND_MISSED_APPOINTMENT,
        send_missed_appointment,
        "NSH-2",
        (INC.missed_appointment_email, INC.missed_appointment_content),
        wording="missed_appointment",
        outreach=True,
    ),
    TaskRule(
        TaskKind.SEND_RESCHEDULE,
        send_reschedule,
        "NSH-3",
        (INC.weekly_reschedule, INC.reschedule_tone),
        wording="reschedule",
        outreach=True,
    ),
)

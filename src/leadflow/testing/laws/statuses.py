"""Laws 6, 7 and 8: promises, stop requests, and closed leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.priority import queue
from leadflow.readers.stories.spans import DAY, clipped
from leadflow.readers.stories.steps import WHATEVER
from leadflow.testing.laws.case import Case, contacts, is_ringing, planned
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import (
    CallOutcome,
    CallVia,
    ContactOrigin,
    EmailVia,
    InvalidKind,
    Purpose,
    Response,
    Status,
)

CLOSED = (Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER)
_CLOSING = (
    e.MarkedDead, e.MarkedInvalid, e.OfficeTransferred, e.ServiceDeclined, e.StopContactRequested,
)  # fmt: skip
_OPENS_INVALID = (e.Reopened, e.AppointmentBooked, e.AppointmentMoved, e.MarkedScheduled)
_ENDS_PROMISES = (
    *_CLOSING, e.AppointmentBooked, e.AppointmentMoved, e.AppointmentAttended, e.NoShowRecorded,
    e.MarkedScheduled,
)  # fmt: skip
"""What can end or replace a follow-up that lies ahead; tries and conversations do not."""

# --- Law 6 ----------------------------------------------------------------------------------------


def _promise(case: Case) -> datetime | None:
    """The instant of a promised follow-up that lies ahead of a lead that may be contacted.

    A follow-up set on an invalid lead is no promise (CLS-4).
    """
    decision, assumes = case.decision, case.policy.appointments.assume_no_show_after
    handed_over = decision.routing.grounds == ("RTE-9",)
    silenced = decision.do_not_contact or handed_over or not case.channels
    if silenced or decision.status in CLOSED:
        return None
    due: datetime | None = None
    invalid = False
    for event in case.past.events:
        if isinstance(event, e.FollowUpSet):
            due = due if invalid else event.due or due
        elif isinstance(event, _ENDS_PROMISES):
            due = None
        if isinstance(event, (*_CLOSING, *_OPENS_INVALID)):
            invalid = isinstance(event, e.MarkedInvalid)
    booked = any(isinstance(each, e.AppointmentBooked) for each in case.past.events)
    ends_by_itself = assumes is not None and booked
    return due if due is not None and due > case.now and not ends_by_itself else None


def a_promise_is_kept(case: Case) -> bool:
    """A follow-up that lies ahead stays on the agenda, at its very instant."""
    due = _promise(case)
    return due is None or any(each.at == due for each in contacts(case.decision))


def nothing_planned_comes_before_a_promise(case: Case) -> bool:
    """Before a follow-up that lies ahead nothing is planned but what the lead is owed."""
    due = _promise(case)
    return due is None or all(
        each.at >= due
        or each.origin is ContactOrigin.LEAD
        or each.purpose is Purpose.REMINDER
        or reason.rule == "ATT-5"
        for each, reason in planned(case.decision)
    )


def a_try_does_not_break_a_promise(case: Case) -> bool:
    """Nor does a try before its time take it off, or plan anything before it."""
    due = _promise(case)
    if due is None:
        return True
    tries: tuple[AnyEvent, ...] = (
        e.CallPlaced(at=case.now, via=CallVia.PHONE_BUTTON, outcome=CallOutcome.NO_ANSWER),
        e.CallPlaced(at=case.now, via=CallVia.PHONE_BUTTON),
        e.EmailSent(at=case.now, via=EmailVia.EMAIL_BUTTON),
        e.ResponseMarked(at=case.now, response=Response.LEFT_MESSAGE),
        e.FollowUpSet(at=case.now),
    )
    after = case.with_history(case.past.with_event(case.one_of(tries)))
    return a_promise_is_kept(after) and nothing_planned_comes_before_a_promise(after)


# --- Law 7 ----------------------------------------------------------------------------------------


def _stopped(events: Sequence[AnyEvent]) -> bool:
    asked = False
    for event in events:
        if isinstance(event, e.StopContactRequested | e.ContactPermitted):
            asked = isinstance(event, e.StopContactRequested)
    return asked


def a_stop_request_holds_until_permission(case: Case) -> bool:
    """From its stop request until its permission, and only then, a lead is not to be contacted."""
    return case.decision.do_not_contact is _stopped(case.past.events)


def nothing_is_planned_after_a_stop_request(case: Case) -> bool:
    """While it holds nothing is on the agenda but a call that rings now."""
    return not case.decision.do_not_contact or all(map(is_ringing, contacts(case.decision)))


def a_stopped_lead_is_not_queued(case: Case) -> bool:
    """While it holds the lead has no place in the queue but for a call that rings now."""
    decision = case.decision
    in_place = decision.priority is not None or queue([decision], now=case.now) != ()
    return not (decision.do_not_contact and in_place) or is_ringing(decision.next_contact)


def nothing_lifts_a_stop_request_but_permission(case: Case) -> bool:
    """Whatever happens after a stop request, a booking too: nothing is planned."""
    stop = e.StopContactRequested(at=case.now)
    then = case.one_of(WHATEVER)(case.now)
    decision = case.decide(stop, then)
    permitted = isinstance(then, e.ContactPermitted)
    silent = all(map(is_ringing, contacts(decision)))
    return decision.do_not_contact is not permitted and (permitted or silent)


def permission_gives_back_what_was_planned(case: Case) -> bool:
    """A booking made while it held has its reminder again once contact is permitted."""
    stop = e.StopContactRequested(at=case.now)
    booking = e.AppointmentBooked(
        at=case.now, appointment_id="law-7", starts_at=clipped(case.now + 30 * DAY)
    )
    permission = e.ContactPermitted(at=case.now)
    stopped = case.decide(stop, booking, permission)
    declined = case.decide(e.ServiceDeclined(at=case.now), booking, permission)
    return (stopped.status, stopped.next_contact) == (declined.status, declined.next_contact)


# --- Law 8 ----------------------------------------------------------------------------------------


def dead_leads_have_a_reason_and_no_others(case: Case) -> bool:
    """A lead is dead if and only if it has a reason for loss."""
    return (case.decision.status is Status.DEAD) is (case.decision.reason_for_loss is not None)


def nothing_is_planned_for_a_closed_lead(case: Case) -> bool:
    """A closed lead has nothing on its agenda but a call that rings now."""
    return case.decision.status not in CLOSED or all(map(is_ringing, contacts(case.decision)))


def scheduled_leads_have_an_appointment(case: Case) -> bool:
    """A scheduled lead has an appointment that is open, or was marked by hand."""
    return case.decision.status is not Status.SCHEDULED or _may_be_open(case.past.events)


def _may_be_open(events: Sequence[AnyEvent]) -> bool:
    """Whether an appointment can be open after these events, by ids alone."""
    ids: set[str] = set()
    marked = False
    for event in events:
        if isinstance(event, e.AppointmentBooked | e.AppointmentMoved):
            ids.add(event.appointment_id)
        elif isinstance(event, e.MarkedScheduled):
            marked = True
        elif isinstance(event, _CLOSING):
            ids, marked = set(), False
        elif isinstance(event, e.AppointmentCancelled | e.AppointmentAttended | e.NoShowRecorded):
            ids.discard(event.appointment_id)
            marked = False
    return marked or bool(ids)


def closing_works_in_every_status(case: Case) -> bool:
    """Whatever its status, a lead can be given up, found invalid, or handed to the office."""
    closings: tuple[tuple[AnyEvent, Status], ...] = (
        (e.MarkedDead(at=case.now, reason="insurance"), Status.DEAD),
        (e.ServiceDeclined(at=case.now), Status.DEAD),
        (e.MarkedInvalid(at=case.now, kind=InvalidKind.SPAM), Status.INVALID),
        (e.OfficeTransferred(at=case.now), Status.OFFICE_TRANSFER),
    )
    event, status = case.one_of(closings)
    return case.decide(event).status is status


def a_closed_lead_stays_closed_by_itself(case: Case) -> bool:
    """No time that passes opens a closed lead."""
    after = case.engine.decide(case.past, now=max(case.now, clipped(case.later)))
    return case.decision.status not in CLOSED or after.status is case.decision.status


def a_person_s_reason_stands(case: Case) -> bool:
    """The reason for loss that a person gives a dead lead is its reason."""
    dead = e.ServiceDeclined(at=case.now)
    given = e.ReasonForLossSet(at=case.now, reason="law_8")
    return case.decide(dead, given).reason_for_loss == "law_8"


LAWS = (
    Law("6", a_promise_is_kept),
    Law("6", nothing_planned_comes_before_a_promise),
    Law("6", a_try_does_not_break_a_promise),
    Law("7", a_stop_request_holds_until_permission),
    Law("7", nothing_is_planned_after_a_stop_request),
    Law("7", a_stopped_lead_is_not_queued),
    Law("7", nothing_lifts_a_stop_request_but_permission),
    Law("7", permission_gives_back_what_was_planned),
    Law("8", dead_leads_have_a_reason_and_no_others),
    Law("8", nothing_is_planned_for_a_closed_lead),
    Law("8", scheduled_leads_have_an_appointment),
    Law("8", closing_works_in_every_status),
    Law("8", a_closed_lead_stays_closed_by_itself),
    Law("8", a_person_s_reason_stands),
)

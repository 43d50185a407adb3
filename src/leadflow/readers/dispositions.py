"""What a person at the clinic can record of a lead now: each disposition, and when it is offered.

The order is that of the two documents: first what was done to reach the lead, then what came of
it, RSI's dispositions before the others; then what the customer wishes and what the office does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.readers.situations import Situation
from leadflow.vocabulary import Channel, Status, TransferTeam, WarningCode

NOT_APPLICABLE = frozenset(
    {
        WarningCode.UNREACHABLE_NOT_APPLICABLE,
        WarningCode.REOPENED_NOT_CLOSED,
        WarningCode.TRANSFER_WITHOUT_ROUTING,
    }
)
"""Warnings that say that an event has no sense for a lead that stands where this one does."""


class Disposition(NamedTuple):
    """A disposition: its name, what it is called, its event, and whether it is offered now."""

    name: str
    label: str
    event: Callable[[Situation], AnyEvent]
    offered: Callable[[Situation], bool] = lambda _now: True


def _event(kind: type[Any], /, **fields: Any) -> Callable[[Situation], AnyEvent]:
    return lambda now: kind(at=now.now, **fields)


def _through(channel: Channel) -> Callable[[Situation], bool]:
    """Whether the lead has that channel."""
    return lambda now: channel in now.draft.facts["channels"]


def _visit_at(now: Situation) -> AnyEvent:
    starts_at = now.starts_at or now.now  # offered only where there is one
    return e.AppointmentBooked(at=now.now, appointment_id=now.new_id, starts_at=starts_at)


def _handed_to(team: TransferTeam) -> Callable[[Situation], bool]:
    return lambda now: now.draft.team is not team


_PHONE, _EMAIL, _TEXT = map(_through, Channel)
_CALLED = {"via": "phone_button"}

FIRST: tuple[Disposition, ...] = (
    Disposition(
        "call_connected",
        "Call placed: connected",
        _event(e.CallPlaced, outcome="connected", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_left_message",
        "Call placed: left message",
        _event(e.CallPlaced, outcome="left_message", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_no_answer",
        "Call placed: no answer",
        _event(e.CallPlaced, outcome="no_answer", **_CALLED),
        _PHONE,
    ),
    Disposition(
        "call_outcome_open",
        "Call placed, outcome not recorded",
        _event(e.CallPlaced, **_CALLED),
        _PHONE,
    ),
    Disposition(
        "left_message", "Left message", _event(e.ResponseMarked, response="left_message"), _PHONE
    ),
    Disposition("no_answer", "No answer", _event(e.ResponseMarked, response="no_answer"), _PHONE),
    Disposition("contacted", "Contacted", _event(e.Contacted)),
    Disposition(
        "follow_up_at",
        "Follow-up at a time",
        lambda now: e.FollowUpSet(at=now.now, due=now.follow_up_at),
        lambda now: now.follow_up_at is not None,
    ),
    Disposition("follow_up", "Follow-up without a time", _event(e.FollowUpSet)),
    Disposition(
        "email", "E-mail by the e-mail button", _event(e.EmailSent, via="email_button"), _EMAIL
    ),
    Disposition("text", "Text", _event(e.TextSent), _TEXT),
    Disposition(
        "scheduled",
        "Scheduled, appointment data to come",
        _event(e.MarkedScheduled),
        lambda now: now.decision.status is not Status.SCHEDULED,
    ),
    Disposition("booked", "Appointment booked", _visit_at, lambda now: now.starts_at is not None),
)
"""What was done to reach the lead, and what came of it."""

THEN: tuple[Disposition, ...] = (
    Disposition("dead", "Dead", lambda now: e.MarkedDead(at=now.now, reason=now.reason)),
    Disposition(
        "reason_for_loss",
        "Reason for loss",
        lambda now: e.ReasonForLossSet(at=now.now, reason=now.reason),
    ),
    Disposition(
        "invalid",
        "Invalid",
        _event(e.MarkedInvalid, kind="other"),
        lambda now: now.decision.status is not Status.INVALID,
    ),
    Disposition("unreachable", "Unreachable", _event(e.MarkedUnreachable)),
    Disposition(
        "office_transfer",
        "Office transfer",
        _event(e.OfficeTransferred),
        lambda now: now.decision.status is not Status.OFFICE_TRANSFER,
    ),
    Disposition(
        "important",
        "Mark as important",
        _event(e.ImportanceMarked, important=True),
        lambda now: not now.draft.important,
    ),
    Disposition(
        "not_important",
        "No longer important",
        _event(e.ImportanceMarked, important=False),
        lambda now: now.draft.important,
    ),
    Disposition("service_declined", "Service declined", _event(e.ServiceDeclined)),
    Disposition(
        "stop_requested",
        "Asks not to be contacted",
        _event(e.StopContactRequested),
        lambda now: not now.draft.do_not_contact,
    ),
    Disposition(
        "contact_permitted",
        "Allows contact again",
        _event(e.ContactPermitted),
        lambda now: now.draft.do_not_contact,
    ),
    Disposition(
        "transferred_to_china",
        "Transferred to the China team",
        _event(e.TeamTransferred, to="china"),
        _handed_to(TransferTeam.CHINA),
    ),
    Disposition(
        "transferred_to_local",
        "Transferred to the local team",
        _event(e.TeamTransferred, to="local"),
        _handed_to(TransferTeam.LOCAL),
    ),
    Disposition("reopened", "Reopened", _event(e.Reopened)),
)
"""What becomes of the lead, what the customer wishes, and what the office does."""

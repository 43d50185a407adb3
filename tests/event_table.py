"""The thirty types of events as the interface lists them: required fields, defaults, samples."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from leadflow import AnyEvent, Event
from leadflow import events as e

AT, LATER = "2026-11-03T17:00:00Z", "2026-11-16T18:00:00Z"
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(Event)


@dataclass
class Kind:
    """One row of the interface: what a type needs, and what it says of what is left out."""

    type: type[Any]
    required: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    filled: dict[str, Any] = field(default_factory=dict)


APPOINTMENT = {"appointment_id": "a1"}
KINDS = {
    "lead_assigned": Kind(e.LeadAssigned, {}, {"to": None}, {"to": "u1"}),
    "call_placed": Kind(
        e.CallPlaced, {}, {"via": "other", "outcome": None, "call_id": None},
        {"via": "voip", "outcome": "connected", "call_id": "c1"},
    ),
    "call_received": Kind(
        e.CallReceived, {}, {"via": "other", "answered": None, "call_id": None},
        {"via": "voip", "answered": False, "call_id": "c1"},
    ),
    "voicemail_received": Kind(e.VoicemailReceived),
    "email_sent": Kind(
        e.EmailSent, {}, {"via": "other", "template": None},
        {"via": "purple_chat", "template": "follow_up"},
    ),
    "text_sent": Kind(e.TextSent, {}, {"template": None}, {"template": "t1"}),
    "reply_received": Kind(e.ReplyReceived, {"channel": "chat"}),
    "response_marked": Kind(e.ResponseMarked, {"response": "left_message"}),
    "contacted": Kind(e.Contacted),
    "follow_up_set": Kind(
        e.FollowUpSet, {}, {"due": None, "origin": "user"}, {"due": LATER, "origin": "system"},
    ),
    "profile_updated": Kind(e.ProfileUpdated, {"changes": {"chinese": True, "pricing": None}}),
    "marked_scheduled": Kind(e.MarkedScheduled),
    "appointment_booked": Kind(
        e.AppointmentBooked, {**APPOINTMENT, "starts_at": LATER},
        {"provider": None, "origin": "manual"}, {"provider": "dr-7", "origin": "sync"},
    ),
    "appointment_moved": Kind(e.AppointmentMoved, {**APPOINTMENT, "starts_at": LATER}),
    "appointment_cancelled": Kind(e.AppointmentCancelled, APPOINTMENT),
    "appointment_attended": Kind(e.AppointmentAttended, APPOINTMENT),
    "no_show_recorded": Kind(e.NoShowRecorded, APPOINTMENT),
    "reminder_given": Kind(e.ReminderGiven, {**APPOINTMENT, "method": "voice_message"}),
    "marked_dead": Kind(e.MarkedDead, {"reason": "insurance"}),
    "reason_for_loss_set": Kind(e.ReasonForLossSet, {"reason": "insurance"}),
    "marked_invalid": Kind(e.MarkedInvalid, {"kind": "spam"}),
    "marked_unreachable": Kind(e.MarkedUnreachable, {}, {"reason": None}, {"reason": "moved"}),
    "office_transferred": Kind(e.OfficeTransferred),
    "importance_marked": Kind(e.ImportanceMarked, {"important": False}),
    "service_declined": Kind(e.ServiceDeclined),
    "stop_contact_requested": Kind(e.StopContactRequested),
    "contact_permitted": Kind(e.ContactPermitted),
    "team_transferred": Kind(e.TeamTransferred, {"to": "china"}),
    "task_done": Kind(e.TaskDone, {"task": "assign"}),
    "reopened": Kind(e.Reopened),
}  # fmt: skip
COMMON = {"id": None, "recorded_at": None, "by": None, "noted": None}
COMMON_FILLED = {"id": "e1", "recorded_at": LATER, "by": "u1", "noted": False}


def read(type_: str, **given: Any) -> Any:
    """An event of this type, read from JSON, with its required fields."""
    return EVENT.validate_json(
        json.dumps({"type": type_, "at": AT, **KINDS[type_].required, **given})
    )


def fullest(type_: str) -> Any:
    return read(type_, **COMMON_FILLED, **KINDS[type_].filled)

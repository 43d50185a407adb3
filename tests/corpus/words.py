"""The words of the stories: what each event is called, and what can be said of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Word:
    """An event as stories call it: its type, fields without name in order, and what is usual."""

    type: str
    fields: Sequence[str] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)


EVENTS: Mapping[str, Word] = {
    "assigned": Word("lead_assigned", ["to"]),
    "call": Word("call_placed", ["outcome"], {"via": "phone_button"}),
    "ring": Word("call_received", ["answered"], {"via": "voip"}),
    "voicemail": Word("voicemail_received"),
    "email": Word("email_sent", ["via"], {"via": "email_button"}),
    "text": Word("text_sent"),
    "reply": Word("reply_received", ["channel"]),
    "marked": Word("response_marked", ["response"]),
    "contacted": Word("contacted"),
    "follow_up": Word("follow_up_set", ["due"]),
    "known": Word("profile_updated"),
    "scheduled": Word("marked_scheduled"),
    "booked": Word("appointment_booked", ["appointment_id", "starts_at"]),
    "moved": Word("appointment_moved", ["appointment_id", "starts_at"]),
    "cancelled": Word("appointment_cancelled", ["appointment_id"]),
    "attended": Word("appointment_attended", ["appointment_id"]),
    "no_show": Word("no_show_recorded", ["appointment_id"]),
    "reminder": Word("reminder_given", ["appointment_id", "method"]),
    "dead": Word("marked_dead", ["reason"]),
    "reason": Word("reason_for_loss_set", ["reason"]),
    "invalid": Word("marked_invalid", ["kind"]),
    "unreachable": Word("marked_unreachable", ["reason"]),
    "office": Word("office_transferred"),
    "important": Word("importance_marked", ["important"]),
    "declined": Word("service_declined"),
    "stop": Word("stop_contact_requested"),
    "permitted": Word("contact_permitted"),
    "transferred": Word("team_transferred", ["to"]),
    "task": Word("task_done", ["task"]),
    "reopened": Word("reopened"),
}

SAID: Mapping[str, str] = {
    "attempts": "attempts",
    "asks": "routing.questions.fact",
    "by": "next_contact.by",
    "channel": "next_contact.channel",
    "due": "priority.due",
    "grounds": "routing.grounds",
    "highlight": "priority.highlight",
    "important": "priority.important",
    "kind": "priority.kind",
    "later": "upcoming.purpose",
    "origin": "next_contact.origin",
    "purpose": "next_contact.purpose",
    "stop": "do_not_contact",
    "tasks": "tasks.kind",
    "team": "routing.team",
    "until": "valid_until",
    "warns": "warnings.code",
}
"""What a story can say of a decision beyond status, next contact and reason, and where it is."""

INSTANTS = {"due", "starts_at", "recorded_at", "created_at", "next_contact.by", "valid_until"}
LISTS = {
    "channels", "visit_barriers", "special_needs", "routing.questions.fact", "routing.grounds",
    "tasks.kind", "upcoming.purpose", "warnings.code",
}  # fmt: skip
TEXTS = {"calling_code", "phone"}
"""How the value of a field is written where the value itself does not tell."""

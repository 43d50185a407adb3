"""The fields of a draft: the words in which a rule's head says what it sets and what it needs."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "status_cause"),
    "reason_for_loss": ("reason", "reason_cause", "exhausted"),
    "reason_by_person": ("person_reason", "person_reason_cause"),
    "attempts": (
        "attempts", "rung", "first_attempt_at", "last_attempt_on",
        "counted_calls", "new_attempt",
    ),
    "reached": ("reached",),
    "open_attempt": ("open_attempt", "timers.OPEN_ATTEMPT"),
    "calls": ("last_call", "last_call_event", "response_known", "told_calls"),
    "outreach": ("last_call_at", "last_email_at"),
    "agenda.call": ("ringing", "ringing_id", "timers.RING_LIMIT"),
    "received_calls": ("ended_calls",),
    "agenda.voicemail": ("voicemail",),
    "agenda.reply": ("reply",),
    "agenda.missed_call": ("missed_call",),
    "agenda.first_call": ("first_call",),
    "agenda.exact": ("exact",),
    "agenda.ladder": ("ladder",),
    "agenda.final": ("final", "final_cause"),
    "agenda.pool": ("pool",),
    "agenda.no_show": ("missed",),
    "round": ("round_call", "round_emails"),
    "communication": ("communication_at",),
    "criteria": ("criteria", "timers.MONTHS"),
    "final_attempt": ("final_called", "final_emailed"),
    "silence": ("timers.SILENCE",),
    "appointments": ("bookings", "marked", "timers.ASSUMED_NO_SHOW"),
    "agenda.reminder": ("bookings",),
    "do_not_contact": ("do_not_contact", "do_not_contact_cause"),
    "important": ("important", "important_cause"),
    "team": ("team", "team_cause"),
    "profile": ("profile", "roles", "visit_known_at", "profile_cause"),
    "unreachable_reason": ("unreachable_reason",),
}  # fmt: skip
"""What a rule's head can say that it sets, and the slots of the draft behind each."""


GUARDS: Mapping[str, int] = {
    "agenda.exact": 1,
    "open_attempt": 2,
    "agenda.first_call": 4,
    "reached": 16,
    "appointments": 32,
    "calls": 64,
    **dict.fromkeys(
        ("agenda.call", "agenda.voicemail", "agenda.reply", "agenda.missed_call", "round",
         "criteria", "do_not_contact"), 8,
    ),
}  # fmt: skip
"""The fields that a head can name as `given`, and their bit in `Draft.holds`."""

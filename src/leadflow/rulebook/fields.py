"""The fields of a draft: the words in which a rule's head says what it sets and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FIELDS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "moved"),
    "reason_for_loss": ("reason", "lost", "exhausted"),
    "reason_by_person": ("person_reason", "person_reason_cause"),
    "attempts": (
        "attempts", "rung", "first_attempt_at", "last_attempt_on",
        "counted_calls", "new_attempt",
    ),
    "reached": ("reached", "spoken_to"),
    "open_attempt": ("open_attempt", "timers.OPEN_ATTEMPT"),
    "calls": ("last_call", "last_call_event", "response_known", "placed_calls"),
    "told_calls": ("told_calls", "spoken_calls"),
    "outreach": ("last_call_at", "last_email_at"),
    "agenda.call": ("ringing", "ringing_id", "timers.RING_LIMIT"),
    "received_calls": ("ended_calls", "answered_calls"),
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
    "profile": ("facts", "roles", "visit_known_at", "profile_cause"),
    "unreachable_reason": ("unreachable_reason",),
}  # fmt: skip
"""What a rule's head can say that it sets, and the slots of the draft behind each."""


EXACT: Final = 1 << 0
OPEN_ATTEMPT: Final = 1 << 1
FIRST_CALL: Final = 1 << 2
REACHED: Final = 1 << 3
BOOKED: Final = 1 << 4
CALLED: Final = 1 << 5
TOLD: Final = 1 << 6
ENDED: Final = 1 << 7
RINGING: Final = 1 << 8
VOICEMAIL: Final = 1 << 9
REPLY: Final = 1 << 10
ROUND: Final = 1 << 11
CRITERIA: Final = 1 << 12
STOPPED: Final = 1 << 13
MISSED: Final = 1 << 14

GUARDS: Mapping[str, int] = {
    "agenda.exact": EXACT,
    "open_attempt": OPEN_ATTEMPT,
    "agenda.first_call": FIRST_CALL,
    "reached": REACHED,
    "appointments": BOOKED,
    "calls": CALLED,
    "told_calls": TOLD,
    "received_calls": ENDED,
    "agenda.call": RINGING,
    "agenda.voicemail": VOICEMAIL,
    "agenda.reply": REPLY,
    "agenda.missed_call": REPLY,
    "round": ROUND,
    "criteria": CRITERIA,
    "do_not_contact": STOPPED,
    "agenda.no_show": MISSED,
}
"""The fields that a head can name as `given`, and their bit in `Draft.holds`.

The bits from `BOOKED` on are kept in `Draft.held`: once such a field has held something they stay.
`CRITERIA` stands already where one more attempt may be enough for them.
"""

"""A fixed set of decisions, read from JSON and told as JSON, for processes that show purity.

Histories come from a seeded generator and need nothing but leadflow, so that a process which makes
them starts quickly. Run as a program it prints the digest of the set and where it was made.
"""

from __future__ import annotations

import hashlib
import json
import locale
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from leadflow import CLINIC, INCINTA, RSI, Decision, Engine, read_history

CREATED = datetime(2026, 11, 3, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GAPS = (timedelta(), timedelta.resolution, HOUR / 12, HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY)
LONG_GAPS = (*GAPS, 31 * DAY, 61 * DAY, 92 * DAY)
AHEAD = (-HOUR, timedelta(), HOUR / 3, 2 * HOUR, 2 * DAY, 9 * DAY, 40 * DAY)

_VIA = ("phone_button", "voip", "other")
_CALLS = ("c1", "c2", None)
_VISITS = ("a1", "a2", "a3")
_FACTS: tuple[Mapping[str, Any], ...] = (
    {},
    {"language": "zh-Hans", "pricing": "local", "phone": "+1 212 555 0100"},
    {"chinese": True, "calling_code": "86", "special_needs": ["surrogacy", "egg_donation"]},
    {"agreed_visit_on": "2026-11-20", "visit_barriers": [], "referral_fee": False},
    {"channels": ["text", "email"]},
    {"channels": []},
    {"channels": ["phone", "email", "text"], "visit_barriers": ["too_far", "consultation_only"]},
)
# What each field of an event may say; a span is an instant that lies so far ahead of the event.
KINDS: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "lead_assigned": {"to": ("u1", None)},
    "call_placed": {
        "via": _VIA,
        "outcome": ("connected", "left_message", "no_answer", "no_answer", None),
        "call_id": _CALLS,
    },
    "call_received": {"via": _VIA, "answered": (True, False, None), "call_id": _CALLS},
    "voicemail_received": {},
    "email_sent": {"via": ("email_button", "purple_chat", "other"), "template": ("t1", None)},
    "text_sent": {},
    "reply_received": {"channel": ("email", "text", "chat", "other")},
    "response_marked": {"response": ("left_message", "no_answer")},
    "contacted": {"noted": (True, False, None)},
    "follow_up_set": {"due": (None, *AHEAD), "origin": ("user", "system")},
    "profile_updated": {"changes": _FACTS},
    "marked_scheduled": {},
    "appointment_booked": {
        "appointment_id": _VISITS,
        "starts_at": AHEAD,
        "origin": ("manual", "sync"),
    },
    "appointment_moved": {"appointment_id": _VISITS, "starts_at": AHEAD},
    "appointment_cancelled": {"appointment_id": _VISITS},
    "appointment_attended": {"appointment_id": _VISITS},
    "no_show_recorded": {"appointment_id": _VISITS},
    "reminder_given": {"appointment_id": _VISITS, "method": ("call", "email")},
    "marked_dead": {"reason": ("insurance", "moved_away")},
    "reason_for_loss_set": {"reason": ("price_shopping",)},
    "marked_invalid": {"kind": ("spam", "duplicate")},
    "marked_unreachable": {"reason": ("no_such_number", None)},
    "office_transferred": {},
    "importance_marked": {"important": (True, False)},
    "service_declined": {},
    "stop_contact_requested": {},
    "contact_permitted": {},
    "team_transferred": {"to": ("china", "local")},
    "task_done": {"task": ("assign",)},
    "reopened": {},
}
# Tries, messages and visits come up more often than endings: else few leads live long enough.
_OFTEN = ("call_placed",) * 8 + ("email_sent", "follow_up_set", "response_marked") * 4
_TOLD = (*KINDS, *_OFTEN, *("appointment_booked", "no_show_recorded", "reply_received") * 3)


def event(chance: random.Random, at: datetime) -> dict[str, Any]:
    """An event of some kind."""
    kind = chance.choice(_TOLD)
    told = {"type": kind, "at": at}
    for field, values in KINDS[kind].items():
        value = chance.choice(values)
        told[field] = at + value if isinstance(value, timedelta) else value
    return told


def document(chance: random.Random, name: str) -> str:
    """One history as JSON: a lead of some profile and up to twelve events."""
    at, events = CREATED, []
    for place in range(chance.randrange(1, 13)):
        at += chance.choice(LONG_GAPS if place > 4 else GAPS)
        events.append({**event(chance, at), "id": chance.choice((f"e{place}", None))})
    lead = {"lead_id": name, "created_at": CREATED, "profile": chance.choice(_FACTS)}
    return json.dumps({"lead": lead, "events": events}, default=datetime.isoformat)


def documents(count: int, *, seed: int = 98) -> list[str]:
    """So many histories as JSON, always the same for a seed."""
    chance = random.Random(seed)
    return [document(chance, f"lead-{n}") for n in range(count)]


def engines() -> dict[str, Engine]:
    """A new engine for each preset."""
    return {"RSI": Engine(RSI), "INCINTA": Engine(INCINTA), "CLINIC": Engine(CLINIC)}


def decided(texts: Sequence[str], by: Mapping[str, Engine]) -> Iterator[str]:
    """The JSON of three decisions for each history and engine, read and written once more."""
    for text in texts:
        history = read_history(text)
        yield history.model_dump_json()
        last = max(event.at for event in history.events)
        for engine in by.values():
            for now in (last, last + DAY, last + 70 * DAY):
                decision = engine.decide(history, now=now)
                told = decision.to_json()
                assert decision.because
                yield told
                yield Decision.from_json(told).to_json()


def digest(by: Mapping[str, Engine], *, count: int = 40) -> str:
    """SHA-256 of the presets and of all decisions on so many histories of the set."""
    found = hashlib.sha256()
    for engine in by.values():
        found.update(engine.policy.model_dump_json().encode())
    for each in decided(documents(count), by):
        found.update(each.encode())
    return found.hexdigest()


if __name__ == "__main__":
    try:
        named = locale.setlocale(locale.LC_ALL, "")
    except locale.Error:  # a machine without that locale: what remains is the variable
        named = "none"
    print(
        json.dumps(
            {
                "digest": digest(engines()),
                "hash": hash("leadflow"),
                "hour": time.localtime(0).tm_hour,
                "locale": named,
                "encoding": sys.getfilesystemencoding(),
                "optimize": sys.flags.optimize,
            }
        )
    )

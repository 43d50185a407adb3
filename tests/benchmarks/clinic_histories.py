"""Histories of every chapter, drawn with a seed: mail rounds, bookings, no-shows, routing facts.

Leads come in with some facts known; steps follow each other by weights, appointments are moved,
missed and kept that were booked before, and gaps reach from minutes to a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from leadflow import History

SEED = 20_261_104
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = (0, 1, 5, 20, 60, 120, 240, 300, 1_200, 1_440, 2_880, 10_080, 10_080, 43_200)
"""Between events."""
AHEAD = (-60, 20, 240, 1_440, 4_320, 12_960, 43_200)
"""In minutes: how far ahead a follow-up or an appointment lies."""

Fields = Mapping[str, Any]


class Case(NamedTuple):
    """One lead, and the instant to decide at."""

    history: History
    now: datetime


class _Teller:
    """Tells of a lead, one event at a time."""

    def __init__(self, random: Random, at: datetime) -> None:
        self.random = random
        self.at = at
        self.booked = 0

    def ahead(self) -> datetime:
        return self.at + timedelta(minutes=self.random.choice(AHEAD))

    def appointment(self) -> str:
        return f"visit-{self.random.randint(1, max(1, self.booked))}"

    def call(self) -> Fields:
        return {
            "type": "call_placed",
            "via": self.random.choice(("phone_button", "phone_button", "voip", "other")),
            "outcome": self.random.choice(("no_answer", "left_message", "connected", None)),
        }

    def email(self) -> Fields:
        via = self.random.choice(("email_button", "email_button", "purple_chat", "other"))
        return {"type": "email_sent", "via": via}

    def text(self) -> Fields:
        return {"type": "text_sent"}

    def reply(self) -> Fields:
        channel = self.random.choice(("email", "text", "chat", "other"))
        return {"type": "reply_received", "channel": channel}

    def voicemail(self) -> Fields:
        return {"type": "voicemail_received"}

    def ring(self) -> Fields:
        answered = self.random.choice((True, True, False, None))
        return {"type": "call_received", "via": "voip", "answered": answered}

    def response(self) -> Fields:
        response = self.random.choice(("left_message", "no_answer"))
        return {"type": "response_marked", "response": response}

    def contacted(self) -> Fields:
        return {"type": "contacted", "noted": self.random.choice((True, False, None))}

    def follow_up(self) -> Fields:
        return {"type": "follow_up_set", "due": self.random.choice((None, self.ahead()))}

    def facts(self) -> Fields:
        changes = facts(self.random, self.at)
        return {"type": "profile_updated", "changes": changes or {"pricing": "local"}}

    def booking(self) -> Fields:
        self.booked += 1
        starts_at, origin = self.ahead(), self.random.choice(("manual", "sync"))
        appointment = f"visit-{self.booked}"
        return {
            "type": "appointment_booked",
            "appointment_id": appointment,
            "starts_at": starts_at,
            "origin": origin,
        }

    def move(self) -> Fields:
        appointment = self.appointment()
        return {
            "type": "appointment_moved",
            "appointment_id": appointment,
            "starts_at": self.ahead(),
        }

    def cancellation(self) -> Fields:
        return {"type": "appointment_cancelled", "appointment_id": self.appointment()}

    def visit(self) -> Fields:
        return {"type": "appointment_attended", "appointment_id": self.appointment()}

    def no_show(self) -> Fields:
        return {"type": "no_show_recorded", "appointment_id": self.appointment()}

    def reminder(self) -> Fields:
        method = self.random.choice(("call", "voice_message", "email", "text"))
        return {
            "type": "reminder_given",
            "appointment_id": self.appointment(),
            "method": method,
        }

    def transfer(self) -> Fields:
        return {"type": "team_transferred", "to": self.random.choice(("china", "local"))}

    def assignment(self) -> Fields:
        return {"type": "lead_assigned", "to": "user-1"}

    def importance(self) -> Fields:
        return {"type": "importance_marked", "important": self.random.choice((True, False))}

    def death(self) -> Fields:
        return {"type": "marked_dead", "reason": "insurance"}

    def stop(self) -> Fields:
        kinds = ("stop_contact_requested", "contact_permitted", "service_declined")
        return {"type": self.random.choice(kinds)}

    def opening(self) -> Fields:
        return {"type": "reopened"}


STEPS: Mapping[Callable[[_Teller], Fields], int] = {
    _Teller.call: 24,
    _Teller.email: 14,
    _Teller.text: 4,
    _Teller.reply: 5,
    _Teller.voicemail: 3,
    _Teller.ring: 4,
    _Teller.response: 3,
    _Teller.contacted: 3,
    _Teller.follow_up: 9,
    _Teller.facts: 8,
    _Teller.booking: 7,
    _Teller.move: 2,
    _Teller.cancellation: 1,
    _Teller.visit: 2,
    _Teller.no_show: 3,
    _Teller.reminder: 2,
    _Teller.transfer: 1,
    _Teller.assignment: 1,
    _Teller.importance: 1,
    _Teller.death: 1,
    _Teller.stop: 1,
    _Teller.opening: 1,
}
"""How often each step comes up, in a hundred."""


def facts(random: Random, at: datetime) -> dict[str, Any]:
    """Some facts of a profile; those that are not in it are unknown."""
    visit = (at + timedelta(days=random.randint(1, 30))).date()
    known: dict[str, Any] = {
        "calling_code": random.choice(("1", "1", "86")),
        "language": random.choice(("en", "zh")),
        "pricing": random.choice(("local", "international")),
        "visit_barriers": random.choice(([], [], ["too_far"])),
        "special_needs": random.choice(([], [], ["egg_donation"])),
        "referral_fee": random.choice((True, False)),
        "agreed_visit_on": visit,
    }
    return {name: value for name, value in known.items() if random.random() < 0.3}


def drawn(leads: int, *, seed: int = SEED, least: int = 1, most: int = 15) -> Iterator[Case]:
    """So many leads with `least` to `most` events each; the same ones for the same numbers."""
    random = Random(seed)
    steps, weights = tuple(STEPS), tuple(STEPS.values())
    for number in range(leads):
        created = BEGIN + timedelta(minutes=random.randrange(2 * 365 * 24 * 60))
        lead = {
            "lead_id": f"lead-{number}",
            "created_at": created,
            "profile": facts(random, created),
        }
        teller, told = _Teller(random, created), []
        for step in random.choices(steps, weights, k=random.randint(least, most)):
            teller.at += timedelta(minutes=random.choice(MINUTES))
            told.append({"at": teller.at, **step(teller)})
        now = teller.at + timedelta(minutes=random.choice(MINUTES))
        yield Case(History.model_validate({"lead": lead, "events": told}), now)

"""What can happen next, and when: the alphabet of the exploration and its two tempos.

Sixteen kinds of events reach every status and every way out of one. A tempo gives each position of
a history its instant: one goes over the limits of the presets, the other lands on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from clinic import CREATED
from leadflow import AnyEvent
from leadflow import events as e
from random_histories import DAY, HOUR, Step, dated, step

MINUTE = timedelta(minutes=1)

KINDS: Mapping[str, Step] = {
    "unanswered": step(e.CallPlaced, via="phone_button", outcome="no_answer"),
    "untold": step(e.CallPlaced, via="phone_button"),
    "connected": step(e.CallPlaced, via="phone_button", outcome="connected"),
    "ringing": step(e.CallReceived, via="voip"),
    "voicemail": step(e.VoicemailReceived),
    "email": step(e.EmailSent, via="email_button"),
    "bare": step(e.FollowUpSet),
    "promised": dated(e.FollowUpSet, "due", DAY + HOUR),
    "booked": dated(e.AppointmentBooked, "starts_at", 3 * DAY, appointment_id="a1"),
    "attended": step(e.AppointmentAttended, appointment_id="a1"),
    "missed": step(e.NoShowRecorded, appointment_id="a1"),
    "unreachable": step(e.MarkedUnreachable),
    "invalid": step(e.MarkedInvalid, kind="spam"),
    "stopped": step(e.StopContactRequested),
    "permitted": step(e.ContactPermitted),
    "reopened": step(e.Reopened),
}
"""The kinds of events, each as a function of its instant."""


@dataclass(frozen=True, eq=False)
class Tempo:
    """When the events of a history happen, and how long after the last one it is looked at."""

    name: str
    steps: Sequence[timedelta]
    """From creation to the first event, and from each event to the next."""
    looks: Mapping[str, timedelta]

    @property
    def deepest(self) -> int:
        """How many events its longest histories have."""
        return len(self.steps)

    def events(self) -> Sequence[Sequence[tuple[str, AnyEvent]]]:
        """For each position, every event that can stand there, by its kind."""
        at, positions = CREATED, []
        for gap in self.steps:
            at += gap
            positions.append([(kind, tell(at)) for kind, tell in KINDS.items()])
        return positions


OVER = Tempo(
    "over the limits",
    # Tuesday 9:10, 13:15; Wednesday 13:30; a week on, a holiday's evening; three months on.
    (10 * MINUTE, 4 * HOUR + 5 * MINUTE, DAY + 15 * MINUTE, 7 * DAY + 4 * HOUR, 93 * DAY),
    {"at once": timedelta(), "5 hours later": 5 * HOUR, "100 days later": 100 * DAY},
)
"""Each step goes over a limit: 4 hours, a day and midnight, a week and closing time, 3 months."""
ON = Tempo(
    "on the limits",
    # Tuesday 9:00; the ring limit; the rungs; the grace of an open attempt, to the instant.
    (timedelta(), 5 * MINUTE, 4 * HOUR, 4 * HOUR),
    {"at once": timedelta()},
)
"""Each step lands on a limit: events at creation, and at the instants at which timers fire."""
TEMPOS = (OVER, ON)

"""Who is at what, and what is written down of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import with_config

from leadflow.calendars import OpeningHours
from leadflow.instants import Computed
from leadflow.outputs import NextContact
from leadflow.priority import Place
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.office import Desk
from leadflow.readers.simulation.steps import Sitting, Step
from leadflow.vocabulary import WorkKind


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Stint:
    """A stretch of time that an agent spent on a lead: `[start, end)`, in UTC.

    `kind` is the work kind of the contact, `inbound_call` for a call from the lead, or `desk` for
    what has no place in the queue.
    """

    agent: str
    lead_id: str
    kind: str
    start: Computed
    end: Computed


class Work:
    """A sitting, and how far it has come."""

    def __init__(
        self,
        guest: Guest,
        sitting: Sitting,
        contact: NextContact | None,
        place: Place | None,
        taken_at: datetime,
    ) -> None:
        self.guest = guest
        self.sitting = sitting
        self.contact = contact
        self.place = place
        self.step: Step | None = None
        self.taken_at = self.began = self.ends = taken_at
        self.before: Work | None = None
        """The sitting that this one interrupts."""

    @property
    def kind(self) -> str:
        """What kind of work it is, as a `Stint` tells it."""
        if self.contact is not None:
            return self.contact.kind.value
        assert self.step is not None
        calls = self.step.activity.kind == WorkKind.INBOUND_CALL
        return WorkKind.INBOUND_CALL.value if calls else "desk"


class Agent:
    """Somebody who works leads."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.work: Work | None = None
        self.turn = 0
        """Counts the steps: the end of one that was interrupted is out of date."""

    def rank(self) -> tuple[bool, Any]:
        """The place in the queue of what the agent is at; the desk comes after all of it."""
        place = self.work.place if self.work is not None else None
        return (place is None, ()) if place is None else (False, place)


class Logbook:
    """What is counted while a simulation runs."""

    def __init__(self, hours: OpeningHours) -> None:
        self._hours = hours
        self.stints: list[Stint] = []
        self.waits: dict[WorkKind, list[timedelta]] = {}
        self.never: Counter[WorkKind] = Counter()

    def note(self, guest: Guest) -> None:
        """Note what is due of a lead, and what is no longer, with nobody having taken it up."""
        key = guest.due_key()
        if guest.due is not None and key != guest.due:
            assert guest.tier is not None
            self.never[guest.tier] += 1
            guest.due = None
        priority = guest.decision.priority
        if key is not None and priority is not None and key not in (guest.due, guest.taken):
            guest.due, guest.tier = key, priority.kind

    def taken_up(self, guest: Guest, due_at: datetime, now: datetime) -> None:
        """Note that somebody takes up what is due of a lead."""
        assert guest.tier is not None
        wait = self._hours.business_time_between(min(due_at, now), now)
        self.waits.setdefault(guest.tier, []).append(wait)
        guest.taken, guest.due = guest.due, None

    def worked(self, agent: Agent, work: Work, until: datetime) -> None:
        """Note a stretch of work; none is shorter than nothing."""
        if work.began < until:
            name, lead_id = agent.desk.name, work.guest.lead_id
            self.stints.append(Stint(name, lead_id, work.kind, work.began, until))

    def finish(self, agents: Iterable[Agent], guests: Iterable[Guest], end: datetime) -> None:
        """Note what is still going on and still due at the end."""
        for agent in agents:
            if agent.work is not None:
                self.worked(agent, agent.work, end)
        for guest in guests:
            if guest.due is not None and guest.tier is not None:
                self.never[guest.tier] += 1

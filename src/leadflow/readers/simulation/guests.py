"""One lead of a simulation: its history so far, what is decided on it, and its customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from leadflow.decision import Decision
from leadflow.engine.book import Asked
from leadflow.engine.live import LiveLead
from leadflow.events import AnyEvent
from leadflow.outputs import NextContact
from leadflow.priority import Place, place_of
from leadflow.readers.simulation.customers import Customer, Talk
from leadflow.tasks import TaskRule
from leadflow.vocabulary import Purpose, TaskKind, WorkKind

Key = tuple[Purpose, datetime]
"""What tells one contact of a lead from the next."""


class Guest:
    """A lead that has come in."""

    def __init__(self, live: LiveLead, customer: Customer, rules: Sequence[TaskRule]) -> None:
        self.live = live
        self.customer = customer
        self.lead_id = live.lead.lead_id
        self.decision: Decision = live.decide(live.lead.created_at)
        self.version = 0
        """Counts how often it was decided anew: what was planned under another is out of date."""
        self.held = 0
        """How many agents are at work on it."""
        self.not_before: datetime | None = None
        """Until when what came to nothing is not tried again."""
        self.assigned = False
        self.calls = 0
        """How often it was called."""
        self.received = 0
        """How often it called."""
        self.spoken_to = False
        self.on_line = False
        self.ringing: str | None = None
        self.talk: Talk | None = None
        """What came of the last conversation, if a call is to follow, until that is set."""
        self.visits: dict[str, datetime] = {}
        """The visits agreed on, by id, and when they begin."""
        self.seen_to: set[Asked] = set()
        """Tasks that somebody saw to: nobody does so twice."""
        self.due: Key | None = None
        """What is due of it and was not taken up yet."""
        self.taken: Key | None = None
        """What was last taken up."""
        self.tier: WorkKind | None = None
        """The tier of what is due."""
        self._messages = [each for each in rules if each.kind is TaskKind.LEAVE_VOICE_MESSAGE]
        self._others = [each for each in rules if each not in self._messages]

    def decide(self, now: datetime) -> Decision:
        """Decide anew."""
        self.decision = self.live.decide(max(now, self.live.at))
        self.version += 1
        return self.decision

    def would_decide(self, event: AnyEvent) -> Decision:
        """What would be decided if that happened next."""
        return self.live.would_decide(event)

    def still(self, contact: NextContact) -> bool:
        """Whether a contact is still to be made."""
        now = self.decision.next_contact
        return now is not None and _key(now) == _key(contact) and now.channel is contact.channel

    def due_key(self) -> Key | None:
        """What is due of it, whoever may be at it."""
        priority, contact = self.decision.priority, self.decision.next_contact
        return _key(contact) if priority is not None and priority.due and contact else None

    def place(self) -> Place:
        """Its place in the queue."""
        return place_of(self.decision)

    def may_be_taken(self, now: datetime) -> bool:
        """Whether an agent may take up what is due of it."""
        if self.due_key() is None or self.on_line:
            return False
        if self.answers_call():
            return self.ringing is not None
        return not self.held and (self.not_before is None or self.not_before <= now)

    def answers_call(self) -> bool:
        """Whether what is to be done is to answer its call."""
        contact = self.decision.next_contact
        return contact is not None and contact.purpose is Purpose.ANSWER_CALL

    def awaits_message(self) -> bool:
        """Whether a voice message is to be left."""
        return bool(self._messages and self.live.asked(self.decision, self._messages))

    def desk_tasks(self) -> list[Asked]:
        """What is asked for beside the contacts, and that agents see to."""
        asked = self.live.asked(self.decision, self._others)
        return [each for each in asked if each not in self.seen_to]

    def desk_task(self) -> Asked | None:
        """The first of it."""
        return next(iter(self.desk_tasks()), None)

    def next_visit(self, now: datetime) -> str:
        """The id of the open visit that is next, where one is."""
        open_one = self.live.draft.bookings.open_one
        ahead = [(at, name) for name, at in self.visits.items() if at > now and open_one(name)]
        return min(ahead)[1]


def _key(contact: NextContact) -> Key:
    return contact.purpose, contact.at

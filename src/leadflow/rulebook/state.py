"""What the fold knows of a lead: the fields that rules read and write, and how they stand.

They are private to the fold and mutable only there. They are grouped into named fields
(`FIELDS`), the words in which a rule's head says what it sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final, Self, cast

from leadflow.events import AnyEvent, CallPlaced
from leadflow.lead import Facts
from leadflow.outputs import HistoryWarning
from leadflow.rulebook.bookings import NO_BOOKINGS
from leadflow.rulebook.fields import CRITERIA, EXACT, FIRST_CALL, OPEN_ATTEMPT, REACHED
from leadflow.rulebook.occasions import Timer, TimerFired
from leadflow.rulebook.records import Cause, Entry, Missed, Noted, Noting, Placed
from leadflow.rulebook.terms import ROLES, Roles, Terms
from leadflow.rulebook.words import NEW
from leadflow.vocabulary import TransferTeam

if TYPE_CHECKING:
    from leadflow.rulebook.rule import Rule

_CALLS: Final = (
    "counted_calls", "placed_calls", "told_calls", "spoken_calls", "ended_calls", "answered_calls",
)  # fmt: skip
"""What is known of calls, by their ids."""

_FIELDS: Final = (
    "answered_calls", "at", "attempts", "bookings", "communication_at", "counted_calls",
    "created_at", "criteria", "day", "day_at", "do_not_contact", "do_not_contact_cause",
    "ended_calls", "event", "exact", "exhausted", "facts", "final", "final_called", "final_cause",
    "final_emailed", "first_attempt_at", "first_call", "held", "important", "important_cause",
    "ladder", "last_attempt_on", "last_call", "last_call_at", "last_call_event",
    "last_called_on", "last_email_at", "lost", "marked", "missed", "missed_call", "moved",
    "new_attempt", "open_attempt", "person_reason", "person_reason_cause", "placed_calls",
    "pool", "position", "profile_cause", "reached", "reason", "reply",
    "response_known", "ringing", "ringing_id", "roles", "round_call", "round_emails", "rule",
    "rung", "spoken_calls", "spoken_to", "status", "team", "team_cause", "terms", "timers",
    "told", "told_calls", "trace", "unreachable_reason", "visit_known_at", "voicemail",
    "warnings", "year_missed",
)  # fmt: skip


class State:
    """One lead in the middle of its history."""

    __slots__ = _FIELDS

    def __init__(self, created_at: datetime, facts: Facts, terms: Terms, beginning: Rule) -> None:
        self.terms = terms
        self.rule = beginning
        self.event: int | None = None
        self.position = 0
        """How many of the lead's events are folded."""
        self.created_at = self.at = created_at
        self.day_at: datetime | None = None
        self.day = date.min
        self.year_missed = False
        self.trace: list[Rule | AnyEvent | TimerFired] = []
        """Each event, recorded or a timer's, and behind it the rules that fired on it."""
        self.held = CRITERIA if terms.unreachable_attempts < 2 else 0
        """Bits of the guards that have ever held something, where that is all that is kept."""
        self.warnings: list[Noted] = []
        self.told: tuple[HistoryWarning, ...] = ()
        """The first of the warnings, as decisions tell them; made when first told."""
        self.timers: dict[Timer, datetime] = {}

        start = Cause(beginning, None, created_at)
        self.status = NEW
        self.moved: Noting = start
        self.reason: str | None = None
        self.lost: Noting | None = None
        self.exhausted = False
        self.person_reason: str | None = None
        self.person_reason_cause: Cause | None = None
        self.attempts = 0
        self.rung = terms.first_rung
        self.first_attempt_at: datetime | None = None
        self.last_attempt_on: date | None = None
        self.counted_calls: set[str] = set()
        self.new_attempt: int | None = -1
        """Index of the event that was last counted as an attempt."""
        self.reached = False
        self.spoken_to: tuple[int | None, datetime] | None = None
        """Event and instant of the last conversation."""
        self.open_attempt: Cause | None = None
        self.last_call: CallPlaced | None = None
        self.last_call_event: int | None = None
        self.last_called_on: date | None = None
        """The clinic-local day of that call, once it was asked for."""
        self.response_known = False
        self.placed_calls: dict[str | None, Placed] = {}
        self.told_calls: set[str] = set()
        self.spoken_calls: set[str] = set()
        self.answered_calls: set[str] = set()
        self.ended_calls: set[str] = set()
        self.last_call_at: datetime | None = None
        self.last_email_at: datetime | None = None

        self.ringing: Entry | None = None
        self.ringing_id: str | None = None
        self.voicemail: Entry | None = None
        self.reply: Entry | None = None
        self.missed_call: Entry | None = None
        self.first_call: Entry | None = None
        self.exact: Entry | None = None
        self.ladder: Entry | None = None
        self.final: Entry | None = None
        self.final_cause: Cause | None = None
        self.pool: Entry | None = None
        self.missed: Missed | None = None
        self.round_call: datetime | None = None
        self.round_emails: tuple[datetime, ...] = ()

        self.communication_at: datetime | None = None
        self.criteria: Cause | None = None
        self.final_called = False
        self.final_emailed = False
        self.bookings = NO_BOOKINGS
        self.marked: Cause | None = None
        self.do_not_contact = False
        self.do_not_contact_cause = start
        self.important = False
        self.important_cause = start
        self.team: TransferTeam | None = None
        self.team_cause = start
        self.facts = facts
        self.profile_cause = start
        self.roles: Roles = ROLES[facts["channels"]]
        self.visit_known_at = created_at
        self.unreachable_reason = False

    def copy(self) -> Self:
        """An independent copy, to fold on without touching this one."""
        twin = type(self)(self.created_at, self.facts, self.terms, self.rule)
        for field in _FIELDS:
            setattr(twin, field, getattr(self, field))
        twin.trace, twin.warnings = self.trace.copy(), self.warnings.copy()
        twin.timers, twin.bookings = self.timers.copy(), self.bookings.copy()
        for calls in _CALLS:
            setattr(twin, calls, getattr(self, calls).copy())
        return twin

    def holds(self) -> int:
        """Which of `GUARDS` may hold something: their bits."""
        bits = self.held
        if self.exact is not None:
            bits |= EXACT
        if self.open_attempt is not None:
            bits |= OPEN_ATTEMPT
        if self.first_call is not None:
            bits |= FIRST_CALL
        if self.reached:
            bits |= REACHED
        return bits

    def fired(self, since: int = 0) -> Iterator[tuple[Rule, int | None, datetime]]:
        """Every rule that fired, the last one first, with the event on which it did, and when.

        `since` leaves out what the trace held when it was that long.
        """
        trace, recorded = self.trace, self.position
        rules: list[Rule] = []
        for each in islice(reversed(trace), len(trace) - since):
            if hasattr(each, "body"):
                rules.append(cast("Rule", each))
                continue
            event = None
            if not isinstance(each, TimerFired):
                recorded -= 1
                event = recorded
            for rule in rules:
                yield rule, event, each.at
            rules.clear()
        for rule in rules:
            yield rule, None, self.created_at

    # Why it is as it is.

    @property
    def status_cause(self) -> Cause:
        """Why the status is what it is."""
        return Cause(*self.moved)

    @property
    def reason_cause(self) -> Cause | None:
        """Why the rules gave the lead up, where they did."""
        return None if self.lost is None else Cause(*self.lost)

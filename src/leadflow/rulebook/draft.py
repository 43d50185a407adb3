"""The state of a lead while its history is folded: what the rules read and write.

A draft is private to the fold and mutable only there. Its slots are grouped into named fields
(`FIELDS`), the words in which a rule's head says what it sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, cast

from leadflow.events import AnyEvent, CallPlaced
from leadflow.lead import Lead
from leadflow.rulebook.bookings import NO_BOOKINGS, Bookings
from leadflow.rulebook.occasions import Timer, TimerFired
from leadflow.rulebook.records import Cause, Entry, Missed, Noted
from leadflow.rulebook.terms import ROLES, Roles, Span, Terms
from leadflow.rulebook.words import FOLLOWING_UP, NEW, PHONE
from leadflow.vocabulary import (
    Channel,
    ContactOrigin,
    Purpose,
    ReasonForLoss,
    Status,
    TransferTeam,
    WarningCode,
)

if TYPE_CHECKING:
    from leadflow.rulebook.rule import Rule

_new = tuple.__new__  # what a named tuple does inside, without a Python call on the way
OPEN_ATTEMPT, RING_LIMIT, ASSUMED_NO_SHOW, SILENCE, MONTHS = Timer
LEAD, SYSTEM = ContactOrigin.LEAD, ContactOrigin.SYSTEM


class Draft:
    """One lead in the middle of its history."""

    __slots__ = (
        "at", "attempts", "bookings", "communication_at", "counted_calls", "created_at",
        "criteria", "day", "day_at", "do_not_contact", "do_not_contact_cause", "ended_calls",
        "event", "exact", "exhausted", "final", "final_called", "final_cause", "final_emailed",
        "first_attempt_at", "first_call", "important", "important_cause", "ladder",
        "last_attempt_on", "last_call", "last_call_at", "last_call_event", "last_email_at",
        "marked", "missed", "missed_call", "new_attempt", "open_attempt", "person_reason",
        "person_reason_cause", "pool", "profile", "profile_cause", "reached", "reason",
        "reason_cause", "reply", "response_known", "ringing", "ringing_id", "roles", "round_call",
        "round_emails", "rule", "rung", "status", "status_cause", "team", "team_cause", "terms",
        "timers", "told_calls", "trace", "unreachable_reason", "visit_known_at", "voicemail",
        "warnings", "year_missed",
    )  # fmt: skip

    def __init__(self, lead: Lead, terms: Terms, beginning: Rule) -> None:
        self.terms = terms
        self.rule = beginning
        self.event: int | None = None
        self.created_at = self.at = lead.created_at
        self.day_at: datetime | None = None
        self.day = date.min
        self.year_missed = False
        self.trace: list[Rule | AnyEvent | TimerFired] = []
        """Each event, recorded or a timer's, and behind it the rules that fired on it."""
        self.warnings: list[Noted] = []
        self.timers: dict[Timer, datetime] = {}

        start = Cause(beginning, None, lead.created_at)
        self.status = NEW
        self.status_cause = start
        self.reason: str | None = None
        self.reason_cause: Cause | None = None
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
        self.open_attempt: Cause | None = None
        self.last_call: CallPlaced | None = None
        self.last_call_event: int | None = None
        self.response_known = False
        self.told_calls: set[str] = set()
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
        self.profile = lead.profile
        self.profile_cause = start
        self.roles: Roles = ROLES[lead.profile.channels]
        self.visit_known_at = lead.created_at
        self.unreachable_reason = False

    def copy(self) -> Draft:
        """An independent copy, to fold on without touching this one."""
        twin = object.__new__(Draft)
        for slot in Draft.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.trace, twin.warnings = self.trace.copy(), self.warnings.copy()
        twin.timers, twin.bookings = self.timers.copy(), self.bookings.copy()
        for calls in ("counted_calls", "told_calls", "ended_calls"):
            setattr(twin, calls, getattr(self, calls).copy())
        return twin

    def holds(self) -> int:
        """Which of `GUARDS` hold something: their bits. Rare ones share a bit."""
        bits = 0
        if self.exact is not None:
            bits = 1
        if self.open_attempt is not None:
            bits |= 2
        if self.first_call is not None:
            bits |= 4
        if (
            self.ringing
            or self.voicemail
            or self.reply
            or self.missed_call
            or self.do_not_contact
            or self.round_call
            or self.round_emails
            or self.criteria
        ):
            bits |= 8
        if self.reached:
            bits |= 16
        if self.bookings is not NO_BOOKINGS:
            bits |= 32
        if self.last_call is not None:
            bits |= 64
        return bits

    def fired(self, since: int = 0, recorded: int = -1) -> Iterator[Cause]:
        """Every rule that fired, in order, with the event on which it did.

        `since` leaves out what the trace held before an event, `recorded` being the index in the
        history of the last one before it.
        """
        event, at = None, self.created_at
        for each in islice(self.trace, since, None):
            if hasattr(each, "body"):
                yield Cause(cast("Rule", each), event, at)
                continue
            at = each.at
            event = None
            if not isinstance(each, TimerFired):
                recorded += 1
                event = recorded

    # What rules say.

    def because(self, path: str | None = None) -> Cause:
        """The rule at work, its event, and the policy value (field path) that went into it."""
        return _new(Cause, (self.rule, self.event, self.at, path))

    def warn(self, code: WarningCode) -> None:
        """Note that the event at hand looks wrong."""
        self.warnings.append(Noted(code, self.because()))

    def move_to(self, status: Status, path: str | None = None) -> None:
        """Change the status."""
        self.status = status
        self.status_cause = _new(Cause, (self.rule, self.event, self.at, path))

    # Time. Every delay of the policy is added here, so that no year goes unchecked.

    def after(self, span: Span, at: datetime) -> datetime:
        """The instant one delay after `at`."""
        result = span.add(at)
        if span.asks_calendar:
            self.check_years(at, result)
        return result

    def opening(self, at: datetime) -> datetime:
        """`at` if the clinic is open then, else its next opening."""
        result = self.terms.hours.next_opening(at)
        self.check_years(at, result)
        return result

    def day_of(self, at: datetime) -> date:
        """The clinic-local date of `at`."""
        if at is not self.day_at:  # asked again and again for one event
            self.day_at, self.day = at, self.terms.hours.local_date(at)
        return self.day

    def own_bookings(self) -> Bookings:
        """The bookings, to be added to."""
        if self.bookings is NO_BOOKINGS:
            self.bookings = Bookings()
        return self.bookings

    def called_on_day_of(self, at: datetime) -> bool:
        """Whether the latest call was placed on the clinic-local day of `at`."""
        call = self.last_call
        return call is not None and self.day_of(call.at) == self.day_of(at)

    def check_years(self, *instants: datetime) -> None:
        """Warn, once, if the calendar has no pinned dates for one of these years (spec 2.4)."""
        if not self.year_missed and not all(map(self.terms.hours.covers, instants)):
            self.year_missed = True
            self.warn(WarningCode.YEAR_NOT_COVERED)

    # The agenda.

    def planned(
        self,
        at: datetime,
        purpose: Purpose,
        path: str | None = None,
        by: datetime | None = None,
        channel: Channel = PHONE,
    ) -> Entry:
        """A contact that the system plans; the policy may move it into opening hours (ATT-15)."""
        if self.terms.within_opening_hours:
            opening = self.opening(at)
            at = opening if by is None or opening <= by else at  # not past its own deadline
        return _new(Entry, (at, purpose, SYSTEM, self.rule, self.event, self.at, path, by, channel))

    def owed(self, at: datetime, purpose: Purpose, channel: Channel = PHONE) -> Entry:
        """A contact that the lead is owed."""
        return _new(Entry, (at, purpose, LEAD, self.rule, self.event, self.at, None, None, channel))

    def promised(self, at: datetime, origin: ContactOrigin) -> Entry:
        """A follow-up at an exact instant."""
        return _new(
            Entry, (at, FOLLOWING_UP, origin, self.rule, self.event, self.at, None, None, PHONE)
        )

    def plan_ladder(
        self,
        at: datetime,
        path: str | None = None,
        purpose: Purpose = FOLLOWING_UP,
        channel: Channel = PHONE,
    ) -> None:
        """Plan what ladder or mail round ask for, unless an exact follow-up stands (ATT-8)."""
        if self.exact is None:
            self.ladder = self.planned(at, purpose, path, None, channel)

    # Endings.

    def settle_open_attempt(self) -> None:
        """An attempt whose outcome is known, or no longer matters."""
        self.open_attempt = None
        self.timers.pop(OPEN_ATTEMPT, None)

    def stop_ringing(self) -> None:
        """The call from the lead no longer rings."""
        self.ringing = self.ringing_id = None
        self.timers.pop(RING_LIMIT, None)

    def end_plans(self) -> None:
        """End what the system planned: ladder, mail round, first call, pool, no-show steps."""
        self.ladder = self.first_call = self.final = self.pool = self.missed = None
        self.round_call, self.round_emails = None, ()
        self.timers.pop(SILENCE, None)

    def restart_attempts(self) -> None:
        """Attempts start at 0 (ATT-2), and with them the criteria of UNR-1."""
        self.attempts = 0
        self.rung = self.terms.first_rung
        self.first_attempt_at = self.last_attempt_on = None
        self.reached = False
        self.void_criteria()

    def void_criteria(self) -> None:
        """The criteria for an unreachable lead do not hold."""
        if self.criteria is None and MONTHS not in self.timers:
            return
        self.criteria = self.final = self.final_cause = None
        self.final_called = self.final_emailed = False
        self.timers.pop(MONTHS, None)

    def forget_reasons(self) -> None:
        """A lead that opens again has no reason for loss (CLS-4)."""
        self.reason = self.reason_cause = self.person_reason = self.person_reason_cause = None
        self.exhausted = False

    def close(
        self, status: Status, reason: ReasonForLoss | None = None, path: str | None = None
    ) -> None:
        """Close the lead: all that was planned or owed ends but a ringing call (CLS-1)."""
        self.move_to(status, path)
        self.reason = reason
        self.reason_cause = None if reason is None else self.because(path)
        self.exhausted = False
        self.end_plans()
        self.voicemail = self.reply = self.missed_call = self.exact = None
        self.settle_open_attempt()
        self.bookings.end_all()
        self.marked = None
        self.timers.pop(ASSUMED_NO_SHOW, None)

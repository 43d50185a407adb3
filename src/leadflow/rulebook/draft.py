"""The state of a lead while its history is folded, and what rules do with it.

One way to do each thing: one place where a delay is added, one where an agenda entry is made, one
where a reason is recorded.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from leadflow.events import AnyEvent, CallPlaced
from leadflow.rulebook.bookings import NO_BOOKINGS, Bookings
from leadflow.rulebook.fields import BOOKED, CALLED, REPLY, RINGING, TOLD, VOICEMAIL
from leadflow.rulebook.occasions import (
    ASSUMED_NO_SHOW,
    MONTHS,
    OPEN_ATTEMPT_TIMER,
    RING_LIMIT,
    SILENCE,
)
from leadflow.rulebook.records import Cause, Entry, Placed
from leadflow.rulebook.state import State
from leadflow.rulebook.terms import Span
from leadflow.rulebook.words import (
    ANSWER_CALL,
    ANSWER_REPLY,
    FOLLOWING_UP,
    LEAD,
    PHONE,
    RETURN_VOICEMAIL,
    SYSTEM,
)
from leadflow.vocabulary import (
    Channel,
    ContactOrigin,
    Purpose,
    ReasonForLoss,
    Status,
    WarningCode,
)

_new: Final = tuple.__new__  # what a named tuple does inside, without a Python call on the way
_OWED: Final = {ANSWER_CALL: RINGING, RETURN_VOICEMAIL: VOICEMAIL, ANSWER_REPLY: REPLY}


class Draft(State):
    """One lead in the middle of its history."""

    __slots__ = ()

    # What rules say.

    def because(self, path: str | None = None) -> Cause:
        """The rule at work, its event, and the policy value (field path) that went into it."""
        return _new(Cause, (self.rule, self.event, self.at, path))

    def warn(self, code: WarningCode) -> None:
        """Note that the event at hand looks wrong."""
        self.warnings.append((code, (self.rule, self.event, self.at, None)))

    def move_to(self, status: Status, path: str | None = None) -> None:
        """Change the status."""
        self.status = status
        self.moved = (self.rule, self.event, self.at, path)

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
            self.day_at, self.day = at, self.terms.local_date(at)
        return self.day

    def own_bookings(self) -> Bookings:
        """The bookings, to be added to."""
        if self.bookings is NO_BOOKINGS:
            self.bookings = Bookings()
        self.held |= BOOKED
        return self.bookings

    def called_on_day_of(self, at: datetime) -> bool:
        """Whether the latest call was placed on the clinic-local day of `at`."""
        call = self.last_call
        if call is None:
            return False
        if self.last_called_on is None:
            self.last_called_on = self.terms.local_date(call.at)
        return self.last_called_on == self.day_of(at)

    def check_years(self, one: datetime, other: datetime) -> None:
        """Warn, once, if the calendar has no pinned dates for one of these years (spec 2.4)."""
        covers = self.terms.hours.covers
        if not (self.year_missed or (covers(one) and covers(other))):
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
        self.held |= _OWED[purpose]
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

    def come_back_after(self, delay: Span, at: datetime) -> None:
        """Plan the ladder's next contact one delay after `at`, as `plan_ladder`."""
        self.plan_ladder(self.after(delay, at), delay.path)

    # Calls.

    def note_call(self, call: CallPlaced, *, counting: bool, reached: bool | None) -> None:
        """Remember the latest call (ATT-7), and what is known of it, if it can be told again."""
        self.last_call, self.last_call_event, self.last_called_on = call, self.event, None
        self.response_known = reached is False
        self.held |= CALLED
        if call.call_id is not None:
            self.placed_calls[call.call_id] = _new(Placed, (self.event, self.at, counting))
            if reached is not None:
                (self.spoken_calls if reached else self.told_calls).add(call.call_id)
                self.held |= TOLD

    def placing(self, event: AnyEvent) -> tuple[int | None, datetime]:
        """Event and instant at which a call was first told of; of anything else, its own."""
        call = self.placed_calls.get(event.call_id) if type(event) is CallPlaced else None
        return (self.event, event.at) if call is None else (call.event, call.at)

    def note_outcome(self, call: CallPlaced, *, reached: bool) -> bool:
        """Remember what came of a call, so as to know it when told again; whether that is news."""
        call_id, last = call.call_id, self.last_call
        assert last is not None  # the call itself, or one after it
        is_last = call is last or (call_id is not None and call_id == last.call_id)
        news = is_last and self.response_known is reached
        if is_last:
            self.response_known = not reached
        known, other = self.told_calls, self.spoken_calls
        if reached:
            known, other = other, known
        if call_id is not None and call_id not in known:
            known.add(call_id)
            other.discard(call_id)
            self.held |= TOLD
            return True
        return news

    # Endings.

    def settle_open_attempt(self) -> None:
        """An attempt whose outcome is known, or no longer matters."""
        self.open_attempt = None
        if self.timers:
            self.timers.pop(OPEN_ATTEMPT_TIMER, None)

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
        self.reason = self.lost = self.person_reason = self.person_reason_cause = None
        self.exhausted = False

    def close(
        self, status: Status, reason: ReasonForLoss | None = None, path: str | None = None
    ) -> None:
        """Close the lead: all that was planned or owed ends but a ringing call (CLS-1)."""
        self.move_to(status, path)
        self.reason = reason
        self.lost = None if reason is None else self.moved
        self.exhausted = False
        self.end_plans()
        self.voicemail = self.reply = self.missed_call = self.exact = None
        self.settle_open_attempt()
        self.bookings.end_all()
        self.marked = None
        self.timers.pop(ASSUMED_NO_SHOW, None)

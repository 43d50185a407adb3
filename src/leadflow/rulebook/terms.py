"""A policy as the rules read it: compiled once, delays as functions, opening hours as instants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from leadflow.calendars import OpeningHours
from leadflow.delays import AnyDelay, BusinessDays, BusinessHours
from leadflow.policy import Policy
from leadflow.sections import Counted, Rung, Then
from leadflow.vocabulary import CallVia, Channel, EmailVia, Purpose, WorkKind

KIND_OF_PURPOSE: Mapping[Purpose, WorkKind] = {
    **dict.fromkeys(Purpose, WorkKind.FOLLOW_UP),
    Purpose.ANSWER_CALL: WorkKind.INBOUND_CALL,
    Purpose.RETURN_VOICEMAIL: WorkKind.VOICEMAIL,
    Purpose.FIRST_CALL: WorkKind.NEW_LEAD,
    Purpose.NO_SHOW_CALL: WorkKind.NO_SHOW_CALL,
    Purpose.REMINDER: WorkKind.REMINDER,
}
"""The tier that each purpose belongs to (PRI-1)."""

Roles = Mapping[Channel, frozenset[Channel]]


class Span:
    """A delay of the policy: `add` gives the instant that lies one delay after another."""

    __slots__ = ("add", "asks_calendar", "path")

    def __init__(self, hours: OpeningHours, delay: AnyDelay, path: str) -> None:
        self.add: Callable[[datetime], datetime] = hours.adder(delay)
        self.asks_calendar = isinstance(delay, BusinessDays | BusinessHours)
        self.path = path


class RungTerms:
    """One rung: what follows, and where the policy says so."""

    __slots__ = ("no_response", "no_response_path", "unscheduled", "unscheduled_path")

    def __init__(self, hours: OpeningHours, rung: Rung, place: int) -> None:
        path = f"attempts.rungs[{place}]"
        self.unscheduled_path = f"{path}.unscheduled"
        self.no_response_path = f"{path}.no_response"
        self.unscheduled = _step(hours, rung.unscheduled, self.unscheduled_path)
        self.no_response = _step(hours, rung.no_response, self.no_response_path)


def _step(hours: OpeningHours, step: AnyDelay | Then, path: str) -> Span | Then:
    return step if isinstance(step, Then) else Span(hours, step, path)


class Terms:
    """What the bodies of the rules read."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.hours = hours = OpeningHours(policy.calendar)
        self.local_date = hours.clocks.date_at  # as `hours.local_date`, without the call between

        def span(delay: AnyDelay | None, path: str) -> Span | None:
            return None if delay is None else Span(hours, delay, path)

        attempts = policy.attempts
        self.rungs = tuple(RungTerms(hours, rung, n) for n, rung in enumerate(attempts.rungs))
        self._rung_of = (self.rungs[0], *self.rungs)
        self._top = len(self.rungs)
        self.first_rung = self.rungs[0]
        counted = attempts.counted
        self.counts_answered_voip = Counted.ANSWERED_VOIP in counted
        button = {CallVia.PHONE_BUTTON} if Counted.CALL_PHONE_BUTTON in counted else set()
        voip = {CallVia.VOIP} if self.counts_answered_voip else set()
        every = set(CallVia) if Counted.CALL_ANY in counted else set()
        self.counted_calls = frozenset(every | button)
        self.counted_talks = frozenset(every | button | voip)
        self.counted_emails = frozenset(
            via
            for via in EmailVia
            if Counted.EMAIL_ANY in counted
            or (via is EmailVia.EMAIL_BUTTON and Counted.EMAIL_BUTTON in counted)
        )
        self.emails_do_follow_ups = Channel.EMAIL in attempts.follow_up_done_by
        self.one_per_day = attempts.one_per_day
        self.grace = Span(hours, attempts.open_attempt_grace, "attempts.open_attempt_grace")
        self.exhausts_after_contact = attempts.exhausts_after_contact
        self.within_opening_hours = attempts.within_opening_hours
        self.first_call_within = span(policy.first_contact.within, "first_contact.within")
        self.first_call_by_phone = policy.first_contact.by_phone
        self.ring_limit = Span(hours, policy.calls.ring_limit, "calls.ring_limit")
        self.sync_window = Span(hours, policy.appointments.sync_window, "appointments.sync_window")
        self.attendance_within = Span(
            hours, policy.appointments.attendance_within, "appointments.attendance_within"
        )
        self.assume_no_show_after = span(
            policy.appointments.assume_no_show_after, "appointments.assume_no_show_after"
        )
        mail, no_show, unreachable = policy.mail, policy.no_show, policy.unreachable
        self.mail_interval = span(mail.interval if mail else None, "mail.interval")
        before = policy.reminder.before if policy.reminder else None
        self.reminder_days = before.days if isinstance(before, BusinessDays) else 0
        self.call_within = span(no_show.call_within if no_show else None, "no_show.call_within")
        self.reschedule_every = span(
            no_show.reschedule_every if no_show else None, "no_show.reschedule_every"
        )
        self.silence = span(no_show.silence if no_show else None, "no_show.silence")
        self.unreachable_after = span(
            unreachable.after if unreachable else None, "unreachable.after"
        )
        self.unreachable_attempts = unreachable.attempts if unreachable else 0
        self.final_attempt_required = unreachable is None or unreachable.final_attempt_required
        self.pool_interval = span(
            unreachable.pool_interval if unreachable else None, "unreachable.pool_interval"
        )
        self.routes = policy.routing is not None
        self.templates = frozenset(policy.wording)
        order = policy.priority.order
        self.rank = {kind: tier for tier, kind in enumerate(order)}
        self.kind = {
            purpose: kind if kind in order else WorkKind.FOLLOW_UP
            for purpose, kind in KIND_OF_PURPOSE.items()
        }
        long_term = WorkKind.LONG_TERM
        self.long_term = long_term if long_term in order else WorkKind.FOLLOW_UP

    def rung(self, attempts: int) -> RungTerms:
        """The rung of attempt n; before any attempt, the first (ATT-4)."""
        return self._rung_of[attempts] if attempts <= self._top else self._rung_of[-1]


def _roles(channels: frozenset[Channel]) -> Roles:
    stand_in = next((channel for channel in Channel if channel in channels), None)
    absent = frozenset(Channel) - channels
    return {
        channel: frozenset({channel}) | (absent if channel is stand_in else frozenset())
        for channel in Channel
    }


_CHANNEL_SETS = tuple(
    frozenset(channel for place, channel in enumerate(Channel) if bits >> place & 1)
    for bits in range(8)
)
ROLES: Final[Mapping[frozenset[Channel], Roles]] = {each: _roles(each) for each in _CHANNEL_SETS}
"""By the channels a lead has: for which channels' steps an outreach through one counts (COM-8)."""

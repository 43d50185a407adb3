"""What an event amounts to for the rules: its type, split by the one field that decides.

A placed call that connected and one that nobody answered are two occasions of one type, and what
comes later of a call that was told of before is a third. Splitting them here, once, keeps that case
distinction out of every rule, head and decision table. Timers are occasions like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from leadflow import events
from leadflow.vocabulary import CallOutcome


class Occasion(StrEnum):
    """Everything that rules can be written for."""

    CREATED = "lead created"
    LEAD_ASSIGNED = "lead assigned"
    CALL_CONNECTED = "call placed, connected"
    CALL_UNREACHED = "call placed, no response"
    CALL_UNTOLD = "call placed, outcome not recorded"
    TOLD_CONNECTED = "call told again, connected"
    TOLD_UNREACHED = "call told again, no response"
    TOLD_UNTOLD = "call told again, outcome not recorded"
    CALL_ANSWERED = "call received, answered"
    CALL_MISSED = "call received, not answered"
    CALL_RINGING = "call received, ringing"
    VOICEMAIL = "voicemail received"
    EMAIL_SENT = "e-mail sent"
    TEXT_SENT = "text sent"
    REPLY = "reply received"
    RESPONSE_MARKED = "no response marked"
    CONTACTED = "marked as contacted"
    FOLLOW_UP_EXACT = "follow-up set with an instant"
    FOLLOW_UP_BARE = "follow-up set without an instant"
    PROFILE_UPDATED = "profile updated"
    MARKED_SCHEDULED = "marked as scheduled"
    BOOKED = "appointment booked"
    MOVED = "appointment moved"
    CANCELLED = "appointment cancelled"
    ATTENDED = "appointment attended"
    NO_SHOW = "no-show recorded"
    REMINDER_GIVEN = "reminder given"
    MARKED_DEAD = "marked as dead"
    REASON_SET = "reason for loss set"
    MARKED_INVALID = "marked as invalid"
    MARKED_UNREACHABLE = "marked as unreachable"
    OFFICE_TRANSFERRED = "transferred to the office"
    IMPORTANCE_MARKED = "importance marked"
    DECLINED = "service declined"
    STOP_REQUESTED = "stop of contact requested"
    PERMITTED = "contact permitted"
    TEAM_TRANSFERRED = "transferred to a team"
    TASK_DONE = "task done"
    REOPENED = "reopened"
    OPEN_ATTEMPT_EXPIRED = "timer: open attempt expired"
    RING_LIMIT_PASSED = "timer: ring limit passed"
    NO_SHOW_ASSUMED = "timer: no-show assumed"
    SILENCE_COMPLETE = "timer: silence complete"
    MONTHS_COMPLETE = "timer: months of follow-up complete"


class Timer(StrEnum):
    """The timers, in the order in which those of one instant fire (the order of the rules)."""

    OPEN_ATTEMPT = Occasion.OPEN_ATTEMPT_EXPIRED.value
    RING_LIMIT = Occasion.RING_LIMIT_PASSED.value
    ASSUMED_NO_SHOW = Occasion.NO_SHOW_ASSUMED.value
    SILENCE = Occasion.SILENCE_COMPLETE.value
    MONTHS = Occasion.MONTHS_COMPLETE.value


OPEN_ATTEMPT_TIMER: Final = Timer.OPEN_ATTEMPT
RING_LIMIT: Final = Timer.RING_LIMIT
ASSUMED_NO_SHOW: Final = Timer.ASSUMED_NO_SHOW
SILENCE: Final = Timer.SILENCE
MONTHS: Final = Timer.MONTHS

WAITING_TIMERS: Final = frozenset({OPEN_ATTEMPT_TIMER, SILENCE})
"""Timers that wait while an exact follow-up stands (ATT-11, NSH-4)."""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """The event that a timer is: derived, never recorded."""

    at: datetime
    timer: Timer


CALLS_PLACED = (Occasion.CALL_CONNECTED, Occasion.CALL_UNREACHED, Occasion.CALL_UNTOLD)
CALLS_TOLD_AGAIN = (Occasion.TOLD_CONNECTED, Occasion.TOLD_UNREACHED, Occasion.TOLD_UNTOLD)
"""What comes later of a call that was placed before: no outreach of its own."""
NO_RESPONSE = (Occasion.CALL_UNREACHED, Occasion.TOLD_UNREACHED, Occasion.RESPONSE_MARKED)
CONVERSATION = (
    Occasion.CALL_CONNECTED, Occasion.TOLD_CONNECTED, Occasion.CALL_ANSWERED, Occasion.CONTACTED,
)  # fmt: skip
MESSAGE = (Occasion.VOICEMAIL, Occasion.REPLY)
BOOKING = (Occasion.BOOKED, Occasion.MARKED_SCHEDULED)
CLOSING = (
    Occasion.MARKED_DEAD,
    Occasion.MARKED_INVALID,
    Occasion.OFFICE_TRANSFERRED,
    Occasion.DECLINED,
    Occasion.STOP_REQUESTED,
)
COMMUNICATION = (
    *CONVERSATION,
    *MESSAGE,
    *BOOKING,
    Occasion.ATTENDED,
    Occasion.DECLINED,
    Occasion.STOP_REQUESTED,
)
WRITTEN = (Occasion.EMAIL_SENT, Occasion.TEXT_SENT)
OUTREACH = (*CALLS_PLACED, *WRITTEN, Occasion.REMINDER_GIVEN)


def _call_placed(event: events.CallPlaced, placed: Container[str | None]) -> Occasion:
    outcomes = _TOLD_AGAIN if event.call_id in placed else _BY_OUTCOME
    return outcomes[event.outcome]


def _call_received(event: events.CallReceived, placed: Container[str | None]) -> Occasion:
    return _BY_ANSWER[event.answered]


def _follow_up_set(event: events.FollowUpSet, placed: Container[str | None]) -> Occasion:
    return Occasion.FOLLOW_UP_BARE if event.due is None else Occasion.FOLLOW_UP_EXACT


def _timer_fired(event: TimerFired, placed: Container[str | None]) -> Occasion:
    return Occasion(event.timer.value)


_BY_OUTCOME: Mapping[CallOutcome | None, Occasion] = {
    CallOutcome.CONNECTED: Occasion.CALL_CONNECTED,
    CallOutcome.LEFT_MESSAGE: Occasion.CALL_UNREACHED,
    CallOutcome.NO_ANSWER: Occasion.CALL_UNREACHED,
    None: Occasion.CALL_UNTOLD,
}
_TOLD_AGAIN: Mapping[CallOutcome | None, Occasion] = {
    CallOutcome.CONNECTED: Occasion.TOLD_CONNECTED,
    CallOutcome.LEFT_MESSAGE: Occasion.TOLD_UNREACHED,
    CallOutcome.NO_ANSWER: Occasion.TOLD_UNREACHED,
    None: Occasion.TOLD_UNTOLD,
}
_BY_ANSWER: Mapping[bool | None, Occasion] = {
    True: Occasion.CALL_ANSWERED,
    False: Occasion.CALL_MISSED,
    None: Occasion.CALL_RINGING,
}

OCCASIONS: Final[Mapping[type, Occasion]] = {
    events.LeadAssigned: Occasion.LEAD_ASSIGNED,
    events.VoicemailReceived: Occasion.VOICEMAIL,
    events.EmailSent: Occasion.EMAIL_SENT,
    events.TextSent: Occasion.TEXT_SENT,
    events.ReplyReceived: Occasion.REPLY,
    events.ResponseMarked: Occasion.RESPONSE_MARKED,
    events.Contacted: Occasion.CONTACTED,
    events.ProfileUpdated: Occasion.PROFILE_UPDATED,
    events.MarkedScheduled: Occasion.MARKED_SCHEDULED,
    events.AppointmentBooked: Occasion.BOOKED,
    events.AppointmentMoved: Occasion.MOVED,
    events.AppointmentCancelled: Occasion.CANCELLED,
    events.AppointmentAttended: Occasion.ATTENDED,
    events.NoShowRecorded: Occasion.NO_SHOW,
    events.ReminderGiven: Occasion.REMINDER_GIVEN,
    events.MarkedDead: Occasion.MARKED_DEAD,
    events.ReasonForLossSet: Occasion.REASON_SET,
    events.MarkedInvalid: Occasion.MARKED_INVALID,
    events.MarkedUnreachable: Occasion.MARKED_UNREACHABLE,
    events.OfficeTransferred: Occasion.OFFICE_TRANSFERRED,
    events.ImportanceMarked: Occasion.IMPORTANCE_MARKED,
    events.ServiceDeclined: Occasion.DECLINED,
    events.StopContactRequested: Occasion.STOP_REQUESTED,
    events.ContactPermitted: Occasion.PERMITTED,
    events.TeamTransferred: Occasion.TEAM_TRANSFERRED,
    events.TaskDone: Occasion.TASK_DONE,
    events.Reopened: Occasion.REOPENED,
}
"""The event types that are one occasion each."""

SPLITS: Final[Mapping[type, Callable[[Any, Container[str | None]], Occasion]]] = {
    events.CallPlaced: _call_placed,
    events.CallReceived: _call_received,
    events.FollowUpSet: _follow_up_set,
    TimerFired: _timer_fired,
}
"""The others, and how the field that decides tells their occasion; of a call placed, its id too."""


def occasion_of(event: Any, placed: Container[str | None] = ()) -> Occasion:
    """What an event, recorded or a timer's, amounts to; `placed`: ids of the calls before it."""
    kind = type(event)
    return OCCASIONS.get(kind) or SPLITS[kind](event, placed)

"""The steps that histories are made of: what may happen next, and how long it takes.

A step tells of one thing at a given instant. Pools of steps stand by what they are about, the
plainest first, because Hypothesis shrinks towards the first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.readers.stories.spans import DAY, HOUR, MINUTE, clipped
from leadflow.vocabulary import ReasonForLoss

Step = Callable[[datetime], AnyEvent]
Pool = tuple[Step, ...]

_AHEAD = (2 * HOUR, 20 * MINUTE, 2 * DAY, 9 * DAY, 40 * DAY, timedelta(), -HOUR)


def step(kind: type[Any], /, **fields: Any) -> Step:
    """A step that tells of one thing, always with the same fields."""
    return lambda now: kind(at=now, **fields)


def dated(kind: type[Any], field: str, ahead: timedelta, /, **fields: Any) -> Step:
    """A step with an instant that lies so far ahead of it."""
    return lambda now: kind(at=now, **{field: clipped(now + ahead)}, **fields)


def _known(**changes: Any) -> Step:
    return step(e.ProfileUpdated, changes=changes)


UNREACHED: Pool = (
    step(e.CallPlaced, via="phone_button", outcome="no_answer"),
    step(e.CallPlaced, via="phone_button", outcome="left_message"),
    step(e.CallPlaced, via="voip", outcome="no_answer"),
)
UNTOLD: Pool = (
    step(e.CallPlaced, via="phone_button"),
    step(e.CallPlaced, via="phone_button", call_id="c1"),
)
TOLD_LATER: Pool = tuple(
    step(e.CallPlaced, via="phone_button", outcome=outcome, call_id="c1")
    for outcome in ("no_answer", "left_message", "connected")
)
UNCOUNTED: Pool = (
    step(e.CallPlaced, via="other", call_id="c1"),
    step(e.CallPlaced, via="other", outcome="no_answer", call_id="c1"),
)
EMAILS: Pool = (step(e.EmailSent, via="email_button"),)
RESPONSES: Pool = tuple(
    step(e.ResponseMarked, response=response) for response in ("no_answer", "left_message")
)
BARE: Pool = (step(e.FollowUpSet),)
PROMISED: Pool = (
    *(dated(e.FollowUpSet, "due", ahead) for ahead in _AHEAD),
    dated(e.FollowUpSet, "due", DAY, origin="system"),
)
SPOKEN: Pool = (
    step(e.Contacted),
    *(step(e.CallPlaced, via=via, outcome="connected") for via in ("phone_button", "voip")),
    *(step(e.CallReceived, answered=True, via=via) for via in ("voip", "other")),
)
VOICEMAILS: Pool = (step(e.VoicemailReceived),)
MESSAGES: Pool = (
    *VOICEMAILS,
    *(step(e.ReplyReceived, channel=channel) for channel in ("email", "text", "chat")),
)
RINGING: Pool = (step(e.CallReceived, via="voip"),)
HUNG_UP: Pool = (step(e.CallReceived, answered=False, via="voip"),)
RINGS: Pool = (
    *(step(e.CallReceived, answered=answered, via="voip") for answered in (None, False)),
    *(
        step(e.CallReceived, answered=answered, via="voip", call_id=name)
        for name in ("c1", "c2")
        for answered in (None, False, True)
    ),
)
TRIES: Pool = (
    *UNREACHED,
    *UNTOLD,
    *EMAILS,
    *RESPONSES,
    *BARE,
    step(e.CallPlaced, via="other", outcome="no_answer"),
    step(e.CallPlaced, via="phone_button", outcome="no_answer", call_id="c1"),
    step(e.EmailSent, via="purple_chat"),
    step(e.EmailSent, via="other"),
    step(e.TextSent),
)
BOOKED: Pool = (
    dated(e.AppointmentBooked, "starts_at", 2 * DAY, appointment_id="a1"),
    dated(e.AppointmentBooked, "starts_at", 6 * DAY, appointment_id="a1", origin="sync"),
)
BOOKINGS: Pool = tuple(
    dated(e.AppointmentBooked, "starts_at", ahead, appointment_id=name, origin=origin)
    for ahead in (2 * DAY, 9 * DAY, 2 * HOUR, 40 * DAY, timedelta(), -HOUR)
    for name, origin in (("a1", "manual"), ("a1", "sync"), ("a2", "sync"))
)
MARKS: Pool = (step(e.MarkedScheduled),)
MISSED_IT: Pool = (step(e.NoShowRecorded, appointment_id="a1"),)
MISSED: Pool = tuple(step(e.NoShowRecorded, appointment_id=name) for name in ("a1", "a1", "a4"))
VISITED: Pool = tuple(
    step(e.AppointmentAttended, appointment_id=name) for name in ("a1", "a1", "a2", "a4")
)
REMINDED: Pool = tuple(
    step(e.ReminderGiven, appointment_id=name, method=method)
    for name, method in (("a1", "call"), ("a1", "voice_message"), ("a2", "email"), ("a4", "text"))
)
MOVED: Pool = (dated(e.AppointmentMoved, "starts_at", 9 * DAY, appointment_id="a1"),)
CANCELLED: Pool = (step(e.AppointmentCancelled, appointment_id="a1"),)
CHANGES: Pool = (
    *(
        dated(e.AppointmentMoved, "starts_at", ahead, appointment_id=name)
        for ahead in (9 * DAY, HOUR)
        for name in ("a1", "a3")
    ),
    *(step(e.AppointmentCancelled, appointment_id=name) for name in ("a1", "a2", "a4")),
)
VISITS: Pool = (*BOOKINGS[::2], *CHANGES, *MISSED, *VISITED, *REMINDED, *MARKS)
INVALID: Pool = (step(e.MarkedInvalid, kind="spam"),)
LOST: Pool = (step(e.MarkedDead, reason="insurance"), step(e.ServiceDeclined))
GIVEN_UP: Pool = tuple(step(e.MarkedDead, reason=reason.value) for reason in ReasonForLoss)
HANDED_OVER: Pool = (step(e.OfficeTransferred),)
STOPS: Pool = (step(e.StopContactRequested),)
CLOSINGS: Pool = (*LOST, *INVALID, *HANDED_OVER, *STOPS)
REOPENED: Pool = (step(e.Reopened),)
OPENINGS: Pool = (*REOPENED, step(e.ContactPermitted))
POOLED: Pool = (
    step(e.MarkedUnreachable),
    step(e.MarkedUnreachable, reason="moved_away"),
)
REASONS: Pool = (step(e.ReasonForLossSet, reason="price_shopping"),)
TRANSFERS: Pool = tuple(step(e.TeamTransferred, to=team) for team in ("china", "local"))
UNNOTED: Pool = (step(e.Contacted, noted=False),)
REMARKS: Pool = (
    step(e.LeadAssigned, to="u1"),
    step(e.TaskDone, task="assign"),
    *(step(e.ImportanceMarked, important=flag) for flag in (True, False)),
    _known(language="zh", pricing="local"),
    _known(chinese=True, visit_barriers=[], special_needs=[]),
    _known(agreed_visit_on="2026-11-20", calling_code="1", referral_fee=False),
    _known(calling_code=None, language=None),
)
UNPHONED: Pool = (
    _known(channels=["email", "text"]),
    _known(channels=["email"]),
    _known(channels=["text"]),
)
WAYS: Pool = (*UNPHONED, _known(channels=[]), _known(channels=["phone", "email", "text"]))
WHATEVER: Pool = (
    *TRIES,
    *BARE,
    *PROMISED,
    *SPOKEN,
    *MESSAGES,
    *RINGS,
    *TRIES,
    *VISITS,
    *CLOSINGS,
    *OPENINGS,
    *OPENINGS,
    *POOLED,
    *REASONS,
    *TRANSFERS,
    *REMARKS,
    *WAYS,
)
"""Tries come up more often than closings: else few leads would live long enough to show much."""

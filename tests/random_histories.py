"""Random histories of the usual lead: steps out of a table, at gaps out of another.

Every kind of event occurs with the fields that decide what it amounts to, follow-ups and
appointments before and after the instant at which they are told, and gaps that make timers,
deadlines and midnights fall between, at and after events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from clinic import CREATED, history, lead
from leadflow import CLINIC, INCINTA, RSI, AnyEvent, History, Lead, Policy
from leadflow import events as e

Step = Callable[[datetime], AnyEvent]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GAPS = (
    timedelta(),
    timedelta.resolution,
    timedelta(minutes=5),
    timedelta(minutes=30),
    HOUR,
    4 * HOUR,
    4 * HOUR - timedelta.resolution,
    DAY,
    3 * DAY,
    7 * DAY,
    31 * DAY,
    61 * DAY,
    92 * DAY,
)
AHEAD = (-HOUR, timedelta(), timedelta(minutes=20), 2 * HOUR, 2 * DAY, 9 * DAY, 40 * DAY)


def step(kind: type[Any], /, **fields: Any) -> Step:
    """A step that tells of one thing, always with the same fields."""
    return lambda now: kind(at=now, **fields)


def dated(kind: type[Any], field: str, ahead: timedelta, /, **fields: Any) -> Step:
    """A step with an instant that lies so far ahead of it."""
    return lambda now: kind(at=now, **{field: now + ahead}, **fields)


TRIES: tuple[Step, ...] = (
    *(
        step(e.CallPlaced, outcome=outcome, via=via)
        for outcome in ("connected", "left_message", "no_answer", None)
        for via in ("phone_button", "voip", "other")
    ),
    step(e.CallPlaced, via="phone_button", outcome="no_answer", call_id="c1"),
    step(e.CallPlaced, via="phone_button", call_id="c1"),
    *(step(e.EmailSent, via=via) for via in ("email_button", "purple_chat")),
    step(e.TextSent),
    *(step(e.ResponseMarked, response=response) for response in ("left_message", "no_answer")),
    step(e.FollowUpSet),
    *(dated(e.FollowUpSet, "due", ahead) for ahead in AHEAD),
    dated(e.FollowUpSet, "due", DAY, origin="system"),
)
FROM_THE_LEAD: tuple[Step, ...] = (
    *(step(e.CallReceived, answered=answered, via="voip") for answered in (True, False, None)),
    *(
        step(e.CallReceived, answered=answered, via="voip", call_id=name)
        for answered in (True, False, None)
        for name in ("c1", "c2")
    ),
    step(e.VoicemailReceived),
    *(step(e.ReplyReceived, channel=channel) for channel in ("email", "text")),
    step(e.Contacted),
)
VISITS: tuple[Step, ...] = (
    *(
        dated(e.AppointmentBooked, "starts_at", ahead, appointment_id=name, origin=origin)
        for ahead in AHEAD
        for name, origin in (("a1", "manual"), ("a2", "sync"))
    ),
    *(
        dated(e.AppointmentMoved, "starts_at", ahead, appointment_id=name)
        for ahead in (HOUR, 9 * DAY)
        for name in ("a1", "a2", "a3")
    ),
    *(
        step(kind, appointment_id=name)
        for kind in (e.AppointmentCancelled, e.AppointmentAttended, e.NoShowRecorded)
        for name in ("a1", "a2", "a4")
    ),
    *(step(e.ReminderGiven, appointment_id=name, method="call") for name in ("a1", "a4")),
    step(e.MarkedScheduled),
)
ENDINGS: tuple[Step, ...] = (
    step(e.MarkedDead, reason="insurance"),
    step(e.ReasonForLossSet, reason="price_shopping"),
    step(e.MarkedInvalid, kind="spam"),
    step(e.MarkedUnreachable),
    step(e.MarkedUnreachable, reason="moved_away"),
    step(e.OfficeTransferred),
    step(e.ServiceDeclined),
    step(e.StopContactRequested),
    step(e.ContactPermitted),
    *(step(e.TeamTransferred, to=team) for team in ("china", "local")),
    step(e.Reopened),
    step(e.Reopened),
)
REMARKS: tuple[Step, ...] = (
    step(e.LeadAssigned, to="u1"),
    step(e.TaskDone, task="assign"),
    *(step(e.ImportanceMarked, important=flag) for flag in (True, False)),
    step(e.ProfileUpdated, changes={"language": "zh", "pricing": "local"}),
    step(e.ProfileUpdated, changes={"agreed_visit_on": date(2026, 11, 20), "calling_code": "1"}),
    step(e.ProfileUpdated, changes={"channels": ["email", "text"]}),
    step(e.ProfileUpdated, changes={"channels": []}),
    step(e.ProfileUpdated, changes={"channels": ["phone", "email", "text"]}),
)
# Tries come up more often than endings: else few leads would live long enough to show anything.
WHATEVER = st.one_of(*map(st.sampled_from, (TRIES, TRIES, FROM_THE_LEAD, VISITS, ENDINGS, REMARKS)))
ROUNDS = st.one_of(*map(st.sampled_from, (TRIES, TRIES, TRIES, FROM_THE_LEAD)))
APPOINTMENTS = st.one_of(*map(st.sampled_from, (VISITS, VISITS, TRIES)))
LEADS = st.sampled_from(
    (lead(), lead(), lead(channels=["email"]), lead(channels=["text"]), lead(language="zh"))
)


def told(steps: Sequence[tuple[Step, timedelta]], *, of: Lead) -> History:
    """A history of these steps, each so long after the one before."""
    now, events = CREATED, []
    for each, gap in steps:
        now += gap
        events.append(each(now))
    return history(*events, of=of)


def _histories(steps: st.SearchStrategy[Step], most: int) -> st.SearchStrategy[History]:
    pairs = st.tuples(steps, st.sampled_from(GAPS))
    return st.builds(lambda each, of: told(each, of=of), st.lists(pairs, max_size=most), LEADS)


def histories(most: int = 10) -> st.SearchStrategy[History]:
    """Histories of up to so many events: of everything, of tries alone, or of appointments."""
    return st.one_of(*(_histories(steps, most) for steps in (WHATEVER, ROUNDS, APPOINTMENTS)))


CLOCKS = st.builds(
    lambda days, gap: CREATED + timedelta(days=days) + gap,
    st.sampled_from((0, 0, 0, 1, 2, 7, 14, 30, 61, 92, 200)),
    st.sampled_from(GAPS),
)
"""Instants to decide at, from the lead's creation on."""

SWITCHED_ON: Policy = CLINIC.revise(
    name="every switch the other way",
    attempts={
        "one_per_day": True,
        "exhausts_after_contact": True,
        "restart_on_communication": True,
        "within_opening_hours": True,
        "rungs": [
            {"unscheduled": {"business_hours": "PT4H"}, "no_response": "mail_round"},
            {"unscheduled": "exhausted", "no_response": "P1D"},
            {"unscheduled": "exhausted", "no_response": "exhausted"},
        ],
    },
    first_contact={"by_phone": False},
    appointments={"assume_no_show_after": "PT2H"},
    unreachable={"attempts": 2, "final_attempt_required": False, "pool_interval": None},
    routing={"otherwise": "local"},
)
SOON_UNREACHABLE: Policy = INCINTA.revise(
    name="unreachable after a week",
    attempts={"one_per_day": False},
    unreachable={"after": "P7D", "attempts": 2},
    no_show={"silence": "P1M"},
)
PRESETS = {"RSI": RSI, "INCINTA": INCINTA, "CLINIC": CLINIC}
POLICIES = {**PRESETS, "switched": SWITCHED_ON, "soon unreachable": SOON_UNREACHABLE}

"""What the conformance kit does to two systems: leads, waits, and the fields of every event.

The strategies are small on purpose: few values, each of which some rule tells from another, and
the plainest first, because Hypothesis shrinks towards the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from leadflow import events as e
from leadflow.calendars import OpeningHours
from leadflow.delays import AnyDelay, CalendarSpan, Elapsed
from leadflow.lead import Lead, Profile
from leadflow.vocabulary import Channel

HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta.resolution


class Wait(NamedTuple):
    """How far the clock moves: by a delay (none: to the engine's next change), and a shift."""

    delay: AnyDelay | None
    shift: timedelta


_AT_ONCE = Wait(Elapsed(timedelta()), timedelta())
_SHIFTS = (timedelta(), timedelta(), -MICROSECOND, MICROSECOND)
_ORDINARY = (
    Elapsed(timedelta(minutes=1)),
    Elapsed(HOUR),
    CalendarSpan(days=1),
    CalendarSpan(days=3),
    CalendarSpan(months=1),
)


TO_THE_NEXT_CHANGE = st.sampled_from([Wait(None, shift) for shift in _SHIFTS])


def waits(limits: Sequence[AnyDelay]) -> st.SearchStrategy[Wait]:
    """No wait, an ordinary one, one around a limit of the policy, and one to the next change."""
    ordinary = [Wait(each, timedelta()) for each in _ORDINARY]
    around = [Wait(each, shift) for each in limits for shift in _SHIFTS]
    return st.just(_AT_ONCE) | st.sampled_from([*ordinary, *around]) | TO_THE_NEXT_CHANGE


# A plain Tuesday morning, the evening before a weekend, the day before clocks change, a holiday.
_CREATED = (
    datetime.combine(date(2026, 11, 3), time(9)),
    datetime.combine(date(2026, 11, 6), time(18, 30)),
    datetime.combine(date(2027, 3, 13), time(16)),
    datetime.combine(date(2026, 12, 24), time(23, 59)),
)
_PROFILES = (
    Profile(),
    Profile(),
    Profile(),
    Profile(channels=frozenset({Channel.EMAIL, Channel.TEXT})),
    Profile(channels=frozenset({Channel.TEXT})),
    Profile(channels=frozenset({Channel.PHONE})),
)


def leads(hours: OpeningHours) -> st.SearchStrategy[Lead]:
    """Leads of a clinic with these hours, created when its clocks show a time of interest."""
    instants = [hours.at_wall_time(each.date(), each.time()) for each in _CREATED]
    return st.builds(
        Lead,
        lead_id=st.just("lead-1"),
        created_at=st.sampled_from(instants),
        profile=st.sampled_from(_PROFILES),
    )


# Instants that an event names lie this far after it: soon, on a Monday, past the limits, before it.
_AHEAD = st.sampled_from((2 * HOUR, DAY, 2 * DAY, 6 * DAY, 9 * DAY, 40 * DAY, -HOUR, timedelta()))
_APPOINTMENT = st.sampled_from(("a1", "a2"))
_CALL_ID = st.sampled_from((None, "c1", "c2"))
_REASON = st.sampled_from(("insurance", "moved_away"))


def _words(*words: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(words)


Given = st.SearchStrategy[dict[str, Any]]


def _given(**fields: st.SearchStrategy[Any]) -> Given:
    return st.fixed_dictionaries(fields)


EVENTS: Mapping[type[e.AnyEvent], Given] = {
    e.LeadAssigned: _given(),
    e.CallPlaced: _given(
        via=_words("phone_button", "voip", "other"),
        outcome=_words(None, "no_answer", "left_message", "connected"),
        call_id=_CALL_ID,
    ),
    e.CallReceived: _given(
        via=_words("voip", "other"), answered=_words(None, None, False, True), call_id=_CALL_ID
    ),
    e.VoicemailReceived: _given(),
    e.EmailSent: _given(via=_words("email_button", "purple_chat", "other")),
    e.TextSent: _given(),
    e.ReplyReceived: _given(channel=_words("email", "text", "chat", "other")),
    e.ResponseMarked: _given(response=_words("no_answer", "left_message")),
    e.Contacted: _given(),
    e.FollowUpSet: _given(due=st.none() | _AHEAD, origin=_words("user", "system")),
    e.ProfileUpdated: _given(
        changes=_words(
            {"pricing": "local"},
            {"channels": ["email", "text"]},
            {"channels": ["text"]},
            {"channels": []},
            {"channels": ["phone", "email", "text"]},
        )
    ),
    e.MarkedScheduled: _given(),
    e.AppointmentBooked: _given(
        appointment_id=_APPOINTMENT, starts_at=_AHEAD, origin=_words("manual", "sync")
    ),
    e.AppointmentMoved: _given(appointment_id=_APPOINTMENT, starts_at=_AHEAD),
    e.AppointmentCancelled: _given(appointment_id=_APPOINTMENT),
    e.AppointmentAttended: _given(appointment_id=_APPOINTMENT),
    e.NoShowRecorded: _given(appointment_id=_APPOINTMENT),
    e.ReminderGiven: _given(
        appointment_id=_APPOINTMENT, method=_words("call", "voice_message", "email", "text")
    ),
    e.MarkedDead: _given(reason=_REASON),
    e.ReasonForLossSet: _given(reason=_REASON),
    e.MarkedInvalid: _given(kind=_words("spam", "other")),
    e.MarkedUnreachable: _given(reason=st.none() | _REASON),
    e.OfficeTransferred: _given(),
    e.ImportanceMarked: _given(important=st.booleans()),
    e.ServiceDeclined: _given(),
    e.StopContactRequested: _given(),
    e.ContactPermitted: _given(),
    e.TeamTransferred: _given(to=_words("china", "local")),
    e.TaskDone: _given(task=_words("assign")),
    e.Reopened: _given(),
}
"""For each type of event the fields that decide what it amounts to."""


_TRIES = (
    e.CallPlaced,
    e.EmailSent,
    e.TextSent,
    e.ResponseMarked,
    e.FollowUpSet,
)
_FROM_THE_LEAD = (e.CallReceived, e.VoicemailReceived, e.ReplyReceived, e.Contacted)
_VISITS = (
    e.AppointmentBooked,
    e.AppointmentMoved,
    e.AppointmentCancelled,
    e.AppointmentAttended,
    e.NoShowRecorded,
    e.ReminderGiven,
    e.MarkedScheduled,
)
_ENDINGS = (
    e.MarkedDead,
    e.ReasonForLossSet,
    e.MarkedInvalid,
    e.MarkedUnreachable,
    e.OfficeTransferred,
    e.ServiceDeclined,
    e.StopContactRequested,
    e.ContactPermitted,
    e.Reopened,
)
_TOPICS = (  # those in which a fault shows soonest come first
    (*_ENDINGS, e.CallPlaced, e.FollowUpSet, e.ReplyReceived, e.AppointmentBooked),
    (*_FROM_THE_LEAD, *_TRIES),
    (*_VISITS, e.CallPlaced, e.EmailSent, e.FollowUpSet),
    _TRIES,
    tuple(EVENTS),
)


def topics(known: Collection[type[e.AnyEvent]]) -> tuple[tuple[type[e.AnyEvent], ...], ...]:
    """What runs are about, among the events known: endings, talks, visits, tries, anything.

    Were it always anything, few leads would live long enough for a ladder to run its course.
    """
    of_all = (tuple(kind for kind in topic if kind in known) for topic in _TOPICS)
    return tuple(dict.fromkeys(filter(None, of_all)))


def fields_at(now: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """The drawn fields of an event at `now`: how far ahead an instant lies becomes an instant."""
    return {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }

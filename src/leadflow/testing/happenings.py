"""Strategies of events: every type, with every field varied within its type (spec 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, get_args

from hypothesis import strategies as st

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.testing.facts import codes, ids, instants, profile_changes
from leadflow.vocabulary import (
    BookingOrigin,
    CallOutcome,
    CallVia,
    EmailVia,
    FollowUpOrigin,
    InvalidKind,
    ReasonForLoss,
    ReminderMethod,
    ReplyChannel,
    Response,
    TransferTeam,
)

EVENT_TYPES: tuple[type[Any], ...] = get_args(AnyEvent)
"""Every type of event, in the order of the specification."""

Fields = Mapping[str, st.SearchStrategy[Any]]

_FLAG = st.none() | st.booleans()
_ID = st.none() | ids()
_APPOINTMENT = {"appointment_id": ids()}
_REASON = st.sampled_from([each.value for each in ReasonForLoss]) | codes()


def _word(words: type[StrEnum]) -> st.SearchStrategy[Any]:
    return st.sampled_from(words)


_FIELDS: Mapping[type[Any], Fields] = {
    e.LeadAssigned: {"to": _ID},
    e.CallPlaced: {
        "via": _word(CallVia),
        "outcome": st.none() | _word(CallOutcome),
        "call_id": _ID,
    },
    e.CallReceived: {"via": _word(CallVia), "answered": _FLAG, "call_id": _ID},
    e.EmailSent: {"via": _word(EmailVia), "template": _ID},
    e.TextSent: {"template": _ID},
    e.ReplyReceived: {"channel": _word(ReplyChannel)},
    e.ResponseMarked: {"response": _word(Response)},
    e.FollowUpSet: {"due": st.none() | instants(), "origin": _word(FollowUpOrigin)},
    e.ProfileUpdated: {"changes": profile_changes()},
    e.AppointmentBooked: {
        **_APPOINTMENT,
        "starts_at": instants(),
        "provider": _ID,
        "origin": _word(BookingOrigin),
    },
    e.AppointmentMoved: {**_APPOINTMENT, "starts_at": instants()},
    e.AppointmentCancelled: _APPOINTMENT,
    e.AppointmentAttended: _APPOINTMENT,
    e.NoShowRecorded: _APPOINTMENT,
    e.ReminderGiven: {**_APPOINTMENT, "method": _word(ReminderMethod)},
    e.MarkedDead: {"reason": _REASON},
    e.ReasonForLossSet: {"reason": _REASON},
    e.MarkedInvalid: {"kind": _word(InvalidKind)},
    e.MarkedUnreachable: {"reason": st.none() | codes()},
    e.ImportanceMarked: {"important": st.booleans()},
    e.TeamTransferred: {"to": _word(TransferTeam)},
    e.TaskDone: {"task": ids()},
}
"""The fields that a type has of its own; a type that is not here has none."""


def events(
    *kinds: type[Any], at: st.SearchStrategy[datetime] | None = None
) -> st.SearchStrategy[AnyEvent]:
    """Events of these types (none named: of every type), with every field varied.

    `at` gives the instant; default: any that input may hold. An event may have an id, may have
    been recorded before or after it happened, and may say who was behind it.
    """
    return st.one_of([_of(kind, instants() if at is None else at) for kind in kinds or EVENT_TYPES])


def _of(kind: type[Any], at: st.SearchStrategy[datetime]) -> st.SearchStrategy[Any]:
    happened: Fields = {
        "at": at,
        "id": _ID,
        "recorded_at": st.none() | instants(),
        "by": _ID,
        "noted": _FLAG,
    }
    return st.builds(kind, **happened, **_FIELDS.get(kind, {}))

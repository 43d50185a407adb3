"""The changes that are tried, kind by kind, the smallest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from leadflow import events as e
from leadflow.lead import ProfileChanges
from leadflow.readers.stories.spans import DAY, MICROSECOND
from leadflow.readers.stories.steps import Step, dated, step
from leadflow.readers.whynot.edits import Edit, EditKind
from leadflow.readers.whynot.past import Past
from leadflow.vocabulary import (
    CallOutcome,
    CallVia,
    Channel,
    EmailVia,
    Pricing,
    SpecialNeed,
    TransferTeam,
    VisitBarrier,
)

NEIGHBOURS = 20
"""Past how many other events, or instants at which something fell due, an event is moved."""
_APPOINTMENTS = 3
"""Of how many appointments, the last told, it is tried what may have become of them."""
_ANOTHER = "another"

COMING: tuple[Step, ...] = (
    *(step(e.CallPlaced, via="phone_button", outcome=each) for each in (*CallOutcome, None)),
    step(e.EmailSent, via="email_button"),
    step(e.TextSent),
    step(e.FollowUpSet),
    dated(e.FollowUpSet, "due", DAY),
    step(e.Contacted),
    step(e.CallReceived, via="voip", answered=True),
    step(e.CallReceived, via="voip"),
    step(e.VoicemailReceived),
    step(e.ReplyReceived, channel="email"),
    step(e.MarkedScheduled),
    step(e.ServiceDeclined),
    step(e.StopContactRequested),
    step(e.ContactPermitted),
    step(e.MarkedInvalid, kind="other"),
    step(e.MarkedUnreachable),
    step(e.OfficeTransferred),
    *(step(e.TeamTransferred, to=each) for each in TransferTeam),
    step(e.Reopened),
)
"""What a person or the lead may have brought, beside what happened to appointments."""

OF_APPOINTMENTS: tuple[type[Any], ...] = (
    e.AppointmentAttended,
    e.NoShowRecorded,
    e.AppointmentCancelled,
)
"""What may have become of an appointment."""

OTHERWISE: Mapping[type[Any], Mapping[str, tuple[Any, ...]]] = {
    e.CallPlaced: {"outcome": (*CallOutcome, None), "via": tuple(CallVia)},
    e.CallReceived: {"answered": (True, False, None)},
    e.EmailSent: {"via": tuple(EmailVia)},
    e.FollowUpSet: {"due": (None,)},
    e.TeamTransferred: {"to": tuple(TransferTeam)},
}
"""What an event may have told otherwise."""

_NUMBERS, _LANGUAGE = ("1", "86"), "en"
_YES_NO = (True, False)


def _answers(past: Past) -> Mapping[str, tuple[Any, ...]]:
    """What each fact may be: an example of every answer that can make a difference."""
    channels = {"channels": (frozenset(Channel), *(frozenset({each}) for each in Channel))}
    routing = past.decider.policy.routing
    if routing is None:
        return channels
    today = past.decider.terms.hours.local_date(past.now)
    too_late = today + timedelta(days=routing.visit_within_days + 1)
    return {
        "language": (*sorted(routing.chinese_languages)[-1:], _LANGUAGE, None),
        "chinese": (*_YES_NO, None),
        "calling_code": (*_NUMBERS, None),
        "visit_barriers": (frozenset(), frozenset(list(VisitBarrier)[:1]), None),
        "special_needs": (frozenset(), frozenset(list(SpecialNeed)[:1]), None),
        "pricing": (*Pricing, None),
        "agreed_visit_on": (today, too_late, None),
        "referral_fee": (*_YES_NO, None),
        **channels,
    }


def facts(past: Past) -> Iterator[Edit]:
    """Each fact of the profile as it might be: those not known first, by now or from the start."""
    known, answers = past.facts, _answers(past)
    for name in sorted(answers, key=lambda name: known[name] is not None):
        for value in answers[name]:
            if value != known[name]:
                yield from _fact(past, name, value)


def _fact(past: Past, name: str, value: Any) -> Iterator[Edit]:
    changes = ProfileChanges(**{name: value})
    lead = past.history.lead
    always = lead.model_copy(update={"profile": lead.profile.changed(changes)})
    told = e.ProfileUpdated(at=past.now, changes=changes)
    key, end = (name, value), len(past.events)
    yield Edit(EditKind.FACT, key, end, told, field=name, value=value)
    yield Edit(EditKind.FACT, key, 0, lead=always, field=name, value=value)


class _Move(NamedTuple):
    """Where an event goes; sorts by how far, then the later instant first."""

    by: timedelta
    back: timedelta
    which: int
    place: int
    at: datetime


def moves(past: Past) -> Iterator[Edit]:
    """Each event moved past its neighbours, and to the instants that matter, the nearest first."""
    found = {each for index in past.places[:-1] for each in _moves_of(past, index)}
    for each in sorted(found):
        told = replace(past.events[each.which], at=each.at)
        place = each.place - (each.place > each.which)
        yield Edit(EditKind.MOVED, (each.which,), place, told, each.which)


def _moves_of(past: Past, index: int) -> Iterator[_Move]:
    events, was = past.events, past.events[index].at
    earliest = min(past.history.lead.created_at, was)
    before = {each.at for each in events[max(index - NEIGHBOURS, past.first) : index]}
    after = {each.at for each in events[index + 1 : index + 1 + NEIGHBOURS]}
    places = [(at, past.place_before(at)) for at in before]
    places += [(at, past.place_of(at)) for at in after]
    places += [(at, past.place_of(at)) for at in _instants_for(past, was)]
    for at, place in places:
        if at != was and earliest <= at <= past.now and place >= past.first:
            yield _Move(abs(at - was), past.now - at, index, place, at)


def _instants_for(past: Past, was: datetime) -> Iterator[datetime]:
    """The instants that matter to an event: ends of delays, what fell due, midnights, now."""
    middle = bisect_left(past.due, was)
    for due in past.due[max(middle - NEIGHBOURS, 0) : middle + NEIGHBOURS]:
        yield from (due, due - MICROSECOND)
    for edge in past.edges:
        yield from (edge, edge + MICROSECOND)
    hours = past.decider.terms.hours
    day = hours.local_date(was)
    yield from (hours.start_of_day(day), hours.start_of_day(day + DAY), past.now)


def retold(past: Past) -> Iterator[Edit]:
    """Each event with one thing told otherwise, the last event first."""
    for index in reversed(past.places[:-1]):
        event = past.events[index]
        for field, values in OTHERWISE.get(type(event), {}).items():
            for value in values:
                if value != getattr(event, field):
                    told = replace(event, **{field: value})
                    key = (index, field, value)
                    yield Edit(EditKind.RETOLD, key, index, told, index, None, field, value)


def additions(past: Past) -> Iterator[Edit]:
    """Each event that may have come besides, at each instant that matters, the last first."""
    steps = _coming(past)
    instants = {past.now, past.history.lead.created_at, *past.due, *past.edges}
    instants |= {each - MICROSECOND for each in past.due}
    instants |= {each.at for each in past.events}
    for at in sorted(instants, reverse=True):
        place = past.place_of(at)
        if at <= past.now and place >= past.first:
            for number, each in enumerate(steps):
                yield Edit(EditKind.ADDED, (number,), place, each(at))


def _coming(past: Past) -> Sequence[Step]:
    told = (getattr(each, "appointment_id", None) for each in reversed(past.events))
    ids = [each for each in dict.fromkeys(told) if each is not None]
    another = _ANOTHER
    while another in ids:
        another += "-"
    booked = dated(e.AppointmentBooked, "starts_at", 2 * DAY, appointment_id=another)
    became = [
        step(kind, appointment_id=each)
        for each in ids[:_APPOINTMENTS] or [another]
        for kind in OF_APPOINTMENTS
    ]
    return *COMING, step(e.MarkedDead, reason=past.reason), booked, *became


def removals(past: Past) -> Iterator[Edit]:
    """Each event gone, the last first."""
    for index in reversed(past.places[:-1]):
        yield Edit(EditKind.REMOVED, (index,), index, which=index)


CANDIDATES: tuple[Callable[[Past], Iterator[Edit]], ...] = (
    facts,
    moves,
    retold,
    additions,
    removals,
)
"""The kinds of change, the smallest first."""

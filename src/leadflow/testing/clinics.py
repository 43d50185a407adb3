"""Strategies of calendars, delays and policies: every field varied within its type (spec 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from leadflow.calendars import Calendar, Interval, SpecialDay, Week
from leadflow.delays import AnyDelay, BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.instants import MAX_YEAR, MIN_YEAR
from leadflow.policy import Policy, Texts
from leadflow.sections import (
    BY_OFFICE,
    Appointments,
    Attempts,
    Calls,
    Counted,
    Criterion,
    FirstContact,
    Mail,
    NoShow,
    OfficeTasks,
    PriorityPolicy,
    Reminder,
    RoutingPolicy,
    Rung,
    Targets,
    Then,
    Unreachable,
)
from leadflow.sources import CLAUSES
from leadflow.testing.facts import days
from leadflow.testing.texts import CHECKLISTS, WORDINGS
from leadflow.vocabulary import Channel, Highlight, Status, Team, WorkKind

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = (
    "America/Los_Angeles", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "America/Sao_Paulo", "UTC",
    "America/St_Johns", "Africa/Casablanca",
)  # fmt: skip
"""Zones of every kind: with and without clock changes, half hours, both sides of the date line."""
_OFFICE = (Interval(time(9), time(17)),)
_HOURS: Sequence[tuple[Interval, ...]] = (
    _OFFICE,
    (),
    (Interval(time(8, 30), time(12)), Interval(time(13), time(18))),
    (Interval(time(), time()),),
    (Interval(time(2, 15), time(2, 45)), Interval(time(22), time())),
    (Interval(time(23, 30), time()),),
)
"""Of an office, none, with a break, around the clock, in the hour that a change skips, at night.

Never much less than half an hour: business hours of which there are a few a year take thousands of
years to pass, and the engine a while to count them.
"""


def _hours() -> st.SearchStrategy[tuple[Interval, ...]]:
    return st.sampled_from(_HOURS)


def _weeks() -> st.SearchStrategy[Week]:
    office = Week(monday=_OFFICE, tuesday=_OFFICE, thursday=_OFFICE, saturday=_OFFICE)
    whatever = st.tuples(*[_hours()] * 7).filter(any)
    return st.one_of(
        st.just(office),
        st.sampled_from([each for each in _HOURS if each]).map(lambda each: Week(sunday=each)),
        whatever.map(lambda hours: Week(**dict(zip(Week.model_fields, hours, strict=True)))),
    )


def calendars() -> st.SearchStrategy[Calendar]:
    """Calendars of several zones, with special and closed days and years they do not cover."""
    return st.builds(
        Calendar,
        zone=st.sampled_from(ZONES),
        week=_weeks(),
        special=st.lists(
            st.builds(SpecialDay, on=days(), open=_hours()), max_size=3, unique_by=_on
        ).map(tuple),
        closed=st.lists(days(), max_size=5).map(tuple),
        covered_years=st.sampled_from(
            ((2026, 2027), (), (2026,), tuple(range(MIN_YEAR, MAX_YEAR + 1)))
        ),
        holidays_version=st.sampled_from((None, "0.109")),
    )


def _on(special: SpecialDay) -> date:
    return special.on


_LENGTHS = (4 * _HOUR, 5 * _MINUTE, 30 * _MINUTE, 24 * _HOUR, 90 * _HOUR, timedelta.resolution)


def delays() -> st.SearchStrategy[AnyDelay]:
    """Delays of all four kinds: from none at all over the usual to, now and then, the longest."""
    lengths = st.sampled_from((*_LENGTHS, timedelta()))
    return st.one_of(
        lengths.map(Elapsed),
        st.builds(CalendarSpan, months=st.sampled_from((0, 0, 1, 3)), days=st.integers(0, 10)),
        st.integers(0, 5).map(BusinessDays),
        lengths.map(BusinessHours),
        st.sampled_from(
            (
                Elapsed(36_525 * _DAY),
                CalendarSpan(months=1_200, days=36_525),
                BusinessDays(400),
                BusinessHours(200 * _HOUR),
            )
        ),
    )


_THEN = (Then.EXHAUSTED, Then.BY_PERSON)
_FLAG = st.booleans()
_TEXT = st.sampled_from(("clinic", "1", "of the clinic's own", "\u8bca\u6240"))
_USUAL = st.one_of(*[delays()] * 3)
"""Delays are what most rungs say; else hardly a ladder would be climbed."""


def _members(members: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(members))


def _attempts() -> st.SearchStrategy[Attempts]:
    rungs = st.lists(
        st.builds(
            Rung,
            unscheduled=_USUAL | st.sampled_from(_THEN),
            no_response=_USUAL | st.sampled_from(Then),
        ),
        min_size=1,
        max_size=5,
    )
    return st.builds(
        Attempts,
        counted=_members(Counted),
        follow_up_done_by=_members(Channel),
        one_per_day=_FLAG,
        rungs=rungs.map(tuple),
        open_attempt_grace=delays(),
        exhausts_after_contact=_FLAG,
        restart_on_communication=_FLAG,
        within_opening_hours=_FLAG,
    )


def _routing() -> st.SearchStrategy[RoutingPolicy]:
    return st.builds(
        RoutingPolicy,
        chinese_languages=_members(("zh", "yue", "en", "nan")),
        language_implies_chinese=_FLAG,
        visit_within_days=st.sampled_from((14, 0, 1, 3660)),
        applies_to_everyone=_members(Criterion),
        otherwise=st.sampled_from(Team),
    )


def _order(kinds: Sequence[WorkKind]) -> tuple[WorkKind, ...]:
    """A permutation, cut somewhere behind the one kind that every policy lists."""
    kinds = tuple(kinds)
    return kinds if kinds[-1] < kinds[0] else kinds[: kinds.index(WorkKind.FOLLOW_UP) + 1]


def _share() -> st.SearchStrategy[float]:
    return st.floats(0, 1)


def _targets() -> st.SearchStrategy[Targets]:
    return st.builds(
        Targets,
        response_within=delays(),
        response=_share(),
        conversion=_share(),
        connect=_share(),
        show=_share(),
    )


_PATHS = ("attempts", "attempts.counted", "attempts.rungs[0].no_response", "calendar", "mail",
          "mail.interval", "name", "no_show", "priority.order", "reminder.before")  # fmt: skip
_CLAUSES = (*(each.reference for each in CLAUSES[::9]), "reading", "own")


def policies() -> st.SearchStrategy[Policy]:
    """Policies of any clinic, not just near the presets.

    Delays of all four kinds, one to five rungs of every step, sections that are off, calendars of
    many zones, tiers in any order, switches either way, several wordings and checklists.
    """
    sections: dict[str, st.SearchStrategy[Any]] = {
        "first_contact": st.builds(FirstContact, within=st.none() | delays(), by_phone=_FLAG),
        "calls": st.builds(Calls, ring_limit=delays()),
        "mail": st.none() | st.builds(Mail, interval=delays()),
        "appointments": st.builds(
            Appointments,
            sync_window=delays(),
            attendance_within=delays(),
            assume_no_show_after=st.none() | delays(),
        ),
        "reminder": st.none()
        | st.builds(Reminder, before=st.sampled_from((1, 2, 5, 300)).map(BusinessDays)),
        "no_show": st.none()
        | st.builds(NoShow, call_within=delays(), reschedule_every=delays(), silence=delays()),
        "unreachable": st.none()
        | st.builds(
            Unreachable,
            after=delays(),
            attempts=st.sampled_from((2, 1, 3, 10_000)),
            final_attempt_required=_FLAG,
            pool_interval=st.none() | delays(),
        ),
        "routing": st.none() | _routing(),
        "tasks": st.none() | _members(BY_OFFICE).map(lambda asked: OfficeTasks(asked=asked)),
        "priority": st.builds(
            PriorityPolicy,
            order=st.permutations(tuple(WorkKind)).map(_order),
            highlight=st.none() | st.just(Highlight.GREEN),
        ),
        "indicators": _targets(),
        "wording": st.sampled_from(WORDINGS),
        "checklists": st.sampled_from(CHECKLISTS),
    }
    return st.builds(
        Policy,
        name=_TEXT,
        version=_TEXT,
        source=_TEXT,
        effective_on=st.none() | days(),
        labels=st.dictionaries(st.sampled_from([*Status]), _TEXT, max_size=3).map(Texts),
        calendar=calendars(),
        attempts=_attempts(),
        sources=st.dictionaries(st.sampled_from(_PATHS), st.sampled_from(_CLAUSES), max_size=5).map(
            Texts
        ),
        **sections,
    )

"""Strategies of leads and of what is known about them (spec 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from leadflow.lead import Lead, Profile, ProfileChanges
from leadflow.readers.stories.spans import FIRST, HOME, LAST, clipped
from leadflow.vocabulary import Channel, LeadSource, Pricing, SpecialNeed, VisitBarrier

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_YEAR = 366 * 24 * 60
_CHANGES = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-11-01T09:00Z", "2027-03-14T10:00Z", "2026-10-25T01:00Z", "2027-03-28T01:00Z",
        "2026-12-25T08:00Z", "2026-12-31T23:59Z", "2027-01-31T18:00Z", "2028-02-29T20:00Z",
        "1970-01-01T00:00Z", "2199-12-31T23:59Z",
    )
)  # fmt: skip
"""Instants around which arithmetic is most often wrong."""


def instants() -> st.SearchStrategy[datetime]:
    """Instants of input, in UTC: most of 2026 and 2027, some near clock changes, some anywhere.

    Some lie at the ends of the years 1970-2199. What an engine works out from the last of them, a
    `valid_until` too, can lie after 2199, where it cannot be asked.
    """
    usual = st.integers(0, _YEAR).map(lambda minutes: HOME + minutes * _MINUTE)
    near = st.builds(
        lambda at, minutes: clipped(at + minutes * _MINUTE),
        st.sampled_from(_CHANGES),
        st.integers(-180, 180),
    )
    anywhere = st.integers(0, (LAST - FIRST) // timedelta.resolution).map(
        lambda micros: FIRST + micros * timedelta.resolution
    )
    return st.one_of(usual, usual, usual, near, anywhere)


def days() -> st.SearchStrategy[date]:
    """Dates, mostly of the weeks after the instant that `instants` shrinks to."""
    usual = st.integers(0, 60).map(lambda count: HOME.date() + count * _DAY)
    return st.one_of(usual, st.dates(FIRST.date(), LAST.date()))


def ids() -> st.SearchStrategy[str]:
    """Opaque ids: a few that come back, and any that the type allows."""
    known = st.sampled_from(("a1", "a2", "c1", "u1", "t1"))
    return known | st.from_regex(r"[!-~\u00a1-\u07ff]{1,128}", fullmatch=True)


def codes() -> st.SearchStrategy[str]:
    """Short codes, such as reasons of a clinic's own."""
    known = st.sampled_from(("insurance", "availability", "moved_away"))
    return known | st.from_regex(r"[a-z0-9_]{1,64}", fullmatch=True)


_CALLING_CODES = st.sampled_from(("1", "86", "44", "852")) | st.from_regex(
    r"[1-9][0-9]{0,2}", fullmatch=True
)
_LANGUAGES = st.sampled_from(("zh", "en", "zh-Hant-TW", "YUE", "es-MX")) | st.from_regex(
    r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True
)
_EVERY_CHANNEL = frozenset(Channel)
_CHANNELS = st.sampled_from(
    (_EVERY_CHANNEL, _EVERY_CHANNEL, *({each} for each in Channel), {Channel.PHONE, Channel.EMAIL},
     {Channel.EMAIL, Channel.TEXT}, {Channel.PHONE, Channel.TEXT}, frozenset())
).map(frozenset)  # fmt: skip


def _some(members: type[Any]) -> st.SearchStrategy[frozenset[Any]]:
    chosen: st.SearchStrategy[frozenset[Any]] = st.frozensets(st.sampled_from(members), max_size=2)
    return chosen


FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "calling_code": _CALLING_CODES,
    "language": _LANGUAGES,
    "chinese": st.booleans(),
    "pricing": st.sampled_from(Pricing),
    "referral_fee": st.booleans(),
    "visit_barriers": _some(VisitBarrier),
    "special_needs": _some(SpecialNeed),
    "agreed_visit_on": days(),
}
"""Every fact that may be unknown, and what it can be when it is known."""


def profiles() -> st.SearchStrategy[Profile]:
    """Profiles: few facts known, or most of them; some leads cannot be reached in every way."""
    few = st.fixed_dictionaries({}, optional={**FACTS, "channels": _CHANNELS})
    most = st.fixed_dictionaries(
        {name: st.none() | values for name, values in FACTS.items()},
        optional={"channels": _CHANNELS},
    )
    return st.one_of(few, most).map(lambda facts: Profile(**facts))


def profile_changes() -> st.SearchStrategy[ProfileChanges]:
    """Facts that became known, or unknown again."""
    facts: dict[str, st.SearchStrategy[Any]] = {
        **{name: st.none() | values for name, values in FACTS.items()},
        "channels": _CHANNELS,
    }
    return st.fixed_dictionaries({}, optional=facts).map(lambda changes: ProfileChanges(**changes))


def leads() -> st.SearchStrategy[Lead]:
    """Leads of every source, most of them of 2026 and 2027."""
    return st.builds(
        Lead,
        lead_id=st.sampled_from(("lead-1", "lead-2")) | ids(),
        created_at=instants(),
        source=st.sampled_from(LeadSource),
        profile=st.just(Profile()) | profiles(),
    )

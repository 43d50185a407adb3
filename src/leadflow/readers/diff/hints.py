"""Where two values of a field point at themselves: the dates, hours and facts in which they differ.

A pool of stories cannot list every holiday or every language: what only one side has is looked up
in the values, and a lead is put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice, pairwise, product
from typing import Any

from leadflow import events as e
from leadflow.history import History
from leadflow.instants import MAX_YEAR, MIN_YEAR
from leadflow.lead import Profile
from leadflow.policy import Policy
from leadflow.readers.diff.asking import Side
from leadflow.readers.stories.spans import DAY, clipped
from leadflow.sections import Criterion
from leadflow.vocabulary import Pricing, SpecialNeed, VisitBarrier

_WEEK = 7
_REST = 300
"""How many days of a year are looked through from March on for one that is open."""


def hints(section: str, before: Side, after: Side) -> Iterator[History]:
    """Histories that the two values of a section point at, the plainest first."""
    if section == "calendar":
        yield from _messages(before, after)
    if section == "routing":
        yield from _customers(before, after)


# --- Calendars: a voicemail, which asks for the next opening ------------------------------------


def _messages(before: Side, after: Side) -> Iterator[History]:
    """A voicemail on every date, at every hour, at which one clinic is open and the other not."""
    for day in filter(_may_be_told, _dates(before, after)):
        instants = sorted(_ends(before, day) | _ends(after, day))
        middles = (first + (second - first) / 2 for first, second in pairwise(instants))
        for at in (*instants, *middles, *_noon(before, day)):
            created_at = _opening_before(before, at)
            lead = before.lead.model_copy(update={"created_at": clipped(min(created_at, at))})
            yield History(lead=lead, events=(e.VoicemailReceived(at=clipped(at)),))


def _dates(before: Side, after: Side) -> Iterator[date]:
    """The dates that only one calendar names, a day of each year that only one covers, a week."""
    one, two = before.policy.calendar, after.policy.calendar
    yield from sorted({*one.closed} ^ {*two.closed})
    special = {each.on: each for each in one.special}
    others = {each.on: each for each in two.special}
    yield from sorted(on for on in special | others if special.get(on) != others.get(on))
    for year in sorted({*one.covered_years} ^ {*two.covered_years}):
        yield from islice(filter(before.hours.is_business_day, _days(date(year, 3, 1), _REST)), 1)
    yield from _days(before.hours.local_date(before.lead.created_at), _WEEK)


def _may_be_told(day: date) -> bool:
    """Whether an event may happen on a date: a calendar may name any."""
    return MIN_YEAR <= day.year <= MAX_YEAR


def _days(first: date, many: int) -> Iterable[date]:
    return (first + n * DAY for n in range(many))


def _ends(side: Side, day: date) -> set[datetime]:
    """When a day opens and closes, each time."""
    hours = side.hours
    return {hours.at_wall_time(day, each.opens) for each in hours.hours_of(day)} | {
        hours.at_wall_time(day, each.closes) for each in hours.hours_of(day)
    }


def _noon(side: Side, day: date) -> tuple[datetime, ...]:
    return (side.hours.start_of_day(day) + DAY / 2,)


def _opening_before(side: Side, at: datetime) -> datetime:
    """When the last business day before an instant opened."""
    hours = side.hours
    return hours.opening_of(hours.last_business_day_before(hours.local_date(at)))


# --- Routing: a customer of whom this or that is known ------------------------------------------


def _customers(before: Side, after: Side) -> Iterator[History]:
    """A customer with any one fact, and with all of them, who comes by either limit."""
    for facts in _facts(before, after):
        lead = before.lead.model_copy(update={"profile": Profile(**facts)})
        yield History(lead=lead)


def _facts(before: Side, after: Side) -> Iterator[Mapping[str, Any]]:
    yield {}
    tags = _languages(before.policy) ^ _languages(after.policy)
    for tag in sorted(tags) or sorted(_languages(before.policy) | _languages(after.policy))[:1]:
        yield {"language": tag}
    for whose, fact in product(({"chinese": True}, {"chinese": False}), _CRITERIA.values()):
        yield {**whose, **fact}
    created_on = before.hours.local_date(before.lead.created_at)
    for fee, days in product((True, False), _limits(before, after)):
        yield {**_SETTLED, "referral_fee": fee, "agreed_visit_on": created_on + days * DAY}


_CRITERIA: Mapping[Criterion, Mapping[str, Any]] = {
    Criterion.NUMBER: {"calling_code": "86"},
    Criterion.VISIT_BARRIER: {"visit_barriers": [next(iter(VisitBarrier))]},
    Criterion.SPECIAL_NEED: {"special_needs": [next(iter(SpecialNeed))]},
    Criterion.PRICING: {"pricing": Pricing.INTERNATIONAL},
}
"""A fact that meets each of the criteria for a transfer (RTE-3)."""
_SETTLED: Mapping[str, Any] = {
    "chinese": True, "calling_code": "1", "visit_barriers": [], "special_needs": [],
    "pricing": Pricing.LOCAL,
}  # fmt: skip
"""A Chinese customer for whom no transfer is a must."""


def _languages(policy: Policy) -> frozenset[str]:
    return frozenset() if policy.routing is None else frozenset(policy.routing.chinese_languages)


def _limits(before: Side, after: Side) -> list[int]:
    """In how many days a visit is soon under either, and a day later."""
    sections = (before.policy.routing, after.policy.routing)
    within = [each.visit_within_days for each in sections if each is not None]
    return sorted({days + more for days in within for more in (0, 1)})

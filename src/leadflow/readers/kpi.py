"""Indicators of many leads (KPI-0 to KPI-5): counted in one pass, apart or together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, Literal, overload

from leadflow.errors import InvalidCohort
from leadflow.events import LeadAssigned
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.counted import Brought, Counter
from leadflow.readers.indicators import (
    Cohort,
    Indicator,
    Indicators,
    Open,
    OpenCall,
    OpenVisit,
)
from leadflow.sections import Targets

Grouping = Literal["month", "source", "specialist"] | Callable[[History], str]
"""How leads are dealt into groups: by clinic-local month of creation (`2026-11`), by source, by the
specialist who has the lead, or by what a function says of its history up to the clock."""

UNASSIGNED = "not assigned"
"""Group of the leads that nobody was given; no id, since it holds a blank."""
NOT_TOLD = "not told"
"""Group of the leads that somebody was given of whom no id was recorded."""


@overload
def kpi(
    histories: Iterable[History],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    policy: Policy,
    by: None = None,
) -> Indicators: ...  # pragma: no cover - overloads have no body
@overload
def kpi(
    histories: Iterable[History],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    policy: Policy,
    by: Grouping,
) -> dict[str, Indicators]: ...  # pragma: no cover - overloads have no body
def kpi(
    histories: Iterable[History],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    policy: Policy,
    by: Grouping | None = None,
) -> Indicators | dict[str, Indicators]:
    """The indicators of the leads created in `[start, end)`, as they stand at `now` (KPI-0 to 5).

    Events after `now` are not looked at, leads created after it and leads that are invalid at it
    are not counted. With `by`, the indicators of each group that has a lead, in order of the keys;
    they add up to those of the whole. The histories are read once, and of each only counts and the
    ids of what is open are kept: a lead that two histories tell of counts twice.

    - response: the first placed call or conversation came within `indicators.response_within` of
      creation, at its very end too; one before creation was in time.
    - conversion: the lead ever had a booking; nothing is open, since no time is set for it.
    - connect: placed calls that connected; those without known outcome are open.
    - show: appointments attended, of those whose start has passed and that were neither cancelled
      nor moved before it; those without recorded outcome are open.

    Raises `InvalidInstant` where an instant is naive or outside the years 1970-2199, and
    `InvalidCohort` where the cohort ends before it starts or `by` is unknown.
    Source: Incinta's key performance indicators (INC 14.1 to 14.4) and RSI 5.8.
    """
    counter = Counter(policy, now)
    cohort = Cohort(as_instant(start), as_instant(end), counter.now, counter.decider.ref)
    if cohort.end < cohort.start:
        raise InvalidCohort("a cohort ends before it starts: give start and end in order")
    targets = policy.indicators
    whole = Count(cohort, targets)
    groups: dict[str, Count] = {}
    key_of = None if by is None else key_for(by, counter)
    for history in histories:
        if cohort.start <= history.lead.created_at < cohort.end:
            brought = counter.read(history)
            if brought is None:
                continue
            if key_of is None:
                count = whole
            else:
                key = key_of(brought.history)
                count = groups.get(key) or groups.setdefault(key, Count(cohort, targets))
            count.take(brought, counter)
    if key_of is None:
        return whole.indicators()
    return {key: groups[key].indicators() for key in sorted(groups)}


def key_for(by: Grouping, counter: Counter) -> Callable[[History], str]:
    """The function that names a lead's group; raises `InvalidCohort` where there is none."""
    if callable(by):
        return by
    local_date = counter.hours.local_date

    def month(history: History) -> str:
        return local_date(history.lead.created_at).isoformat()[:7]

    keys: dict[str, Callable[[History], str]] = {
        "month": month,
        "source": lambda history: history.lead.source.value,
        "specialist": lambda history: specialist_of(history) or NOT_TOLD,
    }
    if by not in [*keys]:  # a list: what has no hash is no way either
        raise InvalidCohort("leads are grouped by month, source, specialist, or a function")
    return keys[by]


def specialist_of(history: History) -> str | None:
    """Who was given the lead last; `None` where that was not told."""
    given = (each.to for each in reversed(history.events) if isinstance(each, LeadAssigned))
    return next(given, UNASSIGNED)


class Tally(Generic[Open]):
    """One indicator while it is counted."""

    def __init__(self, target: float) -> None:
        self.target = target
        self.met = self.missed = 0
        self.open: list[Open] = []

    def take(self, met: bool | None, which: Open) -> None:
        """Count one more: met, missed or (`None`) open."""
        if met is None:
            self.open.append(which)
        elif met:
            self.met += 1
        else:
            self.missed += 1

    def indicator(self) -> Indicator[Open]:
        """What has been counted."""
        return Indicator(self.met, self.missed, tuple(sorted(self.open)), self.target)


class Count:
    """The four indicators of a group while they are counted."""

    def __init__(self, cohort: Cohort, targets: Targets) -> None:
        self.cohort = cohort
        self.response: Tally[str] = Tally(targets.response)
        self.conversion: Tally[str] = Tally(targets.conversion)
        self.connect: Tally[OpenCall] = Tally(targets.connect)
        self.show: Tally[OpenVisit] = Tally(targets.show)

    def take(self, brought: Brought, counter: Counter) -> None:
        """Count one more lead, with its calls and appointments."""
        lead_id = brought.history.lead.lead_id
        self.response.take(counter.responded(brought), lead_id)
        self.conversion.take(brought.booked, lead_id)
        for call in brought.calls:
            self.connect.take(call.connected, OpenCall(lead_id, call.event))
        for visit in brought.visits:
            self.show.take(visit.attended, OpenVisit(lead_id, visit.ids[0]))

    def indicators(self) -> Indicators:
        """What has been counted."""
        return Indicators(
            self.cohort,
            self.response.indicator(),
            self.conversion.indicator(),
            self.connect.indicator(),
            self.show.indicator(),
        )

"""The weekly review of Incinta's quality check (INC 15.5 to 15.8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from leadflow.delays import AnyDelay
from leadflow.history import History
from leadflow.policy import Policy
from leadflow.readers.counted import Brought, Counter
from leadflow.readers.indicators import Cohort, OpenVisit
from leadflow.readers.kpi import NOT_TOLD, Count, Grouping, Tally, key_for, specialist_of
from leadflow.readers.weekly_results import Figures, Unconverted, WeeklyReview
from leadflow.rulebook.rule import OPEN
from leadflow.sources import INC

WEEK: Final = timedelta(days=7)
"""What makes the review a weekly one: clinic-local days, today the last."""


def weekly_review(
    histories: Iterable[History],
    *,
    now: datetime,
    policy: Policy,
    by: Grouping | None = "specialist",
) -> WeeklyReview:
    """How the week that ends with today went, beside the one before (INC 15.5 to 15.8).

    The week is today and the six clinic-local days before it. Conversion, response and connect are
    those of the leads created in it (KPI-5), visits those whose start lay in it. `by` deals the
    leads into groups as in `kpi`; a group is there if it has anything in either week. Of the leads
    without any booking (KPI-2) those are listed that are still open (`new`, `follow_up`,
    `contacted`, `mail_contacted`) when `unreachable.after` has passed since their creation.

    Events after `now` are not looked at; leads created after it, or invalid at it, are left out.
    The histories are read once. Raises `InvalidInstant` where `now` is naive or outside the years
    1970-2199, and `InvalidCohort` where `by` is unknown.
    """
    counter = Counter(policy, now)
    weeks = _weeks(counter)
    key_of = None if by is None else key_for(by, counter)
    after = None if policy.unreachable is None else policy.unreachable.after
    total = _Counting(weeks, policy)
    groups: dict[str, _Counting] = {}
    waiting: list[Unconverted] = []
    for history in histories:
        brought = counter.read(history)
        if brought is None:
            continue
        if after is not None and _waits_long(brought, counter, after):
            waiting.append(_unconverted(brought))
        if total.take(brought, counter) and key_of is not None:
            key = key_of(brought.history)
            groups.setdefault(key, _Counting(weeks, policy)).take(brought, counter)
    return WeeklyReview(
        now=counter.now,
        zone=policy.calendar.zone,
        policy=counter.decider.ref,
        total=total.figures(),
        groups=tuple((key, groups[key].figures()) for key in sorted(groups)),
        unconverted_after=after,
        unconverted=tuple(sorted(waiting, key=_order)),
    )


def _weeks(counter: Counter) -> tuple[Cohort, Cohort]:
    """The week that ends with today, and the one before."""
    hours, ref = counter.hours, counter.decider.ref
    tomorrow = hours.local_date(counter.now) + timedelta(days=1)
    end, middle, start = (hours.start_of_day(tomorrow - weeks * WEEK) for weeks in range(3))
    return Cohort(middle, end, counter.now, ref), Cohort(start, middle, counter.now, ref)


def _waits_long(brought: Brought, counter: Counter, after: AnyDelay) -> bool:
    """Whether an open lead has been without booking for that long; at the very instant it has."""
    if brought.booked or brought.draft.status not in OPEN:
        return False
    return counter.hours.add(brought.history.lead.created_at, after) <= counter.now


def _unconverted(brought: Brought) -> Unconverted:
    lead = brought.history.lead
    return Unconverted(
        lead.lead_id,
        lead.created_at,
        brought.draft.status,
        specialist_of(brought.history) or NOT_TOLD,
        INC.weekly_unconverted.citation,
    )


def _order(each: Unconverted) -> tuple[datetime, str, str, str]:
    return each.created_at, each.lead_id, each.status, each.specialist


class _Counting:
    """The figures of a group while they are counted."""

    def __init__(self, weeks: tuple[Cohort, Cohort], policy: Policy) -> None:
        targets = policy.indicators
        self.leads = tuple(Count(cohort, targets) for cohort in weeks)
        self.visits = tuple(Tally[OpenVisit](targets.show) for _ in weeks)

    def take(self, brought: Brought, counter: Counter) -> bool:
        """Count one more lead; tells whether it brings anything to either week."""
        counted, lead = False, brought.history.lead
        for count, tally in zip(self.leads, self.visits, strict=True):
            start, end = count.cohort.start, count.cohort.end
            if start <= lead.created_at < end:
                count.take(brought, counter)
                counted = True
            for visit in brought.visits:
                if start <= visit.starts_at < end:
                    tally.take(visit.attended, OpenVisit(lead.lead_id, visit.ids[0]))
                    counted = True
        return counted

    def figures(self) -> Figures:
        """What has been counted."""
        week, before = (each.indicators() for each in self.leads)
        visits, visits_before = (each.indicator() for each in self.visits)
        return Figures(week, before, visits, visits_before)

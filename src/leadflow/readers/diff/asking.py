"""One policy, asked for everything that it decides about a history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from leadflow.decision import Decision
from leadflow.engine.decider import Decider
from leadflow.engine.deferred import Deferred
from leadflow.engine.fold import begin, run
from leadflow.engine.walk import walk
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.policy import Policy
from leadflow.readers.differences import OUTPUTS
from leadflow.readers.stories.spans import HOME, LAST, clipped, limits_of

AT_HAND = tuple(each for each in OUTPUTS if each != "tasks")
"""The outputs that an answer has as they are, in this order; what tells its tasks follows."""


class Answer(NamedTuple):
    """What is said from an instant on, and until when it holds.

    While events are still to come it holds until the next of them at most, and no end is told.
    """

    at: datetime
    said: tuple[Any, ...]
    end: datetime | None


class Side:
    """A policy compiled, and the lead of whom its stories are told."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.decider = Decider(policy)
        self.hours = self.decider.terms.hours
        self.limits = limits_of(policy)

    @cached_property
    def lead(self) -> Lead:
        """A lead that comes in when the clinic opens on an open day, of whom nothing is known."""
        years = self.policy.calendar.covered_years
        home = self.hours.local_date(HOME)
        if years and home.year not in years:
            home = home.replace(year=years[0])
        created_at = clipped(self.hours.next_opening(self.hours.start_of_day(home)))
        return Lead(lead_id="lead-1", created_at=created_at)

    def decide(self, history: History, now: datetime) -> Decision:
        """The decision at `now`."""
        decider = self.decider
        past = history.until(now)
        draft = begin(past.lead, decider.terms)
        run(draft, past.events, now, decider.program)
        return decider.decide(draft, past, now)

    def end_of(self, history: History, at: datetime) -> datetime | None:
        """When the decision of that instant ends by itself."""
        return self.decide(history, at).valid_until

    def answers(self, history: History) -> tuple[Answer, ...]:
        """What is said at every instant at which it may change."""
        events = history.events
        last_at = events[-1].at if events else history.lead.created_at
        instants: list[datetime] = []
        said: list[tuple[Any, ...]] = []
        because: list[object] = []
        for seen in walk(self.decider, history, LAST):
            instants.append(seen.at)
            claims = (getattr(seen.decision, each) for each in AT_HAND)
            said.append((*claims, *self._asked(seen.decision)))
            because.append(seen.said() if seen.at >= last_at else None)
        ends = _ends(instants, because)
        return tuple(map(Answer, instants, said, ends))

    def _asked(self, decision: Decision) -> Iterator[tuple[Any, ...]]:
        """What tells the tasks of a decision; to make the tasks themselves would cost more."""
        later = decision._told
        assert isinstance(later, Deferred)
        for rule, demand in later._asked:
            wording, checklist = self.decider.texts(rule, demand)
            yield (
                rule.kind, demand.since, demand.by, demand.channel, demand.appointment_id,
                demand.fact, demand.nth, wording, checklist,
            )  # fmt: skip


def _ends(instants: Sequence[datetime], because: Sequence[object]) -> Iterator[datetime | None]:
    """When what is said at each instant changes, if only in why it is so (as `valid_until`)."""
    end: datetime | None = None
    ends: list[datetime | None] = []
    for place in reversed(range(len(instants))):
        following = because[place + 1] if place + 1 < len(instants) else because[place]
        if following != because[place]:
            end = instants[place + 1]
        ends.append(None if because[place] is None else end)
    return reversed(ends)


def parting(one: Sequence[Answer], two: Sequence[Answer]) -> datetime | None:
    """The first instant at which two policies say something else of a history; none: nowhere.

    Where they only differ in until when it holds, the first instant of that.
    """
    return _first(one, two, lambda each: each.said) or _first(one, two, lambda each: each.end)


def _first(
    one: Sequence[Answer], two: Sequence[Answer], part: Callable[[Answer], Any]
) -> datetime | None:
    """The first instant of a difference; what is said at an instant holds until the next."""
    place = other = 0
    while part(one[place]) == part(two[other]):
        ahead = [each[n + 1].at for each, n in ((one, place), (two, other)) if n + 1 < len(each)]
        if not ahead:
            return None
        at = min(ahead)
        place += place + 1 < len(one) and one[place + 1].at == at
        other += other + 1 < len(two) and two[other + 1].at == at
    return max(one[place].at, two[other].at)

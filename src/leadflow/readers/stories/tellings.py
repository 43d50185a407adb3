"""Stories told one way after another, without chance: every telling differs from the plain one.

The plain telling of a story takes the first step and the first gap of every act. The others take
the other types of events and the next gaps of one act in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple, Protocol

from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.readers.stories.chapters import EDGES, Edge, Gap, Limit, Story, stories
from leadflow.readers.stories.spans import HOME, clipped
from leadflow.readers.stories.steps import (
    BARE,
    BOOKED,
    MOVED,
    POOLED,
    PROMISED,
    SPOKEN,
    UNNOTED,
    UNPHONED,
    WHATEVER,
    Step,
)


class Happening(NamedTuple):
    """A step, and the gap before it."""

    step: Step
    gap: Gap


Telling = tuple[Happening, ...]


class Teller(Protocol):
    """The clinic that a story is told of."""

    limits: Sequence[timedelta]
    """About how long its policy's delays are."""

    def end_of(self, history: History, at: datetime) -> datetime | None:
        """When the decision of that instant ends by itself."""


def told(telling: Telling, lead: Lead, teller: Teller) -> History:
    """What happens to a lead of this clinic."""
    events: list[AnyEvent] = []
    now = lead.created_at
    for step, gap in telling:
        if isinstance(gap, Edge):
            end = teller.end_of(History(lead=lead, events=tuple(events)), now)
            now = now if end is None else max(clipped(end + gap.give), now)
        else:
            limits = teller.limits
            length = limits[gap.place % len(limits)] if isinstance(gap, Limit) else gap
            now = clipped(now + (length or timedelta()))
        events.append(step(now))
    return History(lead=lead, events=tuple(events))


def kinds(pool: Sequence[Step]) -> Sequence[Step]:
    """The plainest step of each type of event in a pool."""
    return tuple({type(step(HOME)): step for step in reversed(pool)}.values())[::-1]


def _alphabet() -> tuple[Step, ...]:
    pools = WHATEVER, BARE, PROMISED, SPOKEN, BOOKED, MOVED, POOLED, UNPHONED, UNNOTED
    steps = {repr(step(HOME)): step for pool in pools for step in pool}
    return tuple(steps.values())


STEPS = _alphabet()
"""Every step that any story takes, once."""


KINDS = kinds(STEPS)
"""The plainest step of each type of event."""
AT_FIRST = timedelta(minutes=5)
"""How long after the lead came in the first event is, where nothing else is said."""
_NEXT = EDGES[0]
_GAPS = 3


@cache
def singles() -> tuple[Telling, ...]:
    """No event, and each step alone."""
    return ((), *((Happening(step, AT_FIRST),) for step in STEPS))


@cache
def pairs() -> tuple[Telling, ...]:
    """Every two of `KINDS`, the second soon after the first or at its next change by itself."""
    gaps: Sequence[Gap] = (AT_FIRST, _NEXT)
    return tuple(
        (Happening(first, AT_FIRST), Happening(second, gap))
        for gap in gaps
        for first, second in product(KINDS, repeat=2)
    )


@cache
def tellings() -> tuple[Telling, ...]:
    """Every telling of every story, those of few events first."""
    ways = (way for story in stories() for way in _ways(story) if len(way) > 1)
    return tuple(sorted(dict.fromkeys(ways), key=len))


def _ways(story: Story) -> Iterator[Telling]:
    plain = tuple(Happening(pool[0], next(filter(_tells, gaps))) for pool, gaps in story)
    yield plain
    for place, (pool, gaps) in enumerate(story):
        before, (first, gap), after = plain[:place], plain[place], plain[place + 1 :]
        for step in kinds(pool)[1:]:
            yield *before, Happening(step, gap), *after
        for other in list(dict.fromkeys(filter(_tells, gaps)))[1:_GAPS]:
            yield *before, Happening(first, other), *after


def _tells(gap: Gap) -> bool:
    """Whether a gap leaves its act in."""
    return gap is not None

"""Strategies of histories: a lead, the beginning of a story, and whatever comes then (spec 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from leadflow.clinics.joined import CLINIC
from leadflow.engine import Engine
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.policy import Policy
from leadflow.readers.stories.chapters import WHENEVER, Edge, Gap, Limit, stories
from leadflow.readers.stories.spans import DAY, HOME, HOUR, MINUTE, clipped, limits_of
from leadflow.readers.stories.steps import WHATEVER, Step
from leadflow.testing.facts import leads
from leadflow.testing.happenings import events

Draw = Callable[[st.SearchStrategy[Any]], Any]
Happening = tuple[Step | None, Gap]
"""A step (none: any event at all), and the gap before it."""


@lru_cache(maxsize=16)
def engine_for(policy: Policy) -> Engine:
    """The engine of a policy; those of the last few are kept."""
    return Engine(policy)


def _leads() -> st.SearchStrategy[Lead]:
    usual = st.builds(
        lambda minutes: Lead(lead_id="lead-1", created_at=HOME + minutes * MINUTE),
        st.sampled_from((0, 0, 570, 60 * 14, 60 * 24 * 3, 60 * 24 * 130)),
    )
    return st.one_of(usual, usual, leads())


def _plain(event: AnyEvent, place: int) -> AnyEvent:
    return event


def _with_id(event: AnyEvent, place: int) -> AnyEvent:
    return replace(event, id=f"e{place}")


def _in_full(event: AnyEvent, place: int) -> AnyEvent:
    late = (timedelta(), HOUR, 3 * DAY)[place % 3]
    recorded_at, noted = clipped(event.at + late), (True, False, None)[place % 3]
    return replace(event, id=f"e{place}", by="u1", noted=noted, recorded_at=recorded_at)


_MANNERS: Sequence[Callable[[AnyEvent, int], AnyEvent]] = (_plain, _plain, _with_id, _in_full)
"""How a clinic tells its events: bare, with ids, or with all that an event may say."""


def _happenings(pool: Sequence[Step | None], gaps: Sequence[Gap]) -> st.SearchStrategy[Happening]:
    """One choice instead of two: it halves what a history costs."""
    return st.sampled_from([*product(pool, gaps)])


_WHATEVER = _happenings((*WHATEVER, None, None), WHENEVER)
_TAIL = st.lists(_WHATEVER, max_size=3)
_CHAPTERS = st.sampled_from([tuple(_happenings(*act) for act in story) for story in stories()])
_LEADS = _leads()


def histories(
    policy: Policy = CLINIC, *, max_events: int = 12, lead: st.SearchStrategy[Lead] | None = None
) -> st.SearchStrategy[History]:
    """Histories of at most `max_events` events at gaps that cross the limits of `policy`.

    Some are told at random, most begin as one of the stories that lead to rare states. Gaps reach
    to the instants at which the decision changes by itself, and a microsecond to either side.
    Events may lie before the lead's creation. `lead` gives the leads; default: `leads`, most of
    them plain.
    """
    limits = limits_of(policy)
    beginnings = st.tuples(
        _LEADS if lead is None else lead, st.sampled_from(_MANNERS), _CHAPTERS, _CHAPTERS
    )
    tails = _TAIL, st.lists(_WHATEVER, max_size=max_events)

    @st.composite
    def told(draw: Draw) -> History:
        whose, manner, first, second = draw(beginnings)
        happenings = [*map(draw, (*first, *second)), *draw(tails[not (first or second)])]
        lasting = [each for each in happenings if each[1] is not None]
        return _told(draw, policy, limits, whose, lasting[:max_events], manner)

    return told()


_ANY_EVENT = events(at=st.just(HOME))


def _told(
    draw: Draw,
    policy: Policy,
    limits: Sequence[timedelta],
    lead: Lead,
    happenings: Sequence[Happening],
    manner: Callable[[AnyEvent, int], AnyEvent],
) -> History:
    """The history of what happens."""
    told: list[AnyEvent] = []
    now = lead.created_at
    for place, (step, gap) in enumerate(happenings):
        if isinstance(gap, Edge):
            until = engine_for(policy).valid_until(History(lead=lead, events=tuple(told)), now=now)
            now = now if until is None else clipped(until + gap.give)
        else:
            length = limits[gap.place % len(limits)] if isinstance(gap, Limit) else gap
            now = clipped(now + (length or timedelta()))
        told.append(replace(draw(_ANY_EVENT), at=now) if step is None else manner(step(now), place))
    return History(lead=lead, events=tuple(told))

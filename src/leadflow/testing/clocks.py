"""Strategies of clocks near the instants at which something changes (laws 3 and 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from hypothesis import strategies as st

from leadflow.clinics.joined import CLINIC
from leadflow.decision import Decision
from leadflow.engine import Engine
from leadflow.history import History
from leadflow.policy import Policy
from leadflow.readers.stories.spans import DAY, HOUR, MICROSECOND, clipped

_MOST = 4
"""How many changes by themselves a clock may lie behind an event."""


class Aim(NamedTuple):
    """Where a clock lies: counted from an event, at something that lies ahead of it, or beside.

    `back` counts events from the last one (beyond the first: the lead's creation). `ahead` counts
    what a decision at that instant has ahead of it; `shift` is added.
    """

    back: int
    ahead: int
    shift: timedelta


def aims(most: int) -> st.SearchStrategy[Aim]:
    """Aims at any of `most` events; the plainest first, the last event itself."""
    shifts = (timedelta(), -MICROSECOND, MICROSECOND, HOUR, 40 * DAY)
    wheres: Sequence[tuple[int, timedelta]] = [
        *product((0, 1, 2, 3), shifts[:3]),
        *product((4, 5, 6, 7, 8, 9), shifts[:3]),
        *product((0,), shifts[3:]),
    ]
    return st.builds(
        lambda back, where: Aim(back, *where), st.integers(0, most), st.sampled_from(wheres)
    )


def clock_at(aim: Aim, history: History, engine: Engine) -> datetime:
    """The instant that an aim means, within the years that input may hold."""
    events = history.events
    event = events[-1 - aim.back] if aim.back < len(events) else None
    at = history.lead.created_at if event is None else event.at
    if aim.ahead:
        named = (getattr(event, name, None) for name in ("due", "starts_at"))
        ahead = [each for each in named if each is not None]
        ahead += _ahead(engine, history.until(at), at, aim.ahead)
        if ahead:
            at = ahead[(aim.ahead - 1) % len(ahead)]
    return clipped(at + aim.shift)


def _ahead(engine: Engine, history: History, at: datetime, most: int) -> list[datetime]:
    """What a decision has ahead of it: the instants at which it changes, contacts, deadlines."""
    state = engine.fold(history, now=at)
    decision = engine.decide(state, now=at)
    found = _instants(decision)
    until = decision.valid_until
    for _ in range(min(most, _MOST)):
        if until is None or clipped(until) != until:
            break
        found.append(until)
        until = engine.decide(state, now=until).valid_until
    return sorted(found)


def _instants(decision: Decision) -> list[datetime]:
    contacts = [*decision.upcoming]
    if decision.next_contact is not None:
        contacts.append(decision.next_contact)
    return [at for each in contacts for at in (each.at, each.by) if at is not None]


def clocks_near(history: History, *, policy: Policy = CLINIC) -> st.SearchStrategy[datetime]:
    """Clocks at which a decision on this history is most likely to be wrong.

    At an event, at a timer, at the instant a contact falls due or its deadline passes, at the start
    of an appointment, each also a microsecond before and after; and some time after an event.
    Timers and contacts are those under `policy`.
    """
    engine = Engine(policy)
    return aims(len(history.events)).map(lambda aim: clock_at(aim, history, engine))

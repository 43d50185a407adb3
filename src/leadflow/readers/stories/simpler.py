"""What is simpler than a history that was found: fewer events, plainer ones, earlier ones.

Whoever found a history that shows something tries these one after another, and goes on from the
first that shows it still.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from leadflow.events import AnyEvent
from leadflow.lead import Lead, Profile

INSTANTS = ("at", "due", "starts_at")


class Move(NamedTuple):
    """What is done at one instant: a look at the lead, and before it an event, if any."""

    at: datetime
    event: AnyEvent | None


Run = tuple[Lead, Sequence[Move]]


def simpler(lead: Lead, moves: Sequence[Move]) -> Iterator[Run]:
    """Runs that are shorter, plainer or quicker, boldest first."""
    for kept in (*_in_stretches(moves), *_without_two(moves)):
        yield lead, kept
    for plain in _plainer_leads(lead):
        yield plain, moves
    for place, move in enumerate(moves):
        for plainer in _plainer(move):
            yield lead, [*moves[:place], plainer, *moves[place + 1 :]]
    before = lead.created_at
    for place, move in enumerate(moves):
        back, before = before - move.at, move.at
        if back:
            yield lead, [*moves[:place], *(_moved(each, back) for each in moves[place:])]
            yield lead, [*moves[:place], _moved(move, back), *moves[place + 1 :]]


def _in_stretches(moves: Sequence[Move]) -> Iterator[Sequence[Move]]:
    """Without all the moves, a half of them, a quarter, and so on down to one."""
    size = 2 * len(moves)
    while size := size // 2:
        for first in range(0, len(moves), size):
            yield [*moves[:first], *moves[first + size :]]


def _without_two(moves: Sequence[Move]) -> Iterator[Sequence[Move]]:
    for pair in combinations(range(len(moves)), 2):
        yield [move for place, move in enumerate(moves) if place not in pair]


def _plainer_leads(lead: Lead) -> Iterator[Lead]:
    """The lead with nothing known of it; with one fact fewer."""
    profile, plain = lead.profile, Profile()
    if profile == plain:
        return
    yield lead.model_copy(update={"profile": plain})
    for name, fact in profile:
        if fact != getattr(plain, name):
            fewer = profile.model_copy(update={name: getattr(plain, name)})
            yield lead.model_copy(update={"profile": fewer})


def _plainer(move: Move) -> Iterator[Move]:
    """Only a look; the event with what it tells, one by one, left untold."""
    event = move.event
    if event is None:
        return
    yield Move(move.at, None)
    for field in fields(event):
        if field.default is not MISSING and getattr(event, field.name) != field.default:
            yield Move(move.at, replace(event, **{field.name: field.default}))


def _moved(move: Move, by: timedelta) -> Move:
    """The move at another instant, with the instants that its event names."""
    event = move.event
    if event is not None:
        named = (getattr(event, name, None) for name in INSTANTS)
        moved = {name: at + by for name, at in zip(INSTANTS, named, strict=True) if at is not None}
        event = replace(event, **moved)
    return Move(move.at + by, event)

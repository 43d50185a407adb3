"""From a difference that was found to the shortest history that shows it.

Hypothesis could shrink the run of its state machine. It was measured against this: up to ten
seconds where this takes a tenth of one, and at times eleven events where two do, because it works
on the choices that made the run, not on the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, replace
from datetime import timedelta
from itertools import combinations

from leadflow.engine import Engine
from leadflow.lead import Lead, Profile
from leadflow.testing.sides import Difference, Move, Start, differing

INSTANTS = ("at", "due", "starts_at")

Run = tuple[Lead, Sequence[Move]]


def shortest(found: Difference, start: Start, engine: Engine) -> Difference:
    """A difference of which no move, nor any two, can be left out, and none made earlier."""
    while True:
        shorter = (differing(start, engine, *run) for run in _simpler(found))
        simpler = next(filter(None, shorter), None)
        if simpler is None:
            return found
        found = simpler


def _simpler(found: Difference) -> Iterator[Run]:
    """Runs that are shorter, plainer or quicker than the one that was found, boldest first."""
    lead, moves = found.history.lead, found.moves
    for kept in (*_in_stretches(moves), *_without_two(moves)):
        yield lead, kept
    plain = lead.model_copy(update={"profile": Profile()})
    if plain != lead:
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
    """Without a half of the moves, a quarter, and so on down to one."""
    size = len(moves)
    while size := size // 2:
        for first in range(0, len(moves), size):
            yield [*moves[:first], *moves[first + size :]]


def _without_two(moves: Sequence[Move]) -> Iterator[Sequence[Move]]:
    for pair in combinations(range(len(moves)), 2):
        yield [move for place, move in enumerate(moves) if place not in pair]


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

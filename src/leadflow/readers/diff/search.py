"""The search for a history on which two policies part: what is tried, in which order, to what end.

Nothing here is left to chance, and what a policy has answered once is kept: the many fields of one
comparison are looked for in the same histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from leadflow.display.words import span_in_words
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.readers.diff.asking import Answer, Side, parting
from leadflow.readers.diff.hints import hints
from leadflow.readers.diff.queues import Jump, jump
from leadflow.readers.stories.by_section import SECTIONS, short_tellings
from leadflow.readers.stories.simpler import Move, simpler
from leadflow.readers.stories.tellings import (
    AT_FIRST,
    KINDS,
    STEPS,
    Telling,
    pairs,
    singles,
    tellings,
    told,
)


class Parting(NamedTuple):
    """A history on which two policies part, and the first instant at which they do."""

    history: History
    now: datetime


Tried = tuple[History, tuple[Answer, ...]]


class Known:
    """Histories of one policy, made and answered when first asked for.

    Two threads that ask at once work out the same and keep either.
    """

    def __init__(self, side: Side, ways: Callable[[], Sequence[Telling]]) -> None:
        self._side = side
        self._ways = ways
        self._known: dict[int, Tried] = {}

    def __iter__(self) -> Iterator[Tried]:
        side = self._side
        for place, telling in enumerate(self._ways()):
            if place not in self._known:
                history = told(telling, side.lead, side)
                self._known[place] = history, side.answers(history)
            yield self._known[place]


class Search:
    """Looks for histories on which other policies part from this one."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._short = {name: Known(side, partial(short_tellings, name)) for name in SECTIONS}
        self._singles, self._pairs, self._stories = (
            Known(side, ways) for ways in (singles, pairs, tellings)
        )

    def parting(self, other: Side, *paths: str) -> Parting | Jump | None:
        """Where another policy, which differs in these fields, parts; none: on no history tried."""
        sections = dict.fromkeys(path.partition(".")[0] for path in paths)
        near = chain(self._pointed_at(other, sections), self._near(*sections))
        return (
            self._first(near, other)
            or self._jump(other)
            or self._first(chain(self._pairs, self._stories), other)
        )

    def _first(self, tried: Iterable[Tried], other: Side) -> Parting | None:
        for history, answers in tried:
            at = parting(answers, other.answers(history))
            if at is not None:
                return self.shortest(Parting(history, at), other)
        return None

    def _jump(self, other: Side) -> Jump | None:
        if other.policy.priority.order == self.side.policy.priority.order:
            return None
        return jump(self._near("priority"), self.side, other)

    def at(self, history: History, other: Side) -> Parting | None:
        """Where another policy parts on this history."""
        at = parting(self.side.answers(history), other.answers(history))
        return None if at is None else Parting(history, at)

    def shortest(self, found: Parting, other: Side) -> Parting:
        """A parting of which no event can be left out, made plainer or come earlier."""
        while True:
            moves = [Move(event.at, event) for event in found.history.events]
            partings = (self.at(each, other) for each in _simpler(found.history.lead, moves))
            shorter = next(filter(None, partings), None)
            if shorter is None:
                return found
            found = shorter

    def _pointed_at(self, other: Side, sections: Iterable[str]) -> Iterator[Tried]:
        for section in sections:
            for history in hints(section, self.side, other):
                yield history, self.side.answers(history)

    def _near(self, *sections: str) -> Iterator[Tried]:
        """Short histories: what the sections are about, single steps, what the others are about."""
        own = (self._short[name] for name in sections if name in self._short)
        rest = (self._short[name] for name in SECTIONS if name not in sections)
        return chain(*own, self._singles, *rest)


def _simpler(lead: Lead, moves: Sequence[Move]) -> Iterator[History]:
    for whose, kept in simpler(lead, moves):
        events = tuple(move.event for move in kept if move.event is not None)
        if len(events) == len(kept):
            yield History(lead=whose, events=events)


def bounds() -> str:
    """What was tried where no witness was found, in words and numbers."""
    short = len({way for section in SECTIONS for way in short_tellings(section)})
    long, soon = tellings(), span_in_words(AT_FIRST)
    return (
        f"none found, and tried were: no event; each of {len(STEPS)} steps, {soon} after creation; "
        f"every two events of {len(KINDS)} types, the first {soon} after creation, the second "
        f"{soon} after the first or when the decision next changes by itself; and "
        f"{short + len(long):,} stories of up to {max(map(len, long))} events; each looked at "
        "whenever either decision may change, until nothing is left to come"
    )

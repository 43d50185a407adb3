"""The shortest stories in which a section of a policy is at work, told in every way.

Where `chapters` lead to rare states by many steps, these few steps are about one section each.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from leadflow.readers.stories.chapters import EDGES, Gap, Limit
from leadflow.readers.stories.spans import DAY, HOUR
from leadflow.readers.stories.steps import (
    BARE,
    BOOKED,
    EMAILS,
    HUNG_UP,
    MARKS,
    MESSAGES,
    MISSED_IT,
    POOLED,
    PROMISED,
    REMARKS,
    RINGING,
    SPOKEN,
    TRIES,
    UNREACHED,
    UNTOLD,
    VISITED,
    VOICEMAILS,
    Pool,
)
from leadflow.readers.stories.tellings import AT_FIRST, Happening, Telling

NOW, DAYS = AT_FIRST, 2 * DAY
_EDGE: Gap = EDGES[0]
_TRY: Pool = (*UNREACHED[:1], *UNTOLD[:1], *EMAILS, *BARE)
_CALL: Pool = (*UNREACHED[:1], *UNTOLD[:1], *SPOKEN[1:2])
_LATER: Pool = PROMISED[1:3]
_DUE: Pool = (*MESSAGES[:2], *RINGING, *HUNG_UP)
_LAPSED: Gap = Limit(-1)


def _acts(*acts: tuple[Gap, Pool]) -> Iterator[Telling]:
    """Every choice of a step from each act's pool, after the act's gap."""
    gaps = [gap for gap, _pool in acts]
    for steps in product(*(pool for _gap, pool in acts)):
        yield tuple(map(Happening, steps, gaps))


def _tries() -> Iterator[Telling]:
    yield from _acts((NOW, _TRY), (NOW, _TRY))
    yield from _acts((NOW, _CALL), (DAY, (*_TRY, *VOICEMAILS)))
    yield from _acts((5 * HOUR, _TRY))
    yield from _acts((NOW, _LATER[:1]), (_EDGE, (*TRIES, *SPOKEN)))
    yield from _acts((NOW, _CALL), (DAY, _CALL), (DAY, (*_CALL, *EMAILS)))
    yield from _acts((NOW, UNTOLD[:1]), (DAY, UNTOLD[:1]), (DAY, _CALL), (NOW, BARE))
    yield from _acts((NOW, SPOKEN[1:2]), (DAY, SPOKEN[1:2]), (DAY, SPOKEN[1:2]), (NOW, BARE))
    for pool in (UNREACHED[:1], UNTOLD[:1]):
        kept = (NOW, pool), (DAY, pool), (NOW, _LATER[1:])
        yield from _acts(*kept, (NOW, pool), (DAYS, (*pool, *BARE)))
        yield from _acts(*kept, (NOW, pool), (DAYS, pool), (NOW, BARE))


def _rounds() -> Iterator[Telling]:
    yield from _acts((NOW, UNREACHED[:1]), (NOW, EMAILS))
    yield from _acts((NOW, UNREACHED[:1]), (DAY, UNREACHED[:1]), (DAY, UNREACHED[:1]))
    calls = [(gap, UNREACHED[:1]) for gap in (NOW, DAY, DAY, DAY)]
    for most in range(len(calls)):
        yield from _acts(*calls[: most + 1], (NOW, EMAILS))


def _visits() -> Iterator[Telling]:
    yield from _acts((NOW, (*BOOKED, *MARKS)))
    yield from _acts((NOW, BOOKED[:1]), (DAYS, (*MISSED_IT, *VISITED)))


def _missed() -> Iterator[Telling]:
    missed = (NOW, BOOKED[:1]), (DAYS, MISSED_IT)
    yield from _acts(*missed)
    yield from _acts(*missed, (NOW, (*UNREACHED[:1], *EMAILS, *_DUE)))
    yield from _acts(*missed, (DAY, EMAILS))
    yield from _acts((NOW, BOOKED[:1]), (3 * DAY, EMAILS), (NOW, MISSED_IT))


def _unreachable() -> Iterator[Telling]:
    yield from _acts((NOW, POOLED))
    yield from _acts((NOW, POOLED[:1]), (NOW, (*PROMISED[:1], *_CALL)))
    for most in (3, 4, 5, 6):
        calls = [(DAY, UNREACHED[:1])] * most
        yield from _acts(*calls)
        yield from _acts(*calls, (_LAPSED, UNREACHED[:1]), (NOW, EMAILS))


def _at_once() -> Iterator[Telling]:
    """Two things due at the same time."""
    yield from _acts((NOW, _DUE), (NOW, _DUE))
    yield from _acts((NOW, BOOKED[:1]), (_EDGE, _DUE))
    yield from _acts((NOW, BOOKED[:1]), (DAYS, MISSED_IT), (NOW, _DUE))
    yield from _acts((NOW, POOLED[:1]), (NOW, PROMISED[:1]), (_EDGE, _DUE))


def _remarks() -> Iterator[Telling]:
    yield from _acts((NOW, REMARKS))


_BY_SECTION = {
    "attempts": (_tries, _rounds),
    "first_contact": (_tries,),
    "mail": (_rounds, _tries),
    "appointments": (_visits, _missed),
    "reminder": (_visits, _at_once),
    "no_show": (_missed,),
    "unreachable": (_unreachable,),
    "routing": (_visits, _remarks),
    "priority": (_at_once, _unreachable, _remarks),
    "calendar": (_tries, _visits, _missed),
    "tasks": (_tries, _visits, _missed),
    "wording": (_tries, _visits, _missed, _rounds, _unreachable),
    "checklists": (_tries, _visits, _missed),
}


SECTIONS = tuple(_BY_SECTION)


@cache
def short_tellings(section: str) -> tuple[Telling, ...]:
    """The stories about one of `SECTIONS`, those of few steps first."""
    ways = [each for chapter in _BY_SECTION[section] for each in chapter()]
    return tuple(sorted(dict.fromkeys(ways), key=len))

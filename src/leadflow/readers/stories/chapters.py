"""Stories: the beginnings of histories, so that what takes many steps does come about.

An act of a story is a pool of steps and a pool of gaps before them. A gap that is `None` leaves
the act out, which is how a story shrinks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from leadflow.readers.stories.spans import DAY, HOUR, MICROSECOND, MINUTE
from leadflow.readers.stories.steps import (
    BARE,
    BOOKED,
    BOOKINGS,
    CANCELLED,
    CLOSINGS,
    EMAILS,
    GIVEN_UP,
    HANDED_OVER,
    HUNG_UP,
    INVALID,
    LOST,
    MARKS,
    MESSAGES,
    MISSED,
    MISSED_IT,
    MOVED,
    OPENINGS,
    POOLED,
    PROMISED,
    REASONS,
    REMARKS,
    REMINDED,
    REOPENED,
    RESPONSES,
    RINGING,
    RINGS,
    SPOKEN,
    STOPS,
    TOLD_LATER,
    TRANSFERS,
    TRIES,
    UNCOUNTED,
    UNPHONED,
    UNREACHED,
    UNTOLD,
    VISITED,
    VISITS,
    VOICEMAILS,
    WAYS,
    WHATEVER,
    Pool,
)


class Edge(NamedTuple):
    """A gap to the next instant at which the decision changes by itself, give or take."""

    give: timedelta


class Limit(NamedTuple):
    """A gap as long as one of the delays of a policy, counted from the shortest."""

    place: int


Gap = timedelta | Edge | Limit | None
Act = tuple[Pool, Sequence[Gap]]
Story = tuple[Act, ...]

EDGES = (Edge(timedelta()), Edge(-MICROSECOND), Edge(MICROSECOND))
SOON: Sequence[Gap] = (5 * MINUTE, timedelta(), MICROSECOND, 30 * MINUTE, HOUR, 5 * HOUR)
"""To what follows on the same day."""
_EDGE: Sequence[Gap] = (*EDGES[:1] * 4, *EDGES, HOUR)
_PAST: Sequence[Gap] = (7 * DAY, 8 * DAY, 10 * DAY, 3 * DAY)
"""Past an appointment."""
_LIMITS = 8


WHENEVER: Sequence[Gap] = (
    5 * MINUTE,
    timedelta(),
    MICROSECOND,
    HOUR,
    DAY,
    3 * DAY,
    8 * DAY,
    32 * DAY,
    *map(Limit, range(_LIMITS)),
    *EDGES,
    *EDGES,
)
"""Any gap: of a clinic's day, as long as the policy's delays, and to the edges of decisions."""
_DAILY: Sequence[Gap] = (*[DAY] * 4, 8 * DAY, 3 * DAY, Edge(timedelta()), 2 * DAY)
"""To another day, and so to another attempt, whatever the policy counts as one."""
_MONTHS: Sequence[Gap] = (*[Limit(-1)] * 3, Edge(timedelta()), 62 * DAY, 62 * DAY, 94 * DAY)
"""Past the longest that a policy waits for a lead."""


def stories() -> tuple[Story, ...]:
    """How histories begin, the plainest first; each goes on with whatever comes."""
    told = (_tries, _messages, _appointments, _no_shows, _unreachable, _closings)
    return ((), *(story for chapter in told for story in chapter()))


def _then(gaps: Sequence[Gap], *pools: Pool) -> Story:
    """Something of each of these pools, each after such a gap or, one time in many, left out."""
    return tuple((pool, (None, *gaps, *gaps)) for pool in pools)


def _tries() -> Sequence[Story]:
    """Tries until attempts run out, told in pieces, with promises between; and mail rounds."""
    rounds: Story = (*_then(_DAILY, UNREACHED), *_then(SOON, EMAILS)) * 3
    return (
        _then(_DAILY, *[TRIES] * 5),
        (*_then(_DAILY, *[UNREACHED] * 4), *_then(WHENEVER, PROMISED, TRIES)),
        (
            *_then(_DAILY, UNREACHED, UNREACHED),
            *_then(SOON, UNTOLD, BARE),
            *_then(WHENEVER, PROMISED),
        ),
        (*_then(SOON, UNTOLD, RESPONSES, RESPONSES, BARE), *rounds[:3]),
        (*_then(_DAILY, EMAILS, EMAILS, EMAILS), *_then(SOON, PROMISED), *_then(_DAILY, EMAILS)),
        (*_then(_DAILY, UNREACHED, UNREACHED), *_then(SOON, UNTOLD, BARE)),
        _then(SOON, UNTOLD[1:], TOLD_LATER, RESPONSES),
        _then(SOON, UNTOLD[1:], (*BARE, *PROMISED, *MESSAGES, *RINGING), TOLD_LATER),
        _then(SOON, UNCOUNTED, (*TOLD_LATER, *UNTOLD[1:])),
        _then(SOON, UNTOLD[1:], SPOKEN, TOLD_LATER[:2]),
        _then(SOON, TOLD_LATER[2:], TOLD_LATER[2:]),
        (*_then(_DAILY, UNREACHED, TRIES), *_then(SOON, PROMISED[2:5], TRIES)),
        _then(SOON, (*SPOKEN, *UNREACHED), PROMISED[2:5], (*EMAILS, *BARE, *UNREACHED)),
        (*rounds, *_then(WHENEVER, MESSAGES)),
        (*rounds[:1], *_then(SOON, MESSAGES, EMAILS, UNREACHED)),
        (*_then(SOON, EMAILS, UNREACHED), *_then(_DAILY, EMAILS, UNREACHED)),
        (*_then(SOON, SPOKEN), *_then(WHENEVER, BARE, UNREACHED, BARE)),
        (*_then(SOON, SPOKEN), *_then(_DAILY, UNREACHED, UNREACHED), *_then(WHENEVER, BARE)),
    )


def _messages() -> Sequence[Story]:
    """Calls and messages from the lead, and what is owed for them."""
    return (
        _then(SOON, RINGS, RINGS, RINGS, UNREACHED),
        _then(SOON, TRIES, RINGING),
        _then(SOON, UNREACHED, PROMISED[2:5], (*MESSAGES, *RINGING)),
        _then(SOON, RINGING, (*HUNG_UP, *SPOKEN, *UNTOLD), VOICEMAILS, UNREACHED),
        _then(SOON, RINGS[2:], RINGS[2:], RINGS[2:]),
        _then(SOON, RINGS[4:5], (*BARE, *UNREACHED, *STOPS), RINGS[4:5]),
        _then(SOON, RINGS[2:3], RINGS[2:3]),
        _then(SOON, RINGS[2:3], RINGS[2:3], (*SPOKEN, *VOICEMAILS, *UNREACHED), RINGS[3:4]),
        (*_then(SOON, RINGING), *_then(WHENEVER, VOICEMAILS, (*UNREACHED, *EMAILS), SPOKEN)),
        (*_then(SOON, UNPHONED, (*MESSAGES, *RINGS)), *_then(WHENEVER, EMAILS, UNREACHED)),
        (*_then(SOON, UNPHONED[:2], VOICEMAILS, EMAILS), *_then(WHENEVER, RESPONSES)),
        _then(SOON, UNPHONED[:2], EMAILS),
        _then(WHENEVER, WAYS, RINGS, WAYS, TRIES),
        _then(WHENEVER, REMARKS, (*REMARKS[:2], *REMARKS), TRANSFERS, WHATEVER),
        _then(SOON, TRANSFERS, (*RINGING, *UNREACHED, *BOOKED)),
    )


def _appointments() -> Sequence[Story]:
    """Appointments kept, moved, cancelled, reminded of, and told twice."""
    return (
        (*_then(SOON, BOOKINGS, BOOKINGS), *_then(WHENEVER, REMINDED, VISITS)),
        (*_then(SOON, BOOKED), *_then(WHENEVER, (*MOVED, *CANCELLED), VISITS)),
        (*_then(SOON, BOOKED), *_then(_EDGE, (*SPOKEN, *UNREACHED)), *_then(WHENEVER, VISITED)),
        (*_then(SOON, UNPHONED[:2], BOOKED), *_then(_EDGE, EMAILS), *_then(WHENEVER, VISITED)),
        (*_then(SOON, UNPHONED[:2], BOOKED), *_then(_EDGE, EMAILS)),
        (*_then(SOON, BOOKED), *_then(_EDGE, SPOKEN, (*MOVED, *CANCELLED))),
        _then(SOON, BOOKED, (*MOVED, *CANCELLED)),
        _then(SOON, BOOKED, REMINDED[:2], BOOKED),
        _then(SOON, MARKS, MARKS, BOOKED),
        _then(SOON, CANCELLED, (*MOVED, *MISSED, *VISITED)),
        (*_then(SOON, MARKS, (*MARKS, *BOOKED)), *_then(WHENEVER, VISITS, VISITS)),
        (*_then(SOON, BOOKED, BOOKED), *_then(WHENEVER, BOOKED, (*MOVED, *CANCELLED))),
        (*_then(WHENEVER, VISITED), *_then(SOON, VISITED, (*MISSED, *REOPENED, *POOLED))),
    )


def _no_shows() -> Sequence[Story]:
    """Missed appointments, the steps after them, and months of silence."""
    missed: Story = (*_then(SOON, BOOKED), *_then(_PAST, MISSED_IT))
    return (
        (*missed, *_then(SOON, (*UNREACHED, *SPOKEN)), *_then(_DAILY, EMAILS, EMAILS)),
        (*missed, *_then(_MONTHS, TRIES, WHATEVER)),
        (*missed, *_then(WHENEVER, MESSAGES, MISSED), *_then(_MONTHS, REMARKS)),
        (*_then(SOON, BOOKED), *_then(_PAST, EMAILS), *_then(WHENEVER, MISSED_IT, UNREACHED)),
        (*_then(SOON, UNPHONED[:2]), *missed, *_then(SOON, EMAILS), *_then(WHENEVER, EMAILS)),
        (*_then(SOON, UNPHONED[:2]), *missed, *_then(SOON, EMAILS)),
        (*_then(SOON, BOOKED[:1]), *_then(_PAST, EMAILS), *_then(SOON, MISSED_IT)),
        (*missed, *_then(WHENEVER, PROMISED, POOLED), *_then(_MONTHS, REMARKS)),
    )


def _unreachable() -> Sequence[Story]:
    """Leads that nobody reaches: the criteria, the final attempt, the pool, and out of it."""
    calls: Story = _then(_DAILY, *[(*UNREACHED, *UNREACHED, *EMAILS)] * 5)
    final: Story = (*calls, *_then(_MONTHS, UNREACHED), *_then(SOON, UNREACHED, EMAILS))
    return (
        final,
        (*final, *_then(SOON, POOLED), *_then(WHENEVER, UNREACHED, (*MESSAGES, *SPOKEN))),
        (
            *calls,
            *_then(_MONTHS, EMAILS),
            *_then(SOON, EMAILS, UNREACHED),
            *_then(WHENEVER, REOPENED),
        ),
        (*_then(SOON, UNPHONED), *_then(_DAILY, *[EMAILS] * 5), *_then(_MONTHS, EMAILS, EMAILS)),
        _then(SOON, POOLED, POOLED, (*SPOKEN, *REOPENED, *MESSAGES)),
        _then(WHENEVER, POOLED, POOLED, UNREACHED, (*SPOKEN, *REOPENED, *MESSAGES)),
    )


def _closings() -> Sequence[Story]:
    """Leads that are closed, what happens to them then, and how they are opened again."""
    return (
        _then(WHENEVER, INVALID, (*VISITED, *MESSAGES), (*PROMISED, *BOOKED, *REOPENED)),
        _then(SOON, INVALID, MESSAGES, PROMISED, VISITED),
        _then(WHENEVER, LOST, (*UNREACHED, *HUNG_UP, *EMAILS), (*SPOKEN, *MESSAGES)),
        _then(WHENEVER, (*LOST, *HANDED_OVER), HUNG_UP, VISITED),
        _then(SOON, UNTOLD[1:], (*LOST, *HANDED_OVER, *STOPS), TOLD_LATER),
        _then(SOON, LOST, UNTOLD[1:], TOLD_LATER[2:]),
        _then(WHENEVER, HANDED_OVER, (*MISSED, *RINGS, *POOLED), (*PROMISED, *SPOKEN, *REOPENED)),
        _then(WHENEVER, (*LOST, *REASONS), (*REASONS, *LOST), (*PROMISED, *OPENINGS)),
        _then(WHENEVER, STOPS, WHATEVER, (*BOOKED, *TRIES), OPENINGS),
        _then(WHENEVER, CLOSINGS, WHATEVER, OPENINGS),
        _then(SOON, STOPS, (*BOOKED, *RINGS, *MESSAGES), TRIES),
        _then(WHENEVER, TRIES, STOPS, WHATEVER),
        *(_then(WHENEVER, (given_up,)) for given_up in GIVEN_UP),
    )

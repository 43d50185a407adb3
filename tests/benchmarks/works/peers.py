"""Other libraries with the same ladder, the same histories and the same answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.measuring import Samples, Work, interleaved
from benchmarks.works.deciding import decide, events_of, ladder
from benchmarks.works.missing import Missing
from leadflow import RSI

if TYPE_CHECKING:
    from benchmarks.peers.all_of_them import DecideAll, Leads

LEADS = 200


@cache
def peers() -> Samples:
    """A unit is an event; leadflow decides the same leads."""
    try:
        from benchmarks.peers.all_of_them import PEERS
    except ImportError:
        raise Missing("a peer is not installed: the extra `benchmark`") from None
    cases = ladder(LEADS)
    leads = [(each.ints, each.now_ints) for each in cases]
    events = events_of(cases)
    return interleaved(
        {
            "leadflow": Work(decide(RSI, cases), events),
            **{name: Work(_by(peer, leads), events) for name, peer in PEERS.items()},
        }
    )


def _by(peer: DecideAll, leads: Leads) -> Callable[[], object]:
    return lambda: peer(leads)

"""How it is measured: side by side in one process, round by round, medians of ratios.

In each round every work is done once, one after the other, so that a machine that slows down for a
while slows all of them; a ratio is taken within each round, and the median of the rounds' ratios
is the figure. Time is the processor's. The garbage collector stays on, as in pyperf, since users
pay for it too; what the set-up has made is put out of its sight, and what one work leaves behind
is cleared away before the next begins, not in its time.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import NamedTuple

ROUNDS = 11
"""Of each measurement; odd, so that the median is one of them."""

LASTING = 0.1
"""Seconds that each sample lasts at least, so that what ran before it has left the caches."""


class Work(NamedTuple):
    """Something to do again and again, and how many units of the comparison it does at once."""

    run: Callable[[], object]
    units: int


Samples = Mapping[str, Sequence[float]]
"""By work, the seconds that one unit took in each round."""


def interleaved(
    works: Mapping[str, Work],
    *,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = process_time,
) -> Samples:
    """Do every work in each round, over and over until it has lasted; the first does not count."""
    times = {name: _times(work, clock) for name, work in works.items()}
    gc.collect()
    gc.freeze()
    samples: dict[str, list[float]] = {name: [] for name in works}
    try:
        for _round in range(rounds):
            for name, work in works.items():
                samples[name].append(_sample(work, times[name], clock))
    finally:
        gc.unfreeze()
    return samples


def _times(work: Work, clock: Callable[[], float]) -> int:
    began = clock()
    work.run()
    return max(1, round(LASTING / max(clock() - began, 1e-6)))


def _sample(work: Work, times: int, clock: Callable[[], float]) -> float:
    gc.collect()
    began = clock()
    for _time in range(times):
        work.run()
    return (clock() - began) / (work.units * times)


def ratio(samples: Samples, work: str, to: str) -> float:
    """How many times as long one work took as another: the median of the rounds' ratios."""
    return median(one / two for one, two in zip(samples[work], samples[to], strict=True))


def seconds(samples: Samples, work: str) -> float:
    """What one unit of a work took, in the median."""
    return median(samples[work])

"""Chance: the one place where the library draws numbers, all of them from one seed.

Only the method `random` of `random.Random` is used: the only one of which Python promises that
the same seed gives the same numbers in every version. Everything else is worked out from it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import log
from random import Random  # noqa: TID251 - seeded, and the only chance that a simulation has

_SEED_BYTES = 16


class Chance:
    """Numbers that a seed and a name give, one after the other: the same in every process."""

    __slots__ = ("_next",)

    def __init__(self, seed: int, *name: str | int) -> None:
        text = "/".join(map(str, (seed, *name)))
        digest = hashlib.sha256(text.encode()).digest()[:_SEED_BYTES]
        self._next = Random(int.from_bytes(digest, "big")).random

    def number(self) -> float:
        """A number from 0 to below 1."""
        return self._next()


def chosen(number: float, weights: Sequence[float]) -> int:
    """Which of several comes up at a number from 0 to below 1; some weight must be above 0."""
    sums = [*accumulate(weights)]
    place = bisect_right(sums, number * sums[-1])
    return min(place, max(n for n, weight in enumerate(weights) if weight > 0))


def wait_of(number: float, mean: float) -> float:
    """A wait of which the mean is given, where nothing that happened before matters."""
    return -mean * log(1 - number)

"""Absolute times of single works, by pytest-benchmark: to compare two commits on one machine.

`pytest -n 0 tests/benchmarks/test_works.py --benchmark-save=before`, and on the other commit
`--benchmark-compare`. Nothing is asserted: the bounds are ratios, and stand in the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.works.deciding import clinic, decide, ladder, yardstick
from leadflow import CLINIC, INCINTA, RSI

Benchmark = Callable[[Callable[[], object]], Any]

LEADS = 1_000


class TestDeciding:
    """A thousand leads of about eight events each, events in memory."""

    def test_the_yardstick(self, benchmark: Benchmark) -> None:
        benchmark(yardstick())

    def test_the_ladder_under_rsi(self, benchmark: Benchmark) -> None:
        benchmark(decide(RSI, ladder(LEADS)))

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
    def test_every_chapter(self, policy: Any, benchmark: Benchmark) -> None:
        benchmark(decide(policy, clinic(LEADS)))

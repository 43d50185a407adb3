"""The ladder of RSI, written a second time in straight lines, decides as leadflow does.

`benchmarks/yardstick.py` is what the benchmarks compare with; it knows nothing of rules, policies
or drafts, and so is a second opinion on chapter ATT as well.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.ladder_histories import Case, answer_of, drawn
from benchmarks.yardstick import CONTACTED, DEAD, FOLLOW_UP, NEW, fold
from leadflow import RSI, Engine

LEADS = 500


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(drawn(LEADS))


class TestYardstick:
    """Status, next contact and reason for loss are the same for every drawn history."""

    def test_leadflow_agrees(self, cases: list[Case]) -> None:
        engine = Engine(RSI)
        for case in cases:
            decision = engine.decide(case.history, now=case.now)
            assert answer_of(decision) == fold(case.ints, case.now_ints)

    def test_every_instant_between_events_is_agreed_on(self, cases: list[Case]) -> None:
        engine = Engine(RSI)
        for case in cases[: LEADS // 10]:
            created, events = case.ints
            for told in range(len(events)):
                shown = case.history.events[told]
                ints = created, tuple(each for each in events if each[1] <= events[told][1])
                decision = engine.decide(case.history, now=shown.at)
                assert answer_of(decision) == fold(ints, events[told][1])

    def test_the_histories_come_to_every_end_of_the_ladder(self, cases: list[Case]) -> None:
        ends = Counter(fold(case.ints, case.now_ints)[0] for case in cases)
        assert set(ends) == {NEW, FOLLOW_UP, CONTACTED, DEAD}

    def test_the_same_numbers_draw_the_same_histories(self) -> None:
        assert [each.ints for each in drawn(20)] == [each.ints for each in drawn(20)]

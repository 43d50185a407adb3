"""Every history of up to four events, under every preset: no law broken, and the counts kept.

`pytest tests/exploration --exploration-depth 5` goes one event deeper; `--record` keeps new counts.
"""

from __future__ import annotations

from functools import cache

import pytest

from exploration.steps import KINDS, OVER, TEMPOS, Tempo
from exploration.walk import GOLDEN, SAMPLED, Found, as_text, explored
from golden import agrees_with
from leadflow import Engine, ReasonForLoss, Status
from random_histories import PRESETS

DEFAULT_DEPTH = 4
every_preset = pytest.mark.parametrize("name", PRESETS)
every_tempo = pytest.mark.parametrize("tempo", TEMPOS, ids=lambda tempo: tempo.name)


@cache
def found(name: str, tempo: Tempo, depth: int) -> Found:
    return explored(Engine(PRESETS[name]), tempo, min(depth, tempo.deepest))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One comparison for the default depth, and one for each depth asked for beyond it."""
    if "recorded" in metafunc.fixturenames:
        asked = metafunc.config.getoption("exploration_depth")
        default = ["default"] if asked >= DEFAULT_DEPTH else []
        metafunc.parametrize("recorded", [*default, *range(DEFAULT_DEPTH + 1, asked + 1)])


@every_preset
@every_tempo
class TestEveryHistory:
    """Laws 2, 4, 7 and 8: kept by every history that there is, and nothing raises."""

    def test_no_law_is_broken(self, name: str, tempo: Tempo, exploration_depth: int) -> None:
        assert found(name, tempo, exploration_depth).faults == []

    def test_every_history_was_met(self, name: str, tempo: Tempo, exploration_depth: int) -> None:
        for (depth, _look), counted in found(name, tempo, exploration_depth).outcomes.items():
            assert counted.total() == len(KINDS) ** depth

    def test_enough_were_looked_at_closely(
        self, name: str, tempo: Tempo, exploration_depth: int
    ) -> None:
        met = found(name, tempo, exploration_depth)
        assert met.sampled == met.seen // SAMPLED > 0


@every_preset
class TestCounts:
    """What became of every history, counted: as it was when the counts were recorded."""

    def test_they_are_as_recorded(
        self, name: str, recorded: str | int, record: bool, exploration_depth: int
    ) -> None:
        if isinstance(recorded, int):
            tables = {OVER.name: found(name, OVER, exploration_depth).tables(recorded)}
            golden = GOLDEN / f"{name.lower()}-{recorded}.json"
        else:
            depths = range(DEFAULT_DEPTH + 1)
            golden = GOLDEN / f"{name.lower()}.json"
            tables = {
                tempo.name: found(name, tempo, exploration_depth).tables(*depths)
                for tempo in TEMPOS
            }
        agrees_with(golden, as_text(tables), record=record)


class TestWhatIsReached:
    """The exploration is worth its name: no outcome of four events is out of its reach."""

    def reached(self, column: int, depth: int) -> set[object]:
        return {
            outcome[column]
            for name in PRESETS
            for tempo in TEMPOS
            for counted in found(name, tempo, depth).outcomes.values()
            for outcome in counted
        }

    def test_every_status_but_two_closings_by_hand(self, exploration_depth: int) -> None:
        assert self.reached(0, exploration_depth) == set(Status) - {"office_transfer"}

    def test_every_reason_that_the_rules_give_by_themselves(self, exploration_depth: int) -> None:
        reasons = {None, ReasonForLoss.STOP_CONTACT, ReasonForLoss.NO_RESPONSE}
        assert self.reached(2, exploration_depth) >= reasons | {ReasonForLoss.BEST_PRACTICES}

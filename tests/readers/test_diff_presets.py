"""`diff` finds a witness for every value of every preset that matters, and every witness is true.

The alterations are those of `test_preset_values`, which also lists what cannot matter, and why.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import settings

from leadflow import Engine
from leadflow.paths import holds
from leadflow.readers.diff import PolicyDiff, diff
from parting import is_true
from random_histories import PRESETS
from test_preset_values import ALL, IMPORTANT, Alteration, engine_of, own_case, why_idle

ALL_OF_THEM = settings.get_current_profile_name() == "deep"
"""Under the deep profile every alteration is tried; else those that `dealt` deals."""
ALIKE, WAYS = 60, 5


def dealt(alterations: Iterable[Alteration]) -> list[Alteration]:
    """Every field path of every preset, in one way at least.

    Of the ways in which a field is altered, every fifth, beginning with another from one field to
    the next; of closed dates and of sources, which are hundreds and as any other, every sixtieth.
    """
    alterations = tuple(alterations)
    if ALL_OF_THEM:
        return list(alterations)
    ways: dict[tuple[str, str], list[Alteration]] = {}
    for each in alterations:
        if not is_as_any_other(each):
            ways.setdefault((each.preset, each.path), []).append(each)
    alike = list(filter(is_as_any_other, alterations))
    of_fields = (of[turn % min(WAYS, len(of)) :: WAYS] for turn, of in enumerate(ways.values()))
    return [*(each for of in of_fields for each in of), *alike[::ALIKE]]


def is_as_any_other(alteration: Alteration) -> bool:
    """Whether there are hundreds like it."""
    return bool(own_case(alteration)) or alteration.path.startswith("sources.")


def compared(alteration: Alteration) -> PolicyDiff:
    return diff(PRESETS[alteration.preset], other=alteration.policy())


class TestEveryValueThatMattersHasAWitness:
    """A lead on whom the altered preset decides differently, and on no shorter history."""

    @pytest.mark.parametrize("alteration", dealt(IMPORTANT), ids=str)
    def test_it_is_found_and_true(self, alteration: Alteration) -> None:
        found = compared(alteration)
        assert any(e.witness for e in found.fields if holds(alteration.path, e.path))
        assert found.witness is not None
        assert is_true(engine_of(alteration.preset), Engine(alteration.policy()), found.witness)


class TestWhatCannotMatterSaysWhy:
    """Where no decision can depend on a value, there is no witness but a reason."""

    @pytest.mark.parametrize("alteration", dealt(e for e in ALL if why_idle(e)), ids=str)
    def test_it_has_no_witness_and_a_reason(self, alteration: Alteration) -> None:
        found = compared(alteration)
        assert found.witness is None
        assert found.fields
        for each in found.fields:
            assert each.witness is None
            assert each.idle
            assert each.why_none

"""`diff` finds a witness for every value of every preset that matters, and every witness is true.

The alterations are those of `test_preset_values`, which also lists what cannot matter, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from leadflow import Decision, Engine, History, queue
from leadflow.paths import holds
from leadflow.readers.diff import PolicyDiff, QueueWitness, Witness, diff
from random_histories import PRESETS
from test_preset_values import ALL, IMPORTANT, Alteration, engine_of, own_case, why_idle

EVERY = 12
"""Of the closed dates and covered years every so many are tried, but with `--every-date`."""


def dealt(alterations: Iterable[Alteration]) -> list[Alteration]:
    """The alterations, of dates only some: there are hundreds, and each is as any other."""
    dates = 0
    chosen = []
    for each in alterations:
        if own_case(each):
            dates += 1
            if dates % EVERY:
                continue
        chosen.append(each)
    return chosen


def said(decision: Decision) -> tuple[Any, ...]:
    """Everything that a decision says but its clock, its policy, its reasons and its sources."""
    return (
        decision.status, decision.next_contact, decision.upcoming, decision.reason_for_loss,
        decision.routing, decision.priority, [replace(e, source="") for e in decision.tasks],
        decision.attempts, decision.do_not_contact, decision.valid_until, decision.warnings,
    )  # fmt: skip


def part(one: Engine, two: Engine, history: History) -> bool:
    """Whether two policies say something else of a history at any instant."""
    ahead: list[datetime | None] = [history.lead.created_at, *(e.at for e in history.events)]
    while (at := min(filter(None, ahead), default=None)) is not None:
        decisions = [each.decide(history, now=at) for each in (one, two)]
        if said(decisions[0]) != said(decisions[1]):
            return True
        ahead = [each for each in ahead if each is not None and each > at]
        ahead += [each.valid_until for each in decisions]
    return False


def without_one(history: History) -> Sequence[History]:
    events = history.events
    return [
        History(lead=history.lead, events=events[:n] + events[n + 1 :]) for n in range(len(events))
    ]


def order(engine: Engine, witness: QueueWitness) -> list[str]:
    decisions = [engine.decide(each, now=witness.now) for each in witness.histories]
    return [each.lead_id for each in queue(decisions, now=witness.now)]


def is_true(one: Engine, two: Engine, witness: Witness | QueueWitness) -> bool:
    """Whether two policies part on a witness, and on nothing shorter."""
    if isinstance(witness, QueueWitness):
        return order(one, witness) != order(two, witness)
    decisions = [each.decide(witness.history, now=witness.now) for each in (one, two)]
    parted = said(decisions[0]) != said(decisions[1])
    return parted and not any(part(one, two, each) for each in without_one(witness.history))


@cache
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

"""The peers side by side: from many leads to their answers, by each library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks import yardstick as y
from benchmarks.peers import by_automat, by_statemachine, by_transitions, by_zen

Leads = Sequence[tuple[y.History, int]]
"""Histories, and the instant to decide each at."""
DecideAll = Callable[[Leads], list[y.Answer]]


def _one_by_one(decide: Callable[[y.History, int], y.Answer]) -> DecideAll:
    return lambda leads: [decide(history, now) for history, now in leads]


PEERS: Mapping[str, DecideAll] = {
    "transitions": _one_by_one(by_transitions.decide),
    "transitions, a model for each lead": _one_by_one(by_transitions.decide_apart),
    "zen-engine": by_zen.decide_all,
    "zen-engine, one lead after another": lambda leads: [
        by_zen.decide_all([lead])[0] for lead in leads
    ],
    "automat": _one_by_one(by_automat.decide),
    "python-statemachine": _one_by_one(by_statemachine.decide),
    "python-statemachine, one instance": _one_by_one(by_statemachine.decide_again),
}

"""What heads say must be held for a rule to fire only spares calls: it never changes an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given

from clinic import at, call, follow_up, history
from leadflow import History
from leadflow.engine.compile import Program, compiled, rules_for
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.rulebook.fields import FIELDS, GUARDS
from leadflow.rulebook.rule import Rule
from random_histories import CLOCKS, PRESETS, histories

DECIDERS = {name: Decider(policy) for name, policy in PRESETS.items()}


def reheaded(decider: Decider, change: Callable[[Rule], Rule]) -> Program:
    """The rules of a policy with other heads."""
    return compiled([change(rule) for rule in rules_for(decider.policy)])


HEEDLESS = {
    name: reheaded(decider, lambda rule: replace(rule, given=()))
    for name, decider in DECIDERS.items()
}
"""Programs that call every rule, whatever its head says is given."""


def answer(decider: Decider, program: Program, told: History, now: datetime) -> str:
    """What is decided by a program under a decider's policy."""
    draft = begin(told.lead, decider.terms)
    run(draft, told.events, now, program)
    decision = decider.decide(draft, told, now)
    return repr((decision, decision.upcoming))


class TestGivenSparesCallsOnly:
    """A rule whose `given` holds nothing would not have changed anything (design 3)."""

    @pytest.mark.parametrize("name", DECIDERS)
    @given(told=histories(), now=CLOCKS)
    def test_every_answer_is_the_same_without_it(
        self, name: str, told: History, now: datetime
    ) -> None:
        decider = DECIDERS[name]
        spared = answer(decider, decider.program, told, now)
        assert spared == answer(decider, HEEDLESS[name], told, now)

    def test_a_head_that_names_the_wrong_field_would_show(self) -> None:
        def dishonest(rule: Rule) -> Rule:
            return replace(rule, given=("reached",)) if rule.id == "ATT-8" else rule

        told = history(follow_up("2026-11-03 09:05", "2026-11-03 10:00"), call("2026-11-03 10:01"))
        decider, now = DECIDERS["RSI"], at("2026-11-03 10:02")
        wrong = answer(decider, reheaded(decider, dishonest), told, now)
        assert wrong != answer(decider, HEEDLESS["RSI"], told, now)

    @pytest.mark.parametrize("field", GUARDS)
    def test_what_can_be_given_is_a_field(self, field: str) -> None:
        assert field in FIELDS

"""From heads to a program: heads that contradict each other are found when it is compiled."""

from __future__ import annotations

from typing import Any

import pytest

from leadflow import RulebookError, Status
from leadflow.engine.compile import compiled
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import EXACT, ROUND
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import Body, Rule
from leadflow.rulebook.terms import Terms


def _one(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


def _two(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


def _three(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


ON, WHEN = (Occasion.CONTACTED,), (Status.NEW,)


def rule(body: Body, *sets: str, **more: Any) -> Rule:
    """A rule of a test, on one occasion in one status."""
    return Rule("TST-1", body, **{"on": ON, "when": WHEN, "sets": sets, **more})


class TestCompiled:
    """Heads that contradict each other are found when an engine is built."""

    def test_two_rules_that_set_one_field_and_say_nothing_of_it(self) -> None:
        with pytest.raises(RulebookError, match=r"_one and _two both set \['important'\]"):
            compiled([rule(_one, "important"), rule(_two, "important")])

    @pytest.mark.parametrize(
        "saying",
        [
            {"overrides": (_one,)},
            {"yields_to": (_one,)},
            {"after": (_one,)},
            {"before": (_one,)},
            {"final": True},
            {"on": (Occasion.REPLY,)},
            {"when": (Status.DEAD,)},
        ],
        ids=lambda saying: next(iter(saying)),
    )
    def test_unless_they_do(self, saying: dict[str, Any]) -> None:
        assert compiled([rule(_one, "important"), rule(_two, "important", **saying)])

    def test_two_rules_that_set_different_fields(self) -> None:
        assert compiled([rule(_one, "important"), rule(_two, "team")])

    def test_a_field_that_no_draft_has(self) -> None:
        with pytest.raises(RulebookError, match="no_such_field"):
            compiled([rule(_one, "no_such_field")])

    def test_a_field_that_no_draft_is_asked_for(self) -> None:
        with pytest.raises(RulebookError, match="no_such_field"):
            compiled([rule(_one, "team", given=("no_such_field",))])

    @pytest.mark.parametrize("needs", ["attempts", "no_such_section", "attempts.no_such_switch"])
    def test_something_needed_that_no_policy_can_be_without(self, needs: str) -> None:
        with pytest.raises(RulebookError, match="_one"):
            compiled([rule(_one, "team", needs=needs)])

    @pytest.mark.parametrize("way", ["after", "before", "overrides", "yields_to"])
    def test_a_circle_of_two(self, way: str) -> None:
        heads = [rule(_one, "team", **{way: (_two,)}), rule(_two, "team", **{way: (_one,)})]
        with pytest.raises(RulebookError, match="after the other"):
            compiled(heads)

    def test_a_circle_of_three(self) -> None:
        heads = [
            rule(_one, after=(_two,)),
            rule(_two, after=(_three,)),
            rule(_three, after=(_one,)),
        ]
        with pytest.raises(RulebookError, match="after the other"):
            compiled(heads)

    def test_a_rule_that_is_not_there_is_no_contradiction(self) -> None:
        assert compiled([rule(_one, "team", after=(_two,), overrides=(_three,))])

    def test_the_rulebook_itself_does_not_contradict_itself(self) -> None:
        assert compiled(RULEBOOK)


class TestGiven:
    """A rule is called where what its head says is given may hold something (design 3)."""

    @staticmethod
    def names(held: int, *rules: Rule) -> list[str]:
        program = compiled(rules)
        return [step[0].name for step in program[ON[0]][WHEN[0]][held]]

    def test_a_rule_that_is_given_nothing_is_not_called(self) -> None:
        rules = rule(_one), rule(_two, given=("round",))
        assert self.names(0, *rules) == ["_one"]
        assert self.names(ROUND, *rules) == ["_one", "_two"]

    def test_unless_an_earlier_rule_sets_what_it_is_given(self) -> None:
        setting = rule(_one, "round")
        assert self.names(0, setting, rule(_two, given=("round",))) == ["_one", "_two"]
        assert self.names(0, rule(_two, given=("round",)), setting) == ["_one"]

    def test_a_rule_that_is_not_called_sets_nothing(self) -> None:
        idle = rule(_one, "round", given=("criteria",))
        assert self.names(0, idle, rule(_two, given=("round",))) == []

    def test_what_a_final_rule_sets_is_given_to_none(self) -> None:
        last_word = rule(_one, "round", final=True)
        assert self.names(0, last_word, rule(_two, given=("round",))) == ["_one"]
        assert self.names(ROUND, last_word, rule(_two, given=("round",))) == ["_one", "_two"]

    def test_what_no_rule_asks_for_makes_no_difference(self) -> None:
        by_held = compiled([rule(_one, given=("round",))])[ON[0]][WHEN[0]]
        assert by_held[ROUND | EXACT] is by_held[ROUND]
        assert by_held[EXACT] is by_held[0]

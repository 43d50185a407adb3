"""Sweeps: variants of a policy by field paths, each checked when it is made."""

from __future__ import annotations

from typing import Any

import pytest

from leadflow import INCINTA, RSI, Policy
from leadflow.errors import InvalidPath, InvalidPolicy, LeadflowError
from leadflow.readers.whatif import sweep
from leadflow.sections import Then

DELAY, PER_DAY = "attempts.rungs[1].no_response", "attempts.one_per_day"
RUNG = {"unscheduled": "exhausted", "no_response": "exhausted"}
PLANTED = "zhang wei"


class TestVariants:
    """All combinations of the values, in order, under keys that say what they are."""

    def test_one_policy_for_each_value_in_the_given_order(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT24H", "PT6H", "PT12H"]})
        assert list(made) == [f"{DELAY}=PT24H", f"{DELAY}=PT6H", f"{DELAY}=PT12H"]

    def test_the_value_stands_at_its_path(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT6H"]})[f"{DELAY}=PT6H"]
        wanted = RSI.revise(
            attempts={
                "rungs": [
                    {"unscheduled": "PT4H", "no_response": "PT4H"},
                    {"unscheduled": "PT4H", "no_response": "PT6H"},
                    RUNG,
                ]
            }
        )
        assert made.attempts == wanted.attempts

    def test_nothing_else_differs(self) -> None:
        (made,) = sweep(RSI, changes={DELAY: ["PT6H"]}).values()
        shared = RSI.model_dump(exclude={"attempts", "name", "sources"})
        assert made.model_dump(exclude={"attempts", "name", "sources"}) == shared

    def test_several_paths_give_every_combination_the_last_varying_fastest(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT6H", "PT24H"], PER_DAY: [False, True]})
        assert list(made) == [
            f"{DELAY}={delay}, {PER_DAY}={flag}"
            for delay in ("PT6H", "PT24H")
            for flag in ("false", "true")
        ]

    def test_both_values_of_a_combination_are_in_force(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT6H"], PER_DAY: [True]})
        (policy,) = made.values()
        assert policy.attempts.one_per_day
        assert policy.model_dump(mode="json")["attempts"]["rungs"][1]["no_response"] == "PT6H"

    def test_a_policy_equal_to_the_given_one_is_a_point_too(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT24H"]})
        assert made[f"{DELAY}=PT24H"].attempts == RSI.attempts

    def test_values_that_come_to_the_same_are_one_variant(self) -> None:
        made = sweep(RSI, changes={DELAY: ["PT360M", "PT6H"]})
        assert list(made) == [f"{DELAY}=PT6H"]

    def test_the_library_s_own_values_do_as_well(self) -> None:
        made = sweep(RSI, changes={DELAY: (Then.EXHAUSTED,)})
        assert list(made) == [f"{DELAY}=exhausted"]

    @pytest.mark.parametrize(
        ("delay", "written"),
        [
            ({"business_days": 1}, '{"business_days":1}'),
            ({"business_hours": "PT4H"}, '{"business_hours":"PT4H"}'),
        ],
    )
    def test_a_delay_of_any_kind_takes_the_place_of_one(self, delay: Any, written: str) -> None:
        start = RSI.revise(attempts={"open_attempt_grace": {"business_days": 2}})
        path = "attempts.open_attempt_grace"
        assert list(sweep(start, changes={path: [delay]})) == [f"{path}={written}"]

    def test_the_place_behind_the_last_rung_adds_one(self) -> None:
        (made,) = sweep(RSI, changes={"attempts.rungs[3]": [RUNG]}).values()
        assert made.attempts.rungs == (*RSI.attempts.rungs, RSI.attempts.rungs[2])

    def test_several_rungs_can_be_added(self) -> None:
        added = {"attempts.rungs[3]": [RUNG], "attempts.rungs[4]": [RUNG]}
        (made,) = sweep(RSI, changes=added).values()
        assert len(made.attempts.rungs) == 5

    def test_a_section_can_be_switched_off(self) -> None:
        (made,) = sweep(INCINTA, changes={"mail": [None]}).values()
        assert made.mail is None

    def test_a_section_can_be_switched_on(self) -> None:
        (made,) = sweep(RSI, changes={"mail": [{"interval": "P7D"}]}).values()
        assert made.mail == INCINTA.mail


class TestWhereTheyComeFrom:
    """What a variant changes is marked as its own; what it does not keeps its source."""

    def test_a_changed_value_is_own(self) -> None:
        (made,) = sweep(RSI, changes={DELAY: ["PT6H"]}).values()
        assert made.sources[DELAY] == "own"

    def test_an_unchanged_value_keeps_its_source(self) -> None:
        (made,) = sweep(RSI, changes={DELAY: ["PT24H"]}).values()
        assert made.sources[DELAY] == RSI.sources[DELAY]

    def test_an_added_rung_is_own(self) -> None:
        (made,) = sweep(RSI, changes={"attempts.rungs[3]": [RUNG]}).values()
        assert made.source_of("attempts.rungs[3].no_response") == "own"


class TestNames:
    """Each policy bears a name that tells it apart, within what a name may be."""

    def test_it_is_that_of_the_policy_and_the_key(self) -> None:
        (made,) = sweep(RSI, changes={DELAY: ["PT6H"]}).values()
        assert made.name == f"RSI, {DELAY}=PT6H"

    def test_long_ones_are_cut_and_still_differ(self) -> None:
        lists = [[RUNG] * many for many in (8, 9, 10)]
        made = sweep(RSI, changes={"attempts.rungs": lists})
        names = [policy.name for policy in made.values()]
        assert len(set(names)) == 3
        assert max(map(len, names)) == 200

    def test_a_sweep_over_names_gives_them(self) -> None:
        made = sweep(RSI, changes={"name": ["one", "other"]})
        assert [policy.name for policy in made.values()] == ["one", "other"]


class TestRefused:
    """What is no sweep is refused before anything is replayed, without repeating a value."""

    @pytest.mark.parametrize(
        "path",
        ["", "attempts.rung[1]", "attempts.rungs[4]", "mail.interval", "rungs[", "sources",
         "sources.name", 5, None, ("name",)],
    )  # fmt: skip
    def test_a_path_that_the_policy_does_not_have(self, path: Any) -> None:
        with pytest.raises(InvalidPath):
            sweep(RSI, changes={path: ["PT6H"]})

    def test_no_path_at_all(self) -> None:
        with pytest.raises(InvalidPath, match="at least one field path"):
            sweep(RSI, changes={})

    @pytest.mark.parametrize("value", [PLANTED, {PLANTED: 1}, 4, None, [PLANTED], object()])
    def test_a_value_that_is_none_of_a_policy(self, value: Any) -> None:
        with pytest.raises(InvalidPolicy) as refused:
            sweep(RSI, changes={DELAY: ["PT6H", value]})
        assert PLANTED not in str(refused.value)
        assert PLANTED not in repr(refused.value.problems)
        assert refused.value.__context__ is None

    def test_the_refusal_says_where(self) -> None:
        with pytest.raises(InvalidPolicy) as refused:
            sweep(RSI, changes={"calls.ring_limit": [PLANTED]})
        assert refused.value.problems[0]["where"] == "calls.ring_limit"

    @pytest.mark.parametrize("values", [[], (), "PT6H", b"PT6H", {"PT6H"}, {"PT6H": 1}, 6])
    def test_values_that_are_no_list_or_none(self, values: Any) -> None:
        with pytest.raises(InvalidPolicy) as refused:
            sweep(RSI, changes={DELAY: values})
        assert refused.value.problems[0]["where"] == DELAY

    def test_a_step_that_no_rung_has(self) -> None:
        with pytest.raises(LeadflowError):
            sweep(RSI, changes={"attempts.rungs[0].unscheduled": ["mail_round"]})


class TestWholeDelays:
    """Revising a delay gives it anew, of whatever kind (`Policy.revise`)."""

    def test_business_hours_for_business_days(self) -> None:
        start = RSI.revise(attempts={"open_attempt_grace": {"business_days": 2}})
        made: Policy = start.revise(attempts={"open_attempt_grace": {"business_hours": "PT4H"}})
        written = made.model_dump(mode="json")["attempts"]["open_attempt_grace"]
        assert written == {"business_hours": "PT4H"}

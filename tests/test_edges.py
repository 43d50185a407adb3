"""What few histories come to: early events, timers that change one thing, odd decisions."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from clinic import (
    at,
    attended,
    booked,
    call,
    codes,
    decided,
    history,
    lead,
    marked,
    next_of,
    reopened,
    rule_for,
    text,
    unreachable,
)
from leadflow import (
    INCINTA,
    RSI,
    Decision,
    Engine,
    ForeignState,
    LeadflowError,
    NotInQueue,
    Policy,
    StaleDecision,
    Status,
    queue,
    upcoming,
    why_before,
)
from leadflow.engine.compile import compiled
from leadflow.errors import RulebookError
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import ANY, Rule

ASSUMED = {"assume_no_show_after": "PT2H"}


class TestEventsBeforeTheLead:
    """Section 2.3: an event before the lead's creation is kept, with a warning."""

    def test_each_of_them_has_its_warning(self) -> None:
        early = text("2026-11-03 08:58"), text("2026-11-03 08:59")
        decision = decided(RSI, *early, now="2026-11-03 09:05")
        assert codes(decision) == ["event_before_creation"] * 2

    def test_one_at_its_creation_has_none_even_after_an_early_one(self) -> None:
        events = text("2026-11-03 08:59"), text("2026-11-03 09:00")
        decision = decided(RSI, *events, now="2026-11-03 09:05")
        assert [each.event for each in decision.warnings] == [0]


class TestATT1WhatIsNotCounted:
    """A call of a kind that the policy does not count is no attempt, and leaves none open
    (ATT-1, ATT-11)."""

    @pytest.mark.parametrize("before", range(3))
    def test_wherever_in_the_history_it_stands(self, before: int) -> None:
        texts = [text(f"2026-11-03 09:1{n}") for n in range(before)]
        decision = decided(
            RSI, *texts, call("2026-11-03 09:20", via="other"), now="2026-11-03 09:30"
        )
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")


class TestATT7NextCall:
    """A response marked on the day of a call is that call's, and of no later one (ATT-7)."""

    def test_a_later_call_without_id_is_another(self) -> None:
        tried = call("2026-11-03 09:10"), marked("2026-11-03 09:15", "no_answer")
        later = call("2026-11-03 13:20", "no_answer")
        decision = decided(RSI, *tried, later, now="2026-11-03 13:21")
        assert decision.attempts == 2
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 13:20")


class TestValidUntilOfOneThing:
    """Law 4: a decision differs at its end, in whatever field that may be."""

    def test_a_timer_that_changes_only_the_reasons(self) -> None:
        policy = RSI.revise(appointments=ASSUMED)
        two = (
            booked("2026-11-03 09:10", "2026-11-04 10:00", "a1"),
            booked("2026-11-03 09:20", "2026-11-20 10:00", "a2"),
        )
        decision = decided(policy, *two, now="2026-11-04 10:00")
        assert decision.valid_until == at("2026-11-04 12:00")
        assert rule_for(decided(policy, *two, now="2026-11-04 12:00"), "next_contact") == "APT-8"

    def test_a_timer_that_changes_only_the_team(self) -> None:
        policy = INCINTA.revise(appointments=ASSUMED)
        chinese = lead(
            chinese=True, calling_code="1", visit_barriers=(), special_needs=(),
            pricing="local", referral_fee=False,
        )  # fmt: skip
        two = (
            booked("2026-11-03 09:10", "2026-11-10 10:00", "a1"),
            booked("2026-11-03 09:20", "2026-12-21 10:00", "a2"),
        )
        decision = decided(policy, *two, now="2026-11-10 11:00", of=chinese)
        assert decision.routing.team == "local_chinese"
        assert decision.valid_until == at("2026-11-10 12:00")


class TestUNR3OpenAttempt:
    """A lead that was marked unreachable waits for no outcome any more (ATT-11, UNR-3)."""

    def test_reopened_it_does_not_run_out_of_attempts(self) -> None:
        policy: Policy = RSI
        tries = (
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 13:15", "no_answer"),
            call("2026-11-04 13:20"),
        )
        again = unreachable("2026-11-04 14:00"), reopened("2026-11-04 14:10")
        decision = decided(policy, *tries, *again, now="2026-11-04 18:00")
        assert decision.status is Status.FOLLOW_UP


class TestPRI6OddDecisions:
    """Only what has a next contact has a place in the queue (PRI-4, PRI-6)."""

    def test_a_priority_read_without_its_contact_has_none(self) -> None:
        told = json.loads(decided(RSI, now="2026-11-03 09:05").to_json())
        odd = Decision.from_json(json.dumps({**told, "next_contact": None}))
        with pytest.raises(NotInQueue):
            queue([odd], now=odd.now)


class TestRTE7Otherwise:
    """What the policy says for where the source is silent rests on that rule (RTE-7)."""

    def test_also_where_open_facts_lead_to_the_same_team(self) -> None:
        policy = INCINTA.revise(routing={"otherwise": "china"})
        sure = lead(chinese=True, referral_fee=True)
        routing = decided(policy, now="2026-11-03 09:05", of=sure).routing
        assert (routing.team, routing.grounds) == ("china", ("RTE-7",))


class TestEngineOfAPolicy:
    """An engine tells the policy that it was made for."""

    def test_it_is_the_one_given(self) -> None:
        assert Engine(RSI).policy is RSI


def _first(lead: Any, event: Any, terms: Any) -> bool:
    return True


def _second(lead: Any, event: Any, terms: Any) -> bool:
    return True


TURNS: dict[str, Any] = {"on": (Occasion.TASK_DONE,), "when": ANY}


class TestWords:
    """Every message says what is wrong and how to mend it (`leadflow.errors`), in these words."""

    def said(self, error: type[LeadflowError], ask: Callable[[], object]) -> str:
        with pytest.raises(error) as refused:
            ask()
        return str(refused.value)

    def test_of_a_decision_without_place(self) -> None:
        here = decided(RSI, now="2026-11-03 09:05")
        visited = (booked("2026-11-03 09:10", "2026-11-16 10:00"), attended("2026-11-16 11:00"))
        nowhere = decided(RSI, *visited, now="2026-11-16 12:00")
        said = self.said(NotInQueue, lambda: why_before(here, b=nowhere))
        assert said == "a decision without next contact has no place in the queue"

    def test_of_a_decision_without_its_reasons(self) -> None:
        here = decided(RSI, now="2026-11-03 09:05")
        told = {**json.loads(here.to_json()), "because": []}
        bare = Decision.from_json(json.dumps(told))
        said = self.said(NotInQueue, lambda: why_before(here, b=bare))
        assert said == "a decision read without its reasons does not tell the order of its tiers"

    def test_of_the_wrong_way_round(self) -> None:
        one, two = (
            decided(RSI, now="2026-11-03 09:05", of=lead(lead_id=name)) for name in ("y", "z")
        )
        said = self.said(NotInQueue, lambda: why_before(two, b=one))
        assert said == "b does not come after a: ask the other way round"

    def test_of_a_decision_that_no_longer_holds(self) -> None:
        decision = decided(RSI, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 09:11")
        said = self.said(StaleDecision, lambda: queue([decision], now=at("2026-11-03 13:10")))
        assert said == "decisions[0] does not hold at this instant: decide again"

    def test_of_one_of_several_that_no_longer_holds_says_which(self) -> None:
        holds = decided(RSI, now="2026-11-03 09:05")
        stale = decided(RSI, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 09:11")
        for listing in (queue, upcoming):
            with pytest.raises(StaleDecision) as refused:
                listing(iter([holds, holds, stale, stale]), now=at("2026-11-03 13:10"))
            assert refused.value.position == 2
            assert str(refused.value) == "decisions[2] does not hold at this instant: decide again"
            assert pickle.loads(pickle.dumps(refused.value)).position == 2

    def test_of_another_policy_s_state(self) -> None:
        now = at("2026-11-03 09:05")
        state = Engine(RSI).fold(history(), now=now)
        said = self.said(ForeignState, lambda: Engine(INCINTA).decide(state, now=now))
        assert said == "a state was folded under another policy: fold its history anew"

    def test_of_rules_that_each_want_to_speak_last(self) -> None:
        rules = [
            Rule("ATT-1", _first, **TURNS, after=(_second,)),
            Rule("ATT-2", _second, **TURNS, after=(_first,)),
        ]
        said = self.said(RulebookError, lambda: compiled(rules))
        assert said == "rules of one occasion each want to speak after the other"

"""The engine: one path from history, clock and policy to a decision, however one walks it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings

from clinic import CREATED, MICROSECOND, at, call, decided, history, lead, next_of
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Engine,
    ForeignState,
    History,
    InvalidHistory,
    InvalidInstant,
    InvalidPolicy,
    Policy,
    Status,
    decide,
)
from random_histories import CLOCKS, PRESETS, histories

ENGINES = {name: Engine(policy) for name, policy in PRESETS.items()}
every_preset = pytest.mark.parametrize("name", PRESETS)
NINE_FIVE = at("2026-11-03 09:05")


class TestDecide:
    """`decide` is `Engine.decide`: a function of history, clock and policy."""

    @every_preset
    @settings(max_examples=300)
    @given(told=histories(), now=CLOCKS)
    def test_it_is_the_engine_s_answer(self, name: str, told: History, now: datetime) -> None:
        assert decide(told, now=now, policy=PRESETS[name]) == ENGINES[name].decide(told, now=now)

    @pytest.mark.parametrize("policy", ["RSI", {"name": "RSI"}, None])
    def test_a_policy_is_refused_that_is_none(self, policy: Any) -> None:
        with pytest.raises(InvalidPolicy, match="give a Policy"):
            Engine(policy)

    @pytest.mark.parametrize("subject", ["{}", {"lead": {}}, lead(), None])
    def test_a_history_is_refused_that_is_none(self, subject: Any) -> None:
        for asked in (Engine(RSI).decide, Engine(RSI).fold):
            with pytest.raises(InvalidHistory, match="give a History"):
                asked(subject, now=CREATED)

    def test_more_policies_than_are_kept(self) -> None:
        policies = [RSI.revise(name=f"clinic {number}") for number in range(12)]
        for policy in [*policies, *policies]:
            assert decide(history(), now=CREATED, policy=policy).policy.name == policy.name

    def test_the_policy_that_decided_is_told(self) -> None:
        told = decide(history(), now=CREATED, policy=INCINTA).policy
        assert (told.name, told.version) == ("INCINTA", "2.1")
        assert told.fingerprint == INCINTA.fingerprint == Engine(INCINTA).fingerprint

    def test_lead_creation_and_clock_are_told(self) -> None:
        decision = decide(history(of=lead(lead_id="x-7")), now=NINE_FIVE, policy=RSI)
        told = (decision.lead_id, decision.created_at, decision.now)
        assert told == ("x-7", CREATED, NINE_FIVE)

    def test_the_engine_tells_until_when_it_holds(self) -> None:
        assert Engine(INCINTA).valid_until(history(), now=NINE_FIVE) == at("2026-11-04 09:00")


class TestClock:
    """The clock is an aware datetime of any zone, in the years 1970 to 2199."""

    @pytest.mark.parametrize(
        "now",
        [
            datetime(2026, 11, 3, 9),
            date(2026, 11, 3),
            1_793_725_200,
            1.5e9,
            True,
            "2026-11-03T09:00:00Z",
            None,
            datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2200, 1, 1, tzinfo=UTC),
        ],
        ids=repr,
    )
    def test_anything_else_is_refused(self, now: Any) -> None:
        engine = Engine(RSI)
        asked = (engine.decide, engine.fold, engine.valid_until)
        for ask in asked:
            with pytest.raises(InvalidInstant):
                ask(history(), now=now)
        with pytest.raises(InvalidInstant):
            decide(history(), now=now, policy=RSI)

    @pytest.mark.parametrize("year", [1970, 2199])
    def test_the_first_and_the_last_year_will_do(self, year: int) -> None:
        now = datetime(year, 7, 1, tzinfo=UTC)
        assert Engine(RSI).decide(history(), now=now).now == now

    def test_its_zone_makes_no_difference(self) -> None:
        told = history(call("2026-11-03 09:10", "no_answer"))
        here = NINE_FIVE.astimezone(timezone(timedelta(hours=-8)))
        engine = Engine(CLINIC)
        assert (
            engine.decide(told, now=here).to_json() == engine.decide(told, now=NINE_FIVE).to_json()
        )

    def test_before_the_lead_came_in_it_is_new_and_not_due(self) -> None:
        decision = decided(RSI, now="2026-11-03 08:59")
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert decision.priority is not None
        assert not decision.priority.due
        assert decision.valid_until == CREATED


class TestLaterEvents:
    """Events after the clock are not looked at; those at its own instant are."""

    EVENT = call("2026-11-03 10:00", "left_message")

    def test_a_microsecond_before_its_instant_an_event_is_not_there(self) -> None:
        now = self.EVENT.at - MICROSECOND
        assert decided(RSI, self.EVENT, now=now) == decided(RSI, now=now)

    def test_at_its_instant_it_is(self) -> None:
        assert decided(RSI, self.EVENT, now=self.EVENT.at).attempts == 1

    def test_one_before_the_lead_was_created_is_looked_at_with_a_warning(self) -> None:
        early = call("2026-11-03 08:59", "left_message")
        decision = decided(RSI, early, now="2026-11-03 09:00")
        assert decision.attempts == 1
        assert [(each.code, each.event, each.at) for each in decision.warnings] == [
            ("event_before_creation", 0, early.at)
        ]

    def test_one_at_its_creation_is_no_matter(self) -> None:
        assert decided(RSI, call("2026-11-03 09:00"), now="2026-11-03 09:00").warnings == ()

    @every_preset
    @settings(max_examples=300)
    @given(told=histories(), now=CLOCKS)
    def test_only_events_up_to_the_clock_decide(
        self, name: str, told: History, now: datetime
    ) -> None:
        engine = ENGINES[name]
        assert engine.decide(told, now=now) == engine.decide(told.until(now), now=now)


class TestLeadState:
    """A folded state decides, at any instant, what a fresh fold decides there."""

    @every_preset
    @settings(max_examples=300)
    @given(told=histories(), folded=CLOCKS, now=CLOCKS)
    def test_later_earlier_or_at_once(
        self, name: str, told: History, folded: datetime, now: datetime
    ) -> None:
        engine = ENGINES[name]
        state = engine.fold(told, now=folded)
        fresh = engine.decide(told, now=now)
        assert engine.decide(state, now=now) == fresh
        assert engine.decide(state, now=folded) == engine.decide(told, now=folded)
        assert engine.decide(engine.fold(state, now=now), now=now) == fresh
        assert engine.fold(state, now=now).fired == engine.fold(told, now=now).fired

    @every_preset
    @settings(max_examples=50)
    @given(told=histories(6), now=CLOCKS)
    def test_copied_deeply_with_its_engine(self, name: str, told: History, now: datetime) -> None:
        """Rules are told apart by identity: a copied one would be none of the rulebook."""
        engine, state = deepcopy((ENGINES[name], ENGINES[name].fold(told, now=now)))
        fresh = ENGINES[name].decide(told, now=now)
        assert engine.decide(state, now=now).to_dict() == fresh.to_dict()

    @every_preset
    @settings(max_examples=300)
    @given(told=histories(6), now=CLOCKS)
    def test_event_by_event(self, name: str, told: History, now: datetime) -> None:
        grown = History(lead=told.lead)
        for event in told.events:
            grown = grown.with_event(event)
        assert grown == told
        assert ENGINES[name].decide(grown, now=now) == ENGINES[name].decide(told, now=now)

    def test_it_is_not_changed_by_asking(self) -> None:
        engine = Engine(RSI)
        told = history(*(call(f"2026-11-0{day} 09:10") for day in (3, 4, 5)))
        state = engine.fold(told, now=at("2026-11-05 09:10"))
        assert engine.decide(state, now=at("2026-11-05 13:10")).status is Status.DEAD
        assert engine.decide(state, now=state.now).status is Status.FOLLOW_UP
        assert "follow_up" in repr(state)

    def test_it_remembers_history_clock_and_policy(self) -> None:
        told = history(call("2026-11-03 10:00"))
        state = Engine(RSI).fold(told, now=NINE_FIVE.astimezone(timezone(timedelta(hours=9))))
        assert state.history == told
        assert (state.now, state.now.tzinfo) == (NINE_FIVE, UTC)
        assert state.fingerprint == RSI.fingerprint

    def test_it_tells_which_rules_fired(self) -> None:
        told = history(call("2026-11-03 09:10", "no_answer"))
        fired = Engine(RSI).fold(told, now=told.events[0].at).fired
        assert fired[0] == ("PRI-7", "new_lead", None)
        assert {("ATT-1", 0), ("ATT-7", 0), ("ATT-13", 0)} <= {(rule, n) for rule, _, n in fired}

    @pytest.mark.parametrize("name", ["history", "now", "fingerprint", "_draft"])
    def test_it_is_frozen(self, name: str) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        with pytest.raises(AttributeError):
            setattr(state, name, None)
        with pytest.raises(AttributeError):
            delattr(state, name)
        assert state.now == NINE_FIVE

    def test_another_policy_s_state_is_refused(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        engine = Engine(INCINTA)
        asked = (engine.decide, engine.fold, engine.valid_until)
        for ask in asked:
            with pytest.raises(ForeignState):
                ask(state, now=NINE_FIVE)

    def test_a_revised_policy_is_another(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        with pytest.raises(ForeignState):
            Engine(RSI.revise(name="ours")).decide(state, now=NINE_FIVE)

    def test_the_same_policy_in_another_engine_is_not_foreign(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        twin = Policy.model_validate_json(RSI.model_dump_json())
        assert Engine(twin).decide(state, now=NINE_FIVE) == decided(RSI, now=NINE_FIVE)

"""The public strategies reach everything there is to reach, and are the same in each run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import find, given, seed, settings
from hypothesis import strategies as st

import leadflow
from clinic import CREATED, MICROSECOND, at, booked, call, email, follow_up, history
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    AnyEvent,
    Calendar,
    CallPlaced,
    Engine,
    Event,
    History,
    Lead,
    Policy,
    Profile,
    ProfileChanges,
    Status,
    testing,
)
from leadflow.delays import BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.readers.stories.spans import delays_of, rough
from leadflow.rulebook import RULEBOOK
from leadflow.sections import Then
from leadflow.vocabulary import ReasonForLoss
from random_histories import PRESETS, SWITCHED_ON

T = TypeVar("T")

ENOUGH = 800
"""Histories drawn under each policy: those of one example vary, so fewer would say little."""
SOON: Policy = INCINTA.revise(
    name="soon unreachable without a final attempt",
    attempts={"one_per_day": False, "restart_on_communication": True},
    unreachable={"after": "P7D", "attempts": 2, "final_attempt_required": False},
    appointments={"assume_no_show_after": "PT2H"},
)
SUITABLE: Mapping[str, Policy] = {**PRESETS, "switched": SWITCHED_ON, "soon": SOON}
SHARE = 0.01
NOT_REACHED: Mapping[str, str] = {}
"""Rules that fewer histories reach, and why: none."""


def drawn(strategy: st.SearchStrategy[T], most: int, start: int = 0) -> list[T]:
    """So many examples, the same in each run."""
    found: list[T] = []

    @seed(start)
    @settings(max_examples=most, database=None)
    @given(strategy)
    def draw(example: T) -> None:
        found.append(example)

    draw()
    return found[:most]


@cache
def shares() -> Mapping[str, float]:
    """How many of the histories reach what, under the policy under which most do."""
    best: dict[str, float] = {}
    for place, policy in enumerate(SUITABLE.values()):
        engine, reached = Engine(policy), Counter[str]()
        for told in drawn(testing.histories(policy), ENOUGH, place):
            reached.update(set(_reached(engine, told)))
        for name, count in reached.items():
            best[name] = max(best.get(name, 0), count / ENOUGH)
    return best


def _reached(engine: Engine, told: History) -> Iterator[str]:
    """Rules by name, statuses, why the lead was lost, warnings, and what was told."""
    last = max([told.lead.created_at, *(each.at for each in told.events)])
    state = engine.fold(told, now=last)
    yield from (name for _rule, name, _event in state.fired)
    decision = engine.decide(state, now=last)
    yield from (f"warning {each.code}" for each in decision.warnings)
    for event in told.events:
        yield f"told {type(event).__name__}"
        then = engine.decide(told, now=event.at)
        yield f"status {then.status}"
        yield f"reason {then.reason_for_loss}"


class TestHistoriesReach:
    """Under some policy at least one history in a hundred shows each status, rule and reason."""

    @pytest.mark.parametrize("rule", RULEBOOK, ids=lambda rule: rule.name)
    def test_every_rule(self, rule: Any) -> None:
        assert (shares().get(rule.name, 0) >= SHARE) is (rule.name not in NOT_REACHED)

    @pytest.mark.parametrize("status", Status)
    def test_every_status(self, status: Status) -> None:
        assert shares()[f"status {status}"] >= SHARE

    @pytest.mark.parametrize("reason", ReasonForLoss)
    def test_every_reason_for_loss(self, reason: ReasonForLoss) -> None:
        assert shares()[f"reason {reason}"] >= SHARE

    @pytest.mark.parametrize("kind", get_args(AnyEvent), ids=lambda kind: kind.__name__)
    def test_every_type_of_event(self, kind: type[Any]) -> None:
        assert shares()[f"told {kind.__name__}"] >= SHARE

    def test_most_warnings(self) -> None:
        warned = [name for name in shares() if name.startswith("warning")]
        assert len(warned) >= len(leadflow.WarningCode) - 2


class TestHistories:
    """What a history may hold, some of them hold."""

    TOLD = drawn(testing.histories(INCINTA), 300)

    @pytest.mark.parametrize(
        "holds",
        [
            lambda told: not told.events,
            lambda told: any(each.id is not None for each in told.events),
            lambda told: any(each.recorded_at is not None for each in told.events),
            lambda told: any(each.noted is False for each in told.events),
            lambda told: len({each.at for each in told.events}) < len(told.events),
            lambda told: told.lead.profile != Profile(),
            lambda told: told.lead.created_at.year != 2026,
        ],
        ids=["nothing", "ids", "records", "notes", "one instant", "facts", "another year"],
    )
    def test_some_hold(self, holds: Callable[[History], bool]) -> None:
        assert 5 <= sum(map(holds, self.TOLD)) <= 295

    def test_none_is_longer_than_was_asked_for(self) -> None:
        assert max(len(each.events) for each in self.TOLD) == 12
        short = drawn(testing.histories(INCINTA, max_events=3), 50)
        assert max(len(each.events) for each in short) == 3

    def test_their_leads_may_be_given(self) -> None:
        lead = Lead(lead_id="mine", created_at=CREATED)
        told = drawn(testing.histories(lead=st.just(lead)), 20)
        assert {each.lead for each in told} == {lead}

    def test_some_events_lie_just_before_at_and_after_a_change(self) -> None:
        engine = Engine(CLINIC)
        beside: set[timedelta] = set()
        for told in drawn(testing.histories(CLINIC), 150):
            for place, event in enumerate(told.events[1:], 1):
                before = History(lead=told.lead, events=told.events[:place])
                until = engine.valid_until(before, now=told.events[place - 1].at)
                if until is not None:
                    beside.add(event.at - until)
        assert {-MICROSECOND, timedelta(), MICROSECOND} <= beside

    def test_the_smallest_is_a_lead_without_events(self) -> None:
        assert find(testing.histories(), lambda told: True).events == ()

    def test_shrinks_to_what_matters(self) -> None:
        engine = Engine(RSI)

        def exhausted(told: History) -> bool:
            last = max([told.lead.created_at, *(each.at for each in told.events)])
            why = engine.decide(told, now=last).because
            return any((each.output, each.rule) == ("reason_for_loss", "ATT-9") for each in why)

        told = find(testing.histories(RSI), exhausted, random=Random(1))
        assert [type(each) for each in told.events] == [CallPlaced] * 3
        assert told.lead == Lead(lead_id="lead-1", created_at=CREATED)


class TestFromType:
    """`st.from_type` makes every type without a word of the user's."""

    TYPES = (Lead, Profile, ProfileChanges, History, Policy, Calendar, *get_args(AnyEvent))

    @pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
    def test_of_a_type(self, kind: type[Any]) -> None:
        (example, *_others) = drawn(st.from_type(kind), 3)
        assert type(example) is kind

    def test_of_any_event(self) -> None:
        kinds = set(map(type, drawn(st.from_type(Event), 400)))  # type: ignore[arg-type]  # a union
        assert kinds <= {*get_args(AnyEvent)}
        assert len(kinds) > 20

    @pytest.mark.parametrize(
        "first", ["leadflow", "hypothesis", "leadflow.testing.strategies", "leadflow.testing.laws"]
    )
    def test_whatever_is_imported_first(self, first: str) -> None:
        code = (
            f"import {first}\n"
            "import leadflow\n"
            "from hypothesis import strategies as st\n"
            "assert 'created_at' in repr(st.from_type(leadflow.Lead))\n"
            "st.from_type(leadflow.CallPlaced).validate()\n"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and not value.keys() & {"business_days", "business_hours"}:
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}")
    yield path, str(value)


class TestPolicies:
    """Generated policies vary every field within its type, not just the presets."""

    FOUND = drawn(testing.policies(), 400)

    def test_every_field_takes_several_values(self) -> None:
        values: dict[str, set[str]] = {}
        for policy in self.FOUND:
            for path, value in _leaves(policy.model_dump(mode="json")):
                values.setdefault(path, set()).add(value)
        labels_and_sources = (".labels.", ".sources.")
        assert [
            path
            for path, taken in values.items()
            if len(taken) < 2 and not path.startswith(labels_and_sources)
        ] == []

    @pytest.mark.parametrize("section", ["mail", "reminder", "no_show", "unreachable", "routing"])
    def test_a_section_may_be_off(self, section: str) -> None:
        assert {getattr(each, section) is None for each in self.FOUND} == {True, False}

    def test_ladders_have_one_to_five_rungs(self) -> None:
        assert {len(each.attempts.rungs) for each in self.FOUND} == {1, 2, 3, 4, 5}

    def test_rungs_say_all_that_rungs_can_say(self) -> None:
        rungs = [rung for each in self.FOUND for rung in each.attempts.rungs]
        kinds = (Elapsed, CalendarSpan, BusinessDays, BusinessHours)
        for column, words in (
            ("unscheduled", set(Then) - {Then.MAIL_ROUND}),
            ("no_response", set(Then)),
        ):
            steps = [getattr(rung, column) for rung in rungs]
            assert {each for each in steps if isinstance(each, Then)} == words
            assert {type(each) for each in steps} == {*kinds, Then}

    def test_calendars_are_of_many_zones_with_special_and_closed_days(self) -> None:
        calendars = [each.calendar for each in self.FOUND]
        assert len({each.zone for each in calendars}) >= 8
        special = [day for each in calendars for day in each.special]
        assert {bool(day.open) for day in special} == {True, False}
        assert any(each.closed for each in calendars)

    def test_tiers_stand_in_any_order_and_some_are_not_listed(self) -> None:
        orders = {each.priority.order for each in self.FOUND}
        assert len(orders) > 50
        assert len({len(order) for order in orders}) > 3

    def test_every_delay_has_a_length_to_plan_with(self) -> None:
        lengths = {rough(each) for policy in self.FOUND for each in delays_of(policy)}
        assert min(lengths) == timedelta()
        assert max(lengths) == timedelta(days=400)


class TestClocksNear:
    """Clocks lie at each event and all that lies ahead of it, and a microsecond to either side."""

    TOLD = history(
        call("2026-11-03 09:10", "no_answer"),
        email("2026-11-03 09:15"),
        follow_up("2026-11-04 10:00", "2026-11-06 15:00"),
        booked("2026-11-10 10:00", "2026-11-16 10:00"),
    )
    CLOCKS = frozenset(drawn(testing.clocks_near(TOLD, policy=INCINTA), 900))

    @pytest.mark.parametrize(
        "instant",
        [
            "2026-11-03 09:00",  # the lead's creation
            "2026-11-04 09:00",  # the deadline of the first call
            "2026-11-03 09:10",
            "2026-11-03 09:15",
            "2026-11-10 09:15",  # the mail round's next call
            "2026-11-04 10:00",
            "2026-11-06 15:00",  # the follow-up that was promised
            "2026-11-10 10:00",
            "2026-11-13 09:00",  # the reminder
            "2026-11-13 17:00",  # its deadline
            "2026-11-16 10:00",  # the appointment
        ],
    )
    @pytest.mark.parametrize("beside", [-MICROSECOND, timedelta(), MICROSECOND])
    def test_near_everything(self, instant: str, beside: timedelta) -> None:
        assert at(instant) + beside in self.CLOCKS

    def test_some_lie_long_after(self) -> None:
        assert max(self.CLOCKS) > at("2026-12-01 00:00")

    def test_the_simplest_is_the_last_event_s_own(self) -> None:
        last = self.TOLD.events[-1].at
        assert find(testing.clocks_near(self.TOLD), lambda clock: True) == last

    def test_none_leaves_the_years_that_input_may_hold(self) -> None:
        edge = datetime(2199, 12, 31, 23, 59, 59, 999999, tzinfo=CREATED.tzinfo)
        lead = Lead(lead_id="late", created_at=edge)
        for clock in drawn(testing.clocks_near(History(lead=lead), policy=INCINTA), 60):
            assert clock <= edge


class TestTheSameAgain:
    """Where the profile says so, the same examples come in each run and in each process."""

    CODE = """
import hashlib
from hypothesis import given, settings
from leadflow.testing import histories, policies

seen = hashlib.sha256()

@settings(max_examples=40, derandomize=True, database=None)
@given(histories(), policies())
def draw(history, policy):
    seen.update((history.model_dump_json() + policy.model_dump_json()).encode())

draw()
print(seen.hexdigest())
"""

    def digest(self, hash_seed: str) -> str:
        told = subprocess.run(
            [sys.executable, "-c", self.CODE],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout

    def test_whatever_the_hash_seed(self) -> None:
        assert self.digest("1") == self.digest("2")

    def test_in_one_process(self) -> None:
        assert drawn(testing.histories(), 50) == drawn(testing.histories(), 50)

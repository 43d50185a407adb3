"""A reason for every output: its rule, its source, the policy value and the event behind it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from clinic import at, booked, call, decided, email, follow_up, history, stop, voicemail
from leadflow import CLINIC, INCINTA, RSI, Engine, History, Policy
from leadflow.sources import CLAUSES
from random_histories import CLOCKS, POLICIES, histories

ENGINES = {name: Engine(policy) for name, policy in POLICIES.items()}
every_policy = pytest.mark.parametrize("name", POLICIES)
RULE = re.compile(
    r"ATT-([1-9]|1[0-5])|COM-[1-8]|APT-([1-9]|10)|NSH-[1-5]|UNR-[1-5]|CLS-[1-5]"
    r"|RTE-([124-9]|10)|RTE-3[a-d]|PRI-[1-7]|TSK"
)
CITATIONS = frozenset(each.citation for each in CLAUSES)
ALWAYS = {
    "status", "next_contact", "reason_for_loss", "routing", "priority", "attempts",
    "do_not_contact", "valid_until", "tasks",
}  # fmt: skip


def value_at(policy: Policy, path: str) -> Any:
    """The value of a field path, in the policy's JSON."""
    value: Any = policy.model_dump(mode="json")
    for name, place in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", path):
        value = value[name][int(place)] if place else value[name]
    return value


LADDER = history(call("2026-11-03 09:10", "no_answer"))


class TestBecause:
    """For each output the rule, its source, the policy value and the event that made it so."""

    def test_a_value_that_somebody_changes_is_changed_nowhere_else(self) -> None:
        first, again = (ENGINES["RSI"].decide(LADDER, now=at("2026-11-03 09:30")) for _ in "ab")
        before = again.to_json()
        listed = [each for each in first.because if isinstance(each.value, list)]
        assert {each.output for each in listed} >= {"priority", "attempts"}
        for each in listed:
            each.value.clear()
        assert again.to_json() == before
        assert ENGINES["RSI"].decide(LADDER, now=at("2026-11-03 09:30")).to_json() == before

    @every_policy
    @settings(max_examples=60)
    @given(told=histories(), now=CLOCKS)
    def test_every_output_is_backed(self, name: str, told: History, now: datetime) -> None:
        decision = ENGINES[name].decide(told, now=now)
        outputs = [each.output for each in decision.because]
        assert set(outputs) >= ALWAYS
        assert set(outputs) <= {*ALWAYS, "upcoming", "warnings"}
        assert outputs.count("warnings") == len(decision.warnings)
        assert outputs.count("tasks") == max(1, len(decision.tasks))
        if decision.upcoming:
            assert outputs.count("upcoming") == len(decision.upcoming)

    @every_policy
    @settings(max_examples=60)
    @given(told=histories(), now=CLOCKS)
    def test_by_a_rule_of_the_specification_and_a_source(
        self, name: str, told: History, now: datetime
    ) -> None:
        for each in ENGINES[name].decide(told, now=now).because:
            assert RULE.fullmatch(each.rule), each
            assert each.source in ("reading", "own") or set(each.source.split("; ")) <= CITATIONS

    @every_policy
    @settings(max_examples=60)
    @given(told=histories(), now=CLOCKS)
    def test_the_value_is_the_policy_s(self, name: str, told: History, now: datetime) -> None:
        for each in ENGINES[name].decide(told, now=now).because:
            if each.policy is None:
                assert each.value is None
            else:
                assert each.value == value_at(POLICIES[name], each.policy), each

    @every_policy
    @settings(max_examples=60)
    @given(told=histories(), now=CLOCKS)
    def test_the_event_is_one_of_the_history(self, name: str, told: History, now: datetime) -> None:
        decision = ENGINES[name].decide(told, now=now)
        for each in decision.because:
            if each.event is not None:
                assert told.events[each.event].at <= now
                if each.output != "valid_until":
                    assert each.at == told.events[each.event].at, each

    @every_policy
    @settings(max_examples=60)
    @given(told=histories(), now=CLOCKS)
    def test_each_ground_of_the_routing_is_told(
        self, name: str, told: History, now: datetime
    ) -> None:
        decision = ENGINES[name].decide(told, now=now)
        rules = [each.rule for each in decision.because if each.output == "routing"]
        assert rules == list(decision.routing.grounds)

    @pytest.mark.parametrize(
        ("policy", "events", "output", "expected"),
        [
            (RSI, [], "next_contact", ("PRI-7", None)),
            (RSI, [call("2026-11-03 09:10", "left_message")], "next_contact", ("ATT-7", 0)),
            (RSI, [call("2026-11-03 09:10", "left_message")], "status", ("ATT-13", 0)),
            (RSI, [call("2026-11-03 09:10", "left_message")], "attempts", ("ATT-1", 0)),
            (RSI, [call("2026-11-03 09:10", "connected")], "status", ("COM-1", 0)),
            (RSI, [follow_up("2026-11-03 09:10", "2026-11-04 09:00")], "next_contact",
             ("ATT-5", 0)),
            (RSI, [follow_up("2026-11-03 09:10")], "next_contact", ("ATT-6", 0)),
            (RSI, [voicemail("2026-11-03 09:10")], "next_contact", ("COM-4", 0)),
            (RSI, [stop("2026-11-03 09:10")], "do_not_contact", ("CLS-2", 0)),
            (RSI, [stop("2026-11-03 09:10")], "reason_for_loss", ("CLS-2", 0)),
            (INCINTA, [call("2026-11-03 09:10", "left_message")], "next_contact", ("COM-5", 0)),
            (INCINTA, [booked("2026-11-03 09:10", "2026-11-16 10:00")], "status", ("APT-1", 0)),
            (INCINTA, [booked("2026-11-03 09:10", "2026-11-16 10:00")], "next_contact",
             ("APT-3", 0)),
            (CLINIC, [], "priority", ("PRI-1", None)),
        ],
    )  # fmt: skip
    def test_which_rule_and_event(
        self, policy: Policy, events: list[Any], output: str, expected: tuple[str, int | None]
    ) -> None:
        decision = decided(policy, *events, now="2026-11-03 09:11")
        found = [(each.rule, each.event) for each in decision.because if each.output == output]
        assert found == [expected]

    def test_what_a_clinic_changed_is_its_own(self) -> None:
        ours = RSI.revise(calls={"ring_limit": "PT6M"}, mail={"interval": "P3D"}).revise(
            attempts={"rungs": [{"unscheduled": "PT2H", "no_response": "mail_round"}]}
        )
        round_ = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15"))
        decision = decided(ours, *round_, now="2026-11-03 09:16")
        why = next(each for each in decision.because if each.output == "next_contact")
        assert (why.rule, why.source) == ("COM-5", "own")
        assert (why.policy, why.value) == ("mail.interval", "P3D")

    def test_rung_and_clause(self) -> None:
        tried = (call("2026-11-03 09:10", "no_answer"), call("2026-11-03 13:15", "no_answer"))
        decision = decided(RSI, *tried, now="2026-11-03 13:16")
        why = next(each for each in decision.because if each.output == "next_contact")
        assert (why.rule, why.policy, why.value) == (
            "ATT-7", "attempts.rungs[1].no_response", "PT24H",
        )  # fmt: skip
        assert why.source == "RSI 1.8, No response to attempt 2"
        assert (why.event, why.at) == (1, at("2026-11-03 13:15"))

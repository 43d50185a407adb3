"""A history walked in one pass: every instant at which its decision may change, and no other."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    booked,
    call,
    history,
    important,
    known,
    marked_scheduled,
    no_show,
    ring,
    shown,
    text,
)
from lawfulness import generated_policies
from leadflow import INCINTA, RSI, Engine, Policy
from leadflow.engine.decider import Decider
from leadflow.engine.walk import Seen, walk
from walked import PRESETS, drawn, end_of, real, said

LATER = at("2027-11-03 09:00")


def setup_module() -> None:
    """Draw the policies once, before the tests that draw histories for them."""
    generated_policies()


def seen(policy: Policy, *events: Any, until: datetime = LATER) -> list[Seen]:
    """What a walk over these events of the usual lead sees."""
    return list(walk(Decider(policy), history(*events), until))


def times(found: list[Seen]) -> list[str | None]:
    return [shown(each.at) for each in found]


class TestWhatIsSeen:
    """The lead's creation, each instant of events, and each at which time may do something."""

    def test_a_lead_is_seen_when_it_comes_in(self) -> None:
        assert times(seen(RSI)) == ["Tue 2026-11-03 09:00"]

    def test_nothing_is_seen_of_a_lead_that_comes_in_later(self) -> None:
        assert seen(RSI, until=CREATED - MICROSECOND) == []

    def test_the_end_itself_is_seen(self) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        assert times(seen(RSI, tried, until=at("2026-11-03 13:10")))[-1] == "Tue 2026-11-03 13:10"

    def test_what_comes_after_the_end_is_not(self) -> None:
        tried = call("2026-11-03 09:10", "left_message")
        until = at("2026-11-03 13:10") - MICROSECOND
        assert times(seen(RSI, tried, until=until))[-1] == "Tue 2026-11-03 09:10"

    def test_an_event_before_the_lead_came_in_is_seen_first(self) -> None:
        found = seen(RSI, text("2026-11-03 08:00"))
        assert times(found) == ["Tue 2026-11-03 08:00", "Tue 2026-11-03 09:00"]

    def test_events_of_one_instant_are_seen_together(self) -> None:
        tried, wrote = call("2026-11-03 09:10", "left_message"), text("2026-11-03 09:10")
        found = seen(RSI, text("2026-11-03 09:05"), tried, wrote, until=at("2026-11-03 10:00"))
        assert [(each.first, list(each.events)) for each in found] == [
            (0, []),
            (0, [text("2026-11-03 09:05")]),
            (1, [tried, wrote]),
        ]

    def test_a_timer_is_seen_between_events(self) -> None:
        found = seen(RSI, ring("2026-11-03 10:00"), text("2026-11-03 11:00"))
        assert times(found)[1:] == [
            "Tue 2026-11-03 10:00",
            "Tue 2026-11-03 10:05",
            "Tue 2026-11-03 11:00",
        ]

    @pytest.mark.parametrize(
        ("policy", "events", "when", "what", "rule"),
        [
            (
                RSI,
                (call("2026-11-03 09:10", "no_answer"),),
                "2026-11-03 13:10",
                "contact falls due",
                "ATT-7",
            ),
            (INCINTA, (), "2026-11-04 09:00", "deadline passes", "PRI-7"),
            (
                RSI,
                (ring("2026-11-03 10:00"),),
                "2026-11-03 10:05",
                "timer: ring limit passed",
                "COM-7",
            ),
            (
                RSI,
                (marked_scheduled("2026-11-03 10:00"),),
                "2026-11-03 10:15",
                "booking still without data",
                "APT-2",
            ),
            (
                RSI,
                (booked("2026-11-03 10:00", "2026-11-05 10:00"),),
                "2026-11-05 10:00",
                "appointment begins",
                "APT-9",
            ),
            (
                INCINTA,
                (
                    booked("2026-11-03 10:00", "2026-11-05 10:00"),
                    no_show("2026-11-05 10:20"),
                ),
                "2026-11-06 00:00",
                "day of the missed appointment is over",
                "NSH-2",
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_what_time_does_is_told_with_its_rule(
        self, policy: Policy, events: tuple[Any, ...], when: str, what: str, rule: str
    ) -> None:
        found = walk(Decider(policy), history(*events), LATER)
        there = next(each for each in found if each.at == at(when))
        assert there.passed is not None
        assert (there.passed.what, there.reason(there.passed.ground).rule) == (what, rule)

    def test_where_an_event_comes_first_time_does_nothing(self) -> None:
        found = seen(RSI, call("2026-11-03 09:10", "no_answer"), until=at("2026-11-03 09:10"))
        assert [each.passed for each in found] == [None, None]


class TestDecisionsOfAWalk:
    """The decisions seen are, byte for byte, those that deciding anew at each instant gives."""

    @settings(max_examples=20)
    @given(data=st.data())
    def test_each_is_a_fresh_one(self, data: st.DataObject) -> None:
        policy, told, until = drawn(data)
        engine = Engine(policy)
        for each in walk(Decider(policy), told, until):
            assert each.decision.to_json() == engine.decide(told, now=each.at).to_json()

    @settings(max_examples=8)
    @given(data=st.data())
    def test_each_is_a_fresh_one_where_no_book_of_tasks_is_kept(self, data: st.DataObject) -> None:
        policy, told, until = drawn(data)
        engine = Engine(policy)
        for each in walk(Decider(policy), told, until, tasks=False):
            assert each.decision.to_json() == engine.decide(told, now=each.at).to_json()

    @settings(max_examples=13)
    @given(data=st.data())
    def test_nothing_changes_before_the_next_is_seen(self, data: st.DataObject) -> None:
        policy, told, until = drawn(data)
        engine = Engine(policy)
        instants = [each.at for each in walk(Decider(policy), told, until)]
        for one, two in pairwise([*instants, until + MICROSECOND]):
            before = said(engine.decide(told, now=one))
            for clock in (one + (two - one) / 2, two - MICROSECOND):
                assert said(engine.decide(told, now=clock)) == before

    @settings(max_examples=16)
    @given(data=st.data())
    def test_time_does_what_the_decision_before_said_that_it_would(
        self, data: st.DataObject
    ) -> None:
        policy, told, until = drawn(data)
        ended: datetime | None = None
        why: object = None
        for each in walk(Decider(policy), told, until):
            if each.at == ended:
                assert each.passed is not None
                assert each.reason(each.passed.ground) == why
            ended, why = each.decision.valid_until, each.decision.because[-1]

    @settings(max_examples=10)
    @given(data=st.data())
    def test_reasons_are_those_of_the_decision_but_for_its_end(self, data: st.DataObject) -> None:
        policy, told, until = drawn(data)
        for each in walk(Decider(policy), told, until):
            assert [*each.reasons()] == [*each.decision.because[:-1]]

    @settings(max_examples=16)
    @given(data=st.data())
    def test_where_time_alone_passes_what_is_said_changes_with_the_decision(
        self, data: st.DataObject
    ) -> None:
        policy, told, until = drawn(data)
        before: tuple[object, object] | None = None
        for each in walk(Decider(policy), told, until):
            fields = said(each.decision)
            ends = fields.pop("valid_until"), fields["because"].pop()
            now = each.said(), fields
            if before is not None and not each.events:
                assert (now[0] == before[0]) == (now[1] == before[1]), ends
            before = now

    @pytest.mark.parametrize("policy", PRESETS, ids=lambda policy: policy.name)
    def test_each_is_a_fresh_one_on_real_leads(self, policy: Policy, data_folder: Path) -> None:
        engine, decider = Engine(policy), Decider(policy)
        for told in real(data_folder):
            for each in walk(decider, told, end_of(told)):
                assert each.decision.to_json() == engine.decide(told, now=each.at).to_json()


class TestKept:
    """A decision still says the same of contact, team and priority when the walk has gone on."""

    def test_what_is_learned_later_does_not_change_it(self) -> None:
        told = history(
            call("2026-11-03 09:10", "left_message"),
            important("2026-11-03 09:20"),
            known("2026-11-03 09:30", channels=["email"], chinese=True),
        )
        engine = Engine(INCINTA)
        for each in [*walk(Decider(INCINTA), told, at("2026-11-03 10:00"))]:
            kept, anew = each.decision, engine.decide(told, now=each.at)
            assert (kept.next_contact, kept.priority, kept.routing, kept.warnings) == (
                anew.next_contact,
                anew.priority,
                anew.routing,
                anew.warnings,
            )

"""Until when a decision holds: law 4 of the specification, and what ends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    booked,
    call,
    decided,
    follow_up,
    no_show,
    reply,
    ring,
)
from leadflow import INCINTA, RSI, AnyEvent, Decision, Engine, History, Policy
from random_histories import CLOCKS, PRESETS, histories

ENGINES = {name: Engine(policy) for name, policy in PRESETS.items()}
every_preset = pytest.mark.parametrize("name", PRESETS)
THREE_TRIES = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "left_message"),
    call("2026-11-04 13:30"),
)


def said(decision: Decision, *but: str) -> dict[str, Any]:
    """All that a decision says, without the fields named and the reasons behind them."""
    told = decision.to_dict()
    told["because"] = [each for each in told["because"] if each["output"] not in but]
    return {name: value for name, value in told.items() if name not in but}


class TestValidUntil:
    """A decision tells until when it holds if nothing happens."""

    TRIED = call("2026-11-03 09:10", "left_message")
    BOOKED = booked("2026-11-10 10:00", "2026-11-16 10:00")

    @pytest.mark.parametrize(
        ("policy", "events", "now", "until"),
        [
            (RSI, (), "2026-11-03 08:00", "2026-11-03 09:00"),
            (RSI, (), "2026-11-03 09:00", None),
            (INCINTA, (), "2026-11-03 09:00", "2026-11-04 09:00"),
            (INCINTA, (), "2026-11-04 09:00", None),
            (RSI, (TRIED,), "2026-11-03 09:11", "2026-11-03 13:10"),
            (RSI, (TRIED,), "2026-11-03 13:10", None),
            (RSI, THREE_TRIES, "2026-11-04 13:31", "2026-11-04 17:30"),
            (RSI, (TRIED, ring("2026-11-03 09:20")), "2026-11-03 09:20", "2026-11-03 09:25"),
            (INCINTA, (BOOKED,), "2026-11-10 10:00", "2026-11-13 09:00"),
            (INCINTA, (BOOKED,), "2026-11-13 09:00", "2026-11-13 17:00"),
            (INCINTA, (BOOKED,), "2026-11-13 17:00", "2026-11-16 10:00"),
            (INCINTA, (BOOKED,), "2026-11-16 10:00", None),
            (RSI, (BOOKED,), "2026-11-10 10:00", "2026-11-16 10:00"),
            (RSI, (BOOKED,), "2026-11-16 10:00", None),
            (RSI, (reply("2026-11-03 09:20"),), "2026-11-03 09:20", None),
        ],
    )
    def test_what_ends_it(
        self, policy: Policy, events: tuple[AnyEvent, ...], now: str, until: str | None
    ) -> None:
        valid_until = decided(policy, *events, now=now).valid_until
        assert valid_until == (None if until is None else at(until))

    def test_a_missed_appointment_step_by_step(self) -> None:
        told = (booked("2026-11-10 10:00", "2026-11-16 10:00"), no_show("2026-11-16 10:20"))
        ends: list[datetime | None] = [at("2026-11-16 10:20")]
        while ends[-1] is not None:
            ends.append(decided(INCINTA, *told, now=ends[-1]).valid_until)
        assert ends[1:] == [
            at("2026-11-16 10:30"),  # the deadline of the call
            at("2026-11-17 00:00"),  # its day is over
            at("2026-11-17 09:00"),  # the e-mail is due
            at("2027-02-16 10:00"),  # three months of silence
            None,
        ]

    def test_a_later_event_does_not_show_in_it(self) -> None:
        later = follow_up("2026-11-03 10:00", "2026-11-03 11:00")
        with_later = decided(RSI, self.TRIED, later, now="2026-11-03 09:11")
        assert with_later.valid_until == at("2026-11-03 13:10")

    @every_preset
    @settings(max_examples=300)
    @given(told=histories(), now=CLOCKS, share=CLOCKS)
    def test_the_same_until_then_and_another_from_then_on(
        self, name: str, told: History, now: datetime, share: datetime
    ) -> None:
        engine, told = ENGINES[name], told.until(now)
        decision = engine.decide(told, now=now)
        until = decision.valid_until
        assert until is None or until > now
        for instant in (now + MICROSECOND, now + (share - CREATED)):
            if until is None or instant < until:
                assert said(engine.decide(told, now=instant), "now") == said(decision, "now")
        if until is None:
            return
        last = engine.decide(told, now=until - MICROSECOND)
        assert said(last, "now") == said(decision, "now")
        apart = ("now", "valid_until")
        first = engine.decide(told, now=until)
        assert said(first, *apart) != said(decision, *apart)

    @every_preset
    @given(told=histories(), now=CLOCKS)
    def test_it_comes_to_an_end(self, name: str, told: History, now: datetime) -> None:
        engine, told = ENGINES[name], told.until(now)
        end: datetime | None = now
        for _ in range(20):
            if end is None:
                return
            end = engine.valid_until(told, now=end)
        assert end is None

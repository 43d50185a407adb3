"""The exploration finds faults: planted numbers, missing rules, and decisions that break a law."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

import pytest

from clinic import CREATED, at, booked, but, call, decided, ring, stop
from exploration.laws import Told, broken, does_not_hold
from exploration.steps import OVER
from exploration.walk import GOLDEN, LEAD, explored, sampled
from leadflow import RSI, AnyEvent, Decision, Engine, History, Policy, Status
from leadflow.engine.compile import compiled
from leadflow.rulebook import RULEBOOK
from random_histories import PRESETS

every_preset = pytest.mark.parametrize("name", PRESETS)


def recorded(name: str, depth: int) -> Any:
    """The counts that were recorded, of histories of up to so many events."""
    text = (GOLDEN / f"{name.lower()}.json").read_text(encoding="utf-8")
    tables = json.loads(text)[OVER.name]
    return {deep: tables[deep] for deep in (f"{n} events" for n in range(depth + 1))}


def agrees(engine: Engine, name: str, depth: int) -> bool:
    """Whether an engine comes to the same counts."""
    tables = explored(engine, OVER, depth).tables(*range(depth + 1))
    return bool(tables == recorded(name, depth))


def found_out(engine: Engine, name: str) -> bool:
    """Whether histories of one event, of two, or of three tell that something has changed."""
    return not all(agrees(engine, name, depth) for depth in (1, 2, 3))


@every_preset
def test_what_nobody_changed_is_not_found_out(name: str) -> None:
    assert not found_out(Engine(PRESETS[name]), name)


RUNGS = [
    {"unscheduled": "PT4H", "no_response": "PT4H"},
    {"unscheduled": "PT4H", "no_response": "PT24H"},
    {"unscheduled": "exhausted", "no_response": "exhausted"},
]


def rungs(n: int, what: str, then: str) -> dict[str, Any]:
    """RSI's ladder with one cell changed."""
    changed = [{**rung, what: then} if at == n else rung for at, rung in enumerate(RUNGS)]
    return {"attempts": {"rungs": changed}}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("RSI", rungs(0, "unscheduled", "PT24H")),
        ("RSI", rungs(0, "no_response", "PT24H")),
        ("RSI", rungs(1, "unscheduled", "PT24H")),
        ("RSI", rungs(1, "no_response", "PT4H")),
        ("RSI", rungs(2, "no_response", "PT24H")),
        ("RSI", rungs(2, "unscheduled", "PT24H")),
        ("RSI", {"attempts": {"open_attempt_grace": "PT24H"}}),
        ("RSI", {"attempts": {"counted": ["call:phone_button"]}}),
        ("RSI", {"calls": {"ring_limit": "PT8H"}}),
        ("RSI", {"priority": {"order": ["new_lead", "inbound_call", "voicemail", "follow_up"]}}),
        ("INCINTA", {"mail": {"interval": "PT4H"}}),
        ("INCINTA", {"no_show": {"silence": "P6M"}}),
        ("INCINTA", {"reminder": {"before": {"business_days": 3}}}),
        ("INCINTA", {"unreachable": {"attempts": 1}}),
        ("INCINTA", {"unreachable": {"pool_interval": "P6M"}}),
        ("INCINTA", {"attempts": {"one_per_day": False}}),
        ("INCINTA", {"attempts": {"follow_up_done_by": ["phone", "email"]}}),
        ("INCINTA", {"first_contact": {"by_phone": False}}),
        ("INCINTA", {"first_contact": {"within": "P1M"}}),
        ("INCINTA", {"routing": None}),
        ("INCINTA", {"mail": None}),
        ("CLINIC", {"attempts": {"rungs": RUNGS}}),
    ],
    ids=str,
)
class TestPlantedNumbers:
    """A policy with one value changed does not come to the counts that were recorded."""

    def test_the_counts_differ(self, name: str, changes: dict[str, Any]) -> None:
        planted: Policy = PRESETS[name].revise(**changes)
        assert found_out(Engine(planted), name)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("RSI", "call_counted"),
        ("RSI", "follow_up_used_up"),
        ("RSI", "exhausted_by_silence"),
        ("RSI", "reply_answered"),
        ("RSI", "booked_twice"),
        ("INCINTA", "email_completes_round"),
        ("INCINTA", "message_ends_round"),
        ("INCINTA", "reminder_planned"),
        ("INCINTA", "no_show_called"),
        ("INCINTA", "left_the_pool"),
        ("INCINTA", "outreach_after_stop_request"),
        ("CLINIC", "no_response_delayed"),
    ],
)
class TestMissingRules:
    """An engine that lost a rule does not come to the counts that were recorded."""

    def test_the_counts_differ(self, name: str, rule: str) -> None:
        engine = Engine(PRESETS[name])
        left = [
            each
            for each in RULEBOOK
            if each.name != rule and (each.needs is None or attrgetter(each.needs)(engine.policy))
        ]
        engine._decider.program = compiled(left)
        assert found_out(engine, name)


CALLED = call("2026-11-03 09:10", "left_message")
BOOKING = booked("2026-11-03 09:10", "2026-11-16 10:00")
STOP = stop("2026-11-03 09:10")


class TestBrokenLaws:
    """Each law, broken in a decision, is told by its name; a sound decision breaks none."""

    NOW = "2026-11-03 09:20"

    @pytest.mark.parametrize(
        ("events", "changes", "told", "law"),
        [
            ((CALLED,), {"status": Status.INVALID}, Told(), "of a closed lead"),
            ((CALLED,), {"status": Status.DEAD, "reason_for_loss": "x"}, Told(), "of a closed"),
            ((CALLED,), {}, Told(stopped=True), "after a stop request"),
            ((STOP,), {"reason_for_loss": None}, Told(stopped=True), "dead leads"),
            ((CALLED,), {"reason_for_loss": "insurance"}, Told(), "dead leads"),
            ((CALLED,), {}, Told(booked=True), "scheduled leads"),
            ((BOOKING,), {}, Told(), "scheduled leads"),
            ((STOP,), {}, Told(), "a stop request"),
            ((STOP,), {"do_not_contact": False}, Told(stopped=True), "a stop request"),
            ((CALLED,), {"priority": None}, Told(), "what has a next contact"),
            ((CALLED,), {"next_contact": None}, Told(), "what has a next contact"),
            ((CALLED,), {"now": at("2026-11-04 09:10")}, Told(), "a contact is due"),
        ],
        ids=str,
    )
    def test_it_is_told(
        self, events: tuple[AnyEvent, ...], changes: dict[str, Any], told: Told, law: str
    ) -> None:
        sound = decided(RSI, *events, now=self.NOW)
        assert (broken(but(sound, **changes), told) or "").startswith(law)

    @pytest.mark.parametrize(
        ("events", "told"),
        [
            ((), Told()),
            ((CALLED,), Told()),
            ((BOOKING,), Told(booked=True)),
            ((STOP,), Told(stopped=True)),
            ((STOP, ring("2026-11-03 09:20")), Told(stopped=True)),
        ],
        ids=str,
    )
    def test_a_sound_one_is_not(self, events: tuple[AnyEvent, ...], told: Told) -> None:
        assert broken(decided(RSI, *events, now=self.NOW), told) is None


class TestSamples:
    """A decision that is looked at closely is found out when it differs from the public one."""

    def test_another_attempt_count_is_found_out(self) -> None:
        engine = Engine(RSI)
        decision = engine.decide(History(lead=LEAD), now=CREATED)
        assert sampled(engine, (), decision) is None
        assert sampled(engine, (), but(decision, attempts=7)) is not None

    @pytest.mark.parametrize(
        ("until", "law"), [("2026-11-03 12:00", "nothing changes"), ("2026-11-09 12:00", "it does")]
    )
    def test_a_wrong_end_is_found_out(self, until: str, law: str) -> None:
        engine = Engine(RSI)
        history = History(lead=LEAD, events=(CALLED,))
        decision = engine.decide(history, now=at("2026-11-03 09:20"))
        wrong = Decision.from_json(
            json.dumps(
                {**decision.to_dict(), "valid_until": at(until).isoformat().replace("+00:00", "Z")}
            )
        )
        assert (does_not_hold(engine, history, wrong) or "").startswith(law)

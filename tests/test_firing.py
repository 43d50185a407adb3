"""Rules fire honestly: one that fires did something, and one that did something fires."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any

import pytest
from hypothesis import example, given, settings

from clinic import (
    at,
    attended,
    booked,
    call,
    email,
    follow_up,
    history,
    lead,
    marked,
    moved,
    no_show,
    reminder,
    reply,
    ring,
    text,
    unreachable,
)
from leadflow import Engine, History, Policy
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.rule import Body, Rule
from leadflow.rulebook.terms import Terms
from random_histories import POLICIES, histories
from test_heads import MEMO, DishonestRule, engine_of, snapshot, watched_engine, with_bodies

CONFIRMS = frozenset(
    """answer_told_again attempts_restarted booking_told_again call_ended_before call_told_again
    communicated conversation_settles conversation_told_again final_call final_email
    left_the_pool missed_call_owed moved no_show_recorded outcome_overtaken outreach_noted
    patient_reached pool_contact_made received_call_told reminder_given reopened reply_owed
    response_told_again ringing_told_again scheduled_already silence_counted
    told_conversation_noted told_conversation_settles unreachable_reason_given
    voicemail_owed""".split()
)
"""Rules that say what may be so already: they speak, and leave it as it is."""


def honest(rule: Rule) -> Body:
    """The body of a rule that may not fire unless it changes something."""

    @wraps(rule.body)
    def body(draft: Draft, event: Any, terms: Terms) -> bool:
        before = snapshot(draft)
        fired = rule.body(draft, event, terms)
        after = snapshot(draft)
        unchanged = all(before[slot] == after[slot] for slot in before.keys() - MEMO)
        if fired and unchanged and rule.name not in CONFIRMS:
            raise DishonestRule(f"{rule.name} fired and changed nothing")
        return fired

    return body


def honest_engine(policy: Policy, rules: Sequence[Rule] = RULEBOOK) -> Engine:
    """An engine whose rules fire only where they have something to do."""
    return engine_of(policy, with_bodies(rules, {rule.body: honest(rule) for rule in rules}))


ENGINES = {
    name: (honest_engine(policy), watched_engine(policy)) for name, policy in POLICIES.items()
}
every_policy = pytest.mark.parametrize("name", POLICIES)
_A1 = booked("2026-11-03 09:10", "2026-11-03 11:00")
RARE = (
    history(_A1, attended("2026-11-03 11:05"), moved("2026-11-03 12:00", "2026-11-03 11:00")),
    history(_A1, no_show("2026-11-03 11:05"), no_show("2026-11-03 12:00")),
    history(follow_up("2026-11-03 09:10", "2026-11-04 09:00"), call("2026-11-03 09:20")),
    history(
        call("2026-11-03 09:10", call_id="c1"),
        marked("2026-11-03 09:15"),
        call("2026-11-03 09:20", call_id="c1"),
    ),
    history(marked("2026-11-03 09:10")),
    history(unreachable("2026-11-03 09:10"), call("2026-11-03 09:20")),
    history(text("2026-11-03 09:10"), of=lead(channels=["text"])),
    history(
        ring("2026-11-03 09:10", call_id="c1"),
        ring("2026-11-03 09:12", answered=False, call_id="c2"),
    ),
    history(booked("2026-11-03 09:10", "2026-11-16 10:00"), reminder("2026-11-13 09:10")),
    history(reminder("2026-11-03 09:10")),
)
"""What random histories seldom come to."""
TOLD_TWICE = history(
    booked("2026-11-03 09:10", "2026-11-16 10:00", origin="manual"),
    booked("2026-11-03 09:20", "2026-11-16 10:00", origin="sync"),
)
ROUND_BESIDE_A_FOLLOW_UP = history(
    follow_up("2026-11-03 09:10", "2027-06-01 09:00"),
    call("2026-11-03 09:20", "no_answer"),
    email("2026-11-03 09:25"),
)
EMAIL_AFTER_A_REPLY = history(
    call("2026-11-03 09:20", "no_answer"),
    reply("2026-11-03 09:25"),
    email("2026-11-03 09:30"),
)
OUT_OF_THE_POOL = history(unreachable("2026-11-03 09:10"), reply("2026-11-03 09:20"))


def to_the_end(engine: Engine, told: History) -> None:
    """Fold a history, and half a year of timers after it."""
    engine.fold(told, now=max([at("2027-05-01 00:00"), *(event.at for event in told.events)]))


class TestFiringIsHonest:
    """A rule that fires changed the draft or warned; of the others, each says what is so."""

    @every_policy
    @settings(max_examples=150)
    @given(told=histories(14))
    def test_in_any_history(self, name: str, told: History) -> None:
        to_the_end(ENGINES[name][0], told)

    @every_policy
    @pytest.mark.parametrize("told", RARE, ids=lambda told: told.events[-1].type)
    def test_where_little_is_left_to_do(self, name: str, told: History) -> None:
        for engine in ENGINES[name]:
            to_the_end(engine, told)

    def test_only_rules_are_excepted(self) -> None:
        assert {rule.name for rule in RULEBOOK} >= CONFIRMS


PLAIN = {name: Engine(policy) for name, policy in POLICIES.items()}
FLAGS = (
    "do_not_contact", "exhausted", "final_called", "final_emailed", "important", "reached",
    "response_known", "unreachable_reason", "year_missed",
)  # fmt: skip


def values_of(draft: Draft) -> list[Any]:
    """What a draft and its bookings hold, slot by slot."""
    held: list[Any] = [draft, *draft.bookings._by_id.values()]
    return [getattr(each, slot) for each in held for slot in type(each).__slots__]


class TestWhatADraftHolds:
    """Rules ask whether a slot `is None`, and whether a flag holds: nothing else means nothing."""

    @every_policy
    @given(told=histories(14))
    @example(told=history())
    @example(told=TOLD_TWICE)
    @example(told=ROUND_BESIDE_A_FOLLOW_UP)
    @example(told=EMAIL_AFTER_A_REPLY)
    @example(told=OUT_OF_THE_POOL)
    def test_a_slot_without_anything_is_none(self, name: str, told: History) -> None:
        draft = PLAIN[name].fold(told, now=at("2027-05-01 00:00"))._draft
        assert not [value for value in values_of(draft) if isinstance(value, str) and not value]

    @every_policy
    @given(told=histories(14))
    @example(told=history())
    def test_a_flag_is_true_or_false(self, name: str, told: History) -> None:
        draft = PLAIN[name].fold(told, now=at("2027-05-01 00:00"))._draft
        assert {flag: type(getattr(draft, flag)) for flag in FLAGS} == dict.fromkeys(FLAGS, bool)

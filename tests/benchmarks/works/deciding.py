"""What is measured: the works of the table, those that are compared with each other together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from types import BuiltinFunctionType
from typing import Any

from benchmarks import clinic_histories, ladder_histories
from benchmarks.measuring import Samples, Work, interleaved
from benchmarks.yardstick import fold
from leadflow import CLINIC, INCINTA, RSI, Decision, Engine, Policy
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run

NATIVE = isinstance(run, BuiltinFunctionType)
"""Whether this leadflow was compiled (docs/how-to/native.md): then no trace but a list will do."""
LEADS = 1_000
"""In each work of deciding: about 8,000 events, so that no round is short of the clock's ticks."""
LATER = timedelta(hours=3)


@cache
def ladder(leads: int = LEADS) -> tuple[ladder_histories.Case, ...]:
    """Histories of the ladder."""
    return tuple(ladder_histories.drawn(leads))


@cache
def clinic(leads: int = LEADS) -> tuple[clinic_histories.Case, ...]:
    """Histories of every chapter."""
    return tuple(clinic_histories.drawn(leads))


@cache
def deciding() -> Samples:
    """Deciding, by the yardstick and by leadflow; a unit is an event."""
    cases = ladder()
    events = sum(len(each.history.events) for each in cases)
    some = cases[: LEADS // 5]
    works = {
        "yardstick": Work(yardstick(), events),
        "RSI": Work(decide(RSI, cases), events),
        "INCINTA": Work(decide(INCINTA, clinic()), events_of(clinic())),
        "CLINIC": Work(decide(CLINIC, clinic()), events_of(clinic())),
        "RSI, unread": Work(_decide_unread(RSI, cases), events),
        "RSI, because": Work(_decide_and_read(RSI, some), events_of(some)),
        "folded anew": Work(_fold_anew(RSI, cases), events),
        "asked again": Work(_ask_again(RSI, cases), events),
    }
    if not NATIVE:
        works["RSI, trace away"] = Work(_decide_untraced(RSI, cases), events)
    return interleaved(works)


Cases = tuple[ladder_histories.Case, ...] | tuple[clinic_histories.Case, ...]


def events_of(cases: Cases) -> int:
    return sum(len(each.history.events) for each in cases)


def yardstick() -> Callable[[], None]:
    cases = [(each.ints, each.now_ints) for each in ladder()]

    def work() -> None:
        for history, now in cases:
            fold(history, now)

    return work


def answers(decision: Decision) -> object:
    """Ask for what the yardstick says too, and for the team: a decision works out what is asked."""
    return (
        decision.status,
        decision.next_contact_at,
        decision.reason_for_loss,
        decision.routing,
    )


def decide(policy: Policy, cases: Cases) -> Callable[[], None]:
    """Events in memory, with trace, and the answers read."""
    engine = Engine(policy)
    pairs = [(each.history, each.now) for each in cases]

    def work() -> None:
        for history, now in pairs:
            answers(engine.decide(history, now=now))

    return work


def _decide_unread(policy: Policy, cases: Cases) -> Callable[[], None]:
    engine = Engine(policy)
    pairs = [(each.history, each.now) for each in cases]

    def work() -> None:
        for history, now in pairs:
            engine.decide(history, now=now)

    return work


def _decide_and_read(policy: Policy, cases: Cases) -> Callable[[], None]:
    engine = Engine(policy)
    pairs = [(each.history, each.now) for each in cases]

    def work() -> None:
        for history, now in pairs:
            decision = engine.decide(history, now=now)
            answers(decision)
            _ = decision.because

    return work


def _decide_untraced(policy: Policy, cases: Cases) -> Callable[[], None]:
    """What `Engine.decide` does, but with a trace that forgets all that is written to it."""
    decider = Decider(policy)
    pairs = [(each.history, each.now) for each in cases]

    def work() -> None:
        for history, now in pairs:
            draft = begin(history.lead, decider.terms)
            sink: Any = deque(maxlen=0)
            draft.trace = sink
            run(draft, history.events, now, decider.program)
            answers(decider.decide(draft, history, now))

    return work


def _fold_anew(policy: Policy, cases: Cases) -> Callable[[], None]:
    engine = Engine(policy)
    pairs = [(each.history, each.now + LATER) for each in cases]

    def work() -> None:
        for history, later in pairs:
            answers(engine.decide(history, now=later))

    return work


def _ask_again(policy: Policy, cases: Cases) -> Callable[[], None]:
    engine = Engine(policy)
    pairs = [(engine.fold(each.history, now=each.now), each.now + LATER) for each in cases]

    def work() -> None:
        for state, later in pairs:
            answers(engine.decide(state, now=later))

    return work

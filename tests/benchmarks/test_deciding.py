"""What a decision costs. Run by `pytest tests/benchmarks`; not part of the default run."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

import pytest

from clinic import at, booked, call, follow_up, history, reply, text
from leadflow import CLINIC, INCINTA, RSI, Engine, Policy

MICROSECONDS = 1e6
EIGHT_EVENTS = history(
    call("2026-11-03 09:10", "left_message"),
    text("2026-11-03 09:11"),
    call("2026-11-03 13:15"),
    follow_up("2026-11-03 13:20"),
    reply("2026-11-03 14:00"),
    call("2026-11-03 17:25", "connected"),
    follow_up("2026-11-03 17:30", "2026-11-06 15:00"),
    booked("2026-11-06 15:01", "2026-11-16 10:00"),
)
NOW = at("2026-11-06 15:02")


def microseconds(work: Callable[[], object], *, rounds: int = 31, times: int = 300) -> float:
    """The median over the rounds of what one call costs in time of the processor."""
    taken = []
    for _round in range(rounds):
        began = process_time()
        for _time in range(times):
            work()
        taken.append((process_time() - began) / times)
    return median(taken) * MICROSECONDS


@pytest.mark.parametrize(
    ("policy", "most"), [(RSI, 15.0), (INCINTA, None), (CLINIC, None)], ids=lambda each: str(each)
)
def test_deciding_a_history_of_eight_events(
    policy: Policy, most: float | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Events in memory, trace recorded, explanations not asked for."""
    engine = Engine(policy)
    cost = microseconds(lambda: engine.decide(EIGHT_EVENTS, now=NOW))
    with capsys.disabled():
        print(f"\n{policy.name}: {cost:.1f} µs a decision, {cost / 8:.2f} µs an event")
    assert most is None or cost <= most

"""What a simulation costs. Run by `pytest tests/benchmarks`; not part of the default run."""

from __future__ import annotations

from time import process_time

import pytest

from clinic import at
from leadflow import CLINIC, INCINTA, RSI, Policy
from leadflow.readers.simulation import Behaviour, simulate

LEADS, DAYS, MOST_SECONDS = 2_000, 90, 30.0


@pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
def test_a_season_of_two_thousand_leads(policy: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    """On one core, with six agents, indicators and all."""
    began = process_time()
    result = simulate(
        policy,
        behaviour=Behaviour(),
        leads=LEADS,
        agents=6,
        start=at("2026-11-02 00:00"),
        days=DAYS,
        seed=1,
    )
    taken = process_time() - began
    events = sum(len(each.events) for each in result.histories)
    with capsys.disabled():
        print(f"\n{policy.name}: {taken:.1f} s, {events:,} events")
    assert taken < MOST_SECONDS

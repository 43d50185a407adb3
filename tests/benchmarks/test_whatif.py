"""What replaying recorded leads under several policies costs. Run by `pytest tests/benchmarks`."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest

from leadflow import INCINTA, RSI, History, read_history
from leadflow.readers.whatif import compare, sensitivity, sweep

MOST_SECONDS = 15.0
"""Two policies over all 9,500 recorded leads, on one core."""


@pytest.fixture(scope="module")
def leads(data_folder: Path) -> list[History]:
    """All recorded leads, decoded once."""
    found: list[History] = []
    for path in sorted((data_folder / "histories").glob("*.jsonl.gz")):
        with gzip.open(path) as lines:
            found += map(read_history, lines)
    return found


def latest(of: list[History]) -> datetime:
    """The latest instant at which anything happened."""
    return max(each.at for one in of for each in one.events[-1:])


def test_comparing_two_policies(leads: list[History], capsys: pytest.CaptureFixture[str]) -> None:
    began = process_time()
    comparison = compare(leads, baseline=RSI, variants={"INCINTA": INCINTA}, now=latest(leads))
    taken = process_time() - began
    with capsys.disabled():
        print(f"\n{comparison.leads:,} leads, 2 policies: {taken:.1f} s")
    assert taken <= MOST_SECONDS


def test_a_sweep_of_twenty_variants(
    leads: list[History], capsys: pytest.CaptureFixture[str]
) -> None:
    hours = [f"PT{each}H" for each in range(2, 42, 2)]
    variants = sweep(RSI, changes={"attempts.rungs[1].no_response": hours})
    assert len(variants) == 20
    began = process_time()
    comparison = compare(leads, baseline=RSI, variants=variants, now=latest(leads))
    taken = process_time() - began
    with capsys.disabled():
        print(f"\n{comparison.leads:,} leads, 21 policies: {taken:.1f} s")
    assert taken <= MOST_SECONDS / 2 * 21


def test_turning_every_reading(leads: list[History], capsys: pytest.CaptureFixture[str]) -> None:
    some = leads[::10]
    began = process_time()
    found = sensitivity(some, now=latest(leads), policy=INCINTA)
    taken = process_time() - began
    readings = sum(len(each.readings) for each in found.switches)
    with capsys.disabled():
        print(f"\n{found.leads:,} leads, {readings} other readings: {taken:.1f} s")

"""An audit of a long history takes time that grows as the history, not as its square.

The default run counts calls, which no machine changes; a loop without any call in it shows here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

import pytest

from benchmarks.measuring import Work, interleaved
from leadflow import CLINIC, History
from leadflow.readers.audit import audit
from many_events import history

LENGTHS = 2_000, 8_000


def unnoted(length: int) -> History:
    """Calls of which nobody wrote a note."""
    told = history("calls", length)
    events = tuple(replace(each, noted=False) for each in told.events)
    return History(lead=told.lead, events=events)


def audited(told: History) -> Any:
    return partial(audit, told, now=told.events[-1].at, policy=CLINIC)


@pytest.mark.parametrize(
    "made",
    [
        partial(history, "everything"),
        partial(history, "bookings"),
        partial(history, "open appointments, then talks"),
        unnoted,
    ],
    ids=["everything", "bookings", "open appointments, then talks", "calls without note"],
)
def test_an_event_of_a_long_history_costs_little_more(made: Any) -> None:
    samples = interleaved(
        {str(length): Work(audited(made(length)), length) for length in LENGTHS}, rounds=5
    )
    short, long = (samples[str(length)] for length in LENGTHS)
    growth = median(later / earlier for earlier, later in zip(short, long, strict=True))
    assert growth < 2.5  # linear: 1; as the square: 4

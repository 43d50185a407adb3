"""What the tests of walks and time lines share: histories, and what a decision says of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from lawfulness import generated_policies
from leadflow import CLINIC, INCINTA, RSI, Decision, History, Policy, read_history
from leadflow.readers.stories.spans import LAST
from leadflow.testing.strategies import histories

PRESETS = (RSI, INCINTA, CLINIC)
YEAR = timedelta(days=366)


def end_of(told: History) -> datetime:
    """A year after everything."""
    return min(max([told.lead.created_at, *(each.at for each in told.events)]) + YEAR, LAST)


def drawn(data: st.DataObject) -> tuple[Policy, History, datetime]:
    """A policy of the presets or a drawn one, a history that crosses its limits, and an end."""
    policy = data.draw(st.sampled_from((*PRESETS, *generated_policies())))
    told = data.draw(histories(policy, max_events=8))
    ends = (end_of(told), told.lead.created_at, *(each.at for each in told.events))
    return policy, told, data.draw(st.sampled_from(ends))


def said(decision: Decision) -> dict[str, Any]:
    """Everything that a decision says but its clock."""
    return {name: value for name, value in decision.to_dict().items() if name != "now"}


def real(data_folder: Path) -> Iterator[History]:
    """Some leads out of each of the shared files."""
    for file in sorted((data_folder / "histories").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 0, None, 800):
                yield read_history(line)

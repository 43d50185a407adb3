"""From JSON to histories, to decisions and back; and what a history takes of memory."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from benchmarks.measuring import Samples, Work, interleaved
from benchmarks.works.missing import Missing
from leadflow import RSI, Engine, History, read_history

STEP = 5
"""Every fifth history is read again and again: 1,900 of 9,500."""


@cache
def lines() -> Sequence[str]:
    """The JSON of all recorded histories, from the folder that `LEADFLOW_DATA` names."""
    named = os.environ.get("LEADFLOW_DATA")
    if not named:
        raise Missing("LEADFLOW_DATA is not set: it names the folder of recorded histories")
    found: list[str] = []
    for path in sorted((Path(named) / "histories").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as text:
            found += text
    return found


def last(history: History) -> datetime:
    """When something last happened."""
    return history.events[-1].at if history.events else history.lead.created_at


@cache
def reading() -> Samples:
    """A unit is a history."""
    try:
        import orjson
    except ImportError:
        raise Missing("orjson is not installed: the extra `benchmark`") from None
    texts = lines()[::STEP]
    count = len(texts)
    return interleaved(
        {
            "orjson": Work(lambda: [orjson.loads(each) for each in texts], count),
            "decode": Work(lambda: [read_history(each) for each in texts], count),
            "there and back": Work(_there_and_back(texts), count),
        }
    )


def _there_and_back(texts: Sequence[str]) -> Callable[[], None]:
    engine = Engine(RSI)

    def work() -> None:
        for each in texts:
            history = read_history(each)
            engine.decide(history, now=last(history)).to_json()

    return work


def bytes_of_an_event() -> float:
    """What one more event takes: decoded histories, less the same leads without any events."""
    leads, events = _kept(with_events=False), _kept(with_events=True)
    return (events - leads) / _events()


def bytes_with_lead() -> float:
    """What decoded histories take in all, divided by the number of their events."""
    return _kept(with_events=True) / _events()


@cache
def _events() -> int:
    return sum(len(read_history(each).events) for each in _told())


@cache
def _told() -> Sequence[str]:
    return [each for each in lines() if '"type"' in each]


@cache
def _kept(*, with_events: bool) -> int:
    """The bytes that all histories with any event keep once they are decoded."""
    texts = _told()
    if not with_events:
        texts = [json.dumps({"lead": json.loads(each)["lead"], "events": []}) for each in texts]
    read_history(texts[0])
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        histories = [read_history(each) for each in texts]
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(histories) == len(texts)
    return after - before

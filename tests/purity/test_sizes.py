"""Very long histories are decided in time, and in time that grows as their length.

Seconds are process time in a process of its own, the best of up to three attempts, and those of
the machine for which the bound was set: `many_events.yardstick` tells how fast this one is.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from leadflow import MAX_EVENTS, History, InvalidHistory, read_history
from many_events import CREATED, KINDS, LEAD, Task, grows, history
from processes import in_new_process

LONG, MEDIUM = (25_000, MAX_EVENTS), (3_000, 12_000)
MOST_SECONDS = 2.0
MOST_GROWTH = 2.0
"""Four times the events may take eight times as long; squared they would take sixteen."""

AT_FULL_LENGTH = [
    *(Task("everything", preset, LONG) for preset in ("RSI", "INCINTA", "CLINIC")),
    Task("calls", "RSI", LONG),
    Task("bookings", "INCINTA", LONG),
    Task("e-mails and calls", "INCINTA", LONG),
    Task("rings", "CLINIC", LONG),
]
AT_LENGTHS_OF_THEIR_OWN = [
    Task("warnings, then years without pinned dates", "RSI", (1_000, 8_000)),
    Task("one start, moved from the last to the first", "RSI", (2_000, 16_000)),
    Task("one start, synced from the last to the first", "RSI", (2_000, 16_000)),
    Task("one start, cancelled, then synced", "RSI", (2_000, 16_000)),
    Task("open appointments, then talks", "RSI", (50, 400), "until"),
    Task("open appointments, then reminders", "INCINTA", (50, 400), "until"),
]
"""Where an earlier version grew with the square."""
_LONG = {each.kind for each in AT_FULL_LENGTH}
_OWN = {each.kind for each in AT_LENGTHS_OF_THEIR_OWN if each.asked == "decision"}
AT_MEDIUM_LENGTH = [
    *(Task(kind, "CLINIC", MEDIUM) for kind in KINDS if kind not in _LONG | _OWN),
    Task("everything", "INCINTA", MEDIUM, "json"),
    Task("calls", "CLINIC", (6_000, 24_000), "json"),
    Task("reminders of nothing", "RSI", MEDIUM, "json"),
    Task("bookings", "INCINTA", MEDIUM, "json"),
]
TASKS = [*AT_FULL_LENGTH, *AT_MEDIUM_LENGTH, *AT_LENGTHS_OF_THEIR_OWN]
Seconds = dict[Task, tuple[float, float]]


def name_of(task: Task) -> str:
    return f"{task.kind}, {task.preset}, {task.asked}"


@pytest.fixture(scope="module")
def seconds() -> Seconds:
    """What every task takes at its two lengths."""
    told = json.loads(in_new_process("many_events.py", json.dumps(TASKS)))
    return {task: (each[0], each[1]) for task, each in zip(TASKS, told, strict=True)}


class TestAHundredThousandEvents:
    """100,000 events are decided in under 2 s and in linear time (issue "Proof", 6)."""

    @pytest.mark.parametrize("task", AT_FULL_LENGTH, ids=name_of)
    def test_in_under_two_seconds(self, task: Task, seconds: Seconds) -> None:
        assert seconds[task][1] < MOST_SECONDS

    @pytest.mark.parametrize(
        "task",
        [
            *AT_FULL_LENGTH,
            *AT_MEDIUM_LENGTH,
            *AT_LENGTHS_OF_THEIR_OWN,
        ],
        ids=name_of,
    )
    def test_in_linear_time(self, task: Task, seconds: Seconds) -> None:
        assert grows(task.lengths, seconds[task]) < MOST_GROWTH


def spent(run: Callable[[], object]) -> float:
    """Seconds of process time that a call takes."""
    began = time.process_time()
    run()
    return time.process_time() - began


EVENT = '{"type": "contacted", "at": "2026-11-03T17:00:00Z"}'


def text_of(count: int) -> str:
    """A history of so many events as JSON."""
    lead = f'{{"lead_id": "lead-1", "created_at": "{CREATED.isoformat()}"}}'
    return f'{{"lead": {lead}, "events": [{",".join([EVENT] * count)}]}}'


class TestOneMore:
    """A history has at most 100,000 events: one more is an error, not a hang (spec 2.3)."""

    TOO_MANY = "at most 100000 items"

    def test_a_hundred_thousand_are_read(self) -> None:
        assert len(read_history(text_of(MAX_EVENTS)).events) == MAX_EVENTS

    def test_one_more_is_not(self) -> None:
        with pytest.raises(InvalidHistory, match=self.TOO_MANY) as caught:
            read_history(text_of(MAX_EVENTS + 1))
        assert [each["where"] for each in caught.value.problems] == ["events"]

    def test_nor_is_one_more_event_of_a_full_history(self) -> None:
        full = history("calls", MAX_EVENTS)
        with pytest.raises(ValidationError, match=self.TOO_MANY):
            full.with_event(full.events[0])
        with pytest.raises(ValidationError, match=self.TOO_MANY):
            History(lead=LEAD, events=(*full.events, full.events[0]))

    def test_it_is_refused_at_once(self) -> None:
        """Five times what reading a full history takes: two is what was seen."""

        def refused() -> None:
            with pytest.raises(InvalidHistory, match=self.TOO_MANY):
                read_history(one_more)

        full, one_more = text_of(MAX_EVENTS), text_of(MAX_EVENTS + 1)
        read = min(spent(lambda: read_history(full)) for _each in range(2))
        assert min(spent(refused) for _each in range(2)) < 5 * read

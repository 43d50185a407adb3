"""Histories of very many events, and how long a decision about them takes.

Run as a program it measures in a process of its own, where nothing counts branches, and prints
seconds of process time by kind of history and preset: seconds of the machine for which the bounds
were set, however fast this one is at the moment.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import fixed_decisions as fixed
from clinic import ZONE
from leadflow import (
    AnyEvent,
    BookingOrigin,
    CallOutcome,
    CallVia,
    Decision,
    Engine,
    History,
    Lead,
    ProfileChanges,
    read_history,
)
from leadflow import events as e

CREATED = datetime(2026, 11, 3, 17, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SOON, LATER, UNCOVERED = CREATED + 200 * DAY, CREATED + 300 * DAY, 20 * 365 * DAY
LAST = datetime(2199, 1, 1, tzinfo=UTC)
LEAD = Lead(lead_id="lead-1", created_at=CREATED)

Nth = Callable[[int, datetime, int], AnyEvent]
"""The event number `n`, at an instant, of so many in all."""


def in_turn(*each: Nth) -> Nth:
    """Now one, now the other."""
    return lambda n, at, of: each[n % len(each)](n, at, of)


def halves(first: Nth, then: Nth) -> Nth:
    """One kind in the first half, another in the second, numbered anew."""
    return lambda n, at, of: first(n, at, of) if n < of // 2 else then(n - of // 2, at, of)


def booked(
    starts_at: Callable[[int, datetime], datetime], origin: BookingOrigin = BookingOrigin.MANUAL
) -> Nth:
    """A booking of a new id."""
    return lambda n, at, of: e.AppointmentBooked(
        at=at, appointment_id=f"a{n}", starts_at=starts_at(n, at), origin=origin
    )


def named(kind: Callable[..., AnyEvent], id_of: Callable[[int, int], int], **fields: Any) -> Nth:
    """Something about the appointment whose number `id_of` tells."""
    return lambda n, at, of: kind(at=at, appointment_id=f"a{id_of(n, of)}", **fields)


def happened(kind: Callable[..., AnyEvent], **fields: Any) -> Nth:
    """Always the same."""
    return lambda n, at, of: kind(at=at, **fields)


def far_apart(each: Nth, days: float) -> Nth:
    """The same, so many days after one another: timers fire between."""
    return lambda n, at, of: each(n, CREATED + n * timedelta(days=days), of)


def shifted(each: Nth, by: timedelta) -> Nth:
    """The same, so much later."""
    return lambda n, at, of: each(n, at + by, of)


def ring(n: int, at: datetime, of: int) -> AnyEvent:
    return e.CallReceived(at=at, call_id=f"r{n}")


def call(n: int, at: datetime, of: int) -> AnyEvent:
    return e.CallPlaced(
        at=at, via=CallVia.PHONE_BUTTON, outcome=CallOutcome.NO_ANSWER, call_id=f"c{n}"
    )


def talk(n: int, at: datetime, of: int) -> AnyEvent:
    return e.CallPlaced(at=at, via=CallVia.VOIP, outcome=CallOutcome.CONNECTED, call_id=f"t{n}")


def follow_up(n: int, at: datetime, of: int) -> AnyEvent:
    return e.FollowUpSet(at=at, due=at + DAY)


def facts(n: int, at: datetime, of: int) -> AnyEvent:
    return e.ProfileUpdated(at=at, changes=ProfileChanges(language="zh" if n % 2 else "en"))


def over_the_years(n: int, at: datetime, of: int) -> AnyEvent:
    at = CREATED + (LAST - CREATED) * (n / of)
    return call(n, at, of) if n % 2 else e.VoicemailReceived(at=at)


EMAIL, EMAIL_ANSWERED = (
    happened(e.EmailSent, via="email_button"),
    happened(e.ReplyReceived, channel="email"),
)
WARNING = happened(e.ReminderGiven, appointment_id="none", method="call")
OPEN = booked(lambda n, at: LATER + n * MINUTE)
SAME_START = booked(lambda n, at: SOON)
SAME_SYNCED = booked(lambda n, at: SOON, BookingOrigin.SYNC)

KINDS: Mapping[str, Nth] = {
    "calls": call,
    "calls without outcome": lambda n, at, of: e.CallPlaced(
        at=at, via=CallVia.PHONE_BUTTON, call_id=f"c{n}"
    ),
    "bookings": booked(lambda n, at: at + DAY),
    "bookings in reverse": booked(lambda n, at: LATER - n * MINUTE),
    "bookings of one start": SAME_START,
    "one start, by hand and by sync": in_turn(SAME_START, SAME_SYNCED),
    "open appointments, then talks": halves(OPEN, talk),
    "open appointments, then reminders": halves(
        OPEN, named(e.ReminderGiven, lambda n, of: n, method="call")
    ),
    "appointments moved": halves(
        OPEN,
        lambda n, at, of: e.AppointmentMoved(
            at=at, appointment_id=f"a{n}", starts_at=SOON - n * MINUTE
        ),
    ),
    "booked and cancelled": in_turn(
        booked(lambda n, at: at + DAY), named(e.AppointmentCancelled, lambda n, of: n - 1)
    ),
    "booked and missed": in_turn(
        booked(lambda n, at: at), named(e.NoShowRecorded, lambda n, of: n - 1)
    ),
    "e-mails": EMAIL,
    "e-mails and calls": in_turn(EMAIL, call),
    "replies and e-mails": in_turn(EMAIL_ANSWERED, EMAIL),
    "follow-ups": follow_up,
    "follow-ups without instant": happened(e.FollowUpSet),
    "rings": far_apart(ring, 0.01),
    "facts": facts,
    "reminders of nothing": WARNING,
    "closed and reopened": in_turn(happened(e.MarkedDead, reason="x"), happened(e.Reopened)),
    "texts after a stop request": lambda n, at, of: (
        e.TextSent(at=at) if n else e.StopContactRequested(at=at)
    ),
    "voicemails and calls until 2199": over_the_years,
    # Those below once cost more than their length.
    "warnings, then years without pinned dates": halves(
        WARNING, shifted(in_turn(happened(e.VoicemailReceived), call), UNCOVERED)
    ),
    "one start, moved from the last to the first": halves(
        SAME_START,
        lambda n, at, of: e.AppointmentMoved(
            at=at, appointment_id=f"a{of // 2 - 1 - n}", starts_at=LATER + n * MINUTE
        ),
    ),
    "one start, synced from the last to the first": halves(
        SAME_START,
        lambda n, at, of: e.AppointmentBooked(
            at=at, appointment_id=f"a{of // 2 - 1 - n}", starts_at=SOON, origin=BookingOrigin.SYNC
        ),
    ),
    "one start, cancelled, then synced": halves(
        in_turn(SAME_START, named(e.AppointmentCancelled, lambda n, of: n - 1)),
        lambda n, at, of: SAME_SYNCED(n + of, at, of),
    ),
}  # fmt: skip


@lru_cache(maxsize=2)
def history(kind: str, count: int) -> History:
    """So many events of a kind, a minute apart unless the kind says otherwise."""
    if kind == "everything":
        return mixed(count)
    nth = KINDS[kind]
    return History(
        lead=LEAD, events=tuple(nth(n, CREATED + n * MINUTE, count) for n in range(count))
    )


def mixed(count: int) -> History:
    """Events of every kind, in the proportions of the fixed set, read from JSON."""
    chance = random.Random(count)
    at, told = CREATED, []
    for n in range(count):
        at += chance.choice((MINUTE, 5 * MINUTE, fixed.HOUR))
        told.append({**fixed.event(chance, at), "id": f"e{n}"})
    lead = {"lead_id": "lead-1", "created_at": CREATED}
    return read_history(json.dumps({"lead": lead, "events": told}, default=datetime.isoformat))


class Task(NamedTuple):
    """What to measure: a kind of history under a preset, at two lengths."""

    kind: str
    preset: str
    lengths: tuple[int, int]
    asked: str = "decision"
    """`decision`, or `json` for all of it: until when it holds and why, as JSON."""


ASKED: Mapping[str, Callable[[Decision], object]] = {
    "decision": lambda decision: decision,
    "json": Decision.to_json,
    "until": lambda decision: decision.valid_until,
}
ATTEMPTS = 3


YARDSTICK_SECONDS = 0.06
"""What the yardstick takes on the machine for which the bounds were set."""


def yardstick() -> float:
    """Seconds of process time to note 50,000 instants: objects, dates and mappings, as a fold is.

    A machine whose memory is slow, or shared with others, counts as slow as it is.
    """
    noted: dict[str, list[object]] = {}
    days: list[date] = []
    began = time.process_time()
    for number in range(50_000):
        at = CREATED + number * MINUTE
        noted[f"a{number}"] = [number, at, (number, at)]
        days.append(at.astimezone(ZONE).date())
    return time.process_time() - began


def measured(task: Task, engine: Engine) -> tuple[float, float]:
    """Seconds of process time for the shorter and the longer history.

    The best of up to three attempts: a machine that does other things is slow, never fast. Each is
    held against the yardstick just before and after it, so that a slow machine changes nothing.
    """
    histories = [history(task.kind, length) for length in task.lengths]
    best = [float("inf")] * 2
    for _attempt in range(ATTEMPTS):
        for place, each in enumerate(histories):
            gc.collect()
            gc.freeze()
            before = yardstick()
            began = time.process_time()
            ASKED[task.asked](engine.decide(each, now=each.events[-1].at))
            taken = time.process_time() - began
            speed = YARDSTICK_SECONDS / ((before + yardstick()) / 2)
            best[place] = min(best[place], taken * speed)
        if not LINEAR < grows(task.lengths, best) < FAR_FROM_LINEAR:
            break
    return best[0], best[1]


LINEAR, FAR_FROM_LINEAR = 1.5, 4
"""Between these a busy machine may be to blame, and another attempt shows more."""


def grows(lengths: Sequence[int], seconds: Sequence[float]) -> float:
    """How many times as long each event takes in the longer history; linear: about 1."""
    return (seconds[1] / seconds[0]) / (lengths[1] / lengths[0])


if __name__ == "__main__":
    engines = fixed.engines()
    tasks = [Task(*each) for each in json.loads(sys.argv[1])]
    print(json.dumps([measured(each, engines[each.preset]) for each in tasks]))

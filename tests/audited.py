"""Words for the tests of the audit: what it finds, of one kind at a time, in clinic time."""

from __future__ import annotations

from datetime import datetime, timedelta

from clinic import at, history, shown
from leadflow import Lead, Policy
from leadflow import events as e
from leadflow.readers.audit import Breach, RecordedState, audit

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MICROSECOND = timedelta.resolution
NOUGHT = timedelta()


def found(
    policy: Policy,
    kind: str,
    *events: e.AnyEvent,
    now: str | datetime,
    of: Lead | None = None,
    recorded: RecordedState | None = None,
) -> list[Breach]:
    """The breaches of a kind at `now` (clinic time, or an instant)."""
    clock = at(now) if isinstance(now, str) else now
    told = audit(history(*events, of=of), now=clock, policy=policy, recorded=recorded)
    return [each for each in told if each.kind == kind]


def gist(breaches: list[Breach]) -> list[tuple[str | None, timedelta, int | None]]:
    """Of each breach: when it was due in clinic time, how late it was, which event came late."""
    return [(shown(each.due), each.late, each.event) for each in breaches]

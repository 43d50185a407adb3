"""The quality audit (spec QC): what was not done as it should have been, for one lead or for many.

Each kind of breach is one small check in a table (`table.CHECKS`); all of them look on while a
history is gone through once. What no source gives an hour for is checked by the day, as the daily
checklist of Incinta's process is: it is late once the clinic-local day on which it came up is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.audit.auditor import Auditor
from leadflow.readers.audit.breach import (
    UNKNOWN,
    Breach,
    BreachKind,
    RecordedState,
    Severity,
    order,
)
from leadflow.readers.audit.report import AuditReport, Totals

__all__ = [
    "UNKNOWN",
    "AuditReport",
    "Breach",
    "BreachKind",
    "RecordedState",
    "Severity",
    "Totals",
    "audit",
    "audit_many",
]

_KEPT = 8
_auditors: tuple[Auditor, ...] = ()


def audit(
    history: History, *, now: datetime, policy: Policy, recorded: RecordedState | None = None
) -> tuple[Breach, ...]:
    """Every breach of one lead that shows at `now`, in order of due instant, kind and event (QC).

    Events after `now` are not looked at, and what is not due yet is no breach. What was late stays
    a breach when it is done, with the event that did it. What the rules excuse is none: a closed
    lead, a stop request, a lead of another team, a channel that the lead does not have, what was
    moved, cancelled or replaced before it was due. With `recorded`, what a host system had on
    record is compared with what the rules decide.

    Raises `InvalidInstant` where `now` is naive or outside the years 1970-2199.
    Source: Incinta's quality checks and important reminders (INC 15 and 16).
    """
    return _auditor(policy).audit(history, as_instant(now), recorded)


def audit_many(histories: Iterable[History], *, now: datetime, policy: Policy) -> AuditReport:
    """Every breach of many leads that shows at `now`; the histories are read once.

    Reports of two groups add up to the report of both. Raises `InvalidInstant` where `now` is naive
    or outside the years 1970-2199.
    """
    auditor, clock, count = _auditor(policy), as_instant(now), 0
    found: list[Breach] = []
    for history in histories:
        found += auditor.audit(history, clock)
        count += 1
    return AuditReport(clock, auditor.decider.ref, count, tuple(sorted(found, key=order)))


def _auditor(policy: Policy) -> Auditor:
    """The checks of a policy; those of the policies used last are kept."""
    global _auditors
    for auditor in _auditors:
        if auditor.policy is policy:
            return auditor
    auditor = Auditor(policy)
    _auditors = (auditor, *_auditors[: _KEPT - 1])  # one assignment: safe between threads
    return auditor

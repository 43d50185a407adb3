"""What a host system had on record, compared with what the rules decide (QC)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from leadflow.engine.agenda import entries, in_turn, silenced_by
from leadflow.engine.explain import traced
from leadflow.readers.audit.breach import UNKNOWN, BreachKind, RecordedState, Severity
from leadflow.readers.audit.check import Check
from leadflow.readers.audit.duties import Lapse
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause, Entry
from leadflow.sources import INC, RSI


class Decided(NamedTuple):
    """What the rules decide at an instant: the lead, and what is next for it."""

    lead: Draft
    next: Entry | None
    at: datetime


def decided(lead: Draft, at: datetime) -> Decided:
    """What the rules decide at `at` for a lead folded up to it."""
    turn = in_turn(lead, entries(lead, at), at)
    return Decided(lead, turn[0] if turn else None, at)


def status_differs(recorded: RecordedState, decided: Decided) -> Cause | None:
    """The status on record is the one that the rules give."""
    if recorded.status in (UNKNOWN, decided.lead.status):
        return None
    return decided.lead.status_cause


def next_contact_differs(recorded: RecordedState, decided: Decided) -> Cause | None:
    """The next contact on record is the one that the rules give."""
    planned = None if decided.next is None else decided.next.at
    if recorded.next_contact_at in (UNKNOWN, planned):
        return None
    if decided.next is not None:
        return decided.next.cause
    return silenced_by(decided.lead) or traced(decided.lead).emptied


@dataclass(frozen=True, slots=True)
class Comparison(Check):
    """A check of what is on record; the body tells what made it otherwise, if it differs."""

    def compare(self, recorded: RecordedState, with_: Decided) -> Lapse | None:
        """What is wrong on record: since when, as of when, and what should have changed it."""
        cause: Cause | None = self.body(recorded, with_)
        return None if cause is None else Lapse(cause.at, max(cause.at, with_.at), cause.event)


CHECKS = (
    Comparison(
        BreachKind.RECORDED_STATUS_DIFFERS, Severity.MAJOR,
        "whoever goes by the status does the wrong thing next", "QC", status_differs,
        (INC.daily_statuses,),
    ),
    Comparison(
        BreachKind.RECORDED_NEXT_CONTACT_DIFFERS, Severity.MAJOR,
        "the lead is contacted at another time than it should be", "QC", next_contact_differs,
        (RSI.follow_up_leads, INC.daily_follow_up_times),
    ),
)  # fmt: skip
"""The checks of the state on record."""

"""What time alone does to a lead, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from leadflow.engine.agenda import data_due_at
from leadflow.engine.explain import Ground
from leadflow.engine.fold import next_timer
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Timer
from leadflow.rulebook.records import Cause, Entry

_RULE_OF: Mapping[Timer, str] = {
    Timer.OPEN_ATTEMPT: "ATT-9",
    Timer.RING_LIMIT: "COM-7",
    Timer.ASSUMED_NO_SHOW: "APT-8",
    Timer.SILENCE: "NSH-4",
    Timer.MONTHS: "UNR-1",
}


class Passage(StrEnum):
    """What the clock alone brings about, besides timers."""

    CONTACT_DUE = "contact falls due"
    DEADLINE = "deadline passes"
    NO_DATA = "booking still without data"
    START = "appointment begins"
    DAY_OVER = "day of the missed appointment is over"


class Passing(NamedTuple):
    """What time does to a lead at an instant at which nothing else happens, and why it does so."""

    what: Timer | Passage
    ground: Ground


def passing(draft: Draft, turn: Sequence[Entry], at: datetime) -> Passing:
    """What time does at `at` to a lead that waits for it: a timer, a contact, or a date."""
    timer = next_timer(draft)
    if timer is not None and timer[0] == at:
        ground = Ground("valid_until", _cause_at(draft, at), _RULE_OF[timer[1]])
        return Passing(timer[1], ground)
    entry = next((each for each in turn if at in (each.at, each.by)), None)
    if entry is not None:
        what = Passage.CONTACT_DUE if at == entry.at else Passage.DEADLINE
        return Passing(what, Ground("valid_until", entry.cause))
    if draft.marked is not None and at == data_due_at(draft.terms, draft.marked):
        path = draft.terms.sync_window.path
        return Passing(Passage.NO_DATA, Ground("valid_until", draft.marked, "APT-2", path))
    what, rule = (Passage.START, "APT-9") if draft.missed is None else (Passage.DAY_OVER, "NSH-2")
    return Passing(what, Ground("valid_until", _cause_at(draft, at), rule))


def _cause_at(draft: Draft, at: datetime) -> Cause:
    """The state of things itself as the cause of what happens at `at`."""
    return Cause(draft.status_cause.rule, None, at)

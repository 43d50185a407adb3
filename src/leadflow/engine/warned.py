"""What looks wrong in a history: what its fold noted, and contacts whose deadline has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from leadflow.engine.explain import Ground
from leadflow.outputs import HistoryWarning
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause, Entry
from leadflow.vocabulary import WarningCode

_DEADLINE_PASSED: Final = WarningCode.DEADLINE_PASSED


def warnings_of(
    draft: Draft, noted: int, turn: Sequence[Entry], now: datetime
) -> tuple[HistoryWarning, ...]:
    """The first `noted` warnings of a fold, and the deadlines passed by `now`."""
    late = (HistoryWarning(_DEADLINE_PASSED, each.cause.event, at) for each, at in _late(turn, now))
    return (*_told(draft, noted), *late)


def grounds_of_warnings(
    draft: Draft, noted: int, turn: Sequence[Entry], now: datetime
) -> list[Ground]:
    """What each of these warnings rests on."""
    of_fold = [Ground("warnings", Cause(*cause)) for _code, cause in draft.warnings[:noted]]
    return [*of_fold, *(Ground("warnings", entry.cause) for entry, _at in _late(turn, now))]


def _told(draft: Draft, noted: int) -> tuple[HistoryWarning, ...]:
    """The warnings noted in a fold; each is made once, however often it is told."""
    told = draft.told
    if len(told) < noted:
        more = draft.warnings[len(told) : noted]
        told = (*told, *(HistoryWarning(code, *cause[1:3]) for code, cause in more))
        draft.told = told
    return told[:noted]


def _late(turn: Sequence[Entry], now: datetime) -> Sequence[tuple[Entry, datetime]]:
    """The contacts whose deadline has passed, and when it did."""
    late: tuple[tuple[Entry, datetime], ...] = ()
    for entry in turn:
        if entry.by is not None and entry.by <= now:
            late = (*late, (entry, entry.by))
    return late

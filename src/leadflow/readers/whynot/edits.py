"""One change of the recorded facts: a fact, or an event moved, told otherwise, added, removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from leadflow.display.pages import shown
from leadflow.display.words import NONE, span_in_words, worded
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.rulebook.occasions import occasion_of
from leadflow.vocabulary import ReasonForLoss


class EditKind(StrEnum):
    """What is changed, the smallest first."""

    FACT = "fact"
    MOVED = "moved"
    RETOLD = "retold"
    ADDED = "added"
    REMOVED = "removed"


class Edit(NamedTuple):
    """One change of a history.

    `which` is the event that is changed, by its place in the history; `place` is where `told`
    stands afterwards, once the changed event is taken out. Up to the first of the two nothing is
    different. A fact known from the start changes the `lead` instead.
    """

    kind: EditKind
    key: tuple[Any, ...]
    """What is changed, apart from when: of the changes of one key the smallest is told."""
    place: int
    told: AnyEvent | None = None
    which: int | None = None
    lead: Lead | None = None
    field: str | None = None
    """The fact, or the field of the event, that is told otherwise."""
    value: Any = None

    @property
    def begins_at(self) -> int:
        """How many events come before anything is different."""
        return self.place if self.which is None else min(self.place, self.which)

    def events(self, events: Sequence[AnyEvent]) -> list[AnyEvent]:
        """The events afterwards."""
        left = list(events)
        if self.which is not None:
            del left[self.which]
        if self.told is not None:
            left.insert(self.place, self.told)
        return left

    def history(self, history: History) -> History:
        """The history afterwards."""
        events = tuple(self.events(history.events))
        return History(lead=self.lead or history.lead, events=events)

    def in_words(self, events: Sequence[AnyEvent], zone: str) -> str:
        """The change as people read it."""
        was = None if self.which is None else events[self.which]
        then = "" if was is None else f"the {named(was, zone)} of {shown(was.at, zone=zone)}"
        match self.kind:
            case EditKind.FACT:
                since = "from the start" if self.told is None else "by now"
                fact = f"{worded(self.field or '')} had been {_told(self.value)}"
                return f"if {fact}, known {since}"
            case EditKind.MOVED:
                assert self.told is not None
                assert was is not None
                by = _span(abs(self.told.at - was.at))
                way = "earlier" if self.told.at < was.at else "later"
                return f"if {then} had come {by} {way}, {shown(self.told.at, zone=zone)}"
            case EditKind.RETOLD:
                field = _FIELDS.get(self.field or "", self.field or "")
                return f"if {then} had had the {worded(field)} {_told(self.value)}"
            case EditKind.ADDED:
                assert self.told is not None
                there = f"if at {shown(self.told.at, zone=zone)} there had been"
                return f"{there}: {named(self.told, zone)}"
            case _:
                return f"if {then} had not been"


def named(event: AnyEvent, zone: str) -> str:
    """What an event amounts to, as people read it."""
    occasion = occasion_of(event).value
    found = [getattr(event, name, None) for name in _DETAILS]
    reason = getattr(event, "reason", None)
    found.append(reason if reason in tuple(ReasonForLoss) else None)  # a clinic's own stays there
    detail = next((each for each in found if each is not None), None)
    words = shown(detail, zone=zone) if isinstance(detail, datetime) else worded(detail or "")
    return occasion if occasion.endswith(words) else f"{occasion} ({words})"


_DETAILS = ("outcome", "to", "due", "starts_at")
"""What tells events of one occasion apart."""
_FIELDS = {"via": "way", "to": "team", "due": "time"}
"""What people call some fields of events."""


def _span(by: timedelta) -> str:
    return span_in_words(by) if by >= _SECOND else "a moment"


_SECOND = timedelta(seconds=1)


def _told(value: Any) -> str:
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case frozenset() | set():
            return ", ".join(worded(each) for each in sorted(value)) or NONE
        case str():
            return worded(value)
        case _:
            return str(value)

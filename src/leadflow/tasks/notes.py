"""Of which attempts and conversations with a lead there is no note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import Final

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.rulebook.terms import Terms
from leadflow.tasks.since import Since
from leadflow.vocabulary import CallOutcome

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def is_contact(event: AnyEvent, terms: Terms) -> bool:
    """Whether it is an attempt, as the policy counts them (ATT-1), or a conversation (COM-1)."""
    if isinstance(event, e.CallPlaced):
        return event.outcome is CallOutcome.CONNECTED or event.via in terms.counted_calls
    if isinstance(event, e.CallReceived):
        return event.answered is True
    if isinstance(event, e.EmailSent):
        return event.via in terms.counted_emails
    return isinstance(event, e.Contacted)


class Notes:
    """Where a note is known to be missing, and where one was written."""

    __slots__ = ("_noted", "_terms", "latest_at", "missing", "written_up")

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._noted: set[str] = set()
        """Calls and events of which there is a note."""
        self.missing: dict[str, tuple[Since, int]] = {}
        """Attempts and conversations known to have no note, by call or by index of the event.

        The number tells those of one instant apart.
        """
        self.written_up: list[tuple[Since, int]] = []
        """Those of them of which a note was written at the instant noted last."""
        self.latest_at = _NEVER
        """When a note on a no-show, or on a conversation, was last written."""

    def begin(self) -> None:
        """Go on to another instant."""
        self.written_up = []

    def take(self, event: AnyEvent, since: Since) -> None:
        """Take whether there is a note of an attempt or a conversation; one does for a call."""
        call = getattr(event, "call_id", None)
        key = f"event {since.event}" if call is None else f"call {call}"
        if event.noted:
            self._noted.add(key)
            if key in self.missing:
                self.written_up.append(self.missing.pop(key))
        elif event.noted is False and key not in self._noted and is_contact(event, self._terms):
            self.missing.setdefault(key, (since, len(self.missing_at(since.at))))

    def missing_at(self, at: datetime) -> Sequence[tuple[Since, int]]:
        """Those without a note of the latest instant; none where `at` is another."""
        return [*takewhile(lambda each: each[0].at == at, reversed(self.missing.values()))]

    def told_at(self, event: AnyEvent, at: datetime) -> None:
        """Take whether there is a note of a no-show or a conversation."""
        if event.noted:
            self.latest_at = at

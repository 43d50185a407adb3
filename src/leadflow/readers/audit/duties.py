"""What is owed to a lead at a time, when it ceased to be, and how late that was."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime
from typing import NamedTuple


class Owed(NamedTuple):
    """Something that is owed: what it is, by when, and how long at most."""

    key: Hashable
    """Tells it from what is owed in its place later; one that stands alone, by identity."""
    due: datetime
    until: datetime | None = None
    """When it ceases to be owed by the clock alone; `None`: never."""
    event: int | None = None
    """Index of the event that is itself at fault; `None`: the one that does it late."""


class Lapse(NamedTuple):
    """Something not done when it was due: until when it was not, and the event at fault."""

    due: datetime
    until: datetime
    event: int | None


class Duties:
    """What one check holds against a lead."""

    __slots__ = ("_lapses", "_open", "standing")

    def __init__(self) -> None:
        self.standing: Owed | None = None
        """What is owed, for a check that can hold only one thing at a time."""
        self._open: dict[Hashable, Owed] = {}
        self._lapses: list[Lapse] = []

    def begin(self, owed: Owed) -> None:
        """Something is owed from now on; nothing changes where it was before."""
        self._open.setdefault(owed.key, owed)

    def due(self, key: Hashable) -> datetime | None:
        """By when it is owed; `None` where it is not."""
        owed = self._open.get(key)
        return None if owed is None else owed.due

    def end(self, key: Hashable, at: datetime, event: int | None = None) -> None:
        """It is owed no longer: `event` did it, or (`None`) it never was done."""
        owed = self._open.pop(key, None)
        if owed is not None:
            self._close(owed, at, event)

    def miss(self, key: Hashable, at: datetime) -> None:
        """What it was owed for has come, at or before its time: now it can never be done."""
        owed = self._open.pop(key)
        self._lapses.append(Lapse(min(owed.due, at), at, None))

    def end_all(self, at: datetime) -> None:
        """Nothing of all that is owed any longer."""
        for owed in self._open.values():
            self._close(owed, at, None)
        self._open.clear()

    def stand(self, owed: Owed | None, at: datetime, event: int | None) -> None:
        """This alone is owed now; what stood before, if that was another, `event` has ended."""
        before = self.standing
        if before is not None and owed is not None and before.key is owed.key:
            return
        if before is not None:
            self._close(before, at, event)
        self.standing = owed

    def late(self, due: datetime, at: datetime, event: int | None) -> None:
        """Something was done at `at` that was due before, or is wrong in itself (`due` = `at`)."""
        self._lapses.append(Lapse(due, at, event))

    def _close(self, owed: Owed, at: datetime, event: int | None) -> None:
        lapse = _lapse(owed, at, event)
        if lapse is not None:
            self._lapses.append(lapse)

    def lapses(self, now: datetime) -> Iterator[Lapse]:
        """Everything that was not done when it was due, in no order."""
        yield from self._lapses
        standing = () if self.standing is None else (self.standing,)
        for owed in (*standing, *self._open.values()):
            lapse = _lapse(owed, now, None)
            if lapse is not None:
                yield lapse


def _lapse(owed: Owed, at: datetime, event: int | None) -> Lapse | None:
    until = at
    if owed.until is not None and owed.until < at:
        until, event = owed.until, None
    if until <= owed.due:
        return None
    return Lapse(owed.due, until, event if owed.event is None else owed.event)

"""What waits for an agent: contacts in the order of the queue, and work at the desk."""

from __future__ import annotations

from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from leadflow.readers.simulation.guests import Guest


class Queues:
    """The leads with a contact that is due, and those with work at the desk, each in order."""

    def __init__(self) -> None:
        self._due: list[tuple[Any, ...]] = []
        self._desk: list[tuple[Any, ...]] = []
        self._pushed = 0

    def put(self, guest: Guest) -> None:
        """Put a lead into the queue and among the work at the desk, where it belongs."""
        self._pushed += 1
        if guest.due_key() is not None:
            heappush(self._due, (guest.place(), self._pushed, guest.version, guest))
        task = guest.desk_task()
        if task is not None:
            created_at = guest.live.lead.created_at
            place = task.demand.since, created_at, guest.lead_id
            heappush(self._desk, (place, self._pushed, guest.version, guest))

    def first_due(self, now: datetime) -> Guest | None:
        """The first lead in the queue that an agent may take up now."""
        return _first(self._due, lambda each: each.may_be_taken(now))

    def first_at_desk(self) -> Guest | None:
        """The first lead with work at the desk that nobody is at."""
        return _first(self._desk, lambda each: not each.held and each.desk_task() is not None)


def _first(heap: list[tuple[Any, ...]], may: Any) -> Guest | None:
    """The first on a heap that may be taken; what is out of date, or may not be, is taken off."""
    while heap:
        _place, _number, version, guest = heap[0]
        if guest.version == version and may(guest):
            found: Guest = guest
            return found
        heappop(heap)
    return None

"""The clock of a simulation, and what is to happen when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from leadflow.calendars import OpeningHours
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.clock import Opening

Happening = Callable[[], None]


class Times:
    """What is still to happen, in order; what is due at one instant in the order it was planned."""

    def __init__(
        self, behaviour: Behaviour, *, hours: OpeningHours, start: datetime, end: datetime
    ) -> None:
        self.behaviour = behaviour
        self.hours = hours
        self.start, self.end = start, end
        self.now = start
        # A day more: what is begun before the end is not cut short by it.
        self.opening = Opening(hours, start, end + timedelta(days=1))
        self._ahead: list[tuple[datetime, int, Happening]] = []
        self._planned = 0

    def plan(self, at: datetime, happening: Happening) -> None:
        """Let something happen at an instant; one that has passed is now."""
        if at < self.end:
            self._planned += 1
            heappush(self._ahead, (max(at, self.now), self._planned, happening))

    def go_on(self) -> bool:
        """Go on to the next instant and let all happen that is due; whether there was anything."""
        if not self._ahead:
            return False
        self.now = self._ahead[0][0]
        while self._ahead and self._ahead[0][0] <= self.now:
            heappop(self._ahead)[2]()
        return True

    def open_time(self) -> timedelta:
        """All open time from the start to the end."""
        return self.hours.business_time_between(self.start, self.end)

    def today(self) -> date:
        """The clinic-local date."""
        return self.hours.local_date(self.now)

    def left(self) -> timedelta:
        """For how long the clinic is still open now; nothing where it is closed."""
        return self.opening.left(self.now)

"""Counting what policies make of leads, one lead after the other; nothing of a lead is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from statistics import median
from zoneinfo import ZoneInfo

from leadflow.decision import Decision
from leadflow.engine.walk import Seen
from leadflow.events import AnyEvent
from leadflow.instants import wall_time
from leadflow.mappings import Counts
from leadflow.outputs import PolicyRef
from leadflow.readers.differences import NONE
from leadflow.readers.whatif.replay import Parting
from leadflow.readers.whatif.results import (
    DAYS_OF_A_WEEK,
    HOURS_OF_A_DAY,
    Move,
    Totals,
    Variant,
)
from leadflow.rulebook.occasions import CLOSING, CONVERSATION, Occasion, occasion_of
from leadflow.vocabulary import Purpose, Status

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_DEAD = Status.DEAD


class Tally:
    """What one policy makes of all leads, while it is counted; days are those of one `zone`."""

    def __init__(self, policy: PolicyRef, zone: str) -> None:
        self.policy = policy
        self._zone = ZoneInfo(zone)
        self._statuses: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._tiers: Counter[str] = Counter()
        self._teams: Counter[str] = Counter()
        self._given_up = self._spoken_to_later = 0
        self._due = DueContacts(self._zone)
        self._waits = Waits()

    def take(self, steps: Sequence[Seen]) -> None:
        """Count one more lead, seen at every instant at which the decision may have changed."""
        last = steps[-1].decision
        self._statuses[last.status] += 1
        self._teams[last.routing.team] += 1
        self._tiers[NONE if last.priority is None else last.priority.kind] += 1
        if last.reason_for_loss is not None:
            self._reasons[last.reason_for_loss] += 1
        given_up, spoken_to = gave_up(steps)
        self._given_up += given_up
        self._spoken_to_later += spoken_to
        self._take_contacts(steps)

    def _take_contacts(self, steps: Sequence[Seen]) -> None:
        """Count each contact once when it is planned, and once when it comes due."""
        met: set[tuple[Purpose, datetime]] = set()
        due: set[tuple[Purpose, datetime]] = set()
        for each in steps:
            at, contact = each.at, each.decision.next_contact
            if contact is None:
                continue
            which = contact.purpose, contact.at
            if contact.at > at:
                if which not in met:
                    met.add(which)
                    self._waits.take(contact.at - at)
            elif which not in due:
                due.add(which)
                met.add(which)
                self._due.take(at)

    def totals(self) -> Totals:
        """What has been counted."""
        return Totals(
            policy=self.policy,
            statuses=counts(self._statuses),
            reasons=counts(self._reasons),
            tiers=counts(self._tiers),
            teams=counts(self._teams),
            given_up=self._given_up,
            spoken_to_later=self._spoken_to_later,
            days=Counts(self._due.days),
            hours=tuple(map(tuple, self._due.hours)),
            planned=self._waits.number,
            mean_hours=self._waits.mean_hours(),
            median_hours=self._waits.median_hours(),
        )


class DueContacts:
    """Contacts that came due, by local date and by weekday and hour."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self.days: Counter[str] = Counter()
        self.hours = [[0] * HOURS_OF_A_DAY for _day in range(DAYS_OF_A_WEEK)]

    def take(self, at: datetime) -> None:
        """Count one that came due at an instant."""
        wall = wall_time(at, self._zone)
        self.days[wall.date().isoformat()] += 1
        self.hours[wall.weekday()][wall.hour] += 1


class Waits:
    """How long contacts lay ahead when they were planned.

    For the median, how many there are of each length in whole minutes is kept, from a day on in
    whole hours: as much as the time they span, however many they are.
    """

    def __init__(self) -> None:
        self.number = 0
        self._whole = timedelta()
        self._minutes: Counter[int] = Counter()

    def take(self, wait: timedelta) -> None:
        """Count one more."""
        self.number += 1
        self._whole += wait
        unit = _MINUTE if wait < _DAY else _HOUR
        self._minutes[round(wait / unit) * (unit // _MINUTE)] += 1

    def mean_hours(self) -> float | None:
        """The mean, in hours."""
        return self._whole / _HOUR / self.number if self.number else None

    def median_hours(self) -> float | None:
        """The median, in hours."""
        if not self.number:
            return None
        middle = {(self.number - 1) // 2, self.number // 2}
        found, passed = [], 0
        for minutes, many in sorted(self._minutes.items()):
            found += [minutes for place in middle if passed <= place < passed + many]
            passed += many
        return median(found) * (_MINUTE / _HOUR)


def gave_up(steps: Sequence[Seen]) -> tuple[bool, bool]:
    """Whether the rules alone had the lead dead at an instant, and whether it was spoken to later.

    A lead that somebody marked as dead, or that said so itself, is not given up by the rules.
    """
    given_up = dead = False
    for each in steps:
        if given_up and _is_among(CONVERSATION, each.events):
            return True, True
        was_dead, dead = dead, each.decision.status is _DEAD
        if dead and not was_dead:
            given_up = given_up or not _is_among(CLOSING, each.events)
    return given_up, False


def _is_among(occasions: Container[Occasion], events: Iterable[AnyEvent]) -> bool:
    """Whether an event amounts to one of these occasions."""
    return any(occasion_of(each) in occasions for each in events)


class Against:
    """One policy against the baseline, while it is counted."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.name = name
        self._tally = tally
        self._moves: Counter[tuple[Status, Status]] = Counter()
        self._parted = self._parted_by_time = 0

    def take(self, before: Decision, steps: Sequence[Seen], parting: Parting | None) -> None:
        """Count one more lead: what the baseline says of it at the end, and what this one saw."""
        self._tally.take(steps)
        self._moves[before.status, steps[-1].decision.status] += 1
        if parting is not None:
            self._parted += 1
            self._parted_by_time += parting.event is None

    def variant(self) -> Variant:
        """What has been counted."""
        moves = tuple(
            Move(before, after, self._moves[before, after])
            for before in Status
            for after in Status
            if self._moves[before, after]
        )
        return Variant(
            name=self.name,
            totals=self._tally.totals(),
            parted=self._parted,
            parted_by_time=self._parted_by_time,
            lost=_those(moves, before=False, after=True),
            kept=_those(moves, before=True, after=False),
            moves=moves,
        )


def _those(moves: Sequence[Move], *, before: bool, after: bool) -> int:
    """How many leads are dead, or not, under the baseline and under the other policy."""
    return sum(
        each.leads
        for each in moves
        if (each.before is _DEAD) is before and (each.after is _DEAD) is after
    )


def counts(counter: Counter[str]) -> Counts:
    """A counter as a value; members of enumerations become their text."""
    return Counts({str(each): many for each, many in counter.items()})

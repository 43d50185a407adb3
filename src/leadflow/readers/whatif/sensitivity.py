"""How many leads another reading of a source would change (`sensitivity`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import with_config

from leadflow.display import Page, Shown, Table, clocked, percent
from leadflow.display.charts import bars
from leadflow.engine.decider import Decider
from leadflow.engine.walk import Seen
from leadflow.history import History
from leadflow.instants import Computed, as_instant
from leadflow.outputs import PolicyRef
from leadflow.policy import Policy
from leadflow.readers.whatif.alternatives import other_readings, readings_of, why_not_tried
from leadflow.readers.whatif.replay import Parting, Progress, first_parting, seen, told_of

NO_OTHER: Final = "no other value is one"


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another reading of one switch: how many leads it changes, and the first of them."""

    reading: str
    leads: int
    example: Parting | None


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Switch:
    """A switch of the policy that is a reading: how many leads any other reading of it changes."""

    path: str
    leads: int
    readings: tuple[OtherReading, ...]


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class NotTried:
    """A value of the policy that is a reading, and why no other reading of it was tried."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sensitivity(Shown):
    """What hangs on how the sources are read: switches in the order of the policy.

    `leads` counts those that had come in by `now`.
    """

    now: Computed
    policy: PolicyRef
    leads: int
    switches: tuple[Switch, ...]
    not_tried: tuple[NotTried, ...]
    _policy: Policy = field(repr=False, compare=False)

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each other reading: switch, reading, leads, and the example's parts."""
        nothing = {"lead_id": None, "at": None, "event": None, "differs": None}
        return [
            {
                "path": switch.path,
                "reading": other.reading,
                "leads": other.leads,
                **(nothing if other.example is None else other.example.row()),
            }
            for switch in self.switches
            for other in switch.readings
        ]

    def _page(self) -> Page:
        zone = self._policy.calendar.zone
        lines = (
            clocked(self.now, zone=zone, policy=self.policy),
            f"Leads: {self.leads:,}",
            f"Readings: {len(self.switches):,} tried otherwise, {len(self.not_tried):,} not tried",
        )
        picture = bars(
            "Leads that any other reading changes",
            labels=[each.path for each in self.switches],
            series={"leads": [each.leads for each in self.switches]},
        )
        return Page("Sensitivity to readings", lines, tuple(self._tables()), (picture,))

    def _tables(self) -> Iterator[Table]:
        readings = [
            ((each.path, other.reading), other) for each in self.switches for other in each.readings
        ]
        changed = [
            (*which, f"{other.leads:,}", percent(other.leads / self.leads if self.leads else None))
            for which, other in readings
        ]
        yield Table(
            "Leads that another reading changes", ("switch", "read", "leads", "of all"), changed
        )
        examples = [
            (*which, *other.example.cells(self._policy))
            for which, other in readings
            if other.example is not None
        ]
        columns = ("switch", "read", "lead", "at", "by", "as it is / as it could be read")
        yield Table("The first lead of each", columns, examples)
        reasons = Counter(each.reason for each in self.not_tried)
        counted = [(reason, f"{many:,}") for reason, many in reasons.items()]
        yield Table("Not tried", ("reason", "values"), counted)


class _Try:
    """One other reading, while the leads that it changes are counted."""

    def __init__(self, path: str, reading: str, policy: Policy) -> None:
        self.path = path
        self._reading = reading
        self._decider = Decider(policy)
        self._leads = 0
        self._example: Parting | None = None

    def changes(self, before: Sequence[Seen], history: History, now: datetime) -> bool:
        """Whether a lead is changed: seen so far only as the policy has it."""
        parting = first_parting(before, seen(self._decider, history, now))
        if parting is None:
            return False
        self._leads += 1
        self._example = self._example or parting
        return True

    def told(self) -> OtherReading:
        """What has been counted."""
        return OtherReading(self._reading, self._leads, self._example)


def sensitivity(
    histories: Iterable[History],
    *,
    now: datetime,
    policy: Policy,
    progress: Progress | None = None,
) -> Sensitivity:
    """For every switch marked `reading` in the policy, how many leads another reading changes.

    A lead is changed where the decision, in the outputs that `compare` compares, differs at some
    instant up to `now`; the example tells the first such lead, instant and difference. Switches
    are turned one at a time: on and off; other members of an enumeration; a set with or without
    each member; delays and numbers none, half and double, as far as a policy can have them;
    neighbours of an order the other way round. What is off has no value to change, and of what no
    decision hangs on nothing is tried: `not_tried` says so.

    The histories are read once and none is kept; `progress` and the leads left out are those of
    `compare`, and so is the caveat: events happen as they were recorded. Raises `InvalidInstant`
    where `now` is naive or outside the years 1970-2199.
    """
    clock, decider = as_instant(now), Decider(policy)
    tries: list[_Try] = []
    not_tried: list[NotTried] = []
    for path, value in readings_of(policy).items():
        reason = why_not_tried(path, value)
        if reason is None:
            found = [_Try(path, *other) for other in other_readings(policy, path, value)]
            tries += found
            reason = None if found else NO_OTHER
        if reason is not None:
            not_tried.append(NotTried(path, reason))
    leads = 0
    changed: Counter[str] = Counter()
    for history in told_of(histories, clock, progress):
        leads += 1
        before = list(seen(decider, history, clock))
        changed.update({each.path for each in tries if each.changes(before, history, clock)})
    switches = dict.fromkeys(each.path for each in tries)
    return Sensitivity(
        now=clock,
        policy=decider.ref,
        leads=leads,
        switches=tuple(
            Switch(path, changed[path], tuple(each.told() for each in tries if each.path == path))
            for path in switches
        ),
        not_tried=tuple(not_tried),
        _policy=policy,
    )

"""What policies made of the same leads, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import with_config

from leadflow.mappings import Counts
from leadflow.outputs import PolicyRef
from leadflow.vocabulary import Status

HOURS_OF_A_DAY = 24
DAYS_OF_A_WEEK = 7


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Totals:
    """What one policy made of all leads, from their creation to `now`.

    At `now`, each lead counted once: `statuses`; `reasons` for loss, of dead leads; `tiers` of the
    next contact (`none` where there is none); `teams`.

    On the way:
    - `given_up`: leads that the rules alone had dead at some instant, without anybody marking them
      dead, declining or asking to be left alone at that instant; `spoken_to_later`: those of them
      of which a later event tells a conversation (a call that connected or was answered,
      `contacted`).
    - `days`: contacts by the clinic-local date (ISO) on which they came due; `hours`: the same by
      weekday (Monday first) and hour of the clinic's clocks. A contact, told from others by its
      purpose and instant, counts once: at the first instant at which it is the next one and due.
    - `planned`: contacts that lay ahead when they first were the next one; `mean_hours` and
      `median_hours` are the elapsed hours from then to their instant, whether or not it came to
      that; `None` where there were none. The median is told to the minute below a day, to the hour
      from there on.
    """

    policy: PolicyRef
    statuses: Counts
    reasons: Counts
    tiers: Counts
    teams: Counts
    given_up: int
    spoken_to_later: int
    days: Counts
    hours: tuple[tuple[int, ...], ...]
    planned: int
    mean_hours: float | None
    median_hours: float | None

    @property
    def dead(self) -> int:
        """How many leads are dead at `now`."""
        return self.statuses.get(Status.DEAD, 0)

    @property
    def contacts(self) -> int:
        """How many contacts came due by `now`."""
        return sum(self.days.values())

    def row(self) -> dict[str, Any]:
        """The figures as one flat row: the policy's name, and what is a number."""
        return {
            "policy": self.policy.name,
            "dead": self.dead,
            "given_up": self.given_up,
            "spoken_to_later": self.spoken_to_later,
            "contacts": self.contacts,
            "planned": self.planned,
            "mean_hours": self.mean_hours,
            "median_hours": self.median_hours,
        }


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Move:
    """How many leads have one status under the baseline and another, or the same, under a variant.

    Both are those at `now`.
    """

    before: Status
    after: Status
    leads: int


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Variant:
    """One policy against the baseline.

    `parted` counts the leads over which they part at some instant, `parted_by_time` those of them
    where no event stands at the first such instant. `lost` are the leads that at `now` are dead
    under this policy and not under the baseline, `kept` those that are dead under the baseline and
    not under this. `moves` hold every lead once, in the order of the statuses.
    """

    name: str
    totals: Totals
    parted: int
    parted_by_time: int
    lost: int
    kept: int
    moves: tuple[Move, ...]

    def row(self) -> dict[str, Any]:
        """The variant as one flat row."""
        return {
            "variant": self.name,
            "parted": self.parted,
            "parted_by_time": self.parted_by_time,
            "lost": self.lost,
            "kept": self.kept,
            **self.totals.row(),
        }

    def flows(self, label_of: Mapping[Status, str]) -> dict[tuple[str, str], int]:
        """The moves by what the clinic calls the statuses; of one name, together."""
        flows: Counter[tuple[str, str]] = Counter()
        for each in self.moves:
            flows[label_of[each.before], label_of[each.after]] += each.leads
        return dict(flows)

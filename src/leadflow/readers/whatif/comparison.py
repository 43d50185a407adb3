"""What was recorded, replayed under several policies (`compare`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadflow.display import Page, Picture, Shown
from leadflow.engine.decider import Decider
from leadflow.errors import UnknownVariant
from leadflow.history import History
from leadflow.instants import Computed, as_instant
from leadflow.policy import Policy
from leadflow.readers.whatif.pages import comparison_page, contacts_by_hour
from leadflow.readers.whatif.replay import Parting, Progress, first_parting, seen, told_of
from leadflow.readers.whatif.results import Totals, Variant
from leadflow.readers.whatif.tally import Against, Tally


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a comparison keeps so as to tell partings when they are asked for.

    `histories` are those over which any policy parts from the baseline, as they were given;
    `which` has for each of them one bit a policy, the first the lowest. So a further policy costs
    no memory for each lead.
    """

    baseline: Policy
    policies: tuple[Policy, ...]
    histories: tuple[History, ...]
    which: tuple[int, ...]

    def partings(self, place: int, now: datetime) -> Iterator[Parting]:
        """The partings of the policy at a place, lead by lead."""
        one, other = Decider(self.baseline), Decider(self.policies[place])
        for history, which in zip(self.histories, self.which, strict=True):
            if which >> place & 1:
                parting = first_parting(seen(one, history, now), seen(other, history, now))
                if parting is not None:  # pragma: no branch - they parted when they were counted
                    yield parting


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """Several policies against a baseline, over the same recorded leads, as it stands at `now`.

    `leads` counts those that had come in by `now`. The events are those that were recorded,
    whatever a policy would have said: who was given up was called all the same, and nobody was
    called who was not. Read what differs as what the policies would have asked for, not as what
    would have come of it.
    """

    now: Computed
    leads: int
    baseline: Totals
    variants: tuple[Variant, ...]
    _replayed: Replayed = field(repr=False, compare=False)

    def __getitem__(self, name: str) -> Variant:
        """The variant of a name; raises `UnknownVariant` where there is none."""
        return self.variants[self._place(name)]

    def partings(self, name: str) -> Iterator[Parting]:
        """Where the variant of a name parts from the baseline, lead by lead, in the given order.

        Worked out anew for the leads over which they part, while it is gone through. Raises
        `UnknownVariant` where there is none of that name.
        """
        return self._replayed.partings(self._place(name), self.now)

    def _place(self, name: str) -> int:
        for place, each in enumerate(self.variants):
            if each.name == name:
                return place
        raise UnknownVariant("no variant of that name was compared: see variants for their names")

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each variant; the baseline's own figures are in `baseline.row()`."""
        return [each.row() for each in self.variants]

    def days(self) -> list[dict[str, Any]]:
        """A flat row for each policy and day on which contacts came due; `None` is the baseline."""
        policies = [(None, self.baseline), *((each.name, each.totals) for each in self.variants)]
        return [
            {"variant": name, "on": day, "contacts": many}
            for name, totals in policies
            for day, many in totals.days.items()
        ]

    def contacts_by_hour(self, name: str | None = None) -> Picture:
        """When contacts came due under a variant, or the baseline: a map of weekdays and hours.

        Raises `UnknownVariant` where there is no variant of that name.
        """
        if name is None:
            return contacts_by_hour(self.baseline.policy.name, self.baseline)
        return contacts_by_hour(name, self[name].totals)

    def _page(self) -> Page:
        return comparison_page(self, self._replayed.baseline)


def compare(
    histories: Iterable[History],
    *,
    baseline: Policy,
    variants: Mapping[str, Policy],
    now: datetime,
    progress: Progress | None = None,
) -> Comparison:
    """What each policy would have said of the same leads up to `now`, against a baseline.

    For each variant, by its name: how many leads part from the baseline, and how they stand at
    `now`; for every policy what `Totals` count. `partings` of the result tell for each lead the
    first instant and event at which it parts, and what differs then. Days and hours are those of
    the baseline's zone. Events after `now` are not looked at, leads created after it are left out.

    The histories are read once; those over which some variant parts are kept. `progress` is called
    now and then, and at the end, with how many are done, and of how many (`None` where the
    histories have no length).

    Events happen as they were recorded, whatever a policy would have said (see `Comparison`).
    Raises `InvalidInstant` where `now` is naive or outside the years 1970-2199.
    """
    clock, zone = as_instant(now), baseline.calendar.zone
    one = Decider(baseline)
    whole = Tally(one.ref, zone)
    deciders = [Decider(policy) for policy in variants.values()]
    others = [
        Against(name, Tally(decider.ref, zone))
        for name, decider in zip(variants, deciders, strict=True)
    ]
    leads, kept, which = 0, [], []
    for history in told_of(histories, clock, progress):
        leads += 1
        before = list(seen(one, history, clock))
        whole.take(before)
        bits = 0
        for place, decider in enumerate(deciders):
            after = list(seen(decider, history, clock))
            parting = first_parting(before, after)
            others[place].take(before[-1].decision, after, parting)
            bits |= (parting is not None) << place
        if bits:
            kept.append(history)
            which.append(bits)
    return Comparison(
        now=clock,
        leads=leads,
        baseline=whole.totals(),
        variants=tuple(each.variant() for each in others),
        _replayed=Replayed(baseline, tuple(variants.values()), tuple(kept), tuple(which)),
    )

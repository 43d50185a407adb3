"""A lead on whom two policies part, as values and to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadflow.decision import Decision
from leadflow.display import Page, Shown, Table, shown
from leadflow.display.words import setting, worded
from leadflow.history import History
from leadflow.instants import Computed
from leadflow.outputs import Reason
from leadflow.policy import Policy
from leadflow.readers.diff.telling import cells, story
from leadflow.readers.differences import Difference


@dataclass(frozen=True, slots=True)
class Witness(Shown):
    """One lead about whom two policies decide differently at one instant.

    `before` is the decision of the first policy, `after` that of the other. No event of `history`
    can be left out: without it they agree at every instant. `policy` is the first policy, `other`
    says in words which the other is.
    """

    history: History
    now: Computed
    before: Decision
    after: Decision
    differences: tuple[Difference, ...]
    """The outputs that differ, in the order of the decision's fields; `valid_until` comes last."""
    policy: Policy
    other: str

    @property
    def because(self) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Why each output that differs is what it is, under the first policy and the other."""
        before, after = (
            tuple(each for each in decision.because if each.output in self.outputs)
            for decision in (self.before, self.after)
        )
        return before, after

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the outputs that differ."""
        return tuple(each.output for each in self.differences)

    @property
    def story(self) -> str:
        """The history and the clock in words: when each event came after the lead's creation."""
        return story(self.history, self.now, zone=self.policy.calendar.zone)

    @property
    def parted(self) -> str:
        """What differs, in words."""
        return "; ".join(f"{output}: {before} / {after}" for output, before, after in self._cells())

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each output that differs."""
        return [
            {"now": self.now, "output": output, "before": before, "after": after}
            for output, before, after in self._cells()
        ]

    def _cells(self) -> list[tuple[str, str, str]]:
        return [cells(each, self.policy) for each in self.differences]

    def _page(self) -> Page:
        zone = self.policy.calendar.zone
        lines = (self.story, f"At {shown(self.now, zone=zone)} ({zone})", f"Other: {self.other}")
        before, after = self.because
        reasons = [*_reasons("first", before), *_reasons("other", after)]
        tables = (
            Table("What differs", ("output", "first", "other"), self._cells()),
            Table("Why", _WHY, reasons),
        )
        return Page(f"Where {_named(self.before)} parts from the other", lines, tables)


_WHY = ("policy", "output", "rule", "source", "policy value", "event")


def _reasons(whose: str, reasons: Sequence[Reason]) -> Iterator[tuple[str, ...]]:
    for each in reasons:
        value = "-" if each.policy is None else f"{each.policy} = {setting(each.value)}"
        event = "-" if each.event is None else str(each.event)
        yield whose, worded(each.output), each.rule, each.source, value, event


def _named(decision: Decision) -> str:
    return f"{decision.policy.name} {decision.policy.version}"


@dataclass(frozen=True, slots=True)
class QueueWitness(Shown):
    """Two leads whom two policies put in another order, where no lead alone shows a difference.

    `before` are the decisions of the first policy, first to last in its queue at `now`, `after`
    those of the other. `policy` is the first policy, `other` says in words which the other is.
    """

    histories: tuple[History, ...]
    now: Computed
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]
    policy: Policy
    other: str

    @property
    def outputs(self) -> tuple[str, ...]:
        """What differs: the order of the queue."""
        return ("queue",)

    @property
    def because(self) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Why each lead has its place, under the first policy and the other."""
        before, after = (
            tuple(each for decision in decisions for each in _of_priority(decision))
            for decisions in (self.before, self.after)
        )
        return before, after

    @property
    def story(self) -> str:
        """Both histories and the clock in words."""
        zone = self.policy.calendar.zone
        return " | ".join(
            f"{each.lead.lead_id}: {story(each, self.now, zone=zone)}" for each in self.histories
        )

    @property
    def parted(self) -> str:
        """Both orders of the queue, in words."""
        return f"queue: {_order(self.before)} / {_order(self.after)}"

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each place of the queue."""
        pairs = zip(self.before, self.after, strict=True)
        return [
            {"now": self.now, "place": place, "before": one.lead_id, "after": two.lead_id}
            for place, (one, two) in enumerate(pairs)
        ]

    def _page(self) -> Page:
        zone = self.policy.calendar.zone
        at = f"At {shown(self.now, zone=zone)} ({zone})"
        lines = (*self.story.split(" | "), at, f"Other: {self.other}")
        rows = [("first", _order(self.before)), ("other", _order(self.after))]
        before, after = self.because
        reasons = [*_reasons("first", before), *_reasons("other", after)]
        title = f"Where the queue of {_named(self.before[0])} parts from the other"
        tables = (Table("The queue", ("policy", "order"), rows), Table("Why", _WHY, reasons))
        return Page(title, lines, tables)


def _of_priority(decision: Decision) -> Iterator[Reason]:
    return (each for each in decision.because if each.output == "priority")


def _order(decisions: Sequence[Decision]) -> str:
    places = (
        f"{each.lead_id} ({worded(each.priority.kind)})"
        for each in decisions
        if each.priority is not None
    )
    return ", then ".join(places)

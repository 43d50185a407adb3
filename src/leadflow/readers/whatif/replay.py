"""Recorded histories gone through under a policy, and where two policies part over one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

from pydantic import with_config

from leadflow.decision import Decision
from leadflow.display import shown
from leadflow.engine.decider import Decider
from leadflow.engine.walk import Seen, walk
from leadflow.history import History
from leadflow.instants import Computed
from leadflow.policy import Policy
from leadflow.readers.differences import Difference, differences, told

COMPARED = ("status", "next_contact", "reason_for_loss", "routing", "priority", "attempts")
"""What two policies are compared by: the outputs of a decision that plan, rank or end the work."""
_said = attrgetter(*COMPARED)

Progress: TypeAlias = Callable[[int, int | None], object]
"""Told now and then how many leads are done, and of how many, where that is known."""
_TELL_EVERY = 100


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Parting:
    """Where two policies part over a lead: the first instant at which they say different things.

    `event` is the index of the first event of that instant in the history, `None` where there is
    none: time alone parts them, or that the lead came in; `differences` are those of the outputs in
    `COMPARED`, in their order.
    """

    lead_id: str
    at: Computed
    event: int | None
    differences: tuple[Difference, ...]

    def row(self) -> dict[str, Any]:
        """The parting as one flat row; `differs` names the outputs."""
        differs = ", ".join(each.output for each in self.differences)
        return {"lead_id": self.lead_id, "at": self.at, "event": self.event, "differs": differs}

    def cells(self, policy: Policy) -> tuple[str, str, str, str]:
        """The parting as people read it: lead, instant, event, and what differs."""
        event = "no event" if self.event is None else f"event {self.event}"
        what = "; ".join(_in_words(each, policy) for each in self.differences)
        return self.lead_id, shown(self.at, zone=policy.calendar.zone), event, what


def _in_words(difference: Difference, policy: Policy) -> str:
    """What differs in one output; values may be alike in words and yet differ in a detail."""
    output, before, after = told(difference, policy)
    values = f"{before} / {after}" if before != after else f"{before}, with other details"
    return f"{output}: {values}"


def seen(decider: Decider, history: History, until: datetime) -> Iterator[Seen]:
    """The lead at every instant up to `until` at which a decision under the policy may change."""
    return walk(decider, history, until, tasks=False)


def first_parting(before: Iterable[Seen], after: Iterable[Seen]) -> Parting | None:
    """Where what two policies saw of one lead differs first; `None` where they never part."""
    one, other = iter(before), iter(after)
    left, right = next(one, None), next(other, None)
    was: Decision | None = None
    then: Decision | None = None
    while left is not None or right is not None:
        at = min(each.at for each in (left, right) if each is not None)
        event = None
        if left is not None and left.at == at:
            event = left.first if left.events else None
            was, left = left.decision, next(one, None)
        if right is not None and right.at == at:
            event = right.first if right.events else None
            then, right = right.decision, next(other, None)
        if was is not None and then is not None and _said(was) != _said(then):
            return Parting(was.lead_id, at, event, differences(was, then, COMPARED))
    return None


def told_of(
    histories: Iterable[History], now: datetime, progress: Progress | None
) -> Iterator[History]:
    """The histories of leads that had come in by `now`, while `progress` is told of all."""
    of = len(histories) if isinstance(histories, Sized) else None
    done = 0
    for done, history in enumerate(histories, start=1):
        if history.lead.created_at <= now:
            yield history
        if progress is not None and done % _TELL_EVERY == 0:
            progress(done, of)
    if progress is not None and (done % _TELL_EVERY or not done):
        progress(done, of)

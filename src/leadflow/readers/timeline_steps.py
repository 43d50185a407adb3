"""The steps of a lead's time line, and how they are told and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from pydantic import with_config

from leadflow.display import Picture, shown
from leadflow.display.strip import strip
from leadflow.engine.passing import Passage
from leadflow.instants import LATEST, Computed
from leadflow.outputs import NextContact, Reason
from leadflow.policy import Policy
from leadflow.readers.changes import changed, grounds, stands
from leadflow.readers.differences import Difference, worded
from leadflow.rulebook.occasions import Occasion, Timer
from leadflow.vocabulary import Status

_AT_FIRST = ("status", "next_contact")
"""What the first step, which has nothing to differ from, tells of the lead."""
_MARGIN = 20
"""Which part of a picture's time is left free behind the last that is to be seen."""


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Happened:
    """An event: its index in the history, its type, and what it amounted to."""

    event: int
    type: str
    occasion: Occasion


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Passed:
    """What time alone did: a timer fired, or an instant came; and the reason behind it."""

    what: Timer | Passage
    because: Reason


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Step:
    """One instant at which something happened to a lead, or its decision changed by itself.

    `created` says that the lead came in at this instant, `events` what was recorded of it;
    `passed` what time did, where that alone makes the step. `status` to `reason_for_loss` are what
    the decision then says, `attempts` is the number of contact attempts by then. `changes` are the
    outputs in which it differs from the step before (at the first step: none), and `because` says
    why each is what it is now; of tasks, warnings and upcoming contacts, why those are there that
    were not.
    """

    at: Computed
    created: bool
    events: tuple[Happened, ...]
    passed: Passed | None
    status: Status
    next_contact: NextContact | None
    reason_for_loss: str | None
    attempts: int
    changes: tuple[Difference, ...]
    because: tuple[Reason, ...]

    @property
    def happened(self) -> tuple[str, ...]:
        """What happened, or what time did, in words."""
        first = (Occasion.CREATED.value,) if self.created else ()
        words = (*first, *(each.occasion.value for each in self.events))
        return words if self.passed is None else (*words, self.passed.what.value)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What time rests on, where that made the step, and then what each change does."""
        return self.because if self.passed is None else (self.passed.because, *self.because)

    def row(self) -> dict[str, Any]:
        """The step as one flat row; instants stay instants, several words stand with commas."""
        contact = self.next_contact
        return {
            "at": self.at,
            "happened": ", ".join(self.happened),
            "by_time": self.passed is not None,
            "event": self.events[0].event if self.events else None,
            "events": len(self.events),
            "status": self.status.value,
            "next_contact_at": None if contact is None else contact.at,
            "next_contact_by": None if contact is None else contact.by,
            "purpose": None if contact is None else contact.purpose.value,
            "channel": None if contact is None else contact.channel.value,
            "reason_for_loss": None if self.reason_for_loss is None else str(self.reason_for_loss),
            "attempts": self.attempts,
            "changed": ", ".join(each.output for each in self.changes),
            "rules": ", ".join(dict.fromkeys(each.rule for each in self.reasons)),
        }

    def cells(self, policy: Policy, *, first: bool) -> tuple[str, ...]:
        """The step as people read it: when, what happened, status, changes, rules and sources."""
        changes, reasons = [changed(each, policy) for each in self.changes], self.reasons
        if first:
            changes = [stands(each, getattr(self, each), policy) for each in _AT_FIRST]
            reasons = tuple(each for each in reasons if each.output in _AT_FIRST)
        return (
            shown(self.at, zone=policy.calendar.zone),
            "; ".join(self.happened),
            policy.label_of(self.status),
            "; ".join(changes) or "nothing",
            grounds(reasons),
        )


def drawn(title: str, steps: Sequence[Step], *, until: datetime, policy: Policy) -> Picture:
    """The steps as a picture: statuses, what happened, and from when to when a contact stood."""
    befores = (None, *(each.next_contact for each in steps))
    plans = [
        (step.at, step.next_contact.at, worded(step.next_contact.purpose))
        for before, step in zip(befores, steps, strict=False)
        if step.next_contact is not None
        and step.next_contact.at > step.at
        and before != step.next_contact
    ]
    start, end = steps[0].at, _end(steps, plans, until)
    turns = [steps[0], *(two for one, two in pairwise(steps) if one.status is not two.status)]
    ends = (*(each.at for each in turns[1:]), min(end, until))
    return strip(
        title,
        start=start,
        end=end,
        zone=policy.calendar.zone,
        spans=[
            (each.at, turned, policy.label_of(each.status))
            for each, turned in zip(turns, ends, strict=True)
        ],
        marks=[(each.at, words) for each in steps if _is_mark(each) for words in each.happened],
        plans=plans,
    )


def _is_mark(step: Step) -> bool:
    """Whether it is more than the end of an arrow."""
    return step.passed is None or step.passed.what is not Passage.CONTACT_DUE


def _end(
    steps: Sequence[Step], plans: Sequence[tuple[datetime, datetime, str]], until: datetime
) -> datetime:
    """Where the picture ends: a bit after all that there is to be seen."""
    start, last = steps[0].at, max(steps[-1].at, *(due for _at, due, _words in plans), steps[0].at)
    return until if last == start else last + min((last - start) / _MARGIN, LATEST - last)

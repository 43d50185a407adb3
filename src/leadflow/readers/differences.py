"""What two decisions about one lead say differently, as values and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import with_config

from leadflow.decision import Decision
from leadflow.display import words
from leadflow.display.words import NONE as NONE
from leadflow.display.words import worded as worded
from leadflow.policy import Policy

OUTPUTS = (
    "status", "next_contact", "upcoming", "reason_for_loss", "routing", "priority", "tasks",
    "attempts", "do_not_contact", "warnings",
)  # fmt: skip
"""What a decision claims of its lead; not when it was made, nor why, nor until when it holds."""


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Difference:
    """One output that differs: its name in the decision, and the two values."""

    output: str
    before: Any
    after: Any


def claim(decision: Decision, output: str) -> Any:
    """What a decision claims; of tasks without what the policy's documents say of them."""
    value = getattr(decision, output)
    return tuple(replace(each, source="") for each in value) if output == "tasks" else value


def differences(
    before: Decision, after: Decision, outputs: Iterable[str] = OUTPUTS
) -> tuple[Difference, ...]:
    """The outputs in which two decisions differ, in the order of the decision's fields."""
    return tuple(
        Difference(output, getattr(before, output), getattr(after, output))
        for output in outputs
        if claim(before, output) != claim(after, output)
    )


def in_words(value: Any, policy: Policy) -> str:
    """One output of a decision as people read it, in a line; instants by the clinic's clocks."""
    return words.in_words(value, zone=policy.calendar.zone)


def told(difference: Difference, policy: Policy) -> tuple[str, str, str]:
    """A difference as three cells: the output, and its two values in words."""
    values = difference.before, difference.after
    if difference.output == "status":
        before, after = map(policy.label_of, values)
    elif difference.output == "reason_for_loss":
        before, after = (NONE if each is None else worded(each) for each in values)
    else:
        before, after = (in_words(each, policy) for each in values)
    return worded(difference.output), before, after

"""What two decisions about one lead say differently, as values and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import with_config

from leadflow.decision import Decision
from leadflow.display import shown
from leadflow.outputs import NextContact, Priority, Routing
from leadflow.policy import Policy

OUTPUTS = (
    "status", "next_contact", "upcoming", "reason_for_loss", "routing", "priority", "tasks",
    "attempts", "do_not_contact", "warnings",
)  # fmt: skip
"""What a decision claims of its lead; not when it was made, nor why, nor until when it holds."""
NONE = "none"


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
    match value:
        case None | ():
            return NONE
        case bool():
            return "yes" if value else "no"
        case NextContact():
            return _contact(value, policy)
        case Routing():
            return f"{worded(value.team)} ({', '.join(value.grounds)})"
        case Priority():
            return ", ".join(_priority(value))
        case tuple():
            return "; ".join(_several(value, policy))
        case _:
            return str(value)


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


def worded(code: str) -> str:
    """A code of the library as people read it."""
    return code.replace("_", " ")


def _contact(contact: NextContact, policy: Policy) -> str:
    zone = policy.calendar.zone
    by = "" if contact.by is None else f", by {shown(contact.by, zone=zone)}"
    return f"{shown(contact.at, zone=zone)} {worded(contact.purpose)}, {contact.channel}{by}"


def _priority(priority: Priority) -> Iterator[str]:
    yield worded(priority.kind)
    yield "due" if priority.due else "later"
    if priority.important:
        yield "important"


def _several(values: Sequence[Any], policy: Policy) -> Iterator[str]:
    for each in values:
        kind = getattr(each, "kind", None) or getattr(each, "code", None)
        yield in_words(each, policy) if isinstance(each, NextContact) else worded(str(kind))

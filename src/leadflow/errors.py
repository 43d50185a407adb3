"""What can go wrong with input: one base class, a leaf for each situation.

Every message says what is wrong, where, and how to mend it, and never repeats a value of the
input, which may be health information. Odd but possible histories are not errors: they get a
warning on the decision (`leadflow.vocabulary.WarningCode`).
"""

from __future__ import annotations

from typing import Any, TypedDict


class Problem(TypedDict):
    """One thing wrong in refused input."""

    where: str
    """Path of the offending part, made of the library's own field names and list positions."""
    problem: str
    """What is wrong and how to mend it, without any value, key or tag of the input."""


class LeadflowError(ValueError):
    """Base of every error that leadflow raises on its own account."""


class InvalidInstant(LeadflowError):
    """An instant is naive, a number, a bare date, unreadable or outside the years 1970-2199."""


class InvalidDelay(LeadflowError):
    """A delay is not of one declared kind, is negative, or is longer than the library allows."""


class InvalidPath(LeadflowError):
    """A field path is not one, or a policy has no value at it."""


class InvalidCalendar(LeadflowError):
    """A calendar cannot be built from what it was given."""


class RefusedInput(LeadflowError):
    """Input that was read as a whole and refused; `problems` lists every finding."""

    def __init__(self, what: str, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "".join(f"\n  {each['where']}: {each['problem']}" for each in problems)
        super().__init__(f"{what}: {len(problems)} problem(s){lines}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what a leaf is made of, its problems: pools of processes hand errors on so."""
        return type(self), (self.problems,)


class InvalidHistory(RefusedInput):
    """Input that is not a history; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not a history", problems)


class InvalidPolicy(RefusedInput):
    """Input that is not a policy; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not a policy", problems)


class InvalidDecision(RefusedInput):
    """JSON that is not a decision; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not a decision", problems)


class NotInQueue(LeadflowError):
    """Two decisions cannot be compared as work: one has no place in the queue, or b comes first."""


class StaleDecision(LeadflowError):
    """A decision was handed on at an instant at which it does not hold."""

    def __init__(self, position: int) -> None:
        self.position = position
        """Which one, of the decisions as they were given, from 0 on."""
        super().__init__(f"decisions[{position}] does not hold at this instant: decide again")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it is made of."""
        return type(self), (self.position,)


class InvalidBatch(LeadflowError):
    """A record batch has not the columns of histories, or of decisions there is no such column."""


class ForeignState(LeadflowError):
    """A folded state was given to the engine of another policy."""


class InvalidCohort(LeadflowError):
    """A cohort ends before it starts or is grouped in an unknown way, or two of them differ."""


class UnknownVariant(LeadflowError):
    """A comparison was asked about a policy that it did not compare."""


class InvalidOutcome(LeadflowError):
    """What was asked after is no status, team, reason for loss or other outcome of a decision."""


class InvalidSimulation(LeadflowError):
    """A simulation was asked for that cannot be run."""


class UnknownOption(LeadflowError):
    """A preview was asked for an option that it does not have."""


class InvalidReason(LeadflowError):
    """What was given as a reason for loss is no short code."""


class UnwritableMessage(LeadflowError):
    """A wording or checklist cannot be written out with what the call gave; nothing is guessed."""

    def __init__(self, problem: str, missing: tuple[str, ...] = ()) -> None:
        self.missing = missing
        """The arguments that the text needs and that were not given, by name."""
        super().__init__(problem)


class RulebookError(LeadflowError):
    """The heads of the rulebook contradict each other; found when an engine is built."""

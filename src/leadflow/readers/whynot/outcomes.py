"""What one may ask after: a status, a team, a reason for loss, or work that is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from leadflow.decision import Decision
from leadflow.display.words import worded
from leadflow.errors import InvalidOutcome
from leadflow.policy import Policy
from leadflow.vocabulary import ReasonForLoss, Status, Team

QUEUED = "queued"
"""The outcome that the lead's next contact is due, so that it stands in the work queue (PRI-4)."""


class Asked(StrEnum):
    """Which part of the decision an outcome is about."""

    STATUS = "status"
    TEAM = "team"
    REASON = "reason_for_loss"
    QUEUE = "queue"


_VALUES: Mapping[Asked, Mapping[str, Any]] = {
    Asked.STATUS: {each.value: each for each in Status},
    Asked.TEAM: {each.value: each for each in Team},
    Asked.REASON: {each.value: each for each in ReasonForLoss},
    Asked.QUEUE: {QUEUED: QUEUED},
}
"""No word of one is a word of another."""
_IS: Mapping[Asked, Callable[[Decision], Any]] = {
    Asked.STATUS: lambda decision: decision.status,
    Asked.TEAM: lambda decision: decision.routing.team,
    Asked.REASON: lambda decision: decision.reason_for_loss,
    Asked.QUEUE: lambda decision: QUEUED if decision.priority and decision.priority.due else None,
}
_OUTPUTS: Mapping[Asked, tuple[str, ...]] = {
    Asked.STATUS: ("status",),
    Asked.TEAM: ("routing",),
    Asked.REASON: ("reason_for_loss",),
    Asked.QUEUE: ("next_contact", "priority"),
}


class Outcome(NamedTuple):
    """An outcome: the part of the decision, and what it should say."""

    asked: Asked
    value: Any

    def holds_in(self, decision: Decision) -> bool:
        """Whether a decision says so."""
        return bool(_IS[self.asked](decision) == self.value)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The outputs of a decision that say so."""
        return _OUTPUTS[self.asked]

    def in_words(self, policy: Policy) -> str:
        """The outcome as people read it."""
        match self.asked:
            case Asked.STATUS:
                return policy.label_of(self.value)
            case Asked.TEAM:
                return f"team {worded(self.value)}"
            case Asked.REASON:
                return f"lost for {worded(self.value)}"
            case _:
                return "due now"


def outcome_of(outcome: str) -> Outcome:
    """The outcome of a word; raises `InvalidOutcome` where it is none."""
    if isinstance(outcome, str):
        for asked, values in _VALUES.items():
            if outcome in values:
                return Outcome(asked, values[outcome])
    raise InvalidOutcome(
        "an outcome is a status, a team, a reason for loss or 'queued':"
        " see Status, Team and ReasonForLoss"
    )

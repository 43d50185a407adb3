"""What a decision says: as whoever works it out tells it, and as a record of it in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import with_config

from leadflow.errors import InvalidDecision
from leadflow.instants import Computed
from leadflow.outputs import (
    HistoryWarning,
    NextContact,
    PolicyRef,
    Priority,
    Reason,
    Routing,
    Task,
)
from leadflow.vocabulary import Status, WorkKind


class Told(Protocol):
    """What a decision says, told in advance or worked out when asked for."""

    @property
    def lead_id(self) -> str:
        """The lead."""

    @property
    def created_at(self) -> Computed:
        """When the lead came in."""

    @property
    def now(self) -> Computed:
        """The clock."""

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""

    @property
    def status(self) -> Status:
        """The status."""

    @property
    def next_contact(self) -> NextContact | None:
        """The next contact."""

    @property
    def next_contact_at(self) -> Computed | None:
        """The instant of the next contact."""

    @property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda."""

    @property
    def reason_for_loss(self) -> str | None:
        """Why the lead is lost."""

    @property
    def routing(self) -> Routing:
        """The team."""

    @property
    def priority(self) -> Priority | None:
        """The place in the work queue."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done."""

    @property
    def attempts(self) -> int:
        """The contact attempts so far."""

    @property
    def do_not_contact(self) -> bool:
        """Whether the customer asked to be left alone."""

    @property
    def valid_until(self) -> Computed | None:
        """The instant until which nothing changes unless an event arrives."""

    @property
    def warnings(self) -> tuple[HistoryWarning, ...]:
        """What looks wrong in the history."""

    @property
    def because(self) -> tuple[Reason, ...]:
        """Why each output is what it is."""

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided."""

    @property
    def zone(self) -> str | None:
        """The zone of the clinic's clocks, where it is known."""


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Record:
    """Everything that a decision says, in the order of its JSON."""

    lead_id: str
    created_at: Computed
    now: Computed
    policy: PolicyRef
    status: Status
    next_contact: NextContact | None
    upcoming: tuple[NextContact, ...]
    reason_for_loss: str | None
    routing: Routing
    priority: Priority | None
    tasks: tuple[Task, ...]
    attempts: int
    do_not_contact: bool
    valid_until: Computed | None
    warnings: tuple[HistoryWarning, ...]
    because: tuple[Reason, ...]

    @property
    def next_contact_at(self) -> Computed | None:
        """The instant of the next contact."""
        return None if self.next_contact is None else self.next_contact.at

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided: they stand behind the priority."""
        return _tiers(next((each.value for each in self.because if each.output == "priority"), ()))

    @property
    def zone(self) -> None:
        """Not known: JSON does not tell it."""
        return None


def _tiers(order: Any) -> tuple[WorkKind, ...]:
    try:
        if isinstance(order, list | tuple):
            return tuple(map(WorkKind, order))
    except ValueError:
        pass
    problem = "the value behind the priority is not an order of tiers"
    raise InvalidDecision([{"where": "because", "problem": problem}])

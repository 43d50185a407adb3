"""What the library answers: a decision and its parts, as values (interface, "Decision").

The parts that cost something (`upcoming`, `because`, `valid_until`) are worked out when first
asked for. A decision compares, copies, pickles and serialises by everything that it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError, with_config

from leadflow.display.decided import page_of, row_of
from leadflow.display.pages import Page
from leadflow.display.showing import Shown
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
from leadflow.refusals import problems_of
from leadflow.vocabulary import (
    Status,
    WorkKind,
)


class Later(Protocol):
    """The parts of a decision that it shares with others, or works out when first asked for."""

    @property
    def created_at(self) -> Computed:
        """When the lead came in."""

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done."""

    @property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda."""

    @property
    def valid_until(self) -> Computed | None:
        """The instant until which nothing changes unless an event arrives."""

    @property
    def because(self) -> tuple[Reason, ...]:
        """Why each output is what it is."""

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided."""

    @property
    def zone(self) -> str | None:
        """The zone of the clinic's clocks, where it is known."""


@dataclass(frozen=True)
class Told:
    """Those parts, told in advance."""

    created_at: Computed
    policy: PolicyRef
    tasks: tuple[Task, ...]
    upcoming: tuple[NextContact, ...]
    valid_until: Computed | None
    because: tuple[Reason, ...]
    order: tuple[WorkKind, ...]
    zone: str | None = None


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


@dataclass(frozen=True, slots=True, eq=False)
class Decision(Shown):
    """The answer for one lead at one instant under one policy (spec 1).

    `attempts` is the number of contact attempts so far (ATT-2); `now` is the clock, in UTC.
    It shows itself by the clinic's clocks where the policy is at hand; read from JSON, in UTC.
    """

    lead_id: str
    now: Computed
    status: Status
    next_contact: NextContact | None
    reason_for_loss: str | None
    routing: Routing
    priority: Priority | None
    attempts: int
    do_not_contact: bool
    warnings: tuple[HistoryWarning, ...]
    _later: Later = field(repr=False)

    @property
    def created_at(self) -> Computed:
        """When the lead came in, in UTC."""
        return self._later.created_at

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""
        return self._later.policy

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done now."""
        return self._later.tasks

    @property
    def next_contact_at(self) -> Computed | None:
        """The instant of the next contact, in UTC; `None` where there is none."""
        return None if self.next_contact is None else self.next_contact.at

    @property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda, in the order in which they would come up (ATT-14)."""
        return self._later.upcoming

    @property
    def valid_until(self) -> Computed | None:
        """The instant (UTC) until which nothing changes unless an event arrives; `None`: never."""
        return self._later.valid_until

    @property
    def because(self) -> tuple[Reason, ...]:
        """For each output the rule, source clause, policy value and event that made it so."""
        return self._later.because

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided, first to last."""
        return self._later.order

    def rows(self) -> list[dict[str, Any]]:
        """One flat row, for any data frame: of contacts, tasks and warnings the number."""
        return [row_of(self)]

    def _page(self) -> Page:
        return page_of(self, zone=self._later.zone)

    def _record(self) -> Record:
        return Record(*(getattr(self, each.name) for each in fields(Record)))

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values; instants as text in UTC with `Z`."""
        told: dict[str, Any] = _adapter().dump_python(self._record(), mode="json")
        return told

    def to_json(self) -> str:
        """The decision as JSON: the same input gives the same bytes on any machine."""
        return _adapter().dump_json(self._record()).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Decision:
        """A decision from its JSON; raises `InvalidDecision` without any value of the input."""
        try:
            return _decision(_adapter().validate_json(text))
        except ValidationError as refused:
            problems = problems_of(refused, _adapter().json_schema())
        raise InvalidDecision(problems)

    def __eq__(self, other: object) -> bool:
        """Equal when everything that they say is equal."""
        return isinstance(other, Decision) and self._record() == other._record()

    def __hash__(self) -> int:
        """Process-local, for sets and mappings."""
        return hash((self.lead_id, self.now, self.policy.fingerprint))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the decision says, without the engine behind it."""
        return _decision, (self._record(),)


def _decision(record: Record) -> Decision:
    """A decision that says what the record says; the order of its tiers stands in `because`."""
    order = next((each.value for each in record.because if each.output == "priority"), ())
    told = Told(
        record.created_at,
        record.policy,
        record.tasks,
        record.upcoming,
        record.valid_until,
        record.because,
        _tiers(order),
    )
    names = (each.name for each in fields(Decision) if each.name[0] != "_")
    return Decision(**{name: getattr(record, name) for name in names}, _later=told)


def _tiers(order: Any) -> tuple[WorkKind, ...]:
    try:
        if isinstance(order, list | tuple):
            return tuple(map(WorkKind, order))
    except ValueError:
        pass
    problem = "the value behind the priority is not an order of tiers"
    raise InvalidDecision([{"where": "because", "problem": problem}])


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)

"""What the library answers: a decision and its parts, as values (interface, "Decision").

What costs something (a contact, the team, tasks, reasons, until when it holds) is worked out when
first asked for. A decision compares, copies, pickles and serialises by everything that it says.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

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
from leadflow.showing import Shown
from leadflow.told import Record, Told
from leadflow.vocabulary import (
    Status,
    WorkKind,
)

if TYPE_CHECKING:
    from leadflow.display.pages import Page


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decision(Shown):
    """The answer for one lead at one instant under one policy (spec 1).

    `attempts` is the number of contact attempts so far (ATT-2); `now` is the clock, in UTC.
    It shows itself by the clinic's clocks where the policy is at hand; read from JSON, in UTC.
    """

    _told: Told

    @property
    def lead_id(self) -> str:
        """The lead's id."""
        return self._told.lead_id

    @property
    def created_at(self) -> Computed:
        """When the lead came in, in UTC."""
        return self._told.created_at

    @property
    def now(self) -> Computed:
        """The clock for which this was decided, in UTC."""
        return self._told.now

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""
        return self._told.policy

    @property
    def status(self) -> Status:
        """The lead's status."""
        return self._told.status

    @property
    def next_contact(self) -> NextContact | None:
        """The next contact; `None` where there is none."""
        return self._told.next_contact

    @property
    def next_contact_at(self) -> Computed | None:
        """The instant of the next contact, in UTC; `None` where there is none."""
        return self._told.next_contact_at

    @property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda, in the order in which they would come up (ATT-14)."""
        return self._told.upcoming

    @property
    def reason_for_loss(self) -> str | None:
        """Why a dead lead is lost, in the words of RSI or of a person (ATT-10); else `None`."""
        return self._told.reason_for_loss

    @property
    def routing(self) -> Routing:
        """Which team handles the lead, and what must be asked to know it (RTE)."""
        return self._told.routing

    @property
    def priority(self) -> Priority | None:
        """The place of the next contact in the work queue; `None` where there is none (PRI)."""
        return self._told.priority

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done now."""
        return self._told.tasks

    @property
    def attempts(self) -> int:
        """The number of contact attempts so far (ATT-2)."""
        return self._told.attempts

    @property
    def do_not_contact(self) -> bool:
        """Whether the customer asked to be left alone and has not permitted it since (CLS-3)."""
        return self._told.do_not_contact

    @property
    def valid_until(self) -> Computed | None:
        """The instant (UTC) until which nothing changes unless an event arrives; `None`: never."""
        return self._told.valid_until

    @property
    def warnings(self) -> tuple[HistoryWarning, ...]:
        """What looks wrong in the history: code, index of the event and instant (UTC)."""
        return self._told.warnings

    @property
    def because(self) -> tuple[Reason, ...]:
        """For each output the rule, source clause, policy value and event that made it so."""
        return self._told.because

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided, first to last."""
        return self._told.order

    def rows(self) -> list[dict[str, Any]]:
        """One flat row, for any data frame: of contacts, tasks and warnings the number."""
        from leadflow.display.decided import row_of

        return [row_of(self)]

    def _page(self) -> Page:
        from leadflow.display.decided import page_of

        return page_of(self, zone=self._told.zone)

    def _record(self) -> Record:
        return Record(*map(partial(getattr, self), _RECORDED))

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
            problems = problems_of(refused, _adapter().json_schema)
        raise InvalidDecision(problems)

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in _IN_BRIEF)
        return f"Decision({said})"

    def __eq__(self, other: object) -> bool:
        """Equal when everything that they say is equal."""
        return isinstance(other, Decision) and self._record() == other._record()

    def __hash__(self) -> int:
        """Process-local, for sets and mappings."""
        return hash((self.lead_id, self.now, self.policy.fingerprint))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the decision says, without the engine behind it."""
        return _decision, (self._record(),)


_RECORDED = tuple(each.name for each in fields(Record))
_IN_BRIEF = (
    "lead_id", "now", "status", "next_contact", "reason_for_loss", "routing", "priority",
    "attempts", "do_not_contact", "warnings",
)  # fmt: skip
"""What stands in the `repr` of a decision: all that costs next to nothing."""


def _decision(record: Record) -> Decision:
    """A decision that says what the record says."""
    _ = record.order  # refused here, not when it is first asked for
    return Decision(record)


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)

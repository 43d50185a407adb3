"""A clinic's policy: every number, word list and switch that the rules read (spec 4).

A rule holds no number of its own. Each field has its unit in its type and a description; where a
value comes from (a clause of a source document, or a reading of it) stands in `Policy.sources`
under its field path, such as `attempts.rungs[1].no_response`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from leadflow.calendars import Calendar, Day
from leadflow.errors import InvalidPolicy
from leadflow.lead import Strict
from leadflow.mappings import FrozenMapping
from leadflow.paths import DELAY_KEYS, holds, leaves
from leadflow.refusals import problems_of
from leadflow.sections import (
    Appointments,
    Attempts,
    Calls,
    FirstContact,
    Mail,
    NoShow,
    OfficeTasks,
    PriorityPolicy,
    Reminder,
    RoutingPolicy,
    Targets,
    Unreachable,
)
from leadflow.showing import Shown
from leadflow.vocabulary import Status
from leadflow.wording import Checklists, Wordings

if TYPE_CHECKING:
    from leadflow.display.pages import Page

Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]


class Texts(FrozenMapping[str], read=dict[Text, Text]):
    """An immutable, hashable mapping of short texts; written as a JSON object in key order."""

    __slots__ = ()


class Policy(Shown, Strict, frozen=True):
    """Everything that the rules of one clinic read. A section that is `None` is switched off."""

    name: Text = Field(description="Name of the policy.")
    version: Text = Field(description="Version of the policy, or of the document behind it.")
    source: Text = Field(description="The document that it follows.")
    effective_on: Day | None = Field(default=None, description="Date of that document.")
    labels: Texts = Field(default=Texts(), description="What the clinic calls a status.")
    calendar: Calendar = Field(description="Opening hours, in the clinic's own zone.")
    attempts: Attempts = Field(description="What counts as an attempt and what follows it.")
    first_contact: FirstContact = Field(
        default=FirstContact(), description="First contact of a new lead."
    )
    calls: Calls = Field(description="Calls from the lead.")
    mail: Mail | None = Field(default=None, description="The mail round.")
    appointments: Appointments = Field(description="Bookings and attendance.")
    reminder: Reminder | None = Field(
        default=None, description="The reminder before an appointment."
    )
    no_show: NoShow | None = Field(
        default=None, description="The steps after a missed appointment."
    )
    unreachable: Unreachable | None = Field(default=None, description="The long-term pool.")
    routing: RoutingPolicy | None = Field(default=None, description="Which team handles a lead.")
    tasks: OfficeTasks | None = Field(
        default=None, description="What the office asks beside contacts."
    )
    priority: PriorityPolicy = Field(description="The order of the work queue.")
    indicators: Targets = Field(description="Targets of the indicators.")
    wording: Wordings = Field(default=Wordings(), description="What to say and to write, by key.")
    checklists: Checklists = Field(default=Checklists(), description="What to go through, by key.")
    sources: Texts = Field(
        default=Texts(),
        description="Field path to the clause it comes from, or `reading`, or `own`.",
    )

    @field_validator("labels")
    @classmethod
    def _labels_of_statuses(cls, labels: Texts) -> Texts:
        if not set(labels) <= set(Status):
            raise PydanticCustomError("not_a_status", "labels are given to statuses only")
        return labels

    @model_validator(mode="after")
    def _with_the_checklists_that_its_wording_lists(self) -> Self:
        if not self.wording.checklists <= self.checklists.keys():
            wanted = ", ".join(sorted(self.wording.checklists - self.checklists.keys()))
            raise PydanticCustomError(
                "checklist_missing",
                "a wording lists a checklist that the policy does not have; add {wanted}",
                {"wanted": wanted},
            )
        return self

    def __repr__(self) -> str:
        """Short: a policy is told by its name, version and fingerprint."""
        return f"Policy({self.name!r}, {self.version!r}, {self.fingerprint})"

    __str__ = __repr__

    @property
    def fingerprint(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the policy's canonical JSON."""
        text = json.dumps(
            self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=True
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each value: its field path, the value as JSON has it, and its source."""
        return [
            {"path": path, "value": value, "source": self.source_of(path)}
            for path, value in leaves(self.model_dump(mode="json"))
        ]

    def _page(self) -> Page:
        from leadflow.display.pages import Page, Table
        from leadflow.display.words import NONE, setting, worded

        by_section: dict[str, list[tuple[str, ...]]] = {}
        for row in self.rows():
            path, source = row["path"], row["source"]
            section = path.partition(".")[0].partition("[")[0] if "." in path else "general"
            cells = path, setting(row["value"]), NONE if source is None else source
            by_section.setdefault(section, []).append(cells)
        line = f"Version {self.version}, after {self.source}; fingerprint {self.fingerprint}"
        tables = (
            Table(worded(section), ("path", "value", "source"), rows)
            for section, rows in by_section.items()
        )
        return Page(f"Policy {self.name}", (line,), tuple(tables))

    def label_of(self, status: Status) -> str:
        """What the clinic calls a status; without a label, the word of the library."""
        return self.labels.get(status, status.replace("_", " ").capitalize())

    def source_of(self, path: str) -> str | None:
        """Clause, `reading` or `own` behind the value at `path`, or behind what holds it."""
        while path:
            if path in self.sources:
                return self.sources[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def revise(self, **changes: Any) -> Self:
        """A validated policy with `changes` merged in; what they change is marked `own`.

        Sections may be given as mappings of the fields to change, as whole sections, or as `None`;
        `sources` given with them stand.
        Raises pydantic's `ValidationError` where the result would not be a policy.
        """
        before = self.model_dump(mode="json")
        revised = type(self).model_validate(_merged(before, changes))
        was, now = dict(leaves(before)), dict(leaves(revised.model_dump(mode="json")))
        sources = {
            path: clause
            for path, clause in self.sources.items()
            if any(holds(path, leaf) for leaf in now)
        }
        sources.update((path, "own") for path in now if now[path] != was.get(path, _ABSENT))
        sources.update(changes.get("sources") or {})
        return type(self).model_validate({**revised.__dict__, "sources": sources})


_ABSENT = object()


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, Mapping) and not old.keys() & DELAY_KEYS:
        return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}
    return new


def read_policy(text: str | bytes) -> Policy:
    """Read a policy from JSON.

    Raises `InvalidPolicy`, which lists where the input is wrong and how to mend it and holds no
    value or key of it.
    """
    try:
        return Policy.model_validate_json(text)
    except ValidationError as refused:
        problems = problems_of(refused, Policy.model_json_schema)
    raise InvalidPolicy(problems)

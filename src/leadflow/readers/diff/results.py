"""What a comparison of two policies finds, as values and to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python

from leadflow.display import Page, Shown, Table
from leadflow.display.words import setting
from leadflow.outputs import PolicyRef
from leadflow.readers.diff.telling import values
from leadflow.readers.diff.witnesses import QueueWitness, Witness


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field that differs, and what comes of it.

    `before` and `after` are the values as in the policy's JSON; `None` also where a mapping has no
    such key. The witness is between the first policy and the same with the other's value here; with
    `with_it` the fields that had to be set with it, because alone it would make no policy.
    """

    path: str
    before: Any
    after: Any
    source_before: str | None
    source_after: str | None
    witness: Witness | QueueWitness | None
    why_none: str | None
    """Why there is no witness: why the field cannot matter, or what was tried."""
    idle: bool
    """Whether it is known that the field cannot matter, whatever the history."""
    with_it: tuple[str, ...] = ()

    @property
    def outputs(self) -> tuple[str, ...]:
        """The outputs of a decision that differ in the witness."""
        return () if self.witness is None else self.witness.outputs


@dataclass(frozen=True, slots=True)
class PolicyDiff(Shown):
    """The fields in which two policies differ, with a witness for each that matters.

    `witness` shows the two policies as they are parting; `why_none` says why there is none.
    """

    before: PolicyRef
    after: PolicyRef
    fields: tuple[FieldDiff, ...]
    witness: Witness | QueueWitness | None
    why_none: str | None

    def field(self, path: str) -> FieldDiff | None:
        """What is said of one field; none where it does not differ."""
        return next((each for each in self.fields if each.path == path), None)

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each field; values that are no plain ones in words."""
        return [_row(each) for each in self.fields]

    def _page(self) -> Page:
        one, two = self.before, self.after
        title = f"{one.name} {one.version} against {two.name} {two.version}"
        if not self.fields:
            return Page(title, ("The policies are equal.",))
        matter = sum(each.witness is not None for each in self.fields)
        lines = [f"{len(self.fields)} fields differ; {matter} of them change a decision"]
        if self.witness is None:
            lines.append(f"The policies as wholes: no decision differs: {self.why_none}")
        else:
            lines += [f"As wholes: {self.witness.story}", f"There: {self.witness.parted}"]
        return Page(title, tuple(lines), tuple(self._tables()))

    def _tables(self) -> Iterator[Table]:
        names = self.before.name, self.after.name
        sides = names if len(set(names)) == len(names) else ("first", "other")
        columns = ("field", *sides, *(f"source of {each}" for each in sides))
        cells = [
            (each.path, *values(each.before, each.after), *_sources(each)) for each in self.fields
        ]
        yield Table("Fields", columns, cells)
        found = [
            (each.path + _beside(each), each.witness.story, each.witness.parted)
            for each in self.fields
            if each.witness is not None
        ]
        yield Table("Witnesses", ("field", "history", "what differs"), found)
        idle = [(each.path, each.why_none or "") for each in self.fields if each.witness is None]
        yield Table("Without witness", ("field", "why"), idle)


def _beside(field: FieldDiff) -> str:
    return f" (with {', '.join(field.with_it)})" if field.with_it else ""


def _sources(field: FieldDiff) -> tuple[str, str]:
    return field.source_before or "-", field.source_after or "-"


def _row(field: FieldDiff) -> dict[str, Any]:
    before, after = (
        setting(each) if isinstance(each, list | dict) else to_jsonable_python(each)
        for each in (field.before, field.after)
    )
    witness = field.witness
    return {
        "field": field.path,
        "before": before,
        "after": after,
        "source_before": field.source_before,
        "source_after": field.source_after,
        "outputs": ", ".join(field.outputs),
        "history": None if witness is None else witness.story,
        "now": None if witness is None else witness.now,
        "difference": None if witness is None else witness.parted,
        "with_it": ", ".join(field.with_it),
        "why_none": field.why_none,
    }

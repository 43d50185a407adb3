"""What an audit of many leads found, as a value that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import with_config
from pydantic_core import to_json

from leadflow.display.charts import bars
from leadflow.display.pages import Page, Picture, Table, clocked
from leadflow.display.svg import number
from leadflow.display.words import worded
from leadflow.errors import InvalidCohort
from leadflow.instants import Computed
from leadflow.outputs import PolicyRef
from leadflow.readers.audit.breach import Breach, BreachKind, Severity, breaches_table, order
from leadflow.showing import Shown

Key = TypeVar("Key")


class _Counted(Mapping[Key, int]):
    """How many of each, in an order of their own: a mapping that is a value, and can be sent."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[Key, int]) -> None:
        self._held = dict(held)

    def __getitem__(self, key: Key) -> int:
        return self._held[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def __repr__(self) -> str:
        return repr(self._held)


@dataclass(frozen=True, slots=True)
class Totals(Shown):
    """How many breaches there are, and of how many leads; what has none is left out."""

    by_kind: Mapping[BreachKind, int]
    """By kind, in the order of the kinds."""
    by_rule: Mapping[str, int]
    """By rule of the specification, in the order of their names."""
    by_severity: Mapping[Severity, int]
    """By severity, from minor to critical."""

    def to_dict(self) -> dict[str, dict[str, int]]:
        """The totals as JSON values."""
        return {
            "kind": {each.value: count for each, count in self.by_kind.items()},
            "rule": dict(self.by_rule),
            "severity": {each.value: count for each, count in self.by_severity.items()},
        }

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each total: whether by kind, rule or severity, of which, and how many."""
        return [
            {"by": by, "of": of, "breaches": count}
            for by, counts in self.to_dict().items()
            for of, count in counts.items()
        ]

    def _page(self) -> Page:
        return Page("Breaches", (), self.tables(), self.pictures())

    def tables(self) -> tuple[Table, ...]:
        """The totals as tables."""
        return tuple(
            Table(f"By {by}", (by, "breaches"), [(worded(of), number(n)) for of, n in all_.items()])
            for by, all_ in self.to_dict().items()
        )

    def pictures(self) -> tuple[Picture, ...]:
        """The totals by kind as bars, where there are any."""
        if not self.by_kind:
            return ()
        kinds, counts = map(worded, self.by_kind), tuple(self.by_kind.values())
        return (bars("Breaches by kind", labels=tuple(kinds), series={"breaches": counts}),)


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class AuditReport(Shown):
    """The breaches of many leads at one instant under one policy; two of these add with `+`.

    `histories` counts what was audited. The breaches are in order of due instant, kind, event and
    lead, whatever the order in which the histories came.
    """

    now: Computed
    policy: PolicyRef
    histories: int
    breaches: tuple[Breach, ...]

    @property
    def totals(self) -> Totals:
        """How many breaches there are by kind, by rule and by severity."""
        kinds = Counter(each.kind for each in self.breaches)
        rules = Counter(each.rule for each in self.breaches)
        severities = Counter(each.severity for each in self.breaches)
        return Totals(
            _Counted({each: kinds[each] for each in BreachKind if each in kinds}),
            _Counted({each: rules[each] for each in sorted(rules)}),
            _Counted({each: severities[each] for each in Severity if each in severities}),
        )

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each breach, for any data frame."""
        return [each.row() for each in self.breaches]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "histories": self.histories,
            "totals": self.totals.to_dict(),
            "breaches": [each.to_dict() for each in self.breaches],
        }

    def to_json(self) -> str:
        """The report as JSON: the same breaches give the same bytes on any machine."""
        return to_json(self.to_dict()).decode()

    def _page(self) -> Page:
        totals = self.totals
        lines = (
            clocked(self.now, zone=None, policy=self.policy),
            f"Histories audited: {self.histories:,}; breaches: {len(self.breaches):,}",
        )
        tables = (*totals.tables(), breaches_table("Breaches", self.breaches))
        return Page("Quality audit", lines, tables, totals.pictures())

    def __add__(self, other: AuditReport) -> AuditReport:
        """Both reports together; raises `InvalidCohort` where clock or policy differ."""
        if not isinstance(other, AuditReport):
            return NotImplemented
        if (self.now, self.policy) != (other.now, other.policy):
            raise InvalidCohort(
                "audits at different clocks or under different policies do not add:"
                " audit both with the same now and policy"
            )
        both = tuple(sorted((*self.breaches, *other.breaches), key=order))
        return AuditReport(self.now, self.policy, self.histories + other.histories, both)

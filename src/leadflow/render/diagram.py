"""The statuses of a policy and what leads from one to another, from the heads of its rules.

Only rules in force speak, and only statuses that a lead can come to. A step that leaves the status
as it is, is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from leadflow.display.pages import Page, Table
from leadflow.engine.compile import rules_for
from leadflow.engine.explain import Explainer, Ground
from leadflow.instants import EARLIEST
from leadflow.outputs import PolicyRef
from leadflow.policy import Policy
from leadflow.render.diagram_drawn import ANY, GROUPS, Arrow, any_but, as_mermaid, drawn
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.records import Cause
from leadflow.showing import Shown
from leadflow.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a status to another: on which occasion, and by which rule.

    `sentence` says what the rule does; `source` cites the clauses behind it.
    """

    before: Status
    after: Status
    occasion: Occasion
    rule: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class StateDiagram(Shown):
    """Which statuses there are under a policy, and every way from one to another.

    `labels` gives what the clinic calls them; they and the edges stand in the order of the
    specification.
    """

    policy: PolicyRef
    labels: tuple[tuple[Status, str], ...]
    edges: tuple[Edge, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each edge: from, to, occasion, rule, sentence and source."""
        return [
            {
                "from": each.before.value,
                "to": each.after.value,
                "occasion": each.occasion.value,
                "rule": each.rule,
                "sentence": each.sentence,
                "source": each.source,
            }
            for each in self.edges
        ]

    def _page(self) -> Page:
        labels, ways = dict(self.labels), _ways(self.edges)
        arrows = _arrows(ways, labels)
        title = f"Statuses under {self.policy.name}"
        line = f"By {self.policy.name} {self.policy.version}; rules stand on the arrows"
        return Page(
            title,
            (line,),
            (Table("What leads where", _COLUMNS, [_cells(each, labels) for each in ways]),),
            (drawn(_DRAWN, labels, arrows),),
            as_mermaid(labels, arrows),
        )


def state_diagram(policy: Policy) -> StateDiagram:
    """The statuses that a lead can come to under a policy, and what leads from one to another.

    From the heads of the rules in force: a rule leads from every status in which it speaks to
    every one that it can set. Whether it does so hangs on more than the status: an edge says what
    can happen, not what must.
    """
    found = tuple(_edges(policy))
    reached = [Status.NEW]
    for status in reached:  # grows while it is gone through
        reached += dict.fromkeys(
            each.after for each in found if each.before is status and each.after not in reached
        )
    labels = tuple((each, policy.label_of(each)) for each in Status if each in reached)
    ref = PolicyRef(policy.name, policy.version, policy.fingerprint)
    return StateDiagram(ref, labels, tuple(each for each in found if each.before in reached))


def _edges(policy: Policy) -> Iterator[Edge]:
    explainer = Explainer(policy)
    rules = [rule for rule in rules_for(policy) if rule.to]
    sources = [explainer.reason(Ground("status", Cause(rule, None, EARLIEST))) for rule in rules]
    for before in Status:
        for rule, reason in zip(rules, sources, strict=True):
            if before in rule.when:
                for after, occasion in product(rule.to, rule.on):
                    if after is not before:
                        yield Edge(before, after, occasion, rule.id, rule.sentence, reason.source)


_DRAWN = "From one status to another"
_COLUMNS = ("from", "to", "on", "rule", "what it says", "source")


class _Way(NamedTuple):
    """What one rule leads to: from which statuses, and on which occasions."""

    before: tuple[Status, ...]
    after: Status
    occasions: tuple[Occasion, ...]
    rule: str
    sentence: str
    source: str


def _ways(edges: Iterable[Edge]) -> list[_Way]:
    """The edges of each rule together, in the order of the statuses that they lead to."""
    by_rule: dict[tuple[Status, str, str, str], list[Edge]] = {}
    for each in edges:
        key = each.after, each.rule, each.sentence, each.source
        by_rule.setdefault(key, []).append(each)
    ways = [
        _Way(
            tuple(dict.fromkeys(each.before for each in found)),
            after,
            tuple(dict.fromkeys(each.occasion for each in found)),
            rule,
            sentence,
            source,
        )
        for (after, rule, sentence, source), found in by_rule.items()
    ]
    return sorted(ways, key=lambda way: _PLACE[way.after])


_PLACE = {status: place for place, status in enumerate(Status)}
_FEW = 1
"""An arrow leaves from any status if it does from all but so many."""


def _cells(way: _Way, labels: Mapping[Status, str]) -> tuple[str, ...]:
    left_out = _left_out(way, labels)
    if len(left_out) <= _FEW:
        before = any_but(left_out, labels)
    else:
        before = ", ".join(labels[each] for each in way.before)
    occasions = "; ".join(way.occasions)
    return before, labels[way.after], occasions, way.rule, way.sentence, way.source


def _left_out(way: _Way, labels: Collection[Status]) -> tuple[Status, ...]:
    return tuple(each for each in labels if each not in way.before and each is not way.after)


def _arrows(ways: Iterable[_Way], labels: Mapping[Status, str]) -> list[Arrow]:
    """As few arrows as say the same: from any status, from a group, else from one."""
    found: dict[tuple[str, tuple[Status, ...], Status], list[_Way]] = {}
    for way in ways:
        for source, but in _sources(way, labels):
            found.setdefault((source, but, way.after), []).append(way)
    for source, but, after in list(found):  # what a group does, its members need not do apart
        for group, members in GROUPS.items():
            if source in members and (group, (), after) in found:
                found[group, (), after] += found.pop((source, but, after))
    return [
        Arrow(source, but, after, *_told(ways, labels))
        for (source, but, after), ways in found.items()
    ]


def _sources(way: _Way, labels: Collection[Status]) -> Iterator[tuple[str, tuple[Status, ...]]]:
    left_out = _left_out(way, labels)
    if len(left_out) <= _FEW:
        yield ANY, left_out
        return
    apart = list(way.before)
    for group, members in GROUPS.items():
        inside = [each for each in members if each in labels]
        if way.after not in members and set(inside) <= set(apart):
            yield group, ()
            apart = [each for each in apart if each not in inside]
    yield from ((each.value, ()) for each in apart)


def _told(ways: Sequence[_Way], labels: Mapping[Status, str]) -> tuple[tuple[str, ...], str]:
    """The rules behind an arrow, and all of it in words."""
    rules = tuple(sorted({each.rule for each in ways}, key=_by_number))
    lines = (_cells(each, labels) for each in ways)
    return rules, "; ".join(
        f"{rule}: {before} to {after} on {on}" for before, after, on, rule, *_rest in lines
    )


def _by_number(rule: str) -> tuple[str, int, str]:
    """The order of rule ids as people count: APT-2 before APT-10."""
    return rule.partition("-")[0], len(rule), rule

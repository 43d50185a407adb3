"""What changed from one decision of a lead to another, in words, and the reasons behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from leadflow.engine.deferred import Wanted
from leadflow.outputs import Reason
from leadflow.policy import Policy
from leadflow.readers.differences import Difference, in_words, told

SEVERAL = ("upcoming", "tasks", "warnings")
"""Outputs that hold several values; of each are told those that came and those that went."""


def changed(change: Difference, policy: Policy) -> str:
    """A change in words: the new value; of several values those that went and those that came."""
    if change.output not in SEVERAL:
        return stands(change.output, change.after, policy)
    was, now = frozenset(change.before), frozenset(change.after)
    gone = tuple(each for each in change.before if each not in now)
    came = tuple(each for each in change.after if each not in was)
    signed = ("-", gone), ("+", came)
    parts = [f"{sign} {_counted(values, policy)}" for sign, values in signed if values]
    return f"{change.output}: {', '.join(parts) or 'in another order'}"


def stands(output: str, value: Any, policy: Policy) -> str:
    """An output and its value in words."""
    name, _before, after = told(Difference(output, value, value), policy)
    return f"{name}: {after}"


def _counted(values: Iterable[Any], policy: Policy) -> str:
    """Several values in words; those that read alike are counted."""
    counts = Counter(in_words((each,), policy) for each in values)
    return "; ".join(f"{words} ({n})" if n > 1 else words for words, n in counts.items())


def behind(changes: Iterable[Difference]) -> Wanted:
    """Whether a reason is behind what changed: of several values, behind those that are new."""
    new: dict[str, Sequence[bool] | None] = {}
    for change in changes:
        new[change.output] = None
        if change.output in SEVERAL and change.after:
            known = frozenset(change.before)
            new[change.output] = [each not in known for each in change.after]

    def wanted(output: str, place: int) -> bool:
        if output not in new:
            return False
        places = new[output]
        return places is None or places[place]

    return wanted


def reasons_behind(changes: Iterable[Difference], because: Iterable[Reason]) -> Iterator[Reason]:
    """Those of a decision's reasons that are behind what changed."""
    wanted, places = behind(changes), Counter[str]()
    for reason in because:
        if wanted(reason.output, places[reason.output]):
            yield reason
        places[reason.output] += 1


def grounds(reasons: Iterable[Reason]) -> str:
    """The rules, each once, with the sources behind it."""
    sources: dict[str, dict[str, None]] = {}
    for each in reasons:
        sources.setdefault(each.rule, {}).update(dict.fromkeys(each.source.split("; ")))
    return "; ".join(f"{rule} ({'; '.join(cited)})" for rule, cited in sources.items())

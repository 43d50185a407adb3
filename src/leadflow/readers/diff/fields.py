"""Which fields of two policies differ, and one policy with the other's value at one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from leadflow.paths import DELAY_KEYS, holds
from leadflow.policy import Policy

ABSENT: Final = object()
"""What stands where a mapping has no such key."""
SOURCES = "sources"
Steps = tuple[str | int, ...]


class Change(NamedTuple):
    """A field whose values differ: its path, the steps that it is made of, and both values."""

    path: str
    steps: Steps
    before: Any
    after: Any


class Variant(NamedTuple):
    """A policy with other values at some fields; `with_it` are those beside the one asked for."""

    policy: Policy
    with_it: tuple[str, ...]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields whose values differ, in the order of the policy; of sources only what is left.

    Where one side has a section and the other none, or lists of parts are of different length, the
    section or list is one field. Sources are told beside the values that come from them; what else
    differs in them is one field, `sources`.
    """
    values = [name for name in before if name != SOURCES]
    found = [each for name in values for each in _within(name, (name,), before[name], after[name])]
    sources = _left(before[SOURCES], after[SOURCES], [each.path for each in found])
    return (*found, *sources)


def _within(path: str, steps: Steps, before: Any, after: Any) -> Iterator[Change]:
    if before == after and type(before) is type(after):
        return
    if _is_part(before) and _is_part(after):
        for name in (*before, *(each for each in after if each not in before)):
            inner = before.get(name, ABSENT), after.get(name, ABSENT)
            yield from _within(f"{path}.{name}", (*steps, name), *inner)
    elif _is_ladder(before) and _is_ladder(after) and len(before) == len(after):
        for place, inner in enumerate(zip(before, after, strict=True)):
            yield from _within(f"{path}[{place}]", (*steps, place), *inner)
    else:
        yield Change(path, steps, before, after)


def _is_part(value: Any) -> bool:
    return isinstance(value, dict) and not value.keys() & DELAY_KEYS


def _is_ladder(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _left(
    before: Mapping[str, str], after: Mapping[str, str], told: Sequence[str]
) -> Iterator[Change]:
    """The sources that differ of fields that do not."""
    names = [
        path
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
        and not any(holds(path, each) or holds(each, path) for each in told)
    ]
    if names:
        parts = ({path: each[path] for path in names if path in each} for each in (before, after))
        yield Change(SOURCES, (SOURCES,), *parts)


class Mixer:
    """Makes policies that are one policy but for some fields, which are as in another."""

    def __init__(self, policy: Policy, other: Policy) -> None:
        self.policy = policy
        self.other = other
        self._document, self._of_other = (each.model_dump(mode="json") for each in (policy, other))
        self.changes = changes(self._document, self._of_other)

    def variant(self, change: Change) -> Variant:
        """The policy with the other's value at one field, and at those beside it that it needs.

        With all of them it is the other policy, so there is always an answer.
        """
        if len(self.changes) == 1:
            return Variant(self.other, ())
        alone = self._mixed([change])
        if alone is not None:
            return Variant(alone, ())
        rest = self._others(change)
        needed: list[Change] = []
        policy = None
        while policy is None:
            needed.append(rest.pop(0))
            policy = self._mixed([change, *needed])
        for each in tuple(needed):
            fewer = [one for one in needed if one is not each]
            smaller = self._mixed([change, *fewer])
            if smaller is not None:
                needed, policy = fewer, smaller
        return Variant(policy, tuple(each.path for each in needed))

    def _others(self, change: Change) -> list[Change]:
        """The other changes: those of the same section, then the last first, as texts stand last.

        What is valid only together stands in one section, or is a text and what it lists.
        """
        rest = [each for each in reversed(self.changes) if each is not change]
        return sorted(rest, key=lambda each: each.steps[0] != change.steps[0])

    def _mixed(self, taken: Sequence[Change]) -> Policy | None:
        """The policy with these fields as the other has them; none: that is no policy."""
        document: Any = self._document
        sources = document[SOURCES]
        for change in taken:
            document = _put(document, change.steps, change.after)
            sources = self._with_source(sources, change.path)
        try:
            return Policy.model_validate({**document, SOURCES: sources})
        except ValidationError:
            return None

    def _with_source(self, sources: Mapping[str, str], path: str) -> Mapping[str, str]:
        """The sources with what the other says of a field in place of what was said of it."""
        kept = {name: clause for name, clause in sources.items() if not holds(path, name)}
        taken = {
            name: clause
            for name, clause in self._of_other[SOURCES].items()
            if holds(path, name) and path != SOURCES
        }
        behind = self.other.source_of(path)
        return {**kept, **({} if behind is None else {path: behind}), **taken}


def _put(part: Any, steps: Steps, value: Any) -> Any:
    """The part with another value at a place, or without one; what is not on the way is shared."""
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return [*part[:step], _put(part[step], rest, value), *part[step + 1 :]]
    if value is ABSENT and not rest:
        return {name: inner for name, inner in part.items() if name != step}
    return {**part, step: _put(part[step], rest, value) if rest else value}

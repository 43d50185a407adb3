"""Field paths: how one value of a policy's JSON is named, such as `attempts.rungs[1].no_response`.

Sources, reasons, revisions, sweeps and comparisons all name values in this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadflow.errors import InvalidPath

_STEP = re.compile(r"(?:^|(?<=.)\.)([a-z_]+)|\[(\d{1,4})\]")
_WRITTEN = "a field path is written like attempts.rungs[1].no_response"
DELAY_KEYS = frozenset({"business_days", "business_hours"})
"""A mapping with one of these keys is a delay: one value, not a part with values of its own."""


def steps_of(path: str) -> tuple[str | int, ...]:
    """The names and places that a path is made of; raises `InvalidPath`."""
    if not isinstance(path, str):
        raise InvalidPath(_WRITTEN)
    steps: list[str | int] = []
    end = 0
    for found in _STEP.finditer(path):
        if found.start() != end:
            break
        steps.append(found[1] if found[2] is None else int(found[2]))
        end = found.end()
    if not steps or end != len(path) or isinstance(steps[0], int):
        raise InvalidPath(_WRITTEN)
    return tuple(steps)


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """The value at a path; raises `InvalidPath` where the document has none there."""
    part: Any = document
    for step in steps_of(path):
        part = _part_at(part, step)
    return part


def with_value(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The document with another value at a path; what is not on the way there is shared.

    A place just behind the end of a list makes it longer. Raises `InvalidPath` where the document
    has no such place.
    """
    changed: dict[str, Any] = _with(document, steps_of(path), value)
    return changed


def _with(part: Any, steps: Sequence[str | int], value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(part, list) and step == len(part) and not rest:
        return [*part, value]
    inner = _with(_part_at(part, step), rest, value)
    if isinstance(step, int):
        return [*part[:step], inner, *part[step + 1 :]]
    return {**part, step: inner}


def _part_at(part: Any, step: str | int) -> Any:
    if isinstance(step, int):
        if isinstance(part, list) and step < len(part):
            return part[step]
    elif isinstance(part, Mapping) and step in part:
        return part[step]
    raise InvalidPath("a policy has no value at that field path: is a section on the way off?")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a policy's JSON with its path, in order; `sources` speak of the others.

    What is off, an empty mapping, a delay and a list of plain values are values themselves.
    """
    if path == "sources":
        return
    if isinstance(value, dict) and value and not value.keys() & DELAY_KEYS:
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, part in enumerate(value):
            yield from leaves(part, f"{path}[{place}]")
    else:
        yield path, value


def holds(path: str, inner: str) -> bool:
    """Whether the value at `path` is that at `inner`, or holds it."""
    return inner == path or inner.startswith((f"{path}.", f"{path}["))

"""From pydantic's findings to problems that show nothing of the refused input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from leadflow.errors import Problem

_UNKNOWN_FIELD = frozenset({"extra_forbidden", "unexpected_keyword_argument"})


def problems_of(refused: ValidationError, schema: dict[str, Any]) -> list[Problem]:
    """Each finding as `where` and `problem`, without any value, key or tag of the input.

    Only names that the JSON schema of what was asked for itself uses can stand in `where`.
    """
    known = frozenset(_names(schema))
    problems: list[Problem] = []
    for finding in refused.errors(include_url=False, include_context=False, include_input=False):
        where, problem = finding["loc"], finding["msg"]
        if finding["type"] in _UNKNOWN_FIELD:
            where, problem = where[:-1], "holds a field that the interface does not know; remove it"
        problems.append({"where": _path(where, known), "problem": problem})
    return problems


def _path(where: tuple[int | str, ...], known: frozenset[str]) -> str:
    path = ""
    for step in where:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += "." + (step if step in known else "?")
    return path.lstrip(".") or "input"


def _names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        if isinstance(schema.get("const"), str):
            yield schema["const"]
        for part in schema.values():
            yield from _names(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _names(part)

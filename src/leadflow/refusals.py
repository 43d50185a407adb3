"""From pydantic's findings to problems that show nothing of the refused input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from leadflow.errors import Problem

_UNKNOWN_FIELD = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_MARKS: Final = ("\ufeff", b"\xef\xbb\xbf")


@dataclass(frozen=True, slots=True)
class InWords:
    """In the annotation of a field: what its value must be, in words instead of a pattern."""

    kind: str
    problem: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """What stands before it in the annotation, with these words for all that it refuses."""
        return core_schema.custom_error_schema(
            handler(source), custom_error_type=self.kind, custom_error_message=self.problem
        )


Schema = Callable[[], dict[str, Any]]
"""What makes the JSON schema of a model; asked once, since that takes as long as reading a score of
histories."""


def problems_of(refused: ValidationError, schema: Schema) -> list[Problem]:
    """Each finding as `where` and `problem`, without any value, key or tag of the input.

    Only names that the JSON schema of what was asked for itself uses can stand in `where`.
    """
    names, tags = _words(schema)
    problems: list[Problem] = []
    for finding in refused.errors(include_url=False, include_context=False, include_input=False):
        where, problem = finding["loc"], finding["msg"].removeprefix("Value error, ")
        if finding["type"] in _UNKNOWN_FIELD:
            where, problem = where[:-1], "holds a field that the interface does not know; remove it"
        elif finding["type"] == "json_invalid" and _begins_with_mark(refused):
            problem = (
                "begins with a byte order mark, which is no part of JSON;"
                " decode its bytes as utf-8-sig, which leaves the mark out"
            )
        problems.append({"where": _path(where, names, tags), "problem": problem})
    return problems


def _begins_with_mark(refused: ValidationError) -> bool:
    """Whether text or bytes that are no JSON begin with the mark that some programs write."""
    (finding,) = refused.errors(include_url=False, include_context=False)
    given = finding["input"]
    return any(given[: len(mark)] == mark for mark in _MARKS)


@cache
def _words(schema: Schema) -> tuple[frozenset[str], frozenset[str]]:
    """The names of fields in a schema, and its tags."""
    made = schema()
    return frozenset(_names(made)), frozenset(_tags(made))


def _path(where: tuple[int | str, ...], names: frozenset[str], tags: frozenset[str]) -> str:
    path = ""
    for step in where:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step not in tags:
            path += "." + (step if step in names else "?")
    return path.lstrip(".") or "input"


def _names(schema: Any) -> Iterator[str]:
    """The names of fields in a schema."""
    for part in _parts(schema):
        yield from part.get("properties", ())


def _tags(schema: Any) -> Iterator[str]:
    """The words in a schema that choose a member of a union: no part of a path in the input."""
    for part in _parts(schema):
        yield from part.get("discriminator", {}).get("mapping", ())


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from _parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _parts(part)

"""The reference: a page for each group of public names, filled in from their docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from inspect import get_annotations
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

import leadflow
from leadflow import testing
from leadflow.mappings import FrozenMapping
from pages.markdown import code, codes, page, plain, table
from pages.where import linked

UP = "../"
BUILD = ".venv/bin/zensical build --strict --config-file .mkdocs.yml"
TESTING = "Testing your integration"
FILLED_IN = (
    "What stands behind `:::` is filled in from the docstrings when the "
    f"[site is built](../contributing.md#every-command): `{BUILD}`."
)
_GROUP = re.compile(r"^    # (.+)$|\"(\w+)\"", re.MULTILINE)


@cache
def groups() -> Mapping[str, Sequence[tuple[str, str]]]:
    """The public names as the package groups them, each with its module."""
    text = Path(leadflow.__file__).read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    title = ""
    for comment, name in _GROUP.findall(text[text.index("__all__ = [") :]):
        if comment:
            title = comment
        else:
            found.setdefault(title, []).append(("leadflow", name))
    found[TESTING] = [("leadflow.testing", name) for name in testing.__all__]
    return found


def file_of(title: str) -> str:
    """The file of a group's page."""
    return f"reference/{title.lower().replace(' ', '-')}.md"


def reference_pages() -> Iterator[tuple[str, str]]:
    """A page for each group, and the list of all names."""
    for title, names in groups().items():
        parts = [part for module, name in names for part in _entry(module, name)]
        yield file_of(title), page(title, FILLED_IN, *parts)
    rows = [
        (f"[{title}]({file_of(title).partition('/')[2]})", codes(name for _, name in names))
        for title, names in groups().items()
    ]
    yield (
        "reference/index.md",
        page(
            "Reference",
            "Every public name, from its docstring: what it takes and gives, units, errors, and "
            "the clause or rule behind it. Everything after a function's first argument is given "
            "by name. All names are those of `leadflow`, but for the last page, which needs the "
            "extra `hypothesis`.",
            table(("page", "names"), rows),
        ),
    )


def _entry(module: str, name: str) -> Iterator[str]:
    yield f"::: {module}.{name}"
    value = getattr(testing if module == "leadflow.testing" else leadflow, name)
    if isinstance(value, type) and issubclass(value, StrEnum):
        yield f"Words: {codes(value)}."
    elif isinstance(value, type) and (fields := list(_fields(value))):
        yield table(("field", "type", "default", "meaning"), fields)


def _fields(owner: type) -> Iterator[tuple[str, str, str, str]]:
    """The fields of a model or an event: those whose types no signature tells."""
    found: Mapping[str, Any] = getattr(owner, "__pydantic_fields__", {})
    if issubclass(owner, FrozenMapping):
        return
    for name, field in found.items():
        said = linked(plain(field.description or ""), up=UP)
        default = "required" if field.is_required() else _default(field.default)
        yield code(name), code(_written(owner, name)), default, said


def _default(value: Any) -> str:
    if isinstance(value, StrEnum | str):
        return code(repr(str(value)))
    if isinstance(value, BaseModel):
        return f"{code(type(value).__name__)} with its defaults"
    return code(_sorted(value))


def _sorted(value: Any) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(str, value))) + "}"
    return "{}" if isinstance(value, FrozenMapping) else str(value)


def _written(owner: type, name: str) -> str:
    """The type of a field as it is written in the code, without what only validates it."""
    for each in owner.__mro__:
        annotation = get_annotations(each).get(name)
        if annotation is not None:
            return _bare(str(annotation))
    return ""


def _bare(annotation: str) -> str:
    return ast.unparse(_Bare().visit(ast.parse(annotation, mode="eval")))


class _Bare(ast.NodeTransformer):
    """Takes the type out of each `Annotated[type, ...]`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if ast.unparse(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
            return cast(ast.AST, self.visit(node.slice.elts[0]))
        return self.generic_visit(node)

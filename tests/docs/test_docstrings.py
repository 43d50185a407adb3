"""Every public name says what it is, and which errors it raises."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from leadflow import errors
from pages.reference import groups

PUBLIC = [(module, name) for names in groups().values() for module, name in names]
ERRORS = {name for name, each in vars(errors).items() if isinstance(each, type)}


def value_of(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


def functions() -> Iterator[tuple[str, Any]]:
    """Every public function, and every public method that a public class defines itself."""
    for module, name in PUBLIC:
        value = value_of(module, name)
        if inspect.isfunction(value):
            yield name, value
        elif isinstance(value, type) and value.__module__.startswith("leadflow"):
            for inner, member in vars(value).items():
                found = getattr(member, "fget", None) or getattr(member, "__func__", member)
                if not inner.startswith("_") and inspect.isfunction(found):
                    yield f"{name}.{inner}", found


FUNCTIONS = dict(functions())


def raised_in(function: Any) -> set[str]:
    """The errors of the library that a function raises in its own lines."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    names = (exc.func if isinstance(exc, ast.Call) else exc for exc in raised)
    return {name.id for name in names if isinstance(name, ast.Name)} & ERRORS


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=lambda each: str(each))
def test_a_public_class_or_function_has_a_docstring(module: str, name: str) -> None:
    value = value_of(module, name)
    if isinstance(value, type) or inspect.isfunction(value):
        said = value.__doc__ or ""
        assert said.strip(), name
        assert not said.startswith(f"{name}("), f"{name} has the docstring of a generated signature"


@pytest.mark.parametrize("name", FUNCTIONS)
class TestFunctions:
    """A function says what it gives, and the errors that it raises itself."""

    def test_it_has_a_docstring(self, name: str) -> None:
        assert (FUNCTIONS[name].__doc__ or "").strip()

    def test_it_names_its_errors(self, name: str) -> None:
        said = FUNCTIONS[name].__doc__ or ""
        assert {error for error in raised_in(FUNCTIONS[name]) if error not in said} == set()

"""Every public name says what it is, and which errors it raises."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
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


# A number says what it is a number of, and a length of time in what it is measured.
UNIT = re.compile(
    r"\b(seconds?|minutes?|hours?|days?|shares?|rates?|counts?|numbers?|how (many|often|long)|index"
    r"|places?|times?)\b"
)


def measured(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """The fields that hold a number or a length of time, and what is said of each."""
    source = inspect.getsource(kind)
    for field in dataclasses.fields(kind):
        if re.search(r"\b(int|float|timedelta)\b", str(field.type)) and field.name[0] != "_":
            own = re.search(rf'^    {field.name}: .*\n    """(.*?)"""', source, re.M | re.S)
            sentences = re.split(r"(?<=[.;])\s+", own[1] if own else kind.__doc__ or "")
            told = [each for each in sentences if own or f"`{field.name}`" in each]
            yield field.name, " ".join(told)


MEASURED = {
    f"{name}.{field}": said
    for module, name in PUBLIC
    if dataclasses.is_dataclass(kind := value_of(module, name)) and isinstance(kind, type)
    for field, said in measured(kind)
}


class TestUnits:
    """A field with a number or a length of time says what it counts or measures."""

    def test_there_are_such_fields(self) -> None:
        assert len(MEASURED) > 20

    @pytest.mark.parametrize("field", MEASURED)
    def test_it_says_so(self, field: str) -> None:
        assert UNIT.search(MEASURED[field]), MEASURED[field]

    def test_one_that_says_nothing_is_found(self) -> None:
        @dataclasses.dataclass
        class Mute:
            """Something. `much` is what it is."""

            much: int
            more: float

        assert [UNIT.search(said) for _field, said in measured(Mute)] == [None, None]

"""The library reads no clock, file, environment, network or chance, and this is how we know.

`ruff` and `import-linter` see names and imports; the checks here see calls, what is inside a
module, and the comments that switch other checks off. Each check is shown to fail on a bad piece.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PYTHON_FILES = sorted(p for top in ("src", "tests", "examples") for p in (ROOT / top).rglob("*.py"))
LONGEST_MODULE = 400

# A module may import these and itself; what is not here may read the machine. Add with a thought.
PURE_IMPORTS = frozenset(
    """
    __future__ abc bisect calendar collections collections.abc contextlib copy dataclasses
    datetime enum functools hashlib heapq html itertools json math operator re statistics
    string
    textwrap types typing typing_extensions unicodedata zoneinfo
    dateutil.relativedelta holidays
    pydantic pydantic.alias_generators pydantic.dataclasses pydantic.json_schema
    pydantic_core pydantic_core.core_schema
    """.split()
)
# Only these modules may import these besides.
IMPORTS_OF_ONE_MODULE = {
    # From a table of its own modules, and nothing else: each is loaded when it is first asked for.
    "leadflow/__init__.py": frozenset({"importlib"}),
    # From one seed, and by its method `random` alone: a simulation is the same in every process.
    "leadflow/readers/simulation/chance.py": frozenset({"random"}),
    # Columns of a warehouse: the only place that knows them.
    "leadflow/readers/batches": frozenset({"pyarrow"}),
    "leadflow/testing": frozenset({"hypothesis", "hypothesis.strategies"}),
}

IMPURE_BUILTINS = {
    "__import__": "imports by name",
    "breakpoint": "stops the program",
    "compile": "runs text",
    "eval": "runs text",
    "exec": "runs text",
    "globals": "reads names by text",
    "hash": "differs between processes",
    "id": "differs between processes",
    "input": "reads from a person",
    "locals": "reads names by text",
    "open": "reads a file",
    "print": "writes",
}
# (builtin, name of the function around it): why it may stand there.
ALLOWED_BUILTINS = {
    ("hash", "__hash__"): "serves sets and dicts of this process only, and is never an output",
}

CLOCK_METHODS = frozenset({"now", "today", "utcnow"})
CLOCK_CLASSES = frozenset({"date", "datetime"})
IMPURE_NAMES = {
    "FutureDate": "reads the clock",
    "FutureDatetime": "reads the clock",
    "PastDate": "reads the clock",
    "PastDatetime": "reads the clock",
    "available_timezones": "reads the machine's files",
    "DirectoryPath": "reads the machine's files",
    "FilePath": "reads the machine's files",
    "NewPath": "reads the machine's files",
}


class Impurities(ast.NodeVisitor):
    """Collects what makes a module depend on more than its arguments."""

    def __init__(self, own_imports: frozenset[str] = frozenset()) -> None:
        self.found: list[str] = []
        self._imports = PURE_IMPORTS | own_imports
        self._functions: list[str] = []
        self._clocks = set(CLOCK_CLASSES)

    def _note(self, node: ast.stmt | ast.expr, what: str) -> None:
        self.found.append(f"{node.lineno}: {what}")

    def _check_import(self, node: ast.stmt, name: str) -> None:
        if name not in self._imports and name.partition(".")[0] != "leadflow":
            self._note(node, f"imports {name}")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._check_import(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level:
            self._note(node, "imports relatively")
            return
        for alias in node.names:
            whole = f"{module}.{alias.name}"
            self._check_import(node, whole if whole in self._imports else module)
            if alias.name in CLOCK_CLASSES:
                self._clocks.add(alias.asname or alias.name)
            self._check_name(node, alias.name)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._functions.append(node.name)
        self.generic_visit(node)
        self._functions.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Name(self, node: ast.Name) -> None:
        around = self._functions[-1] if self._functions else ""
        if (
            isinstance(node.ctx, ast.Load)
            and node.id in IMPURE_BUILTINS
            and (node.id, around) not in ALLOWED_BUILTINS
        ):
            self._note(node, f"{node.id} {IMPURE_BUILTINS[node.id]}")

    def _check_name(self, node: ast.stmt | ast.expr, name: str) -> None:
        if name in IMPURE_NAMES:
            self._note(node, f"{name} {IMPURE_NAMES[name]}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._check_name(node, node.attr)
        if node.attr in CLOCK_METHODS:
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in self._clocks:
                self._note(node, f"{name}.{node.attr} reads the clock")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called == "astimezone" and not node.args and not node.keywords:
            self._note(node, "astimezone() reads the machine's zone")
        self.generic_visit(node)


def impurities(source: str, module: str = "leadflow/anything.py") -> list[str]:
    """Each impurity in a module's text, as `line: what`."""
    own = (names for start, names in IMPORTS_OF_ONE_MODULE.items() if module.startswith(start))
    visitor = Impurities(frozenset().union(*own))
    visitor.visit(ast.parse(source))
    return visitor.found


SUPPRESSION = re.compile(
    r"""\#\s*(?:
        (?:ruff\s*:\s*)?noqa (?:\s*:\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?
      | type:\s*ignore (?:\[[^\]]*\])?
      | pragma:\s*no\s+(?:cover|branch|mutate)
      | mypy:\s*[\w-]+ (?:\s*=\s*[\w"',-]+)?
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def bare_suppressions(source: str) -> Iterator[str]:
    """Each comment that switches a check off and does not say why."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and SUPPRESSION.search(token.string):
            reason = SUPPRESSION.sub("", token.string)
            if len(re.findall(r"[A-Za-z]+", reason)) < 2:
                yield f"{token.start[0]}: {token.string}"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
class TestEveryModule:
    def test_is_pure(self, path: Path) -> None:
        module = path.relative_to(ROOT / "src").as_posix()
        assert not impurities(path.read_text(encoding="utf-8"), module)

    def test_can_be_read_in_one_sitting(self, path: Path) -> None:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_every_suppression_says_why(path: Path) -> None:
    assert not list(bare_suppressions(path.read_text(encoding="utf-8")))


class TestTheChecksThemselves:
    def test_there_is_something_to_check(self) -> None:
        assert SOURCES
        assert set(SOURCES) < set(PYTHON_FILES)

    @pytest.mark.parametrize("builtin", sorted(IMPURE_BUILTINS))
    def test_a_builtin_is_found_called_or_passed_on(self, builtin: str) -> None:
        assert len(impurities(f"x = {builtin}(1)\ny = map({builtin}, x)")) == 2

    @pytest.mark.parametrize(
        "name",
        """
        asyncio builtins dateutil dateutil.rrule dateutil.tz hypothesis importlib io locale logging
        os os.path pandas pathlib random secrets socket subprocess sys threading time uuid
        """.split(),
    )
    def test_an_import_is_found(self, name: str) -> None:
        expected = [f"1: imports {name}"]
        assert impurities(f"import {name}") == expected
        assert impurities(f"import {name} as harmless") == expected
        assert impurities(f"from {name} import something") == expected

    def test_an_import_inside_a_function_is_found(self) -> None:
        assert impurities("def f():\n    import os") == ["2: imports os"]

    def test_a_relative_import_is_found(self) -> None:
        assert impurities("from . import errors") == ["1: imports relatively"]

    @pytest.mark.parametrize(
        "line",
        [
            "at = datetime.now(UTC)",
            "at = datetime.utcnow()",
            "at = date.today()",
            "at = datetime.datetime.today()",
            "import datetime as d; at = d.datetime.now()",
            "from datetime import datetime as D; at = D.now()",
            "clock = datetime.now",
            "field(default_factory=datetime.utcnow)",
        ],
    )
    def test_a_clock_is_found(self, line: str) -> None:
        assert [what for what in impurities(line) if what.endswith("reads the clock")]

    @pytest.mark.parametrize("name", sorted(IMPURE_NAMES))
    def test_an_impure_name_is_found(self, name: str) -> None:
        assert impurities(f"from pydantic import {name}")
        assert impurities(f"import pydantic\nx: pydantic.{name}")

    def test_the_zone_of_the_machine_is_found(self) -> None:
        assert impurities("local = at.astimezone()")

    def test_what_one_module_may_import_others_may_not(self) -> None:
        line = "from hypothesis import strategies"
        assert not impurities(line, "leadflow/testing/strategies.py")
        assert impurities(line, "leadflow/history.py")

    def test_hash_is_allowed_for_a_reason_only_where_the_reason_holds(self) -> None:
        method = "class A:\n    def {}(self):\n        return hash(self.key)"
        assert not impurities(method.format("__hash__"))
        assert impurities(method.format("key_of"))

    @pytest.mark.parametrize(
        "line",
        [
            "from datetime import UTC, datetime; at = datetime(2026, 11, 3, tzinfo=UTC)",
            "from dateutil.relativedelta import relativedelta",
            "from dateutil import relativedelta",
            "from leadflow.instants import Instant",
            "import leadflow.clinics.rsi",
            "at = decision.now",
            "late = decision.now > other.now",
            "local = at.astimezone(zone)",
            "class Event:\n    id: str | None\n    hash: str",
            "event.id",
        ],
    )
    def test_what_is_pure_passes(self, line: str) -> None:
        assert not impurities(line)

    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa",
            "# noqa: A002",
            "# noqa: A002, B008",
            "#noqa:A002",
            "# type: ignore",
            "# type: ignore[arg-type]",
            "# pragma: no cover",
            "# pragma: no branch",
            "# type: ignore[arg-type]  # noqa: A002",
            "# noqa: A002 -",
            "# ruff: noqa: D",
            "# mypy: ignore-errors",
        ],
    )
    def test_a_bare_suppression_is_found(self, comment: str) -> None:
        assert list(bare_suppressions(f"x = 1  {comment}\n"))

    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa: A002 - the name is the interface's",
            "# type: ignore[arg-type]  # bad input on purpose",
            "# pragma: no cover - only Windows comes here",
            "# an ordinary comment",
            "# fmt: skip",
        ],
    )
    def test_a_suppression_with_its_reason_passes(self, comment: str) -> None:
        assert not list(bare_suppressions(f"x = 1  {comment}\n"))

    def test_text_is_no_suppression(self) -> None:
        assert not list(bare_suppressions('x = "# noqa"\n'))

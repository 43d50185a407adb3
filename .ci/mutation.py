"""Tries the tests on every mutant that mutmut makes of the modules in `[tool.mutmut]`.

    python .ci/mutation.py [--only PART_OF_NAME] [--to mutants.jsonl]

One process collects the tests and measures which run which line. Each mutant gets a fork of it, in
which its code takes the place of the function's and the tests of its line run until one fails. What
no test runs, since it runs on import, gets a process of its own with all tests.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import json
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import libcst as cst
import pytest
from _pytest.runner import runtestprotocol
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.file_mutation import (  # type: ignore[import-untyped]
    MutationVisitor,
    OuterFunctionProvider,
    deep_replace,
)
from mutmut.node_mutation import mutation_operators  # type: ignore[import-untyped]

SRC = Path("src").resolve()
CONFIG = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
PATHS = [Path(each).resolve() for each in CONFIG["paths_to_mutate"]]
FILES = sorted(file for path in PATHS for file in (path.rglob("*.py") if path.is_dir() else [path]))
TESTS = ["-n", "0", "-q", "--tb=no", "-p", "no:cacheprovider", *CONFIG["tests_dir"]]
ONCE = "compile.py"  # runs once for each policy: what was measured says nothing of its lines
MOST_SECONDS, MOST_BYTES = 20.0, 6 << 30  # CPU time of a test, and memory


class Visitor(MutationVisitor):  # type: ignore[misc]  # mutmut has no types
    """mutmut's, but it does not pass by what is decorated, and it notes lines."""

    METADATA_DEPENDENCIES = (PositionProvider, OuterFunctionProvider)
    line = 0

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef | cst.ClassDef) and node.decorators:
            return False
        return isinstance(node, cst.Decorator) or super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        before, place = len(self.mutations), self.get_metadata(PositionProvider, node, None)
        self.line = place.start.line if place else self.line  # an operator has no place
        super()._create_mutations(node)
        for each in self.mutations[before:]:
            each.line = self.line


def mutants_of(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line, difference and source of each mutant of a file."""
    visitor = Visitor(mutation_operators, set())
    module = MetadataWrapper(cst.parse_module(file.read_text("utf-8"))).visit(visitor)
    for each in visitor.mutations:
        if isinstance(each.contained_by_top_level_function, cst.FunctionDef):
            source = deep_replace(module, each.original_node, each.mutated_node).code
            texts = module.code.splitlines(), source.splitlines()
            diff = [line for line in list(difflib.unified_diff(*texts, n=0))[2:] if line[0] != "@"]
            yield each.line, "\n".join(diff), source


def codes_of(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """A code object and all within it, by qualified name."""
    yield code.co_qualname, code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes_of(each)


def forked(work: Callable[[], Any]) -> Any:
    """What `work` returns in a fork of this process; `None` where it does not come to that."""
    read, write = os.pipe()
    if not (pid := os.fork()):
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            os.write(write, pickle.dumps(work()))
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    return pickle.loads(told) if told else None


def forget_programs() -> None:
    """Let the rulebook be compiled anew, by the mutant."""
    sys.modules["leadflow.engine.compile"]._program.cache_clear()


class Run:
    """A pytest plugin: instead of once, the collected tests run on each mutant."""

    def __init__(self, only: str, to: Path) -> None:
        self.only, self.to = only, to

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then try each mutant."""
        self.items = session.items
        lines, seconds = pickle.loads(Path(forked(self.measured)).read_bytes())
        self.functions = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
        gc.freeze()
        with self.to.open("w", encoding="utf-8") as out:
            for file in FILES:
                told, killers = Counter[str](), Counter[int]()
                for number, (line, diff, source) in enumerate(mutants_of(file), 1):
                    if self.only not in (name := f"{file.relative_to(SRC)}#{number}"):
                        continue
                    met = list(seconds) if file.name == ONCE else lines[file].get(line, [])
                    asked = sorted(met, key=lambda n: (-killers[n], seconds[n]))
                    attempt = partial(self.tried, file, source, asked)
                    by = forked(attempt) if asked else "import"
                    by = self.fresh(file, source) if by == "import" else by
                    killers.update([by] if isinstance(by, int) else [])
                    ends: dict[Any, str] = {None: "timed out", "": "survived"}
                    told[status := ends.get(by, "killed")] += 1
                    row = {"name": name, "line": line, "status": status, "diff": diff}
                    print(json.dumps(row), file=out, flush=True)
                print(file.relative_to(SRC), dict(told), flush=True)
        return True

    def fails(self, n: int, following: int | None) -> bool:
        """Run one test; the process ends where that takes too long."""
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        after = None if following is None else self.items[following]
        return any(
            each.failed for each in runtestprotocol(self.items[n], log=False, nextitem=after)
        )

    def measured(self) -> str:
        """A file that tells which tests run each line, and how long each test takes."""
        seen = coverage.Coverage(data_file=None, source=["src"], config_file=False)
        seen.start()
        seconds: dict[int, float] = {}
        for n, following in enumerate([*range(1, len(self.items)), None]):
            seen.switch_context(str(n))
            before = os.times().user
            assert not self.fails(n, following), f"fails by itself: {self.items[n].nodeid}"
            seconds[n] = os.times().user - before
        seen.stop()
        met = {file: seen.get_data().contexts_by_lineno(str(file)) for file in FILES}
        lines = {
            file: {line: [int(n) for n in names if n] for line, names in by_line.items()}
            for file, by_line in met.items()
        }
        with tempfile.NamedTemporaryFile(delete=False) as told:
            told.write(pickle.dumps((lines, seconds)))
        return told.name

    def tried(self, file: Path, source: str, asked: list[int]) -> int | str:
        """The test that fails with this source; `""` if none does, `"import"` if it is not in."""
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        codes = dict(codes_of(compile(source, str(file), "exec", dont_inherit=True)))
        changed = False
        for each in self.functions:
            old = each.__code__
            code = codes.get(old.co_qualname, old) if old.co_filename == str(file) else old
            if code != old:
                if code.co_freevars != old.co_freevars:
                    return "import"  # a closure of another shape: it cannot be put in
                each.__code__, changed = code, True
        if not changed:
            return "import"
        forget_programs()
        for n, following in zip(asked, [*asked[1:], None], strict=True):
            if self.fails(n, following):
                return n
        return ""

    def fresh(self, file: Path, source: str) -> int | str:
        """The same in a process of its own, on a copy of the sources."""
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(SRC, copy, dirs_exist_ok=True)
            Path(copy, file.relative_to(SRC)).write_text(source, "utf-8")
            asked = [sys.executable, "-m", "pytest", "-x", *TESTS]
            there = {**os.environ, "PYTHONPATH": copy}
            ended = subprocess.run(asked, env=there, capture_output=True, check=False)
        return -1 if ended.returncode else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="mutants whose name has this in it")
    parser.add_argument("--to", type=Path, default=Path("mutants.jsonl"), help="the report")
    given = parser.parse_args()
    raise SystemExit(pytest.main(TESTS, plugins=[Run(given.only, given.to)]))

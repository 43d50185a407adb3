"""The package as its users and its developers find it."""

from __future__ import annotations

import ast
import os
import pickle
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module, metadata
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

import leadflow

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP_LEVEL = {
    "pyproject.toml",
    "src",
    "tests",
    "docs",
    "examples",
    "CHANGELOG.md",
    "README.md",
    "LICENSE",
}
LONGEST_MODULE = 250
# Written in two pieces, because this file is searched as well.
REGISTRY_HOSTS = ("pypi." + "org", "pythonhosted." + "org", "registry.npmjs." + "org")


def files_of_the_project() -> list[str]:
    """Every path that is or would be committed."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("this is no git repository: an unpacked sdist, or a machine without git")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [path for path in ran.stdout.split("\0") if path and (ROOT / path).is_file()]


def misplaced(paths: list[str]) -> set[str]:
    tops = {path.partition("/")[0] for path in paths}
    return {top for top in tops if top not in TOP_LEVEL and not top.startswith(".")}


def said_by(code: str) -> list[str]:
    """The words that a new interpreter writes when it runs `code`."""
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return ran.stdout.split()


def modules_loaded_by(code: str) -> set[str]:
    """The modules, packages among them, that a new interpreter holds after running `code`."""
    return set(said_by(f"{code}\nimport sys\nprint(*sys.modules)"))


def packages_loaded_by(code: str) -> set[str]:
    """The modules and packages right under `leadflow` that a new interpreter holds."""
    names = (name.split(".") for name in modules_loaded_by(code))
    return {each[1] for each in names if each[0] == "leadflow" and len(each) > 1}


def imported_for_type_checkers() -> dict[str, str]:
    """Name to module, of what `leadflow/__init__.py` imports where only type checkers look."""
    tree = ast.parse(Path(leadflow.__file__).read_text(encoding="utf-8"))
    blocks = [each for each in tree.body if isinstance(each, ast.If)]
    assert [ast.unparse(each.test) for each in blocks] == ["TYPE_CHECKING"]
    imports = [each for each in blocks[0].body if isinstance(each, ast.ImportFrom)]
    assert len(imports) == len(blocks[0].body)
    return {alias.name: each.module or "" for each in imports for alias in each.names}


SUBMODULES = [each.name for each in walk_packages(leadflow.__path__, "leadflow.")]
MODULE_OF = imported_for_type_checkers()


class TestImport:
    """What is imported is what is used: a module is loaded when a name of it is asked for."""

    heavy = frozenset({"holidays", "hypothesis", "pytest", "pandas", "pyarrow", "numpy"})
    deciding = (
        "from leadflow import RSI, decide, read_history\n"
        'lead = \'{"lead_id": "a", "created_at": "2026-03-02T17:00:00Z"}\'\n'
        "history = read_history('{\"lead\": ' + lead + '}')\n"
        "decision = decide(history, now=history.lead.created_at, policy=RSI)\n"
    )

    def test_loads_nothing_that_only_some_need(self) -> None:
        loaded = modules_loaded_by("import leadflow")
        assert "leadflow" in loaded
        assert not loaded & self.heavy

    def test_would_show_it_if_it_did(self) -> None:
        assert modules_loaded_by("import leadflow, holidays") & self.heavy == {"holidays"}

    def test_loads_no_part_of_the_library_yet(self) -> None:
        assert packages_loaded_by("import leadflow") == set()

    def test_events_need_neither_policies_nor_the_engine(self) -> None:
        loaded = packages_loaded_by("from leadflow import CallPlaced, History")
        assert "events" in loaded
        assert not loaded & {"policy", "clinics", "engine", "rulebook", "decision"}

    def test_deciding_loads_no_reader_and_nothing_to_show_it_with(self) -> None:
        loaded = packages_loaded_by(self.deciding)
        assert "engine" in loaded
        assert not loaded & {"readers", "render", "display", "interop", "testing"}

    def test_deciding_loads_nothing_else_that_only_some_need(self) -> None:
        assert not modules_loaded_by(self.deciding) & self.heavy

    def test_a_decision_can_be_shown_all_the_same(self) -> None:
        assert said_by(f"{self.deciding}print(decision)")[:2] == ["Decision", "for"]

    def test_one_policy_loads_no_other(self) -> None:
        loaded = modules_loaded_by("from leadflow import RSI")
        assert "leadflow.clinics.rsi" in loaded
        assert not loaded & {"leadflow.clinics.incinta", "leadflow.clinics.joined"}

    def test_everything_at_once_needs_no_package_that_only_some_have(self) -> None:
        assert not modules_loaded_by("from leadflow import *") & self.heavy


class TestNames:
    """Every public name is there, and is the one of its module, however it was come by."""

    later = (
        "from importlib import import_module\n"
        "from leadflow import *\n"
        f"for each in {SUBMODULES}: import_module(each)\n"
        "import leadflow\n"
        f"for name, module in {MODULE_OF}.items():\n"
        "    if not globals()[name] is getattr(leadflow, name) is "
        "getattr(import_module(module), name): print(name)"
    )

    def test_public_names_stand_once(self) -> None:
        assert len(leadflow.__all__) == len(set(leadflow.__all__))

    def test_type_checkers_see_the_public_names_and_no_others(self) -> None:
        assert MODULE_OF.keys() == set(leadflow.__all__)

    def test_what_they_see_is_what_is_loaded(self) -> None:
        assert leadflow._MODULE_OF == MODULE_OF

    @pytest.mark.parametrize("name", leadflow.__all__)
    def test_a_name_is_that_of_its_module(self, name: str) -> None:
        value = getattr(leadflow, name)
        assert value is not None
        assert value is getattr(import_module(MODULE_OF[name]), name)

    def test_modules_that_are_loaded_later_change_no_name(self) -> None:
        assert said_by(self.later) == []

    def test_no_name_is_that_of_a_module_beside_it(self) -> None:
        assert not {f"leadflow.{name}" for name in leadflow.__all__} & set(SUBMODULES)

    def test_they_are_all_that_is_listed(self) -> None:
        assert dir(leadflow) == sorted(leadflow.__all__)

    def test_a_name_that_is_none_is_refused_as_usual(self) -> None:
        with pytest.raises(AttributeError, match="module 'leadflow' has no attribute 'decode'"):
            leadflow.decode  # type: ignore[attr-defined]  # noqa: B018 - both know it: no such name

    def test_a_name_that_is_none_cannot_be_imported(self) -> None:
        with pytest.raises(ImportError, match="cannot import name 'decode' from 'leadflow'"):
            from leadflow import decode  # type: ignore[attr-defined]  # noqa: F401 - both know it

    @pytest.mark.parametrize("name", ["compare", "decide", "CallPlaced", "Sensitivity", "CLINIC"])
    def test_what_they_name_is_pickled(self, name: str) -> None:
        value = getattr(leadflow, name)
        assert pickle.loads(pickle.dumps(value)) == value


class TestMetadata:
    def test_version_is_the_installed_one(self) -> None:
        assert metadata.version("leadflow") == PROJECT["project"]["version"]

    def test_run_time_needs_are_these_and_no_others(self) -> None:
        needs = [re.match(r"[\w-]+", need) for need in PROJECT["project"]["dependencies"]]
        assert {need[0] for need in needs if need} == {
            "holidays",
            "pydantic",
            "python-dateutil",
            "tzdata",
        }
        assert "tzdata; sys_platform == 'win32'" in PROJECT["project"]["dependencies"]

    def test_package_is_typed(self) -> None:
        assert (Path(leadflow.__file__).parent / "py.typed").is_file()

    def test_every_tool_and_need_is_pinned(self) -> None:
        constraints = ROOT / ".ci" / "constraints.txt"
        if not constraints.is_file():
            pytest.skip("an unpacked sdist has no .ci folder")
        lines = constraints.read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
        pinned = {pin.partition("==")[0] for pin in pins}
        project = PROJECT["project"]
        needs = [*PROJECT["build-system"]["requires"], *project["dependencies"]]
        needs += [need for extra in project["optional-dependencies"].values() for need in extra]
        assert {re.split(r"[^\w.-]", need)[0] for need in needs} <= pinned


class TestFolder:
    def test_nothing_strange_at_the_top(self) -> None:
        assert misplaced(files_of_the_project()) == set()

    def test_would_find_something_strange(self) -> None:
        assert misplaced([".ci/run", "src/leadflow/a.py", "tools/x.py", "uv.lock"]) == {
            "tools",
            "uv.lock",
        }

    @pytest.mark.parametrize("host", REGISTRY_HOSTS)
    def test_no_file_names_the_host_of_a_registry(self, host: str) -> None:
        found = [
            path
            for path in files_of_the_project()
            if host in (ROOT / path).read_text(encoding="utf-8", errors="ignore")
        ]
        assert found == []


class TestModules:
    """Contributing: a module is read in one sitting."""

    def test_none_is_longer_than_that(self) -> None:
        found = {
            str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
            for path in (ROOT / "src").rglob("*.py")
        }
        assert len(found) > 200
        assert {path: lines for path, lines in found.items() if lines > LONGEST_MODULE} == {}


class TestDataFolder:
    """`LEADFLOW_DATA` unset skips; with `LEADFLOW_NO_SKIP` any skip is a failure."""

    in_a_fixture = "def test_it(data_folder): assert data_folder.is_dir()"
    of_a_file = (
        "import pytest\n"
        "pytest.skip('LEADFLOW_DATA is not set: so', allow_module_level=True)\n"
        "def test_it(): pass"
    )
    for_another_reason = "import pytest\ndef test_it(): pytest.skip('Windows only')"

    def run(self, folder: Path, test: str, **variables: str) -> str:
        (folder / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
        (folder / "test_it.py").write_text(test, encoding="utf-8")
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LEADFLOW_")}
        command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "--rootdir=."]
        ran = subprocess.run(
            command, cwd=folder, env=kept | variables, capture_output=True, text=True
        )
        return ran.stdout

    def test_is_given_where_it_is_set(self, tmp_path: Path) -> None:
        assert "1 passed" in self.run(tmp_path, self.in_a_fixture, LEADFLOW_DATA=str(tmp_path))

    def test_is_skipped_with_a_reason_where_it_is_not(self, tmp_path: Path) -> None:
        said = self.run(tmp_path, self.in_a_fixture)
        assert "1 skipped" in said
        assert "LEADFLOW_DATA is not set: it names" in said

    def test_fails_where_it_is_wrong(self, tmp_path: Path) -> None:
        said = self.run(tmp_path, self.in_a_fixture, LEADFLOW_DATA=str(tmp_path / "none"))
        assert "1 error" in said
        assert "LEADFLOW_DATA names no folder" in said

    @pytest.mark.parametrize(
        ("test", "counted"),
        [(in_a_fixture, "1 error"), (of_a_file, "1 error"), (for_another_reason, "1 failed")],
        ids=["fixture", "file", "test"],
    )
    def test_a_skip_is_a_failure_where_none_is_allowed(
        self, tmp_path: Path, test: str, counted: str
    ) -> None:
        said = self.run(tmp_path, test, LEADFLOW_NO_SKIP="1")
        assert counted in said
        assert "skipped, although LEADFLOW_NO_SKIP is set" in said

    def test_what_is_expected_to_fail_may(self, tmp_path: Path) -> None:
        test = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False"
        assert "1 xfailed" in self.run(tmp_path, test, LEADFLOW_NO_SKIP="1")

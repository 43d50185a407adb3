"""A native build (`examples/native`) is the same library: same sentences, same bytes, less time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from leadflow.rulebook import RULEBOOK
from processes import in_new_process

pytest.importorskip("mypyc", reason="the extra `native` is not installed")
pytest.importorskip("setuptools", reason="the extra `native` is not installed")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
COMPILER = (sysconfig.get_config_var("CC") or "cc").split()[0]
JUDGES = (
    "corpus", "test_golden.py", "test_yardstick.py", "test_engine.py", "test_timers.py",
    "test_valid_until.py", "test_because.py", "test_worked_examples.py",
)  # fmt: skip
"""Tests that say what a decision must be, and never look inside."""

pytestmark = pytest.mark.skipif(shutil.which(COMPILER) is None, reason="there is no C compiler")


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a leadflow compiled by the example, which takes a minute or two."""
    folder = tmp_path_factory.mktemp("native")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "leadflow", folder / "leadflow", ignore=ignored)
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the example on a folder, uncounted: the copy there is not what coverage asks about."""
    command = [sys.executable, str(ROOT / "examples" / "native" / "build.py"), str(folder)]
    uncounted = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    return subprocess.run(
        command, env=uncounted, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


class TestNativeBuild:
    """docs/how-to/native.md: the same answers, in less time."""

    def test_the_rules_are_compiled(self, native: Path) -> None:
        """Else the other tests would try the source."""
        code = """if True:
            from types import BuiltinFunctionType
            from leadflow.rulebook import RULEBOOK
            print({isinstance(rule.body, BuiltinFunctionType) for rule in RULEBOOK})
        """
        assert in_new_process("-c", code, PYTHONPATH=str(native)) == "{True}\n"

    def test_each_rule_keeps_its_sentence(self, native: Path) -> None:
        """A compiled function has no docstring, and a rule without its sentence no explanation."""
        code = """if True:
            from leadflow.rulebook import RULEBOOK
            for rule in RULEBOOK:
                print(rule.name, rule.sentence)
        """
        told = in_new_process("-c", code, PYTHONPATH=str(native)).splitlines()
        assert told == [f"{rule.name} {rule.sentence}" for rule in RULEBOOK]

    def test_decisions_are_what_they_were(self, native: Path) -> None:
        """The corpus and the golden files, byte for byte, and what else judges a decision."""
        passed = in_new_process(
            "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--rootdir", str(ROOT),
            "-c", str(ROOT / "pyproject.toml"), *(str(TESTS / each) for each in JUDGES),
            PYTHONPATH=os.pathsep.join([str(native), str(TESTS)]),
        )  # fmt: skip
        assert " passed" in passed.splitlines()[-1]
        assert " skipped" not in passed.splitlines()[-1]

    def test_it_may_be_built_where_one_was_built(self, native: Path) -> None:
        """Sentences once kept are left as they are."""
        module = native / "leadflow" / "rulebook" / "sentences.py"
        kept = module.read_bytes()
        code = """if True:
            import sys
            from pathlib import Path
            from build import keep_sentences
            keep_sentences(Path(sys.argv[1]))
        """
        in_new_process("-c", code, str(native), PYTHONPATH=str(ROOT / "examples" / "native"))
        assert module.read_bytes() == kept

    def test_a_folder_without_leadflow_is_refused(self, tmp_path: Path) -> None:
        """With the way to make one that holds it."""
        done = build(tmp_path)
        assert done.returncode != 0
        assert "pip install --target" in done.stderr

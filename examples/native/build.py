"""Compile the parts of leadflow that every decision goes through to C, by mypyc.

    python -m pip install -e '.[native]'             # mypy, setuptools; and a C compiler
    python -m pip install --no-deps --target native .
    python examples/native/build.py native

The folder `native` then holds a leadflow that gives the same answers in little more than half of
the time, for the Python that built it. `docs/how-to/native.md` says what it costs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pprint import pformat

MODULES = (
    "rulebook/words", "rulebook/fields", "rulebook/occasions", "rulebook/state", "rulebook/draft",
    "rulebook/terms", "rulebook/bookings", "rulebook/outcomes", "rulebook/attempts",
    "rulebook/ladder", "rulebook/conversation", "rulebook/received_calls", "rulebook/mail_round",
    "rulebook/appointments", "rulebook/visits", "rulebook/reminders", "rulebook/no_show",
    "rulebook/unreachable", "rulebook/pool", "rulebook/closing", "rulebook/recorded",
    "engine/fold", "engine/agenda", "engine/team", "calendars/opening", "calendars/clocks",
    "calendars/years", "routing",
)  # fmt: skip
"""Models and events are pydantic's, and what is said of a decision is worked out when asked for."""
FLAGS = ("--config-file=", "--follow-imports=silent", "--ignore-missing-imports")


def keep_sentences(folder: Path) -> None:
    """Write down what the rules' docstrings say: compiled functions have none."""
    sys.path.insert(0, str(folder))
    rules = import_module("leadflow.rulebook").RULEBOOK
    sentences = {rule.name: rule.sentence for rule in rules}
    if "" in sentences.values():
        sys.exit("the rules have no docstrings here: build without -OO")
    module = folder / "leadflow" / "rulebook" / "sentences.py"
    empty = "SENTENCES: Final[Mapping[str, str]] = {}"
    text = module.read_text(encoding="utf-8")
    if empty in text:
        filled = empty[:-2] + pformat(sentences, width=100)
        module.write_text(text.replace(empty, filled), encoding="utf-8")


def build(folder: Path) -> None:
    """Compile the leadflow in a folder, in place."""
    keep_sentences(folder)
    sources = [str(Path("leadflow", f"{module}.py")) for module in MODULES]
    command = [sys.executable, "-m", "mypyc", *FLAGS, *sources]
    subprocess.run(command, cwd=folder, env={**os.environ, "MYPYC_OPT_LEVEL": "3"}, check=True)
    for left_over in ("build", ".mypy_cache"):
        shutil.rmtree(folder / left_over, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "leadflow", "rulebook").is_dir():
        sys.exit(f"usage: {sys.argv[0]} FOLDER, one that holds leadflow: pip install --target")
    build(Path(sys.argv[1]).resolve())

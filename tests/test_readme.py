"""The README's example prints what the README says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The one block of a language in the section "Ten lines"."""
    section = README.partition("\n## Ten lines\n")[2].partition("\n## ")[0]
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    return str(found)


def test_example_prints_what_stands_below_it() -> None:
    command = [sys.executable, "-W", "error", "-c", block("python")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stderr == ""
    assert ran.stdout == block("text")


def test_example_has_ten_lines() -> None:
    assert len([line for line in block("python").splitlines() if line]) == 10

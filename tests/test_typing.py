"""Code of users is typed without the pydantic plugin, which mypy has and no other checker."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from leadflow import events, history, lead, policy, sections, wording
from leadflow.calendars import data
from leadflow.readers.simulation import behaviour

TESTS = Path(__file__).resolve().parent
USER = (TESTS / "building.py").read_text(encoding="utf-8")
MODULES = (events, history, lead, policy, sections, wording, data, behaviour)
BASES = {"Strict", "Section"}
"""Models that only others are made of."""


def models() -> Iterator[str]:
    """The names of the public models, pydantic's or dataclasses, that a user can build."""
    for module in MODULES:
        for name, each in getmembers(module, isclass):
            model = issubclass(each, BaseModel) or is_dataclass(each)
            if model and each.__module__ == module.__name__ and not name.startswith("_"):
                yield name


def built(code: str) -> set[str]:
    """The names that are called in a program."""
    calls = (each.func for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call))
    return {each.id for each in calls if isinstance(each, ast.Name)}


def blocks(page: str) -> str:
    """The `python` blocks of a page as the one program that they are."""
    text = (TESTS.parent / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that knows nothing of the project, where mypy keeps what it has read."""
    return tmp_path_factory.mktemp("user")


def said_of(code: str, folder: Path) -> str:
    """What a strict mypy without plugins says of a program."""
    pytest.importorskip("mypy", reason="mypy is not installed")
    (folder / "user.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "user.py"]
    kept = {name: value for name, value in os.environ.items() if name != "MYPYPATH"}
    ran = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True)
    return ran.stdout + ran.stderr


class TestWithoutPlugin:
    """What README and docs say to write, a strict checker takes as it is."""

    def test_every_model_that_comes_in_can_be_built(self, elsewhere: Path) -> None:
        assert said_of(USER, elsewhere).startswith("Success: ")

    def test_no_such_model_is_left_out(self) -> None:
        assert set(models()) - BASES - built(USER) == set()

    @pytest.mark.parametrize("page", ["README.md", "docs/start.md"])
    def test_the_program_of_a_page_is_typed(self, elsewhere: Path, page: str) -> None:
        assert said_of(blocks(page), elsewhere).startswith("Success: ")

    def test_what_is_missing_or_wrong_is_found(self, elsewhere: Path) -> None:
        code = "from leadflow import Lead, Profile\nLead(lead_id='x')\nProfile(language=1)\n"
        said = said_of(code, elsewhere)
        assert 'Missing named argument "created_at" for "Lead"' in said
        assert 'Argument "language" to "Profile" has incompatible type "int"' in said

"""The notebooks in `examples/`: without outputs in git, and each runs from top to bottom."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTEBOOKS = ("one_lead", "policy_what_if", "third_clinic")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""All that a notebook says of where it runs: not which machine, and not which Python."""
FORMAT = (4, 5)
"""From this format on cells have ids, so that a change of one cell is one in the diff as well."""
ENOUGH = 900
"""Seconds after which a notebook hangs; each takes well under a minute on a slow core."""
INHERITED = ("LANG", "LC_ALL", "PATH", "PATHEXT", "SYSTEMROOT", "TEMP", "TMP")
"""What a notebook needs to know of the machine."""

Notebook = dict[str, Any]


def read(name: str) -> Notebook:
    """A notebook as JSON."""
    found: Notebook = json.loads((EXAMPLES / f"{name}.ipynb").read_text(encoding="utf-8"))
    return found


def left_over(notebook: Notebook) -> Iterator[str]:
    """What stands in a notebook that a run left there, or that hangs on a machine."""
    if (notebook["nbformat"], notebook["nbformat_minor"]) != FORMAT:
        yield "another format"
    if notebook["metadata"] != METADATA:
        yield "metadata"
    ids = [cell.get("id", "") for cell in notebook["cells"]]
    if len(set(ids)) < len(ids) or not all(re.fullmatch(r"[a-z][a-z-]*", each) for each in ids):
        yield "cells without an id of their own that somebody chose"
    for cell in notebook["cells"]:
        if cell["metadata"] or cell.get("attachments"):
            yield f"metadata of {cell['id']}"
        if cell.get("outputs"):
            yield f"outputs of {cell['id']}"
        if cell.get("execution_count") is not None:
            yield f"execution count of {cell['id']}"


@pytest.fixture(scope="module")
def small() -> Notebook:
    """A notebook with one cell of code."""
    cell: Notebook = {
        "cell_type": "code",
        "execution_count": None,
        "id": "only",
        "metadata": {},
        "outputs": [],
        "source": ["assert 1 + 1 == 2"],
    }
    major, minor = FORMAT
    return {"cells": [cell], "metadata": METADATA, "nbformat": major, "nbformat_minor": minor}


class TestStripped:
    """What a run leaves in a notebook is not kept: neither outputs nor traces of a machine."""

    def test_these_are_all_notebooks(self) -> None:
        assert sorted(each.stem for each in EXAMPLES.glob("**/*.ipynb")) == sorted(NOTEBOOKS)

    @pytest.mark.parametrize("name", NOTEBOOKS)
    def test_nothing_is_left_over(self, name: str) -> None:
        assert list(left_over(read(name))) == []

    def test_a_clean_one_is_clean(self, small: Notebook) -> None:
        assert list(left_over(small)) == []

    @pytest.mark.parametrize(
        ("plant", "found"),
        [
            (lambda it: it["cells"][0]["outputs"].append({}), "outputs of only"),
            (lambda it: it["cells"][0].update(execution_count=1), "execution count of only"),
            (lambda it: it["cells"][0]["metadata"].update(scrolled=True), "metadata of only"),
            (lambda it: it["cells"][0].update(attachments={"a": {}}), "metadata of only"),
            (lambda it: it["metadata"]["language_info"].update(version="3.11.7"), "metadata"),
            (lambda it: it.update(nbformat_minor=4), "another format"),
            (lambda it: it["cells"].extend(it["cells"]), "cells without an id"),
            (lambda it: it["cells"][0].update(id="9f0c2d1e"), "cells without an id"),
        ],
    )
    def test_what_is_left_over_is_found(
        self, small: Notebook, plant: Callable[[Notebook], None], found: str
    ) -> None:
        planted = copy.deepcopy(small)
        plant(planted)
        assert any(each.startswith(found) for each in left_over(planted))


class Ran:
    """A notebook that was run by nbmake in a process and with settings of its own."""

    def __init__(self, path: Path, folder: Path, **variables: str) -> None:
        """Run it; what the run writes goes into `folder`."""
        settings = folder / "pytest.ini"
        settings.write_text("[pytest]\n", encoding="utf-8")
        command = (
            *(sys.executable, "-m", "pytest", "--nbmake", str(path)),
            *("-c", str(settings), "--rootdir", str(folder), "-p", "no:cacheprovider"),
            *("-p", "no:xdist", "-q", f"--nbmake-timeout={ENOUGH}"),
        )
        jupyter = ("CONFIG", "DATA", "RUNTIME")
        ran = subprocess.run(
            command,
            cwd=folder,
            env={
                **{name: os.environ[name] for name in INHERITED if name in os.environ},
                **{f"JUPYTER_{each}_DIR": str(folder / each.lower()) for each in jupyter},
                "HOME": str(folder),
                "IPYTHONDIR": str(folder / "ipython"),
                **variables,
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=ENOUGH,
        )
        self.well = ran.returncode == 0
        self.said = ran.stdout + ran.stderr


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Run a notebook; skips where what it takes is not installed."""
    for package in ("nbmake", "ipykernel"):
        pytest.importorskip(package, reason="the extra `notebook` is not installed")

    def run(path: Path, **variables: str) -> Ran:
        return Ran(path, tmp_path, **variables)

    return run


class TestTheyRun:
    """Each notebook runs from top to bottom in a new kernel, and one that fails is found out."""

    @pytest.mark.parametrize("name", NOTEBOOKS)
    def test_each_runs(self, name: str, run: Callable[..., Ran]) -> None:
        ran = run(EXAMPLES / f"{name}.ipynb")
        assert ran.well, ran.said
        assert "1 passed" in ran.said

    def test_the_figures_of_the_loan_log_are_those_of_the_text(
        self, run: Callable[..., Ran], data_folder: Path
    ) -> None:
        """With the data there a cell compares what came out with what the text says."""
        name = "policy_what_if"
        code = "".join("".join(cell["source"]) for cell in read(name)["cells"])
        assert "assert told[BASE] == (926, 597)" in code
        ran = run(EXAMPLES / f"{name}.ipynb", LEADFLOW_DATA=str(data_folder.resolve()))
        assert ran.well, ran.said

    def test_a_cell_that_fails_fails(
        self, small: Notebook, run: Callable[..., Ran], tmp_path: Path
    ) -> None:
        planted = copy.deepcopy(small)
        planted["cells"][0]["source"] = ["assert 1 + 1 == 3"]
        path = tmp_path / "planted.ipynb"
        path.write_text(json.dumps(planted), encoding="utf-8")
        ran = run(path)
        assert not ran.well
        assert "assert 1 + 1 == 3" in ran.said
        assert "1 failed" in ran.said

"""The programs that scale out say and write what a plain loop does, each with its own workers."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from batched import told
from corpus.entries import CHAPTERS, GOLDEN
from leadflow import INCINTA, History, InvalidHistory, decide, kpi, read_history

parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `scale-out` is not installed")

PROGRAMS = Path(__file__).resolve().parent.parent / "examples" / "scale_out"
NEEDS = {"processes": "multiprocessing", "dask_workers": "distributed", "spark": "pyspark"}
Ran = subprocess.CompletedProcess[str]
NOW = datetime(2026, 11, 20, tzinfo=UTC)
BAD = "{}", "", '{"lead": {"lead_id": "a_planted_value"}}'


def corpus() -> list[str]:
    """Histories of the corpus, and a few lines that are none."""
    files = [(GOLDEN / f"{chapter}.jsonl").read_text(encoding="utf-8") for chapter in CHAPTERS]
    entries = [json.loads(line) for file in files for line in file.splitlines()]
    found = [json.dumps(each["history"]) for each in entries]
    return [*found[:100], *BAD, *found[100:]]


def read(line: str) -> History | InvalidHistory:
    try:
        return read_history(line)
    except InvalidHistory as refused:
        return refused


LINES = corpus()
READ = [*map(read, LINES)]
DECISIONS = [decide(each, now=NOW, policy=INCINTA) for each in READ if isinstance(each, History)]
PLACES = (0, 150, 151, len(LINES))
"""Where the lines are cut into files, one of which has a single line."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The lines in three files, the last one compressed."""
    folder = tmp_path_factory.mktemp("histories")
    parts = ["".join(f"{each}\n" for each in LINES[a:b]).encode() for a, b in pairwise(PLACES)]
    parts[-1] = gzip.compress(parts[-1])
    names = [folder / "0.jsonl", folder / "1.jsonl", folder / "2.jsonl.gz"]
    for name, part in zip(names, parts, strict=True):
        name.write_bytes(part)
    return names


def run(program: str, *arguments: str | Path, **variables: str) -> Ran:
    """Run a program from another folder than its own."""
    # No warning passes, but with Spark: pyspark leaves its sockets to the garbage collector.
    strict = () if program == "spark" else ("-W", "error")
    command = [sys.executable, *strict, PROGRAMS / f"{program}.py", *arguments]
    return subprocess.run(
        command, cwd=PROGRAMS.parent, env=os.environ | variables, capture_output=True, text=True
    )


class Outcome(NamedTuple):
    """What a program printed, all that it showed, and the rows that it wrote, file by file."""

    printed: str
    shown: str
    parts: list[list[dict[str, Any]]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for part in self.parts for row in part]


def need(program: str) -> None:
    """Skip where what a program needs is not there."""
    pytest.importorskip(NEEDS[program], reason="the extra `scale-out` is not installed")
    if program == "spark" and not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        pytest.skip("Java is not installed")


@pytest.fixture(scope="module", params=[*NEEDS])
def outcome(
    request: pytest.FixtureRequest, files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Outcome:
    program: str = request.param
    need(program)
    out = tmp_path_factory.mktemp(program)
    options = ("--now", NOW.isoformat(), "--policy", "INCINTA", "--rows", "64", "--workers", "2")
    ran = run(program, *files, "--out", out, *options)
    assert ran.returncode == 0, ran.stderr
    written = [parquet.read_table(each).to_pylist() for each in sorted(out.glob("*.parquet"))]
    return Outcome(ran.stdout, ran.stdout + ran.stderr, written)


class TestEachProgram:
    """Processes, dask's scheduler with two workers, and Spark: one answer."""

    def test_it_decides_as_a_plain_loop_does(self, outcome: Outcome) -> None:
        decided = [told(row) for row in outcome.rows if row["error"] is None]
        assert in_order(decided) == in_order(each.to_dict() for each in DECISIONS)

    def test_it_says_of_every_other_row_why_it_is_none(self, outcome: Outcome) -> None:
        errors = [row["error"] for row in outcome.rows if row["error"] is not None]
        assert sorted(errors) == sorted(str(e) for e in READ if isinstance(e, InvalidHistory))
        assert len(errors) == len(BAD)

    def test_it_counts_as_a_plain_loop_does(self, outcome: Outcome) -> None:
        counted = Counter(each.status.value for each in DECISIONS) + Counter({"no history": 3})
        start = datetime(1970, 1, 1, tzinfo=UTC)
        whole = [each for each in READ if isinstance(each, History)]
        indicators = kpi(whole, start=start, end=NOW, now=NOW, policy=INCINTA)
        expected = [[*status.split(), f"{number:,}"] for status, number in sorted(counted.items())]
        for each in indicators.rows():
            numbers = f"{each['met']:,} met, {each['missed']:,} missed, {each['open']:,} open"
            expected.append([each["indicator"], *numbers.split()])
        assert [line.split() for line in outcome.printed.splitlines()] == expected

    def test_it_shows_nothing_of_what_is_wrong(self, outcome: Outcome) -> None:
        assert "a_planted_value" not in outcome.shown + repr(outcome.rows)

    def test_rows_are_numbered_within_their_part(self, outcome: Outcome) -> None:
        for part in outcome.parts:
            assert [row["row"] for row in part] == [*range(len(part))]


@pytest.fixture(scope="module")
def parts(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The tables that processes write into a folder that was not there."""
    out = tmp_path_factory.mktemp("out") / "new" / "folder"
    options = ("--now", NOW.isoformat(), "--policy", "INCINTA", "--columns", "now")
    ran = run("processes", *files, "--out", out, *options)
    assert ran.returncode == 0, ran.stderr
    return [parquet.read_table(each) for each in sorted(out.glob("*"))]


class TestFiles:
    """With processes, a file of decisions for each file of histories, row by row."""

    def test_a_row_stands_where_its_line_does(self, parts: list[Any]) -> None:
        assert [part.num_rows for part in parts] == [b - a for a, b in pairwise(PLACES)]
        leads = [lead for part in parts for lead in part.column("lead_id").to_pylist()]
        assert leads == [e.lead.lead_id if isinstance(e, History) else None for e in READ]

    def test_it_has_the_columns_asked_for_and_the_status(self, parts: list[Any]) -> None:
        for part in parts:
            assert part.column_names == ["row", "error", "lead_id", "now", "status"]


class TestOddFiles:
    """A file that is named is read, and no other; a line that is no text is a row that is bad."""

    @pytest.mark.parametrize("program", NEEDS)
    def test_every_program_reads_the_same(self, program: str, tmp_path: Path) -> None:
        need(program)
        good = LINES[0].encode()
        (tmp_path / "of [1].jsonl").write_bytes(b'{"lead": {"lead_id": "l\xe9"}}\n' + good + b"\n")
        (tmp_path / "of 1.jsonl").write_bytes(good)  # not named, but a wildcard would mean it
        (tmp_path / "empty.jsonl").write_bytes(b"")
        named = tmp_path / "of [1].jsonl", tmp_path / "empty.jsonl"
        ran = run(program, *named, "--out", tmp_path / "out", "--now", NOW.isoformat())
        assert ran.returncode == 0, ran.stderr
        told = dict(line.rsplit(maxsplit=1) for line in ran.stdout.splitlines()[:2])
        assert sum(map(int, told.values())) == 2
        assert told["no history"] == "1"

    def test_without_a_line_nothing_is_counted(self, tmp_path: Path) -> None:
        (tmp_path / "empty.jsonl").write_bytes(b"")
        out = tmp_path / "out"
        ran = run("processes", tmp_path / "empty.jsonl", "--out", out, "--now", NOW.isoformat())
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.startswith("response        0 met, 0 missed, 0 open\n")

    def test_one_that_spark_would_hide_is_refused(self, tmp_path: Path) -> None:
        need("spark")
        hidden = tmp_path / "_hidden.jsonl"
        hidden.write_text(LINES[0], encoding="utf-8")
        ran = run("spark", hidden, "--out", tmp_path / "out", "--now", NOW.isoformat())
        said = f"Spark would leave {hidden} out: it hides what begins with . or _\n"
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)


class TestOptions:
    """What cannot be done is said before anything is written."""

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--now", "2026-11-20T00:00"), "add its offset from UTC"),
            (("--columns", "statuses"), "ask for fields of a decision"),
            (("--rows", "0"), "give 1 or more"),
            (("--workers", "-1"), "give 1 or more"),
            (("missing.jsonl",), "missing.jsonl is no file"),
        ],
        ids=lambda each: each[0] if isinstance(each, tuple) else "",
    )
    def test_they_are_refused(
        self, options: tuple[str, ...], said: str, files: list[Path], tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        ran = run("processes", "--now", NOW.isoformat(), "--out", out, files[0], *options)
        assert ran.returncode != 0
        assert said in ran.stderr
        assert "Traceback" not in ran.stderr
        assert not out.exists()


class TestTheFolderForDecisions:
    """What lies in the folder is neither written over nor mixed with: it must be empty or new."""

    @pytest.mark.parametrize("program", NEEDS)
    @pytest.mark.parametrize("place", ["", "earlier.parquet"], ids=["a folder", "a file"])
    def test_one_that_is_not_empty_is_refused_and_left_alone(
        self, program: str, place: str, files: list[Path], tmp_path: Path
    ) -> None:
        pytest.importorskip(NEEDS[program], reason="the extra `scale-out` is not installed")
        (tmp_path / "earlier.parquet").write_bytes(b"of an earlier run")
        out = tmp_path / place
        ran = run(program, *files, "--out", out, "--now", NOW.isoformat())
        said = f"{out} is no empty folder: name one for --out, or one that is not there yet\n"
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"of an earlier run"]


class TestJava:
    """Without a Java that it runs on, Spark's program says so, and nothing else."""

    def test_none_is_found(self, files: list[Path], tmp_path: Path) -> None:
        pytest.importorskip("pyspark", reason="the extra `scale-out` is not installed")
        out = ("--out", tmp_path, "--now", NOW.isoformat())
        ran = run("spark", files[0], *out, JAVA_HOME=str(tmp_path))
        said = "Spark needs Java 17 or 21: install it, and name its folder in JAVA_HOME\n"
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)


def in_order(decisions: Iterable[dict[str, Any]]) -> list[str]:
    """Decisions as texts, in an order that does not hang on who decided them."""
    return sorted(json.dumps(each, sort_keys=True) for each in decisions)

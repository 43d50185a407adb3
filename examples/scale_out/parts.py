"""What the programs beside this file share: files of JSON lines as parts, and what each comes to.

Every file is a part: it is decided by one process, a batch of lines at a time, and its decisions
go to a Parquet file of their own. What is counted of parts adds up with `+`.
"""

from __future__ import annotations

import argparse
import gzip
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    History,
    Indicators,
    InvalidHistory,
    LeadflowError,
    Policy,
    decide_batches,
    decisions_schema,
    kpi,
    read_history,
)

POLICIES = {"RSI": RSI, "INCINTA": INCINTA, "CLINIC": CLINIC}
FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""From when on a lead may be created: indicators are those of all leads up to the clock."""


@dataclass(frozen=True)
class Asked:
    """What is asked of every part: a value, which goes to other processes as it is."""

    files: tuple[Path, ...]
    out: Path
    now: datetime
    policy: Policy
    columns: tuple[str, ...] | None
    rows: int
    workers: int

    @property
    def decide(self) -> Callable[[Iterable[Any]], Iterator[Any]]:
        """From batches of histories to batches of decisions."""
        return partial(decide_batches, now=self.now, policy=self.policy, columns=self.columns)

    def indicators(self, batches: Iterable[Any]) -> Indicators:
        """The indicators of the leads in batches of histories."""
        now, found = self.now, histories(batches)
        return kpi(found, start=FIRST_DAY, end=now, now=now, policy=self.policy)

    def counted(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The same in a batch of one row and one column, `told`, for what takes nothing else."""
        told = pickle.dumps(self.indicators(batches))
        yield pa.RecordBatch.from_pydict({"told": pa.array([told], pa.binary())})

    @property
    def nothing(self) -> Told:
        """What no part at all comes to."""
        return Told(Counter(), self.indicators(()))


@dataclass(frozen=True)
class Told:
    """What parts came to: rows by status or `no history`, and the indicators of the leads."""

    rows: Counter[str]
    indicators: Indicators

    def __add__(self, other: Told) -> Told:
        return Told(self.rows + other.rows, self.indicators + other.indicators)

    def __str__(self) -> str:
        lines = [f"{status:<16}{self.rows[status]:>14,}" for status in sorted(self.rows)]
        for each in self.indicators.rows():
            counts = "{met:,} met, {missed:,} missed, {open:,} open".format_map(each)
            lines.append(f"{each['indicator']:<16}{counts}")
        return "\n".join(lines)


def batches_of(file: Path, rows: int) -> Iterator[Any]:
    """The lines of a file, plain or .gz, in batches of so many rows."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        while batch := [line.rstrip(b"\r\n") for line in islice(lines, rows)]:
            yield pa.RecordBatch.from_pydict({"history": pa.array(batch, pa.binary())})


def histories(batches: Iterable[Any]) -> Iterator[History]:
    """The histories in batches; a row that is none is left out, as it has no decision."""
    for batch in batches:
        for text in batch.column("history").cast(pa.binary()).to_pylist():  # UTF-8 or not
            try:
                yield read_history(text)
            except InvalidHistory:
                continue


def statuses(batch: Any) -> Counter[str]:
    """How many rows of a batch of decisions are of which status."""
    return Counter(status or "no history" for status in batch.column("status").to_pylist())


def part(number: int, asked: Asked) -> Told:
    """Decide one file: its decisions go to a file, what they come to comes back."""
    file, rows = asked.files[number], Counter[str]()
    schema = decisions_schema(asked.columns)
    with parquet.ParquetWriter(asked.out / f"part-{number:05}.parquet", schema) as written:
        for batch in asked.decide(batches_of(file, asked.rows)):
            written.write_batch(batch)
            rows += statuses(batch)
    return Told(rows, asked.indicators(batches_of(file, asked.rows)))


def some(text: str) -> int:
    """A number of rows or workers: one at least, or argparse says so."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give 1 or more")
    return number


def options(description: str | None) -> Asked:
    """What the command line asks for; where it is wrong, it says so and nothing is written."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON lines, or .gz")
    parser.add_argument("--out", type=Path, required=True, help="empty folder for decisions")
    parser.add_argument(
        "--now", type=datetime.fromisoformat, required=True, help="such as 2026-12-01T00:00Z"
    )
    parser.add_argument("--policy", choices=POLICIES, default="CLINIC")
    parser.add_argument("--columns", nargs="*", metavar="NAME", help="fields (default: all)")
    parser.add_argument("--rows", type=some, default=1_000, help="rows of a batch (1,000)")
    parser.add_argument("--workers", type=some, default=2, help="processes (2)")
    given = vars(parser.parse_args())
    given["policy"] = POLICIES[given["policy"]]
    if given["columns"] is not None:
        given["columns"] = ("status", *given["columns"])
    out = given["out"]
    asked = Asked(**given | {"files": tuple(given["files"])})
    try:
        asked.decide(())  # says of clock and columns what it would say later
    except LeadflowError as refused:
        sys.exit(str(refused))
    for missing in (file for file in asked.files if not file.is_file()):
        sys.exit(f"{missing} is no file")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        sys.exit(f"{out} is no empty folder: name one for --out, or one that is not there yet")
    out.mkdir(parents=True, exist_ok=True)
    return asked

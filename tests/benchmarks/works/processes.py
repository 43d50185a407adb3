"""What takes processes of its own: importing, and deciding on two cores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from time import perf_counter

from benchmarks.ladder_histories import LATEST, drawn, instant
from benchmarks.measuring import Samples, Work, interleaved
from benchmarks.works.missing import Missing
from leadflow import RSI

IMPORTS = {
    "leadflow": "import leadflow",
    "what decides": "from leadflow import RSI, decide, read_history",
    "its two packages": (
        "from pydantic import BaseModel, TypeAdapter\n"
        "from dateutil.relativedelta import relativedelta"
    ),
}
_TIMED = """
from time import process_time
began = process_time()
{}
print(process_time() - began)
"""
ROUNDS_OF_IMPORTS = 21

HISTORIES, CHUNK = 200_000, 2_000
ROUNDS_OF_WORKERS = 9
COLUMNS = ("status", "next_contact", "reason_for_loss")


@cache
def importing() -> Samples:
    """Each in a fresh process that tells how long it took; the interpreter's start left out."""
    samples: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _round in range(ROUNDS_OF_IMPORTS + 1):
        for name, statement in IMPORTS.items():
            command = [sys.executable, "-c", _TIMED.format(statement)]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
            samples[name].append(float(ran.stdout))
    return {name: taken[1:] for name, taken in samples.items()}  # the first reads the disk


@cache
def workers() -> Samples:
    """All histories from JSON text to columns, by one process and by two; starting them too."""
    try:
        import pyarrow  # noqa: F401 - told here, not in a worker
    except ImportError:
        raise Missing("pyarrow is not installed: the extra `arrow`") from None
    some = [each.history.model_dump_json(exclude_none=True) for each in drawn(CHUNK * 5)]
    chunks = [some[first : first + CHUNK] for first in range(0, len(some), CHUNK)]
    all_chunks = chunks * (HISTORIES // len(some))
    return interleaved(
        {
            "one": Work(partial(_by_processes, 1, all_chunks), HISTORIES),
            "two": Work(partial(_by_processes, 2, all_chunks), HISTORIES),
        },
        rounds=ROUNDS_OF_WORKERS,
        clock=perf_counter,
    )


def _by_processes(count: int, chunks: Sequence[Sequence[str]]) -> None:
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        decided = sum(pool.map(decided_in, chunks))
    assert decided == HISTORIES


def decided_in(chunk: Sequence[str]) -> int:
    """Decide a chunk of JSON texts; how many were decided."""
    import pyarrow as pa

    from leadflow.readers.batches import decide_batches

    batch = pa.record_batch({"history": pa.array(chunk)})
    now = instant(LATEST + 30 * 86_400)
    batches = decide_batches([batch], now=now, policy=RSI, columns=COLUMNS)
    return sum(each.num_rows for each in batches)

"""Decide files of histories with the processes of one machine (`multiprocessing`).

Each worker takes a file, and the next when it is done. They are started anew (`spawn`), so this
runs the same on every system, and take nothing from this process but what `part` is given.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce
from multiprocessing import get_context
from operator import add
from time import perf_counter

from parts import options, part


def main() -> None:
    """Decide every file; print what all of them come to."""
    asked, began = options(__doc__), perf_counter()
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as workers:
        parts = workers.map(partial(part, asked=asked), range(len(asked.files)))
        told = reduce(add, parts, asked.nothing)
    print(told)
    seconds = perf_counter() - began
    print(f"{told.rows.total() / seconds:,.0f} rows a second", file=sys.stderr)


if __name__ == "__main__":
    main()

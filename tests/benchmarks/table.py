"""Prints the table of docs/performance.md: `python tests/benchmarks/table.py`, on an idle machine.

Words after the command choose the rows whose titles have one of them: `table.py RSI yardstick`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.rows import ROWS, Row
from benchmarks.works.missing import Missing


def told(row: Row, figure: float) -> str:
    """A row as Markdown."""
    sign = "≥" if row.at_least else "≤"
    bound = "" if row.bound is None else f"{sign} {row.bound:g} {row.unit}"
    met = {None: "", True: "yes", False: "no"}[row.met(figure)]
    return f"| {row.title} | {figure:.2f} {row.unit} | {bound} | {met} | {row.figure.takes()} |"


def main(words: list[str]) -> None:
    """Measure and print, row by row; end with the titles where no row has any of the words."""
    rows = [row for row in ROWS if not words or any(w.lower() in row.title.lower() for w in words)]
    if not rows:
        titles = "".join(f"\n  {row.title}" for row in ROWS)
        sys.exit(f"no row has any of these words in its title; there are:{titles}")
    print("| what | figure | bound | met | takes |")
    print("| --- | ---: | ---: | --- | ---: |")
    for row in rows:
        try:
            print(told(row, row.figure()), flush=True)
        except Missing as missing:
            print(f"| {row.title} | {missing} | | | |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

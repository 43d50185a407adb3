"""Decide histories at every one of their events and at their end, and count the answers.

Reads histories as JSON lines, plain or .gz. A line that is no history, or a file that cannot be
read, is reported on stderr; the rest is decided all the same, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Decision,
    Engine,
    History,
    InvalidHistory,
    InvalidPolicy,
    LeadState,
    Policy,
    read_history,
    read_policy,
)
from leadflow.instants import as_instant

PRESETS = {"RSI": RSI, "INCINTA": INCINTA, "CLINIC": CLINIC}
NOTES = """
The tables count decisions, those at events (one for each, at its own instant) apart from those at
the end (one for each history). The last event is decided as an event; the end is the latest instant
in the file, so that it shows what time alone did, such as leads given up after silence. A decision
with several kinds of warning counts once for each. Rates are those of deciding, without decoding.
"""


class Progress:
    """How far the work is, on stderr: one line in place, or a line now and then if no terminal."""

    def __init__(self) -> None:
        self.in_place = sys.stderr.isatty()
        self.pause = 0.1 if self.in_place else 5.0
        self.shown = perf_counter()

    def show(self, text: str) -> None:
        """Say how far the work is, unless that was said a moment ago."""
        if perf_counter() - self.shown >= self.pause:
            self.say(text, end="" if self.in_place else "\n")
            self.shown = perf_counter()

    def say(self, text: str, end: str = "\n") -> None:
        """Print a line in place of the one that was shown last."""
        print(f"\r\x1b[K{text}" if self.in_place else text, end=end, file=sys.stderr, flush=True)


@dataclass
class Tally:
    """What one policy decided: how often, and how long it took."""

    engine: Engine
    at_events: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_end: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0

    def replay(self, history: History, end: datetime) -> None:
        """Decide a history at each of its events and at the end."""
        began = perf_counter()
        state: History | LeadState = history
        decisions = []
        for event in history.events:
            state = self.engine.fold(state, now=event.at)
            decisions.append(self.engine.decide(state, now=event.at))
        last = self.engine.decide(state, now=end)
        self.seconds += perf_counter() - began
        for decision in decisions:
            self.at_events.update(facts(decision))
        self.at_end.update(facts(last))


def facts(decision: Decision) -> Iterator[tuple[str, str]]:
    """What is counted of a decision: the table, and the line in it."""
    yield "", "decisions"
    yield "status", decision.status
    if decision.reason_for_loss is not None:
        yield "reason for loss", decision.reason_for_loss
    work = decision.priority
    due = "" if work is None else ", due" if work.due else ", later"
    yield "next contact", "none" if work is None else f"{work.kind}{due}"
    for code in {warning.code for warning in decision.warnings}:
        yield "warning", code


def tables(tally: Tally) -> Iterator[str]:
    """The counts of one policy as lines of text, in each table the most frequent first."""
    total = tally.at_events + tally.at_end
    policy = tally.engine.policy
    rate = total["", "decisions"] / tally.seconds if tally.seconds else 0
    yield f"{policy.name}, version {policy.version}: {rate:,.0f} decisions a second"
    yield f"{'at events':>50}{'at the end':>14}"
    for table in ("", "status", "reason for loss", "next contact", "warning"):
        rows = sorted((row for row in total if row[0] == table), key=lambda row: (-total[row], row))
        yield from ("", f"  {table}") if table else ()
        for row in rows:
            yield f"    {row[1]:<32}{tally.at_events[row]:>14,}{tally.at_end[row]:>14,}"
        if not rows:
            yield "    none"


def read_file(path: str, progress: Progress) -> tuple[list[History], int]:
    """The histories of a file, and the number of problems, each of which is reported."""
    histories, bad = [], 0
    try:
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.isspace():
                    continue
                try:
                    histories.append(read_history(line))
                except InvalidHistory as refused:
                    bad += 1
                    for each in refused.problems:
                        progress.say(f"{path}:{number}: {each['where']}: {each['problem']}")
                progress.show(f"{path}: line {number:,} read")
    except (OSError, EOFError, zlib.error) as failed:
        bad += 1
        progress.say(f"{path}: cannot be read to its end: {failed}")
    return histories, bad


def latest(histories: Sequence[History]) -> datetime:
    """The latest instant at which anything happened in these histories."""
    return max(
        at
        for history in histories
        for at in (history.lead.created_at, *(event.at for event in history.events[-1:]))
    )


def an_instant(text: str) -> datetime:
    """An instant given on the command line."""
    try:
        return as_instant(datetime.fromisoformat(text))
    except ValueError as refused:
        raise argparse.ArgumentTypeError(str(refused)) from None


def policies(text: str) -> list[Policy]:
    """The policies meant by a name, by "all", or by the path of a policy's JSON."""
    if text == "all":
        return list(PRESETS.values())
    if text in PRESETS:
        return [PRESETS[text]]
    try:
        return [read_policy(Path(text).read_bytes())]
    except OSError:
        names = ", ".join(PRESETS)
        raise argparse.ArgumentTypeError(f"neither {names} nor all, nor a file to read") from None
    except InvalidPolicy as refused:
        raise argparse.ArgumentTypeError(str(refused)) from None


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=NOTES)
    parser.add_argument("files", nargs="+", metavar="FILE", help="histories as JSON lines")
    parser.add_argument(
        "--policy",
        type=policies,
        default="all",
        help=f"{', '.join(PRESETS)}, all (the default), or a file with a policy as JSON",
    )
    parser.add_argument(
        "--as-of",
        type=an_instant,
        metavar="INSTANT",
        help="end of every history, such as 2027-01-01T00:00-08:00 (default: latest in its file)",
    )
    return parser.parse_args()


def main() -> int:
    """Replay the files; returns the exit code."""
    asked, progress = options(), Progress()
    tallies = [Tally(Engine(policy)) for policy in asked.policy]
    read = bad = 0
    for path in asked.files:
        histories, refused = read_file(path, progress)
        read, bad = read + len(histories), bad + refused
        if not histories:
            continue
        end = asked.as_of or latest(histories)
        for tally in tallies:
            name = tally.engine.policy.name
            for number, history in enumerate(histories, start=1):
                tally.replay(history, end)
                progress.show(f"{path}: {name}, {number:,} of {len(histories):,} histories")
    progress.say(f"{read:,} histories read, {bad:,} bad lines")
    print("\n\n".join("\n".join(tables(tally)) for tally in tallies))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

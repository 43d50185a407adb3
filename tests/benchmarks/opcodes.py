"""Prints how many instructions of Python's machine an event of the ladder takes, and for what.

`python tests/benchmarks/opcodes.py`. Unlike time, this is the same on any machine, busy or not; it
is what the table's ratios come from before caches and the build of the interpreter have their say.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import clinic_histories, ladder_histories
from benchmarks.yardstick import fold
from leadflow import CLINIC, INCINTA, RSI, Engine, Policy

LEADS = 300
PARTS = {
    "leadflow/engine/fold.py": "the fold: timers, and calling the rules",
    "leadflow/rulebook/state.py": "a new lead's state, and which rules can fire",
    "leadflow/rulebook": "the rules and what they call",
    "leadflow/engine": "engine and decision",
    "leadflow": "calendars, delays, routing, models",
}


def counted(work: Callable[[], object]) -> Counter[str]:
    """By file, the instructions that a work takes."""
    found: Counter[str] = Counter()

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        found[frame.f_code.co_filename] += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return found


def part_of(file: str) -> str:
    """What a file is for."""
    return next((part for path, part in PARTS.items() if f"/{path}" in file), "other libraries")


def main() -> None:
    """Count and print, policy by policy."""
    ladder = [*ladder_histories.drawn(LEADS)]
    clinic = [*clinic_histories.drawn(LEADS)]
    bare = counted(lambda: [fold(each.ints, each.now_ints) for each in ladder])
    events = sum(len(each.history.events) for each in ladder)
    print(f"yardstick: {bare.total() / events:.0f} instructions an event")
    for policy in (RSI, INCINTA, CLINIC):
        report(policy, ladder if policy is RSI else clinic)


def report(policy: Policy, cases: list[Any]) -> None:
    """What deciding takes under a policy whose rules have all been used before."""
    engine = Engine(policy)

    def work() -> None:
        for each in cases:
            engine.decide(each.history, now=each.now)

    work()
    found = counted(work)
    events = sum(len(each.history.events) for each in cases)
    print(f"{policy.name}: {found.total() / events:.0f} instructions an event")
    parts: Counter[str] = Counter()
    for file, number in found.items():
        parts[part_of(file)] += number
    for part, number in parts.most_common():
        print(f"  {number / events:5.0f}  {part}")


if __name__ == "__main__":
    main()

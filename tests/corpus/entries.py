"""The corpus: each story with its decision, as the golden files hold it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from corpus.stories import FOLDER, Story, stories
from leadflow import Decision, Engine, Policy, read_history
from random_histories import PRESETS

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
CHAPTERS = ("att", "com", "apt", "nsh", "unr", "cls", "rte", "pri", "tsk")


@cache
def told(chapter: str) -> Sequence[Story]:
    """The stories of a chapter."""
    return tuple(stories(FOLDER / f"{chapter}.txt"))


@cache
def variants() -> dict[str, Any]:
    """The policies of the corpus beside the presets: a preset by name, and what is changed."""
    read: dict[str, Any] = json.loads((HERE / "policies.json").read_text(encoding="utf-8"))
    return read


def policy(name: str) -> Policy:
    """A policy as the corpus names it."""
    if name in PRESETS:
        return PRESETS[name]
    variant = variants()[name]
    return PRESETS[variant["base"]].revise(**variant["changes"], name=name)


@cache
def engine(name: str) -> Engine:
    """The engine of a policy as the corpus names it."""
    return Engine(policy(name))


def decided(entry: dict[str, Any]) -> Decision:
    """The decision of an entry, from its JSON."""
    history = read_history(json.dumps(entry["history"]))
    return engine(entry["policy"]).decide(history, now=datetime.fromisoformat(entry["now"]))


def line(story: Story) -> str:
    """An entry with its decision, in the bytes of `Decision.to_json`, at its end."""
    entry = story.as_json()
    return f'{_compact(entry)[:-1]},"decision":{decided(entry).to_json()}}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def found_at(decision: Any, path: str) -> Any:
    """What stands at a path in a decision's JSON; of a list, what stands there in each."""
    found = decision
    for key in path.split("."):
        if isinstance(found, list):
            found = [each[key] for each in found]
        elif found is not None:
            found = found[key]
    return found


def queue_cases(kind: str) -> Iterator[dict[str, Any]]:
    """The hand-written cases of several leads: `queues` or `interruptions`."""
    cases = json.loads((HERE / "queue.json").read_text(encoding="utf-8"))
    yield from cases[kind]

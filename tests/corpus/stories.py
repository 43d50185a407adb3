"""Stories: histories and what must come of them, written by hand as text, read into JSON.

A story is a block of lines between blank ones: its name, which begins with the rules it shows; the
policy, and facts of the lead; one line for each event; and, after `=`, the clock and what is
expected of the decision. Times are what the clinic's clocks show; a time without date is of the day
of the line before, a date without year of 2026. `docs/corpus.md` shows one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic import at
from corpus.words import EVENTS, INSTANTS, LISTS, SAID, TEXTS

FOLDER = Path(__file__).parent / "stories"
RULE = re.compile(r"[A-Z]{3}-\d+|TSK")
CREATED = "2026-11-03T09:00"
WORDS: Mapping[str, Any] = {"yes": True, "no": False, "unknown": None, "-": None}


@dataclass(frozen=True)
class Story:
    """One entry of the corpus, but for its decision."""

    name: str
    policy: str
    now: str
    history: Mapping[str, Any]
    expect: Mapping[str, Any]
    """`status`, `next_contact_at`, `reason_for_loss`, and other paths into the decision's JSON."""

    def as_json(self) -> dict[str, Any]:
        """The entry as the corpus holds it."""
        return {"name": self.name, "rules": rules_of(self.name)} | vars(self)


def rules_of(name: str) -> list[str]:
    """The rules that a story shows: the ids with which its name begins."""
    words = name.split()
    shown = next((n for n, word in enumerate(words) if not RULE.fullmatch(word)), len(words))
    if not shown:
        raise ValueError(f"the name of a story begins with the rule it shows: {name}")
    return words[:shown]


def stories(path: Path) -> Iterator[Story]:
    """The stories of a file, in their order."""
    text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for block in re.split(r"\n{2,}", text.strip()):
        yield story(block.split("\n"))


def story(lines: Sequence[str]) -> Story:
    """One story; raises `ValueError`, `KeyError` or `TypeError` where it is not written as one."""
    name, setting, *told, last = lines
    policy, *facts = setting.split()
    lead, events, clock = _lead(facts), [], _Clock(CREATED)
    for line in told:
        when, word, *rest = line.split()
        clock = clock.then(when)
        events.append(_event(word, rest, clock))
    mark, when, status, contact, *rest = last.split()
    if mark != "=":
        raise ValueError(f"a story ends in what is expected: {name}")
    clock = clock.then(when)
    reason = rest.pop(0) if rest and "=" not in rest[0] else None
    expect = {
        "status": status,
        "next_contact_at": None if contact == "-" else clock.then(contact).utc,
        "reason_for_loss": reason,
        **{SAID[key]: _value(SAID[key], text, clock) for key, text in map(_pair, rest)},
    }
    return Story(name, policy, clock.utc, {"lead": lead, "events": events}, expect)


class _Clock:
    """An instant as the clinic's clocks show it, `2026-11-03T09:00`."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def then(self, written: str) -> _Clock:
        """Another instant, written with as much of its date as differs from this one's."""
        year, day = self.shown[:4], self.shown[:10]
        if "T" not in written:
            written = f"{day}T{written}"
        return _Clock(written if written[4] == "-" else f"{year}-{written}")

    @property
    def utc(self) -> str:
        return at(self.shown).isoformat().replace("+00:00", "Z")


def _lead(facts: Sequence[str]) -> dict[str, Any]:
    lead: dict[str, Any] = {"lead_id": "lead-1", "created_at": _Clock(CREATED).utc}
    profile: dict[str, Any] = {}
    for key, text in map(_pair, facts):
        value = _value(key, text, _Clock(CREATED))
        (lead if key in ("lead_id", "created_at", "source") else profile)[key] = value
    return {**lead, "profile": profile} if profile else lead


def _event(word: str, rest: Sequence[str], clock: _Clock) -> dict[str, Any]:
    kind = EVENTS[word]
    unnamed = [each for each in rest if "=" not in each]
    named = [_pair(each) for each in rest if "=" in each]
    if len(unnamed) > len(kind.fields):
        raise ValueError(f"{word} takes no {unnamed[-1]}")
    given = [*zip(kind.fields, unnamed, strict=False), *named]
    values = {key: _value(key, text, clock) for key, text in given}
    event = {"type": kind.type, "at": clock.utc, **kind.usual}
    return {**event, "changes": values} if word == "known" else {**event, **values}


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"write {text} as a name, = and a value")
    return key, value


def _value(field: str, text: str, clock: _Clock) -> Any:
    if field in LISTS:
        return [] if text == "-" else None if text == "unknown" else text.split(",")
    if text in WORDS:
        return WORDS[text]
    if field in INSTANTS:
        return clock.then(text).utc
    return int(text) if text.isdigit() and field not in TEXTS else text

"""Every value of every preset, altered on its own, changes a decision, or stands in a list why not.

A value that no decision depends on is either dead or not tested: this is the mutation test for the
tables of policy, which no tool that mutates code ever looks at.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from clinic import at
from leadflow import Decision, Engine, Policy, queue
from leadflow.sections import BY_OFFICE, Counted, Criterion
from leadflow.vocabulary import Channel, Team, WorkKind
from preset_pool import OPEN_AT, POOL, QUEUE, Case, voicemail_on
from random_histories import PRESETS

# --- How a value can be altered -------------------------------------------------------------------

Others = Iterator[tuple[str, Any]]


@dataclass(frozen=True)
class Alteration:
    """One value of a preset (its field path), and what is done to it."""

    preset: str
    path: str
    how: str
    value: Any

    def __str__(self) -> str:
        return f"{self.preset} {self.path}: {self.how}"

    def policy(self) -> Policy:
        """The preset with this value altered and no other."""
        return altered(self)

    def alter(self, whole: dict[str, Any]) -> None:
        """Put the value into the JSON of the preset."""
        # The keys of these two are field paths themselves.
        flat = self.path.startswith(("labels.", "sources."))
        *steps, last = self.path.split(".", 1) if flat else re.findall(r"\w+", self.path)
        part: Any = whole
        for step in steps:
            part = part[int(step) if step.isdecimal() else step]
        part[int(last) if last.isdecimal() else last] = self.value


def altered(first: Alteration, *others: Alteration) -> Policy:
    """A preset with one value altered, or several."""
    whole = copy.deepcopy(json_of(first.preset))
    for each in (first, *others):
        each.alter(whole)
    return Policy.model_validate(whole)


@cache
def json_of(preset: str) -> dict[str, Any]:
    whole: dict[str, Any] = PRESETS[preset].model_dump(mode="json")
    return whole


MEMBERS: dict[str, list[str]] = {
    "attempts.counted": [*Counted],
    "attempts.follow_up_done_by": [*Channel],
    "routing.chinese_languages": ["ja"],
    "routing.applies_to_everyone": [*Criterion],
    "priority.order": [*WorkKind],
    "tasks.asked": [*BY_OFFICE],
    "calendar.closed": ["2026-11-05"],
    "calendar.covered_years": ["2041"],
}
"""What may be in a list, beside what is."""
WHERE_NONE: dict[str, Any] = {
    "effective_on": "2025-01-01",
    "first_contact.within": "PT24H",
    "appointments.assume_no_show_after": "PT2H",
    **{name: json_of("INCINTA")[name] for name in ("mail", "reminder", "no_show", "unreachable")},
    **{name: json_of("INCINTA")[name] for name in ("routing", "tasks")},
}
"""A value for what a preset leaves out."""
MAY_BE_NONE = (*WHERE_NONE, "unreachable.pool_interval", "priority.highlight")


def _delays(value: Any) -> Others:
    """Longer and shorter, of the same kind."""
    if isinstance(value, dict):
        ((kind, days),) = value.items()
        yield "longer", {kind: days + 1}
        if days > 1:
            yield "shorter", {kind: days - 1}
        return
    number = int(re.findall(r"\d+", value)[0])
    for how, other in (("longer", number + 1), ("shorter", number - 1)):
        if other:
            yield how, value.replace(str(number), str(other))


def _steps(path: str, value: Any) -> Others:
    """What follows on a rung: another delay, or every word in its place."""
    words = ["exhausted", "by_person"] + ["mail_round"] * path.endswith("no_response")
    yield from ((word, word) for word in words if word != value)
    yield from [("delayed", "PT6H")] if value in words else _delays(value)


def _members(path: str, value: list[Any]) -> Others:
    """Without each member, with each other, and, where the order counts, two neighbours swapped."""
    for place, member in enumerate(value):
        if member != "follow_up":  # a policy without that tier is none
            yield f"without {member}", [*value[:place], *value[place + 1 :]]
    for member in MEMBERS[path]:
        if member not in value:
            yield f"with {member}", [*value, int(member) if member.isdecimal() else member]
    if path == "priority.order":
        for place in range(len(value) - 1):
            first, second = value[place : place + 2]
            swapped = [*value[:place], second, first, *value[place + 2 :]]
            yield f"{second} before {first}", swapped


def _hours(value: list[list[str]]) -> Others:
    """Hours of a weekday: each end half an hour off, each stretch left out, or some added."""
    for place, (opens, closes) in enumerate(value):
        for how, ends in {
            "opens later": ["09:30", closes],
            "opens earlier": ["08:30", closes],
            "closes later": [opens, "17:30"],
            "closes earlier": [opens, "16:30"],
        }.items():
            yield how, [*value[:place], ends, *value[place + 1 :]]
        yield "closed", [*value[:place], *value[place + 1 :]]
    if not value:
        yield "open", [["09:00", "17:00"]]


def _rungs(value: list[dict[str, Any]]) -> Others:
    for place in range(len(value) if len(value) > 1 else 0):
        yield f"without rung {place}", [*value[:place], *value[place + 1 :]]
    yield "with a rung more", [*value, {"unscheduled": "PT6H", "no_response": "PT6H"}]


def _wording(value: dict[str, Any]) -> Others:
    """Every text in other words, and told by another channel."""
    bodies = [
        {language: {"body": f"{words['body']} !"} for language, words in told.items()}
        for told in value["messages"]
    ]
    yield "as a text message", {"channel": "text", "messages": bodies}
    yield "said once more", {**value, "messages": [*value["messages"], value["messages"][0]]}


def _checklist(value: dict[str, Any]) -> Others:
    """Every item in other words, and without the first."""
    altered = [{part: f"{text}_2" for part, text in item.items()} for item in value["items"]]
    yield "in other words", {"items": altered}
    yield "without the first item", {"items": value["items"][1:]}


def _special(value: list[Any]) -> Others:
    yield "a day closed", [*value, {"on": "2026-11-05", "open": []}]
    yield "a day open longer", [*value, {"on": "2026-11-05", "open": [["08:00", "18:00"]]}]


def _of_type(path: str, value: Any) -> Others:
    if isinstance(value, bool):
        yield "flipped", not value
    elif isinstance(value, int):
        yield "one more", value + 1
        yield "one less", value - 1
    elif isinstance(value, float):
        yield "higher", value + 0.01
        yield "lower", value - 0.01
    elif isinstance(value, dict) or re.fullmatch(r"PT?\d+[A-Z]", value):
        yield from _delays(value)
    elif path == "effective_on":
        yield "another day", WHERE_NONE[path]
    elif path.startswith("sources."):
        yield "of the clinic's own", "own" if value != "own" else "reading"
    else:
        yield "in other words", f"{value}, another"


BY_PATH: dict[str, Callable[[str, Any], Others]] = {
    "calendar.zone": lambda _path, _value: iter([("further east", "America/New_York")]),
    "calendar.special": lambda _path, value: _special(value),
    "calendar.week.*": lambda _path, value: _hours(value),
    "attempts.rungs": lambda _path, value: _rungs(value),
    "attempts.rungs[[]?[]].*": _steps,
    "routing.otherwise": lambda _path, value: ((each, each) for each in Team if each != value),
    "priority.highlight": lambda _path, _value: iter(()),
    "wording.*": lambda _path, value: _wording(value),
    "checklists.*": lambda _path, value: _checklist(value),
    **dict.fromkeys(MEMBERS, _members),
}
"""How to alter what its JSON type does not tell enough of; the first pattern that fits."""


def others(path: str, value: Any) -> Others:
    """Every other value to try at a path, and what it is."""
    if path in MAY_BE_NONE and value is not None:
        yield "none", None
    if value is None:
        yield "given", WHERE_NONE[path]
    if value is None or _is_section(path, value):
        return
    fitting = (alter for pattern, alter in BY_PATH.items() if fnmatchcase(path, pattern))
    yield from next(fitting, _of_type)(path, value)


def _is_section(path: str, value: Any) -> bool:
    """Whether a value has values of its own; a whole wording or checklist is taken for one."""
    if not isinstance(value, dict) or path.startswith(("wording.", "checklists.")):
        return False
    return not value.keys() & {"business_days", "business_hours"}


def values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a policy by its field path; what may be off, and ladders, and their parts."""
    if not _is_section(path, value) or path in MAY_BE_NONE:
        yield path, value
    if _is_section(path, value):
        for name, part in value.items():
            yield from values(part, f"{path}.{name}" if path else name)
    elif path == "attempts.rungs":
        for place, rung in enumerate(value):
            yield from values(rung, f"{path}[{place}]")


def alterations() -> Iterator[Alteration]:
    """Every value of every preset, altered in every way."""
    for preset in PRESETS:
        for path, value in values(json_of(preset)):
            for how, other in others(path, value):
                yield Alteration(preset, path, how, other)


# --- What cannot matter, and why ------------------------------------------------------------------

IDLE: dict[tuple[str, str, str], str] = {
    ("*", "name", "*"): "tells the policy from others, in the decision's `policy` alone",
    ("*", "version", "*"): "tells the policy from others, in the decision's `policy` alone",
    ("*", "source", "*"): "tells people which document it follows",
    ("*", "effective_on", "*"): "tells people from when the document is",
    ("*", "labels.*", "*"): "is what people read; a decision has the library's words",
    ("*", "wording.*", "said once more"): "is what people say; a decision names its key alone",
    ("*", "wording.lead_reminder", "*"): "is for the office itself, by whatever channel",
    ("*", "checklists.*", "*"): "is what people go through; a decision names its key alone",
    ("*", "sources.*", "*"): "says where a value comes from: in `because`, never in the answer",
    ("*", "indicators.*", "*"): "is a target of the indicators, which no decision reads",
    ("*", "calendar.holidays_version", "*"): "says where the closed dates were taken from",
    ("*", "attempts.follow_up_done_by", "without phone"): "calls always use a follow-up up (ATT-8)",
    ("*", "attempts.follow_up_done_by", "with text"): "a text never uses a follow-up up (ATT-8)",
    ("INCINTA", "attempts.counted", "with call:phone_button"): "every call counts already",
    ("INCINTA", "attempts.counted", "with email:email_button"): "every e-mail counts already",
    **{
        (preset, f"attempts.{switch}", how): "no rung of this preset exhausts"
        for preset in ("INCINTA", "CLINIC")
        for switch, how in (("open_attempt_grace", "*"), ("exhausts_after_contact", "flipped"))
    },
    ("RSI", "mail", "given"): "no rung of RSI begins a mail round",
    ("RSI", "priority.order", "with no_show_call"): "RSI plans no no-show call",
    ("RSI", "priority.order", "with reminder"): "RSI plans no reminder",
}
"""By preset, path and alteration (patterns): why no decision can depend on it."""


def why_idle(alteration: Alteration) -> str | None:
    """Why an alteration cannot matter; none: it must."""
    told = (alteration.preset, alteration.path, alteration.how)
    for patterns, reason in IDLE.items():
        if all(map(fnmatchcase, told, patterns)):
            return reason
    day = re.fullmatch(r"without (\d{4}-\d\d-\d\d)", alteration.how)
    if day is not None and date.fromisoformat(day[1]).weekday() >= 5:
        return "the clinic is closed on weekends anyway"
    return None


# --- What a decision says -------------------------------------------------------------------------


def said(decision: Decision) -> tuple[Any, ...]:
    """The answer: everything but which policy gave it, and how it explains itself."""
    return (
        decision.status,
        decision.next_contact,
        decision.upcoming,
        decision.reason_for_loss,
        decision.routing,
        decision.priority,
        [replace(each, source="") for each in decision.tasks],
        decision.attempts,
        decision.do_not_contact,
        decision.valid_until,
        decision.warnings,
    )


def answers(engine: Engine, case: Case) -> tuple[Any, ...]:
    return tuple(said(engine.decide(case.history, now=now)) for now in case.clocks)


def queued(engine: Engine) -> tuple[str, ...]:
    now = at(OPEN_AT)
    return tuple(
        each.lead_id for each in queue([engine.decide(h, now=now) for h in QUEUE], now=now)
    )


@cache
def engine_of(preset: str) -> Engine:
    return Engine(PRESETS[preset])


@cache
def usual(preset: str, section: str) -> tuple[Any, ...]:
    """What the preset itself answers to the cases of a section."""
    return tuple(answers(engine_of(preset), each) for each in POOL[section])


@cache
def usual_queue(preset: str) -> tuple[str, ...]:
    return queued(engine_of(preset))


def own_case(alteration: Alteration) -> tuple[Case, ...]:
    """The case that shows a closed date or a covered year, which no pool could list by hand."""
    told = re.fullmatch(r"with(?:out)? (\d{4})(-\d\d-\d\d)?", alteration.how)
    if told is None:
        return ()
    return (voicemail_on(date.fromisoformat(told[1] + (told[2] or "-03-05"))),)


def witness(alteration: Alteration, *others: Alteration) -> str | None:
    """Where a decision is another after the alteration; none: nowhere in the pool."""
    engine, preset = Engine(altered(alteration, *others)), alteration.preset
    for each in own_case(alteration):
        if answers(engine, each) != answers(engine_of(preset), each):
            return "a voicemail of that day"
    own = re.split(r"\W", alteration.path)[0]
    for section in sorted(POOL, key=lambda name: name != own):
        for place, each in enumerate(POOL[section]):
            if answers(engine, each) != usual(preset, section)[place]:
                return f"{section} {place}"
    return None if queued(engine) == usual_queue(preset) else "the queue"


ALL = tuple(alterations())
IMPORTANT = [each for each in ALL if why_idle(each) is None]
DATES = [each for each in IMPORTANT if own_case(each)]


class TestEveryValueMatters:
    """Altered on its own, it changes a decision on some history."""

    @pytest.mark.parametrize("alteration", [e for e in IMPORTANT if not own_case(e)], ids=str)
    def test_a_decision_changes(self, alteration: Alteration) -> None:
        assert witness(alteration) is not None

    @pytest.mark.parametrize("preset", PRESETS)
    def test_every_closed_date_and_covered_year(self, preset: str) -> None:
        of_preset = [each for each in DATES if each.preset == preset]
        assert len(of_preset) > 250
        assert [each for each in of_preset if witness(each) != "a voicemail of that day"] == []


WORDS = re.compile(r"(name|version|source|effective_on|calendar\.holidays_version)$"
                   r"|(labels|wording|checklists|sources|indicators)\.")  # fmt: skip
"""What is there for people and for other readers. These values are altered all at once: one by one
it would take a minute to show that nothing comes of it."""


class TestWhatCannotMatter:
    """It stands in a list, with the reason, as long as it cannot."""

    @pytest.mark.parametrize("preset", PRESETS)
    def test_no_decision_changes(self, preset: str) -> None:
        idle = [each for each in ALL if each.preset == preset and why_idle(each) is not None]
        rules = [each for each in idle if not WORDS.match(each.path)]
        found = {str(each): witness(each) for each in rules}
        assert {each: where for each, where in found.items() if where is not None} == {}

    @pytest.mark.parametrize("preset", PRESETS)
    def test_no_decision_changes_by_words(self, preset: str) -> None:
        idle = [each for each in ALL if each.preset == preset and why_idle(each) is not None]
        words = [each for each in idle if WORDS.match(each.path)]
        ways: dict[str, list[Alteration]] = {}
        for each in words:
            ways.setdefault(each.path, []).append(each)
        for turn in range(max(map(len, ways.values()))):
            assert witness(*(each[min(turn, len(each) - 1)] for each in ways.values())) is None

    @pytest.mark.parametrize("patterns", IDLE, ids=" ".join)
    def test_nothing_is_listed_that_does_not_exist(self, patterns: tuple[str, str, str]) -> None:
        told = ((each.preset, each.path, each.how) for each in ALL)
        assert any(all(map(fnmatchcase, each, patterns)) for each in told)


class TestNoValueIsForgotten:
    """Every value of a preset's JSON is altered in some way, and to something else."""

    @pytest.mark.parametrize("preset", PRESETS)
    def test_each_path_is_altered(self, preset: str) -> None:
        altered = {each.path for each in ALL if each.preset == preset}
        assert {path for path, _value in values(json_of(preset))} == altered

    def test_each_alteration_is_one(self) -> None:
        before = {preset: engine_of(preset).fingerprint for preset in PRESETS}
        assert [str(e) for e in ALL if e.policy().fingerprint == before[e.preset]] == []

    def test_each_is_tried_once(self) -> None:
        assert len({str(each) for each in ALL}) == len(ALL)

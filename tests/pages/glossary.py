"""The glossary: every word that stands in data, what it means and where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from leadflow import (
    AnyEvent,
    Decision,
    History,
    HistoryWarning,
    Lead,
    NextContact,
    Policy,
    Priority,
    Profile,
    Routing,
    Task,
    sections,
    vocabulary,
)
from leadflow.engine.compile import program_for
from leadflow.readers.audit.breach import Breach, BreachKind, Severity
from leadflow.readers.audit.table import CHECKS
from leadflow.rulebook.terms import KIND_OF_PURPOSE
from leadflow.tasks import TASK_RULES
from leadflow.vocabulary import answers, histories
from pages.markdown import code, codes, page, plain, table
from pages.terms import TERMS, WARNINGS
from pages.where import linked, to_rule
from random_histories import PRESETS

UP = ""


def glossary_pages() -> Iterator[tuple[str, str]]:
    """Terms, events, and the words of every closed list."""
    parts = []
    for kind in words():
        parts += [f"## {_spaced(kind.__name__)}", _about(kind), _members(kind)]
    yield (
        "glossary.md",
        page(
            "Glossary",
            "What leadflow means by its words. The first table has the words of the rules; the "
            "others have the words that stand in histories, policies and decisions, as they stand "
            "there.",
            "## Terms",
            table(
                ("word", "meaning"), ((word, linked(said, up=UP)) for word, said in TERMS.items())
            ),
            "## Events",
            "What can stand as `type` of an event.",
            table(("event", "meaning"), _events()),
            *parts,
        ),
    )


@cache
def words() -> Sequence[type[StrEnum]]:
    """Every closed list of words: of histories, of answers, of policies."""
    of_policy = [sections.Counted, sections.Then, sections.Criterion]
    return (*_enums(histories), *_enums(answers), *of_policy, BreachKind, Severity)


def _enums(module: Any) -> Iterator[type[StrEnum]]:
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum:
            yield each


def events() -> Sequence[type]:
    """The types of events, in the order of the specification."""
    return get_args(get_args(AnyEvent)[0]) or get_args(AnyEvent)


def _events() -> Iterator[tuple[str, str]]:
    for each in events():
        yield code(each.__dataclass_fields__["type"].default), plain(each.__doc__ or "")  # type: ignore[attr-defined] # every event is a dataclass


def _spaced(name: str) -> str:
    """`CallOutcome` as a heading: "Call outcome"."""
    return (
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
        .strip()
        .capitalize()
    )


def _about(kind: type[StrEnum]) -> str:
    used = codes(_used().get(kind, ()))
    said = linked(plain(kind.__doc__ or ""), up=UP)
    return f"{said} In data: {used}." if used else said


@cache
def _used() -> Mapping[type, Sequence[str]]:
    """The fields in which the words of a list stand, by list."""
    places: dict[type, list[str]] = {}
    of_decision = (Decision, NextContact, Priority, Routing, Task, HistoryWarning, Breach)
    for owner in (Lead, Profile, History, *events(), *of_decision):
        for name, hint in get_type_hints(owner, include_extras=True).items():
            for kind in _kinds(hint):
                places.setdefault(kind, []).append(f"{_name(owner)}.{name}")
    for path, hint in _policy_fields(Policy):
        for kind in _kinds(hint):
            places.setdefault(kind, []).append(path)
    return places


def _name(owner: type) -> str:
    fields = getattr(owner, "__dataclass_fields__", {})
    kind = fields["type"].default if "type" in fields else None
    return kind if isinstance(kind, str) else _spaced(owner.__name__).lower().replace(" ", "_")


def _policy_fields(model: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        inner = f"{path}{name}"
        found = [each for each in _parts(field.annotation) if hasattr(each, "model_fields")]
        for each in found:
            yield from _policy_fields(each, f"{inner}.")
        if not found:
            yield inner, field.annotation


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _kinds(hint: Any) -> list[type]:
    found = (each for each in _parts(hint) if isinstance(each, type) and issubclass(each, StrEnum))
    return list(dict.fromkeys(found))


def _members(kind: type[StrEnum]) -> str:
    if kind not in _TOLD:
        return f"Words: {codes(kind)}."
    columns, told = _TOLD[kind]
    return table(("word", *columns), ((code(each), *told(each)) for each in kind))


def _status(member: str) -> tuple[str, ...]:
    status = vocabulary.Status(member)
    labels = (policy.labels.get(status, "") for policy in PRESETS.values())
    rules = {
        rule.id: None
        for policy in PRESETS.values()
        for by_status in program_for(policy).values()
        for steps in by_status.values()
        for rule, _, _ in steps[-1]
        if status in rule.to
    }
    return *labels, ", ".join(to_rule(each, up=UP) for each in rules)


def _task(member: str) -> tuple[str, ...]:
    (rule,) = (each for each in TASK_RULES if each.kind == member)
    return plain(rule.sentence), to_rule(rule.id, up=UP)


def _breach(member: str) -> tuple[str, ...]:
    (check,) = (each for each in CHECKS if each.kind == member)
    return plain(check.sentence), to_rule(check.rule, up=UP)


_TOLD: Mapping[type, tuple[tuple[str, ...], Callable[[str], tuple[str, ...]]]] = {
    vocabulary.Status: (
        (*(f"label of {name}" for name in PRESETS), "rules that lead to it"),
        _status,
    ),
    vocabulary.TaskKind: (("when it is asked for", "rule"), _task),
    vocabulary.Purpose: (
        ("kind of work",),
        lambda member: (code(KIND_OF_PURPOSE[vocabulary.Purpose(member)]),),
    ),
    vocabulary.WarningCode: (
        ("what looks wrong",),
        lambda member: (linked(WARNINGS[member], up=UP),),
    ),
    BreachKind: (("what should have been", "rule"), _breach),
}
"""What there is to tell of the words of some lists beside the words themselves."""

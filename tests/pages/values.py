"""The values of the presets, field by field, as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from leadflow import Policy
from leadflow.display.words import setting
from leadflow.errors import InvalidPath
from leadflow.paths import holds, leaves, steps_of, value_at
from pages.markdown import code, plain
from pages.where import to_source
from random_histories import PRESETS

_SPAN = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_TEXTS = ("wording", "checklists")
_ABSENT = object()


@cache
def told(preset: str) -> Mapping[str, Any]:
    """A preset as JSON."""
    return PRESETS[preset].model_dump(mode="json")


@cache
def paths() -> tuple[str, ...]:
    """The field path of every value in any preset, in the order of a policy's fields.

    A text has one path, that of its key: what it says would be too long here.
    """
    found: dict[str, None] = {}
    for preset in PRESETS:
        for path, _ in leaves(dict(told(preset))):
            steps = path.split(".")
            found[".".join(steps[:2]) if steps[0] in _TEXTS else path] = None
    off = {path for path in found if any(holds(path, each) for each in found if each != path)}
    order = list(Policy.model_fields)
    shown = [path for path in found if path not in off]
    return tuple(sorted(shown, key=lambda path: order.index(str(steps_of(path)[0]))))


def paths_in(read: str) -> list[str]:
    """The paths of the values that are read where a rule reads `read`."""
    return [path for path in paths() if holds(read, path) or holds(path, read)]


def described(path: str) -> str:
    """What a field is, in the words of its description."""
    model: Any = Policy
    said = ""
    for step in steps_of(path):
        if isinstance(step, str) and isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields[step]
            said = field.description or said
            model = next(_models(field.annotation), None)
    return plain(said)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def value_in(policy: Mapping[str, Any], path: str) -> str:
    """The value at a path in a policy's JSON: in words, and as JSON where the two differ."""
    value = _value(policy, path)
    if value is _ABSENT:
        return "off" if policy[str(steps_of(path)[0])] is None else ""
    if path.partition(".")[0] in _TEXTS:
        return _text(value)
    span = _span(value)
    return f"{span} ({code(value)})" if span and isinstance(value, str) else span or _set(value)


def cell(preset: str, path: str, *, up: str) -> str:
    """The value at a path in a preset, and below it where it comes from."""
    parts = value_in(told(preset), path), to_source(PRESETS[preset].source_of(path), up=up)
    return "<br>".join(filter(None, parts))


def _value(policy: Mapping[str, Any], path: str) -> Any:
    try:
        return value_at(policy, path)
    except InvalidPath:
        return _ABSENT


def _set(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z_]+(:[a-z_]+)?", value):
        return code(value)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return setting([code(each) for each in value])
    return plain(setting(value))


def _text(value: Any) -> str:
    if "messages" in value:
        count = len(value["messages"])
        return f"{value['channel']}, {count} text{'s' if count > 1 else ''}"
    return f"{len(value['items'])} items"


def _span(value: Any) -> str:
    """A delay in words: `4 hours`, `1 business day`; nothing where it is none."""
    match value:
        case {"business_days": days}:
            return _counted(int(days), "business day")
        case {"business_hours": hours}:
            return f"{_span(hours)} of opening time"
        case str() if len(value) > 2 and (found := _SPAN.fullmatch(value)):
            parts = zip(found.groups(), _UNITS, strict=True)
            return ", ".join(_counted(int(n), unit) for n, unit in parts if n)
        case _:
            return ""


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"

"""Whole documents, a history for each type of event and two policies, and every place in them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from event_table import AT, COMMON_FILLED, KINDS
from leadflow import INCINTA, RSI, History, Policy

Path = tuple[str | int, ...]

PROFILE: dict[str, Any] = {
    "phone": "+1 212 555 0100",
    "calling_code": "1",
    "language": "zh-Hans",
    "chinese": True,
    "pricing": "local",
    "referral_fee": False,
    "visit_barriers": ["too_far"],
    "special_needs": ["surrogacy"],
    "agreed_visit_on": "2026-11-20",
    "channels": ["phone", "email"],
}
LEAD = {"lead_id": "lead-1", "created_at": AT, "source": "phone", "profile": PROFILE}


def event(type_: str) -> dict[str, Any]:
    """An event with every field filled in."""
    kind = KINDS[type_]
    filled = {"changes": PROFILE} if type_ == "profile_updated" else {}
    return {"type": type_, "at": AT, **kind.required, **COMMON_FILLED, **kind.filled, **filled}


EVENTS = {
    type_: {"lead": {"lead_id": "x", "created_at": AT}, "events": [event(type_)]} for type_ in KINDS
}
HISTORIES: dict[str, Any] = {"the lead": {"lead": LEAD, "events": []}, **EVENTS}


def _policy(policy: Policy) -> Any:
    """A preset as JSON, with two members of each long list: all are read alike."""
    told = policy.model_dump(mode="json")
    calendar = told["calendar"]
    calendar["special"] = [{"on": "2026-12-24", "open": [["09:00", "12:00"]]}]
    for name in ("closed", "covered_years"):
        calendar[name] = calendar[name][:2]
    for name in ("labels", "sources"):
        told[name] = dict(list(told[name].items())[:2])
    kept = {"wording": ("confirmation", "voicemail"), "checklists": ("bring",)}
    for name, keys in kept.items():
        told[name] = {key: told[name][key] for key in keys if key in told[name]}
    return told


POLICIES: dict[str, Any] = {"RSI": _policy(RSI), "INCINTA": _policy(INCINTA)}


@contextmanager
def schemas_made_once() -> Iterator[None]:
    """While it lasts, a refusal does not make the JSON schema of its model anew each time."""
    with pytest.MonkeyPatch.context() as patch:
        for model in (History, Policy):
            patch.setattr(model, "model_json_schema", partial(dict, model.model_json_schema()))
        yield


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value in a document, the document itself left out."""
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in inner:
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from places(value, (*path, step))


def part_at(document: Any, path: Path) -> Any:
    """The part of a document at a path."""
    for step in path:
        document = document[step]
    return document


def with_values(document: Any, shapes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The document with each value, in turn, replaced by each of the shapes."""
    for path in places(document):
        for shape, planted in shapes.items():
            changed = copy.deepcopy(document)
            part_at(changed, path[:-1])[path[-1]] = planted
            yield f"{shape} at {path}", changed

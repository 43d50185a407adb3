"""Variants of a policy, made by field paths (`sweep`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from pydantic import ValidationError

from leadflow.errors import InvalidPath, InvalidPolicy
from leadflow.paths import holds, steps_of, value_at, with_value
from leadflow.policy import Policy
from leadflow.refusals import problems_of

_LONGEST_NAME: Final = 200
_CUT: Final = "…"
_AMBIGUOUS: Final = re.compile(r'^null$|^[\["{]|, ')
"""What a text without its quotes could be taken for: another value, or where the next begins."""


def sweep(policy: Policy, *, changes: Mapping[str, Sequence[Any]]) -> dict[str, Policy]:
    """Variants of a policy: for each field path the values to try, in all their combinations.

    `sweep(RSI, changes={"attempts.rungs[1].no_response": ["PT6H", "PT24H"]})` gives two policies,
    under the keys `attempts.rungs[1].no_response=PT6H` and `...=PT24H`, which `compare` takes as
    they are. Several paths stand in a key in their order, joined by `, `; the last of them varies
    fastest. Values are those of a policy's JSON, or the library's own; keys show them as the
    policy's JSON writes them, so values that come to the same are one variant. A place just behind
    the last rung (`attempts.rungs[3]` of three) adds one; fields given for a section are merged
    into it, as `Policy.revise` does.

    The policies are named after their keys; what differs from the given policy is marked `own` in
    their `sources`. One that does not differ is a point of the sweep like the others.

    Raises `InvalidPath` where there is no such path, or none at all, and `InvalidPolicy`, without
    any value, where a path has no values or one of them makes no policy.
    """
    _check(policy, changes)
    made: dict[str, Policy] = {}
    for values in product(*changes.values()):
        variant = revised(policy, dict(zip(changes, values, strict=True)))
        key = _key(variant, changes)
        if "name" not in changes:
            variant = variant.revise(name=_named(policy.name, key, len(made)))
        made.setdefault(key, variant)
    return made


def _check(policy: Policy, changes: Mapping[str, Sequence[Any]]) -> None:
    """Refuse what is no sweep of the policy, before any variant is made."""
    if not changes:
        raise InvalidPath("a sweep needs at least one field path with the values to try")
    document = policy.model_dump(mode="json")
    for path, values in changes.items():
        with_value(document, path, None)
        if holds("sources", path):
            raise InvalidPath("sources tell where values come from: a sweep is over the values")
        if isinstance(values, str | bytes) or not isinstance(values, Sequence):
            raise _refused(path, "the values to try are a list: their order is that of the sweep")
        if not values:
            raise _refused(path, "give at least one value to try")
        document = with_value(document, path, values[0])


def revised(policy: Policy, values: Mapping[str, Any]) -> Policy:
    """A policy with other values at field paths, one after the other, marked `own`.

    Raises `InvalidPath` where there is no such path, and `InvalidPolicy`, without any value, where
    the result is no policy.
    """
    document = policy.model_dump(mode="json")
    for path, value in values.items():
        document = with_value(document, path, value)
    sections = {str(steps_of(path)[0]) for path in values}
    try:
        return policy.revise(**{name: document[name] for name in sorted(sections)})
    except ValidationError as refused:
        problems = problems_of(refused, Policy.model_json_schema)
    raise InvalidPolicy(problems)


def _key(variant: Policy, paths: Mapping[str, Any]) -> str:
    document = variant.model_dump(mode="json")
    return ", ".join(f"{path}={_written(value_at(document, path))}" for path in paths)


def _written(value: Any) -> str:
    """A value as the policy's JSON writes it; a word without its quotes, where it is plain."""
    if isinstance(value, str) and not _AMBIGUOUS.search(value):
        return value
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _named(name: str, key: str, number: int) -> str:
    """The name of a variant; one too long to be a name is cut, and ends in its number."""
    whole = f"{name}, {key}"
    if len(whole) <= _LONGEST_NAME:
        return whole
    end = f"{_CUT} #{number + 1}"
    return whole[: _LONGEST_NAME - len(end)] + end


def _refused(path: str, problem: str) -> InvalidPolicy:
    return InvalidPolicy([{"where": path, "problem": problem}])

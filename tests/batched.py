"""Record batches of histories for the tests, and rows of decisions in the words of `to_dict`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from pydantic_core import to_jsonable_python

from leadflow import History, Policy, decide_batches

pa = pytest.importorskip("pyarrow", reason="the extra `arrow` is not installed")

Batch = Any
"""A record batch: pyarrow tells no types."""


def batch(**columns: Sequence[Any]) -> Batch:
    """A record batch of these columns."""
    return pa.RecordBatch.from_pydict(columns)


def texts(*rows: History | str | bytes | None) -> Batch:
    """A record batch with a history, or what is none, in each row."""
    told = [each.model_dump_json() if isinstance(each, History) else each for each in rows]
    return batch(history=pa.array([None if t is None else as_bytes(t) for t in told], pa.binary()))


def as_bytes(text: str | bytes) -> bytes:
    """A text in UTF-8."""
    return text.encode() if isinstance(text, str) else text


def sliced(whole: Batch, places: Iterable[int]) -> Iterator[Batch]:
    """A batch cut at these places; two that are one make an empty batch."""
    cuts = [0, *sorted(places), whole.num_rows]
    return (whole.slice(start, end - start) for start, end in pairwise(cuts))


def decided_rows(
    *batches: Batch, now: datetime, policy: Policy, columns: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """The rows that come out, whatever the batches that they come in."""
    out = decide_batches(batches, now=now, policy=policy, columns=columns)
    return [row for each in out for row in each.to_pylist()]


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What a row tells of a decision, as `Decision.to_dict` tells it."""
    fields = {name: value for name, value in row.items() if name not in ("row", "error")}
    for reason in fields["because"]:
        reason["value"] = json.loads(reason["value"])
    for question in fields["routing"]["questions"]:
        if question["type"] == "boolean":
            question["answers"] = [*map(json.loads, question["answers"])]
    return dict(to_jsonable_python(fields))

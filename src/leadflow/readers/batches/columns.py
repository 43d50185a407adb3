"""Columns of decisions as Arrow arrays: their types follow from the fields of a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic_core import to_json

from leadflow.errors import InvalidBatch
from leadflow.readers.batches.arrow import arrow
from leadflow.told import Record

if TYPE_CHECKING:
    import pyarrow as pa

ALWAYS = ("row", "error", "lead_id")
"""The columns that stand in every answer: without them no row could be told from another."""
_NO_NAMES = "a decision has no such column: ask for fields of a decision, by name"


class Column(NamedTuple):
    """What a column holds, and how it is made of values, `None` where there is none."""

    type: pa.DataType
    array: Callable[[Sequence[Any]], pa.Array]


@cache
def columns_of_decisions() -> Mapping[str, Column]:
    """Every column by its name, in order: where the row is from, its error, the decision."""
    hints = get_type_hints(Record)
    told = {each.name: _column(hints[each.name]) for each in fields(Record)}
    return {"row": _column(int), "error": _column(str), **told}


def wanted(names: Iterable[str] | None) -> Mapping[str, Column]:
    """The columns asked for and those that always stand there; raises `InvalidBatch`."""
    known = columns_of_decisions()
    if isinstance(names, str) or not isinstance(names, Iterable | None):
        raise InvalidBatch(_NO_NAMES)
    asked = [*known] if names is None else [*ALWAYS, *names]
    if any(name not in [*known] for name in asked):  # a list: what has no hash is no name either
        raise InvalidBatch(_NO_NAMES)
    return {name: column for name, column in known.items() if name in asked}


def _column(hint: Any) -> Column:
    """The column for the values of a type, which may be `None` as well."""
    if get_origin(hint) in (Union, UnionType):
        members = [each for each in get_args(hint) if each is not NoneType]
        return _column(members[0]) if len(members) == 1 else _of_texts(_as_text)
    if hint is Any:
        return _of_texts(_as_json)
    if get_origin(hint) is tuple:
        return _of_lists(_column(get_args(hint)[0]))
    if is_dataclass(hint):
        return _of_structs(get_type_hints(hint))
    return _plain(hint)


def _plain(kind: type) -> Column:
    pa = arrow()
    instant = pa.timestamp("us", tz="UTC")
    types = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), datetime: instant}
    type_ = types[str if issubclass(kind, str) else kind]  # a word of the vocabulary is a text
    return Column(type_, lambda values: pa.array(values, type_))


def _of_texts(written: Callable[[Any], str]) -> Column:
    text = _plain(str)
    return Column(text.type, lambda values: text.array([written(each) for each in values]))


def _as_json(value: Any) -> str:
    return to_json(value).decode()


def _as_text(value: Any) -> str:
    """A text as it is, a truth value as JSON writes it."""
    return value if isinstance(value, str) else _as_json(value)


def _of_lists(item: Column) -> Column:
    lib = arrow()

    def array(values: Sequence[Any]) -> pa.Array:
        starts: list[int | None] = []
        items: list[Any] = []
        for each in values:
            starts.append(None if each is None else len(items))
            items += each or ()
        starts.append(len(items))
        return lib.ListArray.from_arrays(lib.array(starts, lib.int32()), item.array(items))

    return Column(lib.list_(item.type), array)


def _of_structs(hints: Mapping[str, Any]) -> Column:
    lib = arrow()
    parts = {name: _column(hint) for name, hint in hints.items()}
    members = [lib.field(name, part.type) for name, part in parts.items()]

    def array(values: Sequence[Any]) -> pa.Array:
        missing = [each is None for each in values]
        gaps = any(missing)
        arrays = []
        for name, part in parts.items():
            if gaps:
                told = [None if each is None else getattr(each, name) for each in values]
            else:
                told = [*map(attrgetter(name), values)]
            arrays.append(part.array(told))
        return lib.StructArray.from_arrays(
            arrays, fields=members, mask=lib.array(missing, lib.bool_())
        )

    return Column(lib.struct(members), array)

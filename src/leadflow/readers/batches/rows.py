"""The histories in a record batch: each row is read for itself, whatever is wrong with another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from leadflow.errors import InvalidBatch, InvalidHistory, Problem
from leadflow.history import History, read_history
from leadflow.readers.batches.arrow import arrow

if TYPE_CHECKING:
    import pyarrow as pa

_WHOLE, _PARTS = ("history",), ("lead", "events")


def histories_in(batch: pa.RecordBatch) -> Iterator[History | InvalidHistory]:
    """For every row its history, or why it is none; raises `InvalidBatch` before the first."""
    names = _WHOLE if _WHOLE[0] in batch.schema.names else _PARTS
    columns = [_column(batch, name) for name in names]
    for cells in zip(*columns, strict=True):
        try:
            yield _history(
                {name: _value(name, cell) for name, cell in zip(names, cells, strict=True)}
            )
        except InvalidHistory as refused:
            yield refused


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    found = batch.schema.get_all_field_indices(name)
    if len(found) != 1:
        raise InvalidBatch(
            "a batch of histories needs a column history, or the columns lead and events, each once"
        )
    column = batch.column(found[0])
    if not _FITS[name](column.type):
        raise InvalidBatch(f"every row of the column {name} must hold {_HOLDS[name]}")
    return _in_utc(column)


_NOT_FOR_PYTHON = (
    "holds what is no text, an instant in a year that no date can have, or a field that stands"
    " twice"
)
_HOLDS = {
    "history": "JSON text or a struct",
    "lead": "JSON text or a struct",
    "events": "JSON text, or a list of JSON texts or of structs",
}


def _is_text_or_struct(kind: pa.DataType) -> bool:
    pa = arrow()
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        fits(kind)
        for fits in (
            types.is_null, types.is_struct, types.is_string, types.is_large_string,
            types.is_string_view, types.is_binary, types.is_large_binary, types.is_binary_view,
        )
    )  # fmt: skip


def _is_text_or_list(kind: pa.DataType) -> bool:
    if _is_list(kind):
        return _is_text_or_struct(kind.value_type)
    return _is_text_or_struct(kind) and not arrow().types.is_struct(kind)


def _is_list(kind: pa.DataType) -> bool:
    types = arrow().types
    return any(
        fits(kind)
        for fits in (
            types.is_list, types.is_large_list, types.is_fixed_size_list,
            types.is_list_view, types.is_large_list_view,
        )
    )  # fmt: skip


_FITS: dict[str, Callable[[pa.DataType], bool]] = {
    "history": _is_text_or_struct,
    "lead": _is_text_or_struct,
    "events": _is_text_or_list,
}


def _in_utc(column: pa.Array) -> pa.Array:
    """The column with its instants in UTC, and none finer than a microsecond.

    Else what Python makes of them would hang on pandas and on the zones of the machine. What is
    less than a microsecond is cut off, as it is in texts.
    """
    lib, kind = arrow(), column.type
    types = lib.types
    if types.is_timestamp(kind):
        unit = "us" if kind.unit == "ns" else kind.unit
        return column.cast(lib.timestamp(unit, kind.tz and "UTC"), safe=False)
    # Nothing else is cast: of a struct or list that holds nulls alone, pyarrow's cast makes an
    # array that is not valid, which ends the process when it is read.
    if types.is_struct(kind):
        parts = [_in_utc(column.field(n)) for n in range(kind.num_fields)]
        names = [each.name for each in kind]
        return lib.StructArray.from_arrays(parts, names, mask=column.is_null())
    if types.is_dictionary(kind):
        return lib.DictionaryArray.from_arrays(column.indices, _in_utc(column.dictionary))
    if _is_list(kind):
        items = _in_utc(column.flatten())
        return lib.LargeListArray.from_arrays(_starts(column), items, mask=column.is_null())
    return column


def _starts(column: pa.Array) -> pa.Array:
    """Where each list of a column starts among the items of all, and where the last one ends."""
    from pyarrow import compute

    long = arrow().int64()
    sizes = compute.list_value_length(column).cast(long).fill_null(0)
    return arrow().concat_arrays([arrow().array([0], long), compute.cumulative_sum(sizes)])


def _value(name: str, cell: pa.Scalar) -> Any:
    """What a cell holds, as Python values."""
    problem = f"is null: give {_HOLDS[name]}"
    try:
        value = cell.as_py()  # null too where a valid index leads to a null among the values
        if value is not None:
            return value
    except (ArithmeticError, LookupError, ValueError):
        problem = _NOT_FOR_PYTHON
    raise _refused(name, problem)


def _history(cells: dict[str, Any]) -> History:
    """The history that the cells of a row tell."""
    told = cells.get("history", cells)
    if isinstance(told, dict):
        told = _joined(told)
    return read_history(told)


def _joined(parts: dict[str, Any]) -> bytes:
    """Lead and events as the JSON of one history, so that there is one way to read any."""
    told = _given(parts)
    for name in _PARTS:
        if name in told:
            told[name] = _parsed(name, told[name])
    events = told.get("events")
    if isinstance(events, list):
        told["events"] = [_parsed(f"events[{n}]", each) for n, each in enumerate(events)]
    try:
        return to_json(told, inf_nan_mode="constants")
    except ValueError:
        pass
    raise _refused(
        "input", "holds what JSON cannot: give texts, numbers, instants and truth values"
    )


def _given(value: Any) -> Any:
    """A struct without its nulls: in one, every field stands in every row."""
    if isinstance(value, dict):
        return {name: _given(part) for name, part in value.items() if part is not None}
    return [_given(each) for each in value] if isinstance(value, list) else value


def _parsed(where: str, value: Any) -> Any:
    """What a text says as JSON; anything else as it is."""
    if not isinstance(value, str | bytes):
        return value
    try:
        return from_json(value, allow_inf_nan=False)
    except ValueError as refused:
        problem = f"Invalid JSON: {refused}"
    raise _refused(where, problem)


def _refused(where: str, problem: str) -> InvalidHistory:
    found: Sequence[Problem] = [{"where": where, "problem": problem}]
    return InvalidHistory([*found])

"""Very many histories, as Arrow record batches: what Spark, dask and data frames hand around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from leadflow.engine import Engine
from leadflow.errors import InvalidBatch, InvalidHistory
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.batches.arrow import arrow
from leadflow.readers.batches.columns import Column, wanted
from leadflow.readers.batches.rows import histories_in

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["decide_batches", "decisions_schema"]

_NO_BATCHES = "give an iterable of record batches, such as [batch] or table.to_batches()"


def decide_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    now: datetime,
    policy: Policy,
    columns: Iterable[str] | None = None,
) -> Iterator[pa.RecordBatch]:
    """The decisions for the histories in record batches, a row for a row and a batch for a batch.

    `functools.partial(decide_batches, now=now, policy=policy)` is what Spark's `mapInArrow` asks
    for, and can be pickled. A batch is read when the one before it has been taken; of that
    one nothing is kept.

    A history stands in the column `history`, as the JSON that `read_history` reads (text or
    binary), or in the two columns `lead` and `events` (if there is no `history`):

    - `lead`: JSON text, or a struct;
    - `events`: the JSON text of a list, or a list, each event JSON text or a struct.

    A struct has the fields of the JSON. A null in it is a field that is not given, so one struct
    does for all types of events; that a fact became unknown again, only JSON tells. Instants in it
    are timestamps with a zone, or texts; what is less than a microsecond is cut off. `history` may
    be a struct of `lead` and `events` as well.
    Other columns are not looked at.

    What comes out has the columns of `decisions_schema(columns)`, always: `row`, the place of the
    row among all that came in (from 0); `error`, null or why the row is no history; and the fields
    of the decision as `Decision.to_dict` names them, instants as timestamps in UTC, parts as
    structs and lists of structs. The `value` of a reason is JSON text, and an answer to a question
    is text, `true` or `false`.

    A row that is no history, or is null, has all fields of the decision null, and in `error` the
    text of `InvalidHistory`: where it is wrong and how to mend it, without any value of the input.
    The other rows are decided all the same.

    With `columns`, only those fields are worked out, beside `row`, `error` and `lead_id`. `tasks`,
    `because` and `valid_until` each cost more than all the rest together.

    Raises `InvalidInstant` where `now` is naive or outside the years 1970-2199, `InvalidBatch`
    where `columns` names what is no column or `batches` is one batch, a table or no iterable, and,
    when the batch comes, where it is none, has not the columns above, or they hold something else.
    Needs pyarrow: the extra `arrow`.
    """
    asked = wanted(columns)
    columns_alone = isinstance(batches, arrow().Table | arrow().RecordBatch)  # iterable as well
    if columns_alone or not isinstance(batches, Iterable):
        raise InvalidBatch(_NO_BATCHES)
    answer = partial(
        _answer,
        places=count(),
        now=as_instant(now),
        engine=Engine(policy),
        asked=asked,
        schema=_schema(asked),
    )
    return _answers(answer, batches)


def decisions_schema(columns: Iterable[str] | None = None) -> pa.Schema:
    """The Arrow schema of what `decide_batches` gives, all of it or with these `columns`.

    Raises `InvalidBatch` where `columns` names what is no column. Needs pyarrow: the extra `arrow`.
    """
    return _schema(wanted(columns))


def _schema(asked: Mapping[str, Column]) -> pa.Schema:
    pa = arrow()
    return pa.schema([pa.field(name, column.type) for name, column in asked.items()])


def _answers(
    answer: Callable[[pa.RecordBatch], pa.RecordBatch], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """An answer for each batch, neither of them bound to a name that would keep it.

    A generator, so that nothing comes after a batch that was refused.
    """
    yield from map(answer, batches)


def _answer(
    batch: pa.RecordBatch,
    places: Iterator[int],
    now: datetime,
    engine: Engine,
    asked: Mapping[str, Column],
    schema: pa.Schema,
) -> pa.RecordBatch:
    """The decisions for one batch; `places` are those of the rows still to come."""
    if not isinstance(batch, arrow().RecordBatch):
        raise InvalidBatch(_NO_BATCHES)
    told: dict[str, list[Any]] = {name: [] for name in asked}
    # Read off one by one: what a decision keeps to be asked later is much more than it says.
    for read in histories_in(batch):
        _tell(told, read, engine, now)
    told["row"] += islice(places, batch.num_rows)
    arrays = [column.array(told[name]) for name, column in asked.items()]
    return arrow().RecordBatch.from_arrays(arrays, schema=schema)


def _tell(
    told: Mapping[str, list[Any]], read: History | InvalidHistory, engine: Engine, now: datetime
) -> None:
    """Add one row to the columns, `row` apart."""
    if isinstance(read, InvalidHistory):
        decision, error = None, str(read)
    else:
        decision, error = engine.decide(read, now=now), None
    for name, values in told.items():
        if name == "error":
            values.append(error)
        elif name != "row":
            values.append(None if decision is None else getattr(decision, name))

"""Record batches: a decision for every history in them, and nothing but those."""

from __future__ import annotations

import json
import pickle
import sys
import weakref
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batched import batch, decided_rows, pa, sliced, texts, told
from clinic import at, call, decided, history, lead
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Decision,
    History,
    Policy,
    decide,
    decide_batches,
    decisions_schema,
)
from leadflow.errors import InvalidBatch, InvalidHistory, InvalidInstant, LeadflowError
from leadflow.history import read_history
from leadflow.instants import LATEST
from leadflow.testing import clocks_near, histories, policies
from leadflow.told import Record
from whole_documents import schemas_made_once

NOW = at("2026-11-03 12:00")
CALLED = history(call("2026-11-03 09:10", "left_message"))
QUIET = history(of=lead(lead_id="lead-2"))
NO_HISTORY = (None, b"", b"{", b"[]", b"{}", b'{"lead": {}, "events": []}', b"\xff")
FEW = settings(max_examples=100)  # a case decides several histories, with everything they say

decide_rsi = partial(decided_rows, now=NOW, policy=RSI)


@pytest.fixture(scope="module", autouse=True)
def _schemas() -> Iterator[None]:
    with schemas_made_once():
        yield


def refusal(text: bytes) -> str:
    with pytest.raises(InvalidHistory) as refused:
        read_history(text)
    return str(refused.value)


class TestARow:
    """A row says what the decision says, field by field."""

    @FEW
    @given(data=st.data(), policy=st.sampled_from((RSI, INCINTA, CLINIC)))
    def test_it_is_the_decision_for_any_history(self, data: st.DataObject, policy: Policy) -> None:
        past = data.draw(histories(policy))
        now = data.draw(clocks_near(past, policy=policy))
        (row,) = decided_rows(texts(past), now=now, policy=policy)
        assert (row["row"], row["error"]) == (0, None)
        assert told(row) == decide(past, now=now, policy=policy).to_dict()

    @settings(max_examples=20)  # a case compiles a policy
    @given(data=st.data(), policy=policies())
    def test_it_is_the_decision_under_any_policy(self, data: st.DataObject, policy: Policy) -> None:
        past = data.draw(histories(policy))
        now = data.draw(clocks_near(past, policy=policy))
        (row,) = decided_rows(texts(past), now=now, policy=policy)
        assert told(row) == decide(past, now=now, policy=policy).to_dict()

    def test_a_decision_can_be_read_back_from_it(self) -> None:
        (row,) = decide_rsi(texts(CALLED))
        read = Decision.from_json(json.dumps(told(row)))
        assert read == decided(RSI, call("2026-11-03 09:10", "left_message"), now=NOW)

    def test_its_instants_are_instants_in_utc(self) -> None:
        (row,) = decide_rsi(texts(CALLED))
        assert row["created_at"] == at("2026-11-03 09:00")
        assert row["created_at"].utcoffset() == NOW.utcoffset()
        assert row["next_contact"]["at"] == at("2026-11-03 13:10")

    def test_a_value_of_the_policy_is_json(self) -> None:
        (row,) = decide_rsi(texts(CALLED))
        (reason,) = (each for each in row["because"] if each["output"] == "next_contact")
        assert (reason["policy"], reason["value"]) == ("attempts.rungs[0].no_response", '"PT4H"')

    def test_an_answer_is_text_whatever_the_question(self) -> None:
        (row,) = decided_rows(texts(CALLED), now=NOW, policy=INCINTA)
        asked = {each["fact"]: each["answers"] for each in row["routing"]["questions"]}
        assert asked["referral_fee"] == ["true", "false"]
        assert asked["pricing"] == ["local", "international"]

    def test_the_last_instant_that_a_clock_can_show_has_its_place(self) -> None:
        column = pa.array([LATEST], decisions_schema().field("valid_until").type)
        assert column.to_pylist() == [LATEST]


class TestRowsAndBatches:
    """A row comes out for each that goes in, a batch for a batch, in their order."""

    @FEW
    @given(data=st.data())
    def test_any_slicing_gives_the_same_rows(self, data: st.DataObject) -> None:
        rows = data.draw(st.lists(st.sampled_from((CALLED, QUIET, *NO_HISTORY)), max_size=8))
        whole = texts(*rows)
        cuts = st.lists(st.integers(0, whole.num_rows), max_size=10)
        parts = [*sliced(whole, data.draw(cuts))]
        assert decide_rsi(*parts) == decide_rsi(whole)

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
    def test_a_batch_answers_a_batch_of_any_size(self, size: int) -> None:
        parts = [*sliced(texts(*[CALLED, QUIET] * 10), range(size, 20, size))]
        out = [*decide_batches(parts, now=NOW, policy=RSI)]
        assert [each.num_rows for each in out] == [each.num_rows for each in parts]

    def test_rows_are_numbered_through_all_batches(self) -> None:
        rows = decide_rsi(texts(CALLED, None), texts(), texts(QUIET))
        assert [(each["row"], each["lead_id"]) for each in rows] == [
            (0, "lead-1"),
            (1, None),
            (2, "lead-2"),
        ]

    def test_no_batches_give_none(self) -> None:
        assert decide_rsi() == []

    def test_a_batch_is_read_when_the_one_before_was_taken(self) -> None:
        read = []

        def batches() -> Iterator[Any]:
            for row in (CALLED, QUIET):
                read.append(row)
                yield texts(row)

        out = decide_batches(batches(), now=NOW, policy=RSI)
        assert read == []
        next(out)
        assert read == [CALLED]

    def test_of_a_batch_that_was_taken_nothing_is_kept(self) -> None:
        kept: list[bool] = []

        def batches() -> Iterator[Any]:
            for row in (CALLED, QUIET, CALLED):
                given = texts(row)
                seen = weakref.ref(given)
                yield given
                del given
                kept.append(seen() is not None)

        answers = []
        for answer in decide_batches(batches(), now=NOW, policy=RSI):
            answers.append(weakref.ref(answer))
            del answer
            kept.append(answers[-1]() is not None)
        assert kept == [False] * 6

    def test_batches_may_be_a_reader_or_the_chunks_of_a_table(self) -> None:
        table = pa.Table.from_batches([texts(CALLED), texts(QUIET)])
        rows = decide_rsi(*table.to_batches())
        out = decide_batches(table.to_reader(), now=NOW, policy=RSI)
        assert [row for each in out for row in each.to_pylist()] == rows


class TestTheSchema:
    """It is the same whatever goes in."""

    @pytest.mark.parametrize("rows", [(), (CALLED,), (None, None), (QUIET, b"{")])
    def test_every_batch_has_it(self, rows: tuple[Any, ...]) -> None:
        (out,) = decide_batches([texts(*rows)], now=NOW, policy=CLINIC)
        assert out.schema.equals(decisions_schema(), check_metadata=True)
        out.validate(full=True)

    def test_it_has_every_field_of_a_decision_in_order(self) -> None:
        assert decisions_schema().names == ["row", "error", *(f.name for f in fields(Record))]

    def test_its_instants_are_timestamps_in_utc(self) -> None:
        instant = pa.timestamp("us", tz="UTC")
        schema = decisions_schema()
        assert [each.name for each in schema if each.type == instant] == [
            "created_at",
            "now",
            "valid_until",
        ]
        contact = schema.field("next_contact").type
        assert [each.name for each in contact if each.type == instant] == ["at", "by"]
        assert schema.field("upcoming").type == pa.list_(contact)

    def test_numbers_and_truth_values_have_types_of_their_own(self) -> None:
        schema = decisions_schema()
        types = {name: schema.field(name).type for name in ("row", "attempts", "do_not_contact")}
        assert types == {"row": pa.int64(), "attempts": pa.int64(), "do_not_contact": pa.bool_()}
        assert schema.field("priority").type.field("due").type == pa.bool_()
        assert schema.field("warnings").type.value_type.field("event").type == pa.int64()


class TestColumns:
    """Only what is asked for is worked out."""

    @pytest.mark.parametrize("columns", [(), ("status",), ("tasks", "priority", "tasks", "row")])
    def test_those_asked_for_and_those_that_tell_rows_apart(self, columns: tuple[str, ...]) -> None:
        every = decide_rsi(texts(CALLED, None))
        some = decide_rsi(texts(CALLED, None), columns=columns)
        names = {"row", "error", "lead_id", *columns}
        assert some == [{k: v for k, v in row.items() if k in names} for row in every]

    def test_their_order_is_that_of_the_decision(self) -> None:
        names = decisions_schema(["tasks", "status"]).names
        assert names == ["row", "error", "lead_id", "status", "tasks"]

    def test_an_empty_batch_has_them_too(self) -> None:
        (out,) = decide_batches([texts()], now=NOW, policy=RSI, columns=["status"])
        assert out.schema.equals(decisions_schema(["status"]))

    def test_what_is_not_asked_for_is_not_worked_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(decision: Decision) -> None:
            raise AssertionError

        for name in ("tasks", "because", "valid_until", "upcoming"):
            monkeypatch.setattr(Decision, name, property(never))
        (row,) = decide_rsi(texts(CALLED), columns=["status", "next_contact"])
        assert row["status"] == "follow_up"

    @pytest.mark.parametrize(
        "columns", [["statuses"], "status", "", ["status", ""], [["a"]], [None], 5], ids=repr
    )
    def test_one_that_there_is_not_is_refused_at_once(self, columns: Any) -> None:
        for ask in (decisions_schema, partial(decide_batches, [], now=NOW, policy=RSI)):
            with pytest.raises(InvalidBatch, match="ask for fields of a decision"):
                ask(columns=columns)


class TestBadRows:
    """A row that is no history says why, and the rest goes on."""

    @pytest.mark.parametrize("text", NO_HISTORY[1:])
    def test_its_error_is_that_of_reading_the_history(self, text: bytes) -> None:
        (row,) = decide_rsi(texts(text))
        assert row["error"] == refusal(text)

    def test_a_null_is_one(self) -> None:
        (row,) = decide_rsi(texts(None))
        assert "history: is null" in row["error"]

    def test_it_has_its_place_and_nothing_of_a_decision(self) -> None:
        (row,) = decide_rsi(texts(b"{}"))
        assert {name for name, value in row.items() if value is not None} == {"row", "error"}

    @FEW
    @given(data=st.data())
    def test_between_good_ones_it_changes_nothing_else(self, data: st.DataObject) -> None:
        good = data.draw(st.lists(histories(CLINIC), min_size=1, max_size=4))
        rows: list[Any] = [*good]
        for bad in data.draw(st.lists(st.sampled_from(NO_HISTORY), min_size=1, max_size=4)):
            rows.insert(data.draw(st.integers(0, len(rows))), bad)
        now = data.draw(clocks_near(good[0]))
        out = decided_rows(texts(*rows), now=now, policy=CLINIC)
        assert [each["error"] is None for each in out] == [isinstance(r, History) for r in rows]
        assert [told(row) for row in out if row["error"] is None] == [
            decide(past, now=now, policy=CLINIC).to_dict() for past in good
        ]

    def test_its_error_says_where(self) -> None:
        text = CALLED.model_dump_json().replace("call_placed", "call_misplaced")
        (row,) = decide_rsi(texts(text))
        assert "events[0]: " in row["error"]

    @pytest.mark.parametrize(
        "text",
        [
            '{"lead": {"lead_id": "zq7 planted"}}',
            '{"lead": {"zq7planted": 1}, "events": [{"type": "zq7planted"}]}',
            '{"lead": {"lead_id": "x", "created_at": "zq7planted"}, "events": "zq7planted"}',
            "zq7planted",
            '{"zq7planted',
        ],
    )
    def test_nothing_of_it_shows(self, text: str) -> None:
        (row,) = decide_rsi(texts(text))
        assert row["error"]
        assert "zq7" not in repr(row)


class TestTheCall:
    """What is wrong with the call itself is an error."""

    @pytest.mark.parametrize("now", [datetime(2026, 11, 3), datetime(1969, 1, 1, tzinfo=UTC)])
    def test_a_clock_that_is_no_instant_is_refused_at_once(self, now: datetime) -> None:
        with pytest.raises(InvalidInstant):
            decide_batches([], now=now, policy=RSI)

    def test_its_errors_are_the_librarys(self) -> None:
        assert issubclass(InvalidBatch, LeadflowError)

    def test_it_can_be_pickled_with_its_clock_and_policy(self) -> None:
        decide_them = partial(decide_batches, now=NOW, policy=INCINTA, columns=("status",))
        again = pickle.loads(pickle.dumps(decide_them))
        assert again.func is decide_batches
        (out,), (same,) = again([texts(CALLED)]), decide_them([texts(CALLED)])
        assert out.equals(same)

    @pytest.mark.parametrize("call", [decisions_schema, partial(decide_batches, [], now=NOW)])
    def test_without_pyarrow_it_says_what_to_install(
        self, call: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        arguments = {} if call is decisions_schema else {"policy": RSI}
        with pytest.raises(ModuleNotFoundError, match=r"leadflow\[arrow\]") as missing:
            call(**arguments)
        assert missing.value.name == "pyarrow"

    @pytest.mark.parametrize(
        "given", [texts(CALLED), pa.Table.from_batches([texts(CALLED)]), None, 5]
    )
    def test_one_batch_or_a_table_is_no_iterable_of_batches(self, given: Any) -> None:
        with pytest.raises(InvalidBatch, match=r"such as \[batch\] or table\.to_batches\(\)"):
            decide_batches(given, now=NOW, policy=RSI)

    @pytest.mark.parametrize("other", [pa.table({"history": ["{}"]}), {"history": ["{}"]}, None])
    def test_what_is_no_batch_is_refused_when_it_comes(self, other: Any) -> None:
        out = decide_batches([texts(CALLED), other, texts(QUIET)], now=NOW, policy=RSI)
        assert next(out).num_rows == 1
        with pytest.raises(InvalidBatch, match="give an iterable of record batches"):
            next(out)
        assert next(out, None) is None

    def test_other_columns_are_not_looked_at(self) -> None:
        more = batch(history=[CALLED.model_dump_json()], row=["x"], status=[None])
        assert decide_rsi(more) == decide_rsi(texts(CALLED))

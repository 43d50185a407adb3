"""How a history may stand in a record batch: as JSON, as structs, whole or in two columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batched import batch, decided_rows, pa, sliced, texts
from clinic import at, booked, call, history, known, lead
from leadflow import CLINIC, RSI, History, decide_batches
from leadflow.errors import InvalidBatch
from leadflow.testing import clocks_near, histories
from whole_documents import schemas_made_once

NOW = at("2026-11-03 12:00")
CALLED = history(call("2026-11-03 09:10", "left_message"))
BOOKED = history(
    call("2026-11-03 09:10", "connected"),
    booked("2026-11-03 09:12", "2026-11-16 10:00"),
    known("2026-11-03 09:15", language="en"),
    of=lead(lead_id="lead-2", special_needs=frozenset({"surrogacy"})),
)
PAST = (CALLED, BOOKED)
TEXTS = [each.model_dump_json() for each in PAST]
VALUES = [json.loads(text) for text in TEXTS]
LEADS = [json.dumps(each["lead"]) for each in VALUES]
EVENTS = [json.dumps(each["events"]) for each in VALUES]

decide_rsi = partial(decided_rows, now=NOW, policy=RSI)


@pytest.fixture(scope="module", autouse=True)
def _schemas() -> Iterator[None]:
    with schemas_made_once():
        yield


def error_of(**columns: Any) -> str:
    """The error of the only row that these columns have."""
    (row,) = decide_rsi(batch(**columns))
    return str(row["error"])


def lead_and_events(told: dict[str, Any]) -> dict[str, Any]:
    """The one row of a struct and a list of structs, with every type worked out by pyarrow."""
    return {"lead": [told["lead"]], "events": [told["events"]]}


def with_instants(rows: Any, instant: Any) -> Any:
    """The rows with all timestamps of this type."""
    lead, events = rows.column("lead"), rows.column("events")
    event = retyped(events.type.value_type, instant)
    return batch(lead=lead.cast(retyped(lead.type, instant)), events=events.cast(pa.list_(event)))


def retyped(struct: Any, instant: Any) -> Any:
    """A type of structs with all timestamps of this type."""
    is_instant = pa.types.is_timestamp
    return pa.struct([e.with_type(instant) if is_instant(e.type) else e for e in struct])


def struct_of(event: dict[str, Any], instant: Any) -> Any:
    """The type of an event told in texts, but for when it happened."""
    return pa.struct([pa.field(n, instant if n == "at" else pa.string()) for n in event])


class TestOneColumn:
    """`history`: JSON in any type of text, or a struct."""

    @pytest.mark.parametrize(
        "kind",
        [
            pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(),
            pa.binary_view(), pa.json_(), pa.dictionary(pa.int32(), pa.string()),
        ],
        ids=str,
    )  # fmt: skip
    def test_it_may_be_of_any_type_of_text(self, kind: Any) -> None:
        column = pa.array(TEXTS).cast(pa.binary() if "binary" in str(kind) else pa.string())
        assert decide_rsi(batch(history=column.cast(kind))) == decide_rsi(texts(*PAST))

    def test_it_may_be_a_struct(self) -> None:
        assert decide_rsi(batch(history=VALUES)) == decide_rsi(texts(*PAST))

    def test_a_struct_without_events_is_a_lead_to_whom_nothing_happened(self) -> None:
        without = [{"lead": VALUES[0]["lead"]}]
        assert decide_rsi(batch(history=without)) == decide_rsi(texts(history()))

    def test_it_may_be_of_nulls_alone(self) -> None:
        assert "history: is null" in error_of(history=[None])

    def test_where_it_stands_lead_and_events_are_not_looked_at(self) -> None:
        both = batch(history=TEXTS, lead=[1, 2], events=[1, 2])
        assert decide_rsi(both) == decide_rsi(texts(*PAST))


ANY_LIST = pytest.mark.parametrize(
    "list_of",
    [pa.list_, pa.large_list, lambda kind: pa.list_(kind, 1), pa.list_view, pa.large_list_view],
    ids=["list", "large list", "fixed size list", "list view", "large list view"],
)


class TestTwoColumns:
    """`lead` and `events`: each JSON or nested, whatever the other is."""

    @pytest.mark.parametrize("lead", [LEADS, [each["lead"] for each in VALUES]])
    @pytest.mark.parametrize(
        "events",
        [
            EVENTS,
            [each["events"] for each in VALUES],
            [[*map(json.dumps, each["events"])] for each in VALUES],
        ],
    )
    def test_they_are_one_history(self, lead: Any, events: Any) -> None:
        assert decide_rsi(batch(lead=lead, events=events)) == decide_rsi(texts(*PAST))

    @ANY_LIST
    def test_a_list_may_be_of_any_type_of_list(self, list_of: Any) -> None:
        told = [json.loads(EVENTS[0])]
        events = pa.array(told, list_of(pa.array(told).type.value_type))
        assert decide_rsi(batch(lead=LEADS[:1], events=events)) == decide_rsi(texts(CALLED))

    def test_there_may_be_no_events(self) -> None:
        quiet = decide_rsi(texts(history()))
        nones: tuple[Any, ...] = ["[]"], [[]]
        for events in nones:
            assert decide_rsi(batch(lead=LEADS[:1], events=events)) == quiet

    def test_instants_may_be_timestamps_of_any_zone_and_unit(self) -> None:
        told = json.loads(TEXTS[0])
        for instants in (told["lead"], told["events"][0]):
            name = "at" if "at" in instants else "created_at"
            instants[name] = datetime.fromisoformat(instants[name])
        rows = batch(**lead_and_events(told))
        zones = ("us", "America/Los_Angeles"), ("ns", "UTC"), ("s", "+05:30"), ("ms", "No/Where")
        for unit, zone in zones:
            cast = with_instants(rows, pa.timestamp(unit, zone))
            assert decide_rsi(cast) == decide_rsi(texts(CALLED))

    @ANY_LIST
    def test_what_is_less_than_a_microsecond_is_cut_off(self, list_of: Any) -> None:
        nanoseconds = pa.timestamp("ns", "UTC")
        told = json.loads(TEXTS[0])
        event = {**told["events"][0], "at": "2026-11-03T17:10:00.000001999Z"}
        fine = pa.scalar(1_793_725_800_000_001_999).cast(nanoseconds)
        events = pa.array([[{**event, "at": fine}]], list_of(struct_of(event, nanoseconds)))
        rows = batch(lead=[json.dumps(told["lead"])], events=events)
        cut = json.dumps({**told, "events": [event]})
        assert decide_rsi(rows) == decide_rsi(texts(cut))
        assert decide_rsi(rows) != decide_rsi(texts(CALLED))

    def test_that_is_so_in_a_dictionary_too(self) -> None:
        fine = pa.array([1_793_725_800_000_001_999]).cast(pa.timestamp("ns", "UTC"))
        for created_at in (fine, fine.dictionary_encode()):
            lead = pa.StructArray.from_arrays(
                [pa.array(["lead-1"]), created_at], ["lead_id", "created_at"]
            )
            (row,) = decide_rsi(batch(lead=lead, events=["[]"]))
            assert row["created_at"] == datetime(2026, 11, 3, 17, 10, 0, 1, tzinfo=UTC)

    @settings(max_examples=60)  # a case decides a history three times
    @given(data=st.data())
    def test_nested_they_say_the_same_for_any_history(self, data: st.DataObject) -> None:
        past = data.draw(histories(CLINIC).filter(nothing_unknown_again))
        now = data.draw(clocks_near(past))
        rows = batch(**lead_and_events(json.loads(past.model_dump_json())))
        decide_it = partial(decided_rows, now=now, policy=CLINIC)
        assert decide_it(rows) == decide_it(texts(past))

    @settings(max_examples=60)  # a case decides a history twice
    @given(data=st.data())
    def test_as_texts_they_say_the_same_for_any_history(self, data: st.DataObject) -> None:
        past = data.draw(histories(CLINIC))
        now = data.draw(clocks_near(past))
        told = json.loads(past.model_dump_json())
        rows = batch(lead=[json.dumps(told["lead"])], events=[json.dumps(told["events"])])
        decide_it = partial(decided_rows, now=now, policy=CLINIC)
        assert decide_it(rows) == decide_it(texts(past))

    def test_a_null_in_a_struct_is_what_is_not_given(self) -> None:
        lead = {"lead_id": "lead-1", "created_at": "2026-11-03T17:00Z", "profile": None}
        assert error_of(lead=[lead], events=[[]]) == "None"

    def test_that_a_fact_is_unknown_again_only_json_tells(self) -> None:
        change = {
            "type": "profile_updated",
            "at": "2026-11-03T18:00Z",
            "changes": {"language": None},
        }
        english = [lead(language="en").model_dump_json()]
        for events, asked in (
            (json.dumps([change]), True),
            ([json.dumps(change)], True),
            ([change], False),
        ):
            (row,) = decided_rows(batch(lead=english, events=[events]), now=NOW, policy=CLINIC)
            questions = [each["fact"] for each in row["routing"]["questions"]]
            assert ("language" in questions) == asked


def nothing_unknown_again(past: History) -> bool:
    """Whether no event makes a known fact unknown again, which a struct cannot tell."""
    events = json.loads(past.model_dump_json())["events"]
    return all(None not in each.get("changes", {}).values() for each in events)


class TestSlices:
    """Structs may be cut anywhere: a row says in a slice what it says in the whole."""

    UNKNOWN: ClassVar = {"chinese": True, "channels": None, "calling_code": None}
    LEAD: ClassVar = {"lead_id": "lead-1", "created_at": at("2026-11-03 09:00")}
    UPDATED: ClassVar = {"type": "profile_updated", "at": at("2026-11-03 09:10")}

    @pytest.mark.parametrize(
        "whole",
        [
            batch(lead=[{**LEAD, "profile": UNKNOWN}] * 6, events=["[]"] * 6),
            batch(lead=[LEAD] * 6, events=[[], *[[{**UPDATED, "changes": UNKNOWN}] * 2] * 5]),
            batch(history=[{"lead": {**LEAD, "profile": UNKNOWN}, "events": []}] * 6),
            batch(history=[{"lead": LEAD, "events": [{**UPDATED, "changes": UNKNOWN}]}] * 6),
        ],
        ids=["a lead", "events", "a history", "a history with events"],
    )
    @pytest.mark.parametrize("places", [(3,), (2, 3), (4, 5), (1, 2, 3, 4, 5)], ids=str)
    def test_what_is_null_in_every_row_is_so_in_each_slice(
        self, whole: Any, places: tuple[int, ...]
    ) -> None:
        rows = decide_rsi(*sliced(whole, places))
        assert rows == decide_rsi(whole)
        assert {each["error"] for each in rows} == {None}

    @settings(max_examples=40)  # a case decides several histories three times
    @given(data=st.data())
    def test_any_slicing_gives_the_rows_of_the_whole(self, data: st.DataObject) -> None:
        past = data.draw(st.lists(histories(CLINIC).filter(nothing_unknown_again), min_size=1))
        values = [zoned(json.loads(each.model_dump_json())) for each in past]
        whole = data.draw(st.sampled_from((as_histories, as_leads_and_events)))(values)
        cuts = data.draw(st.lists(st.integers(0, len(past)), max_size=6))
        few = partial(decided_rows, now=NOW, policy=CLINIC, columns=["status", "next_contact"])
        assert few(*sliced(whole, cuts)) == few(whole) == few(texts(*past))


def zoned(value: Any) -> Any:
    """The values of a history with its instants as instants of a zone that is not UTC."""
    if isinstance(value, dict):
        return {
            name: datetime.fromisoformat(part).astimezone(ZoneInfo("America/Los_Angeles"))
            if name in INSTANTS and part is not None
            else zoned(part)
            for name, part in value.items()
        }
    return [*map(zoned, value)] if isinstance(value, list) else value


INSTANTS = ("at", "created_at", "due", "recorded_at", "starts_at")


def as_histories(values: list[Any]) -> Any:
    """A batch of one column."""
    return batch(history=values)


def as_leads_and_events(values: list[Any]) -> Any:
    """A batch of two columns."""
    return batch(lead=[e["lead"] for e in values], events=[e["events"] for e in values])


class TestBadRows:
    """What cannot be read is an error of its row."""

    GOOD = '{"lead_id": "lead-1", "created_at": "2026-11-03T17:00Z"}'

    @pytest.mark.parametrize(
        ("lead", "events", "where"),
        [
            (None, "[]", "lead: is null"),
            (GOOD, None, "events: is null"),
            ("{", "[]", "lead: Invalid JSON"),
            (GOOD, "]", "events: Invalid JSON"),
            (GOOD, "{}", "events: "),
            (GOOD, '[{"type": "call_placed"}]', "events[0].at: "),
            (GOOD, '["a"]', "events[0]: "),
            (GOOD, ["{}", "]"], "events[1]: Invalid JSON"),
            (GOOD, [None], "events[0]: "),
            ('{"lead_id": "lead-1"}', "[]", "lead.created_at: "),
            ('"lead-1"', "[]", "lead: "),
            ('{"lead_id": "lead-1", "created_at": NaN}', "[]", "lead: Invalid JSON"),
            ({"lead_id": "lead-1", "created_at": float("nan")}, "[]", "lead.created_at: "),
            ({"lead_id": "lead-1", "created_at": datetime(2026, 11, 3)}, "[]", "lead.created_at: "),
            ({"lead_id": b"\xff", "created_at": "2026-11-03T17:00Z"}, "[]", "input: "),
        ],
    )
    def test_it_says_where(self, lead: Any, events: Any, where: str) -> None:
        assert f"\n  {where}" in error_of(lead=[lead], events=[events])

    def test_a_text_cannot_bring_more_than_its_own_part(self) -> None:
        lead = f'{self.GOOD}, "events": []'
        assert "lead: Invalid JSON" in error_of(lead=[lead], events=["[]"])

    @pytest.mark.parametrize(
        "column",
        [
            pa.array([2**62], pa.timestamp("s", "UTC")),
            pa.StringArray.from_buffers(
                1, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")
            ),
        ],
        ids=["too late", "no text"],
    )
    def test_a_value_that_python_cannot_hold_is_one(self, column: Any) -> None:
        lead = pa.StructArray.from_arrays([column], ["created_at"])
        assert "lead: holds what is no text" in error_of(lead=lead, events=["[]"])

    @pytest.mark.parametrize("name", ["history", "lead", "events"])
    def test_a_null_among_the_values_of_a_dictionary_is_one(self, name: str) -> None:
        """It is no `[]`: to take it for that would decide a lead as if nothing had happened."""
        values = pa.array([None], pa.string())
        column = pa.DictionaryArray.from_arrays(pa.array([0], pa.int32()), values)
        columns = {"lead": [self.GOOD], "events": ["[]"]} if name != "history" else {}
        assert f"\n  {name}: is null" in error_of(**{**columns, name: column})

    def test_a_struct_with_a_field_that_stands_twice_is_one(self) -> None:
        ids = pa.array(["lead-1"])
        lead = pa.StructArray.from_arrays([ids, ids], ["lead_id", "lead_id"])
        assert "a field that stands twice" in error_of(lead=lead, events=["[]"])

    def test_nothing_of_it_shows(self) -> None:
        rows = batch(
            lead=["zq7planted", '{"zq7planted": 1}', self.GOOD, self.GOOD],
            events=["[]", "[]", '["zq7planted"]', '[{"type": "zq7planted", "zq7planted": 1}]'],
        )
        for row in decide_rsi(rows):
            assert row["error"]
            assert "zq7" not in repr(row)


class TestColumnsOfABatch:
    """A batch that has not these columns is an error of the call."""

    @pytest.mark.parametrize(
        "columns",
        [{}, {"History": TEXTS}, {"lead": LEADS}, {"events": EVENTS}],
        ids=["none", "another name", "lead alone", "events alone"],
    )
    def test_one_that_is_missing_is(self, columns: dict[str, Any]) -> None:
        with pytest.raises(InvalidBatch, match="needs a column history, or"):
            decide_rsi(batch(**columns))

    def test_one_that_stands_twice_is(self) -> None:
        twice = pa.RecordBatch.from_arrays([pa.array(TEXTS)] * 2, ["history"] * 2)
        with pytest.raises(InvalidBatch, match="each once"):
            decide_rsi(twice)

    @pytest.mark.parametrize(
        ("columns", "what"),
        [
            ({"history": [1]}, "history must hold JSON text or a struct"),
            ({"history": [["{}"]]}, "history must hold"),
            ({"lead": [True], "events": EVENTS[:1]}, "lead must hold JSON text or a struct"),
            ({"lead": LEADS[:1], "events": [{"a": 1}]}, "events must hold JSON text, or a list"),
            ({"lead": LEADS[:1], "events": [[1]]}, "events must hold"),
        ],
    )
    def test_one_of_another_type_is(self, columns: dict[str, Any], what: str) -> None:
        with pytest.raises(InvalidBatch, match=what):
            decide_rsi(batch(**columns))

    def test_that_is_so_for_an_empty_batch_too(self) -> None:
        with pytest.raises(InvalidBatch):
            decide_rsi(batch(history=pa.array([], pa.int64())))

    def test_batches_before_it_are_answered(self) -> None:
        out = decide_batches([texts(CALLED), batch()], now=NOW, policy=RSI)
        assert next(out).num_rows == 1
        with pytest.raises(InvalidBatch):
            next(out)

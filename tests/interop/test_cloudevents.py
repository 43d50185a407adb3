"""CloudEvents 1.0: events in, decisions out, and events read back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import at, call, decided, history, text
from leadflow import CLINIC, INCINTA, Decision, History, Lead, decide
from leadflow.interop import (
    InvalidEnvelope,
    InvalidMapping,
    data_schemas,
    decision_envelope,
    event_envelope,
    event_type,
    history_envelopes,
    read_event_envelope,
)
from leadflow.testing import clocks_near, histories

http = pytest.importorskip("cloudevents.core.bindings.http", reason="cloudevents is not installed")
jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

SOURCE = "/clinic/crm"
CALL = call("2026-11-03 09:10", "no_answer", recorded_at="2026-11-03 09:20")


def sent(event: Any = CALL, **more: Any) -> dict[str, Any]:
    return event_envelope(event, **{"lead_id": "lead-1", "source": SOURCE, **more})


def taken(envelope: dict[str, Any]) -> Any:
    """The envelope as the library `cloudevents` takes it from a request."""
    headers = {"content-type": "application/cloudevents+json"}
    return http.from_http_event(
        http.HTTPMessage(headers=headers, body=json.dumps(envelope).encode())
    )


class TestAnEvent:
    def test_its_attributes_say_what_happened_to_whom_and_when(self) -> None:
        told = taken(sent())
        assert told.get_type() == "leadflow.event.call_placed.v1"
        assert told.get_source() == SOURCE
        assert told.get_subject() == "lead-1"
        assert told.get_time() == at("2026-11-03 09:10")
        assert told.get_dataschema() == "urn:leadflow:schema:event:v1"
        assert told.get_datacontenttype() == "application/json"

    def test_when_it_was_recorded_and_where_it_belongs_are_extensions(self) -> None:
        assert sent()["recordedtime"] == "2026-11-03T17:20:00Z"
        assert sent()["partitionkey"] == "lead-1"
        assert "recordedtime" not in sent(text("2026-11-03 09:10"))

    def test_the_same_event_has_the_same_id_and_another_another(self) -> None:
        assert sent()["id"] == sent()["id"]
        others = [
            sent(call("2026-11-03 09:11", "no_answer", recorded_at="2026-11-03 09:20")),
            sent(lead_id="lead-2"),
            sent(nth=1),
        ]
        assert len({each["id"] for each in (sent(), *others)}) == 4

    @pytest.mark.parametrize("lead_id", ["a\x7fb", "a\x80b", "a\ufdd0b", "a\U0001fffeb"])
    def test_a_lead_id_that_no_attribute_can_hold_stands_in_the_data_alone(
        self, lead_id: str
    ) -> None:
        envelope = sent(lead_id=lead_id)
        assert {"subject", "partitionkey"}.isdisjoint(envelope)
        assert read_event_envelope(json.dumps(envelope)).lead_id == lead_id

    @pytest.mark.parametrize("source", ["", "Ms Doe", "a\nb", None])
    def test_a_source_that_is_no_reference_is_refused_without_repeating_it(
        self, source: Any
    ) -> None:
        with pytest.raises(InvalidMapping, match="source must be a URI reference") as refused:
            sent(source=source)
        assert "Doe" not in str(refused.value)


class TestADecision:
    def test_its_attributes_say_of_whom_and_at_which_clock(self) -> None:
        decision = decided(INCINTA, CALL, now="2026-11-03 09:11")
        told = taken(decision_envelope(decision, source=SOURCE))
        assert told.get_type() == "leadflow.decision.made.v1"
        assert told.get_subject() == "lead-1"
        assert told.get_time() == at("2026-11-03 09:11")
        assert Decision.from_json(json.dumps(told.get_data())) == decision

    def test_its_id_is_made_from_what_it_says(self) -> None:
        one, same, later = (
            decision_envelope(decided(INCINTA, CALL, now=now), source=SOURCE)["id"]
            for now in ("2026-11-03 09:11", "2026-11-03 09:11", "2026-11-03 09:12")
        )
        assert one == same
        assert one != later


class TestReadingBack:
    def test_text_bytes_and_values_give_the_event(self) -> None:
        text = json.dumps(sent())
        for envelope in (text, text.encode(), sent()):
            told = read_event_envelope(envelope)
            assert (told.event, told.lead_id, told.source) == (CALL, "lead-1", SOURCE)
            assert told.id == sent()["id"]

    def test_what_others_add_is_no_error(self) -> None:
        told = read_event_envelope(sent() | {"traceparent": "00-0af7", "datacontenttype": "x/y"})
        assert told.event == CALL

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"specversion": "0.3"}, "specversion"),
            ({"id": ""}, "id"),
            ({"source": ""}, "source"),
            ({"type": "org.zq7planted"}, "type"),
            ({"type": "leadflow.event.text_sent.v1"}, "type"),
            ({"time": "2026-11-03 zq7planted"}, "time"),
            ({"data": None}, "data"),
            ({"data": {"zq7planted": 1}}, "data.lead_id"),
            ({"data": {"lead_id": "ms zq7planted", "event": None}}, "data.lead_id"),
            ({"data": {"lead_id": "l", "event": {"type": "zq7planted"}}}, "data.event"),
        ],
    )
    def test_what_is_wrong_is_told_without_any_value_of_it(
        self, change: dict[str, Any], where: str
    ) -> None:
        for envelope in (sent() | change, json.dumps(sent() | change)):
            with pytest.raises(InvalidEnvelope) as refused:
                read_event_envelope(envelope)
            assert where in [each["where"] for each in refused.value.problems]
            assert "zq7planted" not in repr(refused.value.problems) + str(refused.value)
            assert refused.value.__cause__ is refused.value.__context__ is None

    @pytest.mark.parametrize("envelope", ["", "{", "[]", "7", b"\xff", {}, 5, None, [("id", "x")]])
    def test_what_is_no_envelope_at_all_is_refused(self, envelope: Any) -> None:
        with pytest.raises(InvalidEnvelope):
            read_event_envelope(envelope)

    @settings(max_examples=25)
    @given(histories(CLINIC))
    def test_any_history_comes_back_event_by_event(self, past: History) -> None:
        envelopes = history_envelopes(past, source=SOURCE)
        assert len({each["id"] for each in envelopes}) == len(past.events)
        back = [read_event_envelope(json.dumps(each)) for each in envelopes]
        assert History(lead=past.lead, events=tuple(each.event for each in back)) == past
        for event, envelope in zip(past.events, envelopes, strict=True):
            assert taken(envelope).get_type() == event_type(event)

    def test_events_that_say_the_same_are_told_apart(self) -> None:
        told = text("2026-11-03 09:10")
        first, second = history_envelopes(history(told, told), source=SOURCE)
        assert first["id"] != second["id"]


class TestSchemas:
    def test_each_is_a_schema(self) -> None:
        for name, schema in data_schemas().items():
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["$id"] == name

    @settings(max_examples=10)
    @given(data=st.data())
    def test_the_data_of_any_envelope_is_what_its_schema_says(self, data: st.DataObject) -> None:
        past = data.draw(histories(CLINIC))
        now = data.draw(clocks_near(past, policy=CLINIC))
        decision = decide(past, now=now, policy=CLINIC)
        envelopes = [decision_envelope(decision, source=SOURCE)]
        envelopes += history_envelopes(past, source=SOURCE)
        for each in envelopes:
            VALIDATORS[each["dataschema"]].validate(each["data"])

    def test_other_data_is_not(self) -> None:
        validator = VALIDATORS["urn:leadflow:schema:event:v1"]
        assert not validator.is_valid({"lead_id": "l", "event": {"type": "call_placed"}})


VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema) for name, schema in data_schemas().items()
}


def test_an_event_outside_the_years_of_a_history_is_no_event() -> None:
    lead = Lead(lead_id="l", created_at=datetime.fromisoformat("2026-11-03T17:00:00Z"))
    envelope = sent(lead_id=lead.lead_id)
    envelope["data"]["event"]["at"] = "1969-11-03T17:00:00Z"
    with pytest.raises(InvalidEnvelope):
        read_event_envelope(envelope)

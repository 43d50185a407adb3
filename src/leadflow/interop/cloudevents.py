"""CloudEvents 1.0 envelopes in the JSON format: events in, decisions out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from leadflow.decision import Decision
from leadflow.events import AnyEvent, Event
from leadflow.history import History
from leadflow.instants import Instant
from leadflow.interop.refused import InvalidEnvelope, reference
from leadflow.interop.wanted import zulu
from leadflow.lead import Id, Strict
from leadflow.refusals import problems_of
from leadflow.told import Record

EVENT_SCHEMA: Final = "urn:leadflow:schema:event:v1"
"""The `dataschema` of an event's envelope: `{"lead_id": ..., "event": {...}}`."""
DECISION_SCHEMA: Final = "urn:leadflow:schema:decision:v1"
"""The `dataschema` of a decision's envelope: the decision as `Decision.to_dict` tells it."""
DECISION_TYPE: Final = "leadflow.decision.made.v1"
_NO_VALUES: Final = "is no envelope: give JSON text, or a mapping of its attributes"
_EVENT_TYPES: Final = r"^leadflow\.event\.[a-z_]+\.v1$"
# What the specification keeps out of the text of an attribute.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """What the envelope of an event brings: whose event it is, the event, and where it is from.

    `source` and `id` together tell one envelope from another: one that comes twice is one.
    """

    lead_id: str
    event: AnyEvent
    source: str
    id: str


class _Told(Strict, frozen=True):
    """The data of an event's envelope."""

    lead_id: Id = Field(description="Opaque id of the lead.")
    event: Event = Field(description="What happened.")


class _Envelope(BaseModel):
    """An envelope as far as it is read: extensions of others are no error."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    specversion: Literal["1.0"]
    id: str = Field(min_length=1)
    source: str = Field(min_length=1)
    type: str = Field(pattern=_EVENT_TYPES)
    time: Instant | None = None
    subject: str | None = None
    data: _Told


def event_type(event: AnyEvent) -> str:
    """The CloudEvents `type` of an event: `leadflow.event.call_placed.v1`."""
    return f"leadflow.event.{event.type}.v1"


def event_envelope(event: AnyEvent, *, lead_id: str, source: str, nth: int = 0) -> dict[str, Any]:
    """An event of a lead in a CloudEvents 1.0 envelope, as JSON values.

    `type` is `leadflow.event.<type>.v1`, `subject` the lead id, `time` the event's `at` and the
    extension `recordedtime` its `recorded_at` (UTC), `data` `{"lead_id", "event"}`. The extension
    `partitionkey` keeps the events of a lead in one partition. `id` is made from the lead and the
    event: the same event has the same id whenever it is sent. Of events that say the same, without
    ids of their own, `nth` (from 0) tells one from another. A lead id with a character that
    CloudEvents keeps out of attributes stands in `data` only.

    `source` is a URI reference that says who sends, such as `/clinic/crm`. Raises `InvalidMapping`
    where it can be none.
    """
    told = _events().dump_python(event, mode="json")
    envelope = _envelope(event_type(event), source, lead_id, zulu(event.at), EVENT_SCHEMA)
    envelope["id"] = _id(lead_id, told, nth)
    if event.recorded_at is not None:
        envelope["recordedtime"] = zulu(event.recorded_at)
    return {**envelope, "data": {"lead_id": lead_id, "event": told}}


def history_envelopes(history: History, *, source: str) -> list[dict[str, Any]]:
    """Every event of a history in its envelope, in order: a batch of the JSON format.

    Each has an id of its own, also where two events say the same. Raises `InvalidMapping` where
    `source` can be no URI reference.
    """
    told: dict[AnyEvent, int] = {}
    envelopes = []
    for event in history.events:
        nth = told[event] = told.get(event, -1) + 1
        lead_id = history.lead.lead_id
        envelopes.append(event_envelope(event, lead_id=lead_id, source=source, nth=nth))
    return envelopes


def decision_envelope(decision: Decision, *, source: str) -> dict[str, Any]:
    """A decision in a CloudEvents 1.0 envelope, as JSON values.

    `type` is `leadflow.decision.made.v1`, `subject` and `partitionkey` the lead id, `time` the
    decision's own clock (UTC), `data` the decision (`Decision.from_json` reads its JSON). `id` is
    made from what the decision says: made again from the same input, it is the same. Raises
    `InvalidMapping` where `source` can be no URI reference.
    """
    data, lead_id = decision.to_dict(), decision.lead_id
    envelope = _envelope(DECISION_TYPE, source, lead_id, zulu(decision.now), DECISION_SCHEMA)
    return {**envelope, "id": _id(lead_id, data), "data": data}


def read_event_envelope(envelope: str | bytes | Mapping[str, Any]) -> ReceivedEvent:
    """The event in an envelope: JSON text, or its values as a JSON library reads them.

    Raises `InvalidEnvelope`, which lists where the input is wrong and how to mend it and holds no
    value, key or tag of it: not CloudEvents 1.0, another type, a type that is not the event's, or
    no event. Attributes that are not needed are not looked at.
    """
    try:
        if isinstance(envelope, str | bytes):
            read = _Envelope.model_validate_json(envelope)
        else:
            read = _Envelope.model_validate(_values(envelope))
    except ValidationError as refused:
        problems = problems_of(refused, _schema)
    else:
        told = read.data
        if read.type == event_type(told.event):
            return ReceivedEvent(told.lead_id, told.event, read.source, read.id)
        problems = [{"where": "type", "problem": "does not name the type of the event in data"}]
    raise InvalidEnvelope(problems)


def _values(envelope: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(envelope, Mapping):
        raise InvalidEnvelope([{"where": "input", "problem": _NO_VALUES}])
    return dict(envelope)


def data_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas (2020-12) of the data in envelopes, by their `dataschema`."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    decision = TypeAdapter(Record).json_schema(mode="serialization")
    return {
        EVENT_SCHEMA: {**dialect, "$id": EVENT_SCHEMA, **_Told.model_json_schema()},
        DECISION_SCHEMA: {**dialect, "$id": DECISION_SCHEMA, **decision},
    }


def _envelope(kind: str, source: str, lead_id: str, time: str, schema: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": "",
        "source": reference(source, name="source"),
        "type": kind,
        "time": time,
        "datacontenttype": "application/json",
        "dataschema": schema,
    }
    if lead_id and not _FORBIDDEN.search(lead_id):
        attributes |= {"subject": lead_id, "partitionkey": lead_id}
    return attributes


def _id(*parts: Any) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _schema() -> dict[str, Any]:
    return _Envelope.model_json_schema()


@cache
def _events() -> TypeAdapter[AnyEvent]:
    return TypeAdapter(Event)

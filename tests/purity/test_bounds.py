"""Odd values, and instants at the bounds of the allowed years: only the documented errors."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

import fixed_decisions as fixed
from clinic import MICROSECOND
from leadflow import (
    Decision,
    Engine,
    History,
    InvalidHistory,
    InvalidInstant,
    InvalidPolicy,
    Policy,
    read_history,
    read_policy,
)
from random_histories import POLICIES
from whole_documents import HISTORIES, places, schemas_made_once, with_values
from whole_documents import POLICIES as POLICY_DOCUMENTS

FIRST = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
BOUNDS = (FIRST, FIRST + MICROSECOND, LAST - MICROSECOND, LAST)
ENGINES = {name: Engine(policy) for name, policy in POLICIES.items()}
every_policy = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def asked(engine: Engine, history: History, now: datetime) -> Decision:
    """A decision of which everything was asked, read again from its JSON."""
    decision = engine.decide(history, now=now)
    assert decision.because
    assert decision.valid_until is None or decision.valid_until > now
    again = Decision.from_json(decision.to_json())
    assert again == decision
    return again


def documents() -> Iterator[dict[str, Any]]:
    """An event of each type, with every instant in it at each of the bounds."""
    for document in HISTORIES.values():
        for at in (FIRST, LAST):
            for other in (FIRST, LAST):
                told = json.loads(json.dumps(document))
                told["lead"]["created_at"] = other.isoformat()
                for event in told["events"]:
                    event["at"] = at.isoformat()
                    for name in {"due", "starts_at", "recorded_at"} & event.keys():
                        event[name] = other.isoformat()
                yield told


def drawn(count: int) -> Iterator[History]:
    """Histories of many kinds of events whose instants are all bounds."""
    chance = random.Random(11)
    for number in range(count):
        events = []
        for _place in range(chance.randrange(1, 9)):
            event = fixed.event(chance, chance.choice(BOUNDS))
            for name in {"due", "starts_at"} & event.keys():
                event[name] = event[name] and chance.choice(BOUNDS)
            events.append(event)
        lead = {"lead_id": f"lead-{number}", "created_at": chance.choice(BOUNDS)}
        told = {"lead": lead, "events": events}
        yield read_history(json.dumps(told, default=datetime.isoformat))


class TestTheBoundsOfTheYears:
    """Instants of the years 1970 to 2199 are decided on, and no others are (spec 2.3)."""

    @every_policy
    def test_each_event_at_the_bounds(self, engine: Engine) -> None:
        for document in documents():
            history = History.model_validate(document)
            for now in (FIRST, LAST):
                asked(engine, history, now)

    @every_policy
    def test_histories_at_the_bounds(self, engine: Engine) -> None:
        for history in drawn(40):
            for now in BOUNDS:
                asked(engine, history, now)
                state = engine.fold(history, now=FIRST)
                assert engine.decide(state, now=now) == engine.decide(history, now=now)

    @every_policy
    def test_what_is_worked_out_may_lie_after_them(self, engine: Engine) -> None:
        at = LAST.isoformat()
        ringing = {"type": "call_received", "at": at}
        told = {"lead": {"lead_id": "x", "created_at": at}, "events": [ringing]}
        decision = asked(engine, History.model_validate(told), LAST)
        assert decision.valid_until == LAST + timedelta(minutes=5)

    @every_policy
    def test_a_year_without_pinned_dates_is_a_warning(self, engine: Engine) -> None:
        at = LAST.isoformat()
        told = {
            "lead": {"lead_id": "x", "created_at": FIRST.isoformat()},
            "events": [{"type": "voicemail_received", "at": at}],
        }
        decision = asked(engine, History.model_validate(told), LAST)
        assert "year_not_covered" in {each.code for each in decision.warnings}

    @pytest.mark.parametrize(
        "text",
        [
            "1969-12-31T23:59:59.999999Z",
            "1970-01-01T00:00:00+00:01",
            "2200-01-01T00:00:00Z",
            "2199-12-31T23:59:59.999999-00:01",
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
        ],
    )
    def test_beyond_them_nothing_comes_in(self, text: str) -> None:
        lead = {"lead_id": "x", "created_at": text}
        with pytest.raises(InvalidHistory):
            read_history(json.dumps({"lead": lead}))

    @every_policy
    @pytest.mark.parametrize("beyond", [FIRST - MICROSECOND, LAST + MICROSECOND])
    def test_nor_is_anything_decided(self, engine: Engine, beyond: datetime) -> None:
        history = next(drawn(1))
        for ask in (engine.decide, engine.fold, engine.valid_until):
            with pytest.raises(InvalidInstant):
                ask(history, now=beyond)
        for cut in (history.known_at, history.until, history.after):
            with pytest.raises(InvalidInstant):
                cut(beyond)


HUGE = 20_000
# Text that stands for what no Python value could be written as: JSON of very many digits or levels.
RAW = {
    "<digits>": "9" * HUGE,
    "<negative>": "-" + "9" * HUGE,
    "<exponent>": "1e999999999",
    "<no number>": "NaN",
    "<lists>": "[" * HUGE + "]" * HUGE,
    "<objects>": '{"a":' * HUGE + "1" + "}" * HUGE,
    "<string>": '"' + "a" * HUGE + '"',
    "<name>": '{"' + "a" * HUGE + '": 1}',
    "<surrogate>": '"\\ud800"',
}
# The same for what is handed over as Python objects.
OBJECTS: dict[str, Any] = {
    "an integer": 10**HUGE,
    "a negative one": -(10**HUGE),
    "a string": "a" * HUGE,
    "digits": "9" * HUGE,
    "infinity": float("inf"),
    "no number": float("nan"),
    "a span": timedelta.max,
    "an object": object(),
    "bytes": b"\xff" * HUGE,
}
CASES: Any = [
    *((read_history, History, InvalidHistory, each) for each in HISTORIES.values()),
    (read_policy, Policy, InvalidPolicy, POLICY_DOCUMENTS["INCINTA"]),
]
NAMES = [*HISTORIES, "a policy"]
every_document = pytest.mark.parametrize(("read", "model", "error", "document"), CASES, ids=NAMES)


@pytest.fixture(scope="module", autouse=True)
def _schemas() -> Iterator[None]:
    with schemas_made_once():
        yield


class TestOddValues:
    """No value, however deep, long or large, raises anything but the documented error (law 15)."""

    @every_document
    def test_in_every_place_of_json(self, read: Any, model: Any, error: Any, document: Any) -> None:
        lengths = []
        for where, changed in with_values(document, {name: name for name in RAW}):
            name = where.partition(" at ")[0]
            try:
                read(json.dumps(changed).replace(f'"{name}"', RAW[name]))
            except error as refused:
                lengths.append(len(str(refused)))
        assert len(lengths) > 5 * len(list(places(document)))
        assert max(lengths) < 2_000

    @every_document
    def test_in_every_place_of_an_object(
        self, read: Any, model: Any, error: Any, document: Any
    ) -> None:
        lengths = []
        for _where, changed in with_values(document, OBJECTS):
            try:
                model.model_validate(changed)
            except ValidationError as refused:
                lengths.append(len(str(refused) + repr(refused)))
        assert len(lengths) > 5 * len(list(places(document)))
        assert max(lengths) < 10_000

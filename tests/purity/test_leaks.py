"""Nothing of what comes in shows where it has no place: law 15.

A token is planted in every field, key and tag of a whole document, one at a time.
"""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from event_table import AT, KINDS, LATER
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Decision,
    Engine,
    History,
    InvalidDecision,
    InvalidHistory,
    InvalidPolicy,
    Policy,
    read_history,
    read_policy,
)
from leadflow.engine import LeadState
from whole_documents import (
    EVENTS,
    HISTORIES,
    LEAD,
    POLICIES,
    part_at,
    places,
    schemas_made_once,
    with_values,
)

TOKEN = "zq7planted"
"""A word that occurs nowhere else, and that ids and codes accept."""
KEY = "zq8planted"
NUMBER = 7700412357
# What is planted in the place of a value: refused almost everywhere but where ids may stand.
SHAPES: dict[str, Any] = {
    "a word": TOKEN,
    "words": f"Ms {TOKEN} called",
    "a number": NUMBER,
    "a list": [TOKEN],
    "an object": {KEY: TOKEN},
}


def with_keys(document: Any) -> Iterator[tuple[str, Any]]:
    """The document with each key, in turn, replaced by the token, and with the token added."""
    objects = [
        (),
        *(path for path in places(document) if isinstance(part_at(document, path), dict)),
    ]
    for path in objects:
        for value in (TOKEN, [NUMBER]):
            changed = copy.deepcopy(document)
            part_at(changed, path)[TOKEN] = value
            yield f"a key added at {path}", changed
        for name in part_at(document, path):
            changed = copy.deepcopy(document)
            part_at(changed, path)[TOKEN] = part_at(changed, path).pop(name)
            yield f"the key at {(*path, name)}", changed


def shows(text: str) -> bool:
    """Whether something planted shows in a text."""
    return TOKEN in text or KEY in text or str(NUMBER) in text


def everything(error: BaseException | None) -> str:
    """All that an error shows, and all those behind it: text, parts, attributes, traceback."""
    shown: list[str] = []
    while error is not None:
        shown += [str(error), repr(error), repr(error.args), repr(vars(error))]
        shown += traceback.format_exception(error)
        assert error.__cause__ in (None, error.__context__)
        error = error.__context__
    return "".join(shown)


@pytest.fixture(scope="module", autouse=True)
def _schemas() -> Iterator[None]:
    with schemas_made_once():
        yield


READERS: Any = {
    "history": (History, read_history, InvalidHistory),
    "policy": (Policy, read_policy, InvalidPolicy),
}
CASES = [
    *(pytest.param("history", each, id=name) for name, each in HISTORIES.items()),
    *(pytest.param("policy", each, id=name) for name, each in POLICIES.items()),
]
every_document = pytest.mark.parametrize(("what", "document"), CASES)


def findings(refused: ValidationError) -> str:
    """All that a validation error shows of values as text."""
    return f"{refused}{refused!r}" + "".join(traceback.format_exception(refused))


class TestRefusedValues:
    """A value planted in refused input shows in the text or `repr` of no error (law 15)."""

    @every_document
    def test_the_document_itself_is_accepted(self, what: str, document: Any) -> None:
        _model, read, _error = READERS[what]
        assert read(json.dumps(document))

    @every_document
    def test_not_in_a_validation_error(self, what: str, document: Any) -> None:
        model, _read, _error = READERS[what]
        leaks, refusals = [], 0
        for where, changed in with_values(document, SHAPES):
            text = json.dumps(changed)
            for validate, given in (
                (model.model_validate, changed),
                (model.model_validate_json, text),
            ):
                try:
                    validate(given)
                except ValidationError as refused:
                    refusals += 1
                    # A key may be named here, as pydantic's users expect; a value may not.
                    leaks += [where] * shows(findings(refused).replace(KEY, ""))
        assert not leaks
        assert refusals > len(list(places(document)))

    @every_document
    def test_nor_in_any_part_of_what_the_reader_raises(self, what: str, document: Any) -> None:
        _model, read, error = READERS[what]
        leaks, refusals = [], 0
        for where, changed in with_values(document, SHAPES):
            try:
                read(json.dumps(changed))
            except error as refused:
                refusals += 1
                leaks += [where] * shows(everything(refused))
        assert not leaks
        assert refusals > len(list(places(document)))


class TestRefusedKeys:
    """Through `read_history` and `read_policy` no planted key or tag shows either (law 15)."""

    @every_document
    def test_in_no_part_of_what_the_reader_raises(self, what: str, document: Any) -> None:
        _model, read, error = READERS[what]
        leaks, refusals = [], 0
        for where, changed in with_keys(document):
            try:
                read(json.dumps(changed))
            except error as refused:
                refusals += 1
                leaks += [where] * shows(everything(refused))
        assert not leaks
        assert refusals > 2

    @pytest.mark.parametrize("type_", [*KINDS, "", "CALL_PLACED"])
    def test_nor_does_a_tag_with_something_behind_it(self, type_: str) -> None:
        document = {"lead": LEAD, "events": [{"type": type_ + TOKEN, "at": AT}]}
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps(document))
        assert not shows(everything(caught.value))
        with pytest.raises(ValidationError) as refused:
            History.model_validate(document)
        assert not shows(findings(refused.value))


ENGINES = [Engine(policy) for policy in (RSI, INCINTA, CLINIC)]


def all_that_shows(thing: Any) -> str:
    """A value as a person, a program or a file would see it."""
    pickled = pickle.dumps(thing).decode("latin-1")
    json_of = next(
        (each for each in ("model_dump_json", "to_json") if hasattr(thing, each)), "__str__"
    )
    return f"{thing}{thing!r}{getattr(thing, json_of)()}{pickled}"


def parts_of(history: History) -> Iterator[tuple[str, Any]]:
    """What the library makes of a history: models, decisions and their parts."""
    yield "history", history
    yield "lead", history.lead
    yield "profile", history.lead.profile
    yield "fields", {**vars(history.lead.profile)}
    yield from ((each.type, each) for each in history.events)
    yield "known", history.known_at(history.lead.created_at)
    yield "longer", history.with_event(history.events[0])
    for engine in ENGINES:
        for gap in (timedelta(), timedelta(days=1), timedelta(days=100)):
            decision = engine.decide(history, now=history.lead.created_at + gap)
            yield "decision", decision
            yield "because", decision.because
            yield "warnings", decision.warnings
            yield "dict", decision.to_dict()
            yield "read again", Decision.from_json(decision.to_json())


GIVEN = "+86 138 0013 8007"
FORMS = (GIVEN, "138 0013 8007", "8613800138007", "13800138007", "0013", "8007")
PHONE_TOLD = {"type": "profile_updated", "at": AT, "changes": {"phone": GIVEN}}
WITH_PHONE: dict[str, Any] = {
    "lead": {"lead_id": "x", "created_at": AT, "profile": {"phone": GIVEN}},
    "events": [PHONE_TOLD, {"type": "call_placed", "at": AT}, {"type": "reopened", "at": AT}],
}


def number_in(shown: str) -> list[str]:
    """The forms of the number that a text shows."""
    return [each for each in FORMS if each in shown]


class TestAPhoneNumber:
    """Of accepted input, the number given as `phone` appears nowhere (law 15)."""

    @pytest.mark.parametrize(
        "read", [History.model_validate, lambda each: read_history(json.dumps(each))]
    )
    def test_in_nothing_that_is_made_of_it(self, read: Any) -> None:
        history = read(WITH_PHONE)
        for name, part in parts_of(history):
            assert not number_in(all_that_shows(part)), name
        assert history.lead.profile.calling_code == "86"

    def test_nor_in_a_folded_state(self) -> None:
        for engine in ENGINES:
            history = History.model_validate(WITH_PHONE)
            state: LeadState = engine.fold(history, now=history.lead.created_at)
            shown = f"{state}{state!r}{state.fired}{state._draft.facts!r}"
            assert not number_in(shown)

    def test_nor_in_what_is_refused_beside_it(self) -> None:
        document = {**WITH_PHONE, "events": [PHONE_TOLD, {"type": "reopened", "at": 7}]}
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps(document))
        with pytest.raises(ValidationError) as refused:
            History.model_validate(document)
        shown = everything(caught.value) + findings(refused.value)
        assert not number_in(shown)


# An id or a code in each field that takes one, each with a word of its own.
IDS: dict[str, Any] = {
    "lead": {**LEAD, "lead_id": "zq1lead", "profile": {"language": "zh-zq1lang"}},
    "events": [
        {"type": "lead_assigned", "at": AT, "id": "zq2id", "by": "zq3by", "to": "zq4to"},
        {"type": "call_placed", "at": AT, "via": "voip", "call_id": "zq5call"},
        {"type": "call_received", "at": AT, "call_id": "zq6call"},
        {"type": "email_sent", "at": AT, "via": "email_button", "template": "zq7template"},
        {"type": "text_sent", "at": AT, "template": "zq8template"},
        {"type": "appointment_booked", "at": AT, "appointment_id": "zq9visit",
         "starts_at": LATER, "provider": "zq10dr"},
        {"type": "reminder_given", "at": AT, "appointment_id": "zq11visit", "method": "call"},
        {"type": "appointment_cancelled", "at": AT, "appointment_id": "zq12visit"},
        {"type": "task_done", "at": AT, "task": "zq13task"},
        {"type": "marked_unreachable", "at": AT, "reason": "zq14reason"},
        {"type": "marked_dead", "at": AT, "reason": "zq15reason"},
    ],
}  # fmt: skip
OWN_FIELDS = {"lead_id": "zq1lead", "reason_for_loss": "zq15reason"}


class TestIdsAndCodes:
    """Of accepted input, ids and codes appear only in their own fields of a decision (law 15)."""

    @pytest.mark.parametrize("engine", ENGINES, ids=lambda each: each.policy.name)
    @pytest.mark.parametrize("count", range(len(IDS["events"]) + 1))
    def test_in_no_other_after_so_many_events(self, count: int, engine: Engine) -> None:
        history = read_history(json.dumps({**IDS, "events": IDS["events"][:count]}))
        for gap in (timedelta(), timedelta(days=1), timedelta(days=100)):
            decision = engine.decide(history, now=history.lead.created_at + gap)
            told = decision.to_dict()
            visits = {task.pop("appointment_id") for task in told["tasks"]} - {None}
            shown = {
                name: json.dumps(part) for name, part in told.items() if name not in OWN_FIELDS
            }
            assert not [name for name, part in shown.items() if "zq" in part]
            for name, word in OWN_FIELDS.items():
                assert told[name] in (word, None)
            without = all_that_shows(decision)
            for word in (*OWN_FIELDS.values(), *visits):
                without = without.replace(word, "")
            assert "zq" not in without

    def test_the_last_reason_is_shown_in_its_field(self) -> None:
        history = read_history(json.dumps(IDS))
        decision = ENGINES[0].decide(history, now=history.lead.created_at)
        assert decision.reason_for_loss == "zq15reason"


@pytest.fixture(scope="module")
def told() -> Any:
    """A decision with most of its parts, and two of its reasons."""
    history = read_history(json.dumps(EVENTS["appointment_booked"] | {"lead": LEAD}))
    told = ENGINES[1].decide(history, now=history.lead.created_at).to_dict()
    reasons = told["because"]
    told["because"] = [each for each in reasons if each["output"] in ("status", "priority")]
    return told


class TestDecisions:
    """`Decision.from_json` shows nothing of what it refuses, and keeps what it accepts in place."""

    def test_no_planted_value(self, told: Any) -> None:
        leaks, refusals = [], 0
        for where, changed in with_values(told, SHAPES):
            try:
                again = Decision.from_json(json.dumps(changed))
            except InvalidDecision as refused:
                refusals += 1
                leaks += [where] * shows(everything(refused))
            else:
                assert json.loads(again.to_json()) == changed, where
        assert not leaks
        assert refusals > len(list(places(told)))

    def test_no_planted_key(self, told: Any) -> None:
        leaks = []
        for where, changed in with_keys(told):
            try:
                Decision.from_json(json.dumps(changed))
            except InvalidDecision as refused:
                leaks += [where] * shows(everything(refused))
        assert not leaks

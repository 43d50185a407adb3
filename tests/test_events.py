"""Events: their types, fields and words, and that they are values."""

from __future__ import annotations

import json
import pickle
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, fields
from typing import Any, get_args

import pytest
from pydantic import ValidationError

import leadflow
from clinic import CREATED
from event_table import AT, COMMON, COMMON_FILLED, EVENT, KINDS, LATER, fullest, read
from leadflow import AnyEvent, ReasonForLoss
from leadflow.vocabulary import (
    BookingOrigin,
    CallOutcome,
    CallVia,
    EmailVia,
    FollowUpOrigin,
    InvalidKind,
    ReminderMethod,
    ReplyChannel,
    Response,
    TransferTeam,
)

every_type = pytest.mark.parametrize("type_", KINDS)


def cases(column: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("type_", "name"),
        [(type_, name) for type_, kind in KINDS.items() for name in getattr(kind, column)],
    )


class TestTypes:
    """There are thirty types, each a class that the package exports."""

    def test_the_union_is_the_table(self) -> None:
        assert list(get_args(AnyEvent)) == [kind.type for kind in KINDS.values()]
        assert len(KINDS) == 30

    @every_type
    def test_the_tag_chooses_the_class(self, type_: str) -> None:
        event = read(type_)
        assert type(event) is KINDS[type_].type
        assert event.type == type_

    @every_type
    def test_the_class_is_exported(self, type_: str) -> None:
        name = KINDS[type_].type.__name__
        assert getattr(leadflow, name) is KINDS[type_].type
        assert name in leadflow.__all__

    @pytest.mark.parametrize(
        "tag", ["", "Contacted", "contacted ", "lead_created", "timer", "missed", None, 0, [], {}]
    )
    def test_no_other_tag(self, tag: Any) -> None:
        with pytest.raises(ValidationError, match="type"):
            EVENT.validate_json(json.dumps({"type": tag, "at": AT}))

    def test_no_event_without_a_tag(self) -> None:
        with pytest.raises(ValidationError, match="type"):
            EVENT.validate_json(json.dumps({"at": AT}))

    @every_type
    def test_a_class_takes_no_tag_but_its_own(self, type_: str) -> None:
        fields_ = {"at": CREATED, **KINDS[type_].required}
        other = "reopened" if type_ == "contacted" else "contacted"
        assert KINDS[type_].type(type=type_, **fields_) == KINDS[type_].type(**fields_)
        with pytest.raises(ValidationError):
            KINDS[type_].type(type=other, **fields_)


class TestFields:
    """Each type has its fields, and no other; what is left out is null unless the table says."""

    @every_type
    def test_they_are_those_of_the_table(self, type_: str) -> None:
        kind = KINDS[type_]
        names = {"type", "at", *COMMON, *kind.required, *kind.defaults}
        assert {each.name for each in fields(kind.type)} == names
        assert kind.defaults.keys() == kind.filled.keys()

    @every_type
    def test_what_is_left_out(self, type_: str) -> None:
        written = json.loads(EVENT.dump_json(read(type_)))
        kind = KINDS[type_]
        assert written == {"type": type_, "at": AT, **COMMON, **kind.required, **kind.defaults}

    @every_type
    def test_an_instant_is_required(self, type_: str) -> None:
        with pytest.raises(ValidationError):
            EVENT.validate_json(json.dumps({"type": type_, **KINDS[type_].required}))

    @cases("required")
    def test_a_required_field(self, type_: str, name: str) -> None:
        given = {"type": type_, "at": AT, **KINDS[type_].required}
        del given[name]
        with pytest.raises(ValidationError, match=name):
            EVENT.validate_json(json.dumps(given))

    @cases("required")
    def test_a_required_field_is_not_null(self, type_: str, name: str) -> None:
        with pytest.raises(ValidationError, match=name):
            read(type_, **{name: None})

    @every_type
    def test_an_unknown_field_is_refused(self, type_: str) -> None:
        for name in ("note", "phone", "text", "name", "at_"):
            with pytest.raises(ValidationError, match=name):
                read(type_, **{name: "x"})

    @every_type
    def test_fields_are_given_by_name(self, type_: str) -> None:
        with pytest.raises(ValidationError):
            KINDS[type_].type(CREATED)

    @every_type
    def test_noted_is_strictly_boolean(self, type_: str) -> None:
        for noted in (0, 1, "true", "yes", "a note"):
            with pytest.raises(ValidationError):
                read(type_, noted=noted)

    @pytest.mark.parametrize(
        ("type_", "name"), [("call_received", "answered"), ("importance_marked", "important")]
    )
    @pytest.mark.parametrize("value", [0, 1, "false", ""])
    def test_other_booleans_are_strict(self, type_: str, name: str, value: Any) -> None:
        with pytest.raises(ValidationError):
            read(type_, **{name: value})

    @every_type
    @pytest.mark.parametrize("name", ["id", "by"])
    def test_ids_are_opaque_and_short(self, type_: str, name: str) -> None:
        for value in ("", "two words", "x" * 129, "x\n", 7, True, ["x"]):
            with pytest.raises(ValidationError):
                read(type_, **{name: value})

    @pytest.mark.parametrize(
        ("type_", "name"),
        [
            ("lead_assigned", "to"),
            ("call_placed", "call_id"),
            ("call_received", "call_id"),
            ("email_sent", "template"),
            ("text_sent", "template"),
            ("appointment_booked", "provider"),
            ("task_done", "task"),
            *(
                (type_, "appointment_id")
                for type_ in KINDS
                if "appointment_id" in KINDS[type_].required
            ),
        ],
    )
    def test_every_other_id_is_too(self, type_: str, name: str) -> None:
        assert getattr(read(type_, **{name: "x" * 128}), name) == "x" * 128
        for value in ("", "Dr. Ann Lee", "x" * 129, 7):
            with pytest.raises(ValidationError):
                read(type_, **{name: value})


WORDS = [
    (type_, name, kind)
    for type_, name, kind in (
        ("call_placed", "via", CallVia),
        ("call_placed", "outcome", CallOutcome),
        ("call_received", "via", CallVia),
        ("email_sent", "via", EmailVia),
        ("reply_received", "channel", ReplyChannel),
        ("response_marked", "response", Response),
        ("follow_up_set", "origin", FollowUpOrigin),
        ("appointment_booked", "origin", BookingOrigin),
        ("reminder_given", "method", ReminderMethod),
        ("marked_invalid", "kind", InvalidKind),
        ("team_transferred", "to", TransferTeam),
    )
]
SPELLED = {
    CallVia: "phone_button voip other",
    CallOutcome: "connected left_message no_answer",
    EmailVia: "email_button purple_chat other",
    ReplyChannel: "email text chat other",
    Response: "left_message no_answer",
    FollowUpOrigin: "user system",
    BookingOrigin: "manual sync",
    ReminderMethod: "call voice_message email text",
    InvalidKind: "spam employment solicitation duplicate test wrong_number other",
    TransferTeam: "china local",
}


class TestWords:
    """A field with words takes those of the interface, spelled so."""

    @pytest.mark.parametrize(("type_", "name", "kind"), WORDS)
    def test_each_of_them(self, type_: str, name: str, kind: Any) -> None:
        words = SPELLED[kind].split()
        assert words == [str(each) for each in kind]
        assert [str(getattr(read(type_, **{name: word}), name)) for word in words] == words

    @pytest.mark.parametrize(("type_", "name", "kind"), WORDS)
    @pytest.mark.parametrize("value", ["", "nonsense", "LEFT_MESSAGE", 1, True, ["voip"]])
    def test_and_no_other(self, type_: str, name: str, kind: Any, value: Any) -> None:
        with pytest.raises(ValidationError):
            read(type_, **{name: value})

    REASONS = (
        "best_practices invalid_phone_number availability consultation_fee procedure_not_offered"
        " found_other_provider insurance price_shopping no_longer_interested no_response"
        " stop_contact"
    )

    def test_the_list_of_reasons(self) -> None:
        assert [str(each) for each in ReasonForLoss] == self.REASONS.split()

    @pytest.mark.parametrize("type_", ["marked_dead", "reason_for_loss_set", "marked_unreachable"])
    @pytest.mark.parametrize("code", [*REASONS.split(), "moved_away", "x", "7", "_", "r" * 64])
    def test_a_reason_is_any_short_code(self, type_: str, code: str) -> None:
        assert read(type_, reason=code).reason == code

    @pytest.mark.parametrize("type_", ["marked_dead", "reason_for_loss_set", "marked_unreachable"])
    @pytest.mark.parametrize(
        "code", ["", "r" * 65, "Moved", "moved away", "moved-away", "a@b", "é", "x\n", 7, True]
    )
    def test_and_nothing_longer(self, type_: str, code: Any) -> None:
        with pytest.raises(ValidationError):
            read(type_, reason=code)


class TestValues:
    """An event is a value: it does not change, equal ones are equal, and JSON keeps all of it."""

    @every_type
    def test_json_round_trip_is_the_identity(self, type_: str) -> None:
        for event in (read(type_), fullest(type_)):
            again = EVENT.validate_json(EVENT.dump_json(event))
            assert again == event
            assert hash(again) == hash(event)
            assert EVENT.dump_json(again) == EVENT.dump_json(event)

    @every_type
    def test_everything_that_was_told_is_written(self, type_: str) -> None:
        kind = KINDS[type_]
        told = {"type": type_, "at": AT, **kind.required, **COMMON_FILLED, **kind.filled}
        assert json.loads(EVENT.dump_json(fullest(type_))) == told

    @every_type
    def test_it_cannot_be_changed(self, type_: str) -> None:
        event = fullest(type_)
        for each in fields(event):
            with pytest.raises(FrozenInstanceError):
                setattr(event, each.name, None)
            with pytest.raises(FrozenInstanceError):
                delattr(event, each.name)
        with pytest.raises((AttributeError, TypeError)):
            event.anything = 1

    @every_type
    def test_copies_are_equal(self, type_: str) -> None:
        event = fullest(type_)
        for twin in (copy(event), deepcopy(event), pickle.loads(pickle.dumps(event))):
            assert twin == event
            assert hash(twin) == hash(event)

    @every_type
    def test_another_field_makes_another_event(self, type_: str) -> None:
        event = read(type_)
        others = {**COMMON_FILLED, **KINDS[type_].filled, "at": LATER}
        for name, value in others.items():
            assert read(type_, **{name: value}) != event

    def test_types_with_the_same_fields_are_not_equal(self) -> None:
        assert read("contacted") != read("reopened")
        assert read("marked_dead", reason="x") != read("reason_for_loss_set", reason="x")

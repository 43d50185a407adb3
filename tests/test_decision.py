"""The decision: its JSON to the letter, and a value like any other."""

from __future__ import annotations

import json
import pickle
import re
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from clinic import (
    at,
    call,
    codes,
    decided,
    follow_up,
    history,
    important,
    known,
    lead,
    stop,
    voicemail,
)
from leadflow import (
    INCINTA,
    RSI,
    Decision,
    Engine,
    History,
    InvalidDecision,
    LeadflowError,
    queue,
)
from leadflow.vocabulary import WarningCode
from random_histories import CLOCKS, POLICIES, PRESETS, histories

ENGINES = {name: Engine(policy) for name, policy in POLICIES.items()}
every_policy = pytest.mark.parametrize("name", POLICIES)
P = "Zq7planted"

# One decision in which every part of the JSON has something in it.
RICH = decided(
    INCINTA,
    call("2026-11-03 09:10", "no_answer"),
    voicemail("2026-11-03 09:30"),
    important("2026-11-03 09:40"),
    follow_up("2026-11-03 09:50", "2026-11-03 09:00"),
    known("2026-11-03 09:55", language="zh", calling_code="1"),
    now="2026-11-03 10:00",
)
BARE = decided(RSI, stop("2026-11-03 09:10"), now="2026-11-03 09:11")


class TestJson:
    """The JSON has the fields of the interface, in its order; instants are UTC with a Z."""

    FIELDS = (
        "lead_id created_at now policy status next_contact upcoming reason_for_loss routing"
        " priority tasks attempts do_not_contact valid_until warnings because"
    )

    @pytest.mark.parametrize("decision", [RICH, BARE], ids=["rich", "bare"])
    def test_fields(self, decision: Decision) -> None:
        assert list(decision.to_dict()) == self.FIELDS.split()
        assert json.loads(decision.to_json()) == decision.to_dict()

    @pytest.mark.parametrize(
        ("path", "names"),
        [
            ("policy", "name version fingerprint"),
            ("next_contact", "at by channel purpose kind origin"),
            ("upcoming.0", "at by channel purpose kind origin"),
            ("routing", "team grounds questions"),
            ("routing.questions.0", "fact type answers source"),
            ("priority", "kind due important highlight"),
            (
                "tasks.0",
                "id kind since by channel wording checklist rule source appointment_id fact",
            ),
            ("warnings.0", "code event at"),
            ("because.0", "output rule source policy value event at"),
        ],
    )
    def test_fields_of_parts(self, path: str, names: str) -> None:
        part: Any = RICH.to_dict()
        for step in path.split("."):
            part = part[int(step) if step.isdigit() else step]
        assert list(part) == names.split()

    def test_what_it_says(self) -> None:
        told = RICH.to_dict()
        assert told["lead_id"] == "lead-1"
        assert (told["created_at"], told["now"]) == ("2026-11-03T17:00:00Z", "2026-11-03T18:00:00Z")
        assert told["policy"] == {
            "name": "INCINTA", "version": "2.1", "fingerprint": INCINTA.fingerprint,
        }  # fmt: skip
        assert told["status"] == "follow_up"
        assert told["next_contact"] == {
            "at": "2026-11-03T17:30:00Z", "by": None, "channel": "phone",
            "purpose": "return_voicemail", "kind": "voicemail", "origin": "lead",
        }  # fmt: skip
        assert told["upcoming"][0] == {
            "at": "2026-11-03T17:00:00Z", "by": None, "channel": "phone",
            "purpose": "follow_up", "kind": "follow_up", "origin": "user",
        }  # fmt: skip
        assert told["reason_for_loss"] is None
        assert told["routing"]["team"] == "undetermined"
        assert told["routing"]["grounds"] == ["RTE-6"]
        assert [each["fact"] for each in told["routing"]["questions"]] == [
            "visit_barriers", "special_needs", "pricing", "agreed_visit_on", "referral_fee",
        ]  # fmt: skip
        assert told["priority"] == {
            "kind": "voicemail", "due": True, "important": True, "highlight": "green",
        }  # fmt: skip
        assert [(each["kind"], each["fact"]) for each in told["tasks"]] == [
            ("assign", None), ("ask", "visit_barriers"), ("ask", "special_needs"),
            ("ask", "pricing"), ("ask", "agreed_visit_on"), ("ask", "referral_fee"),
        ]  # fmt: skip
        assert told["tasks"][1] == {
            "id": RICH.tasks[1].id, "kind": "ask", "since": "2026-11-03T17:00:00Z", "by": None,
            "channel": "phone", "wording": None, "checklist": None, "rule": "RTE-6",
            "source": "INC 7.2, Must transfer: no direct visit", "appointment_id": None,
            "fact": "visit_barriers",
        }  # fmt: skip
        assert (told["attempts"], told["do_not_contact"]) == (1, False)
        assert told["warnings"] == [
            {"code": "follow_up_in_the_past", "event": 3, "at": "2026-11-03T17:50:00Z"}
        ]

    def test_what_is_not_there_is_null_or_empty(self) -> None:
        told = BARE.to_dict()
        empty = {name: value for name, value in told.items() if not value}
        assert empty == {
            "next_contact": None, "upcoming": [], "priority": None, "tasks": [], "attempts": 0,
            "valid_until": None, "warnings": [],
        }  # fmt: skip
        assert (told["status"], told["reason_for_loss"]) == ("dead", "stop_contact")
        assert BARE.next_contact_at is None

    def test_the_shortcut(self) -> None:
        assert RICH.next_contact is not None
        assert RICH.next_contact_at == RICH.next_contact.at == at("2026-11-03 09:30")

    @every_policy
    @settings(max_examples=300)
    @given(told=histories(), now=CLOCKS)
    def test_instants_are_utc_with_a_z(self, name: str, told: History, now: datetime) -> None:
        text = ENGINES[name].decide(told, now=now).to_json()
        assert not re.search(r'"\d{4}-\d\d-\d\dT[^"]*[^Z"]"', text)

    def test_codes_of_warnings_are_a_closed_list(self) -> None:
        assert set(codes(RICH)) <= {each.value for each in WarningCode}


class TestValue:
    """A decision compares, copies, pickles and comes back from JSON by everything that it says."""

    @every_policy
    @settings(max_examples=300)
    @given(told=histories(), now=CLOCKS)
    def test_json_round_trip_is_the_identity(self, name: str, told: History, now: datetime) -> None:
        decision = ENGINES[name].decide(told, now=now)
        again = Decision.from_json(decision.to_json())
        assert again == decision
        assert hash(again) == hash(decision)
        assert again.to_json() == decision.to_json()
        assert Decision.from_json(decision.to_json().encode()) == decision

    @pytest.mark.parametrize("decision", [RICH, BARE], ids=["rich", "bare"])
    def test_what_was_read_tells_when_the_next_contact_is(self, decision: Decision) -> None:
        again = Decision.from_json(decision.to_json())
        assert again.next_contact_at == decision.next_contact_at

    @pytest.mark.parametrize("decision", [RICH, BARE], ids=["rich", "bare"])
    def test_copies_and_pickles_are_equal(self, decision: Decision) -> None:
        for twin in (copy(decision), deepcopy(decision), pickle.loads(pickle.dumps(decision))):
            assert twin == decision
            assert hash(twin) == hash(decision)
            assert twin.to_json() == decision.to_json()

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_in_every_protocol(self, protocol: int) -> None:
        assert pickle.loads(pickle.dumps(RICH, protocol)) == RICH

    def test_one_out_of_json_takes_its_place_in_the_queue(self) -> None:
        later = decided(INCINTA, now="2026-11-03 10:00", of=lead(lead_id="lead-2"))
        again = [Decision.from_json(each.to_json()) for each in (later, RICH)]
        assert queue(again, now=at("2026-11-03 10:00")) == (RICH, later)
        assert again[1].order == RICH.order == INCINTA.priority.order

    @pytest.mark.parametrize(
        "other",
        [
            decided(RSI, now="2026-11-03 09:12"),
            decided(RSI, now="2026-11-03 09:11", of=lead(lead_id="lead-2")),
            decided(RSI.revise(name="ours"), now="2026-11-03 09:11"),
            decided(RSI, call("2026-11-03 09:10"), now="2026-11-03 09:11"),
            decided(RSI, important("2026-11-03 09:10"), now="2026-11-03 09:11"),
        ],
        ids=["clock", "lead", "policy", "attempt", "importance"],
    )
    def test_another_input_gives_another(self, other: Decision) -> None:
        assert decided(RSI, now="2026-11-03 09:11") != other

    def test_it_equals_no_other_thing(self) -> None:
        assert RICH.to_json() != RICH
        assert RICH.to_dict() != RICH

    def test_equal_ones_are_one_in_a_set(self) -> None:
        assert len({RICH, Decision.from_json(RICH.to_json()), BARE}) == 2

    @pytest.mark.parametrize("name", ["status", "next_contact", "because", "anything"])
    def test_it_cannot_be_changed(self, name: str) -> None:
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            setattr(RICH, name, None)
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            delattr(RICH, name)

    def test_nor_can_its_parts(self) -> None:
        for part in (RICH.policy, RICH.next_contact, RICH.routing, RICH.priority, RICH.warnings[0],
                     RICH.because[0], RICH.routing.questions[0]):  # fmt: skip
            with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
                setattr(part, next(iter(type(part).__annotations__)), None)


def tampered(path: str, value: Any) -> str:
    """The JSON of the rich decision with another value in one place."""
    document = RICH.to_dict()
    *outer, last = path.split(".")
    part: Any = document
    for step in outer:
        part = part[int(step) if step.isdigit() else step]
    part[int(last) if last.isdigit() else last] = value
    return json.dumps(document)


TIERS = next(str(n) for n, each in enumerate(RICH.because) if each.output == "priority")


class TestFromJson:
    """What is no decision is refused with a documented error that holds no value of it."""

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("lead_id", None), ("lead_id", 7), ("now", "2026-11-03T10:00:00"), ("now", P),
            ("now", 1793725200), ("created_at", "2026-11-03"), ("created_at", None),
            ("policy", P), ("policy.name", None), ("policy.secret", P), ("status", P),
            ("next_contact", P), ("next_contact.at", P), ("next_contact.channel", P),
            ("next_contact.purpose", P), ("next_contact.kind", P), ("next_contact.origin", P),
            ("next_contact.note", P), ("upcoming", None), ("upcoming.0", P), ("routing", None),
            ("routing.team", P), ("routing.grounds", P), ("routing.questions.0", P),
            ("priority.kind", P), ("priority.highlight", P), ("tasks", P), ("tasks", [P]),
            ("attempts", P), ("attempts", None), ("attempts", 1.5), ("do_not_contact", P),
            ("do_not_contact", None), ("valid_until", P), ("warnings", P),
            ("warnings.0.code", P), ("warnings.0.event", P), ("because", None), ("because", P),
            ("because.0", P), ("because.0.rule", None), ("because.0.at", P),
            ("because.0.event", P), (P, P), (f"because.0.{P}", 1),
        ],
    )  # fmt: skip
    def test_it_is_refused(self, path: str, value: Any) -> None:
        with pytest.raises(InvalidDecision) as caught:
            Decision.from_json(tampered(path, value))
        shown = f"{caught.value}{caught.value!r}{caught.value.problems}"
        assert P not in shown
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    @pytest.mark.parametrize("name", list(RICH.to_dict()))
    def test_nothing_may_be_missing(self, name: str) -> None:
        document = RICH.to_dict()
        del document[name]
        with pytest.raises(InvalidDecision):
            Decision.from_json(json.dumps(document))

    @pytest.mark.parametrize("tiers", [P, [P], 7, None, {}, True, [7], [None], [["voicemail"]]])
    def test_tiers_that_are_none(self, tiers: Any) -> None:
        with pytest.raises(InvalidDecision) as caught:
            Decision.from_json(tampered(f"because.{TIERS}.value", tiers))
        assert P not in f"{caught.value}{caught.value!r}{caught.value.problems}"

    @pytest.mark.parametrize("tiers", [[], ["follow_up"]])
    def test_a_kind_that_is_no_tier_raises_nothing_else_in_the_queue(self, tiers: Any) -> None:
        with pytest.raises(LeadflowError):
            queue([Decision.from_json(tampered(f"because.{TIERS}.value", tiers))], now=RICH.now)

    def test_without_reasons_nothing_else_is_raised_in_the_queue(self) -> None:
        with pytest.raises(LeadflowError):
            queue([Decision.from_json(tampered("because", []))], now=RICH.now)

    @pytest.mark.parametrize("value", [10**400, 1.5, "x", True, None, [1, {"a": None}], {}])
    def test_any_json_may_be_a_policy_value(self, value: Any) -> None:
        decision = Decision.from_json(tampered("because.0.value", value))
        assert Decision.from_json(decision.to_json()) == decision

    def test_it_is_the_history_s_decision_only_under_its_policy(self) -> None:
        told = history(call("2026-11-03 09:10"))
        answers = {
            name: Engine(policy).decide(told, now=told.events[0].at)
            for name, policy in PRESETS.items()
        }
        assert len(set(answers.values())) == len(PRESETS)

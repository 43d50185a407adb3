"""Refused input: always a documented error, and nothing of what was refused shows in it."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from leadflow import (
    CLINIC,
    RSI,
    Decision,
    Engine,
    History,
    InvalidDecision,
    InvalidHistory,
    InvalidPolicy,
    LeadflowError,
    Policy,
    read_history,
    read_policy,
)
from leadflow.errors import RefusedInput

P = "Zq7planted"
"""A value, key or tag that occurs nowhere else."""
AT = "2026-11-03T17:00:00Z"
LEAD = {"lead_id": "x", "created_at": AT}
NAIVE = "2026-11-03T17:23:45.123457"


def told(*events: Any, **lead: Any) -> dict[str, Any]:
    return {"lead": {**LEAD, **lead}, "events": list(events)}


def event(type_: Any, **fields: Any) -> dict[str, Any]:
    return {"type": type_, "at": AT, **fields}


def facts(**changes: Any) -> dict[str, Any]:
    return event("profile_updated", changes=changes)


# What is wrong; the input; where the error says that it is; what must not show, if not `P`.
VALUES: dict[str, tuple[Any, str, str]] = {
    "a naive datetime": (told(event("contacted", at=NAIVE)), "events[0].at", NAIVE),
    "a naive creation": (told(created_at=NAIVE), "lead.created_at", NAIVE),
    "a date without time as due": (
        told(event("follow_up_set", due="2026-11-09")), "events[0].due", "11-09",
    ),
    "a number for an instant": (
        told(event("contacted", at=1793725287)), "events[0].at", "1793725287",
    ),
    "a number for a creation": (told(created_at=1793725287), "lead.created_at", "1793725287"),
    "an instant past the years": (
        told(event("contacted", at="2200-01-01T00:00:07Z")), "events[0].at", "00:07",
    ),
    "an instant before the years": (
        told(event("contacted", recorded_at="1969-12-31T23:59:57Z")),
        "events[0].recorded_at", "59:57",
    ),
    "no instant": (told(event("contacted", at=P)), "events[0].at", P),
    "an unknown type": (told(event(P)), "events[0]", P),
    "a type that is a list": (told(event([P])), "events[0]", P),
    "a type that is an object": (told(event({P: P})), "events[0]", P),
    "an event that is text": (told(P), "events[0]", P),
    "events that are text": ({"lead": LEAD, "events": P}, "events", P),
    "a lead that is text": ({"lead": P}, "lead", P),
    "an id with other content": (
        told(event("contacted", id=P), event("reopened", id=P)), "events[1]", P,
    ),
    "an id with a blank": (told(lead_id=f"{P} Lee"), "lead.lead_id", P),
    "an id that is too long": (told(lead_id=P * 20), "lead.lead_id", P),
    "an id that is a number": (told(lead_id=138001380007), "lead.lead_id", "138001380007"),
    "an unknown source": (told(source=P), "lead.source", P),
    "a phone without country code": (
        told(profile={"phone": "138 0013 8007"}), "lead.profile", "8007",
    ),
    "a phone that is a number": (
        told(profile={"phone": 8613800138007}), "lead.profile", "8007",
    ),
    "a phone of another country than its code": (
        told(profile={"phone": "+86 138 0013 8007", "calling_code": "852"}), "lead.profile", "8007",
    ),
    "a phone among changes": (
        told(facts(phone="138 0013 8007")), "events[0].changes", "8007",
    ),
    "a number as a calling code": (
        told(profile={"calling_code": 138007}), "lead.profile.calling_code", "138007",
    ),
    "a language in words": (told(profile={"language": f"{P}!"}), "lead.profile.language", P),
    "a boolean in words": (told(profile={"chinese": P}), "lead.profile.chinese", P),
    "an unknown barrier": (
        told(profile={"visit_barriers": [P]}), "lead.profile.visit_barriers[0]", P,
    ),
    "an unknown need": (
        told(facts(special_needs=["surrogacy", P])),
        "events[0].changes.special_needs[1]", P,
    ),
    "an unknown channel": (told(profile={"channels": [P]}), "lead.profile.channels[0]", P),
    "a visit that is no date": (
        told(profile={"agreed_visit_on": P}), "lead.profile.agreed_visit_on", P,
    ),
    "a visit with a time": (
        told(profile={"agreed_visit_on": NAIVE}), "lead.profile.agreed_visit_on", NAIVE,
    ),
    "a reason in words": (
        told(event("marked_dead", reason=f"{P} moved")), "events[0].reason", P,
    ),
    "an unknown outcome": (
        told(event("call_placed", outcome=P)), "events[0].outcome", P,
    ),
    "an unknown kind": (
        told(event("marked_invalid", kind=P)), "events[0].kind", P,
    ),
    "a note where a boolean belongs": (
        told(event("contacted", noted=P)), "events[0].noted", P,
    ),
    "changes that are text": (
        told(event("profile_updated", changes=P)), "events[0].changes", P,
    ),
    "a task in words": (told(event("task_done", task=f"call {P}")), "events[0].task", P),
}  # fmt: skip
KEYS: dict[str, tuple[Any, str]] = {
    "beside the lead": ({**told(), P: 1}, "input"),
    "in the lead": (told(**{P: 1}), "lead"),
    "in the profile": (told(profile={P: 1}), "lead.profile"),
    "in an event": (told(event("contacted", **{P: 1})), "events[0]"),
    "among changes": (told(facts(**{P: 1})), "events[0].changes"),
    "in the second event": (
        told(event("reopened"), event("reopened", **{P: 1})), "events[1]",
    ),
    "that is empty": (told(**{"": 1}), "lead"),
}  # fmt: skip


def everything(error: BaseException) -> str:
    """All that an error and those behind it show."""
    shown, seen = "", set()
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            shown += f"{each}{each!r}{each.args!r}{vars(each)!r}"
            left += [each.__cause__, each.__context__]
    return shown


class TestValues:
    """A refused value shows in the text or `repr` of no error."""

    @pytest.mark.parametrize("what", VALUES)
    def test_not_in_a_validation_error(self, what: str) -> None:
        given, _, planted = VALUES[what]
        with pytest.raises(ValidationError) as caught:
            History.model_validate(given)
        assert planted not in str(caught.value)
        assert planted not in repr(caught.value)

    @pytest.mark.parametrize("what", VALUES)
    def test_not_in_that_of_json(self, what: str) -> None:
        given, _, planted = VALUES[what]
        with pytest.raises(ValidationError) as caught:
            History.model_validate_json(json.dumps(given))
        assert planted not in str(caught.value)
        assert planted not in repr(caught.value)

    @pytest.mark.parametrize("what", VALUES)
    def test_nor_in_any_part_of_an_invalid_history(self, what: str) -> None:
        given, where, planted = VALUES[what]
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps(given))
        assert where in [each["where"] for each in caught.value.problems]
        assert planted not in everything(caught.value)


class TestKeys:
    """Through `read_history` no planted key or tag shows either."""

    @pytest.mark.parametrize("what", KEYS)
    def test_an_unknown_key(self, what: str) -> None:
        given, where = KEYS[what]
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps(given))
        assert [each["where"] for each in caught.value.problems] == [where]
        assert "remove it" in caught.value.problems[0]["problem"]
        assert P not in everything(caught.value)

    def test_a_key_of_another_model_is_unknown_here(self) -> None:
        with pytest.raises(InvalidHistory, match="lead: holds a field"):
            read_history(json.dumps(told(appointment_id="a1")))

    def test_every_problem_is_listed(self) -> None:
        given = told(event("contacted", at=P), event(P), created_at=P)
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps(given))
        assert [each["where"] for each in caught.value.problems] == [
            "lead.created_at", "events[0].at", "events[1]",
        ]  # fmt: skip
        assert str(caught.value).startswith("not a history: 3 problem(s)\n  lead.created_at: ")

    def test_a_problem_says_where_and_what_and_nothing_else(self) -> None:
        with pytest.raises(InvalidHistory) as caught:
            read_history("{}")
        assert [set(each) for each in caught.value.problems] == [{"where", "problem"}]


def refused(text: str | bytes) -> InvalidHistory:
    with pytest.raises(InvalidHistory) as caught:
        read_history(text)
    return caught.value


class TestWords:
    """What is refused is told in words that help: no pattern, no riddle of a parser's."""

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (told(lead_id="two words"), "an id is text: 1 to 128 characters without blanks"),
            (told(lead_id=""), "an id is text: 1 to 128 characters without blanks"),
            (told(lead_id=7), "an id is text: 1 to 128 characters without blanks"),
            (told(event("contacted", id=" ")), "an id is text: 1 to 128 characters"),
            (told(event("marked_dead", reason="Moved away")), "a code is text: 1 to 64 lower-case"),
            (told(profile={"calling_code": "+86"}), "a calling code is text: 1 to 3 digits"),
            (told(profile={"language": "Chinese!"}), "its BCP 47 tag, such as zh"),
            (told(facts(language="")), "its BCP 47 tag, such as zh"),
        ],
    )
    def test_of_ids_codes_and_tags(self, given: Any, said: str) -> None:
        (problem,) = refused(json.dumps(given)).problems
        assert said in problem["problem"]

    def test_of_languages_in_a_policy(self) -> None:
        text = changed(CLINIC.model_dump(mode="json"), "routing.chinese_languages", ["zh-Hans"])
        with pytest.raises(InvalidPolicy, match="a primary subtag is text: 2 to 8 lower-case"):
            read_policy(text)

    @pytest.mark.parametrize("encoding", [None, "utf-8"])
    def test_of_a_byte_order_mark_name_it_and_how_to_decode_it(self, encoding: str | None) -> None:
        text = "\ufeff" + json.dumps(told())
        (problem,) = refused(text.encode(encoding) if encoding else text).problems
        assert "byte order mark" in problem["problem"]
        assert "utf-8-sig" in problem["problem"]
        assert read_history(text.encode().decode("utf-8-sig")) == read_history(json.dumps(told()))

    def test_of_what_is_no_json_without_a_mark_name_none(self) -> None:
        assert "mark" not in str(refused("x"))


class TestPickled:
    """Pools of processes hand errors on by pickling them: they say the same on the other side."""

    def test_what_lists_problems(self) -> None:
        error = refused(json.dumps(told(lead_id="")))
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (InvalidHistory, str(error))
        assert again.problems == error.problems


READERS: tuple[tuple[Any, type[RefusedInput]], ...] = (
    (read_history, InvalidHistory),
    (read_policy, InvalidPolicy),
    (Decision.from_json, InvalidDecision),
)
DEEP = 100_000
ODD: dict[str, Any] = {
    "nothing": "",
    "no bytes": b"",
    "blanks": " \n\t",
    "null": "null",
    "true": "true",
    "a number": "7",
    "text": f'"{P}"',
    "a list": "[]",
    "an empty object": "{}",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "a lone surrogate": "\ud800",
    "a lone surrogate in an object": '{"lead": "\udc00"}',
    "an escaped lone surrogate": '{"lead": {"lead_id": "\\ud800"}}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "invalid UTF-8": b"\xff\xfe\x00",
    "invalid UTF-8 inside": b'{"lead": {"lead_id": "\xc3\x28"}}',
    "UTF-16": '{"lead": {}}'.encode("utf-16"),
    "NUL": "\x00",
    "cut short": '{"lead": {"lead_id": "' + P,
    "two documents": "{} {}",
    "a comment": "{} // " + P,
    "single quotes": "{'" + P + "': 1}",
    "deep lists": "[" * DEEP,
    "deep lists, closed": "[" * DEEP + "]" * DEEP,
    "deep objects": '{"lead":' * DEEP,
    "deep objects, closed": '{"lead":' * DEEP + "1" + "}" * DEEP,
    "a deep id": '{"lead": {"lead_id": ' + "[" * 150 + "]" * 150 + "}}",
    "a huge integer": "9" * 100_000,
    "a huge integer inside": '{"lead": {"lead_id": ' + "9" * 4000 + "}}",
    "a huge negative integer": '{"lead": {"lead_id": -' + "9" * 4000 + "}}",
    "a huge exponent": '{"lead": {"lead_id": 1e999999999}}',
    "a key twice": '{"lead": 1, "lead": 2}',
    "a bytearray": bytearray(b"[]"),
    "None": None,
    "an int": 7,
    "a float": 0.5,
    "a dict": {},
    "a file name": "history.json",
    "an object": object(),
}


class TestOddInput:
    """However odd the input, nothing but the documented error is raised."""

    @pytest.mark.parametrize(("reader", "error"), READERS, ids=lambda each: each.__name__)
    @pytest.mark.parametrize("what", ODD)
    def test_it_is_refused(self, what: str, reader: Any, error: type[RefusedInput]) -> None:
        with pytest.raises(error) as caught:
            reader(ODD[what])
        assert isinstance(caught.value, LeadflowError)
        assert caught.value.problems
        assert P not in everything(caught.value)

    @pytest.mark.parametrize(("reader", "error"), READERS, ids=lambda each: each.__name__)
    @settings(max_examples=30)
    @given(text=st.one_of(st.text(), st.binary()))
    def test_any_text_or_bytes(self, reader: Any, error: type[RefusedInput], text: Any) -> None:
        with pytest.raises(error):
            reader(text)

    @settings(max_examples=60)
    @given(
        value=st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
            lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
            max_leaves=5,
        ),
        path=st.sampled_from(
            [
                ("lead",), ("events",), ("lead", "lead_id"), ("lead", "created_at"),
                ("lead", "source"), ("lead", "profile"), ("lead", "profile", "phone"),
                ("lead", "profile", "agreed_visit_on"), ("lead", "profile", "channels"),
                ("events", 0), ("events", 0, "type"), ("events", 0, "at"), ("events", 0, "due"),
                ("events", 1, "changes"), ("events", 1, "changes", "phone"), ("events", 1, "id"),
            ]
        ),
    )  # fmt: skip
    def test_any_json_in_any_place(self, value: Any, path: tuple[Any, ...]) -> None:
        document: Any = told(event("follow_up_set"), facts(phone="+8613800138000"), profile={})
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        try:
            history = read_history(json.dumps(document))
        except InvalidHistory:
            return
        assert read_history(history.model_dump_json()) == history
        assert Engine(RSI).decide(history, now=history.lead.created_at).lead_id


def changed(document: Any, path: str, value: Any) -> str:
    """A policy with one value, or key, changed; as JSON."""
    *outer, last = path.split(".")
    inner = document
    for step in outer:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    return json.dumps(document)


POLICY_VALUES: dict[str, tuple[str, Any, str]] = {
    "a delay": ("attempts.open_attempt_grace", P, "attempts.open_attempt_grace"),
    "a step": ("attempts.rungs.0.unscheduled", P, "attempts.rungs[0].unscheduled"),
    "business days": ("calls.ring_limit", {"business_days": P}, "calls.ring_limit"),
    "a delay's key": ("calls.ring_limit", {P: 1}, "calls.ring_limit"),
    "what is counted": ("attempts.counted", [P], "attempts.counted[0]"),
    "a tier": ("priority.order.0", P, "priority.order[0]"),
    "a zone": ("calendar.zone", P, "calendar.zone"),
    "opening hours": ("calendar.week.monday", [[P, P]], "calendar.week.monday[0]"),
    "a closed date": ("calendar.closed.0", P, "calendar.closed[0]"),
    "a covered year": ("calendar.covered_years.0", 138007, "calendar.covered_years[0]"),
    "a name": ("name", P * 50, "name"),
    "a share": ("indicators.show", P, "indicators.show"),
    "a switch": ("attempts.one_per_day", P, "attempts.one_per_day"),
    "a label's status": ("labels", {P: "x"}, "labels"),
    "a label": ("labels", {"new": P * 50}, "labels."),
    "an unknown section": (P, 1, "input"),
    "an unknown field": (f"attempts.{P}", 1, "attempts"),
    "an unknown field of a rung": (f"attempts.rungs.0.{P}", 1, "attempts.rungs[0]"),
    "a section that is text": ("attempts", P, "attempts"),
}


class TestPolicies:
    """Through `read_policy` neither a planted value nor a planted key shows in any part."""

    @pytest.mark.parametrize("what", POLICY_VALUES)
    def test_not_in_an_invalid_policy(self, what: str) -> None:
        path, value, where = POLICY_VALUES[what]
        text = changed(RSI.model_dump(mode="json"), path, value)
        with pytest.raises(InvalidPolicy) as caught:
            read_policy(text)
        assert any(each["where"].startswith(where) for each in caught.value.problems)
        assert P not in everything(caught.value)
        assert "138007" not in everything(caught.value)

    @pytest.mark.parametrize("what", [each for each in POLICY_VALUES if "unknown" not in each])
    def test_nor_a_value_in_a_validation_error(self, what: str) -> None:
        path, value, _ = POLICY_VALUES[what]
        text = changed(RSI.model_dump(mode="json"), path, value)
        with pytest.raises(ValidationError) as caught:
            Policy.model_validate_json(text)
        assert P not in str(caught.value) + repr(caught.value)

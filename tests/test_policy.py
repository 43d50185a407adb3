"""A policy: its JSON, what it refuses, and what makes two of them equal."""

from __future__ import annotations

import hashlib
import json
import pickle
from copy import copy, deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from leadflow import INCINTA, RSI, InvalidPolicy, Policy, Status, read_policy
from leadflow.delays import BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.policy import Texts
from leadflow.sections import BY_OFFICE, Counted, Criterion, Then
from random_histories import PRESETS

every_preset = pytest.mark.parametrize("name", PRESETS)
SECTIONS = ("mail", "reminder", "no_show", "unreachable", "routing")

SPELLED: dict[str, Any] = {
    "name": "ours", "version": "7", "source": "our own", "effective_on": "2026-01-31",
    "labels": {"dead": "Lost", "new": "Fresh"},
    "calendar": {
        "zone": "Asia/Kathmandu",
        "week": {"sunday": [["09:00", "12:00"], ["13:00", "24:00"]]},
        "special": [{"on": "2026-12-24", "open": [["09:00", "12:00"]]}],
        "closed": ["2026-12-25"], "covered_years": [2026], "holidays_version": "0.109",
    },
    "attempts": {
        "counted": ["call:any", "call:phone_button", "answered:voip", "email:any",
                    "email:email_button"],
        "follow_up_done_by": ["phone", "email", "text"],
        "one_per_day": True,
        "rungs": [
            {"unscheduled": "PT4H", "no_response": "PT24H"},
            {"unscheduled": "P7D", "no_response": "P2M"},
            {"unscheduled": {"business_days": 1}, "no_response": {"business_hours": "PT4H"}},
            {"unscheduled": "by_person", "no_response": "mail_round"},
            {"unscheduled": "exhausted", "no_response": "by_person"},
            {"unscheduled": "PT30M", "no_response": "exhausted"},
        ],
        "open_attempt_grace": {"business_hours": "PT1H30M"},
        "exhausts_after_contact": True,
        "restart_on_communication": True,
        "within_opening_hours": True,
    },
    "first_contact": {"within": "P1D", "by_phone": True},
    "calls": {"ring_limit": "PT5M"},
    "mail": {"interval": "P1W"},
    "appointments": {
        "sync_window": "PT15M", "attendance_within": "PT15M", "assume_no_show_after": "PT2H",
    },
    "reminder": {"before": {"business_days": 2}},
    "no_show": {"call_within": "PT30M", "reschedule_every": "P7D", "silence": "P3M"},
    "unreachable": {
        "after": "P2M", "attempts": 5, "final_attempt_required": False, "pool_interval": None,
    },
    "routing": {
        "chinese_languages": ["zh", "yue"],
        "language_implies_chinese": False,
        "visit_within_days": 0,
        "applies_to_everyone": ["RTE-3a", "RTE-3b", "RTE-3c", "RTE-3d"],
        "otherwise": "local",
    },
    "tasks": {"asked": ["assign", "prepare_forms"]},
    "priority": {"order": ["follow_up", "inbound_call"], "highlight": None},
    "wording": {
        "voicemail": {
            "channel": "phone",
            "messages": [
                {"en": {"subject": None, "body": "Hi"}, "zh": {"subject": None, "body": "您好"}}
            ],
        }
    },
    "checklists": {"bring": {"items": [{"key": "papers", "en": "Papers", "zh": "证件"}]}},
    "indicators": {
        "response_within": "PT24H", "response": 1, "conversion": 0, "connect": 0.5, "show": 0.85,
    },
    "sources": {"name": "own", "attempts.rungs[0].unscheduled": "RSI.attempt_1_follow_up"},
}  # fmt: skip


def spelled(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(SPELLED), **changes}


MAPPINGS = ("labels", "sources", "wording", "checklists")
"""Fields whose names are keys of the clinic's choosing."""


class TestJson:
    """A policy is read from every form that the interface names, and written to be read again."""

    def test_every_field_is_spelled_here(self) -> None:
        assert SPELLED.keys() == Policy.model_fields.keys()
        for name, section in SPELLED.items():
            if isinstance(section, dict) and name not in MAPPINGS:
                kind = type(getattr(read_policy(json.dumps(SPELLED)), name))
                assert section.keys() == kind.model_fields.keys()

    def test_it_is_read(self) -> None:
        policy = read_policy(json.dumps(SPELLED))
        assert policy.effective_on == date(2026, 1, 31)
        assert policy.attempts.counted == frozenset(Counted)
        assert [(rung.unscheduled, rung.no_response) for rung in policy.attempts.rungs] == [
            (Elapsed(timedelta(hours=4)), Elapsed(timedelta(hours=24))),
            (CalendarSpan(days=7), CalendarSpan(months=2)),
            (BusinessDays(1), BusinessHours(timedelta(hours=4))),
            (Then.BY_PERSON, Then.MAIL_ROUND),
            (Then.EXHAUSTED, Then.BY_PERSON),
            (Elapsed(timedelta(minutes=30)), Then.EXHAUSTED),
        ]
        assert policy.first_contact.within == CalendarSpan(days=1)
        assert policy.routing is not None
        assert policy.routing.applies_to_everyone == frozenset(Criterion)
        assert policy.priority.highlight is None

    def test_an_elapsed_day_is_not_a_calendar_day(self) -> None:
        elapsed = RSI.revise(first_contact={"within": "PT24H"})
        assert elapsed.first_contact != RSI.revise(first_contact={"within": "P1D"}).first_contact

    @pytest.mark.parametrize("form", [json.dumps(SPELLED), json.dumps(SPELLED).encode()])
    def test_round_trip_is_the_identity(self, form: str | bytes) -> None:
        policy = read_policy(form)
        again = read_policy(policy.model_dump_json())
        assert again == policy
        assert hash(again) == hash(policy)
        assert again.fingerprint == policy.fingerprint
        assert again.model_dump_json() == policy.model_dump_json()

    @every_preset
    def test_round_trip_of_a_preset(self, name: str) -> None:
        preset = PRESETS[name]
        assert read_policy(preset.model_dump_json()) == preset
        assert Policy.model_validate(preset.model_dump(mode="json")) == preset
        assert Policy.model_validate(preset.model_dump()) == preset

    def test_what_may_be_left_out(self) -> None:
        needed = {
            "name": "n", "version": "1", "source": "s",
            "calendar": {"zone": "UTC", "week": {"monday": [["09:00", "17:00"]]}},
            "attempts": {
                "counted": [], "follow_up_done_by": [], "open_attempt_grace": "PT4H",
                "rungs": [{"unscheduled": "by_person", "no_response": "by_person"}],
            },
            "calls": {"ring_limit": "PT5M"},
            "appointments": {"sync_window": "PT15M", "attendance_within": "PT15M"},
            "priority": {"order": ["follow_up"]},
            "indicators": {
                "response_within": "PT24H", "response": 0.9, "conversion": 0.1, "connect": 0.5,
                "show": 0.8,
            },
        }  # fmt: skip
        policy = read_policy(json.dumps(needed))
        assert [getattr(policy, name) for name in SECTIONS] == [None] * 5
        assert policy.effective_on is None
        assert (policy.first_contact.within, policy.first_contact.by_phone) == (None, False)
        assert policy.appointments.assume_no_show_after is None
        switches = policy.attempts.model_dump(mode="json", include={
            "one_per_day", "exhausts_after_contact", "restart_on_communication",
            "within_opening_hours",
        })  # fmt: skip
        assert set(switches.values()) == {False}
        assert policy.priority.highlight == "green"

    def test_sets_and_mappings_are_written_in_order(self) -> None:
        written = read_policy(json.dumps(SPELLED)).model_dump(mode="json")
        for words in (
            written["attempts"]["counted"], written["attempts"]["follow_up_done_by"],
            written["routing"]["chinese_languages"], list(written["labels"]),
            list(written["sources"]),
        ):  # fmt: skip
            assert words == sorted(words)


BAD: list[tuple[str, Any]] = [
    ("name", ""), ("name", None), ("name", 1), ("name", "x" * 201), ("name", "\ud800"),
    ("version", 2.1), ("source", None), ("effective_on", "August 2024"), ("effective_on", 2024),
    ("labels", {"lost": "Lost"}), ("labels", {"new": ""}), ("labels", {"new": 1}),
    ("labels", None), ("labels", []), ("sources", {"name": None}),
    ("calendar", None), ("calendar", {"zone": "Mars/Olympus", "week": {}}),
    ("attempts", None), ("first_contact", None), ("calls", None), ("appointments", None),
    ("priority", None), ("indicators", None), ("no_such_section", {}),
    ("attempts.rungs", []), ("attempts.rungs", None), ("attempts.rungs", {}),
    ("attempts.rungs", [{"unscheduled": "PT4H", "no_response": "PT4H"}] * 101),
    ("attempts.rungs", [{"unscheduled": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": "mail_round", "no_response": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": None, "no_response": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": "-PT4H", "no_response": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": 4, "no_response": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": "Exhausted", "no_response": "PT4H"}]),
    ("attempts.rungs", [{"unscheduled": "PT4H", "no_response": "PT4H", "then": "dead"}]),
    ("attempts.counted", ["text:any"]), ("attempts.counted", None),
    ("attempts.counted", "call:any"),
    ("attempts.follow_up_done_by", ["fax"]), ("attempts.one_per_day", 1),
    ("attempts.one_per_day", "yes"), ("attempts.one_per_day", None),
    ("attempts.open_attempt_grace", "-PT4H"), ("attempts.open_attempt_grace", 14400),
    ("attempts.open_attempt_grace", "P1DT4H"), ("attempts.open_attempt_grace", "exhausted"),
    ("attempts.open_attempt_grace", None), ("attempts.open_attempt_grace", {"business_days": -1}),
    ("attempts.no_such_switch", True), ("first_contact.within", "soon"),
    ("first_contact.by_phone", 0), ("calls.ring_limit", "-PT5M"), ("calls.ring_limit", None),
    ("mail.interval", {"business_days": 1, "business_hours": "PT1H"}), ("mail.interval", None),
    ("appointments.sync_window", {"business_hours": "-PT1H"}),
    ("reminder.before", {"business_days": 0}), ("reminder.before", "P1D"),
    ("reminder.before", {"business_hours": "PT8H"}), ("reminder.before", None),
    ("no_show.silence", None), ("no_show.call_within", "-PT30M"),
    ("unreachable.attempts", 0), ("unreachable.attempts", -5), ("unreachable.attempts", 5.0),
    ("unreachable.attempts", "5"), ("unreachable.attempts", True),
    ("unreachable.attempts", 10**30), ("unreachable.after", "-P2M"),
    ("routing.visit_within_days", -1), ("routing.visit_within_days", 14.5),
    ("routing.chinese_languages", ["zh-Hans"]), ("routing.chinese_languages", ["ZH"]),
    ("routing.chinese_languages", [1]), ("routing.applies_to_everyone", ["RTE-4"]),
    ("routing.otherwise", "nobody"), ("routing.otherwise", None),
    ("priority.order", ["follow_up", "voicemail", "voicemail"]), ("priority.order", []),
    ("priority.order", ["inbound_call"]), ("priority.order", ["follow_up", "urgent"]),
    ("priority.highlight", "red"), ("indicators.response", -0.1), ("indicators.show", 1.01),
    ("indicators.show", "0.85"), ("indicators.show", True), ("indicators.show", float("nan")),
    ("indicators.response_within", "-PT24H"),
]  # fmt: skip


class TestRefused:
    """What is no policy is refused, whether it is read, built or revised into one."""

    @pytest.mark.parametrize(("path", "value"), BAD, ids=lambda each: str(each)[:50])
    def test_where_it_is_wrong(self, path: str, value: Any) -> None:
        document: dict[str, Any] = spelled()
        *outer, last = path.split(".")
        section: dict[str, Any] = document
        for step in outer:
            section = section[step]
        section[last] = value
        with pytest.raises(ValidationError):
            Policy.model_validate(document)
        changes: Any = value
        for step in reversed(path.split(".")):
            changes = {step: changes}
        if path != "labels":  # labels are merged: an empty list or null alone would not be
            with pytest.raises(ValidationError):
                read_policy_of(spelled()).revise(**changes)

    @pytest.mark.parametrize("name", ["name", "version", "source", "calendar", "attempts", "calls",
                                      "appointments", "priority", "indicators"])  # fmt: skip
    def test_what_it_cannot_be_without(self, name: str) -> None:
        document = spelled()
        del document[name]
        with pytest.raises(ValidationError, match=name):
            Policy.model_validate(document)

    def test_the_most_rungs(self) -> None:
        rungs = [{"unscheduled": "PT4H", "no_response": "PT4H"}] * 100
        assert len(RSI.revise(attempts={"rungs": rungs}).attempts.rungs) == 100

    def test_one_rung_will_do(self) -> None:
        rung = {"unscheduled": "exhausted", "no_response": "exhausted"}
        assert len(RSI.revise(attempts={"rungs": [rung]}).attempts.rungs) == 1


def read_policy_of(document: dict[str, Any]) -> Policy:
    return read_policy(json.dumps(document))


class TestImmutable:
    """A policy is a value."""

    @pytest.mark.parametrize("name", ["name", "attempts", "anything"])
    def test_it_cannot_be_changed(self, name: str) -> None:
        with pytest.raises((ValidationError, AttributeError)):
            setattr(RSI, name, None)
        with pytest.raises((ValidationError, AttributeError)):
            delattr(RSI, name)

    def test_nor_can_its_parts(self) -> None:
        with pytest.raises(ValidationError):
            RSI.attempts.one_per_day = True  # type: ignore[misc]  # refusing it is the test
        with pytest.raises(TypeError):
            RSI.labels["new"] = "x"  # type: ignore[index]  # refusing it is the test
        assert isinstance(RSI.attempts.rungs, tuple)
        assert isinstance(RSI.attempts.counted, frozenset)

    @every_preset
    def test_copies_are_equal(self, name: str) -> None:
        preset = PRESETS[name]
        for twin in (copy(preset), deepcopy(preset), pickle.loads(pickle.dumps(preset))):
            assert twin == preset
            assert hash(twin) == hash(preset)
            assert twin.fingerprint == preset.fingerprint

    def test_a_mapping_of_texts_is_a_mapping(self) -> None:
        texts = Texts({"b": "2", "a": "1"})
        assert dict(texts) == {"a": "1", "b": "2"}
        assert (len(texts), list(texts), texts["a"]) == (2, ["a", "b"], "1")
        assert repr(texts) == "Texts({'a': '1', 'b': '2'})"
        assert (texts, hash(texts)) == (Texts({"a": "1", "b": "2"}), hash(Texts(dict(texts))))
        assert Texts() == {}


class TestShown:
    """A policy is shown short, and calls a status what the clinic calls it."""

    @every_preset
    def test_by_name_version_and_fingerprint(self, name: str) -> None:
        preset = PRESETS[name]
        shown = f"Policy({name!r}, {preset.version!r}, {preset.fingerprint})"
        assert repr(preset) == str(preset) == shown

    @pytest.mark.parametrize(
        ("policy", "status", "label"),
        [
            (RSI, Status.NEW, "Created"),
            (INCINTA, Status.CONTACTED, "Call Contacted"),
            (RSI, Status.NO_SHOW, "No show"),
            (RSI, Status.UNREACHABLE, "Unreachable"),
        ],
    )
    def test_a_status_without_label_is_called_what_it_is(
        self, policy: Policy, status: Status, label: str
    ) -> None:
        assert policy.label_of(status) == label


class TestFingerprint:
    """Sixteen hexadecimal digits of the SHA-256 of the canonical JSON."""

    @every_preset
    def test_it_is_what_it_says(self, name: str) -> None:
        document = json.loads(PRESETS[name].model_dump_json())
        canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        assert PRESETS[name].fingerprint == digest[:16]

    def test_no_two_presets_share_one(self) -> None:
        assert len({preset.fingerprint for preset in PRESETS.values()}) == len(PRESETS)

    def test_the_order_of_keys_and_sets_makes_no_difference(self) -> None:
        reversed_ = dict(reversed(spelled(labels={"new": "Fresh", "dead": "Lost"}).items()))
        reversed_["attempts"] = {
            **dict(reversed(reversed_["attempts"].items())),
            "counted": SPELLED["attempts"]["counted"][::-1],
        }
        assert read_policy_of(reversed_).fingerprint == read_policy_of(SPELLED).fingerprint

    @pytest.mark.parametrize(
        "changes",
        [{"name": "x"}, {"labels": {"new": "x"}}, {"calls": {"ring_limit": "PT6M"}},
         {"calendar": {"zone": "UTC"}}, {"sources": {"name": "own"}}],
        ids=str,
    )  # fmt: skip
    def test_any_change_shows(self, changes: dict[str, Any]) -> None:
        assert RSI.revise(**changes).fingerprint != RSI.fingerprint

    def test_a_change_undone_does_not_but_for_its_source(self) -> None:
        back = RSI.revise(name="x").revise(name="RSI")
        assert back.source_of("name") == "own"
        assert back.revise(sources={"name": RSI.sources["name"]}) == RSI


class TestOfficeTasks:
    """The section `tasks` names what the office asks of its people, nothing that a rule asks."""

    def test_a_task_that_follows_a_rule_is_refused(self) -> None:
        with pytest.raises(InvalidPolicy) as refused:
            read_policy(json.dumps(spelled(tasks={"asked": ["assign", "call_new_lead"]})))
        (problem,) = refused.value.problems
        assert problem["where"] == "tasks.asked[1]"
        assert "follows a rule" in problem["problem"]

    def test_without_a_list_all_are_asked_for(self) -> None:
        policy = read_policy(json.dumps(spelled(tasks={})))
        assert policy.tasks is not None
        assert policy.tasks.asked == frozenset(BY_OFFICE)

"""Wordings and checklists as data: what they hold, what is refused, the texts of the presets."""

from __future__ import annotations

import json
import os
import pickle
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from leadflow import CLINIC, INCINTA, RSI, InvalidPolicy, Policy, read_policy
from leadflow.policy import Texts
from leadflow.sources import CLAUSES
from leadflow.vocabulary import Channel
from leadflow.wording import (
    Bilingual,
    Checklist,
    ChecklistKey,
    Checklists,
    Item,
    Language,
    Placeholder,
    Wording,
    WordingKey,
    Wordings,
    Words,
)

CALL: dict[str, Any] = {
    "channel": "phone",
    "messages": [{"en": {"body": "Hello {customer}"}, "zh": {"body": "{customer}您好"}}],
}
EMAIL: dict[str, Any] = {
    "channel": "email",
    "messages": [
        {
            "en": {"subject": "To {clinic}", "body": "Dear {customer}"},
            "zh": {"subject": "致{clinic}", "body": "{customer}您好"},
        }
    ],
}
LIST: dict[str, Any] = {"items": [{"key": "cards", "en": "Cards", "zh": "保险卡"}]}
PRESETS = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]


def text(channel: str = "phone", **words: Any) -> dict[str, Any]:
    """A wording whose one message has these fields in both languages."""
    return {"channel": channel, "messages": [{"en": words, "zh": words}]}


def refusal(**fields: Any) -> InvalidPolicy:
    """What the reader says about INCINTA with these fields in place of its own."""
    document = {**json.loads(INCINTA.model_dump_json()), **fields}
    with pytest.raises(InvalidPolicy) as caught:
        read_policy(json.dumps(document))
    return caught.value


class TestJson:
    """Wordings and checklists are part of a policy's JSON, and come back as they went (law 14)."""

    def test_as_it_is_spelled(self) -> None:
        policy = RSI.revise(wording={"voicemail": CALL}, checklists={"bring": LIST})
        told = policy.model_dump(mode="json")
        assert told["wording"] == {
            "voicemail": {
                "channel": "phone",
                "messages": [
                    {
                        "en": {"subject": None, "body": "Hello {customer}"},
                        "zh": {"subject": None, "body": "{customer}您好"},
                    }
                ],
            }
        }
        assert told["checklists"] == {"bring": LIST}

    @pytest.mark.parametrize("policy", PRESETS)
    def test_round_trip(self, policy: Policy) -> None:
        again = read_policy(policy.model_dump_json())
        assert (again.wording, again.checklists) == (policy.wording, policy.checklists)
        assert hash(again) == hash(policy)
        assert Policy.model_validate(policy.model_dump()) == policy

    def test_python_values_are_dumped_to_the_bottom(self) -> None:
        told = INCINTA.model_dump()
        assert type(told["wording"]["voicemail"]["messages"][0]["en"]) is dict

    def test_keys_are_written_in_order(self) -> None:
        told = INCINTA.model_dump(mode="json")
        assert list(told["wording"]) == sorted(told["wording"])
        assert list(told["checklists"]) == sorted(told["checklists"])

    def test_both_may_be_left_out(self) -> None:
        document = json.loads(RSI.model_dump_json())
        del document["wording"], document["checklists"]
        policy = read_policy(json.dumps(document))
        assert (policy.wording, policy.checklists) == (Wordings(), Checklists())

    def test_any_change_of_a_text_changes_the_fingerprint(self) -> None:
        changed = INCINTA.revise(checklists={"bring": LIST})
        assert changed.revise(sources=dict(INCINTA.sources)).fingerprint != INCINTA.fingerprint


class TestValues:
    """They are values: immutable, hashable, and the same after a copy."""

    @pytest.mark.parametrize("policy", PRESETS)
    @pytest.mark.parametrize("name", ["wording", "checklists"])
    def test_copies_are_equal_and_hash_alike(self, policy: Policy, name: str) -> None:
        held = getattr(policy, name)
        for twin in (deepcopy(held), pickle.loads(pickle.dumps(held)), type(held)(dict(held))):
            assert twin == held
            assert hash(twin) == hash(held)

    def test_others_are_not_equal(self) -> None:
        assert INCINTA.wording != Wordings()
        assert INCINTA.checklists != Checklists()

    def test_the_hash_of_another_process_is_not_carried_along(self) -> None:
        texts = Texts({"a": "1"})
        hash(texts)
        assert texts.__reduce__() == (Texts, ({"a": "1"},))

    @pytest.mark.parametrize("name", ["wording", "checklists"])
    def test_nothing_can_be_put_in(self, name: str) -> None:
        with pytest.raises(TypeError):
            getattr(INCINTA, name)["mine"] = None

    def test_nor_can_a_text_be_changed(self) -> None:
        words = INCINTA.wording["voicemail"].messages[0].en
        with pytest.raises(ValidationError):
            words.body = "x"  # type: ignore[misc]  # refusing it is the test

    def test_it_is_shown_by_its_name(self) -> None:
        assert repr(Wordings()) == "Wordings({})"


class TestRefused:
    """What cannot be said or filled in is refused when the policy is built, by where it is."""

    @pytest.mark.parametrize(
        ("key", "wording", "where"),
        [
            ("voicemail", text(body="Hello {customr}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="Hello {}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="Hello {customer"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="Hello customer}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="Hello { customer }"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="{customer.name}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="{customer!r}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="{{customer}}"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body=""), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body=" \n "), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="a\x00b"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="a\r\nb"), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="x" * 5001), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body=7), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(), "wording.voicemail.messages[0].en.body"),
            ("voicemail", text(body="a", title="b"), "wording.voicemail.messages[0].en"),
            (
                "reschedule",
                text("email", subject="{x}", body="a"),
                "wording.reschedule.messages[0].en.subject",
            ),
            (
                "reschedule",
                text("email", subject="a\nBcc: b", body="a"),
                "wording.reschedule.messages[0].en.subject",
            ),
            (
                "reschedule",
                text("email", subject="x" * 201, body="a"),
                "wording.reschedule.messages[0].en.subject",
            ),
            ("reschedule", text("email", body="a"), "wording.reschedule"),
            ("reschedule", text("text", subject="a", body="a"), "wording.reschedule"),
            (
                "reschedule",
                {"channel": "email", "messages": [*EMAIL["messages"], *CALL["messages"]]},
                "wording.reschedule",
            ),
            ("reschedule", text("pigeon", body="a"), "wording.reschedule.channel"),
            ("voicemail", {"channel": "phone", "messages": []}, "wording.voicemail.messages"),
            (
                "voicemail",
                {"channel": "phone", "messages": CALL["messages"] * 101},
                "wording.voicemail.messages",
            ),
            (
                "voicemail",
                {"channel": "phone", "messages": [{"en": {"body": "a"}}]},
                "wording.voicemail.messages[0].zh",
            ),
            ("of_our_own", text(body="{x}"), "wording.?.messages[0].en.body"),
            ("Not A Code", CALL, "wording.?.?"),
        ],
        ids=repr,
    )
    def test_a_wording(self, key: str, wording: Any, where: str) -> None:
        problems = refusal(wording={key: wording}).problems
        assert where in [each["where"] for each in problems]

    def test_an_unknown_placeholder_is_told_the_known_ones_and_not_repeated(self) -> None:
        (first, _) = refusal(wording={"voicemail": text(body="{zq7planted}")}).problems
        assert all(f"{{{each}}}" in first["problem"] for each in Placeholder)
        assert "zq7planted" not in str(first)

    def test_both_languages_need_the_same_placeholders(self) -> None:
        said = {"en": {"body": "{customer} {sender}"}, "zh": {"body": "{customer}{clinic}"}}
        wording = {"channel": "phone", "messages": [said]}
        (problem,) = refusal(wording={"voicemail": wording}).problems
        assert problem["where"] == "wording.voicemail.messages[0]"
        assert problem["problem"].endswith("sender, clinic")

    def test_a_placeholder_may_stand_in_the_subject_of_one_and_the_body_of_the_other(self) -> None:
        said = {
            "en": {"subject": "{clinic}", "body": "a"},
            "zh": {"subject": "a", "body": "{clinic}"},
        }
        wording = {"channel": "email", "messages": [said]}
        assert set(RSI.revise(wording={"reschedule": wording}).wording) == {"reschedule"}

    @pytest.mark.parametrize(
        ("checklist", "where"),
        [
            ({"items": []}, "checklists.bring.items"),
            ({"items": LIST["items"] * 2}, "checklists.bring.items"),
            (
                {"items": [{"key": f"k{n}", "en": "a", "zh": "a"} for n in range(101)]},
                "checklists.bring.items",
            ),
            (
                {"items": [{"key": "a", "en": "{customer}", "zh": "b"}]},
                "checklists.bring.items[0].en",
            ),
            ({"items": [{"key": "a", "en": "b", "zh": "b}"}]}, "checklists.bring.items[0].zh"),
            ({"items": [{"key": "a", "en": "b\nc", "zh": "b"}]}, "checklists.bring.items[0].en"),
            ({"items": [{"key": "a", "en": "", "zh": "b"}]}, "checklists.bring.items[0].en"),
            ({"items": [{"key": "A b", "en": "b", "zh": "b"}]}, "checklists.bring.items[0].key"),
            ({"items": [{"key": "a", "en": "b"}]}, "checklists.bring.items[0].zh"),
        ],
        ids=repr,
    )
    def test_a_checklist(self, checklist: Any, where: str) -> None:
        found = {**json.loads(INCINTA.model_dump_json())["checklists"], "bring": checklist}
        problems = refusal(checklists=found).problems
        assert where in [each["where"] for each in problems]

    def test_a_checklist_that_a_wording_lists_is_there(self) -> None:
        (problem,) = refusal(checklists={}).problems
        assert problem["problem"].endswith("add bring")
        with pytest.raises(ValidationError, match="add bring"):
            RSI.revise(wording={"voicemail": text(body="{bring}")})

    def test_a_policy_may_have_texts_of_its_own(self) -> None:
        policy = RSI.revise(wording={"birthday": EMAIL}, checklists={"birthday": LIST})
        assert list(policy.wording) == list(policy.checklists) == ["birthday"]


class TestWords:
    """The text for the nth time is the nth, or the last (INC 12.3)."""

    WORDING = Wording(
        channel=Channel.TEXT,
        messages=tuple(
            Bilingual(en=Words(body=f"en {n}"), zh=Words(body=f"zh {n}")) for n in range(3)
        ),
    )

    @pytest.mark.parametrize(("count", "place"), [(0, 0), (1, 1), (2, 2), (3, 2), (10**9, 2)])
    @pytest.mark.parametrize("language", Language)
    def test_by_count_and_language(self, count: int, place: int, language: Language) -> None:
        assert self.WORDING.words(language=language, count=count).body == f"{language} {place}"

    def test_the_first_is_the_usual(self) -> None:
        assert self.WORDING.words(language=Language.EN).body == "en 0"

    def test_lines_of_a_checklist(self) -> None:
        listed = Checklist(items=(Item(key="a", en="A", zh="甲"), Item(key="b", en="B", zh="乙")))
        assert listed.lines(language=Language.EN) == ("A", "B")
        assert listed.lines(language=Language.ZH) == ("甲", "乙")


class TestRevise:
    """A clinic puts its own words in, and `sources` says which are its own."""

    def test_one_text_of_many(self) -> None:
        revised = INCINTA.revise(wording={"voicemail": CALL})
        assert revised.wording["voicemail"] == Wording.model_validate(CALL)
        assert revised.wording["reschedule"] == INCINTA.wording["reschedule"]
        assert revised.source_of("wording.voicemail.messages[0].en.body") == "own"
        assert revised.source_of("wording.reschedule") == "INC.reschedule_tone"

    def test_one_item(self) -> None:
        items = INCINTA.model_dump(mode="json")["checklists"]["bring"]["items"]
        items[1]["en"] = "Your insurance card"
        revised = INCINTA.revise(checklists={"bring": {"items": items}})
        assert revised.source_of("checklists.bring.items[1].en") == "own"
        assert revised.source_of("checklists.bring.items[0].en") == "INC.confirmation_bring"

    def test_whole_values(self) -> None:
        revised = RSI.revise(wording=INCINTA.wording, checklists=INCINTA.checklists)
        assert (revised.wording, revised.checklists) == (INCINTA.wording, INCINTA.checklists)


class TestPresets:
    """INCINTA and CLINIC have every text that tasks refer to; RSI's document words none."""

    @pytest.mark.parametrize("policy", PRESETS)
    def test_every_key_and_no_other(self, policy: Policy) -> None:
        assert set(policy.wording) == set(WordingKey)
        assert set(policy.checklists) == set(ChecklistKey)

    def test_rsi_has_none_and_says_so(self) -> None:
        assert (RSI.wording, RSI.checklists) == (Wordings(), Checklists())
        assert RSI.source_of("wording.voicemail") == "reading"
        assert RSI.source_of("checklists") == "reading"

    @pytest.mark.parametrize("policy", PRESETS)
    def test_no_key_is_without_a_clause(self, policy: Policy) -> None:
        references = {each.reference for each in CLAUSES if each.document == "INC"}
        paths = [f"wording.{key}" for key in policy.wording]
        paths += [f"checklists.{key}" for key in policy.checklists]
        assert {path for path in paths if policy.sources.get(path) not in references} == set()

    @pytest.mark.parametrize(
        ("path", "reference"),
        [
            ("wording.lead_reminder", "INC.lead_reminder"),
            ("wording.opening_call", "INC.opening_script"),
            ("wording.voicemail", "INC.voice_message"),
            ("wording.follow_up_email", "INC.follow_up_email"),
            ("wording.confirmation", "INC.confirmation_content"),
            ("wording.pre_visit_information", "INC.send_pre_visit_information"),
            ("wording.reminder_call", "INC.route_script"),
            ("wording.no_show_call", "INC.no_show_script"),
            ("wording.missed_appointment", "INC.missed_appointment_content"),
            ("wording.reschedule", "INC.reschedule_tone"),
            ("wording.final_call", "INC.final_attempt"),
            ("wording.final_email", "INC.final_attempt"),
            ("checklists.treatment_introduction", "INC.treatment_introduction"),
            ("checklists.information_collection", "INC.information_collection"),
            ("checklists.needs", "INC.needs_collection"),
            ("checklists.basics", "INC.basics_collection"),
            ("checklists.considerations", "INC.considerations_collection"),
            ("checklists.customer_information", "INC.complete_basic_information"),
            ("checklists.medical_information", "INC.complete_medical_information"),
            ("checklists.bring", "INC.confirmation_bring"),
            ("checklists.reminder", "INC.reminder_content"),
        ],
    )
    def test_the_clause(self, path: str, reference: str) -> None:
        assert INCINTA.sources[path] == reference

    @pytest.mark.parametrize(
        ("key", "channel"),
        [
            ("lead_reminder", "email"), ("opening_call", "phone"), ("voicemail", "phone"),
            ("follow_up_email", "email"), ("confirmation", "email"),
            ("pre_visit_information", "email"), ("reminder_call", "phone"),
            ("no_show_call", "phone"), ("missed_appointment", "email"), ("reschedule", "email"),
            ("final_call", "phone"), ("final_email", "email"),
        ],
    )  # fmt: skip
    def test_the_channel(self, key: str, channel: str) -> None:
        assert INCINTA.wording[key].channel == channel

    def test_the_weekly_email_has_at_least_three_texts_and_no_two_are_the_same(self) -> None:
        messages = INCINTA.wording["reschedule"].messages
        assert len(messages) >= 3
        for language in ("en", "zh"):
            assert len({getattr(each, language).body for each in messages}) == len(messages)
            assert len({getattr(each, language).subject for each in messages}) == len(messages)

    @pytest.mark.parametrize(
        ("key", "points"),
        [
            ("needs", 4), ("basics", 4), ("considerations", 4), ("customer_information", 4),
            ("medical_information", 4), ("bring", 5), ("reminder", 4),
            ("treatment_introduction", 4), ("information_collection", 4),
        ],
    )  # fmt: skip
    def test_as_many_points_as_the_document_has(self, key: str, points: int) -> None:
        assert len(INCINTA.checklists[key].items) == points


def chinese_share(text: str) -> float:
    """How much of a text, placeholders left out, is Chinese."""
    told = re.sub(r"\{\w+\}|\s", "", text)
    return len(re.findall(r"[\u3000-\u9fff\uff00-\uffef]", told)) / len(told)


def texts_of(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Every text of a policy by where it is, and in which language."""
    for key, wording in policy.wording.items():
        for place, told in enumerate(wording.messages):
            for language, words in (("en", told.en), ("zh", told.zh)):
                yield f"{key}[{place}].body", language, words.body
                if words.subject is not None:
                    yield f"{key}[{place}].subject", language, words.subject
    for key, listed in policy.checklists.items():
        for item in listed.items:
            yield f"{key}.{item.key}", "en", item.en
            yield f"{key}.{item.key}", "zh", item.zh


every_text = pytest.mark.parametrize(
    ("where", "language", "text"),
    [pytest.param(*each, id=f"{each[0]} {each[1]}") for each in texts_of(INCINTA)],
)


class TestTexts:
    """Each text is in its language, keeps the facts and holds no name, number or address."""

    @every_text
    def test_it_is_written_in_its_language(self, where: str, language: str, text: str) -> None:
        share = chinese_share(text)
        assert share == 0 if language == "en" else share > 0.75

    @every_text
    def test_no_number_to_call_no_address_no_link(
        self, where: str, language: str, text: str
    ) -> None:
        assert not re.search(r"\d{3}|@|://|www\.", text)
        assert not re.search(r"Incinta|Hawthorne|Torrance|Pavilion", text, re.IGNORECASE)

    @every_text
    def test_chinese_has_chinese_punctuation(self, where: str, language: str, text: str) -> None:
        if language == "zh":
            assert not re.search(r"[\u4e00-\u9fff][,;?!.:]", text)

    @pytest.mark.parametrize(
        ("key", "placeholders"),
        [
            ("lead_reminder", {"lead_id"}),
            ("opening_call", {"customer", "sender", "clinic"}),
            ("voicemail", {"customer", "sender", "clinic", "clinic_phone"}),
            (
                "follow_up_email",
                {"customer", "sender", "clinic", "clinic_phone", "clinic_address", "booking_link"},
            ),
            (
                "confirmation",
                {"customer", "sender", "doctor", "clinic", "clinic_phone", "clinic_address",
                 "date", "time", "bring"},
            ),
            (
                "pre_visit_information",
                {"customer", "sender", "doctor", "clinic", "clinic_phone", "clinic_address",
                 "date", "time", "bring"},
            ),
            (
                "reminder_call",
                {"customer", "sender", "doctor", "clinic", "clinic_address", "day", "time"},
            ),
            ("no_show_call", {"customer", "sender", "doctor", "clinic", "day", "time"}),
            (
                "missed_appointment",
                {"customer", "sender", "doctor", "clinic", "clinic_phone", "day", "time"},
            ),
            ("reschedule", {"customer", "sender", "clinic", "clinic_phone"}),
            ("final_call", {"customer", "sender", "clinic", "clinic_phone"}),
            ("final_email", {"customer", "sender", "clinic", "clinic_phone"}),
        ],
    )  # fmt: skip
    def test_it_tells_what_its_clause_asks_for(self, key: str, placeholders: set[str]) -> None:
        for told in INCINTA.wording[key].messages:
            assert told.en.placeholders == told.zh.placeholders == placeholders

    @pytest.mark.parametrize("key", ["confirmation", "pre_visit_information", "reminder_call"])
    @pytest.mark.parametrize(
        ("language", "facts"),
        [("en", ["15 minutes", "free"]), ("zh", ["15分钟", "免费停车"])],
        ids=["en", "zh"],
    )
    def test_early_and_parking_free(self, key: str, language: str, facts: list[str]) -> None:
        body = getattr(INCINTA.wording[key].messages[0], language).body
        assert [fact for fact in facts if fact not in body] == []

    def test_what_to_bring(self) -> None:
        keys = [item.key for item in INCINTA.checklists["bring"].items]
        assert keys == ["photo_id", "insurance_cards", "records", "medication", "forms"]

    def test_the_points_of_the_reminder(self) -> None:
        keys = [item.key for item in INCINTA.checklists["reminder"].items]
        assert keys == ["appointment", "route", "parking", "bring"]


RUN = 8
ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = (".py .md .json .toml .txt .yml .yaml .ipynb .html").split()
NOT_OURS = {"node_modules", "site", "build", "dist", "__pycache__"}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words, counted as `shared/checks/own_words.py` counts them."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


@pytest.fixture(scope="module")
def taken() -> set[tuple[str, ...]]:
    """The runs of the source documents, which lie beside the folder of real data."""
    data = os.environ.get("LEADFLOW_DATA")
    if not data:
        pytest.skip("LEADFLOW_DATA is not set: the source documents lie beside that folder")
    seeds = Path(data).resolve().parent / "seeds"
    if not seeds.is_dir():
        pytest.skip("no folder `seeds` beside the folder that LEADFLOW_DATA names")
    found = {run for each in seeds.glob("*.txt") for run in runs(each.read_text(encoding="utf-8"))}
    assert found
    return found


def files() -> Iterator[Path]:
    """Every file of the project that people read, as `shared/checks/own_words.py` finds them."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith((".git", ".venv")) or part in NOT_OURS for part in inside)
        if not hidden and path.suffix in SUFFIXES and path.is_file():
            yield path


class TestOwnWords:
    """Facts, figures and names carry over; no run of eight words does (issue 4)."""

    @pytest.mark.parametrize("policy", PRESETS)
    def test_no_text_repeats_a_document(self, policy: Policy, taken: set[tuple[str, ...]]) -> None:
        repeated = [where for where, _, text in texts_of(policy) if taken & set(runs(text))]
        assert repeated == []

    def test_nor_does_any_file_of_the_project(self, taken: set[tuple[str, ...]]) -> None:
        found = list(files())
        assert Path(__file__).resolve() in found
        repeated = [
            path.relative_to(ROOT).as_posix()
            for path in found
            if taken & set(runs(path.read_text(encoding="utf-8")))
        ]
        assert repeated == []

"""The lead and its profile: what is required, what may be unknown, and what is never kept."""

from __future__ import annotations

import pickle
from copy import copy, deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from clinic import CREATED
from leadflow import INCINTA, Engine, History, Lead, Profile, ProfileChanges, ProfileUpdated
from leadflow.lead import Facts, facts_of, with_changes
from leadflow.vocabulary import Channel, LeadSource, Pricing, SpecialNeed, VisitBarrier

FACTS = (
    "calling_code", "language", "chinese", "pricing", "referral_fee", "visit_barriers",
    "special_needs", "agreed_visit_on", "channels",
)  # fmt: skip
KNOWN: dict[str, Any] = {
    "calling_code": "86",
    "language": "zh-Hans-CN",
    "chinese": True,
    "pricing": "international",
    "referral_fee": False,
    "visit_barriers": ["too_far"],
    "special_needs": [],
    "agreed_visit_on": "2026-11-20",
    "channels": ["email", "phone"],
}
every_fact = pytest.mark.parametrize("fact", FACTS)
TEXTS = ("", " ", "two words", "tab\there", "line\n", "\x00", "\u2028", "\ud800", "x" * 129)


def _name(value: object) -> str:
    """Not its repr, which may hold sets: their order is another in each process."""
    return type(value).__name__


def lead(**fields: Any) -> Lead:
    return Lead(**{"lead_id": "lead-1", "created_at": CREATED, **fields})


def profile(**facts: Any) -> Profile:
    return Profile(**facts)


def changes(**facts: Any) -> ProfileChanges:
    return ProfileChanges(**facts)


class TestLead:
    """A lead has an opaque id and an instant of creation; source and profile may be unknown."""

    def test_only_id_and_creation_are_required(self) -> None:
        read = Lead.model_validate_json('{"lead_id": "x", "created_at": "2026-11-03T09:00:00Z"}')
        assert (read.source, read.profile) == (LeadSource.OTHER, Profile())

    @pytest.mark.parametrize("missing", ["lead_id", "created_at"])
    def test_without_either_it_is_refused(self, missing: str) -> None:
        fields: dict[str, Any] = {"lead_id": "x", "created_at": CREATED}
        del fields[missing]
        with pytest.raises(ValidationError, match=missing):
            Lead(**fields)

    @pytest.mark.parametrize("lead_id", ["x", "é-7/β#", "x" * 128, "0", "\U0001f600"])
    def test_any_id_without_blanks(self, lead_id: str) -> None:
        assert lead(lead_id=lead_id).lead_id == lead_id

    @pytest.mark.parametrize("lead_id", [*TEXTS, 7, None, True, b"x", ["x"]], ids=ascii)
    def test_no_other_id(self, lead_id: Any) -> None:
        with pytest.raises(ValidationError):
            lead(lead_id=lead_id)

    @pytest.mark.parametrize(
        "source", ["internet_form", "phone", "voicemail", "referral", "walk_in", "other"]
    )
    def test_six_sources(self, source: str) -> None:
        assert lead(source=source).source == source

    @pytest.mark.parametrize("source", ["Phone", "fax", "", None, 1])
    def test_no_other_source(self, source: Any) -> None:
        with pytest.raises(ValidationError):
            lead(source=source)

    def test_no_other_field(self) -> None:
        with pytest.raises(ValidationError):
            lead(note="called twice")

    def test_creation_is_kept_in_utc(self) -> None:
        here = CREATED.astimezone(timezone(timedelta(hours=-8)))
        assert lead(created_at=here).created_at.tzinfo is UTC
        assert lead(created_at=here) == lead()
        assert hash(lead(created_at=here)) == hash(lead())
        assert lead(created_at=here).model_dump_json() == lead().model_dump_json()

    @pytest.mark.parametrize("facts", [None, [], "x", 1])
    def test_a_profile_is_an_object(self, facts: Any) -> None:
        with pytest.raises(ValidationError):
            lead(profile=facts)


class TestFacts:
    """Each fact may be unknown, and unknown is never the same as false or empty."""

    def test_all_are_unknown_unless_told(self) -> None:
        dumped = Profile().model_dump()
        assert tuple(dumped) == FACTS
        assert {name for name, value in dumped.items() if value is not None} == {"channels"}

    @pytest.mark.parametrize("fact", FACTS[:-1])
    def test_each_may_be_null(self, fact: str) -> None:
        assert profile(**{fact: None}) == Profile()

    @pytest.mark.parametrize("fact", ["chinese", "referral_fee"])
    def test_false_is_not_unknown(self, fact: str) -> None:
        assert profile(**{fact: False}) != Profile()

    @pytest.mark.parametrize("fact", ["visit_barriers", "special_needs"])
    def test_asked_and_none_is_not_unknown(self, fact: str) -> None:
        assert profile(**{fact: []}) != Profile()

    @pytest.mark.parametrize("fact", ["chinese", "referral_fee"])
    @pytest.mark.parametrize("value", [0, 1, "true", "no", "", 1.0])
    def test_booleans_are_strict(self, fact: str, value: Any) -> None:
        with pytest.raises(ValidationError):
            profile(**{fact: value})

    @pytest.mark.parametrize("code", ["1", "7", "86", "852", "999"])
    def test_a_calling_code_is_one_to_three_digits(self, code: str) -> None:
        assert Profile(calling_code=code).calling_code == code

    @pytest.mark.parametrize("code", ["", "0", "+1", "01", "8613", " 1", "1\n", "八六", 86, True])
    def test_nothing_else_is_a_calling_code(self, code: Any) -> None:
        with pytest.raises(ValidationError):
            Profile(calling_code=code)

    @pytest.mark.parametrize("tag", ["zh", "ZH", "cmn", "zh-Hans-CN", "en-US", "de-1996"])
    def test_a_language_is_a_tag(self, tag: str) -> None:
        assert Profile(language=tag).language == tag

    @pytest.mark.parametrize("tag", ["", "z", "zh_CN", "Chinese and English", "zh-", "中文", 1])
    def test_nothing_else_is_a_language(self, tag: Any) -> None:
        with pytest.raises(ValidationError):
            Profile(language=tag)

    @pytest.mark.parametrize(
        ("fact", "words"),
        [
            ("pricing", ["local", "international"]),
            ("visit_barriers", [
                "consultation_only", "no_short_term_plan", "too_far", "long_term_follow_up",
            ]),
            ("special_needs", ["egg_donation", "surrogacy", "embryo_transport", "other_complex"]),
            ("channels", ["phone", "email", "text"]),
        ],
    )  # fmt: skip
    def test_the_words_of_the_interface(self, fact: str, words: list[str]) -> None:
        kinds = {
            "pricing": Pricing,
            "visit_barriers": VisitBarrier,
            "special_needs": SpecialNeed,
            "channels": Channel,
        }
        assert [str(each) for each in kinds[fact]] == words
        value: Any = words[0] if fact == "pricing" else words
        assert Profile.model_validate({fact: value}) == Profile.model_validate_json(
            profile(**{fact: value}).model_dump_json()
        )

    @pytest.mark.parametrize("fact", ["visit_barriers", "special_needs", "channels"])
    @pytest.mark.parametrize("value", ["phone", ["fax"], [None], [1], {"phone": True}, 3])
    def test_a_set_holds_words_of_its_own_only(self, fact: str, value: Any) -> None:
        with pytest.raises(ValidationError):
            profile(**{fact: value})

    def test_a_word_told_twice_is_told(self) -> None:
        twice = Profile.model_validate({"special_needs": ["surrogacy", "surrogacy"]})
        assert twice.special_needs == frozenset({SpecialNeed.SURROGACY})

    @pytest.mark.parametrize("value", [date(2026, 11, 20), "2026-11-20"])
    def test_an_agreed_visit_is_a_date(self, value: Any) -> None:
        assert Profile(agreed_visit_on=value).agreed_visit_on == date(2026, 11, 20)

    @pytest.mark.parametrize(
        "value",
        [
            "2026-11-20T09:00:00Z",
            CREATED,
            20261120,
            "20 November",
            "2026-02-30",
            "",
            True,
            "next week",
        ],
        ids=str,
    )
    def test_nothing_else_is_a_visit_date(self, value: Any) -> None:
        with pytest.raises(ValidationError):
            Profile(agreed_visit_on=value)

    def test_a_lead_can_be_reached_in_every_way_unless_told(self) -> None:
        assert Profile().channels == frozenset(Channel)

    def test_it_may_be_reachable_in_no_way(self) -> None:
        assert Profile(channels=frozenset()).channels == frozenset()

    @pytest.mark.parametrize("model", [Profile, ProfileChanges])
    def test_channels_are_never_unknown(self, model: type[Profile]) -> None:
        with pytest.raises(ValidationError):
            model.model_validate({"channels": None})


class TestProfileChanges:
    """The facts that became known or, as null, unknown again; what is not named stays."""

    @every_fact
    def test_a_fact_becomes_known(self, fact: str) -> None:
        changed = Profile().changed(changes(**{fact: KNOWN[fact]}))
        assert changed == profile(**{fact: KNOWN[fact]})

    @pytest.mark.parametrize("fact", FACTS[:-1])
    def test_a_fact_becomes_unknown_again(self, fact: str) -> None:
        changed = Profile(**KNOWN).changed(changes(**{fact: None}))
        assert changed == profile(**{**KNOWN, fact: None})

    def test_what_is_not_named_stays(self) -> None:
        assert Profile(**KNOWN).changed(ProfileChanges()) == Profile(**KNOWN)

    def test_a_phone_is_reduced_here_too(self) -> None:
        told = ProfileChanges(phone="+86 138 0013 8000")
        assert Profile().changed(told) == Profile(calling_code="86")
        assert told == ProfileChanges(calling_code="86")

    def test_a_phone_may_become_unknown_again(self) -> None:
        told = ProfileChanges.model_validate_json('{"phone": null}')
        assert Profile(calling_code="86").changed(told) == Profile()

    def test_only_what_was_named_is_written(self) -> None:
        told = ProfileChanges(pricing=None, chinese=True)
        assert told.model_dump(mode="json") == {"chinese": True, "pricing": None}

    @pytest.mark.parametrize(
        "text",
        ["{}", '{"pricing": null}', '{"pricing": "local"}', '{"channels": []}', '{"phone": null}'],
    )
    def test_json_round_trip_is_the_identity(self, text: str) -> None:
        told = ProfileChanges.model_validate_json(text)
        again = ProfileChanges.model_validate_json(told.model_dump_json())
        assert again == told
        assert hash(again) == hash(told)
        assert again.model_fields_set == told.model_fields_set

    def test_to_name_a_fact_as_unknown_is_not_to_leave_it_out(self) -> None:
        assert ProfileChanges(pricing=None) != ProfileChanges()
        assert ProfileChanges(pricing=None) == ProfileChanges(pricing=None)

    def test_changes_are_not_a_profile(self) -> None:
        assert ProfileChanges() != Profile()
        assert ProfileChanges() != "changes"


class TestPlainFacts:
    """While a history is folded, facts are a plain mapping that tells what a profile would."""

    def test_they_are_those_of_a_profile(self) -> None:
        assert tuple(Facts.__annotations__) == FACTS

    @every_fact
    def test_they_change_as_a_profile_does(self, fact: str) -> None:
        told = changes(**{fact: KNOWN[fact]})
        assert with_changes(facts_of(Profile()), told) == facts_of(Profile().changed(told))

    def test_what_is_not_named_stays(self) -> None:
        known = facts_of(Profile(**KNOWN))
        assert with_changes(known, ProfileChanges()) == known

    @pytest.mark.parametrize("fact", FACTS[:-1])
    def test_they_become_unknown_again_as_a_profile_does(self, fact: str) -> None:
        told = changes(**{fact: None})
        after = with_changes(facts_of(Profile(**KNOWN)), told)
        assert after == facts_of(Profile(**KNOWN).changed(told))

    def test_what_becomes_known_leaves_the_lead_as_it_came_in(self) -> None:
        told = ProfileUpdated(at=CREATED, changes=changes(**KNOWN))
        history = History(lead=lead(profile=Profile()), events=(told,))
        Engine(INCINTA).decide(history, now=CREATED)
        assert history.lead.profile == Profile()


every_model = pytest.mark.parametrize(
    "value", [lead(), Profile(**KNOWN), ProfileChanges(**KNOWN)], ids=_name
)


class TestImmutable:
    """Lead and profile are values: they do not change, and equal ones are equal everywhere."""

    @pytest.mark.parametrize(
        "value", [lead(), Profile(**KNOWN), ProfileChanges(**KNOWN)], ids=_name
    )
    def test_no_field_can_be_set_added_or_deleted(self, value: Any) -> None:
        for name in (*type(value).model_fields, "anything"):
            with pytest.raises((ValidationError, AttributeError)):
                setattr(value, name, None)
            with pytest.raises((ValidationError, AttributeError)):
                delattr(value, name)

    @pytest.mark.parametrize(
        "value", [lead(), Profile(**KNOWN), ProfileChanges(**KNOWN)], ids=_name
    )
    def test_copies_are_equal(self, value: Any) -> None:
        for twin in (copy(value), deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert twin == value
            assert hash(twin) == hash(value)

    @every_fact
    def test_another_fact_makes_another_profile(self, fact: str) -> None:
        assert profile(**{fact: KNOWN[fact]}) != Profile()
        assert profile(**{fact: KNOWN[fact]}) == profile(**{fact: KNOWN[fact]})

    @pytest.mark.parametrize("facts", [{}, KNOWN, {"visit_barriers": []}], ids=str)
    def test_json_round_trip_is_the_identity(self, facts: dict[str, Any]) -> None:
        told = lead(source="referral", profile=facts)
        again = Lead.model_validate_json(told.model_dump_json())
        assert again == told
        assert again.model_dump_json() == told.model_dump_json()

    def test_sets_are_written_in_order(self) -> None:
        told = Profile(channels=frozenset(Channel), special_needs=frozenset(SpecialNeed))
        written = told.model_dump(mode="json")
        assert written["channels"] == sorted(written["channels"])
        assert written["special_needs"] == sorted(written["special_needs"])

    def test_dates_and_instants_are_written_as_text(self) -> None:
        told = lead(created_at=datetime(2026, 11, 3, 17, 0, 0, 5, UTC), profile=KNOWN)
        written = told.model_dump(mode="json")
        assert written["created_at"] == "2026-11-03T17:00:00.000005Z"
        assert written["profile"]["agreed_visit_on"] == "2026-11-20"

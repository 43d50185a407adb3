"""`diff`: which fields of two policies differ, and a lead on which each of them shows."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from clinic import MICROSECOND, at, history, known, lead
from leadflow import CLINIC, INCINTA, RSI, Engine, Policy, decide
from leadflow import events as e
from leadflow.paths import with_value
from leadflow.readers.diff import FieldDiff, PolicyDiff, QueueWitness, Witness, diff
from leadflow.readers.diff import _search as searched
from leadflow.readers.diff import search as searching
from leadflow.readers.diff.asking import Side
from leadflow.readers.diff.queues import jump
from leadflow.readers.diff.reasons import IDLE
from leadflow.readers.diff.telling import story
from leadflow.rulebook import RULEBOOK
from leadflow.sections import BY_OFFICE
from parting import is_true

ABSENT = object()


def field(found: PolicyDiff, path: str) -> FieldDiff:
    told = found.field(path)
    assert told is not None
    return told


def shows(found: PolicyDiff, path: str) -> Witness:
    """The witness of a field, which one lead shows."""
    witness = field(found, path).witness
    assert isinstance(witness, Witness)
    return witness


def json_of(policy: Policy) -> dict[str, Any]:
    whole: dict[str, Any] = policy.model_dump(mode="json")
    return whole


def taken_over(policy: Policy, other: Policy, *paths: str) -> Policy:
    """The policy with the other's values at these paths; mappings may gain and lose keys."""
    whole = json_of(policy)
    for path in paths:
        part, _, key = path.rpartition(".")
        theirs: Any = json_of(other)
        for name in path.replace("]", "").replace("[", ".").split("."):
            theirs = theirs[int(name)] if name.isdecimal() else theirs.get(name, ABSENT)
        if part in ("wording", "checklists", "labels"):
            gained = {} if theirs is ABSENT else {key: theirs}
            rest = {name: value for name, value in whole[part].items() if name != key}
            whole = {**whole, part: {**rest, **gained}}
        else:
            whole = with_value(whole, path, theirs)
    return Policy.model_validate(whole)


@pytest.fixture(scope="module")
def incinta() -> PolicyDiff:
    return diff(RSI, other=INCINTA)


@pytest.fixture(scope="module")
def rsi() -> PolicyDiff:
    return diff(INCINTA, other=RSI)


VOICEMAIL_LAST = RSI.revise(
    priority={"order": ["inbound_call", "new_lead", "voicemail", "follow_up"]}
)


@pytest.fixture(scope="module")
def reordered() -> PolicyDiff:
    return diff(RSI, other=VOICEMAIL_LAST)


class TestEqualPolicies:
    """Two policies that are equal differ in no field, and the result says so."""

    def test_there_is_nothing(self) -> None:
        found = diff(RSI, other=Policy.model_validate(json_of(RSI)))
        assert found.fields == ()
        assert found.rows() == []
        assert found.witness is None
        assert found.why_none is None
        assert found.field("name") is None

    def test_it_says_so(self) -> None:
        assert "The policies are equal." in str(diff(RSI, other=RSI))


class TestFieldsThatDiffer:
    """Fields are named by their paths, in the order of the policy, with values and sources."""

    def test_every_field_once_and_in_order(self, incinta: PolicyDiff) -> None:
        paths = [each.path for each in incinta.fields]
        assert len(set(paths)) == len(paths)
        sections = [path.partition(".")[0] for path in paths]
        order = list(Policy.model_fields)
        assert sections == sorted(sections, key=order.index)

    def test_what_is_equal_is_not_told(self, incinta: PolicyDiff) -> None:
        paths = {each.path for each in incinta.fields}
        assert not paths & {"calls.ring_limit", "calendar", "attempts.open_attempt_grace"}

    @pytest.mark.parametrize("section", ["mail", "reminder", "no_show", "unreachable", "routing"])
    def test_a_section_that_one_side_lacks_is_one_field(
        self, incinta: PolicyDiff, section: str
    ) -> None:
        assert field(incinta, section).before is None
        assert field(incinta, section).after == json_of(INCINTA)[section]
        assert not [each for each in incinta.fields if each.path.startswith(f"{section}.")]

    def test_ladders_of_different_length_are_one_field(self, incinta: PolicyDiff) -> None:
        assert len(field(incinta, "attempts.rungs").before) == 3
        assert len(field(incinta, "attempts.rungs").after) == 1

    def test_ladders_of_one_length_are_told_by_rung(self) -> None:
        rungs = json_of(RSI)["attempts"]["rungs"]
        rungs[1]["no_response"] = "PT6H"
        found = diff(RSI, other=RSI.revise(attempts={"rungs": rungs}))
        told = field(found, "attempts.rungs[1].no_response")
        assert [each.path for each in found.fields] == [told.path]
        assert (told.before, told.after) == ("PT24H", "PT6H")
        assert (told.source_before, told.source_after) == ("RSI.attempt_2_no_response", "own")

    def test_a_delay_of_another_kind_is_one_value(self) -> None:
        other = RSI.revise(calls={"ring_limit": {"business_days": 1}})
        assert [each.path for each in diff(RSI, other=other).fields] == ["calls.ring_limit"]

    def test_a_text_that_one_side_lacks_has_no_value_there(
        self, incinta: PolicyDiff, rsi: PolicyDiff
    ) -> None:
        assert field(incinta, "wording.voicemail").before is None
        assert field(rsi, "wording.voicemail").after is None

    def test_sources_of_parts_are_told_of_the_whole(self, incinta: PolicyDiff) -> None:
        told = field(incinta, "no_show").source_after
        assert told == "INC.no_show_call, INC.weekly_reschedule, INC.termination_silence"
        assert field(incinta, "labels.visited").source_before is None

    def test_sources_are_told_apart_only_where_values_agree(self) -> None:
        sources = {**RSI.sources, "calls.ring_limit": "own"}
        other = RSI.revise(sources=sources, calls={"ring_limit": "PT6M"})
        assert diff(RSI, other=other).field("sources") is None
        told = field(diff(RSI, other=RSI.revise(sources=sources)), "sources")
        assert told.before == {"calls.ring_limit": "reading"}
        assert told.after == {"calls.ring_limit": "own"}
        assert (told.source_before, told.source_after) == (None, None)


class TestWitnesses:
    """A witness parts the policy from the same with one field of the other's, and is shortest."""

    @pytest.mark.parametrize("names", [("RSI", "INCINTA"), ("INCINTA", "RSI")], ids=" to ".join)
    def test_each_is_true(
        self, names: tuple[str, str], incinta: PolicyDiff, rsi: PolicyDiff
    ) -> None:
        one, two = ({"RSI": RSI, "INCINTA": INCINTA}[name] for name in names)
        first = Engine(one)
        for each in (incinta if one is RSI else rsi).fields:
            if each.witness is not None:
                variant = taken_over(one, two, each.path, *each.with_it)
                assert is_true(first, Engine(variant), each.witness), each.path

    def test_the_policies_as_wholes_part(self, incinta: PolicyDiff) -> None:
        witness = incinta.witness
        assert isinstance(witness, Witness)
        assert is_true(Engine(RSI), Engine(INCINTA), witness)

    def test_the_decisions_are_those_of_the_engine(self, incinta: PolicyDiff) -> None:
        witness = incinta.witness
        assert isinstance(witness, Witness)
        assert witness.before == decide(witness.history, now=witness.now, policy=RSI)
        assert witness.after == decide(witness.history, now=witness.now, policy=INCINTA)

    def test_a_longer_delay_shows_after_one_call(self) -> None:
        rungs = json_of(RSI)["attempts"]["rungs"]
        rungs[0]["no_response"] = "PT5H"
        found = diff(RSI, other=RSI.revise(attempts={"rungs": rungs}))
        witness = shows(found, "attempts.rungs[0].no_response")
        assert len(witness.history.events) == 1
        assert witness.outputs[0] == "next_contact"

    def test_the_lead_comes_in_when_the_clinic_is_open(self, incinta: PolicyDiff) -> None:
        for each in incinta.fields:
            if isinstance(each.witness, Witness):
                lead = each.witness.history.lead
                assert lead.lead_id == "lead-1"
                assert lead.created_at == at("2026-11-03 09:00")

    def test_both_decisions_are_explained(self) -> None:
        rungs = json_of(RSI)["attempts"]["rungs"]
        rungs[0]["no_response"] = "PT5H"
        path = "attempts.rungs[0].no_response"
        witness = shows(diff(RSI, other=RSI.revise(attempts={"rungs": rungs})), path)
        before, after = witness.because
        assert {each.output for each in (*before, *after)} <= {*witness.outputs}
        assert {each.policy: each.value for each in before}[path] == "PT4H"
        assert {each.policy: each.value for each in after}[path] == "PT5H"

    def test_the_source_told_with_the_other_value_is_the_other_s(self, incinta: PolicyDiff) -> None:
        _before, after = shows(incinta, "no_show").because
        cited = next(each for each in after if each.policy == "no_show.call_within")
        assert cited.source.startswith("INC ")

    def test_what_one_value_needs_beside_it_is_told(self, incinta: PolicyDiff) -> None:
        found = field(incinta, "wording.confirmation")
        assert found.with_it == ("checklists.bring",)

    def test_a_week_needs_an_open_day(self) -> None:
        hours = json_of(RSI)["calendar"]["week"]["monday"]
        weeks = [{day: hours if day == only else [] for day in json_of(RSI)["calendar"]["week"]}
                 for only in ("monday", "tuesday")]  # fmt: skip
        one, two = (RSI.revise(calendar={"week": week}) for week in weeks)
        found = diff(one, other=two)
        assert field(found, "calendar.week.monday").with_it == ("calendar.week.tuesday",)
        assert shows(found, "calendar.week.tuesday").history.events

    def test_a_closed_date_shows_on_that_date(self) -> None:
        closed = [day for day in json_of(RSI)["calendar"]["closed"] if day != "2026-12-25"]
        found = diff(RSI, other=RSI.revise(calendar={"closed": closed}))
        witness = shows(found, "calendar.closed")
        assert isinstance(witness.history.events[0], e.VoicemailReceived)
        assert witness.now == witness.history.events[0].at
        assert at("2026-12-25 00:00") <= witness.now < at("2026-12-26 00:00")

    def test_a_special_day_shows_on_that_date(self) -> None:
        special = [{"on": "2030-05-04", "open": [["10:00", "12:00"]]}]
        found = diff(RSI, other=RSI.revise(calendar={"special": special}))
        assert (
            at("2030-05-03 00:00") <= shows(found, "calendar.special").now < at("2030-05-05 00:00")
        )

    def test_leads_of_a_clinic_without_that_year_come_in_another(self) -> None:
        one = RSI.revise(calendar={"covered_years": [2031], "closed": []})
        witness = shows(
            diff(one, other=one.revise(calls={"ring_limit": "PT6M"})), "calls.ring_limit"
        )
        assert witness.history.lead.created_at.year == 2031

    def test_a_third_clinic_has_its_own_limits(self) -> None:
        slow = {"after": "P9M", "attempts": 3, "final_attempt_required": False}
        one = CLINIC.revise(unreachable=slow)
        found = diff(one, other=one.revise(unreachable={"after": "P10M"}))
        witness = shows(found, "unreachable.after")
        assert (witness.now - witness.history.lead.created_at).days > 250


class TestSeveralFieldsAtOnce:
    """Each field is looked at alone; the wholes may agree where one field alone parts."""

    def test_two_rungs(self) -> None:
        rungs = json_of(RSI)["attempts"]["rungs"]
        rungs[0]["no_response"], rungs[1]["no_response"] = "PT5H", "PT6H"
        other = RSI.revise(attempts={"rungs": rungs})
        found = diff(RSI, other=other)
        for path in ("attempts.rungs[0].no_response", "attempts.rungs[1].no_response"):
            variant = taken_over(RSI, other, path)
            assert is_true(Engine(RSI), Engine(variant), shows(found, path))

    def test_a_date_open_again_on_a_weekday_that_is_closed_now(self) -> None:
        calendar = json_of(RSI)["calendar"]
        closed = [day for day in calendar["closed"] if day != "2026-11-11"]
        week = {**calendar["week"], "wednesday": []}
        other = RSI.revise(calendar={"closed": closed, "week": week})
        found = diff(RSI, other=other)
        alone = taken_over(RSI, other, "calendar.closed")
        assert is_true(Engine(RSI), Engine(alone), shows(found, "calendar.closed"))
        assert isinstance(found.witness, Witness)
        assert is_true(Engine(RSI), Engine(other), found.witness)


class TestTwoLeads:
    """Where the order of work alone differs, two leads may be needed to show it."""

    def test_two_tiers_that_no_lead_has_at_once(self, reordered: PolicyDiff) -> None:
        witness = field(reordered, "priority.order").witness
        assert isinstance(witness, QueueWitness)
        assert is_true(Engine(RSI), Engine(VOICEMAIL_LAST), witness)
        assert witness.outputs == ("queue",)
        assert [row["before"] for row in witness.rows()] != [row["after"] for row in witness.rows()]
        assert {each.policy for each in witness.because[0]} == {"priority.order"}

    def test_it_is_shown(self, reordered: PolicyDiff) -> None:
        assert isinstance(reordered.witness, QueueWitness)
        assert "then" in reordered.witness.parted
        for part in ("lead-1: created", "lead-2: created", "(voicemail)", "(new lead)"):
            assert part in str(reordered.witness)

    def test_no_lead_no_jump(self) -> None:
        assert jump([], Side(RSI), Side(VOICEMAIL_LAST)) is None


class TestWithoutWitness:
    """Where there is no witness it says why: what cannot matter, or what was tried."""

    def test_names_and_texts_matter_to_nobody(self, incinta: PolicyDiff) -> None:
        for path in ("name", "labels.new", "sources", "effective_on"):
            told = field(incinta, path)
            assert told.witness is None
            assert told.idle
            assert told.why_none

    def test_policies_that_differ_in_names_alone_agree(self) -> None:
        found = diff(RSI, other=RSI.revise(name="Ours"))
        assert found.witness is None
        assert found.why_none == "none of the fields can matter"
        assert "no decision differs" in str(found)

    def test_fields_that_no_rule_reads_are_in_no_head(self) -> None:
        read = {path for rule in RULEBOOK for path in rule.reads}
        unread = [each.fields.rstrip("*.") for each in IDLE if each.where is None]
        assert not [path for path in read if any(path.startswith(each) for each in unread)]

    def test_the_same_tasks_asked_for(self) -> None:
        told = field(diff(RSI, other=RSI.revise(tasks={"asked": []})), "tasks")
        assert told.idle
        more = diff(RSI, other=RSI.revise(tasks={"asked": list(BY_OFFICE)}))
        assert shows(more, "tasks").outputs == ("tasks",)

    def test_what_no_story_reaches_tells_what_was_tried(self, monkeypatch: Any) -> None:
        for pool in ("pairs", "tellings"):
            whole = getattr(searching, pool)()
            monkeypatch.setattr(searching, pool, lambda few=whole[:20]: few)
        searched.cache_clear()
        one = RSI.revise(unreachable={"after": "P2M", "attempts": 9_999}, name="Ours")
        found = diff(one, other=one.revise(unreachable={"attempts": 10_000}, name="Theirs"))
        searched.cache_clear()
        told = field(found, "unreachable.attempts")
        assert told.witness is None
        assert not told.idle
        for words in ("every two events of 30 types", "5 min", "stories of up to"):
            assert words in str(told.why_none)
        assert found.why_none == told.why_none
        assert "no decision differs" in str(found)


class TestTheSameAgain:
    """The same policies give the same comparison, whatever was compared before."""

    def test_nothing_kept_changes_it(self, reordered: PolicyDiff) -> None:
        searched.cache_clear()
        diff(RSI, other=RSI.revise(calls={"ring_limit": "PT6M"}))
        assert diff(RSI, other=VOICEMAIL_LAST) == reordered

    def test_it_can_be_pickled(self, incinta: PolicyDiff) -> None:
        assert pickle.loads(pickle.dumps(incinta)).rows() == incinta.rows()


class TestHowItShows:
    """Tables of the fields, with the witnesses in words."""

    def test_a_row_for_each_field(self, incinta: PolicyDiff) -> None:
        rows = incinta.rows()
        assert [row["field"] for row in rows] == [each.path for each in incinta.fields]
        by_field: Mapping[str, Mapping[str, Any]] = {row["field"]: row for row in rows}
        assert by_field["attempts.one_per_day"]["before"] is False
        assert by_field["attempts.one_per_day"]["outputs"] == "attempts"
        assert by_field["mail"]["history"] is None
        assert by_field["mail"]["after"] == "interval: P7D"

    def test_the_page_tells_fields_witnesses_and_the_rest(self, incinta: PolicyDiff) -> None:
        text = incinta.to_text()
        assert text.startswith("RSI 1 against INCINTA 2.1\n")
        for part in ("46 fields differ", "As wholes: created 2026-11-03 09:00", "Without witness"):
            assert part in text
        assert "<table" in incinta.to_html()

    def test_what_had_to_come_with_a_field_is_told(self, rsi: PolicyDiff) -> None:
        assert (
            "(with wording.pre_visit_information, wording.confirmation)"
            in rsi.to_markdown().replace("\\", "")
        )

    def test_of_long_lists_only_what_differs(self) -> None:
        closed = [day for day in json_of(RSI)["calendar"]["closed"] if day != "2026-12-25"]
        text = diff(RSI, other=RSI.revise(calendar={"closed": closed})).to_text()
        assert "only here: 2026-12-25" in text
        assert "2026-11-11" not in text

    def test_a_history_in_words(self) -> None:
        languages = [*json_of(INCINTA)["routing"]["chinese_languages"], "ja"]
        found = diff(INCINTA, other=INCINTA.revise(routing={"chinese_languages": languages}))
        story = shows(found, "routing.chinese_languages").story
        assert story == "created 2026-11-03 09:00 (language ja); asked at once"

    def test_what_a_history_may_tell(self) -> None:
        facts: dict[str, Any] = {"special_needs": ["surrogacy"], "agreed_visit_on": "2026-11-20"}
        told = history(
            e.Contacted(at=at("2026-11-03 08:30"), noted=False),
            known("2026-11-03 09:10", language="zh", pricing="local"),
            of=lead(**facts),
        )
        now = at("2026-11-03 09:10") + MICROSECOND
        assert story(told, now, zone="America/Los_Angeles") == (
            "created 2026-11-03 09:00 (special needs surrogacy, agreed visit on 2026-11-20); "
            "-30 min marked as contacted (noted no); "
            "+10 min profile updated (language zh, pricing local); asked +10 min 1 us"
        )

    def test_a_witness_tells_both_sides_and_why(self, incinta: PolicyDiff) -> None:
        witness = shows(incinta, "reminder")
        text = str(witness)
        assert "appointment booked (appointment id a1, starts at +2 d)" in text
        assert "Other: RSI 1 with reminder as in INCINTA 2.1" in text
        assert "reminder.before = business days: 1" in text
        assert [row["output"] for row in witness.rows()] == [
            "next contact",
            "priority",
            "valid until",
        ]

    def test_tasks_are_told_apart(self, incinta: PolicyDiff) -> None:
        assert (
            "call new lead (phone, opening call)" in shows(incinta, "wording.opening_call").parted
        )
        assert "by 2026-11-04 09:00" in shows(incinta, "first_contact.within").parted

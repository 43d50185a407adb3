"""FHIR R5: a lead's bundle is valid, the same each time, and holds nothing of a person.

`fhir.resources` knows the elements and types of R5; the codes that R5 requires and the invariants
that concern these resources are checked beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from clinic import assigned, at, booked, call, contacted, email, history, known, stop, voicemail
from leadflow import CLINIC, INCINTA, RSI, History, InvalidInstant, Lead, Policy, Profile
from leadflow.interop import InvalidMapping, bundle_resource, code_systems
from leadflow.testing import clocks_near, histories

fhir = pytest.importorskip("fhir.resources", reason="fhir.resources is not installed")

CODES: dict[tuple[str, str], set[str]] = {
    ("Task", "status"): set(
        "draft requested received accepted rejected ready cancelled in-progress on-hold failed"
        " completed entered-in-error".split()
    ),
    ("Task", "intent"): set(
        "unknown proposal plan order original-order reflex-order filler-order instance-order"
        " option".split()
    ),
    ("Task", "priority"): set("routine urgent asap stat".split()),
    ("Appointment", "status"): set(
        "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in"
        " waitlist".split()
    ),
    ("Communication", "status"): set(
        "preparation in-progress not-done on-hold stopped completed entered-in-error"
        " unknown".split()
    ),
    ("ServiceRequest", "status"): set(
        "draft active on-hold revoked completed entered-in-error unknown".split()
    ),
    ("ServiceRequest", "intent"): set(
        "proposal plan directive order original-order reflex-order filler-order instance-order"
        " option".split()
    ),
    ("Flag", "status"): {"active", "inactive", "entered-in-error"},
    ("Bundle", "type"): set(
        "document message transaction transaction-response batch batch-response history searchset"
        " collection subscription-notification".split()
    ),
    ("CodeSystem", "status"): {"draft", "active", "retired", "unknown"},
    ("CodeSystem", "content"): {"not-present", "example", "fragment", "complete", "supplement"},
}
"""The codes of R5's required bindings."""
KEYS = set(
    """
    about actor authoredOn basedOn businessStatus cancellationDate cancellationReason category code
    coding concept contentCodeableConcept created description end entry focus for fullUrl id
    identifier input instantiatesUri intent medium method minutesDuration owner participant payload
    performer period priority reason received recipient request requestedPeriod resource
    resourceType sender sent start status statusReason subject system text timestamp type url value
    valueBoolean valueCodeableConcept valueString
    """.split()
)
"""Every key there is: none for a name, a number, an address, a note or a narrative."""
PRESETS = [RSI, INCINTA, CLINIC]
BUSY = history(
    call("2026-11-03 09:10", "no_answer", by="u1", call_id="c1", id="e1"),
    email("2026-11-03 09:15", template="t1"),
    voicemail("2026-11-06 18:30"),
    known("2026-11-07 09:00", chinese=True, calling_code="86"),
    booked("2026-11-09 10:00", "2026-11-16 10:00", provider="dr-1"),
)
NOW = at("2026-11-09 12:00")


def whole(past: History, policy: Policy, now: datetime, **more: Any) -> dict[str, Any]:
    return bundle_resource(past, now=now, policy=policy, appointment_minutes=30, **more)


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["resource"] for each in bundle.get("entry", ())]


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def is_r5(resource: dict[str, Any]) -> None:
    """A resource, and all that is in it, has the elements and types of R5."""
    fhir.get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))


def keeps_the_rules(resource: dict[str, Any]) -> None:
    """A resource has the codes that R5 knows, and breaks none of its invariants."""
    kind = resource["resourceType"]
    for (of, name), codes in CODES.items():
        if of == kind and name in resource:
            assert resource[name] in codes
    for part in parts(resource):
        assert part  # ele-1
        assert all(value not in (None, "", [], {}) for value in part.values())
        if "start" in part and "end" in part:  # per-1, app-5
            assert part["start"] <= part["end"]
    if kind == "Appointment":
        assert {"start", "end"} <= set(resource)  # app-2, app-3
        assert all("actor" in each for each in resource["participant"])  # app-1
        assert "cancellationReason" not in resource or resource["status"] == "cancelled"  # app-4


def told_and_clock(policy: Policy) -> st.SearchStrategy[tuple[History, datetime]]:
    return histories(policy).flatmap(
        lambda past: st.tuples(st.just(past), clocks_near(past, policy=policy))
    )


class TestAnyLead:
    """Whatever happened, at whatever clock."""

    @pytest.mark.parametrize("policy", PRESETS, ids=lambda each: each.name)
    @settings(max_examples=15)
    @given(data=st.data())
    def test_its_bundle_is_valid_and_every_id_in_it_is_one_of_a_kind(
        self, policy: Policy, data: st.DataObject
    ) -> None:
        past, now = data.draw(told_and_clock(policy))
        bundle = whole(past, policy, now, kind="transaction")
        is_r5(bundle)
        for each in resources(bundle):
            keeps_the_rules(each)
            assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", each["id"])
        urls = [each["fullUrl"] for each in bundle.get("entry", ())]
        assert len(set(urls)) == len(urls)  # bdl-7

    @settings(max_examples=15)
    @given(told_and_clock(CLINIC))
    def test_nothing_of_a_person_is_in_it(self, drawn: tuple[History, datetime]) -> None:
        past, now = drawn
        text = past.model_dump_json()
        for part in parts(whole(past, CLINIC, now)):
            assert set(part) <= KEYS
            if "value" in part and part["system"] not in ("urn:leadflow:task", "urn:leadflow:team"):
                assert json.dumps(part["value"], ensure_ascii=False) in text  # an id, as it came

    @settings(max_examples=15)
    @given(told_and_clock(CLINIC))
    def test_the_same_input_gives_the_same_bundle(self, drawn: tuple[History, datetime]) -> None:
        past, now = drawn
        again = History.model_validate_json(past.model_dump_json())
        assert json.dumps(whole(past, CLINIC, now)) == json.dumps(whole(again, CLINIC, now))

    @settings(max_examples=15)
    @given(told_and_clock(CLINIC))
    def test_what_was_said_and_written_keeps_its_id_while_time_goes_on(
        self, drawn: tuple[History, datetime]
    ) -> None:
        past, now = drawn
        early = resources(whole(past, CLINIC, now))
        end = max((now, *(each.at for each in past.events)))
        late = {each["id"] for each in resources(whole(past, CLINIC, end))}
        kept = {each["id"] for each in early if each["resourceType"] == "Communication"}
        assert kept <= late


class TestABundle:
    def test_what_is_not_r5_in_it_would_be_found(self) -> None:
        """The checks above look into each entry."""
        bundle = whole(BUSY, INCINTA, NOW)
        is_r5(bundle)
        for change in ({"name": "x"}, {"status": None}, {"created": "yesterday"}):
            spoilt = json.loads(json.dumps(bundle))
            spoilt["entry"][0]["resource"] |= change
            with pytest.raises(ValidationError):
                is_r5(spoilt)

    def test_it_holds_what_was_what_stands_and_what_is_to_be_done(self) -> None:
        kinds = [each["resourceType"] for each in resources(whole(BUSY, INCINTA, NOW))]
        assert list(dict.fromkeys(kinds)) == [
            "Appointment", "Communication", "ServiceRequest", "Task",
        ]  # fmt: skip

    def test_a_lead_that_wants_no_contact_is_flagged(self) -> None:
        past = history(stop("2026-11-03 10:00"))
        bundle = whole(past, INCINTA, NOW)
        (flag,) = (each for each in resources(bundle) if each["resourceType"] == "Flag")
        assert flag["period"] == {"start": "2026-11-03T18:00:00Z"}
        assert flag["code"]["coding"][0]["code"] == "do_not_contact"

    def test_a_collection_asks_for_nothing_a_transaction_puts_each_resource_in_its_place(
        self,
    ) -> None:
        assert all("request" not in each for each in whole(BUSY, INCINTA, NOW)["entry"])
        bundle = whole(BUSY, INCINTA, NOW, kind="transaction")
        for each in bundle["entry"]:
            resource = each["resource"]
            url = f"{resource['resourceType']}/{resource['id']}"
            assert each["request"] == {"method": "PUT", "url": url}

    def test_its_tasks_belong_to_the_specialist_who_has_the_lead_at_the_clock(self) -> None:
        past = history(
            assigned("2026-11-03 09:01", "u1"),
            assigned("2026-11-04 09:01", "u2"),
            assigned("2026-11-20 09:01", "u3"),
        )
        tasks = resources(whole(past, INCINTA, NOW))
        assert {each["owner"]["identifier"]["value"] for each in tasks} == {"u2"}
        assert all("owner" not in each for each in resources(whole(BUSY, INCINTA, NOW)))

    def test_its_time_is_the_decisions_clock(self) -> None:
        assert whole(BUSY, INCINTA, NOW)["timestamp"] == "2026-11-09T20:00:00Z"

    def test_a_lead_of_which_there_is_nothing_to_tell_has_an_empty_one(self) -> None:
        past = history(contacted("2026-11-03 09:10"))
        bundle = whole(past, RSI, at("2026-11-03 09:00") - timedelta(days=9))
        assert [each["resourceType"] for each in resources(bundle)] == ["Task"]
        silent = History(
            lead=Lead(lead_id="l", created_at=NOW, profile=Profile(channels=frozenset())),
        )
        bundle = whole(silent, RSI.revise(tasks=None), NOW)
        is_r5(bundle)
        assert all(each["resourceType"] == "Task" for each in resources(bundle))

    def test_a_number_that_came_in_is_not_in_it(self) -> None:
        lead = Lead(lead_id="l", created_at=NOW, profile=Profile(phone="+86 138 0013 8000"))
        assert "138" not in json.dumps(whole(History(lead=lead), INCINTA, NOW)["entry"][0])

    def test_ids_of_any_shape_become_ids_that_fhir_allows(self) -> None:
        lead = Lead(lead_id="läd/1?;,\x7f" + "x" * 100, created_at=NOW)
        bundle = whole(History(lead=lead), INCINTA, NOW)
        is_r5(bundle)
        assert all(re.fullmatch(r"[0-9a-f-]{36}", each["id"]) for each in resources(bundle))

    @pytest.mark.parametrize("minutes", [0, -5, 1441, True, 30.0, "30"])
    def test_an_appointment_takes_a_whole_number_of_minutes_up_to_a_day(self, minutes: Any) -> None:
        with pytest.raises(InvalidMapping, match="from 1 to 1440") as refused:
            bundle_resource(BUSY, now=NOW, policy=INCINTA, appointment_minutes=minutes)
        assert str(minutes) not in str(refused.value).replace("1440", "")

    @pytest.mark.parametrize("subject", ["", "Ms Doe", "Patient/1\n", 7])
    def test_a_subject_that_is_no_reference_is_refused_without_repeating_it(
        self, subject: Any
    ) -> None:
        with pytest.raises(InvalidMapping, match="subject must be a URI reference") as refused:
            whole(BUSY, INCINTA, NOW, subject=subject)
        assert not subject or str(subject) not in str(refused.value)

    def test_a_kind_of_bundle_that_is_not_offered_is_refused(self) -> None:
        with pytest.raises(InvalidMapping, match="collection, transaction"):
            whole(BUSY, INCINTA, NOW, kind="batch")

    def test_a_naive_clock_is_refused(self) -> None:
        with pytest.raises(InvalidInstant):
            whole(BUSY, INCINTA, datetime(2026, 11, 9))


class TestCodeSystems:
    def test_each_is_valid_and_no_code_stands_twice(self) -> None:
        for each in code_systems():
            is_r5(each)
            keeps_the_rules(each)
            codes = [concept["code"] for concept in each["concept"]]
            assert len(set(codes)) == len(codes)  # csd-1
            assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{1,254}", each["name"])  # cnl-0

    @settings(max_examples=15)
    @given(told_and_clock(CLINIC))
    def test_every_code_of_leadflow_in_a_bundle_is_listed(
        self, drawn: tuple[History, datetime]
    ) -> None:
        past, now = drawn
        listed = {each["url"]: {c["code"] for c in each["concept"]} for each in code_systems()}
        open_lists = {"urn:leadflow:rule", "urn:leadflow:template"}
        for part in parts(whole(past, CLINIC, now)):
            for coding in part.get("coding", ()):
                system = coding["system"]
                if system.startswith("urn:leadflow:") and system not in open_lists:
                    assert coding["code"] in listed[system]

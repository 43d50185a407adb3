"""FHIR R5: contacts and tasks of a decision as `Task`."""

from __future__ import annotations

import json
from typing import Any

from clinic import (
    booked,
    call,
    decided,
    email,
    follow_up,
    important,
    known,
    lead,
    no_show,
    reply,
    ring,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy, WorkKind
from leadflow.interop import task_resources


def tasks(policy: Policy, *events: Any, now: str) -> list[dict[str, Any]]:
    return list(task_resources(decided(policy, *events, now=now)))


def code(task: dict[str, Any], name: str = "code") -> str:
    return str(task[name]["coding"][0]["code"])


def inputs(task: dict[str, Any]) -> dict[str, Any]:
    return {
        code(each, "type"): next(value for name, value in each.items() if name != "type")
        for each in task["input"]
    }


def one(found: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (task,) = (each for each in found if code(each) == kind)
    return task


LEFT = call("2026-11-03 09:10", "left_message")


class TestAContact:
    """The next contact and what is upcoming."""

    def test_what_lies_ahead_is_a_draft_of_a_plan(self) -> None:
        task = one(tasks(RSI, LEFT, now="2026-11-03 09:11"), "follow_up")
        assert (task["status"], task["intent"]) == ("draft", "plan")
        assert code(task, "businessStatus") == "planned"
        assert task["requestedPeriod"] == {"start": "2026-11-03T21:10:00Z"}

    def test_what_is_due_is_ready_and_ordered(self) -> None:
        task = one(tasks(RSI, LEFT, now="2026-11-03 13:10"), "follow_up")
        assert (task["status"], task["intent"]) == ("ready", "order")
        assert code(task, "businessStatus") == "due"

    def test_a_deadline_is_the_end_of_its_period_and_passed_it_is_overdue(self) -> None:
        task = one(tasks(INCINTA, now="2026-11-03 09:05"), "first_call")
        assert task["requestedPeriod"]["end"] == "2026-11-04T17:00:00Z"
        late = one(tasks(INCINTA, now="2026-11-04 09:00"), "first_call")
        assert code(late, "businessStatus") == "overdue"

    def test_a_deadline_that_lies_before_it_leaves_only_the_end(self) -> None:
        """A no-show recorded late: FHIR has no period that ends before it starts."""
        events = (
            booked("2026-11-04 10:00", "2026-11-16 10:00"),
            no_show("2026-11-16 11:00"),
        )
        task = one(tasks(INCINTA, *events, now="2026-11-16 11:00"), "no_show_call")
        assert task["requestedPeriod"] == {"end": "2026-11-16T18:30:00Z"}

    def test_it_says_which_rule_and_which_clause(self) -> None:
        task = one(tasks(RSI, LEFT, now="2026-11-03 09:11"), "follow_up")
        (reason,) = task["reason"]
        assert reason["concept"]["coding"] == [{"system": "urn:leadflow:rule", "code": "ATT-7"}]
        assert reason["concept"]["text"] == "RSI 1.5, No response to attempt 1"
        assert task["authoredOn"] == "2026-11-03T17:10:00Z"

    def test_it_says_under_which_policy(self) -> None:
        (task,) = tasks(RSI, LEFT, now="2026-11-03 09:11")[:1]
        assert task["instantiatesUri"] == f"urn:leadflow:policy:{RSI.fingerprint}"

    def test_it_says_how_of_which_tier_and_who_made_it_necessary(self) -> None:
        told = inputs(one(tasks(RSI, voicemail("2026-11-03 10:00"), now="2026-11-03 10:01"),
                          "return_voicemail"))  # fmt: skip
        assert [told[name]["text"] for name in ("channel", "tier", "origin")] == [
            "phone", "voicemail", "lead",
        ]  # fmt: skip
        assert told["important"] is False

    def test_it_is_for_the_lead_by_its_opaque_id(self) -> None:
        (task,) = tasks(RSI, LEFT, now="2026-11-03 09:11")[:1]
        told = {"system": "urn:leadflow:lead", "value": "lead-1"}
        assert task["for"] == {"type": "Patient", "identifier": told}

    def test_the_receivers_own_reference_stands_beside_it_and_the_owner_is_a_user(self) -> None:
        decision = decided(RSI, LEFT, now="2026-11-03 09:11")
        (task, *_) = task_resources(decision, subject="Patient/17", owner="u1")
        assert task["for"]["reference"] == "Patient/17"
        assert task["owner"]["identifier"] == {"system": "urn:leadflow:user", "value": "u1"}

    def test_what_is_upcoming_is_told_with_its_own_reason(self) -> None:
        events = (follow_up("2026-11-03 09:20", "2026-11-06 15:00"), voicemail("2026-11-03 10:00"))
        found = tasks(RSI, *events, now="2026-11-03 10:01")
        rules = [each["reason"][0]["concept"]["coding"][0]["code"] for each in found[:2]]
        assert rules == ["COM-4", "ATT-5"]


class TestItsId:
    """The same in every decision that wants the same thing, and in no other."""

    def test_it_is_the_same_at_a_later_clock(self) -> None:
        early, late = (
            tasks(RSI, LEFT, now=when)[0] for when in ("2026-11-03 09:11", "2026-11-05 09:00")
        )
        assert early["id"] == late["id"]
        assert early["status"] != late["status"]

    def test_another_instant_another_purpose_or_another_lead_have_another(self) -> None:
        other = lead(lead_id="lead-2")
        found = [
            tasks(RSI, LEFT, now="2026-11-03 13:16")[0],
            tasks(RSI, LEFT, call("2026-11-03 13:15", "no_answer"), now="2026-11-03 13:16")[0],
            tasks(RSI, LEFT, voicemail("2026-11-03 13:10"), now="2026-11-03 13:16")[0],
            task_resources(decided(RSI, LEFT, now="2026-11-03 13:16", of=other))[0],
        ]
        assert len({each["id"] for each in found}) == len(found)

    def test_two_contacts_of_one_purpose_and_instant_are_told_apart(self) -> None:
        events = reply("2026-11-03 10:00"), ring("2026-11-03 10:00", answered=False)
        found = [each for each in tasks(RSI, *events, now="2026-11-03 10:01")
                 if code(each) == "answer_reply"]  # fmt: skip
        assert len(found) == 2
        assert found[0]["id"] != found[1]["id"]


class TestPriority:
    """The tiers of the policy in FHIR's four words, never against their order."""

    def test_a_ringing_call_is_stat(self) -> None:
        found = tasks(RSI, ring("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert one(found, "answer_call")["priority"] == "stat"

    def test_what_stands_before_follow_up_is_asap(self) -> None:
        assert one(tasks(RSI, now="2026-11-03 09:05"), "first_call")["priority"] == "asap"

    def test_a_follow_up_is_routine_and_of_an_important_lead_urgent(self) -> None:
        assert one(tasks(RSI, LEFT, now="2026-11-03 13:10"), "follow_up")["priority"] == "routine"
        events = LEFT, important("2026-11-03 09:20")
        task = one(tasks(RSI, *events, now="2026-11-03 13:10"), "follow_up")
        assert task["priority"] == "urgent"
        assert inputs(task)["important"] is True

    def test_another_order_of_tiers_gives_other_words(self) -> None:
        policy = RSI.revise(priority={"order": [WorkKind.FOLLOW_UP, WorkKind.NEW_LEAD]})
        assert one(tasks(policy, now="2026-11-03 09:05"), "first_call")["priority"] == "routine"

    def test_a_task_that_is_no_contact_has_none(self) -> None:
        found = tasks(INCINTA, booked("2026-11-04 10:00", "2026-11-16 10:00"),
                      now="2026-11-04 10:01")  # fmt: skip
        assert "priority" not in one(found, "send_confirmation")


class TestATask:
    def test_it_keeps_its_id_as_an_identifier_and_is_about_its_appointment(self) -> None:
        decision = decided(INCINTA, booked("2026-11-04 10:00", "2026-11-16 10:00"),
                           now="2026-11-04 10:01")  # fmt: skip
        (asked,) = (each for each in decision.tasks if each.kind == "send_confirmation")
        task = one(list(task_resources(decision)), "send_confirmation")
        assert task["identifier"] == [{"system": "urn:leadflow:task", "value": asked.id}]
        assert task["focus"]["type"] == "Appointment"
        assert task["focus"]["identifier"]["value"] == "a1"
        assert inputs(task)["wording"] == "confirmation"

    def test_the_one_for_the_china_team_is_about_the_request(self) -> None:
        events = known("2026-11-03 10:00", chinese=True, calling_code="86")
        task = one(tasks(INCINTA, events, now="2026-11-03 10:01"), "transfer_to_china_team")
        assert task["focus"] == {"type": "ServiceRequest", "identifier": task["identifier"][0]}

    def test_a_question_names_the_fact(self) -> None:
        asked = tasks(INCINTA, known("2026-11-03 10:00", chinese=True), now="2026-11-03 10:01")
        facts = [inputs(each)["fact"] for each in asked if code(each) == "ask"]
        assert facts[0] == "calling_code"


class TestADecisionReadFromJson:
    def test_it_gives_the_same_tasks(self) -> None:
        decision = decided(CLINIC, LEFT, email("2026-11-03 09:15"), now="2026-11-03 13:10")
        assert task_resources(Decision.from_json(decision.to_json())) == task_resources(decision)

    def test_stripped_of_its_reasons_it_still_gives_tasks_that_say_less(self) -> None:
        told = decided(RSI, LEFT, now="2026-11-03 13:10").to_dict() | {"because": []}
        (task, *_) = task_resources(Decision.from_json(json.dumps(told)))
        assert {"reason", "authoredOn", "priority"}.isdisjoint(task)
        assert code(task) == "follow_up"

    def test_odd_texts_are_put_on_one_line_or_left_out(self) -> None:
        told = decided(INCINTA, now="2026-11-03 09:05").to_dict()
        told["tasks"][0] |= {"rule": " ", "source": "a\nb\x01", "wording": "\t", "checklist": None}
        found = task_resources(Decision.from_json(json.dumps(told)))
        task = next(each for each in found if "identifier" in each)
        assert task["reason"] == [{"concept": {"text": "a b"}}]
        told["tasks"][0]["source"] = ""
        task = next(each for each in task_resources(Decision.from_json(json.dumps(told)))
                    if "identifier" in each)  # fmt: skip
        assert "reason" not in task

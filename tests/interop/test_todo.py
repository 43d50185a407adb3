"""iCalendar: contacts and tasks as to-dos, read back by the library `icalendar`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import at, booked, call, decided, follow_up, important, lead, no_show, voicemail
from leadflow import CLINIC, INCINTA, RSI, Decision, Lead, Policy, decide
from leadflow.interop import todo_calendar
from leadflow.testing import clocks_near, histories

icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")

LEFT = call("2026-11-03 09:10", "left_message")


def todos(*decisions: Decision) -> list[Any]:
    return list(icalendar.Calendar.from_ical(todo_calendar(decisions)).walk("VTODO"))


def first(policy: Policy, *events: Any, now: str) -> Any:
    return todos(decided(policy, *events, now=now))[0]


class TestATodo:
    def test_it_says_from_when_until_when_and_how_things_stand(self) -> None:
        told = first(INCINTA, now="2026-11-03 09:05")
        assert told.decoded("DTSTART") == at("2026-11-03 09:00")
        assert told.decoded("DUE") == at("2026-11-04 09:00")
        assert told["STATUS"] == "NEEDS-ACTION"

    def test_without_a_deadline_there_is_no_due(self) -> None:
        assert "DUE" not in first(RSI, LEFT, now="2026-11-03 09:11")

    def test_a_deadline_not_after_its_start_stands_alone(self) -> None:
        events = booked("2026-11-04 10:00", "2026-11-16 10:00"), no_show("2026-11-16 11:00")
        told = first(INCINTA, *events, now="2026-11-16 11:00")
        assert told.decoded("DUE") == at("2026-11-16 10:30")
        assert "DTSTART" not in told

    def test_its_stamp_is_the_decisions_own_clock(self) -> None:
        told = first(RSI, LEFT, now="2026-11-03 09:11")
        assert told.decoded("DTSTAMP") == at("2026-11-03 09:11")

    def test_it_says_what_to_do_for_which_lead(self) -> None:
        told = first(RSI, LEFT, now="2026-11-03 09:11")
        assert told["SUMMARY"] == "Follow up, by phone: lead-1"

    def test_it_says_which_rule_and_which_clause(self) -> None:
        told = first(RSI, LEFT, now="2026-11-03 09:11")
        assert told["DESCRIPTION"] == "ATT-7: RSI 1.5, No response to attempt 1"

    def test_its_categories_are_what_for_how_and_which_tier(self) -> None:
        told = first(RSI, voicemail("2026-11-03 10:00"), important("2026-11-03 10:00"),
                     now="2026-11-03 10:01")  # fmt: skip
        assert told.categories == ["return_voicemail", "phone", "voicemail", "important"]

    def test_no_category_stands_twice(self) -> None:
        events = booked("2026-11-04 10:00", "2026-11-16 10:00")
        assert first(INCINTA, events, now="2026-11-13 09:00").categories == ["reminder", "phone"]

    def test_it_keeps_its_uid_from_decision_to_decision(self) -> None:
        early, late = (first(RSI, LEFT, now=f"2026-11-0{day} 09:11") for day in (3, 5))
        assert early["UID"] == late["UID"]

    def test_another_lead_has_another_uid(self) -> None:
        other = decided(RSI, LEFT, now="2026-11-03 09:11", of=lead(lead_id="lead-2"))
        assert first(RSI, LEFT, now="2026-11-03 09:11")["UID"] != todos(other)[0]["UID"]


class TestPriority:
    """1 for the first tier; the rest in the order of the queue."""

    @pytest.mark.parametrize(
        ("events", "priority"),
        [
            ((voicemail("2026-11-03 09:01"),), 2),
            ((), 3),
            ((LEFT, important("2026-11-03 09:11")), 4),
            ((LEFT,), 5),
        ],
    )
    def test_it_follows_the_tiers_of_the_policy(self, events: Any, priority: int) -> None:
        assert first(RSI, *events, now="2026-11-03 13:10")["PRIORITY"] == priority

    def test_a_task_that_is_no_contact_has_none(self) -> None:
        decision = decided(INCINTA, now="2026-11-03 09:05")
        assert "PRIORITY" not in todos(decision)[-1]


class TestTheText:
    def test_every_line_ends_in_crlf_and_is_at_most_75_octets_long(self) -> None:
        of = lead(lead_id="näme;läng," + "诊所" * 50)
        text = todo_calendar([decided(INCINTA, now="2026-11-03 09:05", of=of)])
        assert text.endswith("END:VCALENDAR\r\n")
        assert "\n" not in text.replace("\r\n", "")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert todos(decided(INCINTA, now="2026-11-03 09:05", of=of))[0]["SUMMARY"].endswith(
            of.lead_id
        )

    def test_a_text_can_end_no_line_and_begin_no_property(self) -> None:
        told = decided(RSI, LEFT, now="2026-11-03 09:11").to_dict()
        told["lead_id"] = "a\r\nSTATUS:COMPLETED\\n;b,\x07c\u2028d"
        (found,) = todos(Decision.from_json(json.dumps(told)))[:1]
        assert found["STATUS"] == "NEEDS-ACTION"
        assert found["SUMMARY"] == "Follow up, by phone: a\nSTATUS:COMPLETED\\n;b,c\nd"

    def test_a_decision_without_reasons_has_no_description(self) -> None:
        told = decided(RSI, LEFT, now="2026-11-03 09:11").to_dict() | {"because": []}
        assert "DESCRIPTION" not in todos(Decision.from_json(json.dumps(told)))[0]

    def test_what_is_less_than_a_second_is_left_out(self) -> None:
        of = Lead(lead_id="l", created_at=datetime(2026, 11, 3, 17, 0, 0, 999_999, tzinfo=UTC))
        told = todos(decided(RSI, now="2026-11-03 09:05", of=of))[0]
        assert told.decoded("DTSTART") == at("2026-11-03 09:00")


class TestACalendar:
    def test_it_holds_the_work_of_every_lead_in_the_order_given(self) -> None:
        decisions = [
            decided(RSI, LEFT, now="2026-11-03 09:11", of=lead(lead_id=name)) for name in "ba"
        ]
        told = [each["SUMMARY"][-1] for each in todos(*decisions) if "PRIORITY" in each]
        assert told == ["b", "a"]

    def test_upcoming_contacts_are_in_it(self) -> None:
        events = follow_up("2026-11-03 09:20", "2026-11-06 15:00"), voicemail("2026-11-03 10:00")
        found = todos(decided(RSI, *events, now="2026-11-03 10:01"))
        assert [each.decoded("DTSTART") for each in found][:2] == [
            at("2026-11-03 10:00"), at("2026-11-06 15:00"),
        ]  # fmt: skip

    def test_without_decisions_it_is_empty(self) -> None:
        assert todos() == []

    @settings(max_examples=25)
    @given(data=st.data())
    def test_any_decision_is_read_back_whole(self, data: st.DataObject) -> None:
        past = data.draw(histories(CLINIC))
        now = data.draw(clocks_near(past, policy=CLINIC))
        decision = decide(past, now=now, policy=CLINIC)
        found = todos(decision)
        contacts = (decision.next_contact is not None) + len(decision.upcoming)
        assert len(found) == contacts + len(decision.tasks)
        assert len({each["UID"] for each in found}) == len(found)
        assert not any(each.errors for each in found)
        assert todo_calendar([decision]) == todo_calendar([decide(past, now=now, policy=CLINIC)])
        for each in found:
            if "DUE" in each and "DTSTART" in each:
                assert each.decoded("DTSTART") < each.decoded("DUE")

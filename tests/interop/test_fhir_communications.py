"""FHIR R5: what was said and written as `Communication`."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    call,
    contacted,
    email,
    follow_up,
    history,
    marked,
    reminder,
    reply,
    ring,
    text,
    voicemail,
)
from leadflow import INCINTA
from leadflow.interop import communication_resources


def told(*events: Any, now: str = "2026-12-01 09:00") -> list[dict[str, Any]]:
    return list(communication_resources(history(*events), now=at(now), policy=INCINTA))


def ended(found: dict[str, Any]) -> tuple[str, str | None]:
    reason = found.get("statusReason")
    return found["status"], None if reason is None else reason["coding"][0]["code"]


class TestACallPlaced:
    @pytest.mark.parametrize(
        ("outcome", "expected"),
        [
            ("connected", ("completed", None)),
            ("left_message", ("completed", "left_message")),
            ("no_answer", ("not-done", "no_answer")),
            (None, ("unknown", None)),
        ],
    )
    def test_its_status_is_how_it_ended(self, outcome: Any, expected: Any) -> None:
        (found,) = told(call("2026-11-03 09:10", outcome))
        assert ended(found) == expected

    @pytest.mark.parametrize(
        ("apart", "expected"),
        [
            (marked("2026-11-03 09:12", "no_answer"), ("not-done", "no_answer")),
            (marked("2026-11-03 09:12", "left_message"), ("completed", "left_message")),
            (contacted("2026-11-03 09:12"), ("completed", None)),
            (marked("2026-11-04 09:12", "no_answer"), ("unknown", None)),
        ],
    )
    def test_told_apart_on_the_same_day_it_counts_too(self, apart: Any, expected: Any) -> None:
        (found,) = told(call("2026-11-03 09:10"), apart)
        assert ended(found) == expected

    @pytest.mark.parametrize(
        ("day", "outcome", "expected"),
        [
            ("2026-11-03", "no_answer", ("completed", "left_message")),
            ("2026-11-03", "connected", ("completed", None)),
            ("2026-11-04", "no_answer", ("not-done", "no_answer")),
        ],
    )
    def test_a_message_left_is_more_than_no_answer_on_its_day(
        self, day: str, outcome: Any, expected: Any
    ) -> None:
        (found,) = told(call("2026-11-03 09:10", outcome), marked(f"{day} 09:12", "left_message"))
        assert ended(found) == expected

    def test_no_answer_is_no_more_than_a_message_left(self) -> None:
        (found,) = told(
            call("2026-11-03 09:10", "left_message"), marked("2026-11-03 09:12", "no_answer")
        )
        assert ended(found) == ("completed", "left_message")

    def test_told_more_than_once_it_is_one_and_connected_wins(self) -> None:
        (found,) = told(
            call("2026-11-03 09:10", call_id="c1"),
            call("2026-11-03 09:11", "connected", call_id="c1"),
            call("2026-11-03 09:12", "no_answer", call_id="c1"),
        )
        assert ended(found) == ("completed", None)
        assert found["sent"] == "2026-11-03T17:10:00Z"

    def test_a_response_marked_tells_of_the_last_call_alone(self) -> None:
        first, second = told(
            call("2026-11-03 09:10", "connected"), call("2026-11-03 10:10"),
            marked("2026-11-03 10:12", "no_answer"),
        )  # fmt: skip
        assert (ended(first)[0], ended(second)[0]) == ("completed", "not-done")


class TestACallFromTheLead:
    @pytest.mark.parametrize(
        ("answered", "expected"),
        [
            (True, ("completed", None)),
            (False, ("not-done", "not_answered")),
            (None, ("unknown", None)),
        ],
    )
    def test_its_status_is_whether_it_was_answered(self, answered: Any, expected: Any) -> None:
        (found,) = told(ring("2026-11-03 09:10", answered))
        assert ended(found) == expected

    def test_once_answered_it_stays_so(self) -> None:
        (found,) = told(
            ring("2026-11-03 09:10", True, call_id="c1"),
            ring("2026-11-03 09:11", False, call_id="c1"),
        )
        assert found["status"] == "completed"

    def test_while_it_rings_it_is_in_progress(self) -> None:
        events = ring("2026-11-03 09:10", call_id="c0"), ring("2026-11-04 09:10", call_id="c1")
        found = told(*events, now="2026-11-04 09:11")
        assert [each["status"] for each in found] == ["unknown", "in-progress"]

    @pytest.mark.parametrize(
        ("ended", "status"),
        [
            (contacted("2026-11-03 09:11"), "completed"),
            (contacted("2026-11-03 09:10"), "completed"),
            (marked("2026-11-03 09:11", "left_message"), "unknown"),
            (contacted("2026-11-03 18:00"), "unknown"),
        ],
        ids=["a minute later", "at once", "not spoken to", "when it rang no longer"],
    )
    def test_spoken_to_while_it_rings_it_was_answered(self, ended: Any, status: str) -> None:
        """COM-7: so the rules take it."""
        (found,) = told(ring("2026-11-03 09:10"), ended)
        assert found["status"] == status

    def test_of_two_that_ring_the_one_that_rang_last_was_answered(self) -> None:
        events = ring("2026-11-03 09:10", call_id="c0"), ring("2026-11-03 09:11", call_id="c1")
        found = told(*events, contacted("2026-11-03 09:12"))
        assert [each["status"] for each in found] == ["unknown", "completed"]

    def test_the_end_of_it_makes_it_no_second_call(self) -> None:
        (found,) = told(ring("2026-11-03 09:10", call_id="c1"),
                        ring("2026-11-03 09:11", True, call_id="c1"),
                        ring("2026-11-03 09:12", call_id="c1"))  # fmt: skip
        assert found["status"] == "completed"


class TestWhatWasWritten:
    @pytest.mark.parametrize(
        ("event", "direction", "codes"),
        [
            (email("2026-11-03 09:10"), "outbound", ["email", "EMAILWRIT"]),
            (text("2026-11-03 09:10"), "outbound", ["text", "WRITTEN"]),
            (call("2026-11-03 09:10"), "outbound", ["phone", "PHONE"]),
            (ring("2026-11-03 09:10", True), "inbound", ["phone", "PHONE"]),
            (voicemail("2026-11-03 09:10"), "inbound", ["phone", "PHONE"]),
            (reply("2026-11-03 09:10", "email"), "inbound", ["email", "EMAILWRIT"]),
            (reply("2026-11-03 09:10", "chat"), "inbound", ["chat", "ONLINEWRIT"]),
            (reply("2026-11-03 09:10", "other"), "inbound", ["other", "WRITTEN"]),
            (reminder("2026-11-03 09:10", method="voice_message"), "outbound", ["phone", "PHONE"]),
            (reminder("2026-11-03 09:10", method="text"), "outbound", ["text", "WRITTEN"]),
        ],
    )
    def test_it_says_from_whom_and_by_which_way(
        self, event: Any, direction: str, codes: list[str]
    ) -> None:
        (found,) = told(event)
        assert found["category"][0]["coding"][0]["code"] == direction
        assert [each["code"] for each in found["medium"][0]["coding"]] == codes
        when = "received" if direction == "inbound" else "sent"
        assert found[when] == "2026-11-03T17:10:00Z"
        assert ("recipient" in found) == (direction == "outbound")

    def test_a_template_is_its_content_and_who_sent_it_the_sender(self) -> None:
        (found,) = told(email("2026-11-03 09:10", template="t1", by="u1", id="e1"))
        (payload,) = found["payload"]
        assert payload["contentCodeableConcept"]["coding"][0]["code"] == "t1"
        assert found["sender"]["identifier"]["value"] == "u1"
        assert found["identifier"] == [{"system": "urn:leadflow:event", "value": "e1"}]

    def test_a_reminder_is_one_and_about_its_appointment(self) -> None:
        (found,) = told(reminder("2026-11-03 09:10", "a7"))
        assert found["category"][1]["coding"][0]["code"] == "reminder"
        assert found["about"][0]["identifier"]["value"] == "a7"

    def test_what_is_no_communication_is_none(self) -> None:
        assert told(follow_up("2026-11-03 09:10"), contacted("2026-11-03 09:11")) == []

    def test_two_of_one_kind_and_instant_are_two(self) -> None:
        first, second = told(text("2026-11-03 09:10"), text("2026-11-03 09:10"))
        assert first["id"] != second["id"]

    def test_an_earlier_event_that_comes_to_light_changes_no_id(self) -> None:
        (before,) = told(email("2026-11-03 09:10"))
        (_, after) = told(email("2026-11-03 09:05"), email("2026-11-03 09:10"))
        assert before["id"] == after["id"]

    def test_events_after_the_clock_are_not_looked_at(self) -> None:
        assert told(text("2026-11-03 09:10"), now="2026-11-03 09:09") == []

"""Calls from the lead that ring, and those that nobody took: rule COM-7."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    call,
    codes,
    contacted,
    dead,
    decided,
    email,
    invalid,
    next_of,
    reply,
    ring,
    rule_for,
    shown,
    stop,
    team_transfer,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from standing import BEFORE, purposes

EVERY_POLICY = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
EVERY_STATUS = pytest.mark.parametrize("status", list(Status))

CLOSED = (Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER)
OWED_AN_ANSWER = tuple(each for each in Status if each not in CLOSED)

LIMIT = at("2026-11-05 10:05")


class TestCOM7RingingCall:
    """A call that rings is to be taken, whatever the status of the lead.

    It rings until it is answered, missed or turned into a voicemail, until a call is placed, or for
    five minutes (COM-7).
    """

    @EVERY_STATUS
    def test_is_the_next_contact_in_every_status(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], ring("2026-11-05 10:00"), now="2026-11-05 10:00"
        )
        assert next_of(decision) == ("answer_call", "Thu 2026-11-05 10:00")

    @EVERY_STATUS
    def test_changes_no_status(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], ring("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.status is status

    @EVERY_POLICY
    def test_comes_before_everything_else_that_is_due(self, policy: Policy) -> None:
        decision = decided(
            policy,
            voicemail("2026-11-05 09:30"),
            reply("2026-11-05 09:40"),
            ring("2026-11-05 10:00"),
            now="2026-11-05 10:01",
        )
        assert purposes(decision) == ["answer_call", "return_voicemail", "answer_reply"]

    def test_is_a_phone_call_of_the_lead(self) -> None:
        decision = decided(RSI, ring("2026-11-05 10:00"), now="2026-11-05 10:01")
        contact = decision.next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("phone", "inbound_call", "lead")

    def test_rings_outside_opening_hours_too(self) -> None:
        decision = decided(RSI, ring("2026-11-07 22:00"), now="2026-11-07 22:01")
        assert next_of(decision) == ("answer_call", "Sat 2026-11-07 22:00")

    def test_of_somebody_who_asked_to_stop_is_work(self) -> None:
        events = (stop("2026-11-03 09:10"), ring("2026-11-05 10:00"))
        decision = decided(INCINTA, *events, now="2026-11-05 10:01")
        assert purposes(decision) == ["answer_call"]

    def test_of_a_lead_with_the_china_team_is_work(self) -> None:
        events = (team_transfer("2026-11-03 09:10"), ring("2026-11-05 10:00"))
        decision = decided(INCINTA, *events, now="2026-11-05 10:01")
        assert purposes(decision) == ["answer_call"]

    @pytest.mark.parametrize(
        ("now", "rings"),
        [(LIMIT - MICROSECOND, True), (LIMIT, False), (LIMIT + MICROSECOND, False)],
    )
    @pytest.mark.parametrize("status", [Status.FOLLOW_UP, Status.SCHEDULED, Status.INVALID])
    def test_rings_for_five_minutes(self, status: Status, now: Any, rings: bool) -> None:
        decision = decided(INCINTA, *BEFORE[status], ring("2026-11-05 10:00"), now=now)
        assert ("answer_call" in purposes(decision)) is rings

    def test_holds_until_the_five_minutes_are_over(self) -> None:
        decision = decided(RSI, ring("2026-11-05 10:00"), now="2026-11-05 10:01")
        assert decision.valid_until == LIMIT

    @pytest.mark.parametrize(
        ("now", "rings"),
        [
            ("2026-11-05 10:00:29.999999", True),
            ("2026-11-05 10:00:30", False),
            ("2026-11-05 10:00:30.000001", False),
        ],
    )
    def test_rings_for_as_long_as_the_policy_says(self, now: str, rings: bool) -> None:
        half_a_minute = RSI.revise(calls={"ring_limit": "PT30S"})
        decision = decided(half_a_minute, ring("2026-11-05 10:00"), now=now)
        assert ("answer_call" in purposes(decision)) is rings

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "end",
        [
            ring("2026-11-05 10:02", answered=True),
            ring("2026-11-05 10:02", answered=True, call_id="c1"),
            ring("2026-11-05 10:02", answered=False),
            ring("2026-11-05 10:02", answered=False, call_id="c1"),
            voicemail("2026-11-05 10:02"),
            call("2026-11-05 10:02"),
            call("2026-11-05 10:02", "no_answer"),
            call("2026-11-05 10:02", "left_message"),
            call("2026-11-05 10:02", "connected", via="other"),
        ],
        ids=lambda e: f"{e.type} {getattr(e, 'answered', '')} {getattr(e, 'outcome', '')}",
    )
    def test_ends_when_answered_missed_a_voicemail_or_a_call_placed(
        self, policy: Policy, end: Any
    ) -> None:
        decision = decided(policy, ring("2026-11-05 10:00", call_id="c1"), end, now=end.at)
        assert "answer_call" not in purposes(decision)

    @pytest.mark.parametrize(
        ("now", "rings"),
        [("2026-11-05 10:07:59.999999", True), ("2026-11-05 10:08", False)],
    )
    def test_rings_for_its_own_five_minutes_after_another(self, now: str, rings: bool) -> None:
        events = (ring("2026-11-05 10:00", call_id="c1"), ring("2026-11-05 10:03", call_id="c2"))
        assert ("answer_call" in purposes(decided(RSI, *events, now=now))) is rings

    def test_rings_on_when_another_is_missed(self) -> None:
        decision = decided(
            RSI,
            ring("2026-11-05 10:00", call_id="c1"),
            ring("2026-11-05 10:03", call_id="c2"),
            ring("2026-11-05 10:04", answered=False, call_id="c1"),
            now="2026-11-05 10:04",
        )
        assert next_of(decision) == ("answer_call", "Thu 2026-11-05 10:03")

    @pytest.mark.parametrize(
        "closing",
        [dead("2026-11-05 10:01"), invalid("2026-11-05 10:01"), stop("2026-11-05 10:01")],
        ids=lambda e: e.type,
    )
    def test_rings_on_when_the_lead_is_closed(self, closing: Any) -> None:
        decision = decided(RSI, ring("2026-11-05 10:00"), closing, now="2026-11-05 10:02")
        assert purposes(decision) == ["answer_call"]

    def test_leaves_nothing_owed_to_a_lead_closed_meanwhile(self) -> None:
        events = (ring("2026-11-05 10:00"), dead("2026-11-05 10:01"))
        assert decided(RSI, *events, now="2026-11-05 10:05").next_contact is None

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "event",
        [email("2026-11-05 10:02"), text("2026-11-05 10:02"), reply("2026-11-05 10:02")],
        ids=lambda e: e.type,
    )
    def test_rings_on_while_something_is_written(self, policy: Policy, event: Any) -> None:
        decision = decided(policy, ring("2026-11-05 10:00"), event, now="2026-11-05 10:03")
        assert next_of(decision) == ("answer_call", "Thu 2026-11-05 10:00")

    @pytest.mark.parametrize("status", [Status.NEW, Status.UNREACHABLE, Status.DEAD])
    def test_answered_makes_the_lead_contacted(self, status: Status) -> None:
        decision = decided(
            INCINTA,
            *BEFORE[status],
            ring("2026-11-05 10:00", call_id="c1"),
            ring("2026-11-05 10:02", answered=True, call_id="c1"),
            now="2026-11-05 10:10",
        )
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)

    @pytest.mark.parametrize("end", [call("2026-11-05 10:02", "no_answer"), contacted])
    def test_is_owed_nothing_once_somebody_called_back(self, end: Any) -> None:
        event = end if end is not contacted else contacted("2026-11-05 10:07")
        decision = decided(RSI, ring("2026-11-05 10:00"), event, now="2026-11-05 10:08")
        assert {"answer_call", "answer_reply"}.isdisjoint(purposes(decision))

    def test_is_the_rule_behind_the_next_contact(self) -> None:
        decision = decided(RSI, ring("2026-11-05 10:00"), now="2026-11-05 10:01")
        assert rule_for(decision, "next_contact") == "COM-7"


class TestCOM7MissedCall:
    """A call from the lead that nobody took is owed an answer like a reply; it is no communication
    and changes no status, and a voicemail takes its place (COM-7)."""

    @pytest.mark.parametrize("status", OWED_AN_ANSWER)
    def test_is_owed_an_answer(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], ring("2026-11-05 10:00", False), now="2026-11-05 10:01"
        )
        contacts = [next_of(decision), *upcoming_of(decision)]
        assert ("answer_reply", "Thu 2026-11-05 10:00") in contacts

    @EVERY_STATUS
    def test_changes_no_status(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], ring("2026-11-05 10:00", False), now="2026-11-05 10:01"
        )
        assert decision.status is status

    @pytest.mark.parametrize("status", CLOSED)
    def test_of_a_closed_lead_is_owed_nothing_and_looks_wrong(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], ring("2026-11-05 10:00", False), now="2026-11-05 10:01"
        )
        assert decision.next_contact is None
        assert codes(decision) == ["missed_call_on_closed_lead"]

    def test_of_somebody_who_asked_to_stop_is_owed_nothing(self) -> None:
        events = (stop("2026-11-03 09:10"), ring("2026-11-05 10:00", False))
        assert decided(INCINTA, *events, now="2026-11-05 10:01").next_contact is None

    def test_waits_behind_the_first_call_of_a_new_lead(self) -> None:
        decision = decided(RSI, ring("2026-11-03 10:00", False), now="2026-11-03 10:01")
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert upcoming_of(decision) == [("answer_reply", "Tue 2026-11-03 10:00")]

    def test_is_due_outside_opening_hours_as_a_reply_is(self) -> None:
        decision = decided(
            RSI,
            contacted("2026-11-03 09:10"),
            ring("2026-11-07 22:00", False),
            now=LIMIT.replace(day=9),
        )
        assert next_of(decision) == ("answer_reply", "Sat 2026-11-07 22:00")

    def test_is_owed_by_the_lead_and_is_follow_up_work(self) -> None:
        events = (contacted("2026-11-03 09:10"), ring("2026-11-05 10:00", False))
        contact = decided(RSI, *events, now="2026-11-05 10:01").next_contact
        assert contact is not None
        assert (contact.kind, contact.origin, contact.by) == ("follow_up", "lead", None)

    def test_is_follow_up_work_in_the_long_term_pool_too(self) -> None:
        events = (*BEFORE[Status.UNREACHABLE], ring("2026-11-05 10:00", False))
        contact = decided(INCINTA, *events, now="2026-11-05 10:01").next_contact
        assert contact is not None
        assert (contact.purpose, contact.kind) == ("answer_reply", "follow_up")

    @pytest.mark.parametrize(
        ("now", "owed"), [(LIMIT - MICROSECOND, []), (LIMIT, ["answer_reply"])]
    )
    def test_is_what_a_call_becomes_that_rang_too_long(self, now: Any, owed: list[str]) -> None:
        decision = decided(RSI, contacted("2026-11-03 09:10"), ring("2026-11-05 10:00"), now=now)
        assert [each for each in purposes(decision) if each != "answer_call"] == owed
        assert decision.status is Status.CONTACTED

    @pytest.mark.parametrize("order", [1, -1], ids=["answered first", "missed first"])
    def test_is_none_where_somebody_else_took_the_same_call(self, order: int) -> None:
        legs = (
            ring("2026-11-05 10:00", answered=True, call_id="c1"),
            ring("2026-11-05 10:00", answered=False, call_id="c1"),
        )
        decision = decided(RSI, *legs[::order], now="2026-11-05 10:01")
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)

    def test_is_one_call_where_its_end_was_recorded_late(self) -> None:
        decision = decided(
            RSI,
            contacted("2026-11-03 09:10"),
            ring("2026-11-05 10:00", call_id="c1"),
            ring("2026-11-05 10:07", False, call_id="c1"),
            now="2026-11-05 10:10",
        )
        assert purposes(decision) == ["answer_reply"]

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "answer",
        [
            call("2026-11-05 10:10"),
            call("2026-11-05 10:10", "no_answer"),
            call("2026-11-05 10:10", "connected"),
            email("2026-11-05 10:10", via="purple_chat"),
            text("2026-11-05 10:10"),
            contacted("2026-11-05 10:10"),
            ring("2026-11-05 10:10", answered=True),
        ],
        ids=lambda e: f"{e.type} {getattr(e, 'outcome', '')}",
    )
    @pytest.mark.parametrize("missed", [False, None], ids=["not answered", "rang too long"])
    def test_is_answered_by_any_outreach_or_conversation(
        self, policy: Policy, answer: Any, missed: bool | None
    ) -> None:
        decision = decided(policy, ring("2026-11-05 10:00", missed), answer, now="2026-11-05 10:11")
        assert "answer_reply" not in purposes(decision)

    @pytest.mark.parametrize("missed", [False, None], ids=["not answered", "rang too long"])
    def test_gives_its_place_to_a_voicemail_afterwards(self, missed: bool | None) -> None:
        decision = decided(
            RSI,
            contacted("2026-11-03 09:10"),
            ring("2026-11-05 10:00", missed),
            voicemail("2026-11-05 10:06"),
            now="2026-11-05 10:07",
        )
        assert [next_of(decision), *upcoming_of(decision)] == [
            ("return_voicemail", "Thu 2026-11-05 10:06")
        ]

    def test_turned_into_a_voicemail_while_ringing_is_owed_one_call(self) -> None:
        decision = decided(
            RSI,
            contacted("2026-11-03 09:10"),
            ring("2026-11-05 10:00"),
            voicemail("2026-11-05 10:02"),
            now="2026-11-05 10:30",
        )
        assert purposes(decision) == ["return_voicemail"]

    def test_leaves_what_the_ladder_had_planned(self) -> None:
        events = (call("2026-11-05 09:10", "left_message"), ring("2026-11-05 10:00", False))
        decision = decided(RSI, *events, now="2026-11-05 10:01")
        assert upcoming_of(decision) == [("follow_up", "Thu 2026-11-05 13:10")]

    def test_leaves_a_mail_round_in_progress(self) -> None:
        decision = decided(
            INCINTA,
            call("2026-11-05 09:10", "no_answer"),
            ring("2026-11-05 10:00", False),
            email("2026-11-05 10:10"),
            now="2026-11-05 10:11",
        )
        assert decision.status is Status.MAIL_CONTACTED
        assert shown(decision.next_contact_at) == "Thu 2026-11-12 10:10"

    def test_is_no_attempt(self) -> None:
        events = (ring("2026-11-05 10:00", False), ring("2026-11-05 11:00"))
        assert decided(INCINTA, *events, now="2026-11-05 11:10").attempts == 0

    def test_is_the_rule_behind_the_next_contact(self) -> None:
        events = (contacted("2026-11-03 09:10"), ring("2026-11-05 10:00", False))
        decision = decided(RSI, *events, now="2026-11-05 10:01")
        assert rule_for(decision, "next_contact") == "COM-7"

"""The first contact of a new lead: rule PRI-7."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    important,
    known,
    lead,
    marked,
    marked_scheduled,
    next_of,
    reply,
    ring,
    rule_for,
    shown,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from standing import purposes

EVERY_POLICY = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
BY_PHONE = pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
NINE_OPEN_HOURS = RSI.revise(first_contact={"within": {"business_hours": "PT9H"}})


class TestPRI7FirstContact:
    """A new lead is to be contacted at once.

    It is due when it is created, until it stops being new. Incinta and CLINIC want a phone call
    within 24 hours, and an e-mail alone does not do (PRI-7).
    """

    @EVERY_POLICY
    @pytest.mark.parametrize("now", [CREATED, CREATED + MICROSECOND, at("2026-11-20 12:00")])
    def test_is_due_when_the_lead_is_created(self, policy: Policy, now: Any) -> None:
        decision = decided(policy, now=now)
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert decision.priority is not None
        assert (decision.priority.kind, decision.priority.due) == ("new_lead", True)

    @EVERY_POLICY
    def test_is_not_due_a_microsecond_before(self, policy: Policy) -> None:
        decision = decided(policy, now=CREATED - MICROSECOND)
        assert decision.priority is not None
        assert decision.priority.due is False
        assert decision.valid_until == CREATED

    @EVERY_POLICY
    def test_is_a_phone_call_that_the_system_plans(self, policy: Policy) -> None:
        contact = decided(policy, now="2026-11-03 09:05").next_contact
        assert contact is not None
        assert (contact.channel, contact.origin) == ("phone", "system")

    @pytest.mark.parametrize("created", ["2026-11-07 22:00", "2026-11-11 10:00"])
    @EVERY_POLICY
    def test_does_not_wait_for_opening_hours(self, policy: Policy, created: str) -> None:
        decision = decided(policy, now=at(created), of=lead(created=created))
        assert decision.next_contact_at == at(created)

    @pytest.mark.parametrize(
        ("policy", "by"),
        [
            (RSI, None),
            (INCINTA, "Wed 2026-11-04 09:00"),
            (CLINIC, "Wed 2026-11-04 09:00"),
            (INCINTA.revise(first_contact={"within": "PT1H"}), "Tue 2026-11-03 10:00"),
            (INCINTA.revise(first_contact={"within": None}), None),
            (NINE_OPEN_HOURS, "Wed 2026-11-04 10:00"),
        ],
        ids=["RSI", "INCINTA", "CLINIC", "one hour", "no deadline", "nine business hours"],
    )  # fmt: skip
    def test_has_the_deadline_of_the_policy(self, policy: Policy, by: str | None) -> None:
        contact = decided(policy, now="2026-11-03 09:05").next_contact
        assert contact is not None
        assert shown(contact.by) == by

    def test_has_a_deadline_of_24_hours_that_pass(self) -> None:
        before_clocks_go_back = lead(created="2026-10-31 12:00")
        contact = decided(INCINTA, now="2026-10-31 12:00", of=before_clocks_go_back).next_contact
        assert contact is not None
        assert shown(contact.by) == "Sun 2026-11-01 11:00"

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2026-11-04 09:00") - MICROSECOND, []),
            (at("2026-11-04 09:00") + MICROSECOND, ["deadline_passed"]),
        ],
    )
    def test_warns_once_the_deadline_has_passed(self, now: Any, expected: list[str]) -> None:
        assert codes(decided(INCINTA, now=now)) == expected

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "event",
        [
            text("2026-11-03 09:10"),
            ring("2026-11-03 09:10", answered=False),
            important("2026-11-03 09:10"),
            known("2026-11-03 09:10", pricing="local"),
        ],
        ids=lambda e: e.type,
    )
    def test_stays_through_what_leaves_the_lead_new(self, policy: Policy, event: Any) -> None:
        decision = decided(policy, event, now="2026-11-03 09:11")
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")

    def test_stays_through_a_purple_chat_e_mail_at_rsi(self) -> None:
        events = (text("2026-11-03 09:10"), email("2026-11-03 09:20", via="purple_chat"))
        decision = decided(RSI, *events, now="2026-11-03 09:30")
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "event",
        [
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 09:10", "left_message"),
            call("2026-11-03 09:10", "connected"),
            call("2026-11-03 09:10", "no_answer", via="other"),
            marked("2026-11-03 09:10", "no_answer"),
            marked("2026-11-03 09:10", "left_message"),
            contacted("2026-11-03 09:10"),
            ring("2026-11-03 09:10", answered=True),
            voicemail("2026-11-03 09:10"),
            reply("2026-11-03 09:10"),
            booked("2026-11-03 09:10", "2026-11-16 10:00"),
            marked_scheduled("2026-11-03 09:10"),
            follow_up("2026-11-03 09:10", "2026-11-06 15:00"),
        ],
        ids=lambda e: f"{e.type} {getattr(e, 'outcome', '')} {getattr(e, 'via', '')}".strip(),
    )
    def test_is_done_by_an_outcome_communication_or_a_follow_up_with_an_instant(
        self, policy: Policy, event: Any
    ) -> None:
        decision = decided(policy, event, now="2026-11-03 09:11")
        assert decision.status is not Status.NEW
        assert "first_call" not in purposes(decision)

    @BY_PHONE
    @pytest.mark.parametrize(
        "event",
        [
            email("2026-11-03 09:10"),
            email("2026-11-03 09:10", via="purple_chat"),
            call("2026-11-03 09:10"),
            follow_up("2026-11-03 09:10"),
        ],
        ids=["e-mail button", "purple chat", "call without outcome", "follow-up without instant"],
    )
    def test_stays_planned_until_the_outcome_of_a_call_is_known(
        self, policy: Policy, event: Any
    ) -> None:
        contact = decided(policy, event, now="2026-11-03 09:11").next_contact
        assert contact is not None
        assert (contact.purpose, contact.kind) == ("first_call", "new_lead")
        assert (contact.at, shown(contact.by)) == (CREATED, "Wed 2026-11-04 09:00")

    @BY_PHONE
    def test_makes_an_e_mailed_lead_follow_up_all_the_same(self, policy: Policy) -> None:
        decision = decided(policy, email("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert (decision.status, purposes(decision)[0]) == (Status.FOLLOW_UP, "first_call")

    def test_stays_beside_what_the_ladder_plans_after_an_e_mail(self) -> None:
        decision = decided(CLINIC, email("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert upcoming_of(decision) == [("follow_up", "Tue 2026-11-03 13:10")]

    @pytest.mark.parametrize(
        ("event", "left"),
        [
            (email("2026-11-03 09:10"), ("follow_up", "Tue 2026-11-03 13:10")),
            (call("2026-11-03 09:10"), ("follow_up", "Tue 2026-11-03 13:10")),
            (follow_up("2026-11-03 09:10"), ("follow_up", "Tue 2026-11-03 13:10")),
        ],
        ids=lambda each: getattr(each, "type", None),
    )
    def test_ends_at_rsi_when_the_lead_stops_being_new(
        self, event: Any, left: tuple[str, str]
    ) -> None:
        decision = decided(RSI, event, now="2026-11-03 09:11")
        assert decision.status is Status.FOLLOW_UP
        assert (next_of(decision), decision.upcoming) == (left, ())

    def test_may_be_by_e_mail_where_the_policy_lets_it(self) -> None:
        policy = INCINTA.revise(first_contact={"by_phone": False})
        decision = decided(policy, email("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert "first_call" not in purposes(decision)

    def test_must_be_by_phone_at_rsi_where_the_policy_asks_for_it(self) -> None:
        policy = RSI.revise(first_contact={"by_phone": True})
        decision = decided(policy, email("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert purposes(decision) == ["first_call", "follow_up"]

    def test_does_not_come_back_when_a_promise_is_kept(self) -> None:
        decision = decided(
            INCINTA,
            follow_up("2026-11-03 09:10", "2026-11-03 10:00"),
            call("2026-11-03 10:05"),
            now="2026-11-03 10:06",
        )
        assert "first_call" not in purposes(decision)

    @EVERY_POLICY
    @pytest.mark.parametrize("output", ["status", "next_contact"])
    def test_is_the_rule_behind_a_new_lead(self, policy: Policy, output: str) -> None:
        assert rule_for(decided(policy, now="2026-11-03 09:05"), output) == "PRI-7"

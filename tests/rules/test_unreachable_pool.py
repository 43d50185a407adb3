"""Unreachable leads: the long-term pool, and the way out of it."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    booked,
    call,
    codes,
    contacted,
    dead,
    decided,
    declined,
    email,
    follow_up,
    important,
    invalid,
    lead,
    marked_scheduled,
    next_of,
    no_show,
    office_transfer,
    reopened,
    reply,
    ring,
    rule_for,
    shown,
    stop,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy, queue
from leadflow.vocabulary import Channel, ContactOrigin, Purpose, Status, WarningCode, WorkKind

POOLED = unreachable("2026-12-04 10:05")
"""Marked as unreachable on Friday, 4 December 2026; no criteria needed for the pool."""
ENTERED = "Mon 2027-01-04 10:05"


def pooled(*events: Any, now: str, policy: Policy = INCINTA, **profile: Any) -> Decision:
    """The decision for the lead in the pool, after these events."""
    return decided(policy, POOLED, *events, now=now, of=lead(**profile))


class TestUNR4LongTermPool:
    """An unreachable lead is called once a month, after all other work.

    It is in the long-term pool, in the lowest tier: a call is due a calendar month after it came
    there and after each call (UNR-4).
    """

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=["INCINTA", "CLINIC"])
    def test_the_first_call_is_a_month_after_entering(self, policy: Policy) -> None:
        assert next_of(pooled(now="2026-12-04 10:06", policy=policy)) == ("follow_up", ENTERED)

    def test_the_final_email_enters_the_pool_at_its_instant(self) -> None:
        policy = INCINTA.revise(unreachable={"attempts": 1})
        tried = [
            call("2026-11-03 09:10", "no_answer"),
            call("2027-01-04 10:00", "no_answer"),
            email("2027-01-04 10:05"),
        ]
        decision = decided(policy, *tried, now="2027-01-04 10:05")
        assert next_of(decision) == ("follow_up", "Thu 2027-02-04 10:05")

    def test_a_timer_enters_the_pool_at_its_instant(self) -> None:
        policy = INCINTA.revise(unreachable={"attempts": 1, "final_attempt_required": False})
        tried = call("2026-11-03 09:10", "no_answer")
        decision = decided(policy, tried, now="2027-01-20 10:00")
        assert next_of(decision) == ("follow_up", "Wed 2027-02-03 09:10")

    def test_the_contact_is_a_long_term_call_that_the_system_planned(self) -> None:
        contact = pooled(now="2026-12-04 10:06").next_contact
        assert contact is not None
        assert (contact.kind, contact.channel) == (WorkKind.LONG_TERM, Channel.PHONE)
        assert (contact.origin, contact.by) == (ContactOrigin.SYSTEM, None)

    def test_the_contact_names_the_rule_that_brought_the_lead_there(self) -> None:
        decision = pooled(call("2027-01-05 10:00", "no_answer"), now="2027-01-05 10:00")
        assert rule_for(decision, "next_contact") == "UNR-4"

    @pytest.mark.parametrize("outcome", ["no_answer", "left_message", None])
    def test_the_next_call_is_a_month_after_each_call(self, outcome: str | None) -> None:
        decision = pooled(call("2027-01-06 11:00", outcome), now="2027-01-06 11:00")
        assert next_of(decision) == ("follow_up", "Sat 2027-02-06 11:00")

    def test_an_early_call_counts_the_month_anew(self) -> None:
        decision = pooled(call("2026-12-10 11:00", "no_answer"), now="2026-12-10 11:00")
        assert next_of(decision) == ("follow_up", "Sun 2027-01-10 11:00")

    @pytest.mark.parametrize(
        ("called", "following"),
        [
            ("2027-01-31 10:00", "Sun 2027-02-28 10:00"),
            ("2027-02-15 10:00", "Mon 2027-03-15 10:00"),
        ],
        ids=["end of month clipped", "clocks changed"],
    )
    def test_the_month_is_the_calendars_on_the_clinics_clocks(
        self, called: str, following: str
    ) -> None:
        decision = pooled(call(called, "no_answer"), now=called)
        assert next_of(decision) == ("follow_up", following)

    @pytest.mark.parametrize(
        "event", [email("2026-12-10 11:00"), text("2026-12-10 11:00")], ids=["e-mail", "text"]
    )
    def test_writing_does_not_move_the_call(self, event: Any) -> None:
        assert next_of(pooled(event, now="2026-12-10 11:00")) == ("follow_up", ENTERED)

    def test_for_a_lead_without_phone_an_email_is_the_call(self) -> None:
        decision = pooled(email("2026-12-10 11:00"), now="2026-12-10 11:00", channels=["email"])
        assert next_of(decision) == ("follow_up", "Sun 2027-01-10 11:00")
        assert decision.next_contact is not None
        assert decision.next_contact.channel is Channel.EMAIL

    def test_calls_in_the_pool_never_begin_a_mail_round(self) -> None:
        tried = [call("2027-01-05 10:00", "no_answer"), email("2027-01-05 10:05")]
        decision = pooled(*tried, now="2027-01-05 10:06")
        assert decision.status is Status.UNREACHABLE
        assert upcoming_of(decision) == []

    def test_a_bare_follow_up_plans_nothing_there_and_is_a_warning(self) -> None:
        decision = pooled(follow_up("2026-12-07 10:00"), now="2026-12-07 10:00")
        assert decision.status is Status.UNREACHABLE
        assert WarningCode.FOLLOW_UP_WITHOUT_LADDER in codes(decision)

    @pytest.mark.parametrize(
        ("now", "due"),
        [
            ("2027-01-04 10:04:59.999999", False),
            ("2027-01-04 10:05", True),
            ("2027-01-04 10:05:00.000001", True),
        ],
    )
    def test_it_falls_due_when_the_month_is_over(self, now: str, due: bool) -> None:
        priority = pooled(now=now).priority
        assert priority is not None
        assert (priority.kind, priority.due) == (WorkKind.LONG_TERM, due)

    def test_it_is_worked_after_follow_ups_that_fell_due_later(self) -> None:
        now = "2027-03-01 12:00"
        other = decided(
            INCINTA, follow_up("2027-02-26 09:00", now), now=now, of=lead(lead_id="lead-2")
        )
        waiting = pooled(now=now)
        assert queue([waiting, other], now=at(now)) == (other, waiting)

    def test_importance_does_not_lift_it_out_of_its_tier(self) -> None:
        now = "2027-03-01 12:00"
        other = decided(
            INCINTA, follow_up("2027-02-26 09:00", now), now=now, of=lead(lead_id="lead-2")
        )
        waiting = pooled(important("2026-12-05 10:00"), now=now)
        assert waiting.priority is not None
        assert waiting.priority.important
        assert queue([waiting, other], now=at(now)) == (other, waiting)

    def test_without_interval_nothing_is_planned(self) -> None:
        policy = INCINTA.revise(unreachable={"pool_interval": None})
        decision = pooled(now="2026-12-04 10:06", policy=policy)
        assert decision.status is Status.UNREACHABLE
        assert (decision.next_contact, decision.priority) == (None, None)

    def test_without_interval_a_call_plans_nothing_either(self) -> None:
        policy = INCINTA.revise(unreachable={"pool_interval": None})
        decision = pooled(
            call("2026-12-10 11:00", "no_answer"), now="2026-12-10 11:00", policy=policy
        )
        assert decision.next_contact is None

    @pytest.mark.parametrize(
        "policy",
        [INCINTA.revise(unreachable={"pool_interval": None}), RSI],
        ids=["without interval", "without section"],
    )
    def test_without_interval_a_follow_up_with_an_instant_is_the_contact(
        self, policy: Policy
    ) -> None:
        planned = follow_up("2026-12-05 10:00", "2026-12-20 10:00")
        decision = pooled(planned, now="2026-12-05 10:00", policy=policy)
        assert decision.status is Status.UNREACHABLE
        assert next_of(decision) == ("follow_up", "Sun 2026-12-20 10:00")

    def test_the_interval_is_the_policys(self) -> None:
        policy = INCINTA.revise(unreachable={"pool_interval": "P14D"})
        decision = pooled(now="2026-12-04 10:06", policy=policy)
        assert next_of(decision) == ("follow_up", "Fri 2026-12-18 10:05")

    def test_where_the_policy_lists_no_such_tier_it_is_a_follow_up(self) -> None:
        planned = follow_up("2026-12-05 10:00", "2026-12-20 10:00")
        contact = pooled(planned, now="2026-12-05 10:00", policy=RSI).next_contact
        assert contact is not None
        assert contact.kind is WorkKind.FOLLOW_UP

    def test_an_exact_follow_up_is_of_the_pools_kind_and_goes_first(self) -> None:
        planned = follow_up("2026-12-05 10:00", "2027-01-20 10:00")
        decision = pooled(planned, now="2027-01-05 10:00")
        assert next_of(decision) == ("follow_up", "Wed 2027-01-20 10:00")
        assert decision.next_contact is not None
        assert decision.next_contact.kind is WorkKind.LONG_TERM
        assert decision.next_contact.origin is ContactOrigin.USER
        assert decision.upcoming == ()

    def test_an_exact_follow_up_set_before_entering_stands(self) -> None:
        planned = follow_up("2026-11-05 10:00", "2027-01-20 10:00")
        decision = pooled(planned, now="2026-12-05 10:00")
        assert next_of(decision) == ("follow_up", "Wed 2027-01-20 10:00")

    def test_the_pool_goes_on_when_a_call_has_used_the_follow_up(self) -> None:
        events = [
            follow_up("2026-12-05 10:00", "2027-01-20 10:00"),
            call("2027-01-20 10:05", "no_answer"),
        ]
        decision = pooled(*events, now="2027-01-20 10:06")
        assert next_of(decision) == ("follow_up", "Sat 2027-02-20 10:05")

    def test_the_pool_goes_on_as_planned_when_an_email_has_used_it(self) -> None:
        events = [
            follow_up("2026-12-05 10:00", "2026-12-20 10:00"),
            email("2026-12-20 10:05"),
        ]
        decision = pooled(*events, now="2026-12-20 10:06", policy=CLINIC)
        assert next_of(decision) == ("follow_up", ENTERED)

    @pytest.mark.parametrize(
        ("event", "purpose", "kind"),
        [
            (ring("2026-12-07 10:00"), Purpose.ANSWER_CALL, WorkKind.INBOUND_CALL),
            (ring("2026-12-07 10:00", False), Purpose.ANSWER_REPLY, WorkKind.FOLLOW_UP),
        ],
        ids=["ringing call", "missed call"],
    )
    def test_what_the_lead_is_owed_keeps_its_kind(
        self, event: Any, purpose: Purpose, kind: WorkKind
    ) -> None:
        decision = pooled(event, now="2026-12-07 10:01")
        assert decision.status is Status.UNREACHABLE
        assert decision.next_contact is not None
        assert (decision.next_contact.purpose, decision.next_contact.kind) == (purpose, kind)

    def test_a_voicemail_left_before_entering_is_still_to_be_returned(self) -> None:
        contact = pooled(voicemail("2026-12-04 09:30"), now="2026-12-04 10:06").next_contact
        assert contact is not None
        assert (contact.purpose, contact.kind) == (Purpose.RETURN_VOICEMAIL, WorkKind.VOICEMAIL)

    def test_what_ladder_and_mail_round_had_planned_ends_on_entering(self) -> None:
        events = [call("2026-12-03 09:10", "no_answer"), email("2026-12-03 09:15")]
        assert upcoming_of(pooled(*events, now="2026-12-04 10:06")) == []

    def test_no_show_steps_end_on_entering(self) -> None:
        events = [booked("2026-12-01 09:10", "2026-12-04 09:00"), no_show("2026-12-04 09:20")]
        decision = pooled(*events, now="2026-12-04 10:06")
        assert next_of(decision) == ("follow_up", ENTERED)
        assert decision.upcoming == ()


class TestUNR5OutOfThePool:
    """An unreachable lead that gets in touch leaves the pool.

    Spoken to, it is contacted; if it wrote or left a message, it is in follow-up (UNR-5).
    """

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
    @pytest.mark.parametrize(
        "event",
        [
            call("2026-12-07 10:00", "connected"),
            ring("2026-12-07 10:00", True),
            contacted("2026-12-07 10:00"),
        ],
        ids=["call connected", "call answered", "contacted"],
    )
    def test_a_conversation_makes_it_contacted_and_plans_nothing(
        self, policy: Policy, event: Any
    ) -> None:
        decision = pooled(event, now="2026-12-07 10:00", policy=policy)
        assert decision.status is Status.CONTACTED
        assert decision.next_contact is None

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
    @pytest.mark.parametrize(
        ("event", "purpose"),
        [
            (voicemail("2026-12-07 10:00"), "return_voicemail"),
            (reply("2026-12-07 10:00", "email"), "answer_reply"),
            (reply("2026-12-07 10:00", "text"), "answer_reply"),
            (reply("2026-12-07 10:00", "chat"), "answer_reply"),
            (reply("2026-12-07 10:00", "other"), "answer_reply"),
        ],
        ids=["voicemail", "e-mail", "text", "chat", "other"],
    )
    def test_a_message_makes_it_follow_up_and_is_owed_an_answer(
        self, policy: Policy, event: Any, purpose: str
    ) -> None:
        decision = pooled(event, now="2026-12-07 10:00", policy=policy)
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == (purpose, "Mon 2026-12-07 10:00")
        assert decision.upcoming == ()

    def test_the_call_of_the_pool_does_not_come_back(self) -> None:
        events = [voicemail("2026-12-07 10:00"), call("2026-12-07 11:00")]
        assert pooled(*events, now="2026-12-07 11:00").next_contact is None

    def test_the_ladder_runs_again(self) -> None:
        events = [reply("2026-12-07 10:00"), call("2026-12-07 11:00", "no_answer")]
        decision = pooled(*events, now="2026-12-07 11:00")
        assert next_of(decision) == ("follow_up_email", "Mon 2026-12-07 11:00")
        assert decision.next_contact is not None
        assert decision.next_contact.kind is WorkKind.FOLLOW_UP

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (booked("2026-12-07 10:00", "2026-12-20 10:00"), Status.SCHEDULED),
            (marked_scheduled("2026-12-07 10:00"), Status.SCHEDULED),
            (declined("2026-12-07 10:00"), Status.DEAD),
            (stop("2026-12-07 10:00"), Status.DEAD),
            (dead("2026-12-07 10:00"), Status.DEAD),
            (invalid("2026-12-07 10:00"), Status.INVALID),
            (office_transfer("2026-12-07 10:00"), Status.OFFICE_TRANSFER),
        ],
        ids=lambda each: each.type if hasattr(each, "type") else None,
    )
    def test_booking_and_closing_take_it_out_too(self, event: Any, status: Status) -> None:
        decision = pooled(event, now="2026-12-07 10:00")
        assert decision.status is status
        assert "follow_up" not in [purpose for purpose, _at in upcoming_of(decision)]
        assert next_of(decision) is None or status is Status.SCHEDULED

    def test_a_user_takes_it_out_by_reopening(self) -> None:
        decision = pooled(reopened("2026-12-07 10:00"), now="2026-12-07 10:00")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Mon 2026-12-07 10:00")

    @pytest.mark.parametrize(
        "event",
        [
            ring("2026-12-07 10:00", False),
            text("2026-12-07 10:00"),
            email("2026-12-07 10:00"),
            call("2026-12-07 10:00", "left_message"),
        ],
        ids=["missed call", "text", "e-mail", "message left"],
    )
    def test_what_is_no_communication_leaves_it_there(self, event: Any) -> None:
        assert pooled(event, now="2026-12-07 10:00").status is Status.UNREACHABLE

    def test_it_names_the_rule_of_communication(self) -> None:
        decision = pooled(contacted("2026-12-07 10:00"), now="2026-12-07 10:00")
        assert rule_for(decision, "status") == "COM-1"

    def test_once_out_the_criteria_never_hold_again(self) -> None:
        events = [reply("2026-12-07 10:00"), unreachable("2027-12-07 10:00")]
        decision = pooled(*events, now="2027-12-07 10:00")
        assert codes(decision)[-1] == WarningCode.UNREACHABLE_BEFORE_CRITERIA

    def test_in_the_pool_again_a_month_counts_from_then(self) -> None:
        events = [contacted("2026-12-07 10:00"), unreachable("2027-12-07 10:00")]
        decision = pooled(*events, now="2027-12-07 10:00")
        assert shown(decision.next_contact_at) == "Fri 2028-01-07 10:00"

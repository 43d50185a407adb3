"""Leads that cannot be reached: the criteria, the final attempt, and the status."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    declined,
    email,
    follow_up,
    lead,
    next_of,
    permitted,
    reopened,
    reply,
    ring,
    rule_for,
    stop,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy
from leadflow.vocabulary import Channel, ContactOrigin, Status, WarningCode, WorkKind


def rounds(*days: str) -> list[Any]:
    """On each day a message left at 09:10 and an e-mail at 09:15."""
    return [
        each
        for day in days
        for each in (call(f"{day} 09:10", "left_message"), email(f"{day} 09:15"))
    ]


FOUR = rounds("2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24")
FIVE = [*FOUR, *rounds("2026-12-01")]
"""Five mail rounds; the next call is planned for a week after the last."""
PLANNED = "Tue 2026-12-08 09:15"
JUST_BEFORE, COMPLETE = "2027-01-03 09:09:59.999999", "2027-01-03 09:10"
"""Two calendar months after the first of the five attempts; a Sunday."""
JUST_AFTER = "2027-01-03 09:10:00.000001"
CLINIC_FIVE = [
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "no_answer"),
    call("2026-11-04 13:20", "no_answer"),
    email("2026-11-04 13:25"),
    call("2026-11-11 13:30", "left_message"),
]
"""RSI's two rungs, then a mail round and a half: five attempts in eight days."""


def purpose_at(now: str, *events: Any, policy: Policy = INCINTA, **profile: Any) -> str | None:
    contact = decided(policy, *events, now=now, of=lead(**profile)).next_contact
    return None if contact is None else contact.purpose.value


def status_at(now: str, *events: Any, policy: Policy = INCINTA, **profile: Any) -> Status:
    return decided(policy, *events, now=now, of=lead(**profile)).status


def criteria_hold(*events: Any, now: str = "2027-06-01 12:00", policy: Policy = INCINTA) -> bool:
    """Whether the lead can be marked unreachable at `now` without a warning."""
    decision = decided(policy, *events, unreachable(now), now=now)
    assert decision.status is Status.UNREACHABLE
    return WarningCode.UNREACHABLE_BEFORE_CRITERIA not in codes(decision)


class TestUNR1Criteria:
    """A lead may be given up as unreachable after two months and five attempts without a sign of
    life.

    Two calendar months since the first attempt are over, five attempts or more were made, and the
    lead never communicated: all three, whether time or an attempt completes them (UNR-1).
    """

    @pytest.mark.parametrize(
        ("now", "purpose"),
        [
            (JUST_BEFORE, "follow_up"),
            (COMPLETE, "final_attempt"),
            (JUST_AFTER, "final_attempt"),
        ],
    )
    def test_time_completes_them_at_the_instant_that_completes_two_months(
        self, now: str, purpose: str
    ) -> None:
        assert purpose_at(now, *FIVE) == purpose

    def test_a_decision_before_that_instant_is_valid_until_then(self) -> None:
        assert decided(INCINTA, *FIVE, now="2026-12-20 12:00").valid_until == at(COMPLETE)

    @pytest.mark.parametrize(
        ("first", "just_before", "complete"),
        [
            ("2026-11-05 16:59", "2027-01-05 16:58:59.999999", "2027-01-05 16:59"),
            ("2026-12-31 10:00", "2027-02-28 09:59:59.999999", "2027-02-28 10:00"),
            ("2027-01-15 09:10", "2027-03-15 09:09:59.999999", "2027-03-15 09:10"),
            ("2027-01-14 02:30", "2027-03-14 01:59:59.999999", "2027-03-14 03:30"),
        ],
        ids=["not from creation", "end of month clipped", "clocks changed", "hour left out"],
    )
    def test_the_months_are_calendar_months_on_the_clinics_clocks(
        self, first: str, just_before: str, complete: str
    ) -> None:
        policy = INCINTA.revise(unreachable={"attempts": 1})
        tried = call(first, "no_answer")
        assert purpose_at(just_before, tried, policy=policy) == "follow_up_email"
        assert purpose_at(complete, tried, policy=policy) == "final_attempt"

    def test_an_hour_left_out_by_the_clocks_moves_the_end_forward_by_the_gap(self) -> None:
        policy = INCINTA.revise(unreachable={"attempts": 1})
        tried = call("2027-01-14 02:30", "no_answer")
        decision = decided(policy, tried, now=at("2027-03-14 03:30") - MICROSECOND)
        assert decision.valid_until == at("2027-03-14 03:30")

    def test_four_attempts_do_not_do_however_long_ago(self) -> None:
        assert purpose_at("2027-06-01 12:00", *FOUR) == "follow_up"

    @pytest.mark.parametrize(
        ("fifth", "before"),
        [
            (call("2027-02-01 10:00", "no_answer"), "follow_up"),
            (call("2027-02-01 10:00"), "follow_up"),
            (email("2027-02-01 10:00"), "follow_up"),
        ],
        ids=["unreached call", "call without outcome", "e-mail"],
    )
    def test_a_fifth_attempt_after_two_months_completes_them(self, fifth: Any, before: str) -> None:
        assert purpose_at("2027-02-01 09:59:59.999999", *FOUR, fifth) == before
        assert purpose_at("2027-02-01 10:00", *FOUR, fifth) == "final_attempt"

    @pytest.mark.parametrize(
        ("when", "purpose"),
        [
            (JUST_BEFORE, "follow_up_email"),
            (COMPLETE, "final_attempt"),
            (JUST_AFTER, "final_attempt"),
        ],
    )
    def test_a_fifth_attempt_does_so_only_when_the_two_months_are_over(
        self, when: str, purpose: str
    ) -> None:
        assert purpose_at(when, *FOUR, call(when, "no_answer")) == purpose

    def test_several_attempts_of_one_day_are_one_of_the_five_at_incinta(self) -> None:
        calls = [call(f"2026-11-03 {hour}:10", "no_answer") for hour in (10, 11, 12, 13, 14)]
        assert not criteria_hold(*calls)

    @pytest.mark.parametrize(
        ("now", "purpose"), [(JUST_BEFORE, "follow_up_email"), (COMPLETE, "final_attempt")]
    )
    def test_attempts_of_one_day_count_apart_where_the_policy_says_so(
        self, now: str, purpose: str
    ) -> None:
        assert purpose_at(now, *CLINIC_FIVE, policy=CLINIC) == purpose

    def test_outreach_that_is_no_attempt_is_none_of_the_five(self) -> None:
        others = [*CLINIC_FIVE[:4], email("2026-11-11 13:30", "purple_chat")]
        assert not criteria_hold(*others, policy=CLINIC)

    @pytest.mark.parametrize(
        "communication",
        [
            [reply("2026-12-02 10:00", "email")],
            [reply("2026-12-02 10:00", "text")],
            [reply("2026-12-02 10:00", "chat")],
            [reply("2026-12-02 10:00", "other")],
            [voicemail("2026-12-02 10:00")],
            [call("2026-12-02 10:00", "connected")],
            [ring("2026-12-02 10:00", True)],
            [contacted("2026-12-02 10:00")],
            [booked("2026-12-02 10:00", "2026-12-09 10:00"), cancelled("2026-12-02 11:00")],
        ],
        ids=lambda events: events[0].type + getattr(events[0], "channel", ""),
    )
    def test_any_communication_before_two_months_are_over_rules_them_out(
        self, communication: list[Any]
    ) -> None:
        assert not criteria_hold(*FIVE, *communication, *rounds("2026-12-03", "2026-12-04"))

    def test_communication_before_the_first_attempt_rules_them_out(self) -> None:
        assert not criteria_hold(voicemail("2026-11-03 09:01"), *FIVE)

    def test_communication_after_they_came_true_ends_them(self) -> None:
        assert not criteria_hold(*FIVE, reply("2027-01-04 10:00"))

    @pytest.mark.parametrize(
        "closing", [declined("2026-10-01 09:00"), stop("2026-10-01 09:00")], ids=["no", "stop"]
    )
    def test_communication_counts_for_ever_also_before_attempts_started_again(
        self, closing: Any
    ) -> None:
        again = [permitted("2026-10-02 09:00"), reopened("2026-10-02 09:00")]
        assert not criteria_hold(closing, *again, *FIVE)

    @pytest.mark.parametrize(
        "event",
        [ring("2026-12-02 10:00", False), ring("2026-12-02 10:00"), text("2026-12-02 10:00")],
        ids=["missed call", "call that rang out", "outbound text"],
    )
    def test_a_call_nobody_answered_and_a_text_are_no_communication(self, event: Any) -> None:
        assert criteria_hold(*FIVE, event)

    @pytest.mark.parametrize(
        ("now", "purpose"),
        [
            (COMPLETE, "follow_up"),
            ("2027-02-10 09:09:59.999999", "follow_up"),
            ("2027-02-10 09:10", "final_attempt"),
        ],
    )
    def test_the_months_count_anew_from_the_first_attempt_after_a_reopening(
        self, now: str, purpose: str
    ) -> None:
        again = rounds("2026-12-10", "2026-12-11", "2026-12-14", "2026-12-15", "2026-12-16")
        closed = [dead("2026-12-02 09:00"), reopened("2026-12-10 09:00")]
        assert purpose_at(now, *FIVE, *closed, *again) == purpose

    def test_the_attempts_before_a_reopening_are_not_among_the_five(self) -> None:
        closed = [dead("2026-12-02 09:00"), reopened("2026-12-10 09:00")]
        assert not criteria_hold(*FIVE, *closed, *rounds("2026-12-10"))

    def test_months_that_were_complete_before_a_reopening_count_anew(self) -> None:
        closed = [dead("2027-01-04 09:00"), reopened("2027-01-05 09:00")]
        assert not criteria_hold(*FIVE, *closed, *rounds("2027-01-05"), now="2027-01-06 09:00")

    @pytest.mark.parametrize(
        ("now", "purpose"),
        [("2026-12-03 09:09:59.999999", "follow_up"), ("2026-12-03 09:10", "final_attempt")],
    )
    def test_the_months_and_the_number_are_the_policys(self, now: str, purpose: str) -> None:
        policy = INCINTA.revise(unreachable={"after": "P1M", "attempts": 4})
        assert purpose_at(now, *FOUR, policy=policy) == purpose

    @pytest.mark.parametrize(
        "policy", [RSI, INCINTA.revise(unreachable=None)], ids=["RSI", "section off"]
    )
    def test_without_the_section_they_never_hold(self, policy: Policy) -> None:
        tried = [call(f"2026-11-{day:02} 09:10", "no_answer") for day in (3, 4)]
        assert not criteria_hold(*tried, policy=policy, now="2027-03-01 09:00")


class TestUNR2FinalAttempt:
    """Before a lead is given up as unreachable it is tried once more, by phone and by e-mail.

    Once the criteria hold, that final attempt is what comes next, at the time planned already, else
    at once; a promised callback and a first call still to be made stay what they are (UNR-2).
    """

    def test_it_takes_the_time_planned_already_though_that_has_passed(self) -> None:
        assert next_of(decided(INCINTA, *FIVE, now=COMPLETE)) == ("final_attempt", PLANNED)

    def test_it_takes_the_time_planned_already_where_that_is_ahead(self) -> None:
        tried = [*FOUR, *rounds("2027-01-01")]
        expected = ("final_attempt", "Fri 2027-01-08 09:15")
        assert next_of(decided(INCINTA, *tried, now=COMPLETE)) == expected

    def test_it_is_made_at_once_where_nothing_was_planned(self) -> None:
        tried = [
            call("2026-11-03 09:10"),
            follow_up("2026-11-03 09:15", "2026-11-10 09:00"),
            *(call(f"{day} 09:10") for day in ("2026-11-10", "2026-11-17", "2026-11-24")),
            call("2026-12-01 09:10"),
        ]
        assert decided(INCINTA, *tried, now=JUST_BEFORE).next_contact is None
        expected = ("final_attempt", "Sun 2027-01-03 09:10")
        assert next_of(decided(INCINTA, *tried, now="2027-01-04 12:00")) == expected

    def test_it_is_made_at_once_after_the_attempt_that_completed_the_criteria(self) -> None:
        fifth = call("2027-02-01 10:00", "left_message")
        expected = ("final_attempt", "Mon 2027-02-01 10:00")
        assert next_of(decided(INCINTA, *FOUR, fifth, now="2027-02-01 10:01")) == expected

    def test_it_takes_the_place_of_the_contact_planned(self) -> None:
        assert upcoming_of(decided(INCINTA, *FIVE, now=COMPLETE)) == []

    def test_the_phone_comes_first(self) -> None:
        contact = decided(INCINTA, *FIVE, now=COMPLETE).next_contact
        assert contact is not None
        assert contact.channel is Channel.PHONE

    def test_the_system_plans_it_as_a_follow_up_without_deadline(self) -> None:
        contact = decided(INCINTA, *FIVE, now=COMPLETE).next_contact
        assert contact is not None
        assert (contact.kind, contact.origin) == (WorkKind.FOLLOW_UP, ContactOrigin.SYSTEM)
        assert contact.by is None

    def test_it_names_its_rule(self) -> None:
        assert rule_for(decided(INCINTA, *FIVE, now=COMPLETE), "next_contact") == "UNR-2"

    def test_after_the_call_the_email_is_left(self) -> None:
        tried = [*FIVE, call("2027-01-04 10:00", "no_answer")]
        contact = decided(INCINTA, *tried, now="2027-01-04 10:01").next_contact
        assert contact is not None
        assert (contact.purpose.value, contact.channel) == ("final_attempt", Channel.EMAIL)
        assert contact.at == at("2027-01-04 10:00")

    def test_after_the_email_the_call_is_left_at_the_time_planned(self) -> None:
        decision = decided(INCINTA, *FIVE, email("2027-01-04 10:00"), now="2027-01-04 10:01")
        assert next_of(decision) == ("final_attempt", PLANNED)
        assert decision.next_contact is not None
        assert decision.next_contact.channel is Channel.PHONE

    @pytest.mark.parametrize(
        ("channels", "channel"),
        [(["email", "text"], Channel.EMAIL), (["text"], Channel.TEXT)],
        ids=["no phone", "text only"],
    )
    def test_a_lead_without_phone_is_tried_by_what_it_has(
        self, channels: list[str], channel: Channel
    ) -> None:
        policy = INCINTA.revise(unreachable={"attempts": 1})
        tried = call("2026-11-03 09:10", "no_answer")
        contact = decided(policy, tried, now=COMPLETE, of=lead(channels=channels)).next_contact
        assert contact is not None
        assert (contact.purpose.value, contact.channel) == ("final_attempt", channel)

    def test_an_exact_follow_up_keeps_its_purpose(self) -> None:
        promised = follow_up("2026-12-02 09:00", "2027-01-20 10:00")
        decision = decided(INCINTA, *FIVE, promised, now="2027-01-05 12:00")
        assert next_of(decision) == ("follow_up", "Wed 2027-01-20 10:00")
        assert decision.next_contact is not None
        assert decision.next_contact.origin is ContactOrigin.USER

    @pytest.mark.parametrize(
        "use",
        [call("2027-01-20 10:05"), follow_up("2027-01-20 10:05")],
        ids=["call", "bare follow-up"],
    )
    def test_the_final_attempt_is_due_once_the_exact_follow_up_is_used_up(self, use: Any) -> None:
        promised = follow_up("2026-12-02 09:00", "2027-01-20 10:00")
        decision = decided(INCINTA, *FIVE, promised, use, now="2027-01-20 10:06")
        assert next_of(decision) == ("final_attempt", "Wed 2027-01-20 10:05")

    def test_a_first_call_not_made_yet_keeps_its_purpose(self) -> None:
        written = [email(f"2026-11-{day:02} 09:15") for day in (3, 4, 5, 6, 9)]
        decision = decided(INCINTA, *written, now="2027-01-05 12:00")
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert decision.next_contact is not None
        assert decision.next_contact.kind is WorkKind.NEW_LEAD
        assert decision.upcoming == ()

    def test_such_a_first_call_is_a_part_of_the_final_attempt(self) -> None:
        written = [email(f"2026-11-{day:02} 09:15") for day in (3, 4, 5, 6, 9)]
        tried = [*written, call("2027-01-05 12:00", "no_answer")]
        decision = decided(INCINTA, *tried, now="2027-01-05 12:01")
        assert next_of(decision) == ("final_attempt", "Tue 2027-01-05 12:00")
        assert decision.next_contact is not None
        assert decision.next_contact.channel is Channel.EMAIL

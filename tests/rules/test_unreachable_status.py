"""Leads that cannot be reached: what makes them unreachable."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    attended,
    booked,
    call,
    codes,
    contacted,
    dead,
    decided,
    email,
    follow_up,
    invalid,
    lead,
    marked,
    marked_scheduled,
    no_show,
    office_transfer,
    reply,
    rule_for,
    shown,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy
from leadflow.vocabulary import Status, WarningCode, WorkKind

PRESETS = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)


def rounds(*days: str) -> list[Any]:
    """On each day a message left at 09:10 and an e-mail at 09:15."""
    return [
        each
        for day in days
        for each in (call(f"{day} 09:10", "left_message"), email(f"{day} 09:15"))
    ]


FOUR = rounds("2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24")
FIVE = [*FOUR, *rounds("2026-12-01")]
"""The criteria come true on Sunday, 3 January 2027, 09:10."""
COMPLETE = "2027-01-03 09:10"
NO_FINAL = INCINTA.revise(unreachable={"final_attempt_required": False})
FINAL_CALL, FINAL_EMAIL = call("2027-01-04 10:00", "no_answer"), email("2027-01-04 10:05")
POOLED = [*FIVE, FINAL_CALL, FINAL_EMAIL]
"""Unreachable since Monday, 4 January 2027, 10:05."""


def status_at(now: str, *events: Any, policy: Policy = INCINTA, **profile: Any) -> Status:
    return decided(policy, *events, now=now, of=lead(**profile)).status


def pool_call(decision: Decision) -> str | None:
    """When the pool asks for the next call; `None` if it does not."""
    contact = decision.next_contact
    if contact is None or contact.kind is not WorkKind.LONG_TERM:
        return None
    return shown(contact.at)


class TestUNR3Unreachable:
    """A lead that responds neither to the last call nor to the last e-mail is unreachable.

    Both come after the criteria came true. By a switch the criteria do so alone (UNR-3).
    """

    @pytest.mark.parametrize("outcome", ["no_answer", "left_message"])
    def test_call_and_email_make_it_unreachable(self, outcome: str) -> None:
        tried = [*FIVE, call("2027-01-04 10:00", outcome), FINAL_EMAIL]
        assert status_at("2027-01-04 10:04:59.999999", *tried) is Status.MAIL_CONTACTED
        assert status_at("2027-01-04 10:05", *tried) is Status.UNREACHABLE

    def test_email_and_call_in_the_other_order_do_so_too(self) -> None:
        tried = [*FIVE, email("2027-01-04 10:00"), call("2027-01-05 09:00", "no_answer")]
        assert status_at("2027-01-05 08:59:59.999999", *tried) is Status.MAIL_CONTACTED
        assert status_at("2027-01-05 09:00", *tried) is Status.UNREACHABLE

    def test_call_and_email_may_be_weeks_apart(self) -> None:
        tried = [*FIVE, FINAL_CALL, email("2027-02-20 10:00")]
        assert status_at("2027-02-20 10:00", *tried) is Status.UNREACHABLE

    @pytest.mark.parametrize("via", ["email_button", "purple_chat", "other"])
    def test_an_email_of_any_kind_is_one(self, via: str) -> None:
        tried = [*FIVE, FINAL_CALL, email("2027-01-04 10:05", via)]
        assert status_at("2027-01-04 10:05", *tried) is Status.UNREACHABLE

    def test_a_call_placed_by_any_means_is_one(self) -> None:
        tried = [*FIVE, call("2027-01-04 10:00", "no_answer", via="other"), FINAL_EMAIL]
        assert status_at("2027-01-04 10:05", *tried) is Status.UNREACHABLE

    @pytest.mark.parametrize(
        "parts",
        [
            [FINAL_CALL],
            [FINAL_EMAIL],
            [FINAL_CALL, call("2027-01-05 10:00", "left_message")],
            [FINAL_EMAIL, email("2027-01-05 10:00")],
            [FINAL_CALL, text("2027-01-04 10:05")],
            [call("2027-01-04 10:00"), FINAL_EMAIL],
        ],
        ids=["call", "e-mail", "two calls", "two e-mails", "text", "call without outcome"],
    )
    def test_less_than_an_unreached_call_and_an_email_does_not_do(self, parts: list[Any]) -> None:
        assert status_at("2027-01-06 10:00", *FIVE, *parts) is Status.MAIL_CONTACTED

    def test_an_outcome_told_apart_from_the_call_is_one(self) -> None:
        told = [call("2027-01-04 10:00"), marked("2027-01-04 10:02", "left_message")]
        assert status_at("2027-01-04 10:05", *FIVE, *told, FINAL_EMAIL) is Status.UNREACHABLE

    def test_an_outcome_told_after_the_email_completes_the_final_attempt(self) -> None:
        told = [call("2027-01-04 10:00"), FINAL_EMAIL, marked("2027-01-04 10:10", "no_answer")]
        assert status_at("2027-01-04 10:10", *FIVE, *told) is Status.UNREACHABLE

    def test_a_call_before_the_criteria_is_none_though_its_outcome_is_told_after(self) -> None:
        told = [call("2027-01-03 09:09:59.999999"), marked("2027-01-03 09:20", "no_answer")]
        tried = [*FIVE, *told, email("2027-01-03 09:25")]
        assert status_at("2027-01-03 09:25", *tried) is Status.MAIL_CONTACTED

    @pytest.mark.parametrize(
        ("called", "status"),
        [
            ("2027-01-03 09:09:59.999999", Status.MAIL_CONTACTED),
            (COMPLETE, Status.UNREACHABLE),
            ("2027-01-03 09:10:00.000001", Status.UNREACHABLE),
        ],
    )
    def test_the_call_must_follow_the_instant_of_the_criteria(
        self, called: str, status: Status
    ) -> None:
        tried = [*FIVE, call(called, "no_answer"), FINAL_EMAIL]
        assert status_at("2027-01-04 12:00", *tried) is status

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ("2027-01-03 09:09:59.999999", Status.MAIL_CONTACTED),
            (COMPLETE, Status.UNREACHABLE),
            ("2027-01-03 09:10:00.000001", Status.UNREACHABLE),
        ],
    )
    def test_the_email_must_follow_the_instant_of_the_criteria(
        self, sent: str, status: Status
    ) -> None:
        tried = [*FIVE, email(sent), FINAL_CALL]
        assert status_at("2027-01-04 12:00", *tried) is status

    def test_the_call_that_completed_the_criteria_is_not_the_final_one(self) -> None:
        tried = [*FOUR, call("2027-02-01 10:00", "no_answer"), email("2027-02-01 10:05")]
        assert status_at("2027-02-01 12:00", *tried) is Status.MAIL_CONTACTED
        again = call("2027-02-01 13:00", "no_answer")
        assert status_at("2027-02-01 13:00", *tried, again) is Status.UNREACHABLE

    def test_nor_is_it_when_its_outcome_is_told_apart(self) -> None:
        fifth = [call("2027-02-01 10:00"), marked("2027-02-01 10:02", "no_answer")]
        tried = [*FOUR, *fifth, email("2027-02-01 10:05")]
        assert status_at("2027-02-01 12:00", *tried) is Status.MAIL_CONTACTED

    def test_events_of_one_instant_follow_each_other_in_the_order_given(self) -> None:
        when = "2027-02-01 10:00"
        tried = [*FOUR, call(when, "no_answer"), email(when)]
        assert status_at(when, *tried) is Status.MAIL_CONTACTED
        assert status_at(when, *tried, call(when, "no_answer")) is Status.UNREACHABLE

    def test_the_email_that_completed_the_criteria_is_not_the_final_one(self) -> None:
        tried = [*FOUR, email("2027-02-01 10:00"), call("2027-02-01 10:05", "no_answer")]
        assert status_at("2027-02-01 12:00", *tried) is Status.MAIL_CONTACTED
        again = email("2027-02-01 13:00")
        assert status_at("2027-02-01 13:00", *tried, again) is Status.UNREACHABLE

    @pytest.mark.parametrize(
        ("communication", "status"),
        [
            (reply("2027-01-04 10:02"), Status.FOLLOW_UP),
            (voicemail("2027-01-04 10:02"), Status.FOLLOW_UP),
            (contacted("2027-01-04 10:02"), Status.CONTACTED),
        ],
        ids=["reply", "voicemail", "conversation"],
    )
    def test_communication_between_the_two_keeps_the_lead(
        self, communication: Any, status: Status
    ) -> None:
        tried = [*FIVE, FINAL_CALL, communication, FINAL_EMAIL]
        assert status_at("2027-01-04 10:05", *tried) is not Status.UNREACHABLE
        assert status_at("2027-01-04 10:04", *tried) is status

    def test_an_exact_follow_up_that_is_kept_by_an_unreached_call_is_a_final_call(self) -> None:
        promised = follow_up("2026-12-02 09:00", "2027-01-20 10:00")
        tried = [call("2027-01-20 10:05", "left_message"), email("2027-01-20 10:10")]
        assert status_at("2027-01-20 10:10", *FIVE, promised, *tried) is Status.UNREACHABLE

    def test_without_email_the_call_alone_does(self) -> None:
        channels = ["phone", "text"]
        calls = [each for each in FIVE if each.type == "call_placed"]
        assert (
            status_at("2027-01-04 09:59", *calls, FINAL_CALL, channels=channels)
            is Status.MAIL_CONTACTED
        )
        assert (
            status_at("2027-01-04 10:00", *calls, FINAL_CALL, channels=channels)
            is Status.UNREACHABLE
        )

    def test_without_phone_the_email_alone_does(self) -> None:
        emails = [each for each in FIVE if each.type == "email_sent"]
        channels = ["email"]
        complete = "2027-01-04 10:05"
        assert status_at(complete, *emails, channels=channels) is Status.MAIL_CONTACTED
        assert status_at(complete, *emails, FINAL_EMAIL, channels=channels) is Status.UNREACHABLE

    def test_it_names_its_rule(self) -> None:
        decision = decided(INCINTA, *POOLED, now="2027-01-04 10:06")
        assert rule_for(decision, "status") == "UNR-3"

    @pytest.mark.parametrize(
        ("now", "status"),
        [
            ("2027-01-03 09:09:59.999999", Status.MAIL_CONTACTED),
            (COMPLETE, Status.UNREACHABLE),
            ("2027-01-03 09:10:00.000001", Status.UNREACHABLE),
        ],
    )
    def test_without_the_final_attempt_time_alone_makes_it_unreachable(
        self, now: str, status: Status
    ) -> None:
        assert status_at(now, *FIVE, policy=NO_FINAL) is status

    def test_without_the_final_attempt_the_fifth_attempt_does_so_late(self) -> None:
        fifth = call("2027-02-01 10:00", "no_answer")
        assert status_at("2027-02-01 09:59", *FOUR, fifth, policy=NO_FINAL) is Status.MAIL_CONTACTED
        assert status_at("2027-02-01 10:00", *FOUR, fifth, policy=NO_FINAL) is Status.UNREACHABLE

    def test_without_the_final_attempt_communication_still_keeps_the_lead(self) -> None:
        answered = reply("2026-12-02 10:00")
        assert status_at("2027-03-01 09:00", *FIVE, answered, policy=NO_FINAL) is Status.FOLLOW_UP


class TestUNR3MarkedByHand:
    """A person may mark an open or a no-show lead unreachable under any policy, with a warning
    where the criteria do not hold; on a scheduled, visited or closed lead the mark is ignored, with
    a warning of its own (UNR-3)."""

    @PRESETS
    @pytest.mark.parametrize(
        "events",
        [
            [],
            [call("2026-11-03 09:10", "no_answer")],
            [contacted("2026-11-03 09:10")],
            [booked("2026-11-03 09:10", "2026-11-03 10:00"), no_show("2026-11-03 10:20")],
        ],
        ids=["new", "follow_up", "contacted", "no_show"],
    )
    def test_it_makes_the_lead_unreachable_with_a_warning(
        self, policy: Policy, events: list[Any]
    ) -> None:
        decision = decided(policy, *events, unreachable("2026-11-04 10:00"), now="2026-11-04 10:00")
        assert decision.status is Status.UNREACHABLE
        assert codes(decision) == [WarningCode.UNREACHABLE_BEFORE_CRITERIA]

    def test_a_mail_contacted_lead_too(self) -> None:
        events = [*rounds("2026-11-03"), unreachable("2026-11-04 10:00")]
        assert status_at("2026-11-04 10:00", *events) is Status.UNREACHABLE

    @pytest.mark.parametrize(
        ("when", "warned"), [("2027-01-03 09:09:59.999999", True), (COMPLETE, False)]
    )
    def test_the_warning_ends_when_the_criteria_hold(self, when: str, warned: bool) -> None:
        decision = decided(INCINTA, *FIVE, unreachable(when), now="2027-01-03 10:00")
        assert decision.status is Status.UNREACHABLE
        assert (WarningCode.UNREACHABLE_BEFORE_CRITERIA in codes(decision)) is warned

    def test_the_warning_names_the_event(self) -> None:
        decision = decided(INCINTA, *FIVE, unreachable("2026-12-02 10:00"), now="2026-12-02 10:00")
        assert [(each.event, each.at) for each in decision.warnings] == [
            (len(FIVE), at("2026-12-02 10:00"))
        ]

    def test_it_names_its_rule(self) -> None:
        decision = decided(RSI, unreachable("2026-11-04 10:00"), now="2026-11-04 10:00")
        assert rule_for(decision, "status") == "UNR-3"

    @PRESETS
    @pytest.mark.parametrize(
        ("events", "status"),
        [
            ([booked("2026-11-03 09:10", "2026-11-20 10:00")], Status.SCHEDULED),
            ([marked_scheduled("2026-11-03 09:10")], Status.SCHEDULED),
            (
                [booked("2026-11-03 09:10", "2026-11-03 10:00"), attended("2026-11-03 10:20")],
                Status.VISITED,
            ),
            ([dead("2026-11-03 09:10")], Status.DEAD),
            ([invalid("2026-11-03 09:10")], Status.INVALID),
            ([office_transfer("2026-11-03 09:10")], Status.OFFICE_TRANSFER),
        ],
        ids=["booked", "marked scheduled", "visited", "dead", "invalid", "office_transfer"],
    )
    def test_it_changes_no_other_lead(
        self, policy: Policy, events: list[Any], status: Status
    ) -> None:
        decision = decided(policy, *events, unreachable("2026-11-04 10:00"), now="2026-11-04 10:00")
        assert decision.status is status
        assert WarningCode.UNREACHABLE_NOT_APPLICABLE in codes(decision)

    def test_marked_again_it_stays_in_the_pool_as_it_was(self) -> None:
        again = unreachable("2027-01-06 10:00", "moved_away")
        decision = decided(INCINTA, *POOLED, again, now="2027-01-06 10:00")
        assert decision.status is Status.UNREACHABLE
        assert pool_call(decision) == "Thu 2027-02-04 10:05"
        assert codes(decision) == []

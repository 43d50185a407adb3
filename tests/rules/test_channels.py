"""Leads that cannot be reached in every way: rule COM-8, and mail rounds of theirs (COM-5)."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    booked,
    call,
    decided,
    email,
    follow_up,
    known,
    lead,
    next_of,
    no_show,
    shown,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy, Status
from standing import purposes

EVERY_POLICY = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
MISSED = (booked("2026-11-03 09:10", "2026-11-16 10:00"), no_show("2026-11-16 10:20"))
CALL, EMAIL = call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")
TWICE = (CALL, call("2026-11-03 13:15", "no_answer"))


def channel_of(decision: Decision) -> str | None:
    """Through which channel the next contact goes."""
    return None if decision.next_contact is None else decision.next_contact.channel.value


class TestCOM8StandIn:
    """Where a lead lacks a channel, the first that it has of phone, e-mail and text takes its
    place.

    What goes out there does the step (COM-8).
    """

    @EVERY_POLICY
    @pytest.mark.parametrize(
        ("channels", "channel"),
        [
            (["phone", "email", "text"], "phone"),
            (["phone"], "phone"),
            (["email", "text"], "email"),
            (["email"], "email"),
            (["text"], "text"),
        ],
        ids=lambda each: each if isinstance(each, str) else "+".join(each),
    )
    def test_chooses_the_channel_of_a_first_call(
        self, policy: Policy, channels: list[str], channel: str
    ) -> None:
        decision = decided(policy, now="2026-11-03 09:05", of=lead(channels=channels))
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert channel_of(decision) == channel

    @pytest.mark.parametrize(
        ("channels", "event", "done"),
        [
            (["email", "text"], email("2026-11-03 09:10"), True),
            (["email", "text"], text("2026-11-03 09:10"), False),
            (["text"], text("2026-11-03 09:10"), True),
            (["phone", "text"], text("2026-11-03 09:10"), False),
            (["phone", "email", "text"], email("2026-11-03 09:10"), False),
        ],
        ids=lambda each: "+".join(each) if isinstance(each, list) else getattr(each, "type", each),
    )
    def test_lets_a_first_call_be_done_in_writing(
        self, channels: list[str], event: Any, done: bool
    ) -> None:
        decision = decided(INCINTA, event, now="2026-11-03 09:11", of=lead(channels=channels))
        assert ("first_call" not in purposes(decision)) is done

    @EVERY_POLICY
    @pytest.mark.parametrize(
        ("channels", "channel", "answer"),
        [
            (["email", "text"], "email", email("2026-11-04 10:05")),
            (["email"], "email", email("2026-11-04 10:05", via="purple_chat")),
            (["text"], "text", text("2026-11-04 10:05")),
        ],
        ids=["email and text", "email", "text"],
    )
    def test_returns_a_voicemail_in_writing(
        self, policy: Policy, channels: list[str], channel: str, answer: Any
    ) -> None:
        of = lead(channels=channels)
        left = voicemail("2026-11-04 10:00")
        before = decided(policy, left, now="2026-11-04 10:01", of=of)
        after = decided(policy, left, answer, now="2026-11-04 10:06", of=of)
        assert next_of(before) == ("return_voicemail", "Wed 2026-11-04 10:00")
        assert channel_of(before) == channel
        assert "return_voicemail" not in purposes(after)

    def test_does_not_return_a_voicemail_through_a_later_choice(self) -> None:
        decision = decided(
            RSI,
            voicemail("2026-11-04 10:00"),
            text("2026-11-04 10:05"),
            now="2026-11-04 10:06",
            of=lead(channels=["email", "text"]),
        )
        assert purposes(decision) == ["return_voicemail"]

    def test_sends_the_follow_ups_of_the_ladder_by_e_mail(self) -> None:
        of = lead(channels=["email"])
        decision = decided(RSI, email("2026-11-03 09:10"), now="2026-11-03 09:11", of=of)
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:10")
        assert channel_of(decision) == "email"

    def test_follows_the_channels_as_they_become_known(self) -> None:
        decision = decided(
            RSI,
            call("2026-11-03 09:10", "left_message"),
            known("2026-11-03 10:00", channels=["email"]),
            now="2026-11-03 10:01",
        )
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:10")
        assert channel_of(decision) == "email"

    @pytest.mark.parametrize(
        ("sent", "left"),
        [
            ("2026-11-04 09:59:59.999999", ("follow_up", "Wed 2026-11-04 10:00")),
            ("2026-11-04 10:00", ("follow_up", "Wed 2026-11-11 10:00")),
        ],
    )
    def test_keeps_a_promised_callback_by_e_mail(self, sent: str, left: tuple[str, str]) -> None:
        decision = decided(
            INCINTA,
            follow_up("2026-11-03 09:05", "2026-11-04 10:00"),
            email(sent),
            now="2026-11-04 10:01",
            of=lead(channels=["email"]),
        )
        assert next_of(decision) == left
        assert channel_of(decision) == "email"

    def test_goes_round_by_text_where_there_is_nothing_else(self) -> None:
        of = lead(channels=["text"])
        decision = decided(INCINTA, text("2026-11-03 09:10"), now="2026-11-03 09:11", of=of)
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:10")
        assert channel_of(decision) == "text"

    def test_reminds_a_patient_without_phone_by_e_mail(self) -> None:
        of = lead(channels=["email", "text"])
        booking = booked("2026-11-03 09:10", "2026-11-16 10:00")
        decision = decided(INCINTA, booking, now="2026-11-03 09:11", of=of)
        assert next_of(decision) == ("reminder", "Fri 2026-11-13 09:00")
        assert channel_of(decision) == "email"

    @pytest.mark.parametrize(
        ("channels", "channel", "done"),
        [
            (["email", "text"], "email", email("2026-11-16 10:25")),
            (["text"], "text", text("2026-11-16 10:25")),
        ],
        ids=["email and text", "text"],
    )
    def test_does_the_call_after_a_missed_appointment_in_writing(
        self, channels: list[str], channel: str, done: Any
    ) -> None:
        of = lead(channels=channels)
        before = decided(INCINTA, *MISSED, now="2026-11-16 10:21", of=of)
        after = decided(INCINTA, *MISSED, done, now="2026-11-16 10:26", of=of)
        assert next_of(before) == ("no_show_call", "Mon 2026-11-16 10:20")
        assert channel_of(before) == channel
        assert next_of(after) == ("missed_appointment", "Tue 2026-11-17 09:00")

    @pytest.mark.parametrize("channels", [["phone"], ["phone", "text"]], ids="+".join)
    def test_does_the_missed_appointment_e_mail_by_phone(self, channels: list[str]) -> None:
        of = lead(channels=channels)
        called = call("2026-11-16 10:25", "no_answer")
        before = decided(INCINTA, *MISSED, called, now="2026-11-16 10:26", of=of)
        next_day = call("2026-11-17 09:05", "no_answer")
        after = decided(INCINTA, *MISSED, called, next_day, now="2026-11-17 09:06", of=of)
        assert next_of(before) == ("missed_appointment", "Tue 2026-11-17 09:00")
        assert channel_of(before) == "phone"
        assert next_of(after) == ("reschedule", "Tue 2026-11-24 09:05")

    def test_reaches_the_long_term_pool_by_e_mail(self) -> None:
        of = lead(channels=["email"])
        decision = decided(INCINTA, unreachable("2026-11-03 09:10"), now="2026-11-03 09:11", of=of)
        assert shown(decision.next_contact_at) == "Thu 2026-12-03 09:10"
        assert channel_of(decision) == "email"

    def test_goes_on_in_the_long_term_pool_by_e_mail(self) -> None:
        decision = decided(
            INCINTA,
            unreachable("2026-11-03 09:10"),
            email("2026-12-03 09:20"),
            now="2026-12-03 09:21",
            of=lead(channels=["email"]),
        )
        assert decision.status is Status.UNREACHABLE
        assert shown(decision.next_contact_at) == "Sun 2027-01-03 09:20"

    def test_plans_nothing_for_a_lead_without_any_channel(self) -> None:
        decision = decided(
            INCINTA,
            follow_up("2026-11-03 09:10", "2026-11-06 15:00"),
            now="2026-11-03 09:11",
            of=lead(channels=[]),
        )
        assert (decision.next_contact, decision.upcoming) == (None, ())

    @EVERY_POLICY
    def test_plans_again_once_a_channel_is_known(self, policy: Policy) -> None:
        decision = decided(
            policy,
            known("2026-11-03 09:10", channels=["text"]),
            now="2026-11-03 09:11",
            of=lead(channels=[]),
        )
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert channel_of(decision) == "text"


class TestCOM5OneChannelOnly:
    """A lead without e-mail completes the round by the call, one without phone by the e-mail
    (COM-5)."""

    @pytest.mark.parametrize("channels", [["phone"], ["phone", "text"]])
    def test_is_complete_with_the_call_of_a_lead_without_e_mail(self, channels: list[str]) -> None:
        of = lead(channels=channels)
        decision = decided(INCINTA, CALL, now="2026-11-03 09:11", of=of)
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:10")
        assert channel_of(decision) == "phone"

    @pytest.mark.parametrize("channels", [["email"], ["email", "text"]])
    def test_is_complete_with_the_e_mail_to_a_lead_without_phone(self, channels: list[str]) -> None:
        of = lead(channels=channels)
        decision = decided(INCINTA, EMAIL, now="2026-11-03 09:16", of=of)
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:15")
        assert channel_of(decision) == "email"

    def test_comes_round_by_e_mail_alone(self) -> None:
        of = lead(channels=["email"])
        events = (EMAIL, email("2026-11-10 09:20"))
        decision = decided(INCINTA, *events, now="2026-11-10 09:21", of=of)
        assert next_of(decision) == ("follow_up", "Tue 2026-11-17 09:20")

    def test_is_complete_with_the_third_call_on_the_joined_ladder(self) -> None:
        of = lead(channels=["phone"])
        third = call("2026-11-04 13:20", "no_answer")
        events = (*TWICE, third)
        decision = decided(CLINIC, *events, now="2026-11-04 13:21", of=of)
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Wed 2026-11-11 13:20")

    def test_is_complete_with_the_third_e_mail_on_the_joined_ladder(self) -> None:
        of = lead(channels=["email"])
        days = ("2026-11-03 09:10", "2026-11-03 13:15", "2026-11-03 17:20")
        second = decided(CLINIC, *map(email, days[:2]), now="2026-11-03 13:16", of=of)
        third = decided(CLINIC, *map(email, days), now="2026-11-03 17:21", of=of)
        assert (second.status, next_of(second)) == (
            Status.FOLLOW_UP,
            ("follow_up", "Tue 2026-11-03 17:15"),
        )
        assert (third.status, next_of(third)) == (
            Status.MAIL_CONTACTED,
            ("follow_up", "Tue 2026-11-10 17:20"),
        )

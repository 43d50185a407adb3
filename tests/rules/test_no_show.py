from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    lead,
    marked,
    next_of,
    no_show,
    reply,
    ring,
    rule_for,
    shown,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
STEPPING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
MISSED = no_show("2026-11-16 10:20")
CALL = ("no_show_call", "Mon 2026-11-16 10:20")
EMAIL = ("missed_appointment", "Tue 2026-11-17 09:00")


def by_of(decision: Decision) -> str | None:
    """The deadline of the next contact."""
    assert decision.next_contact is not None
    return shown(decision.next_contact.by)


def missed_at(starts_at: str, recorded: str, *more: Any, now: str | None = None) -> Decision:
    """Incinta's decision after an appointment was missed, as soon as that was recorded."""
    events = [booked("2026-11-03 10:00", starts_at), no_show(recorded)]
    return decided(INCINTA, *events, *more, now=now or recorded)


class TestNSH1SameDayCall:
    """Whoever misses an appointment is called the same day.

    The lead is a no-show, and earlier follow-ups end. The call is due at once and by half an hour
    after the start, unless the clinic has called or spoken to the lead since the start. Under RSI,
    which has no steps after a no-show, a person sets the next contact (NSH-1).
    """

    @pytest.mark.parametrize("policy", EVERY)
    def test_the_lead_is_a_no_show_from_the_instant_of_the_record(self, policy: Policy) -> None:
        before = decided(policy, BOOKED, MISSED, now=at("2026-11-16 10:20") - MICROSECOND)
        then = decided(policy, BOOKED, MISSED, now="2026-11-16 10:20")
        assert (before.status, then.status) == ("scheduled", "no_show")
        assert (rule_for(then, "status"), codes(then)) == ("NSH-1", [])

    @pytest.mark.parametrize(
        "policy",
        [RSI, INCINTA.revise(no_show=None), CLINIC.revise(no_show=None)],
        ids=["RSI", "INCINTA", "CLINIC"],
    )
    @pytest.mark.parametrize("now", ["2026-11-16 10:21", "2026-11-17 12:00", "2027-11-16 10:20"])
    def test_without_the_section_a_person_sets_the_next_contact(
        self, now: str, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, MISSED, now=now)
        assert (decision.status, next_of(decision), upcoming_of(decision)) == ("no_show", None, [])

    @pytest.mark.parametrize("policy", STEPPING)
    def test_the_clinic_calls_at_once_by_half_an_hour_after_the_start(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, MISSED, now="2026-11-16 10:21")
        assert (next_of(decision), by_of(decision)) == (CALL, "Mon 2026-11-16 10:30")
        assert (rule_for(decision, "next_contact"), upcoming_of(decision)) == ("NSH-1", [])

    @pytest.mark.parametrize("policy", STEPPING)
    def test_it_is_a_phone_call_that_the_system_plans_in_a_tier_of_its_own(
        self, policy: Policy
    ) -> None:
        contact = decided(policy, BOOKED, MISSED, now="2026-11-16 10:21").next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == (
            "phone",
            "no_show_call",
            "system",
        )

    @pytest.mark.parametrize(
        "recorded", ["2026-11-16 10:00", "2026-11-16 10:29", "2026-11-16 15:00"]
    )
    def test_the_deadline_goes_by_the_start_whenever_it_is_recorded(self, recorded: str) -> None:
        decision = missed_at("2026-11-16 10:00", recorded)
        assert decision.next_contact_at == at(recorded)
        assert by_of(decision) == "Mon 2026-11-16 10:30"

    @pytest.mark.parametrize(
        ("now", "warnings"),
        [
            (at("2026-11-16 10:30") - MICROSECOND, []),
            (at("2026-11-16 10:30"), ["deadline_passed"]),
        ],
    )
    def test_the_call_is_late_from_its_deadline_on(self, now: Any, warnings: list[str]) -> None:
        assert codes(decided(INCINTA, BOOKED, MISSED, now=now)) == warnings

    def test_the_policy_says_how_long_after_the_start(self) -> None:
        policy = INCINTA.revise(no_show={"call_within": "PT1H"})
        assert (
            by_of(decided(policy, BOOKED, MISSED, now="2026-11-16 10:21")) == "Mon 2026-11-16 11:00"
        )

    def test_half_an_hour_is_elapsed_time_across_a_clock_change(self) -> None:
        decision = missed_at("2027-03-14 01:45", "2027-03-14 01:50")
        assert by_of(decision) == "Sun 2027-03-14 03:15"

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("due", ["2026-11-16 09:00", "2026-11-20 15:00"])
    def test_a_follow_up_set_before_ends_whether_it_has_come_or_not(
        self, due: str, policy: Policy
    ) -> None:
        earlier = follow_up("2026-11-04 10:00", due)
        decision = decided(policy, BOOKED, earlier, MISSED, now="2026-11-16 10:21")
        purposes = [purpose for purpose, _when in upcoming_of(decision)]
        assert "follow_up" not in [*purposes, *(next_of(decision) or ())]

    @pytest.mark.parametrize(
        ("recorded", "warnings"),
        [
            ("2026-11-16 09:59:59.999999", ["no_show_before_start"]),
            ("2026-11-16 10:00", []),
            ("2026-11-16 10:00:00.000001", []),
        ],
    )
    def test_recorded_before_the_start_it_is_warned_of(
        self, recorded: str, warnings: list[str]
    ) -> None:
        assert codes(missed_at("2026-11-16 10:00", recorded)) == warnings

    @pytest.mark.parametrize("policy", EVERY)
    def test_recorded_before_the_start_it_counts_all_the_same(self, policy: Policy) -> None:
        early = no_show("2026-11-13 12:00")
        assert decided(policy, BOOKED, early, now="2026-11-13 12:01").status == "no_show"

    def test_recorded_before_the_start_it_counts_as_missed_then(self) -> None:
        decision = missed_at("2026-11-16 10:00", "2026-11-13 12:00")
        assert next_of(decision) == ("no_show_call", "Fri 2026-11-13 12:00")
        assert by_of(decision) == "Fri 2026-11-13 12:30"

    def test_recorded_before_the_start_the_next_step_goes_by_that_day(self) -> None:
        called = call("2026-11-13 12:05", "no_answer")
        decision = missed_at("2026-11-16 10:00", "2026-11-13 12:00", called, now="2026-11-13 12:06")
        assert next_of(decision) == ("missed_appointment", "Mon 2026-11-16 09:00")

    @pytest.mark.parametrize("policy", STEPPING)
    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(call("2026-11-16 10:25"), id="call without outcome"),
            pytest.param(call("2026-11-16 10:25", "no_answer"), id="call not answered"),
            pytest.param(call("2026-11-16 10:25", "left_message"), id="message left"),
            pytest.param(call("2026-11-16 10:25", "connected"), id="call connected"),
            pytest.param(call("2026-11-16 10:25", "no_answer", via="other"), id="any phone"),
            pytest.param(contacted("2026-11-16 10:25"), id="contacted"),
            pytest.param(ring("2026-11-16 10:25", answered=True), id="call answered"),
        ],
    )
    def test_a_call_placed_or_a_conversation_does_it(self, event: Any, policy: Policy) -> None:
        decision = decided(policy, BOOKED, MISSED, event, now="2026-11-16 10:26")
        assert (decision.status, next_of(decision)) == ("no_show", EMAIL)

    @pytest.mark.parametrize("policy", STEPPING)
    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(email("2026-11-16 10:25"), id="e-mail"),
            pytest.param(text("2026-11-16 10:25"), id="text"),
            pytest.param(ring("2026-11-16 10:25", answered=False), id="missed call"),
            pytest.param(voicemail("2026-11-16 10:25"), id="voicemail"),
            pytest.param(reply("2026-11-16 10:25"), id="reply"),
            pytest.param(marked("2026-11-16 10:25", "no_answer"), id="response marked"),
        ],
    )
    def test_nothing_else_does_it(self, event: Any, policy: Policy) -> None:
        decision = decided(policy, BOOKED, MISSED, event, now="2026-11-16 10:26")
        assert CALL in [next_of(decision), *upcoming_of(decision)]

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-11-16 09:59:59.999999", CALL),
            ("2026-11-16 10:00", EMAIL),
            ("2026-11-16 10:00:00.000001", EMAIL),
            ("2026-11-16 10:10", EMAIL),
        ],
    )
    def test_a_call_since_the_start_counts_though_the_no_show_is_recorded_later(
        self, when: str, expected: tuple[str, str]
    ) -> None:
        called = call(when, "no_answer")
        assert next_of(decided(INCINTA, BOOKED, called, MISSED, now="2026-11-16 10:21")) == expected

    def test_a_conversation_since_the_start_counts_too(self) -> None:
        spoke = contacted("2026-11-16 10:10")
        assert next_of(decided(INCINTA, BOOKED, spoke, MISSED, now="2026-11-16 10:21")) == EMAIL

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2026-11-17 00:00") - MICROSECOND, CALL),
            (at("2026-11-17 00:00"), EMAIL),
            (at("2026-11-17 00:00") + MICROSECOND, EMAIL),
        ],
    )
    def test_not_made_it_is_given_up_at_local_midnight(
        self, now: Any, expected: tuple[str, str]
    ) -> None:
        assert next_of(decided(INCINTA, BOOKED, MISSED, now=now)) == expected

    def test_the_decision_is_valid_until_midnight_at_most(self) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, now="2026-11-16 18:00")
        assert decision.valid_until == at("2026-11-17 00:00")

    @pytest.mark.parametrize(
        ("recorded", "purpose"),
        [
            ("2026-11-16 23:59:59.999999", "no_show_call"),
            ("2026-11-17 00:00", "missed_appointment"),
            ("2026-12-17 12:00", "missed_appointment"),
        ],
    )
    def test_recorded_on_a_later_local_day_there_is_no_call(
        self, recorded: str, purpose: str
    ) -> None:
        assert (next_of(missed_at("2026-11-16 10:00", recorded)) or ("",))[0] == purpose

    def test_the_day_is_the_clinics_not_that_of_the_instant_in_utc(self) -> None:
        decision = missed_at("2026-11-16 23:30", "2026-11-16 23:40")
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-16 23:40")
        assert by_of(decision) == "Tue 2026-11-17 00:00"

    def test_a_second_appointment_missed_begins_the_steps_anew(self) -> None:
        called = call("2026-11-16 10:25", "no_answer")
        again = [
            booked("2026-11-16 10:40", "2026-11-23 10:00", "a2"),
            no_show("2026-11-23 10:10", "a2"),
        ]
        decision = decided(INCINTA, BOOKED, MISSED, called, *again, now="2026-11-23 10:11")
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-23 10:10")
        assert by_of(decision) == "Mon 2026-11-23 10:30"

    def test_a_lead_without_phone_is_written_to_instead(self) -> None:
        of = lead(channels={"email"})
        contact = decided(INCINTA, BOOKED, MISSED, now="2026-11-16 10:21", of=of).next_contact
        written = decided(
            INCINTA, BOOKED, MISSED, email("2026-11-16 10:25"), now="2026-11-16 10:26", of=of
        )
        assert contact is not None
        assert (contact.purpose, contact.channel) == ("no_show_call", "email")
        assert next_of(written) == EMAIL

    def test_a_voicemail_goes_before_the_call_which_stays_to_be_made(self) -> None:
        left = voicemail("2026-11-16 10:25")
        decision = decided(INCINTA, BOOKED, MISSED, left, now="2026-11-16 10:26")
        assert next_of(decision) == ("return_voicemail", "Mon 2026-11-16 10:25")
        assert upcoming_of(decision) == [CALL]

    @pytest.mark.parametrize("policy", EVERY)
    def test_no_attempt_is_counted_and_no_ladder_or_mail_round_runs(self, policy: Policy) -> None:
        tried = [call(f"2026-11-16 1{hour}:00", "no_answer") for hour in (1, 2, 3)]
        decision = decided(policy, BOOKED, MISSED, *tried, now="2026-11-16 13:01")
        purposes = [each[0] for each in upcoming_of(decision)]
        assert (decision.status, decision.attempts) == ("no_show", 0)
        assert not {"follow_up", "follow_up_email"} & {*purposes, *(next_of(decision) or ())}

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    attended,
    booked,
    call,
    contacted,
    dead,
    decided,
    declined,
    email,
    lead,
    marked_scheduled,
    next_of,
    no_show,
    rule_for,
    stop,
    text,
    upcoming_of,
)
from leadflow import CLINIC, INCINTA, Policy

STEPPING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
MISSED = no_show("2026-11-16 10:20")
SENT = email("2026-11-17 09:05")
EMAIL = ("missed_appointment", "Tue 2026-11-17 09:00")
WEEK_LATER = ("reschedule", "Tue 2026-11-24 09:05")


class TestNSH2MissedAppointmentEmail:
    """After the day of a missed appointment an e-mail goes out as soon as the clinic opens.

    It waits for the call of the same day, or the end of that day, and is due at the first opening
    from the next local day on; any e-mail of a later local day is taken as it (NSH-2).
    """

    @pytest.mark.parametrize("policy", STEPPING)
    def test_the_email_is_due_when_the_clinic_opens_the_day_after(self, policy: Policy) -> None:
        called = call("2026-11-16 10:25", "no_answer")
        decision = decided(policy, BOOKED, MISSED, called, now="2026-11-16 10:26")
        assert (next_of(decision), upcoming_of(decision)) == (EMAIL, [])
        assert rule_for(decision, "next_contact") == "NSH-2"

    @pytest.mark.parametrize("policy", STEPPING)
    def test_it_is_an_email_without_deadline_that_the_system_plans(self, policy: Policy) -> None:
        contact = decided(policy, BOOKED, MISSED, now="2026-11-17 10:00").next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("email", "follow_up", "system")
        assert contact.by is None

    @pytest.mark.parametrize(
        ("starts_at", "due"),
        [
            pytest.param("2026-11-17 10:00", "Wed 2026-11-18 09:00", id="weekday"),
            pytest.param("2026-11-13 10:00", "Mon 2026-11-16 09:00", id="before a weekend"),
            pytest.param("2026-11-10 10:00", "Thu 2026-11-12 09:00", id="before Veterans Day"),
            pytest.param("2026-11-25 10:00", "Fri 2026-11-27 09:00", id="before Thanksgiving"),
            pytest.param("2026-11-14 10:00", "Mon 2026-11-16 09:00", id="on a Saturday"),
        ],
    )
    def test_the_first_opening_may_be_days_later(self, starts_at: str, due: str) -> None:
        called = call(starts_at, "no_answer")
        events = [booked("2026-11-03 10:00", starts_at), called, no_show(starts_at)]
        decision = decided(INCINTA, *events, now=starts_at)
        assert next_of(decision) == ("missed_appointment", due)

    def test_special_hours_count(self) -> None:
        hours = [{"on": "2026-11-17", "open": [["12:00", "15:00"]]}]
        policy = INCINTA.revise(calendar={"special": hours})
        decision = decided(policy, BOOKED, MISSED, now="2026-11-17 00:00")
        assert next_of(decision) == ("missed_appointment", "Tue 2026-11-17 12:00")

    def test_hours_that_begin_at_midnight_count_from_midnight(self) -> None:
        hours = [{"on": "2026-11-17", "open": [["00:00", "24:00"]]}]
        policy = INCINTA.revise(calendar={"special": hours})
        decision = decided(policy, BOOKED, MISSED, now="2026-11-17 00:00")
        assert next_of(decision) == ("missed_appointment", "Tue 2026-11-17 00:00")

    @pytest.mark.parametrize(
        ("recorded", "due"),
        [
            ("2026-11-17 08:59:59.999999", "2026-11-17 09:00"),
            ("2026-11-17 09:00", "2026-11-17 09:00"),
            ("2026-11-17 09:00:00.000001", "2026-11-17 09:00:00.000001"),
            ("2026-11-19 20:00", "2026-11-19 20:00"),
        ],
    )
    def test_recorded_after_that_opening_it_is_due_at_once(self, recorded: str, due: str) -> None:
        decision = decided(INCINTA, BOOKED, no_show(recorded), now=recorded)
        assert decision.next_contact_at == at(due)

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-11-16 23:59:59.999999", EMAIL),
            ("2026-11-17 00:00", ("reschedule", "Tue 2026-11-24 00:00")),
            ("2026-11-17 08:00", ("reschedule", "Tue 2026-11-24 08:00")),
            ("2026-11-17 09:05", ("reschedule", "Tue 2026-11-24 09:05")),
        ],
    )
    def test_an_email_of_a_later_local_day_is_taken_as_it(
        self, when: str, expected: tuple[str, str]
    ) -> None:
        assert (
            next_of(decided(INCINTA, BOOKED, MISSED, email(when), now="2026-11-17 10:00"))
            == expected
        )

    @pytest.mark.parametrize("via", ["email_button", "purple_chat", "other"])
    @pytest.mark.parametrize("policy", STEPPING)
    def test_any_email_will_do(self, policy: Policy, via: str) -> None:
        sent = email("2026-11-17 09:05", via=via)
        decision = decided(policy, BOOKED, MISSED, sent, now="2026-11-17 10:00")
        assert next_of(decision) == ("reschedule", "Tue 2026-11-24 09:05")

    @pytest.mark.parametrize(
        "event",
        [
            text("2026-11-17 09:05"),
            call("2026-11-17 09:05", "left_message"),
            contacted("2026-11-17 09:05"),
        ],
    )
    def test_a_text_or_a_call_will_not(self, event: Any) -> None:
        assert next_of(decided(INCINTA, BOOKED, MISSED, event, now="2026-11-17 10:00")) == EMAIL

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ("2026-11-16 23:59:59.999999", ("missed_appointment", "Tue 2026-11-17 11:00")),
            ("2026-11-17 00:00", ("reschedule", "Tue 2026-11-24 00:00")),
            ("2026-11-17 09:30", ("reschedule", "Tue 2026-11-24 09:30")),
        ],
    )
    def test_an_email_sent_before_the_no_show_was_recorded_counts_alike(
        self, sent: str, expected: tuple[str, str]
    ) -> None:
        late = no_show("2026-11-17 11:00")
        assert (
            next_of(decided(INCINTA, BOOKED, email(sent), late, now="2026-11-17 11:01")) == expected
        )

    def test_a_lead_without_email_is_called_instead(self) -> None:
        of = lead(channels={"phone", "text"})
        contact = decided(INCINTA, BOOKED, MISSED, now="2026-11-17 09:00", of=of).next_contact
        called = call("2026-11-17 09:30", "no_answer")
        then = decided(INCINTA, BOOKED, MISSED, called, now="2026-11-17 09:31", of=of)
        assert contact is not None
        assert (contact.purpose, contact.channel) == ("missed_appointment", "phone")
        assert next_of(then) == ("reschedule", "Tue 2026-11-24 09:30")

    def test_the_same_day_call_to_a_lead_without_email_is_not_the_email_too(self) -> None:
        of = lead(channels={"phone"})
        called = call("2026-11-16 10:25", "no_answer")
        decision = decided(INCINTA, BOOKED, MISSED, called, now="2026-11-16 10:26", of=of)
        assert next_of(decision) == EMAIL


class TestNSH3WeeklyEmail:
    """Every week another e-mail offers a new appointment, until the lead books, declines or is
    given up.

    It is due a week after the last of these e-mails; a request to stop ends it, too (NSH-3).
    """

    @pytest.mark.parametrize("policy", STEPPING)
    def test_the_next_email_is_due_a_week_after_the_last(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, MISSED, SENT, now="2026-11-17 10:00")
        assert (next_of(decision), upcoming_of(decision)) == (WEEK_LATER, [])
        assert rule_for(decision, "next_contact") == "NSH-3"

    @pytest.mark.parametrize("policy", STEPPING)
    def test_it_is_an_email_without_deadline_that_the_system_plans(self, policy: Policy) -> None:
        contact = decided(policy, BOOKED, MISSED, SENT, now="2026-11-17 10:00").next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("email", "follow_up", "system")
        assert contact.by is None

    @pytest.mark.parametrize("weeks", [1, 2, 5, 11])
    def test_it_comes_again_and_again(self, weeks: int) -> None:
        first = SENT.at
        sent = [
            email((first + timedelta(weeks=week)).strftime("%Y-%m-%d 09:05"))
            for week in range(1, weeks + 1)
        ]
        now = sent[-1].at + timedelta(hours=1)
        decision = decided(INCINTA, BOOKED, MISSED, SENT, *sent, now=now)
        due = at((first + timedelta(weeks=weeks + 1)).strftime("%Y-%m-%d 09:05"))
        assert (next_of(decision) or ("",))[0] == "reschedule"
        assert decision.next_contact_at == due

    @pytest.mark.parametrize(
        ("sent", "due"),
        [
            pytest.param("2026-11-19 15:00", "Thu 2026-11-26 15:00", id="early"),
            pytest.param("2026-11-24 09:05", "Tue 2026-12-01 09:05", id="in time"),
            pytest.param("2026-11-26 11:00", "Thu 2026-12-03 11:00", id="late"),
            pytest.param("2026-11-17 09:06", "Tue 2026-11-24 09:06", id="the same day"),
        ],
    )
    def test_it_counts_from_the_last_of_them_early_or_late(self, sent: str, due: str) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, email(sent), now="2026-11-26 12:00")
        assert next_of(decision) == ("reschedule", due)

    @pytest.mark.parametrize(
        ("now", "due"),
        [(at("2026-11-24 09:05") - MICROSECOND, False), (at("2026-11-24 09:05"), True)],
    )
    def test_it_falls_due_when_the_week_is_over(self, now: Any, due: bool) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, now=now)
        assert decision.priority is not None
        assert decision.priority.due is due

    def test_not_sent_it_stays_due_since_then(self) -> None:
        assert next_of(decided(INCINTA, BOOKED, MISSED, SENT, now="2027-01-10 10:00")) == WEEK_LATER

    def test_a_week_keeps_the_time_of_day_across_a_clock_change(self) -> None:
        events = [booked("2026-11-03 10:00", "2027-03-08 10:00"), no_show("2027-03-08 10:20")]
        decision = decided(INCINTA, *events, email("2027-03-09 09:05"), now="2027-03-09 10:00")
        assert next_of(decision) == ("reschedule", "Tue 2027-03-16 09:05")

    def test_it_is_not_moved_into_opening_hours(self) -> None:
        decision = decided(
            INCINTA, BOOKED, MISSED, email("2026-11-21 22:00"), now="2026-11-21 22:01"
        )
        assert next_of(decision) == ("reschedule", "Sat 2026-11-28 22:00")

    def test_the_switch_for_opening_hours_moves_it_to_the_next_opening(self) -> None:
        policy = INCINTA.revise(attempts={"within_opening_hours": True})
        sent = email("2026-11-21 22:00")
        decision = decided(policy, BOOKED, MISSED, sent, now="2026-11-21 22:01")
        assert next_of(decision) == ("reschedule", "Mon 2026-11-30 09:00")

    def test_the_policy_says_how_often(self) -> None:
        policy = INCINTA.revise(no_show={"reschedule_every": "P14D"})
        decision = decided(policy, BOOKED, MISSED, SENT, now="2026-11-17 10:00")
        assert next_of(decision) == ("reschedule", "Tue 2026-12-01 09:05")

    @pytest.mark.parametrize(
        "event",
        [
            call("2026-11-20 10:00", "no_answer"),
            call("2026-11-20 10:00", "connected"),
            contacted("2026-11-20 10:00"),
            text("2026-11-20 10:00"),
        ],
    )
    def test_a_call_or_a_text_does_not_put_it_off(self, event: Any) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, event, now="2026-11-20 10:01")
        assert next_of(decision) == WEEK_LATER

    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            pytest.param(
                booked("2026-11-20 10:00", "2026-12-01 10:00", "a2"),
                ("reminder", "Mon 2026-11-30 09:00"),
                id="booking",
            ),
            pytest.param(marked_scheduled("2026-11-20 10:00"), None, id="marked as scheduled"),
            pytest.param(declined("2026-11-20 10:00"), None, id="declined"),
            pytest.param(stop("2026-11-20 10:00"), None, id="asked to stop"),
            pytest.param(dead("2026-11-20 10:00"), None, id="given up by hand"),
            pytest.param(attended("2026-11-20 10:00"), None, id="came after all"),
        ],
    )
    def test_it_ends_with(self, event: Any, expected: tuple[str, str] | None) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, event, now="2026-11-25 10:00")
        assert (next_of(decision), upcoming_of(decision)) == (expected, [])

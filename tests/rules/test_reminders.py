from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    booked,
    codes,
    dead,
    decided,
    follow_up,
    invalid,
    lead,
    moved,
    next_of,
    office_transfer,
    reopened,
    rule_for,
    shown,
    upcoming_of,
)
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
REMINDING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
DUE = ("reminder", "Fri 2026-11-13 09:00")


def span_of(decision: Decision) -> tuple[str | None, str | None]:
    """From when until when the next contact, a reminder, is to be given."""
    contact = decision.next_contact
    assert contact is not None
    assert contact.purpose == "reminder"
    return shown(contact.at), shown(contact.by)


def special(on: str, *hours: tuple[str, str]) -> Policy:
    """Incinta with hours of its own on one date."""
    return INCINTA.revise(calendar={"special": [{"on": on, "open": hours}]})


class TestAPT3Reminder:
    """A scheduled lead is reminded on the last business day before the appointment.

    The reminder is due when the last business day before the appointment's local date opens, by the
    time that day closes; without the policy section there is none (APT-3).
    """

    @pytest.mark.parametrize("policy", REMINDING)
    def test_the_reminder_runs_from_opening_to_closing_of_the_business_day_before(
        self, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, now="2026-11-03 10:01")
        assert span_of(decision) == ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00")

    @pytest.mark.parametrize("policy", REMINDING)
    def test_it_is_a_call_that_the_system_plans(self, policy: Policy) -> None:
        contact = decided(policy, BOOKED, now="2026-11-03 10:01").next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("phone", "reminder", "system")

    @pytest.mark.parametrize("policy", REMINDING)
    def test_it_rests_on_this_rule(self, policy: Policy) -> None:
        decision = decided(policy, BOOKED, now="2026-11-03 10:01")
        assert rule_for(decision, "next_contact") == "APT-3"

    @pytest.mark.parametrize(
        ("now", "due"),
        [(at("2026-11-13 09:00") - MICROSECOND, False), (at("2026-11-13 09:00"), True)],
    )
    def test_it_falls_due_at_the_opening(self, now: Any, due: bool) -> None:
        decision = decided(INCINTA, BOOKED, now=now)
        assert decision.priority is not None
        assert decision.priority.due is due

    @pytest.mark.parametrize(
        ("now", "warnings"),
        [
            (at("2026-11-13 17:00") - MICROSECOND, []),
            (at("2026-11-13 17:00"), ["deadline_passed"]),
            (at("2026-11-16 10:00") - MICROSECOND, ["deadline_passed"]),
            (at("2026-11-16 10:00"), []),
        ],
    )
    def test_after_the_closing_it_is_late_until_the_appointment_starts(
        self, now: Any, warnings: list[str]
    ) -> None:
        assert codes(decided(INCINTA, BOOKED, now=now)) == warnings

    @pytest.mark.parametrize(
        ("now", "expected"),
        [(at("2026-11-16 10:00") - MICROSECOND, DUE), (at("2026-11-16 10:00"), None)],
    )
    def test_not_given_it_stays_planned_until_the_appointment_starts(
        self, now: Any, expected: tuple[str, str] | None
    ) -> None:
        assert next_of(decided(INCINTA, BOOKED, now=now)) == expected

    @pytest.mark.parametrize(
        ("starts_at", "span"),
        [
            pytest.param(
                "2026-11-10 16:59", ("Mon 2026-11-09 09:00", "Mon 2026-11-09 17:00"), id="weekday"
            ),
            pytest.param(
                "2026-11-15 10:00", ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00"), id="Sunday"
            ),
            pytest.param(
                "2026-11-12 10:00",
                ("Tue 2026-11-10 09:00", "Tue 2026-11-10 17:00"),
                id="after Veterans Day",
            ),
            pytest.param(
                "2026-11-27 10:00",
                ("Wed 2026-11-25 09:00", "Wed 2026-11-25 17:00"),
                id="after Thanksgiving",
            ),
            pytest.param(
                "2027-01-04 10:00",
                ("Thu 2026-12-31 09:00", "Thu 2026-12-31 17:00"),
                id="after New Year and a weekend",
            ),
            pytest.param(
                "2026-11-26 10:00",
                ("Wed 2026-11-25 09:00", "Wed 2026-11-25 17:00"),
                id="on a holiday itself",
            ),
            pytest.param(
                "2026-11-17 00:00",
                ("Mon 2026-11-16 09:00", "Mon 2026-11-16 17:00"),
                id="first instant of a local day",
            ),
            pytest.param(
                "2026-11-16 23:59:59.999999",
                ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00"),
                id="last instant of a local day",
            ),
        ],
    )
    def test_only_open_days_of_the_clinic_are_business_days(
        self, starts_at: str, span: tuple[str, str]
    ) -> None:
        made = booked("2026-11-03 10:00", starts_at)
        assert span_of(decided(INCINTA, made, now="2026-11-03 10:01")) == span

    @pytest.mark.parametrize(
        ("policy", "span"),
        [
            pytest.param(
                special("2026-11-13", ("12:00", "15:00")),
                ("Fri 2026-11-13 12:00", "Fri 2026-11-13 15:00"),
                id="other hours that day",
            ),
            pytest.param(
                special("2026-11-13", ("08:00", "11:00"), ("14:00", "20:00")),
                ("Fri 2026-11-13 08:00", "Fri 2026-11-13 20:00"),
                id="two stretches that day",
            ),
            pytest.param(
                special("2026-11-13"),
                ("Thu 2026-11-12 09:00", "Thu 2026-11-12 17:00"),
                id="closed that day",
            ),
            pytest.param(
                special("2026-11-14", ("10:00", "13:00")),
                ("Sat 2026-11-14 10:00", "Sat 2026-11-14 13:00"),
                id="open on the Saturday",
            ),
            pytest.param(
                special("2026-11-15", ("20:00", "24:00")),
                ("Sun 2026-11-15 20:00", "Mon 2026-11-16 00:00"),
                id="open until midnight",
            ),
            pytest.param(
                special("2026-11-16", ("06:00", "07:00")),
                ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00"),
                id="hours of the day itself do not matter",
            ),
        ],
    )
    def test_special_hours_count(self, policy: Policy, span: tuple[str, str]) -> None:
        assert span_of(decided(policy, BOOKED, now="2026-11-03 10:01")) == span

    def test_a_day_pinned_as_closed_does_not_count(self) -> None:
        policy = INCINTA.revise(calendar={"closed": ["2026-11-13", "2026-11-12"]})
        decision = decided(policy, BOOKED, now="2026-11-03 10:01")
        assert span_of(decision) == ("Wed 2026-11-11 09:00", "Wed 2026-11-11 17:00")

    @pytest.mark.parametrize(
        ("days", "span"),
        [
            (2, ("Thu 2026-11-12 09:00", "Thu 2026-11-12 17:00")),
            (3, ("Tue 2026-11-10 09:00", "Tue 2026-11-10 17:00")),
        ],
    )
    def test_the_policy_says_how_many_business_days_before(
        self, days: int, span: tuple[str, str]
    ) -> None:
        policy = INCINTA.revise(reminder={"before": {"business_days": days}})
        assert span_of(decided(policy, BOOKED, now="2026-11-03 10:01")) == span

    @pytest.mark.parametrize(
        ("starts_at", "due", "elapsed"),
        [
            pytest.param("2026-11-02 10:00", "2026-10-30 09:00", timedelta(hours=74), id="autumn"),
            pytest.param("2027-03-15 10:00", "2027-03-12 09:00", timedelta(hours=72), id="spring"),
        ],
    )
    def test_a_clock_change_before_the_appointment_leaves_the_opening_hour_alone(
        self, starts_at: str, due: str, elapsed: timedelta
    ) -> None:
        made = booked("2026-10-05 10:00", starts_at)
        decision = decided(
            INCINTA, made, now="2026-10-05 10:01", of=lead(created="2026-10-05 09:00")
        )
        assert decision.next_contact_at == at(due)
        assert at(starts_at) - at(due) == elapsed

    def test_a_year_without_pinned_holidays_is_warned_of(self) -> None:
        made = booked("2026-11-03 10:00", "2041-01-07 10:00")
        decision = decided(INCINTA, made, now="2026-11-03 10:01")
        assert next_of(decision) == ("reminder", "Fri 2041-01-04 09:00")
        assert codes(decision) == ["year_not_covered"]

    @pytest.mark.parametrize(
        "policy",
        [
            pytest.param(RSI, id="RSI"),
            pytest.param(INCINTA.revise(reminder=None), id="INCINTA"),
            pytest.param(CLINIC.revise(reminder=None), id="CLINIC"),
        ],
    )
    @pytest.mark.parametrize("now", ["2026-11-03 10:01", "2026-11-13 12:00", "2026-11-16 10:01"])
    def test_without_the_section_a_scheduled_lead_has_no_next_contact_of_its_own(
        self, now: str, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, now=now)
        assert (next_of(decision), upcoming_of(decision)) == (None, [])

    def test_rsi_can_be_given_the_section(self) -> None:
        policy = RSI.revise(reminder={"before": {"business_days": 1}})
        assert next_of(decided(policy, BOOKED, now="2026-11-03 10:01")) == DUE

    def test_a_promised_callback_does_not_stand_in_for_the_reminder(self) -> None:
        later = follow_up("2026-11-03 10:05", "2026-11-20 15:00")
        decision = decided(INCINTA, BOOKED, later, now="2026-11-03 10:06")
        assert next_of(decision) == DUE
        assert upcoming_of(decision) == [("follow_up", "Fri 2026-11-20 15:00")]

    @pytest.mark.parametrize(
        "closing",
        [
            dead("2026-11-04 10:00"),
            invalid("2026-11-04 10:00"),
            office_transfer("2026-11-04 10:00"),
        ],
    )
    @pytest.mark.parametrize("now", ["2026-11-04 10:01", "2026-11-13 12:00"])
    def test_a_closed_lead_is_not_reminded(self, now: str, closing: Any) -> None:
        other = booked("2026-11-03 10:05", "2026-11-18 10:00", "a2")
        decision = decided(INCINTA, BOOKED, other, closing, now=now)
        assert (next_of(decision), upcoming_of(decision)) == (None, [])

    def test_the_appointments_of_a_closed_lead_do_not_come_back_with_it(self) -> None:
        events = [BOOKED, dead("2026-11-04 10:00"), reopened("2026-11-04 11:00")]
        decision = decided(INCINTA, *events, now="2026-11-04 11:01")
        assert (next_of(decision), upcoming_of(decision)) == (
            ("follow_up", "Wed 2026-11-04 11:00"),
            [],
        )


class TestAPT4BookedLate:
    """Whoever books too late for the reminder is reminded at once, but not on the very day.

    That is by the appointment's start, if it is on a later local date than the booking; on the same
    date there is no reminder (APT-4).
    """

    @pytest.mark.parametrize(
        ("when", "span"),
        [
            pytest.param(
                "2026-11-13 08:59:59.999999",
                ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00"),
                id="just before",
            ),
            pytest.param(
                "2026-11-13 09:00", ("Fri 2026-11-13 09:00", "Fri 2026-11-13 17:00"), id="at it"
            ),
            pytest.param(
                "2026-11-13 09:30", ("Fri 2026-11-13 09:30", "Mon 2026-11-16 10:00"), id="after"
            ),
            pytest.param(
                "2026-11-13 18:00",
                ("Fri 2026-11-13 18:00", "Mon 2026-11-16 10:00"),
                id="after closing",
            ),
            pytest.param(
                "2026-11-15 23:59",
                ("Sun 2026-11-15 23:59", "Mon 2026-11-16 10:00"),
                id="the night before",
            ),
        ],
    )
    def test_booked_after_the_reminder_was_due_it_is_due_at_once(
        self, when: str, span: tuple[str, str]
    ) -> None:
        made = booked(when, "2026-11-16 10:00")
        assert span_of(decided(INCINTA, made, now=at("2026-11-15 23:59:59"))) == span

    def test_a_microsecond_after_the_reminder_was_due_it_is_due_at_once(self) -> None:
        made = booked("2026-11-13 09:00:00.000001", "2026-11-16 10:00")
        decision = decided(INCINTA, made, now="2026-11-13 10:00")
        assert decision.next_contact_at == at("2026-11-13 09:00") + MICROSECOND

    @pytest.mark.parametrize("policy", REMINDING)
    def test_it_rests_on_this_rule(self, policy: Policy) -> None:
        made = booked("2026-11-13 09:30", "2026-11-16 10:00")
        decision = decided(policy, made, now="2026-11-13 09:31")
        assert rule_for(decision, "next_contact") == "APT-4"

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-11-15 23:59:59.999999", ("reminder", "Sun 2026-11-15 23:59")),
            ("2026-11-16 00:00", None),
            ("2026-11-16 08:00", None),
            ("2026-11-16 09:59", None),
        ],
    )
    def test_booked_on_the_local_date_itself_it_has_no_reminder(
        self, when: str, expected: tuple[str, str] | None
    ) -> None:
        made = booked(when, "2026-11-16 10:00")
        assert next_of(decided(INCINTA, made, now="2026-11-16 09:59:30")) == expected

    def test_an_appointment_told_after_its_start_has_no_reminder(self) -> None:
        made = booked("2026-11-16 11:00", "2026-11-13 10:00")
        decision = decided(INCINTA, made, now="2026-11-16 11:01")
        assert (decision.status, next_of(decision)) == ("scheduled", None)

    @pytest.mark.parametrize(
        ("starts_at", "expected"),
        [
            ("2026-11-16 14:00", ("Fri 2026-11-13 12:00", "Mon 2026-11-16 14:00")),
            ("2026-11-17 10:00", ("Mon 2026-11-16 09:00", "Mon 2026-11-16 17:00")),
        ],
    )
    def test_moved_after_the_new_reminder_was_due_it_is_due_at_once_too(
        self, starts_at: str, expected: tuple[str, str]
    ) -> None:
        change = moved("2026-11-13 12:00", starts_at)
        assert span_of(decided(INCINTA, BOOKED, change, now="2026-11-13 12:01")) == expected

    def test_moved_to_the_same_local_date_it_has_no_reminder_any_more(self) -> None:
        change = moved("2026-11-12 12:00", "2026-11-12 16:00")
        assert next_of(decided(INCINTA, BOOKED, change, now="2026-11-12 12:01")) is None

    def test_with_two_business_days_one_day_before_is_too_late(self) -> None:
        policy = INCINTA.revise(reminder={"before": {"business_days": 2}})
        made = booked("2026-11-13 08:00", "2026-11-16 10:00")
        decision = decided(policy, made, now="2026-11-13 08:01")
        assert span_of(decision) == ("Fri 2026-11-13 08:00", "Mon 2026-11-16 10:00")

    def test_booked_on_a_holiday_for_the_day_after_it_is_due_at_once(self) -> None:
        made = booked("2026-11-26 12:00", "2026-11-27 10:00")
        decision = decided(INCINTA, made, now="2026-11-26 12:01")
        assert span_of(decision) == ("Thu 2026-11-26 12:00", "Fri 2026-11-27 10:00")

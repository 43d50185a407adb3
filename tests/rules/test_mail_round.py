"""The mail round: rule COM-5, but for leads that lack a channel (`test_channels`)."""

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
    email,
    follow_up,
    lead,
    marked,
    next_of,
    reopened,
    reply,
    ring,
    rule_for,
    shown,
    text,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Status
from standing import BEFORE, purposes

ROUND = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15"))


class TestCOM5MailRound:
    """In the mail round, a call that reached nobody is followed by an e-mail at once and by another
    call a week later.

    The two, in either order, make a round: `mail_contacted`, and the next call seven days after the
    later of the two. After the call alone the e-mail is due now (COM-5).
    """

    @pytest.mark.parametrize("outcome", ["no_answer", "left_message"])
    def test_begins_with_the_e_mail_at_once(self, outcome: str) -> None:
        decision = decided(INCINTA, call("2026-11-03 09:10", outcome), now="2026-11-03 09:10")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-03 09:10")
        assert decision.upcoming == ()

    def test_begins_with_an_e_mail_that_the_system_asks_for(self) -> None:
        contact = decided(
            INCINTA, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 09:11"
        ).next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("email", "follow_up", "system")
        assert contact.by is None

    def test_begins_when_a_response_is_recorded_apart_from_the_call(self) -> None:
        events = (call("2026-11-03 09:10"), marked("2026-11-03 09:12", "no_answer"))
        decision = decided(INCINTA, *events, now="2026-11-03 09:13")
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-03 09:12")

    def test_waits_for_the_outcome_of_the_call(self) -> None:
        decision = decided(INCINTA, call("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert purposes(decision) == ["first_call"]

    def test_is_complete_with_the_e_mail(self) -> None:
        decision = decided(INCINTA, *ROUND, now="2026-11-03 09:16")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:15")
        assert (decision.upcoming, codes(decision)) == ((), [])

    def test_is_complete_in_the_other_order_too(self) -> None:
        events = (email("2026-11-03 09:05"), call("2026-11-03 09:10", "left_message"))
        decision = decided(INCINTA, *events, now="2026-11-03 09:16")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:10")

    def test_is_followed_by_a_call_that_the_system_plans(self) -> None:
        contact = decided(INCINTA, *ROUND, now="2026-11-03 09:16").next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("phone", "follow_up", "system")
        assert contact.by is None

    @pytest.mark.parametrize("via", ["email_button", "purple_chat", "other"])
    def test_is_complete_with_any_e_mail(self, via: str) -> None:
        events = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15", via=via))
        assert decided(INCINTA, *events, now="2026-11-03 09:16").status is Status.MAIL_CONTACTED

    def test_is_not_complete_with_a_text(self) -> None:
        events = (call("2026-11-03 09:10", "no_answer"), text("2026-11-03 09:15"))
        decision = decided(INCINTA, *events, now="2026-11-03 09:16")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-03 09:10")

    @pytest.mark.parametrize(
        ("now", "due"),
        [
            (at("2026-11-10 09:15") - MICROSECOND, False),
            (at("2026-11-10 09:15"), True),
            (at("2026-11-10 09:15") + MICROSECOND, True),
        ],
    )
    def test_is_followed_by_a_call_after_seven_days(self, now: Any, due: bool) -> None:
        decision = decided(INCINTA, *ROUND, now=now)
        assert decision.priority is not None
        assert decision.priority.due is due

    @pytest.mark.parametrize(
        ("created", "when", "called_again"),
        [
            ("2026-10-28 09:00", "2026-10-28 09:15", "2026-11-04 09:15"),  # clocks go back
            ("2027-03-10 09:00", "2027-03-10 09:15", "2027-03-17 09:15"),  # and forward
            ("2026-11-04 09:00", "2026-11-04 13:25", "2026-11-11 13:25"),  # on a holiday
            ("2026-11-07 09:00", "2026-11-07 22:00", "2026-11-14 22:00"),  # on a Saturday night
        ],
    )
    def test_counts_days_of_the_clinic_and_moves_nothing_into_opening_hours(
        self, created: str, when: str, called_again: str
    ) -> None:
        events = (call(when, "no_answer"), email(when))
        decision = decided(INCINTA, *events, now=at(when), of=lead(created=created))
        assert decision.next_contact_at == at(called_again)

    @pytest.mark.parametrize(
        ("interval", "called_again"),
        [
            ("P14D", "Tue 2026-11-17 09:15"),
            ("PT24H", "Wed 2026-11-04 09:15"),
            ({"business_days": 6}, "Thu 2026-11-12 09:15"),  # Veterans Day between
        ],
    )
    def test_waits_as_long_as_the_policy_says(self, interval: Any, called_again: str) -> None:
        policy = INCINTA.revise(mail={"interval": interval})
        assert (
            shown(decided(policy, *ROUND, now="2026-11-03 09:16").next_contact_at) == called_again
        )

    @pytest.mark.parametrize(
        ("mailed", "status"),
        [
            ("2026-11-03 23:59:59.999999", Status.FOLLOW_UP),
            ("2026-11-04 00:00", Status.MAIL_CONTACTED),
            ("2026-11-04 00:00:00.000001", Status.MAIL_CONTACTED),
            ("2026-11-04 15:30", Status.MAIL_CONTACTED),  # another day in UTC, the same here
        ],
    )
    def test_counts_an_e_mail_before_the_call_of_the_same_day_only(
        self, mailed: str, status: Status
    ) -> None:
        events = (email(mailed), call("2026-11-04 23:59:59.999999", "no_answer"))
        decision = decided(INCINTA, *events, now="2026-11-05 00:00")
        assert decision.status is status

    def test_asks_for_another_e_mail_where_the_first_was_of_the_day_before(self) -> None:
        events = (email("2026-11-03 23:59"), call("2026-11-04 00:01", "no_answer"))
        decision = decided(INCINTA, *events, now="2026-11-04 00:02")
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 00:01")

    def test_is_complete_with_an_e_mail_of_a_later_day(self) -> None:
        events = (call("2026-11-03 09:10", "no_answer"), email("2026-11-05 10:00"))
        decision = decided(INCINTA, *events, now="2026-11-05 10:01")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Thu 2026-11-12 10:00")

    @pytest.mark.parametrize("order", [1, -1], ids=["call first", "e-mail first"])
    def test_is_complete_with_both_at_one_instant(self, order: int) -> None:
        both = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:10"))
        decision = decided(INCINTA, *both[::order], now="2026-11-03 09:10")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:10")

    def test_takes_each_call_once(self) -> None:
        decision = decided(INCINTA, *ROUND, email("2026-11-04 10:00"), now="2026-11-04 10:01")
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:15")

    @pytest.mark.parametrize("order", [ROUND, (email("2026-11-03 09:05"), ROUND[0])])
    def test_takes_each_e_mail_once(self, order: tuple[Any, ...]) -> None:
        again = call("2026-11-03 10:00", "no_answer")
        decision = decided(INCINTA, *order, again, now="2026-11-03 10:01")
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-03 10:00")

    def test_hears_nothing_new_in_a_response_recorded_again(self) -> None:
        decision = decided(
            INCINTA, *ROUND, marked("2026-11-03 09:20", "no_answer"), now="2026-11-03 09:21"
        )
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:15")

    def test_counts_from_the_later_of_two_calls_and_the_e_mail(self) -> None:
        first, second = call("2026-11-03 09:10", "no_answer"), call("2026-11-04 09:10", "no_answer")
        decision = decided(
            INCINTA, first, second, email("2026-11-04 09:15"), now="2026-11-04 09:16"
        )
        assert next_of(decision) == ("follow_up", "Wed 2026-11-11 09:15")

    def test_begins_anew_with_the_call_a_week_later(self) -> None:
        again = call("2026-11-10 09:20", "no_answer")
        decision = decided(INCINTA, *ROUND, again, now="2026-11-10 09:21")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-10 09:20")

    def test_comes_round_week_after_week(self) -> None:
        again = (call("2026-11-10 09:20", "no_answer"), email("2026-11-10 09:30"))
        decision = decided(INCINTA, *ROUND, *again, now="2026-11-10 09:31")
        assert next_of(decision) == ("follow_up", "Tue 2026-11-17 09:30")

    def test_begins_for_a_contacted_lead_too(self) -> None:
        events = (contacted("2026-11-03 09:10"), call("2026-11-04 10:00", "no_answer"))
        decision = decided(INCINTA, *events, now="2026-11-04 10:01")
        assert decision.status is Status.CONTACTED
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 10:00")

    def test_makes_a_contacted_lead_mail_contacted(self) -> None:
        decision = decided(
            INCINTA,
            contacted("2026-11-03 09:10"),
            call("2026-11-04 10:00", "no_answer"),
            email("2026-11-04 10:05"),
            now="2026-11-04 10:06",
        )
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Wed 2026-11-11 10:05")

    def test_takes_an_e_mail_to_a_contacted_lead_before_the_call(self) -> None:
        decision = decided(
            INCINTA,
            contacted("2026-11-03 09:10"),
            email("2026-11-03 09:30"),
            call("2026-11-03 10:00", "no_answer"),
            now="2026-11-03 10:01",
        )
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 10:00")

    @pytest.mark.parametrize(
        "status",
        [Status.SCHEDULED, Status.NO_SHOW, Status.VISITED, Status.UNREACHABLE, Status.DEAD],
    )
    def test_runs_in_open_statuses_only(self, status: Status) -> None:
        decision = decided(
            INCINTA,
            *BEFORE[status],
            call("2026-11-05 10:00", "no_answer"),
            email("2026-11-05 10:05"),
            now="2026-11-05 10:06",
        )
        assert decision.status is status

    @pytest.mark.parametrize("events", [ROUND[:1], ROUND])
    def test_plans_nothing_before_a_follow_up_that_lies_ahead(
        self, events: tuple[Any, ...]
    ) -> None:
        promised = follow_up("2026-11-03 09:05", "2026-11-06 15:00")
        decision = decided(INCINTA, promised, *events, now="2026-11-03 09:16")
        assert next_of(decision) == ("follow_up", "Fri 2026-11-06 15:00")
        assert decision.upcoming == ()

    @pytest.mark.parametrize(
        ("called", "purpose"),
        [
            ("2026-11-04 09:59:59.999999", "follow_up"),
            ("2026-11-04 10:00", "follow_up_email"),
            ("2026-11-04 10:00:00.000001", "follow_up_email"),
        ],
    )
    def test_begins_with_the_call_that_keeps_a_promise(self, called: str, purpose: str) -> None:
        promised = follow_up("2026-11-03 09:05", "2026-11-04 10:00")
        decision = decided(INCINTA, promised, call(called, "no_answer"), now="2026-11-04 10:01")
        assert purposes(decision) == [purpose]

    @pytest.mark.parametrize("output", ["status", "next_contact"])
    def test_is_the_rule_behind_status_and_next_contact(self, output: str) -> None:
        assert rule_for(decided(INCINTA, *ROUND, now="2026-11-03 09:16"), output) == "COM-5"


class TestCOM5EndedByCommunication:
    """When the lead gets in touch the round is over, and `mail_contacted` with it (COM-5)."""

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (contacted("2026-11-05 10:00"), Status.CONTACTED),
            (call("2026-11-05 10:00", "connected"), Status.CONTACTED),
            (ring("2026-11-05 10:00", answered=True), Status.CONTACTED),
            (voicemail("2026-11-05 10:00"), Status.FOLLOW_UP),
            (reply("2026-11-05 10:00"), Status.FOLLOW_UP),
        ],
        ids=lambda each: getattr(each, "type", str(each)),
    )
    def test_ends_mail_contacted(self, event: Any, status: Status) -> None:
        assert decided(INCINTA, *ROUND, event, now="2026-11-05 10:01").status is status

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (contacted("2026-11-03 09:12"), Status.CONTACTED),
            (voicemail("2026-11-03 09:12"), Status.FOLLOW_UP),
            (reply("2026-11-03 09:12"), Status.FOLLOW_UP),
        ],
        ids=lambda each: getattr(each, "type", str(each)),
    )
    def test_keeps_a_later_e_mail_from_completing_the_round(
        self, event: Any, status: Status
    ) -> None:
        decision = decided(INCINTA, ROUND[0], event, ROUND[1], now="2026-11-03 09:16")
        assert decision.status is status


class TestCOM5EndedByBookingOrClosing:
    """A booking or a closing ends the round, too: what is sent afterwards begins anew (COM-5,
    APT-1, CLS-1)."""

    @pytest.mark.parametrize(
        ("between", "status"),
        [
            (
                (booked("2026-11-03 09:11", "2026-11-16 10:00"), cancelled("2026-11-03 09:12")),
                Status.CONTACTED,
            ),
            ((dead("2026-11-03 09:11"), reopened("2026-11-03 09:12")), Status.FOLLOW_UP),
        ],
        ids=["booked", "dead"],
    )
    def test_keeps_a_later_e_mail_from_completing_the_round(
        self, between: tuple[Any, ...], status: Status
    ) -> None:
        decision = decided(INCINTA, ROUND[0], *between, ROUND[1], now="2026-11-03 09:16")
        assert decision.status is status

    def test_does_not_count_a_call_to_a_scheduled_lead(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 09:05", "2026-11-16 10:00"),
            ROUND[0],
            cancelled("2026-11-03 09:12"),
            ROUND[1],
            now="2026-11-03 09:16",
        )
        assert (decision.status, decision.next_contact) == (Status.CONTACTED, None)


class TestCOM5WhereTheRungSaysSo:
    """Only where the ladder says so does a call that reached nobody lead into a round (COM-5)."""

    TWICE = (call("2026-11-03 09:10", "no_answer"), call("2026-11-03 13:15", "no_answer"))

    def test_never_happens_under_rsi(self) -> None:
        decision = decided(RSI, *ROUND, now="2026-11-03 09:16")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:15")

    def test_does_not_happen_on_the_first_rungs_of_the_joined_ladder(self) -> None:
        decision = decided(CLINIC, *self.TWICE, now="2026-11-03 13:16")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 13:15")

    def test_begins_on_the_last_rung_of_the_joined_ladder(self) -> None:
        third = call("2026-11-04 13:20", "left_message")
        decision = decided(CLINIC, *self.TWICE, third, now="2026-11-04 13:21")
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 13:20")

    def test_is_completed_on_the_last_rung_of_the_joined_ladder(self) -> None:
        third = (call("2026-11-04 13:20", "left_message"), email("2026-11-04 13:25"))
        decision = decided(CLINIC, *self.TWICE, *third, now="2026-11-04 13:26")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Wed 2026-11-11 13:25")

    def test_takes_an_e_mail_before_the_call_on_the_joined_ladder(self) -> None:
        third = (email("2026-11-04 10:00"), call("2026-11-04 13:20", "no_answer"))
        decision = decided(CLINIC, *self.TWICE, *third, now="2026-11-04 13:26")
        assert decision.status is Status.MAIL_CONTACTED
        assert next_of(decision) == ("follow_up", "Wed 2026-11-11 13:20")

"""Reasons for loss and the agenda: rules ATT-10 and ATT-14."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    booked,
    call,
    decided,
    declined,
    email,
    follow_up,
    invalid,
    next_of,
    no_show,
    office_transfer,
    reason_set,
    reopened,
    reply,
    ring,
    shown,
    stop,
    upcoming_of,
    voicemail,
)
from clinic import dead as marked_dead
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

FIRST = call("2026-11-03 09:10", "left_message")
SECOND = call("2026-11-03 13:15", "no_answer")
THIRD = call("2026-11-04 13:30", "left_message")
BY_RULE = (FIRST, SECOND, THIRD)


def after(policy: Policy, *events: Any, of: Any = None) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at, of=of)


def agenda(decision: Decision) -> list[tuple[str, str] | None]:
    """All that is to come, the next contact first."""
    return [next_of(decision), *upcoming_of(decision)]


def purposes(decision: Decision) -> list[str]:
    """What all that is to come is for, the next contact first."""
    return [each[0] for each in agenda(decision) if each is not None]


class TestATT10ReasonByPerson:
    """The reason for loss that a person gave last wins over those that the rules give.

    Set on a lead that is not dead, it waits until the lead is (ATT-10).
    """

    AVAILABILITY = reason_set("2026-11-03 10:00", "availability")
    INSURANCE = marked_dead("2026-11-03 10:00", "insurance")

    def test_without_a_person_s_the_rule_s_reason_holds(self) -> None:
        assert after(RSI, *BY_RULE).reason_for_loss == "best_practices"

    def test_set_on_a_dead_lead_it_holds_at_once(self) -> None:
        given = reason_set("2026-11-04 14:00", "availability")
        clocks = ("2026-11-04 13:59:59.999999", "2026-11-04 14:00")
        told = [decided(RSI, *BY_RULE, given, now=clock).reason_for_loss for clock in clocks]
        assert told == ["best_practices", "availability"]

    def test_set_before_it_waits(self) -> None:
        assert after(RSI, reason_set("2026-11-03 09:05")).reason_for_loss is None

    def test_set_before_it_holds_once_the_lead_is_dead(self) -> None:
        given = reason_set("2026-11-03 09:05", "availability")
        clocks = ("2026-11-04 13:29:59.999999", "2026-11-04 13:30")
        told = [decided(RSI, given, *BY_RULE, now=clock).reason_for_loss for clock in clocks]
        assert told == [None, "availability"]

    def test_it_does_not_close_the_lead(self) -> None:
        decision = after(RSI, FIRST, reason_set("2026-11-03 09:20"))
        assert (decision.status, shown(decision.next_contact_at)) == (
            "follow_up",
            "Tue 2026-11-03 13:10",
        )

    @pytest.mark.parametrize(
        ("events", "reason"),
        [
            ((AVAILABILITY, reason_set("2026-11-03 11:00", "price_shopping")), "price_shopping"),
            ((AVAILABILITY, marked_dead("2026-11-03 11:00", "insurance")), "insurance"),
            ((INSURANCE, reason_set("2026-11-03 11:00", "consultation_fee")), "consultation_fee"),
            ((INSURANCE, marked_dead("2026-11-03 11:00", "price_shopping")), "price_shopping"),
            ((AVAILABILITY, reason_set("2026-11-03 10:00", "price_shopping")), "price_shopping"),
        ],
        ids=["set twice", "set, marked", "marked, set", "marked twice", "at one instant"],
    )
    def test_the_latest_wins(self, events: tuple[Any, ...], reason: str) -> None:
        assert decided(RSI, *events, *BY_RULE, now="2026-11-05 10:00").reason_for_loss == reason

    @pytest.mark.parametrize("closing", [declined("2026-11-03 11:00"), stop("2026-11-03 11:00")])
    @pytest.mark.parametrize("given", [AVAILABILITY, INSURANCE], ids=["set", "marked"])
    def test_it_wins_over_a_refusal_of_the_customer(self, given: Any, closing: Any) -> None:
        assert after(RSI, given, closing).reason_for_loss == given.reason

    def test_it_wins_over_silence_after_a_no_show(self) -> None:
        events = (
            booked("2026-11-03 09:30", "2026-11-16 10:00"),
            no_show("2026-11-16 10:20"),
            reason_set("2026-11-20 10:00", "price_shopping"),
        )
        clocks = ("2027-02-16 09:59:59.999999", "2027-02-16 10:00")
        told = [decided(INCINTA, *events, now=clock).reason_for_loss for clock in clocks]
        assert told == [None, "price_shopping"]

    def test_a_clinic_s_own_code_is_kept(self) -> None:
        assert after(RSI, marked_dead("2026-11-03 10:00", "moved_abroad")).reason_for_loss == (
            "moved_abroad"
        )

    @pytest.mark.parametrize(
        "closing", [invalid("2026-11-03 11:00"), office_transfer("2026-11-03 11:00")]
    )
    def test_a_lead_closed_otherwise_has_no_reason(self, closing: Any) -> None:
        assert after(RSI, reason_set("2026-11-03 10:00"), closing).reason_for_loss is None

    def test_it_waits_through_a_booking(self) -> None:
        events = (
            reason_set("2026-11-03 10:00", "availability"),
            booked("2026-11-03 11:00", "2026-11-16 10:00"),
            declined("2026-11-04 10:00"),
        )
        assert after(RSI, *events).reason_for_loss == "availability"

    def test_it_is_gone_once_a_dead_lead_was_opened_again(self) -> None:
        events = (
            marked_dead("2026-11-03 09:05", "insurance"),
            reopened("2026-11-03 09:08"),
            *BY_RULE,
        )
        assert after(RSI, *events).reason_for_loss == "best_practices"

    def test_given_after_the_opening_it_holds(self) -> None:
        events = (
            marked_dead("2026-11-03 09:05", "insurance"),
            reopened("2026-11-03 09:08"),
            reason_set("2026-11-03 09:09", "availability"),
            *BY_RULE,
        )
        assert after(RSI, *events).reason_for_loss == "availability"

    def test_the_rule_and_the_person_s_event_are_the_reason(self) -> None:
        given = reason_set("2026-11-03 09:05", "availability")
        decision = after(RSI, given, *BY_RULE)
        reason = next(each for each in decision.because if each.output == "reason_for_loss")
        assert (reason.rule, reason.event) == ("ATT-10", 0)


class TestATT14Agenda:
    """Of several contacts planned for one lead the most urgent that is due is the next contact.

    Of those due the first tier of work comes first, then the earliest; when none is due, the
    earliest; what is equal goes by the order of the purposes. The rest is `upcoming` (ATT-14).
    """

    CALLBACK = follow_up("2026-11-04 09:00", "2026-11-06 15:00")

    def test_the_rest_is_upcoming(self) -> None:
        decision = after(RSI, self.CALLBACK, voicemail("2026-11-04 10:00"))
        assert agenda(decision) == [
            ("return_voicemail", "Wed 2026-11-04 10:00"),
            ("follow_up", "Fri 2026-11-06 15:00"),
        ]

    def test_a_single_contact_leaves_nothing_upcoming(self) -> None:
        assert after(RSI, self.CALLBACK).upcoming == ()

    @pytest.mark.parametrize(
        ("now", "first"),
        [
            ("2026-11-03 19:00", "follow_up"),
            ("2026-11-04 07:59:59.999999", "follow_up"),
            ("2026-11-04 08:00", "follow_up"),
            ("2026-11-04 08:59:59.999999", "follow_up"),
            ("2026-11-04 09:00", "return_voicemail"),
        ],
        ids=["none due", "just before", "one due", "still one due", "both due"],
    )
    def test_due_comes_before_not_due_then_the_tier_then_the_time(
        self, now: str, first: str
    ) -> None:
        early = follow_up("2026-11-03 18:00", "2026-11-04 08:00")
        decision = decided(RSI, early, voicemail("2026-11-03 18:30"), now=now)
        assert purposes(decision)[0] == first

    def test_a_contact_due_comes_before_an_earlier_tier_that_is_not(self) -> None:
        events = (follow_up("2026-11-03 10:00", "2026-11-03 18:00"), voicemail("2026-11-03 18:30"))
        decision = decided(RSI, *events, now="2026-11-03 19:00")
        assert agenda(decision) == [
            ("follow_up", "Tue 2026-11-03 18:00"),
            ("return_voicemail", "Wed 2026-11-04 09:00"),
        ]

    @pytest.mark.parametrize(
        ("due", "first"),
        [
            ("2026-11-03 10:29:59.999999", "follow_up"),
            ("2026-11-03 10:30", "answer_reply"),
            ("2026-11-03 10:30:00.000001", "answer_reply"),
        ],
        ids=["earlier", "equal", "later"],
    )
    def test_in_one_tier_the_earlier_due_comes_first(self, due: str, first: str) -> None:
        events = (follow_up("2026-11-03 09:00", due), reply("2026-11-03 10:30"))
        decision = decided(RSI, *events, now="2026-11-03 12:00")
        assert agenda(decision)[0] == (
            first,
            f"Tue 2026-11-03 {'10:29' if first == 'follow_up' else '10:30'}",
        )

    def test_a_live_call_comes_before_a_voicemail_and_a_reply(self) -> None:
        events = (
            voicemail("2026-11-04 10:00"),
            reply("2026-11-04 10:05"),
            ring("2026-11-04 10:10"),
        )
        assert agenda(after(RSI, *events)) == [
            ("answer_call", "Wed 2026-11-04 10:10"),
            ("return_voicemail", "Wed 2026-11-04 10:00"),
            ("answer_reply", "Wed 2026-11-04 10:05"),
        ]

    def test_a_voicemail_comes_before_the_no_show_call_and_that_before_a_reply(self) -> None:
        events = (
            booked("2026-11-03 09:30", "2026-11-16 10:00"),
            no_show("2026-11-16 10:20"),
            voicemail("2026-11-16 10:22"),
            reply("2026-11-16 10:21"),
        )
        decision = decided(INCINTA, *events, now="2026-11-16 10:25")
        assert agenda(decision) == [
            ("return_voicemail", "Mon 2026-11-16 10:22"),
            ("no_show_call", "Mon 2026-11-16 10:20"),
            ("answer_reply", "Mon 2026-11-16 10:21"),
        ]

    def test_a_reminder_due_comes_before_an_earlier_follow_up(self) -> None:
        events = (
            booked("2026-11-03 09:30", "2026-11-16 10:00"),
            follow_up("2026-11-03 10:00", "2026-11-12 10:00"),
        )
        decision = decided(INCINTA, *events, now="2026-11-13 09:00")
        assert agenda(decision) == [
            ("reminder", "Fri 2026-11-13 09:00"),
            ("follow_up", "Thu 2026-11-12 10:00"),
        ]

    BOOKING = booked("2026-11-03 09:30", "2026-11-16 10:00")
    TIES = (
        ("reminder", "follow_up", (BOOKING, follow_up("2026-11-03 10:00", "2026-11-13 09:00"))),
        ("return_voicemail", "reminder", (BOOKING, voicemail("2026-11-12 18:30"))),
        (
            "return_voicemail",
            "follow_up",
            (follow_up("2026-11-03 10:00", "2026-11-04 09:00"), voicemail("2026-11-03 18:30")),
        ),
    )

    @pytest.mark.parametrize(("first", "second", "events"), TIES)
    def test_what_is_equal_and_not_due_goes_by_purpose(
        self, first: str, second: str, events: tuple[Any, ...]
    ) -> None:
        assert purposes(after(INCINTA, *events)) == [first, second]

    def test_the_policy_orders_the_tiers(self) -> None:
        order = ["inbound_call", "follow_up", "new_lead", "voicemail"]
        policy = RSI.revise(priority={"order": order})
        events = (reply("2026-11-04 10:05"), voicemail("2026-11-04 10:00"))
        decision = decided(policy, *events, now="2026-11-04 10:10")
        assert agenda(decision) == [
            ("answer_reply", "Wed 2026-11-04 10:05"),
            ("return_voicemail", "Wed 2026-11-04 10:00"),
        ]

    def test_the_priority_is_that_of_the_next_contact(self) -> None:
        priority = after(RSI, self.CALLBACK, voicemail("2026-11-04 10:00")).priority
        assert priority is not None
        assert (priority.kind, priority.due) == ("voicemail", True)

    def test_each_contact_keeps_its_own_reason(self) -> None:
        decision = after(RSI, self.CALLBACK, voicemail("2026-11-04 10:00"))
        told = [
            (each.output, each.rule)
            for each in decision.because
            if each.output in ("next_contact", "upcoming")
        ]
        assert told == [("next_contact", "COM-4"), ("upcoming", "ATT-5")]

    def test_a_first_call_comes_before_what_the_ladder_planned(self) -> None:
        decision = decided(CLINIC, email("2026-11-03 09:10"), now="2026-11-03 14:00")
        assert agenda(decision) == [
            ("first_call", "Tue 2026-11-03 09:00"),
            ("follow_up", "Tue 2026-11-03 13:10"),
        ]

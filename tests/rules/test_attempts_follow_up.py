"""Follow-ups with an exact instant: rules ATT-5 and ATT-8 (how they are used up)."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import at as clinic_time
from clinic import (
    attended,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    invalid,
    marked,
    next_of,
    no_show,
    office_transfer,
    reply,
    ring,
    rule_for,
    shown,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from clinic import dead as marked_dead
from leadflow import CLINIC, INCINTA, RSI, Decision, Policy

SET = "2026-11-04 10:00"
DUE = "2026-11-06 15:00"
FRIDAY = ("follow_up", "Fri 2026-11-06 15:00")
CALLBACK = follow_up(SET, DUE)

every_policy = pytest.mark.parametrize(
    "policy", [RSI, INCINTA, CLINIC], ids=lambda policy: policy.name
)


def after(policy: Policy, *events: Any) -> Decision:
    """The decision right after the last event."""
    return decided(policy, *events, now=events[-1].at)


def stands(decision: Decision) -> bool:
    """Whether the callback on Friday is still on the agenda."""
    return FRIDAY in [next_of(decision), *upcoming_of(decision)]


class TestATT5ExactFollowUp:
    """A follow-up with date and time is the next contact, in place of any set before.

    One whose instant has passed is taken as due at once, with a warning (ATT-5).
    """

    @every_policy
    def test_its_instant_is_the_next_contact(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK)
        assert (decision.status, next_of(decision), decision.upcoming) == ("follow_up", FRIDAY, ())

    @every_policy
    def test_it_is_a_call_without_deadline(self, policy: Policy) -> None:
        contact = after(policy, CALLBACK).next_contact
        assert contact is not None
        assert (contact.channel, contact.by, contact.kind) == ("phone", None, "follow_up")

    @pytest.mark.parametrize("origin", ["user", "system"])
    def test_it_is_set_by_whom_the_event_says(self, origin: str) -> None:
        contact = after(RSI, follow_up(SET, DUE, origin=origin)).next_contact
        assert contact is not None
        assert contact.origin == origin

    @pytest.mark.parametrize(
        ("due", "then"),
        [
            ("2026-11-05 09:00", "Thu 2026-11-05 09:00"),
            ("2026-11-09 16:00", "Mon 2026-11-09 16:00"),
        ],
        ids=["earlier", "later"],
    )
    def test_it_replaces_the_one_set_before(self, due: str, then: str) -> None:
        decision = after(RSI, CALLBACK, follow_up("2026-11-04 11:00", due))
        assert (next_of(decision), decision.upcoming) == (("follow_up", then), ())

    def test_it_replaces_one_that_has_come(self) -> None:
        decision = after(RSI, CALLBACK, follow_up("2026-11-06 15:10", "2026-11-09 16:00"))
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Mon 2026-11-09 16:00"), ())

    def test_it_replaces_what_the_ladder_had_planned(self) -> None:
        decision = after(RSI, call("2026-11-04 09:10", "left_message"), CALLBACK)
        assert (next_of(decision), decision.upcoming) == (FRIDAY, ())

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=["incinta", "clinic"])
    def test_it_replaces_the_first_call(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK)
        assert [next_of(decision), *upcoming_of(decision)] == [FRIDAY]

    @pytest.mark.parametrize(
        ("due", "warned"),
        [
            ("2026-11-04 09:59:59.999999", ["follow_up_in_the_past"]),
            ("2026-11-04 10:00", []),
            ("2026-11-04 10:00:00.000001", []),
        ],
    )
    def test_an_instant_in_the_past_is_a_warning(self, due: str, warned: list[str]) -> None:
        assert codes(after(RSI, follow_up(SET, due))) == warned

    @pytest.mark.parametrize(
        ("due", "is_due"),
        [
            ("2026-11-04 09:59:59.999999", True),
            ("2026-11-04 10:00", True),
            ("2026-11-04 10:00:00.000001", False),
        ],
    )
    def test_an_instant_that_is_not_ahead_is_due_at_once(self, due: str, is_due: bool) -> None:
        priority = after(RSI, follow_up(SET, due)).priority
        assert priority is not None
        assert priority.due is is_due

    def test_a_past_instant_is_kept_as_it_is(self) -> None:
        decision = after(RSI, follow_up(SET, "2026-11-02 08:00"))
        assert next_of(decision) == ("follow_up", "Mon 2026-11-02 08:00")

    def test_a_past_instant_replaces_too(self) -> None:
        decision = after(RSI, CALLBACK, follow_up("2026-11-05 09:00", "2026-11-05 08:00"))
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Thu 2026-11-05 08:00"), ())

    @pytest.mark.parametrize(
        ("now", "due"),
        [
            ("2026-11-06 14:59:59.999999", False),
            (DUE, True),
            ("2026-11-06 15:00:00.000001", True),
        ],
    )
    def test_it_falls_due_at_its_instant(self, now: str, due: bool) -> None:
        priority = decided(RSI, CALLBACK, now=now).priority
        assert priority is not None
        assert priority.due is due

    def test_the_decision_holds_until_its_instant(self) -> None:
        assert after(RSI, CALLBACK).valid_until == clinic_time(DUE)

    def test_an_instant_outside_opening_hours_stays(self) -> None:
        assert next_of(after(RSI, follow_up(SET, "2026-11-08 03:00"))) == (
            "follow_up",
            "Sun 2026-11-08 03:00",
        )

    @every_policy
    @pytest.mark.parametrize(
        ("before", "status"),
        [
            ((contacted("2026-11-04 09:00"),), "contacted"),
            ((attended("2026-11-04 09:00", "a9"),), "visited"),
            ((unreachable("2026-11-04 09:00"),), "unreachable"),
            (
                (booked("2026-11-02 09:00", "2026-11-04 09:00"), no_show("2026-11-04 09:40")),
                "no_show",
            ),
            ((booked("2026-11-04 09:00", "2026-11-30 10:00"),), "scheduled"),
            ((marked_dead("2026-11-04 09:00"),), "follow_up"),
            ((office_transfer("2026-11-04 09:00"),), "follow_up"),
        ],
        ids=["contacted", "visited", "unreachable", "no_show", "scheduled", "dead", "office"],
    )
    def test_it_is_the_next_contact_in_every_status(
        self, policy: Policy, before: tuple[Any, ...], status: str
    ) -> None:
        decision = after(policy, *before, CALLBACK)
        assert (decision.status, next_of(decision)) == (status, FRIDAY)

    def test_a_mail_contacted_lead_stays_so(self) -> None:
        mailed = (call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15"))
        decision = after(INCINTA, *mailed, CALLBACK)
        assert (decision.status, next_of(decision)) == ("mail_contacted", FRIDAY)

    def test_what_is_no_lead_is_not_followed_up(self) -> None:
        decision = after(RSI, invalid("2026-11-04 09:00"), CALLBACK)
        assert (decision.status, decision.next_contact) == ("invalid", None)
        assert codes(decision) == ["follow_up_on_invalid_lead"]

    def test_the_rule_is_the_reason(self) -> None:
        assert rule_for(after(RSI, CALLBACK), "next_contact") == "ATT-5"


TRIES: tuple[Any, ...] = (
    lambda when: call(when),
    lambda when: call(when, "no_answer"),
    lambda when: call(when, "left_message", "other"),
    lambda when: call(when, "connected"),
    lambda when: call(when, None, "voip"),
    lambda when: ring(when, True),
    lambda when: ring(when, True, "other"),
    lambda when: marked(when),
    lambda when: contacted(when),
    lambda when: follow_up(when, "2026-11-20 09:00"),
)
"""What uses up a follow-up under every policy."""

OTHERS: tuple[Any, ...] = (
    lambda when: ring(when),
    lambda when: ring(when, False),
    lambda when: voicemail(when),
    lambda when: reply(when),
    lambda when: text(when),
    lambda when: email(when, "purple_chat"),
    lambda when: email(when, "other"),
)
"""What uses up none."""

TRY_IDS = [
    "call", "no answer", "message left", "connected", "voip", "received", "received elsewhere",
    "marked", "contacted", "exact follow-up",
]  # fmt: skip
OTHER_IDS = ["ringing", "missed", "voicemail", "reply", "text", "purple chat", "other e-mail"]


class TestATT8UsedUp:
    """A callback promised for a date and time is kept, however often the lead is tried before it.

    It outlasts attempts, responses and follow-ups without a time. Once it has come it is used up,
    in any status, by the next call placed, answered call, mark, conversation or follow-up; by an
    e-mail where the policy says so (ATT-8).
    """

    @every_policy
    @pytest.mark.parametrize("attempt", TRIES[:-1], ids=TRY_IDS[:-1])
    @pytest.mark.parametrize("when", ["2026-11-04 11:00", "2026-11-06 14:59:59.999999"])
    def test_ahead_it_is_kept(self, policy: Policy, attempt: Any, when: str) -> None:
        assert stands(after(policy, CALLBACK, attempt(when)))

    @every_policy
    def test_ahead_it_is_kept_by_a_bare_follow_up(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK, follow_up("2026-11-06 14:59:59.999999"))
        assert (next_of(decision), decision.upcoming) == (FRIDAY, ())

    @every_policy
    def test_ahead_it_is_kept_by_an_email(self, policy: Policy) -> None:
        assert stands(after(policy, CALLBACK, email("2026-11-06 14:59:59.999999")))

    @every_policy
    def test_ahead_it_outlasts_many_attempts(self, policy: Policy) -> None:
        tries = [call(f"2026-11-05 {hour}:00", "no_answer") for hour in range(10, 16)]
        decision = after(policy, CALLBACK, *tries)
        assert (decision.status, next_of(decision)) == ("follow_up", FRIDAY)

    @every_policy
    @pytest.mark.parametrize("attempt", TRIES, ids=TRY_IDS)
    @pytest.mark.parametrize("when", [DUE, "2026-11-06 15:00:00.000001", "2026-11-20 10:00"])
    def test_once_come_it_is_used_up(self, policy: Policy, attempt: Any, when: str) -> None:
        assert not stands(after(policy, CALLBACK, attempt(when)))

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    def test_a_bare_follow_up_uses_it_up(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK, follow_up("2026-11-06 15:10"))
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Fri 2026-11-06 19:10"), ())

    @every_policy
    @pytest.mark.parametrize("other", OTHERS, ids=OTHER_IDS)
    def test_what_is_no_try_does_not_use_it_up(self, policy: Policy, other: Any) -> None:
        assert stands(after(policy, CALLBACK, other("2026-11-06 15:10")))

    @pytest.mark.parametrize(
        ("policy", "used_up"), [(RSI, True), (CLINIC, True), (INCINTA, False)],
        ids=["rsi", "clinic", "incinta"],
    )  # fmt: skip
    @pytest.mark.parametrize("when", [DUE, "2026-11-06 15:00:00.000001"])
    def test_an_email_by_the_button_uses_it_up_where_emails_do(
        self, policy: Policy, used_up: bool, when: str
    ) -> None:
        assert stands(after(policy, CALLBACK, email(when))) is not used_up

    def test_rsi_may_leave_follow_ups_to_the_phone(self) -> None:
        policy = RSI.revise(attempts={"follow_up_done_by": ["phone"]})
        assert stands(after(policy, CALLBACK, email("2026-11-06 15:10")))

    def test_incinta_may_let_any_counted_email_do(self) -> None:
        policy = INCINTA.revise(attempts={"follow_up_done_by": ["phone", "email"]})
        assert not stands(after(policy, CALLBACK, email("2026-11-06 15:10", "other")))

    def test_calls_do_even_where_only_emails_are_named(self) -> None:
        policy = RSI.revise(attempts={"follow_up_done_by": ["email"]})
        assert not stands(after(policy, CALLBACK, call("2026-11-06 15:10")))

    @every_policy
    @pytest.mark.parametrize(
        "status",
        [
            (booked("2026-11-04 09:00", "2026-11-30 10:00"),),
            (booked("2026-11-02 09:00", "2026-11-04 09:00"), no_show("2026-11-04 09:40")),
            (attended("2026-11-04 09:00", "a9"),),
            (unreachable("2026-11-04 09:00"),),
        ],
        ids=["scheduled", "no_show", "visited", "unreachable"],
    )
    def test_it_is_used_up_in_any_status(self, policy: Policy, status: tuple[Any, ...]) -> None:
        assert not stands(after(policy, *status, CALLBACK, call("2026-11-06 15:10", "no_answer")))

    @pytest.mark.parametrize(
        "status",
        [
            (booked("2026-11-04 09:00", "2026-11-30 10:00"),),
            (attended("2026-11-04 09:00", "a9"),),
            (unreachable("2026-11-04 09:00"),),
        ],
        ids=["scheduled", "visited", "unreachable"],
    )
    @pytest.mark.parametrize(("via", "used_up"), [("email_button", True), ("purple_chat", False)])
    def test_a_kind_of_email_that_counts_does_where_no_attempts_are_counted(
        self, status: tuple[Any, ...], via: str, used_up: bool
    ) -> None:
        decision = after(RSI, *status, CALLBACK, email("2026-11-06 15:10", via))
        assert stands(decision) is not used_up

    @every_policy
    def test_a_conversation_before_its_time_keeps_it(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK, call("2026-11-05 10:00", "connected"))
        assert (decision.status, next_of(decision)) == ("contacted", FRIDAY)

    @every_policy
    def test_a_conversation_in_its_time_leaves_nothing(self, policy: Policy) -> None:
        decision = after(policy, CALLBACK, call("2026-11-06 15:10", "connected"))
        assert (decision.status, decision.next_contact) == ("contacted", None)

    @every_policy
    def test_a_booking_ends_it_even_ahead(self, policy: Policy) -> None:
        assert not stands(after(policy, CALLBACK, booked("2026-11-05 09:00", "2026-11-30 10:00")))

    def test_after_a_try_in_its_time_the_ladder_goes_on(self) -> None:
        decision = after(RSI, CALLBACK, call("2026-11-06 15:10", "no_answer"))
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Fri 2026-11-06 19:10"), ())

    def test_a_try_in_its_time_climbs_as_any_other(self) -> None:
        early = call("2026-11-05 10:00", "no_answer")
        decision = after(RSI, CALLBACK, early, call("2026-11-06 15:10", "no_answer"))
        assert next_of(decision) == ("follow_up", "Sat 2026-11-07 15:10")

    def test_at_incinta_a_try_in_its_time_begins_a_mail_round(self) -> None:
        decision = after(INCINTA, CALLBACK, call("2026-11-06 15:10", "no_answer"))
        assert next_of(decision) == ("follow_up_email", "Fri 2026-11-06 15:10")

    def test_the_decision_still_shows_it_while_nobody_has_tried(self) -> None:
        decision = decided(RSI, CALLBACK, now="2026-12-24 10:00")
        assert (next_of(decision), shown(decision.valid_until)) == (FRIDAY, None)

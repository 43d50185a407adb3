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
    next_of,
    no_show,
    reason_set,
    reply,
    ring,
    rule_for,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
STEPPING = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]

BOOKED = booked("2026-11-03 10:00", "2026-11-16 10:00")
MISSED = no_show("2026-11-16 10:20")
SENT = email("2026-11-17 09:05")
CALL = ("no_show_call", "Mon 2026-11-16 10:20")
EMAIL = ("missed_appointment", "Tue 2026-11-17 09:00")
WEEK_LATER = ("reschedule", "Tue 2026-11-24 09:05")


class TestNSH4Silence:
    """A no-show who stays silent for three months is given up.

    Three calendar months are counted from the missed start or the last communication, and the
    reason is that nobody responded; a follow-up that stands holds that up (NSH-4).
    """

    @pytest.mark.parametrize("policy", STEPPING)
    @pytest.mark.parametrize(
        ("now", "status", "reason"),
        [
            (at("2027-02-16 10:00") - MICROSECOND, "no_show", None),
            (at("2027-02-16 10:00"), "dead", "no_response"),
            (at("2027-02-16 10:00") + MICROSECOND, "dead", "no_response"),
        ],
    )
    def test_three_months_after_the_missed_start_the_lead_is_dead(
        self, now: Any, status: str, reason: str | None, policy: Policy
    ) -> None:
        decision = decided(policy, BOOKED, MISSED, now=now)
        assert (decision.status, decision.reason_for_loss) == (status, reason)

    def test_then_nothing_is_planned_and_this_rule_is_the_reason(self) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, now="2027-02-16 10:00")
        assert (next_of(decision), upcoming_of(decision), decision.priority) == (None, [], None)
        assert rule_for(decision, "status") == "NSH-4"
        assert rule_for(decision, "reason_for_loss") == "NSH-4"

    def test_a_decision_before_is_valid_until_then(self) -> None:
        decision = decided(INCINTA, BOOKED, MISSED, SENT, now="2027-01-10 10:00")
        assert decision.valid_until == at("2027-02-16 10:00")

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            pytest.param("2026-11-30 10:00", "2027-02-28 10:00", id="end of a month clipped"),
            pytest.param("2026-12-14 10:00", "2027-03-14 10:00", id="over a clock change"),
            pytest.param("2026-12-14 02:30", "2027-03-14 03:30", id="into the gap of one"),
            pytest.param("2026-11-16 23:30", "2027-02-16 23:30", id="another day in UTC"),
        ],
    )
    def test_months_are_those_of_the_clinics_calendar(self, start: str, end: str) -> None:
        events = [booked("2026-11-03 10:00", start), no_show(start)]
        before = decided(INCINTA, *events, now=at(end) - MICROSECOND)
        then = decided(INCINTA, *events, now=end)
        assert (before.status, then.status) == ("no_show", "dead")

    def test_the_policy_says_how_long(self) -> None:
        policy = INCINTA.revise(no_show={"silence": "P1M"})
        before = decided(policy, BOOKED, MISSED, now=at("2026-12-16 10:00") - MICROSECOND)
        then = decided(policy, BOOKED, MISSED, now="2026-12-16 10:00")
        assert (before.status, then.status) == ("no_show", "dead")

    def test_recorded_late_it_still_counts_from_the_missed_start(self) -> None:
        late = no_show("2026-12-01 10:00")
        assert decided(INCINTA, BOOKED, late, now="2027-02-16 10:00").status == "dead"

    def test_recorded_early_it_counts_from_the_record(self) -> None:
        early = no_show("2026-11-13 12:00")
        before = decided(INCINTA, BOOKED, early, now=at("2027-02-13 12:00") - MICROSECOND)
        then = decided(INCINTA, BOOKED, early, now="2027-02-13 12:00")
        assert (before.status, then.status) == ("no_show", "dead")

    def test_recorded_when_the_months_are_long_over_the_lead_is_dead_with_the_record(self) -> None:
        late = no_show("2027-03-01 10:00")
        before = decided(INCINTA, BOOKED, late, now=at("2027-03-01 10:00") - MICROSECOND)
        then = decided(INCINTA, BOOKED, late, now="2027-03-01 10:00")
        assert (before.status, then.status) == ("scheduled", "dead")

    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(reply("2026-12-01 12:00"), id="reply"),
            pytest.param(reply("2026-12-01 12:00", "text"), id="text message"),
            pytest.param(voicemail("2026-12-01 12:00"), id="voicemail"),
            pytest.param(contacted("2026-12-01 12:00"), id="contacted"),
            pytest.param(call("2026-12-01 12:00", "connected"), id="call connected"),
            pytest.param(ring("2026-12-01 12:00", answered=True), id="call answered"),
        ],
    )
    def test_communication_starts_the_months_anew(self, event: Any) -> None:
        before = decided(INCINTA, BOOKED, MISSED, event, now=at("2027-03-01 12:00") - MICROSECOND)
        then = decided(INCINTA, BOOKED, MISSED, event, now="2027-03-01 12:00")
        assert (before.status, then.status) == ("no_show", "dead")

    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(call("2026-12-01 12:00", "left_message"), id="message left"),
            pytest.param(call("2026-12-01 12:00"), id="call without outcome"),
            pytest.param(email("2026-12-01 12:00"), id="e-mail"),
            pytest.param(text("2026-12-01 12:00"), id="text"),
            pytest.param(ring("2026-12-01 12:00", answered=False), id="missed call"),
            pytest.param(ring("2026-12-01 12:00"), id="call left ringing"),
        ],
    )
    def test_what_the_lead_did_not_do_is_no_communication(self, event: Any) -> None:
        assert decided(INCINTA, BOOKED, MISSED, event, now="2027-02-16 10:00").status == "dead"

    def test_communication_before_the_missed_start_does_not_count(self) -> None:
        spoke = contacted("2026-11-16 09:59:59.999999")
        before = decided(INCINTA, BOOKED, spoke, MISSED, now=at("2027-02-16 10:00") - MICROSECOND)
        then = decided(INCINTA, BOOKED, spoke, MISSED, now="2027-02-16 10:00")
        assert (before.status, then.status) == ("no_show", "dead")

    def test_communication_between_the_start_and_the_record_counts(self) -> None:
        spoke = contacted("2026-11-16 10:10")
        before = decided(INCINTA, BOOKED, spoke, MISSED, now=at("2027-02-16 10:10") - MICROSECOND)
        then = decided(INCINTA, BOOKED, spoke, MISSED, now="2027-02-16 10:10")
        assert (before.status, then.status) == ("no_show", "dead")

    def test_communication_at_the_very_instant_comes_too_late_for_the_no_show(self) -> None:
        decision = decided(
            INCINTA, BOOKED, MISSED, contacted("2027-02-16 10:00"), now="2027-02-16 10:00"
        )
        assert (decision.status, decision.reason_for_loss) == ("contacted", None)

    @pytest.mark.parametrize("now", ["2027-02-16 10:00", "2027-03-01 10:00", "2027-06-01 10:00"])
    def test_it_waits_while_an_exact_follow_up_stands(self, now: str) -> None:
        later = follow_up("2027-02-01 10:00", "2027-03-01 10:00")
        decision = decided(INCINTA, BOOKED, MISSED, later, now=now)
        assert decision.status == "no_show"
        assert next_of(decision) == ("follow_up", "Mon 2027-03-01 10:00")

    @pytest.mark.parametrize(
        "event", [call("2027-03-01 10:05", "no_answer"), follow_up("2027-03-01 10:05")]
    )
    def test_overdue_it_ends_the_lead_with_what_uses_the_follow_up_up(self, event: Any) -> None:
        later = follow_up("2027-02-01 10:00", "2027-03-01 10:00")
        events = [BOOKED, MISSED, later, event]
        before = decided(INCINTA, *events, now=at("2027-03-01 10:05") - MICROSECOND)
        then = decided(INCINTA, *events, now="2027-03-01 10:05")
        assert (before.status, then.status) == ("no_show", "dead")
        assert then.reason_for_loss == "no_response"

    def test_a_conversation_that_uses_the_follow_up_up_starts_the_months_anew(self) -> None:
        later = follow_up("2027-02-01 10:00", "2027-03-01 10:00")
        spoke = call("2027-03-01 10:05", "connected")
        events = [BOOKED, MISSED, later, spoke]
        before = decided(INCINTA, *events, now=at("2027-06-01 10:05") - MICROSECOND)
        then = decided(INCINTA, *events, now="2027-06-01 10:05")
        assert (before.status, then.status) == ("no_show", "dead")

    def test_used_up_in_time_the_follow_up_holds_nothing_up(self) -> None:
        later = follow_up("2026-12-01 10:00", "2026-12-10 10:00")
        tried = call("2026-12-10 10:05", "no_answer")
        assert (
            decided(INCINTA, BOOKED, MISSED, later, tried, now="2027-02-16 10:00").status == "dead"
        )

    def test_a_follow_up_that_replaces_another_goes_on_holding_it_up(self) -> None:
        later = [
            follow_up("2027-02-01 10:00", "2027-03-01 10:00"),
            follow_up("2027-03-01 10:05", "2027-04-01 10:00"),
        ]
        assert decided(INCINTA, BOOKED, MISSED, *later, now="2027-03-20 10:00").status == "no_show"

    def test_the_reason_that_a_person_gave_wins(self) -> None:
        given = reason_set("2026-12-01 10:00", "availability")
        decision = decided(INCINTA, BOOKED, MISSED, given, now="2027-02-16 10:00")
        assert (decision.status, decision.reason_for_loss) == ("dead", "availability")

    def test_a_second_appointment_missed_starts_the_months_anew(self) -> None:
        again = [
            booked("2026-11-16 10:40", "2026-12-01 10:00", "a2"),
            no_show("2026-12-01 10:10", "a2"),
        ]
        before = decided(INCINTA, BOOKED, MISSED, *again, now=at("2027-03-01 10:00") - MICROSECOND)
        then = decided(INCINTA, BOOKED, MISSED, *again, now="2027-03-01 10:00")
        assert (before.status, then.status) == ("no_show", "dead")

    @pytest.mark.parametrize(
        "policy", [RSI, INCINTA.revise(no_show=None)], ids=["RSI", "INCINTA without the section"]
    )
    def test_without_the_section_silence_ends_nothing(self, policy: Policy) -> None:
        assert decided(policy, BOOKED, MISSED, now="2028-02-16 10:00").status == "no_show"


class TestNSH5ConversationWithoutBooking:
    """A no-show who is spoken to and does not book stays a no-show.

    A follow-up with date and time takes the place of the steps until it is used up (NSH-5).
    """

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize(
        "event",
        [
            pytest.param(contacted("2026-11-16 10:25"), id="contacted"),
            pytest.param(call("2026-11-16 10:25", "connected"), id="call connected"),
            pytest.param(ring("2026-11-16 10:25", answered=True), id="call answered"),
            pytest.param(voicemail("2026-11-16 10:25"), id="voicemail"),
            pytest.param(reply("2026-11-16 10:25"), id="reply"),
        ],
    )
    def test_communication_keeps_the_status(self, event: Any, policy: Policy) -> None:
        assert decided(policy, BOOKED, MISSED, event, now="2026-11-16 10:26").status == "no_show"

    @pytest.mark.parametrize("policy", STEPPING)
    def test_the_steps_go_on_after_a_conversation(self, policy: Policy) -> None:
        spoke = contacted("2026-11-16 10:25")
        assert next_of(decided(policy, BOOKED, MISSED, spoke, now="2026-11-16 10:26")) == EMAIL

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("now", ["2026-11-16 10:26", "2026-11-18 10:00", "2026-11-19 15:00"])
    def test_a_follow_up_with_an_instant_takes_the_place_of_the_steps(
        self, now: str, policy: Policy
    ) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        decision = decided(policy, BOOKED, MISSED, later, now=now)
        assert next_of(decision) == ("follow_up", "Thu 2026-11-19 15:00")
        assert (upcoming_of(decision), decision.status) == ([], "no_show")

    def test_it_is_a_persons_and_rests_on_the_rule_of_follow_ups(self) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        decision = decided(INCINTA, BOOKED, MISSED, later, now="2026-11-16 10:26")
        assert decision.next_contact is not None
        assert decision.next_contact.origin == "user"
        assert rule_for(decision, "next_contact") == "ATT-5"

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-11-19 14:59:59.999999", ("follow_up", "Thu 2026-11-19 15:00")),
            ("2026-11-19 15:00", EMAIL),
            ("2026-11-19 15:05", EMAIL),
        ],
    )
    @pytest.mark.parametrize("outcome", [None, "no_answer", "left_message", "connected"])
    def test_used_up_the_steps_go_on_where_they_stood(
        self, outcome: str | None, when: str, expected: tuple[str, str]
    ) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        decision = decided(
            INCINTA, BOOKED, MISSED, later, call(when, outcome), now="2026-11-19 15:10"
        )
        assert next_of(decision) == expected

    def test_used_up_on_the_missed_day_without_a_call_the_call_is_to_be_made_again(self) -> None:
        later = [follow_up("2026-11-16 10:25", "2026-11-16 10:40"), follow_up("2026-11-16 10:45")]
        decision = decided(INCINTA, BOOKED, MISSED, *later, now="2026-11-16 10:46")
        assert next_of(decision) == CALL

    def test_an_email_sent_meanwhile_is_the_one_that_was_due(self) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        tried = call("2026-11-19 15:05", "no_answer")
        decision = decided(INCINTA, BOOKED, MISSED, later, SENT, tried, now="2026-11-19 15:06")
        assert next_of(decision) == WEEK_LATER

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            (INCINTA, ("follow_up", "Thu 2026-11-19 15:00")),
            (CLINIC, ("reschedule", "Thu 2026-11-26 15:05")),
        ],
        ids=["INCINTA", "CLINIC"],
    )
    def test_an_email_uses_it_up_where_the_policy_says_so(
        self, policy: Policy, expected: tuple[str, str]
    ) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        sent = email("2026-11-19 15:05")
        assert (
            next_of(decided(policy, BOOKED, MISSED, later, sent, now="2026-11-19 15:06"))
            == expected
        )

    def test_a_follow_up_without_instant_leaves_the_steps_and_is_a_warning(self) -> None:
        bare = follow_up("2026-11-16 10:25")
        decision = decided(INCINTA, BOOKED, MISSED, bare, now="2026-11-16 10:26")
        assert (next_of(decision), codes(decision)) == (CALL, ["follow_up_without_ladder"])

    def test_what_the_lead_is_owed_comes_beside_the_follow_up(self) -> None:
        later = follow_up("2026-11-16 10:25", "2026-11-19 15:00")
        decision = decided(
            INCINTA, BOOKED, MISSED, later, reply("2026-11-17 11:00"), now="2026-11-17 11:01"
        )
        assert next_of(decision) == ("answer_reply", "Tue 2026-11-17 11:00")
        assert upcoming_of(decision) == [("follow_up", "Thu 2026-11-19 15:00")]

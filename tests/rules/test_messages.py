"""Voicemails and replies of the lead: rules COM-4 and COM-6."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    important,
    known,
    lead,
    next_of,
    reply,
    ring,
    rule_for,
    stop,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, Status
from standing import BEFORE, purposes

EVERY_POLICY = pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)

OPENED_BY_A_MESSAGE = (
    Status.NEW,
    Status.MAIL_CONTACTED,
    Status.UNREACHABLE,
    Status.DEAD,
    Status.OFFICE_TRANSFER,
)
KEPT_AFTER_A_MESSAGE = tuple(each for each in Status if each not in OPENED_BY_A_MESSAGE)


class TestCOM4Voicemail:
    """A voicemail is called back at once in opening hours, else when the clinic opens next.

    A call or a conversation returns it. A lead that was new, mail contacted, unreachable or closed
    is in follow-up by it; an invalid one stays so (COM-4).
    """

    @EVERY_POLICY
    @pytest.mark.parametrize(
        ("left_at", "due"),
        [
            ("2026-11-04 08:59:59.999999", "2026-11-04 09:00"),
            ("2026-11-04 09:00", "2026-11-04 09:00"),
            ("2026-11-04 09:00:00.000001", "2026-11-04 09:00:00.000001"),
            ("2026-11-04 16:59:59.999999", "2026-11-04 16:59:59.999999"),
            ("2026-11-04 17:00", "2026-11-05 09:00"),
            ("2026-11-04 17:00:00.000001", "2026-11-05 09:00"),
            ("2026-11-05 00:00", "2026-11-05 09:00"),
            ("2026-11-06 18:30", "2026-11-09 09:00"),
            ("2026-11-07 11:00", "2026-11-09 09:00"),
            ("2026-11-10 17:00", "2026-11-12 09:00"),  # Veterans Day between
            ("2026-11-11 10:00", "2026-11-12 09:00"),
            ("2026-11-25 17:00", "2026-11-27 09:00"),  # Thanksgiving between
            ("2027-03-13 12:00", "2027-03-15 09:00"),  # clocks go forward between
        ],
    )
    def test_is_returned_at_once_or_at_the_next_opening(
        self, policy: Policy, left_at: str, due: str
    ) -> None:
        decision = decided(policy, voicemail(left_at), now=at(left_at))
        assert purposes(decision) == ["return_voicemail"]
        assert decision.next_contact_at == at(due)

    def test_goes_by_the_hours_of_the_clinic_that_has_it(self) -> None:
        lunch = RSI.revise(
            calendar={"week": {"wednesday": [["09:00", "12:00"], ["13:00", "17:00"]]}}
        )
        decision = decided(lunch, voicemail("2026-11-04 12:00"), now="2026-11-04 12:01")
        assert next_of(decision) == ("return_voicemail", "Wed 2026-11-04 13:00")

    def test_is_a_call_that_the_lead_made_necessary(self) -> None:
        decision = decided(INCINTA, voicemail("2026-11-04 10:00"), now="2026-11-04 10:00")
        contact = decision.next_contact
        assert contact is not None
        assert (contact.channel, contact.kind, contact.origin) == ("phone", "voicemail", "lead")
        assert contact.by is None

    @pytest.mark.parametrize(
        ("now", "due"),
        [
            (at("2026-11-09 09:00") - MICROSECOND, False),
            (at("2026-11-09 09:00"), True),
            (at("2026-11-09 09:00") + MICROSECOND, True),
        ],
    )
    def test_left_on_friday_evening_is_due_when_monday_opens(self, now: Any, due: bool) -> None:
        decision = decided(RSI, voicemail("2026-11-06 18:30"), now=now)
        assert decision.status is Status.FOLLOW_UP
        assert decision.priority is not None
        assert (decision.priority.kind, decision.priority.due) == ("voicemail", due)

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "returned",
        [
            *(
                call("2026-11-04 10:05", outcome, via=via)
                for via in ("phone_button", "voip", "other")
                for outcome in (None, "connected", "left_message", "no_answer")
            ),
            contacted("2026-11-04 10:05"),
            ring("2026-11-04 10:05", answered=True),
            call("2026-11-04 10:00", "no_answer"),
        ],
        ids=lambda e: f"{e.type} {getattr(e, 'via', '')} {getattr(e, 'outcome', '')} {e.at:%M}",
    )
    def test_is_returned_by_any_call_or_conversation_afterwards(
        self, policy: Policy, returned: Any
    ) -> None:
        decision = decided(policy, voicemail("2026-11-04 10:00"), returned, now="2026-11-04 10:06")
        assert "return_voicemail" not in purposes(decision)

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "event",
        [
            email("2026-11-04 10:05"),
            text("2026-11-04 10:05"),
            reply("2026-11-04 10:05"),
            ring("2026-11-04 10:05", answered=False),
            follow_up("2026-11-04 10:05"),
            follow_up("2026-11-04 10:05", "2026-11-06 10:00"),
            important("2026-11-04 10:05"),
        ],
        ids=lambda e: e.type,
    )
    def test_is_returned_by_nothing_else(self, policy: Policy, event: Any) -> None:
        decision = decided(policy, voicemail("2026-11-04 10:00"), event, now="2026-11-04 10:06")
        assert next_of(decision) == ("return_voicemail", "Wed 2026-11-04 10:00")

    def test_is_not_returned_by_a_call_before_it(self) -> None:
        decision = decided(
            RSI,
            call("2026-11-04 10:00", "no_answer"),
            voicemail("2026-11-04 10:00"),
            now="2026-11-04 10:06",
        )
        assert next_of(decision) == ("return_voicemail", "Wed 2026-11-04 10:00")

    @pytest.mark.parametrize("status", OPENED_BY_A_MESSAGE)
    def test_makes_some_leads_follow_up(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], voicemail("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)
        assert next_of(decision) == ("return_voicemail", "Thu 2026-11-05 10:00")

    @pytest.mark.parametrize("status", KEPT_AFTER_A_MESSAGE)
    def test_leaves_the_status_of_all_others(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], voicemail("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.status is status

    @pytest.mark.parametrize(
        "status", [each for each in KEPT_AFTER_A_MESSAGE if each is not Status.INVALID]
    )
    def test_is_owed_where_the_status_stays(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], voicemail("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert "return_voicemail" in purposes(decision)

    def test_of_an_invalid_lead_is_owed_nothing_and_looks_wrong(self) -> None:
        decision = decided(
            INCINTA, *BEFORE[Status.INVALID], voicemail("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.next_contact is None
        assert codes(decision) == ["message_from_invalid_lead"]

    def test_is_owed_nothing_after_a_stop_request(self) -> None:
        decision = decided(
            INCINTA,
            stop("2026-11-03 09:10"),
            voicemail("2026-11-05 10:00"),
            now="2026-11-05 10:01",
        )
        assert (decision.status, decision.next_contact) == (Status.FOLLOW_UP, None)

    def test_leaves_what_the_ladder_had_planned(self) -> None:
        decision = decided(
            RSI,
            call("2026-11-03 09:10", "left_message"),
            voicemail("2026-11-03 10:00"),
            now="2026-11-03 10:01",
        )
        assert next_of(decision) == ("return_voicemail", "Tue 2026-11-03 10:00")
        assert upcoming_of(decision) == [("follow_up", "Tue 2026-11-03 13:10")]

    def test_leaves_what_the_mail_round_had_planned(self) -> None:
        decision = decided(
            INCINTA,
            *BEFORE[Status.MAIL_CONTACTED],
            voicemail("2026-11-05 10:00"),
            now="2026-11-05 10:01",
        )
        assert next_of(decision) == ("return_voicemail", "Thu 2026-11-05 10:00")
        assert upcoming_of(decision) == [("follow_up", "Tue 2026-11-10 09:15")]

    def test_leaves_what_an_attempt_without_outcome_had_planned(self) -> None:
        decision = decided(
            RSI, email("2026-11-03 09:10"), voicemail("2026-11-03 10:00"), now="2026-11-03 10:01"
        )
        assert upcoming_of(decision) == [("follow_up", "Tue 2026-11-03 13:10")]

    def test_that_follows_another_is_owed_the_same_call(self) -> None:
        decision = decided(
            RSI,
            voicemail("2026-11-07 10:00"),
            voicemail("2026-11-08 10:00"),
            now="2026-11-08 10:01",
        )
        assert next_of(decision) == ("return_voicemail", "Mon 2026-11-09 09:00")
        assert decision.upcoming == ()

    @EVERY_POLICY
    def test_ends_the_wait_for_a_first_call(self, policy: Policy) -> None:
        decision = decided(policy, voicemail("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert purposes(decision) == ["return_voicemail"]

    @pytest.mark.parametrize("output", ["status", "next_contact"])
    def test_is_the_rule_behind_status_and_next_contact(self, output: str) -> None:
        decision = decided(RSI, voicemail("2026-11-04 10:00"), now="2026-11-04 10:01")
        assert rule_for(decision, output) == "COM-4"


class TestCOM6Reply:
    """What the lead writes is answered at once.

    Any outreach answers it; it opens a lead as a voicemail does (COM-6).
    """

    @EVERY_POLICY
    @pytest.mark.parametrize("channel", ["email", "text", "chat", "other"])
    @pytest.mark.parametrize("when", ["2026-11-04 10:00", "2026-11-04 17:00", "2026-11-07 22:00"])
    def test_is_due_at_once_also_outside_opening_hours(
        self, policy: Policy, channel: str, when: str
    ) -> None:
        decision = decided(policy, reply(when, channel), now=at(when))
        assert purposes(decision) == ["answer_reply"]
        assert decision.next_contact_at == at(when)
        assert decision.priority is not None
        assert (decision.priority.kind, decision.priority.due) == ("follow_up", True)

    def test_is_owed_to_the_lead(self) -> None:
        decision = decided(RSI, reply("2026-11-04 10:00"), now="2026-11-04 10:01")
        assert decision.next_contact is not None
        assert (decision.next_contact.origin, decision.next_contact.by) == ("lead", None)

    @pytest.mark.parametrize("channel", ["email", "text"])
    def test_is_answered_the_way_it_came(self, channel: str) -> None:
        decision = decided(RSI, reply("2026-11-04 10:00", channel), now="2026-11-04 10:01")
        assert decision.next_contact is not None
        assert decision.next_contact.channel == channel

    def test_is_answered_by_phone_where_the_lead_has_nothing_else(self) -> None:
        of = lead(channels=["phone"])
        decision = decided(RSI, reply("2026-11-04 10:00"), now="2026-11-04 10:01", of=of)
        assert decision.next_contact is not None
        assert decision.next_contact.channel == "phone"

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "answer",
        [
            call("2026-11-04 10:05"),
            call("2026-11-04 10:05", "no_answer"),
            call("2026-11-04 10:05", "left_message"),
            call("2026-11-04 10:05", "connected", via="other"),
            email("2026-11-04 10:05"),
            email("2026-11-04 10:05", via="purple_chat"),
            email("2026-11-04 10:05", via="other"),
            text("2026-11-04 10:05"),
            contacted("2026-11-04 10:05"),
            ring("2026-11-04 10:05", answered=True),
            text("2026-11-04 10:00"),
        ],
        ids=lambda e: f"{e.type} {getattr(e, 'via', '')} {getattr(e, 'outcome', '')} {e.at:%M}",
    )
    def test_is_answered_by_any_outreach_afterwards(self, policy: Policy, answer: Any) -> None:
        decision = decided(policy, reply("2026-11-04 10:00"), answer, now="2026-11-04 10:06")
        assert "answer_reply" not in purposes(decision)

    @EVERY_POLICY
    @pytest.mark.parametrize(
        "event",
        [
            reply("2026-11-04 10:05"),
            follow_up("2026-11-04 10:05"),
            follow_up("2026-11-04 10:05", "2026-11-06 10:00"),
            important("2026-11-04 10:05"),
            known("2026-11-04 10:05", pricing="local"),
        ],
        ids=lambda e: e.type,
    )
    def test_is_answered_by_nothing_else(self, policy: Policy, event: Any) -> None:
        decision = decided(policy, reply("2026-11-04 10:00"), event, now="2026-11-04 10:06")
        assert next_of(decision) == ("answer_reply", "Wed 2026-11-04 10:00")

    def test_is_not_answered_by_what_was_sent_before_it(self) -> None:
        decision = decided(
            RSI, text("2026-11-04 10:00"), reply("2026-11-04 10:00"), now="2026-11-04 10:06"
        )
        assert next_of(decision) == ("answer_reply", "Wed 2026-11-04 10:00")

    @pytest.mark.parametrize("status", OPENED_BY_A_MESSAGE)
    def test_makes_the_same_leads_follow_up_as_a_voicemail(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], reply("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert (decision.status, decision.reason_for_loss) == (Status.FOLLOW_UP, None)
        assert next_of(decision) == ("answer_reply", "Thu 2026-11-05 10:00")

    @pytest.mark.parametrize("status", KEPT_AFTER_A_MESSAGE)
    def test_leaves_the_status_of_all_others(self, status: Status) -> None:
        decision = decided(
            INCINTA, *BEFORE[status], reply("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.status is status

    def test_of_an_invalid_lead_is_owed_nothing_and_looks_wrong(self) -> None:
        decision = decided(
            INCINTA, *BEFORE[Status.INVALID], reply("2026-11-05 10:00"), now="2026-11-05 10:01"
        )
        assert decision.next_contact is None
        assert codes(decision) == ["message_from_invalid_lead"]

    def test_leaves_what_the_ladder_had_planned(self) -> None:
        events = (call("2026-11-03 09:10", "left_message"), reply("2026-11-03 10:00"))
        decision = decided(RSI, *events, now="2026-11-03 10:01")
        assert upcoming_of(decision) == [("follow_up", "Tue 2026-11-03 13:10")]

    def test_answered_by_text_leaves_what_the_ladder_had_planned(self) -> None:
        decision = decided(
            RSI,
            call("2026-11-03 09:10", "left_message"),
            reply("2026-11-03 10:00"),
            text("2026-11-03 10:05"),
            now="2026-11-03 10:06",
        )
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 13:10")
        assert decision.attempts == 1

    def test_is_the_rule_behind_the_next_contact(self) -> None:
        decision = decided(RSI, reply("2026-11-04 10:00"), now="2026-11-04 10:01")
        assert rule_for(decision, "next_contact") == "COM-6"

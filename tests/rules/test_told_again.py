"""A call placed and told of twice: when it is placed, and when its outcome is known.

A call is placed when it is first told of (decision 25). What comes of it is told later, and is then
an outcome, no outreach: what happened since the call was placed stays as it is.
"""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    declined,
    email,
    follow_up,
    history,
    invalid,
    lead,
    marked,
    marked_scheduled,
    moved,
    next_of,
    no_show,
    office_transfer,
    reopened,
    reply,
    ring,
    stop,
    task_of,
    tasks_of,
    text,
    unreachable,
    upcoming_of,
    voicemail,
)
from leadflow import INCINTA, RSI, audit

SOON = INCINTA.revise(name="soon", routing=None, unreachable={"after": "P3D", "attempts": 2})
"""Unreachable after three days and two attempts."""
PLACED = call("2026-11-03 10:00", call_id="c1")
REACHED = call("2026-11-03 10:05", "connected", call_id="c1")
UNREACHED = call("2026-11-03 10:05", "left_message", call_id="c1")
DECLINED = declined("2026-11-03 10:02")
BUTTONED = (
    email("2026-11-03 09:01", via="email_button"),
    email("2026-11-03 09:02", via="email_button"),
)


def answer(*events: Any, now: str = "2026-11-03 10:06", policy: Any = RSI) -> tuple[Any, ...]:
    """Status, attempts, reason for loss and next contact."""
    told = decided(policy, *events, now=now)
    return told.status.value, told.attempts, told.reason_for_loss, next_of(told)


class TestCLS4ClosedInTheCourseOfACall:
    """A lead that is closed in the course of a call stays closed, whatever the call was (CLS-4)."""

    @pytest.mark.parametrize(
        ("closing", "expected"),
        [
            (stop("2026-11-03 10:02"), ("dead", 1, "stop_contact", None)),
            (DECLINED, ("dead", 1, "no_longer_interested", None)),
            (dead("2026-11-03 10:02", "insurance"), ("dead", 1, "insurance", None)),
            (office_transfer("2026-11-03 10:02"), ("office_transfer", 1, None, None)),
            (invalid("2026-11-03 10:02"), ("invalid", 1, None, None)),
        ],
        ids=["asked to stop", "declined", "by hand", "front desk", "no lead"],
    )
    def test_it_stays_closed(self, closing: Any, expected: Any) -> None:
        assert answer(PLACED, closing, REACHED) == expected

    def test_told_before_the_closing_and_again_after_it(self) -> None:
        talk = call("2026-11-03 10:00", "connected", call_id="c1")
        events = talk, dead("2026-11-03 10:02", "insurance"), REACHED
        assert answer(*events) == ("dead", 1, "insurance", None)

    def test_a_call_from_the_lead_told_again_opens_nothing_either(self) -> None:
        events = (
            ring("2026-11-03 09:20", True, call_id="a"), stop("2026-11-03 09:22"),
            ring("2026-11-03 09:23", True, call_id="a"),
        )  # fmt: skip
        assert answer(*events) == ("dead", 1, "stop_contact", None)

    def test_at_the_instant_of_the_closing_the_order_tells(self) -> None:
        first = call("2026-11-03 10:02", call_id="c1")
        assert answer(first, DECLINED, REACHED)[0] == "dead"
        assert answer(DECLINED, first, REACHED)[0] == "contacted"

    def test_a_call_placed_after_the_closing_opens_it(self) -> None:
        events = dead("2026-11-03 09:30"), PLACED, REACHED
        assert answer(*events) == ("contacted", 0, None, None)

    def test_given_up_for_want_of_the_answer_it_is_opened_by_it(self) -> None:
        call_ = call("2026-11-03 10:00", call_id="c3")
        late = call("2026-11-03 15:00", "connected", call_id="c3")
        given_up = answer(*BUTTONED, call_, now="2026-11-03 14:00")
        assert given_up == ("dead", 3, "best_practices", None)
        assert answer(*BUTTONED, call_, late, now="2026-11-03 15:00") == (
            "contacted",
            0,
            None,
            None,
        )

    def test_no_warning_is_given_of_what_was_placed_before(self) -> None:
        for closing in (stop("2026-11-03 10:02"), dead("2026-11-03 10:02")):
            assert not codes(decided(RSI, PLACED, closing, UNREACHED, now="2026-11-03 10:06"))

    def test_nor_where_it_was_not_the_latest_call(self) -> None:
        events = (
            PLACED, call("2026-11-03 10:01", "no_answer", call_id="c2"),
            stop("2026-11-03 10:02"), UNREACHED,
        )  # fmt: skip
        assert not codes(decided(RSI, *events, now="2026-11-03 10:06"))
        breaches = audit(history(*events), now=PLACED.at.replace(day=5), policy=INCINTA)
        assert "contact_after_stop_request" not in [each.kind.value for each in breaches]


class TestCOM4WhatCameSinceTheCall:
    """The outcome of a call settles nothing that came in after the call was placed (COM-4)."""

    @pytest.mark.parametrize(
        ("owed", "purpose"),
        [
            (voicemail("2026-11-03 10:02"), "return_voicemail"),
            (reply("2026-11-03 10:02"), "answer_reply"),
            (ring("2026-11-03 10:02", False), "answer_reply"),
            (ring("2026-11-03 10:02"), "answer_call"),
        ],
        ids=["voicemail", "reply", "missed call", "ringing call"],
    )
    def test_by_its_outcome_as_by_a_mark(self, owed: Any, purpose: str) -> None:
        by_mark = marked("2026-11-03 10:05", "left_message")
        expected = (purpose, "Tue 2026-11-03 10:02")
        assert answer(PLACED, owed, UNREACHED)[3] == expected
        assert answer(PLACED, owed, by_mark)[3] == expected

    def test_what_was_owed_before_the_call_is_settled(self) -> None:
        told = decided(
            RSI, voicemail("2026-11-03 09:30"), PLACED, UNREACHED, now="2026-11-03 10:06"
        )
        assert next_of(told) == ("follow_up", "Tue 2026-11-03 14:05")
        assert not upcoming_of(told)

    def test_by_a_conversation_too(self) -> None:
        for owed, purpose in (
            (voicemail("2026-11-03 10:02"), "return_voicemail"),
            (reply("2026-11-03 10:02"), "answer_reply"),
            (ring("2026-11-03 10:02", False), "answer_reply"),
        ):
            assert answer(PLACED, owed, REACHED)[3] == (purpose, "Tue 2026-11-03 10:02")
        assert answer(PLACED, REACHED)[3] is None
        assert answer(voicemail("2026-11-03 09:59"), PLACED, REACHED)[3] is None


class TestCOM1AFollowUpSetDuringTheCall:
    """A follow-up set in the course of a call stands, even where somebody answered (COM-1)."""

    @pytest.mark.parametrize("first", [None, "connected"])
    def test_it_stands(self, first: Any) -> None:
        placed = call("2026-11-03 10:00", first, call_id="c1")
        events = placed, follow_up("2026-11-03 10:02"), REACHED
        assert answer(*events) == ("contacted", 1, None, ("follow_up", "Tue 2026-11-03 14:02"))

    def test_nobody_is_asked_to_plan_another(self) -> None:
        promise = follow_up("2026-11-03 10:02", "2026-11-06 10:00")
        told = decided(INCINTA, PLACED, promise, REACHED, now="2026-11-03 10:06")
        assert "plan_follow_up" not in tasks_of(told)
        without = decided(INCINTA, PLACED, REACHED, now="2026-11-03 10:06")
        assert "plan_follow_up" in tasks_of(without)


class TestCOM1WhatTheCallItselfPlanned:
    """What was planned for want of an answer ends when the call turns out to be a conversation.

    COM-1, decision 25.
    """

    UNANSWERED = call("2026-11-03 10:03", "no_answer", call_id="c1")

    @pytest.mark.parametrize("policy", [RSI, INCINTA], ids=["RSI", "INCINTA"])
    @pytest.mark.parametrize(
        "told", [UNANSWERED, marked("2026-11-03 10:03")], ids=["told again", "marked"]
    )
    def test_it_ends(self, policy: Any, told: Any) -> None:
        end = decided(policy, PLACED, told, REACHED, now="2026-11-03 10:06")
        assert (end.status.value, next_of(end)) == ("contacted", None)
        assert "set_next_contact" in tasks_of(end)

    def test_whichever_way_it_was_told_before(self) -> None:
        talk = call("2026-11-03 10:00", "connected", call_id="c1")
        assert answer(talk, self.UNANSWERED, REACHED)[3] is None

    def test_the_first_call_is_made_though_placed_before_the_lead_came_in(self) -> None:
        early = call("2026-11-03 08:55", call_id="c1")
        talk = call("2026-11-03 09:05", "connected", call_id="c1")
        assert answer(early, talk, policy=INCINTA)[3] is None


class TestATT11KnownOutcome:
    """An attempt that comes to count when its outcome is known already is not left open.

    ATT-11, decision 25.
    """

    def test_a_patient_who_was_spoken_to_is_not_lost(self) -> None:
        talk = call("2026-11-03 10:00", "connected", "other", call_id="c1")
        again = call("2026-11-03 10:05", call_id="c1")
        end = answer(*BUTTONED, talk, again, now="2026-11-03 15:06")
        assert end == ("contacted", 3, None, None)


class TestATT12SpokenToSince:
    """That an earlier call had no answer says nothing once the patient was spoken to since.

    ATT-12, decision 25.
    """

    @pytest.mark.parametrize(
        "talk",
        [
            ring("2026-11-03 10:02", True, "other", call_id="b"),
            call("2026-11-03 10:02", "connected", "other", call_id="b"),
            contacted("2026-11-03 10:02"),
        ],
        ids=repr,
    )
    def test_the_lead_stays_contacted(self, talk: Any) -> None:
        late = call("2026-11-03 10:05", "no_answer", call_id="c1")
        assert answer(*BUTTONED, PLACED, talk, late) == ("contacted", 3, None, None)

    def test_before_the_call_it_is_another_matter(self) -> None:
        talk = contacted("2026-11-03 09:59")
        late = call("2026-11-03 10:05", "no_answer", call_id="c1")
        assert answer(*BUTTONED, talk, PLACED, late)[0] == "dead"


class TestAPT5ACallBeforeTheReminder:
    """A call placed before the reminder was due, or the visit booked, is no reminder (APT-5)."""

    def test_a_message_left_before_the_booking(self) -> None:
        events = (
            call("2026-11-03 10:00", "left_message", call_id="c1"),
            booked("2026-11-04 10:00", "2026-11-05 10:00"),
            call("2026-11-04 10:05", "left_message", call_id="c1"),
        )  # fmt: skip
        contact = answer(*events, now="2026-11-04 10:06", policy=INCINTA)[3]
        assert contact == ("reminder", "Wed 2026-11-04 10:00")

    def test_a_message_left_before_the_reminder_was_due(self) -> None:
        events = (
            booked("2026-11-02 10:00", "2026-11-05 10:00"),
            call("2026-11-04 08:50", "left_message", call_id="c1"),
            call("2026-11-04 09:05", "left_message", call_id="c1"),
        )  # fmt: skip
        contact = answer(*events, now="2026-11-04 09:06", policy=INCINTA)[3]
        assert contact == ("reminder", "Wed 2026-11-04 09:00")

    def test_a_conversation_in_whose_course_the_visit_was_booked(self) -> None:
        visit = booked("2026-11-03 10:02", "2026-11-04 10:00")
        contact = answer(PLACED, visit, REACHED, policy=INCINTA)[3]
        assert contact == ("reminder", "Tue 2026-11-03 10:02")

    def test_an_unanswered_call_that_left_a_message_after_all(self) -> None:
        events = (
            booked("2026-11-02 10:00", "2026-11-05 10:00"),
            call("2026-11-04 09:05", "no_answer", call_id="c1"),
            call("2026-11-04 09:10", "left_message", call_id="c1"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-04 09:11", policy=INCINTA)[3] is None


class TestCOM5TheDayOfTheCall:
    """In a mail round an e-mail goes with the call placed on its day, or sent since (COM-5)."""

    @pytest.mark.parametrize(
        ("placed", "written", "told"),
        [
            ("2026-11-03 15:00", "2026-11-03 15:05", "2026-11-04 09:00"),
            ("2026-11-03 23:50", "2026-11-03 15:05", "2026-11-04 00:05"),
            ("2026-11-03 23:50", "2026-11-04 00:01", "2026-11-04 00:05"),
        ],
        ids=["call, then e-mail", "e-mail, then call", "e-mail on the next day"],
    )
    def test_the_round_is_complete_when_the_outcome_is_told(
        self, placed: str, written: str, told: str
    ) -> None:
        events = [
            call(placed, call_id="c1"), email(written), call(told, "no_answer", call_id="c1"),
        ]  # fmt: skip
        events.sort(key=lambda each: each.at)
        assert answer(*events, now="2026-11-04 09:01", policy=INCINTA)[0] == "mail_contacted"


class TestNSH2ATalkIsNoEmail:
    """For a lead without e-mail a call does for one; what is told of it later does not (NSH-2)."""

    def test_a_conversation_told_on_the_next_day(self) -> None:
        events = (
            booked("2026-11-05 10:00", "2026-11-16 10:00"),
            call("2026-11-16 09:58", call_id="c"),
            call("2026-11-17 09:10", "connected", call_id="c"), no_show("2026-11-17 09:30"),
        )  # fmt: skip
        end = decided(INCINTA, *events, now="2026-11-17 09:31", of=lead(channels=["phone"]))
        assert next_of(end) == ("missed_appointment", "Tue 2026-11-17 09:30")


class TestATT8APromiseAfterTheCall:
    """A promise that came due after a call was placed is not used up by its outcome (ATT-8)."""

    @pytest.mark.parametrize("told_at", ["09:59", "10:03"])
    def test_it_stands_whenever_the_outcome_is_told(self, told_at: str) -> None:
        events = (
            *BUTTONED, follow_up("2026-11-03 09:03", "2026-11-03 10:00"),
            call("2026-11-03 09:58", call_id="c1"),
            call(f"2026-11-03 {told_at}", "no_answer", call_id="c1"),
        )  # fmt: skip
        promised = ("follow_up", "Tue 2026-11-03 10:00")
        assert answer(*events) == ("follow_up", 3, None, promised)

    def test_a_conversation_uses_it_up(self) -> None:
        promise = follow_up("2026-11-03 09:03", "2026-11-03 10:01")
        assert answer(promise, PLACED, REACHED) == ("contacted", 1, None, None)


class TestATT2OneCall:
    """However often it is told, and by whatever way, a call is one attempt (ATT-2)."""

    @pytest.mark.parametrize("ways", [("voip", "phone_button"), ("phone_button", "voip")])
    def test_one_that_counts_by_either_way_is_counted(self, ways: Any) -> None:
        first, then = ways
        events = [
            call(f"{hour}:{minute}", "no_answer", via, call_id=f"c{hour[-5:]}".replace(" ", "-"))
            for hour in ("2026-11-03 09", "2026-11-03 14", "2026-11-04 15")
            for minute, via in (("10", first), ("12", then))
        ]
        assert answer(*events, now="2026-11-05 10:00") == ("dead", 3, "best_practices", None)

    def test_told_again_without_outcome_it_says_nothing(self) -> None:
        again = call("2026-11-03 10:05", call_id="c1")
        assert answer(PLACED, again) == answer(PLACED)

    def test_told_again_without_outcome_it_may_still_come_to_count(self) -> None:
        uncounted = call("2026-11-03 10:00", via="other", call_id="c1")
        again = call("2026-11-03 10:05", call_id="c1")
        assert answer(uncounted)[:2] == ("new", 0)
        counted = ("follow_up", 1, None, ("follow_up", "Tue 2026-11-03 14:05"))
        assert answer(uncounted, again) == counted

    @pytest.mark.parametrize("talk", [PLACED, call("2026-11-03 10:00", "connected", call_id="c1")])
    def test_the_call_that_opens_a_closed_lead_is_none_though_told_twice(self, talk: Any) -> None:
        assert answer(dead("2026-11-03 09:05"), talk, REACHED)[:2] == ("contacted", 0)

    def test_nor_is_one_told_again_after_a_cancellation(self) -> None:
        events = (
            booked("2026-11-03 09:10", "2026-11-16 10:00"), PLACED,
            cancelled("2026-11-03 10:02"), UNREACHED,
        )  # fmt: skip
        assert answer(*events)[:2] == ("contacted", 0)

    def test_a_conversation_told_twice_starts_the_attempts_over_once(self) -> None:
        restarting = RSI.revise(attempts={"restart_on_communication": True})
        talk = call("2026-11-03 10:00", "connected", call_id="c1")
        tried = call("2026-11-03 10:02", "no_answer")
        assert answer(talk, tried, REACHED, policy=restarting)[1] == 1

    def test_a_visit_told_twice_starts_them_over_once(self) -> None:
        restarting = RSI.revise(attempts={"restart_on_communication": True})
        events = (
            booked("2026-11-03 09:10", "2026-11-04 10:00"), attended("2026-11-04 10:10"),
            reopened("2026-11-05 09:00"), call("2026-11-05 09:10", "no_answer"),
            call("2026-11-05 13:20", "no_answer"), attended("2026-11-05 14:00"),
            call("2026-11-06 13:30", "no_answer"),
        )  # fmt: skip
        expected = ("dead", 3, "best_practices", None)
        assert answer(*events, now="2026-11-06 13:31", policy=restarting) == expected


class TestNSH1ACallBeforeTheAppointment:
    """A call placed before the appointment is not the call after the no-show (NSH-1)."""

    VISIT = booked("2026-11-05 10:00", "2026-11-16 10:00")

    @pytest.mark.parametrize("told_at", ["10:05", "10:12"])
    def test_whenever_its_outcome_is_told(self, told_at: str) -> None:
        told = call(f"2026-11-16 {told_at}", "no_answer", call_id="c1")
        placed, missed = call("2026-11-16 09:58", call_id="c1"), no_show("2026-11-16 10:10")
        in_order = sorted([placed, told, missed], key=lambda each: each.at)
        contact = answer(self.VISIT, *in_order, now="2026-11-16 10:13", policy=INCINTA)[3]
        assert contact == ("no_show_call", "Mon 2026-11-16 10:10")

    def test_a_conversation_told_after_the_start_is(self) -> None:
        events = (
            self.VISIT, call("2026-11-16 09:58", call_id="c1"), no_show("2026-11-16 10:10"),
            call("2026-11-16 10:12", "connected", call_id="c1"),
        )  # fmt: skip
        contact = answer(*events, now="2026-11-16 10:13", policy=INCINTA)[3]
        assert contact == ("missed_appointment", "Tue 2026-11-17 09:00")


class TestUNR3TheCallThatMetTheCriteria:
    """A call that completed the criteria is not the final one, whenever its end is told (UNR-3)."""

    BEFORE = (
        call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:20"),
        call("2026-11-06 09:10", call_id="c9"),
    )  # fmt: skip
    MAIL = email("2026-11-06 09:20")

    @pytest.mark.parametrize(
        "told",
        [call("2026-11-06 09:15", "no_answer", call_id="c9"), marked("2026-11-06 09:15")],
        ids=["by its id", "marked"],
    )
    def test_the_final_attempt_is_still_to_be_made(self, told: Any) -> None:
        end = answer(*self.BEFORE, told, self.MAIL, now="2026-11-06 09:21", policy=SOON)
        assert end[0] == "mail_contacted"
        assert end[3] is not None
        assert end[3][0] == "final_attempt"

    def test_another_call_makes_it(self) -> None:
        other = call("2026-11-06 09:15", "no_answer", call_id="c10")
        end = answer(*self.BEFORE, other, self.MAIL, now="2026-11-06 09:21", policy=SOON)
        assert end[0] == "unreachable"


class TestUNR4ThePoolGoesByTheCall:
    """The month in the pool is counted from the call, not from when its outcome is told (UNR-4)."""

    def test_whenever_its_outcome_is_told(self) -> None:
        events = (
            unreachable("2026-11-04 09:00"), call("2026-11-10 10:00", call_id="c1"),
            call("2026-11-12 09:00", "no_answer", call_id="c1"),
        )  # fmt: skip
        contact = answer(*events, now="2026-11-12 09:01", policy=INCINTA)[3]
        assert contact == ("follow_up", "Thu 2026-12-10 10:00")


class TestCOM7ACallThatRang:
    """A call that rang is over once something else ended it, whatever is told later (COM-7)."""

    @pytest.mark.parametrize(
        "end",
        [contacted("2026-11-03 09:22"), call("2026-11-03 09:22", "connected")],
        ids=["contacted", "called back"],
    )
    @pytest.mark.parametrize("told", [False, None], ids=["missed", "ringing"])
    def test_it_is_owed_nothing_more(self, end: Any, told: Any) -> None:
        events = (
            call("2026-11-03 09:00", "no_answer"), ring("2026-11-03 09:20", call_id="a"), end,
            ring("2026-11-03 09:23", told, call_id="a"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-03 09:24")[3] is None

    def test_turned_into_a_voicemail_it_is_owed_one_answer(self) -> None:
        events = (
            ring("2026-11-03 09:20", call_id="a"), voicemail("2026-11-03 09:21"),
            ring("2026-11-03 09:22", False, call_id="a"),
        )  # fmt: skip
        told = decided(RSI, *events, now="2026-11-03 09:23")
        assert next_of(told) == ("return_voicemail", "Tue 2026-11-03 09:21")
        assert not upcoming_of(told)

    def test_answered_after_the_limit_told_as_missed_it_is_not_owed_again(self) -> None:
        events = (
            call("2026-11-03 09:00", "no_answer"), ring("2026-11-03 09:20", call_id="a"),
            email("2026-11-03 09:30", via="purple_chat"),
            ring("2026-11-03 09:31", False, call_id="a"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-03 09:32")[3] == ("follow_up", "Tue 2026-11-03 13:00")

    def test_told_again_while_it_rings_it_rings_no_longer_for_that(self) -> None:
        events = ring("2026-11-03 09:20", call_id="a"), ring("2026-11-03 09:24", call_id="a")
        assert answer(*events, now="2026-11-03 09:24")[3] == ("answer_call", "Tue 2026-11-03 09:20")
        over = decided(RSI, *events, now="2026-11-03 09:25")
        assert ("answer_reply", "Tue 2026-11-03 09:25") in upcoming_of(over)

    def test_answered_it_rings_no_longer_though_a_placed_call_has_its_id(self) -> None:
        events = (
            call("2026-11-03 10:00", "connected", call_id="c"),
            ring("2026-11-03 10:02", call_id="c"), ring("2026-11-03 10:03", True, call_id="c"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-03 10:04")[3] is None

    def test_another_call_rings_in_its_own_right(self) -> None:
        events = ring("2026-11-03 09:20", call_id="a"), ring("2026-11-03 09:24", call_id="b")
        assert answer(*events, now="2026-11-03 09:26")[3] == ("answer_call", "Tue 2026-11-03 09:24")


class TestTSKTheVoiceMessage:
    """A voice message is asked for until it was left, or the lead was heard of (TSK)."""

    NOBODY = call("2026-11-03 09:30", "no_answer", call_id="c")

    def is_asked(self, *events: Any, now: str = "2026-11-03 09:40", policy: Any = INCINTA) -> bool:
        return "leave_voice_message" in tasks_of(decided(policy, *events, now=now))

    def test_told_by_the_call_it_was_left(self) -> None:
        left = call("2026-11-03 09:32", "left_message", call_id="c")
        assert self.is_asked(self.NOBODY)
        assert not self.is_asked(self.NOBODY, left)

    def test_told_after_all_to_have_connected_the_needs_are_asked_for(self) -> None:
        talk = call("2026-11-03 09:32", "connected", call_id="c")
        told = decided(INCINTA, self.NOBODY, talk, now="2026-11-03 09:40")
        assert "leave_voice_message" not in tasks_of(told)
        assert "collect_needs" in tasks_of(told)

    def test_marked_as_scheduled_the_lead_was_heard_of(self) -> None:
        by_hand = marked_scheduled("2026-11-03 09:35")
        assert not self.is_asked(self.NOBODY, by_hand)

    def test_a_lead_that_came_was_heard_of_though_another_visit_is_open(self) -> None:
        visits = (
            booked("2026-11-03 09:10", "2026-11-05 10:00", "a"),
            booked("2026-11-03 09:11", "2026-11-19 10:00", "b"),
        )
        reminding = call("2026-11-04 10:00", "no_answer")
        came = attended("2026-11-05 10:10", "a")
        assert self.is_asked(*visits, reminding, now="2026-11-05 10:20")
        assert not self.is_asked(*visits, reminding, came, now="2026-11-05 10:20")

    def test_a_no_show_taken_as_given_ends_it_as_one_that_is_recorded(self) -> None:
        assuming = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        events = (
            booked("2026-11-03 09:10", "2026-11-16 10:00"),
            call("2026-11-13 09:05", "no_answer"),
        )
        assert self.is_asked(*events, now="2026-11-16 11:59", policy=assuming)
        assert not self.is_asked(*events, now="2026-11-16 12:00", policy=assuming)


class TestTSKWhatCameSinceTheCall:
    """Of a call placed before no message is asked for, where the lead was heard of since (TSK)."""

    @pytest.mark.parametrize(
        "since",
        [voicemail("2026-11-03 10:02"), call("2026-11-03 10:02", "left_message", call_id="b")],
        ids=["a voicemail", "a message left"],
    )
    def test_none_is_asked_for(self, since: Any) -> None:
        late = call("2026-11-03 10:05", "no_answer", call_id="c1")
        told = decided(INCINTA, PLACED, since, late, now="2026-11-03 10:06")
        assert "leave_voice_message" not in tasks_of(told)

    def test_nor_of_one_placed_before_a_no_show(self) -> None:
        events = (
            booked("2026-11-05 10:00", "2026-11-16 10:00"),
            call("2026-11-16 09:58", call_id="c1"), no_show("2026-11-16 10:10"),
            call("2026-11-16 10:12", "no_answer", call_id="c1"),
        )  # fmt: skip
        told = decided(INCINTA, *events, now="2026-11-16 10:13")
        assert "call_no_show" in tasks_of(told)
        assert "leave_voice_message" not in tasks_of(told)

    def test_a_mark_tells_of_the_latest_call(self) -> None:
        events = (
            PLACED, call("2026-11-03 10:02", call_id="b"), UNREACHED,
            marked("2026-11-03 10:06", "no_answer"),
        )  # fmt: skip
        told = decided(INCINTA, *events, now="2026-11-03 10:07")
        assert "leave_voice_message" in tasks_of(told)

    def test_told_to_have_had_no_answer_after_all_it_is_asked_for(self) -> None:
        talk = call("2026-11-03 10:00", "connected", call_id="c1")
        late = call("2026-11-03 10:05", "no_answer", call_id="c1")
        told = decided(INCINTA, talk, late, now="2026-11-03 10:06")
        assert "leave_voice_message" in tasks_of(told)

    def test_a_call_from_the_lead_told_again_asks_for_nothing_anew(self) -> None:
        events = (
            ring("2026-11-03 09:20", True, call_id="a"),
            follow_up("2026-11-03 09:22", "2026-11-06 10:00"),
            ring("2026-11-03 09:25", True, call_id="a"),
        )  # fmt: skip
        told = decided(INCINTA, *events, now="2026-11-03 09:26")
        assert "plan_follow_up" not in tasks_of(told)


class TestAPT8TheOneThatWasMissed:
    """A no-show taken as given is that of the appointment whose time has passed (APT-8)."""

    def test_not_of_one_of_the_same_start_that_was_recorded_before(self) -> None:
        assuming = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        events = (
            booked("2026-11-03 09:10", "2026-11-16 10:00", "a"), no_show("2026-11-13 11:00", "a"),
            booked("2026-11-13 12:00", "2026-11-16 10:00", "b"),
        )  # fmt: skip
        told = decided(assuming, *events, now="2026-11-16 12:00")
        assert task_of(told, "call_no_show").appointment_id == "b"

    def test_of_an_id_that_was_missed_before(self) -> None:
        assuming = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        events = (
            booked("2026-11-03 09:10", "2026-11-05 10:00", "a2"), no_show("2026-11-05 10:10", "a2"),
            booked("2026-11-05 11:00", "2026-11-12 10:00", "a2"),
        )  # fmt: skip
        told = decided(assuming, *events, now="2026-11-12 12:01")
        assert task_of(told, "call_no_show").appointment_id == "a2"


class TestAPT2KnownBeforeAnybodyBooked:
    """By hand and by sync it is one booking, though a move or no-show told of it first (APT-2)."""

    FIRST = moved("2026-11-03 09:10", "2026-11-16 10:00", "m1")

    def test_after_a_move(self) -> None:
        events = (
            self.FIRST, booked("2026-11-03 09:12", "2026-11-16 10:00", "m1", origin="manual"),
            booked("2026-11-03 09:20", "2026-11-16 10:00", "s1", origin="sync"),
            cancelled("2026-11-03 09:30", "s1"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-03 09:31", policy=INCINTA)[0] == "contacted"

    def test_after_a_no_show(self) -> None:
        events = (
            no_show("2026-11-16 10:00", "a"),
            booked("2026-11-16 10:20", "2026-11-16 10:00", "a", origin="sync"),
            booked("2026-11-16 10:21", "2026-11-16 10:00", "m", origin="manual"),
        )  # fmt: skip
        assert answer(*events, now="2026-11-16 10:22", policy=INCINTA)[0] == "no_show"


class TestUNR2ATextIsNoStep:
    """While a callback is promised, a text does not move the final attempt (UNR-2)."""

    def test_a_text_does_not_move_it(self) -> None:
        events = [
            *(call(f"2026-01-{day} 10:00", "no_answer") for day in ("05", "12", "19", "26")),
            follow_up("2026-01-26 11:00", "2026-03-10 10:00"), call("2026-03-10 10:00"),
            follow_up("2026-03-10 11:00", "2026-03-12 10:00"),
        ]  # fmt: skip
        last = call("2026-03-12 10:05")
        from_january = lead(created="2026-01-05 09:00")
        plain = decided(INCINTA, *events, last, now="2026-03-12 10:06", of=from_january)
        texted = decided(
            INCINTA,
            *events,
            text("2026-03-11 10:00"),
            last,
            now="2026-03-12 10:06",
            of=from_january,
        )
        assert next_of(plain) == next_of(texted) == ("final_attempt", "Tue 2026-03-10 10:00")

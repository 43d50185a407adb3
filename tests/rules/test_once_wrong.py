"""Histories on which an earlier version answered wrongly, each as short as it gets."""

from __future__ import annotations

import pytest

from clinic import (
    attended,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    decided,
    email,
    follow_up,
    lead,
    marked,
    marked_scheduled,
    moved,
    next_of,
    no_show,
    reply,
    ring,
    text,
    upcoming_of,
    voicemail,
)
from leadflow import INCINTA, RSI

FIVE_ROUNDS = [
    event
    for day in ("2026-11-03", "2026-11-11", "2026-11-20", "2026-12-01", "2027-01-05")
    for event in (call(f"{day} 10:00", "no_answer"), email(f"{day} 10:05"))
]


class TestUNR2FinalAttemptIsANameNotAPlan:
    """If the lead gets in touch after all, what was planned is a follow-up again (UNR-2)."""

    def test_while_they_hold_it_is_the_final_attempt(self) -> None:
        decision = decided(INCINTA, *FIVE_ROUNDS, now="2027-01-05 10:06")
        assert next_of(decision) == ("final_attempt", "Tue 2027-01-12 10:05")

    @pytest.mark.parametrize("message", [reply, voicemail])
    def test_after_communication_it_is_a_follow_up_again(self, message: object) -> None:
        assert callable(message)
        events = [*FIVE_ROUNDS, message("2027-01-05 11:00"), call("2027-01-05 11:30")]
        decision = decided(INCINTA, *events, now="2027-01-05 12:00")
        assert next_of(decision) == ("follow_up", "Tue 2027-01-12 10:05")

    def test_one_with_a_time_of_its_own_goes_with_them(self) -> None:
        promise = follow_up("2027-01-05 10:06", "2027-01-06 10:00")
        untold = call("2027-01-06 10:00")
        planned = decided(INCINTA, *FIVE_ROUNDS, promise, untold, now="2027-01-06 10:01")
        assert next_of(planned) == ("final_attempt", "Wed 2027-01-06 10:00")
        replied = decided(
            INCINTA, *FIVE_ROUNDS, promise, untold, reply("2027-01-06 10:02"),
            now="2027-01-06 10:03",
        )  # fmt: skip
        assert next_of(replied) == ("answer_reply", "Wed 2027-01-06 10:02")
        assert upcoming_of(replied) == []

    def test_outreach_of_another_kind_leaves_its_time_alone(self) -> None:
        promise = follow_up("2027-01-05 10:06", "2027-01-06 10:00")
        events = [*FIVE_ROUNDS, promise, call("2027-01-06 10:00"), text("2027-01-06 11:00")]
        decision = decided(INCINTA, *events, now="2027-01-06 11:01")
        assert next_of(decision) == ("final_attempt", "Wed 2027-01-06 10:00")


class TestAPT2TheMarkByHand:
    """A mark changes nothing on a scheduled lead; any attendance takes its place (APT-2)."""

    def test_attendance_of_an_id_that_was_attended_before(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 10:00", "2026-11-04 10:00"),
            attended("2026-11-04 10:30"),
            marked_scheduled("2026-11-05 10:00"),
            attended("2026-11-10 10:00"),
            now="2026-11-10 12:00",
        )
        assert decision.status == "visited"

    def test_a_no_show_of_an_id_that_was_missed_before_counts_from_now(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 10:00", "2026-11-04 10:00"),
            no_show("2026-11-04 10:30"),
            marked_scheduled("2026-11-05 10:00"),
            no_show("2026-11-10 10:00"),
            now="2026-11-10 10:01",
        )
        assert next_of(decision) == ("no_show_call", "Tue 2026-11-10 10:00")


class TestAPT2TheSameBookingAfterAClosing:
    """A booking that its lead's closing ended is one again once the lead is open (APT-2, CLS-4)."""

    BOOKING = booked("2026-11-03 10:00", "2026-11-16 10:00")
    AGAIN = booked("2026-11-04 10:10", "2026-11-16 10:00")

    def test_while_closed_it_is_an_echo(self) -> None:
        events = (self.BOOKING, dead("2026-11-03 10:05"), self.AGAIN)
        assert decided(INCINTA, *events, now="2026-11-04 11:00").status == "dead"

    def test_once_open_it_is_a_booking(self) -> None:
        opened = contacted("2026-11-04 10:07")
        events = (self.BOOKING, dead("2026-11-03 10:05"), opened, self.AGAIN)
        assert decided(INCINTA, *events, now="2026-11-04 11:00").status == "scheduled"


class TestAPT5AMessageLeft:
    """A message left gives the reminder, also after a call of the day went unanswered (APT-5)."""

    @pytest.mark.parametrize(
        "left",
        [
            marked("2026-11-13 09:06", "left_message"),
            call("2026-11-13 09:06", "left_message", call_id="c"),
        ],
        ids=["marked", "told again with the call"],
    )
    def test_gives_the_reminder(self, left: object) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-05 10:00", "2026-11-16 10:00"),
            call("2026-11-13 09:05", "no_answer", call_id="c"),
            left,  # type: ignore[arg-type]  # the words of the tests make any event
            now="2026-11-13 09:20",
        )
        assert decision.next_contact is None


class TestATT7ToldAgainOnAScheduledLead:
    """A call of a scheduled lead that is noted once more can give the reminder; it uses up no
    promise and answers no reply (ATT-7, APT-5)."""

    BOOKING = booked("2026-11-03 09:05", "2026-11-16 10:00")

    def test_a_promise_that_has_come_stands(self) -> None:
        decision = decided(
            INCINTA,
            self.BOOKING,
            call("2026-11-03 09:10", "no_answer"),
            follow_up("2026-11-03 09:20", "2026-11-03 09:30"),
            marked("2026-11-03 10:00", "no_answer"),
            now="2026-11-03 11:00",
        )
        assert next_of(decision) == ("follow_up", "Tue 2026-11-03 09:30")

    def test_a_reply_stays_owed(self) -> None:
        decision = decided(
            INCINTA,
            self.BOOKING,
            call("2026-11-03 09:10", "no_answer", call_id="x"),
            reply("2026-11-03 09:20"),
            call("2026-11-03 09:30", "left_message", call_id="x"),
            now="2026-11-03 11:00",
        )
        assert next_of(decision) == ("answer_reply", "Tue 2026-11-03 09:20")


class TestCOM7AMissedCallToldAgain:
    """A missed call that is noted twice is owed one answer (COM-7)."""

    def test_it_is_not_owed_after_the_conversation(self) -> None:
        decision = decided(
            RSI,
            ring("2026-11-03 09:44", answered=False, call_id="x"),
            call("2026-11-03 09:49", "connected"),
            ring("2026-11-03 09:50", answered=False, call_id="x"),
            now="2026-11-03 14:00",
        )
        assert decision.next_contact is None


class TestAPT10AMoveThatTellsAgain:
    """A move to the very start that was missed or attended changes nothing (APT-10, APT-2)."""

    def test_a_missed_one_stays_missed(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 10:00", "2026-11-16 10:00"),
            no_show("2026-11-16 10:20"),
            moved("2026-11-16 10:25", "2026-11-16 10:00"),
            now="2026-11-16 12:00",
        )
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-16 10:20")


class TestATT2OneCallAcrossARestart:
    """A call noted twice is one attempt, also where attempts started at 0 between (ATT-2)."""

    def test_it_is_not_counted_again(self) -> None:
        policy = RSI.revise(attempts={"restart_on_communication": True})
        decision = decided(
            policy,
            ring("2026-11-03 10:00", answered=True, call_id="x"),
            call("2026-11-03 10:05", "no_answer", call_id="x"),
            now="2026-11-03 10:06",
        )
        assert decision.attempts == 0


class TestATT12SpokenToWhenOpened:
    """A conversation that opens a closed lead counts as having reached the patient (ATT-12)."""

    def test_a_bare_follow_up_leaves_it_to_a_person(self) -> None:
        last_rung = {"unscheduled": "exhausted", "no_response": "exhausted"}
        decision = decided(
            RSI.revise(attempts={"rungs": [last_rung]}),
            call("2026-11-03 10:00", "no_answer"),
            call("2026-11-04 10:00", "connected"),
            follow_up("2026-11-04 10:05"),
            now="2026-11-04 16:00",
        )
        assert decision.status == "contacted"


class TestATT15NotPastItsOwnDeadline:
    """A contact whose deadline lies before the next opening is not moved (ATT-15)."""

    POLICY = INCINTA.revise(attempts={"within_opening_hours": True})

    def test_a_late_reminder_is_not_moved_behind_the_appointment(self) -> None:
        booking = booked("2026-11-03 20:00", "2026-11-04 08:00")
        decision = decided(self.POLICY, booking, now="2026-11-03 20:01")
        assert next_of(decision) == ("reminder", "Tue 2026-11-03 20:00")

    def test_the_same_day_call_stays_on_the_day(self) -> None:
        decision = decided(
            self.POLICY,
            booked("2026-11-03 10:00", "2026-11-16 16:45"),
            no_show("2026-11-16 17:05"),
            now="2026-11-16 17:06",
        )
        assert next_of(decision) == ("no_show_call", "Mon 2026-11-16 17:05")


class TestNSH4WhatIsNoCommunication:
    """An appointment that is moved, or told again, is no communication (NSH-4, APT-10)."""

    POLICY = INCINTA.revise(no_show={"silence": "P7D"})

    def test_an_open_id_booked_again_is_a_move(self) -> None:
        decision = decided(
            self.POLICY,
            booked("2026-11-03 10:00", "2026-11-16 10:00"),
            booked("2026-11-20 10:00", "2026-11-17 10:00"),
            no_show("2026-11-20 10:05"),
            now="2026-11-24 10:00",
        )
        assert decision.reason_for_loss == "no_response"

    def test_a_visit_told_again_is_an_echo(self) -> None:
        decision = decided(
            self.POLICY,
            booked("2026-11-03 10:00", "2026-11-04 10:00", "a1"),
            booked("2026-11-03 10:05", "2026-11-05 10:00", "a2"),
            attended("2026-11-04 10:30", "a1"),
            attended("2026-11-10 10:30", "a1"),
            no_show("2026-11-11 09:00", "a2"),
            now="2026-11-12 10:00",
        )
        assert decision.reason_for_loss == "no_response"


class TestUNR1UnderALadderThatEnds:
    """Time alone can complete the criteria, also for a lead that its last attempt had ended and a
    follow-up brought back (UNR-1)."""

    def test_after_a_promise_revived_it(self) -> None:
        unreachable = {"after": "P7D", "attempts": 1, "final_attempt_required": False}
        last_rung = {"unscheduled": "by_person", "no_response": "exhausted"}
        decision = decided(
            RSI.revise(attempts={"rungs": [last_rung]}, unreachable=unreachable),
            call("2026-11-03 10:00", "no_answer"),
            follow_up("2026-11-04 10:00", "2026-12-01 10:00"),
            now="2026-11-10 10:00",
        )
        assert decision.status == "unreachable"


class TestATT12WrittenToWithoutReply:
    """An e-mail that completes a mail round has reached nobody (ATT-12)."""

    def test_a_bare_follow_up_afterwards_ends_the_lead(self) -> None:
        rung = {"unscheduled": "exhausted", "no_response": "mail_round"}
        decision = decided(
            INCINTA.revise(attempts={"rungs": [rung]}),
            contacted("2026-11-03 10:00"),
            email("2026-11-04 10:00"),
            follow_up("2026-11-04 10:05"),
            now="2026-11-04 10:06",
            of=lead(channels=["email"]),
        )
        assert decision.reason_for_loss == "best_practices"


class TestAPT2AMissedOneThatWasCancelled:
    """A booking that was missed after all is not booked anew when the other side tells of it
    (APT-2)."""

    def test_its_sync_is_an_echo(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 10:00", "2026-11-16 10:00", "a1"),
            cancelled("2026-11-03 10:05", "a1"),
            no_show("2026-11-16 10:20", "a1"),
            booked("2026-11-16 10:25", "2026-11-16 10:00", "s1", origin="sync"),
            now="2026-11-16 10:30",
        )
        assert decision.status == "no_show"


class TestCOM5TwoRoundsOfOneDay:
    """Each call and each e-mail serves one round: two of both make two (COM-5)."""

    def test_no_third_email_is_asked_for(self) -> None:
        decision = decided(
            INCINTA,
            email("2026-11-03 09:05"),
            email("2026-11-03 09:06"),
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 09:20", "no_answer"),
            now="2026-11-03 09:21",
        )
        assert next_of(decision) == ("follow_up", "Tue 2026-11-10 09:20")


class TestATT14WhatWaitsBehind:
    """A contact that falls due while a more urgent one waits changes no answer (ATT-14, law 4)."""

    def test_it_does_not_end_the_decision(self) -> None:
        promise = follow_up("2026-11-03 09:30", "2026-11-05 10:00")
        decision = decided(RSI, promise, voicemail("2026-11-03 10:00"), now="2026-11-03 10:01")
        assert next_of(decision) == ("return_voicemail", "Tue 2026-11-03 10:00")
        assert upcoming_of(decision) == [("follow_up", "Thu 2026-11-05 10:00")]
        assert decision.valid_until is None

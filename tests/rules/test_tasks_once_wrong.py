"""What tasks once got wrong, each with the shortest history that shows it (TSK)."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    assigned,
    at,
    attended,
    booked,
    call,
    cancelled,
    contacted,
    decided,
    done,
    email,
    history,
    known,
    lead,
    marked,
    moved,
    no_show,
    reopened,
    ring,
    shown,
    task_of,
    tasks_of,
    team_transfer,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, audit

SOON = INCINTA.revise(name="soon", unreachable={"after": "P7D", "attempts": 2})
ELSEWHERE = lead(chinese=False)
"""A lead of whom routing asks nothing."""


class TestTasksOfWhatIsToCome:
    """Recorded events after the clock play no part, in `valid_until` neither (laws 2 and 3)."""

    FIVE_DAYS = tuple(email(f"2026-11-0{day} 10:00") for day in (3, 4, 5, 6, 7))

    def test_a_later_event_does_not_end_the_decision(self) -> None:
        later = assigned("2026-12-01 10:00")
        told = [
            decided(INCINTA, *self.FIVE_DAYS, *more, now="2026-11-08 10:00", of=ELSEWHERE)
            for more in ((), (later,))
        ]
        assert told[0] == told[1]
        assert told[1].valid_until is None


class TestTasksBeforeTheLead:
    """Before its creation a lead has no tasks, and its creation ends the decision (law 4)."""

    @pytest.mark.parametrize("policy", [RSI, INCINTA], ids=lambda each: each.name)
    def test_creation_ends_it(self, policy: Policy) -> None:
        decision = decided(policy, now="2026-11-03 08:30", of=lead(channels=[]))
        assert decision.tasks == ()
        assert shown(decision.valid_until) == "Tue 2026-11-03 09:00"


class TestAnOutcomeToldApart:
    """Of a new call, no answer told apart asks for a voice message anew (ATT-7)."""

    FIRST = (
        call("2026-11-03 09:10", "no_answer"),
        done("2026-11-03 09:12", "leave_voice_message"),
    )

    def test_after_a_call_of_the_same_day(self) -> None:
        told = (call("2026-11-03 13:00"), marked("2026-11-03 13:01", "no_answer"))
        task = task_of(
            decided(INCINTA, *self.FIRST, *told, now="2026-11-03 13:02"), "leave_voice_message"
        )
        assert shown(task.since) == "Tue 2026-11-03 13:01"

    def test_on_another_day(self) -> None:
        told = marked("2026-11-10 13:01", "no_answer")
        decision = decided(INCINTA, *self.FIRST, told, now="2026-11-10 13:02")
        assert "leave_voice_message" in tasks_of(decision)

    def test_told_again_on_its_day_it_does_not(self) -> None:
        told = marked("2026-11-03 13:01", "no_answer")
        decision = decided(INCINTA, *self.FIRST, told, now="2026-11-03 13:02")
        assert "leave_voice_message" not in tasks_of(decision)


class TestTheFinalAttemptBegins:
    """Its tasks are asked for since its criteria hold, and stay the same (UNR-2)."""

    TWICE = (call("2026-11-03 09:10", "no_answer"), call("2026-11-04 09:10", "no_answer"))

    def test_since_the_criteria_hold(self) -> None:
        decision = decided(SOON, *self.TWICE, now="2026-11-10 09:10")
        for kind in ("final_call", "final_email"):
            assert shown(task_of(decision, kind).since) == "Tue 2026-11-10 09:10"

    def test_the_call_leaves_the_email_the_task_it_was(self) -> None:
        before = task_of(decided(SOON, *self.TWICE, now="2026-11-10 09:30"), "final_email")
        called = call("2026-11-10 10:00", "no_answer")
        after = decided(SOON, *self.TWICE, called, now="2026-11-10 10:01")
        assert task_of(after, "final_email") == before
        assert "final_call" not in tasks_of(after)

    def test_what_was_told_before_does_not_end_it(self) -> None:
        early = done("2026-11-05 10:00", "final_call")
        decision = decided(SOON, *self.TWICE, early, now="2026-11-10 09:30")
        assert "final_call" in tasks_of(decision)


class TestWhichAppointmentWasMissed:
    """A task names the appointment that it is about, whatever else began at that time (NSH-1)."""

    def test_not_one_that_was_cancelled(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-10 09:10", "2026-11-16 10:00", "a1"),
            booked("2026-11-10 09:11", "2026-11-16 10:00", "a2"),
            cancelled("2026-11-16 10:12", "a2"),
            no_show("2026-11-16 10:20", "a1"),
            now="2026-11-16 10:21",
        )
        assert task_of(decision, "call_no_show").appointment_id == "a1"

    def test_one_that_was_never_booked(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 09:10", "2026-11-16 10:00", "a1"),
            cancelled("2026-11-04 10:00", "a1"),
            no_show("2026-11-16 10:00", "b9"),
            now="2026-11-16 10:01",
        )
        assert task_of(decision, "call_no_show").appointment_id == "b9"

    def test_one_that_was_missed_before_its_start(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-10 09:10", "2026-11-16 10:00", "a1"),
            no_show("2026-11-16 09:30", "a1"),
            now="2026-11-16 09:31",
        )
        assert task_of(decision, "call_no_show").appointment_id == "a1"

    def test_one_whose_no_show_is_assumed(self) -> None:
        assumed = INCINTA.revise(appointments={"assume_no_show_after": "PT1H"})
        visit = booked("2026-11-10 09:10", "2026-11-16 10:00", "a1")
        decision = decided(assumed, visit, now="2026-11-16 11:00")
        assert task_of(decision, "call_no_show").appointment_id == "a1"


class TestWhatAVoiceMessageSays:
    """It says what the call was about (APT-5; INC, Reminder method)."""

    VISIT = booked("2026-11-10 10:00", "2026-11-16 10:00")

    def test_the_reminder(self) -> None:
        tried = call("2026-11-13 09:05", "no_answer")
        decision = decided(INCINTA, self.VISIT, tried, now="2026-11-13 09:06")
        assert task_of(decision, "leave_voice_message").wording == "reminder_call"

    def test_the_missed_appointment(self) -> None:
        told = (no_show("2026-11-16 10:20"), call("2026-11-16 10:25", "no_answer"))
        decision = decided(INCINTA, self.VISIT, *told, now="2026-11-16 10:26")
        assert task_of(decision, "leave_voice_message").wording == "no_show_call"

    def test_the_last_call(self) -> None:
        told = (*TestTheFinalAttemptBegins.TWICE, call("2026-11-10 10:00", "no_answer"))
        decision = decided(SOON, *told, now="2026-11-10 10:01")
        assert task_of(decision, "leave_voice_message").wording == "final_call"

    def test_the_inquiry(self) -> None:
        decision = decided(INCINTA, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 09:11")
        assert task_of(decision, "leave_voice_message").wording == "voicemail"


class TestAVoiceMessageThatHasNoMoreSense:
    """It ends with what it was about, and does not come back (issue: no task without a cause)."""

    TRIED = call("2026-11-03 09:10", "no_answer")

    def test_a_missed_appointment_ends_it(self) -> None:
        told = (booked("2026-11-03 09:05", "2026-11-03 10:00"), self.TRIED)
        decision = decided(INCINTA, *told, no_show("2026-11-03 10:10"), now="2026-11-03 10:11")
        assert "leave_voice_message" not in tasks_of(decision)

    def test_after_a_visit_it_does_not_come_back(self) -> None:
        told = (self.TRIED, attended("2026-11-03 09:30", "zz"), reopened("2026-11-03 10:00"))
        assert "leave_voice_message" not in tasks_of(
            decided(INCINTA, *told, now="2026-11-03 10:01")
        )


class TestEmailsOfAnAppointment:
    """Telling by id is telling by kind; an appointment's e-mails are owed once."""

    VISIT = booked("2026-11-03 09:10", "2026-11-16 10:00")

    def test_a_confirmation_told_by_id_leaves_the_email_for_the_other(self) -> None:
        before = decided(INCINTA, self.VISIT, now="2026-11-03 09:11")
        told = done("2026-11-03 09:12", task_of(before, "send_confirmation").id)
        decision = decided(
            INCINTA, self.VISIT, told, email("2026-11-03 09:13"), now="2026-11-03 09:14"
        )
        assert "send_pre_visit_information" not in tasks_of(decision)

    def test_booked_and_moved_at_once_they_are_owed_once(self) -> None:
        decision = decided(
            INCINTA,
            self.VISIT,
            moved("2026-11-03 09:10", "2026-11-17 10:00"),
            booked("2026-11-03 09:11", "2026-11-20 10:00", "a2"),
            *(email(f"2026-11-03 09:{minute}") for minute in (12, 13, 14, 15)),
            now="2026-11-03 09:16",
        )
        assert not {"send_confirmation", "send_pre_visit_information"} & {*tasks_of(decision)}

    @pytest.mark.parametrize(
        "talk",
        [
            call("2026-11-03 09:20", "connected"),
            contacted("2026-11-03 09:20"),
            ring("2026-11-03 09:20", answered=True),
        ],
        ids=lambda event: event.type,
    )
    def test_whoever_has_a_phone_only_is_told_everything_on_it(self, talk: Any) -> None:
        """COM-8: the step goes by the first channel that there is, and is done by it."""
        decision = decided(
            INCINTA, self.VISIT, talk, now="2026-11-03 09:21", of=lead(channels=["phone"])
        )
        assert not {"send_confirmation", "send_pre_visit_information"} & {*tasks_of(decision)}

    def test_a_call_of_which_nothing_is_known_tells_nothing(self) -> None:
        told = (call("2026-11-03 09:20"), marked("2026-11-03 09:21", "no_answer"))
        decision = decided(
            INCINTA, self.VISIT, *told, now="2026-11-03 09:22", of=lead(channels=["phone"])
        )
        assert "send_confirmation" in tasks_of(decision)


class TestAtTheVeryStart:
    """What is due by the start of an appointment is in time at the start itself."""

    def test_an_email_is_in_time(self) -> None:
        sent = email("2026-11-16 10:00", template="confirmation")
        told = history(booked("2026-11-03 09:20", "2026-11-16 10:00"), sent)
        found = audit(told, now=at("2026-11-16 10:01"), policy=INCINTA)
        assert "confirmation_missing" not in [each.kind for each in found]


class TestWhatIsToldAgain:
    """What tells something again neither serves nor asks a second time (ATT-2, ATT-7, APT-2)."""

    PHONE = lead(channels=["phone"])
    VISIT = booked("2026-11-03 09:20", "2026-11-16 10:00")
    NO_ANSWER = call("2026-11-03 10:00", "no_answer", call_id="c")

    @pytest.mark.parametrize(
        "echo",
        [
            marked("2026-11-03 10:01", "left_message"),
            call("2026-11-03 10:01", "left_message", call_id="c"),
        ],
        ids=["marked", "call"],
    )
    def test_a_message_left_serves_one_email(self, echo: Any) -> None:
        left = call("2026-11-03 10:00", "left_message", call_id="c")
        decision = decided(INCINTA, self.VISIT, left, echo, now="2026-11-03 10:02", of=self.PHONE)
        assert "send_confirmation" not in tasks_of(decision)
        assert "send_pre_visit_information" in tasks_of(decision)

    def test_a_call_told_again_asks_for_no_second_voice_message(self) -> None:
        left = marked("2026-11-03 10:02", "left_message")
        again = call("2026-11-03 10:05", "no_answer", call_id="c")
        decision = decided(INCINTA, self.NO_ANSWER, left, again, now="2026-11-03 10:06")
        assert "leave_voice_message" not in tasks_of(decision)

    def test_a_mark_without_a_call_of_its_day_tells_something_new(self) -> None:
        told = (
            marked("2026-11-03 10:00", "left_message"),
            marked("2026-11-03 15:00", "no_answer"),
        )
        assert "leave_voice_message" in tasks_of(decided(INCINTA, *told, now="2026-11-03 15:01"))

    def test_a_mark_after_a_conversation_tells_something_new(self) -> None:
        told = (
            call("2026-11-03 10:00", "left_message"),
            call("2026-11-03 11:00", "connected"),
            marked("2026-11-03 12:00", "no_answer"),
        )
        assert "leave_voice_message" in tasks_of(decided(INCINTA, *told, now="2026-11-03 12:01"))

    @pytest.mark.parametrize(
        "told",
        [
            (
                booked("2026-11-03 09:20", "2026-11-16 10:00"),
                call("2026-11-13 10:00", "no_answer"),
                booked("2026-11-13 10:05", "2026-11-16 10:00", origin="sync"),
            ),
            (
                booked("2026-11-03 09:20", "2026-11-16 10:00"),
                no_show("2026-11-16 10:05"),
                call("2026-11-16 10:10", "no_answer"),
                no_show("2026-11-16 10:15"),
            ),
        ],
        ids=["booking", "no-show"],
    )
    def test_it_leaves_the_voice_message(self, told: Any) -> None:
        assert "leave_voice_message" in tasks_of(
            decided(INCINTA, *told, now=told[-1].at + MICROSECOND)
        )

    def test_an_appointment_that_was_moved_away_is_not_the_missed_one(self) -> None:
        decision = decided(
            INCINTA,
            booked("2026-11-03 09:20", "2026-11-10 10:00", "a2"),
            booked("2026-11-03 09:21", "2026-11-10 10:00", "a1"),
            moved("2026-11-03 09:30", "2026-11-12 10:00", "a1"),
            no_show("2026-11-12 10:10", "a1"),
            no_show("2026-11-12 10:20", "a2"),
            now="2026-11-12 10:21",
        )
        assert task_of(decision, "record_no_show_reason").appointment_id == "a2"

    def test_a_note_that_came_first_will_do(self) -> None:
        told = (
            call("2026-11-03 10:00", noted=True, call_id="c"),
            call("2026-11-03 10:01", "connected", noted=False, call_id="c"),
        )
        assert "record_details" not in tasks_of(decided(INCINTA, *told, now="2026-11-03 10:02"))

    def test_a_note_of_one_leaves_the_other_the_task_it_was(self) -> None:
        two = (
            call("2026-11-03 10:00", "connected", noted=False, call_id="a"),
            call("2026-11-03 10:00", "no_answer", noted=False, call_id="b"),
        )
        noted = call("2026-11-03 10:20", "connected", noted=True, call_id="a")
        before = decided(INCINTA, *two, now="2026-11-03 10:01").tasks
        after = decided(INCINTA, *two, noted, now="2026-11-03 10:21")
        ids = [each.id for each in before if each.kind == "record_details"]
        assert [task_of(after, "record_details").id] == ids[1:]


class TestWhatAnAttemptIs:
    """Details are recorded of what the policy counts, and once for a call (ATT-1, ATT-2)."""

    @pytest.mark.parametrize(
        "event",
        [
            email("2026-11-03 09:10", via="purple_chat", noted=False),
            call("2026-11-03 09:10", "no_answer", via="other", noted=False),
        ],
        ids=["e-mail", "call"],
    )
    def test_what_does_not_count_is_none(self, event: Any) -> None:
        assert "record_details" not in tasks_of(decided(CLINIC, event, now="2026-11-03 09:11"))

    def test_a_call_told_twice_is_one(self) -> None:
        told = (
            call("2026-11-03 09:10", noted=False, call_id="c1"),
            call("2026-11-03 09:12", "connected", noted=False, call_id="c1"),
        )
        assert (
            tasks_of(decided(INCINTA, *told, now="2026-11-03 09:13")).count("record_details") == 1
        )

    def test_one_note_will_do_for_it(self) -> None:
        told = (
            call("2026-11-03 09:10", noted=False, call_id="c1"),
            call("2026-11-03 09:12", "connected", noted=True, call_id="c1"),
        )
        assert "record_details" not in tasks_of(decided(INCINTA, *told, now="2026-11-03 09:13"))


class TestRoutingThatChangesWithADay:
    """The tasks of routing go by the same facts as the team (RTE-4)."""

    def test_a_visit_agreed_on_anew_at_one_instant(self) -> None:
        facts: dict[str, Any] = {
            "chinese": True, "calling_code": "1", "visit_barriers": [], "special_needs": [],
            "pricing": "local", "referral_fee": False, "agreed_visit_on": "2026-11-18",
        }  # fmt: skip
        decision = decided(
            INCINTA,
            known("2026-11-05 09:10", agreed_visit_on=None),
            known("2026-11-05 09:10", agreed_visit_on="2026-11-18"),
            now="2026-11-05 09:11",
            of=lead(**facts),
        )
        assert decision.routing.team == "local_chinese"
        assert "mark_language" in tasks_of(decision)


class TestTextsForTheChannel:
    """A task names no text that is made for another channel than its own (COM-8)."""

    def test_an_opening_call_by_email_has_none(self) -> None:
        decision = decided(INCINTA, now="2026-11-03 09:05", of=lead(channels=["email"]))
        task = task_of(decision, "call_new_lead")
        assert (task.channel, task.wording) == ("email", None)


class TestLeadsOfTheChinaTeam:
    """Once handed over, a lead is neither assigned nor reminded of here (RTE-9)."""

    def test_neither_is_asked_for(self) -> None:
        decision = decided(
            INCINTA, team_transfer("2026-11-03 09:10"), now="2026-11-03 09:11", of=ELSEWHERE
        )
        assert tasks_of(decision) == []


def test_tasks_are_made_once() -> None:
    decision = decided(INCINTA, now=at("2026-11-03 09:05"))
    assert decision.tasks is decision.tasks


class TestTheFinalAttemptPutOff:
    """What a call leaves of the final attempt is asked for anew when its time comes (UNR-2)."""

    SOON = RSI.revise(
        name="soon",
        attempts={
            "rungs": [
                {"unscheduled": "PT4H", "no_response": "P20D"},
                {"unscheduled": "PT4H", "no_response": "P5D"},
            ]
        },
        unreachable={"after": "P10D", "attempts": 2},
    )
    TOLD = (
        call("2026-11-03 09:10", "no_answer"),
        call("2026-11-20 10:00", "no_answer"),
        call("2026-11-27 09:00", "no_answer"),
    )

    def test_it_was_due_before(self) -> None:
        task = task_of(decided(self.SOON, *self.TOLD[:2], now="2026-11-26 09:00"), "final_email")
        assert task.since == at("2026-11-25 10:00")

    def test_after_the_call_it_waits(self) -> None:
        decision = decided(self.SOON, *self.TOLD, now="2026-11-27 09:01")
        assert decision.next_contact_at == at("2026-12-02 09:00")
        assert "final_email" not in tasks_of(decision)

    def test_then_it_is_a_new_task(self) -> None:
        task = task_of(decided(self.SOON, *self.TOLD, now="2026-12-02 09:00"), "final_email")
        assert task.since == at("2026-12-02 09:00")

"""Tasks of leads that are new, unreached, or contacted without an appointment (spec 3, TSK)."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    assigned,
    attended,
    booked,
    call,
    cancelled,
    codes,
    contacted,
    dead,
    decided,
    done,
    email,
    follow_up,
    known,
    lead,
    marked,
    no_show,
    permitted,
    reopened,
    reply,
    ring,
    shown,
    stop,
    task_of,
    tasks_of,
    team_transfer,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

TRIED = call("2026-11-03 09:10", "no_answer")
LEFT = call("2026-11-03 09:10", "left_message")
SPOKE = call("2026-11-03 09:10", "connected")
NOW = "2026-11-03 10:00"


def asked(kind: str, *events: Any, policy: Policy = INCINTA, now: str = NOW, **facts: Any) -> bool:
    """Whether a task of a kind is asked for after these events."""
    return kind in tasks_of(decided(policy, *events, now=now, of=lead(**facts)))


class TestTSKAssign:
    """A lead that nobody owns is given to a specialist. [TSK `assign`; INC, New Lead Assignment]"""

    def test_from_creation_on(self) -> None:
        task = task_of(decided(INCINTA, now=NOW), "assign")
        assert shown(task.since) == "Tue 2026-11-03 09:00"
        assert (task.by, task.channel, task.wording, task.checklist) == (None, None, None, None)

    def test_its_clause(self) -> None:
        task = task_of(decided(INCINTA, now=NOW), "assign")
        assert (task.rule, task.source) == ("TSK", "INC 1.2, Assignment")

    def test_until_a_specialist_owns_the_lead(self) -> None:
        assert not asked("assign", assigned("2026-11-03 09:05"))

    def test_a_call_does_not_assign_it(self) -> None:
        assert asked("assign", SPOKE)

    def test_it_may_be_told_to_be_done(self) -> None:
        assert not asked("assign", done("2026-11-03 09:05", "assign"))

    def test_not_of_a_closed_lead(self) -> None:
        assert not asked("assign", dead("2026-11-03 09:05"))

    def test_again_of_one_that_was_opened_again(self) -> None:
        assert asked("assign", dead("2026-11-03 09:05"), reopened("2026-11-03 09:06"))

    def test_not_where_the_policy_asks_the_office_for_nothing(self) -> None:
        assert not asked("assign", policy=RSI)

    def test_not_where_the_policy_does_not_name_it(self) -> None:
        assert not asked("assign", policy=INCINTA.revise(tasks={"asked": ["prepare_forms"]}))


class TestTSKSendLeadReminder:
    """While a lead is new its specialist is sent a reminder of it. [TSK `send_lead_reminder`]"""

    def test_from_creation_on(self) -> None:
        task = task_of(decided(INCINTA, now=NOW), "send_lead_reminder")
        assert shown(task.since) == "Tue 2026-11-03 09:00"

    def test_until_it_is_told_to_be_done(self) -> None:
        assert not asked("send_lead_reminder", done("2026-11-03 09:05", "send_lead_reminder"))

    def test_or_the_lead_is_new_no_more(self) -> None:
        assert not asked("send_lead_reminder", TRIED)

    def test_assigning_the_lead_is_not_reminding_of_it(self) -> None:
        assert asked("send_lead_reminder", assigned("2026-11-03 09:05"))


class TestTSKCallNewLead:
    """A new lead is called, by the deadline of the first contact. [TSK `call_new_lead`; PRI-7]"""

    def test_from_creation_until_a_day_later(self) -> None:
        task = task_of(decided(INCINTA, now=NOW), "call_new_lead")
        assert shown(task.since) == "Tue 2026-11-03 09:00"
        assert shown(task.by) == "Wed 2026-11-04 09:00"

    def test_by_phone_with_the_opening_call(self) -> None:
        task = task_of(decided(INCINTA, now=NOW), "call_new_lead")
        assert (task.channel, task.wording) == ("phone", "opening_call")

    def test_without_a_deadline_where_the_policy_sets_none(self) -> None:
        task = task_of(decided(RSI, now=NOW), "call_new_lead")
        assert (task.by, task.wording) == (None, None)
        assert task.source == "RSI 1.3, Contact attempt 1"

    def test_until_the_outcome_of_a_call_is_known(self) -> None:
        assert not asked("call_new_lead", TRIED)
        assert asked("call_new_lead", call("2026-11-03 09:10"))

    def test_an_email_alone_does_not_do(self) -> None:
        assert asked("call_new_lead", email("2026-11-03 09:10"))

    def test_a_lead_without_a_phone_is_written_to(self) -> None:
        task = task_of(
            decided(INCINTA, now=NOW, of=lead(channels=["email", "text"])), "call_new_lead"
        )
        assert task.channel == "email"

    def test_not_after_a_stop_request(self) -> None:
        assert not asked("call_new_lead", stop("2026-11-03 09:05"))


class TestTSKRecordOutcome:
    """While an attempt is open its outcome is to be recorded. [TSK; ATT-11 `record_outcome`]"""

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
    def test_of_a_call_without_outcome(self, policy: Policy) -> None:
        decision = decided(policy, call("2026-11-03 09:10"), now=NOW)
        task = task_of(decision, "record_outcome")
        assert (shown(task.since), task.rule) == ("Tue 2026-11-03 09:10", "ATT-11")

    def test_until_it_is_told(self) -> None:
        told = marked("2026-11-03 09:12", "no_answer")
        assert not asked("record_outcome", call("2026-11-03 09:10"), told, policy=RSI)

    def test_not_of_a_call_with_one(self) -> None:
        assert not asked("record_outcome", TRIED, policy=RSI)

    def test_a_later_open_attempt_takes_its_place(self) -> None:
        again = call("2026-11-03 09:40")
        task = task_of(decided(RSI, call("2026-11-03 09:10"), again, now=NOW), "record_outcome")
        assert shown(task.since) == "Tue 2026-11-03 09:40"


class TestTSKLeaveVoiceMessage:
    """Where nobody answered a voice message is left. [TSK `leave_voice_message`]"""

    def test_after_a_call_that_nobody_answered(self) -> None:
        task = task_of(decided(INCINTA, TRIED, now=NOW), "leave_voice_message")
        assert shown(task.since) == "Tue 2026-11-03 09:10"
        assert (task.channel, task.wording, task.by) == ("phone", "voicemail", None)
        assert task.source == "INC 5.1, Voice message"

    def test_after_no_answer_told_apart_from_the_call(self) -> None:
        told = (call("2026-11-03 09:10"), marked("2026-11-03 09:11", "no_answer"))
        assert asked("leave_voice_message", *told)

    @pytest.mark.parametrize(
        "event",
        [
            call("2026-11-03 09:20", "left_message"),
            marked("2026-11-03 09:20", "left_message"),
            call("2026-11-03 09:20", "connected"),
            contacted("2026-11-03 09:20"),
            ring("2026-11-03 09:20", answered=True),
            voicemail("2026-11-03 09:20"),
            reply("2026-11-03 09:20"),
            booked("2026-11-03 09:20", "2026-11-16 10:00"),
            done("2026-11-03 09:20", "leave_voice_message"),
            dead("2026-11-03 09:20"),
        ],
        ids=lambda event: f"{event.type} {getattr(event, 'outcome', None)}",
    )
    def test_until(self, event: Any) -> None:
        assert not asked("leave_voice_message", TRIED, event)

    @pytest.mark.parametrize(
        "event",
        [email("2026-11-03 09:20"), text("2026-11-03 09:20"), ring("2026-11-03 09:20", False)],
        ids=lambda event: event.type,
    )
    def test_what_does_not_end_it(self, event: Any) -> None:
        assert asked("leave_voice_message", TRIED, event)

    def test_the_same_answer_told_again_is_the_same_task(self) -> None:
        before = task_of(decided(INCINTA, TRIED, now=NOW), "leave_voice_message")
        again = marked("2026-11-03 09:30", "no_answer")
        assert task_of(decided(INCINTA, TRIED, again, now=NOW), "leave_voice_message") == before

    def test_another_call_that_nobody_answered_is_another_task(self) -> None:
        before = task_of(decided(INCINTA, TRIED, now=NOW), "leave_voice_message")
        again = call("2026-11-03 09:30", "no_answer")
        after = task_of(decided(INCINTA, TRIED, again, now=NOW), "leave_voice_message")
        assert after.id != before.id

    def test_not_after_a_message_was_left(self) -> None:
        assert not asked("leave_voice_message", LEFT)

    def test_not_where_there_is_no_phone(self) -> None:
        assert not asked("leave_voice_message", TRIED, channels=["email"])

    def test_after_an_unanswered_reminder_call_too(self) -> None:
        """APT-5: the source falls back on a voice message."""
        told = (
            booked("2026-11-10 10:00", "2026-11-16 10:00"),
            call("2026-11-13 09:05", "no_answer"),
        )
        assert asked("leave_voice_message", *told, now="2026-11-13 09:06")

    def test_not_once_the_customer_came(self) -> None:
        told = (
            booked("2026-11-10 10:00", "2026-11-16 10:00"),
            call("2026-11-13 09:05", "no_answer"),
            attended("2026-11-16 10:00"),
        )
        assert not asked("leave_voice_message", *told, now="2026-11-16 10:01")


class TestTSKSendFollowUpEmail:
    """An unreached call is followed by an e-mail. [TSK `send_follow_up_email`; COM-5]"""

    def test_at_once_after_the_call(self) -> None:
        task = task_of(decided(INCINTA, TRIED, now=NOW), "send_follow_up_email")
        assert shown(task.since) == "Tue 2026-11-03 09:10"
        assert (task.channel, task.wording) == ("email", "follow_up_email")
        assert (task.rule, task.source) == ("COM-5", "INC 5.2, Follow-up e-mail")

    def test_until_it_is_sent(self) -> None:
        assert not asked("send_follow_up_email", TRIED, email("2026-11-03 09:15"))

    def test_not_where_the_ladder_plans_another_call(self) -> None:
        assert not asked("send_follow_up_email", TRIED, policy=CLINIC)

    def test_not_of_a_lead_without_email(self) -> None:
        assert not asked("send_follow_up_email", TRIED, channels=["phone"])


class TestTSKSetNextContact:
    """Where nothing is planned for a lead to follow, a person plans it.

    [TSK `set_next_contact`; COM-2; law 17]
    """

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
    def test_after_a_conversation(self, policy: Policy) -> None:
        task = task_of(decided(policy, SPOKE, now=NOW), "set_next_contact")
        assert (shown(task.since), task.rule) == ("Tue 2026-11-03 09:10", "COM-2")
        assert (task.by, task.channel) == (None, None)

    def test_until_a_follow_up_is_set(self) -> None:
        planned = follow_up("2026-11-03 09:20", "2026-11-05 15:00")
        assert not asked("set_next_contact", SPOKE, planned)

    def test_telling_it_to_be_done_does_not_plan_anything(self) -> None:
        assert asked("set_next_contact", SPOKE, done("2026-11-03 09:20", "set_next_contact"))

    def test_a_bare_follow_up_plans_nothing_where_a_person_must(self) -> None:
        assert asked("set_next_contact", SPOKE, follow_up("2026-11-03 09:20"))

    def test_a_second_conversation_is_no_second_task(self) -> None:
        before = task_of(decided(INCINTA, SPOKE, now=NOW), "set_next_contact")
        again = contacted("2026-11-03 09:40")
        assert task_of(decided(INCINTA, SPOKE, again, now=NOW), "set_next_contact") == before

    def test_after_a_cancellation(self) -> None:
        told = (booked("2026-11-03 09:20", "2026-11-16 10:00"), cancelled("2026-11-03 09:30"))
        assert asked("set_next_contact", *told)

    def test_of_an_rsi_lead_to_whom_only_a_text_was_sent(self) -> None:
        decision = decided(RSI, text("2026-11-03 09:10"), now=NOW, of=lead(channels=["text"]))
        assert decision.next_contact is None
        assert tasks_of(decision) == ["set_next_contact"]

    def test_of_a_lead_that_there_is_no_way_to_reach(self) -> None:
        """Interface: without channels nothing can be planned, and a person must see to it."""
        assert asked("set_next_contact", channels=[])

    def test_of_a_missed_appointment_without_no_show_steps(self) -> None:
        told = booked("2026-11-03 09:20", "2026-11-03 09:40")
        missed = decided(RSI, told, no_show("2026-11-03 09:50"), now=NOW)
        assert (missed.status, tasks_of(missed)) == ("no_show", ["set_next_contact"])

    def test_of_a_pooled_lead_without_a_pool_interval(self) -> None:
        pool = INCINTA.revise(unreachable={"pool_interval": None})
        assert asked("set_next_contact", unreachable("2026-11-03 09:20"), policy=pool)

    @pytest.mark.parametrize(
        "event",
        [
            stop("2026-11-03 09:20"),
            dead("2026-11-03 09:20"),
            team_transfer("2026-11-03 09:20"),
            booked("2026-11-03 09:20", "2026-11-16 10:00"),
        ],
        ids=lambda event: event.type,
    )
    def test_not_of_a_lead_that_nobody_follows(self, event: Any) -> None:
        assert not asked("set_next_contact", SPOKE, event)

    def test_again_once_contact_is_permitted(self) -> None:
        told = (
            stop("2026-11-03 09:20"),
            permitted("2026-11-03 09:30"),
            contacted("2026-11-03 09:40"),
        )
        task = task_of(decided(INCINTA, *told, now=NOW), "set_next_contact")
        assert shown(task.since) == "Tue 2026-11-03 09:40"


class TestTSKCollectNeeds:
    """A customer who was spoken to and is not booked is asked for needs. [TSK `collect_needs`]"""

    @pytest.mark.parametrize("talk", [SPOKE, contacted("2026-11-03 09:10")], ids=["call", "marked"])
    def test_after_a_conversation(self, talk: Any) -> None:
        task = task_of(decided(INCINTA, talk, now=NOW), "collect_needs")
        assert (shown(task.since), task.checklist) == ("Tue 2026-11-03 09:10", "needs")
        assert task.source == "INC 4.1, Needs checklist"

    def test_until_it_is_told_to_be_done(self) -> None:
        assert not asked("collect_needs", SPOKE, done("2026-11-03 09:20", "collect_needs"))

    def test_a_later_conversation_does_not_ask_again(self) -> None:
        told = (SPOKE, done("2026-11-03 09:20", "collect_needs"), contacted("2026-11-03 09:40"))
        assert not asked("collect_needs", *told)

    def test_not_once_an_appointment_is_booked(self) -> None:
        assert not asked("collect_needs", SPOKE, booked("2026-11-03 09:20", "2026-11-16 10:00"))

    def test_not_before_anybody_spoke_to_the_customer(self) -> None:
        assert not asked("collect_needs", TRIED, reply("2026-11-03 09:20"))


class TestTSKCollectBasics:
    """A customer who was spoken to and is not booked is asked for basics. [TSK `collect_basics`]"""

    def test_after_a_conversation(self) -> None:
        task = task_of(decided(INCINTA, SPOKE, now=NOW), "collect_basics")
        assert (task.checklist, task.source) == ("basics", "INC 4.2, Basics checklist")

    def test_it_is_done_apart_from_the_other_lists(self) -> None:
        told = (SPOKE, done("2026-11-03 09:20", "collect_needs"))
        assert asked("collect_basics", *told)


class TestTSKCollectConsiderations:
    """… and for what the customer weighs. [TSK `collect_considerations`]"""

    def test_after_a_conversation(self) -> None:
        task = task_of(decided(INCINTA, SPOKE, now=NOW), "collect_considerations")
        assert task.checklist == "considerations"
        assert task.source == "INC 4.3, Considerations checklist"


class TestTSKPlanFollowUp:
    """After a conversation without a booking the follow-up is planned. [TSK `plan_follow_up`]"""

    def test_after_a_conversation(self) -> None:
        task = task_of(decided(INCINTA, SPOKE, now=NOW), "plan_follow_up")
        assert shown(task.since) == "Tue 2026-11-03 09:10"

    def test_until_a_follow_up_is_set(self) -> None:
        planned = follow_up("2026-11-03 09:20", "2026-11-05 15:00")
        assert not asked("plan_follow_up", SPOKE, planned)

    def test_the_next_conversation_wants_a_plan_of_its_own(self) -> None:
        planned = follow_up("2026-11-03 09:20", "2026-11-05 15:00")
        task = task_of(
            decided(INCINTA, SPOKE, planned, contacted("2026-11-03 09:40"), now=NOW),
            "plan_follow_up",
        )
        assert shown(task.since) == "Tue 2026-11-03 09:40"


class TestTaskDone:
    """What is told to be done and is no task changes nothing. [spec 2.2 `task_done`]"""

    def test_an_id_that_is_none(self) -> None:
        before = tasks_of(decided(INCINTA, SPOKE, now=NOW))
        after = decided(INCINTA, SPOKE, done("2026-11-03 09:20", "t-1"), now=NOW)
        assert (tasks_of(after), codes(after)) == (before, [])

    def test_a_kind_told_before_the_task_was_asked_for(self) -> None:
        assert asked("collect_needs", done("2026-11-03 09:05", "collect_needs"), SPOKE)

    def test_facts_that_become_known_are_not_asked_for(self) -> None:
        assert not asked("ask", known("2026-11-03 09:05", language="en"))

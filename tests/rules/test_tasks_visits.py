"""Tasks around an appointment: before it, at it, and when it was missed (spec 3, TSK)."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    attended,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    decided,
    done,
    email,
    follow_up,
    lead,
    marked_scheduled,
    moved,
    no_show,
    reminder,
    shown,
    stop,
    task_of,
    tasks_of,
    text,
)
from leadflow import INCINTA, RSI, Policy

VISIT = booked("2026-11-10 10:00", "2026-11-16 10:00")
OTHER = booked("2026-11-10 11:00", "2026-11-18 10:00", "a2")
MOVE = moved("2026-11-11 10:00", "2026-11-17 15:00")
MISSED = no_show("2026-11-16 10:20")
NOW = "2026-11-10 12:00"
BEFORE_A_VISIT = (
    "send_confirmation", "send_pre_visit_information", "notify_medical_team",
    "complete_basic_information", "complete_medical_information", "prepare_forms",
)  # fmt: skip
every_preparation = pytest.mark.parametrize("kind", BEFORE_A_VISIT)


def asked(kind: str, *events: Any, policy: Policy = INCINTA, now: str = NOW, **facts: Any) -> bool:
    """Whether a task of a kind is asked for after these events."""
    return kind in tasks_of(decided(policy, *events, now=now, of=lead(**facts)))


def ids(kind: str, *events: Any, now: str = NOW) -> list[str | None]:
    """The appointments for which a kind of task is asked for."""
    tasks = decided(INCINTA, *events, now=now).tasks
    return [each.appointment_id for each in tasks if each.kind == kind]


class TestTSKPreparations:
    """What an appointment asks for beforehand, from its booking to its start. [TSK, "Booked"]"""

    @every_preparation
    def test_from_the_booking_until_the_start(self, kind: str) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), kind)
        assert shown(task.since) == "Tue 2026-11-10 10:00"
        assert shown(task.by) == "Mon 2026-11-16 10:00"
        assert task.appointment_id == "a1"

    @every_preparation
    def test_not_once_the_appointment_has_begun(self, kind: str) -> None:
        assert asked(kind, VISIT, now="2026-11-16 09:59:59.999999")
        assert not asked(kind, VISIT, now="2026-11-16 10:00")

    @every_preparation
    @pytest.mark.parametrize("end", [cancelled, attended], ids=["cancelled", "attended"])
    def test_not_once_it_is_over(self, kind: str, end: Any) -> None:
        assert not asked(kind, VISIT, end("2026-11-10 11:00"))

    @every_preparation
    def test_not_once_the_lead_is_closed(self, kind: str) -> None:
        assert not asked(kind, VISIT, dead("2026-11-10 11:00"))

    @every_preparation
    def test_for_each_appointment(self, kind: str) -> None:
        assert ids(kind, VISIT, OTHER) == ["a1", "a2"]

    @every_preparation
    def test_until_it_is_told_to_be_done(self, kind: str) -> None:
        assert not asked(kind, VISIT, done("2026-11-10 11:00", kind))

    @every_preparation
    def test_by_its_id_for_one_appointment(self, kind: str) -> None:
        tasks = decided(INCINTA, VISIT, OTHER, now=NOW).tasks
        first = next(each.id for each in tasks if each.kind == kind)
        assert ids(kind, VISIT, OTHER, done("2026-11-10 11:30", first)) == ["a2"]

    @every_preparation
    def test_a_booking_told_twice_is_one(self, kind: str) -> None:
        again = booked("2026-11-10 10:05", "2026-11-16 10:00", "sync-1", origin="sync")
        assert ids(kind, VISIT, again) == ["a1"]

    @every_preparation
    def test_not_without_appointment_data(self, kind: str) -> None:
        assert not asked(kind, marked_scheduled("2026-11-10 10:00"))

    @every_preparation
    def test_not_where_the_policy_asks_the_office_for_nothing(self, kind: str) -> None:
        assert not asked(kind, VISIT, policy=RSI)

    @pytest.mark.parametrize(
        "kind", ["send_confirmation", "send_pre_visit_information", "notify_medical_team"]
    )
    def test_what_tells_the_time_is_asked_for_again_after_a_move(self, kind: str) -> None:
        told = (VISIT, done("2026-11-10 11:00", kind), MOVE)
        task = task_of(decided(INCINTA, *told, now="2026-11-11 12:00"), kind)
        assert shown(task.since) == "Wed 2026-11-11 10:00"
        assert shown(task.by) == "Tue 2026-11-17 15:00"

    @pytest.mark.parametrize(
        "kind", ["complete_basic_information", "complete_medical_information", "prepare_forms"]
    )
    def test_what_does_not_is_not(self, kind: str) -> None:
        told = (VISIT, done("2026-11-10 11:00", kind), MOVE)
        assert not asked(kind, *told, now="2026-11-11 12:00")


class TestTSKVerifyAppointment:
    """A booking by hand whose data do not come is looked up. [TSK; APT-2 `verify_appointment`]"""

    MARK = marked_scheduled("2026-11-10 10:00")

    @pytest.mark.parametrize("policy", [RSI, INCINTA], ids=lambda each: each.name)
    def test_fifteen_minutes_after_the_mark(self, policy: Policy) -> None:
        task = task_of(decided(policy, self.MARK, now="2026-11-10 10:15"), "verify_appointment")
        assert (shown(task.since), task.rule) == ("Tue 2026-11-10 10:15", "APT-2")

    def test_not_a_moment_before(self) -> None:
        assert not asked("verify_appointment", self.MARK, now="2026-11-10 10:14:59.999999")

    def test_that_is_when_the_decision_ends(self) -> None:
        decision = decided(RSI, self.MARK, now="2026-11-10 10:01")
        assert shown(decision.valid_until) == "Tue 2026-11-10 10:15"
        (why,) = (each for each in decision.because if each.output == "valid_until")
        assert (why.rule, why.policy, why.value) == ("APT-2", "appointments.sync_window", "PT15M")

    @pytest.mark.parametrize(
        "event",
        [
            booked("2026-11-10 10:20", "2026-11-16 10:00", origin="sync"),
            cancelled("2026-11-10 10:20"),
        ],
        ids=["booked", "cancelled"],
    )
    def test_until_the_appointment_is_there_or_off(self, event: Any) -> None:
        assert not asked("verify_appointment", self.MARK, event, now="2026-11-10 10:30")

    def test_its_clause(self) -> None:
        task = task_of(decided(RSI, self.MARK, now="2026-11-10 10:15"), "verify_appointment")
        assert task.source.startswith("RSI 5.3, Appointment data by sync")


class TestTSKSendConfirmation:
    """An appointment is confirmed by e-mail. [TSK `send_confirmation`; INC, Step 3]"""

    def test_by_email_with_its_wording(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "send_confirmation")
        assert (task.channel, task.wording) == ("email", "confirmation")
        assert "INC 3.4, Send the confirmation" in task.source

    def test_until_an_email_says_that_it_is_the_confirmation(self) -> None:
        assert not asked(
            "send_confirmation", VISIT, email("2026-11-10 11:00", template="confirmation")
        )

    @pytest.mark.parametrize("template", [None, "our-own-17"])
    def test_an_email_that_does_not_say_what_it_is_is_taken_for_it(
        self, template: str | None
    ) -> None:
        assert not asked("send_confirmation", VISIT, email("2026-11-10 11:00", template=template))

    def test_one_that_says_something_else_is_not(self) -> None:
        other = email("2026-11-10 11:00", template="follow_up_email")
        assert asked("send_confirmation", VISIT, other)

    def test_one_before_the_booking_is_not(self) -> None:
        assert asked("send_confirmation", email("2026-11-10 09:00"), VISIT)

    def test_each_email_serves_one_appointment(self) -> None:
        sent = email("2026-11-10 11:30", template="confirmation")
        assert ids("send_confirmation", VISIT, OTHER, sent) == ["a2"]

    def test_a_text_does_where_there_is_no_email(self) -> None:
        """COM-8."""
        told = (VISIT, text("2026-11-10 11:00"))
        assert not asked("send_confirmation", *told, channels=["text"])
        assert asked("send_confirmation", *told)

    def test_a_call_does_where_there_is_only_a_phone(self) -> None:
        told = (VISIT, call("2026-11-10 11:00", "connected"))
        assert not asked("send_confirmation", *told, channels=["phone"])

    def test_one_that_nobody_answered_does_not(self) -> None:
        told = (VISIT, call("2026-11-10 11:00", "no_answer"))
        assert asked("send_confirmation", *told, channels=["phone"])

    def test_not_while_contact_is_not_allowed(self) -> None:
        assert not asked("send_confirmation", stop("2026-11-10 09:00"), VISIT)


class TestTSKSendPreVisitInformation:
    """The customer is told what to prepare and bring. [TSK `send_pre_visit_information`]"""

    def test_with_the_list_of_what_to_bring(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "send_pre_visit_information")
        assert (task.channel, task.wording) == ("email", "pre_visit_information")
        assert task.checklist == "bring"
        assert task.source == "INC 3.5, Send pre-visit information"

    def test_until_it_is_sent(self) -> None:
        sent = email("2026-11-10 11:00", template="pre_visit_information")
        assert not asked("send_pre_visit_information", VISIT, sent)
        assert asked("send_confirmation", VISIT, sent)

    def test_the_first_email_that_does_not_say_what_it_is_is_the_confirmation(self) -> None:
        assert asked("send_pre_visit_information", VISIT, email("2026-11-10 11:00"))

    def test_the_second_is_this(self) -> None:
        told = (VISIT, email("2026-11-10 11:00"), email("2026-11-10 11:01"))
        assert not asked("send_pre_visit_information", *told)

    def test_the_confirmation_told_to_be_done_leaves_the_first_for_this(self) -> None:
        told = (VISIT, done("2026-11-10 10:30", "send_confirmation"), email("2026-11-10 11:00"))
        assert not asked("send_pre_visit_information", *told)


class TestTSKNotifyMedicalTeam:
    """The medical team is told of the appointment. [TSK `notify_medical_team`]"""

    def test_by_the_office_itself(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "notify_medical_team")
        assert (task.channel, task.wording) == (None, None)
        assert task.source == "INC 3.9, Notify the medical team"

    def test_an_email_to_the_customer_is_not_that(self) -> None:
        assert asked("notify_medical_team", VISIT, email("2026-11-10 11:00"))

    def test_a_stop_request_does_not_concern_it(self) -> None:
        assert asked("notify_medical_team", stop("2026-11-10 09:00"), VISIT)


class TestTSKCompleteBasicInformation:
    """The customer's record is completed before the visit. [TSK `complete_basic_information`]"""

    def test_with_its_list(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "complete_basic_information")
        assert (task.checklist, task.channel) == ("customer_information", "phone")


class TestTSKCompleteMedicalInformation:
    """… and the medical record. [TSK `complete_medical_information`]"""

    def test_with_its_list(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "complete_medical_information")
        assert (task.checklist, task.channel) == ("medical_information", "phone")


class TestTSKPrepareForms:
    """Forms and papers are made ready before the visit. [TSK `prepare_forms`]"""

    def test_by_the_office_itself(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now=NOW), "prepare_forms")
        assert (task.channel, task.source) == (None, "INC 8.3, Precautions and forms")


class TestTSKRemind:
    """One business day before it the customer is reminded. [TSK `remind`; APT-3]"""

    def test_on_the_last_business_day_before(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now="2026-11-13 09:00"), "remind")
        assert shown(task.since) == "Fri 2026-11-13 09:00"
        assert shown(task.by) == "Fri 2026-11-13 17:00"
        assert task.appointment_id == "a1"

    def test_by_phone_with_its_wording_and_points(self) -> None:
        task = task_of(decided(INCINTA, VISIT, now="2026-11-13 09:00"), "remind")
        assert (task.channel, task.wording, task.checklist) == (
            "phone", "reminder_call", "reminder",
        )  # fmt: skip

    def test_not_before(self) -> None:
        assert not asked("remind", VISIT, now="2026-11-13 08:59:59.999999")

    @pytest.mark.parametrize(
        "event",
        [
            reminder("2026-11-13 09:30"),
            call("2026-11-13 09:30", "connected"),
            call("2026-11-13 09:30", "left_message"),
        ],
        ids=["reminder", "conversation", "message left"],
    )
    def test_until_it_is_given(self, event: Any) -> None:
        assert not asked("remind", VISIT, event, now="2026-11-13 10:00")

    def test_not_without_the_section(self) -> None:
        assert not asked("remind", VISIT, policy=RSI, now="2026-11-13 10:00")

    def test_another_appointment_is_reminded_of_in_its_turn(self) -> None:
        told = (VISIT, OTHER, reminder("2026-11-13 09:30"))
        assert ids("remind", *told, attended("2026-11-16 10:00"), now="2026-11-17 09:00") == ["a2"]


class TestTSKRecordAttendance:
    """Once it has begun, whether the customer came is recorded. [TSK; APT-8 `record_attendance`]"""

    @pytest.mark.parametrize("policy", [RSI, INCINTA], ids=lambda each: each.name)
    def test_from_the_start_for_fifteen_minutes(self, policy: Policy) -> None:
        task = task_of(decided(policy, VISIT, now="2026-11-16 10:00"), "record_attendance")
        assert shown(task.since) == "Mon 2026-11-16 10:00"
        assert shown(task.by) == "Mon 2026-11-16 10:15"
        assert (task.rule, task.appointment_id) == ("APT-8", "a1")

    def test_not_before(self) -> None:
        assert not asked("record_attendance", VISIT, now="2026-11-16 09:59:59.999999")

    @pytest.mark.parametrize(
        "event",
        [
            attended("2026-11-16 10:05"),
            no_show("2026-11-16 10:20"),
            cancelled("2026-11-16 10:20"),
            moved("2026-11-16 10:20", "2026-11-20 10:00"),
        ],
        ids=lambda event: event.type,
    )
    def test_until_it_is_known(self, event: Any) -> None:
        assert not asked("record_attendance", VISIT, event, now="2026-11-16 11:00")

    def test_it_stays_when_the_deadline_has_passed(self) -> None:
        assert asked("record_attendance", VISIT, now="2026-11-18 10:00")

    def test_of_each_that_has_begun(self) -> None:
        assert ids("record_attendance", VISIT, OTHER, now="2026-11-18 10:00") == ["a1", "a2"]


class TestTSKCallNoShow:
    """Who missed an appointment is called within half an hour. [TSK `call_no_show`; NSH-1]"""

    def test_at_once_by_half_an_hour_after_the_start(self) -> None:
        task = task_of(decided(INCINTA, VISIT, MISSED, now="2026-11-16 10:21"), "call_no_show")
        assert shown(task.since) == "Mon 2026-11-16 10:20"
        assert shown(task.by) == "Mon 2026-11-16 10:30"
        assert (task.channel, task.wording) == ("phone", "no_show_call")
        assert task.appointment_id == "a1"

    def test_until_a_call_is_placed(self) -> None:
        told = (VISIT, MISSED, call("2026-11-16 10:25", "no_answer"))
        assert not asked("call_no_show", *told, now="2026-11-16 10:26")

    def test_or_its_day_is_over(self) -> None:
        assert not asked("call_no_show", VISIT, MISSED, now="2026-11-17 00:00")

    def test_of_an_appointment_that_was_never_booked(self) -> None:
        decision = decided(INCINTA, no_show("2026-11-16 10:20", "a9"), now="2026-11-16 10:21")
        assert task_of(decision, "call_no_show").appointment_id == "a9"


class TestTSKRecordNoShowReason:
    """Why an appointment was missed is recorded. [TSK `record_no_show_reason`; INC, 11.4]"""

    NOW = "2026-11-16 11:00"

    def test_from_the_no_show_on(self) -> None:
        task = task_of(decided(INCINTA, VISIT, MISSED, now=self.NOW), "record_no_show_reason")
        assert shown(task.since) == "Mon 2026-11-16 10:20"
        assert task.appointment_id == "a1"

    @pytest.mark.parametrize(
        "event",
        [
            done("2026-11-16 10:40", "record_no_show_reason"),
            call("2026-11-16 10:40", "connected", noted=True),
            contacted("2026-11-16 10:40", noted=True),
        ],
        ids=["told", "call", "conversation"],
    )
    def test_until_a_note_says_it(self, event: Any) -> None:
        assert not asked("record_no_show_reason", VISIT, MISSED, event, now=self.NOW)

    def test_a_note_with_the_no_show_itself_does(self) -> None:
        told = no_show("2026-11-16 10:20", noted=True)
        assert not asked("record_no_show_reason", VISIT, told, now=self.NOW)

    @pytest.mark.parametrize("noted", [None, False])
    def test_a_conversation_not_known_to_be_noted_does_not(self, noted: bool | None) -> None:
        talk = contacted("2026-11-16 10:40", noted=noted)
        assert asked("record_no_show_reason", VISIT, MISSED, talk, now=self.NOW)

    def test_not_without_the_section(self) -> None:
        assert not asked("record_no_show_reason", VISIT, MISSED, policy=RSI, now=self.NOW)


class TestTSKSendMissedAppointment:
    """The day after, the customer is written to. [TSK `send_missed_appointment`; NSH-2]"""

    def test_at_the_opening_of_the_next_day(self) -> None:
        task = task_of(
            decided(INCINTA, VISIT, MISSED, now="2026-11-17 09:00"), "send_missed_appointment"
        )
        assert shown(task.since) == "Tue 2026-11-17 09:00"
        assert (task.channel, task.wording) == ("email", "missed_appointment")

    def test_not_before(self) -> None:
        assert not asked("send_missed_appointment", VISIT, MISSED, now="2026-11-17 08:59")

    def test_until_it_is_sent(self) -> None:
        sent = email("2026-11-17 09:05")
        assert not asked("send_missed_appointment", VISIT, MISSED, sent, now="2026-11-17 10:00")


class TestTSKSendReschedule:
    """Every week a new appointment is offered. [TSK `send_reschedule`; NSH-3]"""

    TOLD = (VISIT, MISSED, email("2026-11-17 09:05"))

    def test_a_week_after_the_last_of_these_emails(self) -> None:
        task = task_of(decided(INCINTA, *self.TOLD, now="2026-11-24 09:05"), "send_reschedule")
        assert shown(task.since) == "Tue 2026-11-24 09:05"
        assert (task.channel, task.wording) == ("email", "reschedule")

    def test_the_next_one_is_another_task(self) -> None:
        first = task_of(decided(INCINTA, *self.TOLD, now="2026-11-24 09:05"), "send_reschedule")
        told = (*self.TOLD, email("2026-11-24 09:10"))
        then = task_of(decided(INCINTA, *told, now="2026-12-01 09:10"), "send_reschedule")
        assert then.id != first.id

    def test_not_once_a_new_appointment_is_booked(self) -> None:
        told = (*self.TOLD, booked("2026-11-20 09:00", "2026-12-01 10:00", "a2"))
        assert not asked("send_reschedule", *told, now="2026-11-25 10:00")

    def test_a_promised_follow_up_stands_in_for_it(self) -> None:
        told = (*self.TOLD, follow_up("2026-11-18 09:00", "2026-12-10 09:00"))
        assert not asked("send_reschedule", *told, now="2026-11-25 10:00")

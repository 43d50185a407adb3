"""The worked examples of the specification, section 6: one row, one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    booked,
    call,
    decided,
    email,
    follow_up,
    lead,
    no_show,
    shown,
    text,
    voicemail,
)
from leadflow import INCINTA, RSI, Policy


@dataclass(frozen=True)
class Contact:
    """A next contact as a row of the table shows it."""

    at: str
    purpose: str
    channel: str = "phone"
    by: str | None = None
    origin: str = "system"


@dataclass(frozen=True)
class Row:
    """One row: the history, the clock, and what the decision must say."""

    name: str
    policy: Policy
    events: tuple[Any, ...]
    now: str
    status: str
    contact: Contact | None
    tier: tuple[str, bool] | None
    """Kind of work, and whether it is due."""
    reason: str | None = None


LEFT_MESSAGE = (call("2026-11-03 09:10", "left_message"),)
NO_ANSWER = (*LEFT_MESSAGE, call("2026-11-03 13:15", "no_answer"))
BARE_FOLLOW_UP = (*LEFT_MESSAGE, call("2026-11-03 13:15"), follow_up("2026-11-03 13:20"))
THIRD_CALL = call("2026-11-04 13:30", "left_message")
CALLBACK = follow_up("2026-11-04 13:40", "2026-11-06 15:00")

UNREACHED = (call("2026-11-03 09:10", "no_answer"),)
MAILED = (*UNREACHED, email("2026-11-03 09:15"))

BOOKED = (booked("2026-11-03 09:30", "2026-11-16 10:00"),)
MISSED = (*BOOKED, no_show("2026-11-16 10:20"))
CALLED = (*MISSED, call("2026-11-16 10:25", "no_answer"))
WRITTEN = (*CALLED, email("2026-11-17 09:05"))

FIRST_CALL = "Tue 2026-11-03 09:00"
FRIDAY = Contact("Fri 2026-11-06 15:00", "follow_up", origin="user")
REMINDER = Contact("Fri 2026-11-13 09:00", "reminder", by="Fri 2026-11-13 17:00")

ROWS = (
    Row(
        "a new lead is due when it was created",
        RSI,
        (),
        "2026-11-03 09:05",
        "new",
        Contact(FIRST_CALL, "first_call"),
        ("new_lead", True),
    ),
    Row(
        "a new lead of Incinta is due within a day",
        INCINTA,
        (),
        "2026-11-03 09:05",
        "new",
        Contact(FIRST_CALL, "first_call", by="Wed 2026-11-04 09:00"),
        ("new_lead", True),
    ),
    Row(
        "a message left brings the lead back in 4 hours",
        RSI,
        LEFT_MESSAGE,
        "2026-11-03 09:11",
        "follow_up",
        Contact("Tue 2026-11-03 13:10", "follow_up"),
        ("follow_up", False),
    ),
    Row(
        "nobody answered the second call: 24 hours",
        RSI,
        NO_ANSWER,
        "2026-11-03 13:16",
        "follow_up",
        Contact("Wed 2026-11-04 13:15", "follow_up"),
        ("follow_up", False),
    ),
    Row(
        "second call and a follow-up without time: 4 hours",
        RSI,
        BARE_FOLLOW_UP,
        "2026-11-03 13:21",
        "follow_up",
        Contact("Tue 2026-11-03 17:20", "follow_up"),
        ("follow_up", False),
    ),
    Row(
        "a third call without follow-up ends the lead",
        RSI,
        (*BARE_FOLLOW_UP, THIRD_CALL),
        "2026-11-04 13:31",
        "dead",
        None,
        None,
        "best_practices",
    ),
    Row(
        "a third call ends the lead after two unanswered ones too",
        RSI,
        (*NO_ANSWER, THIRD_CALL),
        "2026-11-04 13:31",
        "dead",
        None,
        None,
        "best_practices",
    ),
    Row(
        "a callback on Friday brings it back",
        RSI,
        (*BARE_FOLLOW_UP, THIRD_CALL, CALLBACK),
        "2026-11-04 13:41",
        "follow_up",
        FRIDAY,
        ("follow_up", False),
    ),
    Row(
        "a callback on Friday brings it back after two unanswered ones too",
        RSI,
        (*NO_ANSWER, THIRD_CALL, CALLBACK),
        "2026-11-04 13:41",
        "follow_up",
        FRIDAY,
        ("follow_up", False),
    ),
    Row(
        "a text and a purple-chat e-mail change nothing",
        RSI,
        (text("2026-11-03 09:10"), email("2026-11-03 09:20", "purple_chat")),
        "2026-11-03 09:30",
        "new",
        Contact(FIRST_CALL, "first_call"),
        ("new_lead", True),
    ),
    Row(
        "a voicemail on Friday evening is returned on Monday morning",
        RSI,
        (voicemail("2026-11-06 18:30"),),
        "2026-11-06 19:00",
        "follow_up",
        Contact("Mon 2026-11-09 09:00", "return_voicemail", origin="lead"),
        ("voicemail", False),
    ),
    Row(
        "after an unreached call the e-mail is due at once",
        INCINTA,
        UNREACHED,
        "2026-11-03 09:11",
        "follow_up",
        Contact("Tue 2026-11-03 09:10", "follow_up_email", "email"),
        ("follow_up", True),
    ),
    Row(
        "call and e-mail make a mail round: 7 days",
        INCINTA,
        MAILED,
        "2026-11-03 09:16",
        "mail_contacted",
        Contact("Tue 2026-11-10 09:15", "follow_up"),
        ("follow_up", False),
    ),
    Row(
        "a booking is followed by its reminder",
        INCINTA,
        BOOKED,
        "2026-11-03 09:30",
        "scheduled",
        REMINDER,
        ("reminder", False),
    ),
    Row(
        "and until that is due nothing changes",
        INCINTA,
        BOOKED,
        "2026-11-13 08:59:59.999999",
        "scheduled",
        REMINDER,
        ("reminder", False),
    ),
    Row(
        "a no-show is called at once",
        INCINTA,
        MISSED,
        "2026-11-16 10:21",
        "no_show",
        Contact("Mon 2026-11-16 10:20", "no_show_call", by="Mon 2026-11-16 10:30"),
        ("no_show_call", True),
    ),
    Row(
        "after that call the e-mail of the next day",
        INCINTA,
        CALLED,
        "2026-11-16 10:26",
        "no_show",
        Contact("Tue 2026-11-17 09:00", "missed_appointment", "email"),
        ("follow_up", False),
    ),
    Row(
        "after that e-mail the weekly one",
        INCINTA,
        WRITTEN,
        "2026-11-17 10:00",
        "no_show",
        Contact("Tue 2026-11-24 09:05", "reschedule", "email"),
        ("follow_up", False),
    ),
    Row(
        "a microsecond before three months of silence",
        INCINTA,
        WRITTEN,
        "2027-02-16 09:59:59.999999",
        "no_show",
        Contact("Tue 2026-11-24 09:05", "reschedule", "email"),
        ("follow_up", True),
    ),
    Row(
        "three months of silence",
        INCINTA,
        WRITTEN,
        "2027-02-16 10:00",
        "dead",
        None,
        None,
        "no_response",
    ),
)

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


class TestWorkedExamples:
    """Every row of the table says what the decision says, column by column."""

    @every_row
    def test_status(self, row: Row) -> None:
        assert decided(row.policy, *row.events, now=row.now).status == row.status

    @every_row
    def test_next_contact(self, row: Row) -> None:
        contact = decided(row.policy, *row.events, now=row.now).next_contact
        assert row.contact == (
            None
            if contact is None
            else Contact(
                at=str(shown(contact.at)),
                purpose=contact.purpose,
                channel=contact.channel,
                by=shown(contact.by),
                origin=contact.origin,
            )
        )

    @every_row
    def test_reason_for_loss(self, row: Row) -> None:
        assert decided(row.policy, *row.events, now=row.now).reason_for_loss == row.reason

    @every_row
    def test_tier(self, row: Row) -> None:
        priority = decided(row.policy, *row.events, now=row.now).priority
        assert row.tier == (None if priority is None else (priority.kind, priority.due))

    @every_row
    def test_nothing_else_is_planned(self, row: Row) -> None:
        assert decided(row.policy, *row.events, now=row.now).upcoming == ()


class TestWorkedExamplesOfRouting:
    """The last two rows: routing does not depend on the clock."""

    CLOCKS = (CREATED, CREATED + MICROSECOND, at("2026-11-16 10:00"), at("2028-02-29 12:00"))

    @pytest.mark.parametrize("now", CLOCKS)
    def test_a_chinese_customer_abroad_goes_to_the_china_team(self, now: Any) -> None:
        abroad = lead(phone="+86 138 0013 8000", chinese=True)
        routing = decided(INCINTA, now=now, of=abroad).routing
        assert (routing.team, routing.grounds) == ("china", ("RTE-3a",))

    def test_nothing_is_asked_of_a_chinese_customer_abroad(self) -> None:
        abroad = lead(phone="+86 138 0013 8000", chinese=True)
        assert decided(INCINTA, now=CREATED, of=abroad).routing.questions == ()

    @pytest.mark.parametrize("now", CLOCKS)
    def test_a_chinese_speaker_with_a_local_number_is_undetermined(self, now: Any) -> None:
        speaker = lead(phone="+1 424 555 0100", language="zh")
        assert decided(INCINTA, now=now, of=speaker).routing.team == "undetermined"

    @pytest.mark.parametrize("now", CLOCKS)
    def test_and_is_asked_for_all_that_could_still_decide(self, now: Any) -> None:
        speaker = lead(phone="+1 424 555 0100", language="zh")
        questions = decided(INCINTA, now=now, of=speaker).routing.questions
        assert [each.fact for each in questions] == [
            "visit_barriers",
            "special_needs",
            "pricing",
            "agreed_visit_on",
            "referral_fee",
        ]

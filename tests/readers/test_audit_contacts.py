"""What the audit says of calling, writing and planning (QC: PRI-7, ATT-8, TSK, COM-5, COM-2)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from audited import DAY, HOUR, MICROSECOND, MINUTE, NOUGHT, found, gist
from clinic import (
    at,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    decided,
    done,
    email,
    follow_up,
    invalid,
    known,
    lead,
    marked,
    office_transfer,
    permitted,
    reopened,
    reply,
    ring,
    stop,
    team_transfer,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy

BOTH = [pytest.param(policy, id=policy.name) for policy in (INCINTA, CLINIC)]
EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
NOBODY = call("2026-11-03 09:10", "no_answer")
CALLED_AT_LAST = call("2026-11-04 09:00", "no_answer")
DUE = "Wed 2026-11-04 09:00"
EXCUSES = [
    pytest.param((stop("2026-11-03 10:00"),), id="asked to stop"),
    pytest.param((dead("2026-11-03 10:00"),), id="closed"),
    pytest.param((invalid("2026-11-03 10:00"),), id="no lead at all"),
    pytest.param((office_transfer("2026-11-03 10:00"),), id="front desk"),
    pytest.param((team_transfer("2026-11-03 10:00"),), id="other team"),
    pytest.param((known("2026-11-03 10:00", channels=[]),), id="no channel"),
    pytest.param((booked("2026-11-03 10:00", "2026-11-20 10:00"),), id="booked"),
]
"""What ends, an hour after the lead came in, that it is contacted."""
AWAY = [
    pytest.param(
        (team_transfer("2026-11-03 10:00"), team_transfer("2026-11-05 10:00", "local")), id="team"
    ),
    pytest.param(
        (known("2026-11-03 10:00", channels=[]), known("2026-11-05 10:00", channels=["phone"])),
        id="no channel",
    ),
]
"""What kept the clinic from calling until after the deadline."""


class TestFirstCallLate:
    """`first_call_late`, PRI-7: the first placed call or conversation came after created + 24 h;
    at that very instant it is in time, as for KPI-1. RSI sets no deadline.
    """

    KIND = "first_call_late"
    FIRST = (
        call("2026-11-04 09:00", "no_answer"),
        call("2026-11-04 09:00", "left_message"),
        call("2026-11-04 09:00", "connected", via="other"),
        call("2026-11-04 09:00"),
        ring("2026-11-04 09:00", answered=True),
        contacted("2026-11-04 09:00"),
        marked("2026-11-04 09:00"),
    )

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("first", FIRST, ids=repr)
    def test_is_none_at_the_deadline(self, policy: Policy, first: Any) -> None:
        assert not found(policy, self.KIND, first, now="2026-11-20 09:00")

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("first", FIRST, ids=repr)
    def test_is_one_a_microsecond_later(self, policy: Policy, first: Any) -> None:
        late = replace(first, at=first.at + MICROSECOND)
        told = found(policy, self.KIND, late, now="2026-11-20 09:00")
        assert gist(told) == [(DUE, MICROSECOND, 0)]

    def test_names_the_call_and_how_late_it_was(self) -> None:
        events = email("2026-11-03 10:00"), text("2026-11-03 10:05"), call("2026-11-06 10:00")
        (breach,) = found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")
        assert (breach.event, breach.late) == (2, 2 * DAY + HOUR)

    def test_tells_the_open_time_that_passed(self) -> None:
        created = lead(created="2026-11-05 16:30")  # a Thursday: due on Friday at 16:30
        late = call("2026-11-09 09:15", "no_answer")
        (breach,) = found(INCINTA, self.KIND, late, now="2026-11-20 09:00", of=created)
        assert breach.late_business == 45 * MINUTE

    def test_rests_on_the_clauses(self) -> None:
        late = call("2026-11-05 10:00")
        (breach,) = found(INCINTA, self.KIND, late, now="2026-11-20 09:00")
        assert breach.rule == "PRI-7"
        assert breach.source == "INC 14.1, Lead response rate; INC 1.5, Contact by phone"
        assert (breach.severity, breach.lead_id) == ("major", "lead-1")

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, call("2026-12-04 09:00"), now="2026-12-20 09:00")

    def test_only_the_first_call_counts(self) -> None:
        events = call("2026-11-03 09:30"), call("2026-11-06 09:30", "no_answer")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    def test_a_lead_without_phone_is_written_to(self) -> None:
        of = lead(channels=["email"])
        sent = email("2026-11-04 10:00")
        told = found(INCINTA, self.KIND, sent, now="2026-11-20 09:00", of=of)
        assert gist(told) == [(DUE, HOUR, 0)]

    @pytest.mark.parametrize("away", AWAY)
    def test_taken_back_after_the_deadline_it_is_for_that_day(self, away: Any) -> None:
        late = call("2026-11-06 00:00", "no_answer")
        assert not found(INCINTA, self.KIND, *away, late, now="2026-11-20 09:00")
        late = replace(late, at=late.at + MICROSECOND)
        told = found(INCINTA, self.KIND, *away, late, now="2026-11-20 09:00")
        assert gist(told) == [("Fri 2026-11-06 00:00", MICROSECOND, 2)]

    def test_taken_back_at_the_deadline_it_is_for_that_day(self) -> None:
        away = team_transfer("2026-11-03 10:00"), team_transfer("2026-11-04 09:00", "local")
        late = call("2026-11-05 01:00", "no_answer")
        told = found(INCINTA, self.KIND, *away, late, now="2026-11-20 09:00")
        assert gist(told) == [("Thu 2026-11-05 00:00", HOUR, 2)]

    def test_taken_back_before_the_deadline_it_is_due_at_it(self) -> None:
        away = team_transfer("2026-11-03 10:00"), team_transfer("2026-11-04 08:59", "local")
        late = call("2026-11-04 10:00", "no_answer")
        told = found(INCINTA, self.KIND, *away, late, now="2026-11-20 09:00")
        assert gist(told) == [(DUE, HOUR, 2)]

    def test_before_creation_is_in_time(self) -> None:
        assert not found(INCINTA, self.KIND, call("2026-11-02 09:00"), now="2026-11-20 09:00")


class TestFirstCallMissing:
    """`first_call_missing`, PRI-7: nobody has called, and the deadline is past."""

    KIND = "first_call_missing"

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_none_at_the_deadline(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, now="2026-11-04 09:00")

    @pytest.mark.parametrize("policy", BOTH)
    def test_is_one_a_microsecond_later(self, policy: Policy) -> None:
        told = found(policy, self.KIND, now=at("2026-11-04 09:00") + MICROSECOND)
        assert gist(told) == [(DUE, MICROSECOND, None)]
        assert told[0].severity == "critical"

    def test_grows_with_the_clock(self) -> None:
        assert gist(found(INCINTA, self.KIND, now="2026-11-07 10:00")) == [
            (DUE, 3 * DAY + HOUR, None)
        ]

    def test_an_email_is_no_call(self) -> None:
        told = found(INCINTA, self.KIND, email("2026-11-03 10:00"), now="2026-11-05 09:00")
        assert gist(told) == [(DUE, DAY, None)]

    def test_becomes_a_late_call_once_it_is_made(self) -> None:
        late = call("2026-11-05 09:00")
        assert not found(INCINTA, self.KIND, late, now="2026-11-20 09:00")
        assert found(INCINTA, "first_call_late", late, now="2026-11-20 09:00")

    @pytest.mark.parametrize("events", EXCUSES)
    def test_is_excused(self, events: Any) -> None:
        assert not found(INCINTA, self.KIND, *events, now="2026-11-20 09:00")

    @pytest.mark.parametrize(
        "event",
        [
            voicemail("2026-11-03 10:00"),
            reply("2026-11-03 10:00"),
            follow_up("2026-11-03 10:00", "2026-11-09 10:00"),
        ],
        ids=repr,
    )
    def test_is_excused_where_something_else_took_its_place(self, event: Any) -> None:
        assert not found(INCINTA, self.KIND, event, now="2026-11-20 09:00")

    def test_stays_what_it_was_when_the_lead_is_closed_too_late(self) -> None:
        told = found(INCINTA, self.KIND, dead("2026-11-04 11:00"), now="2026-11-20 09:00")
        assert gist(told) == [(DUE, 2 * HOUR, None)]


class TestFirstTouchNotByPhone:
    """`first_touch_not_by_phone`, PRI-7: the first outreach was an e-mail or a text, although the
    lead has a phone and the policy wants it called.
    """

    KIND = "first_touch_not_by_phone"

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize(
        "touch",
        [
            email("2026-11-03 09:05"),
            text("2026-11-03 09:05"),
            email("2026-11-03 09:05", via="other"),
        ],
        ids=repr,
    )
    def test_is_one_where_the_lead_was_written_to(self, policy: Policy, touch: Any) -> None:
        told = found(policy, self.KIND, touch, NOBODY, now="2026-11-03 09:11")
        assert gist(told) == [("Tue 2026-11-03 09:05", NOUGHT, 0)]

    @pytest.mark.parametrize("outcome", ["no_answer", "left_message", "connected", None])
    def test_is_none_after_a_call(self, outcome: str | None) -> None:
        events = call("2026-11-03 09:05", outcome), email("2026-11-03 09:06")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-03 09:11")

    def test_is_told_once(self) -> None:
        events = text("2026-11-03 09:05"), email("2026-11-03 09:06"), email("2026-11-04 09:06")
        assert len(found(INCINTA, self.KIND, *events, now="2026-11-05 09:11")) == 1

    def test_is_none_where_the_lead_has_no_phone(self) -> None:
        of = lead(channels=["email", "text"])
        assert not found(
            INCINTA, self.KIND, email("2026-11-03 09:05"), now="2026-11-05 09:00", of=of
        )

    @pytest.mark.parametrize(
        "first",
        [
            reply("2026-11-03 09:04"),
            voicemail("2026-11-03 09:04"),
            ring("2026-11-03 09:04", answered=True),
            follow_up("2026-11-03 09:04", "2026-11-05 10:00"),
            team_transfer("2026-11-03 09:04"),
        ],
        ids=repr,
    )
    def test_is_none_where_no_first_call_is_owed(self, first: Any) -> None:
        events = first, email("2026-11-03 09:05")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-05 09:00")

    def test_is_none_in_rsi(self) -> None:
        assert not found(RSI, self.KIND, email("2026-11-03 09:05"), now="2026-11-05 09:00")


PROMISED = follow_up("2026-11-03 10:00", "2026-11-05 15:00")
KEPT = call("2026-11-05 15:00", "connected")
FRIDAY = "2026-11-20 09:00"


class TestFollowUpLate:
    """`follow_up_late`, ATT-8: a follow-up was made after the instant for which it was planned, or
    has not been made. One without an instant of its own is for the day on which it came up.
    """

    KIND = "follow_up_late"
    MADE = (
        call("2026-11-05 15:00", "connected"),
        call("2026-11-05 15:00", "no_answer"),
        call("2026-11-05 15:00"),
        ring("2026-11-05 15:00", answered=True),
        contacted("2026-11-05 15:00"),
        marked("2026-11-05 15:00"),
        follow_up("2026-11-05 15:00", "2026-11-30 10:00"),
    )

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("made", MADE, ids=repr)
    def test_is_none_at_the_instant_planned(self, policy: Policy, made: Any) -> None:
        assert not found(policy, self.KIND, PROMISED, made, now="2026-11-05 18:00")

    @pytest.mark.parametrize("policy", EVERY)
    @pytest.mark.parametrize("made", MADE, ids=repr)
    def test_is_one_a_microsecond_later(self, policy: Policy, made: Any) -> None:
        late = replace(made, at=made.at + MICROSECOND)
        told = found(policy, self.KIND, PROMISED, late, now="2026-11-05 18:00")
        assert gist(told) == [("Thu 2026-11-05 15:00", MICROSECOND, 1)]

    @pytest.mark.parametrize("policy", EVERY)
    def test_is_none_before_it_is_due(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, PROMISED, now="2026-11-05 15:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_counts_to_the_clock_while_it_is_missing(self, policy: Policy) -> None:
        told = found(policy, self.KIND, PROMISED, now="2026-11-06 16:00")
        assert gist(told) == [("Thu 2026-11-05 15:00", DAY + HOUR, None)]
        assert told[0].late_business == 9 * HOUR

    def test_rsi_cites_its_own_document_and_incinta_hers(self) -> None:
        sources = {
            policy.name: found(policy, self.KIND, PROMISED, now=FRIDAY)[0].source
            for policy in (RSI, INCINTA, CLINIC)
        }
        of_rsi = "RSI 3.7, Follow-up leads"
        of_incinta = "INC 15.2, Daily: follow-up times; INC 16.2, Timely follow-up"
        assert sources == {
            "RSI": of_rsi, "INCINTA": of_incinta, "CLINIC": f"{of_rsi}; {of_incinta}",
        }  # fmt: skip

    @pytest.mark.parametrize(("policy", "event"), [(RSI, 1), (CLINIC, 1), (INCINTA, None)])
    def test_an_email_makes_it_where_the_policy_says_so(
        self, policy: Policy, event: int | None
    ) -> None:
        told = found(policy, self.KIND, PROMISED, email("2026-11-05 16:00"), now="2026-11-05 16:00")
        assert [(each.late, each.event) for each in told] == [(HOUR, event)]

    def test_the_ladder_of_rsi_plans_follow_ups_too(self) -> None:
        events = call("2026-11-03 09:10", "left_message"), call("2026-11-03 13:15", "no_answer")
        told = found(RSI, self.KIND, *events, now="2026-11-04 13:15")
        assert gist(told) == [("Tue 2026-11-03 13:10", 5 * MINUTE, 1)]

    def test_so_does_the_mail_round(self) -> None:
        events = NOBODY, email("2026-11-03 09:15"), call("2026-11-10 10:15", "no_answer")
        told = found(INCINTA, self.KIND, *events, now="2026-11-10 10:16")
        assert gist(told) == [("Tue 2026-11-10 09:15", HOUR, 2)]

    def test_and_the_long_term_pool(self) -> None:
        events = unreachable("2026-11-03 10:00"), call("2026-12-03 11:00", "no_answer")
        told = found(INCINTA, self.KIND, *events, now="2026-12-03 11:00")
        assert gist(told) == [("Thu 2026-12-03 10:00", HOUR, 1)]

    def test_and_the_final_attempt(self) -> None:
        weekly = INCINTA.revise(unreachable={"after": "P7D", "attempts": 2})
        events = NOBODY, email("2026-11-03 09:15"), call("2026-11-10 09:15", "no_answer")
        tries = *events, email("2026-11-10 09:20")
        told = found(weekly, self.KIND, *tries[:2], now="2026-11-10 10:15")
        assert gist(told) == [("Tue 2026-11-10 09:15", HOUR, None)]
        assert not found(weekly, self.KIND, *tries, now="2026-11-10 10:15")

    def test_a_call_whose_outcome_nobody_told_makes_it(self) -> None:
        events = NOBODY, email("2026-11-03 09:15"), call("2026-11-10 09:15")
        assert not found(INCINTA, self.KIND, *events, now=FRIDAY)

    def test_but_not_one_before_its_time(self) -> None:
        events = NOBODY, email("2026-11-03 09:15"), call("2026-11-10 09:14")
        assert found(INCINTA, self.KIND, *events, now=FRIDAY)

    @pytest.mark.parametrize("events", EXCUSES)
    def test_is_excused(self, events: Any) -> None:
        promised = follow_up("2026-11-03 09:30", "2026-11-05 15:00")
        assert not found(INCINTA, self.KIND, promised, *events, now=FRIDAY)

    def test_is_excused_where_it_was_replaced_before_it_was_due(self) -> None:
        events = PROMISED, follow_up("2026-11-05 14:59", "2026-11-30 15:00")
        assert not found(INCINTA, self.KIND, *events, now=FRIDAY)

    @pytest.mark.parametrize(
        "ended",
        [
            dead("2026-11-05 17:00"),
            stop("2026-11-05 17:00"),
            booked("2026-11-05 17:00", "2026-11-20 10:00"),
            team_transfer("2026-11-05 17:00"),
            known("2026-11-05 17:00", channels=[]),
        ],
        ids=repr,
    )
    def test_stays_what_it_was_where_it_was_excused_too_late(self, ended: Any) -> None:
        told = found(INCINTA, self.KIND, PROMISED, ended, now="2026-11-10 09:00")
        assert gist(told) == [("Thu 2026-11-05 15:00", 2 * HOUR, None)]

    @pytest.mark.parametrize(
        ("now", "late"),
        [(at("2026-11-04 00:00"), []), (at("2026-11-04 00:00") + MICROSECOND, [MICROSECOND])],
    )
    @pytest.mark.parametrize(
        "events",
        [
            (dead("2026-11-03 09:05"), reopened("2026-11-03 10:00")),
            (follow_up("2026-11-03 10:00", "2026-11-02 10:00"),),
            (follow_up("2026-11-03 10:00", "2026-11-03 10:00"),),
        ],
        ids=["reopened", "in the past", "now"],
    )
    def test_what_is_due_at_once_is_for_that_day(self, events: Any, now: Any, late: Any) -> None:
        assert [each.late for each in found(INCINTA, self.KIND, *events, now=now)] == late

    @pytest.mark.parametrize(
        ("permitted_at", "due"),
        [
            ("2026-11-04 10:00", "Thu 2026-11-05 15:00"),
            ("2026-11-06 10:00", "Sat 2026-11-07 00:00"),
        ],
    )
    def test_what_nobody_might_make_is_due_once_it_may_be_made(
        self, permitted_at: str, due: str
    ) -> None:
        events = (
            stop("2026-11-03 09:30"), PROMISED, permitted(permitted_at),
        )  # fmt: skip
        told = found(INCINTA, self.KIND, *events, now="2026-11-09 09:00")
        assert [each[0] for each in gist(told)] == [due]


class TestNoteMissing:
    """`note_missing`, TSK: an attempt or a conversation of which it is known that no note was
    written; what is not known is not false.
    """

    KIND = "note_missing"
    CONTACTS = (
        call("2026-11-03 09:10", "no_answer", noted=False),
        call("2026-11-03 09:10", "connected", noted=False),
        call("2026-11-03 09:10", noted=False),
        ring("2026-11-03 09:10", answered=True, noted=False),
        contacted("2026-11-03 09:10", noted=False),
        email("2026-11-03 09:10", noted=False),
    )

    @pytest.mark.parametrize("policy", BOTH)
    @pytest.mark.parametrize("contact", CONTACTS, ids=repr)
    def test_is_one_of_every_contact_without_note(self, policy: Policy, contact: Any) -> None:
        told = found(policy, self.KIND, contact, now="2026-11-03 10:10")
        assert gist(told) == [("Tue 2026-11-03 09:10", HOUR, 0)]

    @pytest.mark.parametrize("noted", [True, None])
    @pytest.mark.parametrize("contact", CONTACTS, ids=repr)
    def test_is_none_where_there_is_a_note_or_nobody_knows(self, contact: Any, noted: Any) -> None:
        told = replace(contact, noted=noted)
        assert not found(INCINTA, self.KIND, told, now="2026-11-03 10:10")

    @pytest.mark.parametrize(
        "other",
        [
            ring("2026-11-03 09:10", answered=False, noted=False),
            ring("2026-11-03 09:10", noted=False),
            voicemail("2026-11-03 09:10", noted=False),
            follow_up("2026-11-03 09:10", noted=False),
        ],
        ids=repr,
    )
    def test_is_none_of_what_is_neither_attempt_nor_conversation(self, other: Any) -> None:
        assert not found(INCINTA, self.KIND, other, now="2026-11-03 10:10")

    def test_is_one_for_each(self) -> None:
        told = found(INCINTA, self.KIND, *self.CONTACTS, now="2026-11-03 10:10")
        assert [each.event for each in told] == [0, 1, 2, 3, 4, 5]

    def test_one_note_does_for_a_call_told_twice(self) -> None:
        told = partial(call, call_id="c1", noted=False)
        events = told("2026-11-03 09:10"), told("2026-11-03 09:20", "no_answer")
        told_of = found(INCINTA, self.KIND, *events, now="2026-11-03 10:10")
        assert gist(told_of) == [("Tue 2026-11-03 09:10", HOUR, 0)]

    def test_a_note_told_of_later_ends_it(self) -> None:
        told = partial(call, call_id="c1")
        events = (
            told("2026-11-03 09:10", noted=False),
            told("2026-11-03 09:40", "no_answer", noted=True),
        )
        told_of = found(INCINTA, self.KIND, *events, now=FRIDAY)
        assert gist(told_of) == [("Tue 2026-11-03 09:10", HOUR / 2, 0)]

    def test_a_call_of_which_there_was_a_note_lacks_none(self) -> None:
        told = partial(call, call_id="c1")
        events = (
            told("2026-11-03 09:10", noted=True),
            told("2026-11-03 09:40", "no_answer", noted=False),
        )
        assert not found(INCINTA, self.KIND, *events, now=FRIDAY)

    def test_is_late_until_the_details_are_recorded(self) -> None:
        events = self.CONTACTS[0], done("2026-11-03 11:10", "record_details")
        told = found(INCINTA, self.KIND, *events, now=FRIDAY)
        assert gist(told) == [("Tue 2026-11-03 09:10", 2 * HOUR, 0)]

    def test_each_task_records_its_own(self) -> None:
        contacts = self.CONTACTS[:2]
        tasks = decided(INCINTA, *contacts, now="2026-11-03 10:00").tasks
        second = [each.id for each in tasks if each.kind == "record_details"][1]
        events = *contacts, done("2026-11-03 11:10", second)
        told = found(INCINTA, self.KIND, *events, now="2026-11-03 12:10")
        assert [each.late for each in told] == [3 * HOUR, 2 * HOUR]

    def test_no_other_task_records_them(self) -> None:
        events = self.CONTACTS[0], done("2026-11-03 11:10", "assign")
        assert gist(found(INCINTA, self.KIND, *events, now="2026-11-03 12:10"))[0][1] == 3 * HOUR

    def test_nobody_asks_for_the_notes_of_a_closed_lead(self) -> None:
        events = self.CONTACTS[0], dead("2026-11-03 10:10")
        assert gist(found(INCINTA, self.KIND, *events, now=FRIDAY))[0][1] == HOUR

    def test_is_none_where_the_office_does_not_ask_for_notes(self) -> None:
        unasked = INCINTA.revise(tasks={"asked": ["assign"]})
        for policy in (RSI, unasked):
            assert not found(policy, self.KIND, self.CONTACTS[0], now=FRIDAY)


class TestMailRoundIncomplete:
    """`mail_round_incomplete`, COM-5: after a call that nobody answered the e-mail was not sent on
    the same clinic-local day.
    """

    KIND = "mail_round_incomplete"
    MIDNIGHT = at("2026-11-04 00:00")

    def test_is_none_while_the_day_lasts(self) -> None:
        assert not found(INCINTA, self.KIND, NOBODY, now=self.MIDNIGHT)

    def test_is_one_once_the_day_is_over(self) -> None:
        told = found(INCINTA, self.KIND, NOBODY, now=self.MIDNIGHT + MICROSECOND)
        assert gist(told) == [("Wed 2026-11-04 00:00", MICROSECOND, None)]

    @pytest.mark.parametrize(("by", "late"), [(NOUGHT, []), (MICROSECOND, [MICROSECOND])])
    def test_an_email_completes_it(self, by: Any, late: Any) -> None:
        sent = replace(email("2026-11-04 00:00"), at=self.MIDNIGHT + by)
        told = found(INCINTA, self.KIND, NOBODY, sent, now="2026-11-05 09:00")
        assert [(each.late, each.event) for each in told] == [(each, 1) for each in late]

    def test_an_email_before_the_call_completes_it(self) -> None:
        events = email("2026-11-03 09:05"), NOBODY
        assert not found(INCINTA, self.KIND, *events, now=FRIDAY)

    def test_is_one_for_each_call_left_alone(self) -> None:
        events = NOBODY, call("2026-11-05 09:00", "no_answer")
        told = found(INCINTA, self.KIND, *events, now="2026-11-06 01:00")
        assert gist(told) == [
            ("Wed 2026-11-04 00:00", DAY + 9 * HOUR, None),
            ("Fri 2026-11-06 00:00", HOUR, None),
        ]

    def test_is_none_where_the_lead_has_no_email(self) -> None:
        of = lead(channels=["phone"])
        assert not found(INCINTA, self.KIND, NOBODY, now=FRIDAY, of=of)

    @pytest.mark.parametrize("events", EXCUSES)
    def test_is_excused(self, events: Any) -> None:
        assert not found(INCINTA, self.KIND, NOBODY, *events, now=FRIDAY)

    def test_a_conversation_ends_it(self) -> None:
        events = NOBODY, contacted("2026-11-03 15:00")
        assert not found(INCINTA, self.KIND, *events, now=FRIDAY)

    def test_the_first_rungs_of_clinic_have_none(self) -> None:
        assert not found(CLINIC, self.KIND, NOBODY, now=FRIDAY)
        assert not found(RSI, self.KIND, NOBODY, now=FRIDAY)


class TestNextContactMissing:
    """`next_contact_missing`, COM-2: a contacted lead was left without a next contact when the day
    was over.
    """

    KIND = "next_contact_missing"
    SPOKEN = call("2026-11-03 09:10", "connected")
    MIDNIGHT = at("2026-11-04 00:00")

    @pytest.mark.parametrize("policy", EVERY)
    def test_is_none_while_the_day_lasts(self, policy: Policy) -> None:
        assert not found(policy, self.KIND, self.SPOKEN, now=self.MIDNIGHT)

    @pytest.mark.parametrize("policy", EVERY)
    def test_is_one_once_the_day_is_over(self, policy: Policy) -> None:
        told = found(policy, self.KIND, self.SPOKEN, now=self.MIDNIGHT + MICROSECOND)
        assert gist(told) == [("Wed 2026-11-04 00:00", MICROSECOND, None)]

    def test_a_follow_up_set_late_came_late(self) -> None:
        events = self.SPOKEN, follow_up("2026-11-04 09:00", "2026-11-09 09:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-05 09:00")
        assert gist(told) == [("Wed 2026-11-04 00:00", 9 * HOUR, 1)]

    def test_a_follow_up_set_in_time_did_not(self) -> None:
        events = self.SPOKEN, follow_up("2026-11-03 23:59", "2026-11-09 09:00")
        assert not found(INCINTA, self.KIND, *events, now="2026-11-05 09:00")

    def test_a_second_conversation_without_one_makes_it_no_younger(self) -> None:
        events = self.SPOKEN, call("2026-11-04 09:00", "connected")
        told = found(INCINTA, self.KIND, *events, now="2026-11-04 10:00")
        assert gist(told) == [("Wed 2026-11-04 00:00", 10 * HOUR, None)]

    def test_a_cancelled_appointment_leaves_one_to_be_set(self) -> None:
        events = booked("2026-11-03 10:00", "2026-11-20 10:00"), cancelled("2026-11-05 10:00")
        told = found(INCINTA, self.KIND, *events, now="2026-11-06 01:00")
        assert gist(told) == [("Fri 2026-11-06 00:00", HOUR, None)]

    @pytest.mark.parametrize(
        "owed", [reply("2026-11-03 15:00"), ring("2026-11-03 15:00", answered=False)], ids=repr
    )
    def test_what_the_lead_is_owed_is_a_next_contact(self, owed: Any) -> None:
        assert not found(INCINTA, self.KIND, self.SPOKEN, owed, now=FRIDAY)

    @pytest.mark.parametrize("events", EXCUSES)
    def test_is_excused(self, events: Any) -> None:
        assert not found(INCINTA, self.KIND, self.SPOKEN, *events, now="2026-11-19 09:00")

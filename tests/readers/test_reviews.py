"""The daily checklist and the weekly review: INC's quality check as data, text and Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    attended,
    booked,
    call,
    cancelled,
    contacted,
    dead,
    email,
    follow_up,
    history,
    invalid,
    lead,
    no_show,
    reminder,
    ring,
    team_transfer,
    text,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, History, Lead, Policy
from leadflow.delays import CalendarSpan
from leadflow.errors import InvalidCohort, InvalidInstant
from leadflow.events import LeadAssigned
from leadflow.readers.daily import CheckItem, DailyChecklist, daily_checklist
from leadflow.readers.kpi import NOT_TOLD, UNASSIGNED, Grouping, kpi
from leadflow.readers.weekly import weekly_review
from leadflow.readers.weekly_results import Figures, WeeklyReview
from leadflow.testing import histories

EVERY = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
WED = "2026-11-04 12:00"


def given_to(to: str | None = "ann", when: str = "2026-11-03 09:00") -> LeadAssigned:
    """A specialist gets the lead."""
    return LeadAssigned(at=at(when), to=to)


def checked(*of: History, now: str | datetime = WED, policy: Policy = INCINTA) -> DailyChecklist:
    """The daily checklist of these histories."""
    return daily_checklist(of, now=at(now) if isinstance(now, str) else now, policy=policy)


def found(
    *events: Any, now: str | datetime = WED, policy: Policy = INCINTA
) -> list[tuple[str, str | None]]:
    """What is found of one lead: the finding, and the purpose of the contact."""
    items = checked(history(*events), now=now, policy=policy).items
    return [(each.finding, each.purpose) for each in items]


class TestDailyNewLeads:
    """Were new leads given out and worked in time? (INC, daily checklist, new leads)"""

    UNASSIGNED = ("unassigned", None)
    LATE = ("late", "first_call")

    @pytest.mark.parametrize("policy", EVERY)
    def test_a_new_lead_that_nobody_was_given_is_unassigned_at_once(self, policy: Policy) -> None:
        assert found(now=CREATED, policy=policy) == [self.UNASSIGNED]

    @pytest.mark.parametrize("to", ["ann", None])
    def test_given_to_somebody_it_is_not(self, to: str | None) -> None:
        assert found(given_to(to), now=CREATED) == []

    def test_one_that_is_worked_already_is_not(self) -> None:
        worked = call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:11")
        assert found(*worked, now="2026-11-03 09:12") == []

    def test_one_of_the_china_team_is_not(self) -> None:
        assert found(team_transfer("2026-11-03 09:10"), now=WED) == []

    @pytest.mark.parametrize(
        ("now", "expected"),
        [(at("2026-11-04 09:00") - MICROSECOND, []), (at("2026-11-04 09:00"), [LATE])],
    )
    def test_a_first_call_is_late_from_its_deadline_on(self, now: Any, expected: Any) -> None:
        assert found(given_to(), now=now) == expected

    @pytest.mark.parametrize(
        ("now", "expected"),
        [(at("2026-11-04 00:00") - MICROSECOND, []), (at("2026-11-04 00:00"), [LATE])],
    )
    def test_without_deadline_it_is_late_once_its_day_is_over(
        self, now: Any, expected: Any
    ) -> None:
        assert found(given_to(), now=now, policy=RSI) == expected

    def test_it_is_late_since_its_deadline(self) -> None:
        assert [each.since for each in checked(history(given_to())).items] == [
            at("2026-11-04 09:00")
        ]


class TestDailyFollowUpTimes:
    """Was each follow-up made on time? (INC, daily checklist, follow-up times)"""

    TALKED = given_to(), contacted("2026-11-03 09:30", noted=True)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2026-11-05 00:00") - MICROSECOND, []),
            (at("2026-11-05 00:00"), [("missed", "follow_up")]),
        ],
    )
    def test_one_without_deadline_is_missed_once_its_day_is_over(
        self, now: Any, expected: Any
    ) -> None:
        promised = follow_up("2026-11-03 09:31", "2026-11-04 09:30")
        assert found(*self.TALKED, promised, now=now) == expected

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2026-11-13 17:00") - MICROSECOND, []),
            (at("2026-11-13 17:00"), [("missed", "reminder")]),
        ],
    )
    def test_one_with_a_deadline_is_missed_from_that_on(self, now: Any, expected: Any) -> None:
        visit = booked("2026-11-03 10:00", "2026-11-16 10:00")
        assert found(*self.TALKED, visit, now=now) == expected

    def test_every_contact_that_is_planned_is_looked_at(self) -> None:
        promised = follow_up("2026-11-03 09:31", "2026-11-04 09:30")
        owed = voicemail("2026-11-04 10:00")
        missed = found(*self.TALKED, promised, owed, now="2026-11-05 09:00")
        assert sorted(missed) == [("missed", "follow_up"), ("missed", "return_voicemail")]

    def test_made_in_time_it_is_not_missed(self) -> None:
        promised = follow_up("2026-11-03 09:31", "2026-11-04 09:30")
        made = call("2026-11-04 09:30", "connected", noted=True)
        assert found(*self.TALKED, promised, made, now="2026-11-05 09:00") == []

    def test_a_ringing_call_is_no_follow_up(self) -> None:
        ringing = ring("2026-11-04 23:58")
        assert found(*self.TALKED, ringing, now="2026-11-05 00:01") == []

    def test_it_is_missed_since_its_deadline_or_its_instant(self) -> None:
        visit = booked("2026-11-03 10:00", "2026-11-16 10:00")
        item = checked(history(*self.TALKED, visit), now="2026-11-14 10:00").items[0]
        assert item.since == at("2026-11-13 17:00")


class TestDailyRecords:
    """Are notes detailed and complete? (INC, daily checklist, records; TSK `record_details`)"""

    def notes(
        self, *events: Any, now: str = "2026-11-03 12:00", policy: Policy = INCINTA
    ) -> tuple[int, int, int]:
        """How many communications had a note, had none, and are not known."""
        told = checked(history(given_to(), *events), now=now, policy=policy)
        without = sum(each.finding == "without_note" for each in told.items)
        return told.noted, without, told.notes_unknown

    @pytest.mark.parametrize(
        ("noted", "expected"), [(True, (1, 0, 0)), (False, (0, 1, 0)), (None, (0, 0, 1))]
    )
    @pytest.mark.parametrize(
        "communication",
        [
            lambda noted: call("2026-11-03 09:10", "no_answer", noted=noted),
            lambda noted: call("2026-11-03 09:10", "connected", noted=noted),
            lambda noted: call("2026-11-03 09:10", noted=noted),
            lambda noted: ring("2026-11-03 09:10", answered=True, noted=noted),
            lambda noted: contacted("2026-11-03 09:10", noted=noted),
            lambda noted: email("2026-11-03 09:10", noted=noted),
        ],
    )
    def test_unknown_is_not_the_same_as_none(
        self, communication: Any, noted: bool | None, expected: Any
    ) -> None:
        assert self.notes(communication(noted)) == expected

    @pytest.mark.parametrize(
        "event",
        [
            text("2026-11-03 09:10", noted=False),
            voicemail("2026-11-03 09:10", noted=False),
            ring("2026-11-03 09:10", answered=False, noted=False),
            booked("2026-11-03 09:10", "2026-11-16 10:00", noted=False),
        ],
    )
    def test_nothing_else_asks_for_a_note(self, event: Any) -> None:
        assert self.notes(event) == (0, 0, 0)

    def test_what_is_an_attempt_is_policy(self) -> None:
        chat = email("2026-11-03 09:10", via="purple_chat", noted=False)
        other = call("2026-11-03 09:10", "no_answer", via="other", noted=False)
        assert self.notes(chat, other, policy=INCINTA) == (0, 2, 0)
        assert self.notes(chat, other, policy=RSI) == (0, 0, 0)

    def test_a_conversation_asks_for_a_note_attempt_or_not(self) -> None:
        talk = call("2026-11-03 09:10", "connected", via="other", noted=False)
        assert self.notes(talk, policy=RSI) == (0, 1, 0)

    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            (True, None, (1, 0, 0)),
            (None, True, (1, 0, 0)),
            (False, True, (1, 0, 0)),
            (True, False, (1, 0, 0)),
            (False, None, (0, 1, 0)),
            (None, False, (0, 1, 0)),
            (None, None, (0, 0, 1)),
        ],
    )
    def test_of_a_call_told_twice_a_single_note_will_do(
        self, first: bool | None, second: bool | None, expected: Any
    ) -> None:
        told = (
            call(f"2026-11-03 09:1{n}", call_id="c1", noted=noted)
            for n, noted in enumerate((first, second))
        )
        assert self.notes(*told) == expected

    @pytest.mark.parametrize(
        ("when", "expected"), [("2026-11-05 23:59", 0), ("2026-11-06 00:00", 1)]
    )
    def test_they_are_those_since_the_last_business_day_before_today(
        self, when: str, expected: int
    ) -> None:
        monday = "2026-11-09 09:00"
        assert self.notes(call(when, noted=True), now=monday)[0] == expected
        assert checked(now=monday).records_since == at("2026-11-06 00:00")

    def test_one_without_note_is_named_by_its_place_in_the_history(self) -> None:
        told = history(given_to(), call("2026-11-03 09:10", noted=False))
        item = checked(told, now="2026-11-03 12:00").items[0]
        assert (item.event, item.since) == (1, at("2026-11-03 09:10"))


class TestDailyChecklist:
    """The checklist as a whole: whom it looks at, its order and its forms."""

    def test_each_item_cites_the_one_of_the_source(self) -> None:
        silent = history(call("2026-11-03 09:10", "no_answer", noted=False))
        told = checked(history(of=lead(lead_id="lead-2")), silent)
        assert [(each.finding, each.source) for each in told.items] == [
            ("unassigned", "INC 15.1, Daily: new leads"),
            ("late", "INC 15.1, Daily: new leads"),
            ("missed", "INC 15.2, Daily: follow-up times"),
            ("without_note", "INC 15.4, Daily: records"),
        ]

    def test_items_of_a_kind_come_oldest_first_then_by_lead(self) -> None:
        told = checked(
            history(of=lead(lead_id="b", created="2026-11-04 10:00")),
            history(of=lead(lead_id="a", created="2026-11-04 10:00")),
            history(of=lead(lead_id="c", created="2026-11-04 09:59")),
        )
        assert [each.lead_id for each in told.items] == ["c", "a", "b"]

    def test_the_order_of_histories_leaves_no_trace(self) -> None:
        first = history(call("2026-11-03 09:10", "no_answer", noted=False))
        second = history(of=lead(lead_id="lead-2"))
        assert checked(first, second) == checked(second, first)

    def test_an_invalid_lead_is_left_out(self) -> None:
        junk = history(call("2026-11-03 09:10", noted=False), invalid("2026-11-03 09:20"))
        assert checked(junk) == checked()

    def test_what_comes_after_the_clock_is_not_looked_at(self) -> None:
        told = history(call("2026-11-03 09:10", "connected", noted=True))
        assert (
            checked(told, now="2026-11-03 09:05").items
            == checked(history(), now="2026-11-03 09:05").items
        )
        assert checked(told, now=CREATED - MICROSECOND).leads == 0

    @pytest.mark.parametrize(
        ("events", "expected"),
        [((), UNASSIGNED), ((given_to(),), "ann"), ((given_to(None),), NOT_TOLD)],
    )
    def test_an_item_says_who_has_the_lead(self, events: Any, expected: str) -> None:
        told = history(*events, call("2026-11-03 09:10", noted=False))
        assert checked(told, now="2026-11-03 12:00").items[0].specialist == expected

    def test_a_clock_without_zone_is_refused(self) -> None:
        with pytest.raises(InvalidInstant):
            daily_checklist((), now=datetime(2026, 11, 4), policy=RSI)

    def test_a_row_is_flat_and_json(self) -> None:
        assert checked(history(given_to())).rows() == [
            {
                "finding": "late", "lead_id": "lead-1", "since": "2026-11-04T17:00:00Z",
                "purpose": "first_call", "event": None, "specialist": "ann",
                "source": "INC 15.1, Daily: new leads",
            }
        ]  # fmt: skip

    TOLD = (
        history(given_to()),
        history(call("2026-11-03 09:10", "connected", noted=False), of=lead(lead_id="b_<i>|*x*")),
    )

    def test_as_text_it_is_read_by_the_clinics_clocks(self) -> None:
        assert checked(*self.TOLD).to_text() == (
            "Daily checklist\n"
            "At 2026-11-04 12:00 (America/Los_Angeles), by INCINTA 2.1\n"
            "Leads looked at: 2\n"
            "Communications since 2026-11-03 00:00: 0 noted, 1 not, 0 not known\n"
            "\n"
            "INC 15.1, Daily: new leads\n"
            "  lead    finding  for         since             specialist\n"
            "  lead-1  late     first call  2026-11-04 09:00  ann\n"
            "\n"
            "INC 15.2, Daily: follow-up times\n"
            "  none\n"
            "\n"
            "INC 15.4, Daily: records\n"
            "  lead       finding       for  since             specialist\n"
            "  b_<i>|*x*  without note  -    2026-11-03 09:10  not assigned\n"
        )

    def test_as_markdown_it_is_a_table_for_each_item_of_the_source(self) -> None:
        told = checked(*self.TOLD).to_markdown()
        assert told.startswith("## Daily checklist\n\n- At 2026-11-04 12:00")
        assert "\n### INC 15.2, Daily: follow-up times\n\nnone\n" in told
        assert (
            "| lead | finding | for | since | specialist |\n"
            "| --- | --- | --- | --- | --- |\n"
            "| lead-1 | late | first call | 2026-11-04 09:00 | ann |\n"
        ) in told

    def test_in_markdown_an_id_is_no_markup(self) -> None:
        assert "| b\\_&lt;i&gt;\\|\\*x\\* |" in checked(*self.TOLD).to_markdown()

    @pytest.mark.parametrize(
        ("odd", "written"),
        [
            ("[x](y)", "\\[x\\](y)"),
            ("`x`", "\\`x\\`"),
            ("~~x~~", "\\~\\~x\\~\\~"),
            ("a\\b", "a\\\\b"),
            ("https://x.org", "https:\\/\\/x.org"),
            ("www.x.org", "www\\.x.org"),
            ("WWW.x.org", "WWW\\.x.org"),
            ("a@x.org", "a\\@x.org"),
            ("$x$", "\\$x\\$"),
            ("&lt;", "&amp;lt;"),
            ("\u202ex", "\\\\u202ex"),
        ],
    )
    def test_nor_a_link_nor_a_way_to_hide(self, odd: str, written: str) -> None:
        told = checked(history(of=lead(lead_id=odd)), now=CREATED)
        assert f"| {written} | unassigned |" in told.to_markdown()

    def test_in_text_what_cannot_be_seen_is_spelled_out(self) -> None:
        told = checked(history(of=lead(lead_id="a\u202eb\x9bc")), now=CREATED)
        assert "  a\\u202eb\\u009bc  unassigned" in told.to_text()

    def test_an_item_is_a_value(self) -> None:
        item = checked(history()).items[0]
        assert isinstance(item, CheckItem)
        assert item == checked(history()).items[0]


SUN = "2026-11-15 12:00"  # the week is Mon 9 to Sun 15 November, the one before 2 to 8


def reviewed(
    *of: History,
    now: str | datetime = SUN,
    policy: Policy = INCINTA,
    by: Grouping | None = "specialist",
) -> WeeklyReview:
    """The weekly review of these histories."""
    clock = at(now) if isinstance(now, str) else now
    return weekly_review(of, now=clock, policy=policy, by=by)


def born(created: str, *events: Any, lead_id: str = "lead-1") -> History:
    """A history of a lead created then."""
    return history(*events, of=lead(lead_id=lead_id, created=created))


class TestWeeklyConversion:
    """How many leads became appointments, in the week and in the one before (INC, weekly review,
    conversion)."""

    @pytest.mark.parametrize(
        ("created", "expected"),
        [
            ("2026-11-15 11:59", (1, 0)),
            ("2026-11-09 00:00", (1, 0)),
            ("2026-11-08 23:59", (0, 1)),
            ("2026-11-02 00:00", (0, 1)),
            ("2026-11-01 23:59", (0, 0)),
        ],
    )
    def test_the_week_is_today_and_the_six_local_days_before_it(
        self, created: str, expected: Any
    ) -> None:
        total = reviewed(born(created)).total
        assert (total.week.conversion.missed, total.before.conversion.missed) == expected

    def test_the_clock_change_makes_no_difference(self) -> None:
        week = reviewed(now="2026-11-05 12:00").total.week.cohort
        assert (week.start, week.end) == (at("2026-10-30 00:00"), at("2026-11-06 00:00"))

    def test_they_are_the_indicators_of_the_leads_created_in_it(self) -> None:
        told = [born("2026-11-10 09:00"), born("2026-11-11 09:00", booked(WED, "2026-11-16 10:00"))]
        start, end = at("2026-11-09 00:00"), at("2026-11-16 00:00")
        expected = kpi(told, start=start, end=end, now=at(SUN), policy=INCINTA)
        assert reviewed(*told).total.week == expected


class TestWeeklyOldLeads:
    """Leads that have long been without an appointment are gone over (INC, weekly review, old
    leads)."""

    OLD = "2026-09-10 09:00"

    def waiting(self, *events: Any, now: str | datetime = SUN, policy: Policy = INCINTA) -> int:
        return len(reviewed(born(self.OLD, *events), now=now, policy=policy).unconverted)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [(at("2026-11-10 09:00") - MICROSECOND, 0), (at("2026-11-10 09:00"), 1)],
    )
    def test_an_open_lead_waits_long_from_the_months_of_the_policy_on(
        self, now: Any, expected: int
    ) -> None:
        assert self.waiting(now=now) == expected
        assert reviewed().unconverted_after == CalendarSpan(months=2)

    @pytest.mark.parametrize(
        "event",
        [
            booked("2026-09-11 09:00", "2026-12-16 10:00"),
            dead("2026-09-11 09:00"),
            unreachable("2026-09-11 09:00"),
            invalid("2026-09-11 09:00"),
        ],
    )
    def test_one_booked_closed_or_given_up_does_not(self, event: Any) -> None:
        assert self.waiting(event) == 0

    def test_nor_one_that_ever_was_booked(self) -> None:
        visit = booked("2026-09-11 09:00", "2026-12-16 10:00")
        assert self.waiting(visit, cancelled("2026-09-12 09:00")) == 0

    def test_without_such_a_number_in_the_policy_none_is_listed(self) -> None:
        assert self.waiting(policy=RSI) == 0
        assert reviewed(policy=RSI).unconverted_after is None

    def test_the_oldest_come_first_then_by_lead(self) -> None:
        told = reviewed(
            born("2026-08-02 09:00", lead_id="b"),
            born("2026-08-02 09:00", lead_id="a"),
            born("2026-08-01 09:00", contacted("2026-08-01 10:00"), given_to(), lead_id="c"),
        )
        assert [(each.lead_id, each.status) for each in told.unconverted] == [
            ("c", "contacted"),
            ("a", "new"),
            ("b", "new"),
        ]
        assert [each.specialist for each in told.unconverted] == ["ann", UNASSIGNED, UNASSIGNED]


class TestWeeklyVisits:
    """It is counted who came to the appointments of the week (INC, weekly review, visits)."""

    def visits(self, starts_at: str, come: Any) -> tuple[tuple[int, int, int], ...]:
        told = born("2026-09-01 09:00", booked("2026-09-01 10:00", starts_at), come(starts_at))
        total = reviewed(told).total
        return tuple(
            (each.met, each.missed, len(each.open)) for each in (total.visits, total.visits_before)
        )

    @pytest.mark.parametrize(
        ("starts_at", "expected"),
        [
            ("2026-11-15 11:00", ((1, 0, 0), (0, 0, 0))),
            ("2026-11-09 00:00", ((1, 0, 0), (0, 0, 0))),
            ("2026-11-08 23:59", ((0, 0, 0), (1, 0, 0))),
            ("2026-11-01 23:59", ((0, 0, 0), (0, 0, 0))),
            ("2026-11-15 13:00", ((0, 0, 0), (0, 0, 0))),
        ],
    )
    def test_a_visit_belongs_to_the_week_of_its_start_however_old_the_lead(
        self, starts_at: str, expected: Any
    ) -> None:
        assert self.visits(starts_at, attended) == expected

    def test_a_no_show_misses_it(self) -> None:
        assert self.visits("2026-11-13 10:00", no_show)[0] == (0, 1, 0)

    def test_without_record_it_is_open(self) -> None:
        assert self.visits("2026-11-13 10:00", reminder)[0] == (0, 0, 1)


class TestWeeklyTeam:
    """The work of the team is assessed (INC, weekly review, team): figures by specialist."""

    TOLD = (
        born("2026-11-10 09:00", given_to("bob", "2026-11-10 09:01")),
        born("2026-11-10 10:00", given_to("ann", "2026-11-10 10:01"), call("2026-11-10 10:05")),
        born("2026-11-10 11:00"),
    )

    def test_each_has_the_figures_of_the_leads_last_given_to_them(self) -> None:
        groups = dict(reviewed(*self.TOLD).groups)
        assert list(groups) == ["ann", "bob", UNASSIGNED]
        assert groups["ann"].week.response.met == groups["bob"].week.response.missed == 1

    def test_the_groups_add_up_to_the_total(self) -> None:
        told = reviewed(*self.TOLD)
        assert reduce(add, (each for _key, each in told.groups)) == told.total

    def test_whoever_has_nothing_in_either_week_is_left_out(self) -> None:
        assert reviewed(born("2026-09-01 09:00", given_to())).groups == ()

    def test_other_groups_may_be_asked_for(self) -> None:
        assert [key for key, _ in reviewed(*self.TOLD, by="source").groups] == ["other"]
        assert [key for key, _ in reviewed(*self.TOLD, by=lambda _: "x").groups] == ["x"]

    def test_or_none(self) -> None:
        assert reviewed(*self.TOLD, by=None).groups == ()

    def test_an_unknown_grouping_is_refused(self) -> None:
        unknown: Any = "week"
        with pytest.raises(InvalidCohort):
            reviewed(by=unknown)

    def test_figures_of_different_weeks_do_not_add(self) -> None:
        with pytest.raises(InvalidCohort):
            reviewed().total + reviewed(now="2026-11-16 12:00").total

    def test_nothing_else_adds_to_them(self) -> None:
        nothing: Any = 0
        with pytest.raises(TypeError):
            reviewed().total + nothing


class TestWeeklyReview:
    """The review as a whole: its rows and its forms."""

    TOLD = (
        born("2026-11-10 09:00", given_to("ann", "2026-11-10 09:01"), call("2026-11-10 09:05")),
        born("2026-08-01 09:00", lead_id="old|one"),
    )

    def test_an_invalid_lead_is_left_out(self) -> None:
        junk = born("2026-11-10 09:00", invalid("2026-11-10 09:10"))
        assert reviewed(junk) == reviewed()

    def test_a_clock_without_zone_is_refused(self) -> None:
        with pytest.raises(InvalidInstant):
            weekly_review((), now=datetime(2026, 11, 4), policy=RSI)

    def test_every_line_cites_its_item_of_the_source(self) -> None:
        rows = reviewed(*self.TOLD).rows()
        assert [(row["check"], row["source"]) for row in rows] == [
            *[("conversion", "INC 15.5, Weekly: conversion")] * 2,
            *[("show", "INC 15.7, Weekly: visits")] * 2,
            *[("team", "INC 15.8, Weekly: team")] * 8,
            ("unconverted", "INC 15.6, Weekly: old leads"),
        ]

    def test_rows_have_the_same_columns_and_are_json(self) -> None:
        rows = reviewed(*self.TOLD).rows()
        assert len({tuple(row) for row in rows}) == 1
        assert json.loads(json.dumps(rows)) == rows
        assert {key: value for key, value in rows[-1].items() if value is not None} == {
            "check": "unconverted", "lead_id": "old|one", "created_at": "2026-08-01T16:00:00Z",
            "status": "new", "specialist": UNASSIGNED, "source": "INC 15.6, Weekly: old leads",
        }  # fmt: skip

    def test_a_line_of_figures_is_an_indicator(self) -> None:
        row = reviewed(*self.TOLD).rows()[0]
        assert {key: value for key, value in row.items() if value is not None} == {
            "check": "conversion", "group": "all leads", "period": "week",
            "indicator": "conversion", "met": 0, "missed": 1, "open": 0, "rate": 0.0,
            "lowest": 0.0, "highest": 0.0, "target": 0.15, "verdict": "missed",
            "source": "INC 15.5, Weekly: conversion",
        }  # fmt: skip

    def test_as_text_it_is_read_by_the_clinics_clocks(self) -> None:
        assert reviewed(*self.TOLD, by=None).to_text() == (
            "Weekly review\n"
            "At 2026-11-15 12:00 (America/Los_Angeles), by INCINTA 2.1\n"
            "The week began 2026-11-09 00:00, the week before it 2026-11-02 00:00\n"
            "\n"
            "INC 15.5, Weekly: conversion\n"
            "  of         in           indicator   met  missed  open  rate  target  verdict\n"
            "  all leads  week         conversion  0    1       0     0.0%  15.0%   missed\n"
            "  all leads  week before  conversion  0    0       0     -     15.0%   open\n"
            "\n"
            "INC 15.6, Weekly: old leads (from an age of P2M)\n"
            "  lead     created           status  specialist\n"
            "  old|one  2026-08-01 09:00  new     not assigned\n"
            "\n"
            "INC 15.7, Weekly: visits\n"
            "  of         in           indicator  met  missed  open  rate  target  verdict\n"
            "  all leads  week         show       0    0       0     -     85.0%   open\n"
            "  all leads  week before  show       0    0       0     -     85.0%   open\n"
            "\n"
            "INC 15.8, Weekly: team\n"
            "  none\n"
        )

    def test_as_markdown_its_ids_are_no_markup(self) -> None:
        assert "| old\\|one | 2026-08-01 09:00 | new | not assigned |" in (
            reviewed(*self.TOLD).to_markdown()
        )

    @pytest.mark.parametrize(
        ("policy", "age"),
        [
            (RSI, "(the policy sets no age)"),
            (CLINIC, "(from an age of P2M)"),
            (
                INCINTA.revise(unreachable={"after": {"business_days": 40}}),
                "(from an age of 40 business days)",
            ),
        ],
    )
    def test_the_age_from_which_leads_are_listed_is_said(self, policy: Policy, age: str) -> None:
        assert f"INC 15.6, Weekly: old leads {age}" in reviewed(policy=policy).to_text()

    def test_figures_are_values(self) -> None:
        assert isinstance(reviewed().total, Figures)
        assert reviewed(*self.TOLD).total == reviewed(*self.TOLD[::-1]).total


LEADS = st.builds(
    Lead,
    lead_id=st.sampled_from(["a", "b"]),
    created_at=st.sampled_from([CREATED - n * timedelta(days=20) for n in range(4)]),
)
HISTORIES = st.lists(histories(CLINIC, max_events=8, lead=LEADS), max_size=3)


class TestLaws:
    """What holds of any histories (law 3, law 13)."""

    @settings(max_examples=300)  # a case is several histories
    @given(HISTORIES)
    def test_reviews_look_at_nothing_after_the_clock_and_their_groups_add_up(
        self, told: Sequence[History]
    ) -> None:
        past = [each.until(CREATED) for each in told]
        review = reviewed(*told, now=CREATED, policy=CLINIC)
        assert review == reviewed(*reversed(past), now=CREATED, policy=CLINIC)
        nothing = reviewed(now=CREATED, policy=CLINIC).total
        assert reduce(add, (each for _key, each in review.groups), nothing) == review.total
        daily = checked(*told, now=CREATED, policy=CLINIC)
        assert daily == checked(*reversed(past), now=CREATED, policy=CLINIC)

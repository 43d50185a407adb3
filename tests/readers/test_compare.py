"""`compare`: recorded leads replayed under several policies, and where these part."""

from __future__ import annotations

import gc
import gzip
import pickle
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    MICROSECOND,
    at,
    call,
    contacted,
    dead,
    declined,
    email,
    follow_up,
    history,
    lead,
    reopened,
    ring,
    text,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, AnyEvent, Engine, History, Policy, read_history
from leadflow.errors import InvalidInstant, UnknownVariant
from leadflow.readers.whatif import COMPARED, Comparison, Move, Parting, Totals, compare, sweep
from leadflow.testing import histories
from leadflow.vocabulary import Status

LAST = {"unscheduled": "exhausted", "no_response": "exhausted"}
SECOND = {"unscheduled": "PT4H", "no_response": "PT24H"}
FIRST = {"unscheduled": "PT4H", "no_response": "PT4H"}
LATER = "2026-11-30 12:00"


def attempts(many: int) -> Policy:
    """RSI with so many attempts: those between the first and the last are like the second."""
    return RSI.revise(name=f"{many}", attempts={"rungs": [FIRST, *[SECOND] * (many - 2), LAST]})


FOUR = attempts(4)
(SIX_HOURS,) = sweep(RSI, changes={"attempts.rungs[1].no_response": ["PT6H"]}).values()
(SHORT_GRACE,) = sweep(RSI, changes={"attempts.open_attempt_grace": ["PT2H"]}).values()

THREE_CALLS = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "no_answer"),
    call("2026-11-04 13:30", "left_message"),
)
TWO_CALLS = THREE_CALLS[:2]


def told(lead_id: str, *events: AnyEvent) -> History:
    """The history of a lead of that id, who came in on the usual Tuesday at nine."""
    return history(*events, of=lead(lead_id=lead_id))


GIVEN_UP = told("given-up", *THREE_CALLS)
SPOKEN_TO = told("spoken-to", *THREE_CALLS, call("2026-11-06 10:00", "connected"))
TRIED_TWICE = told("tried-twice", *TWO_CALLS)
MARKED = told("marked", *TWO_CALLS, dead("2026-11-04 09:00", "insurance"))
LEADS = (GIVEN_UP, SPOKEN_TO, TRIED_TWICE, MARKED)


def compared(
    *of: History, baseline: Policy = RSI, now: str | datetime = LATER, **variants: Policy
) -> Comparison:
    """These histories under RSI, unless said, and other policies."""
    clock = at(now) if isinstance(now, str) else now
    return compare(of, baseline=baseline, variants=variants, now=clock)


def only(comparison: Comparison, name: str = "other") -> Parting:
    """The one parting from the baseline."""
    (parting,) = comparison.partings(name)
    return parting


class TestPartings:
    """For each lead the first instant and event at which two policies part, and what differs."""

    def test_a_fourth_attempt_parts_where_the_third_ends_a_lead(self) -> None:
        parting = only(compared(GIVEN_UP, other=FOUR))
        assert (parting.lead_id, parting.at, parting.event) == (
            "given-up", at("2026-11-04 13:30"), 2,
        )  # fmt: skip

    def test_what_differs_then_is_told_with_both_values(self) -> None:
        parting = only(compared(GIVEN_UP, other=FOUR))
        found = {each.output: (each.before, each.after) for each in parting.differences}
        assert found.keys() == {"status", "next_contact", "reason_for_loss", "priority"}
        assert found["status"] == (Status.DEAD, Status.FOLLOW_UP)
        assert found["reason_for_loss"] == ("best_practices", None)
        assert found["next_contact"][0] is None
        assert found["next_contact"][1].at == at("2026-11-05 13:30")

    def test_another_delay_parts_where_it_begins(self) -> None:
        parting = only(compared(TRIED_TWICE, other=SIX_HOURS))
        assert (parting.at, parting.event) == (at("2026-11-03 13:15"), 1)
        (difference,) = parting.differences
        assert difference.output == "next_contact"
        assert difference.before.at == at("2026-11-04 13:15")
        assert difference.after.at == at("2026-11-03 19:15")

    def test_time_alone_can_part_them(self) -> None:
        open_third = told("open", *TWO_CALLS, call("2026-11-04 13:30"))
        parting = only(compared(open_third, other=SHORT_GRACE))
        assert (parting.at, parting.event) == (at("2026-11-04 15:30"), None)

    def test_it_is_time_alone_whichever_of_them_it_moves(self) -> None:
        open_third = told("open", *TWO_CALLS, call("2026-11-04 13:30"))
        parting = only(compared(open_third, baseline=SHORT_GRACE, other=RSI))
        assert (parting.at, parting.event) == (at("2026-11-04 15:30"), None)

    def test_at_creation_already(self) -> None:
        parting = only(compared(TRIED_TWICE, other=INCINTA))
        assert (parting.at, parting.event) == (at("2026-11-03 09:00"), None)

    def test_an_event_before_creation_is_one(self) -> None:
        early = told("early", call("2026-11-02 09:00", "no_answer"))
        counting = RSI.revise(attempts={"counted": []})
        parting = only(compared(early, other=counting))
        assert (parting.at, parting.event) == (at("2026-11-02 09:00"), 0)

    def test_leads_that_do_not_part_are_not_among_them(self) -> None:
        comparison = compared(*LEADS, other=FOUR)
        ids = [each.lead_id for each in comparison.partings("other")]
        assert ids == ["given-up", "spoken-to"]

    def test_each_variant_has_its_own(self) -> None:
        comparison = compared(*LEADS, four=FOUR, six=SIX_HOURS)
        assert [sum(1 for _each in comparison.partings(name)) for name in ("four", "six")] == [2, 4]

    def test_they_can_be_gone_through_again(self) -> None:
        comparison = compared(*LEADS, other=FOUR)
        assert list(comparison.partings("other")) == list(comparison.partings("other"))

    def test_how_many_there_are_is_counted(self) -> None:
        open_third = told("open", *TWO_CALLS, call("2026-11-04 13:30"))
        comparison = compared(*LEADS, open_third, other=SHORT_GRACE)
        variant = comparison["other"]
        assert (variant.parted, variant.parted_by_time) == (1, 1)

    def test_after_now_they_may_part(self) -> None:
        before = at("2026-11-04 13:30") - MICROSECOND
        assert compared(GIVEN_UP, other=FOUR, now=before)["other"].parted == 0

    def test_at_now_itself_they_do(self) -> None:
        assert compared(GIVEN_UP, other=FOUR, now="2026-11-04 13:30")["other"].parted == 1

    def test_a_row_is_flat(self) -> None:
        assert only(compared(GIVEN_UP, other=FOUR)).row() == {
            "lead_id": "given-up",
            "at": at("2026-11-04 13:30"),
            "event": 2,
            "differs": "status, next_contact, reason_for_loss, priority",
        }


class TestTotals:
    """In total: moves between statuses, leads lost and kept, reasons, tiers, teams."""

    def test_every_lead_moves_or_stays(self) -> None:
        assert compared(*LEADS, other=FOUR)["other"].moves == (
            Move(Status.FOLLOW_UP, Status.FOLLOW_UP, 1),
            Move(Status.CONTACTED, Status.CONTACTED, 1),
            Move(Status.DEAD, Status.FOLLOW_UP, 1),
            Move(Status.DEAD, Status.DEAD, 1),
        )

    def test_who_is_dead_under_the_baseline_alone_is_kept(self) -> None:
        variant = compared(*LEADS, other=FOUR)["other"]
        assert (variant.lost, variant.kept) == (0, 1)

    def test_who_is_dead_under_the_variant_alone_is_lost(self) -> None:
        variant = compared(*LEADS, baseline=FOUR, other=RSI)["other"]
        assert (variant.lost, variant.kept) == (1, 0)

    def test_statuses_reasons_tiers_and_teams_are_those_at_now(self) -> None:
        totals = compared(*LEADS).baseline
        assert totals.statuses == {"dead": 2, "contacted": 1, "follow_up": 1}
        assert totals.reasons == {"best_practices": 1, "insurance": 1}
        assert totals.tiers == {"none": 3, "follow_up": 1}
        assert totals.teams == {"local": 4}
        assert totals.dead == 2

    def test_a_status_that_no_lead_has_is_left_out(self) -> None:
        assert compared(TRIED_TWICE).baseline.dead == 0

    def test_leads_that_come_in_after_now_are_left_out(self) -> None:
        future = history(call("2026-11-02 09:00"), of=lead(lead_id="x", created="2026-12-01 09:00"))
        comparison = compared(GIVEN_UP, future, other=FOUR)
        assert comparison.leads == 1
        assert sum(each.leads for each in comparison["other"].moves) == 1

    def test_without_leads_everything_is_nought(self) -> None:
        comparison = compared(other=FOUR)
        assert (comparison.leads, comparison["other"].moves) == (0, ())
        assert comparison.baseline.median_hours is None
        assert comparison.baseline.mean_hours is None


def by_the_rules(*events: AnyEvent) -> tuple[int, int]:
    """How many RSI gives up, and of those, how many are spoken to later: of one lead."""
    totals = compared(history(*events)).baseline
    return totals.given_up, totals.spoken_to_later


class TestLostAndSpokenToLater:
    """Leads that the rules alone had dead before a conversation that was recorded."""

    @pytest.mark.parametrize(
        "talk",
        [
            call("2026-11-06 10:00", "connected"),
            ring("2026-11-06 10:00", answered=True),
            contacted("2026-11-06 10:00"),
        ],
        ids=lambda each: each.type,
    )
    def test_a_conversation_after_the_end_counts(self, talk: AnyEvent) -> None:
        assert by_the_rules(*THREE_CALLS, talk) == (1, 1)

    @pytest.mark.parametrize(
        "other",
        [
            call("2026-11-06 10:00", "no_answer"),
            ring("2026-11-06 10:00", answered=False),
            voicemail("2026-11-06 10:00"),
            email("2026-11-06 10:00"),
        ],
        ids=lambda each: each.type,
    )
    def test_nothing_else_does(self, other: AnyEvent) -> None:
        assert by_the_rules(*THREE_CALLS, other) == (1, 0)

    def test_a_conversation_before_the_end_does_not(self) -> None:
        talk = call("2026-11-03 09:05", "connected")
        assert by_the_rules(talk, *THREE_CALLS) == (1, 0)

    def test_one_at_the_very_instant_of_the_end_does_not(self) -> None:
        assert by_the_rules(*THREE_CALLS, contacted("2026-11-04 13:30"))[1] == 0

    def test_time_can_give_up_a_lead_as_well(self) -> None:
        talk = contacted("2026-11-06 10:00")
        assert by_the_rules(*TWO_CALLS, call("2026-11-04 13:30"), talk) == (1, 1)

    @pytest.mark.parametrize("closing", [dead, declined])
    def test_a_lead_that_somebody_closed_is_not_given_up_by_the_rules(self, closing: Any) -> None:
        talk = contacted("2026-11-06 10:00")
        assert by_the_rules(*TWO_CALLS, closing("2026-11-04 10:00"), talk) == (0, 0)

    def test_one_marked_as_dead_that_was_dead_stays_given_up(self) -> None:
        assert by_the_rules(*THREE_CALLS, dead("2026-11-04 14:00")) == (1, 0)

    def test_one_that_was_opened_in_between_counts(self) -> None:
        later = (reopened("2026-11-05 09:00"), contacted("2026-11-06 10:00"))
        assert by_the_rules(*THREE_CALLS, *later) == (1, 1)

    def test_a_talk_after_now_does_not(self) -> None:
        assert compared(SPOKEN_TO, now="2026-11-05 12:00").baseline.spoken_to_later == 0

    def test_more_attempts_lose_fewer_of_them(self) -> None:
        comparison = compared(*LEADS, other=FOUR)
        assert comparison.baseline.spoken_to_later == 1
        assert comparison["other"].totals.spoken_to_later == 0


def contacts(*events: AnyEvent, policy: Policy = RSI, now: str = LATER) -> Totals:
    """What is counted of one lead under a policy."""
    return compared(history(*events), baseline=policy, now=now).baseline


class TestContactsComingDue:
    """A contact counts once, on the local day on which it first is the next one and due."""

    def test_those_of_a_day(self) -> None:
        assert contacts(*TWO_CALLS).days == {"2026-11-03": 2, "2026-11-04": 1}

    def test_a_shorter_delay_brings_one_forward(self) -> None:
        assert contacts(*TWO_CALLS, policy=SIX_HOURS).days == {"2026-11-03": 3}

    def test_one_that_is_not_due_yet_does_not_count(self) -> None:
        assert contacts(*TWO_CALLS, now="2026-11-04 13:14").days == {"2026-11-03": 2}

    def test_one_that_falls_due_at_now_counts(self) -> None:
        assert contacts(*TWO_CALLS, now="2026-11-04 13:15").contacts == 3

    def test_one_that_is_done_before_it_is_due_does_not_count(self) -> None:
        early = call("2026-11-03 12:00", "no_answer")
        assert contacts(TWO_CALLS[0], early, now="2026-11-03 14:00").contacts == 1

    def test_one_that_another_came_before_counts_once(self) -> None:
        owed = (voicemail("2026-11-03 13:20"), contacted("2026-11-03 13:30"))
        promised = follow_up("2026-11-03 09:20", "2026-11-03 13:10")
        found = contacts(call("2026-11-03 09:10"), promised, *owed)
        assert found.contacts == 3  # the first call, the promised one, the voicemail

    def test_one_that_waits_while_other_things_happen_counts_once(self) -> None:
        waits = (text("2026-11-03 13:20"), text("2026-11-03 13:30"))
        assert contacts(TWO_CALLS[0], *waits).days == {"2026-11-03": 2}

    def test_days_are_those_of_the_clinic(self) -> None:
        late = follow_up("2026-11-03 09:10", "2026-11-03 23:30")
        assert contacts(late).days == {"2026-11-03": 2}

    def test_hours_are_those_of_the_clinic_too(self) -> None:
        hours = contacts(*TWO_CALLS).hours
        tuesday, wednesday = 1, 2
        assert (hours[tuesday][9], hours[tuesday][13], hours[wednesday][13]) == (1, 1, 1)

    def test_every_contact_has_its_day_and_its_hour(self) -> None:
        found = contacts(*THREE_CALLS)
        assert sum(map(sum, found.hours)) == found.contacts == sum(found.days.values())

    def test_all_policies_are_counted_by_the_days_of_the_baseline(self) -> None:
        calendar = RSI.calendar.model_copy(update={"zone": "Asia/Shanghai"})
        elsewhere = RSI.model_copy(update={"calendar": calendar})
        comparison = compared(TRIED_TWICE, other=elsewhere)
        assert comparison["other"].totals.days == comparison.baseline.days


class TestHoursToTheNextContact:
    """From the instant at which a contact ahead first is the next one to its own instant."""

    def test_four_hours_and_a_day(self) -> None:
        found = contacts(*TWO_CALLS)
        assert (found.planned, found.mean_hours, found.median_hours) == (2, 14.0, 14.0)

    def test_four_hours_and_six(self) -> None:
        found = contacts(*TWO_CALLS, policy=SIX_HOURS)
        assert (found.planned, found.mean_hours, found.median_hours) == (2, 5.0, 5.0)

    def test_of_an_odd_number_the_median_is_the_one_in_the_middle(self) -> None:
        found = contacts(*TWO_CALLS, follow_up("2026-11-03 14:00", "2026-11-13 14:00"))
        assert found.median_hours == 24.0
        assert found.mean_hours == pytest.approx((4 + 24 + 240) / 3)

    def test_one_due_at_once_lay_not_ahead(self) -> None:
        assert contacts().planned == 0

    def test_one_that_comes_up_again_counts_once(self) -> None:
        owed = (voicemail("2026-11-03 10:00"), call("2026-11-03 10:05", "connected"))
        promised = follow_up("2026-11-03 09:10", "2026-11-05 09:10")
        found = contacts(promised, *owed)
        assert (found.planned, found.mean_hours) == (1, 48.0)

    def test_the_median_is_told_to_the_minute_below_a_day(self) -> None:
        found = contacts(follow_up("2026-11-03 09:10:00", "2026-11-03 09:25:20"))
        assert found.median_hours == pytest.approx(15 / 60)

    def test_and_to_the_hour_from_there_on(self) -> None:
        found = contacts(follow_up("2026-11-03 09:10", "2026-11-05 09:20"))
        assert found.median_hours == 48.0


class TestReading:
    """Histories are read once; progress is told; nothing odd is needed of the arguments."""

    def test_an_iterator_will_do(self) -> None:
        whole = compare(LEADS, baseline=RSI, variants={"four": FOUR}, now=at(LATER))
        once = compare(iter(LEADS), baseline=RSI, variants={"four": FOUR}, now=at(LATER))
        assert once == whole
        assert list(once.partings("four")) == list(whole.partings("four"))

    @pytest.mark.parametrize(
        ("many", "expected"),
        [
            (0, [(0, 0)]),
            (1, [(1, 1)]),
            (100, [(100, 100)]),
            (250, [(100, 250), (200, 250), (250, 250)]),
        ],
    )
    def test_progress_is_told_now_and_then_and_at_the_end(
        self, many: int, expected: list[tuple[int, int | None]]
    ) -> None:
        heard: list[tuple[int, int | None]] = []
        compare(
            [told("new")] * many,
            baseline=RSI,
            variants={},
            now=at(LATER),
            progress=lambda done, of: heard.append((done, of)),
        )
        assert heard == expected

    def test_without_a_length_nobody_knows_of_how_many(self) -> None:
        heard: list[tuple[int, int | None]] = []
        compare(
            iter(LEADS),
            baseline=RSI,
            variants={},
            now=at(LATER),
            progress=lambda done, of: heard.append((done, of)),
        )
        assert heard == [(4, None)]

    def test_no_variants_are_none(self) -> None:
        comparison = compared(*LEADS)
        assert (comparison.variants, comparison.rows()) == ((), [])

    @pytest.mark.parametrize(
        "now", [datetime(2026, 11, 3), at("2026-11-03 09:00").replace(year=2300), 5]
    )
    def test_an_instant_that_is_none_is_refused(self, now: Any) -> None:
        with pytest.raises(InvalidInstant):
            compare([], baseline=RSI, variants={}, now=now)

    def test_a_variant_that_was_not_compared_is_refused_without_its_name(self) -> None:
        comparison = compared(*LEADS, other=FOUR)
        for ask in (comparison.partings, comparison.__getitem__, comparison.contacts_by_hour):
            with pytest.raises(UnknownVariant) as refused:
                ask("zhang wei")
            assert "zhang" not in str(refused.value)


class TestShowing:
    """A comparison shows itself, as rows, text, Markdown and HTML with pictures."""

    ONE = compared(*LEADS, four=FOUR)
    SEVERAL = compare(
        LEADS,
        baseline=RSI,
        variants=sweep(RSI, changes={"attempts.rungs[1].no_response": ["PT6H", "PT12H"]}),
        now=at(LATER),
    )

    def test_a_row_for_each_variant(self) -> None:
        assert self.ONE.rows() == [
            {
                "variant": "four",
                "parted": 2,
                "parted_by_time": 0,
                "lost": 0,
                "kept": 1,
                "policy": "4",
                "dead": 1,
                "given_up": 0,
                "spoken_to_later": 0,
                "contacts": 13,  # four, four, three and two
                "planned": 10,
                "mean_hours": pytest.approx((4 * 4 + 4 * 24 + 2 * 24) / 10),
                "median_hours": 24.0,
            }
        ]

    def test_a_row_for_each_day_of_each_policy(self) -> None:
        days = compared(TRIED_TWICE, six=SIX_HOURS).days()
        assert days == [
            {"variant": None, "on": "2026-11-03", "contacts": 2},
            {"variant": None, "on": "2026-11-04", "contacts": 1},
            {"variant": "six", "on": "2026-11-03", "contacts": 3},
        ]

    def test_of_one_variant_it_tells_who_moved_where(self) -> None:
        html = self.ONE.to_html()
        assert html.count("<svg") == 3
        assert "Dead to Follow-up: 1" in html

    def test_of_one_variant_it_tells_the_first_leads_that_part(self) -> None:
        text = str(self.ONE)
        assert "given-up" in text
        assert "status: Dead / Follow-up" in text

    def test_statuses_bear_the_clinic_s_names(self) -> None:
        comparison = compared(told("new"), baseline=RSI, other=FOUR)
        assert "Created" in comparison.to_markdown()

    def test_of_several_variants_it_draws_bars_and_a_curve(self) -> None:
        html = self.SEVERAL.to_html()
        assert html.count("<svg") == 2
        assert "PT12H" in html

    def test_variants_that_vary_in_one_path_are_told_apart_by_its_values(self) -> None:
        assert "PT6H, lost: 0" in self.SEVERAL.to_html()

    def test_others_bear_their_names(self) -> None:
        assert "five, lost: 0" in compared(*LEADS, four=FOUR, five=attempts(5)).to_html()

    def test_without_variants_it_shows_the_baseline(self) -> None:
        assert "baseline" in compared(*LEADS).to_text()

    def test_over_many_days_contacts_are_drawn_by_the_month(self) -> None:
        weekly = [
            told(f"lead-{n}", follow_up("2026-11-03 09:10", f"{day:%Y-%m-%d} 09:00"))
            for n in range(100)
            for day in [datetime(2026, 11, 4) + n * timedelta(days=1)]
        ]
        html = compared(*weekly, other=FOUR, now="2027-03-01 09:00").to_html()
        assert "baseline, 2026-12: 31" in html

    def test_contacts_by_hour_are_a_picture_of_the_baseline_or_a_variant(self) -> None:
        comparison = compared(TRIED_TWICE, six=SIX_HOURS)
        assert "Wed, 13: 1" in comparison.contacts_by_hour().svg
        assert "Tue, 19: 1" in comparison.contacts_by_hour("six").svg

    def test_what_differs_in_details_alone_says_so(self) -> None:
        asking = INCINTA.revise(routing={"language_implies_chinese": False})
        comparison = compared(told("new"), baseline=INCINTA, other=asking)
        assert "with other details" in comparison.to_markdown()

    def test_that_no_event_parts_them_is_said(self) -> None:
        assert "no event" in str(compared(told("new"), other=INCINTA))

    def test_every_form_of_it_says_that_events_are_those_recorded(self) -> None:
        assert all("was recorded" in form for form in self.ONE._repr_mimebundle_().values())

    def test_it_can_be_pickled(self) -> None:
        again = pickle.loads(pickle.dumps(self.ONE))
        assert again == self.ONE
        assert list(again.partings("four")) == list(self.ONE.partings("four"))


PAIRS = st.sampled_from(
    [(RSI, FOUR), (RSI, SIX_HOURS), (RSI, SHORT_GRACE), (INCINTA, CLINIC), (CLINIC, RSI),
     (INCINTA, INCINTA.revise(unreachable={"attempts": 2, "after": "P7D"}))]
)  # fmt: skip
said = attrgetter(*COMPARED)


def clock_after(of: History) -> datetime:
    """A clock at which everything has happened, and time has gone on for half a year."""
    last = max([of.lead.created_at, *(each.at for each in of.events)])
    return min(last + timedelta(days=180), at("2199-12-01 00:00"))


class TestLaws:
    """What holds for any histories."""

    @given(st.lists(histories(), max_size=3), st.sampled_from([RSI, INCINTA, CLINIC]))
    @settings(max_examples=25)
    def test_a_policy_never_parts_from_itself(self, of: list[History], policy: Policy) -> None:
        now = max(map(clock_after, of), default=at(LATER))
        comparison = compare(of, baseline=policy, variants={"same": policy}, now=now)
        assert comparison["same"].parted == 0
        assert comparison["same"].totals == comparison.baseline
        assert all(each.before is each.after for each in comparison["same"].moves)

    @given(histories(), PAIRS)
    @settings(max_examples=60)
    def test_where_they_part_is_the_first_instant_that_differs(
        self, of: History, pair: tuple[Policy, Policy]
    ) -> None:
        now = clock_after(of)
        comparison = compare([of], baseline=pair[0], variants={"b": pair[1]}, now=now)
        one, other = map(Engine, pair)

        def alike(instant: datetime) -> bool:
            decisions = (each.decide(of, now=instant) for each in (one, other))
            before, after = map(said, decisions)
            return bool(before == after)

        until = now
        for parting in comparison.partings("b"):
            assert not alike(parting.at)
            until = parting.at - MICROSECOND
        assert all(map(alike, self._instants(of, until)))

    @staticmethod
    def _instants(of: History, until: datetime) -> Iterator[datetime]:
        """Instants up to `until`: events, what lies just before them, and time in between."""
        start = min([of.lead.created_at, *(each.at for each in of.events)])
        yield from (each.at for each in of.events if each.at <= until)
        yield from (each.at - MICROSECOND for each in of.events if start < each.at <= until)
        if start <= until:
            yield until
            yield from (start + (until - start) * n / 7 for n in range(7))

    @given(st.lists(histories(), max_size=4), PAIRS)
    @settings(max_examples=25)
    def test_moves_and_counts_are_those_of_deciding_at_now(
        self, of: list[History], pair: tuple[Policy, Policy]
    ) -> None:
        now = at("2027-02-01 12:00")
        comparison = compare(of, baseline=pair[0], variants={"b": pair[1]}, now=now)
        there = [each for each in of if each.lead.created_at <= now]
        one, other = map(Engine, pair)
        both = [(one.decide(each, now=now), other.decide(each, now=now)) for each in there]
        moves = Counter((before.status, after.status) for before, after in both)
        variant = comparison["b"]
        assert {(each.before, each.after): each.leads for each in variant.moves} == moves
        assert sum(moves.values()) == comparison.leads == len(there)
        lost = sum(b.status != "dead" and a.status == "dead" for b, a in both)
        kept = sum(b.status == "dead" and a.status != "dead" for b, a in both)
        assert (variant.lost, variant.kept) == (lost, kept)
        reasons = Counter(a.reason_for_loss for _b, a in both if a.reason_for_loss)
        assert variant.totals.reasons == reasons

    @given(st.lists(histories(), max_size=4), PAIRS)
    @settings(max_examples=20)
    def test_a_policy_is_counted_alike_as_baseline_and_as_variant(
        self, of: list[History], pair: tuple[Policy, Policy]
    ) -> None:
        now = max(map(clock_after, of), default=at(LATER))
        there = compare(of, baseline=pair[0], variants={"b": pair[1]}, now=now)
        back = compare(of, baseline=pair[1], variants={"a": pair[0]}, now=now)
        assert (there["b"].totals, there.baseline) == (back.baseline, back["a"].totals)
        assert there["b"].parted == back["a"].parted
        assert (there["b"].lost, there["b"].kept) == (back["a"].kept, back["a"].lost)


NOT_OURS = tracemalloc.Filter(inclusive=False, filename_pattern="*/leadflow/instants.py")
"""Where the zone turns instants into wall times, it keeps now more of them, now fewer."""


class TestMemory:
    """What is kept grows with the leads, not with leads times variants."""

    FEW, MANY = 5, 40

    def for_each_lead(self, variants: dict[str, Policy]) -> float:
        """How many bytes one more lead takes that parts under all of them, besides its history."""
        seen: list[tracemalloc.Snapshot] = []

        def leads() -> Iterator[History]:
            one = told("new")
            tracemalloc.start()
            for many in (self.FEW, self.MANY):
                yield from [one] * many
                gc.collect()
                seen.append(tracemalloc.take_snapshot().filter_traces([NOT_OURS]))
            tracemalloc.stop()

        comparison = compare(leads(), baseline=RSI, variants=variants, now=at("2026-11-03 09:00"))
        assert all(each.parted == self.FEW + self.MANY for each in comparison.variants)
        grown = seen[1].compare_to(seen[0], "filename")
        return sum(each.size_diff for each in grown) / self.MANY

    def test_twenty_variants_cost_no_more_for_each_lead_than_two(self) -> None:
        twenty = sweep(RSI, changes={"first_contact.within": [f"PT{n}H" for n in range(1, 21)]})
        two = dict(list(twenty.items())[:2])
        number = sys.getsizeof(2**20)  # one bit for each variant: small numbers are shared
        for_two, for_twenty = map(self.for_each_lead, (two, twenty))
        assert for_twenty < for_two + number + len(twenty) - len(two)


def read(folder: Path, every: int) -> Iterable[History]:
    """One of so many of the recorded histories."""
    for path in sorted((folder / "histories").glob("*.jsonl.gz")):
        with gzip.open(path) as lines:
            yield from (read_history(line) for n, line in enumerate(lines) if n % every == 0)


@pytest.fixture(scope="module")
def recorded(data_folder: Path) -> Comparison:
    """RSI against two others over recorded leads."""
    of = list(read(data_folder, 20))
    now = max(each.at for one in of for each in one.events[-1:])
    variants = {"INCINTA": INCINTA, "four": FOUR}
    comparison = compare(of, baseline=RSI, variants=variants, now=now)
    assert comparison.leads == len(of) > 400
    return comparison


class TestRecordedLeads:
    """Over leads that were recorded, all counts add up."""

    def test_to_the_number_of_leads(self, recorded: Comparison) -> None:
        policies = [recorded.baseline, *(each.totals for each in recorded.variants)]
        for counted in ("statuses", "tiers", "teams"):
            numbers = {sum(getattr(each, counted).values()) for each in policies}
            assert numbers == {recorded.leads}
        for each in recorded.variants:
            assert sum(move.leads for move in each.moves) == recorded.leads

    def test_reasons_to_the_dead(self, recorded: Comparison) -> None:
        for each in (recorded.baseline, *(each.totals for each in recorded.variants)):
            assert sum(each.reasons.values()) == each.dead > 0

    def test_lost_and_kept_to_what_is_dead(self, recorded: Comparison) -> None:
        for each in recorded.variants:
            assert recorded.baseline.dead + each.lost - each.kept == each.totals.dead

    def test_partings_to_those_that_part(self, recorded: Comparison) -> None:
        partings = list(recorded.partings("four"))
        assert len(partings) == recorded["four"].parted > 0
        by_time = sum(each.event is None for each in partings)
        assert by_time == recorded["four"].parted_by_time

    def test_who_is_spoken_to_later_was_given_up(self, recorded: Comparison) -> None:
        assert 0 < recorded.baseline.spoken_to_later <= recorded.baseline.given_up

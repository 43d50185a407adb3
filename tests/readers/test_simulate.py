"""`simulate`: known cases, one seed one result, and what a simulation tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clinic import at, lead
from leadflow import CLINIC, INCINTA, RSI, Engine, History, Lead, Policy
from leadflow import events as e
from leadflow.calendars import OpeningHours
from leadflow.errors import InvalidInstant, InvalidSimulation
from leadflow.readers.simulation import Behaviour, Simulation, prepared, simulate
from leadflow.readers.simulation import chance as chance_module
from leadflow.readers.simulation.chance import Chance, chosen, wait_of
from leadflow.readers.simulation.clock import slot_on
from leadflow.readers.simulation.customers import Customer
from leadflow.vocabulary import Status
from processes import in_new_process

WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()
START = at("2026-11-02 00:00")
RECORDED = [0.29009499946408535, 0.7068637004113961]
EVERY_DAY = {
    "week": {day: [["09:00", "17:00"]] for day in WEEK},
    "closed": [],
}
"""No day is closed, so that whoever comes in can be called within 24 hours."""


def run(policy: Policy = RSI, behaviour: Behaviour | None = None, **changes: Any) -> Simulation:
    told: dict[str, Any] = {"leads": 40, "agents": 2, "start": START, "days": 21, "seed": 1}
    return simulate(policy, behaviour=behaviour or Behaviour(), **{**told, **changes})


@cache
def usual(name: str) -> Simulation:
    """Three weeks as by default."""
    return run({"RSI": RSI, "INCINTA": INCINTA}[name])


def facts_of(given: Lead, *, chinese: float) -> Mapping[str, Any]:
    """What is so of the customer of a given lead, at a share of Chinese customers."""
    clinic, _known = prepared(
        INCINTA, behaviour=Behaviour(chinese=chinese), leads=[given], agents=0, start=START,
        days=2, seed=1,
    )  # fmt: skip
    for _now in clinic.ticks():
        pass
    (guest,) = clinic.guests
    return guest.customer.facts


def calls_of(history: History) -> list[e.CallPlaced]:
    return [each for each in history.events if isinstance(each, e.CallPlaced)]


@cache
def unanswered(name: str) -> Simulation:
    """Three months in which nobody ever answers."""
    policy = {"RSI": RSI, "INCINTA": INCINTA}[name]
    return run(policy, Behaviour.nobody_answers(), agents=3, leads=24, days=90)


class TestKnownCases:
    """What must come out, whatever the chance."""

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=lambda each: each.name)
    @pytest.mark.parametrize("seed", [1, 2])
    def test_with_everybody_answering_the_response_rate_is_1(
        self, policy: Policy, seed: int
    ) -> None:
        """Enough agents, and a clinic that is open on every day."""
        result = run(
            policy.revise(calendar=EVERY_DAY), Behaviour.everybody_answers(), agents=5, seed=seed
        )
        response = result.indicators.response
        assert (response.rate, response.missed) == (1.0, 0)
        assert response.met >= 35

    def test_with_everybody_answering_every_call_connects(self) -> None:
        result = run(RSI, Behaviour.everybody_answers())
        assert result.indicators.connect.rate == 1.0

    def test_with_nobody_answering_every_old_rsi_lead_is_dead_after_three_calls(self) -> None:
        result = unanswered("RSI")
        engine, old = Engine(RSI), result.end - timedelta(days=10)
        histories = [each for each in result.histories if each.lead.created_at <= old]
        assert len(histories) > 15
        for history in histories:
            decision = engine.decide(history, now=result.end)
            assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "best_practices")
            assert decision.attempts == len(calls_of(history)) == 3

    def test_with_nobody_answering_every_old_incinta_lead_is_unreachable_or_in_mail_rounds(
        self,
    ) -> None:
        result = unanswered("INCINTA")
        engine, old = Engine(INCINTA), result.end - timedelta(days=10)
        statuses = [
            engine.decide(each, now=result.end).status
            for each in result.histories
            if each.lead.created_at <= old
        ]
        assert set(statuses) <= {Status.UNREACHABLE, Status.MAIL_CONTACTED, Status.FOLLOW_UP}
        assert statuses.count(Status.UNREACHABLE) > 3

    def test_a_lead_in_follow_up_then_waits_for_the_mail_of_its_round(self) -> None:
        result, engine = unanswered("INCINTA"), Engine(INCINTA)
        for history in result.histories:
            decision = engine.decide(history, now=result.end)
            if decision.status is Status.FOLLOW_UP:
                assert decision.next_contact is not None
                assert decision.next_contact.purpose == "follow_up_email"

    def test_with_nobody_answering_nothing_is_booked_and_nobody_is_lost_by_wish(self) -> None:
        result = unanswered("RSI")
        assert (result.visits, result.calls_per_visit, result.emails_per_visit) == (0, None, None)
        assert set(result.losses) == {"best_practices"}

    def test_without_agents_nothing_is_done(self) -> None:
        result = run(INCINTA, agents=0)
        events = [each for history in result.histories for each in history.events]
        assert {type(each) for each in events} <= {e.CallReceived, e.VoicemailReceived}
        assert result.busy is None
        assert result.work == ()
        (new_leads,) = (each for each in result.waiting if each.tier == "new_lead")
        assert (new_leads.count, new_leads.median) == (0, None)
        assert new_leads.never > 30


class TestChance:
    """Everything comes from one seed."""

    def test_the_same_seed_gives_the_same_result(self) -> None:
        again = run(INCINTA)
        assert again == usual("INCINTA")
        assert again.to_html() == usual("INCINTA").to_html()

    def test_another_seed_gives_another(self) -> None:
        assert usual("RSI").histories != run(seed=2).histories

    def test_a_negative_seed_is_another_than_its_opposite(self) -> None:
        assert run(seed=-1).histories != usual("RSI").histories

    def test_the_same_in_every_process(self) -> None:
        program = (
            "from datetime import UTC, datetime\n"
            "from leadflow import CLINIC\n"
            "from leadflow.readers.simulation import Behaviour, simulate\n"
            "result = simulate(CLINIC, behaviour=Behaviour(), leads=12, agents=1,"
            " start=datetime(2026, 11, 2, tzinfo=UTC), days=9, seed=5)\n"
            "print(result.rows(), [h.model_dump_json() for h in result.histories])\n"
        )
        there = in_new_process("-c", program, PYTHONHASHSEED="7", TZ="Asia/Shanghai")
        start = datetime(2026, 11, 2, tzinfo=UTC)
        here = run(CLINIC, leads=12, agents=1, start=start, days=9, seed=5)
        assert there == f"{here.rows()} {[h.model_dump_json() for h in here.histories]}\n"

    def test_two_policies_meet_the_same_customers(self) -> None:
        """Same leads at the same instants, and of each the first call ends in the same way."""
        three, five = usual("RSI"), run(RSI.revise(attempts={"one_per_day": True}))
        assert [each.lead for each in three.histories] == [each.lead for each in five.histories]
        firsts = [
            [calls[0].outcome for each in result.histories if (calls := calls_of(each))]
            for result in (three, five)
        ]
        assert firsts[0] == firsts[1]

    def test_a_call_planned_without_a_conversation_changes_none_to_come(self) -> None:
        """One policy asks for such plans, another does not."""
        once, twice = (
            Customer(Behaviour(), seed=1, number=7, hours=OpeningHours(RSI.calendar), known={})
            for _n in range(2)
        )
        twice.plans(START)
        assert [once.talks(START) for _n in range(3)] == [twice.talks(START) for _n in range(3)]

    def test_only_the_method_that_python_promises_to_keep_is_used(self) -> None:
        """`Random(seed).random`, and nothing else of the module."""
        tree = ast.parse(Path(chance_module.__file__).read_text(encoding="utf-8"))
        imported = [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "random"
            for alias in node.names
        ]
        assert imported == ["Random"]
        uses = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "Random"]
        made = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "Random"
        ]
        assert [node.attr for node in made] == ["random"]
        assert len(uses) == 1

    def test_numbers_are_those_of_python_for_ever(self) -> None:
        """Recorded once: a change here changes every simulation."""
        chance = Chance(1, "lead", 0, "called")
        assert [chance.number() for _n in range(2)] == RECORDED

    def test_choices_follow_the_weights(self) -> None:
        assert [chosen(each, (0.0, 1.0, 3.0, 0.0)) for each in (0.0, 0.24, 0.26, 0.999999)] == [
            1,
            1,
            2,
            2,
        ]

    def test_waits_have_their_mean(self) -> None:
        chance = Chance(3, "waits")
        waits = [wait_of(chance.number(), 5.0) for _n in range(20_000)]
        assert sum(waits) / len(waits) == pytest.approx(5.0, rel=0.05)
        assert min(waits) >= 0


class TestLeads:
    """Who comes in, and when."""

    def test_so_many_leads_come_in_between_start_and_end(self) -> None:
        result = run(leads=70)
        created = [each.lead.created_at for each in result.histories]
        assert len(created) == 70
        assert created == sorted(created)
        assert START <= created[0] <= created[-1] < result.end == at("2026-11-23 00:00")

    def test_days_are_those_of_the_clinics_clocks(self) -> None:
        """The clocks change on 2027-03-14: one of these days has 23 hours."""
        result = run(leads=1, start=at("2027-03-13 08:00"), days=2)
        assert result.end == at("2027-03-15 08:00")

    def test_given_leads_come_in_when_they_were_created(self) -> None:
        old = lead(lead_id="old", created="2026-10-20 10:00")
        new = lead(lead_id="new", created="2026-11-05 10:00", language="en")
        result = run(leads=[new, old])
        assert [each.lead for each in result.histories] == [old, new]
        assert result.histories[0].events[0].at >= START

    def test_what_is_known_of_a_given_lead_is_so(self) -> None:
        """Whatever the shares of the behaviour: by what is told, or else by the language."""
        told = [lead(lead_id="a", chinese=True), lead(lead_id="b", language="yue-HK")]
        others = [lead(lead_id="c", chinese=False), lead(lead_id="d", language="fr")]
        assert [facts_of(each, chinese=0.0)["chinese"] for each in told] == [True, True]
        assert [facts_of(each, chinese=1.0)["chinese"] for each in others] == [False, False]
        assert facts_of(told[0], chinese=0.0)["language"] == "zh"
        assert facts_of(told[1], chinese=0.0)["language"] == "yue-HK"

    def test_weights_say_when_they_come(self) -> None:
        mondays = Behaviour(arrivals_by_weekday=(1.0, *(0.0,) * 6))
        result = run(behaviour=mondays)
        zone = OpeningHours(RSI.calendar).zone
        assert {h.lead.created_at.astimezone(zone).weekday() for h in result.histories} == {0}

    @pytest.mark.parametrize(
        "changes",
        [
            {"leads": -1},
            {"leads": True},
            {"leads": 2.5},
            {"leads": "many"},
            {"leads": 1_000_001},
            {"agents": -1},
            {"agents": 1_001},
            {"days": 0},
            {"days": 3_661},
            {"seed": 1.5},
            {"seed": None},
            {"start": at("2199-12-20 00:00")},
            {"leads": [lead(), lead()]},
            {"leads": [lead(created="2027-11-03 09:00")]},
            {"leads": [None]},
            {"behaviour": Behaviour(arrivals_by_weekday=(*(0.0,) * 6, 1.0)), "days": 3},
        ],
    )
    def test_what_cannot_be_run_is_refused(self, changes: dict[str, Any]) -> None:
        with pytest.raises(InvalidSimulation):
            run(**changes)

    def test_a_naive_start_is_refused(self) -> None:
        with pytest.raises(InvalidInstant):
            run(start=START.replace(tzinfo=None))


class TestWhatItTells:
    """The figures are those of the histories."""

    def test_outreach_is_counted_from_the_histories(self) -> None:
        result = usual("INCINTA")
        events = [each for history in result.histories for each in history.events]
        counts = [
            sum(isinstance(each, kind) for each in events)
            for kind in (e.CallPlaced, e.EmailSent, e.TextSent, e.AppointmentBooked)
        ]
        assert [result.calls, result.emails, result.texts, result.visits] == counts
        assert sum(map(sum, result.hours)) == sum(counts[:3])
        assert result.calls_per_visit == result.calls / result.visits
        assert result.emails_per_visit == result.emails / result.visits

    def test_outreach_of_the_heat_map_lies_in_opening_hours(self) -> None:
        hours = usual("RSI").hours
        assert sum(sum(day[9:17]) for day in hours[:5]) == sum(map(sum, hours)) > 0

    def test_statuses_and_losses_are_those_decided_at_the_end(self) -> None:
        result, engine = run(CLINIC), Engine(CLINIC)
        decisions = [engine.decide(each, now=result.end) for each in result.histories]
        assert sum(result.statuses.values()) == len(decisions)
        for status, count in result.statuses.items():
            assert sum(each.status == status for each in decisions) == count
        assert sum(result.losses.values()) == result.statuses.get("dead", 0)

    def test_waiting_is_told_in_open_minutes_for_each_tier(self) -> None:
        result = run(INCINTA, agents=1, leads=80)
        assert [each.tier for each in result.waiting] == list(INCINTA.priority.order)
        (new,) = (each for each in result.waiting if each.tier == "new_lead")
        assert new.median is not None
        assert new.ninth_decile is not None
        assert new.longest is not None
        assert 0 <= new.median <= new.ninth_decile <= new.longest < 8 * 60

    def test_more_agents_are_less_busy(self) -> None:
        few, many = run(INCINTA, agents=1).busy, run(INCINTA, agents=4).busy
        assert few is not None
        assert many is not None
        assert 0 < many < few <= 1

    def test_busy_is_the_share_of_time_that_was_worked(self) -> None:
        """Exactly: lengths are added up as they are, not rounded."""
        endless = Behaviour(
            call_answered=(1.0,), invalid=0.0, dial_minutes=0.001, talk_minutes=100.0,
            write_minutes=60.0, calls_back=0.0, calls_in=0.0,
        )  # fmt: skip
        result = run(RSI, endless, agents=1, days=4)
        spent = sum((each.end - each.start for each in result.work), timedelta())
        assert result.busy == spent / timedelta(hours=4 * 8)

    def test_rows_are_flat(self) -> None:
        rows = usual("INCINTA").rows()
        assert {"of": "simulation", "figure": "leads", "value": 40} in rows
        assert {tuple(each) for each in rows} == {("of", "figure", "value")}
        kinds = (str, int, float, type(None))
        assert all(isinstance(cell, kinds) for each in rows for cell in each.values())

    def test_it_shows_itself_with_pictures(self) -> None:
        bundle = usual("INCINTA")._repr_mimebundle_()
        assert bundle["text/html"].count("<svg") == 2
        assert "Open minutes" in bundle["text/plain"]

    def test_progress_is_told_day_by_day(self) -> None:
        told: list[tuple[int, int]] = []
        run(days=5, progress=lambda done, total: told.append((done, total)))
        assert told[-1] == (5, 5)
        assert told == sorted(set(told))
        assert len(told) >= 4

    def test_a_day_of_25_hours_is_over_at_its_midnight(self) -> None:
        """On 2026-11-01 the clocks go back; leads come in in its last hour."""
        late = Behaviour(arrivals_by_hour=(*(0.0,) * 23, 1.0))
        told: list[tuple[int, int]] = []
        run(
            behaviour=late, start=at("2026-10-31 00:00"), days=2,
            progress=lambda done, total: told.append((done, total)),
        )  # fmt: skip
        assert told == [(1, 2), (2, 2)]


class TestRareTurns:
    """What comes up seldom."""

    def kinds(self, result: Simulation) -> set[str]:
        return {each.type for history in result.histories for each in history.events}

    def test_work_that_goes_on_at_the_end_is_counted_up_to_it(self) -> None:
        result = run(agents=1, leads=60, start=at("2026-11-02 12:00"), days=1)
        assert max(each.end for each in result.work) == result.end

    def test_a_lead_that_calls_while_it_is_dialled_is_not_called_any_more(self) -> None:
        hasty = Behaviour(calls_in=1.0, call_in_hours=0.1, dial_minutes=10.0, invalid=0.0)
        result = run(INCINTA, hasty, agents=3, days=7)
        answered = [
            history
            for history in result.histories
            if any(isinstance(each, e.CallReceived) and each.answered for each in history.events)
        ]
        assert any(not calls_of(history) for history in answered)

    def test_who_is_picked_up_in_time_does_not_hang_up(self) -> None:
        patient = Behaviour(calls_in=1.0, call_in_hours=8.0, patience_seconds=250, talk_minutes=4.0)
        result = run(RSI, patient, agents=1, days=4, leads=60)
        (rung,) = (each for each in result.waiting if each.tier == "inbound_call")
        assert rung.longest is not None
        assert rung.longest > 0

    def test_a_lead_without_phone_is_written_to(self) -> None:
        leads = [
            lead(lead_id=f"lead-{n}", channels=[way]) for n, way in enumerate(("text", "email"))
        ]
        result = run(INCINTA, Behaviour(text_replied=1.0, email_replied=1.0), leads=leads, days=30)
        assert {"text_sent", "email_sent", "reply_received"} <= self.kinds(result)
        assert "call_placed" not in self.kinds(result)

    def test_a_visit_of_a_lead_without_phone_is_reminded_of_in_writing(self) -> None:
        caller = Behaviour(calls_in=1.0, call_in_hours=24.0, booked=1.0, declines=0.0, stops=0.0)
        leads = [lead(lead_id=f"lead-{n}", channels=["email"], language="en") for n in range(8)]
        result = run(INCINTA, caller, leads=leads, days=40)
        methods = {
            each.method
            for history in result.histories
            for each in history.events
            if isinstance(each, e.ReminderGiven)
        }
        assert methods == {"email"}

    def test_what_cannot_be_ended_before_closing_is_tried_again(self) -> None:
        """Voice messages of eight hours are never left, so reminders are called for anew."""
        endless = Behaviour(
            call_answered=(1.0, 0.0), booked=1.0, declines=0.0, stops=0.0, message_minutes=480.0,
            invalid=0.0, chinese=0.0, cancels=0.0, moves=0.0,
        )  # fmt: skip
        result = run(INCINTA, endless, days=30)
        assert "reminder_given" not in self.kinds(result)
        assert max(len(calls_of(each)) for each in result.histories) > 4

    def test_who_calls_while_a_reminder_is_left_needs_none(self) -> None:
        """The message takes hours; a colleague takes the call of the same lead meanwhile."""
        slow = Behaviour(
            call_answered=(1.0, 0.0), booked=1.0, declines=0.0, stops=0.0, message_minutes=420.0,
            invalid=0.0, chinese=0.0, cancels=0.0, moves=0.0, calls_in=1.0, call_in_hours=150.0,
        )  # fmt: skip
        result = run(INCINTA, slow, days=30, agents=12, leads=60)
        reminded = [
            event.appointment_id
            for history in result.histories
            for event in history.events
            if isinstance(event, e.ReminderGiven)
        ]
        assert reminded
        assert len(reminded) == len(set(reminded))

    def test_after_a_cancellation_no_call_is_planned_for_a_time_that_has_passed(self) -> None:
        """What was named in the conversation that brought the visit is out of date by then."""
        fickle = Behaviour(
            booked=1.0, declines=0.0, stops=0.0, cancels=1.0, moves=0.0, names_time=1.0,
            booking_days=(0.0,) * 10 + (1.0,), follow_up_days=(0.0, 1.0),
        )  # fmt: skip
        result = run(RSI, fickle, days=30)
        planned = [
            event
            for history in result.histories
            for event in history.events
            if isinstance(event, e.FollowUpSet) and event.due is not None
        ]
        assert len(planned) > 5
        assert all(each.due is not None and each.due > each.at for each in planned)

    def test_where_no_message_can_be_left_none_is(self) -> None:
        result = run(RSI, Behaviour(message_taken=0.0))
        outcomes = {each.outcome for history in result.histories for each in calls_of(history)}
        assert outcomes == {"no_answer", "connected"}

    def test_a_no_show_that_was_assumed_is_not_recorded_again(self) -> None:
        policy = RSI.revise(appointments={"assume_no_show_after": "PT5M"})
        result = run(policy, Behaviour(shows=0.0, cancels=0.0, moves=0.0), days=40)
        assert result.visits
        assert "no_show_recorded" not in self.kinds(result)
        assert result.indicators.show.met == 0

    def test_a_chinese_customer_of_the_local_team_is_marked_so(self) -> None:
        local = lead(
            chinese=True,
            calling_code="1",
            visit_barriers=[],
            special_needs=[],
            pricing="local",
            referral_fee=False,
            agreed_visit_on=date(2026, 11, 9),
        )
        result = run(INCINTA, Behaviour(chinese=0.0, invalid=0.0), leads=[local], days=5)
        updates = [
            each for each in result.histories[0].events if isinstance(each, e.ProfileUpdated)
        ]
        assert updates[0].changes.language == "zh"

    def test_a_clinic_that_never_closes_works_at_night(self) -> None:
        week = {day: [["00:00", "00:00"]] for day in WEEK}
        result = run(RSI.revise(calendar={"week": week, "closed": []}))
        assert sum(map(sum, result.hours)) > sum(sum(day[9:17]) for day in result.hours)


class TestTimesToCome:
    """When visits and calls are agreed on."""

    def test_a_closed_day_is_passed_over(self) -> None:
        hours = OpeningHours(RSI.calendar)
        assert slot_on(hours, date(2026, 11, 7), 0.0) == at("2026-11-09 09:00")
        assert slot_on(hours, date(2026, 11, 9), 0.9999) == at("2026-11-09 16:30")

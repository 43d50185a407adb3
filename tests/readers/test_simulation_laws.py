"""A simulation keeps the engine's laws at every tick, and those of an office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import at
from leadflow import CLINIC, INCINTA, RSI, Decision, Engine, History, Policy, audit_many, queue
from leadflow import events as e
from leadflow.calendars import OpeningHours
from leadflow.priority import place_of
from leadflow.readers.audit.breach import BreachKind
from leadflow.readers.simulation import Behaviour, Simulation, prepared, simulate
from leadflow.readers.simulation.clinic import Clinic
from leadflow.testing.strategies import policies
from leadflow.vocabulary import Status, WarningCode

START = at("2026-11-02 00:00")
PRESETS = {"RSI": RSI, "INCINTA": INCINTA, "CLINIC": CLINIC}
BUSY = Behaviour(
    calls_in=0.5,
    calls_back=0.5,
    stops=0.15,
    booked=0.4,
    shows=0.5,
    cancels=0.2,
    moves=0.2,
    email_replied=0.4,
    wrong_number=0.1,
    invalid=0.1,
    retry_minutes=20.0,
)
"""Customers who do a bit of everything."""
OUTREACH = (e.CallPlaced, e.EmailSent, e.TextSent, e.ReminderGiven)


def clinic_of(policy: Policy, *, seed: int, leads: int, days: int, agents: int) -> Clinic:
    clinic, _known = prepared(
        policy, behaviour=BUSY, leads=leads, agents=agents, start=START, days=days, seed=seed
    )
    return clinic


@cache
def simulated(name: str, seed: int = 1) -> Simulation:
    """Two crowded weeks."""
    policy = PRESETS[name]
    return simulate(policy, behaviour=BUSY, leads=60, agents=2, start=START, days=21, seed=seed)


def check_ticks(clinic: Clinic, policy: Policy, *, whole: int) -> None:
    """At each tick: live decisions are fresh ones; of every so many, JSON for JSON."""
    engine = Engine(policy)
    for tick, now in enumerate(clinic.ticks()):
        for guest in clinic.guests:
            live = guest.decision
            clock = max(now, guest.live.at)
            assert live.now <= clock
            history = History(lead=guest.live.lead, events=tuple(guest.live.events))
            fresh = engine.decide(history, now=clock)
            assert heads(live) == heads(fresh)
            if tick % whole == 0:
                again = guest.live.decide(clock)
                assert again.to_json() == fresh.to_json()
            if fresh.do_not_contact:
                assert fresh.priority is None or guest.answers_call()
        check_nothing_higher_is_left(clinic, now)


def heads(decision: Decision) -> tuple[object, ...]:
    return (
        decision.status,
        decision.next_contact,
        decision.priority,
        decision.attempts,
        decision.routing,
        decision.warnings,
    )


def check_nothing_higher_is_left(clinic: Clinic, now: datetime) -> None:
    """Whoever is free leaves nothing that is due; while somebody is, nobody waits."""
    free = [each for each in clinic.agents if each.work is None]
    guest = clinic.first_due() if clinic.times.left() else None
    if free and guest is not None:
        contact = guest.decision.next_contact
        assert contact is not None
        assert clinic.needed(contact) > clinic.times.left()


class TestAtEveryTick:
    """What is decided on a lead kept in memory is what is decided on its history so far."""

    @pytest.mark.parametrize("name", PRESETS)
    def test_a_live_decision_is_a_fresh_one_under_the_presets(self, name: str) -> None:
        clinic = clinic_of(PRESETS[name], seed=3, leads=10, days=7, agents=1)
        check_ticks(clinic, PRESETS[name], whole=25)

    @given(policy=policies(), seed=st.integers(0, 1_000))
    @settings(max_examples=3)
    def test_a_live_decision_is_a_fresh_one_under_any_policy(
        self, policy: Policy, seed: int
    ) -> None:
        check_ticks(clinic_of(policy, seed=seed, leads=4, days=4, agents=1), policy, whole=20)

    def test_what_is_taken_up_is_the_first_of_the_queue(self) -> None:
        """By the library's own queue, asked when the one agent has just taken something up."""
        clinic = clinic_of(INCINTA, seed=5, leads=25, days=8, agents=1)
        (agent,) = clinic.agents
        taken = 0
        for now in clinic.ticks():
            work = agent.work
            if work is None or work.place is None or work.taken_at != now:
                continue
            waiting = [
                each.live.decide(now)
                for each in clinic.guests
                if each is not work.guest and each.may_be_taken(now) and each.live.at <= now
            ]
            taken += 1
            for other in queue(waiting, now=now):
                assert work.place < place_of(other)
        assert taken > 20


def outreach_after_stop(history: History) -> Iterator[e.AnyEvent]:
    stopped = False
    for event in history.events:
        stopped = stopped or isinstance(event, e.StopContactRequested)
        if stopped and isinstance(event, OUTREACH):
            yield event


@pytest.mark.parametrize("name", PRESETS)
class TestHistories:
    """All histories are ordinary ones."""

    def test_some_asked_not_to_be_contacted(self, name: str) -> None:
        events = [each for h in simulated(name).histories for each in h.events]
        assert any(isinstance(each, e.StopContactRequested) for each in events)

    def test_nobody_is_contacted_after_a_stop_request(self, name: str) -> None:
        for history in simulated(name).histories:
            assert not list(outreach_after_stop(history))

    def test_no_closed_lead_is_contacted(self, name: str) -> None:
        engine = Engine(PRESETS[name])
        result = simulated(name)
        codes = {
            each.code
            for history in result.histories
            for each in engine.decide(history, now=result.end).warnings
        }
        assert WarningCode.OUTREACH_ON_CLOSED_LEAD not in codes
        assert WarningCode.OUTREACH_AFTER_STOP_REQUEST not in codes

    def test_they_are_read_back_from_their_json(self, name: str) -> None:
        for history in simulated(name).histories:
            assert History.model_validate_json(history.model_dump_json()) == history

    def test_their_instants_are_in_order_and_none_is_later_than_the_end(self, name: str) -> None:
        result = simulated(name)
        for history in result.histories:
            instants = [history.lead.created_at, *(each.at for each in history.events)]
            assert instants == sorted(instants)
            assert instants[-1] <= result.end

    def test_the_audit_finds_what_was_late_and_nothing_that_was_done_wrong(self, name: str) -> None:
        """Two agents and closed week-ends make work late; whatever is done is done by the rules."""
        result = simulated(name)
        report = audit_many(result.histories, now=result.end, policy=PRESETS[name])
        late = {
            BreachKind.FIRST_CALL_LATE,
            BreachKind.FIRST_CALL_MISSING,
            BreachKind.FOLLOW_UP_LATE,
            BreachKind.NEXT_CONTACT_MISSING,
            BreachKind.TRANSFER_MISSING,
        }
        assert {each.kind for each in report.breaches} <= late


@pytest.mark.parametrize("name", PRESETS)
class TestTheOffice:
    """Agents are people: one thing at a time, in opening hours."""

    def test_an_agent_does_one_thing_at_a_time(self, name: str) -> None:
        by_agent = defaultdict(list)
        for stint in simulated(name).work:
            by_agent[stint.agent].append((stint.start, stint.end))
        assert len(by_agent) == 2
        for stretches in by_agent.values():
            ordered = sorted(stretches)
            assert all(a[1] <= b[0] for a, b in pairwise(ordered))

    def test_nobody_works_in_closed_hours(self, name: str) -> None:
        hours = OpeningHours(PRESETS[name].calendar)
        for stint in simulated(name).work:
            open_time = hours.business_time_between(stint.start, stint.end)
            assert open_time == stint.end - stint.start

    def test_what_agents_record_lies_in_opening_hours(self, name: str) -> None:
        hours = OpeningHours(PRESETS[name].calendar)
        for history in simulated(name).histories:
            for event in history.events:
                if event.by is not None and event.by.startswith("agent-"):
                    assert hours.is_open(event.at)

    def test_a_call_in_closed_hours_is_missed_or_becomes_a_voicemail(self, name: str) -> None:
        hours = OpeningHours(PRESETS[name].calendar)
        calls = [
            each
            for history in simulated(name).histories
            for each in history.events
            if isinstance(each, e.CallReceived) and not hours.is_open(each.at)
        ]
        assert calls
        assert {each.answered for each in calls} == {False}

    def test_calls_from_leads_are_answered_in_opening_hours(self, name: str) -> None:
        events = [each for h in simulated(name).histories for each in h.events]
        assert any(isinstance(each, e.CallReceived) and each.answered for each in events)

    def test_a_call_interrupts_who_is_at_something_else(self, name: str) -> None:
        """What was put down is gone on with afterwards."""
        clinic = clinic_of(PRESETS[name], seed=1, leads=120, days=7, agents=1)
        (agent,) = clinic.agents
        assert any(agent.work is not None and agent.work.before for _now in clinic.ticks())


class TestTheTeams:
    """A lead that was handed to the China team is the call centre's no longer."""

    def test_no_outreach_follows_the_transfer(self) -> None:
        transferred = 0
        for history in simulated("INCINTA").histories:
            gone = False
            for event in history.events:
                assert not (gone and isinstance(event, OUTREACH))
                gone = gone or isinstance(event, e.TeamTransferred)
            transferred += gone
        assert transferred

    def test_what_was_asked_was_told(self) -> None:
        events = [each for h in simulated("INCINTA").histories for each in h.events]
        assert any(isinstance(each, e.ProfileUpdated) for each in events)


def test_all_kinds_of_ends_come_up() -> None:
    """The simulations that the laws are tried on are no simple ones."""
    statuses = {name for preset in PRESETS for name in simulated(preset).statuses}
    assert {Status.VISITED, Status.SCHEDULED, Status.DEAD, Status.INVALID} <= statuses

"""Laws can fail: for each of these faults, planted in the engine, the law that forbids it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

import pytest

from clinic import MICROSECOND, but
from leadflow import CLINIC, INCINTA, RSI, Decision, Engine, History, NextContact, Policy, Status
from leadflow import events as e
from leadflow.engine import LeadState, agenda, decider, deferred, explain, fold
from leadflow.engine.compile import compiled
from leadflow.lead import Facts
from leadflow.outputs import Reason, Routing
from leadflow.routing import Router
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.conversation import communicated
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.rule import Body
from leadflow.rulebook.terms import Span, Terms
from leadflow.testing import laws
from leadflow.testing.histories import engine_for
from leadflow.testing.laws import (
    BrokenLaw,
    case,
    ladders,
    moments,
    queues,
    reasons,
    same_answer,
    statuses,
    teams,
)

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def new_engines(without_chance: None) -> Iterator[None]:
    """No engine that was made before a fault, and none with it afterwards: they remember much."""
    kept = (engine_for, case.twin_of, ladders.with_one_more_rung,
            ladders.with_longer_ladder, ladders.with_longer_mail_round)  # fmt: skip
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


def broken(body: laws.Body, policy: Policy, examples: int = 120) -> BrokenLaw:
    """How a law fails under a policy; a test that comes here wants it to."""
    law = replace(next(each for each in laws.LAWS if each.body is body), share=1)
    found = laws.broken(policy, laws=[law], examples=examples)
    assert found, f"{law.name} did not notice"
    return found[0]


def told_otherwise(patch: Patch, change: Callable[[Decision, History], Decision]) -> None:
    """Every engine tells what it decided with a change."""
    honest = Engine.decide

    def decide(self: Engine, subject: History | LeadState, *, now: datetime) -> Decision:
        history = subject.history if isinstance(subject, LeadState) else subject
        return change(honest(self, subject, now=now), history.until(now))

    patch.setattr(Engine, "decide", decide)


def with_rule(patch: Patch, faulty: Body, *, instead_of: Body) -> None:
    """Every engine of the laws goes by a rulebook in which one body is another."""

    def swapped(others: Iterable[Body]) -> tuple[Body, ...]:
        return tuple(faulty if each is instead_of else each for each in others)

    rules = [
        replace(
            rule,
            body=faulty if rule.body is instead_of else rule.body,
            overrides=swapped(rule.overrides),
            yields_to=swapped(rule.yields_to),
            after=swapped(rule.after),
            before=swapped(rule.before),
        )
        for rule in RULEBOOK
    ]

    @cache
    def faulty_engine(policy: Policy) -> Engine:
        engine = Engine(policy)
        engine._decider.program = compiled(
            [each for each in rules if each.needs is None or attrgetter(each.needs)(policy)]
        )
        return engine

    patch.setattr(case, "engine_for", faulty_engine)


class TestLaw1:
    """An engine that remembers what it was asked before does not answer alike."""

    def test_an_answer_that_depends_on_those_before_is_found(self, monkeypatch: Patch) -> None:
        asked: list[object] = []

        def counted(decision: Decision, history: History) -> Decision:
            asked.append(history)
            return but(decision, attempts=len(asked))

        told_otherwise(monkeypatch, counted)
        broken(same_answer.asking_again_gives_the_same_bytes, RSI)


class TestLaw2:
    """A state that is not folded on decides later what it decided before."""

    def test_a_state_that_stands_still_is_found(self, monkeypatch: Patch) -> None:
        def stands_still(self: Engine, state: LeadState, until: datetime) -> LeadState:
            return replace(state, now=until)

        monkeypatch.setattr(Engine, "_folded_on", stands_still)
        found = broken(moments.a_kept_state_decides_later, INCINTA)
        assert len(found.case.history.events) == 1

    def test_a_state_that_others_change_is_found(self, monkeypatch: Patch) -> None:
        folded_on = Engine._folded_on

        def without_a_copy(self: Engine, state: LeadState, until: datetime) -> LeadState:
            with monkeypatch.context() as here:
                here.setattr(Draft, "copy", lambda draft: draft)
                return folded_on(self, state, until)

        monkeypatch.setattr(Engine, "_folded_on", without_a_copy)
        broken(moments.a_kept_state_is_not_used_up, INCINTA)


class TestLaw3:
    """An engine that looks at events after its clock is found."""

    def test_a_look_ahead_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr(fold, "_end_of", lambda events, until: len(events))
        found = broken(moments.what_happens_later_plays_no_part, RSI)
        assert len(found.case.history.events) == 1


class TestLaw4:
    """A `valid_until` that is too late, too early or too far is found."""

    @pytest.fixture
    def without_deadlines(self, monkeypatch: Patch) -> None:
        """An engine that does not know that a passing deadline changes anything."""
        honest = agenda.next_change

        def changes(draft: Draft, found: Any, at: datetime) -> datetime | None:
            return honest(draft, [each._replace(by=None) for each in found], at)

        monkeypatch.setattr(deferred, "next_change", changes)

    @pytest.mark.usefixtures("without_deadlines")
    def test_a_deadline_that_ends_nothing_is_found(self) -> None:
        found = broken(moments.a_deadline_passing_ends_it, INCINTA)
        assert not found.case.history.events

    @pytest.mark.usefixtures("without_deadlines")
    def test_a_change_before_its_time_is_found(self) -> None:
        broken(moments.it_holds_until_then, INCINTA)

    def test_an_end_at_which_nothing_changes_is_found(self, monkeypatch: Patch) -> None:
        def early(self: deferred.Deferred) -> datetime | None:
            end = self._end[0]
            return end and end - MICROSECOND

        monkeypatch.setattr(deferred.Deferred, "valid_until", property(early))
        broken(moments.it_is_another_from_then_on, RSI)

    def test_a_lead_that_never_comes_to_rest_is_found(self, monkeypatch: Patch) -> None:
        def restless(self: Engine, subject: object, *, now: datetime) -> datetime:
            return now + MICROSECOND

        monkeypatch.setattr(Engine, "valid_until", restless)
        broken(moments.changes_by_themselves_come_to_an_end, RSI)


class TestLaw5:
    """An engine that takes the clock as it is written, not as the instant it means, is found."""

    def test_a_clock_read_by_the_wall_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr("leadflow.engine.as_instant", lambda now: now)
        broken(same_answer.zone_of_the_clock_changes_nothing, RSI)


class TestLaw6:
    """A ladder that goes on while a promise stands is found."""

    def test_a_plan_before_a_promise_is_found(self, monkeypatch: Patch) -> None:
        honest = agenda.entries

        def too_early(draft: Draft, now: datetime) -> list[Any]:
            found = honest(draft, now)
            planned = [
                each._replace(at=now, rule=draft.rule) for each in found if each.origin == "user"
            ]
            return [*found, *planned]

        monkeypatch.setattr(decider, "entries", too_early)
        found = broken(statuses.nothing_planned_comes_before_a_promise, RSI, examples=300)
        assert {each.type for each in found.case.history.events} >= {"follow_up_set"}


class TestLaw7:
    """A stop request that a booking lifts is found, by more than one law."""

    @pytest.fixture(autouse=True)
    def lifted_by_a_booking(self, monkeypatch: Patch) -> None:
        """The fault: whoever books may be contacted again."""

        def noted(lead: Draft, event: Any, terms: Terms) -> bool:
            lead.do_not_contact = False
            return communicated(lead, event, terms)

        with_rule(monkeypatch, noted, instead_of=communicated)

    def test_by_what_holds_until_permission(self) -> None:
        found = broken(statuses.a_stop_request_holds_until_permission, INCINTA, examples=1_200)
        first, _booking = found.case.history.events
        assert first.type == "stop_contact_requested"

    def test_by_what_nothing_else_lifts(self) -> None:
        broken(statuses.nothing_lifts_a_stop_request_but_permission, INCINTA)


class TestLaw8:
    """A dead lead without reason, and a closed one with plans, are found."""

    def test_a_death_without_reason_is_found(self, monkeypatch: Patch) -> None:
        told_otherwise(monkeypatch, lambda told, _history: but(told, reason_for_loss=None))
        found = broken(statuses.dead_leads_have_a_reason_and_no_others, RSI)
        assert found.case.decision.status is Status.DEAD

    def test_plans_that_outlive_a_closing_are_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr(Draft, "end_plans", lambda self: None)
        broken(statuses.nothing_is_planned_for_a_closed_lead, RSI)


class TestLaw9:
    """A text that counts as an attempt is found."""

    def test_a_text_that_counts_is_found(self, monkeypatch: Patch) -> None:
        def counted(told: Decision, history: History) -> Decision:
            texts = sum(isinstance(each, e.TextSent) for each in history.events)
            return but(told, attempts=told.attempts + texts)

        told_otherwise(monkeypatch, counted)
        assert not broken(ladders.a_text_counts_for_nothing, RSI).case.history.events


class TestLaw10:
    """A ladder that ends sooner the longer it is, and a delay that counts backwards, are found."""

    def test_a_ladder_that_ends_sooner_the_longer_it_is_is_found(self, monkeypatch: Patch) -> None:
        def higher_is_sooner(self: Terms, attempts: int) -> Any:
            return self.rungs[-1 if attempts + len(self.rungs) > 4 else 0]

        monkeypatch.setattr(Terms, "rung", higher_is_sooner)
        broken(ladders.one_more_rung_loses_nobody_earlier, RSI)

    def test_a_delay_that_counts_backwards_is_found(self, monkeypatch: Patch) -> None:
        def backwards(self: Draft, span: Span, at: datetime) -> datetime:
            return at - (span.add(at) - at)

        monkeypatch.setattr(Draft, "after", backwards)
        broken(ladders.a_longer_ladder_brings_nothing_forward, CLINIC)


class TestLaw11:
    """Leads that tie, and work that is queued before it is due, are found."""

    def test_a_tie_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr("leadflow.priority.place_of", lambda decision: ())
        broken(queues.no_two_leads_tie, RSI)

    def test_an_order_that_goes_both_ways_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr(queues, "why_before", lambda first, *, b: None)
        broken(queues.no_two_leads_tie, RSI)

    def test_a_queue_in_the_order_of_the_input_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr("leadflow.priority.place_of", lambda decision: ())
        broken(queues.order_of_the_input_changes_nothing, RSI)

    def test_a_stale_decision_in_the_queue_is_found(self, monkeypatch: Patch) -> None:
        monkeypatch.setattr("leadflow.priority._holding", lambda decisions, now: decisions)
        broken(queues.no_decision_is_queued_once_it_no_longer_holds, RSI)


class TestLaw12:
    """A missing calling code that is taken for overseas is found."""

    def test_unknown_taken_for_true_is_found(self, monkeypatch: Patch) -> None:
        honest = Router.route

        def route(self: Router, facts: Facts, **more: Any) -> Routing:
            known: Facts = {**facts, "calling_code": facts["calling_code"] or "86"}
            return honest(self, known, **more)

        monkeypatch.setattr(Router, "route", route)
        broken(teams.what_becomes_known_never_turns_a_team, INCINTA, examples=200)

    def test_a_question_that_changes_nothing_is_found(self, monkeypatch: Patch) -> None:
        def asks_too_much(outcomes: Any, place: int) -> bool:
            return True

        monkeypatch.setattr("leadflow.routing._matters", asks_too_much)
        broken(teams.every_question_can_change_the_team, INCINTA)


class TestLaw14:
    """A part of a decision that gets lost on the way to JSON is found."""

    def test_a_lost_part_is_found(self, monkeypatch: Patch) -> None:
        honest = Decision.from_json.__func__  # type: ignore[attr-defined]  # what it wraps

        def from_json(cls: type[Decision], text: str) -> Decision:
            told: Decision = honest(cls, text)
            return but(told, warnings=())

        monkeypatch.setattr(Decision, "from_json", classmethod(from_json))
        broken(same_answer.decision_survives_json, RSI)


class TestLaw15:
    """An id that shows, and an error that repeats what it refused, are found."""

    def test_an_id_that_shows_is_found(self, monkeypatch: Patch) -> None:
        def shown(told: Decision, history: History) -> Decision:
            last = history.events[-1].id if history.events else None
            return but(told, reason_for_loss=last)

        told_otherwise(monkeypatch, shown)
        broken(same_answer.ids_are_opaque_and_stay_where_they_are, RSI)

    def test_a_talkative_error_is_found(self, monkeypatch: Patch) -> None:
        def problems(refused: Any, schema: Any) -> list[dict[str, str]]:
            return [{"where": "input", "problem": str(refused.errors())}]

        monkeypatch.setattr("leadflow.history.problems_of", problems)
        broken(same_answer.refused_input_shows_nowhere, RSI)


class TestLaw16:
    """An output without a reason, and a reason that is not true, are found."""

    def test_a_missing_reason_is_found(self, monkeypatch: Patch) -> None:
        honest = explain.grounds_of
        monkeypatch.setattr(deferred, "grounds_of", lambda *given: honest(*given)[1:])
        broken(reasons.every_output_has_a_reason, RSI)

    def test_a_value_that_the_policy_does_not_hold_is_found(self, monkeypatch: Patch) -> None:
        honest = explain.Explainer.reason

        def another(self: explain.Explainer, ground: explain.Ground) -> Reason:
            told = honest(self, ground)
            return replace(told, value=told.policy and "another")

        monkeypatch.setattr(explain.Explainer, "reason", another)
        broken(reasons.every_reason_tells_the_policy_as_it_is, RSI)


class TestTheAgenda:
    """An agenda out of order is found."""

    def test_a_reversed_agenda_is_found(self, monkeypatch: Patch) -> None:
        honest = agenda.in_turn
        monkeypatch.setattr(decider, "in_turn", lambda *given: honest(*given)[::-1])
        broken(queues.the_agenda_is_in_order, INCINTA)

    def test_a_way_that_does_not_exist_is_found(self, monkeypatch: Patch) -> None:
        def as_planned(draft: Draft, entry: Any) -> NextContact:
            kind = agenda.kind_of(draft, entry)
            return NextContact(entry.at, entry.by, entry.channel, entry.purpose, kind, entry.origin)

        monkeypatch.setattr(deferred, "contact", as_planned)
        broken(queues.every_contact_goes_by_a_way_that_exists, RSI, examples=400)

"""Heads are honest: what a rule's head says is all that its body does (design, section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import example, given, settings

from clinic import CREATED, call, follow_up, history, no_show
from leadflow import Engine, History, Policy
from leadflow.engine.compile import compiled
from leadflow.events import AnyEvent
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.bookings import Booking, Bookings
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.fields import FIELDS
from leadflow.rulebook.occasions import Timer
from leadflow.rulebook.rule import Body, Rule
from leadflow.rulebook.state import State
from leadflow.rulebook.terms import Terms
from leadflow.sources import Clause
from leadflow.vocabulary import Status
from random_histories import CLOCKS, POLICIES, histories

RECORD = frozenset({"warnings", "trace", "rule"})
"""What every rule may leave behind: it is the record of the rules, not the state of the lead."""
MEMO = frozenset({"day", "day_at", "held", "last_called_on", "told", "year_missed"})
"""What is worked out once and remembered: it says nothing that the rest does not."""
PLACE = frozenset({"at", "event", "position", "terms", "created_at"})
"""What the fold sets, and no rule."""

Snapshot = dict[str, Any]


class DishonestRule(AssertionError):
    """A body did what its head does not say."""


def _content(value: Any) -> Any:
    """What mutable records hold, all the way down; anything else is its own content."""
    if isinstance(value, dict):
        return {key: _content(each) for key, each in value.items()}
    if type(value) in (list, tuple):
        return [_content(each) for each in value]
    if isinstance(value, Bookings | Booking):
        return [_content(getattr(value, slot)) for slot in type(value).__slots__]
    return value


def snapshot(draft: Draft) -> Snapshot:
    """Every slot of a draft by its content; each timer, set or not, under a name of its own."""
    taken: Snapshot = {}
    for slot in State.__slots__:
        value = getattr(draft, slot)
        if slot == "timers":
            taken.update((f"timers.{timer.name}", value.get(timer)) for timer in Timer)
        elif slot == "bookings":
            taken[slot] = _content(value)
        else:
            taken[slot] = value.copy() if isinstance(value, set | list) else value
    return taken


class Watch:
    """Remembers in which status an occasion found the lead."""

    def __init__(self) -> None:
        self.event: Any = None
        self.status = Status.NEW

    def status_at_first(self, event: Any, draft: Draft) -> Status:
        """The status before any rule spoke of this event."""
        if event is not self.event:
            self.event, self.status = event, draft.status
        return self.status


def watched(rule: Rule, watch: Watch) -> Body:
    """The body of a rule, watched while it runs."""
    allowed = frozenset(slot for field in rule.sets for slot in FIELDS[field])

    @wraps(rule.body)
    def body(draft: Draft, event: Any, terms: Terms) -> bool:
        before = snapshot(draft)
        status = watch.status_at_first(event, draft)
        if status not in rule.when:
            raise DishonestRule(f"{rule.name} is called in {status}")
        fired = rule.body(draft, event, terms)
        after = snapshot(draft)
        changed = {slot for slot in before if before[slot] != after[slot]} - MEMO
        if not fired and changed:
            raise DishonestRule(f"{rule.name} did not fire and changed {sorted(changed)}")
        if more := changed - allowed - RECORD:
            raise DishonestRule(f"{rule.name} changed {sorted(more)}")
        if draft.status is not before["status"] and draft.status not in rule.to:
            raise DishonestRule(f"{rule.name} led to {draft.status}")
        return fired

    return body


def with_bodies(rules: Sequence[Rule], bodies: Mapping[Body, Body]) -> list[Rule]:
    """The rules with other bodies, in their heads too."""

    def swapped(others: Sequence[Body]) -> tuple[Body, ...]:
        return tuple(bodies.get(each, each) for each in others)

    return [
        replace(
            rule,
            body=bodies.get(rule.body, rule.body),
            overrides=swapped(rule.overrides),
            yields_to=swapped(rule.yields_to),
            after=swapped(rule.after),
            before=swapped(rule.before),
        )
        for rule in rules
    ]


def engine_of(policy: Policy, rules: Sequence[Rule]) -> Engine:
    """An engine that goes by these rules."""
    engine = Engine(policy)
    engine._decider.program = compiled(
        [each for each in rules if each.needs is None or attrgetter(each.needs)(policy)]
    )
    return engine


def watched_engine(policy: Policy, rules: Sequence[Rule] = RULEBOOK) -> Engine:
    """An engine whose every rule is watched."""
    watch = Watch()
    bodies = {rule.body: watched(rule, watch) for rule in rules}
    return engine_of(policy, with_bodies(rules, bodies))


ENGINES = {name: watched_engine(policy) for name, policy in POLICIES.items()}
every_policy = pytest.mark.parametrize("name", ENGINES)
every_rule = pytest.mark.parametrize("rule", RULEBOOK, ids=lambda rule: f"{rule.id} {rule.name}")


TWO_CALLS_IN_ONE_DAY = history(
    call("2026-11-03 09:10", call_id="c1"), call("2026-11-03 09:20", call_id="c2")
)
MISSED_BEFORE_THE_FINAL_ATTEMPT = history(
    follow_up("2026-11-03 09:10", "2026-11-03 11:00"),
    call("2026-11-03 12:00"),
    call("2026-11-11 12:00"),
    no_show("2026-11-11 13:00"),
)


class TestHeadsAreHonest:
    """A body changes only what `sets` says, leads only to `to`, and is called only in `when`."""

    @every_policy
    @settings(max_examples=150)
    @given(told=histories(14), now=CLOCKS)
    @example(told=TWO_CALLS_IN_ONE_DAY, now=CREATED)
    @example(told=MISSED_BEFORE_THE_FINAL_ATTEMPT, now=CREATED)
    def test_in_any_history(self, name: str, told: History, now: Any) -> None:
        last = max([now, *(event.at for event in told.events)])
        decision = ENGINES[name].decide(told, now=last)
        assert decision.valid_until is None or decision.valid_until > last

    @every_policy
    def test_every_slot_stands_in_a_field_or_is_the_fold_s_own(self, name: str) -> None:
        draft = ENGINES[name].fold(history(), now=history().lead.created_at)._draft
        named = {slot for slots in FIELDS.values() for slot in slots}
        assert named <= snapshot(draft).keys()
        assert snapshot(draft).keys() - named <= RECORD | MEMO | PLACE


def _sets_more(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.important = True
    return True


def _arms_a_timer(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.timers[Timer.SILENCE] = lead.at
    return True


def _adds_to_a_set(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.told_calls.add("c9")
    return True


def _books(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.own_bookings().add("a9", lead.at, lead.because(), None)
    return True


def _denies(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.attempts += 1
    return False


def _leads_elsewhere(lead: Draft, event: AnyEvent, terms: Terms) -> bool:
    lead.move_to(Status.VISITED)
    return True


COUNTED = next(each.name for each in RULEBOOK if each.sets == ("attempts",))


class TestTheCheckCanFail:
    """A rule that does what its head does not say is found out."""

    @pytest.mark.parametrize(
        ("rule", "body", "said"),
        [
            (COUNTED, _sets_more, "important"),
            (COUNTED, _arms_a_timer, "timers.SILENCE"),
            (COUNTED, _adds_to_a_set, "told_calls"),
            (COUNTED, _books, "bookings"),
            (COUNTED, _denies, "did not fire"),
            ("new_lead_followed_up", _leads_elsewhere, "led to visited"),
        ],
    )
    def test_it_names_rule_and_slot(self, rule: str, body: Body, said: str) -> None:
        body.__name__ = rule
        honest = next(each.body for each in RULEBOOK if each.name == rule)
        engine = watched_engine(POLICIES["RSI"], with_bodies(RULEBOOK, {honest: body}))
        told = history(call("2026-11-03 09:10", "no_answer"))
        with pytest.raises(DishonestRule, match=rf"{rule}.*{re.escape(said)}"):
            engine.fold(told, now=told.events[0].at)

    def test_a_call_in_another_status_is_found_out(self) -> None:
        engine = watched_engine(POLICIES["RSI"])
        program = engine._decider.program
        engine._decider.program = {
            occasion: dict.fromkeys(by_status, by_status[Status.NEW])
            for occasion, by_status in program.items()
        }
        told = history(call("2026-11-03 09:10", "no_answer"), call("2026-11-03 13:10", "no_answer"))
        with pytest.raises(DishonestRule, match="is called in follow_up"):
            engine.fold(told, now=told.events[1].at)


def _paths(value: Any, path: str = "") -> Iterator[str]:
    yield path
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _paths(part, f"{path}.{name}" if path else name)


class TestHeadsAreWellFormed:
    """A head speaks in words that exist."""

    def test_no_two_rules_have_one_name(self) -> None:
        assert len({rule.name for rule in RULEBOOK}) == len(RULEBOOK)

    @every_rule
    def test_it_speaks_on_some_occasion_in_some_status(self, rule: Rule) -> None:
        assert rule.on
        assert rule.when
        assert len(set(rule.on)) == len(rule.on)
        assert len(set(rule.when)) == len(rule.when)

    @every_rule
    def test_it_sets_fields_of_a_draft_once(self, rule: Rule) -> None:
        assert set(rule.sets) <= FIELDS.keys()
        assert len(set(rule.sets)) == len(rule.sets)

    @every_rule
    def test_it_leads_somewhere_where_it_sets_the_status(self, rule: Rule) -> None:
        assert bool(rule.to) == ("status" in rule.sets)

    @every_rule
    def test_it_reads_fields_of_a_policy(self, rule: Rule) -> None:
        known = set(_paths(POLICIES["INCINTA"].model_dump(mode="json")))
        assert set(rule.reads) <= known

    @every_rule
    def test_it_cites_clauses(self, rule: Rule) -> None:
        assert all(isinstance(each, Clause) for each in rule.cites)
        assert len(set(rule.cites)) == len(rule.cites)

    @every_rule
    def test_it_needs_what_some_policy_is_without(self, rule: Rule) -> None:
        if rule.needs is not None:
            without = [name for name in POLICIES if not attrgetter(rule.needs)(POLICIES[name])]
            assert without
            assert len(without) < len(POLICIES)

    @every_rule
    def test_it_speaks_of_rules_of_the_rulebook(self, rule: Rule) -> None:
        known = {each.body for each in RULEBOOK}
        others = (*rule.overrides, *rule.yields_to, *rule.after, *rule.before)
        assert set(others) <= known - {rule.body}

    @every_rule
    def test_it_says_in_one_sentence_what_it_does(self, rule: Rule) -> None:
        assert rule.sentence.endswith(".")

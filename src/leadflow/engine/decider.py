"""From a folded draft and an instant to a decision: what all decisions under a policy share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from itertools import product

from leadflow.decision import Decision
from leadflow.engine.agenda import entries, in_turn
from leadflow.engine.book import Asked, Book, asked_by
from leadflow.engine.compile import Program, program_for
from leadflow.engine.deferred import Deferred
from leadflow.engine.explain import Explainer
from leadflow.engine.fold import next_timer, run
from leadflow.engine.team import routed_by
from leadflow.errors import InvalidPolicy
from leadflow.history import History
from leadflow.outputs import PolicyRef, Priority, Routing, Task
from leadflow.policy import Policy
from leadflow.routing import UNROUTED, Router
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.terms import Terms
from leadflow.tasks import Demand, TaskRule
from leadflow.vocabulary import Channel


def _by_channel(policy: Policy) -> Mapping[Channel | None, frozenset[str]]:
    """The keys of the texts for what goes by a channel; where that is open, of all."""
    texts = policy.wording.items()
    return {
        channel: frozenset(key for key, text in texts if channel in (None, text.channel))
        for channel in (None, *Channel)
    }


def _check(policy: object) -> None:
    """Refuse a preset's name or JSON text in the place of a policy."""
    if not isinstance(policy, Policy):
        problem = "give a Policy, such as CLINIC; read_policy reads JSON"
        raise InvalidPolicy([{"where": "input", "problem": problem}])


class Decider:
    """A policy compiled: what every decision under it shares."""

    def __init__(self, policy: Policy) -> None:
        _check(policy)
        self.policy = policy
        self.terms = Terms(policy)
        self.program: Program = program_for(policy)
        self.ref = PolicyRef(policy.name, policy.version, policy.fingerprint)
        self.router = None if policy.routing is None else Router(policy.routing)
        self.task_rules = asked_by(policy)
        self._checklists = frozenset(policy.checklists)
        self._wordings = _by_channel(policy)
        self.order = policy.priority.order
        self.priorities = {
            (kind, due, important): Priority(
                kind, due, important, policy.priority.highlight if important else None
            )
            for kind, due, important in product(self.order, (True, False), (True, False))
        }

    @cached_property
    def explainer(self) -> Explainer:
        """Made when the first reason is asked for."""
        return Explainer(self.policy)

    def decide(
        self, draft: Draft, history: History, now: datetime, routing: Routing | None = None
    ) -> Decision:
        """The decision at `now` for a draft folded up to it; its routing, if that is known."""
        turn = in_turn(draft, entries(draft, now), now)
        return Decision(Deferred(self, draft, turn, history, now, routing))

    def book(self, lead_id: str) -> Book:
        """An empty book of a lead's tasks."""
        return Book(lead_id, terms=self.terms, router=self.router, rules=self.task_rules)

    def task(self, asked: Asked, lead_id: str) -> Task:
        """A task as the decision tells it; texts that the policy does not have left out."""
        rule, demand = asked.rule, asked.demand
        wording, checklist = self.texts(rule, demand)
        return Task(
            asked.id_for(lead_id),
            rule.kind,
            demand.since,
            demand.by,
            demand.channel,
            wording,
            checklist,
            rule.id,
            self.explainer.source_of_task(asked),
            demand.appointment_id,
            demand.fact,
        )

    def texts(self, rule: TaskRule, demand: Demand) -> tuple[str | None, str | None]:
        """The keys of the wording and the checklist for a task, where the policy has them."""
        wording = demand.wording or rule.wording
        if wording not in self._wordings[demand.channel]:
            wording = None
        return wording, rule.checklist if rule.checklist in self._checklists else None

    def routing(self, draft: Draft) -> Routing:
        """The team for a lead."""
        return UNROUTED if self.router is None else routed_by(self.router, draft)

    def folded_on(self, draft: Draft, until: datetime) -> Draft:
        """The draft with the timers due by `until` fired: a copy, if there are any."""
        due = next_timer(draft)
        if due is None or due[0] > until:
            return draft
        draft = draft.copy()
        run(draft, (), until, self.program)
        return draft

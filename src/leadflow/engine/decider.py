"""From a folded draft and an instant to a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import product
from typing import Any

from leadflow.decision import Decision
from leadflow.engine.agenda import contact, entries, in_turn, next_change
from leadflow.engine.book import Asked, Book, asked_by
from leadflow.engine.compile import Program, program_for
from leadflow.engine.explain import Explainer, Ground, Traced, grounds_of, passing, traced
from leadflow.engine.fold import next_timer, run
from leadflow.engine.moments import moments
from leadflow.history import History
from leadflow.outputs import HistoryWarning, NextContact, PolicyRef, Priority, Reason, Routing, Task
from leadflow.policy import Policy
from leadflow.routing import UNROUTED, Router
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.rulebook.terms import Terms
from leadflow.tasks import Demand, TaskRule
from leadflow.vocabulary import Channel, Status, WarningCode, WorkKind

Wanted = Callable[[str, int], bool]
"""Whether the reason for an output is wanted; where that has several values, for which of them."""
_DEAD = Status.DEAD
_DEADLINE_PASSED = WarningCode.DEADLINE_PASSED


class Decider:
    """A policy compiled: what every decision under it shares."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.terms = Terms(policy)
        self.program: Program = program_for(policy)
        self.ref = PolicyRef(policy.name, policy.version, policy.fingerprint)
        self.router = None if policy.routing is None else Router(policy.routing)
        self.task_rules = asked_by(policy)
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
        found = entries(draft, now)
        turn = in_turn(draft, found, now)
        dead = draft.status is _DEAD
        next_contact = priority = None
        if turn:
            next_contact = contact(draft, turn[0])
            priority = self.priorities[next_contact.kind, next_contact.at <= now, draft.important]
        if routing is None:
            routing = UNROUTED if self.router is None else self._routing(self.router, draft)
        return Decision(
            history.lead.lead_id,
            now,
            draft.status,
            next_contact,
            (draft.person_reason or draft.reason) if dead else None,
            routing,
            priority,
            draft.attempts,
            draft.do_not_contact,
            _warnings(draft, turn, now),
            Deferred(self, draft, turn, routing, history, now),
        )

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
        wording = self._wording(demand.wording or rule.wording, demand.channel)
        return wording, rule.checklist if rule.checklist in self.policy.checklists else None

    def _wording(self, key: str | None, channel: Channel | None) -> str | None:
        """The key of a text that the policy has, and for the channel that the task goes by."""
        wording = self.policy.wording.get(key) if key is not None else None
        if wording is None or (channel is not None and wording.channel is not channel):
            return None
        return key

    def _routing(self, router: Router, draft: Draft) -> Routing:
        local_date = draft.terms.hours.local_date
        within = router.policy.visit_within_days

        def visit_known_on() -> Any:
            return local_date(draft.visit_known_at)

        booked_soon = draft.bookings.any_open and any(
            0 <= (local_date(each.starts_at) - local_date(each.agreed_at)).days <= within
            for each in draft.bookings.open_ones()
        )
        return router.route(
            draft.profile,
            visit_known_on=visit_known_on,
            booked_soon=booked_soon,
            transferred=draft.team,
        )

    def folded_on(self, draft: Draft, until: datetime) -> Draft:
        """The draft with the timers due by `until` fired: a copy, if there are any."""
        due = next_timer(draft)
        if due is None or due[0] > until:
            return draft
        draft = draft.copy()
        run(draft, (), 0, until, self.program)
        return draft


def _warnings(draft: Draft, turn: Sequence[Entry], now: datetime) -> tuple[HistoryWarning, ...]:
    if not draft.warnings and not _late(turn, now):
        return ()
    noted = [HistoryWarning(each.code, *each.cause[1:3]) for each in draft.warnings]
    late = [HistoryWarning(_DEADLINE_PASSED, each.cause.event, at) for each, at in _late(turn, now)]
    return (*noted, *late)


def _late(turn: Sequence[Entry], now: datetime) -> Sequence[tuple[Entry, datetime]]:
    """The contacts whose deadline has passed, and when it did."""
    late: tuple[tuple[Entry, datetime], ...] = ()
    for entry in turn:
        if entry.by is not None and entry.by <= now:
            late = (*late, (entry, entry.by))
    return late


def everything(output: str, place: int) -> bool:
    """All reasons are wanted."""
    return True


class Deferred:
    """The parts of a decision that are worked out when first asked for."""

    def __init__(
        self,
        decider: Decider,
        draft: Draft,
        turn: Sequence[Entry],
        routing: Routing,
        history: History,
        now: datetime,
    ) -> None:
        self._decider = decider
        self._draft = draft
        self._turn = turn
        self._routing = routing
        self._history = history
        self._now = now

    @property
    def created_at(self) -> datetime:
        """When the lead came in."""
        return self._draft.created_at

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""
        return self._decider.ref

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done."""
        lead_id, told = self._history.lead.lead_id, self._book.told
        tasks = []
        for asked in self._asked:
            key = asked.rule.kind, asked.demand
            if key not in told:
                told[key] = self._decider.task(asked, lead_id)
            tasks.append(told[key])
        return tuple(tasks)

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided."""
        return self._decider.order

    @property
    def zone(self) -> str:
        """The zone of the clinic's clocks."""
        return self._decider.policy.calendar.zone

    @cached_property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda."""
        return tuple(contact(self._draft, entry) for entry in self._turn[1:])

    @cached_property
    def _book(self) -> Book:
        """What the history asks to be done; the same for every instant of one draft."""
        decider, history = self._decider, self._history
        book = decider.book(history.lead.lead_id)
        for moment in moments(history, decider.terms, decider.program, self._now):
            book.write(moment)
        return book

    @cached_property
    def _asked(self) -> tuple[Asked, ...]:
        """What is asked to be done at this instant."""
        return tuple(self._book.open_at(self._now, self._turn))

    @cached_property
    def _traced(self) -> Traced:
        """What the trace tells; the same for every instant of one draft."""
        return traced(self._draft)

    @cached_property
    def grounds(self) -> list[Ground]:
        """What each output rests on."""
        grounds = grounds_of(self._draft, self._turn, self._routing, self._traced)
        late = (Ground("warnings", entry.cause) for entry, _at in _late(self._turn, self._now))
        return [*grounds, *(Ground("warnings", each.cause) for each in self._draft.warnings), *late]

    @cached_property
    def valid_until(self) -> datetime | None:
        """The instant until which nothing changes unless an event arrives."""
        return self._end[0]

    @cached_property
    def because(self) -> tuple[Reason, ...]:
        """Why each output is what it is."""
        return (*self.reasons(), self.reason(self._end[1]))

    def reason(self, ground: Ground) -> Reason:
        """What something rests on, in the policy's words."""
        return self._decider.explainer.reason(ground)

    def reasons(self, wanted: Wanted = everything) -> Iterator[Reason]:
        """Why each output wanted is what it is; not until when it holds, which costs the most."""
        explainer = self._decider.explainer
        places: Counter[str] = Counter()
        for ground in self.grounds:
            if wanted(ground.output, places[ground.output]):
                yield explainer.reason(ground)
            places[ground.output] += 1
            if ground.output == "priority":
                asked = enumerate(self._asked)
                yield from (explainer.task(each) for n, each in asked if wanted("tasks", n))
                if not self._asked and wanted("tasks", 0):
                    yield explainer.reason(Ground("tasks", self._draft.status_cause, "TSK"))

    @cached_property
    def _end(self) -> tuple[datetime | None, Ground]:
        """The first instant at which a decision differs from this one, and what it rests on.

        Found by deciding at each instant at which anything could change, in turn.
        """
        mine = self.said()
        here = self
        past = self._history.until(self._now)
        while (change := next_change(here._draft, here._turn, here._now)) is not None:
            then = here._at(change, past)
            if then.said() != mine:
                return change, passing(here._draft, here._turn, change).ground
            here = then
        return None, Ground("valid_until", self._draft.status_cause)

    def _at(self, later: datetime, past: History) -> Deferred:
        """The same lead at a later instant, if nothing happens to it after its `past`."""
        decider, draft = self._decider, self._draft
        folded = decider.folded_on(draft, later)
        routing = self._routing if folded is draft else None
        then = decider.decide(folded, past, later, routing)._later
        assert isinstance(then, Deferred)
        if folded is draft:
            then._traced, then._book = self._traced, self._book
        return then

    def said(self) -> tuple[Any, ...]:
        """Everything that the decision says but its own clock."""
        draft, turn, now = self._draft, self._turn, self._now
        return (
            draft.status,
            [contact(draft, entry) for entry in turn],
            [entry.at <= now for entry in turn[:1]],
            draft.person_reason,
            draft.reason,
            self._routing,
            draft.important,
            draft.attempts,
            draft.do_not_contact,
            _warnings(draft, turn, now),
            self.grounds,
            [(each.rule.kind, each.demand) for each in self._asked],
        )

"""From a folded draft and an instant to a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from itertools import product
from typing import Any

from leadflow.decision import Decision
from leadflow.engine.agenda import contact, entries, in_turn, next_change
from leadflow.engine.compile import Program, program_for
from leadflow.engine.explain import (
    RULE_OF_TIMER,
    Explainer,
    Ground,
    cause_at,
    grounds_of,
)
from leadflow.engine.fold import next_timer, run
from leadflow.outputs import HistoryWarning, NextContact, PolicyRef, Priority, Reason, Routing, Task
from leadflow.policy import Policy
from leadflow.routing import UNROUTED, Router
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.rulebook.terms import Terms
from leadflow.vocabulary import Status, WarningCode, WorkKind

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

    def decide(self, draft: Draft, lead_id: str, now: datetime) -> Decision:
        """The decision at `now` for a draft folded up to it."""
        found = entries(draft, now)
        turn = in_turn(draft, found, now)
        dead = draft.status is _DEAD
        next_contact = priority = None
        if turn:
            next_contact = contact(draft, turn[0])
            priority = self.priorities[next_contact.kind, next_contact.at <= now, draft.important]
        routing = UNROUTED if self.router is None else self._routing(self.router, draft)
        return Decision(
            lead_id,
            now,
            draft.status,
            next_contact,
            (draft.person_reason or draft.reason) if dead else None,
            routing,
            priority,
            draft.attempts,
            draft.do_not_contact,
            _warnings(draft, turn, now),
            Deferred(self, draft, turn, routing, lead_id, now),
        )

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


class Deferred:
    """The parts of a decision that are worked out when first asked for."""

    def __init__(
        self,
        decider: Decider,
        draft: Draft,
        turn: Sequence[Entry],
        routing: Routing,
        lead_id: str,
        now: datetime,
    ) -> None:
        self._decider = decider
        self._draft = draft
        self._turn = turn
        self._routing = routing
        self._lead_id = lead_id
        self._now = now

    @property
    def created_at(self) -> datetime:
        """When the lead came in."""
        return self._draft.created_at

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""
        return self._decider.ref

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the sources ask to be done."""
        return ()

    @property
    def order(self) -> tuple[WorkKind, ...]:
        """The tiers of the policy that decided."""
        return self._decider.order

    @cached_property
    def upcoming(self) -> tuple[NextContact, ...]:
        """The other contacts on the agenda."""
        return tuple(contact(self._draft, entry) for entry in self._turn[1:])

    @cached_property
    def grounds(self) -> list[Ground]:
        """What each output rests on."""
        grounds = grounds_of(self._draft, self._turn, self._routing)
        late = (Ground("warnings", entry.cause) for entry, _at in _late(self._turn, self._now))
        return [*grounds, *(Ground("warnings", each.cause) for each in self._draft.warnings), *late]

    @cached_property
    def valid_until(self) -> datetime | None:
        """The instant until which nothing changes unless an event arrives."""
        return self._end[0]

    @cached_property
    def because(self) -> tuple[Reason, ...]:
        """Why each output is what it is."""
        return tuple(map(self._decider.explainer.reason, [*self.grounds, self._end[1]]))

    @cached_property
    def _end(self) -> tuple[datetime | None, Ground]:
        """The first instant at which a decision differs from this one, and what it rests on.

        Found by deciding at each instant at which anything could change, in turn.
        """
        decider, lead_id = self._decider, self._lead_id
        mine = self._said(decider.decide(self._draft, lead_id, self._now))
        draft, turn, at = self._draft, self._turn, self._now
        while (change := next_change(draft, turn, at)) is not None:
            timer = next_timer(draft)
            later = decider.folded_on(draft, change)
            decision = decider.decide(later, lead_id, change)
            other = decision._later
            assert isinstance(other, Deferred)
            if other._said(decision) != mine:
                if timer is not None and timer[0] == change:
                    rule = RULE_OF_TIMER[timer[1]]
                    return change, Ground("valid_until", cause_at(draft, change), rule)
                entry = next((each for each in turn if change in (each.at, each.by)), None)
                if entry is not None:
                    return change, Ground("valid_until", entry.cause)
                rule = "APT-9" if draft.missed is None else "NSH-2"
                return change, Ground("valid_until", cause_at(draft, change), rule)
            draft, turn, at = later, other._turn, change
        return None, Ground("valid_until", draft.status_cause)

    def _said(self, decision: Decision) -> tuple[Any, ...]:
        """Everything that the decision says but its own clock."""
        return (
            decision.status,
            decision.next_contact,
            self.upcoming,
            decision.reason_for_loss,
            decision.routing,
            decision.priority,
            decision.attempts,
            decision.do_not_contact,
            decision.warnings,
            self.grounds,
        )

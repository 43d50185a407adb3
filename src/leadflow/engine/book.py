"""The tasks of one lead: what its history asks to be done, and what of that is open at an instant.

Made when tasks are first asked for, by going through the history once more, instant by instant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from leadflow.engine.agenda import entries, silenced_by
from leadflow.engine.moments import Moment
from leadflow.outputs import Task
from leadflow.policy import Policy
from leadflow.routing import Router, speaks_chinese
from leadflow.rulebook.bookings import Booking
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.rulebook.terms import Terms
from leadflow.sections import BY_OFFICE
from leadflow.tasks import TASK_RULES, Demand, Ledger, Since, TaskRule, View
from leadflow.tasks.ids import task_id
from leadflow.tasks.ledger import FOLLOWED
from leadflow.vocabulary import Purpose, TaskKind


class Asked(NamedTuple):
    """A task that is open: its rule, and what is demanded."""

    rule: TaskRule
    demand: Demand

    def id_for(self, lead_id: str) -> str:
        """The id of the task."""
        demand = self.demand
        return task_id(
            self.rule.kind,
            lead_id,
            demand.since,
            about=demand.appointment_id,
            fact=demand.fact,
            nth=demand.nth,
        )


def asked_by(policy: Policy) -> tuple[TaskRule, ...]:
    """The rules of tasks that a policy asks for: those behind a rule, and what its office names."""
    office = policy.tasks.asked if policy.tasks is not None else frozenset()
    return tuple(each for each in TASK_RULES if each.kind not in BY_OFFICE or each.kind in office)


class Book:
    """A lead gone through moment by moment; `open_at` tells of the last that was written."""

    def __init__(
        self, lead_id: str, *, terms: Terms, router: Router | None, rules: Sequence[TaskRule]
    ) -> None:
        self._lead_id = lead_id
        self._router = router
        self._rules = rules
        self._terms = terms
        self._ledger = Ledger(self._lead_id, terms)
        self.told: dict[tuple[TaskKind, Demand], Task] = {}
        """The tasks that were told already: many stay open from one instant to the next."""
        self._routed: tuple[object, ...] | None = None

    def write(self, moment: Moment) -> None:
        """Go on to the next moment."""
        at, first, events, draft = moment
        self._draft = draft
        ledger = self._ledger
        since = Since(at, first + len(events) - 1 if events else None)
        ledger.note(at, first, events, draft)
        if draft.status in FOLLOWED:
            ledger.note_plan(since, draft, entries(draft, at))
        else:
            ledger.lacking = None
        if self._router is not None:
            self._note_routing(self._router, since, draft)

    def _note_routing(self, router: Router, since: Since, draft: Draft) -> None:
        """Route the lead anew where what routing goes by has changed."""
        soon = self._ledger.appointments.any_soon(self._is_soon)
        goes_by = (draft.facts, draft.visit_known_at, draft.team, draft.status, soon)
        if goes_by == self._routed:
            return
        self._routed = goes_by
        routing = router.route(
            draft.facts,
            visit_known_on=lambda: self._terms.hours.local_date(draft.visit_known_at),
            booked_soon=soon,
            transferred=draft.team,
        )
        marked = speaks_chinese(draft.facts, router.policy)
        self._ledger.routed.note(since, draft, routing, marked)

    def _is_soon(self, booking: Booking) -> bool:
        local_date = self._terms.hours.local_date
        days = (local_date(booking.starts_at) - local_date(booking.agreed_at)).days
        return self._router is not None and 0 <= days <= self._router.policy.visit_within_days

    def open_at(
        self, now: datetime, turn: Sequence[Entry], rules: Sequence[TaskRule] | None = None
    ) -> Iterator[Asked]:
        """The tasks that are open at `now`, an instant with no event since the book was written.

        With `rules`, only what they ask for: some of those that the policy has.
        """
        due: dict[Purpose, list[Entry]] = {}
        for entry in turn:
            if entry.at <= now:
                due.setdefault(entry.purpose, []).append(entry)
        view = View(self._draft, self._ledger, due, now)
        silenced = silenced_by(self._draft) is not None
        for rule in self._rules if rules is None else rules:
            if rule.outreach and silenced:
                continue
            for demand in rule.body(view):
                asked = Asked(rule, demand)
                if demand.since <= now and (rule.stands or not self._is_done(asked)):
                    yield asked

    def _is_done(self, asked: Asked) -> bool:
        """Whether `task_done` told of it, by kind or by id, since it was asked for."""
        done = self._ledger.done
        if not done:
            return False
        told = (done.get(asked.rule.kind), done.get(asked.id_for(self._lead_id)))
        return any(at is not None and at >= asked.demand.since for at in told)

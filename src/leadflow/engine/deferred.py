"""What a decision says, worked out from the draft behind it when it is first asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from leadflow.engine.agenda import contact, next_change
from leadflow.engine.book import Asked, Book
from leadflow.engine.explain import Ground, Traced, grounds_of, traced
from leadflow.engine.moments import moments
from leadflow.engine.passing import passing
from leadflow.engine.warned import grounds_of_warnings, warnings_of
from leadflow.history import History
from leadflow.outputs import HistoryWarning, NextContact, PolicyRef, Priority, Reason, Routing, Task
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.vocabulary import Status, WorkKind

if TYPE_CHECKING:
    from leadflow.engine.decider import Decider

Wanted = Callable[[str, int], bool]
"""Whether the reason for an output is wanted; where that has several values, for which of them."""
_DEAD = Status.DEAD


def everything(output: str, place: int) -> bool:
    """All reasons are wanted."""
    return True


class Deferred:
    """What a decision says, worked out when first asked for."""

    def __init__(
        self,
        decider: Decider,
        draft: Draft,
        turn: Sequence[Entry],
        history: History,
        now: datetime,
        routing: Routing | None,
    ) -> None:
        self._decider = decider
        self._draft = draft
        self._turn = turn
        self._history = history
        self._team = routing
        self._warned = len(draft.warnings)
        self.now = now
        self.status = status = draft.status
        self.reason_for_loss = draft.person_reason or draft.reason if status is _DEAD else None
        self.attempts = draft.attempts
        self.do_not_contact = draft.do_not_contact

    def settle(self) -> None:
        """Work out what a fold that goes on would change; reasons, tasks and the end are left."""
        _ = self.next_contact, self.priority, self.routing

    @property
    def lead_id(self) -> str:
        """The lead."""
        return self._history.lead.lead_id

    @property
    def created_at(self) -> datetime:
        """When the lead came in."""
        return self._draft.created_at

    @property
    def policy(self) -> PolicyRef:
        """The policy that decided."""
        return self._decider.ref

    @property
    def next_contact_at(self) -> datetime | None:
        """The instant of the next contact."""
        return self._turn[0].at if self._turn else None

    @cached_property
    def next_contact(self) -> NextContact | None:
        """The next contact."""
        return contact(self._draft, self._turn[0]) if self._turn else None

    @cached_property
    def priority(self) -> Priority | None:
        """The place in the work queue."""
        contact = self.next_contact
        if contact is None:
            return None
        return self._decider.priorities[contact.kind, contact.at <= self.now, self._draft.important]

    @property
    def routing(self) -> Routing:
        """The team."""
        if self._team is None:
            self._team = self._decider.routing(self._draft)
        return self._team

    @cached_property
    def warnings(self) -> tuple[HistoryWarning, ...]:
        """What looks wrong in the history, and the contacts whose deadline has passed."""
        return warnings_of(self._draft, self._warned, self._turn, self.now)

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
        for moment in moments(history, decider.terms, decider.program, self.now):
            book.write(moment)
        return book

    @cached_property
    def _asked(self) -> tuple[Asked, ...]:
        """What is asked to be done at this instant."""
        return tuple(self._book.open_at(self.now, self._turn))

    @cached_property
    def _traced(self) -> Traced:
        """What the trace tells; the same for every instant of one draft."""
        return traced(self._draft)

    @cached_property
    def grounds(self) -> list[Ground]:
        """What each output rests on."""
        draft, turn = self._draft, self._turn
        grounds = grounds_of(draft, turn, self.routing, self._traced)
        return [*grounds, *grounds_of_warnings(draft, self._warned, turn, self.now)]

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
        past = self._history.until(self.now)
        while (change := next_change(here._draft, here._turn, here.now)) is not None:
            then = here._at(change, past)
            if then.said() != mine:
                return change, passing(here._draft, here._turn, change).ground
            here = then
        return None, Ground("valid_until", self._draft.status_cause)

    def _at(self, later: datetime, past: History) -> Deferred:
        """The same lead at a later instant, if nothing happens to it after its `past`."""
        decider, draft = self._decider, self._draft
        folded = decider.folded_on(draft, later)
        routing = self.routing if folded is draft else None
        then = decider.decide(folded, past, later, routing)._told
        assert isinstance(then, Deferred)
        if folded is draft:
            then._traced, then._book = self._traced, self._book
        return then

    def said(self) -> tuple[Any, ...]:
        """Everything that the decision says but its own clock."""
        draft, turn, now = self._draft, self._turn, self.now
        return (
            draft.status,
            [contact(draft, entry) for entry in turn],
            [entry.at <= now for entry in turn[:1]],
            draft.person_reason,
            draft.reason,
            self.routing,
            draft.important,
            draft.attempts,
            draft.do_not_contact,
            self.warnings,
            self.grounds,
            [(each.rule.kind, each.demand) for each in self._asked],
        )

"""Does another system decide as leadflow does? Drive both with the same events, compare answers.

A system is described by how it starts with a lead, takes an event, and tells, at an instant, the
lead's status and when its next contact is due:

```python
from leadflow import INCINTA
from leadflow.testing.conformance import check


class OurSystem:
    def __init__(self, lead):  # a leadflow.Lead, as it comes in
        self.row = our_crm.create(lead.lead_id, lead.created_at)

    def apply(self, event):  # one of the event types of leadflow.events
        our_crm.record(self.row, event.type, event.at)

    def tell(self, now):  # the status as leadflow calls it, and an aware datetime or None
        return our_crm.status(self.row, now), our_crm.next_contact(self.row, now)


def test_our_system_decides_like_the_policy():
    check(OurSystem, policy=INCINTA)
```

A Hypothesis state machine drives both. Where they differ, the history is cut down to the shortest
that shows it, and `check` raises `Difference` with that history, the clock, both answers and the
engine's reasons. A system that is written as a pure step function is made into one by `stepping`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from hypothesis import Phase, settings, stateful

from leadflow.calendars import OpeningHours
from leadflow.engine import Engine
from leadflow.events import AnyEvent
from leadflow.lead import Lead
from leadflow.policy import Policy
from leadflow.readers.stories.simpler import Move
from leadflow.readers.stories.spans import delays_of
from leadflow.testing.moves import EVENTS, TO_THE_NEXT_CHANGE, Wait, fields_at, leads, topics, waits
from leadflow.testing.shortening import shortest
from leadflow.testing.sides import Answer, Difference, Sides, Start, System

__all__ = ["Answer", "Difference", "Start", "System", "check", "stepping"]

S = TypeVar("S")


def check(
    start: Start,
    *,
    policy: Policy,
    max_examples: int | None = None,
    steps: int = 30,
    events: Collection[type[AnyEvent]] | None = None,
) -> None:
    """Compare a system with the engine under `policy`; raises `Difference` where they differ.

    `max_examples` runs (none: as many as the Hypothesis profile says) of up to `steps` moves each
    are tried. A move is an event or a look at both; before each, the clock may move on by a little,
    by a delay of the policy, or to the instant at which the engine's answer changes, up to a
    microsecond before or after. Runs are about one thing each, in equal shares: endings, talks,
    visits, tries, anything. `events` are the types that the system knows; none: all thirty.
    The rest (seed, example database, verbosity) is as the Hypothesis profile in force says.

    Raises `ValueError` where `events` names nothing, or what is no type of event.
    """
    known = set(EVENTS if events is None else events)
    if not known or not known <= EVENTS.keys():
        raise ValueError("give the types of events that the system knows, of leadflow.events")
    engine, about = Engine(policy), topics(known)
    examples = settings().max_examples if max_examples is None else max_examples
    effort = _effort(-(-examples // len(about)), steps)
    try:
        for kinds in about:
            stateful.run_state_machine_as_test(_machine(start, engine, kinds), settings=effort)
    except Difference as found:
        difference = shortest(found, start, engine)
    else:
        return
    raise difference


def _effort(max_examples: int, steps: int) -> settings:
    profile = settings()
    return settings(
        max_examples=max_examples,
        stateful_step_count=steps,
        deadline=None,  # how fast the system is, is not what is checked
        report_multiple_bugs=False,
        phases=[phase for phase in profile.phases if phase not in (Phase.shrink, Phase.explain)],
    )


@dataclass
class _Stepping(Generic[S]):
    state: S
    step: Callable[[S, AnyEvent], S]
    asked: Callable[[S, datetime], Answer]

    def apply(self, event: AnyEvent) -> None:
        self.state = self.step(self.state, event)

    def tell(self, now: datetime) -> Answer:
        return self.asked(self.state, now)


def stepping(
    begin: Callable[[Lead], S],
    *,
    step: Callable[[S, AnyEvent], S],
    tell: Callable[[S, datetime], Answer],
) -> Start:
    """What `check` takes, from functions: the first state, the state after an event, the answer."""
    return lambda lead: _Stepping(begin(lead), step, tell)


class _Machine(stateful.RuleBasedStateMachine):
    """Drives both sides, by one clock."""

    begin: ClassVar[Callable[[Lead], Sides]]
    hours: ClassVar[OpeningHours]
    sides: Sides

    def come_in(self, lead: Lead) -> None:
        """A lead comes in, on both sides."""
        self.sides = type(self).begin(lead)
        self.sides.make(Move(lead.created_at, None))

    def later(self, wait: Wait) -> datetime:
        """The instant after a wait, never back."""
        sides = self.sides
        if wait.delay is None:
            until = sides.engine.valid_until(sides.history, now=sides.now) or sides.now
        else:
            until = self.hours.add(sides.now, wait.delay)
        return max(sides.now, until + wait.shift)

    def look(self, wait: Wait) -> None:
        """Ask both sides, later."""
        self.sides.make(Move(self.later(wait), None))

    def happen(self, wait: Wait, kind: type[AnyEvent], given: dict[str, Any]) -> None:
        """Let both sides take an event, later."""
        at = self.later(wait)
        self.sides.make(Move(at, kind(at=at, **fields_at(at, given))))


def _machine(start: Start, engine: Engine, kinds: Iterable[type[AnyEvent]]) -> type[_Machine]:
    """The state machine of one topic: a rule for each of these types of events, and two looks."""
    hours = OpeningHours(engine.policy.calendar)
    before = waits(tuple(dict.fromkeys(delays_of(engine.policy))))

    def begin(lead: Lead) -> Sides:
        return Sides(start, engine, lead)

    def rule_for(kind: type[AnyEvent]) -> Any:
        def happen(self: _Machine, wait: Wait, given: dict[str, Any]) -> None:
            self.happen(wait, kind, given)

        happen.__name__ = _tag(kind)
        return stateful.rule(wait=before, given=EVENTS[kind])(happen)

    members = {
        "begin": staticmethod(begin),
        "hours": hours,
        "a_lead": stateful.initialize(lead=leads(hours))(_Machine.come_in),
        "any_time": stateful.rule(wait=before)(_Machine.look),
        "next_change": stateful.rule(wait=TO_THE_NEXT_CHANGE)(_Machine.look),
        **{_tag(kind): rule_for(kind) for kind in kinds},
    }
    return type("Conformance", (_Machine,), members)


def _tag(kind: type[AnyEvent]) -> str:
    """The `type` of an event, as JSON names it."""
    return next(str(field.default) for field in fields(kind) if field.name == "type")

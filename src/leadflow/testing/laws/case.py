"""What a law is tried on: a policy, a lead's history, two clocks, and a number to choose with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from leadflow.decision import Decision
from leadflow.engine import Engine
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.outputs import NextContact, Reason
from leadflow.policy import Policy, read_policy
from leadflow.testing.clocks import Aim, aims, clock_at
from leadflow.testing.histories import engine_for, histories
from leadflow.vocabulary import Channel, Purpose

T = TypeVar("T")
_SPREAD, _TURN = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03
"""Odd numbers without pattern, whose multiples fall all over the range."""

CLAIMS = (
    "lead_id", "created_at", "status", "next_contact", "upcoming", "reason_for_loss", "routing",
    "priority", "tasks", "attempts", "do_not_contact", "warnings",
)  # fmt: skip
"""What a decision claims about its lead; not when it was made, nor why, nor until when it holds."""


def claims(decision: Decision) -> tuple[Any, ...]:
    """What a decision claims about its lead."""
    return tuple(getattr(decision, name) for name in CLAIMS)


def all_but_clock(decision: Decision) -> tuple[Any, ...]:
    """Everything that a decision says except at which instant it was made."""
    return (*claims(decision), decision.because, decision.valid_until)


def contacts(decision: Decision) -> tuple[NextContact, ...]:
    """Every contact on the agenda, the next one first."""
    if decision.next_contact is None:
        return decision.upcoming
    return (decision.next_contact, *decision.upcoming)


def reasons(decision: Decision, output: str) -> tuple[Reason, ...]:
    """The reasons behind one output."""
    return tuple(each for each in decision.because if each.output == output)


def planned(decision: Decision) -> list[tuple[NextContact, Reason]]:
    """Every contact on the agenda with the reason behind it."""
    first = reasons(decision, "next_contact") if decision.next_contact else ()
    behind = (*first, *reasons(decision, "upcoming"))
    return [*zip(contacts(decision), behind, strict=True)]


def is_ringing(contact: NextContact | None) -> bool:
    """Whether a contact is a call that rings now: the one thing that nothing silences."""
    return contact is not None and contact.purpose is Purpose.ANSWER_CALL


@lru_cache(maxsize=16)
def twin_of(policy: Policy) -> Engine:
    """A second engine, of the policy as it is read back from its own JSON."""
    return Engine(read_policy(policy.model_dump_json()))


class Case:
    """One lead under one policy at two clocks; `dice` chooses where a law needs something more."""

    def __init__(
        self, policy: Policy, history: History, now: datetime, later: datetime, dice: int
    ) -> None:
        self.policy = policy
        self.history = history
        self.now = now
        self.later = later
        """Another clock, which in spite of its name may lie before `now`."""
        self.dice = dice
        self.engine = engine_for(policy)

    def with_history(self, history: History) -> Case:
        """The same with another history."""
        return Case(self.policy, history, self.now, self.later, self.dice)

    @cached_property
    def past(self) -> History:
        """What had happened by `now`."""
        return self.history.until(self.now)

    @cached_property
    def decision(self) -> Decision:
        """The decision at `now`."""
        return self.engine.decide(self.history, now=self.now)

    def decide(self, *events: AnyEvent, of: History | None = None) -> Decision:
        """The decision at `now` after more events."""
        history = self.past if of is None else of
        whole = History(lead=history.lead, events=(*history.events, *events))
        return self.engine.decide(whole, now=self.now)

    def throw(self, sides: int, turn: int = 0) -> int:
        """A number below `sides`, as the dice fall; `turn` tells the throws of one law apart.

        Numbers that Hypothesis likes, such as 0 and powers of two, fall as evenly as others.
        """
        return ((self.dice + 1) * _SPREAD + turn * _TURN) % 2**64 // 2**20 % sides

    def one_of(self, choices: Sequence[T], turn: int = 0) -> T:
        """One of these, as the dice fall."""
        return choices[self.throw(len(choices), turn)]

    @cached_property
    def channels(self) -> frozenset[Channel]:
        """The ways to reach the lead at `now`."""
        known = self.past.lead.profile.channels
        for event in self.past.events:
            changes = getattr(event, "changes", None)
            if changes is not None and "channels" in changes.model_fields_set:
                known = changes.channels
        return known


def cases(policy: Policy | st.SearchStrategy[Policy]) -> st.SearchStrategy[Case]:
    """Cases under one policy, or under drawn ones; their clocks lie where decisions change."""
    if isinstance(policy, Policy):
        return _under(policy)
    return policy.flatmap(_under)


def _under(policy: Policy) -> st.SearchStrategy[Case]:
    engine = engine_for(policy)

    def case(history: History, first: Aim, second: Aim, dice: int) -> Case:
        now, later = clock_at(first, history, engine), clock_at(second, history, engine)
        return Case(policy, history, now, later, dice)

    return st.builds(case, histories(policy), _NEAR_THE_END, _ANYWHERE, st.integers(0, 2**30))


_NEAR_THE_END, _ANYWHERE = aims(3), aims(12)

Body = Callable[[Case], bool]

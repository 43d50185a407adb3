"""A condition of an outcome, and how one is told from a lead as it stands.

An outcome can be reached in several ways; within one way all conditions must hold. What is needed
is read from the heads of the rules and from the policy, what is, from the folded draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import with_config

from leadflow.decision import Decision
from leadflow.display.words import span_in_words
from leadflow.engine.decider import Decider
from leadflow.engine.explain import Ground
from leadflow.instants import Computed
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause
from leadflow.rulebook.rule import Body, Rule

RULE_OF: dict[Body, Rule] = {rule.body: rule for rule in RULEBOOK}


class Matter(StrEnum):
    """What can make a condition hold that does not."""

    POLICY = "policy"
    """Another policy only."""
    STATUS = "status"
    """Another status."""
    EVENT = "event"
    """An event of one of the kinds that are missing."""
    TIME = "time"
    """Time alone: at `at`, if nothing happens until then."""
    COUNT = "count"
    """More of what is counted."""
    FACT = "fact"
    """A fact of the customer, or of what happened, that is otherwise."""


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an outcome.

    Conditions with the same `way` must all hold; ways stand for each other. `holds` is `None` where
    a fact is not known. `is_` is what there is, `needed` what there must be; `missing` is what is
    lacking: a length of time, a count, the kinds of events of which one must come, or a fact to ask
    for; `lacking`, the same in words. `at` is the instant (UTC) at which time makes it hold.
    `policy` is the field path of the value behind it.
    """

    way: str
    rule: str
    source: str
    condition: str
    matter: Matter
    holds: bool | None
    is_: Any
    needed: Any
    missing: timedelta | int | tuple[str, ...] | None
    lacking: str
    at: Computed | None
    policy: str | None


class View(NamedTuple):
    """A lead as it stands at `now`."""

    decider: Decider
    draft: Draft
    decision: Decision
    now: datetime


class Way:
    """One way to an outcome: tells conditions under its name."""

    def __init__(self, view: View, rule: Rule, name: str | None = None) -> None:
        self.view = view
        self.rule = rule
        self.name = name or rule.sentence

    def tells(
        self,
        condition: str,
        matter: Matter,
        *,
        holds: bool | None,
        is_: Any = None,
        needed: Any = None,
        missing: timedelta | int | tuple[str, ...] | None = None,
        lacking: str = "",
        at: datetime | None = None,
        path: str | None = None,
        by: Rule | None = None,
        named: str | None = None,
        source: str | None = None,
    ) -> Condition:
        """A condition; `by` is the rule behind it where it is not that of the way."""
        rule = by or self.rule
        cause = Cause(rule, None, self.view.now, path)
        behind = self.view.decider.explainer.reason(Ground("status", cause))
        policy, value = (behind.policy, behind.value) if path else (None, None)
        return Condition(
            self.name,
            named or rule.id,
            source or behind.source,
            condition,
            matter,
            holds,
            is_,
            value if needed is None else needed,
            None if holds else missing,
            "" if holds else lacking or _lacking(missing),
            None if holds else at,
            policy,
        )

    def passes(
        self, condition: str, at: datetime | None, *, otherwise: str = "", **more: Any
    ) -> Condition:
        """A condition that time makes hold at `at`; where that is `None`, it is told otherwise."""
        if at is None:
            return self.tells(condition, Matter.TIME, holds=False, lacking=otherwise, **more)
        left = max(at - self.view.now, timedelta())
        more = {"is_": at, **more}
        return self.tells(condition, Matter.TIME, holds=not left, missing=left, at=at, **more)

    def status_admits(self) -> Condition:
        """Whether the rule speaks in the status that the lead has."""
        status, wanted = self.view.draft.status, self.rule.when
        return self.tells(
            "The status admits it",
            Matter.STATUS,
            holds=status in wanted,
            is_=status.value,
            needed=tuple(each.value for each in wanted),
            lacking="one of: " + "; ".join(map(self.view.decider.policy.label_of, wanted)),
        )

    def event_comes(self) -> Condition:
        """The event on which the rule speaks, which is still to come."""
        kinds = tuple(each.value for each in self.rule.on)
        return self.tells(
            "Such an event is recorded", Matter.EVENT, holds=False, needed=kinds, missing=kinds
        )


Told = Iterator[Condition]


def _lacking(missing: timedelta | int | tuple[str, ...] | None) -> str:
    match missing:
        case timedelta():
            return span_in_words(missing)
        case int():
            return f"{missing} more"
        case _:
            return " or ".join(missing or ())

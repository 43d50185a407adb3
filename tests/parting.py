"""Whether two policies part on a history, found out with nothing but `Engine.decide`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from leadflow import Decision, Engine, History, queue
from leadflow.readers.diff import QueueWitness, Witness


def said(decision: Decision) -> tuple[Any, ...]:
    """Everything that a decision says but its clock, its policy, its reasons and its sources."""
    return (
        decision.status, decision.next_contact, decision.upcoming, decision.reason_for_loss,
        decision.routing, decision.priority, [replace(e, source="") for e in decision.tasks],
        decision.attempts, decision.do_not_contact, decision.valid_until, decision.warnings,
    )  # fmt: skip


def part(one: Engine, two: Engine, history: History) -> bool:
    """Whether two policies say something else of a history at any instant."""
    ahead: list[datetime | None] = [history.lead.created_at, *(e.at for e in history.events)]
    while (at := min(filter(None, ahead), default=None)) is not None:
        decisions = [each.decide(history, now=at) for each in (one, two)]
        if said(decisions[0]) != said(decisions[1]):
            return True
        ahead = [each for each in ahead if each is not None and each > at]
        ahead += [each.valid_until for each in decisions]
    return False


def without_one(history: History) -> Sequence[History]:
    events = history.events
    return [
        History(lead=history.lead, events=events[:n] + events[n + 1 :]) for n in range(len(events))
    ]


def order(engine: Engine, witness: QueueWitness) -> list[str]:
    decisions = [engine.decide(each, now=witness.now) for each in witness.histories]
    return [each.lead_id for each in queue(decisions, now=witness.now)]


def is_true(one: Engine, two: Engine, witness: Witness | QueueWitness) -> bool:
    """Whether two policies part on a witness, and on nothing shorter."""
    if isinstance(witness, QueueWitness):
        return order(one, witness) != order(two, witness)
    decisions = [each.decide(witness.history, now=witness.now) for each in (one, two)]
    parted = said(decisions[0]) != said(decisions[1])
    return parted and not any(part(one, two, each) for each in without_one(witness.history))

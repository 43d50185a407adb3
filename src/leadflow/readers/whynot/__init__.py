"""Why a lead is not what one would have it be, and what would have changed that."""

from __future__ import annotations

from datetime import datetime

from leadflow.engine import Engine
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.policy import Policy
from leadflow.readers.whynot.conditions import Condition, Matter, Told, View
from leadflow.readers.whynot.counterfactual import changes_to, counterfactuals
from leadflow.readers.whynot.edits import EditKind
from leadflow.readers.whynot.others import ways_to_queue, ways_to_reason
from leadflow.readers.whynot.outcomes import QUEUED, Asked, Outcome, outcome_of
from leadflow.readers.whynot.results import Counterfactual, Counterfactuals, WhyNot
from leadflow.readers.whynot.statuses import ways_to
from leadflow.readers.whynot.teams import ways_to_team

__all__ = [
    "QUEUED",
    "Condition",
    "Counterfactual",
    "Counterfactuals",
    "EditKind",
    "Matter",
    "WhyNot",
    "counterfactuals",
    "why_not",
]


def why_not(history: History, *, now: datetime, policy: Policy, outcome: str) -> WhyNot:
    """Why `outcome` does not hold for a lead at `now`: which conditions fail, and by how much.

    `outcome` is a `Status`, a `Team`, a `ReasonForLoss`, or `"queued"` (the next contact is due);
    their texts do as well. The conditions come from the heads of the rules, the policy and the
    lead as it was folded; the changes that would have brought the outcome about are each decided
    anew. Raises `InvalidInstant`, and `InvalidOutcome` where nothing of that kind is asked after.
    """
    clock, asked, engine = as_instant(now), outcome_of(outcome), Engine(policy)
    view = view_of(engine, history, clock)
    holds = asked.holds_in(view.decision)
    because = view.decision.because if holds else ()
    return WhyNot(
        history.lead.lead_id,
        clock,
        policy.calendar.zone,
        engine._decider.ref,
        str(asked.value),
        asked.in_words(policy),
        holds,
        tuple(each for each in because if each.output in asked.outputs),
        () if holds else tuple(conditions(view, asked)),
        changes_to(engine, history, clock, asked),
    )


def view_of(engine: Engine, history: History, now: datetime) -> View:
    """A lead as it stands at `now`, folded and decided."""
    state = engine.fold(history, now=now)
    return View(engine._decider, state._draft, engine.decide(state, now=now), now)


def conditions(view: View, outcome: Outcome) -> Told:
    """Every condition of an outcome, way by way, whether it holds or not."""
    match outcome.asked:
        case Asked.STATUS:
            return ways_to(view, outcome.value)
        case Asked.TEAM:
            return ways_to_team(view, outcome.value)
        case Asked.REASON:
            return ways_to_reason(view, outcome.value)
        case _:
            return ways_to_queue(view)

"""What the ladder asks before it gives a lead up (ATT-9, ATT-11), and what a follow-up bars."""

from __future__ import annotations

from collections.abc import Callable

from leadflow.display.words import worded
from leadflow.readers.whynot.conditions import RULE_OF, Condition, Matter, Told, Way
from leadflow.rulebook import attempts
from leadflow.rulebook.occasions import Timer
from leadflow.rulebook.terms import RungTerms
from leadflow.sections import Then

RungStep = Callable[[RungTerms], object]


def no_response(rung: RungTerms) -> object:
    """What follows no response on a rung."""
    return rung.no_response


def _unscheduled(rung: RungTerms) -> object:
    return rung.unscheduled


def on_rung(way: Way, step: RungStep, wanted: Then, *, begun: bool = False) -> Condition:
    """Whether the attempt stands on a rung of which something follows, and how many until then."""
    draft, terms = way.view.draft, way.view.decider.terms
    first = next((n for n, rung in enumerate(terms.rungs, 1) if step(rung) is wanted), None)
    ahead = (draft.attempts + n for n in range(len(terms.rungs) + 1))
    found = next((n for n in ahead if step(terms.rung(n)) is wanted), None)
    more = None if found is None else found - draft.attempts
    return way.tells(
        f"The attempts have come to a rung that says {worded(wanted)}",
        Matter.POLICY if more is None else Matter.COUNT,
        holds=begun or more == 0,
        is_=draft.attempts,
        needed=first if found is None or (first or 0) > draft.attempts else found,
        missing=more,
        lacking=f"no rung of the policy says {worded(wanted)}" if more is None else "",
        path=None if first is None else _path_of(terms.rungs[first - 1], step),
    )


def _path_of(rung: RungTerms, step: RungStep) -> str:
    return rung.no_response_path if step is no_response else rung.unscheduled_path


def no_follow_up(way: Way) -> Condition:
    """An exact follow-up keeps a lead from being given up until it has come (ATT-8)."""
    exact = way.view.draft.exact
    if exact is None or exact.at <= way.view.now:
        return way.tells("No follow-up lies ahead", Matter.TIME, holds=True)
    return way.passes("No follow-up lies ahead", exact.at, by=exact.rule)


def released(way: Way) -> Condition:
    """A timer waits as long as an exact follow-up stands, ahead or not."""
    stands = way.view.draft.exact is not None
    return way.tells(
        "No follow-up stands",
        Matter.EVENT,
        holds=not stands,
        is_=way.view.draft.exact.at if way.view.draft.exact else None,
        missing=tuple(each.value for each in RULE_OF[attempts.follow_up_used_up].on),
    )


def waits_for(way: Way, timer: Timer, condition: str, path: str, *, otherwise: str) -> Condition:
    """A timer that has to fire; where it is not set, what would set it is told otherwise."""
    draft = way.view.draft
    due = draft.timers.get(timer)
    at = None if due is None else max(due, draft.at)
    return way.passes(condition, at, path=path, otherwise=otherwise)


def exhausted_by_no_response(way: Way) -> Told:
    """The rung, and no follow-up ahead."""
    yield on_rung(way, no_response, Then.EXHAUSTED)
    yield no_follow_up(way)


def exhausted_by_bare_follow_up(way: Way) -> Told:
    """The rung, no follow-up ahead, and nobody spoken to (ATT-12)."""
    yield on_rung(way, _unscheduled, Then.EXHAUSTED)
    yield no_follow_up(way)
    draft, counts_anyway = way.view.draft, way.view.decider.terms.exhausts_after_contact
    yield way.tells(
        "The last attempt did not reach the patient",
        Matter.FACT,
        holds=counts_anyway or not draft.reached,
        is_="reached" if draft.reached else "not reached",
        needed="not reached",
        lacking="an attempt without response",
        path="attempts.exhausts_after_contact",
    )


def exhausted_by_silence(way: Way) -> Told:
    """The rung, an open attempt whose grace is over, and no follow-up that stands (ATT-11)."""
    yield on_rung(way, _unscheduled, Then.EXHAUSTED)
    yield waits_for(
        way,
        Timer.OPEN_ATTEMPT,
        "The time in which the outcome of the last attempt can be told is over",
        way.view.decider.terms.grace.path,
        otherwise="an attempt on that rung whose outcome is not told",
    )
    yield released(way)

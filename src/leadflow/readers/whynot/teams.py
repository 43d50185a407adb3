"""The ways to a team (RTE): each criterion true, false or unknown, as the router answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from leadflow.display.words import worded
from leadflow.engine.explain import READING
from leadflow.readers.whynot.conditions import RULE_OF, Condition, Matter, Told, View, Way
from leadflow.readers.whynot.facts import (
    CLAUSE,
    FIELDS,
    MUST,
    WORDS,
    answers_for,
    criterion_of,
    field_of,
    known_of,
)
from leadflow.routing import CRITERIA, UNROUTED, Answer, Fact
from leadflow.rulebook import recorded
from leadflow.sections import RoutingPolicy
from leadflow.vocabulary import Team, TransferTeam


class Needs(NamedTuple):
    """One way of the routing to a team: which facts must be true, and which false."""

    name: str
    facts: Mapping[Fact, bool]


def needs_of(team: Team, policy: RoutingPolicy) -> Iterator[Needs]:
    """The ways of the routing to a team, in the order of the specification."""
    bound = [fact for fact, each in CRITERIA.items() if each in policy.applies_to_everyone]
    match team:
        case Team.CHINA:
            for fact in MUST:
                of_all = {} if fact in bound else {Fact.CHINESE: True}
                yield Needs(f"Must transfer: {WORDS[fact][0].lower()}", {**of_all, fact: True})
        case Team.LOCAL:
            needed = {Fact.CHINESE: False, **dict.fromkeys(bound, False)}
            yield Needs("No Chinese customer", needed)
        case Team.LOCAL_CHINESE:
            local = {Fact.VISIT_SOON: True, Fact.REFERRAL_FEE: False}
            yield Needs(
                "Handled here in Chinese",
                {Fact.CHINESE: True, **dict.fromkeys(MUST, False), **local},
            )
        case _:
            pass


def ways_to_team(view: View, team: Team) -> Told:
    """Every condition of a team, way by way."""
    policy = view.decider.policy.routing
    if policy is None:
        yield _unrouted(view, team)
        return
    answers = answers_for(view)
    for needs in needs_of(team, policy):
        way = Way(view, _ROUTED, needs.name)
        yield _not_handed_over(way)
        for fact, wanted in needs.facts.items():
            yield criterion_of(way, fact, wanted, answers[fact])
    if team is Team.UNDETERMINED:
        yield from _undetermined(view)
    if team is policy.otherwise:
        yield from _where_silent(view, answers)
    yield from _by_transfer(view, team, answers[Fact.CHINESE])


def _unrouted(view: View, team: Team) -> Condition:
    local = team is UNROUTED.team
    return Way(view, _ROUTED, "Nobody is routed").tells(
        "Without routing the lead is local",
        Matter.POLICY,
        holds=local,
        is_="off",
        needed="off" if local else "routing",
        lacking="a policy with routing",
        source=READING,
        named=UNROUTED.grounds[0],
    )


def _not_handed_over(way: Way) -> Condition:
    """What a person decided stands before every criterion (RTE-9)."""
    team = way.view.draft.team
    return way.tells(
        "No person has handed the lead to a team",
        Matter.FACT,
        holds=team is None,
        is_=None if team is None else team.value,
        lacking="a person decided, and only a person decides again",
        by=_HANDED,
    )


def _undetermined(view: View) -> Told:
    way = Way(view, _ROUTED, "A fact that matters is not known")
    yield _not_handed_over(way)
    questions = view.decision.routing.questions
    yield way.tells(
        "A fact that can still change the team is not known",
        Matter.FACT,
        holds=bool(questions),
        is_=tuple(each.fact for each in questions),
        lacking="every fact that matters is known",
        source=READING,
        named="RTE-6",
    )


def _where_silent(view: View, answers: Mapping[Fact, Answer]) -> Told:
    """Everything known and neither holds: the policy says which team it is (RTE-7)."""
    way = Way(view, _ROUTED, "The source is silent")
    yield _not_handed_over(way)
    for fact, wanted in {Fact.CHINESE: True, **dict.fromkeys(MUST, False)}.items():
        yield criterion_of(way, fact, wanted, answers[fact])
    soon, fee = answers[Fact.VISIT_SOON], answers[Fact.REFERRAL_FEE]
    unknown = tuple(
        FIELDS[fact] for fact in (Fact.VISIT_SOON, Fact.REFERRAL_FEE) if answers[fact] is None
    )
    silent = soon is False or fee is True
    yield way.tells(
        "It is not handled here in Chinese: no visit soon, or a referral fee",
        Matter.FACT,
        holds=silent or (None if unknown else False),
        missing=unknown or None,
        lacking=f"to ask: {', '.join(map(worded, unknown))}" if unknown else "it is handled here",
        source=view.decider.policy.source_of("routing.otherwise") or READING,
        named="RTE-7",
    )


def _by_transfer(view: View, team: Team, chinese: Answer) -> Told:
    """A person hands the lead over; whom local handling falls to hangs on the customer (RTE-9)."""
    if team is Team.UNDETERMINED:
        return
    to = TransferTeam.CHINA if team is Team.CHINA else TransferTeam.LOCAL
    way, draft = Way(view, _HANDED, "By a person"), view.draft
    if to is TransferTeam.LOCAL:
        asks = field_of(view, Fact.CHINESE)
        yield way.tells(
            "The customer is known to be Chinese"
            if team is Team.LOCAL_CHINESE
            else "The customer is not known to be Chinese",
            Matter.FACT,
            holds=(chinese is True) is (team is Team.LOCAL_CHINESE),
            is_=known_of(draft.facts, Fact.CHINESE),
            missing=(asks,) if chinese is None else None,
            lacking=f"to ask: {worded(asks)}" if chinese is None else "the customer is otherwise",
            named="RTE-1",
            source=CLAUSE[Fact.CHINESE].citation,
        )
    kinds = tuple(each.value for each in _HANDED.on)
    yield way.tells(
        f"A person handed the lead to {to.value}",
        Matter.EVENT,
        holds=draft.team is to,
        is_=None if draft.team is None else draft.team.value,
        needed=to.value,
        missing=kinds,
        lacking=f"{kinds[0]}: {to.value}",
    )


_ROUTED, _HANDED = RULE_OF[recorded.profile_updated], RULE_OF[recorded.team_transferred]

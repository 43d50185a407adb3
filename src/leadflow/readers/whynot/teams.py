"""The ways to a team (RTE): each criterion true, false or unknown, as the router answers it.

No criterion is worked out here. The router is asked for each fact with all the others as local
handling wants them: then the team that it gives tells what that one fact comes to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from leadflow.display.words import worded
from leadflow.engine.explain import READING
from leadflow.lead import Profile
from leadflow.readers.whynot.conditions import RULE_OF, Condition, Matter, Told, View, Way
from leadflow.routing import CLAUSES, CRITERIA, UNROUTED, Answer, Fact, Router, is_chinese
from leadflow.rulebook import closing
from leadflow.sections import RoutingPolicy
from leadflow.sources import INC, Clause
from leadflow.vocabulary import Pricing, Team, TransferTeam

FIELDS: Mapping[Fact, str] = {
    Fact.NUMBER: "calling_code",
    Fact.VISIT_BARRIER: "visit_barriers",
    Fact.SPECIAL_NEED: "special_needs",
    Fact.PRICING: "pricing",
    Fact.VISIT_SOON: "agreed_visit_on",
    Fact.REFERRAL_FEE: "referral_fee",
}
_WORDS: Mapping[Fact, tuple[str, str]] = {
    Fact.CHINESE: ("The customer is Chinese", "The customer is not Chinese"),
    Fact.NUMBER: ("The phone number is a foreign one", "The phone number is a domestic one"),
    Fact.VISIT_BARRIER: ("Something keeps from a visit", "Nothing keeps from a visit"),
    Fact.SPECIAL_NEED: ("There is a special need", "There is no special need"),
    Fact.PRICING: ("Pricing is international", "Pricing is local"),
    Fact.VISIT_SOON: ("A visit soon is agreed", "No visit soon is agreed"),
    Fact.REFERRAL_FEE: ("A referral fee is due", "No referral fee is due"),
}
_RULE: Mapping[Fact, str] = {
    Fact.CHINESE: "RTE-1",
    **{fact: criterion.value for fact, criterion in CRITERIA.items()},
    Fact.VISIT_SOON: "RTE-4",
    Fact.REFERRAL_FEE: "RTE-4",
}
_CLAUSE: Mapping[Fact, Clause] = {
    Fact.CHINESE: INC.local_language,
    **{fact: CLAUSES[criterion][0] for fact, criterion in CRITERIA.items()},
    Fact.VISIT_SOON: INC.local_visit_soon,
    Fact.REFERRAL_FEE: INC.local_no_referral_fee,
}
MUST = tuple(CRITERIA)
"""The facts that make a transfer to China a must, in the order of the specification."""


class Needs(NamedTuple):
    """One way of the routing to a team: which facts must be true, and which false."""

    name: str
    facts: Mapping[Fact, bool]


def answers_for(view: View) -> Mapping[Fact, Answer]:
    """What each fact comes to for a lead, as the router has it."""
    policy = view.decider.policy.routing
    assert policy is not None  # whoever asks has seen to it
    found = {Fact.CHINESE: is_chinese(view.draft.profile, policy)}
    router = Router(policy.model_copy(update={"otherwise": Team.UNDETERMINED}))
    return {**found, **{fact: _answer(view, router, fact) for fact in FIELDS}}


def _answer(view: View, router: Router, fact: Fact) -> Answer:
    """One fact, with all the others as local handling wants them."""
    draft = view.draft.copy()
    profile = draft.profile
    agreed_on = draft.terms.hours.local_date(draft.visit_known_at)
    ideal: dict[str, Any] = {
        "chinese": True,
        "calling_code": _DOMESTIC,
        "visit_barriers": frozenset(),
        "special_needs": frozenset(),
        "pricing": Pricing.LOCAL,
        "agreed_visit_on": agreed_on,
        "referral_fee": False,
    }
    ideal[FIELDS[fact]] = getattr(profile, FIELDS[fact])
    draft.profile, draft.team = Profile(**ideal), None
    routing = view.decider._routing(router, draft)
    if routing.questions:
        return None
    handled_here = routing.team is Team.LOCAL_CHINESE
    return handled_here if fact is Fact.VISIT_SOON else not handled_here


_DOMESTIC = "1"
"""The calling code of the clinic's own country, which is that of RTE-3a."""


def needs_of(team: Team, policy: RoutingPolicy) -> Iterator[Needs]:
    """The ways of the routing to a team, in the order of the specification."""
    bound = [fact for fact, each in CRITERIA.items() if each in policy.applies_to_everyone]
    match team:
        case Team.CHINA:
            for fact in MUST:
                of_all = {} if fact in bound else {Fact.CHINESE: True}
                yield Needs(f"Must transfer: {_WORDS[fact][0].lower()}", {**of_all, fact: True})
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
            yield _criterion(way, fact, wanted, answers[fact])
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


def _criterion(way: Way, fact: Fact, wanted: bool, answer: Answer) -> Condition:
    field = _field(way.view, fact)
    return way.tells(
        _WORDS[fact][not wanted],
        Matter.FACT,
        holds=None if answer is None else answer is wanted,
        is_=_known(way.view.draft.profile, fact),
        needed=wanted,
        missing=(field,) if answer is None else None,
        lacking=f"to ask: {worded(field)}" if answer is None else "the fact is otherwise",
        source=_CLAUSE[fact].citation,
        named=_RULE[fact],
    )


def _field(view: View, fact: Fact) -> str:
    """The fact of the profile to ask for; whether the customer is Chinese, by the language."""
    policy = view.decider.policy.routing
    by_language = policy is not None and policy.language_implies_chinese
    return FIELDS.get(fact, "language" if by_language else _CHINESE)


_CHINESE = "chinese"


def _known(profile: Profile, fact: Fact) -> Any:
    """What the profile has of a fact, as a JSON value."""
    if fact is Fact.CHINESE and profile.chinese is None:
        return profile.language
    field = FIELDS.get(fact, _CHINESE)
    return profile.model_dump(mode="json", include={field})[field]


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
        yield _criterion(way, fact, wanted, answers[fact])
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
        yield way.tells(
            "The customer is known to be Chinese"
            if team is Team.LOCAL_CHINESE
            else "The customer is not known to be Chinese",
            Matter.FACT,
            holds=(chinese is True) is (team is Team.LOCAL_CHINESE),
            is_=_known(draft.profile, Fact.CHINESE),
            lacking="the customer is otherwise",
            named="RTE-1",
            source=_CLAUSE[Fact.CHINESE].citation,
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


_ROUTED, _HANDED = RULE_OF[closing.profile_updated], RULE_OF[closing.team_transferred]

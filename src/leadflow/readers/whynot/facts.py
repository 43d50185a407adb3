"""The facts that decide the team (RTE-1 to RTE-4), each true, false or unknown.

No criterion is worked out here. The router is asked for each fact with all the others as local
handling wants them: then the team that it gives tells what that one fact comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadflow.display.words import worded
from leadflow.engine.team import routed_by
from leadflow.lead import Profile, facts_of
from leadflow.readers.whynot.conditions import Condition, Matter, View, Way
from leadflow.routing import CLAUSES, CRITERIA, Answer, Fact, Router, is_chinese
from leadflow.sources import INC, Clause
from leadflow.vocabulary import Pricing, Team

FIELDS: Mapping[Fact, str] = {
    Fact.NUMBER: "calling_code",
    Fact.VISIT_BARRIER: "visit_barriers",
    Fact.SPECIAL_NEED: "special_needs",
    Fact.PRICING: "pricing",
    Fact.VISIT_SOON: "agreed_visit_on",
    Fact.REFERRAL_FEE: "referral_fee",
}
WORDS: Mapping[Fact, tuple[str, str]] = {
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
CLAUSE: Mapping[Fact, Clause] = {
    Fact.CHINESE: INC.local_language,
    **{fact: CLAUSES[criterion][0] for fact, criterion in CRITERIA.items()},
    Fact.VISIT_SOON: INC.local_visit_soon,
    Fact.REFERRAL_FEE: INC.local_no_referral_fee,
}
MUST = tuple(CRITERIA)
"""The facts that make a transfer to China a must, in the order of the specification."""


def answers_for(view: View) -> Mapping[Fact, Answer]:
    """What each fact comes to for a lead, as the router has it."""
    policy = view.decider.policy.routing
    assert policy is not None  # whoever asks has seen to it
    found = {Fact.CHINESE: is_chinese(view.draft.facts, policy)}
    router = Router(policy.model_copy(update={"otherwise": Team.UNDETERMINED}))
    return {**found, **{fact: _answer(view, router, fact) for fact in FIELDS}}


def _answer(view: View, router: Router, fact: Fact) -> Answer:
    """One fact, with all the others as local handling wants them."""
    draft = view.draft.copy()
    known: Mapping[str, object] = draft.facts
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
    ideal[FIELDS[fact]] = known[FIELDS[fact]]
    draft.facts, draft.team = facts_of(Profile(**ideal)), None
    routing = routed_by(router, draft)
    if routing.questions:
        return None
    handled_here = routing.team is Team.LOCAL_CHINESE
    return handled_here if fact is Fact.VISIT_SOON else not handled_here


_DOMESTIC = "1"
"""The calling code of the clinic's own country, which is that of RTE-3a."""


def criterion_of(way: Way, fact: Fact, wanted: bool, answer: Answer) -> Condition:
    """One fact as a condition: what it must be, what it is, or that it must be asked for."""
    field = field_of(way.view, fact)
    return way.tells(
        WORDS[fact][not wanted],
        Matter.FACT,
        holds=None if answer is None else answer is wanted,
        is_=known_of(way.view.draft.facts, fact),
        needed=True,  # as it is worded
        missing=(field,) if answer is None else None,
        lacking=f"to ask: {worded(field)}" if answer is None else "the fact is otherwise",
        source=CLAUSE[fact].citation,
        named=_RULE[fact],
    )


def field_of(view: View, fact: Fact) -> str:
    """The fact of the profile to ask for; whether the customer is Chinese, by the language."""
    policy = view.decider.policy.routing
    by_language = policy is not None and policy.language_implies_chinese
    return FIELDS.get(fact, "language" if by_language else _CHINESE)


_CHINESE = "chinese"


def known_of(facts: Mapping[str, object], fact: Fact) -> Any:
    """What is known of a fact, as a JSON value."""
    if fact is Fact.CHINESE and facts["chinese"] is None:
        return facts["language"]
    field = FIELDS.get(fact, _CHINESE)
    return Profile.model_validate({field: facts[field]}).model_dump(mode="json")[field]

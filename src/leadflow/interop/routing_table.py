"""Which team handles a lead, as a decision table in CSV (RTE)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from leadflow.interop.csv_text import csv_text
from leadflow.lead import Facts, Profile, facts_of
from leadflow.outputs import Routing
from leadflow.policy import Policy
from leadflow.routing import CLAUSES, UNROUTED, Answer, Fact, Router
from leadflow.sections import RoutingPolicy
from leadflow.vocabulary import Pricing, SpecialNeed, Team, TransferTeam, VisitBarrier

_CONDITIONS: Mapping[Fact, str] = {
    Fact.CHINESE: "Chinese customer",
    Fact.NUMBER: "phone not of country code 1",
    Fact.VISIT_BARRIER: "has a visit barrier",
    Fact.SPECIAL_NEED: "has a special need",
    Fact.PRICING: "international pricing",
    Fact.VISIT_SOON: "agreed to visit soon",
    Fact.REFERRAL_FEE: "referral fee",
}
_COLUMNS: Final = (
    "transferred to", *_CONDITIONS.values(), "team", "rule", "source", "asks first",
)  # fmt: skip
_TOLD: Mapping[Answer, str] = {True: "yes", False: "no", None: "unknown"}
ANY: Final = "any"
_DAY: Final = date(2000, 1, 1)
"""Any day will do: what counts is how far the visit is from it."""

Conditions = tuple[str, ...]
Outcome = tuple[Team, str, str]
"""Team, the first rule that makes it so, and the fact to ask for first."""
Lines = tuple[tuple[Conditions, Outcome], ...]


def routing_table(policy: Policy) -> str:
    """The team for every combination of what is known of a lead: exactly one line holds for each.

    A CSV text. Conditions are `yes`, `no`, `unknown` or `any`; `transferred to` is the team that a
    person handed the lead to last, `none` where nobody did. `rule` is the first that makes the
    team so (others may too), `source` its clauses, `reading` where no document says it; `asks
    first`, where the team is `undetermined`, the fact that settles most. A visit is soon within
    the policy's `routing.visit_within_days`. A policy without routing has one line.
    """
    return csv_text(_COLUMNS, _rows(policy))


def _rows(policy: Policy) -> Iterator[Sequence[str]]:
    if policy.routing is None:
        yield _row(ANY, (ANY,) * len(Fact), (UNROUTED.team, UNROUTED.grounds[0], ""))
        return
    for team, lines in _tables(policy.routing):
        for conditions, outcome in lines:
            yield _row("none" if team is None else team.value, conditions, outcome)


@lru_cache(maxsize=8)
def _tables(routing: RoutingPolicy) -> tuple[tuple[TransferTeam | None, Lines], ...]:
    """The lines for each team that a lead can have been handed to, none among them."""
    router = Router(routing)
    return tuple((team, _reduced(router, team, ())) for team in (None, *TransferTeam))


def _row(transferred: str, conditions: Conditions, outcome: Outcome) -> Sequence[str]:
    team, rule, asks = outcome
    source = "; ".join(each.citation for each in CLAUSES[rule]) or "reading"
    return transferred, *conditions, team.value, rule, source, asks


def _reduced(router: Router, team: TransferTeam | None, known: tuple[Answer, ...]) -> Lines:
    """The lines for what is known of the first facts; a fact that changes nothing is `any`."""
    if len(known) == len(Fact):
        return (((), _outcome(_route(router, team, known))),)
    parts = [(answer, _reduced(router, team, (*known, answer))) for answer in _TOLD]
    if all(lines == parts[0][1] for _answer, lines in parts):
        return tuple(((ANY, *rest), outcome) for rest, outcome in parts[0][1])
    return tuple(
        ((_TOLD[answer], *rest), outcome) for answer, lines in parts for rest, outcome in lines
    )


def _outcome(routing: Routing) -> Outcome:
    return routing.team, routing.grounds[0], _asked(routing)


def _asked(routing: Routing) -> str:
    return routing.questions[0].fact if routing.questions else ""


def _route(router: Router, team: TransferTeam | None, known: tuple[Answer, ...]) -> Routing:
    """What the engine says of a lead of whom just this is known."""
    return router.route(
        _facts(known), visit_known_on=lambda: _DAY, booked_soon=False, transferred=team
    )


@cache
def _facts(known: tuple[Answer, ...]) -> Facts:
    """A lead of whom just this is known; there are 3^7."""
    chinese, number, barrier, need, pricing, soon, fee = known
    profile = Profile(
        chinese=chinese,
        calling_code=None if number is None else _code(abroad=number),
        visit_barriers=None if barrier is None else frozenset(list(VisitBarrier)[:barrier]),
        special_needs=None if need is None else frozenset(list(SpecialNeed)[:need]),
        pricing=None if pricing is None else _pricing(international=pricing),
        agreed_visit_on=None if soon is None else _DAY - timedelta(days=not soon),
        referral_fee=fee,
    )
    return facts_of(profile)


def _code(*, abroad: bool) -> str:
    return "86" if abroad else "1"


def _pricing(*, international: bool) -> Pricing:
    return Pricing.INTERNATIONAL if international else Pricing.LOCAL

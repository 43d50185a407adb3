"""Which team handles a lead (RTE): three-valued, with the questions that are still open.

Every fact is reduced to true, false or unknown. The team is what every way of filling in the
unknown facts agrees on; a question is worth asking if, in some way of filling in the others, its
answer changes the team. With seven facts that is a table of at most 3^7 rows, so it is looked up,
not argued: monotone (RTE-8) and complete (RTE-6) by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from itertools import product

from leadflow.lead import Facts
from leadflow.outputs import Question, Routing
from leadflow.sections import Criterion, RoutingPolicy
from leadflow.sources import INC, Clause
from leadflow.vocabulary import Pricing, SpecialNeed, Team, TransferTeam, VisitBarrier

Answer = bool | None


class Fact(IntEnum):
    """The facts that decide, in the order in which they are asked (RTE-6)."""

    CHINESE = 0
    NUMBER = 1
    VISIT_BARRIER = 2
    SPECIAL_NEED = 3
    PRICING = 4
    """True: international."""
    VISIT_SOON = 5
    REFERRAL_FEE = 6


CRITERIA = {
    Fact.NUMBER: Criterion.NUMBER,
    Fact.VISIT_BARRIER: Criterion.VISIT_BARRIER,
    Fact.SPECIAL_NEED: Criterion.SPECIAL_NEED,
    Fact.PRICING: Criterion.PRICING,
}
"""The facts that can make a transfer a must, and the criterion that each is."""

CLAUSES: Mapping[str, tuple[Clause, ...]] = {
    "RTE-2": (),
    Criterion.NUMBER: (INC.must_transfer_number,),
    Criterion.VISIT_BARRIER: (INC.must_transfer_visit,),
    Criterion.SPECIAL_NEED: (INC.must_transfer_special_needs,),
    Criterion.PRICING: (INC.must_transfer_pricing,),
    "RTE-4": (
        INC.local_visit_soon,
        INC.local_pricing,
        INC.local_no_referral_fee,
        INC.local_language,
        INC.local_handling,
    ),
    "RTE-6": (),
    "RTE-7": (),
    "RTE-9": (),
    "RTE-10": (),
}
"""The clauses behind each ground; none: a reading of the specification."""

BY_TRANSFER = "RTE-9"
UNROUTED = Routing(Team.LOCAL, ("RTE-10",))
"""What a policy without a routing section says (RTE-10)."""

_YES_NO = (True, False)
_QUESTIONS: Mapping[Fact, Question] = {
    Fact.CHINESE: Question("language", "language", (), INC.local_language.citation),
    Fact.NUMBER: Question("calling_code", "calling_code", (), INC.must_transfer_number.citation),
    Fact.VISIT_BARRIER: Question(
        "visit_barriers", "set", tuple(VisitBarrier), INC.must_transfer_visit.citation
    ),
    Fact.SPECIAL_NEED: Question(
        "special_needs", "set", tuple(SpecialNeed), INC.must_transfer_special_needs.citation
    ),
    Fact.PRICING: Question("pricing", "choice", tuple(Pricing), INC.must_transfer_pricing.citation),
    Fact.VISIT_SOON: Question("agreed_visit_on", "date", (), INC.local_visit_soon.citation),
    Fact.REFERRAL_FEE: Question(
        "referral_fee", "boolean", _YES_NO, INC.local_no_referral_fee.citation
    ),
}
_ASK_CHINESE = Question("chinese", "boolean", _YES_NO, INC.local_language.citation)


def is_chinese(facts: Facts, policy: RoutingPolicy) -> Answer:
    """Whether the customer is Chinese: as told, else by the language, else unknown (RTE-1)."""
    if facts["chinese"] is not None or facts["language"] is None:
        return facts["chinese"]
    if not policy.language_implies_chinese:
        return None
    return speaks_chinese(facts, policy)


def speaks_chinese(facts: Facts, policy: RoutingPolicy) -> bool:
    """Whether the customer's language is marked as Chinese, by its primary subtag (RTE-1)."""
    language = facts["language"] or ""
    return language.partition("-")[0].lower() in policy.chinese_languages


class Router:
    """The routing section of a policy, asked once for each combination of answers."""

    def __init__(self, policy: RoutingPolicy) -> None:
        self.policy = policy
        self._known: dict[tuple[Answer, ...], Routing] = {}

    def route(
        self,
        facts: Facts,
        *,
        visit_known_on: Callable[[], date],
        booked_soon: bool,
        transferred: TransferTeam | None,
    ) -> Routing:
        """The team for a customer (RTE-1 to RTE-9).

        `visit_known_on` tells the clinic-local date on which `agreed_visit_on` became known;
        `booked_soon`, whether an open appointment is such an agreement; `transferred`, the team
        that a person handed the lead to.
        """
        chinese = is_chinese(facts, self.policy)
        if transferred is not None:
            return _transferred(transferred, chinese)
        code, pricing, agreed = facts["calling_code"], facts["pricing"], facts["agreed_visit_on"]
        barriers, needs = facts["visit_barriers"], facts["special_needs"]
        soon: Answer = True
        if not booked_soon:
            soon = None
            if agreed is not None:
                soon = 0 <= (agreed - visit_known_on()).days <= self.policy.visit_within_days
        answers = (
            chinese,
            None if code is None else code != "1",
            None if barriers is None else bool(barriers),
            None if needs is None else bool(needs),
            None if pricing is None else pricing is Pricing.INTERNATIONAL,
            soon,
            facts["referral_fee"],
        )
        routing = self._known.get(answers)
        if routing is None:
            routing = self._known[answers] = self._work_out(answers)
        return routing

    def _work_out(self, answers: tuple[Answer, ...]) -> Routing:
        """What all ways of filling in the unknown facts agree on, or what must be asked."""
        unknown = [fact for fact in Fact if answers[fact] is None]
        outcomes: dict[tuple[bool, ...], tuple[Team, tuple[str, ...]]] = {}
        for filling in product(_YES_NO, repeat=len(unknown)):
            filled = list(answers)
            for fact, answer in zip(unknown, filling, strict=True):
                filled[fact] = answer
            outcomes[filling] = self._outcome(filled)
        teams = {team for team, _grounds in outcomes.values()}
        if len(teams) > 1:
            asked = (fact for n, fact in enumerate(unknown) if _matters(outcomes, n))
            return Routing(Team.UNDETERMINED, ("RTE-6",), tuple(map(self._question, asked)))
        every = [grounds for _team, grounds in outcomes.values()]
        common = tuple(each for each in every[0] if all(each in grounds for grounds in every))
        return Routing(teams.pop(), common or ("RTE-7",))

    def _outcome(self, answers: Sequence[Answer]) -> tuple[Team, tuple[str, ...]]:
        """The team where every fact is known."""
        binding = self.policy.applies_to_everyone
        chinese = answers[Fact.CHINESE]
        must = tuple(
            criterion.value
            for fact, criterion in CRITERIA.items()
            if answers[fact] and (chinese or criterion in binding)
        )
        if must:
            return Team.CHINA, must
        if not chinese:
            return Team.LOCAL, ("RTE-2",)
        if answers[Fact.VISIT_SOON] and not answers[Fact.REFERRAL_FEE]:
            return Team.LOCAL_CHINESE, ("RTE-4",)  # local pricing: the criterion d is false
        return self.policy.otherwise, ("RTE-7",)

    def _question(self, fact: Fact) -> Question:
        if fact is Fact.CHINESE and not self.policy.language_implies_chinese:
            return _ASK_CHINESE
        return _QUESTIONS[fact]


def _transferred(to: TransferTeam, chinese: Answer) -> Routing:
    if to is TransferTeam.CHINA:
        return Routing(Team.CHINA, (BY_TRANSFER,))
    return Routing(Team.LOCAL_CHINESE if chinese else Team.LOCAL, (BY_TRANSFER,))


def _matters(outcomes: Mapping[tuple[bool, ...], tuple[Team, tuple[str, ...]]], place: int) -> bool:
    """Whether in some filling the answer at `place` changes the team."""
    return any(
        team is not outcomes[(*filling[:place], not filling[place], *filling[place + 1 :])][0]
        for filling, (team, _grounds) in outcomes.items()
    )

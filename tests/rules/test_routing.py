"""Routing by what is known of the customer: who is Chinese, what binds, what stays local."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import codes, decided, known, lead, rule_for
from leadflow import CLINIC, INCINTA, RSI, Policy
from leadflow.outputs import Routing
from leadflow.vocabulary import SpecialNeed, Team, VisitBarrier

NOW = "2026-11-03 09:05"
STAYS: dict[str, Any] = {
    "calling_code": "1",
    "visit_barriers": [],
    "special_needs": [],
    "pricing": "local",
    "agreed_visit_on": "2026-11-10",
    "referral_fee": False,
}
"""Facts with which a Chinese customer stays with the local team."""
MUST: dict[str, dict[str, Any]] = {
    "RTE-3a": {"calling_code": "86"},
    "RTE-3b": {"visit_barriers": ["too_far"]},
    "RTE-3c": {"special_needs": ["surrogacy"]},
    "RTE-3d": {"pricing": "international"},
}
"""For each criterion a fact that meets it."""
CRITERION = pytest.mark.parametrize("criterion", MUST)
WITH_ROUTING = pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
NO_LANGUAGE = INCINTA.revise(routing={"language_implies_chinese": False})


def routed(*events: Any, policy: Policy = INCINTA, now: str = NOW, **facts: Any) -> Routing:
    return decided(policy, *events, now=now, of=lead(**facts)).routing


def asked(routing: Routing) -> list[str]:
    return [question.fact for question in routing.questions]


class TestRTE1ChineseCustomer:
    """A customer counts as Chinese if that is known, else if the language says so.

    Where neither is known, it is unknown (RTE-1).
    """

    # A foreign number, here, is what sends a Chinese customer to the China team.

    @WITH_ROUTING
    @pytest.mark.parametrize(
        "language",
        "zh zh-CN zh-Hans zh-Hant-TW ZH Zh-hant cmn cmn-Hant yue yue-HK wuu nan nan-TW hak".split(),
    )
    def test_a_chinese_language_tells_yes(self, policy: Policy, language: str) -> None:
        assert routed(policy=policy, language=language, calling_code="86").team is Team.CHINA

    @WITH_ROUTING
    @pytest.mark.parametrize("language", "en en-US EN es-MX ja ko za zha en-CN hakka".split())
    def test_another_language_tells_no(self, policy: Policy, language: str) -> None:
        assert routed(policy=policy, language=language, calling_code="86").team is Team.LOCAL

    @pytest.mark.parametrize(
        ("chinese", "language", "team"), [(True, "en", Team.CHINA), (False, "zh", Team.LOCAL)]
    )
    def test_what_is_known_wins_over_the_language(
        self, chinese: bool, language: str, team: Team
    ) -> None:
        facts: dict[str, Any] = {"chinese": chinese, "language": language, "calling_code": "86"}
        assert routed(**facts).team is team
        assert routed(policy=NO_LANGUAGE, **facts).team is team

    @pytest.mark.parametrize(("chinese", "team"), [(True, Team.CHINA), (False, Team.LOCAL)])
    def test_what_is_known_needs_no_language(self, chinese: bool, team: Team) -> None:
        assert routed(chinese=chinese, calling_code="86") == Routing(
            team, ("RTE-3a",) if chinese else ("RTE-2",)
        )

    def test_with_neither_known_the_language_is_asked(self) -> None:
        routing = routed(calling_code="86")
        assert (routing.team, asked(routing)) == (Team.UNDETERMINED, ["language"])

    @pytest.mark.parametrize("language", ["zh", "en", None])
    def test_where_the_language_tells_nothing_the_customer_is_asked(
        self, language: str | None
    ) -> None:
        routing = routed(policy=NO_LANGUAGE, language=language, calling_code="86")
        assert (routing.team, asked(routing)) == (Team.UNDETERMINED, ["chinese"])

    @pytest.mark.parametrize(("language", "team"), [("ko", Team.CHINA), ("zh", Team.LOCAL)])
    def test_the_languages_are_the_policys(self, language: str, team: Team) -> None:
        policy = INCINTA.revise(routing={"chinese_languages": ["ko"]})
        assert routed(policy=policy, language=language, calling_code="86").team is team

    def test_a_contradiction_that_comes_later_is_a_changed_fact(self) -> None:
        facts: dict[str, Any] = {"language": "en", "calling_code": "86"}
        contradiction = known("2026-11-03 09:10", chinese=True)
        assert routed(contradiction, now="2026-11-03 09:09:59.999999", **facts).team is Team.LOCAL
        assert routed(contradiction, now="2026-11-03 09:10", **facts).team is Team.CHINA

    def test_a_fact_that_is_unknown_again_leaves_the_language_to_tell(self) -> None:
        facts: dict[str, Any] = {"chinese": False, "language": "zh", "calling_code": "86"}
        assert routed(known(NOW, chinese=None), **facts).team is Team.CHINA

    def test_a_language_that_becomes_known_tells_from_then_on(self) -> None:
        learned = known("2026-11-03 09:10", language="zh-Hans")
        facts: dict[str, Any] = {"calling_code": "86"}
        before = routed(learned, now="2026-11-03 09:09:59.999999", **facts)
        assert before.team is Team.UNDETERMINED
        assert routed(learned, now="2026-11-03 09:10", **facts).team is Team.CHINA


class TestRTE2NotChinese:
    """A customer who is not Chinese is handled by the local team (RTE-2)."""

    @WITH_ROUTING
    @pytest.mark.parametrize("fact", [{"chinese": False}, {"language": "en"}], ids=str)
    def test_the_team_is_local_without_a_question(
        self, policy: Policy, fact: dict[str, Any]
    ) -> None:
        assert routed(policy=policy, **fact) == Routing(Team.LOCAL, ("RTE-2",))

    @CRITERION
    def test_no_transfer_criterion_changes_that(self, criterion: str) -> None:
        assert routed(chinese=False, **{**STAYS, **MUST[criterion]}).team is Team.LOCAL

    def test_it_names_its_rule(self) -> None:
        decision = decided(INCINTA, now=NOW, of=lead(chinese=False))
        assert rule_for(decision, "routing") == "RTE-2"


class TestRTE3MustTransfer:
    """A Chinese customer with a foreign number, a barrier to a visit, a special need or
    international prices goes to the China team.

    A number is foreign where it is not +1; the policy may let criteria bind anybody (RTE-3).
    """

    @WITH_ROUTING
    @CRITERION
    def test_each_criterion_alone_sends_a_chinese_customer_there(
        self, policy: Policy, criterion: str
    ) -> None:
        routing = routed(policy=policy, chinese=True, **{**STAYS, **MUST[criterion]})
        assert routing == Routing(Team.CHINA, (criterion,))

    @CRITERION
    def test_it_does_so_while_nothing_else_is_known(self, criterion: str) -> None:
        assert routed(language="zh", **MUST[criterion]) == Routing(Team.CHINA, (criterion,))

    @pytest.mark.parametrize("barrier", list(VisitBarrier))
    def test_every_visit_barrier_is_one(self, barrier: VisitBarrier) -> None:
        assert routed(chinese=True, visit_barriers=[barrier]).grounds == ("RTE-3b",)

    @pytest.mark.parametrize("need", list(SpecialNeed))
    def test_every_special_need_is_one(self, need: SpecialNeed) -> None:
        assert routed(chinese=True, special_needs=[need]).grounds == ("RTE-3c",)

    @pytest.mark.parametrize(
        ("phone", "team"),
        [
            ("+86 138 0013 8000", Team.CHINA),
            ("+852 5123 4567", Team.CHINA),
            ("+44 20 7946 0000", Team.CHINA),
            ("+7 912 345 67 89", Team.CHINA),
            ("+1 424 212 4087", Team.LOCAL_CHINESE),
        ],
    )
    def test_the_number_counts_by_its_country_alone(self, phone: str, team: Team) -> None:
        facts = {name: value for name, value in STAYS.items() if name != "calling_code"}
        assert routed(chinese=True, phone=phone, **facts).team is team

    def test_all_grounds_that_hold_are_told_in_their_order(self) -> None:
        facts = {**MUST["RTE-3d"], **MUST["RTE-3c"], **MUST["RTE-3a"]}
        assert routed(chinese=True, **facts).grounds == ("RTE-3a", "RTE-3c", "RTE-3d")

    @pytest.mark.parametrize(
        ("criterion", "clause"),
        [
            ("RTE-3a", "INC 7.1"),
            ("RTE-3b", "INC 7.2"),
            ("RTE-3c", "INC 7.3"),
            ("RTE-3d", "INC 7.4"),
        ],
    )
    def test_it_names_its_rule_and_clause(self, criterion: str, clause: str) -> None:
        decision = decided(INCINTA, now=NOW, of=lead(chinese=True, **MUST[criterion]))
        reason = next(each for each in decision.because if each.output == "routing")
        assert reason.rule == criterion
        assert reason.source.startswith(clause)

    @CRITERION
    @pytest.mark.parametrize("customer", [{"chinese": False}, {"language": "en"}, {}], ids=str)
    def test_a_criterion_that_applies_to_everyone_binds_any_customer(
        self, criterion: str, customer: dict[str, Any]
    ) -> None:
        policy = INCINTA.revise(routing={"applies_to_everyone": [criterion]})
        expected = Routing(Team.CHINA, (criterion,))
        assert routed(policy=policy, **customer, **MUST[criterion]) == expected

    @CRITERION
    def test_it_leaves_the_other_criteria_to_chinese_customers(self, criterion: str) -> None:
        policy = INCINTA.revise(routing={"applies_to_everyone": [criterion]})
        others = {name: facts for name, facts in MUST.items() if name != criterion}
        for facts in others.values():
            customer = {"chinese": False, **STAYS, **facts}
            assert routed(policy=policy, **customer).team is Team.LOCAL

    @CRITERION
    def test_it_makes_its_fact_a_question_for_any_customer(self, criterion: str) -> None:
        policy = INCINTA.revise(routing={"applies_to_everyone": [criterion]})
        routing = routed(policy=policy, chinese=False)
        assert (routing.team, asked(routing)) == (Team.UNDETERMINED, list(MUST[criterion]))


class TestRTE4LocalChinese:
    """A Chinese customer who will visit soon stays with a Chinese-speaking specialist, unless
    something asks for the transfer.

    Local prices and no referral fee are asked, too (RTE-4).
    """

    @WITH_ROUTING
    @pytest.mark.parametrize("customer", [{"chinese": True}, {"language": "yue"}], ids=str)
    def test_with_all_of_these_the_team_is_local_chinese(
        self, policy: Policy, customer: dict[str, Any]
    ) -> None:
        assert routed(policy=policy, **customer, **STAYS) == Routing(Team.LOCAL_CHINESE, ("RTE-4",))

    @pytest.mark.parametrize("language", [None, "en", "zh"])
    def test_the_language_on_record_is_no_condition(self, language: str | None) -> None:
        assert routed(chinese=True, language=language, **STAYS).team is Team.LOCAL_CHINESE

    @pytest.mark.parametrize(
        "fact",
        [{"referral_fee": True}, {"agreed_visit_on": "2026-12-10"}, {"pricing": "international"}],
        ids=str,
    )
    def test_each_condition_is_needed(self, fact: dict[str, Any]) -> None:
        assert routed(chinese=True, **{**STAYS, **fact}).team is not Team.LOCAL_CHINESE

    @pytest.mark.parametrize("fact", STAYS)
    def test_each_condition_must_be_known(self, fact: str) -> None:
        routing = routed(chinese=True, **{**STAYS, fact: None})
        assert (routing.team, asked(routing)) == (Team.UNDETERMINED, [fact])

    def test_it_names_its_rule_and_the_days_of_the_policy(self) -> None:
        decision = decided(INCINTA, now=NOW, of=lead(chinese=True, **STAYS))
        reason = next(each for each in decision.because if each.output == "routing")
        assert reason.rule == "RTE-4"
        assert (reason.policy, reason.value) == ("routing.visit_within_days", 14)


class TestRTE5TransferWins:
    """Where a criterion for the transfer and those for staying both hold, the transfer wins
    (RTE-5)."""

    @CRITERION
    def test_one_criterion_outweighs_all_that_speaks_for_staying(self, criterion: str) -> None:
        facts = {**STAYS, **MUST[criterion]}
        assert routed(chinese=True, **STAYS).team is Team.LOCAL_CHINESE
        assert routed(chinese=True, **facts).team is Team.CHINA

    @CRITERION
    def test_a_criterion_that_comes_to_hold_later_does_too(self, criterion: str) -> None:
        change = known("2026-11-03 09:10", **MUST[criterion])
        facts: dict[str, Any] = {"chinese": True, **STAYS}
        before = routed(change, now="2026-11-03 09:09:59.999999", **facts)
        assert before.team is Team.LOCAL_CHINESE
        assert routed(change, now="2026-11-03 09:10", **facts).team is Team.CHINA


class TestRTE10NoRouting:
    """Where the policy does not speak of teams, every lead is the local team's (RTE-10)."""

    @pytest.mark.parametrize(
        "policy", [RSI, INCINTA.revise(routing=None)], ids=["RSI", "section off"]
    )
    @pytest.mark.parametrize(
        "facts", [{}, {"chinese": True}, {"chinese": True, **STAYS}, *MUST.values()], ids=str
    )
    def test_the_team_is_local_whatever_is_known(
        self, policy: Policy, facts: dict[str, Any]
    ) -> None:
        decision = decided(policy, now=NOW, of=lead(**facts))
        assert decision.routing == Routing(Team.LOCAL, ("RTE-10",))
        assert rule_for(decision, "routing") == "RTE-10"
        assert codes(decision) == []

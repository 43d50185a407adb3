"""Routing while facts are unknown: which are asked for, and that answers only ever settle it.

Seven facts, each true, false or unknown, make 3^7 = 2,187 states of knowledge. What must come of
each is worked out here from the complete ones, which a person can read, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import at, decided, history, known, lead, rule_for
from leadflow import CLINIC, INCINTA, Engine, Policy
from leadflow.outputs import Question, Routing
from leadflow.vocabulary import Pricing, SpecialNeed, Team, VisitBarrier

State = tuple[bool | None, ...]
"""Chinese, foreign number, barrier, need, international prices, visit soon, referral fee."""
VALUES: dict[str, tuple[list[Any], list[Any]]] = {
    "language": (["zh", "zh-Hant-TW", "yue"], ["en", "es-MX"]),
    "calling_code": (["86", "44", "852"], ["1"]),
    "visit_barriers": ([["too_far"], ["consultation_only", "no_short_term_plan"]], [[]]),
    "special_needs": ([["surrogacy"], ["egg_donation", "other_complex"]], [[]]),
    "pricing": (["international"], ["local"]),
    "agreed_visit_on": (["2026-11-03", "2026-11-10", "2026-11-17"], ["2026-11-18", "2026-11-02"]),
    "referral_fee": ([True], [False]),
}
"""For each fact, in the order of the questions, values that make it true and that make it false."""
FACTS = tuple(VALUES)
CRITERIA = ("RTE-3a", "RTE-3b", "RTE-3c", "RTE-3d")
EVERY_STATE: list[State] = list(product((True, False, None), repeat=len(FACTS)))
NOW = "2026-11-03 23:00"
ENGINE = Engine(INCINTA)

STATES = st.tuples(*[st.sampled_from([True, False, None])] * len(FACTS))
CRITERION_SETS = st.frozensets(st.sampled_from(CRITERIA))
OTHERWISE = st.sampled_from([team.value for team in Team])


def profile(state: State) -> dict[str, Any]:
    """A profile of this state of knowledge, each fact by the first of its values."""
    facts = zip(VALUES.items(), state, strict=True)
    return {fact: values[not truth][0] for (fact, values), truth in facts if truth is not None}


@cache
def routed(state: State) -> Routing:
    return ENGINE.decide(history(of=lead(**profile(state))), now=at(NOW)).routing


def asked(routing: Routing) -> list[str]:
    return [question.fact for question in routing.questions]


def with_fact(state: State, place: int, truth: bool | None) -> State:
    return (*state[:place], truth, *state[place + 1 :])


def completions(state: State) -> Iterator[tuple[bool, ...]]:
    return product(*((True, False) if truth is None else (truth,) for truth in state))


def team_by_hand(facts: tuple[bool, ...], everyone: frozenset[str], otherwise: str) -> str:
    """The team where everything is known."""
    chinese, *criteria, soon, fee = facts
    met = {each for each, holds in zip(CRITERIA, criteria, strict=True) if holds}
    if met if chinese else met & everyone:
        return "china"
    if not chinese:
        return "local"
    return "local_chinese" if soon and not fee else otherwise


def by_hand(
    state: State, everyone: frozenset[str] = frozenset(), otherwise: str = "undetermined"
) -> tuple[str, list[str]]:
    """The team, and the unknown facts whose answer can still change it."""

    def teams(partial: State) -> list[str]:
        return [team_by_hand(full, everyone, otherwise) for full in completions(partial)]

    if len(set(teams(state))) == 1:
        return teams(state)[0], []
    return "undetermined", [
        fact
        for place, fact in enumerate(FACTS)
        if state[place] is None
        and teams(with_fact(state, place, True)) != teams(with_fact(state, place, False))
    ]


class TestRTE6Questions:
    """While facts that could decide the team are unknown, they are asked for.

    The team is undetermined until then; every fact that can still change the outcome is asked for,
    and no other, each with its answers and clause (RTE-6).
    """

    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
    @pytest.mark.parametrize(
        ("facts", "questions"),
        [
            ({}, list(FACTS)),
            ({"calling_code": "86"}, ["language"]),
            ({"language": "zh"}, list(FACTS[1:])),
            ({"language": "zh", "calling_code": "1"}, list(FACTS[2:])),
            ({"language": "zh", "agreed_visit_on": "2026-12-10"}, list(FACTS[1:5])),
            ({"language": "zh", "referral_fee": True}, list(FACTS[1:5])),
            ({"referral_fee": True}, list(FACTS[:5])),
            ({"language": "zh", "pricing": "local"}, [*FACTS[1:4], *FACTS[5:]]),
        ],
        ids=str,
    )
    def test_what_can_still_decide_is_asked_in_order(
        self, policy: Policy, facts: dict[str, Any], questions: list[str]
    ) -> None:
        routing = decided(policy, now=NOW, of=lead(**facts)).routing
        assert (routing.team, asked(routing)) == (Team.UNDETERMINED, questions)
        assert routing.grounds == ("RTE-6",)

    def test_each_of_all_states_of_knowledge_has_its_team_and_questions(self) -> None:
        found = {state: (routed(state).team.value, asked(routed(state))) for state in EVERY_STATE}
        assert found == {state: by_hand(state) for state in EVERY_STATE}

    @settings(max_examples=300)
    @given(state=STATES, everyone=CRITERION_SETS, otherwise=OTHERWISE)
    def test_so_they_have_whatever_the_switches_say(
        self, state: State, everyone: frozenset[str], otherwise: str
    ) -> None:
        switches = {"applies_to_everyone": sorted(everyone), "otherwise": otherwise}
        policy = INCINTA.revise(routing=switches)
        routing = decided(policy, now=NOW, of=lead(**profile(state))).routing
        assert (routing.team.value, asked(routing)) == by_hand(state, everyone, otherwise)

    @settings(max_examples=300)
    @given(state=STATES, everyone=CRITERION_SETS)
    def test_where_the_language_tells_nothing_being_chinese_is_asked_in_its_place(
        self, state: State, everyone: frozenset[str]
    ) -> None:
        switches = {"language_implies_chinese": False, "applies_to_everyone": sorted(everyone)}
        facts = {**profile(state), "language": "zh", "chinese": state[0]}
        routing = decided(INCINTA.revise(routing=switches), now=NOW, of=lead(**facts)).routing
        team, questions = by_hand(state, everyone)
        questions = ["chinese" if fact == "language" else fact for fact in questions]
        assert (routing.team.value, asked(routing)) == (team, questions)

    def test_answering_every_question_in_any_way_settles_it(self) -> None:
        for state in EVERY_STATE:
            questions = asked(routed(state))
            places = [FACTS.index(fact) for fact in questions]
            for answers in product((True, False), repeat=len(questions)):
                answered = state
                for place, truth in zip(places, answers, strict=True):
                    answered = with_fact(answered, place, truth)
                assert routed(answered).questions == ()

    def test_a_question_is_asked_only_where_nothing_is_decided(self) -> None:
        settled = {routed(state).team for state in EVERY_STATE if not routed(state).questions}
        assert settled == set(Team)
        waiting = {routed(state).team for state in EVERY_STATE if routed(state).questions}
        assert waiting == {Team.UNDETERMINED}

    @pytest.mark.parametrize(
        ("fact", "answers", "clause"),
        [
            ("language", (), "INC 7.8"),
            ("calling_code", (), "INC 7.1"),
            ("visit_barriers", tuple(VisitBarrier), "INC 7.2"),
            ("special_needs", tuple(SpecialNeed), "INC 7.3"),
            ("pricing", tuple(Pricing), "INC 7.4"),
            ("agreed_visit_on", (), "INC 7.5"),
            ("referral_fee", (True, False), "INC 7.7"),
        ],
    )
    def test_each_question_has_its_answers_and_its_clause(
        self, fact: str, answers: tuple[Any, ...], clause: str
    ) -> None:
        question = next(each for each in routed((None,) * 7).questions if each.fact == fact)
        assert question.answers == answers
        assert question.source.startswith(clause)

    def test_the_question_for_being_chinese_takes_yes_or_no(self) -> None:
        policy = INCINTA.revise(routing={"language_implies_chinese": False})
        question = decided(policy, now=NOW).routing.questions[0]
        assert (question.fact, question.type, question.answers) == (
            "chinese",
            "boolean",
            (True, False),
        )

    def test_facts_of_one_kind_have_questions_of_one_type(self) -> None:
        questions: dict[str, Question] = {each.fact: each for each in routed((None,) * 7).questions}
        assert questions["visit_barriers"].type == questions["special_needs"].type == "set"
        assert questions["referral_fee"].type == "boolean"
        assert questions["agreed_visit_on"].type == "date"

    def test_it_names_its_rule(self) -> None:
        assert rule_for(decided(INCINTA, now=NOW), "routing") == "RTE-6"


UNSETTLED: dict[str, Any] = {
    "chinese": True,
    "calling_code": "1",
    "visit_barriers": [],
    "special_needs": [],
    "pricing": "local",
    "agreed_visit_on": "2026-12-10",
    "referral_fee": False,
}
"""A Chinese customer of whom all is known, with nothing for a transfer and no visit soon."""


class TestRTE7Otherwise:
    """Where all is known and nothing speaks for a team, a person decides, unless the policy names
    one.

    As the policy comes it names none, and asks no question, since the source is silent (RTE-7).
    """

    @pytest.mark.parametrize(
        "fact", [{}, {"agreed_visit_on": "2026-11-10", "referral_fee": True}], ids=str
    )
    @pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
    def test_the_team_is_undetermined_without_questions(
        self, policy: Policy, fact: dict[str, Any]
    ) -> None:
        routing = decided(policy, now=NOW, of=lead(**{**UNSETTLED, **fact})).routing
        assert routing == Routing(Team.UNDETERMINED, ("RTE-7",))

    @pytest.mark.parametrize("fact", ["agreed_visit_on", "referral_fee"])
    def test_a_fact_that_could_no_longer_decide_may_stay_unknown(self, fact: str) -> None:
        facts = {**UNSETTLED, "referral_fee": True, fact: None}
        if fact == "referral_fee":
            facts["agreed_visit_on"] = "2026-12-10"
        routing = decided(INCINTA, now=NOW, of=lead(**facts)).routing
        assert routing == Routing(Team.UNDETERMINED, ("RTE-7",))

    @pytest.mark.parametrize("team", [Team.LOCAL, Team.LOCAL_CHINESE, Team.CHINA])
    def test_the_policy_may_name_a_team(self, team: Team) -> None:
        policy = INCINTA.revise(routing={"otherwise": team})
        routing = decided(policy, now=NOW, of=lead(**UNSETTLED)).routing
        assert routing == Routing(team, ("RTE-7",))

    def test_it_names_its_rule_as_a_reading(self) -> None:
        decision = decided(INCINTA, now=NOW, of=lead(**UNSETTLED))
        reason = next(each for each in decision.because if each.output == "routing")
        assert (reason.rule, reason.policy) == ("RTE-7", "routing.otherwise")
        assert reason.value == "undetermined"
        assert reason.source.startswith("reading")


class TestRTE8Monotone:
    """While facts only become known, a team once determined stays; only a changed fact can bring
    another (RTE-8)."""

    def test_no_further_fact_changes_a_settled_team_in_any_state(self) -> None:
        for state in EVERY_STATE:
            routing = routed(state)
            if routing.questions:
                continue
            for place in range(len(FACTS)):
                if state[place] is None:
                    for truth in (True, False):
                        later = routed(with_fact(state, place, truth))
                        assert (later.team, later.questions) == (routing.team, ())

    @settings(max_examples=300)
    @given(data=st.data(), everyone=CRITERION_SETS, otherwise=OTHERWISE)
    def test_facts_learned_one_by_one_never_change_a_settled_team(
        self, data: st.DataObject, everyone: frozenset[str], otherwise: str
    ) -> None:
        switches = {"applies_to_everyone": sorted(everyone), "otherwise": otherwise}
        engine = Engine(INCINTA.revise(routing=switches))
        order = data.draw(st.permutations(FACTS))
        values = {
            fact: data.draw(st.sampled_from([*VALUES[fact][0], *VALUES[fact][1]]), label=fact)
            for fact in order
        }
        learned = history(
            *(
                known(f"2026-11-03 10:{n:02}", **{fact: values[fact]})
                for n, fact in enumerate(order)
            )
        )
        settled: Team | None = None
        questions: set[str] = set(FACTS)
        for n in range(len(order)):
            routing = engine.decide(learned, now=at(f"2026-11-03 10:{n:02}")).routing
            assert set(asked(routing)) <= questions
            questions = set(asked(routing))
            if settled is not None:
                assert routing.team is settled
            if not questions:
                settled = routing.team
        assert settled is not None

    @pytest.mark.parametrize("customer", [True, False])
    def test_a_language_learned_after_being_chinese_was_known_changes_nothing(
        self, customer: bool
    ) -> None:
        for language in ("zh", "en"):
            of = lead(chinese=customer, calling_code="86")
            before = decided(INCINTA, now=NOW, of=of).routing
            learned = known("2026-11-03 22:00", language=language)
            assert decided(INCINTA, learned, now=NOW, of=of).routing == before

    @pytest.mark.parametrize(
        ("change", "team"),
        [
            ({"special_needs": ["surrogacy"]}, Team.CHINA),
            ({"referral_fee": True}, Team.UNDETERMINED),
            ({"pricing": None}, Team.UNDETERMINED),
            ({"chinese": False}, Team.LOCAL),
        ],
        ids=str,
    )
    def test_a_changed_fact_can_change_the_team(self, change: dict[str, Any], team: Team) -> None:
        of = lead(**{**UNSETTLED, "agreed_visit_on": "2026-11-10"})
        changed = known("2026-11-03 10:00", **change)
        before = decided(INCINTA, changed, now="2026-11-03 09:59:59.999999", of=of)
        assert before.routing.team is Team.LOCAL_CHINESE
        assert decided(INCINTA, changed, now="2026-11-03 10:00", of=of).routing.team is team

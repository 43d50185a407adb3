"""Cases that laws must come to, whether chance draws them or not."""

from __future__ import annotations

from clinic import at, email, history, lead
from leadflow import INCINTA, RSI, History, Policy
from leadflow.testing.laws import Case, ladders, same_answer, teams

NOW = at("2026-11-03 10:00")


def case(policy: Policy, told: History) -> Case:
    return Case(policy, told, NOW, NOW, 0)


class TestCasesOfTheirOwn:
    """A law says nothing where it does not apply, and holds where a rare thing is told."""

    def test_a_ladder_that_exhausts_before_its_end_is_left_out(self) -> None:
        """Law 10."""
        rungs = [
            {"unscheduled": "exhausted", "no_response": "exhausted"},
            {"unscheduled": "PT4H", "no_response": "PT4H"},
        ]
        policy = RSI.revise(attempts={"rungs": rungs})
        assert ladders.one_more_rung_loses_nobody_earlier(case(policy, history()))

    def test_a_template_that_names_a_wording_stays_what_it_is(self) -> None:
        """Law 15."""
        told = history(email("2026-11-03 09:10", template="confirmation"))
        assert same_answer.ids_are_opaque_and_stay_where_they_are(case(INCINTA, told))

    def test_a_language_that_tells_nothing_need_not_decide(self) -> None:
        """Law 12."""
        policy = INCINTA.revise(routing={"chinese_languages": []})
        told = history(of=lead(calling_code="1"))
        assert teams.every_question_can_change_the_team(case(policy, told))

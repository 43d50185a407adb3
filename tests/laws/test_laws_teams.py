"""Law 12 and what persons decide, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import teams

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw12Routing:
    """Routing is monotone, asks what can matter, and is settled once all is answered.

    [spec 5, law 12]
    """

    @under_every_policy
    def test_what_becomes_known_never_turns_a_team(self, name: str) -> None:
        obeyed(teams.what_becomes_known_never_turns_a_team, name)

    @under_every_policy
    def test_every_question_can_change_the_team(self, name: str) -> None:
        obeyed(teams.every_question_can_change_the_team, name)

    @under_every_policy
    def test_answering_all_questions_settles_the_team(self, name: str) -> None:
        obeyed(teams.answering_all_questions_settles_the_team, name)

    @under_every_policy
    def test_only_unknown_facts_are_asked_for_and_in_order(self, name: str) -> None:
        obeyed(teams.only_unknown_facts_are_asked_for_and_in_order, name)


class TestRulesOfTeams:
    """A person's transfer decides; without routing every lead is local. [RTE-9, RTE-10]"""

    @under_every_policy
    def test_a_person_s_transfer_decides(self, name: str) -> None:
        obeyed(teams.a_person_s_transfer_decides, name)

    @under_every_policy
    def test_without_routing_every_lead_is_local(self, name: str) -> None:
        obeyed(teams.without_routing_every_lead_is_local, name)

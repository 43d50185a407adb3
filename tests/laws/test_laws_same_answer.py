"""Laws 1, 5, 14 and 15, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import same_answer

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw1SameInputSameAnswer:
    """The same input has the same JSON for an answer, whoever is asked, when, and in which order.

    [spec 5, law 1]

    Processes, hash seeds, zones, locales and threads: `tests/purity`.
    """

    @under_every_policy
    def test_another_engine_gives_the_same_bytes(self, name: str) -> None:
        obeyed(same_answer.another_engine_gives_the_same_bytes, name)

    @under_every_policy
    def test_asking_again_gives_the_same_bytes(self, name: str) -> None:
        obeyed(same_answer.asking_again_gives_the_same_bytes, name)

    @under_every_policy
    def test_an_equal_history_gives_the_same_bytes(self, name: str) -> None:
        obeyed(same_answer.an_equal_history_gives_the_same_bytes, name)

    @under_every_policy
    def test_parts_may_be_asked_for_in_any_order(self, name: str) -> None:
        obeyed(same_answer.parts_may_be_asked_for_in_any_order, name)


class TestLaw5WhatIsToldInAnotherWay:
    """The zone in which an instant is written and an event told twice change nothing.

    [spec 5, law 5]
    """

    @under_every_policy
    def test_zones_of_instants_change_nothing(self, name: str) -> None:
        obeyed(same_answer.zones_of_instants_change_nothing, name)

    @under_every_policy
    def test_zone_of_the_clock_changes_nothing(self, name: str) -> None:
        obeyed(same_answer.zone_of_the_clock_changes_nothing, name)

    @under_every_policy
    def test_telling_twice_changes_nothing(self, name: str) -> None:
        obeyed(same_answer.telling_twice_changes_nothing, name)

    @under_every_policy
    def test_order_of_the_list_changes_nothing(self, name: str) -> None:
        obeyed(same_answer.order_of_the_list_changes_nothing, name)


class TestLaw14RoundTrip:
    """What is written as JSON and read back is what it was. [spec 5, law 14]"""

    @under_every_policy
    def test_history_survives_json(self, name: str) -> None:
        obeyed(same_answer.history_survives_json, name)

    @under_every_policy
    def test_decision_survives_json(self, name: str) -> None:
        obeyed(same_answer.decision_survives_json, name)

    @under_every_policy
    def test_policy_survives_json(self, name: str) -> None:
        obeyed(same_answer.policy_survives_json, name)


class TestLaw15NothingShows:
    """No number is kept, ids stay in their own fields, and refused input shows nowhere.

    [spec 5, law 15]
    """

    @under_every_policy
    def test_ids_are_opaque_and_stay_where_they_are(self, name: str) -> None:
        obeyed(same_answer.ids_are_opaque_and_stay_where_they_are, name)

    @under_every_policy
    def test_a_phone_number_is_not_kept(self, name: str) -> None:
        obeyed(same_answer.a_phone_number_is_not_kept, name)

    @under_every_policy
    def test_refused_input_shows_nowhere(self, name: str) -> None:
        obeyed(same_answer.refused_input_shows_nowhere, name)

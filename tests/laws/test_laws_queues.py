"""Law 11 and the order of the agenda, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import queues

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw11TheQueue:
    """The queue is a strict total order, whatever order the input comes in. [spec 5, law 11]"""

    @under_every_policy
    def test_order_of_the_input_changes_nothing(self, name: str) -> None:
        obeyed(queues.order_of_the_input_changes_nothing, name)

    @under_every_policy
    def test_everyone_is_queued_or_upcoming_or_nowhere(self, name: str) -> None:
        obeyed(queues.everyone_is_queued_or_upcoming_or_nowhere, name)

    @under_every_policy
    def test_only_due_work_is_in_the_queue(self, name: str) -> None:
        obeyed(queues.only_due_work_is_in_the_queue, name)

    @under_every_policy
    def test_no_two_leads_tie(self, name: str) -> None:
        obeyed(queues.no_two_leads_tie, name)

    @under_every_policy
    def test_no_decision_is_queued_once_it_no_longer_holds(self, name: str) -> None:
        obeyed(queues.no_decision_is_queued_once_it_no_longer_holds, name)


class TestRulesOfTheAgenda:
    """What is due comes first; the place is the next contact's; no way that does not exist.

    [ATT-14, PRI-1, COM-8]
    """

    @under_every_policy
    def test_the_agenda_is_in_order(self, name: str) -> None:
        obeyed(queues.the_agenda_is_in_order, name)

    @under_every_policy
    def test_the_priority_is_that_of_the_next_contact(self, name: str) -> None:
        obeyed(queues.the_priority_is_that_of_the_next_contact, name)

    @under_every_policy
    def test_every_contact_goes_by_a_way_that_exists(self, name: str) -> None:
        obeyed(queues.every_contact_goes_by_a_way_that_exists, name)

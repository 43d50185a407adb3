"""Law 17 and what TSK says, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import works

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw7NoOutreachTask:
    """After a stop request and until permission there is no outreach task. [spec 5, law 7]"""

    @under_every_policy
    def test_a_silenced_lead_asks_for_no_outreach(self, name: str) -> None:
        obeyed(works.a_silenced_lead_asks_for_no_outreach, name)

    @under_every_policy
    def test_a_stop_request_ends_all_outreach_tasks(self, name: str) -> None:
        obeyed(works.a_stop_request_ends_all_outreach_tasks, name)


class TestLaw8NoTasks:
    """Nothing is planned or owed for a closed lead. [spec 3; law 8]"""

    @under_every_policy
    def test_nothing_is_asked_for_a_closed_lead(self, name: str) -> None:
        obeyed(works.nothing_is_asked_for_a_closed_lead, name)


class TestLaw17NoLeadVanishes:
    """A lead that may be contacted has a next contact, or a task for one. [spec 5, law 17]"""

    @under_every_policy
    def test_no_lead_vanishes(self, name: str) -> None:
        obeyed(works.no_lead_vanishes, name)


class TestTasks:
    """Same task, same id at every clock; done is done. [issue "The work itself", 1; TSK]"""

    @under_every_policy
    def test_a_task_has_begun(self, name: str) -> None:
        obeyed(works.a_task_has_begun, name)

    @under_every_policy
    def test_tasks_stand_in_the_order_of_their_kinds(self, name: str) -> None:
        obeyed(works.tasks_stand_in_the_order_of_their_kinds, name)

    @under_every_policy
    def test_a_task_keeps_its_id(self, name: str) -> None:
        obeyed(works.a_task_keeps_its_id, name)

    @under_every_policy
    def test_what_is_told_to_be_done_stays_done(self, name: str) -> None:
        obeyed(works.what_is_told_to_be_done_stays_done, name)

    @under_every_policy
    def test_one_task_done_leaves_the_others(self, name: str) -> None:
        obeyed(works.one_task_done_leaves_the_others, name)

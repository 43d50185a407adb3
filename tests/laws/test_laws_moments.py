"""Laws 2, 3 and 4, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import moments

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw2BatchIsIncremental:
    """It does not matter how a history was put together, nor how often a state was folded on.

    [spec 5, law 2]
    """

    @under_every_policy
    def test_event_by_event_is_at_once(self, name: str) -> None:
        obeyed(moments.event_by_event_is_at_once, name)

    @under_every_policy
    def test_a_kept_state_decides_later(self, name: str) -> None:
        obeyed(moments.a_kept_state_decides_later, name)

    @under_every_policy
    def test_a_kept_state_decides_earlier(self, name: str) -> None:
        obeyed(moments.a_kept_state_decides_earlier, name)

    @under_every_policy
    def test_a_kept_state_is_not_used_up(self, name: str) -> None:
        obeyed(moments.a_kept_state_is_not_used_up, name)

    @under_every_policy
    def test_folding_step_by_step_is_folding_at_once(self, name: str) -> None:
        obeyed(moments.folding_step_by_step_is_folding_at_once, name)


class TestLaw3OnlyThePastDecides:
    """What happens after the clock plays no part in the decision. [spec 5, law 3]"""

    @under_every_policy
    def test_what_happens_later_plays_no_part(self, name: str) -> None:
        obeyed(moments.what_happens_later_plays_no_part, name)

    @under_every_policy
    def test_no_later_event_plays_a_part(self, name: str) -> None:
        obeyed(moments.no_later_event_plays_a_part, name)


class TestLaw4ValidUntil:
    """A decision is the same until `valid_until`, and another at that instant. [spec 5, law 4]"""

    @under_every_policy
    def test_it_holds_for_some_time(self, name: str) -> None:
        obeyed(moments.it_holds_for_some_time, name)

    @under_every_policy
    def test_it_holds_until_then(self, name: str) -> None:
        obeyed(moments.it_holds_until_then, name)

    @under_every_policy
    def test_it_is_another_from_then_on(self, name: str) -> None:
        obeyed(moments.it_is_another_from_then_on, name)

    @under_every_policy
    def test_the_next_contact_falling_due_ends_it(self, name: str) -> None:
        obeyed(moments.the_next_contact_falling_due_ends_it, name)

    @under_every_policy
    def test_a_deadline_passing_ends_it(self, name: str) -> None:
        obeyed(moments.a_deadline_passing_ends_it, name)

    @under_every_policy
    def test_changes_by_themselves_come_to_an_end(self, name: str) -> None:
        obeyed(moments.changes_by_themselves_come_to_an_end, name)

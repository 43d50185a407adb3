"""Law 16, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import reasons

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw16Reasons:
    """Every output is backed by a reason, and what the reason says is true. [spec 5, law 16]"""

    @under_every_policy
    def test_every_output_has_a_reason(self, name: str) -> None:
        obeyed(reasons.every_output_has_a_reason, name)

    @under_every_policy
    def test_every_reason_names_a_rule_and_a_source(self, name: str) -> None:
        obeyed(reasons.every_reason_names_a_rule_and_a_source, name)

    @under_every_policy
    def test_every_reason_names_an_event_that_happened(self, name: str) -> None:
        obeyed(reasons.every_reason_names_an_event_that_happened, name)

    @under_every_policy
    def test_every_reason_tells_the_policy_as_it_is(self, name: str) -> None:
        obeyed(reasons.every_reason_tells_the_policy_as_it_is, name)

    @under_every_policy
    def test_every_rule_that_fired_is_in_the_rulebook(self, name: str) -> None:
        obeyed(reasons.every_rule_that_fired_is_in_the_rulebook, name)

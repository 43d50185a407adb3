"""The law pack: complete, told in sentences, and able to fail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import strategies as st

from leadflow import CLINIC, INCINTA, RSI, read_history
from leadflow.testing import laws
from leadflow.testing.laws import LAWS, BrokenLaw, Case, Law

HERE = Path(__file__).parent
ELSEWHERE = {
    "13": "is about indicators, which are counted over many leads: tests/readers/test_kpi.py",
}
"""The laws of section 5 that are not about the decisions of one lead."""


class TestThePack:
    """Each law of the specification is in the pack, and each of the pack is tested."""

    def test_has_more_than_forty_properties(self) -> None:
        assert len(LAWS) > 40

    def test_names_each_once(self) -> None:
        assert len({law.name for law in LAWS}) == len(LAWS)

    @pytest.mark.parametrize("number", [str(number) for number in range(1, 18)])
    def test_has_every_law_of_decisions(self, number: str) -> None:
        assert (number in ELSEWHERE) is not any(law.reference == number for law in LAWS)

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
    def test_tells_each_in_a_sentence(self, law: Law) -> None:
        assert law.sentence.endswith(".")
        assert law.share >= 1

    def test_tries_each_under_every_policy(self) -> None:
        tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_laws_*.py"))
        tried = re.findall(r"obeyed\(\w+\.(\w+), name\)", tests)
        assert sorted(tried) == sorted(law.name for law in LAWS)


def _has_events(case: Case) -> bool:
    """No history has two events, says this false law."""
    return len(case.history.events) < 2


def _raises(case: Case) -> bool:
    """A law that cannot be told."""
    return 1 // len(case.history.events) >= 0


def _holds(case: Case) -> bool:
    """A law that holds."""
    return True


@pytest.mark.usefixtures("without_chance")
class TestChecking:
    """A law that does not hold is named, with the smallest history that shows it."""

    FALSE = Law("0", _has_events)

    def test_says_nothing_where_all_hold(self) -> None:
        laws.check(RSI, laws=[Law("0", _holds)], examples=20)

    def test_names_the_law_and_the_policy(self) -> None:
        with pytest.raises(
            BrokenLaw, match=r"_has_events \(law 0\): No history has two events"
        ) as broken:
            laws.check(INCINTA, laws=[Law("0", _holds), self.FALSE], examples=50)
        assert f"Policy INCINTA 2.1 ({INCINTA.fingerprint})" in str(broken.value)

    def test_is_an_assertion_that_failed(self) -> None:
        with pytest.raises(AssertionError):
            laws.check(RSI, laws=[self.FALSE], examples=50)

    def test_shows_no_event_that_could_be_left_out(self) -> None:
        (broken,) = laws.broken(CLINIC, laws=[self.FALSE], examples=50)
        assert len(broken.case.history.events) == 2

    def test_shows_a_history_that_can_be_read(self) -> None:
        (broken,) = laws.broken(CLINIC, laws=[self.FALSE], examples=50)
        text = str(broken).splitlines()[-1]
        assert read_history(text) == broken.case.history
        assert None not in json.loads(text)["lead"].values()

    def test_takes_an_error_for_a_failure_and_names_its_type(self) -> None:
        with pytest.raises(BrokenLaw, match="It raised ZeroDivisionError") as broken:
            laws.check(RSI, laws=[Law("0", _raises)], examples=50)
        assert isinstance(broken.value.__cause__, ZeroDivisionError)

    def test_tries_a_costly_law_on_a_share_of_the_cases(self) -> None:
        tried: list[Case] = []

        def counted(case: Case) -> bool:
            tried.append(case)
            return True

        laws.broken(RSI, laws=[Law("0", counted, share=5)], examples=50)
        assert len(tried) == 10

    def test_takes_policies_that_are_drawn(self) -> None:
        both = st.sampled_from((RSI, INCINTA))
        (broken,) = laws.broken(both, laws=[self.FALSE], examples=50)
        assert broken.case.policy in (RSI, INCINTA)

    def test_goes_by_the_hypothesis_profile(self) -> None:
        tried: list[Case] = []

        def counted(case: Case) -> bool:
            tried.append(case)
            return True

        laws.check(RSI, laws=[Law("0", counted)])
        assert len(tried) >= 100

    def test_draws_the_same_cases_again_where_the_profile_says_so(self) -> None:
        drawn: list[list[tuple[object, ...]]] = []
        for _ in range(2):
            seen: list[tuple[object, ...]] = []

            def note(case: Case, seen: list[tuple[object, ...]] = seen) -> bool:
                seen.append((case.history, case.now, case.later, case.dice))
                return True

            laws.broken(CLINIC, laws=[Law("0", note)], examples=30)
            drawn.append(seen)
        assert drawn[0] == drawn[1]

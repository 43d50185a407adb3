"""Field paths name one value of a policy, the same everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from leadflow import RSI, InvalidPath, LeadflowError
from leadflow.paths import holds, leaves, steps_of, value_at, with_value

DOCUMENT: dict[str, Any] = RSI.model_dump(mode="json")


class TestAPathNamesOneValue:
    """`attempts.rungs[1].no_response` is read step by step, and nothing else is."""

    def test_names_and_places_in_order(self) -> None:
        assert steps_of("attempts.rungs[1].no_response") == ("attempts", "rungs", 1, "no_response")

    def test_the_value_there(self) -> None:
        assert value_at(DOCUMENT, "attempts.rungs[1].no_response") == "PT24H"

    @pytest.mark.parametrize(
        "path", ["", ".", "[0]", "a..b", "a.", ".a", "a[b]", "a[1", "a[-1]", "a b", "A", "a[1]b", 5]
    )
    def test_what_is_no_path_is_refused(self, path: Any) -> None:
        with pytest.raises(InvalidPath):
            steps_of(path)

    @pytest.mark.parametrize(
        "path",
        ["zq7planted", "attempts.zq7planted", "attempts.rungs[9]", "attempts[0]", "name.a",
         "mail.interval", "attempts.rungs.a"],
    )  # fmt: skip
    def test_a_path_to_nothing_is_refused_without_repeating_it(self, path: str) -> None:
        with pytest.raises(InvalidPath) as refused:
            value_at(DOCUMENT, path)
        assert "zq7" not in str(refused.value)

    def test_its_error_is_one_of_the_library(self) -> None:
        assert issubclass(InvalidPath, LeadflowError)


class TestAnotherValue:
    """A document with another value at one path differs there and nowhere else."""

    def test_the_value_is_there(self) -> None:
        changed = with_value(DOCUMENT, "attempts.rungs[1].no_response", "PT6H")
        assert value_at(changed, "attempts.rungs[1].no_response") == "PT6H"

    def test_nothing_else_changes(self) -> None:
        changed = with_value(DOCUMENT, "attempts.rungs[1].no_response", "PT6H")
        before, after = dict(leaves(DOCUMENT)), dict(leaves(changed))
        assert {path for path in before if before[path] != after[path]} == {
            "attempts.rungs[1].no_response"
        }
        assert before.keys() == after.keys()

    def test_the_document_given_stays_as_it_is(self) -> None:
        with_value(DOCUMENT, "attempts.rungs[0]", None)
        assert value_at(DOCUMENT, "attempts.rungs[0].no_response") == "PT4H"

    def test_a_place_behind_the_end_makes_a_list_longer(self) -> None:
        rung = {"unscheduled": "PT6H", "no_response": "PT6H"}
        changed = with_value(DOCUMENT, "attempts.rungs[3]", rung)
        assert len(value_at(changed, "attempts.rungs")) == 4
        assert value_at(changed, "attempts.rungs[3]") == rung

    @pytest.mark.parametrize(
        "path",
        ["attempts.rungs[4]", "attempts.rungs[3].no_response", "zq7planted", "mail.interval"],
    )
    def test_elsewhere_nothing_is_made(self, path: str) -> None:
        with pytest.raises(InvalidPath):
            with_value(DOCUMENT, path, "PT6H")


class TestLeaves:
    """Every value of a policy has one path, and a delay is one value."""

    def test_each_is_found_at_its_path(self) -> None:
        for path, value in leaves(DOCUMENT):
            assert value_at(DOCUMENT, path) == value

    def test_sources_speak_of_the_others(self) -> None:
        assert not any(path.startswith("sources") for path, _value in leaves(DOCUMENT))

    def test_a_delay_in_business_days_is_one_value(self) -> None:
        delay = {"business_days": 1}
        assert list(leaves({"reminder": {"before": delay}})) == [("reminder.before", delay)]

    @pytest.mark.parametrize("value", [None, {}, [], ["call:any"]])
    def test_so_is_what_has_no_values_of_its_own(self, value: Any) -> None:
        assert list(leaves({"a": {"b": value}})) == [("a.b", value)]

    def test_a_revised_delay_is_marked_where_it_stands(self) -> None:
        revised = RSI.revise(reminder={"before": {"business_days": 2}})
        assert revised.sources["reminder.before"] == "own"


class TestHolding:
    """A path holds itself and what is inside it."""

    @pytest.mark.parametrize("inner", ["mail", "mail.interval", "mail[0]"])
    def test_itself_and_its_parts(self, inner: str) -> None:
        assert holds("mail", inner)

    @pytest.mark.parametrize("inner", ["mailing", "mai", "attempts.mail"])
    def test_nothing_else(self, inner: str) -> None:
        assert not holds("mail", inner)

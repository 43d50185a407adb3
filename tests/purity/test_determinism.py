"""The same input gives the same bytes, wherever and however it is decided: law 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

import fixed_decisions as fixed
from leadflow import Status, WarningCode, read_history
from processes import in_new_process

THREADS = 8
PLAIN = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
# What is changed: options of the interpreter, and variables of its environment.
PLACES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "another hash seed": ((), {"PYTHONHASHSEED": "4242"}),
    "another zone": ((), {"TZ": "Asia/Kathmandu"}),
    "the locale C, without UTF-8": (("-X", "utf8=0"), {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}),
    "a Turkish locale": ((), {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "without assertions": (("-O",), {}),
    "without docstrings": (("-OO",), {}),
    "everything else": (
        ("-OO", "-X", "utf8=0"),
        {"PYTHONHASHSEED": "random", "TZ": "XYZ11ABC", "LC_ALL": "POSIX"},
    ),
}  # fmt: skip


def made_in(options: tuple[str, ...], variables: dict[str, str]) -> dict[str, Any]:
    told = in_new_process(*options, "fixed_decisions.py", **{**PLAIN, **variables})
    made: dict[str, Any] = json.loads(told)
    return made


@pytest.fixture(scope="module")
def expected() -> str:
    """The digest of the fixed set, as this process finds it."""
    return fixed.digest(fixed.engines())


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """What a process in a plain environment finds, and how it looks around it."""
    return made_in((), {})


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, dict[str, Any]]:
    """The same for every other environment; two at a time."""
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda each: made_in(*each), PLACES.values())
        return dict(zip(PLACES, made, strict=True))


class TestProcesses:
    """Same input, same JSON, across processes, hash seeds, `TZ` and locale (law 1)."""

    def test_in_a_plain_environment(self, plain: dict[str, Any], expected: str) -> None:
        assert plain["digest"] == expected

    @pytest.mark.parametrize("where", PLACES)
    def test_anywhere(self, where: str, elsewhere: Any, expected: str) -> None:
        assert elsewhere[where]["digest"] == expected

    @pytest.mark.parametrize(
        ("where", "what"),
        [
            ("another hash seed", "hash"),
            ("another zone", "hour"),
            ("the locale C, without UTF-8", "encoding"),
            ("without assertions", "optimize"),
            ("without docstrings", "optimize"),
            ("everything else", "hash"),
            ("everything else", "hour"),
        ],
    )
    def test_the_environment_was_indeed_another(
        self, where: str, what: str, elsewhere: Any, plain: dict[str, Any]
    ) -> None:
        if sys.platform == "win32" and what in ("hour", "encoding"):
            pytest.skip("Windows reads neither from the environment")
        assert elsewhere[where][what] != plain[what]


class TestThreads:
    """Same input, same JSON, however threads that share one engine interleave (law 1)."""

    @pytest.fixture
    def hurry(self) -> Iterator[None]:
        """Threads that are switched as often as the interpreter can."""
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        yield
        sys.setswitchinterval(interval)

    @pytest.mark.usefixtures("hurry")
    def test_eight_threads_share_one_engine_for_each_preset(self) -> None:
        shared = fixed.engines()
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(partial(fixed.digest, count=15), [shared] * THREADS))
        assert found == [fixed.digest(fixed.engines(), count=15)] * THREADS

    @pytest.mark.usefixtures("hurry")
    def test_so_do_their_decisions_asked_late(self) -> None:
        """What a decision works out when first asked for is the same for all who ask at once."""
        engine = fixed.engines()["CLINIC"]
        texts = fixed.documents(20)
        histories = [read_history(text) for text in texts]
        decisions = [engine.decide(each, now=fixed.CREATED + fixed.DAY) for each in histories]
        with ThreadPoolExecutor(THREADS) as pool:
            told = [
                list(pool.map(lambda one: one.to_json(), [each] * THREADS)) for each in decisions
            ]
        again = [engine.decide(each, now=fixed.CREATED + fixed.DAY) for each in histories]
        assert told == [[each.to_json()] * THREADS for each in again]


@pytest.fixture(scope="module")
def decisions() -> list[dict[str, Any]]:
    """The decisions of the set."""
    told = map(json.loads, fixed.decided(fixed.documents(40), fixed.engines()))
    return [each for each in told if "because" in each]


class TestTheSetItself:
    """A digest over a few easy cases would show little."""

    def test_it_reaches_every_status(self, decisions: list[dict[str, Any]]) -> None:
        assert {each["status"] for each in decisions} == set(Status)

    def test_it_has_most_kinds_of_warnings(self, decisions: list[dict[str, Any]]) -> None:
        codes = {warning["code"] for each in decisions for warning in each["warnings"]}
        assert len(codes) > len(WarningCode) // 2

    def test_it_asks_questions_and_sends_to_every_team(
        self, decisions: list[dict[str, Any]]
    ) -> None:
        teams = {each["routing"]["team"] for each in decisions}
        assert teams == {"local", "local_chinese", "china", "undetermined"}

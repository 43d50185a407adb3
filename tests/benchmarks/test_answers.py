"""What is compared gives the same answers. Run by `pytest -n 0 tests/benchmarks`."""

from __future__ import annotations

import pytest

from benchmarks.ladder_histories import answer_of, drawn
from benchmarks.yardstick import Answer, fold
from leadflow import RSI, Engine

for peer in ("transitions", "zen", "automat", "statemachine"):
    pytest.importorskip(peer, reason="the extra `benchmark` is not installed")

from benchmarks.peers.all_of_them import PEERS, Leads  # noqa: E402 - needs what was looked for

LEADS = 20_000


@pytest.fixture(scope="module")
def leads() -> Leads:
    """The histories as the yardstick and the peers take them."""
    return [(each.ints, each.now_ints) for each in drawn(LEADS)]


@pytest.fixture(scope="module")
def answers(leads: Leads) -> list[Answer]:
    """What the yardstick says."""
    return [fold(history, now) for history, now in leads]


class TestAnswers:
    """Yardstick, leadflow and peers agree on status, next contact and reason of every lead."""

    def test_leadflow_says_what_the_yardstick_says(self, answers: list[Answer]) -> None:
        engine = Engine(RSI)
        decisions = (engine.decide(each.history, now=each.now) for each in drawn(LEADS))
        assert [answer_of(each) for each in decisions] == answers

    @pytest.mark.parametrize("peer", PEERS)
    def test_a_peer_says_what_the_yardstick_says(
        self, peer: str, leads: Leads, answers: list[Answer]
    ) -> None:
        assert PEERS[peer](leads) == answers

"""Laws 9 and 10, under the presets and under generated policies."""

from __future__ import annotations

import pytest

from lawfulness import NAMES, obeyed
from leadflow.testing.laws import ladders

under_every_policy = pytest.mark.parametrize("name", NAMES)


class TestLaw9WhatDoesNotCount:
    """Texts and e-mails by chat mean nothing to a lead of RSI that can be called.

    [spec 5, law 9]
    """

    @under_every_policy
    def test_a_text_counts_for_nothing(self, name: str) -> None:
        obeyed(ladders.a_text_counts_for_nothing, name)

    @under_every_policy
    def test_an_email_by_chat_counts_for_nothing(self, name: str) -> None:
        obeyed(ladders.an_email_by_chat_counts_for_nothing, name)


class TestLaw10LongerLadders:
    """One more rung loses nobody earlier; a longer delay brings nothing forward.

    [spec 5, law 10]
    """

    @under_every_policy
    def test_one_more_rung_loses_nobody_earlier(self, name: str) -> None:
        obeyed(ladders.one_more_rung_loses_nobody_earlier, name)

    @under_every_policy
    def test_a_longer_ladder_brings_nothing_forward(self, name: str) -> None:
        obeyed(ladders.a_longer_ladder_brings_nothing_forward, name)

    @under_every_policy
    def test_a_longer_mail_round_brings_nothing_forward(self, name: str) -> None:
        obeyed(ladders.a_longer_mail_round_brings_nothing_forward, name)

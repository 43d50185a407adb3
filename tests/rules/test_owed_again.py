"""What was settled once can come again: replies, voicemails, calls and plans after their end."""

from __future__ import annotations

from typing import Any

from clinic import (
    at,
    call,
    decided,
    email,
    history,
    lead,
    next_of,
    reply,
    ring,
    text,
    voicemail,
)
from leadflow import INCINTA, RSI, Engine, Policy
from leadflow.vocabulary import Status
from standing import purposes


def planned(policy: Policy, *events: Any, now: str, **profile: Any) -> list[str]:
    """What the contacts are for, the next one first."""
    return purposes(decided(policy, *events, now=now, of=lead(**profile)))


def fired(policy: Policy, *events: Any, now: str) -> set[str]:
    """The names of the rules that fired."""
    return {name for _, name, _ in Engine(policy).fold(history(*events), now=at(now)).fired}


class TestCOM6ReplyAfterAReply:
    """A reply that comes after the answer is answered in its turn (COM-6)."""

    def test_one_after_the_answer_is_owed_an_answer_of_its_own(self) -> None:
        events = reply("2026-11-03 09:10"), text("2026-11-03 09:20"), reply("2026-11-03 09:30")
        assert next_of(decided(RSI, *events, now="2026-11-03 09:31")) == (
            "answer_reply", "Tue 2026-11-03 09:30",
        )  # fmt: skip

    def test_so_is_a_missed_call_after_the_answer_to_a_reply(self) -> None:
        missed = ring("2026-11-03 09:30", answered=False)
        events = reply("2026-11-03 09:10"), text("2026-11-03 09:20"), missed
        assert "answer_reply" in planned(RSI, *events, now="2026-11-03 09:31")


class TestCOM4VoicemailAfterAVoicemail:
    """A voicemail left after the call back is called back in its turn (COM-4)."""

    def test_one_after_the_call_is_owed_a_call_of_its_own(self) -> None:
        events = (
            voicemail("2026-11-03 09:10"),
            call("2026-11-03 09:20", "no_answer"),
            voicemail("2026-11-03 09:30"),
        )
        assert next_of(decided(RSI, *events, now="2026-11-03 09:31")) == (
            "return_voicemail", "Tue 2026-11-03 09:30",
        )  # fmt: skip


class TestCOM7MissedCallAfterAVoicemail:
    """A voicemail takes the place of the missed calls before it; one missed later is owed an answer
    of its own (COM-7)."""

    def test_one_after_the_voicemail_is_owed_its_own(self) -> None:
        events = voicemail("2026-11-03 09:10"), ring("2026-11-03 09:20", answered=False)
        assert planned(RSI, *events, now="2026-11-03 09:21")[:2] == [
            "return_voicemail", "answer_reply",
        ]  # fmt: skip


class TestATT11BesideAFirstCall:
    """A follow-up settles such an attempt, whatever else is still planned (ATT-11)."""

    def test_also_beside_a_first_call_not_made_yet(self) -> None:
        events = call("2026-11-03 09:10"), reply("2026-11-03 09:20")
        assert "open_attempt_settled" in fired(INCINTA, *events, now="2026-11-03 09:21")


class TestCOM5RoundBegunByACall:
    """A round begun by a call ends when the lead writes: no later e-mail completes it (COM-5)."""

    def test_a_reply_to_a_call_alone_ends_it(self) -> None:
        tried = call("2026-11-03 09:10", "no_answer"), reply("2026-11-03 09:20")
        decision = decided(INCINTA, *tried, email("2026-11-04 09:30"), now="2026-11-04 09:31")
        assert decision.status is Status.FOLLOW_UP

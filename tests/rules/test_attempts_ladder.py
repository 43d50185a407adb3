"""The ladder of attempts and what follows on its rungs: rules ATT-4 and ATT-6."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from clinic import (
    attended,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    invalid,
    lead,
    marked,
    marked_scheduled,
    next_of,
    no_show,
    office_transfer,
    shown,
    unreachable,
    upcoming_of,
)
from clinic import dead as marked_dead
from leadflow import CLINIC, INCINTA, RSI, Policy

NEW_CALL = "Tue 2026-11-03 09:00"


def laddered(*rungs: tuple[Any, Any], base: Policy = RSI, **more: Any) -> Policy:
    """A policy with these rungs: what follows a bare follow-up, and what follows no response."""
    steps = [{"unscheduled": bare, "no_response": silent} for bare, silent in rungs]
    return base.revise(attempts={"rungs": steps, **more})


def planned(policy: Policy, *events: Any, of: Any = None) -> str | None:
    """The next contact right after the last event, as the clinic's clocks show it."""
    return shown(decided(policy, *events, now=events[-1].at, of=of).next_contact_at)


def calls(count: int, outcome: str | None = "no_answer") -> list[Any]:
    """Calls at ten o'clock of the days from the 4th on."""
    return [call(f"2026-11-{3 + n:02} 10:00", outcome) for n in range(1, count + 1)]


FIVE = laddered(*((f"PT{n}H", f"PT{n}0H") for n in range(1, 6)))
ONE = laddered(("PT1H", "PT10H"))
BY_PERSON = laddered(("by_person", "by_person"))


class TestATT4Ladder:
    """How often a lead was tried tells what comes next, as on the rungs of a ladder.

    Attempt n stands on rung n, or on the last; before any attempt the first rung holds. A rung says
    what follows a follow-up without a time (a delay, the end, or a person's decision) and what
    follows no response (the same, or the mail round) (ATT-4).
    """

    @pytest.mark.parametrize(
        ("attempt", "then"),
        [
            (1, "Wed 2026-11-04 20:00"),
            (2, "Fri 2026-11-06 06:00"),
            (3, "Sat 2026-11-07 16:00"),
            (4, "Mon 2026-11-09 02:00"),
            (5, "Tue 2026-11-10 12:00"),
            (6, "Wed 2026-11-11 12:00"),
            (7, "Thu 2026-11-12 12:00"),
        ],
    )
    def test_each_attempt_without_response_has_its_rung(self, attempt: int, then: str) -> None:
        assert planned(FIVE, *calls(attempt)) == then

    @pytest.mark.parametrize(
        ("attempt", "then"),
        [
            (0, "Mon 2026-11-30 11:00"),
            (1, "Mon 2026-11-30 11:00"),
            (2, "Mon 2026-11-30 12:00"),
            (3, "Mon 2026-11-30 13:00"),
            (5, "Mon 2026-11-30 15:00"),
            (6, "Mon 2026-11-30 15:00"),
        ],
    )
    def test_each_bare_follow_up_has_the_rung_of_the_attempts(
        self, attempt: int, then: str
    ) -> None:
        assert planned(FIVE, *calls(attempt), follow_up("2026-11-30 10:00")) == then

    def test_before_any_attempt_no_response_has_the_first_rung(self) -> None:
        assert planned(FIVE, marked("2026-11-04 10:00")) == "Wed 2026-11-04 20:00"

    @pytest.mark.parametrize("attempt", [1, 2, 9])
    def test_one_rung_holds_for_every_attempt(self, attempt: int) -> None:
        assert planned(ONE, *calls(attempt)) == planned(
            ONE, call(f"2026-11-{3 + attempt:02} 10:00", "no_answer")
        )

    def test_a_ladder_may_end_at_its_first_rung(self) -> None:
        short = laddered(("exhausted", "exhausted"))
        assert decided(short, *calls(1), now="2026-11-04 10:00").status == "dead"

    def test_a_longer_ladder_asks_for_more_attempts(self) -> None:
        longer = laddered(*[("PT4H", "PT4H")] * 5, ("exhausted", "exhausted"))
        found = [decided(longer, *calls(n), now=calls(n)[-1].at).status for n in range(1, 7)]
        assert found == ["follow_up"] * 5 + ["dead"]

    @pytest.mark.parametrize(
        ("step", "then"),
        [
            ("PT0S", "Fri 2026-11-06 15:30"),
            ("PT30M", "Fri 2026-11-06 16:00"),
            ("PT24H", "Sat 2026-11-07 15:30"),
            ("P7D", "Fri 2026-11-13 15:30"),
            ("P1M", "Sun 2026-12-06 15:30"),
            ({"business_days": 1}, "Mon 2026-11-09 15:30"),
            ({"business_hours": "PT90M"}, "Fri 2026-11-06 17:00"),
            ({"business_hours": "PT4H"}, "Mon 2026-11-09 11:30"),
        ],
    )
    def test_a_rung_takes_every_kind_of_delay(self, step: Any, then: str) -> None:
        policy = laddered((step, step))
        event, bare = call("2026-11-06 15:30", "no_answer"), follow_up("2026-11-06 15:30")
        assert [planned(policy, event), planned(policy, bare)] == [then, then]

    @pytest.mark.parametrize(
        ("step", "then"), [("PT24H", "Sun 2026-11-01 12:15"), ("P1D", "Sun 2026-11-01 13:15")]
    )
    def test_24_hours_are_not_a_day_when_clocks_change(self, step: str, then: str) -> None:
        early = lead(created="2026-10-30 09:00")
        tried = call("2026-10-31 13:15", "no_answer")
        assert planned(laddered((step, step)), tried, of=early) == then

    def test_by_a_person_plans_nothing(self) -> None:
        assert planned(BY_PERSON, *calls(1)) is None

    def test_the_mail_round_may_follow_no_response(self) -> None:
        decision = decided(INCINTA, *calls(1), now="2026-11-04 10:00")
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 10:00")

    @pytest.mark.parametrize(
        "rungs",
        [
            [],
            [{"unscheduled": "mail_round", "no_response": "PT4H"}],
            [{"unscheduled": "PT4H", "no_response": "never"}],
            [{"unscheduled": "PT4H"}],
        ],
        ids=["none", "mail round without a call", "unknown word", "half a rung"],
    )
    def test_what_is_no_ladder_is_refused(self, rungs: list[Any]) -> None:
        with pytest.raises(ValidationError):
            RSI.revise(attempts={"rungs": rungs})

    @pytest.mark.parametrize(
        ("policy", "rungs"),
        [
            (RSI, [("PT4H", "PT4H"), ("PT4H", "PT24H"), ("exhausted", "exhausted")]),
            (INCINTA, [("by_person", "mail_round")]),
            (CLINIC, [("PT4H", "PT4H"), ("PT4H", "PT24H"), ("by_person", "mail_round")]),
        ],
        ids=["rsi", "incinta", "clinic"],
    )
    def test_the_presets(self, policy: Policy, rungs: list[tuple[str, str]]) -> None:
        told = policy.model_dump(mode="json")["attempts"]["rungs"]
        assert [(each["unscheduled"], each["no_response"]) for each in told] == rungs


class TestATT6BareFollowUp:
    """A follow-up that is set without a time comes back after the delay that the ladder says.

    The system plans it. Where the ladder leaves it to a person, nothing is planned and nothing
    taken away. Where no ladder runs it is left to a person, with a warning (ATT-6).
    """

    BARE = follow_up("2026-11-05 11:00")

    @pytest.mark.parametrize("policy", [RSI, CLINIC], ids=["rsi", "clinic"])
    @pytest.mark.parametrize("attempts", [0, 1, 2])
    def test_it_comes_back_in_4_hours(self, policy: Policy, attempts: int) -> None:
        decision = decided(policy, *calls(attempts), self.BARE, now="2026-11-05 11:00")
        times = [next_of(decision), *upcoming_of(decision)]
        assert ("follow_up", "Thu 2026-11-05 15:00") in times

    def test_on_the_third_attempt_it_ends_the_lead(self) -> None:
        decision = decided(
            RSI, *calls(3, None), follow_up("2026-11-06 10:05"), now="2026-11-06 10:05"
        )
        assert (decision.status, decision.reason_for_loss) == ("dead", "best_practices")

    def test_the_system_plans_it_by_phone(self) -> None:
        contact = decided(RSI, self.BARE, now="2026-11-05 11:00").next_contact
        assert contact is not None
        assert (contact.origin, contact.channel, contact.by) == ("system", "phone", None)

    def test_the_rule_and_the_rung_are_the_reason(self) -> None:
        decision = decided(RSI, self.BARE, now="2026-11-05 11:00")
        reason = next(each for each in decision.because if each.output == "next_contact")
        assert (reason.rule, reason.policy, reason.value, reason.event) == (
            "ATT-6",
            "attempts.rungs[0].unscheduled",
            "PT4H",
            0,
        )

    def test_it_replaces_what_the_ladder_had_planned(self) -> None:
        again = follow_up("2026-11-05 12:00")
        decision = decided(RSI, self.BARE, again, now="2026-11-05 12:00")
        assert (next_of(decision), decision.upcoming) == (("follow_up", "Thu 2026-11-05 16:00"), ())

    def test_it_comes_sooner_than_a_longer_wait_already_planned(self) -> None:
        assert planned(RSI, *calls(2), self.BARE) == "Thu 2026-11-05 15:00"

    def test_after_a_conversation_it_comes_back_too(self) -> None:
        assert planned(RSI, contacted("2026-11-05 10:00"), self.BARE) == "Thu 2026-11-05 15:00"

    def test_a_follow_up_of_the_system_is_the_same(self) -> None:
        assert (
            planned(RSI, follow_up("2026-11-05 11:00", origin="system")) == "Thu 2026-11-05 15:00"
        )

    def test_it_is_due_at_its_instant_and_not_before(self) -> None:
        clocks = ("2026-11-05 14:59:59.999999", "2026-11-05 15:00", "2026-11-05 15:00:00.000001")
        found = [decided(RSI, self.BARE, now=clock).priority for clock in clocks]
        assert [each.due for each in found if each is not None] == [False, True, True]

    def test_by_a_person_leaves_a_first_call_standing(self) -> None:
        decision = decided(INCINTA, self.BARE, now="2026-11-05 11:00")
        assert (decision.status, next_of(decision)) == ("follow_up", ("first_call", NEW_CALL))

    def test_by_a_person_leaves_the_email_of_a_mail_round_standing(self) -> None:
        decision = decided(INCINTA, *calls(1), self.BARE, now="2026-11-05 11:00")
        assert next_of(decision) == ("follow_up_email", "Wed 2026-11-04 10:00")

    def test_by_a_person_leaves_a_finished_mail_round_standing(self) -> None:
        done = (*calls(1), email("2026-11-04 10:05"))
        decision = decided(INCINTA, *done, self.BARE, now="2026-11-05 11:00")
        assert (decision.status, next_of(decision)) == (
            "mail_contacted",
            ("follow_up", "Wed 2026-11-11 10:05"),
        )

    def test_by_a_person_plans_nothing_after_a_conversation(self) -> None:
        assert planned(INCINTA, contacted("2026-11-05 10:00"), self.BARE) is None

    def test_by_a_person_in_an_open_status_is_no_warning(self) -> None:
        assert (
            codes(decided(INCINTA, contacted("2026-11-05 10:00"), self.BARE, now="2026-11-06"))
            == []
        )

    OFF = (
        ("scheduled", (booked("2026-11-05 10:00", "2026-11-16 10:00"),)),
        ("scheduled", (marked_scheduled("2026-11-05 10:00"),)),
        ("no_show", (booked("2026-11-04 10:00", "2026-11-05 10:00"), no_show("2026-11-05 10:20"))),
        ("visited", (attended("2026-11-05 10:00", "a9"),)),
        ("unreachable", (unreachable("2026-11-05 10:00"),)),
        ("dead", (marked_dead("2026-11-05 10:00"),)),
        ("invalid", (invalid("2026-11-05 10:00"),)),
        ("office_transfer", (office_transfer("2026-11-05 10:00"),)),
    )

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=["rsi", "incinta", "clinic"])
    @pytest.mark.parametrize(("status", "before"), OFF)
    def test_off_the_ladder_it_is_a_warning(
        self, policy: Policy, status: str, before: tuple[Any, ...]
    ) -> None:
        decision = decided(policy, *before, self.BARE, now="2026-11-05 11:00")
        assert decision.status == status
        assert "follow_up_without_ladder" in codes(decision)

    @pytest.mark.parametrize("policy", [RSI, INCINTA, CLINIC], ids=["rsi", "incinta", "clinic"])
    @pytest.mark.parametrize(("status", "before"), OFF)
    def test_off_the_ladder_it_changes_no_plan(
        self, policy: Policy, status: str, before: tuple[Any, ...]
    ) -> None:
        without = decided(policy, *before, now="2026-11-05 11:00")
        decision = decided(policy, *before, self.BARE, now="2026-11-05 11:00")
        assert (decision.status, decision.next_contact) == (status, without.next_contact)

"""Rare turns of rules: years without dates, ladders of one rung, criteria completed anew."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    booked,
    call,
    codes,
    dead,
    decided,
    email,
    follow_up,
    history,
    lead,
    marked,
    next_of,
    no_show,
    reopened,
    reply,
    ring,
    unreachable,
    voicemail,
)
from leadflow import INCINTA, RSI, Engine, Policy
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import ANY, Rule
from leadflow.vocabulary import Status

ENDS_AT_ONCE = RSI.revise(
    attempts={"rungs": [{"unscheduled": "exhausted", "no_response": "exhausted"}]}
)
SOON: Policy = INCINTA.revise(
    attempts={"one_per_day": False}, unreachable={"after": "P7D", "attempts": 2}
)
"""Unreachable leads after a week and two attempts."""
FIVE = [
    each
    for day in ("2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01")
    for each in (call(f"{day} 09:10", "left_message"), email(f"{day} 09:15"))
]


def fired(policy: Policy, *events: Any, now: str) -> set[str]:
    """The names of the rules that fired."""
    return {name for _, name, _ in Engine(policy).fold(history(*events), now=at(now)).fired}


@pytest.mark.parametrize("year", [2026, 2027])
class TestSection24YearsWithoutDates:
    """A calendar asked about a year that it has no pinned dates for puts a warning on the decision
    (section 2.4), whether the delay begins or ends in that year."""

    def only(self, policy: Policy, year: int, **changes: Any) -> Policy:
        return policy.revise(calendar={"covered_years": [year]}, **changes)

    def test_business_hours_over_the_turn_of_a_year(self, year: int) -> None:
        rung = {"unscheduled": {"business_hours": "PT4H"}, "no_response": "PT4H"}
        policy = self.only(RSI, year, attempts={"rungs": [rung]})
        decision = decided(
            policy, follow_up("2026-12-31 16:00"), now="2026-12-31 16:01",
            of=lead(created="2026-12-31 09:00"),
        )  # fmt: skip
        assert next_of(decision) == ("follow_up", "Mon 2027-01-04 12:00")
        assert codes(decision) == ["year_not_covered"]

    def test_the_next_opening_after_the_turn_of_a_year(self, year: int) -> None:
        decision = decided(
            self.only(RSI, year), voicemail("2026-12-31 18:00"), now="2026-12-31 18:01",
            of=lead(created="2026-12-31 09:00"),
        )  # fmt: skip
        assert codes(decision) == ["year_not_covered"]

    def test_a_reminder_before_the_turn_of_a_year(self, year: int) -> None:
        told = booked("2026-12-30 09:10", "2027-01-04 10:00")
        decision = decided(
            self.only(INCINTA, year), told, now="2026-12-30 09:11",
            of=lead(created="2026-12-30 09:00"),
        )  # fmt: skip
        assert next_of(decision) == ("reminder", "Thu 2026-12-31 09:00")
        assert codes(decision) == ["year_not_covered"]

    def test_it_says_so_once(self, year: int) -> None:
        told = (
            voicemail("2026-12-31 18:00"),
            call("2026-12-31 18:10", "no_answer"),
            voicemail("2026-12-31 18:20"),
        )
        decision = decided(
            self.only(RSI, year), *told, now="2026-12-31 18:21",
            of=lead(created="2026-12-31 09:00"),
        )  # fmt: skip
        assert codes(decision) == ["year_not_covered"]


class TestATT15UpToTheDeadline:
    """A contact whose deadline is the next opening itself is moved there (ATT-15)."""

    def test_an_opening_at_the_deadline_itself_will_do(self) -> None:
        policy = INCINTA.revise(
            attempts={"within_opening_hours": True}, first_contact={"within": "PT4H"}
        )
        decision = decided(policy, now="2026-11-03 05:00", of=lead(created="2026-11-03 05:00"))
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")


class TestATT9LadderOfOneRung:
    """At the end of the ladder a follow-up without a time ends a lead that was never spoken to
    (ATT-9, ATT-12)."""

    def test_a_new_lead(self) -> None:
        decision = decided(ENDS_AT_ONCE, follow_up("2026-11-03 09:10"), now="2026-11-03 09:11")
        assert decision.status is Status.DEAD

    def test_a_lead_that_was_reopened(self) -> None:
        again = dead("2026-11-03 09:10"), reopened("2026-11-03 09:20")
        decision = decided(
            ENDS_AT_ONCE, *again, follow_up("2026-11-03 09:30"), now="2026-11-03 09:31"
        )
        assert decision.status is Status.DEAD
        assert decision.reason_for_loss == "best_practices"


class TestCOM5KeptEmails:
    """A round begun by an e-mail ends when the lead writes: no later call completes it (COM-5)."""

    def test_an_e_mail_before_a_reply_completes_no_round_after_it(self) -> None:
        told = email("2026-11-03 09:10"), reply("2026-11-03 09:20")
        decision = decided(
            INCINTA, *told, call("2026-11-03 09:30", "no_answer"), now="2026-11-03 09:31"
        )
        assert next_of(decision) == ("follow_up_email", "Tue 2026-11-03 09:30")


class TestCOM7CallsWithoutId:
    """Only a call with a call id is recognised when it is noted again (COM-7)."""

    def test_the_end_of_one_without_id_is_noted_nowhere(self) -> None:
        told = ring("2026-11-03 09:10", answered=True)
        assert "received_call_told" not in fired(RSI, told, now="2026-11-03 09:11")


class TestNSH4SilenceOfNoShows:
    """The silence of a lead that missed nothing is not counted (NSH-4)."""

    def test_of_a_lead_that_missed_nothing_it_is_not_counted(self) -> None:
        told = call("2026-11-03 09:10", "connected")
        assert "silence_counted" not in fired(INCINTA, told, now="2026-11-03 09:11")


class TestUNR1CompletedByAnAttempt:
    """An attempt at the very instant at which the months end completes the criteria (UNR-1)."""

    def test_an_attempt_at_the_very_instant_is_what_completed_them(self) -> None:
        late = call("2026-11-10 09:10", "no_answer")
        events = call("2026-11-03 09:10", "no_answer"), late
        decision = decided(SOON, *events, now="2026-11-10 09:11")
        contact = next(each for each in decision.because if each.output == "next_contact")
        assert (contact.rule, contact.event) == ("UNR-2", 1)


class TestUNR3FinalAttempt:
    """A call or an e-mail that itself made the criteria true is not yet the last one (UNR-3)."""

    def test_an_e_mail_that_completed_them_is_not_the_final_one(self) -> None:
        events = call("2026-11-03 09:10", "no_answer"), email("2026-11-10 09:10")
        last = call("2026-11-10 10:00", "no_answer")
        decision = decided(SOON, *events, last, now="2026-11-10 10:01")
        assert decision.status is not Status.UNREACHABLE

    def test_a_response_on_a_day_without_a_call_is_a_call_of_its_own(self) -> None:
        last = marked("2027-01-05 10:00", "no_answer"), email("2027-01-05 10:05")
        decision = decided(INCINTA, *FIVE, *last, now="2027-01-05 10:06")
        assert decision.status is Status.UNREACHABLE

    def test_a_response_to_a_call_before_them_is_not_that_of_the_final_one(self) -> None:
        tries = call("2026-11-03 09:10", "no_answer"), call("2026-11-10 09:00")
        told = marked("2026-11-10 09:20", "no_answer")
        assert "final_call" not in fired(SOON, *tries, told, now="2026-11-10 09:21")

    def test_one_before_a_lead_was_reopened_is_not_the_final_one_afterwards(self) -> None:
        events = (
            call("2026-11-03 09:10", "no_answer"),
            email("2026-11-03 09:15"),
            dead("2026-11-11 09:00"),
            reopened("2026-11-11 09:10"),
            call("2026-11-11 09:20", "no_answer"),
            email("2026-11-11 09:25"),
        )
        only_written = email("2026-11-19 09:00")
        decision = decided(SOON, *events, only_written, now="2026-11-19 09:01")
        assert decision.status is not Status.UNREACHABLE


class TestUNR4Pool:
    """An e-mail does not put off that call; a reason for being unreachable, once given, stays
    (UNR-4)."""

    def test_an_e_mail_moves_no_call(self) -> None:
        told = unreachable("2026-11-03 09:10"), email("2026-11-04 09:10")
        assert "pool_contact_made" not in fired(INCINTA, *told, now="2026-11-04 09:11")

    @pytest.mark.parametrize(
        ("told", "given"),
        [((None,), False), (("moved_away",), True), ((None, "moved_away"), True),
         ((None, None), False), (("moved_away", None), True)],
    )  # fmt: skip
    def test_a_reason_once_given_stays_given(
        self, told: tuple[str | None, ...], given: bool
    ) -> None:
        events = [unreachable(f"2026-11-03 09:1{n}", reason) for n, reason in enumerate(told)]
        state = Engine(INCINTA).fold(history(*events), now=at("2026-11-03 10:00"))
        assert state._draft.unreachable_reason is given

    def test_a_lead_that_came_in_by_the_final_attempt_has_none_yet(self) -> None:
        last = call("2027-01-05 10:00", "no_answer"), email("2027-01-05 10:05")
        state = Engine(INCINTA).fold(history(*FIVE, *last), now=at("2027-01-05 10:06"))
        assert state._draft.status is Status.UNREACHABLE
        assert state._draft.unreachable_reason is False


class TestTimersEnd:
    """What ends takes its timer along (section 3: a timer is armed for what still stands)."""

    def test_a_booking_ends_the_silence_of_a_no_show(self) -> None:
        told = (
            booked("2026-11-03 09:10", "2026-11-04 10:00"),
            no_show("2026-11-04 10:20"),
            booked("2026-11-05 09:00", "2026-11-16 10:00", "a2"),
        )
        state = Engine(INCINTA).fold(history(*told), now=at("2026-11-05 09:01"))
        assert state._draft.timers == {}

    def test_the_pool_ends_the_wait_for_an_outcome(self) -> None:
        tries = (
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 13:15", "no_answer"),
            call("2026-11-04 13:20"),
        )
        told = history(*tries, unreachable("2026-11-04 14:00"))
        assert Engine(RSI).fold(told, now=at("2026-11-04 14:01"))._draft.timers == {}


def _told_in_two_lines(lead: Any, event: Any, terms: Any) -> bool:
    """The first line is the sentence.

    The rest is for whoever reads the code.
    """
    return False


def _told_in_none(lead: Any, event: Any, terms: Any) -> bool:
    return False


class TestSentences:
    """What a clinic manager would say of a rule: the first line of its docstring."""

    @pytest.mark.parametrize(
        ("body", "said"),
        [(_told_in_two_lines, "The first line is the sentence."), (_told_in_none, "")],
    )
    def test_it_is_the_first_line_and_no_more(self, body: Any, said: str) -> None:
        assert Rule("ATT-1", body, on=(Occasion.TASK_DONE,), when=ANY).sentence == said

"""Why a lead is not what one asks after: conditions, each with what is, what is needed, what lacks.

Expectations come from the specification: UNR-1 to UNR-3, ATT-9, COM-5, NSH-4, RTE-1 to RTE-10.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    at,
    attended,
    booked,
    call,
    contacted,
    dead,
    email,
    follow_up,
    history,
    invalid,
    known,
    lead,
    no_show,
    office_transfer,
    reason_set,
    reply,
    stop,
    team_transfer,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Engine, History, Policy
from leadflow.engine.deferred import Deferred
from leadflow.engine.walk import walk
from leadflow.errors import InvalidInstant, InvalidOutcome
from leadflow.events import AnyEvent, CallPlaced
from leadflow.readers.whynot import (
    Condition,
    Matter,
    WhyNot,
    conditions,
    counterfactual,
    view_of,
    why_not,
)
from leadflow.readers.whynot.outcomes import outcome_of
from leadflow.readers.whynot.statuses import rules_to
from leadflow.rulebook.occasions import occasion_of
from leadflow.testing.histories import engine_for
from leadflow.testing.strategies import clocks_near, histories, policies
from leadflow.vocabulary import ReasonForLoss, Status, Team

NOON = "2026-12-08 12:00"


@pytest.fixture(autouse=True, scope="module")
def _conditions_only() -> Iterator[None]:
    """Changes have tests of their own: here none is looked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counterfactual, "WORK", 0)
        yield


def asked(
    outcome: str, *events: AnyEvent, now: str = NOON, policy: Policy = INCINTA, **more: Any
) -> WhyNot:
    """Why a lead is not what is asked after."""
    return why_not(history(*events, **more), now=at(now), policy=policy, outcome=outcome)


def found(answer: WhyNot, condition: str) -> Condition:
    """The one condition of these words."""
    (one,) = {each.condition: each for each in answer.conditions if condition in each.condition}
    return next(each for each in answer.conditions if each.condition == one)


def ways(answer: WhyNot | list[Condition]) -> dict[str, list[Condition]]:
    """The conditions by way."""
    told = answer.conditions if isinstance(answer, WhyNot) else answer
    by_way: dict[str, list[Condition]] = {}
    for each in told:
        by_way.setdefault(each.way, []).append(each)
    return by_way


THREE_TRIES = (
    call("2026-11-03 09:10", "no_answer"),
    email("2026-11-03 09:15"),
    call("2026-11-17 10:00", "left_message"),
    call("2026-12-08 10:00", "no_answer"),
)


class TestUnreachable:
    """UNR-1 to UNR-3: each criterion by itself, and by how much it fails."""

    def test_attempts_are_counted_up_to_the_five_that_the_policy_asks_for(self) -> None:
        """Three days with an attempt of five: two more."""
        enough = found(asked("unreachable", *THREE_TRIES), "enough attempts")
        told = (enough.holds, enough.is_, enough.needed, enough.missing, enough.lacking)
        assert told == (False, 3, 5, 2, "2 more")

    def test_the_two_months_end_on_the_day_of_the_first_attempt_two_months_on(self) -> None:
        """First attempt on 3 November at 09:10: complete on 3 January at 09:10."""
        months = found(asked("unreachable", *THREE_TRIES), "months of follow-up")
        complete = at("2027-01-03 09:10")
        assert (months.holds, months.at) == (False, complete)
        assert (months.missing, months.is_) == (
            complete - at(NOON),
            at(NOON) - at("2026-11-03 09:10"),
        )

    def test_a_lead_never_tried_lacks_a_first_attempt(self) -> None:
        """There is nothing yet that the months could count from."""
        months = found(asked("unreachable"), "months of follow-up")
        told = months.holds, months.is_, months.at, months.missing
        assert told == (False, None, None, None)
        assert "a first attempt" in months.lacking

    def test_communication_says_when_it_was(self) -> None:
        """A reply of 20 November bars the criteria for good."""
        answer = asked("unreachable", *THREE_TRIES, reply("2026-11-20 09:00"))
        never = found(answer, "never communicated")
        assert (never.holds, never.is_, never.missing) == (False, at("2026-11-20 09:00"), None)

    def test_the_final_attempt_has_two_parts(self) -> None:
        """Months and attempts are there; the call was made, the e-mail was not."""
        days = ("11-03", "11-10", "11-17", "11-24", "12-01")
        tries = [call(f"2026-{day} 10:00", "no_answer") for day in days]
        last = call("2027-01-12 10:00", "left_message")
        answer = asked("unreachable", *tries, last, now="2027-01-12 11:00")
        final_call, final_email = found(answer, "final call"), found(answer, "final e-mail")
        assert (final_call.holds, final_email.holds) == (True, False)
        assert found(answer, "months of").holds
        assert found(answer, "enough attempts").holds
        assert final_email.rule == "UNR-3"

    def test_five_attempts_are_enough_and_the_instant_itself_counts_as_over(self) -> None:
        """UNR-1: just five, and just two months."""
        days = ("11-03", "11-10", "11-17", "11-24", "12-01")
        tries = [call(f"2026-{day} 10:00", "no_answer") for day in days]
        answer = asked("unreachable", *tries, now="2027-01-03 10:00")
        assert found(answer, "enough attempts").holds
        assert found(answer, "months of follow-up").holds

    def test_a_policy_that_asks_for_no_final_attempt_has_no_such_condition(self) -> None:
        """Off, the criteria alone suffice."""
        policy = INCINTA.revise(unreachable={"final_attempt_required": False})
        told = [
            each.condition for each in asked("unreachable", *THREE_TRIES, policy=policy).conditions
        ]
        assert not any("final" in each for each in told)

    def test_where_the_section_is_off_only_a_person_can_do_it(self) -> None:
        """RSI has no such rules; marking a lead unreachable works under any policy."""
        answer = asked("unreachable", policy=RSI)
        off, by_person = ways(answer).values()
        assert [(each.matter, each.holds, each.needed) for each in off] == [
            (Matter.POLICY, False, "unreachable")
        ]
        assert [each.missing for each in by_person if not each.holds] == [
            ("marked as unreachable",)
        ]

    def test_a_status_that_does_not_admit_it_is_told(self) -> None:
        """What is scheduled is not unreachable."""
        answer = asked("unreachable", booked("2026-11-04 09:00", "2027-01-04 09:00"))
        admits = {each.holds for each in answer.conditions if each.matter is Matter.STATUS}
        assert admits == {False}

    def test_the_sources_are_those_of_the_three_criteria(self) -> None:
        """INC 6.1 to 6.3."""
        answer = asked("unreachable", *THREE_TRIES)
        cited = [each.source[:7] for each in answer.conditions if each.rule == "UNR-1"]
        assert cited == ["INC 6.1", "INC 6.2", "INC 6.3"]


class TestDead:
    """ATT-9, NSH-4, CLS-1 and CLS-2: every way to the end of a lead."""

    def test_two_rungs_are_left_after_the_first_attempt(self) -> None:
        """RSI's third rung is the one that exhausts."""
        rung = found(asked("dead", call("2026-11-03 09:10", "no_answer"), policy=RSI), "rung")
        assert (rung.holds, rung.is_, rung.needed, rung.missing) == (False, 1, 3, 2)

    def test_a_ladder_without_such_a_rung_never_exhausts(self) -> None:
        """Incinta's leads do not die of attempts."""
        rung = found(asked("dead", *THREE_TRIES), "rung")
        assert (rung.matter, rung.missing) == (Matter.POLICY, None)
        assert "no rung" in rung.lacking

    def test_an_exact_follow_up_ahead_bars_until_its_instant(self) -> None:
        """ATT-9: exhausted with no exact follow-up standing."""
        answer = asked("dead", follow_up("2026-12-08 11:00", "2026-12-10 15:00"), policy=RSI)
        ahead = next(each for each in answer.conditions if "lies ahead" in each.condition)
        assert (ahead.holds, ahead.at) == (False, at("2026-12-10 15:00"))
        assert ahead.missing == timedelta(days=2, hours=3)

    def test_a_follow_up_that_has_come_is_used_up_by_the_call_itself(self) -> None:
        """ATT-8: it bars no longer."""
        answer = asked("dead", follow_up("2026-12-01 11:00", "2026-12-02 15:00"), policy=RSI)
        assert found(answer, "lies ahead").holds
        assert not found(answer, "No follow-up stands").holds

    def test_at_its_own_instant_a_follow_up_has_come(self) -> None:
        """ATT-8: ahead while its instant is later."""
        answer = asked("dead", follow_up("2026-12-08 11:00", NOON), policy=RSI)
        ahead = [each for each in answer.conditions if "lies ahead" in each.condition]
        assert [(each.holds, each.is_) for each in ahead] == [(True, None)] * 2

    def test_the_grace_of_an_open_attempt_ends_after_four_hours(self) -> None:
        """ATT-11: the third call of RSI at 11:00, its outcome not told."""
        tries = [call(f"2026-11-0{day} 10:00", "no_answer") for day in (3, 4)]
        answer = asked("dead", *tries, call("2026-12-08 11:00"), policy=RSI)
        grace = found(answer, "outcome of the last attempt")
        assert (grace.at, grace.missing) == (at("2026-12-08 15:00"), timedelta(hours=3))

    def test_a_patient_spoken_to_is_not_given_up_by_a_bare_follow_up(self) -> None:
        """ATT-12."""
        answer = asked("dead", call("2026-12-08 11:00", "connected"), policy=RSI)
        assert not found(answer, "did not reach").holds
        policy = RSI.revise(attempts={"exhausts_after_contact": True})
        answer = asked("dead", call("2026-12-08 11:00", "connected"), policy=policy)
        assert found(answer, "did not reach").holds

    def test_silence_after_a_no_show_ends_after_three_months(self) -> None:
        """NSH-4, from the start that was missed."""
        visit = booked("2026-11-04 09:00", "2026-11-16 10:00"), no_show("2026-11-16 10:20")
        silence = found(asked("dead", *visit), "silent for long enough")
        assert (silence.holds, silence.at) == (False, at("2027-02-16 10:00"))

    def test_every_rule_that_can_end_a_lead_is_a_way(self) -> None:
        """Three of the ladder, silence, a person, and the two that the customer asks for."""
        assert len(ways(asked("dead"))) == 7


class TestOtherStatuses:
    """What completes, brings or ends the others."""

    def test_after_the_call_the_e_mail_completes_the_round(self) -> None:
        """COM-5."""
        answer = asked("mail_contacted", call("2026-12-08 11:00", "no_answer"))
        assert found(answer, "unreached call was made").holds
        assert found(answer, "unreached call was made").is_ == at("2026-12-08 11:00")
        sent = found(answer, "e-mail was sent")
        assert (sent.holds, sent.missing) == (False, ("e-mail sent", "text sent"))

    def test_an_e_mail_of_the_same_day_waits_for_the_call(self) -> None:
        """COM-5; one of the day before does not."""
        sent = found(asked("mail_contacted", email("2026-12-08 11:00")), "e-mail was sent")
        assert sent.holds
        sent = found(asked("mail_contacted", email("2026-12-07 11:00")), "e-mail was sent")
        assert not sent.holds

    def test_without_e_mail_the_call_alone_completes_it(self) -> None:
        """COM-5."""
        answer = asked("mail_contacted", of=lead(channels=["phone"]))
        sent = found(answer, "e-mail was sent")
        assert (sent.holds, sent.is_) == (True, "no such channel")
        assert not found(answer, "unreached call was made").holds

    def test_without_phone_and_e_mail_a_text_completes_it(self) -> None:
        """COM-8: both halves go by the one channel there is, and nothing was sent yet."""
        answer = asked("mail_contacted", of=lead(channels=["text"]))
        assert found(answer, "unreached call was made").holds
        sent = found(answer, "e-mail was sent")
        assert (sent.holds, sent.missing) == (False, ("e-mail sent", "text sent"))

    def test_a_round_begun_while_there_was_e_mail_is_not_complete_without(self) -> None:
        """Another call completes it, or an e-mail all the same."""
        gone = known("2026-12-08 11:30", channels=["phone"])
        answer = asked("mail_contacted", call("2026-12-08 11:00", "no_answer"), gone)
        sent = found(answer, "e-mail was sent")
        assert not sent.holds
        assert isinstance(sent.missing, tuple)
        assert {"e-mail sent", "call placed, no response"} <= {*sent.missing}

    def test_an_e_mail_sent_while_there_was_a_phone_does_not_complete_it_without(self) -> None:
        """Only one sent from then on does."""
        gone = known("2026-12-08 11:30", channels=["email"])
        answer = asked("mail_contacted", email("2026-12-08 11:00"), gone)
        assert found(answer, "unreached call was made").is_ == "no such channel"
        assert not found(answer, "e-mail was sent").holds

    def test_one_of_two_open_appointments_leaves_the_lead_scheduled(self) -> None:
        """APT-9."""
        two = (
            booked("2026-11-04 09:00", "2026-12-20 10:00"),
            booked("2026-11-04 09:01", "2026-12-21 10:00", "a2"),
        )
        other = found(asked("visited", *two), "No other appointment")
        told = (other.holds, other.is_, other.needed, other.missing)
        assert told == (False, 1, 0, 1)
        assert found(asked("visited", two[0]), "No other appointment").holds

    def test_a_no_show_is_taken_as_given_only_where_the_policy_says_so(self) -> None:
        """APT-8."""
        visit = booked("2026-11-04 09:00", "2026-12-08 11:30")
        off = found(asked("no_show", visit), "taken as missed")
        assert (off.matter, off.holds) == (Matter.POLICY, False)
        policy = INCINTA.revise(appointments={"assume_no_show_after": "PT2H"})
        over = found(asked("no_show", visit, policy=policy), "attendance can be recorded")
        assert over.at == at("2026-12-08 13:30")

    def test_a_cancellation_needs_an_open_appointment(self) -> None:
        """APT-6, APT-10."""
        assert not found(asked("contacted"), "An appointment is open").holds

    def test_nothing_leads_back_to_new(self) -> None:
        """ATT-13."""
        (new,) = asked("new", *THREE_TRIES).conditions
        assert (new.holds, new.is_, new.needed) == (False, "mail_contacted", "new")

    def test_a_follow_up_revives_only_what_ran_out_of_attempts(self) -> None:
        """ATT-9."""
        revived = found(asked("follow_up", dead("2026-11-04 09:00")), "running out of attempts")
        assert not revived.holds

    @pytest.mark.parametrize(
        ("outcome", "event"),
        [
            ("invalid", "marked as invalid"),
            ("office_transfer", "transferred to the office"),
            ("scheduled", "appointment booked"),
            ("contacted", "marked as contacted"),
            ("follow_up", "voicemail received"),
            ("visited", "appointment attended"),
            ("no_show", "no-show recorded"),
        ],
    )
    def test_the_events_that_bring_a_status_are_told(self, outcome: str, event: str) -> None:
        """One of the kinds of event that are missing."""
        missing = [each.missing for each in asked(outcome).conditions if each.missing]
        assert any(event in each for each in missing if isinstance(each, tuple))

    @pytest.mark.parametrize("status", [each for each in Status if each is not Status.NEW])
    def test_every_status_has_a_way(self, status: Status) -> None:
        """Every rule that leads to it is one, or stands with others in one."""
        assert list(rules_to(status))


CHINESE: dict[str, Any] = {
    "chinese": True,
    "calling_code": "1",
    "visit_barriers": [],
    "special_needs": [],
    "pricing": "local",
}


class TestTeams:
    """RTE-1 to RTE-10, three-valued."""

    def test_unknown_facts_are_asked_for_and_not_taken_as_false(self) -> None:
        """RTE-3 with nothing known."""
        number = found(asked("china"), "foreign one")
        assert (number.holds, number.missing) == (None, ("calling_code",))

    def test_a_domestic_number_fails_its_criterion(self) -> None:
        """RTE-3a."""
        number = found(asked("china", of=lead(**CHINESE)), "foreign one")
        assert (number.holds, number.is_, number.needed, number.rule) == (
            False, "1", True, "RTE-3a",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("fact", "condition"),
        [
            ({"calling_code": "86"}, "domestic"),
            ({"visit_barriers": ["too_far"]}, "Nothing keeps"),
            ({"special_needs": ["surrogacy"]}, "no special need"),
            ({"pricing": "international"}, "Pricing is local"),
            ({"referral_fee": True}, "No referral fee"),
            ({"agreed_visit_on": date(2026, 12, 24)}, "visit soon"),
        ],
    )
    def test_each_criterion_of_local_handling_fails_by_itself(
        self, fact: dict[str, Any], condition: str
    ) -> None:
        """RTE-3 and RTE-4: a visit agreed on 3 November is soon until the 17th."""
        soon = {"agreed_visit_on": date(2026, 11, 17), "referral_fee": False}
        answer = asked("local_chinese", of=lead(**{**CHINESE, **soon, **fact}))
        first = next(iter(ways(answer).values()))
        assert [each.condition for each in first if not each.holds] == [
            found(answer, condition).condition
        ]

    def test_what_is_needed_is_that_the_condition_is_so_as_it_is_worded(self) -> None:
        """Pricing is local: needed is yes, not that it is international: no."""
        answer = asked("local_chinese", of=lead(chinese=True, pricing="international"))
        local = found(answer, "Pricing is local")
        assert (local.holds, local.is_, local.needed) == (False, "international", True)

    def test_a_customer_of_whom_nobody_knows_is_not_otherwise(self) -> None:
        """RTE-9: handed to local, the lead of unknown language is not yet the Chinese team's."""
        unknown = found(asked("local_chinese"), "known to be Chinese")
        assert (unknown.holds, unknown.lacking) == (False, "to ask: language")
        other = found(asked("local_chinese", of=lead(language="en")), "known to be Chinese")
        assert other.lacking == "the customer is otherwise"

    def test_a_booking_soon_is_an_agreement(self) -> None:
        """RTE-4, last but the fee, which is not known."""
        visit = booked("2026-11-04 09:00", "2026-11-10 09:00")
        answer = asked("local_chinese", visit, of=lead(**CHINESE), now="2026-11-04 10:00")
        assert found(answer, "visit soon").holds
        assert found(answer, "No referral fee").holds is None

    def test_the_language_decides_where_it_is_known(self) -> None:
        """RTE-1: and it is what is asked for."""
        chinese = found(asked("china", of=lead(language="en")), "The customer is Chinese")
        assert (chinese.holds, chinese.is_, chinese.rule) == (False, "en", "RTE-1")
        chinese = found(asked("china"), "The customer is Chinese")
        assert chinese.missing == ("language",)

    def test_where_the_language_does_not_tell_it_is_asked_for_itself(self) -> None:
        """RTE-1, the switch off."""
        policy = INCINTA.revise(routing={"language_implies_chinese": False})
        chinese = found(asked("china", of=lead(language="zh"), policy=policy), "is Chinese")
        assert (chinese.holds, chinese.missing) == (None, ("chinese",))

    def test_what_a_person_decided_stands_before_the_criteria(self) -> None:
        """RTE-9."""
        handed = team_transfer("2026-11-04 09:00", "local")
        answer = asked("china", handed, of=lead(chinese=True, calling_code="86"))
        first = next(iter(ways(answer).values()))
        assert [(each.condition, each.is_) for each in first if not each.holds] == [
            ("No person has handed the lead to a team", "local")
        ]

    def test_a_transfer_to_local_hangs_on_the_customer(self) -> None:
        """RTE-9: `local_chinese` only for a Chinese customer."""
        by_person = ways(asked("local_chinese"))["By a person"]
        assert [each.holds for each in by_person] == [False, False]
        by_person = ways(asked("local", of=lead(chinese=True)))["By a person"]
        assert [each.holds for each in by_person] == [False, False]

    def test_criteria_that_bind_everyone_ask_for_no_chinese_customer(self) -> None:
        """RTE-3, the reading of `applies_to_everyone`."""
        policy = INCINTA.revise(routing={"applies_to_everyone": ["RTE-3a"]})
        first = next(iter(ways(asked("china", policy=policy)).values()))
        assert not any("is Chinese" in each.condition for each in first)

    def test_where_the_source_is_silent_the_policy_says_which_team(self) -> None:
        """RTE-7: all known, the visit too far off, or not agreed yet."""
        policy = INCINTA.revise(routing={"otherwise": "local_chinese"})
        answer = asked("local_chinese", of=lead(chinese=True), policy=policy)
        assert found(answer, "not handled here").missing == ("agreed_visit_on", "referral_fee")

    def test_without_routing_every_lead_is_local(self) -> None:
        """RTE-10."""
        (only,) = asked("china", policy=RSI).conditions
        assert (only.rule, only.matter, only.holds) == ("RTE-10", Matter.POLICY, False)
        assert asked("local", policy=RSI).holds


class TestReasonsAndQueue:
    """ATT-10 and PRI-4."""

    def test_a_reason_that_a_person_gave_stands_before_that_of_the_rules(self) -> None:
        """ATT-10."""
        answer = asked("best_practices", reason_set("2026-11-04 09:00"), policy=RSI)
        other = next(each for each in answer.conditions if "another reason" in each.condition)
        assert (other.holds, other.is_) == (False, "availability")

    def test_a_reason_waits_until_the_lead_is_dead(self) -> None:
        """ATT-10."""
        answer = asked("availability", reason_set("2026-11-04 09:00"))
        by_person = [(each.matter, each.holds) for each in answer.conditions]
        assert by_person == [(Matter.STATUS, False), (Matter.EVENT, True)]

    def test_a_contact_not_due_yet_says_how_long_it_takes(self) -> None:
        """PRI-4: four hours after the first try."""
        answer = asked("queued", call("2026-12-08 11:00", "no_answer"), policy=RSI)
        come = found(answer, "time has come")
        assert (come.at, come.missing) == (at("2026-12-08 15:00"), timedelta(hours=3))

    def test_without_a_contact_there_is_none_to_come(self) -> None:
        """COM-1: a conversation ends what was planned."""
        answer = asked("queued", contacted("2026-12-08 11:00"))
        assert not found(answer, "contact is planned").holds
        assert found(answer, "time has come").at is None

    def test_whoever_asked_not_to_be_contacted_is_not_queued(self) -> None:
        """CLS-3."""
        assert not found(asked("queued", stop("2026-12-08 11:00")), "may be contacted").holds


class TestAnswers:
    """What an answer says of itself, and what it refuses."""

    def test_an_outcome_that_holds_says_why_and_nothing_else(self) -> None:
        """The reasons of the decision, of that output."""
        answer = asked("mail_contacted", *THREE_TRIES[:2], now="2026-11-03 10:00")
        assert answer.holds
        assert [(each.output, each.rule) for each in answer.reasons] == [("status", "COM-5")]
        assert (answer.conditions, answer.counterfactuals.found) == ((), ())

    def test_a_member_and_its_text_ask_the_same(self) -> None:
        """`Status.UNREACHABLE` and "unreachable"."""
        assert asked(Status.UNREACHABLE) == asked("unreachable")

    @pytest.mark.parametrize("outcome", ["unreachabel-secret", "", 3, None, ["dead"]])
    def test_what_is_no_outcome_is_refused_without_repeating_it(self, outcome: Any) -> None:
        """Law 15."""
        with pytest.raises(InvalidOutcome) as refused:
            asked(outcome)
        assert "secret" not in str(refused.value)

    def test_a_naive_clock_is_refused(self) -> None:
        """As everywhere."""
        with pytest.raises(InvalidInstant):
            why_not(
                history(),
                now=datetime(2026, 12, 8),
                policy=RSI,
                outcome="dead",
            )

    def test_failing_are_the_conditions_that_do_not_hold(self) -> None:
        """Of the long-term pool: months, attempts and the two parts of the final attempt."""
        answer = asked("unreachable", *THREE_TRIES)
        assert len(answer.failing) == 5
        assert not any(each.holds for each in answer.failing)

    def test_rows_are_flat(self) -> None:
        """A cell for each value, lists as text."""
        rows = asked("unreachable", *THREE_TRIES).rows()
        assert len(rows) == len(asked("unreachable", *THREE_TRIES).conditions)
        assert all(
            value is None or isinstance(value, str | int | float)
            for row in rows
            for value in row.values()
        )

    @pytest.mark.parametrize("outcome", ["unreachable", "no_show", "china", "undetermined"])
    def test_a_column_of_rows_has_one_type(self, outcome: str) -> None:
        """So that data frames can be made of them, whatever kinds of conditions there are."""
        rows = asked(outcome, *THREE_TRIES, of=lead(language="en")).rows()
        for name in rows[0]:
            kinds = {type(row[name]) for row in rows} - {type(None)}
            assert len(kinds) <= 1, name

    @pytest.mark.parametrize("outcome", [*Status, *Team, "queued", ReasonForLoss.AVAILABILITY])
    def test_it_shows_itself_in_every_form(self, outcome: str) -> None:
        """With the clinic's label, by its clocks, and without anything that could be markup."""
        odd = lead(lead_id="<b>|x|</b>")
        for policy in (RSI, CLINIC):
            answer = asked(outcome, *THREE_TRIES, of=odd, policy=policy)
            shown = answer.to_text(), answer.to_markdown(), answer.to_html()
            assert all("Why not" in each for each in shown)
            assert "<b>" not in shown[2]

    def test_statuses_are_shown_by_the_clinics_labels(self) -> None:
        """What is, what is needed and what lacks; the values themselves stay codes."""
        policy = INCINTA.revise(labels={"mail_contacted": "Wrote to", "visited": "Was here"})
        answer = asked("unreachable", *THREE_TRIES, policy=policy)
        (first, *_others) = answer.conditions
        assert first.is_ == "mail_contacted"
        assert "Wrote to" in str(answer)
        assert "mail contacted" not in str(answer)
        left = str(asked("unreachable", attended("2026-12-01 09:00"), policy=policy))
        assert "Was here" in left
        assert "one of: New; " in left

    def test_one_way_is_called_the_one_way(self) -> None:
        """Several are counted."""
        assert "The one way asks" in str(asked("visited"))
        assert "Each of the 2 ways asks" in str(asked("unreachable"))

    def test_an_instant_is_shown_by_the_clinics_clocks(self) -> None:
        """When the two months will be complete."""
        assert "until 2027-01-03 09:10" in str(asked("unreachable", *THREE_TRIES))


# --- Laws against the engine ----------------------------------------------------------------------

PRESETS = st.sampled_from((INCINTA, CLINIC, RSI))
_SECTIONS = "mail", "reminder", "no_show", "unreachable", "routing"


def complete(policy: Policy) -> Policy:
    """A drawn policy with all its sections: that takes one program; RSI stands for what is off."""
    off = {name: getattr(INCINTA, name) for name in _SECTIONS if getattr(policy, name) is None}
    return policy.model_copy(update=off)


CASES = st.one_of(PRESETS, PRESETS, PRESETS, policies().map(complete))


@st.composite
def cases(draw: Any, of: st.SearchStrategy[Policy] = CASES) -> tuple[Policy, History]:
    """A policy and a history that crosses its limits."""
    policy = draw(of)
    return policy, draw(histories(policy, max_events=9))


def told(view: Any, outcome: str) -> list[Condition]:
    """Every condition of an outcome, whether it holds or not."""
    return list(conditions(view, outcome_of(outcome)))


def only_the_event_lacks(way: list[Condition], kind: str) -> bool:
    """Whether one event of a kind may be all that this way still waits for."""
    for each in way:
        if each.holds is not False:
            continue
        if each.matter is Matter.EVENT and isinstance(each.missing, tuple) and kind in each.missing:
            continue
        if each.matter is Matter.COUNT and each.missing == 1:
            continue  # the event itself counts
        return False
    return True


def only_time_lacks(way: list[Condition], until: datetime) -> bool:
    """Whether time is all that this way still waits for, and as long as it says."""
    lacking = [each for each in way if not each.holds]
    return (
        bool(lacking)
        and all(each.at is not None for each in lacking)
        and (max(each.at for each in lacking if each.at) == until)
    )


class TestStatusesAreReachedByTheirWays:
    """No status is reached but by a way that lacked just that event, or just that time."""

    @given(case=cases())
    @settings(max_examples=20)
    def test_before_each_change_some_way_lacked_only_what_then_came(
        self, case: tuple[Policy, History]
    ) -> None:
        """The instant before, the conditions told what was to come."""
        policy, whole = case
        engine, before = engine_for(policy), Status.NEW
        if not whole.events:
            return
        for seen in walk(engine._decider, whole, whole.events[-1].at, tasks=False):
            after = seen.decision.status
            later = seen.decision._told
            assert isinstance(later, Deferred)
            cause = later.grounds[0].cause
            alone = len(seen.events) < 2 and before in cause.rule.when  # no second change behind it
            if after is not before and alone and (cause.event is not None) is bool(seen.events):
                self.check(engine, whole, seen.first, seen.at, after, bool(seen.events))
            before = after

    def check(
        self, engine: Engine, whole: History, first: int, when: datetime, after: Status, event: bool
    ) -> None:
        """One change of the status, by an event or by time alone."""
        past = History(lead=whole.lead, events=whole.events[:first])
        if not event:
            when -= datetime.resolution
        view = view_of(engine, past, when)
        if view.decision.status is after:
            return  # a timer of that instant did it, before the event
        by_way = ways(told(view, after)).values()
        if event:
            one = whole.events[first]
            placed = {each.call_id for each in past.events if isinstance(each, CallPlaced)}
            kind = str(occasion_of(one, placed - {None}))
            assert any(only_the_event_lacks(way, kind) for way in by_way)
        else:
            until = when + datetime.resolution
            assert any(only_time_lacks(way, until) for way in by_way)


class TestCriteriaAreThoseOfTheEngine:
    """UNR-1: the three conditions hold where the fold says that the criteria do, and only there."""

    @given(data=st.data(), whole=histories(INCINTA, max_events=9))
    @settings(max_examples=40)
    def test_all_three_hold_just_when_the_criteria_do(
        self, data: st.DataObject, whole: History
    ) -> None:
        """At any clock, of any lead that is still tried."""
        policy = INCINTA.revise(
            unreachable={
                "after": data.draw(st.sampled_from(("P1D", "P7D", "P2M"))),
                "attempts": data.draw(st.integers(1, 3)),
            }
        )
        now = data.draw(clocks_near(whole, policy=policy))
        view = view_of(engine_for(policy), whole, now)
        three = [each.holds for each in told(view, "unreachable") if each.rule == "UNR-1"]
        assert all(three) is (view.draft.criteria is not None)


class TestTeamsAreThoseOfTheRouter:
    """RTE-6: the conditions, three-valued, give the team that the router gives."""

    @given(case=cases(), data=st.data())
    @settings(max_examples=20)
    def test_a_way_that_holds_gives_the_team_and_the_team_leaves_a_way_open(
        self, case: tuple[Policy, History], data: st.DataObject
    ) -> None:
        """Whatever is known; no second team has a way of which all conditions hold."""
        policy, whole = case
        view = view_of(engine_for(policy), whole, data.draw(clocks_near(whole, policy=policy)))
        team = view.decision.routing.team
        for each in Team:
            by_way = ways(told(view, each)).values()
            if any(all(one.holds for one in way) for way in by_way):
                assert each is team
        assert any(
            all(one.holds is not False for one in way) for way in ways(told(view, team)).values()
        )


class TestReasonsAreThoseOfTheRules:
    """Every reason that the rules give is told as theirs."""

    @given(case=cases(PRESETS))
    @settings(max_examples=20)
    def test_a_reason_given_by_a_rule_has_that_rule_among_its_ways(
        self, case: tuple[Policy, History]
    ) -> None:
        """ATT-9, NSH-4, CLS-2; else a person gave it."""
        policy, whole = case
        if not whole.events:
            return
        view = view_of(engine_for(policy), whole, whole.events[-1].at)
        reason = view.decision.reason_for_loss
        if reason is None or reason not in tuple(ReasonForLoss):
            return
        names = {each.way for each in told(view, reason)}
        cause = view.draft.person_reason_cause or view.draft.reason_cause
        assert cause is not None
        assert cause.rule.sentence in names or cause.rule.id == "CLS-1"


def test_the_events_of_the_tests_are_of_this_clinic() -> None:
    """Words used above that only stand in tables of cases."""
    assert asked("office_transfer", office_transfer("2026-11-04 09:00")).holds
    assert asked("invalid", invalid("2026-11-04 09:00")).holds
    assert asked("visited", attended("2026-11-04 09:00")).holds
    assert asked("unreachable", unreachable("2026-11-04 09:00")).holds
    assert asked("follow_up", voicemail("2026-11-04 09:00")).holds

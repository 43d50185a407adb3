"""Tasks of leads that nobody reaches, of routing, and of records (spec 3, TSK)."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from clinic import (
    attended,
    booked,
    call,
    contacted,
    dead,
    decided,
    done,
    email,
    invalid,
    known,
    lead,
    no_show,
    reopened,
    reply,
    ring,
    shown,
    stop,
    task_of,
    tasks_of,
    team_transfer,
    text,
    unreachable,
)
from leadflow import INCINTA, RSI, Decision, Policy

NOW = "2026-11-03 10:00"
FIVE_DAYS = tuple(call(f"2026-11-{day:02} 09:10", "no_answer") for day in (3, 4, 5, 6, 9))
ROUNDS = tuple(
    event
    for day in (3, 4, 5, 6, 9)
    for event in (call(f"2026-11-{day:02} 09:10", "no_answer"), email(f"2026-11-{day:02} 09:15"))
)
LATE = "2027-01-05 10:00"


def asked(kind: str, *events: Any, policy: Policy = INCINTA, now: str = NOW, **facts: Any) -> bool:
    """Whether a task of a kind is asked for after these events."""
    return kind in tasks_of(decided(policy, *events, now=now, of=lead(**facts)))


def facts_asked(decision: Decision) -> list[str | None]:
    """The facts that tasks ask for."""
    return [each.fact for each in decision.tasks if each.kind == "ask"]


class TestTSKFinalCall:
    """The final attempt has a call. [TSK `final_call`; UNR-2]"""

    def test_once_the_criteria_hold(self) -> None:
        task = task_of(decided(INCINTA, *FIVE_DAYS, now=LATE), "final_call")
        assert (task.channel, task.wording) == ("phone", "final_call")
        assert (task.rule, task.source) == ("UNR-2", "INC 6.4, Final attempt")

    def test_not_before(self) -> None:
        assert not asked("final_call", *FIVE_DAYS, now="2027-01-03 09:00")

    def test_until_it_is_placed(self) -> None:
        told = (*FIVE_DAYS, call("2027-01-05 09:00", "no_answer"))
        assert not asked("final_call", *told, now=LATE)

    def test_communication_ends_it(self) -> None:
        assert not asked("final_call", *FIVE_DAYS, reply("2027-01-05 09:00"), now=LATE)


class TestTSKFinalEmail:
    """… and an e-mail. [TSK `final_email`; UNR-2]"""

    def test_once_the_criteria_hold(self) -> None:
        task = task_of(decided(INCINTA, *FIVE_DAYS, now=LATE), "final_email")
        assert (task.channel, task.wording) == ("email", "final_email")

    def test_until_it_is_sent(self) -> None:
        decision = decided(INCINTA, *ROUNDS, email("2027-01-05 09:00"), now=LATE)
        assert "final_email" not in tasks_of(decision)
        assert "final_call" in tasks_of(decision)

    def test_after_both_the_lead_is_unreachable(self) -> None:
        told = (*FIVE_DAYS, email("2027-01-05 09:00"), call("2027-01-05 09:01", "no_answer"))
        decision = decided(INCINTA, *told, now=LATE)
        assert decision.status == "unreachable"
        assert not {"final_call", "final_email"} & {*tasks_of(decision)}


class TestTSKRecordUnreachableReason:
    """Why a lead could not be reached is recorded. [TSK; UNR-4 `record_unreachable_reason`]"""

    def test_of_an_unreachable_lead(self) -> None:
        task = task_of(
            decided(INCINTA, unreachable("2026-11-03 09:30"), now=NOW), "record_unreachable_reason"
        )
        assert (shown(task.since), task.rule) == ("Tue 2026-11-03 09:30", "UNR-4")

    def test_unless_it_was_given(self) -> None:
        told = unreachable("2026-11-03 09:30", "moved_away")
        assert not asked("record_unreachable_reason", told)

    def test_or_is_given_then(self) -> None:
        told = (unreachable("2026-11-03 09:30"), unreachable("2026-11-03 09:40", "moved_away"))
        assert not asked("record_unreachable_reason", *told)

    def test_or_told_to_be_recorded(self) -> None:
        told = done("2026-11-03 09:40", "record_unreachable_reason")
        assert not asked("record_unreachable_reason", unreachable("2026-11-03 09:30"), told)

    def test_not_once_the_lead_was_reached(self) -> None:
        told = (unreachable("2026-11-03 09:30"), contacted("2026-11-03 09:40"))
        assert not asked("record_unreachable_reason", *told)


class TestTSKAsk:
    """One task for each question that routing asks. [TSK `ask`; RTE-6]"""

    ORDER = ("visit_barriers", "special_needs", "pricing", "agreed_visit_on", "referral_fee")

    def test_for_each_question_in_its_order(self) -> None:
        told = decided(INCINTA, now=NOW, of=lead(language="zh", calling_code="1"))
        assert facts_asked(told) == [*self.ORDER]
        assert facts_asked(told) == [each.fact for each in told.routing.questions]

    def test_with_the_clause_that_asks(self) -> None:
        told = decided(INCINTA, now=NOW, of=lead(language="zh", calling_code="1"))
        sources = [each.source for each in told.tasks if each.kind == "ask"]
        assert sources == [each.source for each in told.routing.questions]

    def test_until_it_is_answered(self) -> None:
        answer = known("2026-11-03 09:30", visit_barriers=[])
        told = decided(INCINTA, answer, now=NOW, of=lead(language="zh", calling_code="1"))
        assert facts_asked(told) == [*self.ORDER[1:]]

    def test_an_answer_leaves_the_other_questions_the_tasks_they_were(self) -> None:
        asked_of = lead(language="zh", calling_code="1")
        answer = known("2026-11-03 09:30", visit_barriers=[])
        before = decided(INCINTA, now=NOW, of=asked_of).tasks
        after = decided(INCINTA, answer, now=NOW, of=asked_of).tasks
        assert [each for each in before if each.fact != "visit_barriers"] == [*after]

    def test_from_the_instant_at_which_it_came_up(self) -> None:
        told = decided(INCINTA, known("2026-11-03 09:30", language="zh"), now=NOW)
        since = {each.fact: shown(each.since) for each in told.tasks if each.kind == "ask"}
        assert since["pricing"] == "Tue 2026-11-03 09:00"
        local = known("2026-11-03 09:20", language="en")
        then = decided(INCINTA, local, known("2026-11-03 09:30", language="zh"), now=NOW)
        since = {each.fact: shown(each.since) for each in then.tasks if each.kind == "ask"}
        assert since["pricing"] == "Tue 2026-11-03 09:30"

    def test_a_question_that_comes_up_again_is_another_task(self) -> None:
        answer = known("2026-11-03 09:30", pricing="local")
        unknown = known("2026-11-03 09:40", pricing=None)
        first = decided(INCINTA, now=NOW, of=lead(language="zh"))
        then = decided(INCINTA, answer, unknown, now=NOW, of=lead(language="zh"))
        ids = [
            next(each.id for each in told.tasks if each.fact == "pricing") for told in (first, then)
        ]
        assert ids[0] != ids[1]

    def test_a_booking_soon_answers_when_the_customer_comes(self) -> None:
        told = decided(INCINTA, booked("2026-11-03 09:30", "2026-11-10 10:00"), now=NOW)
        assert "agreed_visit_on" not in facts_asked(told)

    def test_one_far_off_does_not(self) -> None:
        told = decided(INCINTA, booked("2026-11-03 09:30", "2026-12-10 10:00"), now=NOW)
        assert "agreed_visit_on" in facts_asked(told)

    def test_nor_one_that_was_missed(self) -> None:
        visit = booked("2026-11-03 09:30", "2026-11-03 09:45")
        told = decided(INCINTA, visit, no_show("2026-11-03 09:50"), now=NOW)
        assert "agreed_visit_on" in facts_asked(told)

    @pytest.mark.parametrize(
        "event",
        [stop("2026-11-03 09:30"), dead("2026-11-03 09:30"), team_transfer("2026-11-03 09:30")],
        ids=lambda event: event.type,
    )
    def test_not_of_a_lead_that_nobody_may_ask(self, event: Any) -> None:
        assert not asked("ask", event)

    def test_not_without_the_section(self) -> None:
        assert not asked("ask", policy=RSI)

    def test_a_closed_lead_that_is_opened_again_is_asked_anew(self) -> None:
        told = decided(INCINTA, dead("2026-11-03 09:20"), reopened("2026-11-03 09:30"), now=NOW)
        assert {shown(each.since) for each in told.tasks if each.kind == "ask"} == {
            "Tue 2026-11-03 09:30"
        }


class TestTSKTransferToChinaTeam:
    """A lead of the China team is handed over. [TSK; RTE-9 `transfer_to_china_team`]"""

    FACTS: ClassVar[dict[str, Any]] = {"chinese": True, "calling_code": "86"}

    def test_once_the_team_is_china(self) -> None:
        task = task_of(decided(INCINTA, now=NOW, of=lead(**self.FACTS)), "transfer_to_china_team")
        assert (shown(task.since), task.rule) == ("Tue 2026-11-03 09:00", "RTE-9")

    def test_from_when_that_became_known(self) -> None:
        told = decided(INCINTA, known("2026-11-03 09:30", **self.FACTS), now=NOW)
        assert shown(task_of(told, "transfer_to_china_team").since) == "Tue 2026-11-03 09:30"

    def test_until_it_is_transferred(self) -> None:
        assert not asked("transfer_to_china_team", team_transfer("2026-11-03 09:30"), **self.FACTS)

    def test_or_a_person_keeps_it(self) -> None:
        kept = team_transfer("2026-11-03 09:30", "local")
        assert not asked("transfer_to_china_team", kept, **self.FACTS)

    def test_a_stop_request_does_not_concern_it(self) -> None:
        told = (stop("2026-11-03 09:20"), booked("2026-11-03 09:30", "2026-12-16 10:00"))
        assert asked("transfer_to_china_team", *told, **self.FACTS)

    def test_not_of_other_teams(self) -> None:
        assert not asked("transfer_to_china_team", chinese=False, calling_code="86")


class TestTSKMarkLanguage:
    """A Chinese customer kept locally is marked as such. [TSK; RTE-4 `mark_language`]"""

    FACTS: ClassVar[dict[str, Any]] = {
        "chinese": True, "calling_code": "1", "visit_barriers": [], "special_needs": [],
        "pricing": "local", "referral_fee": False, "agreed_visit_on": "2026-11-10",
    }  # fmt: skip

    def test_where_the_language_is_not_known(self) -> None:
        decision = decided(INCINTA, now=NOW, of=lead(**self.FACTS))
        task = task_of(decision, "mark_language")
        assert decision.routing.team == "local_chinese"
        assert (task.fact, task.rule) == ("language", "RTE-4")

    def test_or_another(self) -> None:
        assert asked("mark_language", language="en", **self.FACTS)

    @pytest.mark.parametrize("language", ["zh", "zh-Hant-TW", "yue"])
    def test_until_it_is_marked(self, language: str) -> None:
        marked = known("2026-11-03 09:30", language=language)
        assert not asked("mark_language", marked, **self.FACTS)

    def test_not_of_other_teams(self) -> None:
        assert not asked("mark_language", chinese=False)


class TestTSKRecordDetails:
    """An attempt or a conversation without note is written up. [TSK `record_details`]"""

    @pytest.mark.parametrize(
        "event",
        [
            call("2026-11-03 09:10", "connected", noted=False),
            call("2026-11-03 09:10", "no_answer", noted=False),
            call("2026-11-03 09:10", noted=False),
            email("2026-11-03 09:10", noted=False),
            contacted("2026-11-03 09:10", noted=False),
            ring("2026-11-03 09:10", answered=True, noted=False),
        ],
        ids=lambda event: f"{event.type} {getattr(event, 'outcome', '')}",
    )
    def test_of_one_that_is_known_to_have_none(self, event: Any) -> None:
        task = task_of(decided(INCINTA, event, now=NOW), "record_details")
        assert shown(task.since) == "Tue 2026-11-03 09:10"

    @pytest.mark.parametrize("noted", [None, True])
    def test_unknown_is_not_false(self, noted: bool | None) -> None:
        assert not asked("record_details", call("2026-11-03 09:10", "connected", noted=noted))

    @pytest.mark.parametrize(
        "event",
        [text("2026-11-03 09:10", noted=False), reply("2026-11-03 09:10", noted=False)],
        ids=lambda event: event.type,
    )
    def test_not_of_what_is_neither(self, event: Any) -> None:
        assert not asked("record_details", event)

    def test_one_for_each(self) -> None:
        talk = contacted("2026-11-03 09:10", noted=False)
        told = decided(INCINTA, talk, talk, contacted("2026-11-03 09:20", noted=False), now=NOW)
        found = [each for each in told.tasks if each.kind == "record_details"]
        assert [shown(each.since) for each in found] == [
            "Tue 2026-11-03 09:10", "Tue 2026-11-03 09:10", "Tue 2026-11-03 09:20",
        ]  # fmt: skip
        assert len({each.id for each in found}) == 3

    def test_until_it_is_told_to_be_recorded(self) -> None:
        told = (
            contacted("2026-11-03 09:10", noted=False),
            done("2026-11-03 09:20", "record_details"),
        )
        assert not asked("record_details", *told)

    def test_of_a_customer_who_came(self) -> None:
        told = (contacted("2026-11-03 09:10", noted=False), attended("2026-11-03 09:20"))
        assert asked("record_details", *told)

    def test_not_of_what_is_no_lead(self) -> None:
        told = (contacted("2026-11-03 09:10", noted=False), invalid("2026-11-03 09:20"))
        assert not asked("record_details", *told)

"""Routing by a person's hand: transfers to the China team and back."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import (
    at,
    booked,
    call,
    codes,
    contacted,
    decided,
    email,
    follow_up,
    known,
    lead,
    next_of,
    no_show,
    reply,
    ring,
    rule_for,
    team_transfer,
    unreachable,
    voicemail,
)
from leadflow import CLINIC, INCINTA, RSI, Policy, queue
from leadflow.outputs import Routing
from leadflow.vocabulary import Status, Team, WarningCode, WorkKind

NOW = "2026-11-04 10:00"
TO_CHINA = team_transfer(NOW)
TO_LOCAL = team_transfer(NOW, "local")
BY_HAND = ("RTE-9",)
WITH_ROUTING = pytest.mark.parametrize("policy", [INCINTA, CLINIC], ids=lambda each: each.name)
WITHOUT_ROUTING = pytest.mark.parametrize(
    "policy", [RSI, INCINTA.revise(routing=None)], ids=["RSI", "section off"]
)
CUSTOMERS: list[dict[str, Any]] = [
    {},
    {"chinese": False},
    {"chinese": True},
    {"chinese": True, "calling_code": "86"},
    {"language": "en", "calling_code": "86"},
]
WORK: dict[str, list[Any]] = {
    "new lead": [],
    "ladder": [call("2026-11-03 09:10", "no_answer")],
    "mail round": [call("2026-11-03 09:10", "no_answer"), email("2026-11-03 09:15")],
    "exact follow-up": [follow_up("2026-11-03 09:10", "2026-11-05 10:00")],
    "voicemail": [voicemail("2026-11-03 09:10")],
    "reply": [reply("2026-11-03 09:10")],
    "missed call": [ring("2026-11-03 09:10", False)],
    "reminder": [booked("2026-11-03 09:10", "2026-11-20 10:00")],
    "no-show": [booked("2026-11-03 09:10", "2026-11-04 09:30"), no_show("2026-11-04 09:50")],
    "pool": [unreachable("2026-11-03 09:10")],
}
"""Events after each of which a lead of INCINTA has a next contact."""
IN_WORK = pytest.mark.parametrize("work", WORK)


class TestRTE9Transfer:
    """A person may give a lead to another team, and that stands until the next such decision.

    While it is the China team's the call centre has nothing to do but answer a ringing call
    (RTE-9).
    """

    @WITH_ROUTING
    @pytest.mark.parametrize("facts", CUSTOMERS, ids=str)
    def test_transferred_to_china_the_team_is_china(
        self, policy: Policy, facts: dict[str, Any]
    ) -> None:
        decision = decided(policy, TO_CHINA, now=NOW, of=lead(**facts))
        assert decision.routing == Routing(Team.CHINA, BY_HAND)
        assert codes(decision) == []

    @WITH_ROUTING
    @pytest.mark.parametrize(
        ("facts", "team"),
        [
            ({"chinese": True}, Team.LOCAL_CHINESE),
            ({"language": "zh-Hans"}, Team.LOCAL_CHINESE),
            ({"chinese": True, "calling_code": "86"}, Team.LOCAL_CHINESE),
            ({"chinese": False}, Team.LOCAL),
            ({"language": "en"}, Team.LOCAL),
            ({}, Team.LOCAL),
        ],
        ids=str,
    )
    def test_transferred_to_local_the_team_is_that_for_the_customer(
        self, policy: Policy, facts: dict[str, Any], team: Team
    ) -> None:
        routing = decided(policy, TO_LOCAL, now=NOW, of=lead(**facts)).routing
        assert routing == Routing(team, BY_HAND)

    def test_where_the_language_tells_nothing_it_does_not_tell_here(self) -> None:
        policy = INCINTA.revise(routing={"language_implies_chinese": False})
        routing = decided(policy, TO_LOCAL, now=NOW, of=lead(language="zh")).routing
        assert routing.team is Team.LOCAL

    @pytest.mark.parametrize(
        ("when", "grounds"),
        [
            ("2026-11-04 09:59:59.999999", ("RTE-6",)),
            ("2026-11-04 10:00", BY_HAND),
            ("2026-11-04 10:00:00.000001", BY_HAND),
        ],
    )
    def test_it_holds_from_its_instant(self, when: str, grounds: tuple[str, ...]) -> None:
        assert decided(INCINTA, TO_CHINA, now=when).routing.grounds == grounds

    def test_facts_learned_afterwards_do_not_undo_it(self) -> None:
        learned = known("2026-11-04 10:05", chinese=False)
        assert decided(INCINTA, TO_CHINA, learned, now=NOW).routing.team is Team.CHINA
        must = known("2026-11-04 10:05", special_needs=["surrogacy"])
        of = lead(chinese=True)
        routing = decided(INCINTA, TO_LOCAL, must, now="2026-11-04 10:05", of=of).routing
        assert routing == Routing(Team.LOCAL_CHINESE, BY_HAND)

    def test_the_next_transfer_decides(self) -> None:
        events = [
            team_transfer("2026-11-04 10:00", "china"),
            team_transfer("2026-11-05 10:00", "local"),
            team_transfer("2026-11-06 10:00", "china"),
        ]
        teams = [
            decided(INCINTA, *events, now=f"2026-11-{day:02} 10:00").routing.team
            for day in (4, 5, 6)
        ]
        assert teams == [Team.CHINA, Team.LOCAL, Team.CHINA]

    @IN_WORK
    def test_at_the_china_team_the_call_centre_has_no_work(self, work: str) -> None:
        before = decided(INCINTA, *WORK[work], now="2026-11-04 09:59:59.999999")
        assert before.next_contact is not None
        decision = decided(INCINTA, *WORK[work], TO_CHINA, now=NOW)
        assert (decision.next_contact, decision.upcoming) == (None, ())
        assert decision.priority is None
        assert queue([decision], now=at(NOW)) == ()

    @IN_WORK
    def test_it_stays_without_work_as_time_goes_by(self, work: str) -> None:
        decision = decided(INCINTA, *WORK[work], TO_CHINA, now="2026-11-30 10:00")
        assert (decision.next_contact, decision.upcoming) == (None, ())

    @IN_WORK
    def test_transferred_to_local_it_keeps_its_work(self, work: str) -> None:
        before = decided(INCINTA, *WORK[work], now=NOW)
        decision = decided(INCINTA, *WORK[work], TO_LOCAL, now=NOW)
        assert decision.next_contact == before.next_contact
        assert decision.upcoming == before.upcoming

    @IN_WORK
    def test_back_at_the_local_team_its_work_is_there_again(self, work: str) -> None:
        back = team_transfer("2026-11-04 11:00", "local")
        before = decided(INCINTA, *WORK[work], now="2026-11-04 11:00")
        decision = decided(INCINTA, *WORK[work], TO_CHINA, back, now="2026-11-04 11:00")
        assert decision.next_contact == before.next_contact
        assert decision.upcoming == before.upcoming

    @IN_WORK
    def test_the_status_stays_what_it_was(self, work: str) -> None:
        before = decided(INCINTA, *WORK[work], now=NOW)
        assert decided(INCINTA, *WORK[work], TO_CHINA, now=NOW).status is before.status

    @pytest.mark.parametrize(
        ("event", "status"),
        [
            (contacted("2026-11-04 11:00"), Status.CONTACTED),
            (booked("2026-11-04 11:00", "2026-11-20 10:00"), Status.SCHEDULED),
            (voicemail("2026-11-04 11:00"), Status.FOLLOW_UP),
            (follow_up("2026-11-04 11:00", "2026-11-04 12:00"), Status.FOLLOW_UP),
        ],
        ids=["conversation", "booking", "voicemail", "follow-up"],
    )
    def test_what_happens_there_is_kept_but_is_no_work_here(
        self, event: Any, status: Status
    ) -> None:
        decision = decided(INCINTA, TO_CHINA, event, now="2026-11-20 10:00")
        assert decision.status is status
        assert decision.next_contact is None

    @IN_WORK
    def test_a_call_that_is_ringing_is_answered(self, work: str) -> None:
        events = [*WORK[work], TO_CHINA, ring("2026-11-04 11:00")]
        decision = decided(INCINTA, *events, now="2026-11-04 11:04:59.999999")
        assert next_of(decision) == ("answer_call", "Wed 2026-11-04 11:00")
        assert decision.priority is not None
        assert decision.priority.kind is WorkKind.INBOUND_CALL
        assert decision.upcoming == ()
        assert decided(INCINTA, *events, now="2026-11-04 11:05").next_contact is None

    def test_a_lead_that_must_be_transferred_is_work_until_it_is(self) -> None:
        decision = decided(
            INCINTA, now="2026-11-03 09:05", of=lead(chinese=True, calling_code="86")
        )
        assert decision.routing.team is Team.CHINA
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")

    def test_it_names_its_rule_and_the_transfer(self) -> None:
        events = [known("2026-11-03 10:00", chinese=True), TO_CHINA]
        decision = decided(INCINTA, *events, now=NOW)
        reasons = {each.output: each for each in decision.because}
        assert (reasons["routing"].rule, reasons["routing"].event) == ("RTE-9", 1)
        assert (reasons["next_contact"].rule, reasons["next_contact"].event) == ("RTE-9", 1)

    @WITHOUT_ROUTING
    @pytest.mark.parametrize("to", ["china", "local"])
    def test_without_routing_it_is_a_warning(self, policy: Policy, to: str) -> None:
        decision = decided(policy, team_transfer("2026-11-03 09:05", to), now="2026-11-03 09:06")
        assert codes(decision) == [WarningCode.TRANSFER_WITHOUT_ROUTING]
        assert decision.warnings[0].event == 0
        assert decision.routing == Routing(Team.LOCAL, ("RTE-10",))
        assert rule_for(decision, "routing") == "RTE-10"

    @WITHOUT_ROUTING
    def test_without_routing_the_lead_keeps_its_work(self, policy: Policy) -> None:
        decision = decided(policy, team_transfer("2026-11-03 09:05"), now="2026-11-03 09:06")
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")

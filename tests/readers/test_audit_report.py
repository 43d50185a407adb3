"""The audit as a whole: its table, its order, its values, and many leads at once (QC)."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from audited import found
from clinic import at, booked, call, contacted, dead, email, follow_up, history, lead, stop
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    AppointmentBooked,
    History,
    InvalidInstant,
    Policy,
    read_history,
)
from leadflow.errors import InvalidCohort
from leadflow.readers.audit import AuditReport, Breach, BreachKind, Severity, audit, audit_many
from leadflow.readers.audit.check import READING, Check
from leadflow.readers.audit.table import CHECKS
from leadflow.rulebook import RULEBOOK
from leadflow.sources import INC
from leadflow.tasks import TASK_RULES
from many_events import history as of_many_events

PRESETS = [pytest.param(policy, id=policy.name) for policy in (RSI, INCINTA, CLINIC)]
NEGLECTED = history(
    call("2026-11-03 09:10", "connected", noted=False),
    follow_up("2026-11-03 09:15", "2026-11-04 15:00"),
    call("2026-11-04 16:00", "connected"),
    stop("2026-11-06 10:00"),
    email("2026-11-09 10:00"),
)
NOW = at("2026-11-20 09:00")


def kinds(policy: Policy) -> list[BreachKind]:
    return [each.kind for each in CHECKS if each.is_made(policy)]


class TestTheTable:
    """One check for each kind of breach, in the order of the specification, each with its head."""

    def test_has_every_kind_once_in_their_order(self) -> None:
        assert [each.kind for each in CHECKS] == [*BreachKind]

    @pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.kind)
    def test_says_what_it_checks_and_why_that_is_as_grave_as_it_is(self, check: Check) -> None:
        assert check.sentence.endswith(".")
        assert check.sentence[0].isupper()
        assert check.because
        assert check.body.__name__ == check.kind or check.rule == "QC"

    @pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.kind)
    def test_names_a_rule_of_the_specification(self, check: Check) -> None:
        rules = {each.id for each in RULEBOOK} | {each.id for each in TASK_RULES}
        assert check.rule in rules | {"QC"}

    @pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.kind)
    def test_cites_a_clause(self, check: Check) -> None:
        assert check.cites

    def test_incinta_asks_for_all_of_it(self) -> None:
        assert kinds(INCINTA) == [*BreachKind]

    def test_rsi_asks_for_what_it_has_rules_for(self) -> None:
        assert [each.value for each in kinds(RSI)] == [
            "follow_up_late", "next_contact_missing", "contact_after_stop_request",
            "recorded_status_differs", "recorded_next_contact_differs", "sync_late",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("section", "gone"),
        [
            ("mail", ["mail_round_incomplete"]),
            ("reminder", ["reminder_late", "reminder_missing"]),
            (
                "no_show",
                ["no_show_call_late", "missed_appointment_email_late", "reschedule_email_late"],
            ),
            ("unreachable", ["unreachable_too_early", "final_attempt_missing"]),
            ("routing", ["transfer_missing", "transfer_against_rules"]),
            (
                "tasks",
                [
                    "note_missing", "confirmation_missing", "medical_team_not_notified",
                    "pre_visit_information_missing",
                ],
            ),
        ],
    )  # fmt: skip
    def test_a_section_that_is_off_takes_its_checks_along(
        self, section: str, gone: list[str]
    ) -> None:
        without = INCINTA.revise(**{section: None})
        assert [each.value for each in BreachKind if each not in kinds(without)] == gone

    def test_a_clause_counts_in_the_documents_that_a_policy_follows(self) -> None:
        sources = {each.kind: each.source(RSI) for each in CHECKS}
        assert sources[BreachKind.CONTACT_AFTER_STOP_REQUEST] == READING
        told = {each.kind: each.source(INCINTA) for each in CHECKS}
        assert told[BreachKind.CONTACT_AFTER_STOP_REQUEST] == INC.termination_stop.citation


class TestAudit:
    """`audit` tells every breach of one lead, in order of due instant, kind and event."""

    def test_tells_them_in_order(self) -> None:
        told = audit(NEGLECTED, now=NOW, policy=INCINTA)
        assert [(each.kind.value, each.event) for each in told] == [
            ("note_missing", 0),
            ("follow_up_late", 2),
            ("next_contact_missing", None),
            ("contact_after_stop_request", 4),
        ]

    def test_tells_nothing_of_a_lead_that_was_served_well(self) -> None:
        events = (
            call("2026-11-03 09:10", "connected"),
            follow_up("2026-11-03 09:15", "2026-11-30 15:00"),
        )
        for policy in (RSI, INCINTA, CLINIC):
            assert audit(history(*events), now=NOW, policy=policy) == ()

    def test_kinds_of_one_instant_go_in_their_order(self) -> None:
        visit = booked("2026-11-03 10:00", "2026-11-16 10:00")
        told = audit(history(visit), now=NOW, policy=INCINTA)
        at_the_start = [each.kind for each in told if each.due == at("2026-11-16 10:00")]
        assert at_the_start == [
            "confirmation_missing", "medical_team_not_notified", "pre_visit_information_missing",
        ]  # fmt: skip

    def test_takes_a_clock_of_any_zone_and_none_without(self) -> None:
        local = NOW.astimezone()
        assert audit(NEGLECTED, now=local, policy=INCINTA) == audit(
            NEGLECTED, now=NOW, policy=INCINTA
        )
        with pytest.raises(InvalidInstant):
            audit(NEGLECTED, now=NOW.replace(tzinfo=None), policy=INCINTA)

    @pytest.mark.parametrize("policy", PRESETS)
    @pytest.mark.parametrize("year", [1970, 2199])
    def test_takes_any_clock_there_is(self, policy: Policy, year: int) -> None:
        now = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
        told = audit(NEGLECTED, now=now, policy=policy)
        assert bool(told) is (year == 2199)

    def test_more_policies_than_it_remembers_make_no_difference(self) -> None:
        expected = audit(NEGLECTED, now=NOW, policy=RSI)
        for number in range(9):
            audit(NEGLECTED, now=NOW, policy=RSI.revise(name=f"policy {number}"))
        assert audit(NEGLECTED, now=NOW, policy=RSI) == expected


class TestBreach:
    """A breach as JSON: exactly the fields of the interface."""

    BREACH = audit(NEGLECTED, now=NOW, policy=INCINTA)[1]

    def test_as_json_values(self) -> None:
        assert json.loads(json.dumps(self.BREACH.to_dict())) == {
            "kind": "follow_up_late",
            "severity": "major",
            "rule": "ATT-8",
            "source": "INC 15.2, Daily: follow-up times; INC 16.2, Timely follow-up",
            "due": "2026-11-04T23:00:00Z",
            "late": "PT1H",
            "late_business": "PT1H",
            "event": 2,
            "lead_id": "lead-1",
        }

    def test_as_a_row_keeps_instants_and_spans(self) -> None:
        row = self.BREACH.row()
        assert [*row] == [*self.BREACH.to_dict()]
        assert (row["due"], row["late"]) == (self.BREACH.due, timedelta(hours=1))
        assert type(row["kind"]) is str
        assert type(row["severity"]) is str


def report(*histories: History, policy: Policy = INCINTA, now: datetime = NOW) -> AuditReport:
    return audit_many(histories, now=now, policy=policy)


OTHER = History(lead=lead(lead_id="lead-2"), events=(contacted("2026-11-03 09:10", noted=False),))


class TestAuditMany:
    """`audit_many` tells the breaches of a set, with totals by kind, by rule and by severity; it
    reads the histories once, and reports of two groups add up to that of both.
    """

    def test_totals(self) -> None:
        totals = report(NEGLECTED, OTHER).totals
        assert totals.to_dict() == {
            "kind": {
                "follow_up_late": 1, "note_missing": 2, "next_contact_missing": 2,
                "contact_after_stop_request": 1,
            },
            "rule": {"ATT-8": 1, "CLS-3": 1, "COM-2": 2, "TSK": 2},
            "severity": {"minor": 2, "major": 3, "critical": 1},
        }  # fmt: skip
        assert [*totals.by_kind] == sorted(totals.by_kind, key=[*BreachKind].index)
        assert [*totals.by_severity] == [*Severity]

    def test_breaches_of_one_instant_go_by_lead(self) -> None:
        told = report(OTHER, NEGLECTED).breaches
        assert [each.lead_id for each in told[:2]] == ["lead-1", "lead-2"]

    def test_reads_the_histories_once(self) -> None:
        assert audit_many(iter([NEGLECTED, OTHER]), now=NOW, policy=INCINTA) == report(
            NEGLECTED, OTHER
        )

    def test_adds_up(self) -> None:
        both = report(NEGLECTED) + report(OTHER)
        assert both == report(OTHER, NEGLECTED)
        assert both.histories == 2

    def test_nothing_adds_nothing(self) -> None:
        assert report(NEGLECTED) + report() == report(NEGLECTED)

    @pytest.mark.parametrize(
        "other", [report(policy=RSI), report(now=NOW + timedelta.resolution)], ids=["policy", "now"]
    )
    def test_what_was_audited_otherwise_does_not_add(self, other: AuditReport) -> None:
        with pytest.raises(InvalidCohort):
            report() + other

    @pytest.mark.parametrize("other", [1, None, ()])
    def test_nothing_else_adds_to_it(self, other: Any) -> None:
        with pytest.raises(TypeError, match="unsupported operand"):
            report() + other

    def test_rows_are_flat(self) -> None:
        told = report(NEGLECTED, OTHER)
        assert told.rows() == [each.row() for each in told.breaches]

    def test_as_json(self) -> None:
        told = report(NEGLECTED, OTHER)
        read = json.loads(told.to_json())
        assert read["histories"] == 2
        assert read["totals"] == told.totals.to_dict()
        assert read["breaches"] == [each.to_dict() for each in told.breaches]

    def test_nobody_can_change_the_totals(self) -> None:
        totals = report(NEGLECTED).totals
        with pytest.raises(TypeError):
            totals.by_rule["ATT-8"] = 0  # type: ignore[index]  # what must not be possible

    @pytest.mark.parametrize("sent", [copy.deepcopy, lambda told: pickle.loads(pickle.dumps(told))])
    def test_the_totals_are_a_value_that_can_be_sent_and_kept(self, sent: Any) -> None:
        totals = report(NEGLECTED, OTHER).totals
        again = sent(totals)
        assert again == totals
        assert again.to_dict() == totals.to_dict()
        assert [*again.by_kind] == [*totals.by_kind]
        assert len({again, totals, report(OTHER).totals}) == 2

    def test_the_totals_show_as_what_they_count(self) -> None:
        totals = report(NEGLECTED, OTHER).totals
        assert "by_rule={'ATT-8': 1, 'CLS-3': 1, 'COM-2': 2, 'TSK': 2}" in repr(totals)
        assert len(totals.by_severity) == 3


def calls_of(run: Callable[[], object]) -> int:
    """How many functions are called: what something costs, counted alike on every machine."""
    count = 0

    def note(_frame: FrameType, what: str, _value: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


class TestVeryLongHistories:
    """An audit does work that grows as the history, not as its square."""

    @pytest.mark.parametrize("kind", ["everything", "bookings", "open appointments, then talks"])
    def test_take_as_long_as_they_are(self, kind: str) -> None:
        short, long = (of_many_events(kind, length) for length in (1_000, 4_000))
        calls = [
            calls_of(partial(audit, each, now=each.events[-1].at, policy=CLINIC))
            for each in (short, long)
        ]
        assert calls[1] / calls[0] < 6  # four times the events; squared it would be sixteen


@pytest.fixture(scope="module")
def real(data_folder: Path) -> dict[str, list[History]]:
    """The real histories, by the set that they come from."""
    told = {}
    for name in ("noshow", "bpi2012", "bank", "olist", "xedu"):
        with gzip.open(data_folder / "histories" / f"{name}.jsonl.gz", "rt") as lines:
            told[name] = [*map(read_history, lines)]
    return told


class TestRealHistories:
    """Histories that really happened, which nobody wrote for the audit, are audited in one go."""

    @pytest.mark.parametrize("policy", PRESETS)
    def test_all_of_them(self, policy: Policy, real: dict[str, list[History]]) -> None:
        reports = [audit_many(iter(each), now=NOW, policy=policy) for each in real.values()]
        whole = sum(reports[1:], start=reports[0])
        assert whole.histories == 9_500
        assert sum(whole.totals.by_kind.values()) == len(whole.breaches)

    def test_in_none_of_the_visits_was_the_medical_team_told(
        self, real: dict[str, list[History]]
    ) -> None:
        """Against a count from the file: every appointment that lay ahead when it was booked."""
        ahead = [
            {
                event.appointment_id
                for event in each.events
                if isinstance(event, AppointmentBooked) and event.starts_at > event.at
            }
            for each in real["noshow"]
        ]
        told = report(*real["noshow"]).totals
        assert told.by_kind[BreachKind.MEDICAL_TEAM_NOT_NOTIFIED] == sum(map(len, ahead))


def test_dead_leads_keep_what_was_late_before() -> None:
    events = follow_up("2026-11-03 10:00", "2026-11-05 15:00"), dead("2026-11-06 10:00")
    (breach,) = found(RSI, "follow_up_late", *events, now=NOW)
    assert isinstance(breach, Breach)
    assert breach.late == timedelta(hours=19)

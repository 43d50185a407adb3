"""Leads given up or given away (UNR, RTE): too early, half-heartedly, or to the wrong team."""

from __future__ import annotations

from leadflow.events import AnyEvent, MarkedUnreachable, TeamTransferred
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.check import Standing, Watch
from leadflow.readers.audit.duties import Duties, Owed
from leadflow.readers.audit.step import Step
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.words import UNREACHABLE
from leadflow.sources import INC
from leadflow.vocabulary import Team, TransferTeam, WarningCode


def unreachable_too_early(step: Step, duties: Duties) -> None:
    """No lead is marked as unreachable before the criteria hold."""
    for code, event in step.warnings:
        if code is WarningCode.UNREACHABLE_BEFORE_CRITERIA:
            duties.late(step.at, step.at, event)


def final_attempt_missing(step: Step, duties: Duties) -> None:
    """No lead is marked as unreachable without a last call and a last e-mail."""
    lead = step.lead
    if lead.status is not UNREACHABLE or lead.criteria is None:
        return
    tried = lead.final_called and lead.final_emailed
    for place, event in step.placed():
        moved_it = place == lead.status_cause.event
        if moved_it and isinstance(event, MarkedUnreachable) and not tried:
            duties.late(step.at, step.at, place)


UNREACHED = (
    Watch(
        BreachKind.UNREACHABLE_TOO_EARLY, Severity.MAJOR,
        "a lead that might be reached is no longer tried", "UNR-1", unreachable_too_early,
        (
            INC.unreachable_two_months, INC.unreachable_five_attempts,
            INC.unreachable_no_communication,
        ), needs="unreachable",
    ),
    Watch(
        BreachKind.FINAL_ATTEMPT_MISSING, Severity.MAJOR,
        "the last chance to reach the lead was not taken", "UNR-3", final_attempt_missing,
        (INC.final_attempt,), needs="unreachable.final_attempt_required",
    ),
)  # fmt: skip
"""Unreachable leads, in the order of the specification."""


def transfer_missing(step: Step) -> Owed | None:
    """A lead of the China team is handed over to it by the end of the day."""
    if step.closed or step.lead.team is not None:
        return None
    if step.routing_by_rules().team is not Team.CHINA:
        return None
    return Owed(Team.CHINA, step.end_of_day(step.at))


def transfer_against_rules(step: Step, duties: Duties) -> None:
    """No lead is handed to another team than the one it belongs to."""
    for place, event in step.placed():
        if isinstance(event, TeamTransferred):
            team = step.routing_by_rules().team
            if event.to is TransferTeam.CHINA:
                against = team in (Team.LOCAL, Team.LOCAL_CHINESE)
            else:
                against = team is Team.CHINA
            if against:
                duties.late(step.at, step.at, place)


def _handed_over(lead: Draft, event: AnyEvent) -> bool:
    return isinstance(event, TeamTransferred)


_MUST = (
    INC.must_transfer_number, INC.must_transfer_visit, INC.must_transfer_special_needs,
    INC.must_transfer_pricing,
)  # fmt: skip

TRANSFERS = (
    Standing(
        BreachKind.TRANSFER_MISSING, Severity.MAJOR,
        "the lead waits with a team that cannot serve it", "RTE-9", transfer_missing, _MUST,
        needs="routing", does=_handed_over,
    ),
    Watch(
        BreachKind.TRANSFER_AGAINST_RULES, Severity.MAJOR,
        "the lead is served by the wrong team", "RTE-9", transfer_against_rules,
        (*_MUST, INC.local_visit_soon, INC.local_pricing, INC.local_no_referral_fee),
        needs="routing",
    ),
)  # fmt: skip
"""Routing, in the order of the specification."""

"""What an audit finds, and what a host system may have had on record, as values (QC)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final, Literal

from pydantic import ConfigDict, TypeAdapter, with_config
from pydantic.dataclasses import dataclass as checked_dataclass

from leadflow.display.pages import Page, Table, shown
from leadflow.display.words import span_in_words, worded
from leadflow.instants import Computed, Instant
from leadflow.showing import Shown
from leadflow.vocabulary import Status


class BreachKind(StrEnum):
    """What can go wrong with a lead, in the order of the specification (QC)."""

    FIRST_CALL_LATE = "first_call_late"
    FIRST_CALL_MISSING = "first_call_missing"
    FIRST_TOUCH_NOT_BY_PHONE = "first_touch_not_by_phone"
    FOLLOW_UP_LATE = "follow_up_late"
    NOTE_MISSING = "note_missing"
    MAIL_ROUND_INCOMPLETE = "mail_round_incomplete"
    NEXT_CONTACT_MISSING = "next_contact_missing"
    CONFIRMATION_MISSING = "confirmation_missing"
    MEDICAL_TEAM_NOT_NOTIFIED = "medical_team_not_notified"
    PRE_VISIT_INFORMATION_MISSING = "pre_visit_information_missing"
    REMINDER_LATE = "reminder_late"
    REMINDER_MISSING = "reminder_missing"
    NO_SHOW_CALL_LATE = "no_show_call_late"
    MISSED_APPOINTMENT_EMAIL_LATE = "missed_appointment_email_late"
    RESCHEDULE_EMAIL_LATE = "reschedule_email_late"
    UNREACHABLE_TOO_EARLY = "unreachable_too_early"
    FINAL_ATTEMPT_MISSING = "final_attempt_missing"
    TRANSFER_MISSING = "transfer_missing"
    TRANSFER_AGAINST_RULES = "transfer_against_rules"
    CONTACT_AFTER_STOP_REQUEST = "contact_after_stop_request"
    RECORDED_STATUS_DIFFERS = "recorded_status_differs"
    RECORDED_NEXT_CONTACT_DIFFERS = "recorded_next_contact_differs"
    SYNC_LATE = "sync_late"


class Severity(StrEnum):
    """How grave a kind of breach is."""

    MINOR = "minor"
    """A lapse of routine: the lead is served all the same."""
    MAJOR = "major"
    """The lead may be lost by it."""
    CRITICAL = "critical"
    """It must never happen, whatever comes of it."""


_RANK: Final = {kind: rank for rank, kind in enumerate(BreachKind)}


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Breach(Shown):
    """One thing that was not done as it should have been (QC).

    `due` is the instant by which it should have been done, in UTC. `event` is the index in the
    history of what came late, or was wrong in itself; `None`: it was never done. `late` is exact
    time, `late_business` open time of the policy's calendar, both from `due` until it was done,
    until it was no longer owed, or until the clock of the audit; nought for what was wrong in
    itself. `rule` is a rule of the specification, `source` the clauses behind it.
    """

    kind: BreachKind
    severity: Severity
    rule: str
    source: str
    due: Computed
    late: timedelta
    late_business: timedelta
    event: int | None
    lead_id: str

    def to_dict(self) -> dict[str, Any]:
        """The breach as JSON values: instants in UTC with `Z`, spans as ISO 8601 durations."""
        told: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return told

    def row(self) -> dict[str, Any]:
        """The breach as one flat row: words as text, instants and spans as they are."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**told, "kind": self.kind.value, "severity": self.severity.value}

    def rows(self) -> list[dict[str, Any]]:
        """The breach as the one row of a data frame."""
        return [self.row()]

    def _page(self) -> Page:
        return Page("Breach", (), (breaches_table("What was not done as it should", (self,)),))


def breaches_table(title: str, breaches: Iterable[Breach]) -> Table:
    """Breaches as people read them; instants in UTC."""
    columns = ("kind", "severity", "lead", "event", "due", "late", "rule", "source")
    return Table(title, columns, [_cells(each) for each in breaches])


def _cells(breach: Breach) -> tuple[str, ...]:
    return (
        worded(breach.kind),
        breach.severity,
        breach.lead_id,
        "-" if breach.event is None else str(breach.event),
        shown(breach.due, zone=None),
        span_in_words(breach.late),
        breach.rule,
        breach.source,
    )


def order(breach: Breach) -> tuple[Any, ...]:
    """What sorts breaches: due, kind, event (those never done first), then lead and the rest."""
    event = -1 if breach.event is None else breach.event
    rank = _RANK[breach.kind]
    return breach.due, rank, event, breach.lead_id, breach.late, breach.rule, breach.source


@cache
def _adapter() -> TypeAdapter[Breach]:
    return TypeAdapter(Breach)


UNKNOWN: Final = "unknown"
"""What stands in a `RecordedState` for what is not known, and so is not compared."""


@checked_dataclass(
    frozen=True, slots=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True)
)
class RecordedState:
    """What a host system had on record for a lead; what it had not is `UNKNOWN`, never `None`.

    `next_contact_at` is an instant, or `None` where no next contact was on record. `at` is the
    instant as of which that stood there; `None`: as of the clock of the audit. Raises pydantic's
    `ValidationError` where an instant is naive or outside the years 1970-2199.
    """

    status: Status | Literal["unknown"]
    next_contact_at: Instant | Literal["unknown"] | None
    at: Instant | None = None

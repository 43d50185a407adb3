"""The code systems and identifier systems of leadflow in FHIR: one place for every address.

All are `urn:leadflow:...`. A receiver may map them to addresses of its own; what the codes mean
stands in `code_systems`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from leadflow.display.words import worded
from leadflow.interop.wanted import stable_id
from leadflow.vocabulary import (
    CallOutcome,
    Channel,
    ContactOrigin,
    Purpose,
    ReplyChannel,
    TaskKind,
    Team,
    WorkKind,
)

Resource = dict[str, Any]
"""A FHIR resource or element as JSON values."""

_URN: Final = "urn:leadflow:"
TASK_KIND: Final = _URN + "task-kind"
CONTACT_PURPOSE: Final = _URN + "contact-purpose"
WORK_KIND: Final = _URN + "work-kind"
CONTACT_ORIGIN: Final = _URN + "contact-origin"
CHANNEL: Final = _URN + "channel"
DIRECTION: Final = _URN + "direction"
OUTCOME: Final = _URN + "call-outcome"
CANCELLED_BY: Final = _URN + "cancelled-by"
STAGE: Final = _URN + "stage"
TASK_INPUT: Final = _URN + "task-input"
FLAG: Final = _URN + "flag"
TEAM: Final = _URN + "team"
RULE: Final = _URN + "rule"
"""Ids of the rules, such as `ATT-7`; the rulebook lists them."""
TEMPLATE: Final = _URN + "template"
"""Ids of the clinic's own templates."""
POLICY: Final = _URN + "policy:"
"""Followed by the fingerprint of the policy that decided."""

LEAD: Final = _URN + "lead"
TASK: Final = _URN + "task"
APPOINTMENT: Final = _URN + "appointment"
EVENT: Final = _URN + "event"
CALL: Final = _URN + "call"
USER: Final = _URN + "user"

MODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
COMMUNICATION_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/communication-category"
FLAG_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/flag-category"


class Direction(StrEnum):
    """Who reached out to whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Missed(StrEnum):
    """Why a call from the lead did not come about."""

    NOT_ANSWERED = "not_answered"


class CancelledBy(StrEnum):
    """What ended an appointment before its time."""

    CANCELLATION = "cancellation"
    LEAD_CLOSED = "lead_closed"


class Stage(StrEnum):
    """How a contact or task stands to the clock."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"


class Input(StrEnum):
    """What a task says beside what is to be done."""

    CHANNEL = "channel"
    TIER = "tier"
    ORIGIN = "origin"
    IMPORTANT = "important"
    FACT = "fact"
    WORDING = "wording"
    CHECKLIST = "checklist"


class Flagged(StrEnum):
    """What a lead is flagged for."""

    DO_NOT_CONTACT = "do_not_contact"


_CHANNELS = tuple(dict.fromkeys((*map(str, Channel), *map(str, ReplyChannel))))
_OUTCOMES = tuple(map(str, (*CallOutcome, *Missed)))
_CODES: Final[tuple[tuple[str, str, str, Iterable[str]], ...]] = (
    (TASK_KIND, "TaskKind", "What a policy asks to be done (TSK)", TaskKind),
    (CONTACT_PURPOSE, "ContactPurpose", "What a contact is for (ATT-14)", Purpose),
    (WORK_KIND, "WorkKind", "Tiers of the work queue (PRI-1)", WorkKind),
    (CONTACT_ORIGIN, "ContactOrigin", "Who made a contact necessary", ContactOrigin),
    (CHANNEL, "Channel", "Ways by which a clinic and a lead reach each other", _CHANNELS),
    (DIRECTION, "Direction", "Who reached out to whom", Direction),
    (OUTCOME, "CallOutcome", "How a call ended", _OUTCOMES),
    (CANCELLED_BY, "CancelledBy", "What ended an appointment before its time", CancelledBy),
    (STAGE, "Stage", "How a contact or task stands to the clock", Stage),
    (TASK_INPUT, "TaskInput", "What a task says beside what is to be done", Input),
    (FLAG, "Flag", "What a lead is flagged for (CLS-3)", Flagged),
    (TEAM, "Team", "Which team handles a lead (RTE)", Team),
)


def code_systems() -> tuple[Resource, ...]:
    """The `CodeSystem` resources of every code that leadflow makes up, for a terminology server.

    Each has `url`, `name`, `title` and all its concepts with a display. Ids of rules, templates
    and policies are not among them: those lists are open.
    """
    return tuple(
        {
            "resourceType": "CodeSystem",
            "id": stable_id("CodeSystem", url),
            "url": url,
            "name": f"Leadflow{name}",
            "title": title,
            "status": "active",
            "caseSensitive": True,
            "content": "complete",
            "concept": [{"code": str(code), "display": worded(code)} for code in codes],
        }
        for url, name, title, codes in _CODES
    )

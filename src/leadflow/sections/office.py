"""The office: its tasks and teams, its queue, its targets."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from leadflow.delays import Delay
from leadflow.refusals import InWords
from leadflow.sections.section import Flag, Section, Share, in_order
from leadflow.vocabulary import Highlight, TaskKind, Team, WorkKind


def _by_office(kind: TaskKind) -> TaskKind:
    if kind not in BY_OFFICE:
        raise PydanticCustomError("not_by_office", "a task that follows a rule is not asked for")
    return kind


Subtag = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[a-z]{2,8}$"),
    InWords("not_a_subtag", "a primary subtag is text: 2 to 8 lower-case letters, such as zh"),
]
"""The primary subtag of a BCP 47 tag."""
OfficeTask = Annotated[TaskKind, AfterValidator(_by_office)]


BY_OFFICE = (
    TaskKind.ASSIGN, TaskKind.SEND_LEAD_REMINDER, TaskKind.LEAVE_VOICE_MESSAGE,
    TaskKind.COLLECT_NEEDS, TaskKind.COLLECT_BASICS, TaskKind.COLLECT_CONSIDERATIONS,
    TaskKind.PLAN_FOLLOW_UP, TaskKind.SEND_CONFIRMATION, TaskKind.SEND_PRE_VISIT_INFORMATION,
    TaskKind.NOTIFY_MEDICAL_TEAM, TaskKind.COMPLETE_BASIC_INFORMATION,
    TaskKind.COMPLETE_MEDICAL_INFORMATION, TaskKind.PREPARE_FORMS, TaskKind.RECORD_DETAILS,
)  # fmt: skip
"""Tasks that no rule stands behind but the office's own procedure."""


class OfficeTasks(Section, frozen=True):
    """What the office asks of its people beside contacts (TSK); the other tasks follow rules."""

    asked: Annotated[frozenset[OfficeTask], PlainSerializer(in_order)] = Field(
        default=frozenset(BY_OFFICE), description="The tasks that are asked for."
    )


class Criterion(StrEnum):
    """The criteria that send a customer to the China team (RTE-3)."""

    NUMBER = "RTE-3a"
    VISIT_BARRIER = "RTE-3b"
    SPECIAL_NEED = "RTE-3c"
    PRICING = "RTE-3d"


class RoutingPolicy(Section, frozen=True):
    """Which team handles a lead (RTE)."""

    chinese_languages: Annotated[frozenset[Subtag], PlainSerializer(in_order)] = Field(
        description="Primary subtags of languages that mark a Chinese customer."
    )
    language_implies_chinese: Flag = Field(
        default=True, description="A known language tells whether the customer is Chinese."
    )
    visit_within_days: int = Field(
        ge=0, le=3660, strict=True, description="Local days within which a visit counts as soon."
    )
    applies_to_everyone: Annotated[frozenset[Criterion], PlainSerializer(in_order)] = Field(
        default=frozenset(), description="Transfer criteria that bind any customer."
    )
    otherwise: Team = Field(
        default=Team.UNDETERMINED, description="Where everything is known and no criterion holds."
    )


class PriorityPolicy(Section, frozen=True):
    """The order of the work queue (PRI)."""

    order: tuple[WorkKind, ...] = Field(description="The tiers, first to last.")
    highlight: Highlight | None = Field(
        default=Highlight.GREEN, description="How an important lead is shown."
    )

    @field_validator("order")
    @classmethod
    def _once_each(cls, order: tuple[WorkKind, ...]) -> tuple[WorkKind, ...]:
        if len(set(order)) != len(order) or WorkKind.FOLLOW_UP not in order:
            raise PydanticCustomError(
                "not_an_order", "list each kind of work at most once, and follow_up among them"
            )
        return order


class Targets(Section, frozen=True):
    """Targets of the indicators (KPI), as shares from 0 to 1."""

    response_within: Delay = Field(description="From creation to the first contact, inclusive.")
    response: Share = Field(description="Leads contacted in time.")
    conversion: Share = Field(description="Leads with a booking.")
    connect: Share = Field(description="Placed calls that connected.")
    show: Share = Field(description="Appointments that were kept.")

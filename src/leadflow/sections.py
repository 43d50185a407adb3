"""The sections of a policy: numbers, word lists and switches, each with its unit (spec 4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from leadflow.delays import AnyDelay, BusinessDays, Delay, read_delay, write_delay
from leadflow.errors import InvalidDelay
from leadflow.lead import Strict
from leadflow.refusals import InWords
from leadflow.vocabulary import Channel, Highlight, TaskKind, Team, WorkKind

Flag = Annotated[bool, Field(strict=True)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]


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


class Counted(StrEnum):
    """Kinds of outreach that a policy may count as a contact attempt (ATT-1)."""

    CALL_ANY = "call:any"
    CALL_PHONE_BUTTON = "call:phone_button"
    ANSWERED_VOIP = "answered:voip"
    EMAIL_ANY = "email:any"
    EMAIL_BUTTON = "email:email_button"


class Then(StrEnum):
    """What can follow on a rung of the ladder besides a delay (ATT-4)."""

    EXHAUSTED = "exhausted"
    BY_PERSON = "by_person"
    MAIL_ROUND = "mail_round"


def _step(allowed: frozenset[Then]) -> Any:
    words = " or ".join(f'"{each}"' for each in Then if each in allowed)

    def read(value: object) -> AnyDelay | Then:
        if isinstance(value, str) and value in allowed:
            return Then(value)
        try:
            return read_delay(value)
        except InvalidDelay as refused:
            problem = f"{refused}; or {words}"
        raise PydanticCustomError("not_a_step", "{problem}", {"problem": problem})

    def write(value: AnyDelay | Then) -> Any:
        return value.value if isinstance(value, Then) else write_delay(value)

    return (
        PlainValidator(read),
        PlainSerializer(write),
        WithJsonSchema({"type": ["string", "object"], "title": "Delay, or " + words}),
    )


_UNSCHEDULED = _step(frozenset({Then.EXHAUSTED, Then.BY_PERSON}))
_NO_RESPONSE = _step(frozenset(Then))
Unscheduled = Annotated[AnyDelay | Then, *_UNSCHEDULED]
NoResponse = Annotated[AnyDelay | Then, *_NO_RESPONSE]


def _sorted(members: frozenset[str]) -> list[str]:
    return sorted(members)


class Section(Strict, frozen=True):
    """A part of a policy."""


class Rung(Section, frozen=True):
    """One rung of the ladder of attempts (ATT-4)."""

    unscheduled: Unscheduled = Field(description="What follows a follow-up without an instant.")
    no_response: NoResponse = Field(description="What follows an attempt without response.")


class Attempts(Section, frozen=True):
    """What counts as an attempt and what follows it (ATT)."""

    counted: Annotated[frozenset[Counted], PlainSerializer(_sorted)] = Field(
        description="Kinds of outreach that are contact attempts."
    )
    follow_up_done_by: Annotated[frozenset[Channel], PlainSerializer(_sorted)] = Field(
        description="Channels whose outreach uses up a follow-up that has come; calls always do."
    )
    one_per_day: Flag = Field(
        default=False, description="All outreach of a clinic-local day is one."
    )
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=100)] = Field(
        description="The ladder; attempt n stands on rung n, later ones on the last."
    )
    open_attempt_grace: Delay = Field(
        description="How long an attempt on an exhausted rung may wait for its outcome."
    )
    exhausts_after_contact: Flag = Field(
        default=False,
        description="A bare follow-up on an exhausted rung ends a lead once spoken to.",
    )
    restart_on_communication: Flag = Field(
        default=False, description="Communication starts the attempts at 0."
    )
    within_opening_hours: Flag = Field(
        default=False, description="Every contact that the system plans moves into opening hours."
    )


class FirstContact(Section, frozen=True):
    """How a new lead is first contacted (PRI-7)."""

    within: Delay | None = Field(
        default=None, description="Deadline after creation; none: no deadline."
    )
    by_phone: Flag = Field(default=False, description="Only a call's outcome shows it to be done.")


class Calls(Section, frozen=True):
    """Calls from the lead (COM-7)."""

    ring_limit: Delay = Field(description="How long a ringing call is taken to ring.")


class Mail(Section, frozen=True):
    """The mail round: an unreached call and an e-mail (COM-5)."""

    interval: Delay = Field(description="From the later of the two to the next call.")


class Appointments(Section, frozen=True):
    """Bookings and attendance (APT)."""

    sync_window: Delay = Field(description="How long the data of a booking by hand may take.")
    attendance_within: Delay = Field(description="From the start to recorded attendance.")
    assume_no_show_after: Delay | None = Field(
        default=None, description="From the start, after which a no-show is assumed; none: never."
    )


class Reminder(Section, frozen=True):
    """The reminder before an appointment (APT-3)."""

    before: Delay = Field(description="Business days before the appointment's date; at least one.")

    @field_validator("before")
    @classmethod
    def _whole_business_days(cls, before: AnyDelay) -> AnyDelay:
        if not isinstance(before, BusinessDays) or before.days < 1:
            raise PydanticCustomError(
                "not_business_days", 'give at least one business day: {"business_days": 1}'
            )
        return before


class NoShow(Section, frozen=True):
    """The steps after a missed appointment (NSH)."""

    call_within: Delay = Field(description="From the missed start to the same-day call.")
    reschedule_every: Delay = Field(description="Between two reschedule e-mails.")
    silence: Delay = Field(description="Without communication, until the lead is lost.")


class Unreachable(Section, frozen=True):
    """When a lead counts as unreachable, and what then (UNR)."""

    after: Delay = Field(description="Since the first attempt.")
    attempts: int = Field(ge=1, le=10_000, strict=True, description="The fewest attempts.")
    final_attempt_required: Flag = Field(
        default=True,
        description="The criteria alone do not do: a last call and e-mail must follow them.",
    )
    pool_interval: Delay | None = Field(
        default=None,
        description="Between two contacts in the long-term pool; none: only by a follow-up.",
    )


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

    asked: Annotated[frozenset[OfficeTask], PlainSerializer(_sorted)] = Field(
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

    chinese_languages: Annotated[frozenset[Subtag], PlainSerializer(_sorted)] = Field(
        description="Primary subtags of languages that mark a Chinese customer."
    )
    language_implies_chinese: Flag = Field(
        default=True, description="A known language tells whether the customer is Chinese."
    )
    visit_within_days: int = Field(
        ge=0, le=3660, strict=True, description="Local days within which a visit counts as soon."
    )
    applies_to_everyone: Annotated[frozenset[Criterion], PlainSerializer(_sorted)] = Field(
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

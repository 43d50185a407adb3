"""Outreach: attempts and their ladder, first contact, calls, mail rounds, unreachable leads."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from leadflow.delays import AnyDelay, Delay, read_delay, write_delay
from leadflow.errors import InvalidDelay
from leadflow.sections.section import Flag, Section, in_order
from leadflow.vocabulary import Channel


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


class Rung(Section, frozen=True):
    """One rung of the ladder of attempts (ATT-4)."""

    unscheduled: Unscheduled = Field(description="What follows a follow-up without an instant.")
    no_response: NoResponse = Field(description="What follows an attempt without response.")


class Attempts(Section, frozen=True):
    """What counts as an attempt and what follows it (ATT)."""

    counted: Annotated[frozenset[Counted], PlainSerializer(in_order)] = Field(
        description="Kinds of outreach that are contact attempts."
    )
    follow_up_done_by: Annotated[frozenset[Channel], PlainSerializer(in_order)] = Field(
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

"""What to say and what to ask, as data of a policy: wordings and checklists in two languages.

A wording holds no name, number, address or time: it has placeholders in braces for them, of a
closed list, and `leadflow.render.message` fills these from the arguments of the call.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from leadflow.lead import Code, Strict
from leadflow.mappings import FrozenMapping
from leadflow.vocabulary import Channel


class Language(StrEnum):
    """The languages that every wording and checklist is written in (RTE-4)."""

    EN = "en"
    ZH = "zh"


class WordingKey(StrEnum):
    """The wordings that tasks refer to; a policy may hold others of its own."""

    LEAD_REMINDER = "lead_reminder"
    OPENING_CALL = "opening_call"
    VOICEMAIL = "voicemail"
    FOLLOW_UP_EMAIL = "follow_up_email"
    CONFIRMATION = "confirmation"
    PRE_VISIT_INFORMATION = "pre_visit_information"
    REMINDER_CALL = "reminder_call"
    NO_SHOW_CALL = "no_show_call"
    MISSED_APPOINTMENT = "missed_appointment"
    RESCHEDULE = "reschedule"
    FINAL_CALL = "final_call"
    FINAL_EMAIL = "final_email"


class ChecklistKey(StrEnum):
    """The checklists that tasks refer to; a policy may hold others of its own."""

    TREATMENT_INTRODUCTION = "treatment_introduction"
    INFORMATION_COLLECTION = "information_collection"
    NEEDS = "needs"
    BASICS = "basics"
    CONSIDERATIONS = "considerations"
    CUSTOMER_INFORMATION = "customer_information"
    MEDICAL_INFORMATION = "medical_information"
    BRING = "bring"
    REMINDER = "reminder"


class Placeholder(StrEnum):
    """What can stand in braces in a text, such as `{customer}`; nothing else can."""

    CUSTOMER = "customer"
    SENDER = "sender"
    DOCTOR = "doctor"
    LEAD_ID = "lead_id"
    CLINIC = "clinic"
    CLINIC_PHONE = "clinic_phone"
    CLINIC_ADDRESS = "clinic_address"
    BOOKING_LINK = "booking_link"
    # The appointment's day as seen from now ("on Monday"), its date with the year, and its hour.
    DAY = "day"
    DATE = "date"
    TIME = "time"
    # The items of the checklist of that key, one on a line.
    BRING = "bring"


FROM_CHECKLISTS: Final = {Placeholder.BRING: ChecklistKey.BRING}
"""Placeholders that are filled from a checklist of the policy."""

PLACEHOLDER: Final = re.compile(r"\{(" + "|".join(Placeholder) + r")\}")
"""A placeholder in a text; its group is the name."""
_IN_BRACES: Final = ", ".join(f"{{{each}}}" for each in Placeholder)
Part = TypeVar("Part")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def is_one_line(text: str) -> bool:
    """Whether a text says something, on one line and without control characters."""
    # What is printable throughout has no control character, and that is found out much sooner.
    return bool(text.strip()) and (text.isprintable() or not _CONTROL.search(text))


def _refused(kind: str, problem: str) -> PydanticCustomError:
    # As a value, since pydantic would take braces in the text itself for its own.
    return PydanticCustomError(kind, "{problem}", {"problem": problem})


def _one_line(text: str) -> str:
    if not is_one_line(text):
        raise _refused("not_one_line", "write one line of text, without control characters")
    return text


def _lines(text: str) -> str:
    if not is_one_line(text.replace("\n", " ")):
        raise _refused("not_text", "write text, without control characters but \\n for a new line")
    return text


def _known_placeholders(text: str) -> str:
    if not {"{", "}"}.isdisjoint(PLACEHOLDER.sub("", text)):
        problem = f"braces are for placeholders only, and these are {_IN_BRACES}"
        raise _refused("not_a_placeholder", problem)
    return text


def _no_placeholder(text: str) -> str:
    if not {"{", "}"}.isdisjoint(text):
        raise _refused("braces_in_item", "an item of a checklist holds no placeholder and no brace")
    return text


def _some(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if not parts:
        raise _refused("nothing_in_it", "give at least one")
    return parts


Line = Annotated[str, StringConstraints(strict=True, max_length=200), AfterValidator(_one_line)]
"""One line of text, without control characters."""
Subject = Annotated[Line, AfterValidator(_known_placeholders)]
Body = Annotated[
    str,
    StringConstraints(strict=True, max_length=5_000),
    AfterValidator(_lines),
    AfterValidator(_known_placeholders),
]
Point = Annotated[Line, AfterValidator(_no_placeholder)]


_SOME = (Field(max_length=100), AfterValidator(_some))
"""Not by `min_length`: it counts the members that are right, and so finds fault twice."""


class Words(Strict, frozen=True):
    """A text in one language, with placeholders in braces."""

    subject: Subject | None = Field(default=None, description="Subject of an e-mail; else none.")
    body: Body = Field(description="What is said or written; `\\n` is a new line.")

    @property
    def placeholders(self) -> frozenset[Placeholder]:
        """The placeholders of subject and body."""
        return frozenset(map(Placeholder, PLACEHOLDER.findall(f"{self.subject} {self.body}")))


class Bilingual(Strict, frozen=True):
    """A text in both languages; the two tell the same, so they hold the same placeholders."""

    en: Words = Field(description="In English.")
    zh: Words = Field(description="In Chinese, in simplified characters.")

    @model_validator(mode="after")
    def _the_same_in_both(self) -> Self:
        differing = self.en.placeholders ^ self.zh.placeholders
        if differing:
            names = ", ".join(each for each in Placeholder if each in differing)
            raise _refused("languages_differ", f"in one language only: the placeholders {names}")
        return self


class Wording(Strict, frozen=True):
    """What to say or write on one occasion (TSK), and how it changes when it comes again."""

    channel: Channel = Field(description="By which it is told; an e-mail has a subject.")
    messages: Annotated[tuple[Bilingual, ...], *_SOME] = Field(
        description="The first time, the second, and so on; later ones are as the last."
    )

    @model_validator(mode="after")
    def _subjects_of_emails(self) -> Self:
        texts = (words for told in self.messages for words in (told.en, told.zh))
        if {each.subject is not None for each in texts} != {self.channel is Channel.EMAIL}:
            raise _refused(
                "not_a_subject", "an e-mail has a subject in both languages, nothing else has one"
            )
        return self

    def words(self, *, language: Language, count: int = 0) -> Words:
        """The text to use when `count` of them have gone out before."""
        told = self.messages[min(count, len(self.messages) - 1)]
        return told.en if language is Language.EN else told.zh


class Item(Strict, frozen=True):
    """One point of a checklist."""

    key: Code = Field(description="By which other software knows it.")
    en: Point = Field(description="In English.")
    zh: Point = Field(description="In Chinese, in simplified characters.")


class Checklist(Strict, frozen=True):
    """What a conversation, a form or a bag has to hold, point by point."""

    items: Annotated[tuple[Item, ...], *_SOME] = Field(
        description="In the order in which they are gone through."
    )

    @field_validator("items")
    @classmethod
    def _each_key_once(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        if len({each.key for each in items}) < len(items):
            raise _refused("key_twice", "give each item of a checklist a key of its own")
        return items

    def lines(self, *, language: Language) -> tuple[str, ...]:
        """The items as texts, in order."""
        return tuple(each.en if language is Language.EN else each.zh for each in self.items)


class Wordings(FrozenMapping[Wording], read=dict[Code, Wording], known=WordingKey):
    """Wordings by key."""

    __slots__ = ()

    @property
    def checklists(self) -> frozenset[str]:
        """The keys of the checklists that some text lists."""
        messages = (told for wording in self.values() for told in wording.messages)
        held = frozenset().union(*(each.en.placeholders for each in messages))
        return frozenset(key for placeholder, key in FROM_CHECKLISTS.items() if placeholder in held)


class Checklists(FrozenMapping[Checklist], read=dict[Code, Checklist], known=ChecklistKey):
    """Checklists by key."""

    __slots__ = ()

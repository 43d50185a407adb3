"""The lead and what is known about its customer (spec 2.1).

No field can hold a name, a number, an address or a note: ids are opaque, reasons are short codes,
and a phone number is reduced to its country calling code while it is validated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, TypedDict, cast

from pydantic import (
    BaseModel,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from leadflow.calendars import Day
from leadflow.instants import Instant
from leadflow.refusals import InWords
from leadflow.vocabulary import Channel, LeadSource, Pricing, SpecialNeed, VisitBarrier


class Strict(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """Base of the models: frozen, without unknown fields, and no value in the text of an error."""


Id = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[^\s\x00-\x1f]{1,128}$"),
    InWords("not_an_id", "an id is text: 1 to 128 characters without blanks"),
]
"""An opaque id: 1 to 128 characters without blanks."""

Code = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[a-z0-9_]{1,64}$"),
    InWords("not_a_code", "a code is text: 1 to 64 lower-case letters, digits and underscores"),
]
"""A short code: lower-case letters, digits and underscores."""

CallingCode = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[1-9][0-9]{0,2}$"),
    InWords(
        "not_a_calling_code",
        "a calling code is text: 1 to 3 digits, the first of them not 0, and no +",
    ),
]
"""Digits of an E.164 country calling code."""

LanguageTag = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
    InWords("not_a_language", "a language is given as its BCP 47 tag, such as zh or zh-Hant-TW"),
]
"""A BCP 47 tag, as far as its form goes."""

_TWO_DIGITS = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64"
    " 65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)
_PHONE = re.compile(r"\+[0-9][0-9 ()./-]*")


def calling_code_of(phone: str) -> str:
    """The E.164 country calling code of a number such as `+86 138 0013 8000`: digits only.

    Raises a validation error that does not repeat the number if it has no `+` and country code.
    """
    digits = re.sub(r"[^0-9]", "", phone)
    if not _PHONE.fullmatch(phone.strip()) or not 7 <= len(digits) <= 15 or digits[0] == "0":
        raise PydanticCustomError(
            "phone_without_country",
            "a phone number must be written internationally, with + and its country calling code;"
            " only that code is kept",
        )
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]


def _reduce_phone(data: Any) -> Any:
    if not isinstance(data, Mapping) or "phone" not in data:
        return data
    facts = {name: value for name, value in data.items() if name != "phone"}
    phone = data["phone"]
    if phone is None:  # unknown, and unknown again where it was known
        return {"calling_code": None, **facts}
    if not isinstance(phone, str):
        raise PydanticCustomError("phone_not_text", "a phone number must be text")
    code = calling_code_of(phone)
    if facts.setdefault("calling_code", code) not in (code, None):
        raise PydanticCustomError(
            "phone_contradicts_code", "the phone number and the calling_code are of two countries"
        )
    return {**facts, "calling_code": code}


def _in_order(members: Iterable[str] | None) -> list[str] | None:
    return None if members is None else sorted(members)


Barriers = Annotated[frozenset[VisitBarrier] | None, PlainSerializer(_in_order)]
Needs = Annotated[frozenset[SpecialNeed] | None, PlainSerializer(_in_order)]
Channels = Annotated[frozenset[Channel], PlainSerializer(_in_order)]


class Profile(Strict, frozen=True):
    """Facts about the customer; each may be unknown (`None`), which is never the same as false."""

    calling_code: CallingCode | None = Field(
        default=None, description="E.164 country calling code of the phone, digits: `1`, `86`."
    )
    language: LanguageTag | None = Field(
        default=None, description="BCP 47 tag of the language the customer prefers."
    )
    chinese: bool | None = Field(
        default=None, strict=True, description="Is this a Chinese customer?"
    )
    pricing: Pricing | None = Field(default=None, description="Which price list applies.")
    referral_fee: bool | None = Field(
        default=None, strict=True, description="Is a referral fee due?"
    )
    visit_barriers: Barriers = Field(
        default=None,
        description="What keeps the customer from a direct visit; empty: asked, nothing.",
    )
    special_needs: Needs = Field(
        default=None, description="Needs beyond the usual; empty: asked, nothing."
    )
    agreed_visit_on: Day | None = Field(
        default=None, description="Clinic-local date on which the customer agreed to come."
    )
    channels: Channels = Field(
        default=frozenset(Channel), description="Ways that exist to reach the lead; never unknown."
    )
    phone: str | None = Field(
        default=None,
        exclude=True,
        repr=False,
        description="Input only: an international number, reduced to `calling_code`, never kept.",
    )

    @model_validator(mode="before")
    @classmethod
    def _phone_to_calling_code(cls, data: Any) -> Any:
        return _reduce_phone(data)

    def changed(self, changes: ProfileChanges) -> Profile:
        """The profile after `changes`: the facts they name replace those known before."""
        return self.model_copy(update=changes.named)  # not validated again: both have been


class ProfileChanges(Profile, frozen=True):
    """The facts that became known (or, given as `None`, unknown again); the rest stays."""

    @property
    def named(self) -> dict[str, Any]:
        """The facts that became known, by their names."""
        known = vars(self)
        return {name: known[name] for name in self.model_fields_set}

    @model_serializer(mode="wrap")
    def _only_what_was_given(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in dump(self).items() if name in self.model_fields_set}

    def __eq__(self, other: object) -> bool:
        """Equal when they name the same facts with the same values."""
        if not isinstance(other, ProfileChanges):
            return NotImplemented
        return self.model_fields_set == other.model_fields_set and super().__eq__(other)

    __hash__ = Profile.__hash__


class Facts(TypedDict):
    """What is known of a customer as a plain mapping: the facts of a `Profile` by their names.

    What goes by them while a history is folded, where a profile is changed again and again.
    """

    calling_code: str | None
    language: str | None
    chinese: bool | None
    pricing: Pricing | None
    referral_fee: bool | None
    visit_barriers: frozenset[VisitBarrier] | None
    special_needs: frozenset[SpecialNeed] | None
    agreed_visit_on: date | None
    channels: frozenset[Channel]


def facts_of(profile: Profile) -> Facts:
    """The facts of a profile; they are its own, not a copy, and nobody may change them."""
    return cast("Facts", vars(profile))


def with_changes(facts: Facts, changes: ProfileChanges) -> Facts:
    """The facts after `changes`, as `Profile.changed`."""
    return cast("Facts", {**facts, **changes.named})


class Lead(Strict, frozen=True):
    """One inquiry: an opaque id, when it came in, from where, and what is known of the customer."""

    lead_id: Id = Field(description="Opaque id of the lead.")
    created_at: Instant = Field(description="When the inquiry came in.")
    source: LeadSource = Field(default=LeadSource.OTHER, description="How the inquiry came in.")
    profile: Profile = Field(default=Profile(), description="What was known when it came in.")

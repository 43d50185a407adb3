"""Wording filled in: what to say or write to one customer, and checklists line by line.

Names, numbers, addresses and times are arguments of the call; nothing keeps them.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypedDict, TypeVar, Unpack
from zoneinfo import ZoneInfo

from leadflow.errors import UnwritableMessage
from leadflow.instants import as_instant, wall_time
from leadflow.policy import Policy
from leadflow.render.times import date_in_words, day_in_words, hour_in_words
from leadflow.vocabulary import Channel
from leadflow.wording import (
    FROM_CHECKLISTS,
    PLACEHOLDER,
    Language,
    Placeholder,
    is_one_line,
)


class Names(TypedDict, total=False):
    """What a text may be filled in with, each one line of text; see `message`."""

    customer: str
    sender: str
    doctor: str
    lead_id: str
    clinic: str
    clinic_phone: str
    clinic_address: str
    booking_link: str


class Worded(Protocol):
    """What has a wording, such as a task: the key of it, or none."""

    @property
    def wording(self) -> str | None:
        """Key of a wording of the policy."""


class Listed(Protocol):
    """What has a checklist, such as a task: the key of it, or none."""

    @property
    def checklist(self) -> str | None:
        """Key of a checklist of the policy."""


@dataclass(frozen=True, slots=True)
class Message:
    """A wording filled in, ready to be said or sent.

    `subject` and `body` hold names, so a message shows neither when it is printed or logged: only
    its key, channel and language. `subject` is `None` where the channel is not e-mail.
    """

    key: str
    channel: Channel
    language: Language
    subject: str | None = field(repr=False)
    body: str = field(repr=False)

    def to_html(self) -> str:
        """The body as HTML: a `p` for each paragraph, and everything else escaped."""
        paragraphs = html.escape(self.body).split("\n\n")
        return "\n".join(f"<p>{each.replace(chr(10), '<br>')}</p>" for each in paragraphs)


MEANING: Final[Mapping[str, str]] = {
    "customer": "the customer's name",
    "sender": "the name of who calls or writes",
    "doctor": "the doctor's name",
    "lead_id": "the lead's id",
    "clinic": "the clinic's name",
    "clinic_phone": "the number to call the clinic at",
    "clinic_address": "where the clinic is",
    "booking_link": "where to book online",
    "now": "the instant at which it is said, an aware datetime",
    "starts_at": "when the appointment starts, an aware datetime",
}
"""Every argument that a text can need."""
_ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    Placeholder.DAY: ("now", "starts_at"),
    Placeholder.DATE: ("starts_at",),
    Placeholder.TIME: ("starts_at",),
    **dict.fromkeys(FROM_CHECKLISTS, ()),
}
"""The arguments behind a placeholder that is not filled by the argument of its name."""
Held = TypeVar("Held")


def message(
    of: str | Worded,
    *,
    policy: Policy,
    language: str = "en",
    count: int = 0,
    now: datetime | None = None,
    starts_at: datetime | None = None,
    **names: Unpack[Names],
) -> Message:
    """Fill in a wording of the policy, given by its key or by a task that has one.

    `language` is "en" or "zh". `count` is how many of these have gone out before: a text that
    changes with it (INC 12.3) is taken from its place, or is the last. `now` and `starts_at` are
    aware datetimes of any zone; days and hours are shown as the clinic's own clocks show them, and
    "tomorrow" or "on Monday" by its calendar. `names` are `customer`, `sender`, `doctor`,
    `lead_id`, `clinic`, `clinic_phone`, `clinic_address` and `booking_link`: one line of text each.
    What a text does not need may be given all the same, so that a caller can give what it knows
    for every text alike.

    Raises:
        UnwritableMessage: the policy has no such wording, the language is neither of the two,
            `count` is no number of times, a name is unknown or not one line of text, or the text
            needs arguments that were not given: `missing` names all of them.
        InvalidInstant: `now` or `starts_at` is naive or outside the years 1970-2199.
    """
    key, wording = _found(policy.wording, of if isinstance(of, str) else of.wording)
    spoken = _language(language)
    if type(count) is not int or count < 0:
        raise UnwritableMessage("count must be a whole number from 0: how many went out before")
    words = wording.words(language=spoken, count=count)
    given = _lines(names)
    instants = {"now": now, "starts_at": starts_at}
    at = {name: as_instant(value) for name, value in instants.items() if value is not None}
    _refuse_missing(words.placeholders, given.keys() | at.keys())
    values = {**given, **_times(at, policy, spoken), **_lists(policy, spoken)}
    subject = None if words.subject is None else _filled(words.subject, values)
    return Message(key, wording.channel, spoken, subject, _filled(words.body, values))


def checklist(of: str | Listed, *, policy: Policy, language: str = "en") -> tuple[str, ...]:
    """The items of a checklist of the policy, given by its key or by a task that has one.

    Raises:
        UnwritableMessage: the policy has no such checklist, or the language is neither "en" nor
            "zh".
    """
    _, found = _found(policy.checklists, of if isinstance(of, str) else of.checklist)
    return found.lines(language=_language(language))


def _found(held: Mapping[str, Held], key: str | None) -> tuple[str, Held]:
    if key is None or key not in held:
        has = ", ".join(held) or "none at all"
        raise UnwritableMessage(f"the policy has nothing under this key; it has {has}")
    return key, held[key]


def _language(language: str) -> Language:
    for each in Language:
        if each == language:
            return each
    raise UnwritableMessage(f"texts are written in {' and '.join(Language)} only: give one of them")


def _lines(names: Names) -> dict[str, str]:
    """The names that were given, each of them one line of text."""
    given = {name: value for name, value in names.items() if value is not None}
    if not given.keys() <= Names.__annotations__.keys():
        known = ", ".join(Names.__annotations__)
        raise UnwritableMessage(f"a name was given that no text knows; the names are {known}")
    lines = {name: value for name, value in given.items() if isinstance(value, str)}
    wrong = [name for name in given if name not in lines or not is_one_line(lines[name])]
    if wrong:
        told = ", ".join(wrong)
        raise UnwritableMessage(f"give one line of text, without control characters, for {told}")
    return lines


def _refuse_missing(needed: Set[Placeholder], given: Set[str]) -> None:
    arguments = {name for each in needed for name in _ARGUMENTS.get(each, (each,))}
    missing = tuple(name for name in MEANING if name in arguments - given)
    if missing:
        told = ", ".join(f"{name}= ({MEANING[name]})" for name in missing)
        raise UnwritableMessage(f"the text needs more to be filled in; give {told}", missing)


def _times(at: Mapping[str, datetime], policy: Policy, language: Language) -> dict[str, str]:
    """Day, date and hour of the appointment by the clinic's clocks, as far as they are known."""
    zone = ZoneInfo(policy.calendar.zone)
    wall = {name: wall_time(instant, zone) for name, instant in at.items()}
    if "starts_at" not in wall:
        return {}
    starts = wall["starts_at"]
    told: dict[str, str] = {
        Placeholder.TIME: hour_in_words(starts.time(), language=language),
        Placeholder.DATE: date_in_words(starts.date(), language=language),
    }
    if "now" in wall:
        today = wall["now"].date()
        told[Placeholder.DAY] = day_in_words(starts.date(), today=today, language=language)
    return told


def _lists(policy: Policy, language: Language) -> dict[str, str]:
    """The checklists that texts may list, one item on a line."""
    listed = {
        placeholder: policy.checklists[key].lines(language=language)
        for placeholder, key in FROM_CHECKLISTS.items()
        if key in policy.checklists
    }
    return {name: "\n".join(f"• {line}" for line in lines) for name, lines in listed.items()}


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, in one pass: braces in a value are text."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)

"""How else the switches of a policy that are marked `reading` could be read: one table, by path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, NamedTuple

from leadflow.delays import AnyDelay, read_delay, write_delay
from leadflow.errors import InvalidDelay, InvalidPolicy
from leadflow.paths import holds, leaves
from leadflow.policy import Policy
from leadflow.readers.differences import worded
from leadflow.readers.whatif.sweep import revised
from leadflow.sections import Counted, Criterion, Then
from leadflow.vocabulary import Channel, Team

READING: Final = "reading"
OFF: Final = "off: there is no value to change"
NO_PART: Final = "no part of what is compared hangs on it"
TOO_MANY: Final = "too many other values to choose one from"


class Alternative(NamedTuple):
    """Another reading of one switch: a word for it, and the value that it gives the switch."""

    reading: str
    value: Any


Alternatives = Callable[[Any], Iterable[Alternative]]
"""From the value that a switch has, as the policy's JSON writes it, to what else it could be."""


def flipped(value: bool) -> Iterator[Alternative]:
    """A switch that is on or off."""
    yield Alternative("off" if value else "on", not value)


def rescaled(value: Any) -> Iterator[Alternative]:
    """A delay: none, half of it (whole days, months or business days) and double."""
    delay = read_delay(value)
    for word, many, of in (("none", 0, 1), ("half", 1, 2), ("double", 2, 1)):
        try:
            scaled = write_delay(_scaled(delay, many, of))
        except InvalidDelay:  # longer than any delay can be
            continue
        yield Alternative(f"{word} ({_short(scaled)})", scaled)


def rescaled_or_never(value: Any) -> Iterator[Alternative]:
    """A delay that may be missing: also without it."""
    yield Alternative("never", None)
    yield from rescaled(value)


def counted(value: int) -> Iterator[Alternative]:
    """A number: nought, half of it (rounded down) and double."""
    for word, number in (("none", 0), ("half", value // 2), ("double", value * 2)):
        yield Alternative(f"{word} ({number})", number)


def members_of(kind: Iterable[StrEnum]) -> Alternatives:
    """A set of members of an enumeration: with or without each of them."""

    def toggled(value: list[str]) -> Iterator[Alternative]:
        for member in kind:
            if member in value:
                yield _without(value, member)
            else:
                yield Alternative(f"with {worded(member)}", [*value, member.value])

    return toggled


def without_each(value: list[str]) -> Iterator[Alternative]:
    """A set of words that could be any: without each of them."""
    for word in value:
        yield _without(value, word)


def other_of(kind: Iterable[StrEnum]) -> Alternatives:
    """One member of an enumeration: any other."""
    return lambda value: (Alternative(worded(member), member.value) for member in kind)


def step(value: Any) -> Iterator[Alternative]:
    """What follows on a rung: another word, or another delay."""
    if value not in tuple(Then):
        yield from rescaled(value)
    yield from (Alternative(worded(member), member.value) for member in Then)


def none_or(value: str) -> Iterator[Alternative]:
    """How important leads are shown: not at all."""
    yield Alternative("none", None)


def swapped(value: list[str]) -> Iterator[Alternative]:
    """An order: each two neighbours the other way round."""
    for place in range(len(value) - 1):
        first, second = value[place : place + 2]
        order = [*value[:place], second, first, *value[place + 2 :]]
        yield Alternative(f"{worded(second)} before {worded(first)}", order)


def _without(value: list[str], word: str) -> Alternative:
    return Alternative(f"without {worded(word)}", [each for each in value if each != word])


def _scaled(delay: AnyDelay, many: int, of: int) -> AnyDelay:
    return type(delay)(*(getattr(delay, each.name) * many // of for each in fields(delay)))


def _short(written: str | dict[str, Any]) -> str:
    if isinstance(written, str):
        return written
    return " ".join(f"{worded(unit)} {number}" for unit, number in written.items())


ALTERNATIVES: Mapping[str, Alternatives] = {
    "attempts.counted": members_of(Counted),
    "attempts.follow_up_done_by": members_of(Channel),
    "attempts.one_per_day": flipped,
    "attempts.rungs[].unscheduled": step,
    "attempts.rungs[].no_response": step,
    "attempts.open_attempt_grace": rescaled,
    "attempts.exhausts_after_contact": flipped,
    "attempts.restart_on_communication": flipped,
    "attempts.within_opening_hours": flipped,
    "first_contact.within": rescaled_or_never,
    "first_contact.by_phone": flipped,
    "calls.ring_limit": rescaled,
    "mail.interval": rescaled,
    "appointments.sync_window": rescaled,
    "appointments.attendance_within": rescaled,
    "appointments.assume_no_show_after": rescaled_or_never,
    "reminder.before": rescaled,
    "no_show.call_within": rescaled,
    "no_show.reschedule_every": rescaled,
    "no_show.silence": rescaled,
    "unreachable.after": rescaled,
    "unreachable.attempts": counted,
    "unreachable.final_attempt_required": flipped,
    "unreachable.pool_interval": rescaled_or_never,
    "routing.chinese_languages": without_each,
    "routing.language_implies_chinese": flipped,
    "routing.visit_within_days": counted,
    "routing.applies_to_everyone": members_of(Criterion),
    "routing.otherwise": other_of(Team),
    "priority.order": swapped,
    "priority.highlight": none_or,
}
"""By the path of a switch, whatever the place of a rung: what else it could be."""

NOT_TRIED: Mapping[str, str] = {
    "name": NO_PART,
    "version": NO_PART,
    "source": NO_PART,
    "effective_on": NO_PART,
    "labels": NO_PART,
    "calendar": TOO_MANY,
    "tasks": NO_PART,
    "indicators": NO_PART,
    "wording": NO_PART,
    "checklists": NO_PART,
}
"""Of which values no other reading is tried, and why."""

_PLACE = re.compile(r"\[\d+\]")


def readings_of(policy: Policy) -> dict[str, Any]:
    """Every value of a policy that is marked `reading`, or lies in what is, by its path."""
    document = policy.model_dump(mode="json")
    return {path: value for path, value in leaves(document) if policy.source_of(path) == READING}


def why_not_tried(path: str, value: Any) -> str | None:
    """Why no other reading of a value is tried; `None` where there are some."""
    for part, reason in NOT_TRIED.items():
        if holds(part, path):
            return reason
    return OFF if value is None else None


def other_readings(policy: Policy, path: str, value: Any) -> Iterator[tuple[str, Policy]]:
    """For each other reading of a switch a word for it, and the policy under it.

    What no policy can have is left out, and so is what comes to the same.
    """
    known = [_values(policy)]
    for reading, other in ALTERNATIVES[_PLACE.sub("[]", path)](value):
        try:
            variant = revised(policy, {path: other})
        except InvalidPolicy:
            continue
        values = _values(variant)
        if values not in known:
            known.append(values)
            yield reading, variant


def _values(policy: Policy) -> dict[str, Any]:
    return dict(leaves(policy.model_dump(mode="json")))

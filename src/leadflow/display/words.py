"""What a decision says and what a policy holds, in words, on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from leadflow.display.pages import shown
from leadflow.outputs import NextContact, Priority, Routing

NONE = "none"
_MANY = 12
"""A longer list is told by its ends."""


def in_words(value: Any, *, zone: str | None) -> str:
    """One output of a decision as people read it, in a line; instants by the clocks of `zone`."""
    match value:
        case None | ():
            return NONE
        case bool():
            return "yes" if value else "no"
        case NextContact():
            return _contact(value, zone)
        case Routing():
            return f"{worded(value.team)} ({', '.join(value.grounds)})"
        case Priority():
            return ", ".join(_priority(value))
        case tuple():
            return "; ".join(_several(value, zone))
        case _:
            return str(value)


def worded(code: str) -> str:
    """A code of the library as people read it."""
    return code.replace("_", " ")


def setting(value: Any) -> str:
    """A value of a policy's JSON as people read it."""
    if value is None or value in ([], {}):
        return NONE
    match value:
        case bool():
            return "yes" if value else "no"
        case list() if len(value) > _MANY:
            return f"{setting(value[0])}, ..., {setting(value[-1])} ({len(value):,} in all)"
        case list():
            return ", ".join(map(setting, value))
        case dict():
            return ", ".join(f"{worded(name)}: {setting(part)}" for name, part in value.items())
        case _:
            return str(value)


def span_in_words(span: timedelta) -> str:
    """A span of exact time, in the two largest units that it fills: `2 d 3 h`, `45 min`."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")
    filled = [(count, unit) for count, unit in parts if count]
    return " ".join(f"{count:,} {unit}" for count, unit in filled[:2]) or "0"


def _contact(contact: NextContact, zone: str | None) -> str:
    by = "" if contact.by is None else f", by {shown(contact.by, zone=zone)}"
    return f"{shown(contact.at, zone=zone)} {worded(contact.purpose)}, {contact.channel}{by}"


def _priority(priority: Priority) -> Iterator[str]:
    yield worded(priority.kind)
    yield "due" if priority.due else "later"
    if priority.important:
        yield "important"


def _several(values: Sequence[Any], zone: str | None) -> Iterator[str]:
    for each in values:
        kind = getattr(each, "kind", None) or getattr(each, "code", None)
        yield in_words(each, zone=zone) if isinstance(each, NextContact) else worded(str(kind))

"""iCalendar (RFC 5545): a `VTODO` for each contact and task of decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from leadflow.decision import Decision
from leadflow.interop.wanted import Wanted, is_important, rank_of, wanted

_LINE = 75
"""The most octets of a line, its end not counted."""
_ESCAPED = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LOWEST = 9
"""The least priority that iCalendar has; 1 is the highest."""
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//leadflow//leadflow//EN", "METHOD:PUBLISH")


def todo_calendar(decisions: Iterable[Decision]) -> str:
    """A calendar with a to-do for every contact and task of these decisions, one of each lead.

    Give the decisions of one lead, or of all leads of a specialist. In the order of the decisions:
    of each the next contact, what is upcoming, then its tasks. `UID` is the same in every decision
    that wants the same thing, so a calendar that is sent again replaces the one before; `DTSTAMP`
    is the decision's own clock. `DTSTART` is from when, `DUE` until when (left out without a
    deadline), in UTC, to the second. `PRIORITY` follows the tiers of the policy: 1 for the first,
    one more for each after it, important follow-ups before the others; tasks that are no contacts
    have none. `CATEGORIES`: what for, the channel, the tier, `important`. `DESCRIPTION` is the rule
    and its source. The text ends its lines with CRLF and folds them at 75 octets.

    Without decisions, or where nothing is to be done, the calendar is empty.
    """
    lines = [*_HEAD]
    for decision in decisions:
        for each in wanted(decision):
            lines += ("BEGIN:VTODO", *_todo(each, decision), "END:VTODO")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _todo(each: Wanted, decision: Decision) -> Iterator[str]:
    yield f"UID:{each.id}"
    yield f"DTSTAMP:{_utc(decision.now)}"
    if each.by is None or _utc(each.by) > _utc(each.since):  # a DUE must lie after its DTSTART
        yield f"DTSTART:{_utc(each.since)}"
    if each.by is not None:
        yield f"DUE:{_utc(each.by)}"
    yield f"SUMMARY:{_text(f'{each.words}: {decision.lead_id}')}"
    if each.rule and each.source:
        yield f"DESCRIPTION:{_text(f'{each.rule}: {each.source}')}"
    yield f"CATEGORIES:{','.join(dict.fromkeys(_categories(each, decision)))}"
    rank = rank_of(each, decision)
    if rank is not None:
        yield f"PRIORITY:{min(rank + 1, _LOWEST)}"
    yield "STATUS:NEEDS-ACTION"


def _categories(each: Wanted, decision: Decision) -> Iterator[str]:
    for code in (each.what, each.channel, each.tier):
        if code is not None:
            yield str(code)
    if each.tier is not None and is_important(decision):
        yield "important"


def _utc(at: datetime) -> str:
    """An instant in the one form that needs no zone; what is less than a second is left out."""
    return at.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "") + "Z"


def _text(value: str) -> str:
    """A text as iCalendar writes it: escaped, and without control characters."""
    lines = "\n".join(value.splitlines())
    return _CONTROLS.sub("", lines).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never within a character; a blank goes on."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part

"""Histories and values in words, as the tables of a comparison show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from leadflow.display import shown
from leadflow.display.words import NONE, setting, span_in_words, worded
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Profile, ProfileChanges
from leadflow.outputs import Task
from leadflow.policy import Policy
from leadflow.readers.differences import Difference, told
from leadflow.rulebook.occasions import occasion_of

_MOST = 160
"""Of longer texts only the beginning is told."""
_LONG = 12
"""Of longer lists only the members that differ are told."""


def story(history: History, now: datetime, *, zone: str) -> str:
    """A lead's history in a line: each event with its distance from the lead's creation."""
    created_at = history.lead.created_at
    parts = [f"created {shown(created_at, zone=zone)}{_knowing(history.lead.profile)}"]
    parts += [f"{_after(each.at, created_at)} {event_in_words(each)}" for each in history.events]
    return "; ".join((*parts, f"asked {_after(now, created_at)}"))


def event_in_words(event: AnyEvent) -> str:
    """What happened, with what the event tells beside it; instants by their distance."""
    occasion = occasion_of(event)
    told = ", ".join(_told(event))
    return f"{occasion.value} ({told})" if told else occasion.value


def _told(event: AnyEvent) -> Iterator[str]:
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in _LEFT_OUT or value == field.default:
            continue
        if isinstance(value, datetime):
            yield f"{worded(field.name)} {_after(value, event.at)}"
        elif isinstance(value, ProfileChanges):
            facts = value.model_dump(mode="json", exclude_unset=True)
            yield ", ".join(f"{worded(name)} {setting(fact)}" for name, fact in facts.items())
        else:
            yield f"{worded(field.name)} {setting(value)}"


_LEFT_OUT = ("at", "type", "outcome", "answered")
"""What the occasion tells already."""


def _knowing(profile: Profile) -> str:
    """What is known of a customer."""
    plain = Profile()
    known = ((name, fact) for name, fact in profile if fact != getattr(plain, name))
    facts = ", ".join(f"{worded(name)} {_fact(fact)}" for name, fact in known)
    return f" ({facts})" if facts else ""


def _fact(fact: Any) -> str:
    if isinstance(fact, frozenset):
        return setting(sorted(fact))
    return fact.isoformat() if isinstance(fact, date) else setting(fact)


def _after(at: datetime, since: datetime) -> str:
    """A distance in words: `at once`, `+4 h`, `-30 min`; with its microseconds, if it has any."""
    span = at - since
    if not span:
        return "at once"
    sign, span = ("-", -span) if at < since else ("+", span)
    micros = f" {span.microseconds} us" if span.microseconds else ""
    return f"{sign}{span_in_words(span)}{micros}"


def cells(difference: Difference, policy: Policy) -> tuple[str, str, str]:
    """A difference as three cells; of several values those that only one side has."""
    name, zone = difference.output, policy.calendar.zone
    both = difference.before, difference.after
    if name == "valid_until":
        before, after = ("for good" if each is None else shown(each, zone=zone) for each in both)
    elif name == "tasks":
        one, two = both
        before, after = _tasks(one, two, zone), _tasks(two, one, zone)
    else:
        return told(difference, policy)
    return worded(name), before, after


def _tasks(tasks: Sequence[Task], others: Sequence[Task], zone: str) -> str:
    """The tasks that the other side does not ask for in the same way."""
    known = [replace(each, source="") for each in others]
    own = (each for each in tasks if replace(each, source="") not in known)
    return "; ".join(_task(each, zone) for each in own) or NONE


def _task(task: Task, zone: str) -> str:
    parts = [
        worded(part) for part in (task.fact, task.channel, task.wording, task.checklist) if part
    ]
    if task.by is not None:
        parts.append(f"by {shown(task.by, zone=zone)}")
    return f"{worded(task.kind)} ({', '.join(parts)})" if parts else worded(task.kind)


def values(before: Any, after: Any) -> tuple[str, str]:
    """Two values of a policy in words; of long lists only what the other has not."""
    if isinstance(before, list) and isinstance(after, list) and len(before) + len(after) > _LONG:
        return _only(before, after), _only(after, before)
    return _short(setting(before)), _short(setting(after))


def _only(members: list[Any], others: list[Any]) -> str:
    """What only one of two lists has, and how many it has in all."""
    own = [each for each in members if each not in others]
    return f"{len(members):,} in all, of them only here: {setting(own)}"


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 4]} ..."

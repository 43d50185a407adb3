"""What a decision wants done, one thing at a time: the common ground of tasks and to-dos."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from leadflow.decision import Decision
from leadflow.display.words import worded
from leadflow.outputs import NextContact, Task
from leadflow.vocabulary import Channel, ContactOrigin, Purpose, TaskKind, WorkKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """One contact or task of a decision.

    `id` is a UUID in text, the same in every decision in which the thing is wanted: a contact is
    the same while lead, purpose and planned instant are, a task while its own id is. `since` is
    from when it can be done; `asked_at`, when it became known that it must be.
    """

    id: str
    what: Purpose | TaskKind
    since: datetime
    by: datetime | None
    asked_at: datetime | None
    channel: Channel | None
    rule: str | None
    source: str | None
    tier: WorkKind | None = None
    origin: ContactOrigin | None = None
    task: Task | None = None

    @property
    def words(self) -> str:
        """What is to be done, on one line: `Follow up, by phone`."""
        what = worded(self.what).capitalize()
        return what if self.channel is None else f"{what}, by {self.channel}"


def wanted(decision: Decision) -> Iterator[Wanted]:
    """Everything that a decision wants done: its contacts as they come up, then its tasks."""
    yield from _contacts(decision)
    for task in decision.tasks:
        yield Wanted(
            stable_id("task", decision.lead_id, task.id),
            task.kind,
            task.since,
            task.by,
            task.since,
            task.channel,
            task.rule,
            task.source,
            task=task,
        )


def _contacts(decision: Decision) -> Iterator[Wanted]:
    contacts = [] if decision.next_contact is None else [decision.next_contact]
    contacts += decision.upcoming
    behind = [each for each in decision.because if each.output in ("next_contact", "upcoming")]
    told: dict[tuple[Purpose, datetime], int] = {}
    # A decision read from JSON may have been stripped of its reasons.
    for contact, reason in zip_longest(contacts, behind[: len(contacts)]):
        key = contact.purpose, contact.at
        nth = told[key] = told.get(key, -1) + 1
        yield Wanted(
            _contact_id(decision.lead_id, contact, nth),
            contact.purpose,
            contact.at,
            contact.by,
            None if reason is None else reason.at,
            contact.channel,
            None if reason is None else reason.rule,
            None if reason is None else reason.source,
            contact.kind,
            contact.origin,
        )


def _contact_id(lead_id: str, contact: NextContact, nth: int) -> str:
    return stable_id("contact", lead_id, contact.purpose, zulu(contact.at), nth)


def is_important(decision: Decision) -> bool:
    """Whether the lead is marked as important (PRI-3), as far as its decision tells."""
    return decision.priority is not None and decision.priority.important


def rank_of(each: Wanted, decision: Decision) -> int | None:
    """The place of a contact's tier in the work queue, the first being 0.

    Important follow-ups stand before the others of their tier, as in the queue (PRI-2). `None`
    where there is no tier, or the decision does not tell their order.
    """
    if each.tier is None or each.tier not in decision.order:
        return None
    places = [
        (kind, important)
        for kind in decision.order
        for important in ((True, False) if kind is WorkKind.FOLLOW_UP else (False,))
    ]
    important = each.tier is WorkKind.FOLLOW_UP and is_important(decision)
    return places.index((each.tier, important))


def stable_id(*parts: str | int) -> str:
    """A UUID (version 8: by a rule of our own) in text, the same for the same parts."""
    text = json.dumps(parts, separators=(",", ":"))
    digits = hashlib.sha256(text.encode()).hexdigest()
    variant = "89ab"[int(digits[16], 16) % 4]
    return "-".join(
        (
            digits[:8],
            digits[8:12],
            f"8{digits[13:16]}",
            f"{variant}{digits[17:20]}",
            digits[20:32],
        )
    )


def zulu(at: datetime) -> str:
    """An instant as ISO 8601 text in UTC, with `Z`."""
    return at.isoformat().replace("+00:00", "Z")

"""The shape of a rule: a head for people, tables and diagrams, and a body for the machine.

The body is a plain function that may change the draft and returns whether it fired. The head is
data and honest by test: the body changes only what `sets` names, leads only to `to`, and is called
only in the statuses of `when`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.sentences import SENTENCES
from leadflow.rulebook.terms import Terms
from leadflow.sources import Clause
from leadflow.vocabulary import Status

Body = Callable[[Draft, Any, Terms], bool]

OPEN = (Status.NEW, Status.FOLLOW_UP, Status.CONTACTED, Status.MAIL_CONTACTED)
"""Statuses in which the ladder runs."""
CLOSED = (Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER)
"""Statuses in which nothing is planned or owed but a ringing call."""
REOPENABLE = (Status.DEAD, Status.OFFICE_TRANSFER)
"""Closed statuses that communication or a follow-up opens again (CLS-4)."""
ANY = tuple(Status)

CLOSES = (
    "status", "reason_for_loss", "open_attempt", "agenda.voicemail", "agenda.reply",
    "agenda.missed_call", "agenda.first_call", "agenda.exact", "agenda.ladder", "agenda.final",
    "agenda.pool", "agenda.no_show", "round", "silence", "appointments",
)  # fmt: skip
"""What closing a lead sets (CLS-1)."""


def but(*left_out: Status) -> tuple[Status, ...]:
    """Every status except those named."""
    return tuple(status for status in Status if status not in left_out)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the specification, bound to the occasions on which it speaks.

    `on` and `when` say on which occasion and in which statuses the body is called; `to`, which
    statuses it can lead to; `sets`, which fields of the draft it can change (`draft.FIELDS`);
    `reads`, the policy fields behind it; `cites`, the clauses (none: a reading of the
    specification); `needs`, the policy section or switch without which it is off;
    `given`, fields of which one must hold something for the rule to fire: from before the occasion,
    or since an earlier rule set it.

    `overrides` names rules that do not fire where this one did, `yields_to` those that keep this
    one from firing. `after` and `before` say only in which order two rules speak that set the same
    field. Where a `final` rule fires it has the last word on the occasion.
    """

    id: str
    body: Body
    on: tuple[Occasion, ...]
    when: tuple[Status, ...]
    to: tuple[Status, ...] = ()
    sets: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    cites: tuple[Clause, ...] = ()
    needs: str | None = None
    given: tuple[str, ...] = ()
    overrides: tuple[Body, ...] = ()
    yields_to: tuple[Body, ...] = ()
    after: tuple[Body, ...] = ()
    before: tuple[Body, ...] = ()
    final: bool = False

    @property
    def name(self) -> str:
        """Name of the body: unique in the rulebook."""
        return self.body.__name__

    @property
    def sentence(self) -> str:
        """What a clinic manager would say: the first line of the body's docstring."""
        told: str = self.body.__doc__ or SENTENCES.get(self.name, "")
        return told.strip().partition("\n")[0]

"""The shape of a task's rule: a head for people and tables, a body that says when it is asked for.

A body looks at one lead at one instant and gives a demand for each task of its kind. It changes
nothing: a task disappears because its body asks for it no longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Entry
from leadflow.sources import Clause
from leadflow.tasks.ledger import Ledger
from leadflow.tasks.since import Since
from leadflow.vocabulary import Channel, Purpose, TaskKind


@dataclass(frozen=True, slots=True)
class View:
    """What a body may look at: the lead, what its events showed, and what is planned."""

    draft: Draft
    ledger: Ledger
    due: Mapping[Purpose, Sequence[Entry]]
    """The contacts that are due, by what they are for; in the order in which they come up."""
    now: datetime

    def channel(self, wanted: Channel) -> Channel | None:
        """The channel of a step: the one it asks for, or what stands in for it (COM-8)."""
        channels = self.draft.facts["channels"]
        if wanted in channels:
            return wanted
        return next((each for each in Channel if each in channels), None)


class Demand(NamedTuple):
    """One task asked for: since when, until when, and by what it was caused."""

    since: datetime
    caused: Since
    """The event behind it, and its instant."""
    by: datetime | None = None
    channel: Channel | None = None
    path: str | None = None
    """Field path of the policy value behind it."""
    appointment_id: str | None = None
    fact: str | None = None
    source: str | None = None
    """The clause behind it, where that is not the rule's."""
    wording: str | None = None
    """The text for it, where that is not the rule's."""
    nth: int = 0
    """Tells tasks of one kind and one instant apart that are about nothing else."""


Body = Callable[[View], Iterable[Demand]]


@dataclass(frozen=True, slots=True)
class TaskRule:
    """One kind of task.

    `id` and `cites` say where it comes from; `wording` and `checklist` are keys of the policy's
    texts; `outreach` tasks reach out to the lead, and nobody may while the lead is silenced. One
    that `stands` is ended only by what it asks for: `task_done` does not end it.
    """

    kind: TaskKind
    body: Body
    id: str
    cites: tuple[Clause, ...]
    wording: str | None = None
    checklist: str | None = None
    outreach: bool = False
    stands: bool = False

    @property
    def sentence(self) -> str:
        """What a clinic manager would say: the first line of the body's docstring."""
        return (self.body.__doc__ or "").strip().partition("\n")[0]

"""The parts of a decision, as values (interface, "Decision")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import with_config

from leadflow.instants import Computed
from leadflow.vocabulary import (
    Channel,
    ContactOrigin,
    Highlight,
    Purpose,
    TaskKind,
    Team,
    WarningCode,
    WorkKind,
)


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class PolicyRef:
    """Which policy decided: its name, version, and the fingerprint of its canonical JSON."""

    name: str
    version: str
    fingerprint: str


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class NextContact:
    """One contact to make: when, until when, how, what for, and who made it necessary.

    `at` and `by` are instants in UTC; `by` is `None` where the sources set no deadline. `kind` is
    the tier of the work queue that it belongs to.
    """

    at: Computed
    by: Computed | None
    channel: Channel
    purpose: Purpose
    kind: WorkKind
    origin: ContactOrigin


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, because its answer can change the team (RTE-6)."""

    fact: str
    type: str
    answers: tuple[str | bool, ...]
    source: str


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Routing:
    """Which team handles the lead, the rules it rests on, and what must be asked first."""

    team: Team
    grounds: tuple[str, ...]
    questions: tuple[Question, ...] = ()


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Priority:
    """The place of the next contact in the work queue (PRI)."""

    kind: WorkKind
    due: bool
    important: bool
    highlight: Highlight | None


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Task:
    """Something the sources ask to be done now (TSK).

    `id` is the same at every clock, and differs between leads; `since` is when it began to be asked
    for, `by` its deadline, if the sources set one. `wording` and `checklist` are keys of the
    policy's texts; `rule` and `source` say what asks for it; `appointment_id` and `fact`, what it
    is about.
    """

    id: str
    kind: TaskKind
    since: Computed
    by: Computed | None
    channel: Channel | None
    wording: str | None
    checklist: str | None
    rule: str
    source: str
    appointment_id: str | None
    fact: str | None


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class HistoryWarning:
    """Something in the history that looks wrong: what, where, and when.

    `event` is the index of the event in the history, `None` where none did it; `at` is in UTC.
    """

    code: WarningCode
    event: int | None
    at: Computed


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class Reason:
    """Why one output is what it is: the rule, its source, the policy value and the event.

    `event` is the index of the event in the history, `None` where time alone or the lead's creation
    did it; `at` is when, in UTC.
    """

    output: str
    rule: str
    source: str
    policy: str | None
    value: Any
    event: int | None
    at: Computed

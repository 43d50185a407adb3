"""Why each output of a decision is what it is (`Decision.because`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from leadflow.engine.agenda import silenced_by
from leadflow.engine.book import Asked
from leadflow.errors import InvalidPath
from leadflow.outputs import Reason, Routing
from leadflow.paths import value_at
from leadflow.policy import Policy
from leadflow.routing import BY_TRANSFER, CLAUSES
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.mail_round import NEW_LEAD
from leadflow.rulebook.records import Cause, Entry
from leadflow.rulebook.rule import Body
from leadflow.sources import CLAUSES as ALL_CLAUSES
from leadflow.sources import INC, RSI, Clause
from leadflow.vocabulary import Status, TaskKind

_READINGS: Mapping[str, tuple[Clause, ...]] = {
    "ATT-2": (),
    "ATT-10": (RSI.reason_by_hand,),
    "CLS-3": (INC.termination_stop,),
    "PRI-1": (RSI.order_of_work,),
    "ATT-9": (RSI.attempt_3_exhausted,),
    "COM-7": (),
    "APT-2": (RSI.scheduled_sync,),
    "APT-8": (),
    "TSK": (),
    "APT-9": (),
    "NSH-2": (INC.missed_appointment_email,),
    "NSH-4": (INC.termination_silence,),
    "UNR-1": (INC.unreachable_two_months,),
    **CLAUSES,
}
"""Rules that a decision rests on without a rule of the fold having fired."""

_REFERENCES: Mapping[str | None, Clause] = {each.reference: each for each in ALL_CLAUSES}
READING = "reading"
"""The source of what no document of the policy says: the specification settles it."""
_FROM_THE_START = {"attempts": "ATT-2", "do_not_contact": "CLS-3"}


class Ground(NamedTuple):
    """What one output rests on; `rule` where it is another than that of the cause."""

    output: str
    cause: Cause
    rule: str | None = None
    path: str | None = None


class Traced(NamedTuple):
    """What the trace of a draft tells: to read it may cost as much as the history is long."""

    emptied: Cause
    """What had the last word on the agenda, for where nothing is on it."""
    counted: Cause
    """What had the last word on the attempts; where nothing had, the lead's creation."""
    length: int
    """How long the trace was."""


def traced(draft: Draft, known: Traced | None = None) -> Traced:
    """Read the trace of a draft from its end back: to the last words, or to what is known."""
    emptied = counted = None
    for rule, event, at in draft.fired(0 if known is None else known.length):
        of_agenda, of_attempts = _speaks_of(rule.body, rule.sets)
        if of_agenda and emptied is None:
            emptied = Cause(rule, event, at)
        if of_attempts and counted is None:
            counted = Cause(rule, event, at)
        if emptied and counted:
            break
    created = Cause(NEW_LEAD, None, draft.created_at)
    before = Traced(created, created, 0) if known is None else known
    return Traced(emptied or before.emptied, counted or before.counted, len(draft.trace))


@cache
def _speaks_of(body: Body, sets: Sequence[str]) -> tuple[bool, bool]:
    """Whether a rule can change the next contact, and whether it can change the attempts."""
    return any(map(_is_of_agenda, sets)), "attempts" in sets


def grounds_of(
    draft: Draft, turn: Sequence[Entry], routing: Routing, trace: Traced
) -> list[Ground]:
    """What each output rests on, in the order of the decision's fields."""
    silenced = silenced_by(draft)
    found = [Ground("status", draft.status_cause)]
    if turn:
        found.append(Ground("next_contact", turn[0].cause))
        found += (Ground("upcoming", entry.cause) for entry in turn[1:])
    else:
        found.append(Ground("next_contact", silenced or trace.emptied))
    found.append(_reason_for_loss(draft))
    for rule in routing.grounds:
        by_person = rule == BY_TRANSFER
        cause = draft.team_cause if by_person else draft.profile_cause
        found.append(Ground("routing", cause, rule, None if by_person else _ROUTING.get(rule)))
    found.append(
        Ground("priority", turn[0].cause if turn else draft.status_cause, "PRI-1", "priority.order")
    )
    for output, cause in (
        ("attempts", trace.counted),
        ("do_not_contact", draft.do_not_contact_cause),
    ):
        found.append(
            Ground(output, cause, _FROM_THE_START[output] if cause.rule is NEW_LEAD else None)
        )
    return found


_ROUTING = {"RTE-7": "routing.otherwise", "RTE-4": "routing.visit_within_days"}


def _is_of_agenda(field: str) -> bool:
    """Whether a field can hold the next contact; the final attempt goes with its criteria."""
    return field.startswith("agenda.") and field != "agenda.final"


def _reason_for_loss(draft: Draft) -> Ground:
    cause = draft.person_reason_cause or draft.reason_cause
    if draft.status is Status.DEAD and cause is not None:
        return Ground("reason_for_loss", cause)
    return Ground("reason_for_loss", draft.status_cause, "ATT-10")


Words = tuple[str, str, str | None, Any]
"""Rule, source, field path and policy value."""


def _reason(output: str, words: Words, event: int | None, at: datetime) -> Reason:
    """A reason with a policy value of its own: whoever changes it changes no other's."""
    rule, source, path, value = words
    return Reason(output, rule, source, path, _copied(value), event, at)


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return value


class Explainer:
    """Turns grounds into reasons, with the values of one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._values: dict[str, Any] = policy.model_dump(mode="json")
        self._documents = {source.partition(".")[0] for source in policy.sources.values()}
        self._known: dict[tuple[object, str | None], Words] = {}
        self._asked: dict[tuple[TaskKind, str | None, str | None], Words] = {}

    def reason(self, ground: Ground) -> Reason:
        """One reason: the rule, what it rests on, and the policy value that went into it."""
        cause = ground.cause
        if ground.rule is None:
            known: tuple[object, str | None] = cause.rule.body, cause.path
        else:
            known = ground.rule, ground.path
        if known not in self._known:
            self._known[known] = self._words_of(ground)
        return _reason(ground.output, self._known[known], cause.event, cause.at)

    def _words_of(self, ground: Ground) -> Words:
        """What is the same wherever the same rule speaks."""
        cause = ground.cause
        if ground.rule is None:
            rule, clauses = cause.rule.id, cause.rule.cites
            path = cause.path or next(filter(self._is_one_value, cause.rule.reads), None)
        else:
            rule, clauses, path = ground.rule, _READINGS[ground.rule], ground.path
        path, value = self._value_at(path)
        source = self._source(clauses, cause.path if ground.rule is None else ground.path)
        return rule, source, path, value

    def task(self, asked: Asked) -> Reason:
        """Why a task is asked for."""
        since, event = asked.demand.caused
        return _reason("tasks", self._words_of_task(asked), event, since)

    def source_of_task(self, asked: Asked) -> str:
        """What a task is asked for by: in the policy's documents, else behind the policy value."""
        return self._words_of_task(asked)[1]

    def _words_of_task(self, asked: Asked) -> Words:
        """As `_words_of`, for a task."""
        rule, demand = asked.rule, asked.demand
        known = rule.kind, demand.source, demand.path
        if known not in self._asked:
            said = demand.source or self._said_by(rule.cites)
            source = said or self._source((), demand.path)
            self._asked[known] = rule.id, source, *self._value_at(demand.path)
        return self._asked[known]

    def _said_by(self, clauses: Sequence[Clause]) -> str:
        return "; ".join(each.citation for each in clauses if each.document in self._documents)

    def _source(self, clauses: Sequence[Clause], path: str | None) -> str:
        """What the value that decided comes from, else the rule, in the policy's documents."""
        behind = self._policy.source_of(path) if path else None
        if behind is not None:
            return _REFERENCES[behind].citation if behind in _REFERENCES else behind
        return self._said_by(clauses) or READING

    def _is_one_value(self, path: str) -> bool:
        """Whether a rule that reads `path` reads one value there, not a whole ladder."""
        value = self._value_at(path)[1]
        return not (isinstance(value, list) and value and isinstance(value[0], dict))

    def _value_at(self, path: str | None) -> tuple[str | None, Any]:
        """The policy value at a field path; a path into a section that is off is none."""
        if path is None:
            return None, None
        try:
            return path, value_at(self._values, path)
        except InvalidPath:
            return None, None

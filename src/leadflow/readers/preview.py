"""What each button does before it is pressed: the decision after every disposition possible now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from pydantic import ValidationError

from leadflow.decision import Decision
from leadflow.display import Page, Shown, Table, clocked, shown
from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.errors import InvalidReason, UnknownOption
from leadflow.events import AnyEvent, MarkedDead
from leadflow.history import History
from leadflow.instants import as_instant
from leadflow.outputs import HistoryWarning, Reason
from leadflow.policy import Policy
from leadflow.readers.buttons import buttons
from leadflow.readers.changes import changed, grounds, reasons_behind, stands
from leadflow.readers.differences import NONE, Difference, differences, in_words
from leadflow.readers.dispositions import NOT_APPLICABLE
from leadflow.readers.situations import Situation, next_opening, open_appointments
from leadflow.rulebook.draft import Draft
from leadflow.vocabulary import ReasonForLoss

_IN_COLUMNS = ("status", "next_contact", "warnings")
"""Outputs that have columns of their own."""


@dataclass(frozen=True, slots=True)
class Option:
    """One disposition: the event that would be recorded at `now`, and the decision then.

    `changes` are the outputs in which that differs from the decision now; `new_warnings`, what
    would look wrong that does not yet.
    """

    name: str
    label: str
    event: AnyEvent
    decision: Decision
    changes: tuple[Difference, ...]
    new_warnings: tuple[HistoryWarning, ...]

    @property
    def because(self) -> tuple[Reason, ...]:
        """Why what changes is what it is then; of tasks and the like, why the new ones are."""
        return tuple(reasons_behind(self.changes, self.decision.because))

    def row(self) -> dict[str, Any]:
        """The option as one flat row; instants stay instants, several words stand with commas."""
        decision = self.decision
        contact, reason = decision.next_contact, decision.reason_for_loss
        return {
            "name": self.name,
            "label": self.label,
            "event": self.event.type,
            "status": decision.status.value,
            "next_contact_at": None if contact is None else contact.at,
            "next_contact_by": None if contact is None else contact.by,
            "purpose": None if contact is None else contact.purpose.value,
            "channel": None if contact is None else contact.channel.value,
            "reason_for_loss": None if reason is None else str(reason),
            "attempts": decision.attempts,
            "changed": ", ".join(each.output for each in self.changes),
            "new_warnings": ", ".join(each.code.value for each in self.new_warnings),
            "rules": ", ".join(dict.fromkeys(each.rule for each in self.because)),
        }

    def cells(self, policy: Policy) -> tuple[str, ...]:
        """The option as people read it: what it does to status and next contact, and what else."""
        decision = self.decision
        rest = [each for each in self.changes if each.output not in _IN_COLUMNS]
        first = [each for each in self.because if each.output in _IN_COLUMNS]
        return (
            self.label,
            policy.label_of(decision.status),
            in_words(decision.next_contact, policy),
            "; ".join(changed(each, policy) for each in rest) or NONE,
            in_words(self.new_warnings, policy),
            grounds(first or self.because) or NONE,
        )


@dataclass(frozen=True, slots=True)
class Preview(Shown):
    """What can be recorded of a lead at `now`, in the order of the documents, and what comes of it.

    `follow_up_at` and `starts_at` are what a follow-up and a visit are set for; `assumed` names
    those of them that were not given. One is `None` where the next opening is later than an event
    may say: then what needs it is left out. An option is taken out by its name:
    `preview["no_answer"]`.
    """

    now: datetime
    policy: Policy = field(repr=False)
    decision: Decision
    follow_up_at: datetime | None
    starts_at: datetime | None
    assumed: tuple[str, ...]
    reason: str
    options: tuple[Option, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the options."""
        return tuple(each.name for each in self.options)

    def __contains__(self, name: object) -> bool:
        """Whether there is an option of that name now."""
        return name in self.names

    def __iter__(self) -> Iterator[Option]:
        """The options, in order."""
        return iter(self.options)

    def __len__(self) -> int:
        """How many options there are; never none."""
        return len(self.options)

    def __getitem__(self, name: str) -> Option:
        """The option of that name; raises `UnknownOption` where there is none now."""
        for each in self.options:
            if each.name == name:
                return each
        raise UnknownOption("there is no such option now: names lists those that there are")

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each option."""
        return [each.row() for each in self.options]

    def _page(self) -> Page:
        policy, decision = self.policy, self.decision
        zone = policy.calendar.zone
        now = (stands(each, getattr(decision, each), policy) for each in ("status", "next_contact"))
        lines = [
            clocked(self.now, zone=zone, policy=decision.policy),
            f"Now {'; '.join(now)}",
        ]
        for words, name in (("Follow-up", "follow_up_at"), ("Visit", "starts_at")):
            at = getattr(self, name)
            when = NONE if at is None else shown(at, zone=zone)
            why = " (the next opening on a later day)" if name in self.assumed else ""
            lines.append(f"{words} at {when}{why}")
        columns = (
            "button",
            "status then",
            "next contact then",
            "what else changes",
            "warns",
            "rule",
        )
        rows = [each.cells(policy) for each in self.options]
        table = Table("What each button does", columns, rows)
        return Page(f"Preview of {decision.lead_id}", tuple(lines), (table,))


def preview(
    history: History,
    *,
    now: datetime,
    policy: Policy,
    follow_up_at: datetime | None = None,
    starts_at: datetime | None = None,
    reason: str = ReasonForLoss.NO_LONGER_INTERESTED,
) -> Preview:
    """For each disposition that can be recorded at `now`, the decision that would follow.

    `follow_up_at` is the instant of a follow-up, `starts_at` that of a visit booked or moved; where
    they are not given, the next opening on a later day of the policy's calendar. `reason` is the
    reason for loss. Left out are dispositions through a channel that the lead does not have, those
    that would say what holds already (allowing contact that nobody forbade), and those of which
    the rules say that they have no sense now (reopening an open lead). All else is offered, and
    what would look wrong stands in its `new_warnings`.

    Events after `now` are not looked at. Raises `InvalidInstant` where an instant is naive or
    outside the years 1970-2199, `InvalidReason` where `reason` is no short code.
    """
    clock = as_instant(now)
    past = history.until(clock)
    decider = Decider(policy)
    draft, decision = _decided(decider, past, clock)
    opening = next_opening(decider.terms.hours, clock)
    taken = {getattr(each, "appointment_id", None) for each in past.events}
    situation = Situation(
        now=clock,
        events=past.events,
        draft=draft,
        decision=decision,
        policy=policy,
        appointments=tuple(open_appointments(past, draft)),
        new_id=next(each for each in map("new-{}".format, count(1)) if each not in taken),
        follow_up_at=opening if follow_up_at is None else as_instant(follow_up_at),
        starts_at=opening if starts_at is None else as_instant(starts_at),
        reason=_code(reason, clock),
    )
    return Preview(
        now=clock,
        policy=policy,
        decision=decision,
        follow_up_at=situation.follow_up_at,
        starts_at=situation.starts_at,
        assumed=tuple(
            name
            for name, given in (("follow_up_at", follow_up_at), ("starts_at", starts_at))
            if given is None
        ),
        reason=situation.reason,
        options=tuple(_options(situation, past, decider)),
    )


def _options(situation: Situation, past: History, decider: Decider) -> Iterator[Option]:
    before = situation.decision
    known = frozenset(before.warnings)
    for name, label, event in buttons(situation):
        _draft, then = _decided(decider, past.with_event(event), situation.now)
        new = tuple(each for each in then.warnings if each not in known)
        if NOT_APPLICABLE.isdisjoint(each.code for each in new):
            yield Option(name, label, event, then, differences(before, then), new)


def _decided(decider: Decider, history: History, now: datetime) -> tuple[Draft, Decision]:
    draft = begin(history.lead, decider.terms)
    run(draft, history.events, now, decider.program)
    return draft, decider.decide(draft, history, now)


def _code(reason: str, now: datetime) -> str:
    try:
        return MarkedDead(at=now, reason=reason).reason
    except ValidationError:
        pass
    raise InvalidReason("a reason for loss is a short code: up to 64 of a to z, 0 to 9 and _")

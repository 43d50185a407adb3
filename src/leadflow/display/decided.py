"""A decision as a page and as a row: what it says, and for each part by which rule and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leadflow.display.pages import Page, Table, clocked, shown
from leadflow.display.words import in_words, setting, worded
from leadflow.outputs import Reason, Task

if TYPE_CHECKING:
    from leadflow.decision import Decision

_SEVERAL = ("upcoming", "tasks", "warnings")
"""Outputs that have a table of their own."""
_BEHIND = ("rule", "source", "policy value")


def page_of(decision: Decision, *, zone: str | None) -> Page:
    """What a decision says; instants by the clocks of `zone`, or in UTC where none is known."""
    tables = (
        Table("What it says", ("output", "value", *_BEHIND), list(_outputs(decision, zone))),
        Table("Upcoming", ("contact", *_BEHIND), list(_upcoming(decision, zone))),
        Table("Tasks", _TASK, [_task(each, zone) for each in decision.tasks]),
        Table("Warnings", ("warning", "event", "at"), list(_warnings(decision, zone))),
    )
    lines = (
        clocked(decision.now, zone=zone, policy=decision.policy),
        f"The lead came in at {shown(decision.created_at, zone=zone)}",
    )
    shown_ones = (tables[0], *(each for each in tables[1:] if each.rows))
    return Page(f"Decision for {decision.lead_id}", lines, shown_ones)


def _outputs(decision: Decision, zone: str | None) -> Iterator[tuple[str, ...]]:
    last = None
    for reason in decision.because:
        if reason.output not in _SEVERAL:
            again = reason.output == last
            value = "" if again else _value(decision, reason.output, zone)
            yield "" if again else worded(reason.output), value, *_behind(reason)
            last = reason.output


def _value(decision: Decision, output: str, zone: str | None) -> str:
    value = getattr(decision, output)
    if output == "valid_until":
        return "for good" if value is None else shown(value, zone=zone)
    return worded(value) if isinstance(value, str) else in_words(value, zone=zone)


def _behind(reason: Reason) -> tuple[str, str, str]:
    policy = "-" if reason.policy is None else f"{reason.policy} = {setting(reason.value)}"
    return reason.rule, reason.source, policy


def _upcoming(decision: Decision, zone: str | None) -> Iterator[tuple[str, ...]]:
    reasons = [each for each in decision.because if each.output == "upcoming"]
    for contact, reason in zip(decision.upcoming, reasons, strict=False):
        yield in_words(contact, zone=zone), *_behind(reason)


_TASK = ("task", "about", "since", "by", "channel", "rule", "source")


def _task(task: Task, zone: str | None) -> tuple[str, ...]:
    since, by = shown(task.since, zone=zone), "-" if task.by is None else shown(task.by, zone=zone)
    about = task.appointment_id or (worded(task.fact) if task.fact else "-")
    return worded(task.kind), about, since, by, task.channel or "-", task.rule, task.source


def _warnings(decision: Decision, zone: str | None) -> Iterator[tuple[str, ...]]:
    for each in decision.warnings:
        event = "-" if each.event is None else str(each.event)
        yield worded(each.code), event, shown(each.at, zone=zone)


def row_of(decision: Decision) -> dict[str, Any]:
    """A decision as one flat row: words as text, instants as they are, of what is many the count.

    Which contacts, tasks and warnings there are, `to_dict` tells.
    """
    contact, priority = decision.next_contact, decision.priority
    return {
        "lead_id": decision.lead_id,
        "created_at": decision.created_at,
        "now": decision.now,
        "policy": decision.policy.name,
        "version": decision.policy.version,
        "fingerprint": decision.policy.fingerprint,
        "status": decision.status.value,
        "next_contact_at": decision.next_contact_at,
        "next_contact_by": None if contact is None else contact.by,
        "channel": None if contact is None else contact.channel.value,
        "purpose": None if contact is None else contact.purpose.value,
        "kind": None if contact is None else contact.kind.value,
        "origin": None if contact is None else contact.origin.value,
        "due": None if priority is None else priority.due,
        "important": None if priority is None else priority.important,
        "upcoming": len(decision.upcoming),
        "reason_for_loss": decision.reason_for_loss,
        "team": decision.routing.team.value,
        "grounds": ", ".join(decision.routing.grounds),
        "questions": len(decision.routing.questions),
        "tasks": len(decision.tasks),
        "attempts": decision.attempts,
        "do_not_contact": decision.do_not_contact,
        "valid_until": decision.valid_until,
        "warnings": len(decision.warnings),
    }

"""The laws that can be checked in passing, on every history that the exploration meets."""

from __future__ import annotations

from typing import Any, NamedTuple

from clinic import MICROSECOND
from leadflow import Decision, Engine, History, Purpose, Status

CLOSED = frozenset({Status.DEAD, Status.INVALID, Status.OFFICE_TRANSFER})
DEAD, SCHEDULED, ANSWER_CALL = Status.DEAD, Status.SCHEDULED, Purpose.ANSWER_CALL


class Told(NamedTuple):
    """What the events alone say of a lead, kept apart from the engine that is under test."""

    stopped: bool = False
    """A stop request stands that no permission has lifted."""
    booked: bool = False
    """An appointment is open."""

    def then(self, kind: str) -> Told:
        """What is told after one more event of this kind."""
        return Told(
            {"stopped": True, "permitted": False}.get(kind, self.stopped),
            kind == "booked" or (self.booked and kind not in _ENDS_BOOKING),
        )


_ENDS_BOOKING = frozenset({"attended", "missed", "invalid", "stopped"})


def broken(decision: Decision, told: Told) -> str | None:
    """The first law that a decision breaks, given what the events say; none if it keeps them."""
    status, contact = decision.status, decision.next_contact
    if contact is not None and not _only_a_ringing_call(decision):
        if status in CLOSED:
            return "of a closed lead nothing is planned but a ringing call (law 8)"
        if told.stopped:
            return "after a stop request nothing is planned until permission (law 7)"
    if (status is DEAD) != (decision.reason_for_loss is not None):
        return "dead leads, and no others, have a reason for loss (law 8)"
    if (status is SCHEDULED) != told.booked:
        return "scheduled leads, and no others, have an open appointment (law 8)"
    if decision.do_not_contact != told.stopped:
        return "a stop request, and nothing else, forbids contact (CLS-3)"
    priority = decision.priority
    if (priority is None) != (contact is None):
        return "what has a next contact, and nothing else, has a place in the queue (PRI)"
    if contact and priority and (contact.at <= decision.now) != priority.due:
        return "a contact is due from its instant on (PRI-4)"
    return None


def _only_a_ringing_call(decision: Decision) -> bool:
    contacts = (decision.next_contact, *decision.upcoming)
    return all(each is not None and each.purpose is ANSWER_CALL for each in contacts)


def does_not_hold(engine: Engine, history: History, decision: Decision) -> str | None:
    """What is wrong with the `valid_until` of a decision (law 4); none if nothing is."""
    until = decision.valid_until
    if until is None:
        return None
    last = engine.decide(history, now=until - MICROSECOND)
    if until <= decision.now or _said(last) != _said(decision):
        return "it does not hold until `valid_until` (law 4)"
    if _said(engine.decide(history, now=until)) == _said(decision):
        return "nothing changes at `valid_until` (law 4)"
    return None


def _said(decision: Decision) -> dict[str, Any]:
    """All that a decision says but its own clock, and until when it holds."""
    told = decision.to_dict()
    del told["now"], told["valid_until"]
    told["because"] = [each for each in told["because"] if each["output"] != "valid_until"]
    return told

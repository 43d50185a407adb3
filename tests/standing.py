"""How a lead came to stand where it stands, for rules that hold in several statuses.

Every history is one of Incinta's, of the usual lead, and over by Wednesday 2026-11-04 11:00.
"""

from __future__ import annotations

from typing import Any

from clinic import (
    attended,
    booked,
    call,
    contacted,
    dead,
    email,
    invalid,
    no_show,
    office_transfer,
    unreachable,
)
from leadflow import Decision, Status

_BOOKED = booked("2026-11-03 09:10", "2026-11-04 10:00")

BEFORE: dict[Status, tuple[Any, ...]] = {
    Status.NEW: (),
    Status.FOLLOW_UP: (call("2026-11-03 09:10", "left_message"),),
    Status.CONTACTED: (contacted("2026-11-03 09:10"),),
    Status.MAIL_CONTACTED: (
        call("2026-11-03 09:10", "no_answer"),
        email("2026-11-03 09:15"),
    ),
    Status.SCHEDULED: (booked("2026-11-03 09:10", "2026-11-16 10:00"),),
    Status.NO_SHOW: (_BOOKED, no_show("2026-11-04 10:20")),
    Status.VISITED: (_BOOKED, attended("2026-11-04 10:40")),
    Status.UNREACHABLE: (unreachable("2026-11-03 09:10"),),
    Status.DEAD: (dead("2026-11-03 09:10"),),
    Status.INVALID: (invalid("2026-11-03 09:10"),),
    Status.OFFICE_TRANSFER: (office_transfer("2026-11-03 09:10"),),
}
"""Events after which the lead has the status."""


def purposes(decision: Decision) -> list[str]:
    """What the contacts are for, the next one first."""
    contacts = () if decision.next_contact is None else (decision.next_contact, *decision.upcoming)
    return [each.purpose.value for each in contacts]

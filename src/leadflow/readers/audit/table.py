"""All checks, in the order of the specification (QC)."""

from __future__ import annotations

from leadflow.readers.audit import (
    appointments,
    conduct,
    first_contact,
    follow_ups,
    giving_up,
    no_show,
    recorded,
)
from leadflow.readers.audit.check import Check

_FOLLOW_UP, *_ROUNDS = follow_ups.CHECKS

CHECKS: tuple[Check, ...] = (
    *first_contact.CHECKS,
    _FOLLOW_UP,
    *conduct.NOTES,
    *_ROUNDS,
    *appointments.BEFORE,
    *no_show.CHECKS,
    *giving_up.UNREACHED,
    *giving_up.TRANSFERS,
    *conduct.STOPS,
    *recorded.CHECKS,
    *appointments.SYNC,
)
"""One for each kind of breach, in their order."""

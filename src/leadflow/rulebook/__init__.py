"""The rulebook: one tuple of rules for each heading of the specification, in explicit order."""

from __future__ import annotations

from leadflow.rulebook import (
    appointments,
    attempts,
    closing,
    conversation,
    ladder,
    mail_round,
    no_show,
    outcomes,
    pool,
    received_calls,
    recorded,
    reminders,
    unreachable,
    visits,
)
from leadflow.rulebook.rule import Rule

RULEBOOK: tuple[Rule, ...] = (
    *outcomes.RULES,
    *attempts.RULES,
    *ladder.RULES,
    *conversation.RULES,
    *received_calls.RULES,
    *mail_round.RULES,
    *appointments.RULES,
    *visits.RULES,
    *reminders.RULES,
    *no_show.RULES,
    *unreachable.RULES,
    *pool.RULES,
    *closing.RULES,
    *recorded.RULES,
)
"""Every rule of the fold, in the order of the specification."""

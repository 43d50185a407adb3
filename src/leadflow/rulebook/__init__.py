"""The rulebook: one chapter for each heading of the specification, as an explicit tuple."""

from __future__ import annotations

from leadflow.rulebook import (
    appointments,
    attempts,
    closing,
    conversation,
    ladder,
    mail_round,
    no_show,
    reminders,
    unreachable,
)
from leadflow.rulebook.rule import Rule

RULEBOOK: tuple[Rule, ...] = (
    *attempts.RULES,
    *ladder.RULES,
    *conversation.RULES,
    *mail_round.RULES,
    *appointments.RULES,
    *reminders.RULES,
    *no_show.RULES,
    *unreachable.RULES,
    *closing.RULES,
)
"""Every rule of the fold, in the order of the specification."""

"""Since when something is so."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Since(NamedTuple):
    """Since when something is so, and the event that made it so (none: a timer, or creation)."""

    at: datetime
    event: int | None


def follows(one: Since | None, other: Since) -> bool:
    """Whether one event, or timer, came after another."""
    if one is None:
        return False
    if one.event is None or other.event is None:
        return one.at > other.at
    return one.event > other.event

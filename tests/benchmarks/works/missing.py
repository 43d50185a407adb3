"""What a measurement says that cannot be made here."""

from __future__ import annotations


class Missing(Exception):
    """What a measurement needs is not there: its row is left out."""

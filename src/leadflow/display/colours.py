"""Colours that everybody can tell apart, on a white page as on a dark one.

No colour stands alone: what it says is also said by a label, a shape or a dash.
"""

from __future__ import annotations

from typing import Final

PALETTE: Final = ("#0069ff", "#b48700", "#00a569", "#c30f2d", "#9678d2", "#a53c78")
"""One after the other, for what stands side by side; after the last comes the first again."""
HEAT: Final = PALETTE[0]
"""The one hue of a scale: the more of it, the more there is."""
HEAT_MOST: Final = 0.6
"""How opaque the most is: whatever the colour of the page, text on it stays legible."""


def colour(number: int) -> str:
    """The colour of the n-th thing, from 0."""
    return PALETTE[number % len(PALETTE)]

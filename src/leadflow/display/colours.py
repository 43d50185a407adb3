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
BLACK, WHITE = "#000000", "#ffffff"


def colour(number: int) -> str:
    """The colour of the n-th thing, from 0."""
    return PALETTE[number % len(PALETTE)]


def ink(ground: str) -> str:
    """Black or white: what is easier to read on a colour."""
    one, other = contrast(ground, BLACK), contrast(ground, WHITE)
    return BLACK if one >= other else WHITE


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

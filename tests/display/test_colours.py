"""Colours that everybody can tell apart and read, on white as on black."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from leadflow.display.colours import HEAT, HEAT_MOST, PALETTE, colour

Rgb = tuple[float, float, float]
LIGHT, DARK = "#ffffff", "#111111"
TEXT = {LIGHT: "#111111", DARK: "#dddddd"}
"""What pages are written in."""
APART = 25.0
"""Least distance in CIELAB (CIE 1976); 2.3 can just be noticed."""

# How dichromats see linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency" (2009), severity 1.0.
VISION: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(code: str) -> Rgb:
    """The linear light of a colour in sRGB."""
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(rgb: Rgb) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Rgb) -> Rgb:
    """A colour in CIELAB, under D65."""
    rows = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        _root(sum(a * b for a, b in zip(row, rgb, strict=True)) / most)
        for row, most in zip(rows, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return math.cbrt(share) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def seen_with(vision: str, code: str) -> Rgb:
    """A colour in CIELAB as somebody sees it."""
    rgb = linear(code)
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0.0), 1.0)
        for row in VISION[vision]
    )
    return lab((red, green, blue))


def blended(code: str, opaque: float, ground: str) -> Rgb:
    """The light of a colour that lets some of the ground through, as browsers blend: in sRGB."""
    mixed = [
        round(opaque * int(code[n : n + 2], 16) + (1 - opaque) * int(ground[n : n + 2], 16))
        for n in (1, 3, 5)
    ]
    return linear("#" + "".join(f"{each:02x}" for each in mixed))


class TestPalette:
    """Whoever looks, and at whatever page, sees which is which."""

    @pytest.mark.parametrize("ground", [LIGHT, DARK])
    @pytest.mark.parametrize("code", PALETTE)
    def test_it_stands_out_from_the_page(self, code: str, ground: str) -> None:
        assert contrast(linear(code), linear(ground)) >= 3

    @pytest.mark.parametrize("vision", VISION)
    def test_any_two_can_be_told_apart(self, vision: str) -> None:
        seen = [seen_with(vision, code) for code in PALETTE]
        assert min(math.dist(one, other) for one, other in combinations(seen, 2)) >= APART

    def test_after_the_last_comes_the_first(self) -> None:
        assert [colour(n) for n in range(7)] == [*PALETTE, PALETTE[0]]

    def test_the_measure_can_fail(self) -> None:
        """Red and green of one lightness are one colour to many."""
        red, green = (seen_with("deuteranopia", code) for code in ("#b05030", "#707030"))
        assert math.dist(red, green) < APART
        assert math.dist(lab(linear("#b05030")), lab(linear("#707030"))) > APART


class TestHeat:
    """A number in a cell stays legible however strong the colour of the cell."""

    @pytest.mark.parametrize("ground", TEXT)
    @pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0])
    def test_text_on_it(self, ground: str, share: float) -> None:
        cell = blended(HEAT, HEAT_MOST * share, ground)
        assert contrast(cell, linear(TEXT[ground])) >= 4.5

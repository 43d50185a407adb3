"""The pieces of which pictures are made: SVG that stands in any page as it is.

A picture loads nothing, runs nothing and bears no ids. Its text takes the colour of the page
around it, so that a dark theme stays dark. What stands in it is escaped, and written the same on
any machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from html import escape
from itertools import accumulate
from typing import Final
from unicodedata import east_asian_width

from leadflow.display.pages import Picture, printable

WIDTH: Final = 600
"""How wide a picture is unless it needs more: text stays legible where a page is narrow."""
_LEAST: Final = 0.62
"""To which share a picture shrinks; on a page that is narrower it moves sideways: smaller letters
nobody could read."""
_FONT: Final = "font-family:system-ui,sans-serif"
SIZE: Final = 13
"""Height of the letters."""
SMALL: Final = SIZE - 2
"""Height of small letters."""
LINE: Final = 18
"""Height of a line of text."""
FAINT: Final = 0.25
"""How opaque lines are that only guide the eye."""

_NARROW, _CAPITAL, _BROAD, _WIDE = 0.6, 0.72, 0.95, 1.05
"""How wide letters are as a share of their height: most, capitals, broad ones, East Asian ones."""
_NUMBERED = ((1000, 0), (100, 1), (1, 2), (0.01, 3))
"""From which size on a number is written with how many decimals."""
_SHORT = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_SLACK: Final = 0.5
"""How much wider text may be than its room: sums of shares are not exact."""
_MOST = 1e15
"""From here on numbers are written with an exponent."""


def picture(title: str, desc: str, size: tuple[float, float], parts: Iterable[str]) -> Picture:
    """A picture of the parts, `size` wide and high; `desc` says in words what it shows."""
    width, height = map(place, size)
    name, words = quoted(title), quoted(desc)
    style = f"max-width:100%;min-width:{place(size[0] * _LEAST)}px;height:auto;{_FONT}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img" aria-label="{name}" style="{style}"'
        f' font-size="{SIZE}" fill="currentColor">'
        f"<title>{name}</title><desc>{words}</desc>{''.join(parts)}</svg>"
    )
    return Picture(title, svg)


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    room: float | None = None,
    size: int = SIZE,
    more: str = "",
) -> str:
    """A line of text; where it has less `room` than it needs it is cut, and told when pointed at.

    `anchor` is `start`, `middle` or `end`; `more` stands among the attributes as it is.
    """
    shown = words if room is None else fitted(words, room, size)
    told = "" if shown == printable(words) else f"<title>{quoted(words)}</title>"
    at = f'x="{place(x)}" y="{place(y)}"'
    at += "" if anchor == "start" else f' text-anchor="{anchor}"'
    at += "" if size == SIZE else f' font-size="{size}"'
    return f"<text {at}{more}>{told}{quoted(shown)}</text>"


def rect(x: float, y: float, width: float, height: float, more: str, told: str = "") -> str:
    """A rectangle; `told` is what it says when pointed at."""
    at = f'x="{place(x)}" y="{place(y)}" width="{place(width)}" height="{place(height)}"'
    return _told("rect", f"{at} {more}", told)


def line(x1: float, y1: float, x2: float, y2: float, more: str = "") -> str:
    """A straight line in the colour of the text."""
    at = f'x1="{place(x1)}" y1="{place(y1)}" x2="{place(x2)}" y2="{place(y2)}"'
    return f'<line {at} stroke="currentColor" {more}/>'


def guide(x1: float, y1: float, x2: float, y2: float) -> str:
    """A faint line that guides the eye."""
    return line(x1, y1, x2, y2, f'stroke-opacity="{FAINT}"')


def path(drawn: str, more: str, told: str = "") -> str:
    """A path; `told` is what it says when pointed at."""
    return _told("path", f'd="{drawn}" {more}', told)


def _told(name: str, attributes: str, told: str) -> str:
    if not told:
        return f"<{name} {attributes}/>"
    return f"<{name} {attributes}><title>{quoted(told)}</title></{name}>"


def quoted(words: str) -> str:
    """Text as it may stand in an element or an attribute."""
    return escape(printable(words))


def place(value: float) -> str:
    """A coordinate with at most one decimal."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide text is: no font is asked, so that the answer is the same everywhere."""
    return size * sum(map(_share, words))


@cache
def _share(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return _WIDE
    if letter in "mwMW@%":
        return _BROAD
    return _CAPITAL if letter.isupper() else _NARROW


def fitted(words: str, room: float, size: float = SIZE) -> str:
    """Text on one line, cut where it has no more room; an ellipsis says so."""
    words = printable(words)
    if width_of(words, size) <= room + _SLACK:
        return words
    ends = accumulate(size * _share(letter) for letter in words)
    fit = sum(end <= room - size * _WIDE for end in ends)
    return words[: max(fit, 1)].rstrip() + "…"


def number(value: float | None) -> str:
    """A number as people read it: `1,234`, `0.25`; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "-"
    size = abs(value)
    if size >= _MOST:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    decimals = next((most for least, most in _NUMBERED if size >= least), None)
    if decimals is None:
        return f"{value:.2g}"
    told = f"{value:,.{decimals}f}"
    return told.rstrip("0").rstrip(".") if decimals else told


def short_number(value: float | None) -> str:
    """A number for a narrow place: `1.2k` for 1,234."""
    if value is None or not math.isfinite(value) or abs(value) < 1e4 or abs(value) >= _MOST:
        return number(value)
    size, letter = next((size, letter) for size, letter in _SHORT if abs(value) >= size)
    return number(float(f"{value / size:.2g}")) + letter


def with_unit(told: str, unit: str) -> str:
    """A number with its unit: `12 h`, `12%`."""
    if not unit or told == "-":
        return told
    return told + unit if unit == "%" else f"{told} {unit}"

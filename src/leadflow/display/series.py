"""What charts share: what becomes of missing values, and how series are told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from leadflow.display.colours import colour
from leadflow.display.pages import Picture
from leadflow.display.scales import known
from leadflow.display.svg import (
    LINE,
    SIZE,
    WIDTH,
    number,
    path,
    picture,
    place,
    rect,
    text,
    width_of,
    with_unit,
)

Values = Sequence[float | None]
"""Values in order; what is not known is `None`."""

_TOLD: Final = 12
"""Up to so many values a picture tells in words, for those who do not see it."""
_DASHES: Final = ("", "6 3", "2 3", "9 3 2 3", "1 4", "12 4")
_NO_DATA: Final = "Nothing to show."


def empty(title: str) -> Picture:
    """The picture of what has nothing to show."""
    return picture(title, _NO_DATA, (WIDTH, LINE + 4), [text(0, SIZE, _NO_DATA)])


def filled(values: Values, many: int) -> list[float | None]:
    """So many values: what is missing is not known, what is too much is left out."""
    return [values[n] if n < len(values) else None for n in range(many)]


def told_in_words(labels: Sequence[str], cells: Mapping[str, Values], unit: str) -> str:
    """The values in words where they are few, else how many there are and how far they go."""
    every = [
        (name, label, value)
        for name, values in cells.items()
        for label, value in zip(labels, values, strict=True)
    ]
    if len(every) <= _TOLD:
        return "; ".join(
            f"{name}, {label}: {with_unit(number(value), unit)}" for name, label, value in every
        )
    told = [each for _name, _label, value in every if (each := known(value)) is not None]
    low, high = (number(each(told, default=None)) for each in (min, max))
    reach = f"from {with_unit(low, unit)} to {with_unit(high, unit)}"
    return f"{len(labels):,} values of {', '.join(cells)}, {reach}."


def legend_height(cells: Mapping[str, Values]) -> float:
    """How high the legend of the series is."""
    return LINE * (1 + max((line for line, *_rest in _keys(cells)), default=0)) + 6


def _keys(cells: Mapping[str, Values]) -> Iterator[tuple[int, float, int, str]]:
    """The keys of a legend, line by line: line, place, number and name of the series."""
    row, x = 0, 0.0
    for n, name in enumerate(cells):
        wide = min(36 + width_of(name), WIDTH)
        if x and x + wide > WIDTH:
            row, x = row + 1, 0.0
        yield row, x, n, name
        x += wide + 12


def legend(cells: Mapping[str, Values], *, boxes: bool) -> Iterator[str]:
    """Each series with its name: as a box of its colour, or as its line and mark."""
    for row, x, n, name in _keys(cells):
        y = row * LINE + SIZE
        if boxes:
            yield rect(x, y - 10, 12, 12, f'fill="{colour(n)}"')
        else:
            yield path(f"M{place(x)} {place(y - 4)}h26", stroke(n))
            yield marker(x + 13, y - 4, n)
        yield text(x + (18 if boxes else 32), y, name, room=WIDTH - x - 36)


def stroke(n: int) -> str:
    """How the line of a series is drawn: each has its own dash."""
    dash = _DASHES[n % len(_DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="none" stroke="{colour(n)}" stroke-width="2"{dashed}'


def marker(x: float, y: float, n: int, told: str = "") -> str:
    """A mark on a curve: each has its own shape."""
    r = 4
    shapes = (
        f"M{place(x - r)} {place(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        f"M{place(x - r)} {place(y - r)}h{2 * r}v{2 * r}h{-2 * r}z",
        f"M{place(x)} {place(y - r - 1)}l{r + 1} {2 * r}h{-2 * r - 2}z",
        f"M{place(x)} {place(y - r - 1)}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z",
        f"M{place(x)} {place(y + r + 1)}l{r + 1} {-2 * r}h{-2 * r - 2}z",
        f"M{place(x - r)} {place(y - 1)}h{2 * r}v2h{-2 * r}z",
    )
    return path(shapes[n % len(shapes)], f'fill="{colour(n)}"', told)

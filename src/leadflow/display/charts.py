"""Charts as pictures: bars, curves and heat maps.

Whatever the numbers are there is an answer: what is not known, or no number, leaves its place
empty. Series differ by place, shape or dash as well as by colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from leadflow.display.colours import HEAT, HEAT_MOST, colour
from leadflow.display.pages import Picture
from leadflow.display.scales import Scale, known, scale
from leadflow.display.series import (
    Values,
    empty,
    filled,
    legend,
    legend_height,
    marker,
    stroke,
    told_in_words,
)
from leadflow.display.svg import (
    LINE,
    SIZE,
    SMALL,
    WIDTH,
    guide,
    line,
    number,
    path,
    picture,
    place,
    rect,
    short_number,
    text,
    width_of,
    with_unit,
)

MOST_BARS: Final = 40
"""How many labels bars are drawn for; a picture says how many more there are."""
_LABELS: Final = 0.45
"""Which share of the width labels have at most."""
_BAR, _GAP = 14, 8
_HEIGHT: Final = 240
_X_LABEL: Final = 120.0
"""How wide a label on the x axis is at most."""
_CELL: Final = 22
_UPRIGHT: Final = 110
"""How high the heads of columns are at most that stand upright."""


def bars(
    title: str, *, labels: Sequence[str], series: Mapping[str, Values], unit: str = ""
) -> Picture:
    """Bars side by side: for each label one of each series, with its value.

    After `MOST_BARS` labels the picture says how many more there are: a curve is better then.
    """
    shown = labels[:MOST_BARS]
    cells = {name: filled(values, len(shown)) for name, values in series.items()}
    if not shown or not cells:
        return empty(title)
    column = min(max(map(width_of, shown)) + 8, WIDTH * _LABELS)
    every = [value for values in cells.values() for value in values]
    room = max(width_of(with_unit(number(value), unit)) for value in every) + 6
    below = any((known(value) or 0) < 0 for value in every)
    across = scale(every, column + (room if below else 0), WIDTH - room, nought=True)
    top = legend_height(cells)
    high = _BAR * len(cells) + _GAP
    parts = list(legend(cells, boxes=True))
    parts.append(line(across.at(0), top, across.at(0), top + high * len(shown)))
    for row, label in enumerate(shown):
        y = top + row * high + _GAP / 2
        middle = y + _BAR * len(cells) / 2 + 4
        parts.append(text(column - 8, middle, label, anchor="end", room=column - 8))
        for n, (name, values) in enumerate(cells.items()):
            parts += _bar(across, y + n * _BAR, values[row], n, f"{label}, {name}", unit)
    bottom = top + high * len(shown)
    if len(labels) > len(shown):
        bottom += LINE
        parts.append(text(0, bottom - 4, f"and {len(labels) - len(shown):,} more"))
    desc = told_in_words(shown, cells, unit)
    return picture(title, desc, (WIDTH, bottom + 4), parts)


def _bar(across: Scale, y: float, value: float | None, n: int, of: str, unit: str) -> Iterator[str]:
    told = with_unit(number(value), unit)
    drawn = known(value) or 0.0
    left, right = sorted((across.at(0), across.at(drawn)))
    fill = f'fill="{colour(n)}"'
    yield rect(left, y + 1, right - left, _BAR - 2, fill, f"{of}: {told}")
    if drawn < 0:
        yield text(left - 4, y + _BAR - 3, told, anchor="end", size=SMALL)
    else:
        yield text(right + 4, y + _BAR - 3, told, size=SMALL)


def curve(
    title: str, *, xs: Sequence[str], series: Mapping[str, Values], unit: str = ""
) -> Picture:
    """Curves over what stands on the x axis, in its order; gaps where a value is not known."""
    cells = {name: filled(values, len(xs)) for name, values in series.items()}
    every = [value for values in cells.values() for value in values]
    if not every:
        return empty(title)
    top = legend_height(cells) + SIZE
    up = scale(every, top + _HEIGHT, top)
    ticks = [(value, with_unit(told, unit)) for value, told in up.ticks()]
    column = max(width_of(told) for _value, told in ticks) + 8
    parts = list(legend(cells, boxes=False))
    for value, told in ticks:
        y = up.at(value)
        parts.append(guide(column, y, WIDTH, y))
        parts.append(text(column - 6, y + 4, told, anchor="end"))
    room = min(max(map(width_of, xs)), _X_LABEL)
    places = _spread(column + 10, WIDTH - max(room / 2, 10), len(xs))
    parts += _along(xs, places, top + _HEIGHT)
    for n, (name, values) in enumerate(cells.items()):
        parts += _curve(places, up, values, n, [f"{name}, {x}" for x in xs], unit)
    size = (WIDTH, top + _HEIGHT + 2 * LINE)
    return picture(title, told_in_words(xs, cells, unit), size, parts)


def _curve(
    places: Sequence[float], up: Scale, values: Values, n: int, of: Sequence[str], unit: str
) -> Iterator[str]:
    drawn, pen = [], "M"
    points = []
    for x, value, words in zip(places, values, of, strict=True):
        at = known(value)
        if at is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{place(x)} {place(up.at(at))}")
        pen = "L"
        points.append((x, up.at(at), f"{words}: {with_unit(number(value), unit)}"))
    if drawn:
        yield path("".join(drawn), stroke(n))
    for x, y, told in points:
        yield marker(x, y, n, told)


def heat_map(
    title: str, *, rows: Sequence[str], columns: Sequence[str], values: Sequence[Values]
) -> Picture:
    """Cells of one hue, the stronger the higher the number in it."""
    if not rows or not columns:
        return empty(title)
    cells = [filled(each, len(columns)) for each in _padded(values, len(rows))]
    column = min(max(map(width_of, rows)) + 8, WIDTH * _LABELS)
    written = max(width_of(short_number(each), SMALL) for row in cells for each in row) + 4
    wide = max(written, _CELL, min((WIDTH - column) / len(columns), 3 * _CELL))
    heads = max(map(width_of, columns))
    upright = heads > wide - 2
    top = min(heads, _UPRIGHT) + 8 if upright else LINE
    numbers = [each for row in cells for value in row if (each := known(value)) is not None]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    middles = [column + (n + 0.5) * wide for n in range(len(columns))]
    parts = list(_heads(columns, middles, top, upright=upright))
    for r, (label, row) in enumerate(zip(rows, cells, strict=True)):
        y = top + r * _CELL
        parts.append(text(column - 8, y + 15, label, anchor="end", room=column - 8))
        for c, value in enumerate(row):
            of = f"{label}, {columns[c]}: {number(value)}"
            parts.append(_cell(column + c * wide, y, wide, _share(value, low, high), of))
            parts.append(
                text(
                    middles[c],
                    y + 15,
                    short_number(value),
                    anchor="middle",
                    size=SMALL,
                    more=' pointer-events="none"',
                )
            )
    size = (max(column + len(columns) * wide, 1), top + len(rows) * _CELL + 2)
    desc = f"{len(rows):,} rows and {len(columns):,} columns, from {number(low)} to {number(high)}."
    return picture(title, desc, size, parts)


def _heads(
    columns: Sequence[str], middles: Sequence[float], top: float, *, upright: bool
) -> Iterator[str]:
    for x, head in zip(middles, columns, strict=True):
        if upright:
            turned = f' transform="rotate(-90 {place(x + 4)} {place(top - 4)})"'
            yield text(x + 4, top - 4, head, room=_UPRIGHT, more=turned)
        else:
            yield text(x, top - 5, head, anchor="middle")


def _share(value: float | None, low: float, high: float) -> float:
    """How far a value lies from nought, or from the least, to the most."""
    at, low = known(value), min(low, 0.0)
    if at is None or high <= low:
        return 0.0
    return (at / high) if low == 0 else (at - low) / (high - low)


def _cell(x: float, y: float, wide: float, share: float, told: str) -> str:
    opaque = f"{HEAT_MOST * share:.3f}"
    fill = f'fill="{HEAT}" fill-opacity="{opaque}"'
    return rect(x + 0.5, y + 0.5, wide - 1, _CELL - 1, fill, told)


def _padded(values: Sequence[Values], many: int) -> list[Values]:
    return [values[n] if n < len(values) else () for n in range(many)]


def _spread(start: float, end: float, many: int) -> list[float]:
    if many == 1:
        return [(start + end) / 2]
    return [start + (end - start) * n / (many - 1) for n in range(many)]


def _along(labels: Sequence[str], places: Sequence[float], y: float) -> Iterator[str]:
    """The labels of an x axis, as many as there is room for."""
    room = min(max(map(width_of, labels)), _X_LABEL)
    apart = places[1] - places[0] if len(places) > 1 else WIDTH
    every = max(int(-(-(room + 10) // apart)), 1)
    for x, label in list(zip(places, labels, strict=True))[::every]:
        yield guide(x, y, x, y + 5)
        middle = max(x, min(width_of(label), room) / 2)
        yield text(middle, y + LINE, label, anchor="middle", room=room)

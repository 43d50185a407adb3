"""A flow from labels on the left to labels on the right: who moved where, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from leadflow.display.colours import colour
from leadflow.display.pages import Picture
from leadflow.display.series import empty
from leadflow.display.svg import (
    LINE,
    SIZE,
    WIDTH,
    fitted,
    number,
    path,
    picture,
    place,
    rect,
    text,
    width_of,
)

_COLUMN: Final = 170
"""How wide the labels are, on either side."""
_NODE: Final = 8
_HIGH: Final = 260
"""How high all the bands are together."""
_GAP: Final = 6
_MOVED, _STAYED = 0.6, 0.22
"""How opaque the bands are of what moved and of what stayed."""

Ends = dict[str, tuple[float, float, int]]
"""By label: where it begins, how high it is, and how many."""


def flow(title: str, *, before: str, after: str, counts: Mapping[tuple[str, str], int]) -> Picture:
    """Bands from what was `before` to what is `after`, as thick as there are many.

    Labels stand in the order in which `counts` names them; those on both sides stand in one order.
    """
    moves = {pair: many for pair, many in counts.items() if many > 0}
    if not moves:
        return empty(title)
    order = dict.fromkeys([pair[0] for pair in moves] + [pair[1] for pair in moves])
    unit = _HIGH / sum(moves.values())
    top = LINE + 6
    left = _ends([each for each in order if any(each == a for a, _b in moves)], moves, 0, unit, top)
    right = _ends(
        [each for each in order if any(each == b for _a, b in moves)], moves, 1, unit, top
    )
    colours = {label: colour(n) for n, label in enumerate(order)}
    parts = [
        text(_COLUMN, SIZE, before, anchor="end", room=_COLUMN, more=' font-weight="bold"'),
        text(WIDTH - _COLUMN, SIZE, after, room=_COLUMN, more=' font-weight="bold"'),
        *_bands(moves, order, left, right, unit, colours),
        *_nodes(left, _COLUMN, colours, on_left=True),
        *_nodes(right, WIDTH - _COLUMN - _NODE, colours, on_left=False),
    ]
    bottom = max(y + max(high, LINE) for ends in (left, right) for y, high, _many in ends.values())
    total = sum(moves.values())
    moved = sum(many for (a, b), many in moves.items() if a != b)
    desc = f"{number(moved)} of {number(total)} differ between {before} and {after}."
    return picture(title, desc, (WIDTH, bottom + 6), parts)


def _ends(
    labels: list[str], moves: Mapping[tuple[str, str], int], side: int, unit: float, y: float
) -> Ends:
    ends: Ends = {}
    for label in labels:
        many = sum(each for pair, each in moves.items() if pair[side] == label)
        ends[label] = y, many * unit, many
        y += max(many * unit, LINE) + _GAP
    return ends


def _bands(
    moves: Mapping[tuple[str, str], int],
    order: Mapping[str, None],
    left: Ends,
    right: Ends,
    unit: float,
    colours: Mapping[str, str],
) -> Iterator[str]:
    from_y = {label: y for label, (y, _high, _many) in left.items()}
    to_y = {label: y for label, (y, _high, _many) in right.items()}
    rank = {label: n for n, label in enumerate(order)}
    start, end = _COLUMN + _NODE, WIDTH - _COLUMN - _NODE
    middle = (start + end) / 2
    for (a, b), many in sorted(moves.items(), key=lambda each: [rank[label] for label in each[0]]):
        thick = many * unit
        y, to = from_y[a], to_y[b]
        from_y[a], to_y[b] = y + thick, to + thick
        bend = f"C{place(middle)} {{0}} {place(middle)} {{1}}"
        drawn = (
            f"M{start} {place(y)}{bend.format(place(y), place(to))} {end} {place(to)}"
            f"v{place(thick)}"
            f"{bend.format(place(to + thick), place(y + thick))} {start} {place(y + thick)}z"
        )
        opaque = _STAYED if a == b else _MOVED
        fill = f'fill="{colours[a]}" fill-opacity="{opaque}"'
        yield path(drawn, fill, f"{a} to {b}: {number(many)}")


def _nodes(ends: Ends, x: float, colours: Mapping[str, str], *, on_left: bool) -> Iterator[str]:
    for label, (y, high, many) in ends.items():
        yield rect(x, y, _NODE, high, f'fill="{colours[label]}"', f"{label}: {number(many)}")
        middle = y + max(high, LINE - 4) / 2 + 4
        at = x - 6 if on_left else x + _NODE + 6
        words = f"{fitted(label, _COLUMN - 12 - width_of(number(many)))} {number(many)}"
        yield text(at, middle, words, anchor="end" if on_left else "start")

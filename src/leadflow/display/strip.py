"""One lead's time line: in which status it was when, what happened, and what was planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from leadflow.display.clock import ticks
from leadflow.display.colours import colour
from leadflow.display.pages import Picture, shown
from leadflow.display.svg import (
    LINE,
    SMALL,
    fitted,
    guide,
    line,
    path,
    picture,
    place,
    rect,
    text,
    width_of,
)

_WIDTH: Final = 680
_COLUMN: Final = 150
"""How wide the labels of the lanes are at most."""
_LANE: Final = 22
_TICK: Final = 64
"""How far the ticks of the axis lie apart at least, about."""
_LABEL: Final = 170
"""How wide the label of a mark or plan is at most."""
_ROWS: Final = 8
"""In how many rows marks and plans stand at most; a picture says how many more there are."""

Span = tuple[datetime, datetime, str]


def strip(
    title: str,
    *,
    start: datetime,
    end: datetime,
    zone: str,
    spans: Sequence[Span],
    marks: Sequence[tuple[datetime, str]],
    plans: Sequence[Span],
) -> Picture:
    """The time from `start` to `end` by the clinic's clocks.

    `spans` are what held from when to when: each label has a lane of its own. `marks` are what
    happened; `plans`, from when something was planned until when it falls due.
    """
    return _Strip(start, end, zone).drawn(title, spans, marks, plans)


class _Strip:
    """A time line while it is drawn, from the top down."""

    def __init__(self, start: datetime, end: datetime, zone: str) -> None:
        self.start, self.end = min(start, end), max(start, end)
        self.zone = zone
        self.left = float(_COLUMN)
        self.y = 0.0

    def drawn(
        self,
        title: str,
        spans: Sequence[Span],
        marks: Sequence[tuple[datetime, str]],
        plans: Sequence[Span],
    ) -> Picture:
        lanes = {label: n for n, label in enumerate(dict.fromkeys(span[2] for span in spans))}
        self.left = min(max(map(width_of, [*lanes, "planned"])) + 8, _COLUMN)
        body = [*self._spans(spans, lanes), *self._plans(plans), *self._marks(marks)]
        period = f"{shown(self.start, zone=self.zone)} to {shown(self.end, zone=self.zone)}"
        axis = list(self._axis())
        self.y += LINE
        caption = text(self.left, self.y, f"{period} ({self.zone})", size=SMALL)
        statuses = ", ".join(
            f"{label} from {shown(at, zone=self.zone)}" for at, _end, label in spans
        )
        desc = f"{period}. {statuses}. {len(marks):,} marks, {len(plans):,} plans."
        return picture(title, desc, (_WIDTH, self.y + 6), [*axis, *body, caption])

    def x(self, at: datetime) -> float:
        """The place of an instant; what lies outside stands at the edge."""
        whole = (self.end - self.start).total_seconds()
        share = (at - self.start).total_seconds() / whole if whole else 0.0
        return self.left + min(max(share, 0.0), 1.0) * (_WIDTH - self.left - 8)

    def _spans(self, spans: Sequence[Span], lanes: dict[str, int]) -> Iterator[str]:
        for label, n in lanes.items():
            y = self.y + n * _LANE
            yield guide(self.left, y + _LANE / 2, _WIDTH - 8, y + _LANE / 2)
            yield text(self.left - 8, y + 15, label, anchor="end", room=self.left - 8)
        for at, until, label in spans:
            y = self.y + lanes[label] * _LANE
            told = f"{label}: {shown(at, zone=self.zone)} to {shown(until, zone=self.zone)}"
            wide = max(self.x(until) - self.x(at), 2)
            yield rect(self.x(at), y + 3, wide, _LANE - 6, f'fill="{colour(lanes[label])}"', told)
        self.y += len(lanes) * _LANE + 4

    def _plans(self, plans: Sequence[Span]) -> Iterator[str]:
        if not plans:
            return
        yield text(self.left - 8, self.y + 13, "planned", anchor="end")
        rows = _Rows()
        for at, due, label in plans:
            words = fitted(label, _LABEL, SMALL)
            x, to = self.x(at), self.x(due)
            after = to + 6 + width_of(words, SMALL) <= _WIDTH
            begins = x if after else min(x, x - 6 - width_of(words, SMALL))
            ends = to + 6 + width_of(words, SMALL) if after else to
            row = rows.take(begins, ends)
            if row is None:
                continue
            y = self.y + row * _LANE + 10
            told = f"{label}: planned {shown(at, zone=self.zone)}, due {shown(due, zone=self.zone)}"
            yield _arrow(x, to, y, told)
            at_x, anchor = (to + 6, "start") if after else (x - 6, "end")
            yield text(at_x, y + 4, words, anchor=anchor, size=SMALL)
        yield from self._after(rows)

    def _marks(self, marks: Sequence[tuple[datetime, str]]) -> Iterator[str]:
        if not marks:
            return
        yield text(self.left - 8, self.y + 13, "events", anchor="end")
        rows = _Rows()
        for at, label in sorted(marks, key=lambda each: each[0]):
            words = fitted(label, _LABEL, SMALL)
            wide, x = width_of(words, SMALL), self.x(at)
            after = x + 8 + wide <= _WIDTH
            row = rows.take(x - 4, x + 8 + wide) if after else rows.take(x - 8 - wide, x + 4)
            if row is None:
                continue
            y = self.y + row * LINE + 9
            told = f"{label}: {shown(at, zone=self.zone)}"
            yield path(f"M{place(x)} {place(y - 4)}l4 4l-4 4l-4 -4z", "", told)
            at_x, anchor = (x + 8, "start") if after else (x - 8, "end")
            yield text(at_x, y + 4, words, anchor=anchor, size=SMALL)
        yield from self._after(rows, LINE)

    def _after(self, rows: _Rows, high: float = _LANE) -> Iterator[str]:
        self.y += len(rows.ends) * high
        if rows.left_out:
            self.y += LINE
            yield text(self.left, self.y - 5, f"and {rows.left_out:,} more")

    def _axis(self) -> Iterator[str]:
        self.y += 4
        most = int((_WIDTH - self.left - 8) // _TICK)
        for at, label in ticks(self.start, self.end, zone=self.zone, most=most):
            x = self.x(at)
            yield guide(x, 0, x, self.y + 4)
            yield text(min(x, _WIDTH - width_of(label) / 2), self.y + LINE, label, anchor="middle")
        yield line(self.left, self.y, _WIDTH - 8, self.y)
        self.y += LINE


def _arrow(x: float, to: float, y: float, told: str) -> str:
    head = 5 if to >= x else -5
    drawn = f"M{place(x)} {place(y - 4)}v8m0 -4H{place(to)}m{-head} -4l{head} 4l{-head} 4"
    return path(drawn, 'fill="none" stroke="currentColor" stroke-width="1.5"', told)


class _Rows:
    """Rows in which things stand beside each other without touching."""

    def __init__(self) -> None:
        self.ends: list[float] = []
        self.left_out = 0

    def take(self, start: float, end: float) -> int | None:
        """The first row with room from `start` on; `None` where all are full."""
        for row, taken in enumerate(self.ends):
            if taken <= start:
                self.ends[row] = end + 6
                return row
        if len(self.ends) == _ROWS:
            self.left_out += 1
            return None
        self.ends.append(end + 6)
        return len(self.ends) - 1

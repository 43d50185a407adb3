"""A page of tables and pictures, written as plain text and as Markdown for people to read.

Nothing that came in stands in them as it is: control characters are spelled out, and in Markdown
whatever would be read as markup is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from textwrap import wrap
from zoneinfo import ZoneInfo

from leadflow.instants import UTC, wall_time
from leadflow.outputs import PolicyRef

NOTHING = "none"
"""What stands in the place of a table without rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: the names of its columns, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    cut: int = 0
    """How many more rows there are that are not shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what it shows, in words, and the same as one `svg` element."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Page:
    """A title, a few lines below it, pictures, and tables.

    `mermaid` is what there is to say as the text of a Mermaid diagram, where that makes sense.
    """

    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    mermaid: str | None = None

    def abridged(self, most: int) -> Page:
        """The page with at most so many rows in each table, each of which says what is cut."""
        return replace(self, tables=tuple(_abridged(each, most) for each in self.tables))


def _abridged(table: Table, most: int) -> Table:
    more = len(table.rows) - most
    return table if more <= 0 else replace(table, rows=table.rows[:most], cut=table.cut + more)


def rest_of(table: Table) -> str | None:
    """What a table that was cut short says of the rows that are not shown."""
    return f"and {table.cut:,} more: rows() gives them all" if table.cut else None


def shown(at: datetime, *, zone: str | None) -> str:
    """An instant as the clinic's clocks show it: `2026-11-03 09:00`; in UTC `2026-11-03 17:00Z`."""
    if zone is None:
        return wall_time(at, UTC).isoformat(" ", "minutes") + "Z"
    return wall_time(at, ZoneInfo(zone)).isoformat(" ", "minutes")


def clocked(now: datetime, *, zone: str | None, policy: PolicyRef) -> str:
    """When a page was made, and by which policy."""
    where = "" if zone is None else f" ({zone})"
    return f"At {shown(now, zone=zone)}{where}, by {policy.name} {policy.version}"


def percent(share: float | None) -> str:
    """A share as people read it: `15.0%`; a dash where there is none."""
    return "-" if share is None else f"{share:.1%}"


def as_text(page: Page) -> str:
    """The page as plain text, columns aligned; long cells go on in the next line."""
    parts = [[printable(page.title), *map(printable, page.lines)]]
    for table in page.tables:
        rows = [[_wrapped(cell) for cell in row] for row in (table.columns, *table.rows)]
        widths = [
            max(len(line) for cell in cells for line in cell) for cells in zip(*rows, strict=True)
        ]
        lines = [line for row in rows for line in _aligned(row, widths)]
        rest = rest_of(table)
        parts.append(
            [
                printable(table.title),
                *(lines if table.rows else ["  " + NOTHING]),
                *(["  " + rest] if rest else []),
            ]
        )
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


_LONG = 48
"""A cell that is wider goes on in the next line; only at blanks, so that ids stay whole."""


def _wrapped(cell: str) -> list[str]:
    text = printable(cell)
    if len(text) <= _LONG:
        return [text]
    return wrap(text, _LONG, break_long_words=False, break_on_hyphens=False) or [""]


def _aligned(row: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for line in zip_longest(*row, fillvalue=""):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def as_markdown(page: Page) -> str:
    """The page as Markdown with pipe tables."""
    parts = [[f"## {_escaped(page.title)}"]]
    if page.lines:
        parts.append([f"- {_escaped(line)}" for line in page.lines])
    for table in page.tables:
        parts.append([f"### {_escaped(table.title)}"])
        rows = [table.columns, ("---",) * len(table.columns), *table.rows]
        parts.append([_piped(row) for row in rows] if table.rows else [NOTHING])
        rest = rest_of(table)
        if rest:
            parts.append([_escaped(rest)])
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _piped(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_escaped, row))} |"


_MARKUP = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]|~$@/"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def _escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, and of which they make no link."""
    safe = printable(text).translate(_MARKUP)
    return safe.replace("www.", "www\\.").replace("WWW.", "WWW\\.")


def printable(text: str) -> str:
    """Text on one line, in which what cannot be seen is spelled out."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)

"""Tables as plain text and as Markdown, for people to read.

Nothing that came in stands in them as it is: control characters are spelled out, and in Markdown
whatever would be read as markup is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from leadflow.instants import wall_time
from leadflow.outputs import PolicyRef

NOTHING = "none"
"""What stands in the place of a table without rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: the names of its columns, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """A title, a few lines below it, and tables."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]


def shown(at: datetime, *, zone: str) -> str:
    """An instant as the clinic's clocks show it: `2026-11-03 09:00`."""
    return wall_time(at, ZoneInfo(zone)).isoformat(" ", "minutes")


def clocked(now: datetime, *, zone: str, policy: PolicyRef) -> str:
    """When a page was made, and by which policy."""
    return f"At {shown(now, zone=zone)} ({zone}), by {policy.name} {policy.version}"


def percent(share: float | None) -> str:
    """A share as people read it: `15.0%`; a dash where there is none."""
    return "-" if share is None else f"{share:.1%}"


def as_text(page: Page) -> str:
    """The page as plain text, columns aligned."""
    parts = [[_printable(page.title), *map(_printable, page.lines)]]
    for table in page.tables:
        rows = [tuple(map(_printable, row)) for row in (table.columns, *table.rows)]
        widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
        lines = [_aligned(row, widths) for row in rows] if table.rows else ["  " + NOTHING]
        parts.append([_printable(table.title), *lines])
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _aligned(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return ("  " + "  ".join(cells)).rstrip()


def as_markdown(page: Page) -> str:
    """The page as Markdown with pipe tables."""
    parts = [[f"## {_escaped(page.title)}"], [f"- {_escaped(line)}" for line in page.lines]]
    for table in page.tables:
        parts.append([f"### {_escaped(table.title)}"])
        rows = [table.columns, ("---",) * len(table.columns), *table.rows]
        parts.append([_piped(row) for row in rows] if table.rows else [NOTHING])
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _piped(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_escaped, row))} |"


_MARKUP = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]|~$@/"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def _escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, and of which they make no link."""
    safe = _printable(text).translate(_MARKUP)
    return safe.replace("www.", "www\\.").replace("WWW.", "WWW\\.")


def _printable(text: str) -> str:
    """Text on one line, in which what cannot be seen is spelled out."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)

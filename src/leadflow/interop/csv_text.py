"""Comma-separated values (RFC 4180) that a spreadsheet opens without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With what a cell begins that some spreadsheet takes for a formula; full-width signs too."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A header line and a line for each row, each ended by CRLF; every cell in quotes.

    A cell that a spreadsheet could take for a formula begins with an apostrophe instead.
    """
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in (columns, *rows))


def _cell(text: str) -> str:
    if text.lstrip(" ").startswith(_FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'

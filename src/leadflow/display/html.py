"""A page as HTML for a notebook: everything is escaped, and nothing is loaded from elsewhere.

Colours are those of the page around it, so that a dark theme stays dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from leadflow.display.pages import NOTHING, Page, Picture, Table, printable, rest_of

_LINE = "border-bottom:1px solid rgba(127,127,127,.35)"
_TITLE = "text-align:left;font-weight:bold;white-space:nowrap"
_CELL = f"{_LINE};padding:.2em .8em .2em 0;vertical-align:top"
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+ ?%?")
_SHORT = 18
"""Up to so many letters stay on one line: ids, dates and numbers."""


def as_html(page: Page) -> str:
    """The page as one `div`: title, lines, pictures as inline SVG, and tables."""
    return "\n".join(_parts(page)) + "\n"


def _parts(page: Page) -> Iterator[str]:
    yield '<div class="leadflow">'
    yield f"<h4>{_text(page.title)}</h4>"
    yield from (f'<p style="margin:.2em 0">{_text(line)}</p>' for line in page.lines)
    for picture in page.pictures:
        yield '<figure style="margin:.8em 0;overflow-x:auto">'
        caption = "" if picture.title == page.title else _caption(picture)
        yield f"{caption}{picture.svg}</figure>"
    for table in page.tables:
        yield from _table(table)
    yield "</div>"


def _caption(picture: Picture) -> str:
    return f'<figcaption style="font-weight:bold">{_text(picture.title)}</figcaption>'


def _table(table: Table) -> Iterator[str]:
    yield '<div style="overflow-x:auto"><table style="border-collapse:collapse;margin:.8em 0">'
    yield f'<caption style="{_TITLE}">{_text(table.title)}</caption>'
    if table.rows:
        aligns = [_align([row[n] for row in table.rows]) for n in range(len(table.columns))]
        heads = "".join(
            f'<th scope="col" style="{_CELL};text-align:{align}">{_text(each)}</th>'
            for each, align in zip(table.columns, aligns, strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for row in table.rows:
            yield f"<tr>{''.join(map(_cell, row, aligns))}</tr>"
        yield "</tbody>"
    else:
        yield f"<tbody><tr><td>{NOTHING}</td></tr></tbody>"
    yield "</table></div>"
    rest = rest_of(table)
    if rest:
        yield f"<p>{_text(rest)}</p>"


def _align(column: Sequence[str]) -> str:
    """A column of numbers stands on the right, and so does what stands for a missing one."""
    told = [each for each in column if each != "-"]
    return "right" if told and all(map(_NUMBER.fullmatch, told)) else "left"


def _cell(text: str, align: str) -> str:
    width = "white-space:nowrap" if len(text) <= _SHORT else "min-width:10em"
    return f'<td style="{_CELL};text-align:{align};{width}">{_text(text)}</td>'


def _text(text: str) -> str:
    return escape(printable(text))

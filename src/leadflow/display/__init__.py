"""How results show themselves: as text, Markdown and HTML, with tables and inline pictures."""

from leadflow.display.pages import (
    Page,
    Picture,
    Table,
    as_markdown,
    as_text,
    clocked,
    percent,
    shown,
)
from leadflow.showing import Shown

__all__ = [
    "Page",
    "Picture",
    "Shown",
    "Table",
    "as_markdown",
    "as_text",
    "clocked",
    "percent",
    "shown",
]

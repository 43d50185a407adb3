"""What every result can do: print itself, and show itself in a notebook.

How it looks is the business of `leadflow.display`, which is loaded when something is first shown.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadflow.display.pages import Page

MOST_ROWS = 40
"""How many rows of a table are shown unasked; `to_text`, `to_markdown` and `rows` give them all."""


class Shown:
    """A result that shows itself: `print` it, or leave it as the last line of a notebook's cell.

    A subclass says with `_page` what there is to show. Times are those of the clinic.
    """

    __slots__ = ()

    def _page(self) -> Page:
        """What there is to show."""
        raise NotImplementedError

    def to_text(self) -> str:
        """The whole result as plain text, columns aligned."""
        from leadflow.display.pages import as_text

        return as_text(self._page())

    def to_markdown(self) -> str:
        """The whole result as Markdown with pipe tables."""
        from leadflow.display.pages import as_markdown

        return as_markdown(self._page())

    def to_html(self) -> str:
        """The whole result as HTML: tables, and pictures as inline SVG; everything is escaped."""
        from leadflow.display.html import as_html

        return as_html(self._page())

    def __str__(self) -> str:
        from leadflow.display.pages import as_text

        return as_text(self._page().abridged(MOST_ROWS))

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """The result in every form that a notebook may choose from; long tables are cut short."""
        from leadflow.display.html import as_html
        from leadflow.display.pages import as_markdown, as_text

        page = self._page().abridged(MOST_ROWS)
        forms = {
            "text/plain": as_text(page),
            "text/markdown": as_markdown(page),
            "text/html": as_html(page),
        }
        if page.mermaid is not None:
            forms["text/vnd.mermaid"] = page.mermaid
        return {
            mime: form
            for mime, form in forms.items()
            if (not include or mime in include) and mime not in (exclude or ())
        }

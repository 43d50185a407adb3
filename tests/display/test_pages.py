"""Pages: one set of tables and pictures, written as text, Markdown and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from clinic import at
from drawings import EVIL, SPELLED, cells_of, checked_page
from leadflow.display import Page, Picture, Shown, Table, percent, shown
from leadflow.display.charts import bars
from leadflow.display.html import as_html
from leadflow.display.pages import as_markdown, as_text, clocked
from leadflow.display.words import setting, span_in_words
from leadflow.outputs import PolicyRef
from leadflow.showing import MOST_ROWS

LEADS = Table("Leads", ("lead", "calls"), [("a1", "2"), ("b2", "-"), ("c3", "1,200")])


@dataclass(frozen=True, slots=True)
class Result(Shown):
    """A result that shows a page."""

    page: Page

    def _page(self) -> Page:
        return self.page


class TestText:
    """In a terminal columns are aligned."""

    def test_a_page(self) -> None:
        assert as_text(Page("Calls", ("today",), (LEADS,))) == (
            "Calls\ntoday\n\nLeads\n  lead  calls\n  a1    2\n  b2    -\n  c3    1,200\n"
        )

    def test_a_table_without_rows_says_so(self) -> None:
        assert as_text(Page("Calls", (), (Table("Leads", ("lead",), []),))).endswith(
            "Leads\n  none\n"
        )

    def test_a_long_cell_goes_on_in_the_next_line(self) -> None:
        told = as_text(Page("t", (), (Table("s", ("a", "b"), [("many words " * 9, "end")]),)))
        (first, *rest) = (line for line in told.splitlines() if "many" in line)
        assert first.endswith("end")
        assert rest
        assert all(len(line) <= 60 for line in (first, *rest))

    def test_what_has_no_blanks_stays_whole(self) -> None:
        """An id can be looked for, however long it is."""
        lead_id = "lead-" + "x" * 120
        assert lead_id in as_text(Page("t", (), (Table("s", ("a",), [(lead_id + " yes",)]),)))

    def test_a_cell_of_blanks_alone_is_empty(self) -> None:
        assert as_text(Page("t", (), (Table("s", ("a",), [(" " * 60,)]),))) == "t\n\ns\n  a\n\n"


class TestHtml:
    """In a notebook: tables, pictures, and the colours of the page around them."""

    def test_a_table(self) -> None:
        root = checked_page(as_html(Page("Calls", ("today",), (LEADS,))))
        assert cells_of(root, "Leads") == [
            ["lead", "calls"], ["a1", "2"], ["b2", "-"], ["c3", "1,200"],
        ]  # fmt: skip

    def test_numbers_stand_on_the_right_with_their_head(self) -> None:
        root = checked_page(as_html(Page("Calls", (), (LEADS,))))
        aligned = [
            ["right" if "right" in each.get("style", "") else "left" for each in row]
            for row in root.iter("tr")
        ]
        assert aligned == [["left", "right"]] * 4

    def test_a_column_of_dashes_is_no_column_of_numbers(self) -> None:
        html = as_html(Page("t", (), (Table("s", ("a",), [("-",)]),)))
        assert "text-align:right" not in html

    def test_no_colour_but_that_of_the_page(self) -> None:
        html = as_html(Page("Calls", ("today",), (LEADS,)))
        assert "color:" not in html.replace("border-color:", "")
        assert "background" not in html

    def test_a_table_without_rows_says_so(self) -> None:
        root = checked_page(as_html(Page("t", (), (Table("Leads", ("lead",), []),))))
        assert cells_of(root, "Leads") == [["none"]]

    def test_a_picture_stands_under_its_title(self) -> None:
        picture = bars("Lost", labels=("a",), series={"s": (1,)})
        root = checked_page(as_html(Page("t", pictures=(picture,))))
        (caption,) = root.iter("figcaption")
        assert caption.text == "Lost"
        assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == 1

    def test_wide_things_move_sideways_by_themselves(self) -> None:
        html = as_html(Page("t", (), (LEADS,), (Picture("p", "<svg/>"),)))
        assert html.count("overflow-x:auto") == 2


class TestWhatComesIn:
    """Nothing that came in is read as markup (law 15)."""

    PAGE = Page(EVIL, (EVIL,), (Table(EVIL, (EVIL, "b"), [(EVIL, "x")]),), (Picture(EVIL, ""),))

    def test_in_html(self) -> None:
        html = as_html(self.PAGE)
        root = checked_page(html)
        assert "<script" not in html
        assert [each for each in "".join(root.itertext()).split("\n") if SPELLED in each]

    def test_in_markdown(self) -> None:
        markdown = as_markdown(self.PAGE)
        assert "<" not in markdown
        assert "\x00" not in markdown
        assert markdown.count("\n") == as_markdown(
            Page("a", ("a",), (Table("a", ("a", "b"), [("a", "x")]),))
        ).count("\n")

    def test_in_text(self) -> None:
        text = as_text(self.PAGE)
        assert not [each for each in text if not each.isprintable() and each != "\n"]


class TestShown:
    """A result shows itself in every form that a terminal or a notebook may choose from."""

    LONG = Page("t", (), (Table("s", ("n",), [(str(n),) for n in range(MOST_ROWS + 5)]),))

    def test_unasked_it_shows_forty_rows_and_says_how_many_more(self) -> None:
        result = Result(self.LONG)
        forms = (str(result), *result._repr_mimebundle_().values())
        assert all("and 5 more: rows" in each for each in forms)
        assert not [each for each in forms if "44" in each]

    def test_asked_it_shows_all(self) -> None:
        result = Result(self.LONG)
        forms = (result.to_text(), result.to_markdown(), result.to_html())
        assert all("44" in each and "more" not in each for each in forms)

    def test_the_forms(self) -> None:
        assert [*Result(Page("t"))._repr_mimebundle_()] == [
            "text/plain", "text/markdown", "text/html",
        ]  # fmt: skip

    def test_a_diagram_is_one_of_them(self) -> None:
        bundle = Result(Page("t", mermaid="stateDiagram-v2"))._repr_mimebundle_()
        assert bundle["text/vnd.mermaid"] == "stateDiagram-v2"

    def test_a_notebook_chooses(self) -> None:
        result = Result(Page("t"))
        assert [*result._repr_mimebundle_(include={"text/html"})] == ["text/html"]
        assert "text/html" not in result._repr_mimebundle_(exclude={"text/html"})

    def test_what_shows_nothing_of_its_own_cannot_be_shown(self) -> None:
        with pytest.raises(NotImplementedError):
            str(Shown())


class TestWords:
    """Instants, shares, spans and settings as people read them."""

    def test_an_instant_by_the_clinic_s_clocks(self) -> None:
        assert shown(at("2026-11-03 09:00"), zone="America/Los_Angeles") == "2026-11-03 09:00"

    def test_an_instant_where_no_zone_is_known(self) -> None:
        assert shown(at("2026-11-03 09:00"), zone=None) == "2026-11-03 17:00Z"

    @pytest.mark.parametrize(
        ("zone", "line"),
        [
            ("America/Los_Angeles", "At 2026-11-03 09:00 (America/Los_Angeles), by RSI 1"),
            (None, "At 2026-11-03 17:00Z, by RSI 1"),
        ],
    )
    def test_when_and_by_which_policy(self, zone: str | None, line: str) -> None:
        assert clocked(at("2026-11-03 09:00"), zone=zone, policy=PolicyRef("RSI", "1", "f")) == line

    @pytest.mark.parametrize(("share", "written"), [(None, "-"), (0.15, "15.0%"), (1, "100.0%")])
    def test_a_share(self, share: float | None, written: str) -> None:
        assert percent(share) == written

    @pytest.mark.parametrize(
        ("span", "written"),
        [
            (timedelta(0), "0"),
            (timedelta(seconds=5), "5 s"),
            (timedelta(minutes=45), "45 min"),
            (timedelta(days=2, hours=3, minutes=7), "2 d 3 h"),
            (timedelta(days=1_234), "1,234 d"),
        ],
    )
    def test_a_span(self, span: timedelta, written: str) -> None:
        assert span_in_words(span) == written

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (None, "none"),
            ([], "none"),
            ({}, "none"),
            (True, "yes"),
            (False, "no"),
            (0, "0"),
            ("PT4H", "PT4H"),
            (["a", "b"], "a, b"),
            ({"business_days": 1}, "business days: 1"),
            ([str(n) for n in range(30)], "0, ..., 29 (30 in all)"),
        ],
    )
    def test_a_setting(self, value: object, written: str) -> None:
        assert setting(value) == written

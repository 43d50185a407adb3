"""Charts: whatever is to be shown, a picture that any page may hold and everybody can read."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import EVIL, SPELLED, SVG, checked, number_of, seen, told, words_of
from leadflow.display.charts import MOST_BARS, bars, curve, heat_map
from leadflow.display.colours import HEAT, PALETTE
from leadflow.display.flow import flow
from leadflow.display.pages import Picture

WORDS = st.text(max_size=30)
NUMBERS = st.none() | st.floats() | st.integers(-(10**20), 10**20).map(float)
SERIES = st.dictionaries(WORDS, st.lists(NUMBERS, max_size=8), max_size=7)
FEW = settings(max_examples=60)


class TestWhateverComesIn:
    """There is an answer for everything: no exception, and a well-formed picture."""

    @FEW
    @given(title=WORDS, labels=st.lists(WORDS, max_size=8), series=SERIES, unit=WORDS)
    def test_bars(
        self, title: str, labels: list[str], series: dict[str, list[float | None]], unit: str
    ) -> None:
        checked(bars(title, labels=labels, series=series, unit=unit).svg)

    @FEW
    @given(title=WORDS, xs=st.lists(WORDS, max_size=8), series=SERIES, unit=WORDS)
    def test_curves(
        self, title: str, xs: list[str], series: dict[str, list[float | None]], unit: str
    ) -> None:
        checked(curve(title, xs=xs, series=series, unit=unit).svg)

    @FEW
    @given(
        title=WORDS,
        rows=st.lists(WORDS, max_size=5),
        columns=st.lists(WORDS, max_size=5),
        values=st.lists(st.lists(NUMBERS, max_size=6), max_size=6),
    )
    def test_heat_maps(
        self, title: str, rows: list[str], columns: list[str], values: list[list[float | None]]
    ) -> None:
        checked(heat_map(title, rows=rows, columns=columns, values=values).svg)

    @FEW
    @given(
        title=WORDS,
        before=WORDS,
        after=WORDS,
        counts=st.dictionaries(st.tuples(WORDS, WORDS), st.integers(-5, 10**20), max_size=8),
    )
    def test_flows(
        self, title: str, before: str, after: str, counts: dict[tuple[str, str], int]
    ) -> None:
        checked(flow(title, before=before, after=after, counts=counts).svg)

    @pytest.mark.parametrize(
        "picture",
        [
            bars("t", labels=(), series={"a": ()}),
            bars("t", labels=("a",), series={}),
            curve("t", xs=(), series={"a": ()}),
            curve("t", xs=("a",), series={}),
            heat_map("t", rows=(), columns=("a",), values=()),
            heat_map("t", rows=("a",), columns=(), values=()),
            flow("t", before="a", after="b", counts={}),
            flow("t", before="a", after="b", counts={("x", "y"): 0}),
        ],
    )
    def test_where_nothing_is_to_be_shown_the_picture_says_so(self, picture: Picture) -> None:
        root = checked(picture.svg)
        assert words_of(root) == ["Nothing to show."]


class TestWords:
    """What is written in a picture is text and nothing else."""

    PICTURES = (
        bars(EVIL, labels=(EVIL,), series={EVIL: (1,)}, unit=EVIL),
        curve(EVIL, xs=(EVIL,), series={EVIL: (1,)}, unit=EVIL),
        heat_map(EVIL, rows=(EVIL,), columns=(EVIL,), values=((1,),)),
        flow(EVIL, before=EVIL, after=EVIL, counts={(EVIL, EVIL): 1}),
    )

    @pytest.mark.parametrize("picture", PICTURES, ids=["bars", "curve", "heat map", "flow"])
    def test_it_is_escaped_and_control_characters_are_spelled_out(self, picture: Picture) -> None:
        svg = picture.svg
        root = checked(svg)
        assert "<script" not in svg
        assert root.get("aria-label") == SPELLED
        assert not [each for each in svg if not each.isprintable()]

    @pytest.mark.parametrize("picture", PICTURES, ids=["bars", "curve", "heat map", "flow"])
    def test_a_label_that_is_cut_is_told_in_full(self, picture: Picture) -> None:
        root = checked(picture.svg)
        cut = [each for each in root.iter(f"{SVG}text") if (each[-1].tail if len(each) else "")]
        assert cut
        assert SPELLED in {each[0].text for each in cut}

    def test_it_has_the_colour_of_the_page(self) -> None:
        """Only marks have a colour of their own: a dark theme stays dark."""
        root = checked(curve("t", xs=("a", "b"), series={"s": (1, 2), "r": (2, 1)}).svg)
        assert root.get("fill") == "currentColor"
        assert not [each for each in root.iter(f"{SVG}text") if each.get("fill")]
        assert {each.get("stroke") for each in root.iter(f"{SVG}line")} == {"currentColor"}

    def test_few_values_are_told_in_words_too(self) -> None:
        root = checked(bars("t", labels=("a", "b"), series={"s": (1.5, None)}, unit="h").svg)
        assert root[1].text == "s, a: 1.5 h; s, b: -"

    def test_of_many_values_how_far_they_go(self) -> None:
        svg = curve("t", xs=[str(n) for n in range(30)], series={"s": range(30)}, unit="%").svg
        assert checked(svg)[1].text == "30 values of s, from 0% to 29%."

    def test_two_pictures_on_one_page_share_no_name(self) -> None:
        """No id stands in any: what is named twice on a page is drawn wrongly."""
        svg = flow("t", before="a", after="b", counts={("x", "y"): 1}).svg
        assert " id=" not in svg


class TestBars:
    """Each value has a bar as long as it is, and the value beside it."""

    def test_a_bar_is_as_long_as_its_value(self) -> None:
        root = checked(bars("t", labels=("a", "b", "c"), series={"s": (10, 20, 0)}).svg)
        _key, *drawn = root.iter(f"{SVG}rect")
        lengths = [number_of(each, "width") for each in drawn]
        assert lengths[1] == pytest.approx(2 * lengths[0], abs=0.2)
        assert lengths[2] == 0

    def test_a_negative_value_goes_to_the_other_side(self) -> None:
        root = checked(bars("t", labels=("a", "b"), series={"s": (-10, 20)}).svg)
        _key, minus, plus = root.iter(f"{SVG}rect")
        (nought,) = root.iter(f"{SVG}line")
        at = number_of(nought, "x1")
        assert number_of(minus, "x") + number_of(minus, "width") == pytest.approx(at, abs=0.2)
        assert number_of(plus, "x") == pytest.approx(at, abs=0.2)

    def test_values_stand_beside_the_bars(self) -> None:
        root = checked(bars("t", labels=("a",), series={"s": (1234.6,), "r": (None,)}).svg)
        assert seen(root)[-2:] == ["1,235", "-"]

    def test_series_stand_in_the_order_of_the_legend(self) -> None:
        root = checked(bars("t", labels=("a",), series={"s": (1,), "r": (1,)}).svg)
        key_s, key_r, bar_s, bar_r = root.iter(f"{SVG}rect")
        assert seen(root)[:2] == ["s", "r"]
        assert (key_s.get("fill"), key_r.get("fill")) == PALETTE[:2]
        assert (bar_s.get("fill"), bar_r.get("fill")) == PALETTE[:2]
        assert number_of(bar_s, "y") < number_of(bar_r, "y")

    def test_after_forty_it_says_how_many_more_there_are(self) -> None:
        labels = [str(n) for n in range(MOST_BARS + 1_000)]
        root = checked(bars("t", labels=labels, series={"s": [1.0] * len(labels)}).svg)
        assert len(list(root.iter(f"{SVG}rect"))) == 1 + MOST_BARS
        assert "and 1,000 more" in seen(root)

    def test_the_widest_label_has_its_room(self) -> None:
        """Sums of widths are not exact: that must cut no label."""
        for label in ("Incinta", "attempts.open_attempt_grace", "PT48H", "no longer interested"):
            root = checked(bars("t", labels=(label, "x"), series={"s": (1, 2)}).svg)
            assert label in seen(root)

    def test_a_long_legend_goes_on_in_the_next_line(self) -> None:
        names = [f"a series with a long name, number {n}" for n in range(6)]
        root = checked(bars("t", labels=("a",), series=dict.fromkeys(names, (1,))).svg)
        keys = list(root.iter(f"{SVG}rect"))[: len(names)]
        assert len({number_of(each, "y") for each in keys}) > 1
        assert all(number_of(each, "x") < 600 for each in keys)


class TestCurve:
    """Points stand over their x, as high as their value."""

    @staticmethod
    def heights(*values: float | None) -> list[float]:
        """How high the points of a curve stand; more is lower on the page."""
        labels = [str(n) for n in range(len(values))]
        root = checked(curve("t", xs=labels, series={"s": values}).svg)
        points = [each for each in root.iter(f"{SVG}path") if len(each)]
        return [float(each.get("d", "").split("a")[0].split(" ")[1]) for each in points]

    def test_points_are_as_high_as_their_values(self) -> None:
        low, middle, high = self.heights(0, 50, 100)
        assert low > middle > high
        assert low - middle == pytest.approx(middle - high, abs=0.2)

    def test_what_is_not_known_has_no_point(self) -> None:
        assert len(self.heights(1, None, 2, math.nan)) == 2

    def test_what_is_not_known_breaks_the_line(self) -> None:
        root = checked(curve("t", xs="abcde", series={"s": (1, 2, None, 3, 4)}).svg)
        (drawn,) = (
            each.get("d", "")
            for each in root.iter(f"{SVG}path")
            if each.get("fill") == "none" and "L" in each.get("d", "")
        )
        assert drawn.count("M") == 2
        assert drawn.count("L") == 2

    def test_series_differ_by_more_than_their_colour(self) -> None:
        names = "abcdef"
        root = checked(curve("t", xs=("1", "2"), series=dict.fromkeys(names, (1, 2))).svg)
        lines = [each for each in root.iter(f"{SVG}path") if each.get("fill") == "none"]
        assert len({each.get("stroke-dasharray") for each in lines}) == len(names)
        marks = [each for each in root.iter(f"{SVG}path") if len(each)]
        shapes = {
            each.get("d", "").lstrip("M").split(" ", 1)[1].lstrip("-0123456789.") for each in marks
        }
        assert len(shapes) == len(names)

    def test_a_point_tells_its_value_when_pointed_at(self) -> None:
        root = checked(curve("t", xs=("PT4H",), series={"lost": (12,)}, unit="h").svg)
        assert told(root, "path") == ["lost, PT4H: 12 h"]

    def test_labels_of_the_x_axis_do_not_touch(self) -> None:
        xs = [f"2026-11-{n + 1:02}" for n in range(30)]
        root = checked(curve("t", xs=xs, series={"s": range(30)}).svg)
        places = [
            number_of(each, "x") for each in root.iter(f"{SVG}text") if (each.text or "") in xs
        ]
        assert len(places) > 2
        assert min(after - before for before, after in pairwise(places)) > 70

    def test_what_lies_close_together_far_from_nought_is_shown_large(self) -> None:
        root = checked(curve("t", xs=("a", "b"), series={"s": (1000, 1001)}).svg)
        assert "0" not in seen(root)
        heights = self.heights(1000, 1001)
        assert heights[0] - heights[1] > 100


class TestHeatMap:
    """A number stands in every cell, and the higher it is the stronger the colour."""

    def test_numbers_stand_in_the_cells(self) -> None:
        svg = heat_map("t", rows=("r",), columns=("a", "b", "c"), values=((1, None, 123_456),)).svg
        assert seen(checked(svg)) == ["a", "b", "c", "r", "1", "-", "120k"]

    def test_a_shortened_number_is_told_in_full(self) -> None:
        root = checked(heat_map("t", rows=("r",), columns=("a",), values=((123_456,),)).svg)
        assert told(root, "rect") == ["r, a: 123,456"]

    def test_more_is_stronger(self) -> None:
        values = ((0, 1, 5, 10),)
        root = checked(heat_map("t", rows=("r",), columns="abcd", values=values).svg)
        cells = list(root.iter(f"{SVG}rect"))
        opaque = [number_of(each, "fill-opacity") for each in cells]
        assert opaque == sorted(opaque)
        assert opaque[0] == 0
        assert len(set(opaque)) == 4
        assert {each.get("fill") for each in cells} == {HEAT}

    def test_heads_that_do_not_fit_stand_upright(self) -> None:
        columns = [f"a head too long for its column {n}" for n in range(12)]
        root = checked(heat_map("t", rows=("r",), columns=columns, values=((1,) * 12,)).svg)
        turned = [each for each in root.iter(f"{SVG}text") if each.get("transform")]
        assert len(turned) == len(columns)

    def test_a_week_of_hours_fits_a_page(self) -> None:
        days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
        hours = [str(n) for n in range(24)]
        svg = heat_map("t", rows=days, columns=hours, values=[[n * 7.0 for n in range(24)]] * 7).svg
        root = checked(svg)
        assert number_of(root, "width") <= 660
        assert not [each for each in root.iter(f"{SVG}text") if each.get("transform")]


class TestFlow:
    """Bands are as thick as there are many, from the left to the right."""

    ROOT = checked(
        flow(
            "t",
            before="RSI",
            after="five",
            counts={("Dead", "Follow-up"): 30, ("Dead", "Dead"): 60, ("New", "New"): 10},
        ).svg
    )

    def test_both_sides_are_named_and_counted(self) -> None:
        assert seen(self.ROOT) == [
            "RSI", "five", "Dead 90", "New 10", "Dead 60", "New 10", "Follow-up 30",
        ]  # fmt: skip

    def test_a_side_is_as_high_as_there_are_many(self) -> None:
        heights = [number_of(each, "height") for each in self.ROOT.iter(f"{SVG}rect")]
        assert heights[0] == pytest.approx(9 * heights[1], abs=0.5)

    def test_each_move_has_a_band_that_says_what_it_is(self) -> None:
        bands = told(self.ROOT, "path")
        assert sorted(bands) == ["Dead to Dead: 60", "Dead to Follow-up: 30", "New to New: 10"]

    def test_what_moved_stands_out(self) -> None:
        opaque = {
            each[0].text: number_of(each, "fill-opacity") for each in self.ROOT.iter(f"{SVG}path")
        }
        assert opaque["Dead to Follow-up: 30"] > opaque["Dead to Dead: 60"]

    def test_it_says_in_words_how_many_moved(self) -> None:
        assert self.ROOT[1].text == "30 of 100 differ between RSI and five."

    def test_labels_of_small_bands_do_not_overlap(self) -> None:
        counts = {(f"status {n}", f"status {n}"): 1 if n else 10_000 for n in range(12)}
        root = checked(flow("t", before="a", after="b", counts=counts).svg)
        left = [
            number_of(each, "y")
            for each in root.iter(f"{SVG}text")
            if each.get("text-anchor") == "end"
        ]
        assert min(after - before for before, after in pairwise(left)) >= 13
        assert max(left) < number_of(root, "height")

    def test_the_count_stays_where_the_label_is_cut(self) -> None:
        root = checked(flow("t", before="a", after="b", counts={("x" * 200, "y"): 1_234}).svg)
        assert any(each.endswith("… 1,234") for each in seen(root))

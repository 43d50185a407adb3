"""One lead's time line as a picture: statuses in lanes, marks of events, arrows of plans."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import at
from drawings import EVIL, SPELLED, SVG, checked, number_of, seen, told
from leadflow.display.pages import Picture
from leadflow.display.strip import strip

LOS_ANGELES = "America/Los_Angeles"
START, END = at("2026-11-03 09:00"), at("2026-11-13 09:00")
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
WORDS = st.text(max_size=30)
SPANS = st.lists(st.tuples(INSTANTS, INSTANTS, WORDS), max_size=12)

Span = tuple[datetime, datetime, str]


def line(
    *,
    spans: tuple[Span, ...] = (),
    marks: tuple[tuple[datetime, str], ...] = (),
    plans: tuple[Span, ...] = (),
) -> Picture:
    """A time line of ten days."""
    return strip("t", start=START, end=END, zone=LOS_ANGELES, spans=spans, marks=marks, plans=plans)


NEW = (START, at("2026-11-08 09:00"), "New")
CALLED = (at("2026-11-08 09:00"), END, "Follow-up")


class TestSpans:
    """Each status has a lane with its name, and in it the time for which it held."""

    ROOT = checked(line(spans=(NEW, CALLED)).svg)

    def test_a_span_is_as_long_as_it_lasted(self) -> None:
        new, called = self.ROOT.iter(f"{SVG}rect")
        assert number_of(new, "width") == pytest.approx(number_of(called, "width"), abs=0.3)
        assert number_of(new, "x") + number_of(new, "width") == pytest.approx(
            number_of(called, "x"), abs=0.3
        )

    def test_each_status_has_its_own_lane(self) -> None:
        new, called = self.ROOT.iter(f"{SVG}rect")
        assert number_of(called, "y") > number_of(new, "y")
        assert {"New", "Follow-up"} <= set(seen(self.ROOT))

    def test_a_status_that_comes_back_has_the_same_lane(self) -> None:
        middle = at("2026-11-05 09:00")
        spans = ((START, middle, "New"), (middle, NEW[1], "Dead"), (NEW[1], END, "New"))
        first, _dead, again = checked(line(spans=spans).svg).iter(f"{SVG}rect")
        assert first.get("y") == again.get("y")
        assert first.get("fill") == again.get("fill")

    def test_one_that_held_for_no_time_can_be_seen(self) -> None:
        (drawn,) = checked(line(spans=((START, START, "New"),)).svg).iter(f"{SVG}rect")
        assert number_of(drawn, "width") >= 2

    def test_it_tells_its_times_by_the_clinic_s_clocks(self) -> None:
        assert told(self.ROOT, "rect")[0] == "New: 2026-11-03 09:00 to 2026-11-08 09:00"

    def test_the_whole_is_told_in_words(self) -> None:
        assert self.ROOT[1].text == (
            "2026-11-03 09:00 to 2026-11-13 09:00."
            " New from 2026-11-03 09:00, Follow-up from 2026-11-08 09:00. 0 marks, 0 plans."
        )


class TestMarksAndPlans:
    """What happened and what was planned stand at their times, without covering each other."""

    def test_marks_of_one_instant_stand_below_each_other(self) -> None:
        marks = tuple((START, f"event {n}") for n in range(3))
        root = checked(line(marks=marks).svg)
        heights = [
            number_of(each, "y") for each in root.iter(f"{SVG}text") if "event " in str(each.text)
        ]
        assert len(heights) == 3
        assert min(after - before for before, after in pairwise(sorted(heights))) >= 13

    def test_marks_far_apart_stand_in_one_row(self) -> None:
        marks = ((START, "one"), (at("2026-11-08 09:00"), "two"), (END, "three"))
        root = checked(line(marks=marks).svg)
        heights = {
            each.get("y")
            for each in root.iter(f"{SVG}text")
            if each.text in ("one", "two", "three")
        }
        assert len(heights) == 1

    def test_labels_stay_within_the_picture(self) -> None:
        root = checked(line(marks=((END, "a long label at the very end"),)).svg)
        (label,) = (each for each in root.iter(f"{SVG}text") if "a long" in str(each.text))
        assert label.get("text-anchor") == "end"
        assert number_of(label, "x") <= number_of(root, "width")

    def test_of_too_many_it_says_how_many_more_there_are(self) -> None:
        root = checked(line(marks=tuple((START, "event") for _n in range(20))).svg)
        assert "and 12 more" in seen(root)

    def test_an_arrow_tells_when_it_was_planned_and_when_it_is_due(self) -> None:
        root = checked(line(plans=((START, NEW[1], "first call"),)).svg)
        assert told(root, "path") == ["first call: planned 2026-11-03 09:00, due 2026-11-08 09:00"]

    def test_a_plan_without_room_behind_it_has_its_label_before_it(self) -> None:
        root = checked(line(plans=((NEW[1], END, "reminder"), (END, START, "backwards"))).svg)
        labels = {each.text: each for each in root.iter(f"{SVG}text")}
        assert labels["reminder"].get("text-anchor") == "end"
        assert labels["backwards"].get("text-anchor") is None

    def test_plans_share_a_row_where_there_is_room(self) -> None:
        early, late = at("2026-11-03 12:00"), at("2026-11-08 12:00")
        root = checked(line(plans=((START, early, "one"), (NEW[1], late, "two"))).svg)
        labels = {each.text: each.get("y") for each in root.iter(f"{SVG}text")}
        assert labels["one"] == labels["two"]

    def test_of_too_many_plans_too(self) -> None:
        root = checked(line(plans=tuple((START, END, "plan") for _n in range(9))).svg)
        assert "and 1 more" in seen(root)


class TestWhateverComesIn:
    """There is an answer for every period, span, mark and plan."""

    @settings(max_examples=60)
    @given(
        start=INSTANTS,
        end=INSTANTS,
        spans=SPANS,
        marks=st.lists(st.tuples(INSTANTS, WORDS), max_size=12),
        plans=SPANS,
    )
    def test_a_picture(
        self,
        start: datetime,
        end: datetime,
        spans: list[Span],
        marks: list[tuple[datetime, str]],
        plans: list[Span],
    ) -> None:
        checked(
            strip(
                "t",
                start=start,
                end=end,
                zone=LOS_ANGELES,
                spans=spans,
                marks=marks,
                plans=plans,
            ).svg
        )

    def test_what_stands_in_it_is_escaped(self) -> None:
        span = (START, END, EVIL)
        svg = line(spans=(span,), marks=((START, EVIL),), plans=(span,)).svg
        root = checked(svg)
        assert "<script" not in svg
        assert not [each for each in svg if not each.isprintable()]
        assert any(each.startswith(SPELLED) for each in told(root, "rect"))

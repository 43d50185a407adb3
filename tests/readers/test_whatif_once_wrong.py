"""What-if answers that were once wrong, each by its shortest case."""

from __future__ import annotations

from typing import Any

from clinic import at, call, dead, history, invalid
from leadflow import RSI, Comparison, Engine, Policy, Status, compare, sweep
from leadflow.readers.diff import Witness, diff
from leadflow.readers.diff.asking import Side
from leadflow.readers.diff.hints import hints
from parting import is_true


def with_calendar(policy: Policy, **changes: Any) -> Policy:
    return policy.revise(calendar=changes)


def closed(*days: str) -> list[str]:
    """The closed dates of the preset, and these."""
    calendar: dict[str, Any] = RSI.model_dump(mode="json")["calendar"]
    return [*calendar["closed"], *days]


def covered(*, without: int) -> list[int]:
    return [year for year in RSI.calendar.covered_years if year != without]


class TestFieldsThatMatterTogether:
    """Two fields may each change nothing alone and yet change decisions together."""

    DAY = "2026-11-04"

    def test_a_closed_date_and_the_special_day_that_hides_it(self) -> None:
        both = with_calendar(RSI, closed=closed(self.DAY), special=[{"on": self.DAY, "open": []}])
        found = diff(both, other=RSI)
        assert all(each.idle for each in found.fields)
        assert isinstance(found.witness, Witness)
        assert is_true(Engine(both), Engine(RSI), found.witness)
        assert found.why_none is None


class TestFieldsThatUndoEachOther:
    """Where a field alone changes what the whole other policy does not, the others may show."""

    def test_a_closed_date_that_became_a_special_day_without_hours(self) -> None:
        one = with_calendar(RSI, closed=closed("2026-11-04"))
        other = with_calendar(RSI, special=[{"on": "2026-11-04", "open": []}])
        other = other.revise(calls={"ring_limit": "PT6M"})
        found = diff(one, other=other)
        assert [each.path for each in found.fields if each.witness] == [
            "calendar.closed",
            "calls.ring_limit",
        ]
        assert isinstance(found.witness, Witness)
        assert is_true(Engine(one), Engine(other), found.witness)


class TestDatesAtTheEdge:
    """A calendar may name any date, and close any week: leads are put where events may be."""

    def test_a_year_whose_first_week_of_march_is_closed(self) -> None:
        march = with_calendar(RSI, closed=closed(*(f"2027-03-0{day}" for day in range(1, 8))))
        other = with_calendar(march, covered_years=covered(without=2027))
        witness = diff(march, other=other).witness
        assert isinstance(witness, Witness)
        assert is_true(Engine(march), Engine(other), witness)

    def test_the_first_date_that_events_may_have(self) -> None:
        other = with_calendar(RSI, closed=closed("1970-01-01"))
        witness = diff(RSI, other=other).witness
        assert isinstance(witness, Witness)
        assert is_true(Engine(RSI), Engine(other), witness)

    def test_no_lead_is_put_where_no_event_may_be(self) -> None:
        week = Side(RSI), Side(RSI)
        dated = Side(with_calendar(RSI, closed=closed("0001-01-01", "9999-12-31"))), Side(RSI)
        assert list(hints("calendar", *dated)) == list(hints("calendar", *week))


class TestKeysOfASweep:
    """No two policies of a sweep have one key, whatever their texts hold."""

    def test_texts_that_look_like_several_values(self) -> None:
        changes = {
            "labels.new": ["a", "a, labels.dead=b"],
            "labels.dead": ["b, labels.dead=c", "c"],
        }
        assert len({each.fingerprint for each in sweep(RSI, changes=changes).values()}) == 4

    def test_a_text_that_looks_like_another_value(self) -> None:
        made = sweep(RSI, changes={"calendar.holidays_version": [None, "null", '"null"']})
        assert [each.calendar.holidays_version for each in made.values()] == [
            None,
            "null",
            '"null"',
        ]


def compared(**variants: Policy) -> Comparison:
    """One lead that was called on the first day and again a week later."""
    tried = history(*(call(f"2026-11-{day} 09:10", "no_answer") for day in ("03", "10")))
    return compare([tried], baseline=RSI, variants=variants, now=at("2026-11-20 09:00"))


LATER = RSI.revise(attempts={"rungs": [{"unscheduled": "PT4H", "no_response": "P2D"}]})


class TestHowComparisonsShow:
    """What is shown says neither more nor less than what was counted."""

    def test_leads_of_statuses_that_share_a_label_add_up(self) -> None:
        labels = dict.fromkeys(("dead", "invalid", "new"), "Out")
        named = RSI.revise(labels=labels)
        out = history(invalid("2026-11-03 09:10")), history(dead("2026-11-03 09:10"))
        now = at("2026-11-03 10:00")
        comparison = compare(out, baseline=named, variants={"same": named}, now=now)
        flows = comparison["same"].flows({status: named.label_of(status) for status in Status})
        assert flows == {("Out", "Out"): 2}

    def test_days_without_a_contact_have_their_place(self) -> None:
        """Due on the third (twice), and from the tenth on: the days between are none."""
        text = compared(later=LATER).to_html()
        assert all(f"2026-11-{day:02}" in text for day in range(3, 12))

    def test_without_leads_there_are_no_days(self) -> None:
        nobody = compare([], baseline=RSI, variants={"later": LATER}, now=at("2026-11-20 09:00"))
        assert "Leads: 0" in str(nobody)
        assert nobody.days() == []

    def test_of_few_leads_no_more_are_promised(self) -> None:
        text = str(compared(later=LATER))
        assert "Leads that part" in text
        assert "The first 5" not in text

    def test_a_variant_may_be_called_baseline(self) -> None:
        assert "baseline (variant)" in compared(baseline=LATER).to_html()

    def test_contacts_by_hour_are_named_by_the_variant(self) -> None:
        comparison = compared(later=LATER)
        assert comparison.contacts_by_hour().title.endswith(": RSI")
        assert comparison.contacts_by_hour("later").title.endswith(": later")

    def test_several_paths_of_a_sweep_are_no_curve(self) -> None:
        changes: dict[str, list[Any]] = {
            "calls.ring_limit": ["PT5M", "PT9M"],
            "attempts.one_per_day": [True, False],
        }
        text = compared(**sweep(RSI, changes=changes)).to_html()
        assert "due, by calls.ring_limit" not in text
        assert "attempts.one_per_day=true" in text


class TestHowDiffsShow:
    """What is of which policy can be told, if need be by its place."""

    def test_policies_of_one_name(self) -> None:
        text = diff(RSI, other=RSI.revise(labels={"new": "In"})).to_text()
        assert "first" in text
        assert "source of other" in text

    def test_policies_of_two_names(self) -> None:
        text = diff(RSI, other=RSI.revise(name="Ours", labels={"new": "In"})).to_text()
        assert "source of Ours" in text

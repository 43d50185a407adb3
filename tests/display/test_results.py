"""Every result shows itself: a decision, indicators, audits, reviews and policies."""

from __future__ import annotations

import pickle
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from clinic import (
    CREATED,
    at,
    booked,
    call,
    dead,
    decided,
    history,
    important,
    known,
    lead,
    no_show,
    ring,
)
from drawings import EVIL, cells_of, checked_page
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    AuditReport,
    Decision,
    Engine,
    History,
    Policy,
    audit,
    audit_many,
    daily_checklist,
    kpi,
    queue,
    weekly_review,
)
from leadflow.display import Shown
from leadflow.display.words import in_words
from leadflow.readers.audit.report import Totals
from leadflow.render.diagram import state_diagram

NOW = "2026-11-18 12:00"
PLAIN = (type(None), bool, int, float, str)
"""What a data frame takes as it is, beside instants and spans."""


def rich(lead_id: str = "lead-1", appointment_id: str = "a1") -> History:
    """A lead of whom a decision has much to say."""
    return history(
        call("2026-11-03 09:10", "no_answer"),
        booked("2026-11-05 09:00", "2026-11-18 10:00", appointment_id),
        no_show("2026-11-18 11:00", appointment_id),
        ring("2026-11-18 11:50", answered=False),
        of=lead(lead_id=lead_id),
    )


@cache
def decision() -> Decision:
    """A decision with tasks, a warning and more than one contact."""
    return Engine(INCINTA).decide(rich(), now=at(NOW))


@cache
def results(lead_id: str = "lead-1", appointment_id: str = "a1") -> dict[str, Any]:
    """One of every result, about a lead and an appointment with these ids."""
    told = (rich(lead_id, appointment_id), history(of=lead(lead_id=lead_id[:126] + "2")))
    now = at(NOW)
    report = audit_many(told, now=now, policy=INCINTA)
    start, end = at("2026-11-01 00:00"), at("2026-12-01 00:00")
    indicators = kpi(told, start=start, end=end, now=now, policy=INCINTA)
    return {
        "decision": Engine(INCINTA).decide(told[0], now=now),
        "indicators": indicators,
        "indicator": indicators.show,
        "audit": report,
        "totals": report.totals,
        "breach": report.breaches[0],
        "daily": daily_checklist(told, now=now, policy=INCINTA),
        "weekly": weekly_review(told, now=now, policy=INCINTA),
        "policy": INCINTA,
        "diagram": state_diagram(INCINTA),
    }


NAMES = tuple(results())
every_result = pytest.mark.parametrize("name", NAMES)


class TestEveryResult:
    """Text, Markdown, HTML and rows: whatever a terminal, notebook or data frame wants."""

    @every_result
    def test_it_has_every_form(self, name: str) -> None:
        result = results()[name]
        assert isinstance(result, Shown)
        bundle = result._repr_mimebundle_()
        assert {"text/plain", "text/markdown", "text/html"} <= bundle.keys()
        assert all(bundle.values())

    @every_result
    def test_its_html_is_well_formed(self, name: str) -> None:
        checked_page(results()[name].to_html())

    @every_result
    def test_its_rows_are_flat_and_have_the_same_columns(self, name: str) -> None:
        rows = results()[name].rows()
        assert rows
        assert len({tuple(each) for each in rows}) == 1
        for value in (value for row in rows for value in row.values()):
            assert type(value) in (*PLAIN, type(CREATED), timedelta) or name == "policy"

    @every_result
    def test_it_shows_the_same_each_time(self, name: str) -> None:
        result = results()[name]
        assert result._repr_mimebundle_() == result._repr_mimebundle_()

    @every_result
    def test_showing_it_leaves_it_as_it_was(self, name: str) -> None:
        result = results()[name]
        before = repr(result)
        result.to_html()
        assert repr(result) == before

    def test_tuples_of_results_stay_tuples(self) -> None:
        found = audit(rich(), now=at(NOW), policy=INCINTA)
        assert type(found) is tuple
        assert type(queue([decision()], now=at(NOW))) is tuple


# Ids hold no blanks and no control characters; anything else may stand in them.
PLANTED = "<script>alert('1')</script>&\"\u202e|`*_]]>" + "x" * 80


class TestPlanted:
    """What stands in an id is shown as text, whatever it holds (law 15)."""

    @every_result
    def test_in_html(self, name: str) -> None:
        html = results(PLANTED, PLANTED)[name].to_html()
        root = checked_page(html)
        assert "<script" not in html
        assert not [each for each in html if not each.isprintable() and each != "\n"]
        if name in ("decision", "audit", "daily", "breach"):
            assert "<script>alert('1')</script>" in "".join(root.itertext())

    @every_result
    def test_in_markdown(self, name: str) -> None:
        markdown = results(PLANTED, PLANTED)[name].to_markdown()
        assert "<" not in markdown
        assert "`*" not in markdown.replace("\\`\\*", "")
        assert not [each for each in markdown if not each.isprintable() and each != "\n"]

    @every_result
    def test_in_text(self, name: str) -> None:
        text = str(results(PLANTED, PLANTED)[name])
        assert not [each for each in text if not each.isprintable() and each != "\n"]

    def test_in_the_labels_of_a_policy(self) -> None:
        policy = INCINTA.revise(name=EVIL, labels={"new": EVIL, "dead": EVIL})
        diagram = state_diagram(policy)
        for html in (policy.to_html(), diagram.to_html()):
            checked_page(html)
            assert "<script" not in html

    def test_no_other_word_of_a_history_shows(self) -> None:
        """Who did what, and by which template, stands in no page of a decision."""
        told = history(
            call("2026-11-03 09:10", "no_answer", by="zq7planted", call_id="zq8planted"),
            dead("2026-11-03 10:00", "zq9planted"),
        )
        shown = Engine(INCINTA).decide(told, now=at(NOW)).to_html()
        assert "zq7planted" not in shown
        assert "zq8planted" not in shown


class TestDecision:
    """A decision tells each output with its value, rule and source, by the clinic's clocks."""

    def test_each_output_with_its_rule(self) -> None:
        told = decision()
        rows = cells_of(checked_page(told.to_html()), "What it says")[1:]
        assert [(row[0].replace(" ", "_"), row[2]) for row in rows if row[0]] == [
            (each.output, each.rule)
            for n, each in enumerate(told.because)
            if each.output not in ("upcoming", "tasks", "warnings")
            and each.output not in [before.output for before in told.because[:n]]
        ]

    def test_its_status_contact_and_end(self) -> None:
        rows = cells_of(checked_page(decision().to_html()), "What it says")
        values = {row[0]: row[1] for row in rows}
        assert values["status"] == "no show"
        assert values["next contact"] == "2026-11-18 11:00 no show call, phone, by 2026-11-18 10:30"
        assert values["do not contact"] == "no"

    def test_a_policy_value_behind_an_output(self) -> None:
        told = decided(RSI, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 10:00")
        rows = cells_of(checked_page(told.to_html()), "What it says")
        (contact,) = (row for row in rows if row[0] == "next contact")
        assert contact[4] == "attempts.rungs[0].no_response = PT4H"

    def test_an_output_with_two_grounds_has_two_lines(self) -> None:
        told = decided(
            INCINTA,
            known(
                "2026-11-03 09:10",
                chinese=True,
                visit_barriers=["too_far"],
                special_needs=["surrogacy"],
            ),
            now="2026-11-03 10:00",
        )
        rows = cells_of(checked_page(told.to_html()), "What it says")
        at_routing = next(n for n, row in enumerate(rows) if row[0] == "routing")
        grounds = len(told.routing.grounds)
        assert grounds > 1
        assert [row[0] for row in rows[at_routing : at_routing + grounds]] == [
            "routing", *[""] * (grounds - 1),
        ]  # fmt: skip

    def test_upcoming_contacts_tasks_and_warnings(self) -> None:
        told, root = decision(), checked_page(decision().to_html())
        assert len(cells_of(root, "Upcoming")) == 1 + len(told.upcoming) > 1
        assert len(cells_of(root, "Tasks")) == 1 + len(told.tasks) > 1
        assert [row[0] for row in cells_of(root, "Warnings")[1:]] == ["deadline passed"]

    def test_what_there_is_none_of_is_left_out(self) -> None:
        told = str(decided(RSI, now="2026-11-03 09:00"))
        assert "Upcoming" not in told
        assert "Warnings" not in told

    def test_one_that_holds_for_good_says_so(self) -> None:
        told = decided(RSI, dead("2026-11-03 09:10"), now="2026-11-03 10:00")
        rows = cells_of(checked_page(told.to_html()), "What it says")
        assert ["valid until", "for good"] in [row[:2] for row in rows]

    def test_times_are_those_of_the_clinic(self) -> None:
        assert "At 2026-11-18 12:00 (America/Los_Angeles), by INCINTA" in str(decision())

    @pytest.mark.parametrize("way", ["json", "pickle"])
    def test_one_that_comes_back_tells_its_times_in_utc(self, way: str) -> None:
        """What it says does not tell in which zone the clinic lies."""
        told = decision()
        if way == "json":
            back = Decision.from_json(told.to_json())
        else:
            back = pickle.loads(pickle.dumps(told))
        assert "At 2026-11-18 20:00Z, by INCINTA" in str(back)

    def test_its_row(self) -> None:
        told = decision()
        (row,) = told.rows()
        assert row["lead_id"] == "lead-1"
        assert row["status"] == "no_show"
        assert row["next_contact_at"] == told.next_contact_at
        assert row["tasks"] == len(told.tasks)

    def test_the_row_of_one_without_contact_has_the_same_columns(self) -> None:
        (closed,) = decided(RSI, dead("2026-11-03 09:10"), now="2026-11-03 10:00").rows()
        assert closed["purpose"] is None
        assert [*closed] == [*decision().rows()[0]]

    def test_its_repr_shows_what_it_showed(self) -> None:
        assert repr(decision()).startswith("Decision(lead_id='lead-1', now=")


class TestOutputsInWords:
    """One output in a line, as comparisons tell it."""

    @pytest.mark.parametrize(
        ("output", "words"),
        [
            ("upcoming", "2026-11-18 11:50 answer reply, phone"),
            ("warnings", "deadline passed"),
            ("priority", "no show call, due, important"),
            ("do_not_contact", "no"),
            ("reason_for_loss", "none"),
            ("attempts", "0"),
        ],
    )
    def test_an_output(self, output: str, words: str) -> None:
        told = Engine(INCINTA).decide(rich().with_event(important("2026-11-18 11:55")), now=at(NOW))
        assert in_words(getattr(told, output), zone="America/Los_Angeles") == words

    def test_a_contact_that_lies_ahead(self) -> None:
        told = decided(RSI, call("2026-11-03 09:10", "no_answer"), now="2026-11-03 10:00")
        assert in_words(told.priority, zone=None) == "follow up, later"


class TestIndicators:
    """Counts, rates with what is open, targets, and bars of both."""

    def test_the_table(self) -> None:
        told = results()["indicators"]
        rows = cells_of(checked_page(told.to_html()), "Counts and rates")
        assert [row[0] for row in rows[1:]] == ["response", "conversion", "connect", "show"]
        assert rows[1][1:4] == [str(told.response.met), str(told.response.missed), "0"]

    def test_a_cohort_without_leads_has_a_page_too(self) -> None:
        end = at("2026-12-01 00:00")
        told = kpi((), start=end, end=end, now=end, policy=INCINTA)
        checked_page(told.to_html())
        assert "-" in str(told)

    def test_the_days_of_the_cohort_are_told_in_utc(self) -> None:
        assert "Leads created from 2026-11-01 07:00Z to before 2026-12-01 08:00Z" in str(
            results()["indicators"]
        )


class TestAudit:
    """What was not done: totals, bars by kind, and each breach."""

    def test_each_breach_has_a_line(self) -> None:
        report: AuditReport = results()["audit"]
        rows = cells_of(checked_page(report.to_html()), "Breaches")
        assert len(rows) == 1 + len(report.breaches) > 2

    def test_totals_add_up(self) -> None:
        report: AuditReport = results()["audit"]
        for by in ("kind", "rule", "severity"):
            counts = [row["breaches"] for row in report.totals.rows() if row["by"] == by]
            assert sum(counts) == len(report.breaches)

    def test_where_nothing_went_wrong_there_is_no_picture(self) -> None:
        empty = audit_many((), now=at(NOW), policy=INCINTA)
        assert "<svg" not in empty.to_html()
        assert "breaches: 0" in str(empty)
        assert Totals({}, {}, {}).rows() == []


class TestPolicy:
    """A policy shows its values with their paths and sources, and stays short in messages."""

    @pytest.mark.parametrize("policy", [CLINIC, INCINTA, RSI], ids=lambda each: each.name)
    def test_every_value_has_a_row_with_its_source(self, policy: Policy) -> None:
        rows = policy.rows()
        assert len(rows) > 40
        assert all(row["source"] == policy.source_of(row["path"]) for row in rows)

    def test_a_value(self) -> None:
        (row,) = (each for each in RSI.rows() if each["path"] == "attempts.rungs[0].no_response")
        assert (row["value"], row["source"]) == ("PT4H", "RSI.attempt_1_no_response")

    def test_each_section_is_a_table(self) -> None:
        root = checked_page(RSI.to_html())
        attempts = {row[0]: row[1] for row in cells_of(root, "attempts")}
        assert attempts["attempts.rungs[0].no_response"] == "PT4H"
        assert "mail" in {row[0] for row in cells_of(root, "general")}

    def test_a_value_without_source_says_none(self) -> None:
        bare = RSI.model_copy(update={"sources": type(RSI.sources)()})
        assert {row["source"] for row in bare.rows()} == {None}
        checked_page(bare.to_html())

    def test_in_messages_it_stays_short(self) -> None:
        assert str(RSI) == repr(RSI)
        assert len(str(RSI)) < 80

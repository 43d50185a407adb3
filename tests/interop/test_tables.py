"""Decision tables in CSV: what stands in them is what the engine does."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import product

import pytest

from leadflow import CLINIC, INCINTA, RSI, Policy, Pricing, Profile, SpecialNeed, VisitBarrier
from leadflow.engine.compile import program_for
from leadflow.interop import routing_table, rule_table, task_table
from leadflow.interop.csv_text import csv_text
from leadflow.lead import facts_of
from leadflow.routing import Router
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.occasions import Occasion
from leadflow.tasks import TASK_RULES
from leadflow.vocabulary import Status

PRESETS = [RSI, INCINTA, CLINIC]
named = pytest.mark.parametrize("policy", PRESETS, ids=lambda each: each.name)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


RULES = {policy.name: rows(rule_table(policy)) for policy in PRESETS}


def told(policy: Policy, occasion: Occasion, status: Status) -> list[dict[str, str]]:
    return [
        each
        for each in RULES[policy.name]
        if each["occasion"] == occasion and each["status"] == status
    ]


class TestRules:
    @named
    def test_every_occasion_and_status_has_its_rules_in_the_order_in_which_they_speak(
        self, policy: Policy
    ) -> None:
        for occasion, by_status in program_for(policy).items():
            for status, steps in by_status.items():
                found = told(policy, occasion, status)
                names = [rule.sentence for rule, _body, _go_on in steps[-1]]
                assert [each["sentence"] for each in found] == (names or [""])
                order = [str(n + 1) for n in range(len(names))]
                assert [each["order"] for each in found] == (order or [""])

    def test_every_rule_of_the_rulebook_that_a_policy_can_need_stands_in_a_table(self) -> None:
        found = {each["sentence"] for policy in PRESETS for each in RULES[policy.name]}
        assert {
            each.sentence for each in RULEBOOK if each.needs != "attempts.restart_on_communication"
        } <= found

    def test_a_rule_says_what_it_sets_where_it_leads_and_what_it_cites(self) -> None:
        (row,) = (each for each in told(RSI, Occasion.VOICEMAIL, Status.NEW)
                  if "agenda.voicemail" in each["sets"])  # fmt: skip
        assert row["rule"] == "COM-4"
        assert "RSI" in row["source"]
        leads = {each["leads to"] for each in told(RSI, Occasion.VOICEMAIL, Status.NEW)}
        assert "follow_up" in leads

    def test_it_says_which_rules_do_not_speak_where_it_did(self) -> None:
        checked = 0
        for occasion, by_status in program_for(CLINIC).items():
            for status, steps in by_status.items():
                rules = [rule for rule, _body, _go_on in steps[-1]]
                for place, line in enumerate(told(CLINIC, occasion, status)[: len(rules)]):
                    rule = rules[place]
                    kept = [
                        each.id
                        for each in rules[place + 1 :]
                        if each.body in rule.overrides or rule.body in each.yields_to
                    ]
                    expected = "; ".join(dict.fromkeys(kept))
                    if rule.final and len(rules) > place + 1:
                        expected = "all that follow"
                    assert line["keeps back"] == expected
                    checked += bool(expected)
        assert checked

    def test_the_labels_are_the_clinics(self) -> None:
        assert {each["label"] for each in RULES[INCINTA.name]} == {
            INCINTA.label_of(status) for status in Status
        }

    def test_a_section_that_is_off_has_no_rule(self) -> None:
        sections = ("mail", "no_show", "unreachable", "routing", "reminder")
        off = {each.sentence for each in RULEBOOK if each.needs in sections}
        assert off.isdisjoint(each["sentence"] for each in RULES[RSI.name])
        assert off <= {each["sentence"] for each in RULES[INCINTA.name]}


class TestTasks:
    @named
    def test_they_are_those_that_the_policy_asks_for_in_their_order(self, policy: Policy) -> None:
        found = [each["task"] for each in rows(task_table(policy))]
        every = [each.kind.value for each in TASK_RULES]
        assert found == [each for each in every if each in found]
        assert ("send_confirmation" in found) == (policy is not RSI)

    def test_each_says_why_and_with_which_texts(self) -> None:
        (row,) = (each for each in rows(task_table(INCINTA)) if each["task"] == "send_confirmation")
        assert row["wording"] == "confirmation"
        assert row["source"].startswith("INC ")
        assert row["reaches out"] == "yes"


CONDITIONS = (
    "Chinese customer", "phone not of country code 1", "has a visit barrier", "has a special need",
    "international pricing", "agreed to visit soon", "referral fee",
)  # fmt: skip
WORDS = {True: "yes", False: "no", None: "unknown"}
TODAY = date(2026, 11, 3)
SOON, LATE = date(2026, 11, 10), date(2026, 12, 24)


def profile(answers: tuple[bool | None, ...]) -> Profile:
    """A lead of whom this is known, in the order of the conditions."""
    ways: tuple[dict[bool | None, object], ...] = (
        {True: True, False: False, None: None},
        {True: "44", False: "1", None: None},
        {True: {VisitBarrier.TOO_FAR}, False: set(), None: None},
        {True: {SpecialNeed.SURROGACY}, False: set(), None: None},
        {True: Pricing.INTERNATIONAL, False: Pricing.LOCAL, None: None},
        {True: SOON, False: LATE, None: None},
        {True: True, False: False, None: None},
    )
    names = ("chinese", "calling_code", "visit_barriers", "special_needs", "pricing",
             "agreed_visit_on", "referral_fee")  # fmt: skip
    facts = {name: way[given] for name, way, given in zip(names, ways, answers, strict=True)}
    return Profile.model_validate(facts)


class TestRouting:
    def test_exactly_one_line_holds_for_everything_that_can_be_known_and_the_engine_agrees(
        self,
    ) -> None:
        assert INCINTA.routing is not None
        router = Router(INCINTA.routing)
        table = [each for each in rows(routing_table(INCINTA)) if each["transferred to"] == "none"]
        for answers in product((True, False, None), repeat=len(CONDITIONS)):
            words = tuple(WORDS[each] for each in answers)
            (line,) = (
                each
                for each in table
                if all(
                    each[name] in ("any", word)
                    for name, word in zip(CONDITIONS, words, strict=True)
                )
            )
            facts = facts_of(profile(answers))
            routing = router.route(
                facts, visit_known_on=lambda: TODAY, booked_soon=False, transferred=None
            )
            assert line["team"] == routing.team
            assert line["rule"] == routing.grounds[0]
            assert line["asks first"] == (routing.questions[0].fact if routing.questions else "")

    def test_a_persons_decision_comes_before_all_else(self) -> None:
        (line,) = (
            each for each in rows(routing_table(INCINTA)) if each["transferred to"] == "china"
        )
        assert {line[name] for name in CONDITIONS} == {"any"}
        assert (line["team"], line["rule"]) == ("china", "RTE-9")

    def test_it_is_short_enough_to_be_read(self) -> None:
        assert len(rows(routing_table(INCINTA))) < 50

    def test_a_line_cites_its_clause_or_says_that_it_is_a_reading(self) -> None:
        by_rule = {each["rule"]: each["source"] for each in rows(routing_table(INCINTA))}
        assert by_rule["RTE-3a"] == "INC 7.1, Must transfer: foreign number"
        assert by_rule["RTE-7"] == "reading"

    def test_a_switch_changes_the_table(self) -> None:
        policy = INCINTA.revise(routing={"applies_to_everyone": ["RTE-3a"]})
        (line,) = (
            each
            for each in rows(routing_table(policy))
            if each["Chinese customer"] == "no" and each["team"] == "china"
        )
        assert line["phone not of country code 1"] == "yes"

    def test_a_policy_without_routing_has_one_line(self) -> None:
        (line,) = rows(routing_table(RSI))
        assert (line["team"], line["rule"]) == ("local", "RTE-10")


class TestTheText:
    def test_every_line_ends_in_crlf_and_the_first_names_the_columns(self) -> None:
        text = task_table(INCINTA)
        assert text.startswith('"order","task",')
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")

    def test_quotes_commas_and_line_ends_within_a_cell_come_back(self) -> None:
        cell = 'a "b", c\r\nd'
        assert rows(csv_text(("x",), [(cell,)])) == [{"x": cell}]

    @pytest.mark.parametrize("begins", [*"=+-@\t\r\n", " =", "\uff1d", "\uff20"])
    def test_no_cell_is_a_formula(self, begins: str) -> None:
        text = csv_text(("x",), [(f"{begins}1+1",)])
        assert rows(text) == [{"x": f"'{begins}1+1"}]

    def test_a_label_of_a_clinic_cannot_smuggle_one_in(self) -> None:
        policy = RSI.revise(labels={"new": "=HYPERLINK(1)"})
        labels = {each["label"] for each in rows(rule_table(policy))}
        assert "'=HYPERLINK(1)" in labels

    @named
    def test_the_same_policy_gives_the_same_tables(self, policy: Policy) -> None:
        again = Policy.model_validate_json(policy.model_dump_json())
        for table in (rule_table, routing_table, task_table):
            assert table(again) == table(policy)

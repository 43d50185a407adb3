"""The state diagram of a policy says what the heads of its rules say, and all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import combinations, pairwise
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given, settings

from clinic import CREATED, call, history
from drawings import EVIL, cells_of, checked, checked_page, seen
from leadflow import CLINIC, INCINTA, RSI, History, Policy, Status
from leadflow.engine import Engine
from leadflow.engine.compile import SWITCHES
from leadflow.engine.fold import begin, run
from leadflow.render.diagram import StateDiagram, state_diagram
from leadflow.rulebook import RULEBOOK
from random_histories import CLOCKS, POLICIES, histories

PRESETS = {"CLINIC": CLINIC, "INCINTA": INCINTA, "RSI": RSI}
every_preset = pytest.mark.parametrize("name", PRESETS)
every_policy = pytest.mark.parametrize("name", POLICIES)


@cache
def diagram(name: str) -> StateDiagram:
    """The diagram of a policy that tests use."""
    return state_diagram(POLICIES[name] if name in POLICIES else PRESETS[name])


def heads(policy: Policy) -> set[tuple[Status, Status, str, str, str]]:
    """What the heads in force lead from and to: statuses, occasion, rule and sentence."""
    return {
        (before, after, occasion.value, rule.id, rule.sentence)
        for rule in RULEBOOK
        if rule.needs is None or attrgetter(rule.needs)(policy)
        for before in rule.when
        for after in rule.to
        for occasion in rule.on
        if after is not before
    }


def reached(policy: Policy) -> set[Status]:
    """The statuses that a lead can come to, by what the heads say."""
    found = {Status.NEW}
    while True:
        more = {after for before, after, *_rest in heads(policy) if before in found} - found
        if not more:
            return found
        found |= more


class TestEdges:
    """Every edge stands in a head, and every head in force in the edges."""

    @every_preset
    def test_they_are_exactly_what_the_heads_say(self, name: str) -> None:
        policy = PRESETS[name]
        drawn = [
            (each.before, each.after, each.occasion.value, each.rule, each.sentence)
            for each in diagram(name).edges
        ]
        there = reached(policy)
        assert set(drawn) == {each for each in heads(policy) if each[0] in there}
        assert len(set(drawn)) == len(drawn)

    @every_preset
    def test_the_statuses_are_those_a_lead_can_come_to(self, name: str) -> None:
        policy = PRESETS[name]
        assert [status for status, _label in diagram(name).labels] == [
            status for status in Status if status in reached(policy)
        ]
        assert all(label == policy.label_of(status) for status, label in diagram(name).labels)

    def test_a_section_that_is_off_leads_nowhere(self) -> None:
        """RSI has no mail round, and so nobody is mail contacted."""
        assert Status.MAIL_CONTACTED not in dict(diagram("RSI").labels)
        assert Status.MAIL_CONTACTED in dict(diagram("INCINTA").labels)

    def test_they_cite_the_documents_of_the_policy(self) -> None:
        sources = {each.source for each in diagram("RSI").edges if each.rule == "ATT-9"}
        assert any(each.startswith("RSI ") for each in sources)
        assert not any("INC " in each.source for each in diagram("RSI").edges)

    @every_policy
    @settings(max_examples=25)
    @given(told=histories(14), now=CLOCKS)
    def test_every_step_of_a_lead_is_one_of_them(
        self, name: str, told: History, now: datetime
    ) -> None:
        edges = {(each.before, each.after) for each in diagram(name).edges}
        assert set(steps(POLICIES[name], told, now)) <= edges

    def test_the_steps_are_seen(self) -> None:
        """The check above looks at something: a lead that was spoken to is new no longer."""
        told = history(call("2026-11-03 09:10", "connected"))
        assert steps(RSI, told, CREATED) == [(Status.NEW, Status.CONTACTED)]


class _Looked(dict[Status, Any]):
    """The rules of an occasion by status; notes in which status they were looked up."""

    def __init__(self, rules: Mapping[Status, Any], seen_in: list[Status]) -> None:
        super().__init__(rules)
        self.seen_in = seen_in

    def __getitem__(self, status: Status) -> Any:
        self.seen_in.append(status)
        return super().__getitem__(status)


def steps(policy: Policy, told: History, now: datetime) -> list[tuple[Status, Status]]:
    """Every change of status that the fold makes: the fold looks rules up once for an occasion."""
    decider = Engine(policy)._decider
    found: list[Status] = []
    program = {
        occasion: _Looked(by_status, found) for occasion, by_status in decider.program.items()
    }
    draft = begin(told.lead, decider.terms)
    run(draft, told.events, max([now, *(event.at for event in told.events)]), program)
    return [pair for pair in pairwise([*found, draft.status]) if pair[0] is not pair[1]]


class TestDrawn:
    """The picture, the Mermaid text and the table say the same as the edges."""

    @every_preset
    def test_the_picture_holds_every_status_and_rule(self, name: str) -> None:
        told = diagram(name)
        (picture,) = told._page().pictures
        words = seen(checked(picture.svg))
        assert {label for _status, label in told.labels} <= set(words)
        rules = {rule for line in words for rule in line.split(", ")}
        assert {each.rule for each in told.edges} <= rules

    @pytest.mark.parametrize(
        "off",
        [off for size in range(len(SWITCHES) + 1) for off in combinations(SWITCHES, size)],
        ids=lambda off: " ".join(off) or "nothing",
    )
    def test_every_arrow_has_its_place_whatever_is_off(self, off: tuple[str, ...]) -> None:
        told = _without(off)
        checked(told._page().pictures[0].svg)
        assert arrows(told) == pairs(told)

    def test_what_leads_from_any_status_is_drawn_once(self) -> None:
        words = seen(checked(diagram("INCINTA")._page().pictures[0].svg))
        assert words.count("any status") == 4
        assert words.count("any but Invalid") == 1

    def test_pictures_show_nothing_that_is_cut(self) -> None:
        for name in PRESETS:
            assert not any("…" in each for each in seen(checked(_svg(name))))

    @every_preset
    def test_it_is_the_same_each_time(self, name: str) -> None:
        again = state_diagram(PRESETS[name])
        assert again == diagram(name)
        assert again._page() == diagram(name)._page()

    def test_mermaid_begins_as_it_must(self) -> None:
        mermaid = diagram("INCINTA")._page().mermaid or ""
        assert mermaid.startswith("stateDiagram-v2\n")
        assert "    [*] --> new\n" in mermaid
        assert '    state "Follow-up" as follow_up\n' in mermaid
        assert "    new --> follow_up : ATT-13, COM-4\n" in mermaid
        assert "    scheduled --> no_show : APT-8, NSH-1\n" in mermaid

    def test_in_mermaid_a_label_is_read_as_letters_alone(self) -> None:
        policy = INCINTA.revise(labels={"new": EVIL})
        mermaid = state_diagram(policy)._page().mermaid or ""
        (line,) = (each for each in mermaid.split("\n") if each.endswith(" as new"))
        inside = line.removeprefix('    state "').removesuffix('" as new')
        assert not set('"<>&{}:%`[]\\') & set(inside)
        assert "#60;script#62;" in inside
        plain = diagram("INCINTA")._page().mermaid or ""
        assert mermaid.count("\n") == plain.count("\n")

    def test_the_table_has_a_line_for_each_rule_and_status_that_it_leads_to(self) -> None:
        told = diagram("INCINTA")
        rows = cells_of(checked_page(told.to_html()), "What leads where")[1:]
        labels = dict(told.labels)
        assert sorted((row[1], row[3], row[4]) for row in rows) == sorted(
            {(labels[each.after], each.rule, each.sentence) for each in told.edges}
        )

    def test_rows_are_flat(self) -> None:
        told = diagram("RSI")
        rows = told.rows()
        assert len(rows) == len(told.edges)
        assert {
            "from": "new",
            "to": "dead",
            "occasion": "service declined",
            "rule": "CLS-2",
            "sentence": "A customer who clearly no longer needs the service is lost.",
            "source": "reading",
        } in rows


def _svg(name: str) -> str:
    return diagram(name)._page().pictures[0].svg


def _without(off: tuple[str, ...]) -> StateDiagram:
    """The diagram of the clinic with everything on, but for some sections and switches."""
    changes: dict[str, Any] = {path: None for path in off if "." not in path}
    if "attempts.restart_on_communication" in off:
        changes["attempts"] = {"restart_on_communication": False}
    return state_diagram(POLICIES["switched"].model_copy(update=_parts(changes)))


def _parts(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a policy as the parts to put in, without asking whether they fit together."""
    attempts = POLICIES["switched"].attempts
    return {
        name: attempts.model_copy(update=value) if name == "attempts" else value
        for name, value in changes.items()
    }


def pairs(told: StateDiagram) -> set[tuple[Status, Status]]:
    """What the edges lead from and to."""
    return {(each.before, each.after) for each in told.edges}


def arrows(told: StateDiagram) -> set[tuple[Status, Status]]:
    """What the lines of the Mermaid text lead from and to, with "any" spelled out."""
    there = [status for status, _label in told.labels]
    found: set[tuple[Status, Status]] = set()
    for line in (told._page().mermaid or "").splitlines():
        before, arrow, after = line.partition(" : ")[0].strip().partition(" --> ")
        if not arrow or before == "[*]":
            continue
        to = Status(after)
        if before.startswith("any"):
            but = {each for each in there if f"_but_{each}" in before}
            found |= {(each, to) for each in there if each is not to and each not in but}
        else:
            found.add((Status(before), to))
    return found

"""One page for each rule: what it says, where it comes from, what the policies say, an example."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from leadflow.readers.audit.table import CHECKS
from leadflow.routing import CLAUSES as ROUTING_CLAUSES
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.rule import Rule
from leadflow.sources import CLAUSES, Clause
from leadflow.tasks import TASK_RULES, TaskRule
from leadflow.vocabulary import Status
from pages import examples
from pages.headings import CHAPTERS, CITES, READS, TITLES
from pages.markdown import bullets, codes, lean, page, plain, table
from pages.terms import GIVEN, NEEDED
from pages.values import cell, described, paths_in
from pages.where import IDS, linked, to_clause, to_rule, to_test
from random_histories import PRESETS
from traced import classes, rule_of

UP = "../"
_LATER = ("test_once_wrong.py", "test_owed_again.py", "test_rare_turns.py", "test_told_again.py")
"""Tests of single turns of a rule: what the rule is, others say."""
_FIRST = ("TestCOM5MailRound", "TestAPT2MarkedScheduled")
"""Tests that say what their rule is where others of it stand before them."""


def rule_pages() -> Iterator[tuple[str, str]]:
    """The page of every rule, and the list of them all."""
    for rule in IDS:
        yield f"rulebook/{rule}.md", _page(rule)
    yield "rulebook/index.md", _index()


@cache
def heads(rule: str) -> Sequence[Rule]:
    """The heads that the rulebook has for a rule."""
    return tuple(each for each in RULEBOOK if each.id == rule)


@cache
def tasks(rule: str) -> Sequence[TaskRule]:
    """The tasks that a rule asks for; under TSK all of them."""
    return tuple(each for each in TASK_RULES if rule in ("TSK", each.id))


@cache
def reads(rule: str) -> Sequence[str]:
    """The policy fields that a rule reads."""
    found = (
        *(path for head in heads(rule) for path in (*head.reads, *_needs(head))),
        *READS.get(rule, ()),
    )
    return tuple(dict.fromkeys(found))


def _needs(head: Rule) -> tuple[str, ...]:
    return () if head.needs is None else (head.needs,)


@cache
def cites(rule: str) -> Sequence[Clause]:
    """The clauses that a rule rests on, in the order of the documents."""
    found = {clause.reference for head in heads(rule) for clause in head.cites}
    found |= {clause.reference for task in tasks(rule) for clause in task.cites}
    found |= {clause.reference for clause in CITES.get(rule, ())}
    for ground, clauses in ROUTING_CLAUSES.items():
        if ground.rstrip("abcd") == rule:
            found |= {clause.reference for clause in clauses}
    if rule == "QC":
        found |= {clause.reference for check in CHECKS for clause in check.cites}
    return tuple(each for each in CLAUSES if each.reference in found)


_BEARING: Mapping[str, tuple[str, Callable[[str, str], bool]]] = {
    "TSK": ("rules", lambda name, _: name.startswith("TestTSK")),
    "KPI": ("readers", lambda name, _: name.startswith("TestKPI")),
    "QC": ("readers", lambda name, file: file.startswith("test_audit") and name.startswith("Test")),
}
"""Where the tests of the headings stand that have one page each, and how they are told."""


@cache
def tests(rule: str) -> Sequence[tuple[str, str, str]]:
    """Class, file and docstring of the tests that bear a rule's id.

    First the one that says what the rule is, in a sentence of its own; last the single turns.
    """
    folder, bears = _BEARING.get(rule, ("rules", lambda name, _: rule_of(name) == rule))
    bearing = [
        (node.name, f"{folder}/{file}", ast.get_docstring(node) or "")
        for file, node in classes(folder)
        if bears(node.name, file)
    ]
    return tuple(
        sorted(bearing, key=lambda each: (each[0] not in _FIRST, each[1].endswith(_LATER)))
    )


def sentence(rule: str) -> str:
    """What a rule says, in one sentence that a clinic manager would say."""
    if rule in _SENTENCES:
        return _SENTENCES[rule]
    _, _, said = tests(rule)[0]
    return _said(said, rule).partition("\n\n")[0]


_SENTENCES = {
    "TSK": "What the sources ask to be done beside contacts, each until an event shows it done.",
    "KPI": "Four rates, counted from histories, with their targets and what is still open.",
    "QC": "Every breach of the process in a history, with rule, source, due instant and lateness.",
}


def _said(docstring: str, rule: str) -> str:
    """A docstring of tests as a paragraph, without the id that every one of them bears."""
    own = rf"\s*\((?:(?:[A-Z]{{3}}-\d+|law \d+)(?:, )?)*\b{rule}\b[^()]*\)"
    paragraphs = (plain(re.sub(own, "", part)) for part in docstring.split("\n\n"))
    return "\n\n".join(paragraphs)


def _page(rule: str) -> str:
    title = TITLES[rule] if rule in CHAPTERS else f"{rule}: {TITLES[rule]}"
    return page(
        title,
        *_what_it_says(rule),
        *_in_the_rulebook(rule),
        *_tasks(rule),
        *_checks(rule),
        *_sources(rule),
        *_values(rule),
        *examples.examples(rule),
        *_tests(rule),
    )


def _what_it_says(rule: str) -> Iterator[str]:
    if rule in _SENTENCES:
        yield _SENTENCES[rule]
        if rule == "KPI":
            yield bullets(_indicators())
        return
    said = [_said(docstring, rule) for _, _, docstring in tests(rule)]
    yield linked(said[0], up=UP)
    if said[1:]:
        yield bullets(linked(each.replace("\n\n", " "), up=UP) for each in said[1:])


def _indicators() -> Iterator[str]:
    """What each rule of the indicators says, from the tests that bear its id first."""
    seen = set()
    for name, _, said in tests("KPI"):
        rule = f"KPI-{name[7]}"
        if rule not in seen and said:
            seen.add(rule)
            yield f"**{rule}** {_said(said, rule)}".replace("\n\n", " ")


def _in_the_rulebook(rule: str) -> Iterator[str]:
    if not heads(rule):
        return
    yield "## What happens"
    rows = [
        (
            linked(plain(head.sentence), up=UP),
            "; ".join(each.value for each in head.on),
            _statuses(head.when),
            codes(head.to),
            _only(head),
        )
        for head in heads(rule)
    ]
    yield lean(("rule", "on", "in the statuses", "can lead to", "only where"), rows)


def _statuses(statuses: Sequence[Status]) -> str:
    left_out = [each for each in Status if each not in statuses]
    if not left_out:
        return "any"
    return f"any but {codes(left_out)}" if len(left_out) < 4 else codes(statuses)


def _only(head: Rule) -> str:
    parts = [NEEDED[head.needs]] if head.needs else []
    if head.given:
        parts.append(" or ".join(GIVEN[field] for field in head.given))
    return "; ".join(parts)


def _tasks(rule: str) -> Iterator[str]:
    if not tasks(rule):
        return
    yield "## Tasks"
    rows = [
        (
            f"`{each.kind}`",
            linked(plain(each.sentence), up=UP),
            to_rule(each.id, up=UP),
            ", ".join(to_clause(clause, up=UP) for clause in each.cites),
            codes(filter(None, (each.wording, each.checklist))),
        )
        for each in tasks(rule)
    ]
    yield lean(("task", "when it is asked for", "rule", "source", "text, checklist"), rows)


def _checks(rule: str) -> Iterator[str]:
    found = [each for each in CHECKS if rule in ("QC", each.rule)]
    if not found:
        return
    yield "## What the audit looks for"
    rows = [
        (
            f"`{each.kind}`",
            linked(plain(each.sentence), up=UP),
            f"{each.severity}: {each.because}",
            to_rule(each.rule, up=UP),
            ", ".join(to_clause(clause, up=UP) for clause in each.cites),
        )
        for each in found
    ]
    yield lean(("breach", "what should be", "how grave", "rule", "source"), rows)


def _sources(rule: str) -> Iterator[str]:
    yield "## Where it comes from"
    if not cites(rule):
        yield "No clause says so: it is a [reading](../readings.md) of the sources."
        return
    rows = [(to_clause(each, up=UP), plain(each.says)) for each in cites(rule)]
    yield table(("clause", "what it asks, in our words"), rows)


def _values(rule: str) -> Iterator[str]:
    found = list(dict.fromkeys(path for read in reads(rule) for path in paths_in(read)))
    if not found:
        return
    yield "## What the policies say"
    yield value_table(found, up=UP)


def value_table(found: Sequence[str], *, up: str) -> str:
    """A table of policy values: what each is, and in each preset its value and source."""
    rows = [
        (f"`{path}`<br>{described(path)}", *(cell(preset, path, up=up) for preset in PRESETS))
        for path in found
    ]
    return table(("policy field", *PRESETS), rows)


def _tests(rule: str) -> Iterator[str]:
    yield "## Tests"
    yield bullets(to_test(name, file) for name, file, _ in tests(rule))


def _index() -> str:
    parts = [_INTRODUCTION, bullets(_BESIDE)]
    for chapter, title in CHAPTERS.items():
        rules = [rule for rule in IDS if rule.partition("-")[0] == chapter]
        parts.append(f"## {title}")
        rows = [
            (f"[{rule}]({rule}.md)", TITLES[rule], linked(sentence(rule), up=UP)) for rule in rules
        ]
        parts.append(table(("rule", "about", "what it says"), rows))
    return page("Rulebook", *parts)


_INTRODUCTION = (
    "Every rule of leadflow, by chapter. Each page is made of the same objects that decide: what "
    "the rule says, the clauses behind it, the values of the three presets, an example that the "
    "engine decided when the page was made, and the tests that bear its id."
)
_BESIDE = (
    "[Decision tables](decision-tables.md): which rules speak on which event in which status",
    "[Statuses](statuses.md): what leads from one status to another, as a picture",
    "[Presets](presets.md): every value of the three policies, with its source",
    "[Traceability](../traceability.md): every clause of the sources, its rules and tests",
    "[JSON Schemas](../schemas/index.md) of history, policy and decision",
)

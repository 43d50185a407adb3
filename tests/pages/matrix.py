"""The traceability matrix: every clause of both sources, its rules and tests, and the other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from leadflow.readers.audit.table import CHECKS
from leadflow.sources import CLAUSES, DOCUMENTS, Clause
from leadflow.tasks import TASK_RULES
from pages.headings import TITLES
from pages.markdown import anchor, code, codes, page, plain, table
from pages.rules import cites, reads, tests
from pages.values import paths
from pages.where import IDS, MATRIX, anchor_of, to_clause, to_rule
from random_histories import PRESETS
from traced import CARRIED, OUT_OF_SCOPE

UP = ""


def matrix_pages() -> Iterator[tuple[str, str]]:
    """The matrix, from the clauses and from the rules."""
    parts = []
    for key, document in DOCUMENTS.items():
        dated = f", version {document.version} of {document.dated}" if document.dated else ""
        parts += [
            f"## {key}: {document.publisher}",
            f"{document.title}{dated}. What a clause asks is told in words of our own.",
            table(
                ("clause", "what it asks", "rules", "tasks", "policy values", "tests"),
                (_clause(each) for each in CLAUSES if each.document == key),
            ),
        ]
    yield (
        MATRIX,
        page(
            "Traceability",
            "From every clause of the two sources to the rules, tasks and policy values that "
            "follow it and the tests that hold them to it; and from every rule back. What no "
            "decision can rest on says why.",
            *parts,
            "## Rules and their tests",
            table(("rule", "about", "clauses", "tests"), map(_rule, IDS)),
        ),
    )


@cache
def rules_of(clause: Clause) -> Sequence[str]:
    """The rules that follow a clause: those that cite it, and those that read what it says."""
    said = {
        path
        for each in PRESETS.values()
        for path in paths()
        if each.source_of(path) == clause.reference
    }
    return tuple(
        rule
        for rule in IDS
        if clause in cites(rule)
        or any(_within(path, read) for path in said for read in reads(rule))
    )


def _within(path: str, read: str) -> bool:
    return path == read or path.startswith((f"{read}.", f"{read}["))


def in_matrix(clause: Clause) -> bool:
    """Whether the row of a clause leads to a rule, a value or what keeps it, or says why not."""
    return bool(rules_of(clause) or _values(clause) or _instead(clause.reference))


def _clause(clause: Clause) -> tuple[str, ...]:
    asked = [each.kind for each in TASK_RULES if clause in each.cites]
    checked = [each.kind for each in CHECKS if clause in each.cites]
    rules = ", ".join(to_rule(each, up=UP) for each in rules_of(clause))
    return (
        f"{anchor(anchor_of(clause))}{plain(clause.citation)}",
        plain(clause.says),
        rules or _instead(clause.reference),
        codes(dict.fromkeys([*asked, *checked])),
        codes(_values(clause)),
        codes(_files(clause)),
    )


def _instead(reference: str) -> str:
    """What keeps a clause that no rule follows, or why nothing does."""
    if reference in CARRIED:
        name = getattr(CARRIED[reference], "__name__", "attempts.rungs")
        return f"kept by {code(name)}"
    if reference in OUT_OF_SCOPE:
        return f"*out of scope:* {OUT_OF_SCOPE[reference]}"
    return ""


@cache
def _values(clause: Clause) -> Sequence[str]:
    found = {
        path: None
        for policy in PRESETS.values()
        for path, source in policy.sources.items()
        if source == clause.reference
    }
    return tuple(found)


def _files(clause: Clause) -> list[str]:
    """The files of the tests of the rules that follow a clause."""
    return list(
        {file.rpartition("/")[2]: None for rule in rules_of(clause) for _, file, _ in tests(rule)}
    )


def _rule(rule: str) -> tuple[str, ...]:
    return (
        to_rule(rule, up=UP),
        TITLES[rule],
        ", ".join(
            to_clause(each, up=UP, text=f"{each.document} {each.number}") for each in cites(rule)
        )
        or "[reading](readings.md)",
        codes(name for name, _, _ in tests(rule)),
    )

"""Where the pages stand, and how text that names rules and clauses leads to them."""

from __future__ import annotations

import re
from pathlib import Path

from leadflow.sources import CLAUSES, Clause
from pages.markdown import code, link
from traced import SPECIFIED

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
BESIDE = ("TSK", "KPI", "QC")
"""Headings of the specification that have one page each."""
IDS = (*SPECIFIED, *BESIDE)
MATRIX = "traceability.md"

_RULE = re.compile(r"\b([A-Z]{3}-\d+)([a-d]?)\b")
_BY_CITATION = {each.citation: each for each in CLAUSES}
_BY_REFERENCE = {each.reference: each for each in CLAUSES}


def page_of(rule: str) -> str | None:
    """The page of a rule, from the top of the docs; indicators and tasks share one each."""
    if rule in IDS:
        return f"rulebook/{rule}.md"
    return "rulebook/KPI.md" if rule.startswith("KPI-") else None


def to_rule(rule: str, *, up: str) -> str:
    """A link to the page of a rule."""
    page = page_of(rule)
    return rule if page is None else link(rule, up + page)


def linked(text: str, *, up: str) -> str:
    """Text in which every rule that is named leads to its page."""
    return _RULE.sub(lambda found: _rule_in(found, up), text)


def _rule_in(found: re.Match[str], up: str) -> str:
    page = page_of(found[1])
    return found[0] if page is None else link(found[0], up + page)


def anchor_of(clause: Clause) -> str:
    """The name of the place at which the matrix tells of a clause."""
    return clause.reference.lower().replace(".", "-").replace("_", "-")


def to_clause(clause: Clause, *, up: str, text: str | None = None) -> str:
    """A link to a clause in the matrix."""
    return link(text or clause.citation, f"{up}{MATRIX}#{anchor_of(clause)}")


def to_source(source: str | None, *, up: str) -> str:
    """Where a value comes from: a clause, by reference or citation, or a word of its own."""
    if source is None:
        return ""
    clause = _BY_REFERENCE.get(source) or _BY_CITATION.get(source)
    if clause is not None:
        return to_clause(clause, up=up, text=f"{clause.document} {clause.number}")
    return link("reading", f"{up}readings.md") if source == "reading" else source


def to_test(name: str, file: str) -> str:
    """A test class and its file, which are not on the site."""
    return f"{code(name)} in {code(f'tests/{file}')}"

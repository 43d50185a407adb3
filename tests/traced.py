"""From clauses to rules to tests: what cites what, for the tests and for the pages made of it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from leadflow import History, should_interrupt
from leadflow.readers.daily import daily_checklist
from leadflow.readers.weekly import weekly_review
from leadflow.routing import CLAUSES as ROUTING_CLAUSES
from leadflow.rulebook import RULEBOOK
from leadflow.tasks import TASK_RULES
from random_histories import PRESETS

WORDING = "says how something is worded, not what is to be done next"
CHECKLIST = "lists what a conversation or a form covers, not what is to be done next"
AUDIT = "is looked into afterwards, by whoever checks the clinic's work"
CONDUCT = "tells the staff how to behave"
BRANCH = "says only which of the other clauses comes next"
RECORDS = "asks for a note; a history knows whether there is one, not what it says"

OUT_OF_SCOPE = {
    "INC.choose_branch": BRANCH,
    "INC.understand_needs": CHECKLIST,
    "INC.confirmation_arrival": WORDING,
    "INC.record_concerns": RECORDS,
    "INC.reschedule_record": RECORDS,
    "INC.daily_statuses": AUDIT,
    "INC.timely_follow_up": AUDIT,
    "INC.local_care": CONDUCT,
    "INC.professional_service": CONDUCT,
}
"""Clauses that no decision can rest on, and why."""

CARRIED: dict[str, object] = {
    "RSI.more_attempts": PRESETS["RSI"].attempts.rungs,
    "RSI.inbound_interrupts": should_interrupt,
    "INC.data_security": History,
    **dict.fromkeys(
        ("INC.daily_new_leads", "INC.daily_follow_up_times", "INC.daily_records"), daily_checklist
    ),
    **dict.fromkeys(
        (
            "INC.weekly_conversion",
            "INC.weekly_unconverted",
            "INC.weekly_show",
            "INC.weekly_team",
        ),
        weekly_review,
    ),
}
"""Clauses that the library keeps without a rule that cites them, and the part that does it."""


def cited() -> dict[str, set[str]]:
    """Every reference that is cited, by who cites it."""
    return {
        "rules": {each.reference for rule in RULEBOOK for each in rule.cites},
        "tasks": {each.reference for rule in TASK_RULES for each in rule.cites},
        "routing": {each.reference for clauses in ROUTING_CLAUSES.values() for each in clauses},
        "presets": {
            source
            for preset in PRESETS.values()
            for source in preset.sources.values()
            if source not in ("reading", "own")
        },
    }


# The rules of the specification, and how many each heading has.
HEADINGS = {
    "ATT": 15, "COM": 8, "APT": 10, "NSH": 5, "UNR": 5, "CLS": 5, "RTE": 10, "PRI": 7,
}  # fmt: skip
SPECIFIED = [f"{heading}-{n}" for heading, most in HEADINGS.items() for n in range(1, most + 1)]
TESTS = Path(__file__).parent


@cache
def classes(folder: str = "rules") -> tuple[tuple[str, ast.ClassDef], ...]:
    """Every test class beside the rules, or in another folder, with the file it stands in."""
    return tuple(
        (path.name, node)
        for path in sorted((TESTS / folder).rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )


def rule_of(name: str) -> str | None:
    """The rule that a class name bears: `TestATT5ExactFollowUp` bears ATT-5."""
    found = re.match(r"Test([A-Z]{3})(\d+)", name)
    return f"{found[1]}-{found[2]}" if found else None

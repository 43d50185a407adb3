"""Readings: where the sources are silent or open, what was read into them, and what changes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadflow.sources import CLAUSES
from pages.markdown import codes, page, table
from pages.rules import cites, sentence
from pages.values import described, paths, told, value_in
from pages.where import linked, to_clause, to_rule
from random_histories import PRESETS
from traced import OUT_OF_SCOPE, SPECIFIED

UP = ""


@dataclass(frozen=True)
class Reading:
    """One place where the sources leave open what to do."""

    rule: str
    open: str
    read: str
    switches: Sequence[str] = ()
    """The policy fields that change it; none: a rule would have to."""


def reading_pages() -> Iterator[tuple[str, str]]:
    """All readings: of the sources, of single values, and rules without a clause."""
    yield (
        "readings.md",
        page(
            "Readings",
            "The two sources were written for people. Where they leave open what to do, leadflow "
            "takes one reading and says so here. Where a policy field changes it, a clinic that "
            "reads the source otherwise changes a value and no code; `policy.revise(...)` does "
            "that.",
            "## What the sources leave open",
            table(
                ("rule", "what is open", "the reading", "what changes it"), map(_reading, READINGS)
            ),
            "## Where even the rules were open",
            "Building the rulebook turned up further questions. They are answered in [decision 7]"
            "(decisions/0007-readings-where-the-specification-is-silent.md).",
            "## Rules that no clause asks for",
            table(("rule", "what it says"), _without_clause()),
            "## Values that are readings",
            "Of each preset, the values that its source does not state. Texts and checklists that "
            "are worded afresh are not listed.",
            table(("policy field", *PRESETS), _values()),
            "## Clauses out of scope",
            table(("clause", "why"), _out_of_scope()),
        ),
    )


def _reading(each: Reading) -> tuple[str, ...]:
    switches = codes(each.switches) or "nothing: it is part of the rule"
    return to_rule(each.rule, up=UP), each.open, linked(each.read, up=UP), switches


def _without_clause() -> Iterator[tuple[str, str]]:
    for rule in SPECIFIED:
        if not cites(rule):
            yield to_rule(rule, up=UP), linked(sentence(rule), up=UP)


def _values() -> Iterator[tuple[str, ...]]:
    for path in paths():
        if path.startswith(("wording", "checklists")):
            continue
        cells = [
            value_in(told(name), path) if policy.source_of(path) == "reading" else ""
            for name, policy in PRESETS.items()
        ]
        if any(cells):
            yield f"`{path}`<br>{described(path)}", *cells


def _out_of_scope() -> Iterator[tuple[str, str]]:
    for clause in CLAUSES:
        if clause.reference in OUT_OF_SCOPE:
            yield to_clause(clause, up=UP), OUT_OF_SCOPE[clause.reference]


READINGS = (
    Reading(
        "ATT-2",
        "Is a call that two events tell of one attempt, and when does counting start again?",
        "Events with one `call_id` are one attempt. Attempts count while the lead is open or "
        "unreachable, and start at 0 with a booking or when a closed lead opens again.",
        ("attempts.restart_on_communication",),
    ),
    Reading(
        "ATT-3",
        "Are call, voice message and e-mail of one day one attempt or several?",
        "For Incinta they are steps of one follow-up, so one; for RSI each counts.",
        ("attempts.one_per_day",),
    ),
    Reading(
        "ATT-8",
        "Does an early try use up a callback that was promised for later?",
        "No: a promised callback is kept until its time has come and somebody has seen to it.",
        ("attempts.follow_up_done_by",),
    ),
    Reading(
        "ATT-11",
        "What follows an attempt of which nobody recorded the outcome?",
        "The same as a follow-up without time; at the end of the ladder a while is given to record"
        " it.",
        ("attempts.open_attempt_grace",),
    ),
    Reading(
        "ATT-12",
        "Is a lead lost that was spoken to and then runs out of attempts?",
        "No: that reason for loss stands for never having got hold of the patient.",
        ("attempts.exhausts_after_contact",),
    ),
    Reading(
        "ATT-15",
        "Must contacts that fall into the night wait for the morning?",
        "Only those that the sources tie to opening hours.",
        ("attempts.within_opening_hours",),
    ),
    Reading(
        "COM-6",
        "When is a written reply answered, and by what?",
        "It is owed an answer at once; any outreach answers it.",
    ),
    Reading(
        "COM-7",
        "How long does a call ring, and what is a missed one owed?",
        "Until it ends or the limit has passed; then it is owed an answer like a reply, but is no "
        "communication and changes no status.",
        ("calls.ring_limit",),
    ),
    Reading(
        "COM-8",
        "What of a step by phone or e-mail for a lead that has none?",
        "It goes by the first channel that the lead has, and is done by it.",
    ),
    Reading(
        "APT-3",
        "The day before the appointment, or one business day before it?",
        "The earlier of the two: when the last business day before the date opens.",
        ("reminder.before",),
    ),
    Reading(
        "APT-4",
        "What of an appointment booked when the reminder would already have been due?",
        "The reminder is due at once, unless the appointment is on the same day.",
    ),
    Reading(
        "APT-8",
        "By when must attendance be recorded, and what if nobody does?",
        "In time for the no-show call; a no-show is assumed only where the policy says so.",
        ("appointments.attendance_within", "appointments.assume_no_show_after"),
    ),
    Reading(
        "NSH-5",
        "Does talking to a no-show end the steps?",
        "No, only a new booking, a refusal or silence does; an agreed callback takes their place.",
    ),
    Reading(
        "UNR-1",
        "Are two months and five attempts both needed?",
        "Both, and no communication ever; the first contact is one of the five.",
        ("unreachable.after", "unreachable.attempts"),
    ),
    Reading(
        "UNR-3",
        "Do the criteria suffice, or must the final attempt have been made?",
        "The final attempt must have been made.",
        ("unreachable.final_attempt_required",),
    ),
    Reading(
        "UNR-4",
        "How often is a lead of the long-term pool contacted?",
        "Once a calendar month, from entering and from each call.",
        ("unreachable.pool_interval",),
    ),
    Reading(
        "CLS-4",
        "What opens a closed lead again?",
        "Communication, a booking, an exact follow-up or a user; an invalid one only a booking or "
        "a user.",
    ),
    Reading(
        "RTE-1",
        "Who is a Chinese customer where nobody asked?",
        "The language tells, if it is known.",
        ("routing.chinese_languages", "routing.language_implies_chinese"),
    ),
    Reading(
        "RTE-3",
        "Do the criteria for a transfer bind every customer?",
        "Only Chinese ones, since they stand under that heading.",
        ("routing.applies_to_everyone",),
    ),
    Reading(
        "RTE-4",
        "Is the marked language a condition for local handling?",
        "No: marking it is part of handling the lead locally.",
    ),
    Reading(
        "RTE-7",
        "Which team has the lead where no criterion of either side holds?",
        "None is named: a person decides.",
        ("routing.otherwise",),
    ),
    Reading(
        "PRI-1",
        "Where do reminders, no-show calls and the long-term pool stand among RSI's four tiers?",
        "No-show calls after voicemails, reminders after new leads, the pool last.",
        ("priority.order",),
    ),
)
"""What the sources leave open, by rule."""

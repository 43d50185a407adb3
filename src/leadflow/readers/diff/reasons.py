"""Why no decision can depend on a field that differs: a reason each, checked against the policies.

A reason that holds for some policies only has a condition, which looks at what the rules are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from leadflow.engine.book import asked_by
from leadflow.readers.diff.asking import Side
from leadflow.sections import Rung, Then
from leadflow.tasks import TaskRule
from leadflow.tasks.mails import MAILS
from leadflow.vocabulary import TaskKind, WorkKind
from leadflow.wording import WordingKey

Condition = Callable[[str, Side, Side], bool]


class Idle(NamedTuple):
    """Fields (a pattern of paths) on which no decision depends where the condition holds, and why.

    No condition: under any policy.
    """

    fields: str
    why: str
    where: Condition | None = None


def why_unread(path: str) -> str | None:
    """Why no decision under any policy reads a field; none: some may."""
    return next((each.why for each in IDLE if each.where is None and _fits(path, each)), None)


def why_same(path: str, before: Side, after: Side) -> str | None:
    """Why these two policies decide the same although a field differs; none: they may well not."""
    for each in IDLE:
        if _fits(path, each) and each.where is not None and each.where(path, before, after):
            return each.why
    return None


def _fits(path: str, idle: Idle) -> bool:
    """Whether a path is one of the fields; a star stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, idle.fields.split("*"))), path) is not None


# --- The ladder ---------------------------------------------------------------------------------


def _never_exhausts(_path: str, *sides: Side) -> bool:
    return not any(Then.EXHAUSTED in (each.unscheduled, each.no_response) for each in _rungs(sides))


def _no_mail_round(_path: str, *sides: Side) -> bool:
    return not any(each.no_response is Then.MAIL_ROUND for each in _rungs(sides))


def _rungs(sides: Sequence[Side]) -> Iterator[Rung]:
    return (rung for each in sides for rung in each.policy.attempts.rungs)


def _same_counting(_path: str, *sides: Side) -> bool:
    one, two = (each.decider.terms for each in sides)
    talks = one.counted_talks == two.counted_talks
    calls = one.counted_calls == two.counted_calls
    answered = one.counts_answered_voip == two.counts_answered_voip
    return talks and calls and answered and one.counted_emails == two.counted_emails


def _same_follow_ups(_path: str, *sides: Side) -> bool:
    one, two = (each.decider.terms for each in sides)
    return one.emails_do_follow_ups == two.emails_do_follow_ups


# --- The calendar and the queue -----------------------------------------------------------------


def _same_hours(_path: str, before: Side, after: Side) -> bool:
    """Whether two calendars say the same of every date: those of the week, and those named."""
    one, two = before.policy.calendar, after.policy.calendar
    if (one.zone, one.week, one.covered_years) != (two.zone, two.week, two.covered_years):
        return False
    special = (each.on for each in (*one.special, *two.special))
    named = {*one.closed, *two.closed, *special}
    return all(before.hours.hours_of(day) == after.hours.hours_of(day) for day in named)


_PLANNED_BY: Mapping[WorkKind, str] = {
    WorkKind.NO_SHOW_CALL: "no_show",
    WorkKind.REMINDER: "reminder",
}
"""The kinds of work that a policy without this section never plans."""


def _same_tiers(_path: str, *sides: Side) -> bool:
    """Whether the orders are the same but for kinds of work that neither policy ever plans."""
    one, two = map(_tiers, sides)
    return one == two


def _tiers(side: Side) -> list[WorkKind]:
    policy = side.policy
    off = {kind for kind, section in _PLANNED_BY.items() if getattr(policy, section) is None}
    return [kind for kind in policy.priority.order if kind not in off]


# --- Tasks and their texts ----------------------------------------------------------------------

_ASKED_BY: Mapping[TaskKind, str] = {
    TaskKind.SEND_FOLLOW_UP_EMAIL: "mail",
    TaskKind.REMIND: "reminder",
    **dict.fromkeys(
        (TaskKind.CALL_NO_SHOW, TaskKind.SEND_MISSED_APPOINTMENT, TaskKind.SEND_RESCHEDULE),
        "no_show",
    ),
    **dict.fromkeys((TaskKind.FINAL_CALL, TaskKind.FINAL_EMAIL), "unreachable"),
}
"""The tasks with a text that a policy without this section never asks for."""


def _same_tasks(_path: str, before: Side, after: Side) -> bool:
    return asked_by(before.policy) == asked_by(after.policy)


def _never_told(path: str, *sides: Side) -> bool:
    """Whether no task of either policy has this wording, and no e-mail is told by it."""
    key = path.split(".")[1]
    return not any(key in _wordings(rule) for each in sides for rule in _rules(each))


def _never_listed(path: str, *sides: Side) -> bool:
    key = path.split(".")[1]
    return not any(rule.checklist == key for each in sides for rule in _rules(each))


def _rules(side: Side) -> Iterator[TaskRule]:
    """The rules of the tasks that a policy can come to ask for."""
    for rule in asked_by(side.policy):
        section = _ASKED_BY.get(rule.kind)
        if section is None or getattr(side.policy, section) is not None:
            yield rule


def _wordings(rule: TaskRule) -> Collection[str | None]:
    """The wordings that a task can have; any of the policy's tells which e-mail was sent."""
    if rule.kind in MAILS:
        return _EVERY
    return (
        (rule.wording, *_VOICED) if rule.kind is TaskKind.LEAVE_VOICE_MESSAGE else (rule.wording,)
    )


class _Every(frozenset[str | None]):
    """Every wording there may be, a clinic's own too."""

    def __contains__(self, key: object) -> bool:
        return True


_EVERY = _Every()
_VOICED = (WordingKey.REMINDER_CALL, WordingKey.NO_SHOW_CALL, WordingKey.FINAL_CALL)
"""What a voice message may be about, beside the inquiry."""

_READ_BY_PEOPLE = "is what people read: no rule and no task reads it"
_TOLD_BY_KEY = "is what people say or go through: a decision names a text by its key alone"

IDLE = (
    Idle("name", "tells the policy from others, in the decision's `policy` alone"),
    Idle("version", "tells the policy from others, in the decision's `policy` alone"),
    Idle("source", "tells people which document the policy follows"),
    Idle("effective_on", "tells people from when the document is"),
    Idle("labels.*", _READ_BY_PEOPLE),
    Idle("sources", "say where values come from: in `because`, never in what is decided"),
    Idle("indicators.*", "is a target of the indicators, which no decision reads"),
    Idle("calendar.holidays_version", "says where the closed dates were taken from"),
    Idle("wording.*.messages*", _TOLD_BY_KEY),
    Idle("checklists.*.items*", _TOLD_BY_KEY),
    Idle("wording.lead_reminder.channel", "is for the office itself, by whatever channel"),
    Idle("calendar.*", "both calendars are open at the same hours of every date", _same_hours),
    Idle("attempts.counted", "the same calls and e-mails count either way", _same_counting),
    Idle(
        "attempts.follow_up_done_by",
        "calls always use a follow-up up and texts never do (ATT-8), and e-mail is as it was",
        _same_follow_ups,
    ),
    Idle("attempts.open_attempt_grace", "no rung exhausts, so nothing waits", _never_exhausts),
    Idle("attempts.exhausts_after_contact", "no rung exhausts", _never_exhausts),
    Idle("mail", "no rung begins a mail round", _no_mail_round),
    Idle("mail.*", "no rung begins a mail round", _no_mail_round),
    Idle("priority.order", "differs only in work that is never planned", _same_tiers),
    Idle("tasks", "the same tasks are asked for", _same_tasks),
    Idle("wording.*", "no task that is ever asked for has this text", _never_told),
    Idle("checklists.*", "no task that is ever asked for has this checklist", _never_listed),
)
"""In the order of the policy where nothing else is said; the first that fits tells why."""

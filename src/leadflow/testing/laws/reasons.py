"""Law 16: every output says what made it so, and what it says is true."""

from __future__ import annotations

import re
from typing import Any

from leadflow.rulebook import RULEBOOK
from leadflow.testing.laws.case import Case
from leadflow.testing.laws.case import reasons as reasons_of
from leadflow.testing.laws.law import Law

_ONCE = (
    "status", "next_contact", "reason_for_loss", "priority", "attempts", "do_not_contact",
    "valid_until",
)  # fmt: skip
_RULE = re.compile(r"(ATT|COM|APT|NSH|UNR|CLS|RTE|PRI)-[1-9][0-9]?[a-d]?|TSK")


def every_output_has_a_reason(case: Case) -> bool:
    """Each output has its reason; each contact, task, warning and ground of routing its own."""
    decision = case.decision
    return (
        all(len(reasons_of(decision, output)) == 1 for output in _ONCE)
        and len(reasons_of(decision, "upcoming")) == len(decision.upcoming)
        and len(reasons_of(decision, "tasks")) == (len(decision.tasks) or 1)
        and len(reasons_of(decision, "warnings")) == len(decision.warnings)
        and [each.rule for each in reasons_of(decision, "routing")] == [*decision.routing.grounds]
    )


def every_reason_names_a_rule_and_a_source(case: Case) -> bool:
    """A reason names a rule of the specification and where it comes from."""
    return all(
        _RULE.fullmatch(each.rule) is not None and bool(each.source)
        for each in case.decision.because
    )


def every_reason_names_an_event_that_happened(case: Case) -> bool:
    """A reason that names an event names one of the history, and its instant."""
    events = case.past.events
    return all(
        each.event is None or (each.event < len(events) and events[each.event].at == each.at)
        for each in case.decision.because
    )


def every_reason_tells_the_policy_as_it_is(case: Case) -> bool:
    """The policy value behind a reason is the value that the policy holds there."""
    written = case.policy.model_dump(mode="json")
    return all(
        each.value is None if each.policy is None else _value_at(written, each.policy) == each.value
        for each in case.decision.because
    )


def _value_at(value: Any, path: str) -> Any:
    for name, place in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
        value = value[name][int(place)] if place else value[name]
    return value


def every_rule_that_fired_is_in_the_rulebook(case: Case) -> bool:
    """What a folded state says that fired are rules, each on an event that happened or a timer."""
    known = {(rule.id, rule.name) for rule in RULEBOOK}
    fired = case.engine.fold(case.past, now=case.now).fired
    return all(
        (each[:2] in known) and (each[2] is None or each[2] < len(case.past.events))
        for each in fired
    )


LAWS = (
    Law("16", every_output_has_a_reason),
    Law("16", every_reason_names_a_rule_and_a_source),
    Law("16", every_reason_names_an_event_that_happened),
    Law("16", every_reason_tells_the_policy_as_it_is, share=4),
    Law("16", every_rule_that_fired_is_in_the_rulebook),
)

"""The ways to a status, as the heads of the rules have them: every rule that can lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from leadflow.readers.whynot.conditions import Condition, Matter, Told, View, Way
from leadflow.readers.whynot.measured import MEASURES, NAMES, TOLD_WITH_OTHERS, WHOLE
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.mail_round import NEW_LEAD
from leadflow.rulebook.occasions import Timer
from leadflow.rulebook.rule import ANY, Rule
from leadflow.vocabulary import Status

_TIMERS = frozenset(map(str, Timer))


def rules_to(status: Status) -> Iterator[Rule]:
    """The rules that can lead to a status, one for each way."""
    return (rule for rule in RULEBOOK if status in rule.to and rule.body not in TOLD_WITH_OTHERS)


def ways_to(view: View, status: Status) -> Told:
    """Every condition of a status, way by way, in the order of the specification."""
    if status is Status.NEW:
        yield _still_new(view)
    for rule in rules_to(status):
        yield from by_rule(view, rule)


def by_rule(view: View, rule: Rule) -> Told:
    """What one rule asks for: its section, a status, what it measures, and its event."""
    way = Way(view, rule, NAMES.get(rule.body))
    if rule.needs is not None and not attrgetter(rule.needs)(view.decider.policy):
        yield way.tells(
            "The policy has this part",
            Matter.POLICY,
            holds=False,
            is_="off",
            needed=rule.needs,
            lacking=f"a policy with {rule.needs}",
        )
        return
    if rule.when != ANY:
        yield way.status_admits()
    measure = MEASURES.get(rule.body)
    if measure is not None:
        yield from measure(way)
    if rule.body not in WHOLE and not set(rule.on) <= _TIMERS:
        yield way.event_comes()


def _still_new(view: View) -> Condition:
    status, cause = view.draft.status, view.draft.status_cause
    return Way(view, NEW_LEAD).tells(
        "Nothing has made it more than new",
        Matter.STATUS,
        holds=status is Status.NEW,
        is_=status.value,
        needed=Status.NEW.value,
        lacking="nothing leads back to it",
        by=cause.rule,
    )

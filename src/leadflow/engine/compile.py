"""From the rulebook to a program: for each occasion and status, the rules to run, in order.

Rules of one occasion run in the order of the specification, except where a head says otherwise.
Two rules that set the same field on the same occasion and say nothing of each other would make the
answer depend on the order of the text: that is an error here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from itertools import combinations
from operator import attrgetter, or_
from typing import Any

from leadflow.errors import RulebookError
from leadflow.policy import Policy
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.fields import FIELDS, GUARDS
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import Body, Rule
from leadflow.vocabulary import Status

Steps = tuple[tuple[Rule, Body, Any], ...]
"""Rules in the order in which they run, with their bodies; the third is the `Steps` to go on with
where the rule fired, `None` where it overrides none of those that follow."""
Program = Mapping[Occasion, Mapping[Status, Mapping[int, Steps]]]
"""By occasion, status, and what the draft holds (`Draft.holds`): the steps to take."""

SWITCHES = (
    "mail",
    "reminder",
    "no_show",
    "unreachable",
    "routing",
    "attempts.restart_on_communication",
)
"""What a policy can be without, and a rule can need: sections, and a switch."""


def program_for(policy: Policy) -> Program:
    """The program of a policy: the rules in force, compiled."""
    return _program(_present(policy))


def rules_for(policy: Policy) -> Sequence[Rule]:
    """The rules in force under a policy: those whose section or switch it has."""
    return _in_force(_present(policy))


def _present(policy: Policy) -> frozenset[str]:
    return frozenset(path for path in SWITCHES if attrgetter(path)(policy))


def _in_force(present: frozenset[str]) -> Sequence[Rule]:
    _check_needs(RULEBOOK)  # before a rule is left out for what it needs
    return [rule for rule in RULEBOOK if rule.needs is None or rule.needs in present]


@cache
def _program(present: frozenset[str]) -> Program:
    return compiled(_in_force(present))


def compiled(rules: Sequence[Rule]) -> Program:
    """The program of these rules; raises `RulebookError` where their heads contradict."""
    _check_needs(rules)
    for rule in rules:
        if unknown := (set(rule.sets) - FIELDS.keys()) | (set(rule.given) - GUARDS.keys()):
            raise RulebookError(f"{rule.name} names fields that no draft has: {sorted(unknown)}")
    return {
        occasion: {
            status: _ByWhatIsHeld(
                *_in_order([rule for rule in rules if occasion in rule.on and status in rule.when])
            )
            for status in Status
        }
        for occasion in Occasion
    }


def _check_needs(rules: Sequence[Rule]) -> None:
    for rule in rules:
        if rule.needs not in (None, *SWITCHES):
            raise RulebookError(
                f"{rule.name} needs what no policy can be without: is it missing in SWITCHES?"
            )


class _ByWhatIsHeld(dict[int, Steps]):
    """By what a draft holds, the steps that can fire given that; each worked out at its first use.

    What no rule of the occasion asks for makes no difference, so few steps serve many keys. Two
    threads that ask at once work out the same twice and keep either.
    """

    def __init__(self, rules: Sequence[Rule], blocks: Blocks) -> None:
        self._rules = rules
        self._blocks = blocks
        self._asked_for = reduce(or_, (GUARDS[field] for rule in rules for field in rule.given), 0)

    def __missing__(self, held: int) -> Steps:
        matters = held & self._asked_for
        if matters == held:
            self[held] = steps = _steps(_able(self._rules, held), self._blocks)
        else:
            self[held] = steps = self[matters]
        return steps


def _able(rules: Sequence[Rule], held: int) -> Sequence[Rule]:
    """The rules that can fire: given what is held before, or what an earlier one of them sets."""
    able: list[Rule] = []
    for rule in rules:
        if rule.given and not any(GUARDS[field] & held for field in rule.given):
            continue
        able.append(rule)
        if rule.final:
            continue  # nothing that it sets is seen by another on this occasion
        held |= sum({GUARDS[field] for field in rule.sets if field in GUARDS})
    return able


def _steps(rules: Sequence[Rule], blocks: Blocks) -> Steps:
    steps: Steps = ()
    for place in reversed(range(len(rules))):
        rule, rest = rules[place], rules[place + 1 :]
        left = [] if rule.final else [each for each in rest if each.body not in blocks[rule.body]]
        go_on = None if len(left) == len(rest) else _steps(left, blocks)
        steps = ((rule, rule.body, go_on), *steps)
    return steps


Blocks = Mapping[Body, set[Body]]
"""By rule, the rules that it keeps from firing."""


def _in_order(rules: Sequence[Rule]) -> tuple[Sequence[Rule], Blocks]:
    """The rules of one occasion and status as they run, and which keep which from firing."""
    by_body = {rule.body: rule for rule in rules}
    blocks: dict[Body, set[Body]] = {rule.body: set() for rule in rules}
    after: dict[Body, set[Body]] = {rule.body: set() for rule in rules}
    for rule in rules:
        for other in _among(by_body, rule.overrides):
            blocks[rule.body].add(other)
            after[other].add(rule.body)
        for other in _among(by_body, rule.yields_to):
            blocks[other].add(rule.body)
            after[rule.body].add(other)
        for other in _among(by_body, rule.before):
            after[other].add(rule.body)
        after[rule.body].update(_among(by_body, rule.after))
    for one, two in combinations(rules, 2):
        said = two.body in after[one.body] or one.body in after[two.body]
        shared = set(one.sets) & set(two.sets)
        if shared and not (said or one.final or two.final):
            raise RulebookError(
                f"{one.name} and {two.name} both set {sorted(shared)} and say nothing of it"
            )
    in_order = _sorted([rule.body for rule in rules], after)
    return [by_body[body] for body in in_order], blocks


def _among(by_body: Mapping[Body, Rule], bodies: Iterable[Body]) -> list[Body]:
    return [body for body in bodies if body in by_body]


def _sorted(bodies: Sequence[Body], after: Mapping[Body, set[Body]]) -> list[Body]:
    """In the given order, except that a rule brings those it comes after to right before it."""
    place = {body: n for n, body in enumerate(bodies)}
    in_order: list[Body] = []
    waiting: list[Body] = []

    def take(body: Body) -> None:
        if body in in_order:
            return
        if body in waiting:
            raise RulebookError("rules of one occasion each want to speak after the other")
        waiting.append(body)
        for other in sorted(after[body], key=place.__getitem__):
            take(other)
        waiting.pop()
        in_order.append(body)

    for body in bodies:
        take(body)
    return in_order

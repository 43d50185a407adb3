"""What a policy decides by, as decision tables in CSV: rules by occasion, tasks, and routing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from leadflow.engine.book import asked_by
from leadflow.engine.compile import Steps, program_for
from leadflow.engine.explain import Explainer, Ground
from leadflow.instants import EARLIEST
from leadflow.interop.csv_text import csv_text
from leadflow.policy import Policy
from leadflow.rulebook.records import Cause
from leadflow.rulebook.rule import Body, Rule
from leadflow.vocabulary import Status

_RULES = (
    "occasion", "status", "label", "order", "rule", "sentence", "source", "sets", "leads to",
    "only with", "keeps back", "policy values",
)  # fmt: skip
_TASKS = ("order", "task", "rule", "sentence", "source", "wording", "checklist", "reaches out")


def rule_table(policy: Policy) -> str:
    """For every occasion and status, the rules of a policy in the order in which they speak.

    A CSV text with a line for each; one without `rule` where none is in force. `status` is the code
    and `label` what the clinic calls it; `rule` its id, `sentence` what it does, `source` the
    clauses behind it in the documents of the policy, or `reading`; `sets` the fields of the lead
    that it can change, `leads to` the statuses; `only with`, the fields of which one must hold
    something for it to speak; `keeps back`, the rules that do not speak where it did (`all that
    follow`: it has the last word); `policy values`, the field paths that it reads. Lists are
    separated by `; `. Order: of the specification.

    A rule may still not fire: that hangs on more than the status.
    """
    return csv_text(_RULES, _rule_rows(policy))


def _rule_rows(policy: Policy) -> Iterator[Sequence[str]]:
    explainer = Explainer(policy)
    for occasion, by_status in program_for(policy).items():
        for status in Status:
            key = (occasion.value, status.value, policy.label_of(status))
            steps = by_status[status][-1]  # where a draft holds everything
            if not steps:
                yield *key, *[""] * (len(_RULES) - len(key))
            for place, (rule, _body, go_on) in enumerate(steps):
                rest = [each for each, _, _ in steps[place + 1 :]]
                yield (
                    *key,
                    str(place + 1),
                    rule.id,
                    rule.sentence,
                    _source(rule, explainer),
                    _listed(rule.sets),
                    _listed(each.value for each in rule.to),
                    _listed(rule.given),
                    _kept_back(rule, rest, go_on),
                    _listed(rule.reads),
                )


def _kept_back(rule: Rule, rest: Sequence[Rule], go_on: Steps | None) -> str:
    """Which of the rules that follow do not speak where this one fired."""
    if go_on is None:
        return ""
    if rule.final:
        return "all that follow"
    left: set[Body] = {body for _rule, body, _go_on in go_on}
    return _listed(dict.fromkeys(each.id for each in rest if each.body not in left))


def _source(rule: Rule, explainer: Explainer) -> str:
    """What a rule goes by in the documents of the policy, as a decision tells it."""
    return explainer.reason(Ground("status", Cause(rule, None, EARLIEST))).source


def task_table(policy: Policy) -> str:
    """The tasks that a policy can ask for, in the order in which a decision lists them.

    A CSV text with a line for each kind: its rule, what asks for it in a sentence, the clauses
    behind it that are of the policy's documents (none: the policy value behind the task decides),
    the keys of the policy's wording and checklist, and whether doing it reaches out to the lead.
    """
    return csv_text(_TASKS, _task_rows(policy))


def _task_rows(policy: Policy) -> Iterator[Sequence[str]]:
    documents = {source.partition(".")[0] for source in policy.sources.values()}
    for place, rule in enumerate(asked_by(policy)):
        cited = (each.citation for each in rule.cites if each.document in documents)
        yield (
            str(place + 1),
            rule.kind.value,
            rule.id,
            rule.sentence,
            _listed(cited),
            _kept(rule.wording, policy.wording),
            _kept(rule.checklist, policy.checklists),
            "yes" if rule.outreach else "no",
        )


def _kept(key: str | None, texts: Container[str]) -> str:
    """The key of a text, where the policy has one."""
    return key if key is not None and key in texts else ""


def _listed(values: Iterable[str]) -> str:
    return "; ".join(values)

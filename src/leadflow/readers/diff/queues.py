"""Two leads that two policies put in another order: what one lead alone cannot show of a queue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations, groupby, product
from typing import NamedTuple

from leadflow.decision import Decision
from leadflow.history import History
from leadflow.outputs import Priority
from leadflow.priority import queue
from leadflow.readers.diff.asking import AT_HAND, Answer, Side
from leadflow.readers.stories.spans import LAST
from leadflow.vocabulary import WorkKind

_PRIORITY = AT_HAND.index("priority")
_MOST = 3
"""How many leads of each kind of work are tried."""


class Due(NamedTuple):
    """A lead and a stretch of time `[start, end)` in which its next contact is due."""

    history: History
    start: datetime
    end: datetime


class Jump(NamedTuple):
    """Two leads and an instant at which two policies put them in another order."""

    histories: tuple[History, History]
    now: datetime


def jump(tried: Iterable[tuple[History, Sequence[Answer]]], one: Side, two: Side) -> Jump | None:
    """Two leads that two policies queue in another order; none: no two that were tried.

    Those tried are the first leads due under each kind of work of the first policy.
    """
    by_kind = _by_kind(tried)
    orders = [each.policy.priority.order for each in (one, two)]
    for first, second in combinations(by_kind, 2):
        if len({tuple(filter({first, second}.__contains__, each)) for each in orders}) == 1:
            continue
        for pair in product(by_kind[first], by_kind[second]):
            now = max(each.start for each in pair)
            if now < min(each.end for each in pair):
                found = _pair(pair, now)
                if queued(one, found) != queued(two, found):
                    return found
    return None


def _by_kind(tried: Iterable[tuple[History, Sequence[Answer]]]) -> Mapping[WorkKind, list[Due]]:
    """Leads by the kind of work that they are due for, those of few events first."""
    found: dict[WorkKind, list[Due]] = {}
    for history, answers in sorted(tried, key=lambda each: len(each[0].events)):
        for kind, due in _due(history, answers):
            leads = found.setdefault(kind, [])
            if len(leads) < _MOST and history not in (each.history for each in leads):
                leads.append(due)
    return found


def _due(history: History, answers: Sequence[Answer]) -> Iterator[tuple[WorkKind, Due]]:
    """Each stretch of time for which the next contact is due and of one kind."""
    ends = (*(each.at for each in answers[1:]), LAST)
    stretches = zip(answers, ends, strict=True)
    for kind, group in groupby(stretches, key=lambda each: _kind_due(each[0])):
        stretch = list(group)
        if kind is not None:
            yield kind, Due(history, stretch[0][0].at, stretch[-1][1])


def _kind_due(answer: Answer) -> WorkKind | None:
    priority: Priority | None = answer.said[_PRIORITY]
    return priority.kind if priority is not None and priority.due else None


def _pair(pair: Sequence[Due], now: datetime) -> Jump:
    first, second = (each.history for each in pair)
    lead = second.lead.model_copy(update={"lead_id": "lead-2"})
    return Jump((first, History(lead=lead, events=second.events)), now)


def queued(side: Side, found: Jump) -> tuple[str, ...]:
    """The ids of the leads in the order in which a policy has them in its queue."""
    return tuple(each.lead_id for each in decided(side, found))


def decided(side: Side, found: Jump) -> tuple[Decision, ...]:
    """The decisions about the leads, first to last in the queue of a policy."""
    now = found.now
    return queue([side.decide(each, now) for each in found.histories], now=now)

"""The laws of the specification as properties, for any policy.

```python
from leadflow.testing import laws
from our_clinic import POLICY


def test_our_policy_obeys_the_laws():
    laws.check(POLICY)
```

Each law is a sentence that holds for every history, clock and policy (spec section 5; a few that
the rules state besides). Law 13 is about indicators, not decisions. Byte-equal answers from other
processes, part of law 1, no property in one process shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadflow.history import History
from leadflow.policy import Policy
from leadflow.testing.laws import (
    ladders,
    moments,
    queues,
    reasons,
    same_answer,
    statuses,
    teams,
    works,
)
from leadflow.testing.laws.case import Body, Case, cases
from leadflow.testing.laws.law import Law

__all__ = ["LAWS", "Body", "BrokenLaw", "Case", "Law", "broken", "cases", "check"]

LAWS: tuple[Law, ...] = (
    *same_answer.LAWS,
    *moments.LAWS,
    *statuses.LAWS,
    *ladders.LAWS,
    *queues.LAWS,
    *teams.LAWS,
    *reasons.LAWS,
    *works.LAWS,
)
"""Every law, in the order of the modules that hold them."""


class BrokenLaw(AssertionError):
    """A law does not hold: which one, for which case, and the smallest history that shows it."""

    def __init__(self, law: Law, case: Case) -> None:
        self.law = law
        self.case = case
        raised = law.breaks_on(case)
        super().__init__(
            f"{law.name} (law {law.reference}): {law.sentence}\n"
            + ("" if isinstance(raised, bool) else f"It raised {type(raised).__name__}.\n")
            + f"Policy {case.policy.name} {case.policy.version} ({case.policy.fingerprint}), "
            f"now {case.now.isoformat()}, later {case.later.isoformat()}, dice {case.dice}, "
            f"{len(case.history.events)} event(s):\n"
            + json.dumps(_known(case.history.model_dump(mode="json")))
        )
        self.__cause__ = None if isinstance(raised, bool) else raised


def check(
    policy: Policy | st.SearchStrategy[Policy],
    *,
    laws: Sequence[Law] = LAWS,
    examples: int | None = None,
) -> None:
    """Try the laws on histories and clocks drawn for `policy`, or for policies that are drawn.

    `examples` is the number of cases; default: that of the Hypothesis profile in force, which also
    says whether they are the same in each run. Raises `BrokenLaw` for the first law, in the order
    of `laws`, that does not hold.
    """
    for failure in broken(policy, laws=laws, examples=examples):
        raise failure


def broken(
    policy: Policy | st.SearchStrategy[Policy],
    *,
    laws: Sequence[Law] = LAWS,
    examples: int | None = None,
) -> tuple[BrokenLaw, ...]:
    """The laws that do not hold, each with its smallest case; `check` raises the first.

    All laws are tried on the same cases, because drawing one costs more than most laws do; a law
    with a `share` on one case in so many.
    """
    found: dict[str, Case] = {}
    drawn = 0

    @settings(
        max_examples=settings().max_examples if examples is None else examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(policy))
    def tried(case: Case) -> None:
        nonlocal drawn
        drawn += 1
        for turn, law in enumerate(laws):
            if law.name not in found and not (drawn + turn) % law.share and law.breaks_on(case):
                found[law.name] = case

    tried()
    return tuple(
        BrokenLaw(law, _smallest(law, found[law.name])) for law in laws if law.name in found
    )


def _known(data: Any) -> Any:
    """The same JSON without what is not known."""
    if isinstance(data, dict):
        return {name: _known(value) for name, value in data.items() if value is not None}
    return [*map(_known, data)] if isinstance(data, list) else data


def _smallest(law: Law, case: Case) -> Case:
    """The same failure with as few events as will do, none of which can be left out."""
    events = case.history.events
    for place in range(len(events)):
        fewer = History(lead=case.history.lead, events=(*events[:place], *events[place + 1 :]))
        smaller = case.with_history(fewer)
        if law.breaks_on(smaller):
            return _smallest(law, smaller)
    return case

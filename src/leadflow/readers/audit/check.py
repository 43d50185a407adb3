"""The shape of a check: a head for people and tables, and a body that looks at one instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from leadflow.policy import Policy
from leadflow.readers.audit.breach import BreachKind, Severity
from leadflow.readers.audit.duties import Duties, Lapse, Owed
from leadflow.readers.audit.step import DoneBy, Step
from leadflow.sources import Clause
from leadflow.vocabulary import TaskKind

READING = "reading"
"""The source of what no document of the policy says: the specification settles it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of breach, and how it is found.

    `because` says why it is as grave as it is; `rule` is the rule of the specification that was
    broken, `cites` the clauses behind it. The check is made where the policy has what it `needs`
    (the path of a section or switch) and `asks` for the task.
    """

    kind: BreachKind
    severity: Severity
    because: str
    rule: str
    body: Callable[..., Any]
    cites: tuple[Clause, ...] = ()
    needs: str | None = None
    asks: TaskKind | None = None

    @property
    def sentence(self) -> str:
        """What a clinic manager would say: the first line of the body's docstring."""
        return (self.body.__doc__ or "").strip().partition("\n")[0]

    def is_made(self, policy: Policy) -> bool:
        """Whether a policy asks for what is checked."""
        if self.asks is not None and (policy.tasks is None or self.asks not in policy.tasks.asked):
            return False
        if self.needs is None:
            return True
        section, _, switch = self.needs.partition(".")
        value = getattr(policy, section)
        return value is not None and bool(not switch or attrgetter(switch)(value))

    def source(self, policy: Policy) -> str:
        """The clauses behind it in the documents that a policy follows."""
        documents = {each.partition(".")[0] for each in policy.sources.values()}
        followed = (each.citation for each in self.cites if each.document in documents)
        return "; ".join(followed) or READING


@dataclass(frozen=True, slots=True)
class Watch(Check):
    """A check made at each instant; the body notes what is owed, done and wrong.

    `done`: of what was owed, it tells only what was done at last (true) or never (false).
    """

    done: bool | None = None

    def look(self, step: Step, duties: Duties) -> None:
        """Look at one instant."""
        self.body(step, duties)

    def tells(self, lapse: Lapse) -> bool:
        """Whether it tells of a lapse."""
        return self.done is None or self.done is (lapse.event is not None)


@dataclass(frozen=True, slots=True)
class Standing(Watch):
    """A check whose body says what is owed after an instant, one thing at a time.

    `does` tells the events that do it: the first of them at the instant at which it is owed no
    longer is the one that came late.
    """

    does: DoneBy = lambda lead, event: False

    def look(self, step: Step, duties: Duties) -> None:
        """Look at one instant."""
        stand(step, duties, self.body(step), self.does)


def stand(step: Step, duties: Duties, owed: Owed | None, does: DoneBy) -> None:
    """Hold `owed` against the lead, and nothing else."""
    before = duties.standing
    if before is None and owed is None:
        return
    event = None if before is None or not step.events else step.done_by(does)
    duties.stand(owed, step.at, event)

"""The walk: a history gone through once, instant by instant, with every check looking on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadflow.engine.decider import Decider
from leadflow.engine.fold import begin, run
from leadflow.engine.moments import moments
from leadflow.history import History
from leadflow.policy import Policy
from leadflow.readers.audit.breach import Breach, RecordedState, order
from leadflow.readers.audit.check import Check, Watch
from leadflow.readers.audit.duties import Duties, Lapse
from leadflow.readers.audit.recorded import Comparison, decided
from leadflow.readers.audit.step import Step
from leadflow.readers.audit.table import CHECKS


class Auditor:
    """The checks that a policy asks for, compiled once for any number of histories."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.decider = Decider(policy)
        made = [each for each in CHECKS if each.is_made(policy)]
        self._watches = [each for each in made if isinstance(each, Watch)]
        self._comparisons = [each for each in made if isinstance(each, Comparison)]
        self._sources = {each.kind: each.source(policy) for each in made}

    def audit(
        self, history: History, now: datetime, recorded: RecordedState | None = None
    ) -> tuple[Breach, ...]:
        """The breaches of one history at `now`, an instant."""
        found = [*self._watched(history, now)]
        if recorded is not None:
            found += self._compared(history, now, recorded)
        lead_id = history.lead.lead_id
        breaches = (self._breach(check, lapse, lead_id) for check, lapse in found)
        return tuple(sorted(breaches, key=order))

    def _watched(self, history: History, now: datetime) -> Iterator[tuple[Check, Lapse]]:
        decider = self.decider
        step = Step(history.lead.lead_id, decider.terms, decider.router)
        looks = [(each, each.look, Duties()) for each in self._watches]
        for moment in moments(history, decider.terms, decider.program, now):
            step.tell(moment)
            for _check, look, duties in looks:
                look(step, duties)
        step.over(now)
        for check, look, duties in looks:
            look(step, duties)
            for lapse in duties.lapses(now):
                if check.tells(lapse):
                    yield check, lapse

    def _compared(
        self, history: History, now: datetime, recorded: RecordedState
    ) -> Iterator[tuple[Check, Lapse]]:
        """Where what was on record differs; what is recorded later than `now` is not known yet."""
        at = now if recorded.at is None else recorded.at
        if at > now:
            return
        decider = self.decider
        lead = begin(history.lead, decider.terms)
        run(lead, history.events, at, decider.program)
        right = decided(lead, at)
        for check in self._comparisons:
            lapse = check.compare(recorded, right)
            if lapse is not None:
                yield check, lapse

    def _breach(self, check: Check, lapse: Lapse, lead_id: str) -> Breach:
        due, until, event = lapse
        late_business = self.decider.terms.hours.business_time_between(due, until)
        return Breach(
            check.kind, check.severity, check.rule, self._sources[check.kind], due, until - due,
            late_business, event, lead_id,
        )  # fmt: skip

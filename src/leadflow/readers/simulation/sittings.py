"""How agents get on with what they have taken up: step by step, interrupted, and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from leadflow.outputs import NextContact
from leadflow.priority import Incoming, should_interrupt
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.queues import Queues
from leadflow.readers.simulation.steps import Sitting, Step
from leadflow.readers.simulation.times import Times
from leadflow.readers.simulation.work import Agent, Logbook, Work
from leadflow.vocabulary import WorkKind


class Sittings:
    """What the agents are at; a lead whose sitting is over waits again for what it then needs."""

    def __init__(
        self, agents: Sequence[Agent], *, times: Times, log: Logbook, queues: Queues
    ) -> None:
        self._agents = agents
        self._times = times
        self._log = log
        self._queues = queues

    def start(
        self,
        agent: Agent,
        guest: Guest,
        sitting: Sitting,
        contact: NextContact | None = None,
        before: Work | None = None,
    ) -> None:
        """Have an agent take up a lead; `before` is the sitting that this one interrupts."""
        place = guest.place() if contact is not None else None
        if guest.due is not None and (contact is not None or guest.answers_call()):
            self._log.taken_up(guest, max(self._times.start, guest.due[1]), self._times.now)
        guest.held += 1
        agent.work = Work(guest, sitting, contact, place, self._times.now)
        agent.work.before = before
        self._go_on(agent, agent.work)

    def interruptible(self, guest: Guest) -> Agent | None:
        """Of the agents whom the call may interrupt, the one who is at what comes last (PRI-5)."""
        incoming = Incoming(WorkKind.INBOUND_CALL, guest.lead_id, self._times.now)
        found = [
            each
            for each in self._agents
            if each.work is not None
            and each.work.step is not None
            and should_interrupt(incoming, activity=each.work.step.activity)
        ]
        return max(found, key=Agent.rank, default=None)

    def interrupt(self, agent: Agent, guest: Guest, sitting: Sitting) -> None:
        """Have an agent put down what it is at, and take it up again when a call is over."""
        self.start(agent, guest, sitting, before=self._paused(agent))

    def _go_on(self, agent: Agent, work: Work) -> None:
        step = next(work.sitting, None)
        if step is None:
            self._over(agent, work)
        else:
            self._begin(agent, work, step, timedelta(minutes=step.minutes))

    def _begin(self, agent: Agent, work: Work, step: Step, length: timedelta) -> None:
        left = self._times.left()
        if length > left and not step.talk:
            self._over(agent, work)
            return
        work.step, work.began = step, self._times.now
        work.ends = self._times.now + min(length, left)
        agent.turn += 1
        self._times.plan(work.ends, partial(self._stepped, agent, work, agent.turn))

    def _stepped(self, agent: Agent, work: Work, turn: int) -> None:
        if agent.turn == turn:
            self._log.worked(agent, work, self._times.now)
            self._go_on(agent, work)

    def _over(self, agent: Agent, work: Work) -> None:
        """A sitting has come to its end, or to closing time."""
        guest, contact = work.guest, work.contact
        guest.held -= 1
        agent.work = None
        if contact is not None and guest.still(contact):
            told = self._times.behaviour
            guest.not_before = self._times.now + timedelta(minutes=told.retry_minutes)
            self._times.plan(guest.not_before, partial(self._queues.put, guest))
        self._queues.put(guest)
        if work.before is not None:
            self._resume(agent, work.before)

    def _paused(self, agent: Agent) -> Work:
        """Have an agent put down what it is at; what is left of the step stays between its ends."""
        work = agent.work
        assert work is not None
        self._log.worked(agent, work, self._times.now)
        work.began = self._times.now
        agent.turn += 1
        return work

    def _resume(self, agent: Agent, work: Work) -> None:
        agent.work = work
        assert work.step is not None
        self._begin(agent, work, work.step, work.ends - work.began)

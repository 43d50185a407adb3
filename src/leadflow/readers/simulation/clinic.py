"""A clinic in time: who comes in, who is free, what is taken up next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any, Final

from leadflow import events as e
from leadflow.engine.decider import Decider
from leadflow.engine.live import LiveLead
from leadflow.events import AnyEvent
from leadflow.lead import Lead
from leadflow.outputs import NextContact
from leadflow.priority import Incoming, should_interrupt
from leadflow.readers.simulation.clock import MINUTE
from leadflow.readers.simulation.customers import Called, Customer, Fate, Talk, Visit
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.office import SEEN_TO, Desk, Sitting, Step
from leadflow.readers.simulation.times import Times
from leadflow.readers.simulation.work import Agent, Logbook, Work
from leadflow.vocabulary import (
    BookingOrigin,
    CallVia,
    Channel,
    ReplyChannel,
    Status,
    TaskKind,
    WorkKind,
)

_WRITTEN_BY: Final = {Channel.EMAIL: ReplyChannel.EMAIL, Channel.TEXT: ReplyChannel.TEXT}
FRONT_DESK: Final = "front-desk"
"""Who records whether a visit was kept, and is told of cancellations: nobody who works leads."""


class Clinic:
    """A clinic with its leads and agents; `ticks` lets time pass."""

    def __init__(self, decider: Decider, *, times: Times, agents: int) -> None:
        self.decider = decider
        self.times = times
        self.guests: list[Guest] = []
        self.agents = [Agent(Desk(f"agent-{n + 1}", self)) for n in range(agents)]
        self.log = Logbook(times.hours)
        self._rules = [each for each in decider.task_rules if each.kind in SEEN_TO]
        kinds = {each.kind for each in self._rules}
        self.asks_for_messages = TaskKind.LEAVE_VOICE_MESSAGE in kinds
        self._due: list[tuple[Any, ...]] = []
        self._desk: list[tuple[Any, ...]] = []
        self._pushed = 0
        for at in times.opening.opens:
            times.plan(at, _nothing)

    def expect(self, lead: Lead, customer: Customer) -> None:
        """Let a lead come in when it was created."""
        self.times.plan(lead.created_at, partial(self._comes_in, lead, customer))

    def ticks(self) -> Iterator[datetime]:
        """Let time pass: each instant at which anything happens, all of it done."""
        while self.times.go_on():
            self._give_out()
            yield self.times.now

    # What sittings ask of the clinic.

    def record(self, guest: Guest, *events: AnyEvent) -> None:
        """Let something happen to a lead, now; a second later, where something just has."""
        at = guest.live.free_at(self.times.now)
        guest.live.take(*(each if each.at == at else replace(each, at=at) for each in events))
        if any(isinstance(each, e.CallPlaced) for each in events):
            guest.ringing = None
        self._decided_anew(guest)

    def replies(self, guest: Guest, channel: Channel) -> None:
        """Let a customer reply to what was written, or not."""
        after = guest.customer.written_to(channel)
        if after is not None:
            self.times.plan(self.times.now + after, partial(self._replied, guest, channel))

    def calls_back(self, guest: Guest, called: Called) -> None:
        """Let a customer call back after a message, or not."""
        if called.back_after is not None:
            self.times.plan(self.times.now + called.back_after, partial(self._rings, guest))

    def books(self, guest: Guest, talk: Talk) -> AnyEvent:
        """A visit is agreed on: its event, and what will become of it."""
        name = f"{guest.lead_id}-visit-{len(guest.visits) + 1}"
        self._agreed(guest, name, talk.visit_at)
        return e.AppointmentBooked(
            at=self.times.now,
            by=FRONT_DESK,
            appointment_id=name,
            starts_at=talk.visit_at,
            origin=BookingOrigin.MANUAL,
        )

    # Leads.

    def _comes_in(self, lead: Lead, customer: Customer) -> None:
        guest = Guest(LiveLead(self.decider, lead), customer, self._rules)
        self.guests.append(guest)
        self._decided_anew(guest)
        after = customer.calls_after()
        if after is not None:
            self.times.plan(self.times.now + after, partial(self._rings, guest))

    def _decided_anew(self, guest: Guest) -> None:
        """Decide on a lead, note what is due of it, and when to look again."""
        decision = guest.decide(self.times.now)
        change = guest.live.next_change(decision)
        if change is not None:
            self.times.plan(change, partial(self._looked_at, guest, guest.version))
        self.log.note(guest)
        self._enqueue(guest)

    def _looked_at(self, guest: Guest, version: int) -> None:
        if guest.version == version:
            self._decided_anew(guest)

    def _enqueue(self, guest: Guest) -> None:
        """Put a lead into the queue and among the work at the desk, where it belongs."""
        self._pushed += 1
        if guest.due_key() is not None:
            heappush(self._due, (guest.place(), self._pushed, guest.version, guest))
        task = guest.desk_task()
        if task is not None:
            created_at = guest.live.lead.created_at
            place = task.demand.since, created_at, guest.lead_id
            heappush(self._desk, (place, self._pushed, guest.version, guest))

    # Customers.

    def _is_gone(self, guest: Guest) -> bool:
        """Whether the customer has nothing more to do with the clinic."""
        return guest.decision.do_not_contact or guest.decision.status is Status.INVALID

    def _replied(self, guest: Guest, channel: Channel) -> None:
        if not self._is_gone(guest):
            written = _WRITTEN_BY[channel]
            self.record(guest, e.ReplyReceived(at=self.times.now, channel=written))

    def _rings(self, guest: Guest) -> None:
        """The customer calls."""
        if self._is_gone(guest) or guest.on_line or guest.ringing is not None:
            return
        guest.received += 1
        call_id = f"{guest.lead_id}-call-{guest.received}"
        if not self.times.left():
            self._missed(guest, call_id)
            return
        guest.ringing = call_id
        now = self.times.now
        self.record(guest, e.CallReceived(at=now, via=CallVia.VOIP, call_id=call_id))
        patience = timedelta(seconds=self.times.behaviour.patience_seconds)
        self._give_out()
        agent = self._interruptible(guest) if guest.ringing == call_id else None
        if agent is not None:
            self._start(agent, guest, agent.desk.answer(guest), before=self._paused(agent))
        elif guest.ringing == call_id:
            self.times.plan(now + patience, partial(self._hangs_up, guest, call_id))

    def _hangs_up(self, guest: Guest, call_id: str) -> None:
        if guest.ringing == call_id:
            guest.ringing = None
            self._missed(guest, call_id)

    def _missed(self, guest: Guest, call_id: str) -> None:
        now = self.times.now
        via = CallVia.VOIP
        self.record(guest, e.CallReceived(at=now, via=via, answered=False, call_id=call_id))
        if guest.customer.leaves_voicemail():
            self.times.plan(now + MINUTE, partial(self._left_voicemail, guest))

    def _left_voicemail(self, guest: Guest) -> None:
        self.record(guest, e.VoicemailReceived(at=self.times.now))

    # Visits.

    def _agreed(self, guest: Guest, name: str, starts_at: datetime) -> None:
        guest.visits[name] = starts_at
        visit, now = guest.customer.visits(), self.times.now
        ends_at = {
            Fate.KEPT: starts_at,
            Fate.MISSED: starts_at + timedelta(minutes=self.times.behaviour.late_minutes),
        }
        share = timedelta(seconds=int(visit.share * (starts_at - now).total_seconds()))
        at = ends_at.get(visit.fate, now + share)
        self.times.plan(at, partial(self._fated, guest, name, visit))

    def _fated(self, guest: Guest, name: str, visit: Visit) -> None:
        """What becomes of a visit, if it is still to be."""
        booking, now = guest.live.draft.bookings.open_one(name), self.times.now
        if booking is None:
            return
        fields: dict[str, Any] = {"at": now, "by": FRONT_DESK, "appointment_id": name}
        match visit.fate:
            case Fate.KEPT:
                self.record(guest, e.AppointmentAttended(**fields))
            case Fate.MISSED:
                self.record(guest, e.NoShowRecorded(**fields, noted=True))
            case Fate.CANCELLED:
                self.record(guest, e.AppointmentCancelled(**fields))
            case Fate.MOVED:  # pragma: no branch - mypy sees that no fate is left
                starts_at = guest.customer.moved_to(visit, now)
                self.record(guest, e.AppointmentMoved(**fields, starts_at=starts_at))
                self._agreed(guest, name, starts_at)

    # Agents.

    def _give_out(self) -> None:
        """Give the free agents what comes first, as long as there is something."""
        for agent in self.agents:
            while agent.work is None:
                if not self._take_up(agent):
                    return

    def _take_up(self, agent: Agent) -> bool:
        left = self.times.left()
        guest = self.first_due() if left else None
        if guest is not None:
            contact = guest.decision.next_contact
            assert contact is not None
            if self.needed(contact) > left:
                return False
            if guest.answers_call():
                self._start(agent, guest, agent.desk.answer(guest))
            else:
                self._start(agent, guest, agent.desk.contact(guest, contact), contact)
            return True
        told = self.times.behaviour
        if left < timedelta(minutes=max(told.record_minutes, told.write_minutes)):
            return False
        guest = _first(self._desk, lambda each: not each.held and each.desk_task() is not None)
        if guest is None:
            return False
        self._start(agent, guest, agent.desk.write_up(guest))
        return True

    def first_due(self) -> Guest | None:
        """The first lead in the queue that an agent may take up now."""
        now = self.times.now
        return _first(self._due, lambda each: each.may_be_taken(now))

    def needed(self, contact: NextContact) -> timedelta:
        """How much open time must be left for a contact to be begun."""
        told = self.times.behaviour
        if contact.kind is WorkKind.INBOUND_CALL:
            return timedelta()
        if contact.channel is Channel.PHONE:
            return timedelta(minutes=told.dial_minutes + told.talk_minutes)
        return timedelta(minutes=told.write_minutes)

    def _start(
        self,
        agent: Agent,
        guest: Guest,
        sitting: Sitting,
        contact: NextContact | None = None,
        before: Work | None = None,
    ) -> None:
        place = guest.place() if contact is not None else None
        if guest.due is not None and (contact is not None or guest.answers_call()):
            self.log.taken_up(guest, max(self.times.start, guest.due[1]), self.times.now)
        guest.held += 1
        agent.work = Work(guest, sitting, contact, place, self.times.now)
        agent.work.before = before
        self._go_on(agent, agent.work)

    def _go_on(self, agent: Agent, work: Work) -> None:
        step = next(work.sitting, None)
        if step is None:
            self._over(agent, work)
        else:
            self._begin(agent, work, step, timedelta(minutes=step.minutes))

    def _begin(self, agent: Agent, work: Work, step: Step, length: timedelta) -> None:
        left = self.times.left()
        if length > left and not step.talk:
            self._over(agent, work)
            return
        work.step, work.began = step, self.times.now
        work.ends = self.times.now + min(length, left)
        agent.turn += 1
        self.times.plan(work.ends, partial(self._stepped, agent, work, agent.turn))

    def _stepped(self, agent: Agent, work: Work, turn: int) -> None:
        if agent.turn == turn:
            self.log.worked(agent, work, self.times.now)
            self._go_on(agent, work)

    def _over(self, agent: Agent, work: Work) -> None:
        """A sitting has come to its end, or to closing time."""
        guest, contact = work.guest, work.contact
        guest.held -= 1
        agent.work = None
        if contact is not None and guest.still(contact):
            told = self.times.behaviour
            guest.not_before = self.times.now + timedelta(minutes=told.retry_minutes)
            self.times.plan(guest.not_before, partial(self._enqueue, guest))
        self._enqueue(guest)
        if work.before is not None:
            self._resume(agent, work.before)

    def _interruptible(self, guest: Guest) -> Agent | None:
        """Of the agents whom the call may interrupt, the one who is at what comes last (PRI-5)."""
        incoming = Incoming(WorkKind.INBOUND_CALL, guest.lead_id, self.times.now)
        found = [
            each
            for each in self.agents
            if each.work is not None
            and each.work.step is not None
            and should_interrupt(incoming, activity=each.work.step.activity)
        ]
        return max(found, key=Agent.rank, default=None)

    def _paused(self, agent: Agent) -> Work:
        """Have an agent put down what it is at; what is left of the step stays between its ends."""
        work = agent.work
        assert work is not None
        self.log.worked(agent, work, self.times.now)
        work.began = self.times.now
        agent.turn += 1
        return work

    def _resume(self, agent: Agent, work: Work) -> None:
        agent.work = work
        assert work.step is not None
        self._begin(agent, work, work.step, work.ends - work.began)


def _first(heap: list[tuple[Any, ...]], may: Any) -> Guest | None:
    """The first on a heap that may be taken; what is out of date, or may not be, is taken off."""
    while heap:
        _place, _number, version, guest = heap[0]
        if guest.version == version and may(guest):
            found: Guest = guest
            return found
        heappop(heap)
    return None


def _nothing() -> None:
    """Nothing but that there is something to give out."""


def leads_in_order(leads: Sequence[Lead]) -> list[Lead]:
    """Leads in the order in which they come in."""
    return sorted(leads, key=lambda each: (each.created_at, each.lead_id))

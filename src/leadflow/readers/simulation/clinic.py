"""A clinic in time: who comes in, who is free, what is taken up next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from leadflow import events as e
from leadflow.engine.decider import Decider
from leadflow.engine.live import LiveLead
from leadflow.events import AnyEvent
from leadflow.lead import Lead
from leadflow.outputs import NextContact
from leadflow.readers.simulation.clock import MINUTE
from leadflow.readers.simulation.customers import Called, Customer, Talk
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.office import SEEN_TO, Desk
from leadflow.readers.simulation.queues import Queues
from leadflow.readers.simulation.sittings import Sittings
from leadflow.readers.simulation.times import Times
from leadflow.readers.simulation.visits import FRONT_DESK, Visits
from leadflow.readers.simulation.work import Agent, Logbook
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


class Clinic:
    """A clinic with its leads and agents; `ticks` lets time pass."""

    def __init__(self, decider: Decider, *, times: Times, agents: int) -> None:
        self.decider = decider
        self.times = times
        self.guests: list[Guest] = []
        self.agents = [Agent(Desk(f"agent-{n + 1}", self)) for n in range(agents)]
        self.log = Logbook(times.hours)
        self._visits = Visits(self)
        self._queues = Queues()
        self._sittings = Sittings(self.agents, times=times, log=self.log, queues=self._queues)
        self._rules = [each for each in decider.task_rules if each.kind in SEEN_TO]
        kinds = {each.kind for each in self._rules}
        self.asks_for_messages = TaskKind.LEAVE_VOICE_MESSAGE in kinds
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

    # What sittings and visits ask of the clinic.

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
        self._visits.agreed(guest, name, talk.visit_at)
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
        self._queues.put(guest)

    def _looked_at(self, guest: Guest, version: int) -> None:
        if guest.version == version:
            self._decided_anew(guest)

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
        agent = self._sittings.interruptible(guest) if guest.ringing == call_id else None
        if agent is not None:
            self._sittings.interrupt(agent, guest, agent.desk.answer(guest))
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
                self._sittings.start(agent, guest, agent.desk.answer(guest))
            else:
                self._sittings.start(agent, guest, agent.desk.contact(guest, contact), contact)
            return True
        told = self.times.behaviour
        if left < timedelta(minutes=max(told.record_minutes, told.write_minutes)):
            return False
        guest = self._queues.first_at_desk()
        if guest is None:
            return False
        self._sittings.start(agent, guest, agent.desk.write_up(guest))
        return True

    def first_due(self) -> Guest | None:
        """The first lead in the queue that an agent may take up now."""
        return self._queues.first_due(self.times.now)

    def needed(self, contact: NextContact) -> timedelta:
        """How much open time must be left for a contact to be begun."""
        told = self.times.behaviour
        if contact.kind is WorkKind.INBOUND_CALL:
            return timedelta()
        if contact.channel is Channel.PHONE:
            return timedelta(minutes=told.dial_minutes + told.talk_minutes)
        return timedelta(minutes=told.write_minutes)


def _nothing() -> None:
    """Nothing but that there is something to give out."""


def leads_in_order(leads: Sequence[Lead]) -> list[Lead]:
    """Leads in the order in which they come in."""
    return sorted(leads, key=lambda each: (each.created_at, each.lead_id))

"""The ladder with `automat`: a machine built by `TypeMachineBuilder`, an instance for each lead.

Automat has no guards. Where the answer hangs on more than the status, an output looks at the facts
and gives the machine a further input, which is the way its documentation shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from automat import TypeMachineBuilder

from benchmarks import yardstick as y
from benchmarks.peers.facts import Facts
from benchmarks.peers.telling import drive

if TYPE_CHECKING:
    from automat._typed import TypedState  # the type has no public name

    State: TypeAlias = TypedState["Lead", Facts]


class Lead(Protocol):
    """What can happen to a lead; the last three are told by the machine to itself."""

    def call_unanswered(self, at: int, via: int, call_id: int) -> None:
        """A call placed that nobody answered."""

    def response_marked(self, at: int) -> None:
        """No response, told apart from the call."""

    def call_untold(self, at: int, via: int, call_id: int) -> None:
        """A call placed, its outcome not recorded."""

    def call_connected(self, at: int, via: int, call_id: int) -> None:
        """A call placed that reached the patient."""

    def call_answered(self, at: int, via: int, call_id: int) -> None:
        """A call from the lead, answered."""

    def contact_marked(self, at: int) -> None:
        """Marked as contacted."""

    def email_sent(self, at: int) -> None:
        """An e-mail sent with the button."""

    def follow_up_set(self, at: int, due: int) -> None:
        """A follow-up with an instant."""

    def bare_follow_up_set(self, at: int) -> None:
        """A follow-up without one."""

    def death_marked(self, reason: int) -> None:
        """Dead by hand."""

    def reopening(self, at: int) -> None:
        """Opened again by hand."""

    def grace_over(self) -> None:
        """An attempt left open for too long."""

    def run_out(self) -> None:
        """The ladder is at its end."""

    def tried(self) -> None:
        """An attempt counted."""

    def status(self) -> int:
        """The number of the status."""


def _build() -> TypeMachineBuilder[Lead, Facts]:
    builder = TypeMachineBuilder(Lead, Facts)
    new, follow_up, contacted, dead = map(builder.state, ("new", "follow_up", "contacted", "dead"))
    _when_new(new, follow_up)
    for state in (follow_up, contacted):
        _when_tried(state)
        _when_told(state)
    for state in (new, follow_up, contacted):
        _when_open(state, contacted, dead)
    _when_dead(dead, follow_up, contacted)
    for state, number in ((new, y.NEW), (follow_up, y.FOLLOW_UP), (contacted, y.CONTACTED)):
        state.upon(Lead.status).loop().returns(number)
    dead.upon(Lead.status).loop().returns(y.DEAD)
    return builder


def _when_new(new: State, follow_up: State) -> None:
    """A new lead has no attempts, so it neither runs out of them nor is told a call again."""

    @new.upon(Lead.call_unanswered).to(follow_up)
    def unanswered(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.unanswered(at, via, call_id)

    @new.upon(Lead.response_marked).to(follow_up)
    def marked(lead: Lead, facts: Facts, at: int) -> None:
        facts.marked(at)

    @new.upon(Lead.call_untold).loop()
    def untold(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        if facts.untold_counts(at, via, call_id):
            lead.tried()
        facts.untold(at, via, call_id)

    @new.upon(Lead.email_sent).to(follow_up)
    def emailed(lead: Lead, facts: Facts, at: int) -> None:
        facts.emailed(at)

    @new.upon(Lead.follow_up_set).to(follow_up)
    def follow_up_at(lead: Lead, facts: Facts, at: int, due: int) -> None:
        facts.promised(at, due)

    @new.upon(Lead.bare_follow_up_set).to(follow_up)
    def bare(lead: Lead, facts: Facts, at: int) -> None:
        facts.bare(at)

    new.upon(Lead.tried).to(follow_up).returns(None)


def _when_tried(state: State) -> None:
    """A lead that is open, and no longer new."""

    @state.upon(Lead.call_unanswered).loop()
    def unanswered(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        if facts.unanswered_goes_on(at, via, call_id):
            facts.unanswered(at, via, call_id)
        elif facts.unanswered_ends(at, via, call_id):
            facts.last_unanswered(at, via, call_id)
            lead.run_out()

    @state.upon(Lead.response_marked).loop()
    def marked(lead: Lead, facts: Facts, at: int) -> None:
        if facts.marked_goes_on(at):
            facts.marked(at)
        elif facts.marked_ends(at):
            facts.last_marked(at)
            lead.run_out()


def _when_told(state: State) -> None:
    """The same lead, and what is no response."""

    @state.upon(Lead.call_untold).loop()
    def untold(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.untold(at, via, call_id)

    @state.upon(Lead.email_sent).loop()
    def emailed(lead: Lead, facts: Facts, at: int) -> None:
        facts.emailed(at)

    @state.upon(Lead.follow_up_set).loop()
    def follow_up_at(lead: Lead, facts: Facts, at: int, due: int) -> None:
        facts.promised(at, due)

    @state.upon(Lead.bare_follow_up_set).loop()
    def bare(lead: Lead, facts: Facts, at: int) -> None:
        if facts.bare_goes_on(at):
            facts.bare(at)
        else:
            facts.run_out()
            lead.run_out()


def _when_open(state: State, contacted: State, dead: State) -> None:
    @state.upon(Lead.call_connected).to(contacted)
    def connected(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.connected(at, via, call_id)

    @state.upon(Lead.call_answered).to(contacted)
    def answered(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.answered(at, via, call_id)

    @state.upon(Lead.contact_marked).to(contacted)
    def talked(lead: Lead, facts: Facts, at: int) -> None:
        facts.talked(at)

    @state.upon(Lead.death_marked).to(dead)
    def given_up(lead: Lead, facts: Facts, reason: int) -> None:
        facts.given_up(reason)

    @state.upon(Lead.grace_over).to(dead)
    def grace_over(lead: Lead, facts: Facts) -> None:
        facts.run_out()

    state.upon(Lead.run_out).to(dead).returns(None)
    state.upon(Lead.reopening).loop().returns(None)


def _when_dead(dead: State, follow_up: State, contacted: State) -> None:
    @dead.upon(Lead.call_unanswered).loop()
    def unanswered(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.unanswered_when_dead(at, via, call_id)

    @dead.upon(Lead.response_marked).loop()
    def marked(lead: Lead, facts: Facts, at: int) -> None:
        facts.marked_when_dead(at)

    @dead.upon(Lead.call_untold).loop()
    def untold(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.note_call(at, via, call_id)

    @dead.upon(Lead.call_connected).to(contacted)
    def connected(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.connected_when_dead(at, via, call_id)

    @dead.upon(Lead.call_answered).to(contacted)
    def answered(lead: Lead, facts: Facts, at: int, via: int, call_id: int) -> None:
        facts.answered_when_dead(at, via, call_id)

    @dead.upon(Lead.contact_marked).to(contacted)
    def talked(lead: Lead, facts: Facts, at: int) -> None:
        facts.talked_when_dead(at)

    @dead.upon(Lead.follow_up_set).to(follow_up)
    def follow_up_at(lead: Lead, facts: Facts, at: int, due: int) -> None:
        facts.revived(at, due)

    @dead.upon(Lead.death_marked).loop()
    def given_up(lead: Lead, facts: Facts, reason: int) -> None:
        facts.given_up(reason)

    @dead.upon(Lead.reopening).to(follow_up)
    def reopened(lead: Lead, facts: Facts, at: int) -> None:
        facts.reopened(at)

    dead.upon(Lead.email_sent).loop().returns(None)
    dead.upon(Lead.bare_follow_up_set).loop().returns(None)


FACTORY = _build().build()


def decide(history: y.History, now: int) -> y.Answer:
    """The answer at `now`, which no event is later than."""
    created_at, events = history
    facts = Facts(created_at)
    lead = FACTORY(facts)
    drive(lead, facts, events, now)
    return facts.answer(lead.status())

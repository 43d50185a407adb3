"""The ladder with `python-statemachine`: a flat machine, an instance for each lead, no listeners.

The facts of the lead are the machine's model, on which it finds the callbacks by their names.
Internal transitions leave out what entering and leaving a state costs, and errors propagate rather
than becoming events.
"""

from __future__ import annotations

from typing import cast

from statemachine import State, StateChart

from benchmarks import yardstick as y
from benchmarks.peers.facts import Facts
from benchmarks.peers.telling import Machine, drive


class Lead(Facts):
    """The model: the facts, and the state that the machine writes to it."""

    __slots__ = ("state",)

    def __init__(self, created_at: int) -> None:
        super().__init__(created_at)
        self.state: int | None = None


class Ladder(StateChart[Lead]):
    """The ladder."""

    catch_errors_as_events = False
    atomic_configuration_update = True

    new = State(initial=True, value=y.NEW)
    tried = State(value=y.FOLLOW_UP)
    spoken_to = State(value=y.CONTACTED)
    dead = State(value=y.DEAD)

    call_unanswered = (
        new.to(tried, on="unanswered")
        | tried.to(tried, internal=True, cond="unanswered_goes_on", on="unanswered")
        | spoken_to.to(spoken_to, internal=True, cond="unanswered_goes_on", on="unanswered")
        | tried.to(dead, cond="unanswered_ends", on="last_unanswered")
        | spoken_to.to(dead, cond="unanswered_ends", on="last_unanswered")
        | dead.to(dead, internal=True, on="unanswered_when_dead")
    )
    response_marked = (
        new.to(tried, on="marked")
        | tried.to(tried, internal=True, cond="marked_goes_on", on="marked")
        | spoken_to.to(spoken_to, internal=True, cond="marked_goes_on", on="marked")
        | tried.to(dead, cond="marked_ends", on="last_marked")
        | spoken_to.to(dead, cond="marked_ends", on="last_marked")
        | dead.to(dead, internal=True, on="marked_when_dead")
    )
    call_untold = (
        new.to(tried, cond="untold_counts", on="untold")
        | new.to(new, internal=True, on="untold")
        | tried.to(tried, internal=True, on="untold")
        | spoken_to.to(spoken_to, internal=True, on="untold")
        | dead.to(dead, internal=True, on="note_call")
    )
    call_connected = (
        new.to(spoken_to, on="connected")
        | tried.to(spoken_to, on="connected")
        | spoken_to.to(spoken_to, internal=True, on="connected")
        | dead.to(spoken_to, on="connected_when_dead")
    )
    call_answered = (
        new.to(spoken_to, on="answered")
        | tried.to(spoken_to, on="answered")
        | spoken_to.to(spoken_to, internal=True, on="answered")
        | dead.to(spoken_to, on="answered_when_dead")
    )
    contact_marked = (
        new.to(spoken_to, on="talked")
        | tried.to(spoken_to, on="talked")
        | spoken_to.to(spoken_to, internal=True, on="talked")
        | dead.to(spoken_to, on="talked_when_dead")
    )
    email_sent = (
        new.to(tried, on="emailed")
        | tried.to(tried, internal=True, on="emailed")
        | spoken_to.to(spoken_to, internal=True, on="emailed")
    )
    follow_up_set = (
        new.to(tried, on="promised")
        | tried.to(tried, internal=True, on="promised")
        | spoken_to.to(spoken_to, internal=True, on="promised")
        | dead.to(tried, on="revived")
    )
    bare_follow_up_set = (
        new.to(tried, on="bare")
        | tried.to(tried, internal=True, cond="bare_goes_on", on="bare")
        | spoken_to.to(spoken_to, internal=True, cond="bare_goes_on", on="bare")
        | tried.to(dead, on="run_out")
        | spoken_to.to(dead, on="run_out")
    )
    death_marked = (
        new.to(dead, on="given_up")
        | tried.to(dead, on="given_up")
        | spoken_to.to(dead, on="given_up")
        | dead.to(dead, internal=True, on="given_up")
    )
    reopening = dead.to(tried, on="reopened")
    grace_over = tried.to(dead, on="run_out") | spoken_to.to(dead, on="run_out")


def decide(history: y.History, now: int) -> y.Answer:
    """The answer at `now`, which no event is later than."""
    created_at, events = history
    lead = Lead(created_at)
    drive(cast("Machine", Ladder(lead)), lead, events, now)
    assert lead.state is not None  # a machine that has begun has one
    return lead.answer(lead.state)


LEAD = Lead(0)
LADDER = Ladder(LEAD)


def decide_again(history: y.History, now: int) -> y.Answer:
    """The same, with one instance that is set back for each lead."""
    created_at, events = history
    LEAD.begin(created_at)
    LADDER.current_state_value = y.NEW
    drive(cast("Machine", LADDER), LEAD, events, now)
    assert LEAD.state is not None  # a machine that has begun has one
    return LEAD.answer(LEAD.state)

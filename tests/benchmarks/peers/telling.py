"""How a machine is told of a history: the same for each of the state machine libraries."""

from __future__ import annotations

from typing import Protocol

from benchmarks import yardstick as y
from benchmarks.peers.facts import Facts


class Machine(Protocol):
    """What a library makes of the ladder: a method for each thing that can happen."""

    def call_unanswered(self, at: int, via: int, call_id: int) -> object: ...
    def response_marked(self, at: int) -> object: ...
    def call_untold(self, at: int, via: int, call_id: int) -> object: ...
    def call_connected(self, at: int, via: int, call_id: int) -> object: ...
    def call_answered(self, at: int, via: int, call_id: int) -> object: ...
    def contact_marked(self, at: int) -> object: ...
    def email_sent(self, at: int) -> object: ...
    def follow_up_set(self, at: int, due: int) -> object: ...
    def bare_follow_up_set(self, at: int) -> object: ...
    def death_marked(self, reason: int) -> object: ...
    def reopening(self, at: int) -> object: ...
    def grace_over(self) -> object: ...


def drive(machine: Machine, facts: Facts, events: tuple[y.Event, ...], now: int) -> None:  # noqa: C901 - one case for each kind
    """Tell a machine of every event, and of the timer between them and up to `now`.

    What no machine need hear of, since it changes no status and plans nothing, is left out.
    """
    for facts.place, (kind, at, via, what, call_id) in enumerate(events):
        if facts.grace_ends and facts.grace_ends <= at and not facts.exact:
            machine.grace_over()
        if kind == y.CALL_PLACED:
            if call_id in facts.placed and facts.is_old_news(at, via, what, call_id):
                continue
            if what == y.NO_RESPONSE:
                machine.call_unanswered(at, via, call_id)
            elif what == y.CONNECTED:
                machine.call_connected(at, via, call_id)
            else:
                machine.call_untold(at, via, call_id)
        elif kind == y.EMAIL_SENT:
            if via == y.BUTTON:
                machine.email_sent(at)
        elif kind == y.RESPONSE_MARKED:
            machine.response_marked(at)
        elif kind == y.FOLLOW_UP_SET:
            if what:
                machine.follow_up_set(at, what)
            else:
                machine.bare_follow_up_set(at)
        elif kind == y.CALL_ANSWERED:
            if call_id not in facts.spoken:
                machine.call_answered(at, via, call_id)
        elif kind == y.CONTACTED_MARKED:
            machine.contact_marked(at)
        elif kind == y.MARKED_DEAD:
            machine.death_marked(what)
        elif kind == y.REASON_SET:
            facts.given_reason = what
        elif kind == y.REOPENED:
            machine.reopening(at)
    if facts.grace_ends and facts.grace_ends <= now and not facts.exact:
        machine.grace_over()

"""The ladder with `transitions`, as light as the library goes.

No automatic transitions, no queue, no `EventData`. `decide` sets one model back for each lead, and
callbacks are functions rather than names; `decide_apart` adds a model of its own for each lead, as
a program does that keeps its leads, which costs about as much as all its events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from transitions import Machine as TransitionsMachine

from benchmarks import yardstick as y
from benchmarks.peers.facts import Facts
from benchmarks.peers.telling import Machine, drive

TRIED = ["follow_up", "contacted"]
STATUS = {"new": y.NEW, "follow_up": y.FOLLOW_UP, "contacted": y.CONTACTED, "dead": y.DEAD}


class Model:
    """What the machine puts its triggers and the state on."""

    state: str


def _transitions(lead: Facts) -> list[dict[str, Any]]:
    return [
        *_moved("call_unanswered", lead.unanswered, lead.unanswered_goes_on),
        *_ended("call_unanswered", lead.last_unanswered, lead.unanswered_ends),
        *_kept("call_unanswered", "dead", lead.unanswered_when_dead),
        *_moved("response_marked", lead.marked, lead.marked_goes_on),
        *_ended("response_marked", lead.last_marked, lead.marked_ends),
        *_kept("response_marked", "dead", lead.marked_when_dead),
        {
            "trigger": "call_untold",
            "source": "new",
            "dest": "follow_up",
            "conditions": lead.untold_counts,
            "after": lead.untold,
        },
        *_kept("call_untold", ["new", *TRIED], lead.untold),
        *_kept("call_untold", "dead", lead.note_call),
        *_talked("call_connected", lead.connected, lead.connected_when_dead),
        *_talked("call_answered", lead.answered, lead.answered_when_dead),
        *_talked("contact_marked", lead.talked, lead.talked_when_dead),
        *_moved("email_sent", lead.emailed),
        *_moved("follow_up_set", lead.promised),
        {"trigger": "follow_up_set", "source": "dead", "dest": "follow_up", "after": lead.revived},
        *_moved("bare_follow_up_set", lead.bare, lead.bare_goes_on),
        *_ended("bare_follow_up_set", lead.run_out, None),
        {"trigger": "death_marked", "source": "*", "dest": "dead", "after": lead.given_up},
        {"trigger": "reopening", "source": "dead", "dest": "follow_up", "after": lead.reopened},
        {"trigger": "grace_over", "source": "*", "dest": "dead", "after": lead.run_out},
    ]


Does = Callable[..., object]  # or its name


def _moved(trigger: str, does: Does, only_if: Does | None = None) -> list[dict[str, Any]]:
    """A new lead becomes followed up; another open one keeps its status."""
    return [
        {"trigger": trigger, "source": "new", "dest": "follow_up", "after": does},
        {
            "trigger": trigger,
            "source": TRIED,
            "dest": None,
            "conditions": only_if,
            "after": does,
        },
    ]


def _kept(trigger: str, source: str | list[str], does: Does) -> list[dict[str, Any]]:
    return [{"trigger": trigger, "source": source, "dest": None, "after": does}]


def _ended(trigger: str, does: Does, only_if: Does | None) -> list[dict[str, Any]]:
    return [
        {
            "trigger": trigger,
            "source": TRIED,
            "dest": "dead",
            "conditions": only_if,
            "after": does,
        }
    ]


def _talked(trigger: str, does: Does, when_dead: Does) -> list[dict[str, Any]]:
    return [
        {"trigger": trigger, "source": ["new", *TRIED], "dest": "contacted", "after": does},
        {"trigger": trigger, "source": "dead", "dest": "contacted", "after": when_dead},
    ]


def _machine(model: Any, lead: Any) -> TransitionsMachine:
    return TransitionsMachine(
        model,
        states=list(STATUS),
        initial="new",
        transitions=_transitions(lead),
        auto_transitions=False,
        ignore_invalid_triggers=True,
        queued=False,
        send_event=False,
    )


LEAD, MODEL = Facts(), Model()
MACHINE = _machine(MODEL, LEAD)
TRIGGERS = cast("Machine", MODEL)  # the machine has put a method for each trigger on the model


def decide(history: y.History, now: int) -> y.Answer:
    """The answer at `now`, which no event is later than."""
    created_at, events = history
    LEAD.begin(created_at)
    MODEL.state = "new"
    drive(TRIGGERS, LEAD, events, now)
    return LEAD.answer(STATUS[MODEL.state])


class Lead(Facts):
    """A model that is the lead itself; not slotted, since triggers are put on it."""

    state: str


class _Names:
    """For each method of a lead its name, which the machine looks up on the model at hand."""

    def __getattr__(self, name: str) -> str:
        return name


SHARED = _machine(None, _Names())


def decide_apart(history: y.History, now: int) -> y.Answer:
    """The same, with a model for each lead."""
    created_at, events = history
    lead = Lead(created_at)
    SHARED.add_model(lead)
    drive(cast("Machine", lead), lead, events, now)
    SHARED.remove_model(lead)
    return lead.answer(STATUS[lead.state])

"""What a sitting is made of, and the clinic as sittings and visits know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from leadflow.engine.decider import Decider
from leadflow.events import AnyEvent
from leadflow.priority import Activity
from leadflow.readers.simulation.customers import Called, Talk
from leadflow.readers.simulation.guests import Guest
from leadflow.readers.simulation.times import Times
from leadflow.vocabulary import Channel


class Step(NamedTuple):
    """Something that takes time."""

    minutes: float
    activity: Activity
    talk: bool = False
    """A conversation: once begun it is brought to its end, at closing a minute before it."""


Sitting = Iterator[Step]


class Clinic(Protocol):
    """What a sitting, or a visit, needs of the clinic around it."""

    decider: Decider
    times: Times
    asks_for_messages: bool

    def record(self, guest: Guest, *events: AnyEvent) -> None:
        """Let something happen to a lead, now."""

    def replies(self, guest: Guest, channel: Channel) -> None:
        """Let a customer reply to what was written, or not."""

    def calls_back(self, guest: Guest, called: Called) -> None:
        """Let a customer call back after a message, or not."""

    def books(self, guest: Guest, talk: Talk) -> AnyEvent:
        """A visit is agreed on: its event."""

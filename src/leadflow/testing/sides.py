"""The two sides that the conformance kit compares: somebody's system, and the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from leadflow.decision import Decision
from leadflow.engine import Engine
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.outputs import Reason
from leadflow.readers.stories.simpler import Move

Answer = tuple[str, datetime | None]
"""A status, in leadflow's words, and the aware instant of the next contact (`None`: there is none).
"""


class System(Protocol):
    """One lead in the system under test. Calls come in the order of time, never back."""

    def apply(self, event: AnyEvent) -> object:
        """Take an event; its `at` is not before that of any event taken or `now` asked before."""
        ...

    def tell(self, now: datetime) -> Answer:
        """Status and next contact at `now`, all events up to then taken; may be asked often."""
        ...


Start = Callable[[Lead], System]
"""How a system begins with a lead: a class that takes one will do."""


class Difference(AssertionError):
    """The system and the engine differ.

    `history` and `now` show where; `told` is what the system said, as text; `decision` is the
    engine's. The message tells all of it, the history as JSON that `leadflow.read_history` reads.
    `moves` are the events, and the instants at which both were asked, that led there.
    """

    def __init__(
        self,
        history: History,
        now: datetime,
        told: str,
        decision: Decision,
        moves: tuple[Move, ...],
    ) -> None:
        self.history = history
        self.now = now
        self.told = told
        self.decision = decision
        self.moves = moves
        super().__init__("\n".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        decision, policy = self.decision, self.decision.policy
        yield f"the system and the engine differ at {_written(self.now)}"
        yield f"  the system: {self.told}"
        yield f"  the engine: {_said(decision.status, decision.next_contact_at)}"
        yield f"  the policy: {policy.name} {policy.version} ({policy.fingerprint})"
        yield f"the shortest history that shows it ({len(self.history.events)} events):"
        yield _json_of(self.history)
        yield "the engine's reasons:"
        yield from map(_reason, decision.because)


class Sides:
    """A system and the engine, told the same of one lead, and what both were told."""

    def __init__(self, start: Start, engine: Engine, lead: Lead) -> None:
        self.engine = engine
        self.history = History(lead=lead)
        self.now = lead.created_at
        self.moves: list[Move] = []
        with self._asking():
            self._system = start(lead)

    def make(self, move: Move) -> None:
        """Let both take the event, and ask them; raises `Difference` where they differ."""
        self.moves.append(move)
        self.now = move.at
        if move.event is not None:
            self.history = self.history.with_event(move.event)
            with self._asking():
                self._system.apply(move.event)
        with self._asking():
            status, contact_at = self._system.tell(self.now)
        decision = self.engine.decide(self.history, now=self.now)
        if (status, contact_at) != (decision.status, decision.next_contact_at):
            raise self._difference(_said(status, contact_at))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Around a call of the system: what it raises is a difference, for the engine answers."""
        try:
            yield
        except Exception as raised:
            raise self._difference(f"raised {type(raised).__name__}") from raised

    def _difference(self, told: str) -> Difference:
        decision = self.engine.decide(self.history, now=self.now)
        return Difference(self.history, self.now, told, decision, tuple(self.moves))


def differing(start: Start, engine: Engine, lead: Lead, moves: Iterable[Move]) -> Difference | None:
    """The difference that these moves lead to; none: no difference."""
    try:
        sides = Sides(start, engine, lead)
        for move in moves:
            sides.make(move)
    except Difference as found:
        return found
    return None


def _said(status: object, contact_at: object) -> str:
    if contact_at is None:
        return f"{status}, no next contact"
    return f"{status}, next contact {_written(contact_at)}"


def _written(at: object) -> str:
    """An instant as the library writes it; what is none, as it came."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{at} (not an aware datetime)"


def _reason(reason: Reason) -> str:
    value = "" if reason.policy is None else f", {reason.policy} = {json.dumps(reason.value)}"
    event = "" if reason.event is None else f", event {reason.event}"
    return f"  {reason.output}: {reason.rule} ({reason.source}{value}{event})"


def _json_of(history: History) -> str:
    """The history as JSON, without what is not known of it."""
    whole = history.model_dump(mode="json")
    whole["lead"]["profile"] = _given(whole["lead"]["profile"])
    whole["events"] = [_given(event) for event in whole["events"]]
    return json.dumps(whole)


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}

"""A lead and its events, put in order and made unique (spec 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from leadflow.errors import InvalidHistory
from leadflow.events import AnyEvent, Event
from leadflow.instants import as_instant
from leadflow.lead import Lead, Strict
from leadflow.refusals import problems_of

MAX_EVENTS = 100_000
"""The most events that one history may hold."""
_AT = attrgetter("at")


class History(Strict, frozen=True):
    """One lead and what happened to it, in order of `at`; equal instants keep the given order.

    An event told twice (same `id`, same content) is kept once; the same `id` with other content is
    a validation error, which names both places among the events as given. At most `MAX_EVENTS`
    events.
    """

    lead: Lead = Field(description="The lead.")
    events: Annotated[tuple[Event, ...], Field(max_length=MAX_EVENTS)] = Field(
        default=(), description="What happened to it, in any order."
    )

    @field_validator("events")
    @classmethod
    def _in_order_and_once(cls, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
        named = [each for each in events if each.id is not None]
        return tuple(sorted(_once(events) if named else events, key=_AT))

    def with_event(self, event: AnyEvent) -> History:
        """A new history that also holds `event`."""
        return History(lead=self.lead, events=(*self.events, event))

    def known_at(self, instant: datetime) -> History:
        """What had been recorded by `instant` (`recorded_at`, where it is not given `at`)."""
        until = as_instant(instant)
        known = (each for each in self.events if (each.recorded_at or each.at) <= until)
        return History(lead=self.lead, events=tuple(known))

    def until(self, instant: datetime) -> History:
        """What had happened by `instant`, the instant itself included."""
        end = as_instant(instant)
        if not self.events or self.events[-1].at <= end:
            return self
        past = (each for each in self.events if each.at <= end)
        return History(lead=self.lead, events=tuple(past))

    def after(self, instant: datetime) -> tuple[AnyEvent, ...]:
        """The events later than `instant`: a decision at `instant` does not look at them."""
        end = as_instant(instant)
        return tuple(each for each in self.events if each.at > end)


def _once(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events without those told again."""
    kept: list[AnyEvent] = []
    first: dict[str, tuple[int, AnyEvent]] = {}
    repeated: list[InitErrorDetails] = []
    for place, event in enumerate(events):
        earlier, told = place, event
        if event.id is not None:
            earlier, told = first.setdefault(event.id, (place, event))
        if earlier == place:
            kept.append(event)
        elif told != event:
            repeated.append(_repeated(place, earlier))
    if repeated:
        raise ValidationError.from_exception_data("History", repeated, hide_input=True)
    return kept


def _repeated(place: int, earlier: int) -> InitErrorDetails:
    problem = PydanticCustomError(
        "id_repeated",
        "has the same id but not the same content as events[{earlier}];"
        " give every event an id of its own",
        {"earlier": earlier},
    )
    return {"type": problem, "loc": (place,), "input": None}


def read_history(text: str | bytes) -> History:
    """Read a history from JSON.

    Raises `InvalidHistory`, which lists where the input is wrong and how to mend it and holds no
    value, key or tag of it.
    """
    try:
        return History.model_validate_json(text)
    except ValidationError as refused:
        problems = problems_of(refused, History.model_json_schema)
    raise InvalidHistory(problems)

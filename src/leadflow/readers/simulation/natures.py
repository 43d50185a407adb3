"""What one history tells of its customer: whether it is one, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from leadflow import events as e
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import facts_of
from leadflow.routing import speaks_chinese
from leadflow.sections import RoutingPolicy
from leadflow.vocabulary import InvalidKind, Pricing

_LOCAL_CODE: Final = "1"


def customer_told(history: History, routing: RoutingPolicy | None) -> Iterator[tuple[str, bool]]:
    """Shares of a behaviour by name, and whether this customer is one of those counted in them."""
    yield from _validity(history)
    for name, told in _facts(history, routing):
        if told is not None:
            yield name, told


def _validity(history: History) -> Iterator[tuple[str, bool]]:
    events = history.events
    kinds = [each.kind for each in events if isinstance(each, e.MarkedInvalid)]
    wrong = InvalidKind.WRONG_NUMBER in kinds
    yield "invalid", bool(kinds) and not wrong
    if wrong or any(_speaks(each) for each in events):
        yield "wrong_number", wrong


def _facts(history: History, routing: RoutingPolicy | None) -> Iterator[tuple[str, bool | None]]:
    """What became known of the customer; what nobody told is not counted."""
    first = profile = history.lead.profile
    for event in history.events:
        if isinstance(event, e.ProfileUpdated):
            profile = profile.changed(event.changes)
    chinese = profile.chinese
    if chinese is None and routing is not None and profile.language is not None:
        chinese = speaks_chinese(facts_of(profile), routing)
    yield "chinese", chinese
    yield "visit_barrier", _any(profile.visit_barriers)
    yield "special_need", _any(profile.special_needs)
    yield "international_pricing", _is(profile.pricing, Pricing.INTERNATIONAL)
    yield "referral_fee", profile.referral_fee
    yield "language_known", first.language is not None
    if chinese and profile.calling_code is not None:
        yield "abroad", profile.calling_code != _LOCAL_CODE


def _any(members: frozenset[Any] | None) -> bool | None:
    return None if members is None else bool(members)


def _is(value: Any, wanted: Any) -> bool | None:
    return None if value is None else value == wanted


def _speaks(event: AnyEvent) -> bool:
    return isinstance(event, e.Contacted) or (
        isinstance(event, e.CallPlaced) and event.outcome == "connected"
    )

"""A behaviour counted from recorded histories: what they tell, and how often they tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from leadflow import events as e
from leadflow.calendars import OpeningHours
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.instants import wall_time
from leadflow.mappings import Counts
from leadflow.policy import Policy
from leadflow.readers.counted import Calls
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.natures import customer_told
from leadflow.readers.simulation.tallies import Conversations, Tally, Written
from leadflow.readers.simulation.weights import HOURS, MOST_DAYS_AHEAD, WEEKDAYS
from leadflow.vocabulary import FollowUpOrigin

_MOST_CALLS: Final = 8
"""Calls from this number on are counted together."""
_MOST_FACTOR: Final = 24.0
_TOLD_EITHER_WAY: Final = frozenset(
    {
        "shows", "chinese", "abroad", "visit_barrier", "special_need", "international_pricing",
        "referral_fee",
    }
)  # fmt: skip
"""Shares of which both answers are recorded, so that none of one kind tells something."""
_TOLD_TOGETHER: Final = (("booked", "declines", "stops"), ("moves", "cancels"))
"""Shares of one whole: who records one of them records the others."""


def fitted(histories: Iterable[History], policy: Policy) -> Behaviour:
    """The behaviour that histories tell of; see `Behaviour.fit`."""
    counted = _Counted(policy)
    for history in histories:
        counted.take(history)
    return counted.behaviour()


class _Counted:
    """What is counted of all histories."""

    def __init__(self, policy: Policy) -> None:
        self._hours = OpeningHours(policy.calendar)
        self._policy = policy
        self.weekdays: Counter[int] = Counter()
        self.arrival_hours: Counter[int] = Counter()
        self.sources: Counter[str] = Counter()
        self.shares: dict[str, Tally] = {}
        self.answers = [Tally() for _number in range(_MOST_CALLS)]
        self.answered: list[tuple[int, int, bool]] = []
        self.days: dict[str, Counter[int]] = {
            "booking_days": Counter(),
            "follow_up_days": Counter(),
        }
        self.waits: dict[str, list[float]] = {"reply_hours": [], "call_back_hours": []}

    def take(self, history: History) -> None:
        """Count one more lead."""
        lead, events = history.lead, history.events
        wall = wall_time(lead.created_at, self._hours.zone)
        self.weekdays[wall.weekday()] += 1
        self.arrival_hours[wall.hour] += 1
        self.sources[lead.source.value] += 1
        self._calls(events)
        self._days(events)
        self._visits(events)
        for name, met in customer_told(history, self._policy.routing):
            self._tally(name).take(met)
        conversations, written = Conversations(self._hours), Written()
        for event in events:
            conversations.take(event)
            written.take(event)
        for told in (conversations.shares(), written.shares()):
            for name, tally in told.items():
                self._tally(name).add(tally)
        for name, waits in written.waits.items():
            self.waits[name] += waits

    def _tally(self, name: str) -> Tally:
        return self.shares.setdefault(name, Tally())

    def _calls(self, events: Sequence[AnyEvent]) -> None:
        calls = Calls(self._hours.local_date)
        for place, event in enumerate(events):
            calls.take(place, event)
        for number, call in enumerate(calls.placed):
            if call.connected is not None:
                rung = min(number, _MOST_CALLS - 1)
                hour = wall_time(events[call.event].at, self._hours.zone).hour
                self.answers[rung].take(call.connected)
                self.answered.append((rung, hour, call.connected))

    def _days(self, events: Sequence[AnyEvent]) -> None:
        for event in events:
            if isinstance(event, e.AppointmentBooked):
                self._ahead("booking_days", event.at, event.starts_at)
            elif isinstance(event, e.FollowUpSet) and event.origin is FollowUpOrigin.USER:
                self._tally("names_time").take(event.due is not None)
                if event.due is not None:
                    self._ahead("follow_up_days", event.at, event.due)

    def _ahead(self, name: str, at: datetime, then: datetime) -> None:
        local_date = self._hours.local_date
        days = (local_date(then) - local_date(at)).days
        self.days[name][max(0, min(days, MOST_DAYS_AHEAD))] += 1

    def _visits(self, events: Sequence[AnyEvent]) -> None:
        """Of each visit how it ended; of those that were agreed on whether they were given up."""
        ends: dict[str, bool | None] = {}
        agreed = moved = cancelled = 0
        for event in events:
            match event:
                case e.AppointmentBooked():
                    agreed += event.appointment_id not in ends
                    ends.setdefault(event.appointment_id, None)
                case e.AppointmentMoved():
                    agreed, moved = agreed + 1, moved + 1
                case e.AppointmentCancelled():
                    cancelled += 1
                case e.AppointmentAttended() | e.NoShowRecorded():
                    came = isinstance(event, e.AppointmentAttended)
                    ends[event.appointment_id] = came
                case _:
                    pass
        for end in ends.values():
            if end is not None:
                self._tally("shows").take(end)
        if agreed:
            self._tally("moves").add(Tally(min(moved, agreed), agreed))
            self._tally("cancels").add(Tally(min(cancelled, agreed), agreed))

    # What it comes to.

    def behaviour(self) -> Behaviour:
        """The counts as a behaviour."""
        told: dict[str, tuple[Any, int]] = {}
        leads = self.weekdays.total()
        if leads:
            told["arrivals_by_weekday"] = _weights(self.weekdays, len(WEEKDAYS)), leads
            told["arrivals_by_hour"] = _weights(self.arrival_hours, len(HOURS)), leads
            told["sources"] = {name: float(n) for name, n in self.sources.items()}, leads
        self._leave_out_what_is_never_told()
        told.update(self._answers())
        told.update(self._of_conversations())
        for name, tally in self.shares.items():
            if tally.count and name not in told and name in Behaviour.model_fields:
                told[name] = tally.share(), tally.count
        for name, days in self.days.items():
            if days:
                told[name] = _weights(days, max(days) + 1), days.total()
        for name, waits in self.waits.items():
            if waits:
                mean = sum(waits) / len(waits)
                told[name] = min(max(mean, 0.02), 2_000.0), len(waits)
        values = {name: value for name, (value, _count) in told.items()}
        counts = {name: count for name, (_value, count) in told.items()}
        return Behaviour(**_in_bounds(values), observations=Counts(counts))

    def _leave_out_what_is_never_told(self) -> None:
        """A record without a single reply does not tell of replies: it says not that none come."""
        told = {name for name, tally in self.shares.items() if tally.met} | _TOLD_EITHER_WAY
        for group in _TOLD_TOGETHER:
            if not told.isdisjoint(group):
                told.update(group)
        self.shares = {name: tally for name, tally in self.shares.items() if name in told}

    def _answers(self) -> Iterator[tuple[str, tuple[Any, int]]]:
        """The chance that a call is answered, by its number and, on top of that, by the hour."""
        whole = Tally()
        for tally in self.answers:
            whole.add(tally)
        if not whole.count:
            return
        last = max(n for n, tally in enumerate(self.answers) if tally.count)
        chances = [tally.share(whole.share()) for tally in self.answers[: last + 1]]
        yield "call_answered", (tuple(chances), whole.count)
        expected, met = [0.0] * len(HOURS), [0] * len(HOURS)
        for rung, hour, connected in self.answered:
            expected[hour] += chances[rung]
            met[hour] += connected
        factors = [
            min((hits + 1) / (most + 1), _MOST_FACTOR)
            for hits, most in zip(met, expected, strict=True)
        ]
        yield "answered_by_hour", (tuple(factors), whole.count)

    def _of_conversations(self) -> Iterator[tuple[str, tuple[Any, int]]]:
        """Three ways in which a conversation can end exclude each other, so they share a whole."""
        names = _TOLD_TOGETHER[0]
        tallies = [self.shares.get(name, Tally()) for name in names]
        for name, tally in zip(names, tallies, strict=True):
            if tally.count:
                yield name, ((tally.met + 0.25) / (tally.count + 1), tally.count)


def _in_bounds(values: dict[str, Any]) -> dict[str, Any]:
    """With moves and cancellations that were more than all visits taken down to them."""
    over = values.get("moves", 0.0) + values.get("cancels", 0.0)
    if over > 1:
        for name in ("moves", "cancels"):
            values[name] /= over
    return values


def _weights(counts: Counter[int], many: int) -> tuple[float, ...]:
    return tuple(float(counts[n]) for n in range(many))

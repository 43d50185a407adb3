"""The customers of a simulation: what each is like and does, whatever the clinic does.

Each lead has streams of chance of its own, one for each kind of thing that can happen to it, and
each happening takes the same count of numbers whatever comes of it. So the third call to lead 17
meets the same customer under every policy of one seed: two policies differ by what they do alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from leadflow.calendars import OpeningHours
from leadflow.instants import wall_time
from leadflow.lead import Profile
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.chance import Chance, chosen, wait_of
from leadflow.readers.simulation.clock import slot_on
from leadflow.vocabulary import Channel, LeadSource, Pricing, SpecialNeed, VisitBarrier

_LOCAL_CODE, _OTHER_CODE = "1", "86"
_CHINESE, _OTHER = "zh", "en"
FACTS = (
    "calling_code",
    "language",
    "chinese",
    "visit_barriers",
    "special_needs",
    "pricing",
    "referral_fee",
)
"""The facts of a profile that a customer has from the start."""


class Wish(StrEnum):
    """How a conversation with a lead without appointment ends."""

    BOOKS = "books"
    DECLINES = "declines"
    STOPS = "stops"
    LATER = "later"


class Fate(StrEnum):
    """What becomes of a visit."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    KEPT = "kept"
    MISSED = "missed"


class Called(NamedTuple):
    """What comes of one call to a customer."""

    answered: bool
    message_taken: bool
    back_after: timedelta | None
    """After which time a message brings a call back; none: it does not."""


class Talk(NamedTuple):
    """What comes of one conversation."""

    wish: Wish
    visit_at: datetime
    call_at: datetime | None
    """The time that the customer names for the next call; none: no matter when."""
    any_call_at: datetime
    """The time that the clinic chooses where it must choose one."""


class Visit(NamedTuple):
    """What becomes of one visit; `share` of the time up to it, where that comes before it."""

    fate: Fate
    share: float
    moved_days: int
    slot: float


class Customer:
    """One customer."""

    __slots__ = ("_hours", "_name", "_seed", "_streams", "behaviour", "facts", "invalid", "wrong")

    def __init__(
        self,
        behaviour: Behaviour,
        *,
        seed: int,
        number: int,
        hours: OpeningHours,
        known: Mapping[str, Any],
    ) -> None:
        self.behaviour = behaviour
        self._hours = hours
        self._seed, self._name = seed, number
        self._streams: dict[str, Chance] = {}
        nature, wrong = self._numbers("nature", 2)
        self.invalid = nature < behaviour.invalid
        """No lead at all: spam and the like."""
        self.wrong = wrong < behaviour.wrong_number
        """Somebody else has that number."""
        self.facts = self._facts(known)
        """What is so about the customer, whether or not anybody has asked."""

    def _numbers(self, of: str, many: int) -> Sequence[float]:
        stream = self._streams.get(of)
        if stream is None:
            stream = self._streams[of] = Chance(self._seed, "lead", self._name, of)
        return [stream.number() for _n in range(many)]

    def _facts(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The facts known when the lead comes in, and the others by chance."""
        numbers = self._numbers("facts", 6)
        told = self.behaviour
        chinese = known.get("chinese", numbers[0] < told.chinese)
        return {
            "calling_code": _OTHER_CODE if chinese and numbers[1] < told.abroad else _LOCAL_CODE,
            "language": _CHINESE if chinese else _OTHER,
            "chinese": chinese,
            "visit_barriers": _one_of(VisitBarrier.TOO_FAR, numbers[2] < told.visit_barrier),
            "special_needs": _one_of(SpecialNeed.OTHER_COMPLEX, numbers[3] < told.special_need),
            "pricing": Pricing.INTERNATIONAL
            if numbers[4] < told.international_pricing
            else Pricing.LOCAL,
            "referral_fee": numbers[5] < told.referral_fee,
            **known,
        }

    def comes_in(self) -> tuple[LeadSource, Profile]:
        """From where the lead comes, and what is known of it then."""
        source, language = self._numbers("comes", 2)
        names, told = [*self.behaviour.sources], self.facts
        place = chosen(source, [*self.behaviour.sources.values()])
        known = told["language"] if language < self.behaviour.language_known else None
        profile = Profile(calling_code=told["calling_code"], language=known)
        return LeadSource(names[place]), profile

    def answer(self, fact: str, *, on: date) -> Any:
        """What the customer answers when asked for a fact on a day."""
        if fact == "agreed_visit_on":
            return on + timedelta(days=chosen(self._numbers("date", 1)[0], self._booking_days))
        return self.facts.get(fact)

    def calls_after(self) -> timedelta | None:
        """After which time the lead calls by itself; none: it does not."""
        calls, wait = self._numbers("calls in", 2)
        return self._after(calls, self.behaviour.calls_in, wait, self.behaviour.call_in_hours)

    def called(self, number: int, at: datetime) -> Called:
        """What comes of the call of that number, from 1 on."""
        answers, message, back, wait = self._numbers("called", 4)
        told = self.behaviour
        chance = told.call_answered[min(number, len(told.call_answered)) - 1]
        chance *= told.answered_by_hour[wall_time(at, self._hours.zone).hour]
        return Called(
            answers < chance,
            message < told.message_taken,
            self._after(back, told.calls_back, wait, told.call_back_hours),
        )

    def written_to(self, channel: Channel) -> timedelta | None:
        """After which time the customer replies to what was written; none: not at all."""
        replies, wait = self._numbers(f"written to by {channel}", 2)
        told = self.behaviour
        chance = told.email_replied if channel is Channel.EMAIL else told.text_replied
        return self._after(replies, chance, wait, told.reply_hours)

    def leaves_voicemail(self) -> bool:
        """Whether a call that nobody takes ends in a voicemail."""
        return self._numbers("voicemail", 1)[0] < self.behaviour.leaves_voicemail

    def talks(self, at: datetime) -> Talk:
        """What comes of a conversation that ends then."""
        return self._talk(at, "talk")

    def plans(self, at: datetime) -> Talk:
        """The next call where it is planned without a conversation: that counts as none."""
        return self._talk(at, "plan")

    def _talk(self, at: datetime, of: str) -> Talk:
        wish, days, slot, names, later, clock = self._numbers(of, 6)
        today, told = self._hours.local_date(at), self.behaviour
        sums = told.booked, told.booked + told.declines, told.booked + told.declines + told.stops
        wishes = (each for each, most in zip(Wish, sums, strict=False) if wish < most)
        visit_on = today + timedelta(days=chosen(days, self._booking_days))
        call_on = today + timedelta(days=chosen(later, told.follow_up_days))
        call_at = self._slot(call_on, clock, after=at)
        return Talk(
            next(wishes, Wish.LATER),
            self._slot(visit_on, slot, after=at),
            call_at if names < told.names_time else None,
            call_at,
        )

    def visits(self) -> Visit:
        """What becomes of the next visit that is agreed on."""
        fate, shows, share, days, slot = self._numbers("visit", 5)
        told = self.behaviour
        kept = Fate.KEPT if shows < told.shows else Fate.MISSED
        if fate < told.cancels + told.moves:
            kept = Fate.CANCELLED if fate < told.cancels else Fate.MOVED
        return Visit(kept, share, chosen(days, self._booking_days), slot)

    def moved_to(self, visit: Visit, at: datetime) -> datetime:
        """The new time of a visit that is moved then."""
        on = self._hours.local_date(at) + timedelta(days=visit.moved_days)
        return self._slot(on, visit.slot, after=at)

    def _slot(self, on: date, share: float, *, after: datetime) -> datetime:
        slot = slot_on(self._hours, on, share)
        return slot if slot > after else slot_on(self._hours, on + timedelta(days=1), share)

    @property
    def _booking_days(self) -> Sequence[float]:
        return self.behaviour.booking_days

    @staticmethod
    def _after(number: float, chance: float, wait: float, hours: float) -> timedelta | None:
        if number >= chance:
            return None
        return timedelta(seconds=60 + int(wait_of(wait, hours) * 3_600))


def _one_of(member: Any, holds: bool) -> frozenset[Any]:
    return frozenset({member} if holds else ())

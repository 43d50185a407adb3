"""Long histories against short ones, and single steps of the calendar."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random

from benchmarks.ladder_histories import EARLIEST, LATEST, drawn, instant
from benchmarks.measuring import Samples, Work, interleaved
from benchmarks.works.deciding import decide, events_of, ladder, yardstick
from leadflow import RSI, OpeningHours
from leadflow.delays import BusinessHours

LONG, SHORT = 400, 8
INSTANTS = 5_000


@cache
def lengths() -> Samples:
    """Deciding histories of 400 events and of 8; a unit is an event."""
    long = tuple(drawn(20, least=LONG, most=LONG))
    short = tuple(drawn(1_000, least=SHORT, most=SHORT))
    return interleaved(
        {
            "long": Work(decide(RSI, long), events_of(long)),
            "short": Work(decide(RSI, short), events_of(short)),
        }
    )


@cache
def calendar() -> Samples:
    """A unit is one instant to round; of the yardstick, one history."""
    hours = OpeningHours(RSI.calendar)
    random = Random(1)
    instants = [instant(random.randrange(EARLIEST, LATEST)) for _ in range(INSTANTS)]
    next_opening = hours.next_opening
    four_hours = hours.adder(BusinessHours(timedelta(hours=4)))
    return interleaved(
        {
            "yardstick": Work(yardstick(), len(ladder())),
            "opening": Work(lambda: [next_opening(each) for each in instants], INSTANTS),
            "business hours": Work(lambda: [four_hours(each) for each in instants], INSTANTS),
        }
    )

"""Calendars: when a clinic is open, and what that makes of a delay.

A `Calendar` is policy data: a zone, weekly hours, special days and closed dates. `OpeningHours` is
the same compiled: it answers questions about instants. The conventions:

* Hours are `[opens, closes)`: the closing instant is closed.
* Both ends are wall times of the clinic's zone. One that does not exist moves forward by the gap,
  one that exists twice is the first; hours that run backwards by that are none.
* A special day replaces the hours of its date, even of a closed date.
* Years without pinned dates have the weekly hours alone (`OpeningHours.covers` tells them apart).
* Business days or hours counted from a closed day or instant start at the next open one.
* Open time that runs out exactly at closing ends at that closing.
* What would lie outside the years 1 to 9999 stops at their edge.
"""

from leadflow.calendars.data import Calendar, Day, Hours, Interval, SpecialDay, Week
from leadflow.calendars.opening import OpeningHours

__all__ = ["Calendar", "Day", "Hours", "Interval", "OpeningHours", "SpecialDay", "Week"]

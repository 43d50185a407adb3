"""`Appointment`: every appointment of a history, as the rules see it at one instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from leadflow.engine.fold import begin, run
from leadflow.events import AnyEvent, AppointmentBooked
from leadflow.history import History
from leadflow.interop.fhir.elements import concept, filled, identifier, logical, whom
from leadflow.interop.fhir.systems import APPOINTMENT, CANCELLED_BY, USER, CancelledBy, Resource
from leadflow.interop.refused import InvalidMapping
from leadflow.interop.wanted import stable_id, zulu
from leadflow.policy import Policy
from leadflow.readers.counted import Counter
from leadflow.readers.visits import Visit, WatchedBookings
from leadflow.rulebook.bookings import Booking
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.records import Cause
from leadflow.vocabulary import BookingOrigin

LONGEST = 1440
"""The most minutes that an appointment may take: a day."""


class _Appointments(WatchedBookings):
    """Bookings that also know which start took the place of which, and what told and ended them."""

    __slots__ = ("closed_with_lead", "first", "replaced", "told")

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.first: dict[Visit, Visit] = {}
        """The first start of an appointment that was moved, by the one it has now."""
        self.replaced: set[Visit] = set()
        self.closed_with_lead: set[Visit] = set()
        self.told: dict[Visit, list[int]] = {}
        """The indices of the events that told of an appointment, whatever start it had then."""

    def add(
        self, appointment_id: str, starts_at: datetime, cause: Cause, origin: BookingOrigin | None
    ) -> Booking:
        """A new open appointment."""
        booking = super().add(appointment_id, starts_at, cause, origin)
        self._note(booking)
        return booking

    def tell_again(self, booking: Booking, appointment_id: str, origin: BookingOrigin) -> None:
        """Let an appointment be known by this id too."""
        super().tell_again(booking, appointment_id, origin)
        self._note(booking)

    def move(self, booking: Booking, starts_at: datetime, cause: Cause) -> None:
        """Give an open appointment another start."""
        before = self._current[booking.number]
        super().move(booking, starts_at, cause)
        self.replaced.add(before)
        after = self._current[booking.number]
        self.first[after] = self.first.get(before, before)
        self.told[after] = self.told[before]
        self._note(booking)

    def _note(self, booking: Booking) -> None:
        visit = self._current[booking.number]
        self.told.setdefault(visit, []).append(self._event)

    def end_all(self) -> None:
        """End every open appointment."""
        self.closed_with_lead.update(self._current[each.number] for each in self.open_ones())
        super().end_all()

    def as_they_stand(self, events: Sequence[AnyEvent]) -> Iterator[tuple[Visit, Visit]]:
        """Each appointment in the order in which they were told: as first told, and as it is."""
        standing = [each for each in self.visits(events) if each not in self.replaced]
        told = [(self.first.get(each, each), each) for each in standing]
        return iter(sorted(told, key=lambda pair: pair[0].begun))


def appointment_resources(
    history: History,
    *,
    now: datetime,
    policy: Policy,
    appointment_minutes: int,
    subject: str | None = None,
) -> tuple[Resource, ...]:
    """The FHIR R5 `Appointment`s of a lead as they stand at `now`, in the order they were told.

    One for each appointment, by what the rules make of its events: a booking told by hand and by
    sync is one, with both ids as identifiers; a moved one has its new time; `booked`, `cancelled`,
    `fulfilled` or `noshow`. `cancellationReason` tells a cancellation from an appointment that
    ended with the lead's closing (CLS-1). A lead that was only marked as scheduled has none yet.

    `appointment_minutes` is how long an appointment takes: FHIR wants an end, and leadflow knows
    none. `subject` is a reference to the lead's resource at the receiver. Instants are in UTC;
    events after `now` are not looked at. Raises `InvalidMapping` where `appointment_minutes` is no
    whole number from 1 to 1440 or `subject` can be no reference, `InvalidInstant` for `now`.
    """
    minutes, lead = _length(appointment_minutes), whom(history.lead.lead_id, subject)
    counter = Counter(policy, now)
    past = history.until(counter.now)
    draft = begin(past.lead, counter.decider.terms)
    draft.bookings = watched = _Appointments(draft)
    run(draft, past.events, counter.now, counter.decider.program)
    told: dict[str, int] = {}
    made = []
    for first, visit in watched.as_they_stand(past.events):
        nth = told[first.ids[0]] = told.get(first.ids[0], -1) + 1
        events = [past.events[place] for place in watched.told.get(visit, ())]
        resource = {
            "resourceType": "Appointment",
            "id": stable_id("Appointment", lead.lead_id, first.ids[0], nth),
            **_standing(visit, by_closing=visit in watched.closed_with_lead),
            "start": zulu(visit.starts_at),
            "end": zulu(visit.starts_at + minutes),
            "minutesDuration": appointment_minutes,
            "created": zulu(past.events[first.begun].at),
            "subject": lead.reference,
            "participant": [_participant(each) for each in (lead.reference, *_seen(visit, events))],
        }
        made.append(filled(resource))
    return tuple(made)


def _length(minutes: int) -> timedelta:
    if type(minutes) is not int or not 1 <= minutes <= LONGEST:
        raise InvalidMapping(f"appointment_minutes must be a whole number from 1 to {LONGEST}")
    return timedelta(minutes=minutes)


def _standing(visit: Visit, *, by_closing: bool) -> Resource:
    """What became of an appointment; why and when, where it was cancelled."""
    told: Resource = {
        "identifier": [identifier(APPOINTMENT, each) for each in visit.ids],
        "status": _status(visit),
    }
    if visit.attended is None and visit.given_up_at is not None:
        by = CancelledBy.LEAD_CLOSED if by_closing else CancelledBy.CANCELLATION
        told["cancellationReason"] = concept(CANCELLED_BY, by)
        told["cancellationDate"] = zulu(visit.given_up_at)
    return told


def _status(visit: Visit) -> str:
    if visit.attended is not None:
        return "fulfilled" if visit.attended else "noshow"
    return "booked" if visit.given_up_at is None else "cancelled"


def _seen(visit: Visit, events: Iterable[AnyEvent]) -> Iterator[Resource]:
    """Whom the lead is to see, where a booking told; the last id of an appointment knows best."""
    providers = {
        each.appointment_id: each.provider
        for each in events
        if isinstance(each, AppointmentBooked) and each.provider is not None
    }
    named = [providers[each] for each in visit.ids if each in providers]
    for provider in named[-1:]:
        yield logical("Practitioner", USER, provider)


def _participant(actor: Resource) -> Resource:
    return {"actor": actor, "status": "accepted"}

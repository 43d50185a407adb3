"""One instant of a history as the checks see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from leadflow.engine.agenda import silenced_by
from leadflow.engine.moments import Moment
from leadflow.events import (
    AnyEvent,
    CallPlaced,
    CallReceived,
    Contacted,
    EmailSent,
    FollowUpSet,
    ResponseMarked,
    TextSent,
)
from leadflow.outputs import Routing
from leadflow.readers.audit.visits import Visits
from leadflow.routing import Router
from leadflow.rulebook.bookings import Booking
from leadflow.rulebook.conversation import made_through
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.rule import CLOSED
from leadflow.rulebook.terms import Terms
from leadflow.rulebook.words import EMAIL, PHONE
from leadflow.tasks import Ledger
from leadflow.vocabulary import CallOutcome, Channel, TransferTeam, WarningCode

DoneBy = Callable[[Draft, AnyEvent], bool]
"""Whether an event is of those that do what a check asks for."""
_DAY = timedelta(days=1)


class Step:
    """What happened at one instant, and the lead after it; one object, told anew for each.

    Valid only while a check looks at it: `lead` is the fold itself.
    """

    __slots__ = (
        "_free_again", "_router", "_routing", "_silent_since", "_spoken", "_spoken_at", "_terms",
        "_warned", "at", "events", "first", "handed_over", "lead", "lead_id", "ledger",
        "reached_out", "silenced", "visits", "warnings", "was_silenced",
    )  # fmt: skip

    def __init__(self, lead_id: str, terms: Terms, router: Router | None) -> None:
        self.lead_id = lead_id
        self._terms = terms
        self._router = router
        self._routing: tuple[tuple[object, ...], Routing] | None = None
        self._silent_since: list[datetime] = []
        self._free_again: list[datetime] = []
        """When nobody might reach out to the lead any more, and when somebody might again."""
        self._spoken_at: list[datetime] = []
        self._spoken: list[int] = []
        self._warned = 0
        self.at: datetime
        self.first: int
        """Index of the first of `events` in the history."""
        self.events: Sequence[AnyEvent] = ()
        self.lead: Draft
        self.ledger = Ledger(lead_id, terms)
        """What tasks remember of the lead."""
        self.visits = Visits(lead_id)
        self.reached_out = False
        """Whether anybody had called or written to the lead before this instant."""
        self.was_silenced = self.silenced = False
        """Whether nobody may reach out to the lead: before this instant, and after it."""
        self.handed_over = False
        """Whether the China team has the lead."""
        self.warnings: Sequence[tuple[WarningCode, int | None]] = ()
        """What looked wrong at this instant, and at which event."""

    def tell(self, moment: Moment) -> Step:
        """This instant, with its events, and the lead after it."""
        self.visits.pass_time(moment.at, self.ledger, self.silenced, self.handed_over)
        if any(isinstance(each, CallPlaced | EmailSent | TextSent) for each in self.events):
            self.reached_out = True
        self.at, self.first, self.events, self.lead = moment
        at, lead = self.at, self.lead
        self.was_silenced, self.silenced = self.silenced, silenced_by(lead) is not None
        if self.silenced is not self.was_silenced:
            (self._silent_since if self.silenced else self._free_again).append(at)
        self.handed_over = lead.team is TransferTeam.CHINA
        self.ledger.note(at, self.first, self.events, lead)
        self.visits.take(at, self.events, lead, self.ledger)
        self.warnings = [(code, cause[1]) for code, cause in lead.warnings[self._warned :]]
        self._warned = len(lead.warnings)
        for place, event in self.placed():
            if called(lead, event) and not _is_outcome(lead, event, place):
                self._spoken_at.append(at)
                self._spoken.append(place)
        return self

    def over(self, now: datetime) -> Step:
        """The clock of the audit: nothing happens, but time has passed."""
        return self.tell(Moment(now, self.first + len(self.events), (), self.lead))

    def placed(self) -> Iterator[tuple[int, AnyEvent]]:
        """The events of this instant, each with its index in the history."""
        return enumerate(self.events, self.first)

    def done_by(self, does: DoneBy) -> int | None:
        """Index of the first event of this instant that does what is asked for, if one does."""
        lead = self.lead
        return next((place for place, event in self.placed() if does(lead, event)), None)

    def end_of_day(self, at: datetime) -> datetime:
        """The midnight that ends the clinic-local day of `at`."""
        hours = self._terms.hours
        return hours.start_of_day(hours.local_date(at) + _DAY)

    def due(self, by: datetime, set_at: datetime) -> datetime:
        """When something planned at `set_at` with the deadline `by` is due.

        What fell due while nobody might do it, or was late before and taken up again, is for the
        day on which the lead might be contacted again.
        """
        silent, free = self._silent_since, self._free_again
        if free and set_at <= silent[len(free) - 1] and by <= free[-1]:
            return self.end_of_day(free[-1])
        place = bisect_right(silent, by) - 1
        if 0 <= place < len(free) and by <= free[place]:
            return self.end_of_day(free[place])
        return by

    def spoken_since(self, at: datetime) -> Iterable[tuple[datetime, int]]:
        """The first call or conversation at or after `at`, if any: when, and which event."""
        place = bisect_left(self._spoken_at, at)
        first = slice(place, place + 1)
        return zip(self._spoken_at[first], self._spoken[first], strict=True)

    @property
    def closed(self) -> bool:
        """Whether the lead is closed."""
        return self.lead.status in CLOSED

    def routing_by_rules(self) -> Routing:
        """Where the lead belongs by its facts, whatever a person decided."""
        router, lead = self._router, self.lead
        assert router is not None  # checks of routing are off without it
        within, local_date = router.policy.visit_within_days, self._terms.hours.local_date

        def is_soon(booking: Booking) -> bool:
            days = (local_date(booking.starts_at) - local_date(booking.agreed_at)).days
            return 0 <= days <= within

        soon = self.ledger.appointments.any_soon(is_soon)
        goes_by = (lead.facts, lead.visit_known_at, soon)
        if self._routing is None or self._routing[0] != goes_by:
            routing = router.route(
                lead.facts,
                visit_known_on=lambda: local_date(lead.visit_known_at),
                booked_soon=soon,
                transferred=None,
            )
            self._routing = goes_by, routing
        return self._routing[1]


def _is_outcome(lead: Draft, event: AnyEvent, place: int) -> bool:
    """Whether it tells only what came of a call that was placed before: nobody answered."""
    if not isinstance(event, CallPlaced) or event.outcome is CallOutcome.CONNECTED:
        return False
    call = lead.placed_calls.get(event.call_id)
    return call is not None and call.event != place


def _stands_for(lead: Draft, event: AnyEvent, channel: Channel) -> bool:
    """Whether an outreach counts for a step of this channel (COM-8)."""
    if isinstance(event, EmailSent | TextSent):
        return channel in lead.roles[made_through(event)]
    return isinstance(event, CallPlaced) and channel in lead.roles[PHONE]


def called(lead: Draft, event: AnyEvent) -> bool:
    """A call was placed, or the lead was spoken to; one without phone was written to."""
    if isinstance(event, CallReceived):
        return bool(event.answered)
    return isinstance(event, CallPlaced | Contacted) or _stands_for(lead, event, PHONE)


def tried(lead: Draft, event: AnyEvent) -> bool:
    """The same, or what came of a call was told."""
    return called(lead, event) or isinstance(event, ResponseMarked)


def written(lead: Draft, event: AnyEvent) -> bool:
    """An e-mail was sent; to a lead without e-mail, what stands in for one."""
    return _stands_for(lead, event, EMAIL)


def followed_up(lead: Draft, event: AnyEvent) -> bool:
    """Somebody got or tried to get in touch, said what came of it, or put it off."""
    return tried(lead, event) or isinstance(event, FollowUpSet | EmailSent | TextSent)

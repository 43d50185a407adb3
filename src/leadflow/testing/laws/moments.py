"""Laws 2, 3 and 4: what has happened by the clock decides, and for as long as it says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from leadflow import events as e
from leadflow.decision import Decision
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.lead import ProfileChanges
from leadflow.readers.stories.spans import DAY, LAST, MICROSECOND, clipped
from leadflow.testing.laws.case import Case, all_but_clock, claims, contacts
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import InvalidKind

# --- Law 2 ----------------------------------------------------------------------------------------


def event_by_event_is_at_once(case: Case) -> bool:
    """A history that grew event by event is decided like one that was built at once."""
    grown = History(lead=case.past.lead)
    for event in case.past.events:
        grown = grown.with_event(event)
    return grown == case.past and all_but_clock(case.decide(of=grown)) == all_but_clock(
        case.decision
    )


def a_kept_state_decides_later(case: Case) -> bool:
    """A state folded earlier decides at a later instant what a fresh fold decides there."""
    first, last = sorted((case.now, case.later))
    state = case.engine.fold(case.history, now=first)
    kept, fresh = (case.engine.decide(each, now=last) for each in (state, case.history))
    return all_but_clock(kept) == all_but_clock(fresh)


def a_kept_state_decides_earlier(case: Case) -> bool:
    """A state folded later decides at an earlier instant what a fresh fold decides there."""
    first, last = sorted((case.now, case.later))
    state = case.engine.fold(case.history, now=last)
    kept, fresh = (case.engine.decide(each, now=first) for each in (state, case.history))
    return all_but_clock(kept) == all_but_clock(fresh)


def a_kept_state_is_not_used_up(case: Case) -> bool:
    """A state answers as it did before, whatever it was asked in between."""
    state = case.engine.fold(case.history, now=case.now)
    case.engine.decide(state, now=case.later)
    case.engine.fold(state, now=clipped(case.now + 100 * DAY))
    return all_but_clock(case.engine.decide(state, now=case.now)) == all_but_clock(case.decision)


def folding_step_by_step_is_folding_at_once(case: Case) -> bool:
    """A state carried from event to event decides what a fresh fold decides."""
    stops = sorted({each.at for each in case.past.events})
    state = case.engine.fold(case.history, now=min([*stops, case.now]))
    for stop in stops:
        state = case.engine.fold(state, now=stop)
    return all_but_clock(case.engine.decide(state, now=case.now)) == all_but_clock(case.decision)


# --- Law 3 ----------------------------------------------------------------------------------------


def what_happens_later_plays_no_part(case: Case) -> bool:
    """A history cut at the clock is decided like the whole."""
    return all_but_clock(case.decide()) == all_but_clock(case.decision)


def _upheavals(at: datetime) -> tuple[AnyEvent, ...]:
    """Events that would change most decisions."""
    return (
        e.StopContactRequested(at=at),
        e.MarkedInvalid(at=at, kind=InvalidKind.SPAM),
        e.AppointmentBooked(at=at, appointment_id="a1", starts_at=at),
        e.FollowUpSet(at=at, due=at),
        e.ProfileUpdated(at=at, changes=ProfileChanges(channels=frozenset())),
        e.CallReceived(at=at),
    )


def no_later_event_plays_a_part(case: Case) -> bool:
    """Not even an event a microsecond after the clock that would change everything does."""
    at = min(case.now, LAST - MICROSECOND) + MICROSECOND
    after = case.decide(case.one_of(_upheavals(at)))
    return case.now == LAST or all_but_clock(after) == all_but_clock(case.decision)


# --- Law 4 ----------------------------------------------------------------------------------------


def it_holds_for_some_time(case: Case) -> bool:
    """A decision holds until an instant after its clock."""
    until = case.decision.valid_until
    return until is None or until > case.now


def it_holds_until_then(case: Case) -> bool:
    """As long as it is valid and nothing happens, the decision is the same but for its clock."""
    until = case.decision.valid_until
    within = (case.now + MICROSECOND, case.later, _between(case.now, until), _last_before(until))
    return all(
        all_but_clock(case.engine.decide(case.past, now=at)) == all_but_clock(case.decision)
        for at in {*map(clipped, within)}
        if case.now < at and (until is None or at < until)
    )


def _between(now: datetime, until: datetime | None) -> datetime:
    return now + (timedelta(days=1000) if until is None else (until - now) / 2)


def _last_before(until: datetime | None) -> datetime:
    return LAST if until is None else until - MICROSECOND


def it_is_another_from_then_on(case: Case) -> bool:
    """At the instant at which it ends, the decision is another."""
    until = case.decision.valid_until
    if until is None or clipped(until) != until:
        return True
    after = case.engine.decide(case.past, now=until)
    return _but_for_its_end(after) != _but_for_its_end(case.decision)


def _but_for_its_end(decision: Decision) -> tuple[Any, ...]:
    """What a decision says and why, without until when and why until then."""
    behind = [each for each in decision.because if each.output != "valid_until"]
    return (*claims(decision), behind)


def the_next_contact_falling_due_ends_it(case: Case) -> bool:
    """A decision whose next contact is not due yet holds no longer than until it is."""
    decision, until = case.decision, case.decision.valid_until
    contact = decision.next_contact
    return contact is None or contact.at <= case.now or (until is not None and until <= contact.at)


def a_deadline_passing_ends_it(case: Case) -> bool:
    """A decision with a deadline ahead holds no longer than until it passes."""
    until = case.decision.valid_until
    ahead = [each.by for each in contacts(case.decision) if each.by and each.by > case.now]
    return not ahead or (until is not None and until <= min(ahead))


def changes_by_themselves_come_to_an_end(case: Case) -> bool:
    """A lead to whom nothing happens comes to rest after a few changes."""
    state = case.engine.fold(case.past, now=case.now)
    at: datetime | None = case.now
    for _ in range(25):
        if at is None or clipped(at) != at:
            return True
        at = case.engine.valid_until(state, now=at)
    return False


LAWS = (
    Law("2", event_by_event_is_at_once),
    Law("2", a_kept_state_decides_later),
    Law("2", a_kept_state_decides_earlier),
    Law("2", a_kept_state_is_not_used_up),
    Law("2", folding_step_by_step_is_folding_at_once),
    Law("3", what_happens_later_plays_no_part),
    Law("3", no_later_event_plays_a_part),
    Law("4", it_holds_for_some_time),
    Law("4", it_holds_until_then),
    Law("4", it_is_another_from_then_on),
    Law("4", the_next_contact_falling_due_ends_it),
    Law("4", a_deadline_passing_ends_it),
    Law("4", changes_by_themselves_come_to_an_end, share=4),
)

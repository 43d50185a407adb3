"""Law 11 and the order of the agenda: which work comes first, and that there are no two answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from leadflow.decision import Decision
from leadflow.errors import NotInQueue, StaleDecision
from leadflow.history import History
from leadflow.lead import Lead
from leadflow.outputs import NextContact
from leadflow.priority import queue, upcoming, why_before
from leadflow.readers.stories.spans import clipped
from leadflow.testing.laws.case import Case, contacts, is_ringing
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import Purpose, WorkKind

_MOST = 5
_TURN = {purpose: turn for turn, purpose in enumerate(Purpose)}


def _desk(case: Case) -> list[Decision]:
    """Decisions for several leads at one instant, whose histories are the lead's own so far."""
    decisions = []
    events, lead = case.past.events, case.past.lead
    places = sorted({place * len(events) // _MOST for place in range(_MOST + 1)})
    for turn, place in enumerate(places):
        name = f"law-{case.throw(7, turn)}-{turn}"
        other = Lead(lead_id=name, created_at=lead.created_at, profile=lead.profile)
        history = History(lead=other, events=events[:place])
        decisions.append(case.engine.decide(history, now=case.now))
    return decisions


def order_of_the_input_changes_nothing(case: Case) -> bool:
    """The queue is the same whichever order the decisions come in."""
    desk = _desk(case)
    cut = case.throw(len(desk))
    turned = desk[cut:] + desk[:cut]
    return all(
        read(desk, now=case.now) == read(other, now=case.now)
        for read in (queue, upcoming)
        for other in (turned, desk[::-1])
    )


def everyone_is_queued_or_upcoming_or_nowhere(case: Case) -> bool:
    """Each lead with a next contact is in one of the two lists, once; the others in neither."""
    desk = _desk(case)
    listed = [*queue(desk, now=case.now), *upcoming(desk, now=case.now)]
    wanted = [each for each in desk if each.next_contact is not None]
    return sorted(map(_name, listed)) == sorted(map(_name, wanted))


def only_due_work_is_in_the_queue(case: Case) -> bool:
    """What is in the queue is due; what is upcoming is not."""
    desk = _desk(case)
    due = [each.next_contact_at for each in queue(desk, now=case.now)]
    later = [each.next_contact_at for each in upcoming(desk, now=case.now)]
    return all(at is not None and at <= case.now for at in due) and all(
        at is not None and at > case.now for at in later
    )


def no_two_leads_tie(case: Case) -> bool:
    """Of any two leads in the queue one comes first, and it can be said why."""
    for first, second in combinations(queue(_desk(case), now=case.now), 2):
        why_before(first, b=second)  # refuses where they tie
        if not _is_refused(first, second):
            return False
    return True


def _is_refused(first: Decision, second: Decision) -> bool:
    try:
        why_before(second, b=first)
    except NotInQueue:
        return True
    return False


def no_decision_is_queued_once_it_no_longer_holds(case: Case) -> bool:
    """At the instant at which a decision ends, the queue refuses it."""
    until = case.decision.valid_until
    if until is None or clipped(until) != until:
        return True
    try:
        queue([case.decision], now=until)
    except StaleDecision:
        return True
    return False


# --- The agenda of one lead -----------------------------------------------------------------------


def the_agenda_is_in_order(case: Case) -> bool:
    """What is due comes before what is not, by tier, then by instant; the rest by instant."""
    tiers = case.policy.priority.order
    keys = [_key(each, case.now, tiers) for each in contacts(case.decision)]
    return keys == sorted(keys)


def _key(
    contact: NextContact, now: datetime, tiers: Sequence[WorkKind]
) -> tuple[bool, int, datetime, int]:
    due = contact.at <= now
    return not due, tiers.index(contact.kind) if due else 0, contact.at, _TURN[contact.purpose]


def the_priority_is_that_of_the_next_contact(case: Case) -> bool:
    """A lead has a place in the queue exactly where it has a next contact: that one's place."""
    contact, priority = case.decision.next_contact, case.decision.priority
    if contact is None or priority is None:
        return contact is None and priority is None and case.decision.upcoming == ()
    return (priority.kind, priority.due) == (contact.kind, contact.at <= case.now)


def every_contact_goes_by_a_way_that_exists(case: Case) -> bool:
    """No contact is planned through a channel that the lead does not have."""
    return all(
        is_ringing(each) or each.channel in case.channels for each in contacts(case.decision)
    )


def _name(decision: Decision) -> str:
    return decision.lead_id


LAWS = (
    Law("11", order_of_the_input_changes_nothing, share=4),
    Law("11", everyone_is_queued_or_upcoming_or_nowhere, share=4),
    Law("11", only_due_work_is_in_the_queue, share=4),
    Law("11", no_two_leads_tie, share=4),
    Law("11", no_decision_is_queued_once_it_no_longer_holds),
    Law("ATT-14", the_agenda_is_in_order),
    Law("PRI-1", the_priority_is_that_of_the_next_contact),
    Law("COM-8", every_contact_goes_by_a_way_that_exists),
)

"""The daily checklist of Incinta's quality check (INC 15.1 to 15.4), as data and to be read.

Whether statuses are right (INC 15.3) needs the statuses that a host system recorded: the audit
compares those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import with_config
from pydantic_core import to_jsonable_python

from leadflow.display.pages import Page, Table, clocked, shown
from leadflow.display.words import worded
from leadflow.engine import Engine
from leadflow.events import CallPlaced, CallReceived, LeadAssigned
from leadflow.history import History
from leadflow.instants import Computed
from leadflow.outputs import NextContact, PolicyRef
from leadflow.policy import Policy
from leadflow.readers.counted import Brought, Counter
from leadflow.readers.kpi import NOT_TOLD, specialist_of
from leadflow.rulebook.terms import Terms
from leadflow.showing import Shown
from leadflow.sources import INC, Clause
from leadflow.tasks.notes import is_contact
from leadflow.vocabulary import Purpose, Status, TransferTeam

Finding = Literal["unassigned", "late", "missed", "without_note"]

CHECKS: tuple[tuple[Clause, tuple[Finding, ...]], ...] = (
    (INC.daily_new_leads, ("unassigned", "late")),
    (INC.daily_follow_up_times, ("missed",)),
    (INC.daily_records, ("without_note",)),
)
"""The items of the checklist and what can be found under each, in the order of the source."""
_SOURCE = {finding: clause.citation for clause, findings in CHECKS for finding in findings}
_PLACE = {finding: place for place, finding in enumerate(_SOURCE)}


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to see to.

    `since` is the creation of an unassigned lead, the deadline of a contact (where it has none,
    the instant for which it was planned), or when the communication was; `purpose` that of the
    contact, `event` the index of the communication in the history. `source` is the item of the
    checklist.
    """

    finding: Finding
    lead_id: str
    since: Computed
    purpose: Purpose | None
    event: int | None
    specialist: str
    source: str


@with_config(extra="forbid", strict=True, hide_input_in_errors=True)
@dataclass(frozen=True, slots=True)
class DailyChecklist(Shown):
    """What to see to at `now`: items in the order of the source, the oldest first.

    `leads` is the number of leads looked at; `noted` and `notes_unknown` count the communications
    from `records_since` on that had a note, and of which nobody knows.
    """

    now: Computed
    zone: str
    policy: PolicyRef
    leads: int
    items: tuple[CheckItem, ...]
    records_since: Computed
    noted: int
    notes_unknown: int

    def rows(self) -> list[dict[str, Any]]:
        """A flat row of JSON values for each item."""
        return [to_jsonable_python(each) for each in self.items]

    def _page(self) -> Page:
        zone = self.zone
        without = sum(each.finding == "without_note" for each in self.items)
        since = shown(self.records_since, zone=zone)
        notes = f"{self.noted} noted, {without} not, {self.notes_unknown} not known"
        lines = (
            clocked(self.now, zone=zone, policy=self.policy),
            f"Leads looked at: {self.leads}",
            f"Communications since {since}: {notes}",
        )
        columns = ("lead", "finding", "for", "since", "specialist")
        tables = tuple(
            Table(
                clause.citation,
                columns,
                [_cells(each, zone) for each in self.items if each.finding in findings],
            )
            for clause, findings in CHECKS
        )
        return Page("Daily checklist", lines, tables)


def _cells(item: CheckItem, zone: str) -> tuple[str, ...]:
    what = "-" if item.purpose is None else worded(item.purpose)
    return item.lead_id, worded(item.finding), what, shown(item.since, zone=zone), item.specialist


def daily_checklist(
    histories: Iterable[History], *, now: datetime, policy: Policy
) -> DailyChecklist:
    """What has not been done at `now` that the daily quality check asks for (INC 15.1 to 15.4).

    - `unassigned`: a new lead that nobody was given, unless it is the China team's.
    - `late`: a first call past its deadline; `missed`: any other contact past its own. A contact
      without deadline is past it once the clinic-local day for which it was planned is over. A
      ringing call is neither.
    - `without_note`: an attempt, by what the policy counts, or conversation of which it is known
      that no note was written, since the start of the last business day before today.

    Events after `now` are not looked at; leads created after it, or invalid at it, are left out.
    The histories are read once. Raises `InvalidInstant` where `now` is naive or outside the years
    1970-2199.
    """
    counter, engine = Counter(policy, now), Engine(policy)
    now, hours = counter.now, counter.hours
    since = hours.start_of_day(hours.last_business_day_before(hours.local_date(now)))
    items: list[CheckItem] = []
    leads = noted = unknown = 0
    for history in histories:
        brought = counter.read(history)
        if brought is None:
            continue
        leads += 1
        past = brought.history
        specialist = specialist_of(past) or NOT_TOLD
        items += _unassigned(brought, specialist)
        decision = engine.decide(past, now=now)
        contacts = (decision.next_contact, *decision.upcoming)
        items += _overdue(past, filter(None, contacts), specialist, counter)
        for event, note in _notes(past, since, counter.decider.terms):
            noted += note is True
            unknown += note is None
            if note is False:
                at = past.events[event].at
                items.append(_item("without_note", past, at, specialist, event=event))
    return DailyChecklist(
        now=now,
        zone=policy.calendar.zone,
        policy=counter.decider.ref,
        leads=leads,
        items=tuple(sorted(items, key=_order)),
        records_since=since,
        noted=noted,
        notes_unknown=unknown,
    )


def _unassigned(brought: Brought, specialist: str) -> Iterator[CheckItem]:
    draft, past = brought.draft, brought.history
    if draft.status is not Status.NEW or draft.team is TransferTeam.CHINA:
        return
    if not any(isinstance(each, LeadAssigned) for each in past.events):
        yield _item("unassigned", past, past.lead.created_at, specialist)


def _overdue(
    past: History, contacts: Iterable[NextContact], specialist: str, counter: Counter
) -> Iterator[CheckItem]:
    now, local_date = counter.now, counter.hours.local_date
    for contact in contacts:
        if contact.by is None:
            overdue = local_date(contact.at) < local_date(now)
        else:
            overdue = contact.by <= now
        if overdue and contact.purpose is not Purpose.ANSWER_CALL:
            finding: Finding = "late" if contact.purpose is Purpose.FIRST_CALL else "missed"
            since = contact.by or contact.at
            yield _item(finding, past, since, specialist, purpose=contact.purpose)


def _notes(past: History, since: datetime, terms: Terms) -> Iterable[tuple[int, bool | None]]:
    """The attempts and conversations from `since` on: index of the event, and whether noted.

    Of a call told more than once a single note will do.
    """
    notes: dict[tuple[type, str | int], tuple[int, bool | None]] = {}
    for place, event in enumerate(past.events):
        if event.at < since or not is_contact(event, terms):
            continue
        call_id = event.call_id if isinstance(event, CallPlaced | CallReceived) else None
        key = (type(event), place if call_id is None else call_id)
        first, note = notes.get(key, (place, None))
        notes[key] = first, note or (note if event.noted is None else event.noted)
    return notes.values()


def _item(
    finding: Finding,
    past: History,
    since: datetime,
    specialist: str,
    *,
    purpose: Purpose | None = None,
    event: int | None = None,
) -> CheckItem:
    lead_id = past.lead.lead_id
    return CheckItem(finding, lead_id, since, purpose, event, specialist, _SOURCE[finding])


def _order(item: CheckItem) -> tuple[int, datetime, str, str, int, str]:
    event = -1 if item.event is None else item.event
    what = item.purpose or ""
    return _PLACE[item.finding], item.since, item.lead_id, what, event, item.specialist

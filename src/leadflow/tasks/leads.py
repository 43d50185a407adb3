"""Tasks of leads that are new, unreached, or contacted without an appointment (TSK)."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow.rulebook.rule import CLOSED
from leadflow.sources import INC, RSI
from leadflow.tasks.since import Since
from leadflow.tasks.task_rule import Demand, TaskRule, View
from leadflow.vocabulary import Channel, Purpose, Status, TaskKind, TransferTeam

_OVER = (*CLOSED, Status.VISITED)
_WORDING_FOR = {Status.SCHEDULED: "reminder_call", Status.NO_SHOW: "no_show_call"}
"""What a voice message is about, where it is not the inquiry."""


def planned(view: View, purpose: Purpose, appointment_id: str | None = None) -> list[Demand]:
    """A task for each contact of a purpose that is due."""
    return [
        Demand(
            max(entry.at, entry.set_at),
            Since(entry.set_at, entry.event),
            entry.by,
            view.channel(entry.channel),
            entry.path,
            appointment_id,
        )
        for entry in view.due.get(purpose, ())
    ]


def _is_over(view: View) -> bool:
    """Whether the call centre has nothing more to do with the lead."""
    draft = view.draft
    return draft.status in _OVER or draft.team is TransferTeam.CHINA


def assign(view: View) -> Iterator[Demand]:
    """A lead that nobody owns is given to a specialist."""
    if not view.ledger.assigned and not _is_over(view):
        created_at = view.draft.created_at
        yield Demand(created_at, Since(created_at, None))


def send_lead_reminder(view: View) -> Iterator[Demand]:
    """While a lead is new, its specialist is sent a reminder of it."""
    if view.draft.status is Status.NEW and not _is_over(view):
        created_at = view.draft.created_at
        yield Demand(created_at, Since(created_at, None))


def call_new_lead(view: View) -> list[Demand]:
    """A new lead is called."""
    return planned(view, Purpose.FIRST_CALL)


def record_outcome(view: View) -> Iterator[Demand]:
    """What came of an attempt is recorded."""
    attempt = view.draft.open_attempt
    if attempt is not None:
        yield Demand(attempt.at, Since(attempt.at, attempt.event))


def leave_voice_message(view: View) -> Iterator[Demand]:
    """Where nobody answered a call, a voice message is left."""
    since = view.ledger.unanswered
    if since is not None and Channel.PHONE in view.draft.facts["channels"]:
        about = _WORDING_FOR.get(view.draft.status)
        if about is None and view.draft.final_cause is not None:
            about = "final_call"
        yield Demand(since.at, since, channel=Channel.PHONE, wording=about)


def send_follow_up_email(view: View) -> list[Demand]:
    """An unreached call is followed by an e-mail."""
    return planned(view, Purpose.FOLLOW_UP_EMAIL)


def set_next_contact(view: View) -> Iterator[Demand]:
    """Where nothing is planned for a lead that may be contacted, a next contact is set."""
    since = view.ledger.lacking
    if since is not None:
        yield Demand(since.at, since)


def after_conversation(view: View) -> Iterator[Demand]:
    """Once spoken to and not booked, a lead is asked for what its file needs."""
    since = view.ledger.spoken
    if since is not None:
        yield Demand(since.at, since, channel=view.channel(Channel.PHONE))


def plan_follow_up(view: View) -> Iterator[Demand]:
    """After a conversation without a booking the follow-up is planned for this customer."""
    since = view.ledger.unplanned
    if since is not None:
        yield Demand(since.at, since)


RULES = (
    TaskRule(TaskKind.ASSIGN, assign, "TSK", (INC.assign,)),
    TaskRule(
        TaskKind.SEND_LEAD_REMINDER,
        send_lead_reminder,
        "TSK",
        (INC.lead_reminder, INC.assignment_notice),
        wording="lead_reminder",
    ),
    TaskRule(
        TaskKind.CALL_NEW_LEAD,
        call_new_lead,
        "PRI-7",
        (RSI.attempt_1, INC.contact_by_phone, INC.opening_script),
        wording="opening_call",
        outreach=True,
    ),
    TaskRule(TaskKind.RECORD_OUTCOME, record_outcome, "ATT-11", ()),
    TaskRule(
        TaskKind.LEAVE_VOICE_MESSAGE,
        leave_voice_message,
        "TSK",
        (INC.voice_message,),
        wording="voicemail",
        outreach=True,
    ),
    TaskRule(
        TaskKind.SEND_FOLLOW_UP_EMAIL,
        send_follow_up_email,
        "COM-5",
        (INC.follow_up_email,),
        wording="follow_up_email",
        outreach=True,
    ),
    TaskRule(
        TaskKind.SET_NEXT_CONTACT, set_next_contact, "COM-2", (INC.set_next_contact,), stands=True
    ),
    TaskRule(
        TaskKind.COLLECT_NEEDS,
        after_conversation,
        "TSK",
        (INC.needs_collection,),
        checklist="needs",
        outreach=True,
    ),
    TaskRule(
        TaskKind.COLLECT_BASICS,
        after_conversation,
        "TSK",
        (INC.basics_collection,),
        checklist="basics",
        outreach=True,
    ),
    TaskRule(
        TaskKind.COLLECT_CONSIDERATIONS,
        after_conversation,
        "TSK",
        (INC.considerations_collection,),
        checklist="considerations",
        outreach=True,
    ),
    TaskRule(
        TaskKind.PLAN_FOLLOW_UP,
        plan_follow_up,
        "TSK",
        (INC.personal_plan, INC.follow_up_reminders),
        outreach=True,
    ),
)

"""Tasks of leads that nobody reaches, of routing, and of records (TSK, UNR, RTE)."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow.sources import INC
from leadflow.tasks.since import Since
from leadflow.tasks.task_rule import Demand, TaskRule, View
from leadflow.vocabulary import Channel, Purpose, Status, TaskKind


def _part(view: View, channel: Channel) -> Iterator[Demand]:
    since = view.ledger.final
    for entry in view.due.get(Purpose.FINAL_ATTEMPT, ()):
        assert since is not None  # noted as soon as it was planned
        caused = Since(entry.set_at, entry.event)
        yield Demand(since, caused, None, view.channel(channel), entry.path)


def final_call(view: View) -> Iterator[Demand]:
    """The final attempt has a call."""
    if not view.draft.final_called:
        yield from _part(view, Channel.PHONE)


def final_email(view: View) -> Iterator[Demand]:
    """The final attempt has an e-mail."""
    if not view.draft.final_emailed:
        yield from _part(view, Channel.EMAIL)


def record_unreachable_reason(view: View) -> Iterator[Demand]:
    """Why a lead could not be reached is recorded."""
    draft = view.draft
    if draft.status is Status.UNREACHABLE and not draft.unreachable_reason:
        since = Since(draft.status_cause.at, draft.status_cause.event)
        yield Demand(since.at, since)


def ask(view: View) -> Iterator[Demand]:
    """A fact that can still decide which team handles the lead is asked for."""
    channel = view.channel(Channel.PHONE)
    for fact, (since, source) in view.ledger.routed.questions.items():
        yield Demand(since.at, since, channel=channel, fact=fact, source=source)


def transfer_to_china_team(view: View) -> Iterator[Demand]:
    """A lead of the China team is handed over to it."""
    since = view.ledger.routed.transfer
    if since is not None:
        yield Demand(since.at, since)


def mark_language(view: View) -> Iterator[Demand]:
    """A Chinese customer who is handled locally is marked as speaking Chinese."""
    since = view.ledger.routed.language
    if since is not None:
        yield Demand(since.at, since, fact="language")


def record_details(view: View) -> Iterator[Demand]:
    """An attempt or a conversation of which no note was written is written up."""
    for since, nth in view.ledger.notes.missing.values():
        yield Demand(since.at, since, nth=nth)


RULES = (
    TaskRule(
        TaskKind.FINAL_CALL,
        final_call,
        "UNR-2",
        (INC.final_attempt,),
        wording="final_call",
        outreach=True,
    ),
    TaskRule(
        TaskKind.FINAL_EMAIL,
        final_email,
        "UNR-2",
        (INC.final_attempt,),
        wording="final_email",
        outreach=True,
    ),
    TaskRule(
        TaskKind.RECORD_UNREACHABLE_REASON,
        record_unreachable_reason,
        "UNR-4",
        (INC.record_unreachable_reason,),
    ),
    TaskRule(TaskKind.ASK, ask, "RTE-6", (), outreach=True),
    TaskRule(
        TaskKind.TRANSFER_TO_CHINA_TEAM,
        transfer_to_china_team,
        "RTE-9",
        (
            INC.must_transfer_number,
            INC.must_transfer_visit,
            INC.must_transfer_special_needs,
            INC.must_transfer_pricing,
        ),
    ),
    TaskRule(TaskKind.MARK_LANGUAGE, mark_language, "RTE-4", (INC.local_language,)),
    TaskRule(
        TaskKind.RECORD_DETAILS,
        record_details,
        "TSK",
        (INC.record_details, INC.record_attempts, INC.detailed_records),
    ),
)

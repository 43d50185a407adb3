"""A morning at a clinic: the queue, the tasks, what went wrong since yesterday, and the figures.

Without arguments it tells of ten leads on the morning of Monday 16 November 2026. With `--data
FOLDER` it reads `FOLDER/histories/*.jsonl.gz`, one history a line, and tells how the appointments
of each file were kept and what an audit of them finds.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from leadflow import (
    INCINTA,
    Breach,
    Decision,
    Engine,
    History,
    Indicators,
    OpeningHours,
    Policy,
    audit_many,
    kpi,
    queue,
    read_history,
    upcoming,
)

NOW = "2026-11-16 09:05"
WIDTH = 100
"""The columns of a terminal."""
LOCAL = {"calling_code": "1", "language": "en"}


def event(when: str, kind: str, **more: Any) -> dict[str, Any]:
    """An event at an instant of the clinic's clocks."""
    return {"at": when, "type": kind, **more}


def call(when: str, outcome: str, **more: Any) -> dict[str, Any]:
    """A placed call."""
    return event(when, "call_placed", via="phone_button", outcome=outcome, **more)


def assigned(when: str) -> dict[str, Any]:
    """Given to a specialist."""
    return event(when, "lead_assigned", to="specialist-1")


def visit(when: str, starts_at: str, name: str) -> dict[str, Any]:
    """A booking."""
    return event(when, "appointment_booked", appointment_id=name, starts_at=starts_at)


LEADS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "lead-01": ("2026-11-16 09:02", []),
    "lead-02": ("2026-11-13 16:40", [assigned("2026-11-13 16:45")]),
    "lead-03": (
        "2026-11-12 10:00",
        [
            assigned("2026-11-12 10:00"),
            call("2026-11-12 10:05", "no_answer"),
            event("2026-11-14 19:30", "voicemail_received"),
        ],
    ),
    "lead-04": (
        "2026-11-05 09:00",
        [
            assigned("2026-11-05 09:00"),
            call("2026-11-05 09:20", "left_message"),
            event("2026-11-05 09:25", "email_sent", via="email_button"),
        ],
    ),
    "lead-05": (
        "2026-11-10 11:00",
        [
            assigned("2026-11-10 11:00"),
            call("2026-11-10 11:10", "connected", noted=False),
            event("2026-11-10 11:20", "follow_up_set", due="2026-11-16 09:00"),
            event("2026-11-10 11:21", "importance_marked", important=True),
        ],
    ),
    "lead-06": (
        "2026-11-02 13:00",
        [
            assigned("2026-11-02 13:00"),
            call("2026-11-02 13:05", "connected"),
            visit("2026-11-02 13:20", "2026-11-17 10:00", "visit-6"),
            event("2026-11-02 13:30", "email_sent", via="other", template="confirmation"),
        ],
    ),
    "lead-07": (
        "2026-11-03 08:30",
        [
            assigned("2026-11-03 08:30"),
            call("2026-11-03 09:00", "connected"),
            visit("2026-11-03 09:10", "2026-11-13 15:00", "visit-7"),
            event("2026-11-13 15:20", "no_show_recorded", appointment_id="visit-7"),
        ],
    ),
    "lead-08": (
        "2026-11-04 12:00",
        [
            assigned("2026-11-04 12:00"),
            call("2026-11-04 12:10", "connected"),
            visit("2026-11-04 12:15", "2026-11-13 11:00", "visit-8"),
            event("2026-11-13 11:00", "appointment_attended", appointment_id="visit-8"),
        ],
    ),
    "lead-09": (
        "2026-11-11 15:00",
        [
            assigned("2026-11-11 15:00"),
            call("2026-11-11 15:30", "connected"),
            event("2026-11-11 15:40", "stop_contact_requested"),
        ],
    ),
    "lead-10": (
        "2026-11-13 10:00",
        [
            assigned("2026-11-13 10:00"),
            event(
                "2026-11-13 10:30",
                "profile_updated",
                changes={"calling_code": "86", "language": "zh"},
            ),
            call("2026-11-13 10:31", "connected"),
            event("2026-11-13 10:40", "follow_up_set", due="2026-11-18 10:00"),
        ],
    ),
}
"""By lead id, when it came in, and what happened since, as the clinic's clocks show it."""


def histories(zone: ZoneInfo) -> Iterator[History]:
    """The ten leads."""

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    for lead_id, (created, told) in LEADS.items():
        events = [
            {
                name: instant(value) if name in ("at", "starts_at", "due") else value
                for name, value in each.items()
            }
            for each in told
        ]
        profile = {} if lead_id == "lead-10" else LOCAL
        lead = {"lead_id": lead_id, "created_at": instant(created), "profile": profile}
        yield History.model_validate({"lead": lead, "events": events})


def shown(instant: datetime | None, zone: ZoneInfo) -> str:
    """An instant as the clinic's clocks show it: `Mon 11-16 09:05`."""
    return "" if instant is None else f"{instant.astimezone(zone):%a %m-%d %H:%M}"


def worded(code: str) -> str:
    """A code as people read it."""
    return code.replace("_", " ")


def the_queue(decisions: Sequence[Decision], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """The leads to work on, first to last, and why each is there."""
    yield "Work queue"
    for place, decision in enumerate(queue(decisions, now=now), 1):
        contact = decision.next_contact
        assert contact is not None  # a lead in the queue has one
        late = "  late" if contact.by is not None and contact.by <= now else ""
        star = "*" if decision.priority is not None and decision.priority.important else " "
        why = next(each for each in decision.because if each.output == "next_contact")
        yield (
            f" {place:2}{star} {decision.lead_id}  {worded(contact.kind):<13}"
            f"{worded(contact.purpose):<19}{shown(contact.at, zone)}{late}"
        )
        yield f"{'':14}{why.rule}: {why.source}"
    later = upcoming(decisions, now=now)
    if later:
        first = later[0]
        yield f"     then {first.lead_id} at {shown(first.next_contact_at, zone)}"


def the_tasks(decisions: Iterable[Decision], zone: ZoneInfo) -> Iterator[str]:
    """What is to be done now, lead by lead."""
    yield "Tasks"
    for decision in decisions:
        for task in decision.tasks:
            by = "" if task.by is None else f"by {shown(task.by, zone)}"
            about = task.fact or task.appointment_id or ""
            what = f"{worded(task.kind)} {about}".strip()
            line = f"  {decision.lead_id}  {what:<38}{by:<20}"
            source = task.source.partition(";")[0]
            width = WIDTH - len(line)
            yield line + shorten(source, width, placeholder="...", break_on_hyphens=False)


def the_breaches(breaches: Iterable[Breach], since: datetime, zone: ZoneInfo) -> Iterator[str]:
    """What should have been done since an instant and was not, or was late."""
    yield f"Breaches since {shown(since, zone)}"
    for each in breaches:
        if each.due >= since:
            late = "" if not each.late else f"late by {each.late}"
            yield (
                f"  {each.lead_id}  {worded(each.kind):<32}{each.severity:<9}"
                f"{shown(each.due, zone)}  {late}"
            )


def the_indicators(found: Indicators) -> Iterator[str]:
    """The figures of the month against their targets."""
    yield "This month"
    for name in ("response", "conversion", "connect", "show"):
        each = getattr(found, name)
        rate = "-" if each.rate is None else f"{each.rate:.0%}"
        span = "" if not each.open else f" ({each.lowest:.0%} to {each.highest:.0%})"
        yield (
            f"  {name:<11}{rate:>5}{span:<16} target {each.target:.0%}, {each.verdict}"
            f"  {each.met} met, {each.missed} missed, {len(each.open)} open"
        )


def morning(policy: Policy) -> Iterator[str]:
    """All four, for the ten leads."""
    zone = ZoneInfo(policy.calendar.zone)
    now = datetime.fromisoformat(NOW).replace(tzinfo=zone)
    leads, engine = list(histories(zone)), Engine(policy)
    decisions = [engine.decide(each, now=now) for each in leads]
    today = now.replace(hour=0, minute=0)
    yesterday = last_open_day(policy, today)
    month, end = today.replace(day=1), now + timedelta.resolution
    yield f"{policy.name} {policy.version}, {shown(now, zone)}: {len(leads)} leads"
    yield ""
    yield from the_queue(decisions, now, zone)
    yield ""
    yield from the_tasks(decisions, zone)
    yield ""
    yield from the_breaches(audit_many(leads, now=now, policy=policy).breaches, yesterday, zone)
    yield ""
    yield from the_indicators(kpi(leads, start=month, end=end, now=now, policy=policy))


def last_open_day(policy: Policy, today: datetime) -> datetime:
    """The local midnight at which the last day before today began on which the clinic was open."""
    hours, day = OpeningHours(policy.calendar), today
    while True:
        day -= timedelta(days=1)
        if hours.next_opening(day) < day + timedelta(days=1):
            return day


def read(path: Path) -> list[History]:
    """The histories of a file, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [read_history(line) for line in lines]


def end_of(leads: Iterable[History]) -> datetime:
    """The last instant in the histories."""
    return max(max([each.lead.created_at, *(e.at for e in each.events)]) for each in leads)


def counted_directly(leads: Iterable[History]) -> tuple[int, int]:
    """Visits and missed appointments, as the events say it and no rule."""
    told = [event.type for each in leads for event in each.events]
    return told.count("appointment_attended"), told.count("no_show_recorded")


def over_data(folder: Path, policy: Policy) -> Iterator[str]:
    """How the appointments of each file were kept, and what an audit finds in it."""
    files = sorted((folder / "histories").glob("*.jsonl.gz"))
    for path in files:
        leads = read(path)
        now = end_of(leads)
        start = min(each.lead.created_at for each in leads)
        show = kpi(leads, start=start, end=now + timedelta.resolution, now=now, policy=policy).show
        came, missed = counted_directly(leads)
        report = audit_many(leads, now=now, policy=policy)
        yield f"{path.name}: {len(leads):,} leads"
        yield f"  show: {show.met:,} came, {show.missed:,} did not, {len(show.open):,} not recorded"
        yield f"  in the file: {came:,} came, {missed:,} did not"
        yield f"  audit: {len(report.breaches):,} breaches of {report.histories:,} leads"
        for kind, count in report.totals.by_kind.items():
            yield f"    {worded(kind):<34}{count:>8,}"
        yield ""
    if not files:
        yield f"no file histories/*.jsonl.gz in {folder}"


def main() -> int:
    """Tell of the morning, or of a folder of histories."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="a folder with histories/")
    folder = parser.parse_args().data
    for line in morning(INCINTA) if folder is None else over_data(folder, INCINTA):
        print(line.rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())

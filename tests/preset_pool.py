"""Histories, by section of the policy, on which each value of a preset can be seen at work.

Written by hand for `test_preset_values`: the clocks of a case are those at which something is just
planned, falls due, or is over. Times are as the clinic's clocks show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic import (
    at,
    attended,
    booked,
    call,
    contacted,
    email,
    follow_up,
    important,
    known,
    lead,
    marked,
    marked_scheduled,
    no_show,
    reply,
    ring,
    text,
    unreachable,
    voicemail,
)
from leadflow import AnyEvent, History, Lead


@dataclass(frozen=True)
class Case:
    """One lead's history, and the instants at which to decide."""

    history: History
    clocks: tuple[datetime, ...]


def case(*events: AnyEvent, now: str, of: Lead | None = None) -> Case:
    """A case; `now` lists clocks, each day in front of its own."""
    clocks: list[datetime] = []
    day = ""
    for each in now.split():
        if "-" in each:
            day = each
        else:
            clocks.append(at(f"{day} {each}"))
    return Case(History(lead=of or lead(), events=events), tuple(clocks))


def customer(*events: AnyEvent, now: str = "2026-11-03 12:00", **facts: Any) -> Case:
    """A customer of whom these facts are known."""
    return case(*events, now=now, of=lead(**facts))


def voicemail_on(day: date, clock: str = "10:00") -> Case:
    """A lead of that day, and its voicemail."""
    when = f"{day} {clock}"
    told = History(lead=lead(created=when), events=(voicemail(when),))
    return Case(told, (at(when),))


FIRST_TRY, SECOND_TRY = "2026-11-03 09:10", "2026-11-03 13:15"
THIRD_TRY, FOURTH_TRY = "2026-11-04 13:30", "2026-11-05 10:05"
NO_ANSWER = tuple(call(when, "no_answer") for when in (FIRST_TRY, SECOND_TRY, THIRD_TRY))
UNTOLD = tuple(call(when) for when in (FIRST_TRY, SECOND_TRY, THIRD_TRY))
AFTER_EACH = "2026-11-03 09:11 13:16 2026-11-04 13:31 17:29 17:31 18:31 19:00"
BARE = tuple(follow_up(when) for when in ("2026-11-03 09:11", "2026-11-03 13:20"))
VISIT = "2026-11-16 10:00"
BOOKED = booked("2026-11-10 10:00", VISIT)
MISSED = (BOOKED, no_show("2026-11-16 10:20"))
AFTER_MISSED = (
    "2026-11-16 10:20 10:29 10:31 2026-11-17 09:00 2026-11-24 09:00 2027-02-15 10:00"
    " 2027-02-16 10:00 2027-03-16 10:00"
)
# Tries on the first days of three months, by phone and e-mail: enough for an unreachable lead.
FIVE_TRIES = tuple(
    each
    for day in ("2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01")
    for each in (call(f"{day} 09:10", "no_answer"), email(f"{day} 09:20"))
)
LAST_TRY = (call("2027-01-04 10:00", "no_answer"), email("2027-01-04 10:05"))
WAITING = "2026-12-01 09:21 2027-01-03 09:10 2027-01-04 10:06 2027-02-04 10:05"
MARKED_UNREACHABLE = (*NO_ANSWER[:2], unreachable("2026-11-03 15:00", "moved_away"))
ALL_KNOWN: dict[str, Any] = {
    "language": "zh",
    "calling_code": "1",
    "visit_barriers": [],
    "special_needs": [],
    "pricing": "local",
    "referral_fee": True,
    "agreed_visit_on": date(2026, 11, 5),
}

POOL: dict[str, tuple[Case, ...]] = {
    "tasks": (
        case(now="2026-11-03 10:00"),
        case(call(FIRST_TRY, "no_answer"), now="2026-11-03 09:11"),
        case(call(FIRST_TRY, "connected", noted=False), now="2026-11-03 09:11"),
        case(booked(FIRST_TRY, "2026-11-16 10:00"), now="2026-11-03 09:11"),
    ),
    "attempts": (
        case(*UNTOLD, now=AFTER_EACH),
        case(*NO_ANSWER, now=AFTER_EACH),
        case(UNTOLD[0], BARE[0], UNTOLD[1], BARE[1], now=AFTER_EACH),
        case(*UNTOLD, follow_up("2026-11-04 13:40"), now=AFTER_EACH),
        # What counts: every way to call, to be called and to write.
        *(
            case(call(FIRST_TRY, outcome, via=via), now="2026-11-03 09:11")
            for via in ("phone_button", "voip", "other")
            for outcome in ("connected", "no_answer", None)
        ),
        *(
            case(ring(FIRST_TRY, True, via=via), now="2026-11-03 09:11")
            for via in ("voip", "other")
        ),
        *(
            case(email(FIRST_TRY, via=via), text("2026-11-03 09:20"), now="2026-11-03 09:21")
            for via in ("email_button", "purple_chat")
        ),
        # A follow-up that has come, and who uses it up.
        *(
            case(follow_up("2026-11-03 09:10", "2026-11-03 10:00"), tried, now="2026-11-03 10:31")
            for tried in (
                call("2026-11-03 10:30"),
                call("2026-11-03 10:30", via="other"),
                email("2026-11-03 10:30"),
                email("2026-11-03 10:30", via="other"),
                text("2026-11-03 10:30"),
            )
        ),
        # One day, one attempt; a conversation; a message that starts the attempts anew.
        case(call(FIRST_TRY), call(SECOND_TRY), email("2026-11-03 14:00"), now="2026-11-03 15:00"),
        case(
            *(call(when, "connected") for when in (FIRST_TRY, SECOND_TRY, THIRD_TRY)),
            follow_up("2026-11-04 13:40"), now=AFTER_EACH,
        ),
        case(*NO_ANSWER[:2], voicemail("2026-11-03 14:00"), now="2026-11-03 14:01"),
        # A fourth attempt, where a promised callback kept the lead alive.
        case(
            *NO_ANSWER[:2], follow_up("2026-11-03 14:00", "2026-11-05 10:00"), NO_ANSWER[2],
            call(FOURTH_TRY, "no_answer"), now="2026-11-04 13:31 2026-11-05 10:06",
        ),
        case(
            *UNTOLD[:2], follow_up("2026-11-03 14:00", "2026-11-05 10:00"), UNTOLD[2],
            call(FOURTH_TRY), now="2026-11-04 13:31 2026-11-05 10:06 14:06",
        ),
        case(call("2026-11-03 16:00", "no_answer"), now="2026-11-03 16:01 20:00"),
    ),
    "first_contact": (
        case(now="2026-11-03 09:00 2026-11-04 08:00 09:00 10:00"),
        case(email(FIRST_TRY), now="2026-11-03 09:11"),
        case(call(FIRST_TRY), now="2026-11-03 09:11"),
    ),
    "calls": (case(ring("2026-11-03 10:00"), now="2026-11-03 10:00 10:04 10:05 10:06"),),
    "mail": (
        case(NO_ANSWER[0], now="2026-11-03 09:11"),
        case(NO_ANSWER[0], email("2026-11-03 09:15"), now="2026-11-03 09:16"),
        case(*NO_ANSWER[:2], *UNTOLD[2:], call("2026-11-05 10:00", "no_answer"),
             email("2026-11-05 10:05"), now="2026-11-05 10:06"),
    ),
    "appointments": (
        case(BOOKED, now="2026-11-16 10:00 10:15 12:00 13:00"),
        case(BOOKED, attended("2026-11-16 10:30"), now="2026-11-16 12:00"),
        case(marked_scheduled("2026-11-10 10:00"), now="2026-11-10 10:00 10:15"),
    ),
    "reminder": (case(BOOKED, now="2026-11-10 10:00 2026-11-13 09:00"),),
    "no_show": (
        case(*MISSED, now=AFTER_MISSED),
        case(*MISSED, email("2026-11-17 09:05"), now=AFTER_MISSED),
        case(*MISSED, call("2026-11-16 10:25", "no_answer"), now=AFTER_MISSED),
    ),
    "unreachable": (
        case(*FIVE_TRIES, now=WAITING),
        case(*FIVE_TRIES[:8], now=WAITING),
        *(case(*FIVE_TRIES[:number:2], now=WAITING) for number in (8, 10)),
        case(*FIVE_TRIES, *LAST_TRY, now=WAITING),
        case(*MARKED_UNREACHABLE, now="2026-11-03 15:01"),
        case(*MARKED_UNREACHABLE, follow_up("2026-11-03 15:10", "2026-11-05 10:00"),
             now="2026-11-03 15:11 2026-11-05 10:00"),
    ),
    "routing": (
        customer(),
        *(customer(language=tag) for tag in ("zh", "cmn-Hans", "yue", "wuu", "nan", "hak", "ja")),
        *(
            customer(chinese=chinese, **fact)
            for chinese in (True, False)
            for fact in (
                {"calling_code": "86"},
                {"visit_barriers": ["too_far"]},
                {"special_needs": ["surrogacy"]},
                {"pricing": "international"},
            )
        ),
        customer(**ALL_KNOWN),
        customer(**{**ALL_KNOWN, "referral_fee": False}),
        *(
            customer(**{**ALL_KNOWN, "referral_fee": False, "agreed_visit_on": date(2026, 11, day)})
            for day in (16, 17, 18)
        ),
        customer(booked("2026-11-03 10:00", "2026-11-17 10:00"), chinese=True, calling_code="1"),
        customer(known("2026-11-03 10:00", language="zh"), pricing="local"),
    ),
    "priority": (
        case(important("2026-11-03 09:05"), now="2026-11-03 09:06"),
        # Two things due at once, of every two neighbouring tiers that one lead can be in.
        case(voicemail("2026-11-03 10:00"), ring("2026-11-03 10:01"), now="2026-11-03 10:02"),
        case(voicemail("2026-11-03 10:00"), reply("2026-11-03 09:30"), now="2026-11-03 10:02"),
        case(ring("2026-11-03 10:01", answered=False), now="2026-11-03 10:02"),
        case(*MISSED, voicemail("2026-11-16 10:22"), now="2026-11-16 10:23"),
        case(BOOKED, reply("2026-11-13 09:30"), now="2026-11-13 09:31"),
        case(
            *MARKED_UNREACHABLE, follow_up("2026-11-03 15:10", "2026-11-05 10:00"),
            ring("2026-11-05 10:30", answered=False), now="2026-11-05 10:31",
        ),
    ),
    "calendar": (
        case(voicemail("2026-11-03 18:30"), now="2026-11-03 18:31"),
        *(
            voicemail_on(date(2026, 11, day), clock)
            for day in range(2, 9)
            for clock in ("08:45", "09:15", "16:45", "17:15")
        ),
        voicemail_on(date(2026, 12, 25)),
        voicemail_on(date(2041, 11, 5)),
        case(BOOKED, now="2026-11-10 10:00"),
        case(*MISSED, now=AFTER_MISSED),
    ),
}  # fmt: skip
"""By section, in the order of the policy."""

OPEN_AT = "2026-11-16 10:25"
QUEUE: tuple[History, ...] = tuple(
    History(lead=lead(lead_id=name, created=created), events=events)
    for name, created, events in (
        ("ringing", "2026-11-16 09:00", (ring("2026-11-16 10:22"),)),
        ("voicemail", "2026-11-16 09:01", (voicemail("2026-11-16 09:30"),)),
        ("missed", "2026-11-03 09:00", (BOOKED, no_show("2026-11-16 10:20"))),
        ("new", "2026-11-16 09:02", ()),
        ("booked", "2026-11-03 09:00", (booked("2026-11-10 10:00", "2026-11-17 10:00"),)),
        ("wrote", "2026-11-03 09:00", (contacted("2026-11-03 09:10"), reply("2026-11-16 09:00"))),
        (
            "unreachable", "2026-11-03 09:00",
            (unreachable("2026-11-03 09:10"), follow_up("2026-11-03 09:20", "2026-11-16 09:05")),
        ),
        ("tried", "2026-11-03 09:00", (marked("2026-11-16 06:00"),)),
    )
)  # fmt: skip
"""A lead in every tier, all due at `OPEN_AT` where the policy knows of the tier."""

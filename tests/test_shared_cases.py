"""Cases that other projects test, run through our calendars: they need the folder of real data.

Each table of cases is read from the folder that `LEADFLOW_DATA` names. A case is either run or
stands in exactly one of the reasons for leaving it out, and how many stand there is pinned: a
case can neither be lost nor be dropped in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from leadflow.calendars import Calendar, Interval, OpeningHours, SpecialDay, Week
from leadflow.delays import AnyDelay, BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.instants import as_instant

Case: TypeAlias = dict[str, Any]
LeftOut: TypeAlias = dict[str, tuple[int, str]]

ONE_DAY = timedelta(days=1)


def cases_of(folder: Path, table: str) -> list[Case]:
    cases: list[Case] = json.loads((folder / f"{table}.json").read_text(encoding="utf-8"))["cases"]
    return cases


def check_table(
    cases: list[Case],
    *,
    left_out: LeftOut,
    category: Callable[[Case], str | None],
    failure: Callable[[Case], str | None],
) -> None:
    """Run what is in no category, and see that the categories hold what they say."""
    counted = Counter(category(case) for case in cases)
    run = counted.pop(None)
    assert counted == {name: count for name, (count, _reason) in left_out.items()}
    failures = {case["id"]: failure(case) for case in cases if category(case) is None}
    assert len(failures) == run
    assert {case: problem for case, problem in failures.items() if problem} == {}


def differs(found: object, expected: object) -> str | None:
    return None if found == expected else f"found {found}, expected {expected}"


# --- From the calendars of the tables to ours -----------------------------------------------------

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Minutes: TypeAlias = set[int]
"""The open minutes of a day; hours over midnight go on past 1440."""


def minutes_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def open_minutes(hours: list[list[str]]) -> Minutes:
    found: Minutes = set()
    for opens, closes in hours:
        start, end = minutes_of(opens), minutes_of(closes)
        found.update(range(start, end if end > start else end + 1440))
    return found


def intervals(minutes: Minutes) -> tuple[Interval, ...]:
    """The open minutes of one day as intervals; its end is midnight."""
    starts = sorted(minute for minute in minutes if minute - 1 not in minutes)
    ends = sorted(minute + 1 for minute in minutes if minute + 1 not in minutes)
    return tuple(
        Interval(time(*divmod(start, 60)), time(*divmod(end % 1440, 60)))
        for start, end in zip(starts, ends, strict=True)
    )


def over_midnight(own: Minutes, day_before: Minutes) -> tuple[Interval, ...]:
    carried = {minute - 1440 for minute in day_before if minute >= 1440}
    return intervals({minute for minute in own if minute < 1440} | carried)


def our_calendar(described: Case) -> Calendar:
    """Overnight hours become two days, breaks are cut out, extra working dates get hours."""
    week = [open_minutes(described["week"].get(name, [])) for name in WEEKDAYS]
    holidays = {date.fromisoformat(day) for day in described.get("holidays", ())}
    special = {day: intervals(minutes) for day, minutes in special_dates(described, week)}
    days = [over_midnight(week[n], week[n - 1]) for n in range(7)]
    return Calendar(
        zone=described["tz"],
        week=Week(**dict(zip(Week.model_fields, days, strict=True))),
        special=tuple(SpecialDay(on=day, open=hours) for day, hours in special.items()),
        closed=tuple(holidays),
    )


def special_dates(described: Case, week: list[Minutes]) -> Iterator[tuple[date, Minutes]]:
    closed = set(described.get("holidays", ()))
    hours = {day: open_minutes(texts) for day, texts in described.get("special_hours", {}).items()}
    usual = next(minutes for minutes in week if minutes)
    hours |= {day: set(usual) for day in described.get("extra_working_dates", ())}
    breaks = described.get("breaks", {})
    for text in sorted({*hours, *breaks} - closed):
        day = date.fromisoformat(text)
        yield day, hours.get(text, week[day.weekday()]) - open_minutes(breaks.get(text, []))


@cache
def compiled(described: str) -> OpeningHours:
    return OpeningHours(our_calendar(json.loads(described)))


def hours_for(case: Case) -> OpeningHours:
    # A case that asks for wall times alone has no week, and a calendar of ours opens at all.
    described = case["calendar"] | {
        "week": case["calendar"]["week"] or {"mon": [["09:00", "17:00"]]}
    }
    return compiled(json.dumps(described))


# --- Business time --------------------------------------------------------------------------------

BUSINESS_LEFT_OUT: LeftOut = {
    "backwards": (63, "a delay is never negative, and nothing asks for what was open before"),
    "closing counts as open": (2, "our closing instant is closed"),
    "closed day counts as one": (1, "ours moves to the next open day first and counts from there"),
    "next closing": (7, "no rule asks for the closing of anything but a day"),
}


def business_category(case: Case) -> str | None:
    convention = case.get("convention") or {}
    backwards = case.get("n", 0) < 0 or convention.get("direction") == "back"
    if backwards or case["op"] == "previous_open":
        return "backwards"
    if convention.get("closing_inclusive") and at_closing(case):
        return "closing counts as open"
    if convention.get("from_non_working") == "count_next_working_day_as_one":
        return "closed day counts as one"
    return "next closing" if case["op"] == "next_closing" else None


def at_closing(case: Case) -> bool:
    wall = datetime.fromisoformat(case["start"]).astimezone(ZoneInfo(case["calendar"]["tz"]))
    hours = case["calendar"]["week"].get(WEEKDAYS[wall.weekday()], [])
    return wall.strftime("%H:%M") in {closes for _opens, closes in hours}


def instant(text: str) -> datetime:
    return as_instant(datetime.fromisoformat(text))


def add_working_seconds(case: Case) -> str | None:
    hours = hours_for(case)
    found = hours.add(instant(case["start"]), BusinessHours(timedelta(seconds=case["n"])))
    if (case.get("convention") or {}).get("lands_on") == "next_opening":
        # Theirs carries time that runs out at closing on to the next opening; ours ends there.
        found = hours.next_opening(found)
    return differs(found, instant(case["expected"]))


def add_working_days(case: Case) -> str | None:
    hours, delay = hours_for(case), BusinessDays(case["n"])
    if "T" in case["start"]:
        return differs(hours.add(instant(case["start"]), delay), instant(case["expected"]))
    noon = hours.at_wall_time(date.fromisoformat(case["start"]), time(12))
    expected = hours.at_wall_time(date.fromisoformat(case["expected"]), time(12))
    return differs(hours.add(noon, delay), expected)


def working_seconds_between(case: Case) -> str | None:
    found = hours_for(case).business_time_between(instant(case["start"]), instant(case["end"]))
    return differs(found, timedelta(seconds=case["expected"]))


def working_days_between(case: Case) -> str | None:
    convention = case.get("convention") or {}
    interval = convention.get("interval", "[)")
    start, end = (date.fromisoformat(case[name]) for name in ("start", "end"))
    sign = 1 if start <= end or not convention.get("signed", True) else -1
    start, end = sorted((start, end))
    first = start if interval[0] == "[" else start + ONE_DAY
    last = end if interval[1] == "]" else end - ONE_DAY
    days = (first + ONE_DAY * n for n in range((last - first).days + 1))
    found = sign * sum(map(hours_for(case).is_business_day, days))
    return differs(found, case["expected"])


def open_periods(case: Case) -> str | None:
    """Walk from opening to opening: each period starts there, is open all through, and ends."""
    hours, now = hours_for(case), instant(case["start"])
    for pair in case["expected"]:
        opens, closes = map(instant, pair)
        found = (hours.next_opening(now), hours.business_time_between(opens, closes))
        if found != (opens, closes - opens) or hours.is_open(closes):
            return f"no period from {opens} to {closes}"
        now = closes
    return None


def local_to_instant(case: Case) -> str | None:
    day, clock = case["start"].split("T")
    hours, on = hours_for(case), date.fromisoformat(day)
    if clock == "24:00":
        return differs(hours.start_of_day(on + ONE_DAY), instant(case["expected"]))
    return differs(hours.at_wall_time(on, time.fromisoformat(clock)), instant(case["expected"]))


def is_open(case: Case) -> str | None:
    return differs(hours_for(case).is_open(instant(case["start"])), case["expected"])


def next_opening(case: Case) -> str | None:
    found = hours_for(case).next_opening(instant(case["start"]))
    return differs(found, instant(case["expected"]))


def is_working_day(case: Case) -> str | None:
    day = date.fromisoformat(case["start"])
    return differs(hours_for(case).is_business_day(day), case["expected"])


BUSINESS_OPERATIONS: dict[str, Callable[[Case], str | None]] = {
    "add_working_seconds": add_working_seconds,
    "add_working_days": add_working_days,
    "working_seconds_between": working_seconds_between,
    "working_days_between": working_days_between,
    "open_periods": open_periods,
    "local_to_instant": local_to_instant,
    "is_open": is_open,
    "next_open": next_opening,
    "next_opening": next_opening,
    "is_working_day": is_working_day,
}


class TestBusinessTime:
    """The conventions of business time (2.4), as nine other libraries test them."""

    def test_every_case(self, data_folder: Path) -> None:
        check_table(
            cases_of(data_folder, "business_time_cases"),
            left_out=BUSINESS_LEFT_OUT,
            category=business_category,
            failure=lambda case: BUSINESS_OPERATIONS[case["op"]](case),
        )


# --- Calendar arithmetic --------------------------------------------------------------------------

CALENDAR_LEFT_OUT: LeftOut = {
    "backwards": (8, "a delay is never negative"),
    "two kinds in one": (2, "one delay has one kind"),
}
ZONES = ("UTC", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Shanghai", "Europe/London")
OPEN_ON_MONDAYS = Week(monday=(Interval(time(9), time(17)),))


def net_delta(delta: dict[str, int]) -> tuple[int, int, timedelta]:
    months = delta.get("years", 0) * 12 + delta.get("months", 0)
    days = delta.get("weeks", 0) * 7 + delta.get("days", 0)
    clock = {unit: delta[unit] for unit in ("hours", "minutes", "seconds") if unit in delta}
    return months, days, timedelta(**clock)


def calendar_category(case: Case) -> str | None:
    months, days, clock = net_delta(case["delta"])
    if months < 0 or days < 0:
        return "backwards"
    return "two kinds in one" if clock and (months or days) else None


def add_span(case: Case) -> str | None:
    """A difference is a sum as well: the start and the delta give the other end."""
    months, days, clock = net_delta(case["delta"])
    delay: AnyDelay = Elapsed(clock) if clock else CalendarSpan(months=months, days=days)
    zones = (case["tz"],) if "tz" in case else ZONES
    found = {sum_in(zone, case["start"], delay) for zone in zones}
    return differs(found, {wall(case["expected"])})


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def sum_in(zone: str, start: str, delay: AnyDelay) -> datetime:
    """What the clocks of the zone show after the delay, counted from what they show at first."""
    hours = OpeningHours(Calendar(zone=zone, week=OPEN_ON_MONDAYS))
    begin = wall(start)
    added = hours.add(hours.at_wall_time(begin.date(), begin.time()), delay)
    return added.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


class TestCalendarArithmetic:
    """Same wall-clock time, end of month clipped (2.4), as date libraries test it."""

    def test_every_case(self, data_folder: Path) -> None:
        check_table(
            cases_of(data_folder, "calendar_cases"),
            left_out=CALENDAR_LEFT_OUT,
            category=calendar_category,
            failure=add_span,
        )


# --- Recurrence -----------------------------------------------------------------------------------

RECURRENCE_LEFT_OUT: LeftOut = {
    "chosen days": (15, "a delay repeats one span; it picks no weekdays, dates or months"),
}
SPANS = {
    "DAILY": CalendarSpan(days=1),
    "WEEKLY": CalendarSpan(days=7),
    "MONTHLY": CalendarSpan(months=1),
}


def recurrence_category(case: Case) -> str | None:
    rule = case.get("rule", "").upper()
    return "chosen days" if "BY" in rule or any(key.startswith("by") for key in case) else None


def repeat_span(case: Case) -> str | None:
    """Each occurrence is one span after the one before, as a weekly e-mail is planned."""
    rule = dict(part.split("=") for part in case.get("rule", "").split(";") if part)
    one, interval = SPANS[case.get("freq") or rule["FREQ"]], case.get("interval", 1)
    span = CalendarSpan(months=one.months * interval, days=one.days * interval)
    found = [wall(case["dtstart"])]
    while len(found) < len(case["expected"]):
        found.append(sum_in(case.get("tz", "UTC"), found[-1].isoformat(), span))
    return differs(found, [wall(text) for text in case["expected"]])


class TestRepeatedDelays:
    """One calendar week after the last, again and again (NSH-3)."""

    def test_every_case(self, data_folder: Path) -> None:
        check_table(
            cases_of(data_folder, "recurrence_cases"),
            left_out=RECURRENCE_LEFT_OUT,
            category=recurrence_category,
            failure=repeat_span,
        )


# --- Holidays -------------------------------------------------------------------------------------

HOLIDAY_LEFT_OUT: LeftOut = {
    "sources differ": (21, "shifted and bridging days, on which the two packages do not agree"),
}


def holiday_category(case: Case) -> str | None:
    agreed = case["is_holiday"] == case["holidays_0_109_says"]
    return None if agreed else "sources differ"


@cache
def pinned(place: str, year: int) -> tuple[date, ...]:
    country, _, subdivision = place.partition("-")
    calendar = Calendar.from_holidays(
        country,
        subdivision=subdivision or None,
        years=(year,),
        zone="UTC",
        week=OPEN_ON_MONDAYS,
    )
    return calendar.closed


def is_pinned(case: Case) -> str | None:
    day = date.fromisoformat(case["date"])
    return differs(day in pinned(case["calendar"], day.year), case["is_holiday"])


class TestPinnedHolidays:
    """Closed dates are taken from `holidays` when the calendar is built (2.4)."""

    def test_every_case(self, data_folder: Path) -> None:
        check_table(
            cases_of(data_folder, "holiday_cases"),
            left_out=HOLIDAY_LEFT_OUT,
            category=holiday_category,
            failure=is_pinned,
        )


def test_instants_of_the_tables_are_read_as_ours() -> None:
    assert instant("2010-08-04T09:35:00-04:00") == datetime(2010, 8, 4, 13, 35, tzinfo=UTC)

"""The yardstick: what the RSI ladder costs in straight-line Python, with nothing around it.

A fold over tuples of ints, by one function, that gives for chapter ATT under the preset RSI the
status, the next contact and the reason for loss that leadflow gives. No validation, no trace, no
warnings, no policy: the numbers stand in the text, as a person would write a script for one clinic.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Event = tuple[int, int, int, int, int]
"""Kind, instant (seconds since 1970), means, what came of it, call id; 0 where there is none."""
History = tuple[int, tuple[Event, ...]]
"""The instant at which the lead came in, and its events in order."""
Answer = tuple[int, int, int]
"""Status, next contact (seconds since 1970) and reason for loss; 0 where there is none."""

CALL_PLACED: Final = 1
RESPONSE_MARKED: Final = 2
EMAIL_SENT: Final = 3
FOLLOW_UP_SET: Final = 4
TEXT_SENT: Final = 5
CALL_ANSWERED: Final = 6
CONTACTED_MARKED: Final = 7
MARKED_DEAD: Final = 8
REASON_SET: Final = 9
REOPENED: Final = 10

BUTTON: Final = 1
"""The phone button or the e-mail button."""
VOIP: Final = 2
OTHER: Final = 3
PURPLE_CHAT: Final = 4

UNTOLD: Final = 0
CONNECTED: Final = 1
NO_RESPONSE: Final = 2

NEW: Final = 1
FOLLOW_UP: Final = 2
CONTACTED: Final = 3
DEAD: Final = 4

BEST_PRACTICES: Final = 1
"""Reasons that a person gives have the numbers from 2 on."""

HOUR: Final = 3_600
DAY: Final = 86_400
FOUR_HOURS: Final = 4 * HOUR
TWENTY_FOUR_HOURS: Final = 24 * HOUR


def _clock_changes(zone: ZoneInfo, first: int, last: int) -> tuple[tuple[int, ...], list[int]]:
    """From when on the clocks of a zone differ from UTC by how many seconds, to the hour."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    changes: list[tuple[int, int]] = []
    while at < end:
        away = at.astimezone(zone).utcoffset() or timedelta()
        seconds = int(away.total_seconds())
        if not changes or changes[-1][1] != seconds:
            changes.append((int(at.timestamp()), seconds))
        at += timedelta(hours=1)
    return tuple(since for since, _ in changes), [seconds for _, seconds in changes]


SINCE, AWAY = _clock_changes(ZoneInfo("America/Los_Angeles"), 2025, 2030)


def local_day(at: int) -> int:
    """The clinic-local day of an instant, counted from 1970."""
    return (at + AWAY[bisect_right(SINCE, at) - 1]) // DAY


def fold(history: History, now: int) -> Answer:  # noqa: C901 - straight-line is what it is for
    """The answer at `now`, which no event is later than."""
    first_call, events = history
    status = NEW
    attempts = exact = ladder = grace_ends = reason = given_reason = 0
    reached = exhausted = response_known = False
    last_call = last_call_id = closed_by = 0
    ladder_from = spoken_at = -1  # at which place a bare follow-up, and a conversation, came last
    placed: dict[int, tuple[int, bool]] = {}
    told: set[int] = set()
    spoken: set[int] = set()
    counted: set[int] = set()

    for place, (kind, at, via, what, call_id) in enumerate(events):
        first = -1  # at which place a call told again was first told of
        if grace_ends and grace_ends <= at and not exact:
            status, reason, exhausted = DEAD, BEST_PRACTICES, True
            ladder = first_call = grace_ends = 0

        if kind == CALL_PLACED:
            counts = status != DEAD and (via == BUTTON or (via == VOIP and what == CONNECTED))
            if call_id and call_id in placed:
                first, counting = placed[call_id]
                counts = counts and counting
            else:
                if call_id:
                    placed[call_id] = place, status != DEAD
                last_call, last_call_id, response_known = at, call_id, False
            if counts and call_id:
                if call_id in counted:
                    counts = False
                else:
                    counted.add(call_id)
            if counts:
                attempts += 1
            if first >= 0:
                old = call_id in (spoken if what == CONNECTED else told)
                if what == UNTOLD:
                    old = old or not counts or call_id in spoken
                elif what == NO_RESPONSE:
                    old = old and not counts
                if old:
                    continue
            if exact and exact <= at and (first < 0 or what == CONNECTED):
                exact = 0
            if what != UNTOLD:
                if last_call_id == call_id and (call_id or first < 0):
                    response_known = what == NO_RESPONSE
                if call_id:
                    known, other = (told, spoken) if what == NO_RESPONSE else (spoken, told)
                    known.add(call_id)
                    other.discard(call_id)
                if what == NO_RESPONSE and first >= 0 and spoken_at > first:
                    continue
            if what == UNTOLD:
                if counts:
                    reached = False
                    grace_ends = first_call = 0
                    if status == NEW:
                        status = FOLLOW_UP
                    if attempts > 2:
                        ladder, grace_ends = 0, at + FOUR_HOURS
                    elif not exact:
                        ladder, ladder_from = at + FOUR_HOURS, -1
                continue
        elif kind == EMAIL_SENT:
            if via == BUTTON:
                if exact and exact <= at:
                    exact = 0
                if status != DEAD:
                    attempts += 1
                    reached = False
                    grace_ends = first_call = 0
                    if status == NEW:
                        status = FOLLOW_UP
                    if attempts > 2:
                        ladder, grace_ends = 0, at + FOUR_HOURS
                    elif not exact:
                        ladder, ladder_from = at + FOUR_HOURS, -1
            continue
        elif kind == RESPONSE_MARKED:
            if last_call and local_day(last_call) == local_day(at):
                if response_known:
                    continue
                response_known = True
                if last_call_id:
                    told.add(last_call_id)
                    spoken.discard(last_call_id)
            if exact and exact <= at:
                exact = 0
        elif kind == FOLLOW_UP_SET:
            grace_ends = 0
            if what:
                exact = what
                ladder = first_call = 0
                if status == DEAD:
                    if not exhausted:
                        attempts, reached = 0, False
                    reason = given_reason = 0
                    exhausted = False
                    status = FOLLOW_UP
                elif status == NEW:
                    status = FOLLOW_UP
                continue
            if exact and exact <= at:
                exact = 0
            if status == DEAD:
                continue
            if attempts > 2:
                if not exact and not reached:
                    status, reason, exhausted = DEAD, BEST_PRACTICES, True
                    ladder = first_call = 0
                    continue
            elif not exact:
                ladder, ladder_from = at + FOUR_HOURS, place
            first_call = 0
            if status == NEW:
                status = FOLLOW_UP
            continue
        elif kind == TEXT_SENT:
            continue
        elif kind == CALL_ANSWERED:
            if call_id:
                if call_id in spoken:
                    continue
                spoken.add(call_id)
            if via == VOIP and status != DEAD and (not call_id or call_id not in counted):
                if call_id:
                    counted.add(call_id)
                attempts += 1
            if exact and exact <= at:
                exact = 0
            what = CONNECTED
        elif kind == CONTACTED_MARKED:
            if exact and exact <= at:
                exact = 0
            what = CONNECTED
        elif kind == MARKED_DEAD:
            status, reason, given_reason, exhausted = DEAD, 0, what, False
            closed_by = place
            exact = ladder = first_call = grace_ends = 0
            continue
        elif kind == REASON_SET:
            given_reason = what
            continue
        else:
            if status == DEAD:
                status, attempts, reached, exhausted = FOLLOW_UP, 0, False, False
                reason = given_reason = 0
                ladder, ladder_from = at, -1
            continue

        grace_ends = 0
        if what == CONNECTED:
            reached, spoken_at = True, place
            if status == DEAD:
                if first >= 0 and not exhausted and closed_by > first:
                    continue
                attempts, exhausted = 0, False
                reason = given_reason = 0
            status = CONTACTED
            first_call = 0
            if first < 0 or ladder_from <= first:
                ladder, ladder_from = 0, -1
        else:
            reached = False
            if status == DEAD:
                continue
            if not exact:
                if attempts > 2:
                    status, reason, exhausted = DEAD, BEST_PRACTICES, True
                    ladder = first_call = 0
                    continue
                ladder = at + (TWENTY_FOUR_HOURS if attempts == 2 else FOUR_HOURS)
                ladder_from = -1
            first_call = 0
            if status == NEW:
                status = FOLLOW_UP

    if grace_ends and grace_ends <= now and not exact:
        return DEAD, 0, given_reason or BEST_PRACTICES
    if status == DEAD:
        return DEAD, 0, given_reason or reason
    return status, exact or ladder or first_call, 0

"""Laws of the audit, on histories drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadflow import History, Policy
from leadflow.readers.audit import Breach, BreachKind, audit, audit_many
from leadflow.testing.laws.case import Case, cases
from random_histories import PRESETS

EXAMPLES = max(20, settings.get_profile(settings.get_current_profile_name()).max_examples // 20)
some = settings(max_examples=EXAMPLES)
under_every_preset = pytest.mark.parametrize("policy", PRESETS.values(), ids=PRESETS)

FAMILY = {
    BreachKind.FIRST_CALL_MISSING: BreachKind.FIRST_CALL_LATE,
    BreachKind.REMINDER_MISSING: BreachKind.REMINDER_LATE,
}
"""What was missing and is done at last becomes what was late."""


def lateness(breaches: Sequence[Breach]) -> dict[tuple[str, datetime], list[timedelta]]:
    """By what was due, and when: how late each was, least first."""
    found: dict[tuple[str, datetime], list[timedelta]] = {}
    for each in breaches:
        found.setdefault((FAMILY.get(each.kind, each.kind), each.due), []).append(each.late)
    return {what: sorted(late) for what, late in found.items()}


def is_missing(breach: Breach) -> bool:
    """Whether a breach is of something not done yet; of a note, it names the contact without."""
    return breach.event is None or breach.kind is BreachKind.NOTE_MISSING


@under_every_preset
class TestLaws:
    """What holds of the audit of any history, at any clock (QC; laws 1, 3, 5 and 15)."""

    @some
    @given(data=st.data())
    def test_only_events_up_to_the_clock_count(self, policy: Policy, data: st.DataObject) -> None:
        case = data.draw(cases(policy))
        whole = audit(case.history, now=case.now, policy=policy)
        assert audit(case.history.until(case.now), now=case.now, policy=policy) == whole

    @some
    @given(data=st.data())
    def test_what_was_late_stays_late_and_never_becomes_less_so(
        self, policy: Policy, data: st.DataObject
    ) -> None:
        case: Case = data.draw(cases(policy))
        first, second = sorted((case.now, case.later))
        before = lateness(audit(case.history, now=first, policy=policy))
        after = lateness(audit(case.history, now=second, policy=policy))
        for what, late in before.items():
            then = after.get(what, [])
            assert len(then) >= len(late)
            assert all(a <= b for a, b in zip(late, then[-len(late) :], strict=True))

    @some
    @given(data=st.data())
    def test_without_an_event_only_what_is_still_missing_grows(
        self, policy: Policy, data: st.DataObject
    ) -> None:
        case: Case = data.draw(cases(policy))
        first, second = sorted((case.now, case.later))
        past = case.history.until(first)
        before = {*audit(past, now=first, policy=policy)}
        after = {*audit(past, now=second, policy=policy)}
        assert all(map(is_missing, before ^ after))

    @some
    @given(data=st.data())
    def test_nothing_is_late_before_it_is_due(self, policy: Policy, data: st.DataObject) -> None:
        case: Case = data.draw(cases(policy))
        told = audit(case.history, now=case.now, policy=policy)
        for breach in told:
            assert timedelta() <= breach.late_business <= breach.late <= case.now - breach.due
            assert breach.event is None or case.history.events[breach.event].at <= case.now
        places = [(each.due, [*BreachKind].index(each.kind), each.event or -1) for each in told]
        assert places == sorted(places)

    @some
    @given(data=st.data())
    def test_reports_of_two_groups_add_up_to_that_of_both(
        self, policy: Policy, data: st.DataObject
    ) -> None:
        drawn: list[Case] = data.draw(st.lists(cases(policy), max_size=3))
        now = max((each.now for each in drawn), default=None)
        if now is None:
            return
        histories: list[History] = [each.history for each in drawn]
        place = data.draw(st.integers(0, len(histories)))
        one, two = histories[:place], histories[place:]
        both = audit_many(reversed(histories), now=now, policy=policy)
        added = audit_many(one, now=now, policy=policy) + audit_many(two, now=now, policy=policy)
        assert added == both

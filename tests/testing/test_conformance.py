"""The conformance kit: the engine conforms to itself, and planted faults are found and shrunk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    AnyEvent,
    Decision,
    Engine,
    History,
    Lead,
    Policy,
    read_history,
)
from leadflow import events as e
from leadflow.testing import conformance
from leadflow.testing.conformance import Answer, Difference, Start, check, stepping
from leadflow.vocabulary import EmailVia, Purpose, Status
from random_histories import SWITCHED_ON

ENOUGH = 500
"""Examples in which to look for a planted fault; the first that shows it ends the search."""
MICROSECOND = timedelta.resolution


@pytest.fixture(autouse=True)
def same_examples() -> Iterator[None]:
    """The examples of the profile `ci` under any other: a fault must be found, not with luck."""
    before = settings.get_current_profile_name()
    settings.load_profile("ci")
    yield
    settings.load_profile(before)


class Kept:
    """What the engine is, event by event: a folded state, and each event folded onto it."""

    policy = RSI
    engine = Engine(RSI)

    def __init_subclass__(cls) -> None:
        cls.engine = Engine(cls.policy)

    def __init__(self, lead: Lead) -> None:
        self.state = self.engine.fold(History(lead=lead), now=lead.created_at)

    def apply(self, event: AnyEvent) -> None:
        told = replace(self.state, history=self.state.history.with_event(event))
        self.state = self.engine.fold(told, now=event.at)

    def decision(self, now: datetime) -> Decision:
        return self.engine.decide(self.state, now=now)

    def tell(self, now: datetime) -> Answer:
        decision = self.decision(now)
        return decision.status, decision.next_contact_at


def kept_under(policy: Policy) -> type[Kept]:
    return type("KeptUnder", (Kept,), {"policy": policy})


def _rungs(policy: Policy) -> list[dict[str, Any]]:
    return [rung.model_dump(mode="json") for rung in policy.attempts.rungs]


class FollowsUpADayAfterTheSecondAttempt(Kept):
    """Four hours of the second attempt's bare follow-up made 24."""

    policy = RSI.revise(
        attempts={"rungs": [{**_rungs(RSI)[0]}, {**_rungs(RSI)[1], "unscheduled": "PT24H"},
                            _rungs(RSI)[2]]}
    )  # fmt: skip


class ForgetsAStopRequest(Kept):
    """A booking lifts the request not to be contacted."""

    policy = INCINTA

    def apply(self, event: AnyEvent) -> None:
        super().apply(event)
        if isinstance(event, e.AppointmentBooked):
            self.state._draft.do_not_contact = False


class FiresTimersAfterEvents(Kept):
    """A timer fires after, not before, an event at its instant."""

    def apply(self, event: AnyEvent) -> None:
        just_before = max(self.state.now, event.at - MICROSECOND)
        state = self.engine.fold(self.state, now=just_before)
        draft = state._draft.copy()
        self.state = replace(state, _draft=draft)
        for timer in [timer for timer, due in draft.timers.items() if due == event.at]:
            draft.timers[timer] += MICROSECOND
        super().apply(event)
        timers = self.state._draft.timers
        for timer in [timer for timer, due in timers.items() if due == event.at + MICROSECOND]:
            timers[timer] -= MICROSECOND


class NeverCallsBack(Kept):
    """A voicemail is noted, and never due."""

    def apply(self, event: AnyEvent) -> None:
        super().apply(event)
        self.state._draft.voicemail = None


class StaysDead(Kept):
    """A follow-up with an instant does not open a dead lead."""

    def apply(self, event: AnyEvent) -> None:
        dead = self.decision(event.at).status is Status.DEAD
        if not (dead and isinstance(event, e.FollowUpSet) and event.due is not None):
            super().apply(event)


class RemindsADayBefore(Kept):
    """The reminder comes one calendar day before the visit, were it a Sunday."""

    policy = INCINTA

    def tell(self, now: datetime) -> Answer:
        decision = self.decision(now)
        contact = decision.next_contact
        visit = self.state._draft.bookings.ahead(now)
        if contact is None or visit is None or contact.purpose is not Purpose.REMINDER:
            return super().tell(now)
        hours = self.state._draft.terms.hours
        day = hours.local_date(visit.starts_at) - timedelta(days=1)
        return decision.status, max(contact.at, hours.at_wall_time(day, time(9)))


class CountsTexts(Kept):
    """A text is an attempt like an e-mail."""

    def apply(self, event: AnyEvent) -> None:
        text = isinstance(event, e.TextSent)
        super().apply(e.EmailSent(at=event.at, via=EmailVia.EMAIL_BUTTON) if text else event)


class BreaksAPromise(Kept):
    """A follow-up without instant takes the place of one with an instant."""

    def apply(self, event: AnyEvent) -> None:
        super().apply(event)
        if isinstance(event, e.FollowUpSet) and event.due is None:
            self.state._draft.exact = None


class WaitsTooLongForAnOutcome(Kept):
    """The last attempt may be without outcome for a microsecond more than four hours."""

    policy = RSI.revise(attempts={"open_attempt_grace": "PT4H0.000001S"})


FAULTS: dict[str, tuple[type[Kept], Policy, int]] = {
    "FollowsUpADayAfterTheSecondAttempt": (FollowsUpADayAfterTheSecondAttempt, RSI, 2),
    "ForgetsAStopRequest": (ForgetsAStopRequest, INCINTA, 3),
    "FiresTimersAfterEvents": (FiresTimersAfterEvents, RSI, 4),
    "NeverCallsBack": (NeverCallsBack, RSI, 1),
    "StaysDead": (StaysDead, RSI, 2),
    "RemindsADayBefore": (RemindsADayBefore, INCINTA, 1),
    "CountsTexts": (CountsTexts, RSI, 1),
    "BreaksAPromise": (BreaksAPromise, RSI, 2),
    "WaitsTooLongForAnOutcome": (WaitsTooLongForAnOutcome, RSI, 3),
}
"""Each planted fault, the policy to check against, and how many events it takes to show it."""


def difference(start: Start, policy: Policy, **more: Any) -> Difference:
    """The difference that `check` finds."""
    with pytest.raises(Difference) as caught:
        check(start, policy=policy, max_examples=ENOUGH, **more)
    return caught.value


@cache
def found_in(fault: str) -> Difference:
    """The difference in a system of `FAULTS`."""
    system, policy, _most = FAULTS[fault]
    return difference(system, policy)


class TestTheEngineConforms:
    """Folded event by event, the engine decides what it decides from the whole history."""

    @pytest.mark.parametrize(
        "policy", [RSI, INCINTA, CLINIC, SWITCHED_ON], ids=lambda policy: policy.name
    )
    def test_it_does_not_differ_from_itself(self, policy: Policy) -> None:
        check(kept_under(policy), policy=policy, max_examples=40)


class TestAPlantedFaultIsFound:
    """What a system does otherwise is found, and told by a history of no event too many."""

    @pytest.mark.parametrize("fault", FAULTS)
    def test_by_the_shortest_history(self, fault: str) -> None:
        system, policy, most = FAULTS[fault]
        found = found_in(fault)
        assert len(found.history.events) <= most
        shown = system(found.history.lead)
        for event in found.history.events:
            shown.apply(event)
        engine_says = Engine(policy).decide(found.history, now=found.now)
        assert found.decision == engine_says
        assert shown.tell(found.now) != (engine_says.status, engine_says.next_contact_at)


class TestWhatADifferenceTells:
    """The history as JSON, the clock, both answers, and why the engine says what it says."""

    FAULT = "FollowsUpADayAfterTheSecondAttempt"

    def lines(self) -> list[str]:
        return str(found_in(self.FAULT)).split("\n")

    def test_the_clock(self) -> None:
        now = found_in(self.FAULT).now
        assert self.lines()[0] == f"the system and the engine differ at {now:%Y-%m-%dT%H:%M:%SZ}"

    def test_both_answers(self) -> None:
        now = found_in(self.FAULT).now
        theirs, ours = (now + timedelta(hours=hours) for hours in (24, 4))
        assert self.lines()[1:3] == [
            f"  the system: follow_up, next contact {theirs:%Y-%m-%dT%H:%M:%SZ}",
            f"  the engine: follow_up, next contact {ours:%Y-%m-%dT%H:%M:%SZ}",
        ]

    def test_the_policy(self) -> None:
        assert self.lines()[3] == f"  the policy: RSI 1 ({RSI.fingerprint})"

    def test_a_history_that_can_be_read(self) -> None:
        assert self.lines()[4] == "the shortest history that shows it (2 events):"
        assert read_history(self.lines()[5]) == found_in(self.FAULT).history

    def test_only_what_is_known_of_it(self) -> None:
        assert "null" not in self.lines()[5]

    def test_the_rule_and_the_value_behind_the_answer(self) -> None:
        reason = next(line for line in self.lines() if line.startswith("  next_contact: "))
        assert reason.startswith("  next_contact: ATT-11 (RSI")
        assert reason.endswith('attempts.rungs[1].unscheduled = "PT4H", event 1)')

    def test_that_nothing_is_due(self) -> None:
        dead = difference(StaysDead, RSI, events=[e.MarkedDead, e.FollowUpSet])
        assert "  the system: dead, no next contact" in str(dead)


class TestWhatASystemMayBe:
    """A class, or functions; it may know some events only; what it raises is a difference."""

    def test_pure_functions(self) -> None:
        def tell(history: History, now: datetime) -> Answer:
            decision = Kept.engine.decide(history, now=now)
            return decision.status.value, decision.next_contact_at

        system = stepping(
            lambda lead: History(lead=lead),
            step=lambda history, event: history.with_event(event),
            tell=tell,
        )
        check(system, policy=RSI, max_examples=10)

    def test_one_that_knows_two_types_of_events(self) -> None:
        found = difference(BreaksAPromise, RSI, events=(e.FollowUpSet, e.LeadAssigned))
        assert {type(each) for each in found.history.events} == {e.FollowUpSet}

    def test_one_that_is_right_in_the_events_it_knows(self) -> None:
        check(NeverCallsBack, policy=RSI, max_examples=10, events={e.CallPlaced, e.EmailSent})

    def test_one_that_raises(self) -> None:
        class Unfinished(Kept):
            def apply(self, event: AnyEvent) -> None:
                if isinstance(event, e.Reopened):
                    raise KeyError("reopened")
                super().apply(event)

        found = difference(Unfinished, RSI)
        assert found.told == "raised KeyError"
        assert [type(each) for each in found.history.events] == [e.Reopened]
        assert isinstance(found.__cause__, KeyError)

    def test_one_that_tells_time_without_a_zone(self) -> None:
        class Naive(Kept):
            def tell(self, now: datetime) -> Answer:
                status, contact_at = super().tell(now)
                return status, contact_at and contact_at.replace(tzinfo=None)

        found = difference(Naive, RSI)
        assert found.history.events == ()
        assert (
            found.told == f"new, next contact {found.now:%Y-%m-%d %H:%M:%S} (not an aware datetime)"
        )

    def test_one_that_tells_time_in_its_own_zone(self) -> None:
        class Local(Kept):
            def tell(self, now: datetime) -> Answer:
                status, contact_at = super().tell(now)
                zone = self.state._draft.terms.hours.zone
                return status, contact_at and contact_at.astimezone(zone)

        check(Local, policy=RSI, max_examples=10)

    @pytest.mark.parametrize("events", [[], [e.AnyEvent], [e.CallPlaced, str]])
    def test_events_that_are_none_are_refused(self, events: list[Any]) -> None:
        with pytest.raises(ValueError, match="types of events"):
            check(Kept, policy=RSI, events=events)


class TestTheExample:
    """What the documentation shows runs as it stands."""

    def test_a_system_that_knows_new_leads_only_is_told_so(self) -> None:
        assert conformance.__doc__ is not None
        (shown,) = re.findall(r"```python\n(.*?)```", conformance.__doc__, re.DOTALL)
        names: dict[str, Any] = {"our_crm": OurCrm()}
        exec(shown, names)
        with pytest.raises(Difference) as caught:
            names["test_our_system_decides_like_the_policy"]()
        assert len(caught.value.history.events) == 1


class OurCrm:
    """To which every lead is new, and due at once."""

    def create(self, lead_id: str, created_at: datetime) -> datetime:
        return created_at

    def record(self, row: datetime, kind: str, at: datetime) -> None:
        pass

    def status(self, row: datetime, now: datetime) -> str:
        return "new"

    def next_contact(self, row: datetime, now: datetime) -> datetime:
        return row


class TestTheOrderOfCalls:
    """A system is asked and told in the order of time, at instants no event has passed."""

    def test_time_never_goes_back(self) -> None:
        class Clocked(Kept):
            def __init__(self, lead: Lead) -> None:
                super().__init__(lead)
                self.last = lead.created_at

            def apply(self, event: AnyEvent) -> None:
                assert event.at >= self.last
                self.last = event.at
                super().apply(event)

            def tell(self, now: datetime) -> Answer:
                assert now >= self.last
                self.last = now
                return super().tell(now)

        check(Clocked, policy=RSI, max_examples=20)

    def test_as_many_examples_as_the_profile_says(self) -> None:
        with pytest.raises(Difference):
            check(StaysDead, policy=RSI)

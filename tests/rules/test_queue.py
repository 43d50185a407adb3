"""The queue as a whole: interruptions, comparisons, stale decisions, order: PRI-2, PRI-5, PRI-6."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clinic import (
    MICROSECOND,
    at,
    booked,
    call,
    dead,
    decided,
    follow_up,
    important,
    lead,
    no_show,
    reply,
    ring,
    unreachable,
    voicemail,
)
from leadflow import (
    INCINTA,
    RSI,
    Activity,
    Decision,
    Incoming,
    NotInQueue,
    Policy,
    StaleDecision,
    WorkKind,
    queue,
    should_interrupt,
    upcoming,
    why_before,
)
from leadflow.errors import InvalidInstant

NOW = "2026-11-13 10:00"
INBOUND, VOICEMAIL = WorkKind.INBOUND_CALL, WorkKind.VOICEMAIL
RINGING = Incoming(kind=INBOUND, lead_id="caller", at=at(NOW))
OUTBOUND_KINDS = [each for each in WorkKind if each is not INBOUND]


class TestPRI5Interrupt:
    """A call that comes in interrupts all other work, and nothing interrupts it.

    It does not where that very number was being dialled before it came in (PRI-5).
    """

    @pytest.mark.parametrize("busy_with", ["outbound", *OUTBOUND_KINDS])
    def test_comes_from_an_inbound_call(self, busy_with: Any) -> None:
        assert should_interrupt(RINGING, activity=Activity(kind=busy_with, lead_id="other"))

    @pytest.mark.parametrize("busy_with", ["outbound", VOICEMAIL, WorkKind.FOLLOW_UP])
    @pytest.mark.parametrize(
        ("since", "interrupts"),
        [
            (at(NOW) - timedelta(seconds=30), False),
            (at(NOW) - MICROSECOND, False),
            (at(NOW), True),
            (at(NOW) + MICROSECOND, True),
            (None, True),
        ],
    )
    def test_spares_whoever_was_already_dialling_that_number(
        self, busy_with: Any, since: datetime | None, interrupts: bool
    ) -> None:
        activity = Activity(kind=busy_with, lead_id="caller", dialling_since=since)
        assert should_interrupt(RINGING, activity=activity) is interrupts

    @pytest.mark.parametrize("lead_id", ["other", None])
    def test_does_not_spare_who_is_dialling_another_number(self, lead_id: str | None) -> None:
        before = at(NOW) - timedelta(seconds=30)
        activity = Activity(kind="outbound", lead_id=lead_id, dialling_since=before)
        assert should_interrupt(RINGING, activity=activity)

    @pytest.mark.parametrize("caller", ["caller", "other"])
    def test_never_comes_to_an_inbound_call(self, caller: str) -> None:
        assert not should_interrupt(RINGING, activity=Activity(kind=INBOUND, lead_id=caller))

    @pytest.mark.parametrize("kind", OUTBOUND_KINDS)
    @pytest.mark.parametrize("busy_with", ["outbound", *WorkKind])
    def test_comes_from_nothing_else(self, kind: WorkKind, busy_with: Any) -> None:
        incoming = Incoming(kind=kind, lead_id="caller", at=at(NOW))
        assert not should_interrupt(incoming, activity=Activity(kind=busy_with, lead_id="other"))

    def test_needs_something_to_interrupt(self) -> None:
        assert not should_interrupt(RINGING, activity=None)

    def test_compares_instants_not_the_faces_of_clocks(self) -> None:
        tokyo = timezone(timedelta(hours=9))
        dialling = (at(NOW) - MICROSECOND).astimezone(tokyo)
        activity = Activity(kind="outbound", lead_id="caller", dialling_since=dialling)
        assert not should_interrupt(RINGING, activity=activity)

    def test_refuses_instants_without_zone(self) -> None:
        naive = datetime(2026, 11, 13, 10)
        with pytest.raises(InvalidInstant):
            should_interrupt(
                Incoming(kind=INBOUND, lead_id="caller", at=naive),
                activity=Activity(kind="outbound", lead_id="caller", dialling_since=at(NOW)),
            )


def promised(
    lead_id: str,
    due: str = "2026-11-13 09:00",
    created: str = "2026-11-03 09:00",
    *,
    star: bool = False,
    policy: Policy = RSI,
) -> Decision:
    """A lead with a promised callback, important or not."""
    of = lead(lead_id=lead_id, created=created)
    mark = important("2026-11-03 10:00", flag=star)
    return decided(policy, mark, follow_up("2026-11-05 09:00", due), now=NOW, of=of)


def answering(lead_id: str, left: str = "2026-11-13 09:30") -> Decision:
    """A lead whose voicemail must be returned."""
    return decided(RSI, voicemail(left), now=NOW, of=lead(lead_id=lead_id))


class TestPRI6WhyBefore:
    """For any two leads in the queue it can be told why one comes before the other.

    `why_before` names the comparison that decides, and both values (PRI-6).
    """

    def test_no_decision_comes_before_itself(self) -> None:
        decision = decided(RSI, now=NOW)
        with pytest.raises(NotInQueue, match="ask the other way round"):
            why_before(decision, b=decision)

    @pytest.mark.parametrize(
        ("a", "b", "by", "values"),
        [
            (answering("z"), promised("y", star=True), "kind", ("voicemail", "follow_up")),
            (promised("z"), promised("y", "2026-11-13 12:00", star=True), "due", (True, False)),
            (
                promised("z", star=True),
                promised("y", "2026-11-06 09:00"),
                "important",
                (True, False),
            ),
            (
                promised("z", created="2026-11-04 09:00"),
                promised("y", "2026-11-13 09:00:00.000001"),
                "due_at",
                (at("2026-11-13 09:00"), at("2026-11-13 09:00:00.000001")),
            ),
            (
                promised("z"),
                promised("y", created="2026-11-03 09:00:00.000001"),
                "created_at",
                (at("2026-11-03 09:00"), at("2026-11-03 09:00:00.000001")),
            ),
            (promised("y"), promised("z"), "lead_id", ("y", "z")),
        ],
        ids=["kind", "due", "important", "due_at", "created_at", "lead_id"],
    )
    def test_names_the_comparison_and_both_values(
        self, a: Decision, b: Decision, by: str, values: tuple[Any, Any]
    ) -> None:
        assert why_before(a, b=b) == {"by": by, "a": values[0], "b": values[1]}

    def test_goes_by_the_tier_before_anything_is_due(self) -> None:
        waiting = decided(
            RSI, voicemail("2026-11-12 18:00"), now="2026-11-13 08:00", of=lead(lead_id="z")
        )
        ready = decided(
            RSI,
            follow_up("2026-11-05 09:00", "2026-11-13 07:00"),
            now="2026-11-13 08:00",
            of=lead(lead_id="y"),
        )
        assert why_before(waiting, b=ready)["by"] == "kind"

    def test_does_not_look_at_importance_outside_the_follow_ups(self) -> None:
        star = decided(
            RSI,
            voicemail("2026-11-13 09:31"),
            important("2026-11-13 09:40"),
            now=NOW,
            of=lead(lead_id="star"),
        )
        assert why_before(answering("plain", "2026-11-13 09:30"), b=star)["by"] == "due_at"

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            (promised("y", star=True), answering("z")),
            (promised("z"), promised("y")),
            (promised("y"), promised("z", star=True)),
        ],
    )
    def test_refuses_the_wrong_way_round(self, a: Decision, b: Decision) -> None:
        with pytest.raises(NotInQueue):
            why_before(a, b=b)

    @pytest.mark.parametrize("first", [True, False])
    def test_refuses_a_lead_without_next_contact(self, first: bool) -> None:
        gone = decided(RSI, dead("2026-11-04 09:00"), now=NOW, of=lead(lead_id="gone"))
        here = promised("here")
        a, b = (gone, here) if first else (here, gone)
        with pytest.raises(NotInQueue):
            why_before(a, b=b)

    def test_tells_the_same_after_a_json_round_trip(self) -> None:
        a, b = answering("z"), promised("y")
        again = why_before(Decision.from_json(a.to_json()), b=Decision.from_json(b.to_json()))
        assert again == why_before(a, b=b)


class TestPRI4StaleDecisions:
    """A decision is queued only while it holds: from its own clock until the instant at which it
    changes (PRI-4)."""

    LEFT = call("2026-11-03 09:10", "left_message")

    @pytest.mark.parametrize("listing", [queue, upcoming])
    @pytest.mark.parametrize(
        "now",
        [
            at("2026-11-03 09:11") - MICROSECOND,
            at("2026-11-03 13:10"),
            at("2026-11-03 13:10") + MICROSECOND,
        ],
    )
    def test_are_refused(self, listing: Any, now: datetime) -> None:
        decision = decided(RSI, self.LEFT, now="2026-11-03 09:11")
        with pytest.raises(StaleDecision):
            listing([decision], now=now)

    @pytest.mark.parametrize(
        "now",
        [
            at("2026-11-03 09:11"),
            at("2026-11-03 09:11") + MICROSECOND,
            at("2026-11-03 13:10") - MICROSECOND,
        ],
    )
    def test_are_taken_while_they_hold(self, now: datetime) -> None:
        decision = decided(RSI, self.LEFT, now="2026-11-03 09:11")
        assert (queue([decision], now=now), upcoming([decision], now=now)) == ((), (decision,))

    def test_are_none_of_leads_that_no_clock_changes(self) -> None:
        decision = decided(RSI, now="2026-11-03 09:05")
        assert queue([decision], now=at("2036-11-03 09:05")) == (decision,)

    def test_are_found_among_others(self) -> None:
        stale = decided(RSI, ring("2026-11-13 09:50"), now="2026-11-13 09:51")
        with pytest.raises(StaleDecision):
            queue([promised("a"), stale], now=at(NOW))

    @pytest.mark.parametrize("events", [(dead("2026-11-04 09:00"),), ()])
    def test_include_leads_without_next_contact_decided_later(self, events: Any) -> None:
        decision = decided(RSI, *events, now=NOW)
        with pytest.raises(StaleDecision):
            queue([decision], now=at(NOW) - MICROSECOND)

    def test_are_refused_after_a_json_round_trip_too(self) -> None:
        text = decided(RSI, self.LEFT, now="2026-11-03 09:11").to_json()
        with pytest.raises(StaleDecision):
            queue([Decision.from_json(text)], now=at("2026-11-03 13:10"))


# --- The order as a whole -------------------------------------------------------------------------

UPSIDE_DOWN = tuple(reversed(INCINTA.priority.order))
OTHER_ORDER = INCINTA.revise(name="other order", priority={"order": UPSIDE_DOWN})

HISTORIES: tuple[tuple[Any, ...], ...] = (
    (),
    (important("2026-11-05 09:00"),),
    (call("2026-11-05 09:00", "no_answer"),),
    (call("2026-11-13 09:00", "left_message"),),
    (follow_up("2026-11-05 09:00", "2026-11-13 09:00"),),
    (follow_up("2026-11-05 09:00", "2026-11-13 09:00"), important("2026-11-05 10:00")),
    (follow_up("2026-11-05 09:00", "2026-11-12 09:00"),),
    (follow_up("2026-11-05 09:00", "2026-11-13 11:00"), important("2026-11-05 10:00")),
    (voicemail("2026-11-13 09:00"),),
    (voicemail("2026-11-13 09:00"), important("2026-11-13 09:01")),
    (reply("2026-11-13 09:00"),),
    (ring("2026-11-13 09:58"),),
    (unreachable("2026-11-05 09:00"),),
    (unreachable("2026-10-13 09:00"), important("2026-11-05 09:00")),
    (booked("2026-11-05 09:00", "2026-11-16 10:00"),),
    (booked("2026-11-05 09:00", "2026-11-13 09:40"), no_show("2026-11-13 09:50")),
    (dead("2026-11-05 09:00"),),
)
CREATED = ("2026-10-01 09:00", "2026-10-01 09:00:00.000001", "2026-10-02 09:00")


LEAD_IDS = tuple("1 19 9 - -1 a aa ab a- a1 A AA B b bA b9B".split())
POLICIES_BY_NAME = {each.name: each for each in (RSI, INCINTA, OTHER_ORDER)}


@cache
def decided_once(name: str, place: int, lead_id: str, created: str) -> Decision:
    """The decision of one lead: what is drawn is which leads there are, and they recur."""
    of = lead(lead_id=lead_id, created=created)
    return decided(POLICIES_BY_NAME[name], *HISTORIES[place], now=NOW, of=of)


LEADS = st.tuples(
    st.integers(0, len(HISTORIES) - 1), st.sampled_from(LEAD_IDS), st.sampled_from(CREATED)
)
DESKS = st.builds(
    lambda name, told: [decided_once(name, *each) for each in told],
    st.sampled_from([*POLICIES_BY_NAME]),
    st.lists(LEADS, max_size=9, unique_by=itemgetter(1)),
)
"""The decisions of one clinic at one instant."""


def place_by_hand(decision: Decision) -> tuple[Any, ...]:
    """Where the rules put a lead, written down a second time from what its decision shows."""
    priority, contact = decision.priority, decision.next_contact
    assert priority is not None
    assert contact is not None
    starred = priority.kind == "follow_up" and priority.important
    return (
        POLICIES_BY_NAME[decision.policy.name].priority.order.index(priority.kind),
        0 if priority.due else 1,
        0 if starred else 1,
        contact.at,
        decision.created_at,
        decision.lead_id,
    )


class TestPRI2TotalOrder:
    """In which order the leads come in makes no difference (PRI-2, law 11)."""

    @given(desk=DESKS)
    def test_is_the_order_of_the_rules(self, desk: list[Decision]) -> None:
        ready = [each for each in desk if each.priority is not None and each.priority.due]
        expected = sorted(ready, key=place_by_hand)
        assert queue(desk, now=at(NOW)) == tuple(expected)

    @given(desk=DESKS, data=st.data())
    def test_does_not_depend_on_the_order_of_the_input(
        self, desk: list[Decision], data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(desk))
        assert queue(shuffled, now=at(NOW)) == queue(desk, now=at(NOW))
        assert upcoming(shuffled, now=at(NOW)) == upcoming(desk, now=at(NOW))

    @given(desk=DESKS)
    def test_has_each_lead_once_in_the_queue_or_upcoming_or_nowhere(
        self, desk: list[Decision]
    ) -> None:
        listed = (*queue(desk, now=at(NOW)), *upcoming(desk, now=at(NOW)))
        planned = [each.lead_id for each in desk if each.next_contact is not None]
        assert sorted(each.lead_id for each in listed) == sorted(planned)

    @given(desk=DESKS, data=st.data())
    def test_says_of_any_two_leads_which_comes_first(
        self, desk: list[Decision], data: st.DataObject
    ) -> None:
        planned = [each for each in desk if each.next_contact is not None]
        assume(len(planned) > 1)
        one, other, *_ = data.draw(st.permutations(planned))
        first, second = sorted((one, other), key=place_by_hand)
        told = why_before(first, b=second)
        assert told["a"] != told["b"]
        with pytest.raises(NotInQueue):
            why_before(second, b=first)

    @given(desk=DESKS)
    def test_is_the_same_after_a_json_round_trip(self, desk: list[Decision]) -> None:
        back = [Decision.from_json(each.to_json()) for each in desk]
        assert queue(back, now=at(NOW)) == queue(desk, now=at(NOW))
        assert upcoming(back, now=at(NOW)) == upcoming(desk, now=at(NOW))

    @given(desk=DESKS, data=st.data())
    def test_is_the_same_where_some_decisions_come_from_json(
        self, desk: list[Decision], data: st.DataObject
    ) -> None:
        mixed = [
            Decision.from_json(each.to_json()) if data.draw(st.booleans()) else each
            for each in desk
        ]
        assert queue(mixed, now=at(NOW)) == queue(desk, now=at(NOW))

"""The tiers of the work queue, the order inside them, what waits: PRI-1 to PRI-4."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest

from clinic import (
    MICROSECOND,
    at,
    attended,
    booked,
    call,
    contacted,
    dead,
    decided,
    email,
    follow_up,
    important,
    lead,
    no_show,
    reply,
    ring,
    rule_for,
    stop,
    unreachable,
    voicemail,
)
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Decision,
    Policy,
    queue,
    upcoming,
)
from leadflow.errors import InvalidInstant

NOW = "2026-11-13 10:00"
EARLY = "2026-10-01 09:00"

WORK: dict[str, tuple[Any, ...]] = {
    "long_term": (unreachable("2026-10-05 09:00"),),
    "follow_up": (follow_up("2026-11-03 09:10", "2026-11-04 09:00"),),
    "reminder": (booked("2026-11-12 10:00", "2026-11-16 10:00"),),
    "new_lead": (),
    "no_show_call": (booked("2026-11-12 10:00", "2026-11-13 09:40"), no_show("2026-11-13 09:50")),
    "voicemail": (voicemail("2026-11-13 09:55"),),
    "inbound_call": (ring("2026-11-13 09:58"),),
}
"""A history with work of each kind, due on Friday 2026-11-13 at ten; the last in order first."""

INCINTA_ORDER = tuple(reversed(WORK))
RSI_ORDER = ("inbound_call", "voicemail", "new_lead", "follow_up")


def work(policy: Policy, kind: str, *more: Any, lead_id: str | None = None) -> Decision:
    """A decision whose next contact is work of that kind."""
    of = lead(lead_id=lead_id or kind, created=EARLY)
    return decided(policy, *WORK[kind], *more, now=NOW, of=of)


def due_follow_up(
    lead_id: str, due: str = "2026-11-13 09:00", created: str = EARLY, marked: bool = False
) -> Decision:
    """A lead with a promised callback, important or not."""
    mark = (important("2026-11-04 09:00"),) if marked else ()
    of = lead(lead_id=lead_id, created=created)
    return decided(RSI, *mark, follow_up("2026-11-05 09:00", due), now=NOW, of=of)


def ids(decisions: tuple[Decision, ...]) -> list[str]:
    """Whose they are."""
    return [each.lead_id for each in decisions]


class TestPRI1Tiers:
    """The policy lists the kinds of work in the order in which they are done.

    Each purpose of a contact belongs to one kind; what the policy does not list is follow-up work
    (PRI-1).
    """

    @pytest.mark.parametrize(
        ("policy", "order"),
        [(RSI, RSI_ORDER), (INCINTA, INCINTA_ORDER), (CLINIC, INCINTA_ORDER)],
        ids=["RSI", "INCINTA", "CLINIC"],
    )
    def test_order_the_queue(self, policy: Policy, order: tuple[str, ...]) -> None:
        decisions = [work(policy, kind) for kind in WORK if kind in order]
        assert ids(queue(decisions, now=at(NOW))) == list(order)

    @pytest.mark.parametrize(
        ("policy", "order"),
        [(RSI, RSI_ORDER), (INCINTA, INCINTA_ORDER), (CLINIC, INCINTA_ORDER)],
        ids=["RSI", "INCINTA", "CLINIC"],
    )
    def test_are_those_of_the_sources(self, policy: Policy, order: tuple[str, ...]) -> None:
        assert policy.priority.order == order

    def test_are_the_policys_to_order(self) -> None:
        order = ("reminder", "follow_up", "voicemail", "inbound_call", "new_lead", "no_show_call")
        policy = INCINTA.revise(priority={"order": order})
        decisions = [work(policy, kind) for kind in order]
        assert ids(queue(reversed(decisions), now=at(NOW))) == list(order)

    @pytest.mark.parametrize("kind", INCINTA_ORDER)
    def test_are_told_by_priority_and_next_contact(self, kind: str) -> None:
        decision = work(INCINTA, kind)
        assert decision.priority is not None
        assert decision.next_contact is not None
        assert (decision.priority.kind, decision.next_contact.kind) == (kind, kind)

    @pytest.mark.parametrize(
        ("purpose", "events", "kind"),
        [
            ("answer_call", WORK["inbound_call"], "inbound_call"),
            ("return_voicemail", WORK["voicemail"], "voicemail"),
            ("first_call", WORK["new_lead"], "new_lead"),
            ("no_show_call", WORK["no_show_call"], "no_show_call"),
            ("reminder", WORK["reminder"], "reminder"),
            ("answer_reply", (reply("2026-11-13 09:00"),), "follow_up"),
            ("follow_up", WORK["follow_up"], "follow_up"),
            ("follow_up_email", (call("2026-11-13 09:00", "no_answer"),), "follow_up"),
            (
                "missed_appointment",
                (booked("2026-11-11 10:00", "2026-11-12 09:40"), no_show("2026-11-12 09:50")),
                "follow_up",
            ),
            (
                "reschedule",
                (
                    booked("2026-11-02 10:00", "2026-11-03 09:40"),
                    no_show("2026-11-03 09:50"),
                    email("2026-11-04 09:00"),
                ),
                "follow_up",
            ),
            (
                "final_attempt",
                tuple(call(f"2026-{day} 10:00", "no_answer") for day in
                      ("09-02", "09-09", "09-16", "09-23", "09-30")),
                "follow_up",
            ),
        ],
    )  # fmt: skip
    def test_have_each_purpose_in_one_of_them(
        self, purpose: str, events: tuple[Any, ...], kind: str
    ) -> None:
        of = lead(created="2026-09-01 09:00")
        contact = decided(INCINTA, *events, now=NOW, of=of).next_contact
        assert contact is not None
        assert (contact.purpose, contact.kind) == (purpose, kind)

    @pytest.mark.parametrize("kind", ["no_show_call", "reminder", "long_term", "voicemail"])
    def test_take_what_the_policy_does_not_list_as_follow_up(self, kind: str) -> None:
        policy = INCINTA.revise(priority={"order": ["inbound_call", "new_lead", "follow_up"]})
        decision = work(policy, kind)
        assert decision.priority is not None
        assert decision.next_contact is not None
        assert (decision.priority.kind, decision.next_contact.kind) == ("follow_up", "follow_up")

    def test_rank_what_is_not_listed_among_the_follow_ups(self) -> None:
        policy = INCINTA.revise(priority={"order": ["follow_up", "new_lead"]})
        decisions = [
            work(policy, "new_lead"),
            work(policy, "voicemail"),
            work(policy, "no_show_call"),
            work(policy, "follow_up"),
        ]
        expected = ["follow_up", "no_show_call", "voicemail", "new_lead"]
        assert ids(queue(decisions, now=at(NOW))) == expected

    def test_make_no_difference_between_patients_and_others(self) -> None:
        was_here = (
            booked("2026-10-05 09:00", "2026-10-06 09:00"),
            attended("2026-10-06 10:00"),
        )
        patient = decided(
            RSI,
            *was_here,
            voicemail("2026-11-13 09:31"),
            now=NOW,
            of=lead(lead_id="patient", created=EARLY),
        )
        first = decided(
            RSI, voicemail("2026-11-13 09:30"), now=NOW, of=lead(lead_id="first", created=EARLY)
        )
        last = decided(
            RSI, voicemail("2026-11-13 09:32"), now=NOW, of=lead(lead_id="last", created=EARLY)
        )
        found = queue([last, patient, first], now=at(NOW))
        assert ids(found) == ["first", "patient", "last"]

    def test_are_the_rule_behind_the_priority(self) -> None:
        decision = work(RSI, "voicemail")
        assert rule_for(decision, "priority") == "PRI-1"


class TestPRI2InsideATier:
    """Within one kind of work what is due comes first, then an important follow-up, then what is
    earlier.

    At last the lead created earlier, and the lower id, so that two leads never tie (PRI-2).
    """

    def test_puts_important_follow_ups_first(self) -> None:
        plain = due_follow_up("a", "2026-11-06 09:00")
        star = due_follow_up("b", "2026-11-13 09:00", created="2026-11-02 09:00", marked=True)
        assert ids(queue([plain, star], now=at(NOW))) == ["b", "a"]

    def test_orders_important_ones_by_when_they_are_due(self) -> None:
        late = due_follow_up("a", "2026-11-13 09:00", marked=True)
        soon = due_follow_up("b", "2026-11-12 09:00", marked=True)
        assert ids(queue([late, soon], now=at(NOW))) == ["b", "a"]

    @pytest.mark.parametrize("kind", [each for each in INCINTA_ORDER if each != "follow_up"])
    def test_ignores_importance_in_every_other_tier(self, kind: str) -> None:
        plain = work(INCINTA, kind, lead_id="a")
        star = work(INCINTA, kind, important("2026-11-13 09:59"), lead_id="b")
        assert ids(queue([star, plain], now=at(NOW))) == ["a", "b"]

    def test_puts_the_earlier_due_first_by_a_microsecond(self) -> None:
        late = due_follow_up("a", "2026-11-13 09:00:00.000001")
        soon = due_follow_up("b", "2026-11-13 09:00", created="2026-11-02 09:00")
        assert ids(queue([late, soon], now=at(NOW))) == ["b", "a"]

    def test_puts_the_earlier_created_first_by_a_microsecond(self) -> None:
        late = due_follow_up("a", created="2026-11-02 09:00:00.000001")
        soon = due_follow_up("b", created="2026-11-02 09:00")
        assert ids(queue([late, soon], now=at(NOW))) == ["b", "a"]

    def test_puts_the_lower_id_first(self) -> None:
        decisions = [due_follow_up(each) for each in ("lead-b", "lead-B", "lead-9", "lead-10")]
        expected = ["lead-10", "lead-9", "lead-B", "lead-b"]
        assert ids(queue(decisions, now=at(NOW))) == expected

    def test_orders_new_leads_by_their_age(self) -> None:
        late = decided(RSI, now=NOW, of=lead(lead_id="a", created="2026-11-13 09:01"))
        soon = decided(RSI, now=NOW, of=lead(lead_id="b", created="2026-11-13 09:00"))
        assert ids(queue([late, soon], now=at(NOW))) == ["b", "a"]


class TestPRI3Important:
    """An important lead is shown in green and stays with the kind of work that it is (PRI-3)."""

    @pytest.mark.parametrize(
        ("marks", "shown_in"),
        [
            ((), None),
            ((important("2026-11-13 09:59"),), "green"),
            ((important("2026-11-13 09:58"), important("2026-11-13 09:59", flag=False)), None),
            ((important("2026-11-13 09:59", flag=False),), None),
        ],
    )
    @pytest.mark.parametrize("kind", ["new_lead", "follow_up", "inbound_call"])
    def test_is_highlighted(self, kind: str, marks: tuple[Any, ...], shown_in: str | None) -> None:
        priority = work(RSI, kind, *marks).priority
        assert priority is not None
        assert (priority.highlight, priority.important) == (shown_in, shown_in is not None)

    def test_is_not_highlighted_where_the_policy_has_no_colour(self) -> None:
        policy = RSI.revise(priority={"highlight": None})
        priority = work(policy, "follow_up", important("2026-11-13 09:59")).priority
        assert priority is not None
        assert (priority.highlight, priority.important) == (None, True)

    @pytest.mark.parametrize("kind", INCINTA_ORDER)
    def test_stays_in_its_tier(self, kind: str) -> None:
        priority = work(INCINTA, kind, important("2026-11-13 09:59")).priority
        assert priority is not None
        assert priority.kind == kind

    @pytest.mark.parametrize(("higher", "lower"), list(pairwise(INCINTA_ORDER)))
    def test_passes_no_lead_of_a_higher_tier(self, higher: str, lower: str) -> None:
        star = work(INCINTA, lower, important("2026-11-13 09:59"))
        assert ids(queue([star, work(INCINTA, higher)], now=at(NOW))) == [higher, lower]


class TestPRI4NotDueYet:
    """Work that is not due yet is not in the queue but can be listed as upcoming (PRI-4)."""

    @pytest.mark.parametrize(
        ("now", "queued"),
        [
            (at("2026-11-13 12:00") - MICROSECOND, False),
            (at("2026-11-13 12:00"), True),
            (at("2026-11-13 12:00") + MICROSECOND, True),
        ],
    )
    def test_joins_the_queue_when_it_is_due(self, now: datetime, queued: bool) -> None:
        decision = decided(RSI, follow_up("2026-11-12 09:00", "2026-11-13 12:00"), now=now)
        assert queue([decision], now=now) == ((decision,) if queued else ())
        assert upcoming([decision], now=now) == (() if queued else (decision,))

    def test_is_listed_by_when_it_falls_due(self) -> None:
        voice = decided(RSI, voicemail("2026-11-12 18:00"), now="2026-11-13 08:00")
        later, sooner = (
            decided(
                RSI,
                follow_up("2026-11-12 09:00", due),
                now="2026-11-13 08:00",
                of=lead(lead_id=lead_id),
            )
            for lead_id, due in (("later", "2026-11-13 12:00"), ("sooner", "2026-11-13 08:30"))
        )
        found = upcoming([later, voice, sooner], now=at("2026-11-13 08:00"))
        assert ids(found) == ["sooner", "lead-1", "later"]

    @pytest.mark.parametrize(
        "events",
        [
            (contacted("2026-11-04 09:00"),),
            (dead("2026-11-04 09:00"),),
            (stop("2026-11-04 09:00"),),
        ],
        ids=lambda events: events[0].type,
    )
    def test_leaves_out_leads_without_next_contact(self, events: tuple[Any, ...]) -> None:
        decision = decided(RSI, *events, now=NOW)
        assert decision.priority is None
        assert queue([decision], now=at(NOW)) == upcoming([decision], now=at(NOW)) == ()

    def test_is_empty_without_leads(self) -> None:
        assert queue([], now=at(NOW)) == upcoming([], now=at(NOW)) == ()

    def test_takes_any_iterable_and_any_zone(self) -> None:
        decision = work(RSI, "new_lead")
        tokyo = at(NOW).astimezone(timezone(timedelta(hours=9)))
        assert queue(iter([decision]), now=tokyo) == (decision,)

    @pytest.mark.parametrize("listing", [queue, upcoming])
    def test_refuses_a_clock_without_zone(self, listing: Any) -> None:
        with pytest.raises(InvalidInstant):
            listing([work(RSI, "new_lead")], now=datetime(2026, 11, 13, 10))

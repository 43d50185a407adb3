"""Stories: what is simpler than a history, and which two leads show the order of a queue."""

from __future__ import annotations

from datetime import date, timedelta

from clinic import at, booked, call, history, lead, voicemail
from leadflow import INCINTA, RSI, History, Policy
from leadflow.readers.diff.asking import Side
from leadflow.readers.diff.hints import hints
from leadflow.readers.diff.queues import Jump, jump
from leadflow.readers.stories.simpler import Move, Run, simpler


def runs(told: History, *looks: str) -> list[Run]:
    """What is simpler than a history, with looks at the lead besides."""
    moves = [Move(event.at, event) for event in told.events]
    moves += [Move(at(look), None) for look in looks]
    return list(simpler(told.lead, moves))


class TestWhatIsSimpler:
    """Fewer moves, plainer ones, earlier ones; a lead of whom less is known."""

    def test_a_lead_of_whom_nothing_is_known_comes_before_one_with_a_fact_fewer(self) -> None:
        found = runs(history(of=lead(language="zh", pricing="local")))
        profiles = [(whose.profile.language, whose.profile.pricing) for whose, _moves in found]
        assert profiles == [(None, None), (None, "local"), ("zh", None)]

    def test_every_detail_of_an_event_is_left_untold(self) -> None:
        found = runs(history(call("2026-11-03 09:00", "no_answer", via="voip")))
        told = [moves[0].event for _lead, moves in found if moves and moves[0].event]
        details = [(getattr(each, "outcome", ""), getattr(each, "via", "")) for each in told]
        assert details == [("no_answer", "other"), (None, "voip")]

    def test_a_look_is_as_plain_as_can_be(self) -> None:
        found = runs(history(), "2026-11-03 09:00")
        assert [list(moves) for _lead, moves in found] == [[]]

    def test_what_comes_earlier_takes_the_instants_that_it_names_with_it(self) -> None:
        found = runs(history(booked("2026-11-03 10:00", "2026-11-05 10:00")), "2026-11-03 11:00")
        earlier = [moves for _lead, moves in found if len(moves) == 2 and moves[0].event][-4:]
        starts = [getattr(moves[0].event, "starts_at", None) for moves in earlier]
        assert starts == [
            at(f"2026-11-05 {clock}") for clock in ("09:00", "09:00", "10:00", "10:00")
        ]
        looks = [moves[1].at - at("2026-11-03 09:00") for moves in earlier]
        assert looks == [timedelta(hours=n) for n in (1, 2, 1, 1)]


def ordered(*order: str) -> Side:
    return Side(RSI.revise(priority={"order": list(order)}))


NEW_FIRST = ordered("inbound_call", "new_lead", "voicemail", "follow_up")
VOICEMAIL_FIRST = Side(RSI)


def two_leads(new: History, called: History, other: Side = NEW_FIRST) -> Jump | None:
    """Which leads show the order, of a new one and one that left a voicemail."""
    tried = [(each, VOICEMAIL_FIRST.answers(each)) for each in (new, called)]
    return jump(tried, VOICEMAIL_FIRST, other)


class TestTwoLeadsOfAQueue:
    """Two leads show an order where both are due at one instant and change places."""

    CALLED = history(voicemail("2026-11-03 12:00"), of=lead(created="2026-11-03 12:00"))

    def test_both_are_due(self) -> None:
        found = two_leads(history(), self.CALLED)
        assert found is not None
        assert found.now == at("2026-11-03 12:00")

    def test_one_is_done_before_the_other_comes_in(self) -> None:
        done = history(call("2026-11-03 09:10", "connected"))
        assert two_leads(done, self.CALLED) is None

    def test_kinds_of_work_that_are_due_in_one_order_under_both(self) -> None:
        without = ordered("inbound_call", "new_lead", "follow_up")
        tried = [(each, NEW_FIRST.answers(each)) for each in (history(), self.CALLED)]
        assert jump(tried, NEW_FIRST, without) is None


def visits(policy: Policy, other: Policy) -> set[date | None]:
    """The days on which the customers that a section points at agreed to come."""
    told = hints("routing", Side(policy), Side(other))
    return {each.lead.profile.agreed_visit_on for each in told} - {None}


class TestCustomers:
    """Where routing differs, customers come by the limit of either policy, and a day later."""

    def test_days_of_a_visit(self) -> None:
        other = INCINTA.revise(routing={"visit_within_days": 20})
        days = [14, 15, 20, 21]
        created_on = at("2026-11-03 09:00").date()
        assert visits(INCINTA, other) == {created_on + timedelta(days=n) for n in days}

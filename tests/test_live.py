"""A lead kept in memory decides what its history so far decides, event by event."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings

from clinic import at, booked, call, follow_up, history, important, known, lead
from leadflow import INCINTA, RSI, Engine, History
from leadflow.engine.decider import Decider
from leadflow.engine.live import LiveLead
from random_histories import PRESETS, histories


@pytest.mark.parametrize("name", PRESETS)
class TestOneByOne:
    """Batch = incremental (law 2), for a lead that is never folded anew."""

    @given(past=histories())
    @settings(max_examples=10)
    def test_each_instant_is_decided_as_anew(self, name: str, past: History) -> None:
        policy = PRESETS[name]
        engine, live = Engine(policy), LiveLead(Decider(policy), past.lead)
        happened: tuple[object, ...] = ()
        for instant, events in groupby(past.events, key=lambda each: each.at):
            at_once = tuple(events)
            live.take(*at_once)
            happened += at_once
            so_far = History.model_validate({"lead": past.lead, "events": happened})
            assert live.history == so_far
            decision = live.decide(instant)
            fresh = engine.decide(so_far, now=instant)
            assert (decision.status, decision.next_contact, decision.tasks) == (
                fresh.status,
                fresh.next_contact,
                fresh.tasks,
            )
        later = max(live.at, past.lead.created_at) + timedelta(days=40)
        assert live.decide(later).to_json() == engine.decide(past, now=later).to_json()


class TestKept:
    """A decision still says the same of contact, team and priority when the lead has gone on."""

    def test_what_is_learned_later_does_not_change_it(self) -> None:
        live, now = LiveLead(Decider(INCINTA), lead()), at("2026-11-03 09:05")
        decision = live.decide(now)
        live.take(important("2026-11-03 09:20"))
        live.take(known("2026-11-03 09:30", channels=["email"], chinese=True))
        anew = Engine(INCINTA).decide(history(), now=now)
        assert (decision.next_contact, decision.priority, decision.routing) == (
            anew.next_contact,
            anew.priority,
            anew.routing,
        )


class TestTime:
    """Time lets timers fire, each at its instant."""

    def live(self) -> LiveLead:
        return LiveLead(Decider(RSI), lead())

    def test_an_instant_at_which_something_happened_is_not_free(self) -> None:
        live = self.live()
        live.take(call("2026-11-03 09:10", "no_answer"))
        assert live.free_at(at("2026-11-03 09:10")) == at("2026-11-03 09:10:01")
        assert live.free_at(at("2026-11-03 09:11")) == at("2026-11-03 09:11")

    def test_nor_is_one_at_which_a_timer_fires(self) -> None:
        """The third attempt without outcome closes the lead after four hours of grace."""
        live = self.live()
        for when in ("2026-11-03 09:10", "2026-11-03 13:10", "2026-11-04 13:10"):
            live.take(call(when))
        assert live.free_at(at("2026-11-04 17:10")) == at("2026-11-04 17:10:01")
        assert live.decide(at("2026-11-04 17:11")).status == "dead"

    def test_what_would_be_decided_leaves_the_lead_as_it_was(self) -> None:
        live = self.live()
        live.take(call("2026-11-03 09:10", "connected"))
        before = live.decide(at("2026-11-03 09:11")).to_json()
        then = live.would_decide(follow_up("2026-11-03 09:11"))
        assert then.next_contact_at == at("2026-11-03 13:11")
        assert live.decide(at("2026-11-03 09:11")).to_json() == before

    def test_the_next_change_is_the_first_instant_worth_a_look(self) -> None:
        live = self.live()
        live.take(booked("2026-11-03 09:10", "2026-11-16 10:00"))
        decision = live.decide(at("2026-11-03 09:10"))
        assert live.next_change(decision) == at("2026-11-16 10:00")

    def test_it_knows_its_events(self) -> None:
        live = self.live()
        event = call("2026-11-03 09:10", "no_answer")
        live.take(event)
        assert [*live.events] == [event]
        assert live.history == history(event)
        assert live.draft.attempts == 1

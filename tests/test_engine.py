"""The engine: one path from history, clock and policy to a decision, however one walks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from clinic import (
    CREATED,
    MICROSECOND,
    at,
    booked,
    call,
    decided,
    follow_up,
    history,
    lead,
    next_of,
    reply,
    ring,
)
from leadflow import (
    CLINIC,
    INCINTA,
    RSI,
    Decision,
    Engine,
    ForeignState,
    History,
    InvalidInstant,
    Policy,
    RulebookError,
    decide,
)
from leadflow.engine.compile import compiled
from leadflow.events import AnyEvent
from leadflow.rulebook import RULEBOOK
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import Body, Rule
from leadflow.rulebook.terms import Terms
from leadflow.vocabulary import Status
from random_histories import CLOCKS, PRESETS, histories

ENGINES = {name: Engine(policy) for name, policy in PRESETS.items()}
every_preset = pytest.mark.parametrize("name", PRESETS)
NINE_FIVE = at("2026-11-03 09:05")


def said(decision: Decision, *but: str) -> dict[str, Any]:
    """All that a decision says, without the fields named."""
    return {name: value for name, value in decision.to_dict().items() if name not in but}


class TestDecide:
    """`decide` is `Engine.decide`: a function of history, clock and policy."""

    @every_preset
    @given(told=histories(), now=CLOCKS)
    def test_it_is_the_engine_s_answer(self, name: str, told: History, now: datetime) -> None:
        assert decide(told, now=now, policy=PRESETS[name]) == ENGINES[name].decide(told, now=now)

    def test_more_policies_than_are_kept(self) -> None:
        policies = [RSI.revise(name=f"clinic {number}") for number in range(12)]
        for policy in [*policies, *policies]:
            assert decide(history(), now=CREATED, policy=policy).policy.name == policy.name

    def test_the_policy_that_decided_is_told(self) -> None:
        told = decide(history(), now=CREATED, policy=INCINTA).policy
        assert (told.name, told.version) == ("INCINTA", "2.1")
        assert told.fingerprint == INCINTA.fingerprint == Engine(INCINTA).fingerprint

    def test_lead_creation_and_clock_are_told(self) -> None:
        decision = decide(history(of=lead(lead_id="x-7")), now=NINE_FIVE, policy=RSI)
        told = (decision.lead_id, decision.created_at, decision.now)
        assert told == ("x-7", CREATED, NINE_FIVE)

    def test_the_engine_tells_until_when_it_holds(self) -> None:
        assert Engine(INCINTA).valid_until(history(), now=NINE_FIVE) == at("2026-11-04 09:00")


class TestClock:
    """The clock is an aware datetime of any zone, in the years 1970 to 2199."""

    @pytest.mark.parametrize(
        "now",
        [
            datetime(2026, 11, 3, 9),
            date(2026, 11, 3),
            1_793_725_200,
            1.5e9,
            True,
            "2026-11-03T09:00:00Z",
            None,
            datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2200, 1, 1, tzinfo=UTC),
        ],
        ids=repr,
    )
    def test_anything_else_is_refused(self, now: Any) -> None:
        engine = Engine(RSI)
        asked = (engine.decide, engine.fold, engine.valid_until)
        for ask in asked:
            with pytest.raises(InvalidInstant):
                ask(history(), now=now)
        with pytest.raises(InvalidInstant):
            decide(history(), now=now, policy=RSI)

    @pytest.mark.parametrize("year", [1970, 2199])
    def test_the_first_and_the_last_year_will_do(self, year: int) -> None:
        now = datetime(year, 7, 1, tzinfo=UTC)
        assert Engine(RSI).decide(history(), now=now).now == now

    def test_its_zone_makes_no_difference(self) -> None:
        told = history(call("2026-11-03 09:10", "no_answer"))
        here = NINE_FIVE.astimezone(timezone(timedelta(hours=-8)))
        engine = Engine(CLINIC)
        assert engine.decide(told, now=here).to_json() == engine.decide(told, now=NINE_FIVE).to_json()

    def test_before_the_lead_came_in_it_is_new_and_not_due(self) -> None:
        decision = decided(RSI, now="2026-11-03 08:59")
        assert decision.status is Status.NEW
        assert next_of(decision) == ("first_call", "Tue 2026-11-03 09:00")
        assert decision.priority is not None
        assert not decision.priority.due
        assert decision.valid_until == CREATED


class TestLaterEvents:
    """Events after the clock are not looked at; those at its own instant are."""

    EVENT = call("2026-11-03 10:00", "left_message")

    def test_a_microsecond_before_its_instant_an_event_is_not_there(self) -> None:
        now = self.EVENT.at - MICROSECOND
        assert decided(RSI, self.EVENT, now=now) == decided(RSI, now=now)

    def test_at_its_instant_it_is(self) -> None:
        assert decided(RSI, self.EVENT, now=self.EVENT.at).attempts == 1

    @every_preset
    @given(told=histories(), now=CLOCKS)
    def test_only_events_up_to_the_clock_decide(
        self, name: str, told: History, now: datetime
    ) -> None:
        engine = ENGINES[name]
        assert engine.decide(told, now=now) == engine.decide(told.until(now), now=now)


class TestLeadState:
    """A folded state decides, at any instant, what a fresh fold decides there."""

    @every_preset
    @given(told=histories(), folded=CLOCKS, now=CLOCKS)
    def test_later_earlier_or_at_once(
        self, name: str, told: History, folded: datetime, now: datetime
    ) -> None:
        engine = ENGINES[name]
        state = engine.fold(told, now=folded)
        fresh = engine.decide(told, now=now)
        assert engine.decide(state, now=now) == fresh
        assert engine.decide(state, now=folded) == engine.decide(told, now=folded)
        assert engine.decide(engine.fold(state, now=now), now=now) == fresh
        assert engine.fold(state, now=now).fired == engine.fold(told, now=now).fired

    @every_preset
    @given(told=histories(6))
    def test_event_by_event(self, name: str, told: History) -> None:
        engine = ENGINES[name]
        grown = History(lead=told.lead)
        for event in told.events:
            grown = grown.with_event(event)
            assert engine.decide(grown, now=event.at) == engine.decide(
                told.until(event.at), now=event.at
            ) or (grown != told.until(event.at))
        assert grown == told

    def test_it_is_not_changed_by_asking(self) -> None:
        engine = Engine(RSI)
        told = history(*(call(f"2026-11-0{day} 09:10") for day in (3, 4, 5)))
        state = engine.fold(told, now=at("2026-11-05 09:10"))
        assert engine.decide(state, now=at("2026-11-05 13:10")).status is Status.DEAD
        assert engine.decide(state, now=state.now).status is Status.FOLLOW_UP
        assert "follow_up" in repr(state)

    def test_it_remembers_history_clock_and_policy(self) -> None:
        told = history(call("2026-11-03 10:00"))
        state = Engine(RSI).fold(told, now=NINE_FIVE.astimezone(timezone(timedelta(hours=9))))
        assert state.history == told
        assert (state.now, state.now.tzinfo) == (NINE_FIVE, UTC)
        assert state.fingerprint == RSI.fingerprint

    def test_it_tells_which_rules_fired(self) -> None:
        told = history(call("2026-11-03 09:10", "no_answer"))
        fired = Engine(RSI).fold(told, now=told.events[0].at).fired
        assert fired[0] == ("PRI-7", "new_lead", None)
        assert {("ATT-1", 0), ("ATT-7", 0), ("ATT-13", 0)} <= {(rule, n) for rule, _, n in fired}

    @pytest.mark.parametrize("name", ["history", "now", "fingerprint", "_draft"])
    def test_it_is_frozen(self, name: str) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        with pytest.raises(AttributeError):
            setattr(state, name, None)
        with pytest.raises(AttributeError):
            delattr(state, name)
        assert state.now == NINE_FIVE

    def test_another_policy_s_state_is_refused(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        engine = Engine(INCINTA)
        asked = (engine.decide, engine.fold, engine.valid_until)
        for ask in asked:
            with pytest.raises(ForeignState):
                ask(state, now=NINE_FIVE)

    def test_a_revised_policy_is_another(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        with pytest.raises(ForeignState):
            Engine(RSI.revise(name="ours")).decide(state, now=NINE_FIVE)

    def test_the_same_policy_in_another_engine_is_not_foreign(self) -> None:
        state = Engine(RSI).fold(history(), now=NINE_FIVE)
        twin = Policy.model_validate_json(RSI.model_dump_json())
        assert Engine(twin).decide(state, now=NINE_FIVE) == decided(RSI, now=NINE_FIVE)


THREE_TRIES = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "left_message"),
    call("2026-11-04 13:30"),
)
GRACE_ENDS = at("2026-11-04 17:30")


def reason_of(decision: Decision, output: str) -> tuple[int | None, datetime]:
    """Event and instant behind an output."""
    return next((each.event, each.at) for each in decision.because if each.output == output)


def timers_fired(policy: Policy, *events: AnyEvent, now: datetime) -> list[str]:
    """The rules that fired for timers, each once, in order."""
    state = Engine(policy).fold(history(*events), now=now)
    rules = [rule for rule, name, event in state.fired if event is None and name != "new_lead"]
    return list(dict.fromkeys(rules))


class TestTimers:
    """A timer is an event of its own, which fires at its due instant."""

    def test_a_microsecond_before_it_is_due_it_has_not_fired(self) -> None:
        decision = decided(RSI, *THREE_TRIES, now=GRACE_ENDS - MICROSECOND)
        assert decision.status is Status.FOLLOW_UP

    def test_at_the_clock_s_own_instant_it_has(self) -> None:
        decision = decided(RSI, *THREE_TRIES, now=GRACE_ENDS)
        assert decision.status is Status.DEAD
        assert reason_of(decision, "status") == (None, GRACE_ENDS)

    def test_it_fires_between_events(self) -> None:
        late = call("2026-11-05 09:00", "no_answer")
        decision = decided(RSI, *THREE_TRIES, late, now=late.at)
        assert reason_of(decision, "status") == (None, GRACE_ENDS)
        assert [each.code for each in decision.warnings] == ["outreach_on_closed_lead"]

    def test_it_fires_before_an_event_at_its_instant(self) -> None:
        late = call("2026-11-04 17:30", "no_answer")
        decision = decided(RSI, *THREE_TRIES, late, now=GRACE_ENDS)
        assert reason_of(decision, "status") == (None, GRACE_ENDS)
        assert [each.code for each in decision.warnings] == ["outreach_on_closed_lead"]

    def test_an_event_a_microsecond_earlier_comes_first(self) -> None:
        early = replace(call("2026-11-04 17:30", "no_answer"), at=GRACE_ENDS - MICROSECOND)
        decision = decided(RSI, *THREE_TRIES, early, now=GRACE_ENDS)
        assert reason_of(decision, "status") == (3, early.at)
        assert decision.warnings == ()


PROMISED = (
    call("2026-11-03 09:10", "left_message"),
    call("2026-11-03 13:15", "left_message"),
    follow_up("2026-11-03 13:20", "2026-11-04 15:00"),
    call("2026-11-04 09:00"),  # attempt 3, its outcome open until 13:00, while 15:00 is promised
)


class TestWaitingTimers:
    """A timer that waits for an exact follow-up fires right after the event that releases it."""

    def test_it_waits_while_the_follow_up_stands(self) -> None:
        decision = decided(RSI, *PROMISED, now="2026-11-04 13:00")
        assert decision.status is Status.FOLLOW_UP
        assert next_of(decision) == ("follow_up", "Wed 2026-11-04 15:00")

    def test_it_waits_on_when_the_follow_up_has_come(self) -> None:
        assert decided(RSI, *PROMISED, now="2026-11-09 09:00").status is Status.FOLLOW_UP

    def test_it_fires_at_the_instant_of_the_event_that_releases_it(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, now=uncounted.at)
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "best_practices")
        assert reason_of(decision, "status") == (None, uncounted.at)

    def test_not_before_that_event(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, now=uncounted.at - MICROSECOND)
        assert decision.status is Status.FOLLOW_UP

    def test_it_is_there_when_the_next_event_of_that_instant_is_read(self) -> None:
        uncounted = call("2026-11-05 10:00", via="other")
        again = call("2026-11-05 10:00", via="other")
        decision = decided(RSI, *PROMISED, uncounted, again, now=again.at)
        assert [(each.code, each.event) for each in decision.warnings] == [
            ("outreach_on_closed_lead", 5)
        ]

    def test_one_that_is_not_overdue_keeps_its_instant(self) -> None:
        early = call("2026-11-04 12:00", via="other")
        promised = (*PROMISED[:2], follow_up("2026-11-03 13:20", "2026-11-04 11:00"), PROMISED[3])
        told = (*promised, early)
        assert decided(RSI, *told, now=at("2026-11-04 13:00") - MICROSECOND).status == "follow_up"
        assert decided(RSI, *told, now="2026-11-04 13:00").status is Status.DEAD

    def test_silence_waits_too(self) -> None:
        missed = booked("2026-11-04 09:00", "2026-11-10 10:00")
        told = (
            missed,
            replace(call("2026-11-10 10:10", "no_answer"), via="other"),
            *_no_show_and_promise(),
        )
        assert decided(INCINTA, *told, now="2027-03-10 12:00").status is Status.NO_SHOW
        used = call("2027-03-10 12:00", "no_answer")
        decision = decided(INCINTA, *told, used, now=used.at)
        assert (decision.status, decision.reason_for_loss) == (Status.DEAD, "no_response")
        assert reason_of(decision, "status") == (None, used.at)


def _no_show_and_promise() -> tuple[AnyEvent, ...]:
    from clinic import no_show

    return (no_show("2026-11-10 10:20"), follow_up("2026-11-11 09:00", "2027-03-01 09:00"))


class TestTimersOfOneInstant:
    """Timers of one instant fire in the order of the specification's rules."""

    def test_att_9_before_com_7(self) -> None:
        ringing = ring("2026-11-04 17:25")
        decision = decided(RSI, *THREE_TRIES, ringing, now=GRACE_ENDS)
        assert timers_fired(RSI, *THREE_TRIES, ringing, now=GRACE_ENDS)[:1] == ["ATT-9"]
        assert decision.next_contact is None

    def test_com_7_before_apt_8(self) -> None:
        policy = INCINTA.revise(appointments={"assume_no_show_after": "PT20M"})
        told = (booked("2026-11-04 09:00", "2026-11-10 10:00"), ring("2026-11-10 10:15"))
        fired = timers_fired(policy, *told, now=at("2026-11-10 10:20"))
        assert fired.index("COM-7") < fired.index("APT-8")

    def test_com_7_before_nsh_4(self) -> None:
        from clinic import no_show

        told = (
            booked("2026-11-04 09:00", "2026-11-10 10:00"),
            no_show("2026-11-10 10:20"),
            ring("2027-02-10 09:55"),
        )
        fired = timers_fired(INCINTA, *told, now=at("2027-02-10 10:00"))
        assert fired.index("COM-7") < fired.index("NSH-4")

    def test_com_7_before_unr_1(self) -> None:
        told = (
            *(call(f"2026-11-{day:02} 09:10", "no_answer") for day in (3, 4, 5, 6, 7)),
            ring("2027-01-03 09:05"),
        )
        fired = timers_fired(INCINTA, *told, now=at("2027-01-03 09:10"))
        assert fired.index("COM-7") < fired.index("UNR-1")


class TestValidUntil:
    """A decision tells until when it holds if nothing happens."""

    TRIED = call("2026-11-03 09:10", "left_message")
    BOOKED = booked("2026-11-10 10:00", "2026-11-16 10:00")

    @pytest.mark.parametrize(
        ("policy", "events", "now", "until"),
        [
            (RSI, (), "2026-11-03 08:00", "2026-11-03 09:00"),
            (RSI, (), "2026-11-03 09:00", None),
            (INCINTA, (), "2026-11-03 09:00", "2026-11-04 09:00"),
            (INCINTA, (), "2026-11-04 09:00", None),
            (RSI, (TRIED,), "2026-11-03 09:11", "2026-11-03 13:10"),
            (RSI, (TRIED,), "2026-11-03 13:10", None),
            (RSI, THREE_TRIES, "2026-11-04 13:31", "2026-11-04 17:30"),
            (RSI, (TRIED, ring("2026-11-03 09:20")), "2026-11-03 09:20", "2026-11-03 09:25"),
            (INCINTA, (BOOKED,), "2026-11-10 10:00", "2026-11-13 09:00"),
            (INCINTA, (BOOKED,), "2026-11-13 09:00", "2026-11-13 17:00"),
            (INCINTA, (BOOKED,), "2026-11-13 17:00", "2026-11-16 10:00"),
            (INCINTA, (BOOKED,), "2026-11-16 10:00", None),
            (RSI, (BOOKED,), "2026-11-10 10:00", None),
            (RSI, (reply("2026-11-03 09:20"),), "2026-11-03 09:20", None),
        ],
    )
    def test_what_ends_it(
        self, policy: Policy, events: tuple[AnyEvent, ...], now: str, until: str | None
    ) -> None:
        valid_until = decided(policy, *events, now=now).valid_until
        assert valid_until == (None if until is None else at(until))

    def test_a_missed_appointment_step_by_step(self) -> None:
        from clinic import no_show

        told = (booked("2026-11-10 10:00", "2026-11-16 10:00"), no_show("2026-11-16 10:20"))
        ends: list[datetime | None] = [at("2026-11-16 10:20")]
        while ends[-1] is not None:
            ends.append(decided(INCINTA, *told, now=ends[-1]).valid_until)
        assert ends[1:] == [
            at("2026-11-16 10:30"),  # the deadline of the call
            at("2026-11-17 00:00"),  # its day is over
            at("2026-11-17 09:00"),  # the e-mail is due
            at("2027-02-16 10:00"),  # three months of silence
            None,
        ]

    def test_a_later_event_does_not_show_in_it(self) -> None:
        later = follow_up("2026-11-03 10:00", "2026-11-03 11:00")
        with_later = decided(RSI, self.TRIED, later, now="2026-11-03 09:11")
        assert with_later.valid_until == at("2026-11-03 13:10")

    @every_preset
    @given(told=histories(), now=CLOCKS, share=CLOCKS)
    def test_the_same_until_then_and_another_from_then_on(
        self, name: str, told: History, now: datetime, share: datetime
    ) -> None:
        engine, told = ENGINES[name], told.until(now)
        decision = engine.decide(told, now=now)
        until = decision.valid_until
        assert until is None or until > now
        for instant in (now + MICROSECOND, now + (share - CREATED)):
            if until is None or instant < until:
                assert said(engine.decide(told, now=instant), "now") == said(decision, "now")
        if until is None:
            return
        last = engine.decide(told, now=until - MICROSECOND)
        assert said(last, "now") == said(decision, "now")
        apart = ("now", "valid_until")
        first = engine.decide(told, now=until)
        assert said(first, *apart) != said(decision, *apart)

    @every_preset
    @given(told=histories(), now=CLOCKS)
    def test_it_comes_to_an_end(self, name: str, told: History, now: datetime) -> None:
        engine, told = ENGINES[name], told.until(now)
        end: datetime | None = now
        for _ in range(20):
            if end is None:
                return
            end = engine.valid_until(told, now=end)
        assert end is None


def _one(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


def _two(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


def _three(lead: Draft, event: Any, terms: Terms) -> bool:
    return True


ON, WHEN = (Occasion.CONTACTED,), (Status.NEW,)


def rule(body: Body, *sets: str, **more: Any) -> Rule:
    """A rule of a test, on one occasion in one status."""
    return Rule("TST-1", body, **{"on": ON, "when": WHEN, "sets": sets, **more})


class TestCompiled:
    """Heads that contradict each other are found when an engine is built."""

    def test_two_rules_that_set_one_field_and_say_nothing_of_it(self) -> None:
        with pytest.raises(RulebookError, match=r"_one and _two both set \['important'\]"):
            compiled([rule(_one, "important"), rule(_two, "important")])

    @pytest.mark.parametrize(
        "saying",
        [
            {"overrides": (_one,)},
            {"yields_to": (_one,)},
            {"after": (_one,)},
            {"before": (_one,)},
            {"final": True},
            {"on": (Occasion.REPLY,)},
            {"when": (Status.DEAD,)},
        ],
        ids=lambda saying: next(iter(saying)),
    )
    def test_unless_they_do(self, saying: dict[str, Any]) -> None:
        assert compiled([rule(_one, "important"), rule(_two, "important", **saying)])

    def test_two_rules_that_set_different_fields(self) -> None:
        assert compiled([rule(_one, "important"), rule(_two, "team")])

    def test_a_field_that_no_draft_has(self) -> None:
        with pytest.raises(RulebookError, match="no_such_field"):
            compiled([rule(_one, "no_such_field")])

    @pytest.mark.parametrize("way", ["after", "before", "overrides", "yields_to"])
    def test_a_circle_of_two(self, way: str) -> None:
        heads = [rule(_one, "team", **{way: (_two,)}), rule(_two, "team", **{way: (_one,)})]
        with pytest.raises(RulebookError, match="after the other"):
            compiled(heads)

    def test_a_circle_of_three(self) -> None:
        heads = [
            rule(_one, after=(_two,)),
            rule(_two, after=(_three,)),
            rule(_three, after=(_one,)),
        ]
        with pytest.raises(RulebookError, match="after the other"):
            compiled(heads)

    def test_a_rule_that_is_not_there_is_no_contradiction(self) -> None:
        assert compiled([rule(_one, "team", after=(_two,), overrides=(_three,))])

    def test_the_rulebook_itself_does_not_contradict_itself(self) -> None:
        assert compiled(RULEBOOK)

"""The smallest change of the recorded facts after which the answer would have been another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    CREATED,
    at,
    booked,
    call,
    dead,
    email,
    follow_up,
    history,
    known,
    lead,
    reply,
    text,
)
from leadflow import CLINIC, INCINTA, RSI, AnyEvent, Engine, Policy, decide
from leadflow import events as e
from leadflow.errors import InvalidOutcome
from leadflow.readers.whynot import (
    Counterfactual,
    Counterfactuals,
    EditKind,
    counterfactual,
    counterfactuals,
)
from leadflow.testing.strategies import clocks_near, histories
from leadflow.vocabulary import CallOutcome, EmailVia, ReasonForLoss

KINDS = tuple(EditKind)


def looked_for(
    outcome: str | None, *events: AnyEvent, now: str, policy: Policy = RSI, **more: Any
) -> Counterfactuals:
    """The changes that bring an outcome about."""
    return counterfactuals(history(*events, **more), now=at(now), policy=policy, outcome=outcome)


def of_kind(answer: Counterfactuals, kind: EditKind) -> list[Counterfactual]:
    """The changes of one kind."""
    return [each for each in answer.found if each.kind is kind]


TWO_TRIES = call("2026-11-03 09:10", "left_message"), call("2026-11-03 13:15", "no_answer")
DEAD = *TWO_TRIES, call("2026-11-04 13:30", "left_message")


class TestKnownOnesAreFound:
    """What the specification says would have made the difference is among them."""

    def test_a_third_call_without_response_would_have_ended_the_lead(self) -> None:
        """ATT-9."""
        added = of_kind(looked_for("dead", *TWO_TRIES, now="2026-11-04 12:00"), EditKind.ADDED)
        calls = [each.told for each in added if isinstance(each.told, e.CallPlaced)]
        assert CallOutcome.NO_ANSWER in [each.outcome for each in calls]

    def test_had_one_call_connected_the_lead_would_be_contacted(self) -> None:
        """COM-1: the last of three."""
        answer = looked_for("contacted", *DEAD, now="2026-11-04 14:00")
        told = [(each.index, each.value) for each in of_kind(answer, EditKind.RETOLD)]
        assert (2, CallOutcome.CONNECTED) in told

    @pytest.mark.parametrize("reason", ReasonForLoss)
    def test_a_person_may_have_given_any_reason(self, reason: ReasonForLoss) -> None:
        """ATT-10: whatever reason is asked after, to be marked as dead for it is one way."""
        added = of_kind(looked_for(reason, *TWO_TRIES, now="2026-11-04 12:00"), EditKind.ADDED)
        assert "marked_dead" in {each.event for each in added}

    def test_a_call_that_rings_would_have_been_due(self) -> None:
        """COM-7, of a lead whose next contact is still to come."""
        added = of_kind(
            looked_for("queued", TWO_TRIES[0], now="2026-11-03 09:11", policy=CLINIC),
            EditKind.ADDED,
        )
        assert any(isinstance(each.told, e.CallReceived) for each in added)

    def test_without_any_of_three_calls_the_lead_would_not_be_dead(self) -> None:
        """ATT-9: each of them is an attempt; the last that is left decides."""
        answer = looked_for("follow_up", *DEAD, now="2026-11-04 14:00")
        assert {each.index for each in of_kind(answer, EditKind.REMOVED)} == {0, 1, 2}

    def test_an_event_that_came_later_would_not_have_counted_yet(self) -> None:
        """A reply after the first call, instead of before it, ends its mail round."""
        answer = looked_for(
            "mail_contacted",
            call("2026-11-03 09:10", "no_answer"),
            reply("2026-11-03 09:12"),
            email("2026-11-03 09:15"),
            now="2026-11-03 10:00",
            policy=INCINTA,
        )
        moved = {each.index: each.to_at for each in of_kind(answer, EditKind.MOVED)}
        assert moved[1] == at("2026-11-03 09:10")
        assert 1 in {each.index for each in of_kind(answer, EditKind.REMOVED)}

    def test_a_first_attempt_two_months_before_would_have_met_the_criteria(self) -> None:
        """UNR-1, off the final attempt: moved just so far that the months are complete at now."""
        policy = INCINTA.revise(unreachable={"final_attempt_required": False, "attempts": 2})
        tries = call("2026-11-03 10:00", "no_answer"), call("2026-12-08 10:00", "no_answer")
        of = lead(created="2026-08-03 09:00")
        answer = looked_for("unreachable", *tries, now="2026-12-09 09:00", policy=policy, of=of)
        (moved,) = (each for each in of_kind(answer, EditKind.MOVED) if each.index == 0)
        assert moved.to_at == at("2026-10-09 09:00")
        assert moved.words == (
            "if the call placed, no response (no answer) of 2026-11-03 10:00"
            " had come 25 d 2 h earlier, 2026-10-09 09:00"
        )

    def test_one_fact_known_would_have_routed_the_lead(self) -> None:
        """RTE-3a: all but the number known, and that the customer is Chinese."""
        answer = looked_for("china", now="2026-11-03 10:00", policy=INCINTA, of=lead(chinese=True))
        facts = [(each.fact, each.value) for each in of_kind(answer, EditKind.FACT)]
        assert ("calling_code", "86") in facts
        assert ("special_needs", frozenset({"egg_donation"})) in facts
        assert answer.found[0].kind is EditKind.FACT

    def test_a_visit_agreed_by_now_would_have_left_the_lead_here(self) -> None:
        """RTE-4: a date within the 14 days."""
        of = lead(
            chinese=True, calling_code="1", visit_barriers=[], special_needs=[], pricing="local",
            referral_fee=False,
        )  # fmt: skip
        answer = looked_for("local_chinese", now="2026-11-03 10:00", policy=INCINTA, of=of)
        (visit,) = of_kind(answer, EditKind.FACT)
        assert visit.words == "if agreed visit on had been 2026-11-03, known by now"

    def test_a_fact_that_was_told_otherwise_comes_after_those_not_known(self) -> None:
        """The smaller change first."""
        answer = looked_for(
            "local",
            known("2026-11-03 09:30", chinese=True),
            now="2026-11-03 10:00",
            policy=INCINTA,
        )
        facts = [(each.fact, each.value) for each in of_kind(answer, EditKind.FACT)]
        assert facts == [("chinese", False)]

    def test_a_channel_that_was_missing_from_the_start_is_one_too(self) -> None:
        """COM-5: without e-mail the call alone completes the round."""
        answer = looked_for(
            "mail_contacted",
            call("2026-11-03 09:10", "no_answer"),
            now="2026-11-03 10:00",
            policy=INCINTA,
        )
        (fact,) = of_kind(answer, EditKind.FACT)
        assert (fact.fact, fact.value, fact.from_at, fact.to_at) == (
            "channels", frozenset({"phone"}), None, None,
        )  # fmt: skip
        assert fact.words == "if channels had been phone, known from the start"

    def test_a_text_more_or_less_makes_no_difference_to_rsi(self) -> None:
        """Law 9."""
        told = text("2026-11-03 09:30")
        answer = looked_for(None, *TWO_TRIES[:1], told, now="2026-11-03 10:00")
        removed = [each.event for each in of_kind(answer, EditKind.REMOVED)]
        assert removed == ["call_placed"]

    def test_appointments_that_were_told_may_have_come_to_something(self) -> None:
        """APT-7: attended, under its own id."""
        answer = looked_for(
            "visited", booked("2026-11-03 09:30", "2026-11-03 11:00"), now="2026-11-03 12:00"
        )
        (added,) = of_kind(answer, EditKind.ADDED)
        assert isinstance(added.told, e.AppointmentAttended)
        assert added.told.appointment_id == "a1"


class TestTheySayWhatWasTried:
    """Nothing is claimed beyond what was looked at."""

    def test_where_none_does_it_it_says_so(self) -> None:
        """Nothing leads back to new but that the call had not been, so ask for more than that."""
        answer = looked_for("local_chinese", now="2026-11-03 10:00", policy=INCINTA)
        assert (answer.found, answer.complete) == ((), True)
        assert "No single change of those tried does it" in str(answer)
        assert answer.tried > 0

    def test_an_outcome_that_holds_needs_no_change(self) -> None:
        """And none is tried."""
        answer = looked_for("new", now="2026-11-03 10:00")
        assert (answer.found, answer.tried) == ((), 0)

    def test_without_an_outcome_any_other_answer_counts(self) -> None:
        """Status, team or next contact."""
        answer = looked_for(None, now="2026-11-03 10:00", policy=INCINTA)
        before = decide(history(), now=at("2026-11-03 10:00"), policy=INCINTA)
        assert all(
            (each.decision.status, each.decision.routing.team, each.decision.next_contact)
            != (before.status, before.routing.team, before.next_contact)
            for each in answer.found
        )
        assert "What would have changed the answer" in answer.to_text()

    def test_most_of_each_kind_are_tried_and_it_says_that_there_are_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A bound that is reached."""
        monkeypatch.setattr(counterfactual, "MOST", 3)
        answer = looked_for("local_chinese", now="2026-11-03 10:00", policy=INCINTA)
        assert (answer.tried, answer.most, answer.complete) == (6, 3, False)
        assert "at most 3 of each kind; not all there are" in str(answer)

    def test_of_a_long_history_only_the_last_events_are_changed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Those before stay as they are."""
        monkeypatch.setattr(counterfactual, "LATEST", 2)
        answer = looked_for("follow_up", *DEAD, now="2026-11-04 14:00")
        assert {each.index for each in of_kind(answer, EditKind.REMOVED)} == {1, 2}
        assert not answer.complete

    def test_work_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """By the events that have to be folded."""
        monkeypatch.setattr(counterfactual, "WORK", 5)
        answer = looked_for("follow_up", *DEAD, now="2026-11-04 14:00")
        assert answer.tried == len(KINDS)

    def test_what_is_no_outcome_is_refused(self) -> None:
        """As in `why_not`."""
        with pytest.raises(InvalidOutcome):
            looked_for("nothing", now="2026-11-03 10:00")

    def test_an_id_that_is_taken_is_not_booked_again(self) -> None:
        """A booking that is added is another appointment."""
        taken = booked("2026-11-03 09:30", "2026-11-03 11:00", "another")
        cancelled = e.AppointmentCancelled(at=at("2026-11-03 09:40"), appointment_id="another")
        answer = looked_for("scheduled", taken, cancelled, now="2026-11-03 10:00")
        ids = {getattr(each.told, "appointment_id", None) for each in of_kind(answer, KINDS[3])}
        assert "another-" in ids


class TestTheyShowThemselves:
    """Rows and pages."""

    def test_rows_are_flat_values_of_json(self) -> None:
        """One for each change."""
        answer = looked_for(None, *DEAD, now="2026-11-04 14:00", policy=CLINIC)
        rows = answer.rows()
        assert [row["change"] for row in rows] == [each.words for each in answer.found]
        assert {type(row["value"]) for row in rows} == {str, type(None)}
        assert "email, phone, text" not in {row["value"] for row in rows}

    @pytest.mark.parametrize(
        "words",
        [
            "had come a moment later",
            "there had been: call placed, connected",
            "there had been: follow-up set with an instant (2026-11-05 14:00)",
            "there had been: appointment booked (2026-11-06 14:00)",
            "there had been: marked as dead (availability)",
            "there had been: transferred to a team (china)",
            "had had the way voip",
        ],
    )
    def test_words_tell_what_would_have_been(self, words: str) -> None:
        """With what tells one such event from another, and nothing twice."""
        answer = looked_for(None, *DEAD, now="2026-11-04 14:00", policy=CLINIC)
        assert any(each.words.partition(words)[1] for each in answer.found)
        assert not any("(connected)" in each.words for each in answer.found)

    def test_a_reason_of_the_clinics_own_stays_in_its_field(self) -> None:
        """Words have no code of theirs (law 15)."""
        own = dead("2026-11-03 09:30", "moved_to_mars")
        answer = looked_for(None, own, now="2026-11-03 10:00")
        assert any("marked as dead of" in each.words for each in answer.found)
        assert not any("mars" in each.words for each in answer.found)

    def test_a_page_shows_each_change_with_what_would_follow(self) -> None:
        """In every form; ids of the clinic are escaped."""
        of = lead(lead_id="<i>")
        answer = looked_for(None, follow_up("2026-11-03 09:30"), now="2026-11-03 10:00", of=of)
        words = "if the follow-up set without an instant of 2026-11-03 09:30 had not been"
        assert words in answer.to_markdown().replace("\\", "")
        assert "<i>" not in answer.to_html()


class TestEveryChangeDoesIt:
    """Each change, made and decided anew, brings the outcome about; as it was, it did not hold."""

    @given(
        policy=st.sampled_from((RSI, INCINTA, CLINIC)),
        outcome=st.sampled_from(("dead", "unreachable", "mail_contacted", "china", "queued", None)),
        data=st.data(),
    )
    @settings(max_examples=6)
    def test_on_drawn_histories(
        self, policy: Policy, outcome: str | None, data: st.DataObject
    ) -> None:
        """Nothing is listed twice, and the order is that of the kinds."""
        whole = data.draw(histories(policy, max_events=5))
        now = data.draw(clocks_near(whole, policy=policy))
        engine = Engine(policy)
        before = engine.decide(whole, now=now)
        answer = counterfactuals(whole, now=now, policy=policy, outcome=outcome)
        for each in answer.found:
            after = engine.decide(each.history, now=now)
            assert after == each.decision
            assert says(after, outcome) != says(before, outcome)
            assert outcome is None or says(after, outcome) == outcome
        places = [KINDS.index(each.kind) for each in answer.found]
        assert places == sorted(places)
        changes = [
            (each.kind, each.index, repr(each.told), each.fact, each.value) for each in answer.found
        ]
        assert len(set(changes)) == len(changes)

    def test_shorter_moves_come_first(self) -> None:
        """And each is no longer than it has to be: a microsecond less would not do."""
        answer = looked_for(None, *DEAD, now="2026-11-04 14:00")
        lengths = [
            abs(each.to_at - each.from_at)
            for each in of_kind(answer, EditKind.MOVED)
            if each.to_at and each.from_at
        ]
        assert lengths == sorted(lengths)

    def test_a_long_history_is_answered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Four hundred events, of which every kind of change is tried."""
        monkeypatch.setattr(counterfactual, "WORK", 20_000)
        many = [
            e.EmailSent(at=CREATED + timedelta(hours=5 * place), via=EmailVia.EMAIL_BUTTON)
            for place in range(400)
        ]
        answer = counterfactuals(
            history(*many), now=many[-1].at, policy=INCINTA, outcome="local_chinese"
        )
        assert answer.tried > len(KINDS)


def says(decision: Any, outcome: str | None) -> Any:
    """What a decision says in the place of the outcome."""
    if outcome is None:
        return decision.status, decision.routing.team, decision.next_contact
    if outcome == "queued":
        return "queued" if decision.priority and decision.priority.due else None
    return decision.routing.team if outcome == "china" else decision.status

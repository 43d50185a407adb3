"""`preview`: what each button does, before it is pressed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import (
    at,
    booked,
    call,
    dead,
    email,
    follow_up,
    history,
    important,
    invalid,
    lead,
    marked_scheduled,
    no_show,
    office_transfer,
    ring,
    shown,
    stop,
    team_transfer,
)
from lawfulness import generated_policies
from leadflow import INCINTA, RSI, AnyEvent, Engine, Policy, decide
from leadflow import events as e
from leadflow.errors import InvalidInstant, InvalidReason, UnknownOption
from leadflow.readers.buttons import ONLY_TOLD
from leadflow.readers.differences import differences
from leadflow.readers.dispositions import NOT_APPLICABLE
from leadflow.readers.preview import Option, Preview, preview
from leadflow.vocabulary import TaskKind
from walked import drawn

TWO_CALLS = (call("2026-11-03 09:10", "left_message"), call("2026-11-03 13:15"))
BOOKED = booked("2026-11-03 09:30", "2026-11-16 10:00")
ALWAYS = (
    "call_connected",
    "call_left_message",
    "call_no_answer",
    "call_outcome_open",
    "left_message",
    "no_answer",
    "contacted",
    "follow_up_at",
    "follow_up",
    "email",
    "text",
    "scheduled",
    "booked",
    "dead",
    "reason_for_loss",
    "invalid",
    "unreachable",
    "office_transfer",
    "important",
    "service_declined",
    "stop_requested",
)
"""What can be recorded of an open lead under a policy without routing, in order."""


def setup_module() -> None:
    """Draw the policies once, before the tests that draw histories for them."""
    generated_policies()


def looked(
    *events: AnyEvent,
    now: str = "2026-11-04 09:05",
    policy: Policy = RSI,
    of: Any = None,
    **given: Any,
) -> Preview:
    """The preview of the usual lead, or of the one given."""
    return preview(history(*events, of=of), now=at(now), policy=policy, **given)


def outcome(option: Option) -> tuple[str, str | None, str | None]:
    """Status, time of the next contact and reason for loss, as the tables of the sources say."""
    decision = option.decision
    return decision.status.value, shown(decision.next_contact_at), decision.reason_for_loss


class TestWorkedExamples:
    """What the buttons do to the leads of the worked examples of the specification."""

    @pytest.mark.parametrize(
        ("name", "then"),
        [
            ("call_left_message", ("follow_up", "Tue 2026-11-03 13:10", None)),
            ("call_no_answer", ("follow_up", "Tue 2026-11-03 13:10", None)),
            ("email", ("follow_up", "Tue 2026-11-03 13:10", None)),
            ("follow_up", ("follow_up", "Tue 2026-11-03 13:10", None)),
            ("contacted", ("contacted", None, None)),
            ("call_connected", ("contacted", None, None)),
            ("text", ("new", "Tue 2026-11-03 09:00", None)),
            ("booked", ("scheduled", None, None)),
            ("scheduled", ("scheduled", None, None)),
            ("dead", ("dead", None, "no_longer_interested")),
            ("invalid", ("invalid", None, None)),
            ("office_transfer", ("office_transfer", None, None)),
            ("service_declined", ("dead", None, "no_longer_interested")),
            ("stop_requested", ("dead", None, "stop_contact")),
        ],
    )
    def test_a_new_lead_of_rsi(self, name: str, then: tuple[str, str | None, str | None]) -> None:
        assert outcome(looked(now="2026-11-03 09:10")[name]) == then

    @pytest.mark.parametrize(
        ("name", "then"),
        [
            ("left_message", ("follow_up", "Wed 2026-11-04 13:20", None)),
            ("no_answer", ("follow_up", "Wed 2026-11-04 13:20", None)),
            ("follow_up", ("follow_up", "Tue 2026-11-03 17:20", None)),
            ("follow_up_at", ("follow_up", "Fri 2026-11-06 15:00", None)),
            ("call_left_message", ("dead", None, "best_practices")),
            ("call_no_answer", ("dead", None, "best_practices")),
        ],
    )
    def test_after_the_second_call(
        self, name: str, then: tuple[str, str | None, str | None]
    ) -> None:
        found = looked(*TWO_CALLS, now="2026-11-03 13:20", follow_up_at=at("2026-11-06 15:00"))
        assert outcome(found[name]) == then

    def test_an_email_after_an_unreached_call_completes_the_mail_round(self) -> None:
        tried = call("2026-11-03 09:10", "no_answer")
        found = looked(tried, now="2026-11-03 09:15", policy=INCINTA)
        assert outcome(found["email"]) == ("mail_contacted", "Tue 2026-11-10 09:15", None)

    def test_a_call_after_a_no_show_leads_to_the_email_of_the_next_day(self) -> None:
        missed = no_show("2026-11-16 10:20")
        found = looked(BOOKED, missed, now="2026-11-16 10:25", policy=INCINTA)
        assert outcome(found["call_no_answer"]) == ("no_show", "Tue 2026-11-17 09:00", None)

    def test_a_moved_appointment_has_its_own_reminder(self) -> None:
        found = looked(BOOKED, policy=INCINTA, starts_at=at("2026-11-18 10:00"))
        assert outcome(found["moved:a1"]) == ("scheduled", "Tue 2026-11-17 09:00", None)

    def test_a_cancelled_one_leaves_the_next_contact_to_a_person(self) -> None:
        assert outcome(looked(BOOKED, policy=INCINTA)["cancelled:a1"]) == ("contacted", None, None)

    def test_an_attended_one_is_a_visit(self) -> None:
        assert outcome(looked(BOOKED, policy=INCINTA)["attended:a1"]) == ("visited", None, None)

    def test_a_reminder_that_was_given_is_no_contact_any_more(self) -> None:
        assert outcome(looked(BOOKED, policy=INCINTA)["reminder_given:a1"])[:2] == (
            "scheduled",
            None,
        )


class TestLaws:
    """Each option is the decision on the history with its event appended."""

    @settings(max_examples=6)
    @given(data=st.data())
    def test_its_decision_is_that_with_the_event(self, data: st.DataObject) -> None:
        policy, whose, now = drawn(data)
        engine, past = Engine(policy), whose.until(now)
        for each in preview(whose, now=now, policy=policy).options:
            then = engine.decide(past.with_event(each.event), now=now)
            assert each.decision.to_json() == then.to_json()

    @settings(max_examples=8)
    @given(data=st.data())
    def test_its_changes_are_the_differences_from_the_decision_now(
        self, data: st.DataObject
    ) -> None:
        policy, whose, now = drawn(data)
        found = preview(whose, now=now, policy=policy)
        before = decide(whose, now=now, policy=policy)
        assert found.decision.to_json() == before.to_json()
        for each in found.options:
            assert each.changes == differences(before, each.decision)

    @settings(max_examples=10)
    @given(data=st.data())
    def test_no_new_warning_is_hidden(self, data: st.DataObject) -> None:
        policy, whose, now = drawn(data)
        found = preview(whose, now=now, policy=policy)
        for each in found.options:
            new = [one for one in each.decision.warnings if one not in found.decision.warnings]
            assert [*each.new_warnings] == new

    @settings(max_examples=10)
    @given(data=st.data())
    def test_every_event_is_at_the_clock_and_every_name_is_there_once(
        self, data: st.DataObject
    ) -> None:
        policy, whose, now = drawn(data)
        found = preview(whose, now=now, policy=policy)
        assert {each.event.at for each in found} == {now}
        assert len({*found.names}) == len(found)

    @settings(max_examples=5)
    @given(data=st.data())
    def test_every_preview_can_be_shown(self, data: st.DataObject) -> None:
        policy, whose, now = drawn(data)
        found = preview(whose, now=now, policy=policy)
        assert len(found.rows()) == len(found)
        assert found.decision.lead_id in found.to_text()

    @settings(max_examples=5)
    @given(data=st.data())
    def test_what_happens_later_is_not_looked_at(self, data: st.DataObject) -> None:
        policy, whose, now = drawn(data)
        later, past = (
            preview(each, now=now, policy=policy).rows() for each in (whose, whose.until(now))
        )
        assert later == past


class TestWhatIsOffered:
    """What a person could record now; what has no sense is left out, what looks wrong says so."""

    def test_of_an_open_lead_without_routing(self) -> None:
        assert looked().names == (*ALWAYS,)

    def test_events_are_of_the_buttons_that_count(self) -> None:
        found = looked()
        assert found["call_no_answer"].event == call("2026-11-04 09:05", "no_answer")
        assert found["email"].event == email("2026-11-04 09:05")

    @pytest.mark.parametrize(
        ("channels", "missing"),
        [
            ({"email", "text"}, {*ALWAYS[:6]}),
            ({"phone", "text"}, {"email"}),
            ({"phone", "email"}, {"text"}),
        ],
    )
    def test_a_channel_that_the_lead_does_not_have_is_not(
        self, channels: set[str], missing: set[str]
    ) -> None:
        assert {*ALWAYS} - {*looked(of=lead(channels=channels)).names} == missing

    @pytest.mark.parametrize(
        ("events", "there", "gone"),
        [
            ((), "important", "not_important"),
            ((important("2026-11-03 10:00"),), "not_important", "important"),
            ((), "stop_requested", "contact_permitted"),
            ((stop("2026-11-03 10:00"),), "contact_permitted", "stop_requested"),
            ((marked_scheduled("2026-11-03 10:00"),), "booked", "scheduled"),
            ((invalid("2026-11-03 10:00"),), "reopened", "invalid"),
            ((office_transfer("2026-11-03 10:00"),), "reopened", "office_transfer"),
            ((dead("2026-11-03 10:00"),), "reopened", "unreachable"),
            ((), "unreachable", "reopened"),
            ((ring("2026-11-04 09:03"),), "call_answered", "reopened"),
            ((), "contacted", "call_answered"),
        ],
    )
    def test_what_has_sense_now_is_and_its_opposite_is_not(
        self, events: tuple[AnyEvent, ...], there: str, gone: str
    ) -> None:
        found = looked(*events)
        assert (there in found, gone in found) == (True, False)

    @pytest.mark.parametrize(
        ("events", "teams"),
        [
            ((), ["transferred_to_china", "transferred_to_local"]),
            ((team_transfer("2026-11-03 10:00"),), ["transferred_to_local"]),
            ((team_transfer("2026-11-03 10:00", "local"),), ["transferred_to_china"]),
        ],
    )
    def test_a_transfer_is_where_the_policy_routes(
        self, events: tuple[AnyEvent, ...], teams: list[str]
    ) -> None:
        names = looked(*events, policy=INCINTA).names
        assert [each for each in names if each.startswith("transferred")] == teams

    def test_a_ringing_call_is_answered_or_missed_as_that_call(self) -> None:
        rang = ring("2026-11-04 09:03", call_id="c1")
        found = looked(rang)
        assert found.names[:2] == ("call_answered", "call_missed")
        answered = found["call_answered"].event
        assert answered == ring("2026-11-04 09:05", True, call_id="c1")

    def test_each_open_appointment_has_its_own(self) -> None:
        other = booked("2026-11-03 09:40", "2026-11-10 10:00", "a2")
        of_them = [each for each in looked(BOOKED, other).names if ":" in each]
        what = ("moved", "cancelled", "attended", "no_show", "reminder_given")
        assert of_them == [f"{each}:{name}" for name in ("a2", "a1") for each in what]

    def test_an_appointment_is_called_by_its_first_id(self) -> None:
        synced = booked("2026-11-03 09:40", "2026-11-16 10:00", "sync-7", origin="sync")
        assert "cancelled:a1" in looked(BOOKED, synced)

    def test_one_that_is_over_has_none(self) -> None:
        gone = looked(BOOKED, no_show("2026-11-16 10:20"), now="2026-11-16 10:21")
        assert not [each for each in gone.names if ":a1" in each]

    def test_nobody_is_reminded_of_what_has_begun(self) -> None:
        assert "reminder_given:a1" not in looked(BOOKED, now="2026-11-16 10:00")
        assert "reminder_given:a1" in looked(BOOKED, now="2026-11-16 09:59")

    @pytest.mark.parametrize(
        ("channels", "method"),
        [({"phone", "email"}, "call"), ({"email", "text"}, "email"), ({"text"}, "text")],
    )
    def test_a_reminder_goes_by_the_first_channel(self, channels: set[str], method: str) -> None:
        event = looked(BOOKED, of=lead(channels=channels))["reminder_given:a1"].event
        assert isinstance(event, e.ReminderGiven)
        assert event.method == method

    def test_without_a_channel_nobody_is_reminded(self) -> None:
        assert "reminder_given:a1" not in looked(BOOKED, of=lead(channels=[]))

    def test_a_no_show_before_the_start_warns(self) -> None:
        warned = looked(BOOKED)["no_show:a1"].new_warnings
        assert [each.code for each in warned] == ["no_show_before_start"]

    def test_outreach_on_a_closed_lead_warns(self) -> None:
        warned = looked(dead("2026-11-03 10:00"))["call_no_answer"].new_warnings
        assert [each.code for each in warned] == ["outreach_on_closed_lead"]

    def test_unreachable_before_its_time_warns(self) -> None:
        warned = looked(policy=INCINTA)["unreachable"].new_warnings
        assert [each.code for each in warned] == ["unreachable_before_criteria"]

    def test_what_looked_wrong_before_is_no_new_warning(self) -> None:
        late = follow_up("2026-11-03 10:00", "2026-11-03 09:30")
        assert looked(late).decision.warnings
        assert looked(late)["text"].new_warnings == ()

    def test_a_task_that_only_a_person_can_tell_is_ticked_off(self) -> None:
        found = looked(BOOKED, policy=INCINTA)
        done = [each for each in found if each.name.startswith("task_done:")]
        open_now = [each for each in found.decision.tasks if each.kind in ONLY_TOLD]
        assert [each.name.partition(":")[2] for each in done] == [each.id for each in open_now]
        assert {each.kind for each in open_now} == {
            TaskKind.NOTIFY_MEDICAL_TEAM,
            TaskKind.COMPLETE_BASIC_INFORMATION,
            TaskKind.COMPLETE_MEDICAL_INFORMATION,
            TaskKind.PREPARE_FORMS,
        }

    def test_and_is_gone_then(self) -> None:
        found = looked(BOOKED, policy=INCINTA)
        for each in found:
            if each.name.startswith("task_done:"):
                left = {task.id for task in each.decision.tasks}
                assert each.name.partition(":")[2] not in left

    def test_nothing_is_offered_that_the_rules_say_has_no_sense(self) -> None:
        for each in looked(dead("2026-11-03 10:00"), policy=INCINTA):
            assert NOT_APPLICABLE.isdisjoint(one.code for one in each.new_warnings)


class TestWhatIsTaken:
    """What a follow-up and a visit are set for, and which reason is given."""

    def test_the_next_opening_on_a_later_day(self) -> None:
        found = looked(now="2026-11-06 08:00")
        assert shown(found.follow_up_at) == shown(found.starts_at) == "Mon 2026-11-09 09:00"
        assert found.assumed == ("follow_up_at", "starts_at")

    def test_a_closed_day_is_passed_over(self) -> None:
        assert shown(looked(now="2026-11-25 12:00").starts_at) == "Fri 2026-11-27 09:00"

    def test_what_was_given_is_taken(self) -> None:
        found = looked(follow_up_at=at("2026-11-06 15:00"), starts_at=at("2026-11-09 10:00"))
        event = found["booked"].event
        assert isinstance(event, e.AppointmentBooked)
        assert event.starts_at == at("2026-11-09 10:00")
        assert found["follow_up_at"].event == follow_up("2026-11-04 09:05", "2026-11-06 15:00")
        assert found.assumed == ()

    def test_where_the_next_opening_is_later_than_an_event_may_say_they_are_left_out(self) -> None:
        found = looked(BOOKED, now="2199-12-31 12:00")
        assert (found.follow_up_at, found.starts_at) == (None, None)
        assert {"follow_up_at", "booked", "moved:a1"}.isdisjoint(found.names)
        assert "Visit at none" in str(found)

    def test_a_new_appointment_has_a_new_id(self) -> None:
        event = looked(booked("2026-11-03 09:30", "2026-11-16 10:00", "new-1"))["booked"].event
        assert isinstance(event, e.AppointmentBooked)
        assert event.appointment_id == "new-2"

    def test_a_reason_of_the_clinic_is_taken(self) -> None:
        found = looked(reason="moved_away")
        assert found["dead"].decision.reason_for_loss == "moved_away"

    def test_a_reason_is_a_short_code_and_is_not_repeated(self) -> None:
        with pytest.raises(InvalidReason, match="short code") as refused:
            looked(reason="She moved to Boston")
        assert "Boston" not in f"{refused.value!r}{refused.value.__context__!r}"

    @pytest.mark.parametrize("argument", ["now", "follow_up_at", "starts_at"])
    def test_an_instant_is_exact(self, argument: str) -> None:
        instants: dict[str, Any] = {"now": at("2026-11-04 09:05"), argument: datetime(2026, 11, 4)}
        with pytest.raises(InvalidInstant):
            preview(history(), policy=RSI, **instants)


class TestDisplay:
    """A table of buttons; an option is taken out by its name."""

    def test_an_option_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(UnknownOption) as refused:
            looked()["Boston"]
        assert "Boston" not in str(refused.value)

    def test_an_option_as_a_row(self) -> None:
        assert looked(*TWO_CALLS, now="2026-11-03 13:20")["call_no_answer"].row() == {
            "name": "call_no_answer",
            "label": "Call placed: no answer",
            "event": "call_placed",
            "status": "dead",
            "next_contact_at": None,
            "next_contact_by": None,
            "purpose": None,
            "channel": None,
            "reason_for_loss": "best_practices",
            "attempts": 3,
            "changed": "status, next_contact, reason_for_loss, priority, tasks, attempts",
            "new_warnings": "",
            "rules": "ATT-9, PRI-1, TSK, ATT-1",
        }

    def test_a_row_of_one_that_plans_has_the_contact(self) -> None:
        row = looked(now="2026-11-03 09:10")["follow_up"].row()
        assert (row["next_contact_at"], row["purpose"], row["channel"]) == (
            at("2026-11-03 13:10"),
            "follow_up",
            "phone",
        )

    def test_cells_say_what_stands_then_what_else_changes_and_by_which_rule(self) -> None:
        option = looked(*TWO_CALLS, now="2026-11-03 13:20")["left_message"]
        assert option.cells(RSI) == (
            "Left message",
            "Follow-up",
            "2026-11-04 13:20 follow up, phone",
            "tasks: - record outcome",
            "none",
            "ATT-7 (RSI 1.8, No response to attempt 2)",
        )

    def test_of_one_that_changes_nothing_there_is_no_rule(self) -> None:
        assert looked()["text"].cells(RSI)[3:] == ("none", "none", "none")

    def test_what_it_warns_of_has_a_column(self) -> None:
        option = looked(dead("2026-11-03 10:00"))["email"]
        assert option.cells(RSI)[4] == "outreach on closed lead"

    def test_what_was_taken_is_said(self) -> None:
        told = str(looked(now="2026-11-06 08:00", starts_at=at("2026-11-10 10:00")))
        assert "Follow-up at 2026-11-09 09:00 (the next opening on a later day)" in told
        assert "Visit at 2026-11-10 10:00\n" in told

    def test_where_the_lead_stands_now_is_said(self) -> None:
        told = str(looked(*TWO_CALLS, now="2026-11-03 13:20"))
        assert "Now status: Follow-up; next contact: 2026-11-03 17:15 follow up, phone" in told

"""`Behaviour`: what is refused, and what is counted from recorded histories."""

from __future__ import annotations

import gzip
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clinic import (
    at,
    attended,
    booked,
    call,
    contacted,
    email,
    follow_up,
    history,
    invalid,
    known,
    lead,
    marked,
    no_show,
    reminder,
    reply,
    ring,
    text,
    voicemail,
)
from leadflow import INCINTA, RSI, History, read_history
from leadflow import events as e
from leadflow.mappings import Counts
from leadflow.readers.simulation import Behaviour, simulate

KINDS = "noshow bpi2012 bank olist xedu".split()


def fit(*histories: History) -> Behaviour:
    return Behaviour.fit(histories, policy=INCINTA)


class TestValues:
    """Chances lie between 0 and 1, weights are not negative, and some are above 0."""

    @pytest.mark.parametrize(
        "values",
        [
            {"booked": 1.1},
            {"booked": -0.1},
            {"booked": float("nan")},
            {"call_answered": ()},
            {"call_answered": (0.5, 2.0)},
            {"arrivals_by_weekday": (1.0,) * 6},
            {"arrivals_by_hour": (0.0,) * 24},
            {"answered_by_hour": (1.0,) * 23},
            {"booking_days": (0.0, 0.0)},
            {"sources": {}},
            {"sources": {"radio": 1.0}},
            {"booked": 0.6, "declines": 0.3, "stops": 0.2},
            {"cancels": 0.6, "moves": 0.5},
            {"talk_minutes": 0.0},
            {"patience_seconds": 0},
            {"unknown": 1.0},
        ],
    )
    def test_what_is_no_behaviour_is_refused(self, values: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            Behaviour(**values)

    def test_the_json_round_trip_is_the_identity(self) -> None:
        behaviour = Behaviour(booked=0.5, observations=Counts({"booked": 3}))
        assert Behaviour.model_validate_json(behaviour.model_dump_json()) == behaviour

    def test_every_field_says_what_it_is(self) -> None:
        assert all(each.description for each in Behaviour.model_fields.values())

    def test_defaults_are_all_assumed(self) -> None:
        assert set(Behaviour().assumed) == set(Behaviour.model_fields) - {"observations"}

    def test_rows_are_flat_and_hold_every_value(self) -> None:
        rows = Behaviour().rows()
        assert {"field": "booked", "place": None, "value": 0.3, "observations": 0} in rows
        assert sum(each["field"] == "arrivals_by_hour" for each in rows) == 24

    def test_it_shows_itself(self) -> None:
        bundle = Behaviour()._repr_mimebundle_()
        assert "not of any source" in bundle["text/plain"]
        assert bundle["text/html"].count("<svg") == 2


VISIT = booked("2026-11-03 09:10", "2026-11-05 09:00")
TOLD: dict[str, list[Any]] = {
    "message_taken": [call("2026-11-03 09:10", "left_message")],
    "calls_back": [call("2026-11-03 09:10", "left_message"), ring("2026-11-03 10:10", True)],
    "email_replied": [email("2026-11-03 09:10"), reply("2026-11-04 09:10")],
    "text_replied": [text("2026-11-03 09:10"), reply("2026-11-04 09:10", "text")],
    "leaves_voicemail": [ring("2026-11-03 20:10", False), voicemail("2026-11-03 20:11")],
    "names_time": [follow_up("2026-11-03 09:10", "2026-11-05 09:00")],
    "shows": [VISIT, attended("2026-11-05 09:00")],
    "cancels": [VISIT, e.AppointmentCancelled(at=at("2026-11-04 09:00"), appointment_id="a1")],
    "invalid": [invalid("2026-11-03 09:12", "spam")],
}
"""By field, a lead of which one such thing is told."""


class TestCounting:
    """A share of n observations is taken as if there were one more, at the share of the whole."""

    def test_without_histories_everything_is_assumed(self) -> None:
        assert fit() == Behaviour()

    def test_arrivals_are_counted_by_the_clinics_clocks(self) -> None:
        """2026-11-03 is a Tuesday; at nine in Los Angeles it is 17 in UTC."""
        fitted = fit(history(), history(of=lead(created="2026-11-07 22:00")))
        assert [n for n, each in enumerate(fitted.arrivals_by_weekday) if each] == [1, 5]
        assert [n for n, each in enumerate(fitted.arrivals_by_hour) if each] == [9, 22]
        assert fitted.observations["arrivals_by_hour"] == 2
        assert fitted.sources == {"other": 2}

    def test_calls_are_counted_by_number(self) -> None:
        one = history(
            call("2026-11-03 09:10", "no_answer"),
            call("2026-11-03 13:10", "connected"),
            call("2026-11-03 14:10"),
        )
        fitted = fit(one)
        assert fitted.call_answered == pytest.approx((0.5 / 2, 1.5 / 2))
        assert fitted.observations["call_answered"] == 2

    def test_thin_counts_stay_near_the_whole(self) -> None:
        """Of ten first calls nine connect, and the one second call does not."""
        firsts = [
            history(call("2026-11-03 09:10", "connected"), of=lead(lead_id=f"lead-{n}"))
            for n in range(9)
        ]
        last = history(call("2026-11-03 09:10", "no_answer"), call("2026-11-03 13:10", "no_answer"))
        whole = 9.5 / 12
        assert fit(*firsts, last).call_answered == pytest.approx(
            ((9 + whole) / 11, (0 + whole) / 2)
        )

    def test_an_hour_in_which_more_is_answered_has_a_factor_above_one(self) -> None:
        early = [
            history(call("2026-11-03 09:10", "no_answer"), of=lead(lead_id=f"early-{n}"))
            for n in range(8)
        ]
        late = [
            history(call("2026-11-03 16:10", "connected"), of=lead(lead_id=f"late-{n}"))
            for n in range(8)
        ]
        factors = fit(*early, *late).answered_by_hour
        assert factors[9] < 0.3 < 1.5 < factors[16]
        assert factors[12] == 1.0

    @pytest.mark.parametrize(
        ("events", "field", "met", "count"),
        [
            ([call("2026-11-03 09:10", "left_message")], "message_taken", 1, 1),
            ([call("2026-11-03 09:10", "no_answer")], "message_taken", 0, 1),
            (
                [call("2026-11-03 09:10", "no_answer"), marked("2026-11-03 09:11")],
                "message_taken",
                1,
                1,
            ),
            (
                [call("2026-11-03 09:10", "left_message"), ring("2026-11-03 10:10", True)],
                "calls_back",
                1,
                1,
            ),
            (
                [call("2026-11-03 09:10", "left_message"), voicemail("2026-11-03 10:10")],
                "calls_back",
                1,
                1,
            ),
            (
                [
                    call("2026-11-03 09:10", "left_message"),
                    call("2026-11-03 13:10", "no_answer"),
                    ring("2026-11-03 14:00", True),
                ],
                "calls_back",
                0,
                1,
            ),
            ([call("2026-11-03 09:10", "left_message")], "calls_back", 0, 1),
            (
                [
                    call("2026-11-03 09:10", "no_answer"),
                    reminder("2026-11-03 09:11", method="voice_message"),
                    call("2026-11-03 13:10", "left_message"),
                    reminder("2026-11-03 13:11", method="voice_message"),
                ],
                "message_taken",
                1,
                1,
            ),
            (
                [
                    call("2026-11-03 09:10", "no_answer"),
                    marked("2026-11-03 09:11", "no_answer"),
                ],
                "message_taken",
                0,
                1,
            ),
            ([email("2026-11-03 09:10"), reply("2026-11-04 09:10")], "email_replied", 1, 1),
            ([email("2026-11-03 09:10"), email("2026-11-10 09:10")], "email_replied", 0, 2),
            ([text("2026-11-03 09:10"), reply("2026-11-04 09:10", "text")], "text_replied", 1, 1),
            (
                [ring("2026-11-03 20:10", False), voicemail("2026-11-03 20:11")],
                "leaves_voicemail",
                1,
                1,
            ),
            (
                [ring("2026-11-03 20:10", False), voicemail("2026-11-04 20:11")],
                "leaves_voicemail",
                0,
                1,
            ),
            ([follow_up("2026-11-03 09:10")], "names_time", 0, 1),
            ([follow_up("2026-11-03 09:10", "2026-11-05 09:00")], "names_time", 1, 1),
            (
                [booked("2026-11-03 09:10", "2026-11-05 09:00"), attended("2026-11-05 09:00")],
                "shows",
                1,
                1,
            ),
            (
                [booked("2026-11-03 09:10", "2026-11-05 09:00"), no_show("2026-11-05 09:10")],
                "shows",
                0,
                1,
            ),
            ([booked("2026-11-03 09:10", "2026-11-05 09:00")], "cancels", 0, 1),
            ([], "invalid", 0, 1),
        ],
    )
    def test_shares_are_counted(self, events: list[Any], field: str, met: int, count: int) -> None:
        """Beside a lead that shows that this record tells of them at all."""
        fitted = fit(history(*events), history(*TOLD[field], of=lead(lead_id="lead-2")))
        assert getattr(fitted, field) == pytest.approx((met + 1 + 0.5) / (count + 1 + 1))
        assert fitted.observations[field] == count + 1

    @pytest.mark.parametrize(
        ("events", "field"),
        [
            ([call("2026-11-03 09:10", "no_answer")], "message_taken"),
            ([email("2026-11-03 09:10")], "email_replied"),
            ([follow_up("2026-11-03 09:10")], "names_time"),
            ([contacted("2026-11-03 09:10")], "booked"),
            ([booked("2026-11-03 09:10", "2026-11-05 09:00")], "cancels"),
            ([], "invalid"),
        ],
    )
    def test_what_a_record_never_tells_stays_assumed(self, events: list[Any], field: str) -> None:
        """A log of calls without one booking says nothing of bookings: unknown is not false."""
        fitted = fit(history(*events))
        assert field in fitted.assumed
        assert getattr(fitted, field) == getattr(Behaviour(), field)

    def test_a_conversation_ends_in_one_way(self) -> None:
        """A quarter of an observation for each of the four ways in which it can end."""
        declined = e.ServiceDeclined(at=at("2026-11-03 09:20"))
        fitted = fit(
            history(call("2026-11-03 09:10", "connected"), contacted("2026-11-03 09:15"), declined)
        )
        assert fitted.observations["booked"] == 1
        assert (fitted.booked, fitted.declines, fitted.stops) == (0.125, 0.625, 0.125)

    def test_what_is_said_once_a_visit_is_booked_is_not_counted(self) -> None:
        fitted = fit(
            history(
                contacted("2026-11-03 09:10"),
                booked("2026-11-03 09:15", "2026-11-16 10:00"),
                call("2026-11-13 09:00", "connected"),
                attended("2026-11-16 10:00"),
            )
        )
        assert fitted.observations["booked"] == 1
        assert fitted.booked == 0.625

    def test_a_conversation_after_the_next_outreach_is_another(self) -> None:
        stop = e.StopContactRequested(at=at("2026-11-05 09:20"))
        declined = e.ServiceDeclined(at=at("2026-11-03 09:20"))
        fitted = fit(
            history(contacted("2026-11-03 09:10"), call("2026-11-05 09:10", "no_answer"), stop),
            history(contacted("2026-11-03 09:10"), declined, of=lead(lead_id="lead-2")),
        )
        assert fitted.stops == pytest.approx(0.25 / 3)

    def test_a_wrong_number_is_no_conversation(self) -> None:
        wrong = invalid("2026-11-03 09:12", "wrong_number")
        fitted = fit(history(call("2026-11-03 09:10", "connected"), wrong))
        assert fitted.wrong_number == pytest.approx(1.5 / 2)
        assert {"booked", "invalid"} <= set(fitted.assumed)

    def test_days_ahead_are_local_days(self) -> None:
        fitted = fit(history(booked("2026-11-03 23:30", "2026-11-05 00:30")))
        assert fitted.booking_days == (0, 0, 1)

    def test_waits_are_means(self) -> None:
        fitted = fit(history(email("2026-11-03 09:00"), reply("2026-11-03 15:00")))
        assert (fitted.reply_hours, fitted.observations["reply_hours"]) == (6.0, 1)

    def test_moves_and_cancellations_are_at_most_all(self) -> None:
        moved = [
            e.AppointmentMoved(
                at=at(f"2026-11-0{n} 09:20"), appointment_id="a", starts_at=at("2026-11-16 10:00")
            )
            for n in (4, 5, 6)
        ]
        gone = [
            e.AppointmentCancelled(at=at(f"2026-11-07 09:2{n}"), appointment_id="a")
            for n in range(9)
        ]
        fitted = fit(history(*moved, *gone))
        assert fitted.moves + fitted.cancels == pytest.approx(1.0)

    def test_facts_are_counted_where_they_are_told(self) -> None:
        told = history(of=lead(language="zh", calling_code="86", pricing="international"))
        asked = history(
            known("2026-11-03 10:00", visit_barriers=["too_far"]),
            of=lead(lead_id="lead-2", chinese=False, special_needs=[], referral_fee=False),
        )
        fitted = fit(told, asked)
        counts = {
            name: fitted.observations.get(name)
            for name in "chinese abroad visit_barrier special_need referral_fee".split()
        }
        assert counts == {
            "chinese": 2,
            "abroad": 1,
            "visit_barrier": 1,
            "special_need": 1,
            "referral_fee": 1,
        }
        assert fitted.chinese == 0.5
        assert fitted.abroad == fitted.visit_barrier == 0.75
        assert fitted.language_known == 0.5

    def test_a_record_without_languages_tells_nothing_of_them(self) -> None:
        assert "language_known" in fit(history()).assumed

    def test_minutes_are_told_by_no_history(self) -> None:
        assert {"talk_minutes", "write_minutes", "retry_minutes"} <= set(
            fit(history(call("2026-11-03 09:10", "connected"))).assumed
        )


@cache
def refitted() -> tuple[Behaviour, Behaviour]:
    truth = Behaviour(
        call_answered=(0.6, 0.3, 0.2),
        booked=0.4,
        declines=0.15,
        shows=0.7,
        email_replied=0.25,
        calls_back=0.3,
        cancels=0.1,
        moves=0.05,
        chinese=0.4,
    )
    result = simulate(
        INCINTA, behaviour=truth, leads=220, agents=6, start=at("2026-11-02 00:00"), days=60, seed=4
    )
    return truth, Behaviour.fit(result.histories, policy=INCINTA)


class TestFittingWhatWasSimulated:
    """What is counted from a simulation comes near what it went by."""

    @pytest.mark.parametrize(
        "field",
        "booked declines shows email_replied calls_back message_taken cancels chinese".split(),
    )
    def test_a_chance_comes_near(self, field: str) -> None:
        """Within three standard errors and what one observation more can move."""
        truth, counted = refitted()
        share, many = getattr(truth, field), counted.observations[field]
        assert many > 30
        error = 3 * (share * (1 - share) / many) ** 0.5 + 1 / many
        assert getattr(counted, field) == pytest.approx(share, abs=error)

    def test_calls_answered_come_near_by_number(self) -> None:
        truth, counted = refitted()
        for told, found in zip(truth.call_answered, counted.call_answered, strict=False):
            assert found == pytest.approx(told, abs=0.15)

    def test_hours_make_no_difference_where_they_made_none(self) -> None:
        _truth, counted = refitted()
        assert all(0.5 < each < 1.6 for each in counted.answered_by_hour)


class TestRecordedHistories:
    """What the shared histories tell, and what they do not."""

    @pytest.fixture
    def recorded(self, data_folder: Path) -> dict[str, list[History]]:
        folder = data_folder / "histories"
        return {
            kind: [*map(read_history, islice(gzip.open(folder / f"{kind}.jsonl.gz"), 200))]
            for kind in KINDS
        }

    def test_all_of_them_can_be_counted(self, recorded: dict[str, list[History]]) -> None:
        fitted = Behaviour.fit((each for kind in KINDS for each in recorded[kind]), policy=RSI)
        assert fitted.observations["invalid"] == sum(map(len, recorded.values()))
        assert {"shows", "call_answered", "booking_days"}.isdisjoint(fitted.assumed)
        assert {"calls_back", "talk_minutes"} <= set(fitted.assumed)

    def test_appointments_tell_of_shows_and_not_of_calls(
        self, recorded: dict[str, list[History]]
    ) -> None:
        fitted = Behaviour.fit(recorded["noshow"], policy=RSI)
        assert 0.6 < fitted.shows < 0.85
        assert {"call_answered", "answered_by_hour", "booked"} <= set(fitted.assumed)

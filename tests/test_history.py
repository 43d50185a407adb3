"""The history: in order, each event once, in bounds, and cut at an instant."""

from __future__ import annotations

import json
import pickle
from copy import copy, deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clinic import CREATED, MICROSECOND, at, call, contacted, email, history, lead, reply, text
from event_table import KINDS, fullest, read
from leadflow import (
    MAX_EVENTS,
    AnyEvent,
    Contacted,
    History,
    InvalidHistory,
    InvalidInstant,
    Lead,
    read_history,
)
from random_histories import CLOCKS, histories

EARLY, LATE = call("2026-11-03 10:00"), email("2026-11-03 11:00")
PLAIN = {"lead_id": "x", "created_at": "2026-11-03T17:00:00Z"}


def ids(told: History) -> list[str | None]:
    return [each.id for each in told.events]


class TestFields:
    """A history is a lead and its events; without events it is one too."""

    def test_events_may_be_left_out(self) -> None:
        assert History.model_validate({"lead": PLAIN}).events == ()

    def test_a_lead_is_required(self) -> None:
        with pytest.raises(ValidationError, match="lead"):
            History.model_validate({"events": []})

    @pytest.mark.parametrize(
        "given", [{"lead": None}, {"events": None}, {"events": {}}, {"events": "x"}, {"notes": []}]
    )
    def test_nothing_else(self, given: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            History.model_validate({"lead": PLAIN, "events": [], **given})

    @pytest.mark.parametrize("event", [None, 1, "contacted", [], {}, CREATED, PLAIN])
    def test_an_event_is_an_event(self, event: Any) -> None:
        with pytest.raises(ValidationError):
            History(lead=lead(), events=(event,))

    def test_events_may_be_given_as_a_list(self) -> None:
        assert History.model_validate({"lead": lead(), "events": [EARLY]}) == history(EARLY)

    def test_an_event_before_the_lead_was_created_is_kept(self) -> None:
        before = call("2026-11-03 08:59")
        assert history(before).events == (before,)


class TestOrder:
    """Events stand in the order of their instants; equal instants keep the given order."""

    def test_by_instant(self) -> None:
        assert history(LATE, EARLY).events == (EARLY, LATE)

    def test_by_instant_and_not_by_what_the_clock_showed(self) -> None:
        west = Contacted(at=datetime(2026, 11, 3, 9, tzinfo=timezone(timedelta(hours=-8))))
        east = Contacted(at=datetime(2026, 11, 3, 10, tzinfo=timezone(timedelta(hours=8))))
        assert history(west, east).events == (east, west)

    def test_not_by_when_they_were_recorded(self) -> None:
        told_late = replace(EARLY, recorded_at=at("2026-11-09 09:00"))
        assert history(LATE, told_late).events == (told_late, LATE)

    @pytest.mark.parametrize("names", ["abc", "cba", "bca"])
    def test_equal_instants_keep_the_given_order(self, names: str) -> None:
        told = history(*(contacted("2026-11-03 10:00", id=name) for name in names))
        assert ids(told) == list(names)

    def test_a_microsecond_is_a_difference(self) -> None:
        later = replace(EARLY, at=EARLY.at + MICROSECOND, id="later")
        assert history(later, EARLY).events == (EARLY, later)

    @given(told=histories(8), rng=st.randoms(use_true_random=False))
    def test_any_order_of_distinct_instants_gives_one_history(
        self, told: History, rng: Any
    ) -> None:
        by_instant = {each.at: each for each in told.events}
        shuffled = list(by_instant.values())
        rng.shuffle(shuffled)
        assert history(*shuffled, of=told.lead).events == tuple(by_instant.values())


class TestOnce:
    """An event told twice is kept once; one id with two contents is an error."""

    def test_the_same_id_and_content(self) -> None:
        event = contacted("2026-11-03 10:00", id="e1")
        assert history(event, replace(event), replace(event)).events == (event,)

    def test_the_first_keeps_its_place(self) -> None:
        one, two = (contacted("2026-11-03 10:00", id=name) for name in ("one", "two"))
        assert ids(history(one, two, replace(one))) == ["one", "two"]

    def test_the_same_content_told_in_another_zone(self) -> None:
        event = contacted("2026-11-03 10:00", id="e1")
        here = replace(event, at=event.at.astimezone(timezone(timedelta(hours=9))))
        assert history(event, here) == history(event)

    def test_without_an_id_both_are_kept(self) -> None:
        assert len(history(EARLY, EARLY).events) == 2

    @pytest.mark.parametrize(
        "other",
        [
            contacted("2026-11-03 10:01", id="e1"),
            contacted("2026-11-03 10:00", id="e1", noted=True),
            contacted("2026-11-03 10:00", id="e1", recorded_at="2026-11-03 10:05"),
            call("2026-11-03 10:00", id="e1"),
        ],
        ids=["instant", "note", "record", "type"],
    )
    def test_the_same_id_with_other_content_is_an_error(self, other: AnyEvent) -> None:
        event = contacted("2026-11-03 10:00", id="e1")
        for events in ((event, other), (other, event)):
            with pytest.raises(ValidationError, match="the same id but not the same content"):
                history(*events)
            with pytest.raises(ValidationError, match="the same id but not the same content"):
                history(events[0]).with_event(events[1])

    def test_the_error_names_both_places_as_given_and_nothing_of_the_events(self) -> None:
        one = {"type": "contacted", "at": "2026-11-03T18:00:00Z", "id": "planted"}
        before = {"type": "reopened", "at": "2026-11-03T17:00:00Z"}
        other = {**one, "at": "2026-11-03T17:30:00Z"}
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps({"lead": PLAIN, "events": [before, one, before, other, one]}))
        (problem,) = caught.value.problems
        assert problem["where"] == "events[3]"
        assert "the same content as events[1]; give every event" in problem["problem"]
        assert "planted" not in str(caught.value)

    def test_every_event_with_the_id_of_another_is_named(self) -> None:
        one = contacted("2026-11-03 10:00", id="e1")
        with pytest.raises(ValidationError) as caught:
            history(one, replace(one, noted=True), one, replace(one, noted=False))
        assert [each["loc"] for each in caught.value.errors()] == [("events", 1), ("events", 3)]

    @given(told=histories(6))
    def test_repeating_identified_events_changes_nothing(self, told: History) -> None:
        named = [replace(each, id=f"e{n}") for n, each in enumerate(told.events)]
        again = [replace(each) for each in reversed(named)]
        assert history(*named, *again, of=told.lead) == history(*named, of=told.lead)

    def test_the_very_same_event_told_again(self) -> None:
        event = contacted("2026-11-03 10:00", id="e1")
        assert history(event, event).events == (event,)
        assert history(event).with_event(event) == history(event)


class TestMostEvents:
    """A history holds at most a hundred thousand events; one more is an error, not a hang."""

    DAY = datetime(2026, 11, 3, tzinfo=UTC)

    def many(self, count: int) -> list[AnyEvent]:
        second = timedelta(seconds=1)
        return [Contacted(at=self.DAY + number * second) for number in range(count)]

    def test_the_limit(self) -> None:
        assert MAX_EVENTS == 100_000

    def test_at_the_limit_and_one_over(self) -> None:
        full = history(*self.many(100_000))
        assert len(full.events) == 100_000
        with pytest.raises(ValidationError, match="100000"):
            full.with_event(Contacted(at=self.DAY))

    def test_one_over_in_json(self) -> None:
        one = '{"type": "contacted", "at": "2026-11-03T17:00:00Z"}'
        events = ",".join([one] * 100_001)
        with pytest.raises(InvalidHistory) as caught:
            read_history('{"lead": ' + json.dumps(PLAIN) + ', "events": [' + events + "]}")
        assert [each["where"] for each in caught.value.problems] == ["events"]


class TestCuts:
    """What had been recorded, what had happened, and what comes after, the instant itself told."""

    NOON = at("2026-11-03 12:00")
    TOLD_LATE = text("2026-11-03 10:30", recorded_at="2026-11-03 13:00")
    TOLD_EARLY = reply("2026-11-03 14:00", recorded_at="2026-11-03 12:00")
    AT_NOON = email("2026-11-03 12:00")
    ALL = history(EARLY, TOLD_LATE, AT_NOON, TOLD_EARLY)

    def test_known_at_goes_by_the_record_where_there_is_one(self) -> None:
        assert self.ALL.known_at(self.NOON).events == (EARLY, self.AT_NOON, self.TOLD_EARLY)

    def test_until_goes_by_what_happened(self) -> None:
        assert self.ALL.until(self.NOON).events == (EARLY, self.TOLD_LATE, self.AT_NOON)

    def test_after_lists_the_rest(self) -> None:
        assert self.ALL.after(self.NOON) == (self.TOLD_EARLY,)

    def test_a_microsecond_before(self) -> None:
        before = self.NOON - MICROSECOND
        assert self.ALL.known_at(before).events == (EARLY,)
        assert self.ALL.until(before).events == (EARLY, self.TOLD_LATE)
        assert self.ALL.after(before) == (self.AT_NOON, self.TOLD_EARLY)

    @given(told=histories(), now=CLOCKS)
    def test_until_and_after_make_up_the_whole(self, told: History, now: datetime) -> None:
        assert told.until(now).events + told.after(now) == told.events
        assert told.known_at(now) == told.until(now)  # where nothing says when it was recorded

    def test_the_lead_stays(self) -> None:
        told = history(EARLY, of=lead(lead_id="x-7", chinese=True))
        for cut in (told.known_at(CREATED), told.until(CREATED), told.with_event(LATE)):
            assert cut.lead == told.lead

    @pytest.mark.parametrize(
        "instant",
        [datetime(2026, 11, 3), date(2026, 11, 3), 0, "2026-11-03T09:00:00Z", None,
         datetime(2200, 1, 1, tzinfo=UTC)],
        ids=repr,
    )  # fmt: skip
    @pytest.mark.parametrize("cut", ["known_at", "until", "after"])
    def test_at_an_instant_only(self, cut: str, instant: Any) -> None:
        with pytest.raises(InvalidInstant):
            getattr(self.ALL, cut)(instant)

    def test_with_event_returns_another_history(self) -> None:
        told = history(LATE)
        assert told.with_event(EARLY).events == (EARLY, LATE)
        assert told.events == (LATE,)

    def test_with_event_puts_it_after_those_of_its_instant(self) -> None:
        one, two = (contacted("2026-11-03 10:00", id=name) for name in ("one", "two"))
        assert ids(history(one).with_event(two)) == ["one", "two"]

    @pytest.mark.parametrize("event", [None, 1, "contacted", {}])
    def test_with_what_is_no_event(self, event: Any) -> None:
        with pytest.raises(ValidationError):
            history().with_event(event)


class TestValues:
    """A history is a value: it does not change, equal ones are equal, and JSON keeps all of it."""

    FULL = history(*(replace(fullest(type_), id=type_) for type_ in KINDS))

    def test_json_round_trip_is_the_identity(self) -> None:
        written = self.FULL.model_dump_json()
        for again in (History.model_validate_json(written), read_history(written.encode())):
            assert again == self.FULL
            assert hash(again) == hash(self.FULL)
            assert again.model_dump_json() == written

    @given(told=histories())
    def test_of_any_history(self, told: History) -> None:
        assert read_history(told.model_dump_json()) == told

    def test_nulls_told_and_left_out_are_one(self) -> None:
        event = {"type": "call_placed", "at": "2026-11-03T17:00:00Z"}
        nulls = {**event, "outcome": None, "id": None, "noted": None}
        assert read_history(json.dumps({"lead": PLAIN, "events": [event]})) == read_history(
            json.dumps({"lead": PLAIN, "events": [nulls]})
        )

    @pytest.mark.parametrize("name", ["lead", "events", "anything"])
    def test_it_cannot_be_changed(self, name: str) -> None:
        with pytest.raises((ValidationError, AttributeError)):
            setattr(self.FULL, name, None)
        with pytest.raises((ValidationError, AttributeError)):
            delattr(self.FULL, name)
        assert isinstance(self.FULL.events, tuple)

    def test_copies_are_equal(self) -> None:
        for twin in (copy(self.FULL), deepcopy(self.FULL), pickle.loads(pickle.dumps(self.FULL))):
            assert twin == self.FULL

    def test_another_lead_or_event_makes_another_history(self) -> None:
        assert history(EARLY) != history(LATE)
        assert history(EARLY) != history(EARLY, of=lead(lead_id="other"))

    def test_relabelled_into_other_zones_it_is_the_same(self) -> None:
        zone = timezone(timedelta(hours=5, minutes=45))
        moved = [replace(each, at=each.at.astimezone(zone)) for each in self.FULL.events]
        of = Lead(lead_id="lead-1", created_at=CREATED.astimezone(zone))
        assert history(*moved, of=of) == self.FULL
        assert history(*moved, of=of).model_dump_json() == self.FULL.model_dump_json()


class TestPrivate:
    """No field can hold a name, a number, an address or a note."""

    NAMES = frozenset("name note notes text body email address number birthday comment".split())
    FREE = ("Ann Lee", "12 Elm Street", "424 212 4087", "called twice, no luck")

    def properties(self) -> list[tuple[str, dict[str, Any]]]:
        schema = History.model_json_schema()
        models = [schema, *schema["$defs"].values()]
        return [item for model in models for item in model.get("properties", {}).items()]

    def test_no_field_is_named_for_one(self) -> None:
        assert not {name for name, _ in self.properties()} & self.NAMES

    def test_every_text_is_a_word_a_code_an_id_or_an_instant(self) -> None:
        free = [
            name
            for name, schema in self.properties()
            for each in (schema, *schema.get("anyOf", ()))
            if each.get("type") == "string"
            and not each.keys() & {"pattern", "const", "enum", "format"}
        ]
        assert set(free) == {"phone"}  # input only, and reduced

    @pytest.mark.parametrize("words", FREE)
    @pytest.mark.parametrize("type_", KINDS)
    def test_free_text_goes_nowhere(self, type_: str, words: str) -> None:
        for name in json.loads(read_json(type_)):
            with pytest.raises(ValidationError):
                read(type_, **{name: words})

    @pytest.mark.parametrize("words", FREE)
    def test_nor_into_the_lead(self, words: str) -> None:
        for name in ("lead_id", "source", "created_at", "profile"):
            with pytest.raises(ValidationError):
                Lead.model_validate({**PLAIN, name: words})
        for name in lead().profile.model_dump():
            with pytest.raises(ValidationError):
                Lead.model_validate({**PLAIN, "profile": {name: words}})


def read_json(type_: str) -> str:
    """An event of this type with every field, as JSON."""
    return json.dumps(
        History(lead=lead(), events=(fullest(type_),)).model_dump(mode="json")["events"][0]
    )

"""Laws 1, 5, 14 and 15: the same input gives the same answer, in any garb, and shows no more."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from leadflow.decision import Decision
from leadflow.errors import InvalidHistory, InvalidPolicy
from leadflow.events import AnyEvent
from leadflow.history import History, read_history
from leadflow.lead import Lead
from leadflow.policy import read_policy
from leadflow.testing.clinics import ZONES
from leadflow.testing.laws.case import Case, all_but_clock, twin_of
from leadflow.testing.laws.law import Law
from leadflow.wording import WordingKey

# --- Law 1 ----------------------------------------------------------------------------------------


def another_engine_gives_the_same_bytes(case: Case) -> bool:
    """Two engines of one policy answer the same input with the same JSON, byte for byte."""
    twin = twin_of(case.policy)
    return twin.decide(case.history, now=case.now).to_json() == case.decision.to_json()


def asking_again_gives_the_same_bytes(case: Case) -> bool:
    """An engine that has decided other things in between answers as it did before."""
    before = case.decision.to_json()
    case.engine.decide(case.history, now=case.later).to_json()
    return case.engine.decide(case.history, now=case.now).to_json() == before


def an_equal_history_gives_the_same_bytes(case: Case) -> bool:
    """A history that is equal, and not the same object, is answered with the same JSON."""
    equal = History.model_validate(case.history.model_dump())
    return case.decide(of=equal.until(case.now)).to_json() == case.decision.to_json()


def parts_may_be_asked_for_in_any_order(case: Case) -> bool:
    """What is worked out when first asked for does not depend on what was asked for before."""
    first, second = (case.engine.decide(case.history, now=case.now) for _ in range(2))
    forwards = first.because, first.valid_until, first.upcoming
    backwards = second.upcoming, second.valid_until, second.because
    return forwards == backwards[::-1]


# --- Law 5 ----------------------------------------------------------------------------------------


def _in_zone(event: AnyEvent, case: Case) -> AnyEvent:
    zone = ZoneInfo(case.one_of(ZONES))
    instants: dict[str, Any] = {
        each.name: value.astimezone(zone)
        for each in fields(event)
        if isinstance(value := getattr(event, each.name), datetime)
    }
    return replace(event, **instants)


def zones_of_instants_change_nothing(case: Case) -> bool:
    """A history is the same whichever time zone its instants are written in."""
    events = tuple(_in_zone(each, case) for each in case.history.events)
    zone = ZoneInfo(case.one_of(ZONES, 7))
    lead = {**dict(case.history.lead), "created_at": case.history.lead.created_at.astimezone(zone)}
    relabelled = History(lead=Lead(**lead), events=events)
    return relabelled == case.history and relabelled.model_dump() == case.history.model_dump()


def zone_of_the_clock_changes_nothing(case: Case) -> bool:
    """A decision is the same whichever time zone the clock is in."""
    shifted = case.now.astimezone(timezone(timedelta(minutes=case.throw(1439))))
    return case.engine.decide(case.history, now=shifted).to_json() == case.decision.to_json()


def telling_twice_changes_nothing(case: Case) -> bool:
    """An event with an id that is told again, wherever in the list, is not counted again."""
    named = [
        event if event.id is not None else replace(event, id=f"law-{place}")
        for place, event in enumerate(case.history.events)
    ]
    once = History(lead=case.history.lead, events=tuple(named))
    twice = History(lead=case.history.lead, events=(*named, *named[:: 1 + case.throw(3)]))
    return twice == once and all_but_clock(case.decide(of=twice.until(case.now))) == all_but_clock(
        case.decision
    )


def order_of_the_list_changes_nothing(case: Case) -> bool:
    """Events are put in the order in which they happened, whichever order they are listed in."""
    moments: dict[datetime, list[AnyEvent]] = {}
    for event in case.history.events:
        moments.setdefault(event.at, []).append(event)
    groups = [*moments.values()]
    cut = case.throw(len(groups) + 1)
    mixed = [event for group in (*groups[cut:][::-1], *groups[:cut]) for event in group]
    return History(lead=case.history.lead, events=tuple(mixed)) == case.history


# --- Law 14 ---------------------------------------------------------------------------------------


def history_survives_json(case: Case) -> bool:
    """A history read back from its JSON is that history, and writes the same JSON."""
    text = case.history.model_dump_json()
    again = read_history(text)
    return again == case.history and again.model_dump_json() == text


def decision_survives_json(case: Case) -> bool:
    """A decision read back from its JSON is that decision, and writes the same JSON."""
    text = case.decision.to_json()
    again = Decision.from_json(text)
    return again == case.decision and again.to_json() == text


def policy_survives_json(case: Case) -> bool:
    """A policy read back from its JSON is that policy, by value and by fingerprint."""
    again = read_policy(case.policy.model_dump_json())
    return again == case.policy and again.fingerprint == case.policy.fingerprint


# --- Law 15 ---------------------------------------------------------------------------------------

_PLANTED = "planted-0"
_OWN_FIELDS = ("id", "by", "to", "call_id", "template", "appointment_id", "provider")
_NAMES_A_WORDING = frozenset(WordingKey)


def _replanted(event: AnyEvent) -> AnyEvent:
    """The event with every id of its own replaced, equal ones by equal ones."""
    held = {each.name for each in fields(event)} & {*_OWN_FIELDS}
    ids = {name: getattr(event, name) for name in held if event.type != "team_transferred"}
    if ids.get("template") in _NAMES_A_WORDING:
        del ids["template"]
    # Ids of 128 characters have no room for a prefix; reversed they stay as different as they were.
    planted: dict[str, Any] = {
        name: f"{_PLANTED}{value[::-1][:119]}" for name, value in ids.items() if value is not None
    }
    return replace(event, **planted)


def ids_are_opaque_and_stay_where_they_are(case: Case) -> bool:
    """Other ids make no other decision, and show in it only as ids, of the lead and of visits.

    The id of a task is left out: it tells the tasks of two visits apart, and hosts of a task.
    """
    events = tuple(map(_replanted, case.past.events))
    renamed = case.decide(of=History(lead=case.past.lead, events=events))
    told, before = _without_ids(renamed), _without_ids(case.decision)
    return told == before and _PLANTED not in json.dumps(told)


def _without_ids(decision: Decision) -> dict[str, Any]:
    told = decision.to_dict()
    for task in told["tasks"]:
        del task["id"], task["appointment_id"]
    return told


def a_phone_number_is_not_kept(case: Case) -> bool:
    """Of the number given as `phone` nothing is left but its country."""
    facts = {**dict(case.history.lead.profile), "calling_code": None, "phone": "+81 90-5550-9917"}
    lead = Lead(**{**dict(case.history.lead), "profile": facts})
    history = History(lead=lead, events=case.past.events)
    written = history.model_dump_json() + case.decide(of=history).to_json() + repr(history)
    return lead.profile.calling_code == "81" and not {"5550", "9917"} & {*_digits(written)}


def _digits(text: str) -> list[str]:
    """Every run of four digits that no other digit stands beside."""
    parts = "".join(each if each.isdigit() else " " for each in text).split()
    return [part for part in parts if len(part) == 4]


def refused_input_shows_nowhere(case: Case) -> bool:
    """Input with a wrong value or name is refused with an error that shows neither."""
    history = json.loads(case.history.model_dump_json())
    policy = json.loads(case.policy.model_dump_json())
    return all(
        _refuses_in_silence(read, _spoilt(data, case.throw(2**40, turn), as_name))
        for read, data, turn, as_name in (
            (read_history, history, 1, True),
            (read_history, history, 3, False),
            (read_policy, policy, 1, True),
            (read_policy, policy, 3, False),
        )
    )


def _refuses_in_silence(read: Any, data: Any) -> bool:
    try:
        read(json.dumps(data))
    except (InvalidHistory, InvalidPolicy) as refused:
        return _PLANTED not in f"{refused} {refused!r} {refused.problems}"
    return True  # the place can hold any id


def _spoilt(data: Any, dice: int, as_name: bool) -> Any:
    """The same data with one leaf, or the name of one, replaced by what was planted."""
    if isinstance(data, dict) and data:
        name = [*data][dice % len(data)]
        if as_name and not isinstance(data[name], dict | list):
            return {**data, f"{_PLANTED}-{name}": data[name]}
        return {**data, name: _spoilt(data[name], dice // len(data), as_name)}
    if isinstance(data, list) and data:
        place = dice % len(data)
        spoilt = _spoilt(data[place], dice // len(data), as_name)
        return [*data[:place], spoilt, *data[place + 1 :]]
    return [_PLANTED] if dice % 2 else _PLANTED


LAWS = (
    Law("1", another_engine_gives_the_same_bytes),
    Law("1", asking_again_gives_the_same_bytes, share=4),
    Law("1", an_equal_history_gives_the_same_bytes),
    Law("1", parts_may_be_asked_for_in_any_order),
    Law("5", zones_of_instants_change_nothing),
    Law("5", zone_of_the_clock_changes_nothing),
    Law("5", telling_twice_changes_nothing),
    Law("5", order_of_the_list_changes_nothing),
    Law("14", history_survives_json),
    Law("14", decision_survives_json),
    Law("14", policy_survives_json, share=25),
    Law("15", ids_are_opaque_and_stay_where_they_are),
    Law("15", a_phone_number_is_not_kept, share=4),
    Law("15", refused_input_shows_nowhere, share=50),
)

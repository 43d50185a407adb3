"""Simulations: a clinic in time, under a policy, with customers of an assumed or counted behaviour.

`simulate` lets leads come in, agents work the queue, and customers answer, write, call, book, and
come or not; `Behaviour` says how they do, and `Behaviour.fit` learns it from recorded histories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from leadflow.calendars import OpeningHours
from leadflow.engine.decider import Decider
from leadflow.errors import InvalidSimulation
from leadflow.history import History
from leadflow.instants import MAX_YEAR, as_instant
from leadflow.lead import Lead, Profile, facts_of
from leadflow.mappings import Counts
from leadflow.policy import Policy
from leadflow.readers.kpi import kpi
from leadflow.readers.simulation.behaviour import Behaviour
from leadflow.readers.simulation.chance import Chance
from leadflow.readers.simulation.clinic import Clinic, leads_in_order
from leadflow.readers.simulation.clock import SECOND, arrivals, end_of
from leadflow.readers.simulation.customers import FACTS, Customer
from leadflow.readers.simulation.results import Outreach, Simulation, Waiting, waiting_of
from leadflow.readers.simulation.times import Times
from leadflow.readers.simulation.work import Stint
from leadflow.routing import is_chinese
from leadflow.sections import RoutingPolicy

__all__ = ["Behaviour", "Simulation", "Stint", "Waiting", "simulate"]

MOST_LEADS: Final = 1_000_000
MOST_AGENTS: Final = 1_000
MOST_DAYS: Final = 3_660


def simulate(
    policy: Policy,
    *,
    behaviour: Behaviour,
    leads: int | Sequence[Lead],
    agents: int,
    start: datetime,
    days: int,
    seed: int,
    progress: Callable[[int, int], object] | None = None,
) -> Simulation:
    """A clinic's days from `start` on, under a policy: the same arguments give the same result.

    `leads` is how many come in, at instants that the behaviour and the seed give, or the leads
    themselves: those created before `start` are there when it begins. `agents` work, each on one
    thing at a time, in the policy's opening hours; they take up what is due in the order of the
    queue, and what has no place there (entries in the record, confirmations) when nothing is due.
    A call from a lead interrupts as `should_interrupt` says. `days` are clinic-local ones.
    `progress` is called with the days that are over and those there are.

    Every lead has its own streams of chance: under one seed two policies meet the same customers.

    How work is done, beyond what the policy says: nothing is begun that might not be done by a
    minute before closing; a conversation that has begun is brought to its end by then, and what is
    left to record waits for the next opening. What came to nothing and is still due rests for
    `retry_minutes`. Visits are kept or missed, and recorded, without an agent.

    Raises `InvalidInstant` where `start` is naive or outside the years 1970-2199, and
    `InvalidSimulation` where a count is no whole number or out of bounds, two leads share an id, a
    lead is created at or after the end, or the behaviour has no lead come in on these days.
    """
    clinic, known = prepared(
        policy,
        behaviour=behaviour,
        leads=leads,
        agents=agents,
        start=start,
        days=days,
        seed=seed,
    )
    _run(clinic, days, progress or _unheard)
    return _result(clinic, known, seed=seed)


def _run(clinic: Clinic, days: int, progress: Callable[[int, int], object]) -> None:
    """Let all days pass, and tell whenever one is over."""
    times, over = clinic.times, 0
    next_at = end_of(times.start, 1, times.hours)
    for now in clinic.ticks():
        if now < next_at:
            continue
        while next_at <= now:
            over += 1
            next_at = end_of(times.start, over + 1, times.hours)
        progress(over, days)
    progress(days, days)


def _unheard(_done: int, _total: int) -> None:
    """Progress that nobody asks for."""


def prepared(
    policy: Policy,
    *,
    behaviour: Behaviour,
    leads: int | Sequence[Lead],
    agents: int,
    start: datetime,
    days: int,
    seed: int,
) -> tuple[Clinic, Sequence[Lead]]:
    """A clinic that only has to be let run, and the leads that it expects, in order."""
    _check("agents", agents, 0, MOST_AGENTS)
    _check("days", days, 1, MOST_DAYS)
    _check("seed", seed, None, None)
    decider = Decider(policy)
    hours = decider.terms.hours
    start = as_instant(start).replace(microsecond=0)
    end = end_of(start, days, hours)
    if end.year >= MAX_YEAR:
        raise InvalidSimulation(f"the last day must lie before the year {MAX_YEAR}: begin earlier")
    times = Times(behaviour, hours=hours, start=start, end=end)
    clinic = Clinic(decider, times=times, agents=agents)
    if isinstance(leads, Sequence):
        known = _given(leads, end)
        customers = [
            _customer(behaviour, seed, n, hours, _facts_of(each.profile, policy.routing))
            for n, each in enumerate(known)
        ]
    else:
        _check("leads", leads, 0, MOST_LEADS)
        customers = [_customer(behaviour, seed, n, hours, {}) for n in range(leads)]
        chance = Chance(seed, "arrivals")
        came_at = arrivals(behaviour, leads=leads, start=start, end=end, hours=hours, chance=chance)
        known = [
            _lead(n, at, customer)
            for n, (at, customer) in enumerate(zip(came_at, customers, strict=True))
        ]
    for lead, customer in zip(known, customers, strict=True):
        clinic.expect(lead, customer)
    return clinic, known


def _customer(
    behaviour: Behaviour, seed: int, number: int, hours: OpeningHours, known: dict[str, Any]
) -> Customer:
    return Customer(behaviour, seed=seed, number=number, hours=hours, known=known)


def _facts_of(profile: Profile, routing: RoutingPolicy | None) -> dict[str, Any]:
    """What is known of a customer whose lead is given; what follows from it is so too."""
    known = {name: value for name in FACTS if (value := getattr(profile, name)) is not None}
    chinese = profile.chinese if routing is None else is_chinese(facts_of(profile), routing)
    return known if chinese is None else {**known, "chinese": chinese}


def _lead(number: int, created_at: datetime, customer: Customer) -> Lead:
    source, profile = customer.comes_in()
    lead_id = f"lead-{number + 1:05}"
    return Lead(lead_id=lead_id, created_at=created_at, source=source, profile=profile)


def _given(leads: Sequence[Any], end: datetime) -> list[Lead]:
    if not all(isinstance(each, Lead) for each in leads):
        raise InvalidSimulation("leads are a whole number, or a sequence of leads")
    known = leads_in_order(leads)
    if len({each.lead_id for each in known}) < len(known):
        raise InvalidSimulation("two leads have the same id: give each an id of its own")
    if known and known[-1].created_at >= end:
        raise InvalidSimulation("a lead is created after the last day: leave it out, or add days")
    return known


def _check(name: str, value: Any, least: int | None, most: int | None) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidSimulation(f"{name} must be a whole number")
    if least is not None and most is not None and not least <= value <= most:
        raise InvalidSimulation(f"{name} must lie between {least} and {most}")


def _result(clinic: Clinic, known: Sequence[Lead], *, seed: int) -> Simulation:
    times, log, decider = clinic.times, clinic.log, clinic.decider
    guests = sorted(clinic.guests, key=lambda each: (each.live.lead.created_at, each.lead_id))
    log.finish(clinic.agents, guests, times.end)
    now = times.end
    histories = tuple(
        History(lead=each.live.lead, events=tuple(each.live.events)) for each in guests
    )
    decisions = [each.decide(now) for each in guests]
    losses = Counter(str(each.reason_for_loss) for each in decisions if each.reason_for_loss)
    outreach = Outreach(histories, times.hours)
    first = min((each.created_at for each in known), default=times.start)
    spent = sum((each.end - each.start for each in log.stints), timedelta())
    there = times.open_time() * len(clinic.agents)
    return Simulation(
        policy=decider.ref,
        behaviour=times.behaviour,
        seed=seed,
        start=times.start,
        end=now,
        zone=decider.policy.calendar.zone,
        agents=len(clinic.agents),
        histories=histories,
        indicators=kpi(
            histories,
            start=min(first, times.start),
            end=now + SECOND,
            now=now,
            policy=decider.policy,
        ),
        statuses=Counts(Counter(each.status.value for each in decisions)),
        losses=Counts(losses),
        calls=outreach.calls,
        emails=outreach.emails,
        texts=outreach.texts,
        visits=outreach.visits,
        waiting=waiting_of(decider.order, log.waits, log.never),
        busy=spent / there if there else None,
        hours=outreach.week,
        work=tuple(log.stints),
    )

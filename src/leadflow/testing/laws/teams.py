"""Law 12: what becomes known never turns a settled team, and every question is worth asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from leadflow import events as e
from leadflow.decision import Decision
from leadflow.events import AnyEvent
from leadflow.lead import Profile, ProfileChanges
from leadflow.testing.laws.case import Case
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import Pricing, SpecialNeed, Team, TransferTeam, VisitBarrier

_ORDER = (
    "language", "chinese", "calling_code", "visit_barriers", "special_needs", "pricing",
    "agreed_visit_on", "referral_fee",
)  # fmt: skip
"""The order in which facts are asked for."""
_MOST = 5
"""So many questions at once are tried in every combination of answers: two to their power."""


def _answers(case: Case) -> Mapping[str, Sequence[Any]]:
    """For each fact two answers, one of which speaks for a transfer or a visit."""
    routing = case.policy.routing
    spoken = sorted(routing.chinese_languages) if routing is not None else []
    today = case.now.astimezone(ZoneInfo(case.policy.calendar.zone)).date()
    return {
        "language": (next(iter(spoken), "zz"), "qq"),
        "chinese": (True, False),
        "calling_code": ("86", "1"),
        "visit_barriers": ((VisitBarrier.TOO_FAR,), ()),
        "special_needs": ((SpecialNeed.SURROGACY,), ()),
        "pricing": (Pricing.INTERNATIONAL, Pricing.LOCAL),
        "agreed_visit_on": (today, today + timedelta(days=4000)),
        "referral_fee": (True, False),
    }


def _profile(case: Case) -> Profile:
    """What is known of the lead at the clock."""
    known = case.past.lead.profile
    for event in case.past.events:
        if isinstance(event, e.ProfileUpdated):
            known = known.changed(event.changes)
    return known


def _told(case: Case, **facts: Any) -> Decision:
    return case.decide(e.ProfileUpdated(at=case.now, changes=ProfileChanges(**facts)))


def _unknown(case: Case) -> list[str]:
    """The facts that are not known; a known language stands in for `chinese` where it may."""
    profile, routing = _profile(case), case.policy.routing
    unknown = [name for name in _ORDER if getattr(profile, name) is None]
    by_language = routing is not None and routing.language_implies_chinese
    if by_language and profile.language is not None and "chinese" in unknown:
        unknown.remove("chinese")
    return unknown


def _answer(case: Case, name: str, turn: int) -> Any:
    """One of the two answers; more often the one that leaves the team open."""
    rare = not case.throw(4, turn)
    return _answers(case)[name][rare if name in ("language", "chinese") else not rare]


def _learn(case: Case, turn: int) -> Mapping[str, Any]:
    """Answers for two in three of the facts that are unknown."""
    return {
        name: _answer(case, name, 2 * place + turn)
        for place, name in enumerate(_unknown(case))
        if case.throw(3, 2 * place + turn + 1)
    }


def _learning(case: Case) -> Case:
    """The case after some facts became known, most often of a Chinese customer."""
    event = e.ProfileUpdated(at=case.now, changes=ProfileChanges(**_learn(case, 0)))
    return case.with_history(case.past.with_event(event))


def what_becomes_known_never_turns_a_team(case: Case) -> bool:
    """A team that routing settled stays while facts only become known."""
    case = _learning(case)
    routing = case.decision.routing
    open_or_by_person = bool(routing.questions) or routing.grounds == ("RTE-9",)
    later = (_told(case, **_learn(case, 30 * turn)).routing.team for turn in range(1, 5))
    return open_or_by_person or all(team is routing.team for team in later)


def _asked(case: Case) -> list[str]:
    return [each.fact for each in case.decision.routing.questions]


def every_question_can_change_the_team(case: Case) -> bool:
    """For every question there are answers to the others with which its own answer decides."""
    case = _learning(case)
    asked, answers = _asked(case), _answers(case)
    routing = case.policy.routing
    nobody_is_chinese = routing is not None and not routing.chinese_languages
    if len(asked) > _MOST or nobody_is_chinese:
        asked = []  # too many to try, or a language that tells nothing
    teams = {
        chosen: _told(case, **dict(zip(asked, chosen, strict=True))).routing.team
        for chosen in product(*(answers[name] for name in asked))
    }
    return all(
        any(
            teams[(*chosen[:place], answer, *chosen[place + 1 :])] is not team
            for chosen, team in teams.items()
            for answer in answers[name]
        )
        for place, name in enumerate(asked)
    )


def answering_all_questions_settles_the_team(case: Case) -> bool:
    """Once all its questions are answered, routing asks no more."""
    case = _learning(case)
    facts = {name: _answer(case, name, 30 + turn) for turn, name in enumerate(_asked(case))}
    return _told(case, **facts).routing.questions == ()


def only_unknown_facts_are_asked_for_and_in_order(case: Case) -> bool:
    """Questions are about unknown facts, in the order of the specification, and leave no team."""
    case = _learning(case)
    asked = _asked(case)
    in_order = [_ORDER.index(name) for name in asked]
    undetermined = case.decision.routing.team is Team.UNDETERMINED
    return in_order == sorted(set(in_order)) and (
        not asked or (undetermined and set(asked) <= set(_unknown(case)))
    )


def a_person_s_transfer_decides(case: Case) -> bool:
    """Where there is routing, the team that a person hands a lead to is its team."""
    to = case.one_of((TransferTeam.CHINA, TransferTeam.LOCAL))
    event: AnyEvent = e.TeamTransferred(at=case.now, to=to)
    team = case.decide(event).routing.team
    if case.policy.routing is None or to is TransferTeam.LOCAL:
        return team in (Team.LOCAL, Team.LOCAL_CHINESE)
    return team is Team.CHINA


def without_routing_every_lead_is_local(case: Case) -> bool:
    """A policy without routing leaves every lead to the local team and asks nothing."""
    routing = case.decision.routing
    return case.policy.routing is not None or (routing.team, routing.questions) == (Team.LOCAL, ())


LAWS = (
    Law("12", what_becomes_known_never_turns_a_team),
    Law("12", every_question_can_change_the_team, share=4),
    Law("12", answering_all_questions_settles_the_team),
    Law("12", only_unknown_facts_are_asked_for_and_in_order),
    Law("RTE-9", a_person_s_transfer_decides),
    Law("RTE-10", without_routing_every_lead_is_local),
)

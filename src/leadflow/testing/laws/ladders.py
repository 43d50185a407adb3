"""Laws 9 and 10: what does not count, and what a longer ladder does not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from leadflow import events as e
from leadflow.delays import AnyDelay, BusinessDays, BusinessHours, CalendarSpan, Elapsed
from leadflow.engine import Engine
from leadflow.events import AnyEvent
from leadflow.history import History
from leadflow.policy import Policy
from leadflow.sections import Counted, Rung, Then
from leadflow.testing.laws.case import Case, contacts
from leadflow.testing.laws.law import Law
from leadflow.vocabulary import Channel, EmailVia, Purpose, Status

# --- Law 9 ----------------------------------------------------------------------------------------


def _is_like_rsi(policy: Policy) -> bool:
    """Whether texts and e-mails by chat mean nothing under a policy."""
    return (
        policy.mail is None
        and policy.unreachable is None
        and policy.no_show is None
        and policy.reminder is None
        and not policy.first_contact.by_phone
        and Counted.EMAIL_ANY not in policy.attempts.counted
    )


def _can_be_called_and_is_owed_nothing(case: Case, history: History) -> bool:
    at = history.events[-1].at if history.events else history.lead.created_at
    so_far = Case(case.policy, history, at, at, 0)
    decision = so_far.decision
    owed = (Purpose.ANSWER_REPLY, Purpose.ANSWER_CALL, Purpose.RETURN_VOICEMAIL)
    hidden = decision.do_not_contact or decision.routing.grounds == ("RTE-9",)
    return (
        Channel.PHONE in so_far.channels
        and not hidden
        and not any(each.purpose in owed for each in contacts(decision))
    )


def _counts_for_nothing(case: Case, tell: Callable[[datetime], AnyEvent]) -> bool:
    events = case.past.events
    place = case.throw(len(events) + 1)
    before = History(lead=case.past.lead, events=events[:place])
    at = events[place - 1].at if place else case.past.lead.created_at
    if (
        not _is_like_rsi(case.policy)
        or at > case.now
        or not _can_be_called_and_is_owed_nothing(case, before)
    ):
        return True
    told = History(lead=case.past.lead, events=(*events[:place], tell(at), *events[place:]))
    return _standing(case.engine, told, case.now) == _standing(case.engine, case.past, case.now)


def _standing(engine: Engine, history: History, now: datetime) -> tuple[Any, ...]:
    decision = engine.decide(history, now=now)
    return decision.attempts, decision.status, decision.next_contact


def a_text_counts_for_nothing(case: Case) -> bool:
    """Under RSI a text changes neither attempts nor status nor next contact."""
    return _counts_for_nothing(case, lambda at: e.TextSent(at=at))


def an_email_by_chat_counts_for_nothing(case: Case) -> bool:
    """Under RSI an e-mail from purple chat changes neither attempts nor status nor next contact."""
    return _counts_for_nothing(case, lambda at: e.EmailSent(at=at, via=EmailVia.PURPLE_CHAT))


# --- Law 10 ---------------------------------------------------------------------------------------

_LONGER = timedelta(hours=3)
_RUNG = Rung(unscheduled=Elapsed(_LONGER), no_response=Elapsed(_LONGER))


def _exhausts_last(policy: Policy) -> bool:
    """Whether no rung that exhausts stands below one that does not."""
    rungs = policy.attempts.rungs
    for column in ("unscheduled", "no_response"):
        ends = [getattr(rung, column) is Then.EXHAUSTED for rung in rungs]
        if ends != sorted(ends):
            return False
    return True


@lru_cache(maxsize=64)
def with_one_more_rung(policy: Policy, place: int) -> Engine:
    """The engine of a policy with one more rung, which does not exhaust, at a place."""
    rungs = policy.attempts.rungs
    longer = (*rungs[:place], _RUNG, *rungs[place:])
    return _with(policy, attempts=policy.attempts.model_copy(update={"rungs": longer}))


@lru_cache(maxsize=16)
def with_longer_ladder(policy: Policy) -> Engine:
    """The engine of a policy whose ladder waits longer everywhere."""
    rungs = tuple(
        Rung(unscheduled=_lengthened(each.unscheduled), no_response=_lengthened(each.no_response))
        for each in policy.attempts.rungs
    )
    return _with(policy, attempts=policy.attempts.model_copy(update={"rungs": rungs}))


@lru_cache(maxsize=16)
def with_longer_mail_round(policy: Policy) -> Engine:
    """The engine of a policy whose mail round waits longer."""
    mail = policy.mail
    if mail is None:
        return Engine(policy)
    return _with(policy, mail=mail.model_copy(update={"interval": _lengthened(mail.interval)}))


def _with(policy: Policy, **sections: object) -> Engine:
    return Engine(policy.model_copy(update=sections))


def _lengthened(step: AnyDelay | Then) -> AnyDelay | Then:
    """A longer delay of the same kind; the longest there are stay as they are."""
    match step:
        case Elapsed(duration):
            return Elapsed(min(duration + _LONGER, timedelta(days=36_525)))
        case CalendarSpan(months, days):
            return CalendarSpan(months, min(days + 2, 36_525))
        case BusinessDays(days):
            return BusinessDays(days + 1)
        case BusinessHours(duration):
            return BusinessHours(duration + _LONGER)
        case Then():  # pragma: no branch - mypy sees to it that no kind is left
            return step


def one_more_rung_loses_nobody_earlier(case: Case) -> bool:
    """With one more rung that does not exhaust, a lead does not die earlier than without."""
    if not _exhausts_last(case.policy):
        return True
    longer = with_one_more_rung(case.policy, case.throw(len(case.policy.attempts.rungs) + 1))
    return all(
        died_before or not dies
        for died_before, dies in zip(
            _died_by(case.engine, case), _died_by(longer, case), strict=True
        )
    )


def _died_by(engine: Engine, case: Case) -> Iterator[bool]:
    """For each gap between events, whether the lead was dead at some instant up to its end."""
    died = False
    events, lead = case.past.events, case.past.lead
    for place in range(len(events) + 1):
        until = events[place].at if place < len(events) else case.now
        history = History(lead=lead, events=events[:place])
        died = died or engine.decide(history, now=until).status is Status.DEAD
        yield died


def _agenda(engine: Engine, case: Case) -> dict[tuple[Purpose, str], datetime]:
    decision = engine.decide(case.past, now=case.now)
    return {(each.purpose, each.origin): each.at for each in contacts(decision)}


def _brings_nothing_forward(engine: Engine, case: Case) -> bool:
    before, after = _agenda(case.engine, case), _agenda(engine, case)
    return before.keys() == after.keys() and all(after[name] >= before[name] for name in before)


def a_longer_ladder_brings_nothing_forward(case: Case) -> bool:
    """With longer delays on the ladder, nothing on the agenda comes earlier."""
    return _brings_nothing_forward(with_longer_ladder(case.policy), case)


def a_longer_mail_round_brings_nothing_forward(case: Case) -> bool:
    """With a longer mail round, nothing on the agenda comes earlier."""
    return _brings_nothing_forward(with_longer_mail_round(case.policy), case)


LAWS = (
    Law("9", a_text_counts_for_nothing),
    Law("9", an_email_by_chat_counts_for_nothing),
    Law("10", one_more_rung_loses_nobody_earlier),
    Law("10", a_longer_ladder_brings_nothing_forward),
    Law("10", a_longer_mail_round_brings_nothing_forward),
)

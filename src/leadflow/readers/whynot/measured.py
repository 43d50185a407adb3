"""What a rule asks beside its event and status, as the folded draft has it: counts, clocks, facts.

One function for each rule that asks such a thing. They read what the rules of the fold left in the
draft and the policy that was compiled; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from leadflow.readers.whynot import ladders
from leadflow.readers.whynot.conditions import RULE_OF, Condition, Matter, Told, Way
from leadflow.readers.whynot.ladders import no_response, on_rung, released, waits_for
from leadflow.rulebook import (
    appointments,
    closing,
    conversation,
    ladder,
    mail_round,
    no_show,
    unreachable,
    visits,
)
from leadflow.rulebook.occasions import Timer
from leadflow.rulebook.rule import Body
from leadflow.rulebook.words import EMAIL, PHONE, TEXT
from leadflow.sections import Then


def _silence(way: Way) -> Told:
    yield waits_for(
        way,
        Timer.SILENCE,
        "The lead has been silent for long enough since it missed its appointment",
        "no_show.silence",
        otherwise="a missed appointment, and silence from then on",
    )
    yield released(way)


def _no_show_assumed(way: Way) -> Told:
    assumed = way.view.decider.terms.assume_no_show_after
    if assumed is None:
        lacking = "the policy takes no visit as missed by itself"
        yield way.tells(
            "A visit nobody recorded is taken as missed", Matter.POLICY, holds=False,
            lacking=lacking, path="appointments.assume_no_show_after",
        )  # fmt: skip
        return
    yield waits_for(
        way,
        Timer.ASSUMED_NO_SHOW,
        "The time in which attendance can be recorded is over",
        assumed.path,
        otherwise="an open appointment",
    )
    yield from _no_other_open(way)


def _no_other_open(way: Way) -> Told:
    """What becomes of one appointment changes the status only if no other is open."""
    others = max(len(way.view.draft.bookings.open_ones()) - 1, 0)
    yield way.tells(
        "No other appointment is open",
        Matter.COUNT,
        holds=not others,
        is_=others,
        needed=0,
        missing=others,
        lacking=f"{others} to be settled first",
    )


def _something_to_cancel(way: Way) -> Told:
    draft = way.view.draft
    any_open = draft.bookings.any_open or draft.marked is not None
    lacking = "an open appointment"
    yield way.tells("An appointment is open", Matter.FACT, holds=any_open, lacking=lacking)
    yield from _no_other_open(way)


def _revived(way: Way) -> Told:
    yield way.tells(
        "The lead died of running out of attempts",
        Matter.FACT,
        holds=way.view.draft.exhausted,
        lacking="another end",
    )


def _mail_round(way: Way) -> Told:
    draft, covers = way.view.draft, way.view.draft.roles
    call_at, today = draft.round_call, draft.day_of(way.view.now)
    wrote_at = next((at for at in draft.round_emails if draft.day_of(at) == today), None)
    yield on_rung(way, no_response, Then.MAIL_ROUND, begun=call_at is not None)
    if call_at is None and PHONE in covers[EMAIL] | covers[TEXT]:
        yield _part(way, "An unreached call was made", _CALLS, _NO_CHANNEL)
        yield _part(way, "An e-mail was sent", _WRITINGS, None)
        return
    yield _part(way, "An unreached call was made", _CALLS, call_at)
    by_call = EMAIL in covers[PHONE]
    if by_call and call_at is None:
        yield _part(way, "An e-mail was sent", _WRITINGS, _NO_CHANNEL)
    else:
        enough = (*_WRITINGS, *_CALLS) if by_call else _WRITINGS
        yield _part(way, "An e-mail was sent", enough, wrote_at)


def _part(
    way: Way, condition: str, bodies: tuple[Body, ...], done: datetime | str | None
) -> Condition:
    """One half of a mail round; none is asked for through a channel there is not (COM-8)."""
    kinds = tuple(each.value for body in bodies for each in RULE_OF[body].on)
    return way.tells(
        condition, Matter.EVENT, holds=done is not None, is_=done, needed=kinds, missing=kinds,
        by=RULE_OF[bodies[0]],
    )  # fmt: skip


_CALLS: tuple[Body, ...] = (mail_round.call_completes_round,)
_WRITINGS: tuple[Body, ...] = (mail_round.email_completes_round,)
_NO_CHANNEL = "no such channel"


def criteria(way: Way) -> Told:
    """The criteria of UNR-1, each by itself, and by how much it fails."""
    draft, terms, now = way.view.draft, way.view.decider.terms, way.view.now
    assert terms.unreachable_after is not None  # the section is there
    months, first = RULE_OF[unreachable.months_complete], draft.first_attempt_at
    yield way.passes(
        "The months of follow-up since the first attempt are over",
        None if first is None else terms.unreachable_after.add(first),
        is_=None if first is None else now - first,
        by=months,
        path="unreachable.after",
        otherwise="a first attempt, and the months from it on",
    )
    yield way.tells(
        "There were enough attempts",
        Matter.COUNT,
        holds=draft.attempts >= terms.unreachable_attempts,
        is_=draft.attempts,
        missing=terms.unreachable_attempts - draft.attempts,
        by=months,
        path="unreachable.attempts",
    )
    yield way.tells(
        "The lead never communicated",
        Matter.FACT,
        holds=draft.communication_at is None,
        is_=draft.communication_at,
        needed="never",
        lacking="it did, and that cannot be undone",
        by=RULE_OF[conversation.communicated],
        named=months.id,
    )


def _unreachable(way: Way) -> Told:
    yield from criteria(way)
    draft, terms = way.view.draft, way.view.decider.terms
    if not terms.final_attempt_required:
        return
    yield _final(way, "The final call was made", unreachable.final_call, draft.final_called)
    yield _final(way, "The final e-mail was sent", unreachable.final_email, draft.final_emailed)


def _final(way: Way, condition: str, body: Body, done: bool) -> Condition:
    rule = RULE_OF[body]
    kinds = tuple(each.value for each in rule.on)
    return way.tells(
        condition, Matter.EVENT, holds=done, needed=kinds, missing=kinds,
        lacking=f"after the criteria hold, {' or '.join(kinds)}", by=rule,
        path="unreachable.final_attempt_required",
    )  # fmt: skip


Measure = Callable[[Way], Told]
MEASURES: Mapping[Body, Measure] = {
    ladder.exhausted_by_no_response: ladders.exhausted_by_no_response,
    ladder.exhausted_by_bare_follow_up: ladders.exhausted_by_bare_follow_up,
    ladder.exhausted_by_silence: ladders.exhausted_by_silence,
    mail_round.call_completes_round: _mail_round,
    appointments.cancelled: _something_to_cancel,
    visits.attended: _no_other_open,
    no_show.no_show_recorded: _no_other_open,
    no_show.no_show_assumed: _no_show_assumed,
    no_show.silence_complete: _silence,
    unreachable.final_call: _unreachable,
    closing.revived_by_follow_up: _revived,
}
"""By rule, what it asks beside its event and status."""
NAMES: Mapping[Body, str] = {
    mail_round.call_completes_round: "An unreached call and an e-mail complete a mail round.",
    unreachable.final_call: (
        "The criteria hold, and so the final attempt was made where it must be."
    ),
}
"""What a way of several rules is called."""
WHOLE = frozenset({mail_round.call_completes_round, unreachable.final_call})
"""Rules whose events are told one by one among what they ask."""
TOLD_WITH_OTHERS = frozenset(
    {mail_round.email_completes_round, unreachable.final_email, unreachable.criteria_suffice}
)
"""Rules that only complete what another way tells."""

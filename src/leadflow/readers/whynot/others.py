"""The ways to a reason for loss, and to a place in the work queue."""

from __future__ import annotations

from collections.abc import Mapping

from leadflow.display.words import worded
from leadflow.engine.agenda import silenced_by
from leadflow.engine.explain import READING
from leadflow.readers.whynot.conditions import RULE_OF, Condition, Matter, Told, View, Way
from leadflow.readers.whynot.statuses import by_rule
from leadflow.rulebook import attempts, closing, ladder, no_show
from leadflow.rulebook.rule import Body
from leadflow.vocabulary import ReasonForLoss, Status

GIVES: Mapping[Body, ReasonForLoss] = {
    ladder.exhausted_by_no_response: ReasonForLoss.BEST_PRACTICES,
    ladder.exhausted_by_bare_follow_up: ReasonForLoss.BEST_PRACTICES,
    ladder.exhausted_by_silence: ReasonForLoss.BEST_PRACTICES,
    no_show.silence_complete: ReasonForLoss.NO_RESPONSE,
    closing.service_declined: ReasonForLoss.NO_LONGER_INTERESTED,
    closing.stop_requested: ReasonForLoss.STOP_CONTACT,
}
"""By rule, the reason that it gives a lead it ends."""


def ways_to_reason(view: View, reason: ReasonForLoss) -> Told:
    """Every condition of a reason for loss: by the rules that give it, or by a person."""
    for body, given in GIVES.items():
        if given is reason:
            yield _no_reason_by_person(Way(view, RULE_OF[body]), reason)
            yield from by_rule(view, RULE_OF[body])
    yield from _by_person(view, reason)


def _no_reason_by_person(way: Way, reason: ReasonForLoss) -> Condition:
    """A reason that a person gave stands before those of the rules (ATT-10)."""
    given = way.view.draft.person_reason
    return way.tells(
        "No person gave another reason",
        Matter.FACT,
        holds=given in (None, reason),
        is_=given,
        lacking="that the person had given none",
        by=RULE_OF[attempts.reason_by_person],
    )


def _by_person(view: View, reason: ReasonForLoss) -> Told:
    way, draft = Way(view, RULE_OF[attempts.reason_by_person]), view.draft
    yield way.tells(
        "The lead is dead",
        Matter.STATUS,
        holds=draft.status is Status.DEAD,
        is_=draft.status.value,
        needed=Status.DEAD.value,
        lacking="the reason waits until it is",
    )
    kinds = tuple(each.value for each in way.rule.on)
    yield way.tells(
        "A person gave this reason, and no other later",
        Matter.EVENT,
        holds=draft.person_reason == reason,
        is_=draft.person_reason,
        needed=reason.value,
        missing=kinds,
        lacking=f"{' or '.join(kinds)}: {worded(reason)}",
    )


def ways_to_queue(view: View) -> Told:
    """What a lead needs to stand in the work queue: a contact that may be made, and is due."""
    silenced, contact = silenced_by(view.draft), view.decision.next_contact
    way = Way(view, RULE_OF[closing.stop_requested], "The next contact is due")
    yield way.tells(
        "The lead may be contacted",
        Matter.FACT,
        holds=silenced is None or contact is not None,
        lacking="" if silenced is None else silenced.rule.sentence,
        by=None if silenced is None else silenced.rule,
        named="CLS-3" if silenced is None else None,
    )
    yield way.tells(
        "A contact is planned",
        Matter.EVENT,
        holds=contact is not None,
        is_=None if contact is None else contact.purpose.value,
        lacking="a contact on the agenda",
        by=view.draft.status_cause.rule,
    )
    yield way.passes(
        "Its time has come",
        None if contact is None else contact.at,
        otherwise="a contact on the agenda",
        named="PRI-4",
        source=READING,
    )

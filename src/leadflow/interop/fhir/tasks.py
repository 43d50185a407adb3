"""`Task`: one for each contact on the agenda, and one for each task that is open."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow.decision import Decision
from leadflow.interop.fhir.elements import (
    Whom,
    concept,
    explained,
    filled,
    identifier,
    logical,
    period,
    plain,
    user,
    whom,
)
from leadflow.interop.fhir.systems import (
    APPOINTMENT,
    CHANNEL,
    CONTACT_ORIGIN,
    CONTACT_PURPOSE,
    POLICY,
    STAGE,
    TASK,
    TASK_INPUT,
    TASK_KIND,
    WORK_KIND,
    Input,
    Resource,
    Stage,
)
from leadflow.interop.wanted import Wanted, is_important, wanted, zulu
from leadflow.vocabulary import TaskKind, WorkKind


def task_resources(
    decision: Decision, *, subject: str | None = None, owner: str | None = None
) -> tuple[Resource, ...]:
    """The FHIR R5 `Task`s of a decision: its next contact, what is upcoming, its open tasks.

    What can be done at the decision's clock has the status `ready` and the intent `order`, what
    lies ahead `draft` and `plan`; `businessStatus` tells `planned`, `due` or `overdue`.
    `requestedPeriod` is from when and until when (UTC). `reason` names the rule and its source,
    `instantiatesUri` the fingerprint of the policy. `priority` follows the tiers of that policy:
    the first is `stat`, others before `follow_up` are `asap`, an important follow-up is `urgent`,
    all else `routine`; tasks that are no contacts have none.

    The id of a resource is the same in every decision that asks for the same thing, so that `PUT`
    keeps a server up to date. A task that a later decision does not have is done or fell away.

    `subject` is a reference to the lead's resource at the receiver (`Patient/17`), put beside the
    lead's opaque id; `owner` is the opaque id of who has the lead. Raises `InvalidMapping` where
    `subject` can be no reference.
    """
    lead = whom(decision.lead_id, subject)
    return tuple(_task(each, decision, lead, owner) for each in wanted(decision))


def _task(each: Wanted, decision: Decision, lead: Whom, owner: str | None) -> Resource:
    stage = _stage(each, decision)
    ahead = stage is Stage.PLANNED
    task = each.task
    return filled(
        {
            "resourceType": "Task",
            "id": each.id,
            "identifier": [] if task is None else [identifier(TASK, task.id)],
            "instantiatesUri": POLICY + plain(decision.policy.fingerprint).replace(" ", ""),
            "status": "draft" if ahead else "ready",
            "businessStatus": concept(STAGE, stage),
            "intent": "plan" if ahead else "order",
            "priority": _priority(each, decision),
            "code": concept(CONTACT_PURPOSE if task is None else TASK_KIND, each.what),
            "description": each.words,
            "focus": _focus(each),
            "for": lead.reference,
            "requestedPeriod": period(each.since, each.by),
            "authoredOn": None if each.asked_at is None else zulu(each.asked_at),
            "owner": user(owner),
            "reason": explained(each.rule, each.source),
            "input": [*_inputs(each, decision)],
        }
    )


def _focus(each: Wanted) -> Resource | None:
    """What a task is about: an appointment, or the request for another team."""
    task = each.task
    if task is not None and task.kind is TaskKind.TRANSFER_TO_CHINA_TEAM:
        return logical("ServiceRequest", TASK, task.id)
    if task is None or task.appointment_id is None:
        return None
    return logical("Appointment", APPOINTMENT, task.appointment_id)


def _stage(each: Wanted, decision: Decision) -> Stage:
    if each.since > decision.now:
        return Stage.PLANNED
    if each.by is not None and each.by <= decision.now:
        return Stage.OVERDUE
    return Stage.DUE


def _priority(each: Wanted, decision: Decision) -> str | None:
    order = decision.order
    if each.tier is None or each.tier not in order:
        return None
    place, follow_up = order.index(each.tier), order.index(WorkKind.FOLLOW_UP)
    if place < follow_up:
        return "asap" if place else "stat"
    return "urgent" if place == follow_up and is_important(decision) else "routine"


def _inputs(each: Wanted, decision: Decision) -> Iterator[Resource]:
    coded = (
        (Input.CHANNEL, CHANNEL, each.channel),
        (Input.TIER, WORK_KIND, each.tier),
        (Input.ORIGIN, CONTACT_ORIGIN, each.origin),
    )
    for name, system, code in coded:
        if code is not None:
            yield _input(name, "valueCodeableConcept", concept(system, code))
    if each.task is None:
        yield _input(Input.IMPORTANT, "valueBoolean", is_important(decision))
        return
    told = (
        (Input.FACT, each.task.fact),
        (Input.WORDING, each.task.wording),
        (Input.CHECKLIST, each.task.checklist),
    )
    for name, text in told:
        if text and plain(text):
            yield _input(name, "valueString", plain(text))


def _input(name: Input, kind: str, value: object) -> Resource:
    return {"type": concept(TASK_INPUT, name), kind: value}

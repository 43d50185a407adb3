"""`ServiceRequest` for the China team, and `Flag` for a lead that is not to be contacted."""

from __future__ import annotations

from collections.abc import Sequence

from leadflow.decision import Decision
from leadflow.interop.fhir.elements import (
    concept,
    explained,
    filled,
    identifier,
    logical,
    plain,
    whom,
)
from leadflow.interop.fhir.systems import (
    FLAG,
    FLAG_CATEGORY,
    POLICY,
    TASK,
    TASK_KIND,
    TEAM,
    Flagged,
    Resource,
)
from leadflow.interop.wanted import stable_id, zulu
from leadflow.outputs import Reason
from leadflow.routing import BY_TRANSFER
from leadflow.vocabulary import TaskKind, Team

_TRANSFER = TaskKind.TRANSFER_TO_CHINA_TEAM


def transfer_resources(decision: Decision, *, subject: str | None = None) -> tuple[Resource, ...]:
    """The FHIR R5 `ServiceRequest` for the China team (RTE-3, RTE-9): one, or none.

    `active` while the decision says that the lead is the China team's and nobody has handed it
    over, `completed` once a person did. `reason` has the rules that make it so, with their
    sources; `authoredOn` is when they came true (UTC). `subject` is a reference to the lead's
    resource at the receiver; raises `InvalidMapping` where it can be none.
    """
    lead = whom(decision.lead_id, subject)
    if decision.routing.team is not Team.CHINA:
        return ()
    done = BY_TRANSFER in decision.routing.grounds
    reasons = _behind(decision, "routing")
    tasks = [each for each in decision.tasks if each.kind is _TRANSFER]
    return (
        filled(
            {
                "resourceType": "ServiceRequest",
                "id": stable_id("ServiceRequest", decision.lead_id, _TRANSFER),
                "identifier": [identifier(TASK, each.id) for each in tasks],
                "instantiatesUri": [POLICY + plain(decision.policy.fingerprint).replace(" ", "")],
                "status": "completed" if done else "active",
                "intent": "order",
                "code": {"concept": concept(TASK_KIND, _TRANSFER)},
                "subject": lead.reference,
                "authoredOn": zulu(max(each.at for each in reasons)) if reasons else None,
                "performer": [logical("Organization", TEAM, Team.CHINA)],
                "reason": [told for each in reasons for told in explained(each.rule, each.source)],
            }
        ),
    )


def flag_resources(decision: Decision, *, subject: str | None = None) -> tuple[Resource, ...]:
    """The FHIR R5 `Flag` of a lead that is not to be contacted (CLS-3): one, or none.

    Active since the request (`period.start`, UTC). A lead that may be contacted has none: a flag
    of an earlier decision that is gone has ended. `subject` is a reference to the lead's resource
    at the receiver; raises `InvalidMapping` where it can be none.
    """
    lead = whom(decision.lead_id, subject)
    if not decision.do_not_contact:
        return ()
    reasons = _behind(decision, "do_not_contact")
    return (
        filled(
            {
                "resourceType": "Flag",
                "id": stable_id("Flag", decision.lead_id, Flagged.DO_NOT_CONTACT),
                "status": "active",
                "category": [{"coding": [{"system": FLAG_CATEGORY, "code": "admin"}]}],
                "code": concept(FLAG, Flagged.DO_NOT_CONTACT),
                "subject": lead.reference,
                "period": {"start": zulu(reasons[0].at)} if reasons else None,
            }
        ),
    )


def _behind(decision: Decision, output: str) -> Sequence[Reason]:
    return [each for each in decision.because if each.output == output]

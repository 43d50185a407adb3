"""`Bundle`: everything of one lead that FHIR has a place for."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from leadflow.engine import decide
from leadflow.events import LeadAssigned
from leadflow.history import History
from leadflow.interop.fhir.appointments import appointment_resources
from leadflow.interop.fhir.communications import communication_resources
from leadflow.interop.fhir.systems import Resource
from leadflow.interop.fhir.tasks import task_resources
from leadflow.interop.fhir.transfers import flag_resources, transfer_resources
from leadflow.interop.refused import InvalidMapping
from leadflow.interop.wanted import stable_id, zulu
from leadflow.policy import Policy

_KINDS = ("collection", "transaction")


def bundle_resource(
    history: History,
    *,
    now: datetime,
    policy: Policy,
    appointment_minutes: int,
    subject: str | None = None,
    kind: Literal["collection", "transaction"] = "collection",
) -> Resource:
    """A FHIR R5 `Bundle` of one lead at `now`: what was, what stands, and what is to be done.

    Its entries: `Appointment`s, `Communication`s, the `ServiceRequest` for the China team, the
    `Flag` of a lead not to be contacted, and the decision's `Task`s, owned by the specialist to
    whom the lead was given last. `kind` is `collection`, to be read, or `transaction`, to be sent
    to a server: then each entry is a `PUT` on its own id, so that sending it again, or the bundle
    of a later instant, updates what is there.

    Instants are in UTC; the same input gives the same bundle. `appointment_minutes` is how long
    an appointment takes, `subject` a reference to the lead's resource at the receiver. Raises
    `InvalidMapping` where one of them, or `kind`, is not usable, `InvalidInstant` for `now`.
    """
    if kind not in _KINDS:
        raise InvalidMapping(f"kind must be one of: {', '.join(_KINDS)}")
    decision = decide(history, now=now, policy=policy)
    resources = (
        *appointment_resources(
            history,
            now=now,
            policy=policy,
            appointment_minutes=appointment_minutes,
            subject=subject,
        ),
        *communication_resources(history, now=now, policy=policy, subject=subject),
        *transfer_resources(decision, subject=subject),
        *flag_resources(decision, subject=subject),
        *task_resources(decision, subject=subject, owner=_owner(history.until(now))),
    )
    entries = [_entry(each, sent=kind == "transaction") for each in resources]
    bundle: Resource = {
        "resourceType": "Bundle",
        "id": stable_id("Bundle", decision.lead_id),
        "type": kind,
        "timestamp": zulu(decision.now),
    }
    return {**bundle, "entry": entries} if entries else bundle


def _owner(past: History) -> str | None:
    """Who was given the lead last; `None` where nobody was, or it was not told who."""
    given = (each.to for each in reversed(past.events) if isinstance(each, LeadAssigned))
    return next(given, None)


def _entry(resource: Resource, *, sent: bool) -> Resource:
    entry: Resource = {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
    if sent:
        url = f"{resource['resourceType']}/{resource['id']}"
        entry["request"] = {"method": "PUT", "url": url}
    return entry

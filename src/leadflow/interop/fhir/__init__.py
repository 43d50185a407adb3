"""HL7 FHIR R5 (5.0.0) resources of a lead, as plain dicts of JSON values.

- `task_resources`: `Task` for the next contact, upcoming contacts and open tasks.
- `appointment_resources`: `Appointment` for each appointment as it stands.
- `communication_resources`: `Communication` for calls, e-mails, texts, voicemails, replies and
  reminders.
- `transfer_resources`: `ServiceRequest` where the China team is to take the lead over, or has.
- `flag_resources`: `Flag` where the lead asked not to be contacted.
- `bundle_resource`: `Bundle` of all of these, of one lead.
- `code_systems`: `CodeSystem` for what the codes mean.

A lead is known by its opaque id alone: a reference of the type `Patient` with an identifier of the
system `urn:leadflow:lead`, beside which the receiver may put its own (`subject`). People of the
clinic are `Practitioner` references with `urn:leadflow:user`. Nothing has a name, number, note or
narrative, because a history has none.

Ids are UUIDs made from what a resource is about, the same in every run. Instants are UTC with `Z`.
"""

from leadflow.interop.fhir.appointments import appointment_resources
from leadflow.interop.fhir.bundle import bundle_resource
from leadflow.interop.fhir.communications import communication_resources
from leadflow.interop.fhir.systems import Resource, code_systems
from leadflow.interop.fhir.tasks import task_resources
from leadflow.interop.fhir.transfers import flag_resources, transfer_resources

__all__ = [
    "Resource",
    "appointment_resources",
    "bundle_resource",
    "code_systems",
    "communication_resources",
    "flag_resources",
    "task_resources",
    "transfer_resources",
]

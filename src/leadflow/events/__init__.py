"""What can happen to a lead: one discriminated union on `type` (spec 2.2).

Events are frozen, slotted pydantic dataclasses: validated like any model, cheap to read and keep.
Each has `at` (when it happened) and may have `id`, `recorded_at` (when the system learned it),
`by` (who, an opaque id) and `noted` (was a note written: true, false, or `None` for not known).
"""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from leadflow.events.contacts import (
    CallPlaced,
    CallReceived,
    Contacted,
    EmailSent,
    FollowUpSet,
    ReplyReceived,
    ResponseMarked,
    TextSent,
    VoicemailReceived,
)
from leadflow.events.standing import (
    ContactPermitted,
    ImportanceMarked,
    LeadAssigned,
    MarkedDead,
    MarkedInvalid,
    MarkedUnreachable,
    OfficeTransferred,
    ProfileUpdated,
    ReasonForLossSet,
    Reopened,
    ServiceDeclined,
    StopContactRequested,
    TaskDone,
    TeamTransferred,
)
from leadflow.events.visits import (
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    MarkedScheduled,
    NoShowRecorded,
    ReminderGiven,
)

__all__ = [
    "AnyEvent",
    "AppointmentAttended",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentMoved",
    "CallPlaced",
    "CallReceived",
    "ContactPermitted",
    "Contacted",
    "EmailSent",
    "Event",
    "FollowUpSet",
    "ImportanceMarked",
    "LeadAssigned",
    "MarkedDead",
    "MarkedInvalid",
    "MarkedScheduled",
    "MarkedUnreachable",
    "NoShowRecorded",
    "OfficeTransferred",
    "ProfileUpdated",
    "ReasonForLossSet",
    "ReminderGiven",
    "Reopened",
    "ReplyReceived",
    "ResponseMarked",
    "ServiceDeclined",
    "StopContactRequested",
    "TaskDone",
    "TeamTransferred",
    "TextSent",
    "VoicemailReceived",
]


class _UnknownType:
    """Keeps the refused tag out of the error that says that it is unknown."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: dict[str, Any] = dict(handler(source))
        schema["custom_error_type"] = "unknown_event_type"
        schema["custom_error_message"] = (
            "an event needs a type, and one of those that the interface lists"
        )
        return cast("CoreSchema", schema)


AnyEvent = (
    LeadAssigned
    | CallPlaced
    | CallReceived
    | VoicemailReceived
    | EmailSent
    | TextSent
    | ReplyReceived
    | ResponseMarked
    | Contacted
    | FollowUpSet
    | ProfileUpdated
    | MarkedScheduled
    | AppointmentBooked
    | AppointmentMoved
    | AppointmentCancelled
    | AppointmentAttended
    | NoShowRecorded
    | ReminderGiven
    | MarkedDead
    | ReasonForLossSet
    | MarkedInvalid
    | MarkedUnreachable
    | OfficeTransferred
    | ImportanceMarked
    | ServiceDeclined
    | StopContactRequested
    | ContactPermitted
    | TeamTransferred
    | TaskDone
    | Reopened
)
"""Any event of a lead, for annotations."""

Event = Annotated[AnyEvent, Field(discriminator="type"), _UnknownType()]
"""Any event of a lead, as a pydantic field: chosen by `type`."""

"""What can happen to a lead: one discriminated union on `type` (spec 2.2).

Events are frozen, slotted pydantic dataclasses: validated like any model, cheap to read and keep.
Each has `at` (when it happened) and may have `id`, `recorded_at` (when the system learned it),
`by` (who, an opaque id) and `noted` (was a note written: true, false, or `None` for not known).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import ConfigDict, Field, GetCoreSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema

from leadflow.instants import Instant
from leadflow.lead import Code, Id, ProfileChanges
from leadflow.vocabulary import (
    BookingOrigin,
    CallOutcome,
    CallVia,
    EmailVia,
    FollowUpOrigin,
    InvalidKind,
    ReminderMethod,
    ReplyChannel,
    Response,
    TransferTeam,
)

STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
Bool = Annotated[bool, Field(strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class _Happened:
    at: Instant
    id: Id | None = None
    recorded_at: Instant | None = None
    by: Id | None = None
    noted: Bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class LeadAssigned(_Happened):
    """A specialist owns the lead."""

    type: Literal["lead_assigned"] = "lead_assigned"
    to: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class CallPlaced(_Happened):
    """An outbound call; `outcome` is `None` where it was not recorded with the call."""

    type: Literal["call_placed"] = "call_placed"
    via: CallVia = CallVia.OTHER
    outcome: CallOutcome | None = None
    call_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class CallReceived(_Happened):
    """An inbound call; `answered` is `None` while it is ringing."""

    type: Literal["call_received"] = "call_received"
    via: CallVia = CallVia.OTHER
    answered: Bool | None = None
    call_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class VoicemailReceived(_Happened):
    """The lead left a voicemail."""

    type: Literal["voicemail_received"] = "voicemail_received"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class EmailSent(_Happened):
    """An outbound e-mail."""

    type: Literal["email_sent"] = "email_sent"
    via: EmailVia = EmailVia.OTHER
    template: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TextSent(_Happened):
    """An outbound text."""

    type: Literal["text_sent"] = "text_sent"
    template: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReplyReceived(_Happened):
    """The lead wrote."""

    type: Literal["reply_received"] = "reply_received"
    channel: ReplyChannel


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ResponseMarked(_Happened):
    """A disposition recorded apart from the call: a message was left, or nobody answered."""

    type: Literal["response_marked"] = "response_marked"
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Contacted(_Happened):
    """Disposition: somebody spoke to the patient."""

    type: Literal["contacted"] = "contacted"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class FollowUpSet(_Happened):
    """A follow-up, with an exact instant or (`due=None`) without one."""

    type: Literal["follow_up_set"] = "follow_up_set"
    due: Instant | None = None
    origin: FollowUpOrigin = FollowUpOrigin.USER


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ProfileUpdated(_Happened):
    """Facts about the customer that became known, or unknown again."""

    type: Literal["profile_updated"] = "profile_updated"
    changes: ProfileChanges


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedScheduled(_Happened):
    """Status set to Scheduled by hand; the appointment data are not here yet."""

    type: Literal["marked_scheduled"] = "marked_scheduled"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentBooked(_Happened):
    """An appointment was made."""

    type: Literal["appointment_booked"] = "appointment_booked"
    appointment_id: Id
    starts_at: Instant
    provider: Id | None = None
    origin: BookingOrigin = BookingOrigin.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentMoved(_Happened):
    """An appointment was moved to another time."""

    type: Literal["appointment_moved"] = "appointment_moved"
    appointment_id: Id
    starts_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentCancelled(_Happened):
    """An appointment was cancelled."""

    type: Literal["appointment_cancelled"] = "appointment_cancelled"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AppointmentAttended(_Happened):
    """The visit took place."""

    type: Literal["appointment_attended"] = "appointment_attended"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NoShowRecorded(_Happened):
    """The patient did not come."""

    type: Literal["no_show_recorded"] = "no_show_recorded"
    appointment_id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReminderGiven(_Happened):
    """The patient was reminded of an appointment."""

    type: Literal["reminder_given"] = "reminder_given"
    appointment_id: Id
    method: ReminderMethod


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedDead(_Happened):
    """Status set to Dead by hand, with a reason for loss."""

    type: Literal["marked_dead"] = "marked_dead"
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReasonForLossSet(_Happened):
    """A reason for loss given by hand from the lead's profile."""

    type: Literal["reason_for_loss_set"] = "reason_for_loss_set"
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedInvalid(_Happened):
    """Not a lead at all: spam, an application, a test."""

    type: Literal["marked_invalid"] = "marked_invalid"
    kind: InvalidKind


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedUnreachable(_Happened):
    """Status set to Unreachable by hand."""

    type: Literal["marked_unreachable"] = "marked_unreachable"
    reason: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class OfficeTransferred(_Happened):
    """Handed to the front desk."""

    type: Literal["office_transferred"] = "office_transferred"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ImportanceMarked(_Happened):
    """Marked as important, or no longer."""

    type: Literal["importance_marked"] = "importance_marked"
    important: Bool


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ServiceDeclined(_Happened):
    """The customer clearly no longer needs the service."""

    type: Literal["service_declined"] = "service_declined"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class StopContactRequested(_Happened):
    """The customer asks not to be contacted."""

    type: Literal["stop_contact_requested"] = "stop_contact_requested"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ContactPermitted(_Happened):
    """The customer allows contact again."""

    type: Literal["contact_permitted"] = "contact_permitted"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TeamTransferred(_Happened):
    """A person handed the lead to a team."""

    type: Literal["team_transferred"] = "team_transferred"
    to: TransferTeam


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TaskDone(_Happened):
    """A task (its id, or a kind: all of that kind) that no other event shows to be done."""

    type: Literal["task_done"] = "task_done"
    task: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Reopened(_Happened):
    """A user reopens a closed lead."""

    type: Literal["reopened"] = "reopened"


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

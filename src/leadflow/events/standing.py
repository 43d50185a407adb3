"""How a lead stands: whose it is, what is known of it, how it was closed or opened again."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

from leadflow.events.happened import STRICT, Bool, Happened
from leadflow.lead import Code, Id, ProfileChanges
from leadflow.vocabulary import InvalidKind, TransferTeam


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class LeadAssigned(Happened):
    """A specialist owns the lead."""

    type: Literal["lead_assigned"] = "lead_assigned"
    to: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ProfileUpdated(Happened):
    """Facts about the customer that became known, or unknown again."""

    type: Literal["profile_updated"] = "profile_updated"
    changes: ProfileChanges


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedDead(Happened):
    """Status set to Dead by hand, with a reason for loss."""

    type: Literal["marked_dead"] = "marked_dead"
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReasonForLossSet(Happened):
    """A reason for loss given by hand from the lead's profile."""

    type: Literal["reason_for_loss_set"] = "reason_for_loss_set"
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedInvalid(Happened):
    """Not a lead at all: spam, an application, a test."""

    type: Literal["marked_invalid"] = "marked_invalid"
    kind: InvalidKind


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class MarkedUnreachable(Happened):
    """Status set to Unreachable by hand."""

    type: Literal["marked_unreachable"] = "marked_unreachable"
    reason: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class OfficeTransferred(Happened):
    """Handed to the front desk."""

    type: Literal["office_transferred"] = "office_transferred"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ImportanceMarked(Happened):
    """Marked as important, or no longer."""

    type: Literal["importance_marked"] = "importance_marked"
    important: Bool


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ServiceDeclined(Happened):
    """The customer clearly no longer needs the service."""

    type: Literal["service_declined"] = "service_declined"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class StopContactRequested(Happened):
    """The customer asks not to be contacted."""

    type: Literal["stop_contact_requested"] = "stop_contact_requested"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ContactPermitted(Happened):
    """The customer allows contact again."""

    type: Literal["contact_permitted"] = "contact_permitted"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TeamTransferred(Happened):
    """A person handed the lead to a team."""

    type: Literal["team_transferred"] = "team_transferred"
    to: TransferTeam


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TaskDone(Happened):
    """A task (its id, or a kind: all of that kind) that no other event shows to be done."""

    type: Literal["task_done"] = "task_done"
    task: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Reopened(Happened):
    """A user reopens a closed lead."""

    type: Literal["reopened"] = "reopened"

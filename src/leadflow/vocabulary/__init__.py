"""Every word of the two source documents that the library uses, once.

All are `StrEnum`s: a member is its own JSON text. The order of the members is the order of the
specification and is used wherever an order is needed.
"""

from leadflow.vocabulary.answers import (
    ContactOrigin,
    Highlight,
    Purpose,
    ReasonForLoss,
    Status,
    TaskKind,
    Team,
    WarningCode,
    WorkKind,
)
from leadflow.vocabulary.histories import (
    BookingOrigin,
    CallOutcome,
    CallVia,
    Channel,
    EmailVia,
    FollowUpOrigin,
    InvalidKind,
    LeadSource,
    Pricing,
    ReminderMethod,
    ReplyChannel,
    Response,
    SpecialNeed,
    TransferTeam,
    VisitBarrier,
)

__all__ = [
    "BookingOrigin",
    "CallOutcome",
    "CallVia",
    "Channel",
    "ContactOrigin",
    "EmailVia",
    "FollowUpOrigin",
    "Highlight",
    "InvalidKind",
    "LeadSource",
    "Pricing",
    "Purpose",
    "ReasonForLoss",
    "ReminderMethod",
    "ReplyChannel",
    "Response",
    "SpecialNeed",
    "Status",
    "TaskKind",
    "Team",
    "TransferTeam",
    "VisitBarrier",
    "WarningCode",
    "WorkKind",
]

"""leadflow: what to do next with a clinic's lead, decided by rules and explained.

A function from the history of one lead, a clock and a policy to a decision. Nothing in here reads
a clock, a file, an environment variable, the network or a random source.
"""

from leadflow.lead import Lead, Profile, ProfileChanges
from leadflow.events import AnyEvent, Event
from leadflow.events import (
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    CallPlaced,
    CallReceived,
    Contacted,
    ContactPermitted,
    EmailSent,
    FollowUpSet,
    ImportanceMarked,
    LeadAssigned,
    MarkedDead,
    MarkedInvalid,
    MarkedScheduled,
    MarkedUnreachable,
    NoShowRecorded,
    OfficeTransferred,
    ProfileUpdated,
    ReasonForLossSet,
    ReminderGiven,
    Reopened,
    ReplyReceived,
    ResponseMarked,
    ServiceDeclined,
    StopContactRequested,
    TaskDone,
    TeamTransferred,
    TextSent,
    VoicemailReceived,
)
from leadflow.history import MAX_EVENTS, History, read_history

from leadflow.calendars import Calendar, Interval, OpeningHours, SpecialDay, Week
from leadflow.policy import Policy, read_policy
from leadflow.clinics import CLINIC, INCINTA, RSI

from leadflow.engine import Engine, LeadState, decide
from leadflow.decision import Decision
from leadflow.outputs import HistoryWarning, NextContact, Priority, Reason, Routing, Task

from leadflow.priority import Activity, Incoming, queue, should_interrupt, upcoming, why_before

from leadflow.readers.indicators import Indicator, Indicators, Verdict
from leadflow.readers.kpi import kpi
from leadflow.readers.audit import (
    AuditReport,
    Breach,
    BreachKind,
    RecordedState,
    Severity,
    audit,
    audit_many,
)
from leadflow.readers.daily import DailyChecklist, daily_checklist
from leadflow.readers.weekly import weekly_review
from leadflow.readers.weekly_results import WeeklyReview

from leadflow.readers.timeline import Timeline, timeline
from leadflow.readers.timeline_steps import Step
from leadflow.readers.preview import Option, Preview, preview
from leadflow.readers.whatif import (
    Comparison,
    Parting,
    Sensitivity,
    compare,
    sensitivity,
    sweep,
)
from leadflow.readers.diff import PolicyDiff, Witness, diff
from leadflow.readers.whynot import Counterfactual, WhyNot, counterfactuals, why_not
from leadflow.readers.simulation import Behaviour, Simulation, simulate

from leadflow.render import Message, StateDiagram, checklist, message, state_diagram

from leadflow.errors import (
    ForeignState,
    InvalidCalendar,
    InvalidCohort,
    InvalidDecision,
    InvalidDelay,
    InvalidHistory,
    InvalidInstant,
    InvalidOutcome,
    InvalidPath,
    InvalidPolicy,
    InvalidReason,
    InvalidSimulation,
    LeadflowError,
    NotInQueue,
    RulebookError,
    StaleDecision,
    UnknownOption,
    UnknownVariant,
    UnwritableMessage,
)
from leadflow.vocabulary import (
    BookingOrigin,
    CallOutcome,
    CallVia,
    Channel,
    ContactOrigin,
    EmailVia,
    FollowUpOrigin,
    Highlight,
    InvalidKind,
    LeadSource,
    Pricing,
    Purpose,
    ReasonForLoss,
    ReminderMethod,
    ReplyChannel,
    Response,
    SpecialNeed,
    Status,
    TaskKind,
    Team,
    TransferTeam,
    VisitBarrier,
    WarningCode,
    WorkKind,
)

__all__ = [
    # What comes in
    "History", "Lead", "MAX_EVENTS", "Profile", "ProfileChanges", "read_history",
    # Events
    "AnyEvent", "AppointmentAttended", "AppointmentBooked", "AppointmentCancelled",
    "AppointmentMoved", "CallPlaced", "CallReceived", "Contacted", "ContactPermitted", "EmailSent",
    "Event", "FollowUpSet", "ImportanceMarked", "LeadAssigned", "MarkedDead", "MarkedInvalid",
    "MarkedScheduled", "MarkedUnreachable", "NoShowRecorded", "OfficeTransferred",
    "ProfileUpdated", "ReasonForLossSet", "ReminderGiven", "Reopened", "ReplyReceived",
    "ResponseMarked", "ServiceDeclined", "StopContactRequested", "TaskDone", "TeamTransferred",
    "TextSent", "VoicemailReceived",
    # Policies
    "CLINIC", "Calendar", "INCINTA", "Interval", "OpeningHours", "Policy", "RSI", "SpecialDay",
    "Week", "read_policy",
    # Deciding
    "Decision", "Engine", "HistoryWarning", "LeadState", "NextContact", "Priority", "Reason",
    "Routing", "Task", "decide",
    # The queue
    "Activity", "Incoming", "queue", "should_interrupt", "upcoming", "why_before",
    # Reading many histories
    "AuditReport", "Breach", "BreachKind", "DailyChecklist", "Indicator", "Indicators",
    "RecordedState", "Severity", "Verdict", "WeeklyReview", "audit", "audit_many",
    "daily_checklist", "kpi", "weekly_review",
    # What if
    "Behaviour", "Comparison", "Counterfactual", "Option", "Parting", "PolicyDiff", "Preview",
    "Sensitivity", "Simulation", "StateDiagram", "Step", "Timeline", "WhyNot", "Witness", "compare",
    "counterfactuals", "diff", "preview", "sensitivity", "simulate", "state_diagram", "sweep",
    "timeline", "why_not",
    # What to say and to write
    "Message", "checklist", "message",
    # Words
    "BookingOrigin", "CallOutcome", "CallVia", "Channel", "ContactOrigin", "EmailVia",
    "FollowUpOrigin", "Highlight", "InvalidKind", "LeadSource", "Pricing", "Purpose",
    "ReasonForLoss", "ReminderMethod", "ReplyChannel", "Response", "SpecialNeed", "Status",
    "TaskKind", "Team", "TransferTeam", "VisitBarrier", "WarningCode", "WorkKind",
    # Errors
    "ForeignState", "InvalidCalendar", "InvalidCohort", "InvalidDecision", "InvalidDelay",
    "InvalidHistory", "InvalidInstant", "InvalidOutcome", "InvalidPath", "InvalidPolicy",
    "InvalidReason", "InvalidSimulation", "LeadflowError", "NotInQueue", "RulebookError",
    "StaleDecision", "UnknownOption", "UnknownVariant", "UnwritableMessage",
]  # fmt: skip

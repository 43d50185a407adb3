"""leadflow: what to do next with a clinic's lead, decided by rules and explained.

A function from the history of one lead, a clock and a policy to a decision. Nothing in here reads
a clock, a file, an environment variable, the network or a random source.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

_NAMES = {
    # What comes in
    "leadflow.history": "History MAX_EVENTS read_history",
    "leadflow.lead": "Lead Profile ProfileChanges",
    # Events
    "leadflow.events": """
        AnyEvent AppointmentAttended AppointmentBooked AppointmentCancelled AppointmentMoved
        CallPlaced CallReceived Contacted ContactPermitted EmailSent Event FollowUpSet
        ImportanceMarked LeadAssigned MarkedDead MarkedInvalid MarkedScheduled MarkedUnreachable
        NoShowRecorded OfficeTransferred ProfileUpdated ReasonForLossSet ReminderGiven Reopened
        ReplyReceived ResponseMarked ServiceDeclined StopContactRequested TaskDone TeamTransferred
        TextSent VoicemailReceived
    """,
    # Policies
    "leadflow.calendars": "Calendar Interval OpeningHours SpecialDay Week",
    "leadflow.policy": "Policy read_policy",
    "leadflow.clinics.incinta": "INCINTA",
    "leadflow.clinics.joined": "CLINIC",
    "leadflow.clinics.rsi": "RSI",
    # Deciding
    "leadflow.decision": "Decision",
    "leadflow.engine": "Engine LeadState decide",
    "leadflow.outputs": "HistoryWarning NextContact Priority Reason Routing Task",
    # The queue
    "leadflow.priority": "Activity Incoming queue should_interrupt upcoming why_before",
    # Reading many histories
    "leadflow.readers.audit": """
        AuditReport Breach BreachKind RecordedState Severity audit audit_many
    """,
    "leadflow.readers.batches": "decide_batches decisions_schema",
    "leadflow.readers.daily": "DailyChecklist daily_checklist",
    "leadflow.readers.indicators": "Indicator Indicators Verdict",
    "leadflow.readers.weekly_results": "WeeklyReview",
    "leadflow.readers.kpi": "kpi",
    "leadflow.readers.weekly": "weekly_review",
    # What if
    "leadflow.readers.simulation": "Behaviour Simulation simulate",
    "leadflow.readers.whatif": "Comparison Parting compare",
    "leadflow.readers.whatif.sensitivity": "Sensitivity sensitivity",
    "leadflow.readers.whatif.sweep": "sweep",
    "leadflow.readers.whynot": "Counterfactual WhyNot counterfactuals why_not",
    "leadflow.readers.preview": "Option Preview preview",
    "leadflow.readers.diff": "PolicyDiff Witness diff",
    "leadflow.render.diagram": "StateDiagram state_diagram",
    "leadflow.readers.timeline_steps": "Step",
    "leadflow.readers.timeline": "Timeline timeline",
    # What to say and to write
    "leadflow.render.messages": "Message checklist message",
    # Words
    "leadflow.vocabulary": """
        BookingOrigin CallOutcome CallVia Channel ContactOrigin EmailVia FollowUpOrigin Highlight
        InvalidKind LeadSource Pricing Purpose ReasonForLoss ReminderMethod ReplyChannel Response
        SpecialNeed Status TaskKind Team TransferTeam VisitBarrier WarningCode WorkKind
    """,
    # Errors
    "leadflow.errors": """
        ForeignState InvalidBatch InvalidCalendar InvalidCohort InvalidDecision InvalidDelay
        InvalidHistory InvalidInstant InvalidOutcome InvalidPath InvalidPolicy InvalidReason
        InvalidSimulation LeadflowError NotInQueue RulebookError StaleDecision UnknownOption
        UnknownVariant UnwritableMessage
    """,
}
"""Where each public name lives: a module is loaded when a name of it is first asked for."""
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

if TYPE_CHECKING:
    from leadflow.lead import Lead, Profile, ProfileChanges
    from leadflow.events import (
        AnyEvent,
        AppointmentAttended,
        AppointmentBooked,
        AppointmentCancelled,
        AppointmentMoved,
        CallPlaced,
        CallReceived,
        Contacted,
        ContactPermitted,
        EmailSent,
        Event,
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
    from leadflow.clinics.incinta import INCINTA
    from leadflow.clinics.joined import CLINIC
    from leadflow.clinics.rsi import RSI

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
    from leadflow.readers.batches import decide_batches, decisions_schema
    from leadflow.readers.daily import DailyChecklist, daily_checklist
    from leadflow.readers.weekly import weekly_review
    from leadflow.readers.weekly_results import WeeklyReview

    from leadflow.readers.timeline import Timeline, timeline
    from leadflow.readers.timeline_steps import Step
    from leadflow.readers.preview import Option, Preview, preview
    from leadflow.readers.whatif import Comparison, Parting, compare
    from leadflow.readers.whatif.sensitivity import Sensitivity, sensitivity
    from leadflow.readers.whatif.sweep import sweep
    from leadflow.readers.diff import PolicyDiff, Witness, diff
    from leadflow.readers.whynot import Counterfactual, WhyNot, counterfactuals, why_not
    from leadflow.readers.simulation import Behaviour, Simulation, simulate

    from leadflow.render.diagram import StateDiagram, state_diagram
    from leadflow.render.messages import Message, checklist, message

    from leadflow.errors import (
        ForeignState, InvalidBatch, InvalidCalendar, InvalidCohort, InvalidDecision, InvalidDelay,
        InvalidHistory, InvalidInstant, InvalidOutcome, InvalidPath, InvalidPolicy, InvalidReason,
        InvalidSimulation, LeadflowError, NotInQueue, RulebookError, StaleDecision, UnknownOption,
        UnknownVariant, UnwritableMessage,
    )  # fmt: skip
    from leadflow.vocabulary import (
        BookingOrigin, CallOutcome, CallVia, Channel, ContactOrigin, EmailVia, FollowUpOrigin,
        Highlight, InvalidKind, LeadSource, Pricing, Purpose, ReasonForLoss, ReminderMethod,
        ReplyChannel, Response, SpecialNeed, Status, TaskKind, Team, TransferTeam, VisitBarrier,
        WarningCode, WorkKind,
    )  # fmt: skip

else:  # out of sight of type checkers, which would take any name for one of the package

    def __getattr__(name: str) -> Any:
        """Load the module of a public name, and keep the name for the next time (PEP 562)."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULE_OF[name]), name)
        setattr(import_module(__name__), name, value)
        return value


def __dir__() -> list[str]:
    return sorted(__all__)


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
    "daily_checklist", "decide_batches", "decisions_schema", "kpi", "weekly_review",
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
    "ForeignState", "InvalidBatch", "InvalidCalendar", "InvalidCohort", "InvalidDecision",
    "InvalidDelay", "InvalidHistory", "InvalidInstant", "InvalidOutcome", "InvalidPath",
    "InvalidPolicy", "InvalidReason", "InvalidSimulation", "LeadflowError", "NotInQueue",
    "RulebookError", "StaleDecision", "UnknownOption", "UnknownVariant", "UnwritableMessage",
]  # fmt: skip

"""The sections of a policy: numbers, word lists and switches, each with its unit (spec 4)."""

from leadflow.sections.office import (
    BY_OFFICE,
    Criterion,
    OfficeTasks,
    PriorityPolicy,
    RoutingPolicy,
    Targets,
)
from leadflow.sections.outreach import (
    Attempts,
    Calls,
    Counted,
    FirstContact,
    Mail,
    Rung,
    Then,
    Unreachable,
)
from leadflow.sections.section import (
    Section,
)
from leadflow.sections.visits import (
    Appointments,
    NoShow,
    Reminder,
)

__all__ = [
    "BY_OFFICE",
    "Appointments",
    "Attempts",
    "Calls",
    "Counted",
    "Criterion",
    "FirstContact",
    "Mail",
    "NoShow",
    "OfficeTasks",
    "PriorityPolicy",
    "Reminder",
    "RoutingPolicy",
    "Rung",
    "Section",
    "Targets",
    "Then",
    "Unreachable",
]

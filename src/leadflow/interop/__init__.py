"""leadflow in the formats of other systems: pure functions that return plain dicts or text.

Nothing here needs a package beside leadflow, and nothing is sent, read or written: the caller does
that. Everything is made from a `History`, a `Decision` or a `Policy`, and is the same for the same
input. Leads, appointments and people of the clinic appear by their opaque ids only; there is no
name, number or note to be found, because a history has none.

- **A hospital system, a FHIR server** (HL7 FHIR R5): `bundle_resource`, and one function for each
  resource: `task_resources`, `appointment_resources`, `communication_resources`,
  `transfer_resources`, `flag_resources`; `code_systems` for a terminology server.
- **A calendar, a to-do list** (iCalendar, RFC 5545): `todo_calendar`.
- **A queue, a webhook, a log** (CloudEvents 1.0, JSON): `event_envelope`, `history_envelopes`,
  `decision_envelope`; back again `read_event_envelope`; `data_schemas` for what is inside.
- **A spreadsheet, a review on paper** (CSV, RFC 4180): `rule_table`, `routing_table`, `task_table`.

```python
from leadflow import INCINTA, decide
from leadflow.interop import bundle_resource, todo_calendar

bundle = bundle_resource(
    history, now=now, policy=INCINTA, appointment_minutes=30, kind="transaction"
)  # one PUT for each resource: sent again, it updates what is there
calendar = todo_calendar([decide(history, now=now, policy=INCINTA)])
```

What FHIR has no place for, the decision itself says (`decision_envelope`): the lead's status,
reason for loss, number of attempts, warnings, and until when all of it holds. A decision changes
by time alone, at its `valid_until`: decide and send again then, and after each event.
"""

from leadflow.interop.cloudevents import (
    ReceivedEvent,
    data_schemas,
    decision_envelope,
    event_envelope,
    event_type,
    history_envelopes,
    read_event_envelope,
)
from leadflow.interop.fhir import (
    appointment_resources,
    bundle_resource,
    code_systems,
    communication_resources,
    flag_resources,
    task_resources,
    transfer_resources,
)
from leadflow.interop.refused import InvalidEnvelope, InvalidMapping
from leadflow.interop.routing_table import routing_table
from leadflow.interop.tables import rule_table, task_table
from leadflow.interop.todo import todo_calendar

__all__ = [
    "InvalidEnvelope",
    "InvalidMapping",
    "ReceivedEvent",
    "appointment_resources",
    "bundle_resource",
    "code_systems",
    "communication_resources",
    "data_schemas",
    "decision_envelope",
    "event_envelope",
    "event_type",
    "flag_resources",
    "history_envelopes",
    "read_event_envelope",
    "routing_table",
    "rule_table",
    "task_resources",
    "task_table",
    "todo_calendar",
    "transfer_resources",
]

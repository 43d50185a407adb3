"""What the sources ask to be done now, beside the next contact itself (spec 3, TSK).

A task is asked for while the body of its rule says so, and so disappears by whatever shows it to
be done. Its id depends on what caused it and on nothing else, so it is the same at every clock.
"""

from leadflow.tasks import leads, others, visits
from leadflow.tasks.ledger import Ledger
from leadflow.tasks.since import Since
from leadflow.tasks.task_rule import Demand, TaskRule, View

__all__ = ["TASK_RULES", "Demand", "Ledger", "Since", "TaskRule", "View"]

TASK_RULES = (*leads.RULES, *visits.RULES, *others.RULES)
"""Every kind of task, in the order in which they are done."""

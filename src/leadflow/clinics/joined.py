"""RSI's ladder and Incinta's process in one: leadflow's own composition, of no clinic's making."""

from __future__ import annotations

from leadflow.clinics.incinta import INCINTA
from leadflow.clinics.rsi import RSI
from leadflow.policy import Policy, Texts
from leadflow.sections import Attempts, Rung, Then

READING = "reading"

CLINIC = Policy(
    name="CLINIC",
    version="1",
    source="leadflow's own composition of RSI and Incinta 2.1",
    labels=INCINTA.labels,
    calendar=INCINTA.calendar,
    attempts=Attempts(
        counted=RSI.attempts.counted,
        follow_up_done_by=RSI.attempts.follow_up_done_by,
        one_per_day=False,
        rungs=(
            *RSI.attempts.rungs[:2],
            Rung(unscheduled=Then.BY_PERSON, no_response=Then.MAIL_ROUND),
        ),
        open_attempt_grace=RSI.attempts.open_attempt_grace,
    ),
    first_contact=INCINTA.first_contact,
    calls=INCINTA.calls,
    mail=INCINTA.mail,
    appointments=INCINTA.appointments,
    reminder=INCINTA.reminder,
    no_show=INCINTA.no_show,
    unreachable=INCINTA.unreachable,
    routing=INCINTA.routing,
    tasks=INCINTA.tasks,
    priority=INCINTA.priority,
    indicators=INCINTA.indicators,
    wording=INCINTA.wording,
    checklists=INCINTA.checklists,
    sources=Texts(
        {
            **INCINTA.sources,
            **{path: RSI.sources[path] for path in RSI.sources if path.startswith("attempts.")},
            "name": "own",
            "version": "own",
            "source": "own",
            "effective_on": "own",
            "attempts.rungs[2].unscheduled": "INC.set_next_contact",
            "attempts.rungs[2].no_response": "INC.follow_up_email",
        }
    ),
)
"""Two attempts as RSI has them, then mail rounds until unreachable, and the rest of Incinta."""

"""The ids of tasks: the same at every clock, opaque, and without memory."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from leadflow.vocabulary import TaskKind


def task_id(
    kind: TaskKind,
    lead_id: str,
    since: datetime,
    *,
    about: str | None = None,
    fact: str | None = None,
    nth: int = 0,
) -> str:
    """The id of a task that is asked for since then, about an appointment or a fact.

    `nth` tells tasks apart that are about nothing else and began at one instant.
    """
    parts = [lead_id, kind, since.isoformat(), about, fact, nth]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

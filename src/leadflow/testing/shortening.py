"""From a difference that was found to the shortest history that shows it.

Hypothesis could shrink the run of its state machine. It was measured against this: up to ten
seconds where this takes a tenth of one, and at times eleven events where two do, because it works
on the choices that made the run, not on the history.
"""

from __future__ import annotations

from leadflow.engine import Engine
from leadflow.readers.stories.simpler import simpler
from leadflow.testing.sides import Difference, Start, differing


def shortest(found: Difference, start: Start, engine: Engine) -> Difference:
    """A difference of which no move, nor any two, can be left out, and none made earlier."""
    while True:
        runs = simpler(found.history.lead, found.moves)
        shorter = (differing(start, engine, *run) for run in runs)
        simplest = next(filter(None, shorter), None)
        if simplest is None:
            return found
        found = simplest

"""For tests of what is built on leadflow; needs the extra `hypothesis`.

`strategies` draws leads, events, histories, policies and clocks, `laws` checks a policy against the
laws of the specification, `conformance` another system against the engine.
"""

# First of all: Hypothesis calls `registration` when it is imported, which reads the modules below.
import hypothesis as hypothesis

from leadflow.testing.strategies import (
    calendars,
    clocks_near,
    delays,
    events,
    histories,
    instants,
    leads,
    policies,
    profiles,
)

__all__ = [
    "calendars",
    "clocks_near",
    "delays",
    "events",
    "histories",
    "instants",
    "leads",
    "policies",
    "profiles",
]

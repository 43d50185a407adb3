"""What Hypothesis calls when it is imported, so that `st.from_type` knows the types of leadflow.

Named in `pyproject.toml` as an entry point of the group `hypothesis`. The strategies are made when
a type is first asked for. `import leadflow` alone loads neither this module nor Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from leadflow.calendars import Calendar
from leadflow.history import History
from leadflow.lead import Lead, Profile, ProfileChanges
from leadflow.policy import Policy
from leadflow.testing.clinics import calendars, policies
from leadflow.testing.facts import leads, profile_changes, profiles
from leadflow.testing.happenings import EVENT_TYPES, events
from leadflow.testing.histories import histories

_Make = Callable[[type[Any]], st.SearchStrategy[Any]]


def register() -> None:
    """Tell Hypothesis which strategy makes which type."""
    makers: dict[type[Any], _Make] = {
        Calendar: lambda _type: calendars(),
        History: lambda _type: histories(),
        Lead: lambda _type: leads(),
        Policy: lambda _type: policies(),
        Profile: lambda _type: profiles(),
        ProfileChanges: lambda _type: profile_changes(),
        **dict.fromkeys(EVENT_TYPES, events),
    }
    for kind, make in makers.items():
        st.register_type_strategy(kind, make)

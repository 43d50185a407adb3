"""Hypothesis strategies of everything that leadflow takes: leads, events, histories, policies.

```python
from hypothesis import given
from leadflow import INCINTA, decide
from leadflow.testing.strategies import clocks_near, histories


@given(history=histories(INCINTA), data=st.data())
def test_our_screen_shows_any_decision(history, data):
    now = data.draw(clocks_near(history, policy=INCINTA))
    assert our_screen(decide(history, now=now, policy=INCINTA))
```

`st.from_type(Lead)`, and so with every type of event, `Profile`, `History` and `Policy`, works as
soon as leadflow is installed: Hypothesis finds `leadflow.testing.registration` by itself.
"""

from leadflow.testing.clinics import calendars, delays, policies
from leadflow.testing.clocks import clocks_near
from leadflow.testing.facts import instants, leads, profiles
from leadflow.testing.happenings import events
from leadflow.testing.histories import histories

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

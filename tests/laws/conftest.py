"""What the tests of the laws share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings


@pytest.fixture
def without_chance() -> Iterator[None]:
    """The profile under which Hypothesis leaves nothing to chance, whichever is in force."""
    before = settings.get_current_profile_name()
    settings.load_profile("ci")
    yield
    settings.load_profile(before)

"""What every event has."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from leadflow.instants import Instant
from leadflow.lead import Id

STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
Bool = Annotated[bool, Field(strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Happened:
    """Something happened to a lead at an instant."""

    at: Instant
    id: Id | None = None
    recorded_at: Instant | None = None
    by: Id | None = None
    noted: Bool | None = None

"""What all sections of a policy share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from leadflow.lead import Strict

Flag = Annotated[bool, Field(strict=True)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]


def in_order(members: frozenset[str]) -> list[str]:
    """Write a set to JSON the same each time."""
    return sorted(members)


class Section(Strict, frozen=True):
    """A part of a policy."""

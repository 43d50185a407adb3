"""What can be wrong with what is given to a mapping, or read back from one."""

from __future__ import annotations

import re

from leadflow.errors import LeadflowError, Problem, RefusedInput

_REFERENCE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")


class InvalidMapping(LeadflowError):
    """What was given beside a history or decision cannot stand in what it is mapped to."""


class InvalidEnvelope(RefusedInput):
    """Input that is not the envelope of an event; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not the envelope of an event", problems)


def reference(text: object, *, name: str) -> str:
    """The text as it is, if it can be a URI reference; else `InvalidMapping`, without the text."""
    if not isinstance(text, str) or not _REFERENCE.fullmatch(text):
        raise InvalidMapping(f"{name} must be a URI reference: text, not empty, without blanks")
    return text

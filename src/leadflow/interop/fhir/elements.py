"""Elements that the resources share: codes, identifiers, references, periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadflow.display.words import worded
from leadflow.interop.fhir.systems import LEAD, RULE, USER, Resource
from leadflow.interop.refused import reference
from leadflow.interop.wanted import zulu

_UNWRITABLE = re.compile(r"[\s\x00-\x1f]+")


def plain(text: str) -> str:
    """A text as FHIR can hold it: on one line, without control characters."""
    return _UNWRITABLE.sub(" ", text).strip()


def filled(element: Resource) -> Resource:
    """The element without what it does not say: FHIR knows no null and nothing empty."""
    return {name: value for name, value in element.items() if value not in (None, "", [], {})}


def concept(system: str, code: str) -> Resource:
    """A code of leadflow, in words too."""
    return {"coding": [coding(system, code)], "text": worded(plain(code))}


def coding(system: str, code: str) -> Resource:
    """A code and where it is from."""
    return {"system": system, "code": plain(code)}


def identifier(system: str, value: str) -> Resource:
    """An id of leadflow or of the clinic, and of which kind it is."""
    return filled({"system": system, "value": plain(value)})


def logical(kind: str, system: str, value: str) -> Resource:
    """A reference to a resource by an identifier that it has."""
    return {"type": kind, "identifier": identifier(system, value)}


def user(who: str | None) -> Resource | None:
    """A reference to somebody of the clinic, by the opaque id that the history has."""
    return None if who is None else logical("Practitioner", USER, who)


@dataclass(frozen=True, slots=True)
class Whom:
    """The lead that resources are about: its opaque id, and where the receiver keeps it."""

    lead_id: str
    at: str | None

    @property
    def reference(self) -> Resource:
        """A reference to the lead; `Patient` is what FHIR has for somebody who may become one."""
        told = logical("Patient", LEAD, self.lead_id)
        return told if self.at is None else {"reference": self.at, **told}


def whom(lead_id: str, subject: str | None) -> Whom:
    """The lead of that id; `subject` as the caller gave it, checked."""
    return Whom(lead_id, None if subject is None else reference(subject, name="subject"))


def period(start: datetime | None, end: datetime | None) -> Resource:
    """A span of time; a start that lies after its end is left out, as FHIR forbids it (per-1)."""
    if start is not None and end is not None and end < start:
        start = None
    return filled({"start": start and zulu(start), "end": end and zulu(end)})


def explained(rule: str | None, source: str | None) -> list[Resource]:
    """Why something is asked for: the rule's id, and its source in words."""
    codings: Any = [coding(RULE, rule)] if rule and plain(rule) else []
    told = filled({"coding": codings, "text": plain(source or "")})
    return [{"concept": told}] if told else []

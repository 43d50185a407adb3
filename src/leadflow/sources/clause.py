"""A clause: one demand of a source document that a rule, a policy value or a checklist can cite.

`RSI.attempt_3` is the object, `"RSI.attempt_3"` its reference, "RSI 1.9, Contact attempt 3" its
citation. It is written as one text: its number and title, a bar, and what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents behind the rules; what it does not state is `None`."""

    key: str
    publisher: str
    title: str
    version: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One citable demand of a document."""

    document: str
    key: str
    number: str
    title: str
    says: str

    @property
    def reference(self) -> str:
        """Its stable name in policies and JSON: "RSI.attempt_3"."""
        return f"{self.document}.{self.key}"

    @property
    def citation(self) -> str:
        """How it is cited to people: "RSI 1.9, Contact attempt 3"."""
        return f"{self.document} {self.number}, {self.title}"

    def __str__(self) -> str:
        return self.citation


class Text:
    """A clause as it is written below; document and key are the names it is assigned to."""

    def __init__(self, text: str) -> None:
        head, _, says = text.partition(" |")
        self.number, _, self.title = head.partition(" ")
        self.says = " ".join(says.split())

    def __set_name__(self, owner: type, name: str) -> None:
        self.clause = Clause(owner.__name__, name, self.number, self.title, self.says)

    def __get__(self, instance: object, owner: type) -> Clause:
        return self.clause

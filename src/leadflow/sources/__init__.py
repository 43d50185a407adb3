"""The two source documents as numbered clauses, in words of our own; every citation points here.

Facts, figures and names are those of the documents, the sentences are not. Where a document leaves
a reading open, the clause keeps it open: the specification settles it, not this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from leadflow.errors import LeadflowError
from leadflow.sources.clause import Clause, Document, Text
from leadflow.sources.inc import INC
from leadflow.sources.rsi import RSI

__all__ = ["CLAUSES", "DOCUMENTS", "INC", "RSI", "Clause", "Document", "UnknownClause", "clause"]


class UnknownClause(LeadflowError, LookupError):
    """A reference names no clause; `CLAUSES` lists them all."""


DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType(
    {
        "RSI": Document(
            "RSI",
            "Red Spot Interactive",
            "Lead Management Best Practices: RSI Native Best Practice Workflow",
        ),
        "INC": Document(
            "INC", "Incinta Fertility Center", "Lead Management Process", "2.1", date(2024, 8, 7)
        ),
    }
)

CLAUSES: Final[tuple[Clause, ...]] = tuple(
    entry.clause
    for document in (RSI, INC)
    for entry in vars(document).values()
    if isinstance(entry, Text)
)

_BY_REFERENCE: Final = {each.reference: each for each in CLAUSES}


def clause(reference: str) -> Clause:
    """Look up a reference such as "RSI.attempt_3"; `UnknownClause` if there is none.

    The message does not repeat the reference, which may come out of refused input.
    """
    try:
        return _BY_REFERENCE[reference]
    except KeyError:
        raise UnknownClause("no clause has this reference; CLAUSES lists them all") from None

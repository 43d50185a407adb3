"""A folded history, kept to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from leadflow.history import History
from leadflow.rulebook.draft import Draft


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LeadState:
    """A lead folded up to `now`: what `Engine.fold` returns and `Engine.decide` takes.

    Frozen: whoever needs the state at another instant folds on a copy of the draft. It belongs to
    the policy under which it was folded.
    """

    history: History
    """The history that was folded, with the events that were still to come."""
    now: datetime
    """The instant up to which it was folded, in UTC."""
    fingerprint: str
    """Fingerprint of the policy."""
    _draft: Draft

    def __deepcopy__(self, memo: object) -> Self:
        """Itself: it never changes, and a copy of a rule would be another rule."""
        return self

    def __repr__(self) -> str:
        return f"LeadState(now={self.now!r}, status={self._draft.status!r})"

    @property
    def fired(self) -> tuple[tuple[str, str, int | None], ...]:
        """Every rule that fired: its id, its name, and the index of the event (none: a timer)."""
        fired = [(rule.id, rule.name, event) for rule, event, _at in self._draft.fired()]
        return tuple(reversed(fired))

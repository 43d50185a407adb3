"""A folded history, kept to be asked again."""

from __future__ import annotations

from datetime import datetime

from leadflow.history import History
from leadflow.rulebook.draft import Draft


class LeadState:
    """A lead folded up to `now`: what `Engine.fold` returns and `Engine.decide` takes.

    Frozen to the outside: whoever needs the state at another instant folds on a copy of the draft.
    Belongs to the policy under which it was folded (`fingerprint`).
    """

    __slots__ = ("_draft", "_position", "fingerprint", "history", "now")

    history: History
    """The history that was folded, with the events that were still to come."""
    now: datetime
    """The instant up to which it was folded, in UTC."""
    fingerprint: str
    """Fingerprint of the policy."""
    _draft: Draft
    _position: int

    def __init__(
        self, history: History, draft: Draft, position: int, now: datetime, fingerprint: str
    ) -> None:
        for name, value in (
            ("history", history),
            ("now", now),
            ("fingerprint", fingerprint),
            ("_draft", draft),
            ("_position", position),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        """Refused: a state does not change."""
        raise AttributeError("a LeadState is frozen; fold again for another instant")

    def __repr__(self) -> str:
        return f"LeadState(now={self.now!r}, status={self._draft.status!r})"

    @property
    def fired(self) -> tuple[tuple[str, str, int | None], ...]:
        """Every rule that fired: its id, its name, and the index of the event (none: a timer)."""
        told: list[tuple[str, str, int | None]] = []
        event: int | None = None
        for each in self._draft.fired:
            if each is None or isinstance(each, int):
                event = each
            else:
                told.append((each.id, each.name, event))
        return tuple(told)

"""What the team of a lead asks for, and since when."""

from __future__ import annotations

from leadflow.outputs import Routing
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.rule import CLOSED
from leadflow.tasks.since import Since
from leadflow.vocabulary import Team, TransferTeam


class Routed:
    """The facts to ask for, the handing over and the mark of the language that a lead lacks."""

    __slots__ = ("language", "questions", "transfer")

    def __init__(self) -> None:
        self.questions: dict[str, tuple[Since, str]] = {}
        """By fact to ask for, since when, and the clause that asks."""
        self.transfer: Since | None = None
        """Since when the lead is to be handed to the China team."""
        self.language: Since | None = None
        """Since when its language is to be marked."""

    def note(self, since: Since, draft: Draft, routing: Routing, chinese: bool) -> None:
        """Take how the lead is routed; `chinese`: whether its language is marked Chinese."""
        if draft.status in CLOSED:
            self.questions, self.transfer, self.language = {}, None, None
            return
        self.questions = {
            each.fact: self.questions.get(each.fact, (since, each.source))
            for each in routing.questions
        }
        wanted = routing.team is Team.CHINA and draft.team is not TransferTeam.CHINA
        self.transfer = (self.transfer or since) if wanted else None
        unmarked = routing.team is Team.LOCAL_CHINESE and not chinese
        self.language = (self.language or since) if unmarked else None

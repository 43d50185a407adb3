"""The shape of a law: a sentence, where it stands, and a function that says whether it holds."""

from __future__ import annotations

from dataclasses import dataclass

from leadflow.testing.laws.case import Body, Case


@dataclass(frozen=True, slots=True)
class Law:
    """One property of decisions.

    `reference` is the law of spec section 5, or the rule, that it is part of. The body says whether
    it holds for a case; raising counts as broken. `share`: it is tried on one case in so many,
    because it costs more than the others.
    """

    reference: str
    body: Body
    share: int = 1

    @property
    def name(self) -> str:
        """Name of the body: unique in the pack."""
        return self.body.__name__

    @property
    def sentence(self) -> str:
        """What it says."""
        return (self.body.__doc__ or "").strip().partition("\n")[0]

    def breaks_on(self, case: Case) -> BaseException | bool:
        """Whether a case breaks it; where the body raised, with what."""
        try:
            return not self.body(case)
        except Exception as raised:
            return raised

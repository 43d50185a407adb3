"""What is recorded of a lead and moves no status: facts, importance, team (PRI-3, RTE-8, RTE-9)."""

from __future__ import annotations

from leadflow.events import ImportanceMarked, ProfileUpdated, TeamTransferred
from leadflow.lead import with_changes
from leadflow.rulebook.draft import Draft
from leadflow.rulebook.occasions import Occasion
from leadflow.rulebook.rule import ANY, Rule
from leadflow.rulebook.terms import ROLES, Terms
from leadflow.sources import INC, RSI
from leadflow.vocabulary import WarningCode


def profile_updated(lead: Draft, event: ProfileUpdated, terms: Terms) -> bool:
    """What becomes known of the customer is taken as known from then on."""
    before = lead.facts["agreed_visit_on"]
    lead.facts = with_changes(lead.facts, event.changes)
    lead.profile_cause = lead.because()
    lead.roles = ROLES[lead.facts["channels"]]
    if lead.facts["agreed_visit_on"] != before:
        lead.visit_known_at = event.at
    return True


def importance_marked(lead: Draft, event: ImportanceMarked, terms: Terms) -> bool:
    """An important lead is highlighted and worked before the others of its tier."""
    lead.important = event.important
    lead.important_cause = lead.because()
    return True


def team_transferred(lead: Draft, event: TeamTransferred, terms: Terms) -> bool:
    """A person may decide which team handles a lead, until the next such decision."""
    lead.team = event.to
    lead.team_cause = lead.because()
    return True


def transfer_without_routing(lead: Draft, event: TeamTransferred, terms: Terms) -> bool:
    """A clinic without routing has no team to hand a lead to."""
    if terms.routes:
        return False
    lead.warn(WarningCode.TRANSFER_WITHOUT_ROUTING)
    return True


RULES = (
    Rule("RTE-8", profile_updated, on=(Occasion.PROFILE_UPDATED,), when=ANY, sets=("profile",)),
    Rule(
        "PRI-3", importance_marked, on=(Occasion.IMPORTANCE_MARKED,), when=ANY,
        sets=("important",), cites=(RSI.important,),
    ),
    Rule(
        "RTE-9", team_transferred, on=(Occasion.TEAM_TRANSFERRED,), when=ANY, sets=("team",),
        needs="routing", cites=(INC.must_transfer_number,),
    ),
    Rule("RTE-9", transfer_without_routing, on=(Occasion.TEAM_TRANSFERRED,), when=ANY),
)  # fmt: skip
"""What a person says of a lead, in the order of the specification's chapters."""

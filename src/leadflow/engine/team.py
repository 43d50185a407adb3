"""Which team a folded lead goes to (RTE)."""

from __future__ import annotations

from datetime import date

from leadflow.outputs import Routing
from leadflow.routing import Router
from leadflow.rulebook.draft import Draft


def routed_by(router: Router, draft: Draft) -> Routing:
    """The team that a router gives a lead."""
    within = router.policy.visit_within_days
    local_date = draft.terms.hours.local_date

    def visit_known_on() -> date:
        return local_date(draft.visit_known_at)

    booked_soon = draft.bookings.any_open and any(
        0 <= (local_date(each.starts_at) - local_date(each.agreed_at)).days <= within
        for each in draft.bookings.open_ones()
    )
    return router.route(
        draft.facts,
        visit_known_on=visit_known_on,
        booked_soon=booked_soon,
        transferred=draft.team,
    )

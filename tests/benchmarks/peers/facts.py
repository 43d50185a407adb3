"""What a lead on the ladder is remembered by beside its status: for the state machine libraries.

The libraries hold the status and decide which transition is taken; these are the plain methods
that their transitions ask and call, the same for each of them.
"""

from __future__ import annotations

from benchmarks import yardstick as y

_COUNTING = 0, True
"""What is known of a call that is told of for the first time."""


class Facts:
    """Counts and instants of one lead; 0 where there is none."""

    __slots__ = (
        "attempts", "closed_by", "counted", "exact", "exhausted", "first_call", "given_reason",
        "grace_ends", "ladder", "ladder_from", "last_call", "last_call_id", "place", "placed",
        "reached", "reason", "response_known", "spoken", "spoken_at", "told",
    )  # fmt: skip

    def __init__(self, created_at: int = 0) -> None:
        self.begin(created_at)

    def begin(self, created_at: int) -> None:
        """A new lead."""
        self.first_call = created_at
        self.attempts = self.exact = self.ladder = self.grace_ends = 0
        self.reason = self.given_reason = 0
        self.reached = self.exhausted = self.response_known = False
        self.last_call = self.last_call_id = 0
        self.place = 0
        self.closed_by = self.ladder_from = self.spoken_at = -1
        self.placed: dict[int, tuple[int, bool]] = {}
        self.told: set[int] = set()
        self.spoken: set[int] = set()
        self.counted: set[int] = set()

    # What is asked before a transition; nothing is changed by asking.

    def unanswered_goes_on(self, at: int, via: int, call_id: int) -> bool:
        """Whether a call without response does not end the lead."""
        return not self.unanswered_ends(at, via, call_id)

    def unanswered_ends(self, at: int, via: int, call_id: int) -> bool:
        """Whether a call without response ends the lead; told again it uses up no follow-up."""
        return self._ends(0 if call_id in self.placed else at, self._counts(via, call_id))

    def marked_goes_on(self, at: int) -> bool:
        """Whether a response told apart is news, and does not end the lead."""
        return not self._told_with_call(at) and not self._ends(at)

    def marked_ends(self, at: int) -> bool:
        """Whether a response told apart is news, and ends the lead."""
        return not self._told_with_call(at) and self._ends(at)

    def bare_goes_on(self, at: int) -> bool:
        """Whether a follow-up without instant does not end the lead."""
        return self.reached or not self._ends(at)

    def untold_counts(self, at: int, via: int, call_id: int) -> bool:
        """Whether a call without outcome is an attempt."""
        return self._counts(via, call_id)

    def _ends(self, at: int, more: bool = False) -> bool:
        return self.attempts + more > 2 and self.exact <= at

    def _counts(self, via: int, call_id: int) -> bool:
        if call_id in self.placed and not self.placed[call_id][1]:
            return False
        return via == y.BUTTON and call_id not in self.counted

    @property
    def is_dead(self) -> bool:
        """Whether the lead has run out or was given up."""
        return self.exhausted or self.closed_by >= 0

    def _told_with_call(self, at: int) -> bool:
        return self.response_known and self._called_on_day_of(at)

    def _called_on_day_of(self, at: int) -> bool:
        return self.last_call != 0 and y.local_day(self.last_call) == y.local_day(at)

    # What transitions do.

    def is_old_news(self, at: int, via: int, what: int, call_id: int) -> bool:
        """Whether a call told again is nothing to a machine; what it says all the same is kept."""
        first, counting = self.placed[call_id]
        counts = counting and not self.is_dead and call_id not in self.counted
        if what != y.CONNECTED:
            return self._is_old_outcome(what, call_id, counts and via == y.BUTTON)
        if call_id in self.spoken:
            if counts and via in (y.BUTTON, y.VOIP):
                self._count(call_id)
            return True
        if self.closed_by <= first:
            return False
        self._note_spoken(call_id)
        self._use_up(at)
        self.reached, self.spoken_at = True, self.place
        return True

    def _is_old_outcome(self, what: int, call_id: int, counts: bool) -> bool:
        known = call_id in self.told
        if what == y.UNTOLD:
            if counts and (known or call_id in self.spoken):
                return self._count(call_id)
            return not counts
        if known and not counts:
            return True
        if self.spoken_at <= self.placed[call_id][0]:
            return False
        if counts:
            self._count(call_id)
        if not known:
            self._note_unreached(call_id)
        return True

    def unanswered(self, at: int, via: int, call_id: int) -> None:
        """A call without response that does not end the lead."""
        self._take_unanswered(at, via, call_id)
        self._come_back(at)

    def last_unanswered(self, at: int, via: int, call_id: int) -> None:
        """One that does."""
        self._take_unanswered(at, via, call_id)
        self.run_out()

    def unanswered_when_dead(self, at: int, via: int, call_id: int) -> None:
        """One of a dead lead."""
        self._note_unanswered(at, call_id)
        self._no_response(at)

    def _take_unanswered(self, at: int, via: int, call_id: int) -> None:
        promise = self.exact if call_id in self.placed else 0
        if self._counts(via, call_id):
            self._count(call_id)
        self._note_unanswered(at, call_id)
        self._no_response(at)
        self.exact = promise or self.exact

    def marked(self, at: int) -> None:
        """A response told apart from its call that does not end the lead."""
        self._note_marked(at)
        self._come_back(at)

    def last_marked(self, at: int) -> None:
        """One that does."""
        self._note_marked(at)
        self.run_out()

    def marked_when_dead(self, at: int) -> None:
        """One of a dead lead."""
        if not self._told_with_call(at):
            self._note_marked(at)

    def _note_unanswered(self, at: int, call_id: int) -> None:
        self._note_placed(at, call_id)
        self._note_unreached(call_id)

    def _note_unreached(self, call_id: int) -> None:
        if call_id == self.last_call_id:
            self.response_known = True
        if call_id:
            self.told.add(call_id)
            self.spoken.discard(call_id)

    def _note_placed(self, at: int, call_id: int) -> None:
        if call_id in self.placed:
            return
        if call_id:
            self.placed[call_id] = self.place, not self.is_dead
        self.last_call, self.last_call_id, self.response_known = at, call_id, False

    def _note_spoken(self, call_id: int) -> None:
        if call_id:
            self.spoken.add(call_id)
            self.told.discard(call_id)
            if call_id == self.last_call_id:
                self.response_known = False

    def _note_marked(self, at: int) -> None:
        if self._called_on_day_of(at):
            self.response_known = True
            if self.last_call_id:
                self._note_unreached(self.last_call_id)
        self._no_response(at)

    def _no_response(self, at: int) -> None:
        self._use_up(at)
        self.grace_ends = 0
        self.reached = False

    def _come_back(self, at: int) -> None:
        if not self.exact:
            delay = y.TWENTY_FOUR_HOURS if self.attempts == 2 else y.FOUR_HOURS
            self.ladder, self.ladder_from = at + delay, -1
        self.first_call = 0

    def _use_up(self, at: int) -> None:
        if self.exact and self.exact <= at:
            self.exact = 0

    def _count(self, call_id: int) -> bool:
        if call_id:
            if call_id in self.counted:
                return False
            self.counted.add(call_id)
        self.attempts += 1
        return True

    def note_call(self, at: int, via: int, call_id: int) -> None:
        """A call whose response may still be told."""
        self._note_placed(at, call_id)

    def _leave_open(self, at: int) -> None:
        """An attempt without outcome."""
        self.reached = False
        self.grace_ends = self.first_call = 0
        if self.attempts > 2:
            self.ladder, self.grace_ends = 0, at + y.FOUR_HOURS
        elif not self.exact:
            self.ladder, self.ladder_from = at + y.FOUR_HOURS, -1

    def untold(self, at: int, via: int, call_id: int) -> None:
        """A call without outcome, of an open lead."""
        if call_id not in self.placed:
            self._use_up(at)
        counts = self._counts(via, call_id)
        self.note_call(at, via, call_id)
        if counts:
            self._count(call_id)
            self._leave_open(at)

    def emailed(self, at: int) -> None:
        """An e-mail sent with the button."""
        self._use_up(at)
        self.attempts += 1
        self._leave_open(at)

    def bare(self, at: int) -> None:
        """A follow-up without instant that does not end the lead."""
        self.grace_ends = 0
        self._use_up(at)
        if self.attempts < 3 and not self.exact:
            self.ladder, self.ladder_from = at + y.FOUR_HOURS, self.place
        self.first_call = 0

    def promised(self, at: int, due: int) -> None:
        """A follow-up with an instant."""
        self.exact = due
        self.ladder = self.first_call = self.grace_ends = 0

    def revived(self, at: int, due: int) -> None:
        """A follow-up with an instant, of a dead lead."""
        if not self.exhausted:
            self.attempts, self.reached = 0, False
        self._forget_reasons()
        self.promised(at, due)

    def connected(self, at: int, via: int, call_id: int) -> None:
        """A placed call that reached the patient of an open lead."""
        since = self.ladder if call_id in self.placed else 0
        if call_id in self.placed and self.ladder_from <= self.placed[call_id][0]:
            since = 0
        if via in (y.BUTTON, y.VOIP) and self.placed.get(call_id, _COUNTING)[1]:
            self._count(call_id)
        self.note_call(at, via, call_id)
        self._note_spoken(call_id)
        self.talked(at)
        self.ladder = since

    def connected_when_dead(self, at: int, via: int, call_id: int) -> None:
        """The same, of a dead lead."""
        self.note_call(at, via, call_id)
        self._note_spoken(call_id)
        self.talked_when_dead(at)

    def answered(self, at: int, via: int, call_id: int) -> None:
        """A call from an open lead, answered."""
        if via == y.VOIP:
            self._count(call_id)
        self._note_spoken(call_id)
        self.talked(at)

    def answered_when_dead(self, at: int, via: int, call_id: int) -> None:
        """A call from a dead lead, answered."""
        self._note_spoken(call_id)
        self.talked_when_dead(at)

    def talked(self, at: int) -> None:
        """A conversation with an open lead."""
        self._use_up(at)
        self.reached, self.spoken_at = True, self.place
        self.ladder = self.first_call = self.grace_ends = 0

    def talked_when_dead(self, at: int) -> None:
        """A conversation with a dead lead."""
        self.attempts = 0
        self._forget_reasons()
        self.talked(at)

    def run_out(self, at: int = 0) -> None:
        """The end of the ladder."""
        self.reason, self.exhausted = y.BEST_PRACTICES, True
        self.ladder = self.first_call = self.grace_ends = 0

    def given_up(self, reason: int) -> None:
        """Dead by hand."""
        self.reason, self.given_reason, self.exhausted = 0, reason, False
        self.closed_by = self.place
        self.exact = self.ladder = self.first_call = self.grace_ends = 0

    def reopened(self, at: int) -> None:
        """A dead lead opened again by hand."""
        self.attempts, self.reached = 0, False
        self._forget_reasons()
        self.ladder, self.ladder_from = at, -1

    def _forget_reasons(self) -> None:
        self.reason = self.given_reason = 0
        self.exhausted = False
        self.closed_by = -1

    def answer(self, status: int) -> y.Answer:
        """The answer for a lead of this status."""
        if status == y.DEAD:
            return status, 0, self.given_reason or self.reason
        return status, self.exact or self.ladder or self.first_call, 0

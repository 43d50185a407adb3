"""Two policies compared field by field, each difference with a lead on which it shows."""

from __future__ import annotations

from functools import lru_cache
from itertools import filterfalse

from leadflow.outputs import PolicyRef
from leadflow.paths import holds
from leadflow.policy import Policy
from leadflow.readers.diff.asking import Side
from leadflow.readers.diff.fields import ABSENT, SOURCES, Change, Mixer
from leadflow.readers.diff.queues import Jump, decided
from leadflow.readers.diff.reasons import why_same, why_unread
from leadflow.readers.diff.results import FieldDiff, PolicyDiff
from leadflow.readers.diff.search import Parting, Search, bounds
from leadflow.readers.diff.witnesses import QueueWitness, Witness
from leadflow.readers.differences import OUTPUTS, differences

__all__ = ["FieldDiff", "PolicyDiff", "QueueWitness", "Witness", "diff"]


def diff(policy_a: Policy, *, other: Policy) -> PolicyDiff:
    """The fields in which two policies differ, and for each a lead on which it shows.

    Of each field the witness is the shortest history found, and an instant, at which `policy_a` and
    the same policy with the other's value at this field decide differently: in anything that a
    decision says but its clock, its policy and its reasons. Where the order of work alone differs
    it may take two leads. A field without witness says why: nothing that decides reads it, or both
    values come to the same, or what was tried without finding one.

    Where one policy has a section and the other none, or their lists are of different length, the
    section or the list is one field. Sources are told beside the values; what else differs in them
    is the field `sources`.
    """
    mixer = Mixer(policy_a, other)
    if not mixer.changes:
        return PolicyDiff(_ref(policy_a), _ref(other), (), None, None)
    return _Comparison(mixer, _search(policy_a)).result()


def _ref(policy: Policy) -> PolicyRef:
    return PolicyRef(policy.name, policy.version, policy.fingerprint)


@lru_cache(maxsize=4)
def _search(policy: Policy) -> Search:
    """The search from a policy; what the last few have answered is kept."""
    return Search(Side(policy))


Found = Parting | Jump | None


class _Comparison:
    """One comparison at work."""

    def __init__(self, mixer: Mixer, search: Search) -> None:
        self._mixer = mixer
        self._search = search
        self._whole = Side(mixer.other)
        self._found: list[Found] = []

    def result(self) -> PolicyDiff:
        """Every field first: where one shows, the wholes mostly show too."""
        fields = tuple(map(self._field, self._mixer.changes))
        before, after = self._search.side.decider.ref, self._whole.decider.ref
        if all(each.idle and self._is_idle_beside_others(each.path) for each in fields):
            return PolicyDiff(before, after, fields, None, "none of the fields can matter")
        found = self._of_wholes()
        if found is None:
            return PolicyDiff(before, after, fields, None, bounds())
        witness = self._witness(found, self._whole, _named(self._mixer.other))
        return PolicyDiff(before, after, fields, witness, None)

    def _field(self, change: Change) -> FieldDiff:
        unread = why_unread(change.path)
        if unread is not None:
            return self._told(change, None, unread)
        path, mixer = change.path, self._mixer
        variant = mixer.variant(change)
        side = self._whole if variant.policy is mixer.other else Side(variant.policy)
        why = why_same(path, self._search.side, side)
        if why is not None:
            return self._told(change, None, why, variant.with_it)
        found = self._search.parting(side, path)
        self._found.append(found)
        if found is None:
            return self._told(change, None, bounds(), variant.with_it, idle=False)
        taken = ", ".join((path, *variant.with_it))
        other = f"{_named(mixer.policy)} with {taken} as in {_named(mixer.other)}"
        witness = self._witness(found, side, other)
        return self._told(change, witness, None, variant.with_it, idle=False)

    def _told(
        self,
        change: Change,
        witness: Witness | QueueWitness | None,
        why_none: str | None,
        with_it: tuple[str, ...] = (),
        *,
        idle: bool = True,
    ) -> FieldDiff:
        path, before, after = change.path, change.before, change.after
        return FieldDiff(
            path=path,
            before=None if before is ABSENT else before,
            after=None if after is ABSENT else after,
            source_before=_source(self._mixer.policy, path),
            source_after=_source(self._mixer.other, path),
            witness=witness,
            why_none=why_none,
            idle=idle,
            with_it=with_it,
        )

    def _is_idle_beside_others(self, path: str) -> bool:
        """Whether why a field cannot matter alone holds for the policies as wholes too.

        A special day may hide a closed date, and both may go.
        """
        return bool(why_unread(path) or why_same(path, self._search.side, self._whole))

    def _of_wholes(self) -> Found:
        """Where the policies part: on the witness of a field, if on any, else it is looked for."""
        if len(self._mixer.changes) == 1:
            return self._found[0]
        histories = [each.history for each in self._found if isinstance(each, Parting)]
        for history in sorted(histories, key=lambda each: len(each.events)):
            found = self._search.at(history, self._whole)
            if found is not None:
                return self._search.shortest(found, self._whole)
        paths = (each.path for each in self._mixer.changes)
        return self._search.parting(self._whole, *filterfalse(why_unread, paths))

    def _witness(self, found: Parting | Jump, side: Side, other: str) -> Witness | QueueWitness:
        """What was found, with what both policies decide there."""
        first, policy, now = self._search.side, self._mixer.policy, found.now
        if isinstance(found, Jump):
            orders = decided(first, found), decided(side, found)
            return QueueWitness(found.histories, now, *orders, policy, other)
        before, after = first.decide(found.history, now), side.decide(found.history, now)
        parted = differences(before, after, (*OUTPUTS, "valid_until"))
        return Witness(found.history, now, before, after, parted, policy, other)


def _source(policy: Policy, path: str) -> str | None:
    """What a value comes from; where it has parts that come from several clauses, all of them."""
    behind = policy.source_of(path)
    if behind is not None or path == SOURCES:
        return behind
    inner = dict.fromkeys(policy.sources[each] for each in policy.sources if holds(path, each))
    return ", ".join(inner) or None


def _named(policy: Policy) -> str:
    return f"{policy.name} {policy.version}"

"""Which laws hold under which policy: every law is tried once for each, on the same cases.

Drawing a case costs more than most laws do, so the tests of `tests/laws` share one run for each
policy and each reads what became of its own law.
"""

from __future__ import annotations

from functools import cache

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from leadflow import Policy
from leadflow.testing import laws, policies
from leadflow.testing.laws import BrokenLaw
from random_histories import PRESETS

CASES = {"dev": 100, "ci": 1_200, "deep": 25_000}
"""How many cases the laws are tried on in a profile, dealt evenly over the policies below."""
GENERATED = "generated"
NAMES = (*PRESETS, GENERATED)


def cases_each() -> int:
    """How many cases there are for each policy, under the profile in force."""
    return CASES[settings.get_current_profile_name()] // len(NAMES)


@cache
def generated_policies() -> tuple[Policy, ...]:
    """Policies out of the public strategy, each for a score of cases.

    A new policy for each case would compile opening hours and programs most of the time.
    """
    found: list[Policy] = []
    most = max(10, cases_each() // 20)

    @seed(3)
    @settings(max_examples=most)
    @given(policies())
    def find(policy: Policy) -> None:
        found.append(policy)

    find()
    return tuple(found[:most])


@cache
def failures(name: str) -> dict[str, BrokenLaw]:
    """By name of the law, how it fails under a policy; a law that holds is not in it."""
    policy = st.sampled_from(generated_policies()) if name == GENERATED else PRESETS[name]
    return {each.law.name: each for each in laws.broken(policy, examples=cases_each())}


def obeyed(body: laws.Body, name: str) -> None:
    """Fail, with the smallest case, where a law does not hold under a policy."""
    failure = failures(name).get(body.__name__)
    if failure is not None:
        raise failure

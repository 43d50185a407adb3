"""What every test may use: Hypothesis without chance, and the folder of real data."""

from __future__ import annotations

import os
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

import leadflow

DATA_VARIABLE = "LEADFLOW_DATA"
NO_SKIP = "LEADFLOW_NO_SKIP"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# "ci" is the default: the same examples on every machine, and no test that fails because a machine
# is slow. "dev" is quick and looks for new examples at each run: `--hypothesis-profile=dev`; "deep"
# does so for hours: `--hypothesis-profile=deep`. How often each law is tried: `lawfulness.py`.
settings.register_profile(
    "ci",
    max_examples=1_000,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", max_examples=100, deadline=None, print_blob=True)
settings.register_profile(
    "deep",
    max_examples=25_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

# Hypothesis draws, now and then, from the literals of the modules that are loaded: all of them are,
# from the beginning, so that examples do not hang on which tests ran before in the same process.
for each in walk_packages(leadflow.__path__, "leadflow."):
    import_module(each.name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The switch that records golden files anew, and how deep the exploration goes."""
    group = parser.getgroup("leadflow")
    group.addoption("--record", action="store_true", help="write the golden files anew")
    group.addoption(
        "--exploration-depth",
        type=int,
        choices=range(1, 6),
        default=4,
        help="explore all histories of up to so many events (default: 4)",
    )


@pytest.fixture(scope="session")
def record(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are written anew instead of compared."""
    return bool(pytestconfig.getoption("record"))


@pytest.fixture(scope="session")
def exploration_depth(pytestconfig: pytest.Config) -> int:
    """Of how many events the longest explored histories are."""
    return int(pytestconfig.getoption("exploration_depth"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real data and foreign test cases, which the repository does not hold."""
    named = os.environ.get(DATA_VARIABLE)
    if not named:
        pytest.skip(f"{DATA_VARIABLE} is not set: it names the folder of real data to test with")
    folder = Path(named)
    assert folder.is_dir(), f"{DATA_VARIABLE} names no folder"
    return folder


def _refuse_skip(report: Report) -> Report:
    """Turn a skip into a failure, where all that tests may want must be there."""
    if os.environ.get(NO_SKIP) and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, although {NO_SKIP} is set: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """See to skips in tests and fixtures."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """See to skips of whole files."""
    return _refuse_skip((yield))

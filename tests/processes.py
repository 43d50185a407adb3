"""A Python process of its own, in an environment that the test names and no other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
PASSED_ON = ("PATH", "SYSTEMROOT")
"""Variables without which a process may not start on some systems."""


def in_new_process(*arguments: str, **variables: str) -> str:
    """What a new interpreter with these arguments and environment variables writes out.

    It finds the helpers beside the tests; what it writes as an error fails the test.
    """
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**passed_on, "PYTHONPATH": str(TESTS), **variables},
        cwd=TESTS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout

"""The sentences of the rules for where functions have no docstrings: a native build.

`examples/native/build.py` fills this in as it builds; in the source the docstrings speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {}
"""By name of the rule, what `Rule.sentence` says."""

"""What if: other policies over what was recorded, and variants of a policy to try.

`sweep` makes policies, `compare` replays histories under several of them, `sensitivity` turns each
switch that is a reading of its source.
"""

from leadflow.readers.whatif.comparison import Comparison, compare
from leadflow.readers.whatif.replay import COMPARED, Parting
from leadflow.readers.whatif.results import Move, Totals, Variant
from leadflow.readers.whatif.sensitivity import (
    NotTried,
    OtherReading,
    Sensitivity,
    Switch,
    sensitivity,
)
from leadflow.readers.whatif.sweep import sweep

__all__ = [
    "COMPARED",
    "Comparison",
    "Move",
    "NotTried",
    "OtherReading",
    "Parting",
    "Sensitivity",
    "Switch",
    "Totals",
    "Variant",
    "compare",
    "sensitivity",
    "sweep",
]

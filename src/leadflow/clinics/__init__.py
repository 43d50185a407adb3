"""The policies that come with the library: one value for each clinic, no logic."""

from __future__ import annotations

from leadflow.clinics.incinta import INCINTA
from leadflow.clinics.joined import CLINIC
from leadflow.clinics.rsi import RSI

__all__ = ["CLINIC", "INCINTA", "RSI"]

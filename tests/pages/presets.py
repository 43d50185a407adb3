"""Every value of the three presets, with the clause behind it."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow import Policy
from leadflow.display.words import worded
from leadflow.paths import steps_of
from pages.markdown import page, table
from pages.rules import value_table
from pages.values import described, paths
from random_histories import PRESETS

UP = "../"


def preset_pages() -> Iterator[tuple[str, str]]:
    """The values of the presets, section by section."""
    sections: dict[str, list[str]] = {}
    for path in paths():
        section = str(steps_of(path)[0])
        nested = path != section or section in _SECTIONS
        sections.setdefault(section if nested else "general", []).append(path)
    parts = []
    for section, found in sections.items():
        parts.append(f"## {worded(section).capitalize()}")
        if section != "general":
            parts.append(described(section))
        parts.append(value_table(found, up=UP))
    refs = [
        (name, policy.version, policy.source, f"`{policy.fingerprint}`")
        for name, policy in PRESETS.items()
    ]
    yield (
        "rulebook/presets.md",
        page(
            "Presets",
            "Every value of the three policies that come with leadflow: what it is, what it is in "
            "each, and the clause that says so. A *reading* is leadflow's own where the source is "
            "silent or open, and *own* is its own composition. What is off has no part in "
            "deciding.",
            table(("policy", "version", "after", "fingerprint"), refs),
            *parts,
        ),
    )


_SECTIONS = frozenset(
    name
    for name, field in Policy.model_fields.items()
    if any(
        hasattr(part, "model_fields")
        for part in (field.annotation, *getattr(field.annotation, "__args__", ()))
    )
)
"""Fields that are sections: one that is off is a value without parts."""

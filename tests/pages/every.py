"""Every generated file of the docs, by its path below `docs`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pages.glossary import glossary_pages
from pages.matrix import matrix_pages
from pages.pictures import picture_pages
from pages.presets import preset_pages
from pages.readings import reading_pages
from pages.reference import reference_pages
from pages.rules import rule_pages
from pages.schemas import schema_pages
from pages.statuses import status_pages
from pages.tables import table_pages

MAKERS = {
    "rules": rule_pages,
    "decision tables": table_pages,
    "statuses": status_pages,
    "pictures": picture_pages,
    "presets": preset_pages,
    "traceability": matrix_pages,
    "readings": reading_pages,
    "glossary": glossary_pages,
    "schemas": schema_pages,
    "reference": reference_pages,
}
"""What makes the pages, by what they are about."""


@cache
def pages_of(maker: str) -> Mapping[str, str]:
    """The files of one maker, with what stands in them."""
    return dict(MAKERS[maker]())

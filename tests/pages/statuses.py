"""The state diagram of each preset: as a picture of its own, as Mermaid, and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from leadflow.render.diagram import StateDiagram, state_diagram
from pages.markdown import code, demoted, fence, folded, page
from pages.pictures import on_card
from random_histories import PRESETS


def status_pages() -> Iterator[tuple[str, str]]:
    """A picture for each preset, and the page on which they stand."""
    diagrams = {name: state_diagram(policy) for name, policy in PRESETS.items()}
    for name, diagram in diagrams.items():
        yield _file(name), _picture(diagram)
    parts = [part for name, diagram in diagrams.items() for part in _section(name, diagram)]
    yield (
        "rulebook/statuses.md",
        page(
            "Statuses",
            "What leads from one status to another, with the rules that do it. The pictures are "
            "drawn from the heads of the rules that the engine runs; an arrow says what can "
            "happen, not what must.",
            *parts,
        ),
    )


def _file(name: str) -> str:
    return f"assets/statuses-{name.lower()}.svg"


def _picture(diagram: StateDiagram) -> str:
    (picture,) = diagram._page().pictures
    return on_card(picture)


def _section(name: str, diagram: StateDiagram) -> Iterator[str]:
    drawn = diagram._page()
    labels = ", ".join(f"{label} ({code(status)})" for status, label in diagram.labels)
    yield f"## {name}"
    yield f"Statuses: {labels}."
    yield f"![Statuses under {name}, and what leads from one to another](../{_file(name)})"
    yield folded("The same as Mermaid", fence("mermaid", drawn.mermaid or ""))
    yield folded("The same as a table", _table(diagram))


def _table(diagram: StateDiagram) -> str:
    """The tables of the page, without its title and lines."""
    text = demoted(diagram.to_markdown())
    return text[text.index("| from") :]

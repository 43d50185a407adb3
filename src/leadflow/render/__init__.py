"""Decisions and policies in words for people, and a policy as a picture."""

from leadflow.render.diagram import StateDiagram, state_diagram
from leadflow.render.messages import Message, Names, checklist, message

__all__ = ["Message", "Names", "StateDiagram", "checklist", "message", "state_diagram"]

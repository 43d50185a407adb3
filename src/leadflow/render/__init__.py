"""Decisions and policies in words for people."""

from leadflow.render.messages import Message, Names, checklist, message

__all__ = ["Message", "Names", "checklist", "message"]

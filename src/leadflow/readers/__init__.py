"""Readers: what can be asked of histories and decisions beyond what to do next."""

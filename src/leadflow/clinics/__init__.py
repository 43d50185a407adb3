"""The policies that come with the library: one value for each clinic, no logic.

Each is in a module of its own, so that only those are validated that are used.
"""

"""The index of all names that are known: the register's in files that are mapped into memory, the rest beside it."""

from outreach.services.linkindex.opening import LinkIndex, is_ready, open_engine, open_index

__all__ = ["LinkIndex", "is_ready", "open_engine", "open_index"]

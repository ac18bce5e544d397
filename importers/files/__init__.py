"""Candidates from lists that people keep in files."""

from importers.files.read import parse, read_file

__all__ = ["parse", "read_file"]

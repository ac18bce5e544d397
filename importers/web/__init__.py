"""Candidates from web pages."""

from importers.web.page import parse

__all__ = ["parse"]

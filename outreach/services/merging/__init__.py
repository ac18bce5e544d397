"""Organisations that turn out to be one are merged, and part again at any later time."""

from outreach.services.merging.listed import merges
from outreach.services.merging.merge import merge, preview
from outreach.services.merging.unmerge import unmerge, unmerge_preview

__all__ = ["merge", "merges", "preview", "unmerge", "unmerge_preview"]

"""What an import of the register reads: companies, rejects, and two marks between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.terms.candidate import RegisterCompany, Reject


@dataclass(frozen=True, slots=True)
class Same:
    """A company that was read and compared before the run: its content hash is the one that the mirror holds."""

    key: int
    content_hash: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that came before is to be written now; `resume` says from where a later run may go on."""

    resume: Mapping[str, Any]


Record = RegisterCompany | Reject | Same | Checkpoint

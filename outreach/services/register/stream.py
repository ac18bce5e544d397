"""What an import reads from the register's interface: companies, rejects, and marks between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.terms.candidate import RegisterCompany, Reject


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that came before is to be written now; `resume` says from where a later run may go on."""

    resume: Mapping[str, Any]


Record = RegisterCompany | Reject | Checkpoint

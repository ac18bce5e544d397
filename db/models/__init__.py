"""All tables of DESIGN 4 that the program uses; importing this package fills the metadata."""

from db.models.actors import (
    Adviser,
    Competence,
    Controller,
    Organisation,
    OrganisationAlias,
    Person,
    PrivacyLog,
    Site,
    SourceRecord,
    Suppression,
    Town,
)
from db.models.base import metadata
from db.models.journal import Journal, JournalRow, State
from db.models.linkage import LinkDecision, LinkProposal, LinkWeights
from db.models.merging import Merge, MergeRow
from db.models.register import (
    NAME_SLOTS,
    ImportReject,
    ImportRun,
    RegistryAddress,
    RegistryChange,
    RegistryCompany,
    RegistryEntry,
    RegistryForm,
    RegistryHash,
    RegistryName,
    RegistryPostcode,
    RegistrySituation,
)
from db.models.sources import ColumnMapping, StoredPage
from db.models.work import Case, Need, NeedScore, NeedVerdict, Task, Touchpoint, Transition

__all__ = [
    "NAME_SLOTS",
    "Adviser",
    "Case",
    "ColumnMapping",
    "Competence",
    "Controller",
    "ImportReject",
    "ImportRun",
    "Journal",
    "JournalRow",
    "LinkDecision",
    "LinkProposal",
    "LinkWeights",
    "Merge",
    "MergeRow",
    "Need",
    "NeedScore",
    "NeedVerdict",
    "Organisation",
    "OrganisationAlias",
    "Person",
    "PrivacyLog",
    "RegistryAddress",
    "RegistryChange",
    "RegistryCompany",
    "RegistryEntry",
    "RegistryForm",
    "RegistryHash",
    "RegistryName",
    "RegistryPostcode",
    "RegistrySituation",
    "Site",
    "SourceRecord",
    "State",
    "StoredPage",
    "Suppression",
    "Task",
    "Touchpoint",
    "Town",
    "Transition",
    "metadata",
]

# SQLite gives the number of a deleted row to the next new one unless told not to. The history of changes, link
# decisions and actor numbers name rows by number: they would then speak of another row.
for _table in metadata.tables.values():
    if _table.autoincrement_column is not None:
        _table.kwargs["sqlite_autoincrement"] = True

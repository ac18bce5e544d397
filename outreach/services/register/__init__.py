"""Register mirror: kept up to date by imports, never edited by people."""

from outreach.services.register.apply import apply_register
from outreach.services.register.postcodes import learn_postcodes, postcodes_of
from outreach.services.register.stream import Checkpoint, Record, Same
from outreach.services.register.survey import known_companies, stored_hashes
from outreach.services.runs import RunStart

__all__ = [
    "Checkpoint",
    "Record",
    "RunStart",
    "Same",
    "apply_register",
    "known_companies",
    "learn_postcodes",
    "postcodes_of",
    "stored_hashes",
]

"""Register mirror: kept up to date by imports, never edited by people."""

from outreach.services.register.apply import apply_register
from outreach.services.register.postcodes import learn_postcodes, postcodes_of
from outreach.services.runs import RunStart

__all__ = ["RunStart", "apply_register", "learn_postcodes", "postcodes_of"]

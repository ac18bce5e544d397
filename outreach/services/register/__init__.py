"""Register mirror: kept up to date by imports, never edited by people."""

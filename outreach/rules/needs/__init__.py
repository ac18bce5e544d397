"""Scoring an actor against a competence need, and checking a need that somebody wrote (DESIGN 6). Pure."""

from outreach.rules.needs.check import CodeBook, check_need
from outreach.rules.needs.industry import CodeEntry, IndustryTable, edition_name
from outreach.rules.needs.scoring import FLOOR, RULES_VERSION, WEIGHTS, Grade, Scorer, band_of, score

__all__ = [
    "FLOOR",
    "RULES_VERSION",
    "WEIGHTS",
    "CodeBook",
    "CodeEntry",
    "Grade",
    "IndustryTable",
    "Scorer",
    "band_of",
    "check_need",
    "edition_name",
    "score",
]

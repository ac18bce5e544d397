"""Outreach: from the business register and the web to contacts with the actors whose know-how a town needs."""

__version__ = "0.1.0"

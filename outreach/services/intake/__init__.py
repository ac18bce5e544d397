"""Intake: what pages and files say of organisations, linked to what is known."""

from outreach.services.intake.linking import LinkSettings, settings_of
from outreach.services.intake.take import Asked, take_in

__all__ = ["Asked", "LinkSettings", "settings_of", "take_in"]

"""Weights of linkage: those in use, estimating others from what people have judged, and measuring what they do.

Intake asks this package for the weights in use, so it loads nothing else here; the rest are modules of their own.
"""

from outreach.services.calibration.in_use import current_weights, current_weights_id

__all__ = ["current_weights", "current_weights_id"]

"""Measurements of speed and memory (make bench): apart from the tests, since clocks differ between machines."""

"""Servers on this machine that stand in for the ones the program talks to."""

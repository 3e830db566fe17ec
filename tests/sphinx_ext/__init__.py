"""Builds of small documentations."""

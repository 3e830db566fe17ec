"""Builds with chosen releases of Sphinx, MyST and docutils, and beside other tools."""

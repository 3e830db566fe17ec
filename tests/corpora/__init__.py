"""The rules on real proposals."""

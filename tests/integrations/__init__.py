"""What other programs start: a hook and an action."""

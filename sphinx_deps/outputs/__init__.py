"""What a catalog is rendered to."""

"""What sphinx-deps costs, measured beside its peers on generated proposals: `make bench`."""

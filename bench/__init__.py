"""Measures the product against its peers, against plain SQL and against itself as it grows: `make bench`."""

"""Trying processes out on the real engine, with real commands, in a copy of the database of which nothing is kept."""

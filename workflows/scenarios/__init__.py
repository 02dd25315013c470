"""Scenarios: try-outs that are kept with what is expected of them, played before every publishing."""

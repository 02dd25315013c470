"""What each step of the diagrams writes into the tables, by form key."""

from workflows.steps.registry import Surroundings, complete, completes, prepare, prepares

__all__ = ["Surroundings", "complete", "completes", "prepare", "prepares"]

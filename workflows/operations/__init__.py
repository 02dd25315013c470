"""The registered operations that service tasks of the diagrams call, by name."""

"""How much an expression may ask for, so that none can stop the server or fill its memory."""

TEXT_LENGTH = 10_000
"""Characters of one expression."""

NESTING = 60
"""Brackets, conditions and the like inside one another, while reading."""

TREE_DEPTH = 120
"""Levels of the syntax tree; each costs one or two Python frames in evaluation."""

CALLS = 64
"""Functions that are written in expressions, calling one another."""

STEPS = 100_000
"""Work of one evaluation: calls, visited elements, loop turns by the size of their body."""

NODES_A_STEP = 8
"""Nodes of a loop's body that cost one step in each turn."""

CHARACTERS_A_STEP = 256
"""Characters of strings, read or joined, that cost one step."""

POWER_STEPS = 20
"""What `**` costs: up to 80 µs, where other arithmetic takes less than 1."""

DATA_VALUES = 500_000
"""Values taken over from the caller's data in one evaluation."""

DATA_DEPTH = 60
"""Levels of lists and mappings in the caller's data."""

LIST_SIZE = 50_000
"""Elements of one list."""

STRING_LENGTH = 100_000
"""Characters of one string."""

RESULT_VALUES = 200_000
"""Values in a result, counted the way they would be written out."""

CACHED_EXPRESSIONS = 2_048
"""Parsed expressions that are kept."""

WARNINGS = 50
"""Warnings that one evaluation collects; the rest is dropped."""

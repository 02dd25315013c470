"""Turns the tree of a pattern into instructions that a matcher steps through."""

from dataclasses import dataclass, field
from typing import Any

from feel.errors import NoValue
from feel.patterns.reading import Again, Anchor, Choice, Group, One, Part, Repeat, Sequence

INSTRUCTIONS = 5_000
"""Of one pattern; `{n,m}` is written out."""

ONE, SPLIT, JUMP, SAVE, ANCHOR, AGAIN, FOUND = range(7)
"""ONE: what must hold for a character. SPLIT: two places, the better one first. SAVE: a slot. AGAIN: a group."""


@dataclass(slots=True)
class Program:
    """Instructions, each an operation with up to two operands."""

    code: list[tuple[int, Any, int]] = field(default_factory=list)
    repeats_groups: bool = False

    def add(self, operation: int, operand: Any = None, other: int = 0) -> int:
        """Append an instruction and return its place."""
        if len(self.code) >= INSTRUCTIONS:
            raise NoValue("Mẫu lặp lại quá nhiều lần.")
        self.code.append((operation, operand, other))
        return len(self.code) - 1


def program_of(part: Part) -> Program:
    """Return the instructions for a tree; slots 0 and 1 save where the match begins and ends."""
    program = Program()
    program.add(SAVE, 0)
    _write(part, program)
    program.add(SAVE, 1)
    program.add(FOUND)
    return program


def _write(part: Part, program: Program) -> None:
    if isinstance(part, One):
        program.add(ONE, part.holds)
    elif isinstance(part, Anchor):
        program.add(ANCHOR, part.sign)
    elif isinstance(part, Again):
        program.repeats_groups = True
        program.add(AGAIN, part.group)
    elif isinstance(part, Sequence):
        for each in part.parts:
            _write(each, program)
    elif isinstance(part, Group):
        program.add(SAVE, 2 * part.number)
        _write(part.part, program)
        program.add(SAVE, 2 * part.number + 1)
    elif isinstance(part, Choice):
        _write_choice(part, program)
    else:
        _write_repeat(part, program)


def _write_choice(choice: Choice, program: Program) -> None:
    ends = []
    for branch in choice.branches[:-1]:
        split = program.add(SPLIT)
        _write(branch, program)
        ends.append(program.add(JUMP))
        program.code[split] = (SPLIT, split + 1, len(program.code))
    _write(choice.branches[-1], program)
    for end in ends:
        program.code[end] = (JUMP, len(program.code), 0)


def _write_repeat(repeat: Repeat, program: Program) -> None:
    start = len(program.code)
    for _ in range(repeat.least):
        _write(repeat.part, program)
        if len(program.code) == start:
            return  # Nothing, however often, stays nothing.
    splits = []
    if repeat.most is None:
        splits.append(program.add(SPLIT))
        _write(repeat.part, program)
        program.add(JUMP, splits[0])
    else:
        for _ in range(repeat.most - repeat.least):
            splits.append(program.add(SPLIT))
            _write(repeat.part, program)
    after = len(program.code)
    for split in splits:
        inside = split + 1
        program.code[split] = (SPLIT, inside, after) if repeat.greedy else (SPLIT, after, inside)

"""Random diagrams of blocks within blocks, for comparing our execution with the library's."""

import random
from itertools import count
from typing import NamedTuple

from tests.unit.engine.draw import END, START, boundary, each, flow, gateway, message, on_message, task, user, variable


class Block(NamedTuple):
    """A piece of a diagram with one way in and one way out."""

    xml: str
    entry: str
    exit: str


class Generator:
    """Draws one process. With `notes`, boundary events may leave the main way open."""

    def __init__(self, seed: int, depth: int = 4):
        self._rng = random.Random(seed)
        self._number = count()
        self._collections = ["voters"]
        self._messages: list[str] = []
        self.notes = self._rng.random() < 0.4
        block = self._block(depth)
        self.parts = (
            variable(*self._collections), START, END, block.xml, flow("start", block.entry), flow(block.exit, "end"),
        )  # fmt: skip
        self.outside = "".join(message(name) for name in self._messages)

    def _id(self, kind: str) -> str:
        return f"{kind}{next(self._number)}"

    def _block(self, depth: int) -> Block:
        kinds = [self._task, self._task, self._ballots]
        if depth > 0:
            kinds += [self._sequence, self._sequence, self._parallel, self._parallel, self._choice, self._loop]
            kinds += [self._sub_process, self._guarded]
        return self._rng.choice(kinds)(depth - 1)

    def _task(self, depth: int = 0) -> Block:
        name = self._id("task")
        return Block(user(name), name, name)

    def _ballots(self, depth: int) -> Block:
        name, output = self._id("vote"), self._id("output")
        self._collections.append(output)
        loop = each("voters", self._id("item"), output, answer := self._id("answer"))
        return Block(user(name, loop, assigneeExpression="voters", outcomeVariable=answer), name, name)

    def _sequence(self, depth: int) -> Block:
        one, two = self._block(depth), self._block(depth)
        return Block(one.xml + two.xml + flow(one.exit, two.entry), one.entry, two.exit)

    def _parallel(self, depth: int) -> Block:
        fork, join = self._id("fork"), self._id("join")
        blocks = [self._block(depth) for _ in range(self._rng.randint(2, 3))]
        xml = "".join(block.xml + flow(fork, block.entry) + flow(block.exit, join) for block in blocks)
        return Block(gateway("parallel", fork) + gateway("parallel", join) + xml, fork, join)

    def _choice(self, depth: int) -> Block:
        asked, choice, merge = self._task(), self._id("choice"), self._id("merge")
        yes, no = self._block(depth), self._block(depth)
        xml = asked.xml + gateway("exclusive", choice, f"{choice}_{no.entry}") + gateway("exclusive", merge)
        xml += yes.xml + no.xml + flow(asked.exit, choice) + flow(choice, no.entry)
        xml += flow(choice, yes.entry, f"go_{asked.entry} = 1") + flow(yes.exit, merge) + flow(no.exit, merge)
        return Block(xml, asked.entry, merge)

    def _loop(self, depth: int) -> Block:
        again, choice, out = self._id("again"), self._id("choice"), self._id("out")
        body, asked = self._block(depth), self._task()
        xml = (
            gateway("exclusive", again) + gateway("exclusive", choice, f"{choice}_{again}") + gateway("exclusive", out)
        )
        xml += body.xml + asked.xml + flow(again, body.entry) + flow(body.exit, asked.entry) + flow(asked.exit, choice)
        return Block(xml + flow(choice, again) + flow(choice, out, f"go_{asked.entry} = 1"), again, out)

    def _sub_process(self, depth: int) -> Block:
        name, start, end = self._id("part"), self._id("start"), self._id("end")
        block = self._block(depth)
        inside = f'<bpmn:startEvent id="{start}"/><bpmn:endEvent id="{end}"/>' + block.xml
        return Block(
            task("subProcess", name, "", inside + flow(start, block.entry) + flow(block.exit, end)), name, name
        )

    def _guarded(self, depth: int) -> Block:
        """A sub-process that a message can end, and perhaps another can add work beside."""
        part, merge, mended = self._sub_process(depth), self._id("merge"), self._task()
        stop, event = self._id("stop"), self._id("event")
        self._messages.append(stop)
        xml = part.xml + boundary(event, part.entry, on_message(stop)) + mended.xml + gateway("exclusive", merge)
        xml += flow(part.exit, merge) + flow(event, mended.entry) + flow(mended.exit, merge)
        if self.notes and self._rng.random() < 0.5:
            note, event, noted, end = self._id("note"), self._id("event"), self._task(), self._id("end")
            self._messages.append(note)
            xml += boundary(event, part.entry, on_message(note), interrupting=False) + noted.xml
            xml += f'<bpmn:endEvent id="{end}"/>' + flow(event, noted.entry) + flow(noted.exit, end)
        return Block(xml, part.entry, merge)

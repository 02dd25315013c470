"""A host made of dice: it answers operations at random, and moves its clock when it is told to."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from workflows.engine import Step

START = datetime(2026, 11, 23, 1, tzinfo=UTC)


class Dice:
    """Goes forward with a fixed seed, save for a while of boldness in which what was hardly taken is preferred."""

    def __init__(self, seed: str, chosen: Counter | None = None):
        self.rng = random.Random(seed)
        self.bold_from = self.rng.choice([0, self.rng.randint(0, 40)])
        self.steps = 0
        self.chosen = Counter() if chosen is None else chosen
        self.called: Counter = Counter()
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def is_bold(self) -> bool:
        return self.bold_from <= self.steps < self.bold_from + 15

    def wait(self) -> None:
        self.moment += timedelta(days=30)

    def decide(self, decision_id: str, variables: dict) -> dict:
        assert decision_id.startswith("eligibility_")
        assert "dossier_id" in variables
        return {"eligibility": self.rng.choice(["eligible", "warning", "unknown"])}

    def call(self, operation: str, parameters: dict, step: Step) -> object:
        self.called[operation] += 1
        if "outcomes" in step.properties:
            return self.choose((*step.path, step.element_id), tuple(step.properties["outcomes"].split(",")))
        answers = {
            "council/check_quorum": lambda: self.choose((*step.path, step.element_id), ("met", "missed")) == "met",
            "council/open_vote": lambda: self._people(self.rng.randint(1, 4)),
            "consultation/open": lambda: self._organs(self.rng.randint(0, 3)),
            "report/open": lambda: self._organs(self.rng.randint(1, 3)),
            "clock/due_at": lambda: str(self.moment + timedelta(days=self.rng.randint(10, 20))),
            "dossier/record_return": lambda: step.variables.get("return_count", 0) + 1,
            "consultation/record_silence": lambda: "silent",
            "report/receive": lambda: "received",
        }
        return answers.get(operation, lambda: f"{operation}-{self.rng.randint(1, 999)}")()

    def choose(self, place: tuple[str, ...], outcomes: tuple[str, ...]) -> str:
        """Pick an outcome; the first is the way forward."""
        new = [word for word in outcomes if self.chosen[*place, word] < 2]
        if new and self.rng.random() < 0.4:
            picked = self.rng.choice(new)
        elif self.is_bold() or self.rng.random() < 0.03:
            rarity = [1 / (1 + self.chosen[*place, word]) for word in outcomes]
            picked = self.rng.choices(outcomes, rarity)[0]
        else:
            picked = outcomes[0]
        self.chosen[*place, picked] += 1
        return picked

    def _people(self, count: int) -> dict:
        return {f"p{n}": {"person_id": f"p{n}", "mode": self.rng.choice(["present", "written"])} for n in range(count)}

    def _organs(self, count: int) -> dict:
        return {f"organ{n}": {"organ": f"organ{n}"} for n in range(count)}

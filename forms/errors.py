"""What can go wrong with a form: its source cannot be honoured, or an answer cannot be taken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a source is refused: where, and what to change, in Vietnamese."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class FormRejected(Exception):
    """A form's source cannot be honoured. `problems` lists everything found, in the order of the source."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class FormInvalid(Exception):
    """Answers cannot be taken. `errors` maps the name of a field ("" for the form as a whole) to Vietnamese messages.

    The name is the one of the HTML control: `key`, or `list-row-key` inside a list.
    """

    def __init__(self, errors: dict[str, list[str]]):
        super().__init__("; ".join(message for messages in errors.values() for message in messages))
        self.errors = errors

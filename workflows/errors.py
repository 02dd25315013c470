"""What can go wrong in a command. The entry points map each class to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class WorkflowError(Exception):
    """Base of every error that a caller may show to a person; the text is Vietnamese."""


class NotFound(WorkflowError):
    """No such record, or none that this actor may see."""

    def __init__(self, message: str = "Không tìm thấy nội dung này."):
        super().__init__(message)


class NotAllowed(WorkflowError):
    """The actor lacks the right for this action."""


class Conflict(WorkflowError):
    """The record has moved on since the actor last saw it."""


class Overtaken(Conflict):
    """Somebody else has saved since: `who`, when (None: the file is not kept any more), the `revision` that stands now."""

    def __init__(self, message: str, who: str, saved_at: datetime | None, revision: int):
        super().__init__(message)
        self.who, self.saved_at, self.revision = who, saved_at, revision


class Invalid(WorkflowError):
    """What was asked makes no sense in the present state. `errors` maps a field to its messages."""

    def __init__(self, errors: dict[str, list[str]]):
        super().__init__("; ".join(message for messages in errors.values() for message in messages))
        self.errors = errors


class UploadRejected(WorkflowError):
    """A file cannot be taken: empty, too large, or not what its name says."""


class FileMissing(WorkflowError):
    """A dossier has the file, the disk has not: it was lost behind the system's back, and only a backup brings it again."""

    def __init__(self, name: str):
        super().__init__(
            f"Hồ sơ có tệp “{name}” nhưng máy chủ không còn nội dung của tệp. Báo quản trị hệ thống khôi phục từ bản sao lưu; "
            "các nội dung khác của hồ sơ vẫn còn."
        )


class DefinitionRejected(WorkflowError):
    """A diagram, table or form cannot be deployed. `problems` lists everything found."""

    def __init__(self, problems: list):
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class CampaignRejected(WorkflowError):
    """A plan file cannot be loaded. `problems` lists everything found."""

    def __init__(self, problems: list[str]):
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Origin:
    """What set a step of an instance off. `kind`: "step" (a person's task), "timer" or "message"."""

    instance_id: int
    kind: str
    task_id: int | None = None
    timer_id: int | None = None


class StepFailed(WorkflowError):
    """A step of a process cannot be done: all of it is undone, and an administrator must look.

    `process_id` and `element_id` say where, `expression` and `values` what was being worked out, as far as it is known.
    `origin` is filled in by whoever set the step off; without it there is no instance yet.
    """

    def __init__(
        self,
        message: str,
        process_id: str | None = None,
        element_id: str | None = None,
        *,
        expression: str | None = None,
        values: Mapping[str, object] | None = None,
    ):
        super().__init__(message)
        self.process_id = process_id
        self.element_id = element_id
        self.expression = expression
        self.values = values
        self.origin: Origin | None = None


class OperationFailed(StepFailed):
    """A registered operation could not do its work; the whole step is undone."""

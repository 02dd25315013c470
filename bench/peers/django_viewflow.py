"""The scenario on django-viewflow. Run in its own environment, in a folder that is thrown away."""

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "viewflow_site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django  # noqa: E402 - Django reads its settings when it is set up

django.setup()

from awards.flows import AwardFlow  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from scenario import Contestant, serve  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402

OF_PROCESS = ("amount", "complete", "approved")
OF_TASK = ("ballot", "round", "score", "url")


class Viewflow(Contestant):
    """Its tables are the state."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)

    def start(self) -> int:
        return AwardFlow.start.run().pk

    def find(self, dossier: int, name: str) -> Any:
        waiting = Task._default_manager.filter(process_id=dossier, status=STATUS.NEW)
        return next(task for task in waiting if task.flow_task.name == name)

    def complete(self, dossier: int, task: Any, data: dict[str, Any]) -> None:
        with transaction.atomic():
            process = AwardFlow.process_class.objects.get(pk=dossier)
            for name, value in data.items():
                if name in OF_PROCESS:
                    setattr(process, name, value)
                if name == "members":
                    process.members = len(value)
                if name in OF_TASK:
                    task.data = {name: value}
            process.save()
            if task.data:
                task.save()
            getattr(AwardFlow, task.flow_task.name).run(task)

    def is_finished(self, dossier: int) -> bool:
        return AwardFlow.process_class.objects.get(pk=dossier).status == STATUS.DONE


if __name__ == "__main__":
    serve(Viewflow)

"""What the flow keeps of a dossier."""

from viewflow import jsonstore
from viewflow.workflow.models import Process


class AwardProcess(Process):
    """Viewflow's own process row with routing facts in its JSON column."""

    amount = jsonstore.IntegerField(default=0)
    complete = jsonstore.BooleanField(default=False)
    approved = jsonstore.BooleanField(default=False)
    members = jsonstore.IntegerField(default=0)

    class Meta:
        """No table of its own."""

        proxy = True

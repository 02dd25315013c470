"""Rows for tests, one function per table: a test states what matters to it, the rest has a default.

Every function takes the session first, adds the row, flushes so that it has its id, and returns it.
"""

from tests.factories.base import LONG_AGO, serial
from tests.factories.councils import council, council_rule, seat
from tests.factories.dossiers import attachment, dossier, nominee, organ
from tests.factories.law import award, base_wage, campaign, duty, offer, paper, regime, reward_rate
from tests.factories.people import account, assignment, capacity, officer, person, position, role, unit
from tests.factories.processes import definition, deployment, instance, task

__all__ = [
    "LONG_AGO",
    "account",
    "assignment",
    "attachment",
    "award",
    "base_wage",
    "campaign",
    "capacity",
    "council",
    "council_rule",
    "definition",
    "deployment",
    "dossier",
    "duty",
    "instance",
    "nominee",
    "offer",
    "officer",
    "organ",
    "paper",
    "person",
    "position",
    "regime",
    "reward_rate",
    "role",
    "seat",
    "serial",
    "task",
    "unit",
]

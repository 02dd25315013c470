"""What may be unsubscribed from, and what may not."""

import pytest

from service.labels import LABELS
from workflows.commands.directing import ASSIGNED, SLIP
from workflows.notices import NOTICES
from workflows.rules.notice_groups import GROUPS, group_of, merely_reminds
from workflows.rules.reminding_words import TITLES


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("receipt", "filing"),
        ("decision_sent", "result"),
        ("reminder", "reminder"),
        ("reminder_overdue", "reminder"),
        ("supplement", None),
        ("rejection", None),
        ("council_invitation", None),
        ("remind", None),
    ],
)
def test_a_kind_belongs_to_a_group_or_is_a_duty(kind, group):
    assert group_of(kind) == group


def test_reminders_have_nothing_to_say_once_their_task_is_done():
    assert merely_reminds("reminder_overdue")
    assert not merely_reminds("supplement")


def test_every_group_and_every_notice_has_a_name():
    assert set(LABELS["notice_group"]) == set(GROUPS)
    assert {*NOTICES, *TITLES, *ASSIGNED, SLIP} <= set(LABELS["notice_kind"])

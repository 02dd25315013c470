"""The shipped plans, read once, and copies of them that a test may damage."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.errors import CampaignRejected
from workflows.rules.plans import Plans, read_plans
from workflows.rules.plans.files import Folder, read_folder
from workflows.rules.plans.reading import plans_of

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"


@pytest.fixture(scope="session")
def plans() -> Plans:
    """All shipped plans with their reference data."""
    return read_plans(CAMPAIGNS)


@pytest.fixture(scope="session")
def documents() -> Folder:
    """The shipped files as read; not to be changed."""
    folder, problems = read_folder(CAMPAIGNS)
    assert problems == []
    return folder


@pytest.fixture
def problems_after(documents: Folder) -> Callable[[Callable[[Folder], object]], list[str]]:
    """Damage a copy of the shipped files and return what the product says about it."""

    def damage(change: Callable[[Folder], object]) -> list[str]:
        damaged = Folder(copy.deepcopy(documents.reference), copy.deepcopy(documents.plans), documents.checksums)
        change(damaged)
        with pytest.raises(CampaignRejected) as caught:
            plans_of(damaged)
        return caught.value.problems

    return damage

"""A new version of the product is laid over a database with the old one: plans change, what hangs on them stays."""

import shutil

import pytest
from sqlalchemy import select

from service import shipped
from workflows.commands import installation
from workflows.models import Offer, OfferOrgan, OfferPaper


@pytest.fixture
def database_url(product_database_url):
    """The product with its processes."""
    return product_database_url


def rows(sessions) -> tuple:
    with sessions() as session:
        papers = session.execute(select(OfferPaper.id, OfferPaper.offer_id, OfferPaper.paper, OfferPaper.name))
        organs = session.execute(select(OfferOrgan.offer_id, OfferOrgan.organ, OfferOrgan.unit_id))
        return sorted(papers.all()), sorted(organs.all()), sorted(session.scalars(select(Offer.id)))


def install(sessions, folder) -> list[str]:
    with sessions.begin() as session:
        return installation.install(session, folder, shipped.definitions())


def test_plans_that_are_loaded_again_keep_their_rows(sessions, tmp_path):
    before = rows(sessions)
    folder = shutil.copytree(shipped.CAMPAIGNS, tmp_path / "campaigns")
    with (folder / "evidence.yaml").open("a") as file:
        file.write("# a new version\n")

    told = install(sessions, folder)

    assert len([line for line in told if line.startswith("Nạp phong trào")]) == 5
    assert rows(sessions) == before
    assert install(sessions, folder) == []


def test_a_paper_that_is_called_otherwise_keeps_its_row(sessions, tmp_path):
    folder = shutil.copytree(shipped.CAMPAIGNS, tmp_path / "campaigns")
    before, *_ = rows(sessions)
    name = before[0][3]
    text = (folder / "awards.yaml").read_text()
    assert name in text
    (folder / "awards.yaml").write_text(text.replace(name, f"{name} mới"))

    install(sessions, folder)

    after, *_ = rows(sessions)
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert after[0][3] == f"{name} mới"

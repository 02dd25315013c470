"""A vote whose next step fails: the ballot is cast again when it is mended, and the incident says nothing of it."""

from sqlalchemy import delete, select

from tests.web.conftest import browser_of
from tests.web.hall import ballots, close, hall, vote, words
from workflows import models


def lose_organs(sessions, at):
    """Forget which units stand for the organs of the dossier, so that the next step finds no council; return them."""
    with sessions.begin() as session:
        dossier = session.scalars(select(models.Dossier).where(models.Dossier.reference == at.reference)).one()
        of_dossier = models.DossierOrgan.dossier_id == dossier.id
        kept = [(each.organ, each.unit_id) for each in session.scalars(select(models.DossierOrgan).where(of_dossier))]
        session.execute(delete(models.DossierOrgan).where(of_dossier))
        return dossier.id, kept


def test_the_failing_close_of_a_secret_vote_is_told_on_its_page_and_works_when_mended(app, sessions):
    with sessions() as session:
        at = hall(session, secret=True)
    for member in at.members:
        assert vote(browser_of(app, sessions, member), at, *["agree"] * len(at.nominees)).status_code in (200, 302)
    secretary = browser_of(app, sessions, at.secretary)
    dossier_id, kept = lose_organs(sessions, at)
    cast = len(ballots(sessions, at))

    refused = close(secretary, at)

    assert refused.status_code == 409
    assert "chưa có Hội đồng" in words(refused)
    with sessions.begin() as session:
        found = session.scalars(select(models.Incident)).one()
        assert (found.kind, found.count) == ("step", 1)
        assert "agree" not in f"{found.values}{found.cause}{found.expression}"
        session.add_all(models.DossierOrgan(dossier_id=dossier_id, organ=organ, unit_id=unit) for organ, unit in kept)
    assert len(ballots(sessions, at)) == cast
    assert close(secretary, at).status_code in (200, 302)
    with sessions() as session:
        assert session.scalars(select(models.Incident)).one().resolution == "worked"

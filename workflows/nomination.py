"""Who is on a dossier's list, and who of them is still in question."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows.db import within
from workflows.models import Dossier, Nominee

KIND_LABELS = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "enterprise": "Doanh nghiệp",
}

ON_THE_LIST = (
    select(Nominee)
    .where(Nominee.dossier_id == bindparam("dossier_id"), Nominee.removed_at.is_(None))
    .order_by(Nominee.number)
)


def active_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees that are on the list, in its order; read once a transaction."""
    known: dict[int, list[Nominee]] = within(session).setdefault("nominees", {})
    if dossier.id not in known:
        known[dossier.id] = list(session.scalars(ON_THE_LIST, {"dossier_id": dossier.id}))
    return [nominee for nominee in known[dossier.id] if nominee.removed_at is None]


def list_grown(session: Session, dossier: Dossier) -> None:
    """Let the list be read anew, because this transaction has added to it."""
    within(session).get("nominees", {}).pop(dossier.id, None)


def read_lists(session: Session, dossier_ids: Collection[int]) -> None:
    """Read the lists of several dossiers with one query, for `active_nominees` in this transaction."""
    within(session).setdefault("nominees", {}).update(of_dossiers(session, dossier_ids))


def of_dossiers(session: Session, dossier_ids: Collection[int]) -> dict[int, list[Nominee]]:
    """Return the same of several dossiers, by their ids, with one query."""
    query = select(Nominee).where(Nominee.dossier_id.in_(dossier_ids), Nominee.removed_at.is_(None))
    found: dict[int, list[Nominee]] = {number: [] for number in dossier_ids}
    for each in session.scalars(query.order_by(Nominee.number)):
        found[each.dossier_id].append(each)
    return found


def standing_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees on the list that nobody has refused."""
    return [nominee for nominee in active_nominees(session, dossier) if nominee.result != "refused"]

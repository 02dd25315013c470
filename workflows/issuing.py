"""Keeps the papers that the system makes, with the data each was made from.

Every kind has the same shape, so that one page and one template can print any of them: `to` (whom it addresses),
`facts` (pairs of label and value), `tables` (caption, head, rows) and `text` (paragraphs). All values are words for
people; what a program needs stands beside them under its own English key.
"""

from workflows import history
from workflows.acts import record_act
from workflows.models import IssuedDocument
from workflows.work import Work


def issue(work: Work, element_id: str, kind: str, title: str, data: dict) -> IssuedDocument:
    """Add a paper to the dossier, or to the duty, and to its history."""
    document = IssuedDocument(
        **history.of(work.instance),
        kind=kind,
        title=title,
        data={"to": "", "facts": [], "tables": [], "text": []} | data,
        issued_at=work.now,
        issued_by=work.actor.person_id if work.actor else None,
    )
    work.session.add(document)
    work.session.flush()  # the process keeps its id
    record_act(work, element_id, "document_issued", after={"document": document.id, "kind": kind, "title": title})
    return document

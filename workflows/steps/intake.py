"""Checking that a dossier has all its papers, and taking it in, sending it back, or refusing it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Choice, FormInvalid, Row
from workflows import dates
from workflows.acts import record_act
from workflows.clock import utcnow
from workflows.models import Attachment, Dossier, LegalRegime, OfferPaper, UserTask
from workflows.policy import Actor
from workflows.steps.levels import fill_returns
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.work import Work

LACKING = ("missing", "invalid")
REGIME_REASON = "Nêu lý do xử lý hồ sơ theo chế độ pháp lý khác với ngày tiếp nhận."


@prepares("completeness_check")
def prepare_check(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the papers that the award asks for as rows, and how often this level has returned the dossier."""
    fill_returns(session, task, surroundings)
    if task.dossier is None:
        return
    surroundings.rows["papers"] = paper_rows(session, task.dossier)
    regimes = session.scalars(select(LegalRegime).order_by(LegalRegime.effective_from.desc().nulls_last()))
    surroundings.choices["regimes"] = tuple(Choice(regime.key, regime.name) for regime in regimes)
    surroundings.values["regime_default"] = task.dossier.regime_key


@completes("completeness_check")
def check_completeness(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Accept a complete dossier; note on it why it comes back or is refused."""
    dossier = work.dossier
    lacking = [paper for paper in answers.get("papers") or [] if paper.get("state") in LACKING]
    if outcome == "accept":
        if lacking:
            message = "Còn giấy tờ thiếu hoặc không hợp lệ nên chưa tiếp nhận được."
            raise FormInvalid({"papers": [message]})
        _choose_regime(work, task, answers)
        dossier.return_reason = None
        return
    reason = (answers.get("reason") or "").strip()
    if not reason:
        raise FormInvalid({"reason": ["Nêu lý do để đơn vị trình biết phải làm gì."]})
    dossier.return_reason = reason


def paper_rows(session: Session, dossier: Dossier) -> tuple[Row, ...]:
    """Return the papers of the dossier's award as rows; the hint says how many files came in."""
    query = select(Attachment.paper).where(Attachment.dossier_id == dossier.id)
    sent = list(session.scalars(query.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))))
    papers = session.scalars(select(OfferPaper).where(OfferPaper.offer_id == dossier.offer_id).order_by(OfferPaper.id))
    return tuple(
        Row(str(paper.id), paper.name, f"{sent.count(paper.paper)} tệp" if paper.paper in sent else "chưa có tệp")
        for paper in papers
    )


def _choose_regime(work: Work, task: UserTask, answers: dict) -> None:
    """Stamp the regime that the officer chose; another than the one of today needs a reason."""
    dossier, chosen = work.dossier, answers.get("regime")
    if not chosen or chosen == dossier.regime_key:
        return
    today = dates.local_date(utcnow())
    regime = work.session.get(LegalRegime, chosen)
    if regime is None:
        raise FormInvalid({"regime": ["Chọn một chế độ pháp lý trong danh sách."]})
    holds = (regime.effective_from or today) <= today <= (regime.effective_to or today)
    if not holds and not answers.get("regime_reason"):
        raise FormInvalid({"regime_reason": [REGIME_REASON]})
    before, dossier.regime_key = {"regime": dossier.regime_key}, chosen
    after, reason = {"regime": chosen}, answers.get("regime_reason")
    record_act(work, task.element_id, "regime_chosen", before=before, after=after, reason=reason)
